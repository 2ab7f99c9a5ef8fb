// SPDX-License-Identifier: MPL-2.0
import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { DateOnly } from '#contracts/fields';
import type { LocalDate } from '#domain';
import type { Command, Stored } from '#persistence';
import { FreeText, NumberedQuery, RefusedActionView, Sortable } from '#service';
import { PARTIES, type Party } from '../agreement/versions.js';
import type { FollowUpFacts } from '../follow-up/follow-up.js';
import {
  MEASURE_EFFECTS,
  MEASURE_REASONS,
  PREVENTIVE_MEASURE_STATES,
  type PreventiveMeasure,
  preventiveMeasureRules,
} from './preventive-measure.js';

export class PlanMeasure {
  @IsUUID()
  agreementRef: string;

  /** Both parties read it: no names of citizens. */
  @FreeText(500)
  what: string;

  /** What it is to prevent. */
  @IsIn(MEASURE_REASONS)
  reason: PreventiveMeasure['reason'];

  /** Who carries it out. */
  @IsIn(PARTIES)
  party: Party;

  @DateOnly()
  startsOn: LocalDate;

  @IsOptional()
  @DateOnly()
  endsOn?: LocalDate;
}

export class EndMeasure {
  @IsIn(MEASURE_EFFECTS)
  effect: (typeof MEASURE_EFFECTS)[number];
}

export class ListPreventiveMeasures extends NumberedQuery {
  @Sortable('number', 'day')
  sort?: string;

  @IsOptional()
  @IsUUID()
  agreementRef?: string;

  @IsOptional()
  @IsIn(PREVENTIVE_MEASURE_STATES)
  state?: PreventiveMeasure['state'];
}

export class PreventiveMeasureView {
  id: string;
  /** What people call the case by. */
  number: string;
  /** For `If-Match`. */
  version: number;
  @ApiProperty({ enum: PREVENTIVE_MEASURE_STATES })
  state: PreventiveMeasure['state'];
  agreementRef: string;
  what: string;
  @ApiProperty({ enum: MEASURE_REASONS })
  reason: PreventiveMeasure['reason'];
  @ApiProperty({ enum: PARTIES })
  party: Party;
  startsOn: LocalDate;
  endsOn: LocalDate | null;
  /** Once it was ended; null too where it lapsed with the agreement. */
  @ApiProperty({ enum: MEASURE_EFFECTS, nullable: true })
  effect: PreventiveMeasure['effect'];
  /** What the caller may try now. */
  allowedActions: string[];
  /** What else the caller's role could do, and why not now; not in lists. */
  refusedActions?: RefusedActionView[];

  static of(
    this: void,
    row: Stored<PreventiveMeasure>,
    facts: FollowUpFacts,
    { actor }: Command,
  ): PreventiveMeasureView {
    const { id, number, version, state, agreementRef, what, reason, party, startsOn, endsOn, effect } = row;
    return {
      ...{ id, number, version, state, agreementRef, what, reason, party, startsOn, endsOn, effect },
      ...preventiveMeasureRules.offers(row, actor.roles, facts),
    };
  }
}
