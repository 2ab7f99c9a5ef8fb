// SPDX-License-Identifier: MPL-2.0
import type { LocalDate, Oere } from '#domain';
import { Amount, DateOnly, OneOf, OrNull, Reference, YesNo } from '../fields.js';

export const RENT_ARREARS_STATES = ['REPORTED', 'OUTREACH_PENDING', 'OUTREACH', 'SELF_CURED'] as const;

export const OUTREACH_ROLES = ['support_worker', 'outreach_team'] as const;

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
}
