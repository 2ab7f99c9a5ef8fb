// SPDX-License-Identifier: MPL-2.0
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { LocalDate } from '#domain';
import type { CaseRow } from '#persistence';
import type { CoverBooking } from './cover-booking.js';

/** Its id is the request's: each request is booked once. */
@Entity('cover_booking')
export class CoverBookingRow implements CoverBooking, CaseRow {
  @PrimaryColumn('uuid') id: string;
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
  @Column('text') commitment: CoverBooking['commitment'];
  @Column('int') agreementVersion: number;
  @Column('int') requestedOere: number;
  @Column('int') amountOere: number;
  @Column('int') utilitiesOere: number;
  @Column('text') refusal: CoverBooking['refusal'];
  @Column('date') bookedOn: LocalDate;
  @Column('int') bookedYear: number;
  @Column('date') expiresOn: LocalDate | null;
  @Column('int') overCapOere: number;
  @Column('text') cause: string | null;
}
