// SPDX-License-Identifier: MPL-2.0
import type { LocalDate } from '#domain';
import { CoverRequest } from '../cover-request.js';
import { DateOnly, OrNull, Parts, Reference } from '../fields.js';

/** Announced: what agreements reads of a vacancy. The case kind itself is not built yet and adds what else is needed. */
export class VacancyState {
  @Reference()
  agreementRef: string;

  @Reference()
  landlordRef: string;

  @Reference()
  dwellingRef: string;

  @DateOnly()
  availableFrom: LocalDate;

  /** First day of the next tenancy, or the day after which it was the landlord's again. */
  @OrNull()
  @DateOnly()
  endedOn: LocalDate | null;

  /** Vacancy rent until the tenancy starts. */
  @Parts(() => CoverRequest, 20)
  coverRequests: CoverRequest[];
}
