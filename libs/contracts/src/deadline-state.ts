// SPDX-License-Identifier: MPL-2.0
import { DEADLINES, type DeadlineCode, type LocalDate } from '#domain';
import { CASE_KINDS, type CaseKind } from './case-kinds.js';
import { CaseOwner } from './case-owner.js';
import { DateOnly, OneOf, Optional, OrNull, Part, Reference, Whole } from './fields.js';
import { ROLES, type Role } from './roles.js';

export const DEADLINE_STATUS = ['set', 'met', 'cancelled'] as const;
export type DeadlineStatus = (typeof DEADLINE_STATUS)[number];

/**
 * The whole state of one deadline, as its owner computed it. Every service's deadlines topic carries this class;
 * notifications warns and escalates by it and never computes law itself.
 */
export class DeadlineState {
  @Reference()
  deadlineRef: string;

  @OneOf(Object.keys(DEADLINES))
  code: DeadlineCode;

  @OneOf(DEADLINE_STATUS)
  status: DeadlineStatus;

  @OneOf(CASE_KINDS)
  caseKind: CaseKind;

  @Reference()
  caseRef: string;

  @OrNull()
  @Reference()
  agreementRef: string | null;

  @OrNull()
  @Reference()
  landlordRef: string | null;

  /** The last day in time. */
  @DateOnly()
  dueOn: LocalDate;

  /** The day to warn, `null` for a code that has no warning. */
  @OrNull()
  @DateOnly()
  dueSoonOn: LocalDate | null;

  /** The day of a second warning, for the codes that have one. */
  @Optional()
  @DateOnly()
  secondWarningOn?: LocalDate;

  @DateOnly()
  setOn: LocalDate;

  @OrNull()
  @DateOnly()
  metOn: LocalDate | null;

  /** Who must act. */
  @OneOf(ROLES)
  responsible: Role;

  /** Whose the case is, where that role owns it. */
  @Optional()
  @Part(() => CaseOwner)
  owner?: CaseOwner;

  /** It waits since this day: nobody is warned, and `dueOn` comes later by the days that it waits. */
  @Optional()
  @DateOnly()
  pausedOn?: LocalDate;

  /** Working days on which it has waited. */
  @Optional()
  @Whole(1, 10_000)
  pausedDays?: number;
}
