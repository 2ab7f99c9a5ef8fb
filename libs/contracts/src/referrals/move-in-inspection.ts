// SPDX-License-Identifier: MPL-2.0
import type { LocalDate } from '#domain';
import { CaseOwner } from '../case-owner.js';
import { DateOnly, OneOf, Optional, OrNull, Part, Reference } from '../fields.js';

/** domain.md 4.7 */
export const MOVE_IN_INSPECTION_STATES = [
  /** A day is set; the tenant may not be summoned to it yet. */
  'PLANNED',
  'HELD',
  /** The tenant has the report. */
  'REPORTED',
  /** The tenant's time for a defect list has passed. */
  'COMPLETED',
  'CANCELLED',
  /** It was registered in error, there is no such inspection. */
  'STRUCK',
] as const;

/** When a dwelling is inspected at moving in. Nothing of what was found, and nothing of the tenant. */
export class MoveInInspectionState {
  @Reference()
  tenancyRef: string;

  @Reference()
  agreementRef: string;

  @Reference()
  landlordRef: string;

  @OneOf(MOVE_IN_INSPECTION_STATES)
  state: (typeof MOVE_IN_INSPECTION_STATES)[number];

  /** The day of the inspection, as planned. */
  @DateOnly()
  plannedOn: LocalDate;

  @OrNull()
  @DateOnly()
  heldOn: LocalDate | null;

  /** Who takes part for the municipality. */
  @Optional()
  @Part(() => CaseOwner)
  owner?: CaseOwner;
}
