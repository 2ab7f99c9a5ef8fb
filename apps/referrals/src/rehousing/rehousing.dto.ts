// SPDX-License-Identifier: MPL-2.0
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { DateOnly } from '#contracts/fields';
import { REHOUSING_STATES } from '#contracts/referrals/rehousing';
import type { LocalDate } from '#domain';
import type { Command, Stored } from '#persistence';
import { OwnedQuery, OwnerView, ownerView, RefusedActionView, Sortable } from '#service';
import {
  NOT_NEEDED_REASONS,
  type Rehousing,
  type RehousingFacts,
  rehousingOwner,
  rehousingRules,
  TASKS,
  type Task,
  type TaskCode,
} from './rehousing.js';

export class FindShelter {
  /** The day on which it was found. */
  @DateOnly()
  foundOn: LocalDate;
}

export class ReferToNewHome {
  /** An open referral of the same citizen. */
  @IsUUID()
  referralRef: string;
}

export class DeclareNotNeeded {
  /** @example "temporary_shelter" */
  @IsIn(TASKS)
  task: TaskCode;

  /** @example "lives_with_others" */
  @IsIn(NOT_NEEDED_REASONS)
  reason: NonNullable<Task['reason']>;
}

export class ReopenTask {
  /** @example "temporary_shelter" */
  @IsIn(TASKS)
  task: TaskCode;
}

export class ListRehousings extends OwnedQuery {
  @Sortable('number', 'due')
  sort?: string;

  @IsOptional()
  @IsIn(REHOUSING_STATES)
  state?: Rehousing['state'];

  @IsOptional()
  @IsUUID()
  evictionRef?: string;
}

/** For the single entry point: that it is acted on, and by when. Nothing of the citizen. */
export class RehousingHeaderView {
  id: string;
  /** What people call the case by. */
  number: string;
  /** For `If-Match`. */
  version: number;
  state: Rehousing['state'];
  evictionRef: string;
  agreementRef: string | null;
  /** The day by which shelter is to be found. */
  evictionOn: LocalDate;
  owner: OwnerView | null;
  /** What the caller may try now. */
  allowedActions: string[];
  /** What else the caller's role could do, and why not now; not in lists. */
  refusedActions?: RefusedActionView[];

  static of(this: void, row: Stored<Rehousing>, facts: RehousingFacts, { actor }: Command): RehousingHeaderView {
    const { id, number, version, state, evictionRef, agreementRef, evictionOn } = row;
    return {
      ...{ id, number, version, state, evictionRef, agreementRef, evictionOn },
      owner: ownerView(rehousingOwner, row),
      ...rehousingRules.offers(row, actor.roles, facts),
    };
  }
}

/** What is to be found. */
export class TaskView {
  code: TaskCode;
  outcome: Task['outcome'];
  /** The last day in time; null: none is set. */
  dueOn: LocalDate | null;
  /** The day on which it was dealt with; null: it is open. */
  on: LocalDate | null;
  /** Why it is not needed. */
  reason: Task['reason'];
}

/** For social services: everything. */
export class RehousingView extends RehousingHeaderView {
  /** As the eviction tells it; null: not told. */
  tenancyRef: string | null;
  /** Null: not known yet; the referral to a new home says it. */
  citizenRef: string | null;
  /** The day on which the eviction was heard of. */
  heardOn: LocalDate;
  tasks: TaskView[];
  /** The referral to a new home; null: none is linked. */
  referralRef: string | null;

  static override of(this: void, row: Stored<Rehousing>, facts: RehousingFacts, command: Command): RehousingView {
    const { tenancyRef, citizenRef, heardOn, shelter, home, referralRef, evictionOn } = row;
    return {
      ...RehousingHeaderView.of(row, facts, command),
      ...{ tenancyRef, citizenRef, heardOn, referralRef },
      tasks: [
        { code: 'temporary_shelter', ...shelter, dueOn: evictionOn },
        { code: 'permanent_rehousing', ...home, dueOn: null },
      ],
    };
  }
}
