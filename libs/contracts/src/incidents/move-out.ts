// SPDX-License-Identifier: MPL-2.0
import type { LocalDate } from '#domain';
import { MOST_COVER_OERE } from '../agreements/cover-booking.js';
import { CaseOwner } from '../case-owner.js';
import { CoverRequest } from '../cover-request.js';
import { DateOnly, OneOf, Optional, OrNull, Part, Parts, Reference, YesNo } from '../fields.js';

export { CoverRequest, MOST_COVER_OERE };

/** domain.md 7.2 */
export const MOVE_OUT_STATES = [
  'MOVE_OUT_KNOWN',
  'SUMMONED',
  'INSPECTED',
  'REPORTED',
  'STATEMENT_RECEIVED',
  /** Every line is decided. */
  'REVIEWED',
  /** The agreement is asked for the municipality's share. */
  'AWAITING_COVER',
  'COVER_ANSWERED',
  'DISPUTED',
  'APPROVED',
  /** The share is paid, or nothing is to be paid of it; the vacancy rent afterwards is not settled yet. */
  'PAID',
  'SETTLED',
  /** It was registered in error, there is no such move-out. */
  'STRUCK',
] as const;

/** Where a move-out stands, and what cover it asks for; nothing of who it is, and no line of its statement. */
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

  /** Whose it is: who takes part in the inspection for the municipality. */
  @Optional()
  @Part(() => CaseOwner)
  owner?: CaseOwner;

  /** The day of the inspection, once the tenant is summoned to it. */
  @Optional()
  @DateOnly()
  plannedOn?: LocalDate;

  /** The last day for deciding on the statement, until it is decided on. */
  @Optional()
  @DateOnly()
  decisionDueOn?: LocalDate;

  /** The last day for paying the share, while it is to be paid. */
  @Optional()
  @DateOnly()
  paymentDueOn?: LocalDate;

  /** The landlord is to say when the dwelling is let again: the rent until then is covered. */
  @Optional()
  @YesNo()
  reletAsked?: boolean;
}
