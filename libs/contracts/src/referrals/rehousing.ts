// SPDX-License-Identifier: MPL-2.0
import type { LocalDate } from '#domain';
import { CaseOwner } from '../case-owner.js';
import { DateOnly, OneOf, Optional, OrNull, Part, Reference } from '../fields.js';

export const REHOUSING_STATES = [
  'OPEN',
  /** Shelter and home are found, or not needed. */
  'CLOSED',
  /** There is no eviction. */
  'CANCELLED',
] as const;

/** By when an evicted tenant needs shelter. Nothing of who it is, and nothing of what was found. */
export class RehousingState {
  @Reference()
  evictionRef: string;

  @OrNull()
  @Reference()
  agreementRef: string | null;

  @OneOf(REHOUSING_STATES)
  state: (typeof REHOUSING_STATES)[number];

  @DateOnly()
  evictionOn: LocalDate;

  /** Whose the case is. */
  @Optional()
  @Part(() => CaseOwner)
  owner?: CaseOwner;
}
