// SPDX-License-Identifier: MPL-2.0
import type { LocalDate, Oere } from '#domain';
import { CaseOwner } from '../case-owner.js';
import { Amount, DateOnly, OneOf, Optional, OrNull, Part, Reference } from '../fields.js';

export const FINANCING_KINDS = ['temporary_rent_help', 'deposit_loan', 'moving_help', 'establishment_help'] as const;

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

/** A landlord who is paid, and the proposal that was accepted: what the landlord sees of all this. */
export class PaidLandlord {
  @Reference()
  landlordRef: string;

  @Reference()
  proposalRef: string;
}

/** What others need of a financing case: that it is decided, and what is paid when. Not why, and not on which basis. */
export class FinancingState {
  @Reference()
  financingRef: string;

  @OneOf(FINANCING_KINDS)
  kind: (typeof FINANCING_KINDS)[number];

  /** The case that it is for: of missing rent, or the referral of somebody who moves in. */
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

  /** The day on which it is to be paid. */
  @OrNull()
  @DateOnly()
  payOn: LocalDate | null;

  /** Paid so far. */
  @Amount()
  paidOere: Oere;

  /** The day of the newest payment. */
  @OrNull()
  @DateOnly()
  paidOn: LocalDate | null;

  /** Of what is granted for moving in and paid to a landlord: who hears that it comes. */
  @Optional()
  @Part(() => PaidLandlord)
  paidTo?: PaidLandlord;

  /** Whose the case is; absent: nobody's yet. */
  @Optional()
  @Part(() => CaseOwner)
  owner?: CaseOwner;
}
