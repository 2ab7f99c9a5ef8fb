// SPDX-License-Identifier: MPL-2.0
import type { LocalDate } from '#domain';
import { CoverRequest } from '../cover-request.js';
import { DateOnly, OneOf, OrNull, Parts, Reference } from '../fields.js';

/** domain.md 7.2 */
export const MOVE_OUT_STATES = [
  'MOVE_OUT_KNOWN',
  'SUMMONED',
  'INSPECTED',
  'REPORTED',
  'STATEMENT_RECEIVED',
  'REVIEWED',
  'DISPUTED',
  'APPROVED',
  'SETTLED',
] as const;

/** Announced: what agreements reads of a move-out. The case kind itself is not built yet and adds what else is needed. */
export class MoveOutState {
  @OneOf(MOVE_OUT_STATES)
  state: (typeof MOVE_OUT_STATES)[number];

  @Reference()
  agreementRef: string;

  @Reference()
  landlordRef: string;

  @Reference()
  tenancyRef: string;

  @DateOnly()
  movedOutOn: LocalDate;

  /** Vacancy rent afterwards and the municipality's share of the settlement. */
  @Parts(() => CoverRequest, 20)
  coverRequests: CoverRequest[];

  @OrNull()
  @DateOnly()
  settledOn: LocalDate | null;
}
