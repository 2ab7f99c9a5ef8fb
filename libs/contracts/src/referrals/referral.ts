// SPDX-License-Identifier: MPL-2.0
import type { LocalDate } from '#domain';
import { CaseOwner } from '../case-owner.js';
import { DateOnly, OneOf, Optional, OrNull, Part, Reference } from '../fields.js';

/** domain.md 4.1 */
export const REFERRAL_STATES = [
  'REGISTERED',
  'ASSESSED',
  'FINANCING_CHECK',
  'READY_TO_MATCH',
  'PROPOSED',
  'ACCEPTED',
  /** Loans and grants are applied for. */
  'FINANCING_PENDING',
  /** The financing is in place, or none is needed. */
  'LEASE_PENDING',
  /** The lease is signed; its first day has not come. */
  'MOVE_IN_PLANNED',
  'MOVED_IN',
  /** The household has settled in, or has left again. */
  'SETTLED',
  /** Outside the target group. */
  'REJECTED',
  'WITHDRAWN',
] as const;

/** What others need of a referral: where it stands and since when. Nothing of the citizen, and no reason. */
export class ReferralState {
  @Optional()
  @Reference()
  referralRef?: string;

  @OrNull()
  @Reference()
  agreementRef: string | null;

  @Optional()
  @OneOf(REFERRAL_STATES)
  state?: (typeof REFERRAL_STATES)[number];

  @DateOnly()
  registeredOn: LocalDate;

  /** Whom it is for: figures count citizens, not referrals. */
  @Optional()
  @Reference()
  citizenRef?: string;

  /** The last day for what is asked of somebody now; absent: nothing is. */
  @Optional()
  @DateOnly()
  dueOn?: LocalDate;

  /** The day the loan or grant was decided. */
  @OrNull()
  @DateOnly()
  financedOn: LocalDate | null;

  /** First day of the tenancy. */
  @OrNull()
  @DateOnly()
  movedInOn: LocalDate | null;

  /** Whose the case is; absent: nobody's yet. */
  @Optional()
  @Part(() => CaseOwner)
  owner?: CaseOwner;
}
