// SPDX-License-Identifier: MPL-2.0
import type { LocalDate } from '#domain';
import { MOST_COVER_OERE } from '../agreements/cover-booking.js';
import { CoverRequest } from '../cover-request.js';
import { DateOnly, OneOf, Optional, OrNull, Parts, Reference, YesNo } from '../fields.js';

export { CoverRequest, MOST_COVER_OERE };

export const VACANCY_STATES = [
  /** The municipality has not answered yet. */
  'REPORTED',
  /** It wants the dwelling, or did not answer in time: rent runs. */
  'RESERVED',
  /** It does not want it, and said so in time: nothing is owed. */
  'RELEASED',
  /** It wanted the dwelling, and does not any more: rent runs to the end of a notice at most. */
  'WITHDRAWN',
  /** Somebody moves in: what the rent comes to is known and not paid yet. */
  'LET',
  /** Nobody moved in before a notice would have ended: what the rent comes to is known and not paid yet. */
  'NOTICE_ENDED',
  /** Paid, or nothing was owed. */
  'SETTLED',
  /** It was registered in error, there is no such vacancy. */
  'STRUCK',
] as const;

export const RESERVED_BECAUSE = ['wanted', 'silence'] as const;

/** How long a dwelling stands empty for the municipality, and the cover that its rent asks for. */
export class VacancyState {
  @Reference()
  agreementRef: string;

  @Reference()
  landlordRef: string;

  @Reference()
  dwellingRef: string;

  @DateOnly()
  availableFrom: LocalDate;

  /** First day of the next tenancy, or the day on which it was the landlord's again; null: not known, or struck. */
  @OrNull()
  @DateOnly()
  endedOn: LocalDate | null;

  /** Vacancy rent until the tenancy starts. */
  @Parts(() => CoverRequest, 20)
  coverRequests: CoverRequest[];

  @Optional()
  @OneOf(VACANCY_STATES)
  state?: (typeof VACANCY_STATES)[number];

  /** The last day for the municipality's answer. */
  @Optional()
  @DateOnly()
  answerDueOn?: LocalDate;

  @Optional()
  @OneOf(RESERVED_BECAUSE)
  reservedBecause?: (typeof RESERVED_BECAUSE)[number];

  /** Has the municipality paid its rent, or may it come to? False where the agreement does not promise it, or it was closed unpaid. */
  @Optional()
  @YesNo()
  paysRent?: boolean;

  /** Who found the tenant, once there is one. */
  @Optional()
  @OneOf(['municipality', 'landlord'])
  letBy?: 'municipality' | 'landlord';

  /** The last day for the landlord to say that the dwelling still stands empty, while that is asked. */
  @Optional()
  @DateOnly()
  confirmDueOn?: LocalDate;

  /** The last day for paying the rent, while it is owed. */
  @Optional()
  @DateOnly()
  paymentDueOn?: LocalDate;
}
