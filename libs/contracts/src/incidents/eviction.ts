// SPDX-License-Identifier: MPL-2.0
import type { LocalDate } from '#domain';
import { DateOnly, OneOf, Optional, OrNull, Reference } from '../fields.js';

/** domain.md 6.2 */
export const EVICTION_STATES = [
  'OPENED',
  'SERVED',
  /** The tenant moved out before it was executed. */
  'VACATED',
  'WITHDRAWN',
  'BAILIFF_REQUESTED',
  'MUNICIPAL_DUTY',
  'HEARING_HELD',
  'DATE_SET',
  'EVICTED',
] as const;

/** Announced: what agreements counts of evictions, and by when referrals must find shelter. The case kind itself is not built yet and adds what else is needed. */
export class EvictionState {
  @OrNull()
  @Reference()
  agreementRef: string | null;

  @DateOnly()
  openedOn: LocalDate;

  /** Absent until it is known: figures count homes, not cases. */
  @Optional()
  @Reference()
  tenancyRef?: string;

  /** Who is evicted, where that is known without the tenancy. */
  @Optional()
  @Reference()
  citizenRef?: string;

  @Optional()
  @OneOf(EVICTION_STATES)
  state?: (typeof EVICTION_STATES)[number];

  /** The day that the court has set; absent: none yet. */
  @Optional()
  @DateOnly()
  evictionOn?: LocalDate;
}
