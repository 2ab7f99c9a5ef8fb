// SPDX-License-Identifier: MPL-2.0
import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, IsUUID } from 'class-validator';
import { Part, Whole } from '#contracts/fields';
import type { LocalDate } from '#domain';
import type { Command, Stored } from '#persistence';
import { FreeText, NumberedQuery, RefusedActionView, Sortable } from '#service';
import { PARTIES, type Party } from '../agreement/versions.js';
import {
  EXPECTATION_CHECK_STATES,
  type ExpectationCheck,
  type ExpectationCheckFacts,
  expectationCheckRules,
  isShown,
} from './expectation-check.js';

/** 1 (not at all) to 5 (fully). */
export class Ratings {
  /** Is it easy to reach the other party? */
  @Whole(1, 5)
  contact: number;

  /** Is there an answer in time? */
  @Whole(1, 5)
  speed: number;

  /** Is it clear who does what? */
  @Whole(1, 5)
  clarity: number;

  /** Is the money settled fairly? */
  @Whole(1, 5)
  economy: number;

  /** Are solutions found together? */
  @Whole(1, 5)
  cooperation: number;
}

export class CorrectExpectations {
  @Part(() => Ratings)
  ratings: Ratings;

  /** The other party reads it: no names of citizens. */
  @IsOptional()
  @FreeText(1000)
  comment?: string;
}

export class AnswerExpectations extends CorrectExpectations {
  @IsUUID()
  agreementRef: string;

  /** The meeting it is for; absent: the calendar quarter. */
  @IsOptional()
  @IsUUID()
  meetingRef?: string;
}

export class ListExpectationChecks extends NumberedQuery {
  @Sortable('number', 'day')
  sort?: string;

  @IsOptional()
  @IsUUID()
  agreementRef?: string;

  @IsOptional()
  @IsUUID()
  meetingRef?: string;
}

export class ExpectationCheckView {
  id: string;
  /** What people call the case by. */
  number: string;
  /** For `If-Match`. */
  version: number;
  @ApiProperty({ enum: EXPECTATION_CHECK_STATES })
  state: ExpectationCheck['state'];
  agreementRef: string;
  meetingRef: string | null;
  /** First day of the quarter that it is about, where it is for no meeting. */
  quarterFrom: LocalDate | null;
  @ApiProperty({ enum: PARTIES })
  party: Party;
  givenOn: LocalDate;
  /** Null: the other party's, and not shown yet. */
  @ApiProperty({ type: () => Ratings, nullable: true })
  ratings: Ratings | null;
  comment: string | null;
  /** What the caller may try now. */
  allowedActions: string[];
  /** What else the caller's role could do, and why not now; not in lists. */
  refusedActions?: RefusedActionView[];

  static of(
    this: void,
    row: Stored<ExpectationCheck>,
    facts: ExpectationCheckFacts,
    { actor }: Command,
  ): ExpectationCheckView {
    const { id, number, version, state, agreementRef, meetingRef, quarterFrom, party, givenOn, ratings, comment } = row;
    return {
      ...{ id, number, version, state, agreementRef, meetingRef, quarterFrom, party, givenOn },
      ...(isShown(row, facts) ? { ratings: { ...ratings }, comment } : { ratings: null, comment: null }),
      ...expectationCheckRules.offers(row, actor.roles, facts),
    };
  }
}
