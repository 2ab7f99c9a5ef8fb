// SPDX-License-Identifier: MPL-2.0
import type { LocalDate } from '#domain';
import { DateOnly, Optional, OrNull, Reference } from '../fields.js';

/** Announced: what agreements counts of complaints. The case kind itself is not built yet and adds what else is needed. */
export class NeighbourComplaintState {
  /** Null until the tenancy is known. */
  @OrNull()
  @Reference()
  agreementRef: string | null;

  @DateOnly()
  reportedOn: LocalDate;

  /** Absent until it is known: figures count homes, not cases. */
  @Optional()
  @Reference()
  tenancyRef?: string;
}
