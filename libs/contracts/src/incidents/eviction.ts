// SPDX-License-Identifier: MPL-2.0
import type { LocalDate } from '#domain';
import { CaseOwner } from '../case-owner.js';
import { DateOnly, OneOf, Optional, OrNull, Part, Reference } from '../fields.js';

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
  /** It was carried out; the municipality may have to decide on help. */
  'EVICTED',
  /** Some weeks after that. */
  'ENDED',
  /** Its only ground was registered in error. */
  'STRUCK',
] as const;

/**
 * An eviction case: what agreements counts, by when referrals must find shelter, and who is to hear. Nothing of the household, of
 * conduct or of what is owed.
 */
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

  @Optional()
  @Reference()
  landlordRef?: string;

  /** The day of the newest termination. */
  @Optional()
  @DateOnly()
  servedOn?: LocalDate;

  /** By then the tenant is to have moved out. */
  @Optional()
  @DateOnly()
  vacateBy?: LocalDate;

  /** What the municipality has to do on the court's word, and by when; absent: nothing. */
  @Optional()
  @DateOnly()
  dutyDueOn?: LocalDate;

  /** Whose the case is. */
  @Optional()
  @Part(() => CaseOwner)
  owner?: CaseOwner;
}
