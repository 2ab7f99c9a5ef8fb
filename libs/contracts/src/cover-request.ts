// SPDX-License-Identifier: MPL-2.0
import type { LocalDate, Oere } from '#domain';
import { MOST_COVER_OERE } from './agreements/cover-booking.js';
import { DateOnly, OneOf, Optional, OrNull, Reference, Whole } from './fields.js';

export const COVER_REQUEST_STATUS = ['requested', 'paid', 'withdrawn'] as const;

/**
 * Money that a case asks the agreement to cover; part of the case's state, so that a reader of the newest message alone
 * answers each request once (architecture.md 8).
 */
export class CoverRequest {
  /** Made by the asking service; a request after an expired reservation has a new one. */
  @Reference()
  requestRef: string;

  @OneOf(['vacancy_rent_in', 'vacancy_rent_out', 'move_out_shortfall'])
  commitment: 'vacancy_rent_in' | 'vacancy_rent_out' | 'move_out_shortfall';

  /** For vacancy rents: the dwelling that stands empty. */
  @OrNull()
  @Reference()
  dwellingRef: string | null;

  /** Rent of a vacancy, or shortfall at move-out. */
  @Whole(0, MOST_COVER_OERE)
  amountOere: Oere;

  /** For vacancy rents: the utilities on account, which are covered where the agreement says so. */
  @Optional()
  @Whole(0, MOST_COVER_OERE)
  utilitiesOere?: Oere;

  /** For vacancy rents: the first day that it is for; absent: not told. No day of a dwelling is covered twice. */
  @Optional()
  @DateOnly()
  from?: LocalDate;

  /** The last day that it is for; told with the first. */
  @Optional()
  @DateOnly()
  through?: LocalDate;

  @OneOf(COVER_REQUEST_STATUS)
  status: (typeof COVER_REQUEST_STATUS)[number];

  /** Once paid: what was paid; of rent and utilities that are paid in part, the rent goes first. */
  @Optional()
  @Whole(0, MOST_COVER_OERE)
  paidOere?: Oere;
}
