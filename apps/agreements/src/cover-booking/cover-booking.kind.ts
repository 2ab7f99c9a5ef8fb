// SPDX-License-Identifier: MPL-2.0
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { COVER_BOOKING_STATES, type CoverBookingState } from '#contracts/agreements/cover-booking';
import type { LocalDate } from '#domain';
import type { CaseRow, Kind } from '#persistence';
import { seesCaps } from '../agreement/sees-caps.js';
import type { AgreementsConfig } from '../agreements.config.js';
import { CoverBookingLandlordView, CoverBookingMunicipalView } from './cover-booking.dto.js';
import { BY_HAND, type CoverBooking, type CoverBookingFacts, coverBookingRules } from './cover-booking.js';

/** Its id is the request's: each request is booked once. */
@Entity('cover_booking')
export class CoverBookingRow implements CoverBooking, CaseRow {
  @PrimaryColumn('uuid') id: string;
  @Column('text') number: string;
  @Column('int') version: number;
  @Column('text') state: CoverBooking['state'];
  @Column('timestamptz') openedAt: Date;
  @Column('timestamptz') closedAt: Date | null;
  @Column('date') nextDueOn: LocalDate | null;
  @Column('uuid') agreementRef: string;
  @Column('uuid') landlordRef: string;
  @Column('uuid') tenancyRef: string | null;
  @Column('uuid') caseRef: string;
  @Column('text') caseKind: string;
  @Column('uuid') dwellingRef: string | null;
  @Column('date') vacantFrom: LocalDate | null;
  @Column('date') coversFrom: LocalDate | null;
  @Column('date') coversThrough: LocalDate | null;
  @Column('text') commitment: CoverBooking['commitment'];
  @Column('int') agreementVersion: number;
  @Column('int') requestedOere: number;
  @Column('int') amountOere: number;
  @Column('int') utilitiesOere: number;
  @Column('text') refusal: CoverBooking['refusal'];
  @Column('jsonb') coveredDays: CoverBooking['coveredDays'];
  @Column('date') bookedOn: LocalDate;
  @Column('int') bookedYear: number;
  @Column('date') expiresOn: LocalDate | null;
  @Column('int') overCapOere: number;
  @Column('text') cause: string | null;
}

/** What a flow has looked up of a request or a payment. */
export type LookedUp = Partial<Pick<CoverBookingFacts, 'version' | 'tenancy' | 'vacancy' | 'payment'>>;

export const coverBooking: Kind<CoverBookingRow, typeof coverBookingRules, LookedUp, AgreementsConfig> = {
  name: 'cover-booking',
  da: 'Dækning',
  en: 'cover booking',
  entity: CoverBookingRow,
  rules: coverBookingRules,
  states: COVER_BOOKING_STATES,
  closed: ['CONFIRMED', 'RELEASED', 'EXPIRED', 'REFUSED'],
  // Money of one tenancy says something of whoever lives there.
  auditReads: true,
  /**
   * Finance and single entry: the whole ledger. Landlord: bookings of the own agreements; what a move-out asks for only once it
   * is paid, since until the decision it would tell how his claims fare.
   */
  scope({ landlordRef, ...actor }) {
    if (landlordRef)
      return [
        { landlordRef, state: 'CONFIRMED' },
        { landlordRef, caseKind: BY_HAND },
        { landlordRef, caseKind: 'vacancy' },
      ];
    return seesCaps(actor) ? {} : 'nothing';
  },
  factsOf: ({ today }, known, { COVER_RESERVATION_DAYS: reservationDays }) => ({
    ...{ today, reservationDays, version: null, tenancy: null, vacancy: null, payment: null },
    ...known,
  }),
  view: (row, facts, command) =>
    (seesCaps(command.actor) ? CoverBookingMunicipalView : CoverBookingLandlordView).of(row, facts, command),
  sortedBy: { day: ['c.booked_on'] },
  searched: () => ({ words: [], references: ['agreementRef', 'tenancyRef', 'caseRef', 'dwellingRef'] }),
  internal: (row): CoverBookingState => ({
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
    ...(row.coveredDays && { coveredDays: [...row.coveredDays] }),
    expiresOn: row.state === 'RESERVED' ? row.expiresOn : null,
  }),
};
