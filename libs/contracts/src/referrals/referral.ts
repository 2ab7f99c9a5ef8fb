// SPDX-License-Identifier: MPL-2.0
import type { LocalDate } from '#domain';
import { DateOnly, Optional, OrNull, Reference } from '../fields.js';

/** Announced: what agreements counts of referrals. The case kind itself is not built yet and adds what else is needed. */
export class ReferralState {
  /** Null until a dwelling is proposed. */
  @OrNull()
  @Reference()
  agreementRef: string | null;

  @DateOnly()
  registeredOn: LocalDate;

  /** Whom it is for: figures count citizens, not referrals. */
  @Optional()
  @Reference()
  citizenRef?: string;

  /** The day the loan or grant was decided. */
  @OrNull()
  @DateOnly()
  financedOn: LocalDate | null;

  @OrNull()
  @DateOnly()
  movedInOn: LocalDate | null;
}
