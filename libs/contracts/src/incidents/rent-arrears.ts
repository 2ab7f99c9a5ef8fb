// SPDX-License-Identifier: MPL-2.0
import type { LocalDate, Oere } from '#domain';
import { CaseOwner } from '../case-owner.js';
import { Amount, DateOnly, OneOf, Optional, OrNull, Part, Reference, Whole, YesNo } from '../fields.js';

export const OPEN_RENT_ARREARS_STATES = [
  'REPORTED',
  'OUTREACH_PENDING',
  'OUTREACH',
  'OUTREACH_FAILED',
  'INSTALMENT_PLAN',
  'HELP_PENDING',
  'HELP_GRANTED',
] as const;

/** domain.md 5.3, 13.4 */
export const RENT_ARREARS_STATES = [
  ...OPEN_RENT_ARREARS_STATES,
  'SELF_CURED',
  'CURED_BY_PLAN',
  'CURED_BY_HELP',
  'ESCALATED_TO_EVICTION',
  /** The same rent had been reported in another case. */
  'DUPLICATE',
  /** The only report was registered in error. */
  'STRUCK',
] as const;

export const OUTREACH_ROLES = ['support_worker', 'outreach_team'] as const;

/** A question to the benefits office, kept in the state so that the newest message alone is enough to answer it. */
export class HelpRequest {
  /** New for each application. */
  @Reference()
  helpRef: string;

  /** `withdrawn`: no longer needed, whatever was decided. */
  @OneOf(['asked', 'answered', 'withdrawn'])
  status: 'asked' | 'answered' | 'withdrawn';

  @DateOnly()
  appliedOn: LocalDate;

  /** The last day for the decision. Counted once, by the case of missing rent: it knows the demand and the agreement. */
  @Optional()
  @DateOnly()
  decisionDueOn?: LocalDate;
}

/** A case of missing rent as the other services need it; the tenant is not in it. */
export class RentArrearsState {
  @OneOf(RENT_ARREARS_STATES)
  state: (typeof RENT_ARREARS_STATES)[number];

  /** `null` while the tenancy is unknown, or for a tenant outside any agreement. */
  @OrNull()
  @Reference()
  agreementRef: string | null;

  @Reference()
  landlordRef: string;

  @OrNull()
  @Reference()
  tenancyRef: string | null;

  /** Has the landlord's report been matched to a tenancy we know? */
  @YesNo()
  matched: boolean;

  @Amount()
  amountOere: Oere;

  /** The day by contract, not moved. */
  @DateOnly()
  rentDueOn: LocalDate;

  /** The last day on which payment was in time: the due day moved to an ordinary weekday (lejeloven § 58(4)). */
  @DateOnly()
  payDay: LocalDate;

  @DateOnly()
  reportedOn: LocalDate;

  @DateOnly()
  acknowledgeDueOn: LocalDate;

  @OrNull()
  @DateOnly()
  acknowledgedOn: LocalDate | null;

  @DateOnly()
  outreachDueOn: LocalDate;

  @OrNull()
  @OneOf(OUTREACH_ROLES)
  assignedTo: (typeof OUTREACH_ROLES)[number] | null;

  @OrNull()
  @DateOnly()
  paidOn: LocalDate | null;

  /** Rent and fees that are not paid yet. */
  @Optional()
  @Amount()
  owedOere?: Oere;

  /** The last day of the demand that runs, the earliest of several. */
  @Optional()
  @DateOnly()
  demandExpiresOn?: LocalDate;

  /** The newest application for temporary help. */
  @Optional()
  @Part(() => HelpRequest)
  help?: HelpRequest;

  /** The day on which the landlord gets granted help. */
  @Optional()
  @DateOnly()
  paymentExpectedOn?: LocalDate;

  /** Whose the case is; absent: nobody's yet. */
  @Optional()
  @Part(() => CaseOwner)
  owner?: CaseOwner;

  /** Of a closed case: working days on which its deadlines waited. */
  @Optional()
  @Whole(1, 10_000)
  pausedDays?: number;
}
