// SPDX-License-Identifier: MPL-2.0
import { IsIn, IsOptional } from 'class-validator';
import { DateOnly } from '#contracts/fields';
import type { LocalDate } from '#domain';
import { PageQuery } from '#service';
import type { Referral } from './case.js';
import { STEPS } from './stages.js';

const OPEN = Object.keys(STEPS) as Referral['state'][];

export class FastTrackQuery extends PageQuery {
  /** Only those that stand here. */
  @IsOptional()
  @IsIn(OPEN)
  stage?: Referral['state'];
}

export class StatisticsQuery {
  /** First day of moving in that is counted. @example "2026-01-01" */
  @DateOnly()
  from: LocalDate;

  /** The last. @example "2026-12-31" */
  @DateOnly()
  to: LocalDate;
}

/** Null: fewer than five have moved in, and how it went for them could be told of each. */
export class FastTrackStatistics {
  from: LocalDate;
  to: LocalDate;
  /** Calendar days from referral to keys that are aimed at. */
  targetDays: number;
  /** How many have moved in. */
  movedIn: number | null;
  /** Calendar days from referral to keys. */
  medianDays: number | null;
  longestDays: number | null;
  /** Of those who moved in, how many within the target. */
  withinTarget: number | null;
}
