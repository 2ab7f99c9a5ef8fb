// SPDX-License-Identifier: MPL-2.0
import type { LocalDate, Oere } from '#domain';
import { CaseOwner } from '../case-owner.js';
import { Amount, DateOnly, OneOf, Optional, OrNull, Part, Reference } from '../fields.js';

export const FINANCING_KINDS = ['temporary_rent_help'] as const;

export const FINANCING_STATES = [
  'APPLIED',
  /** Granted on a condition that the citizen has not accepted yet. */
  'AWAITING_CONDITION',
  'GRANTED',
  /** Paid in full. */
  'PAID',
  'REFUSED',
  'WITHDRAWN',
] as const;

/** What others need of a financing case: that it is decided, and what is paid when. Not why, and not on which basis. */
export class FinancingState {
  @Reference()
  financingRef: string;

  @OneOf(FINANCING_KINDS)
  kind: (typeof FINANCING_KINDS)[number];

  /** The case of missing rent that the help is for. */
  @Reference()
  caseRef: string;

  @OneOf(FINANCING_STATES)
  state: (typeof FINANCING_STATES)[number];

  @DateOnly()
  decisionDueOn: LocalDate;

  /** What is granted in all; `null` until the decision has taken effect. */
  @OrNull()
  @Amount()
  amountOere: Oere | null;

  /** The day on which the landlord is to be paid. */
  @OrNull()
  @DateOnly()
  payOn: LocalDate | null;

  /** Paid to the landlord so far. */
  @Amount()
  paidOere: Oere;

  /** The day of the newest payment. */
  @OrNull()
  @DateOnly()
  paidOn: LocalDate | null;

  /** Whose the case is; absent: nobody's yet. */
  @Optional()
  @Part(() => CaseOwner)
  owner?: CaseOwner;
}
