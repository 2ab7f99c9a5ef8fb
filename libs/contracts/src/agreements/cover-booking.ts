// SPDX-License-Identifier: MPL-2.0
import type { LocalDate, Oere } from '#domain';
import { Amount, DateOnly, OneOf, Optional, OrNull, Parts, Reference, Whole } from '../fields.js';
import { COMMITMENTS } from './agreement.js';

export const COVER_BOOKING_STATES = ['RESERVED', 'CONFIRMED', 'RELEASED', 'EXPIRED', 'REFUSED'] as const;

/** Øre, ten million kroner: more is a slip of the keyboard, and rent with utilities still fit a 32-bit column. */
export const MOST_COVER_OERE = 1_000_000_000;

/** Why nothing could be reserved. */
export const COVER_REFUSALS = [
  'cap-is-used-up',
  'commitment-is-not-made',
  'agreement-has-ended',
  /** Another booking is for some of the days that the dwelling stands empty. */
  'days-are-covered-already',
] as const;

/** More spans of days than one vacancy has bookings. */
export const MOST_SPANS = 20;

/** Days in a row, both of them counted. */
export class DaySpan {
  @DateOnly()
  from: LocalDate;

  @DateOnly()
  through: LocalDate;
}

/** The answer to a request for cover, and what became of it: the ledger's entry. */
export class CoverBookingState {
  /** Of the request, as its service made it: each is answered once. */
  @Reference()
  requestRef: string;

  /** The case that asked. */
  @Reference()
  caseRef: string;

  @Reference()
  agreementRef: string;

  @Reference()
  landlordRef: string;

  @OrNull()
  @Reference()
  tenancyRef: string | null;

  /** The version whose terms were applied. */
  @Whole(1, 10_000)
  agreementVersion: number;

  @OneOf(COMMITMENTS)
  commitment: (typeof COMMITMENTS)[number];

  @OneOf(COVER_BOOKING_STATES)
  state: (typeof COVER_BOOKING_STATES)[number];

  @Amount()
  requestedOere: Oere;

  /** What is reserved, or was paid; 0 when refused. May be less than was asked for. */
  @Amount()
  amountOere: Oere;

  @Optional()
  @OneOf(COVER_REFUSALS)
  refusal?: (typeof COVER_REFUSALS)[number];

  /** Of `days-are-covered-already`: those of the days asked for that another booking is for. */
  @Optional()
  @Parts(() => DaySpan, MOST_SPANS)
  coveredDays?: DaySpan[];

  /** A reservation ends the day after, unless it is confirmed. */
  @OrNull()
  @DateOnly()
  expiresOn: LocalDate | null;
}
