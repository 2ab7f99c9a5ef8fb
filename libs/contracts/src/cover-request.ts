// SPDX-License-Identifier: MPL-2.0
import type { Oere } from '#domain';
import { Amount, OneOf, Optional, OrNull, Reference } from './fields.js';

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
  @Amount()
  amountOere: Oere;

  /** For vacancy rents: the utilities on account, which are covered where the agreement says so. */
  @Optional()
  @Amount()
  utilitiesOere?: Oere;

  @OneOf(COVER_REQUEST_STATUS)
  status: (typeof COVER_REQUEST_STATUS)[number];

  /** Once paid: what was paid. */
  @Optional()
  @Amount()
  paidOere?: Oere;
}
