// SPDX-License-Identifier: MPL-2.0
import type { CoverBookingState } from '#contracts/agreements/cover-booking';
import { topics } from '#contracts/topics';
import { types } from '#contracts/types';
import type { CaseKind } from '#persistence';
import { CoverBookingRow } from './cover-booking.entity.js';
import { coverBookingRules } from './cover-booking.js';

export type CoverBookingFact = keyof typeof types.coverBooking;

export const coverBookingKind: CaseKind<CoverBookingRow, CoverBookingFact> = {
  name: 'cover-booking',
  path: '/v1/cover-bookings',
  entity: CoverBookingRow,
  // Money of one tenancy says something of whoever lives there.
  auditReads: true,
  told: coverBookingRules.told,
  messages: (row, fact) => [
    {
      topic: topics.coverBookingInternal.name,
      key: row.id,
      type: types.coverBooking[fact],
      classification: 'internal',
      body: stateOf(row),
    },
  ],
};

const stateOf = (row: CoverBookingRow): CoverBookingState => ({
  requestRef: row.id,
  caseRef: row.caseRef,
  agreementRef: row.agreementRef,
  landlordRef: row.landlordRef,
  tenancyRef: row.tenancyRef,
  agreementVersion: row.agreementVersion,
  commitment: row.commitment,
  state: row.state,
  requestedOere: row.requestedOere,
  amountOere: row.amountOere,
  ...(row.refusal && { refusal: row.refusal }),
  expiresOn: row.state === 'RESERVED' ? row.expiresOn : null,
});
