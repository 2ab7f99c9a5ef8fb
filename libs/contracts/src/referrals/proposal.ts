// SPDX-License-Identifier: MPL-2.0
import type { LocalDate } from '#domain';
import { CaseOwner } from '../case-owner.js';
import { DateOnly, OneOf, Optional, Part, Reference, Whole } from '../fields.js';

export const PROPOSAL_STATES = [
  'PROPOSED',
  'ACCEPTED',
  /** The financing is in place: the lease can be signed. */
  'LEASE_PENDING',
  'DECLINED',
  /** The citizen or the municipality went another way; which, the landlord is not told. */
  'LAPSED',
  /** There is a lease. */
  'LET',
] as const;

/** A proposal as notifications needs it: who has to answer until when. */
export class ProposalState {
  @Reference()
  proposalRef: string;

  @Reference()
  referralRef: string;

  @Reference()
  agreementRef: string;

  @Reference()
  landlordRef: string;

  @OneOf(PROPOSAL_STATES)
  state: (typeof PROPOSAL_STATES)[number];

  /** The last day for the landlord's answer. */
  @DateOnly()
  answerDueOn: LocalDate;

  /** The day of the landlord's answer; absent: none yet. */
  @Optional()
  @DateOnly()
  answeredOn?: LocalDate;

  /** The last day for the lease; absent: it cannot be signed yet. */
  @Optional()
  @DateOnly()
  leaseDueOn?: LocalDate;

  /**
   * How often the landlord has declined under the agreement without a reason that it knows, this one included. From the
   * third on the steering group hears of it.
   */
  @Optional()
  @Whole(0, 100_000)
  unagreedDeclines?: number;

  /** Whose the referral is; absent: nobody's yet. */
  @Optional()
  @Part(() => CaseOwner)
  owner?: CaseOwner;
}
