// SPDX-License-Identifier: MPL-2.0
import { IsIn, IsOptional, Matches } from 'class-validator';
import { STAFF_ID, TEAM_CODE } from '#contracts/fields';
import {
  HAND_OVER_REASONS,
  HAND_OVER_STATES,
  type HandOver,
  type HandOverFacts,
  type HandOverReason,
  handOverRules,
  type LocalDate,
  type PlanHandOver,
} from '#domain';
import type { Command, Stored } from '#persistence';
import { PageQuery } from './page-query.dto.js';
import { RefusedActionView } from './views.dto.js';

/** All open cases of a person, to another person or a team. */
export class PlanCaseHandOver implements PlanHandOver {
  /**
   * `staffId` of whose the cases are, also of somebody who has left.
   * @example "0d6bd4d3-52a5-4a0e-8a3f-3c5a6d1f0008"
   */
  @Matches(STAFF_ID)
  fromPerson: string;

  /**
   * `staffId` of who gets them; one of team and person at least.
   * @example "0d6bd4d3-52a5-4a0e-8a3f-3c5a6d1f0028"
   */
  @IsOptional()
  @Matches(STAFF_ID)
  person?: string;

  /**
   * Code of the team that gets them.
   * @example "bostoette-nord"
   */
  @IsOptional()
  @Matches(TEAM_CODE)
  team?: string;

  /** @example "left" */
  @IsIn(HAND_OVER_REASONS)
  reason: HandOverReason;
}

export class ListHandOvers extends PageQuery {
  @IsOptional()
  @IsIn(HAND_OVER_STATES)
  state?: HandOver['state'];
}

export class CaseOfPersonView {
  caseKind: string;
  caseRef: string;
}

export class StayedCaseView {
  caseKind: string;
  caseRef: string;
  /** Why it stayed: the code of the refusal. */
  code: string;
}

export class HandOverView {
  id: string;
  /** For `If-Match`. */
  version: number;
  /** PLANNED, RUNNING, DONE or CANCELLED */
  state: HandOver['state'];
  fromPerson: string;
  toPerson: string | null;
  toTeam: string | null;
  reason: string;
  startedOn: LocalDate | null;
  /** Cases that have gone over. */
  handedOver: number;
  /** Open cases that the person has now: what a start would hand over, and while it runs what is left to do. */
  open: number;
  /** The first 100 of them; all by the lists of cases, `?assignedPerson=`. */
  cases: CaseOfPersonView[];
  /** Cases that could not go over. */
  stayed: StayedCaseView[];
  /** What the caller may try now. */
  allowedActions: string[];
  /** What else the caller's role could do, and why not now; not in lists. */
  refusedActions?: RefusedActionView[];

  static of(this: void, row: Stored<HandOver>, facts: HandOverFacts, { actor }: Command): HandOverView {
    const { id, version, state, fromPerson, toPerson, toTeam, reason, startedOn, handedOver, stayed } = row;
    return {
      ...{ id, version, state, fromPerson, toPerson, toTeam, reason, startedOn, handedOver },
      ...{ open: facts.open, cases: [...facts.cases], stayed: [...stayed] },
      ...handOverRules.offers(row, actor.roles as ('team_leader' | 'system')[], facts),
    };
  }
}
