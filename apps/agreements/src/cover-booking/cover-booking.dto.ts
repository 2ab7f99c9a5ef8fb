// SPDX-License-Identifier: MPL-2.0
import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsUUID, Matches, ValidateIf } from 'class-validator';
import { CLAIM_KINDS, COMMITMENTS, RECOURSES, SECURITIES_ORDERS } from '#contracts/agreements/agreement';
import { COVER_BOOKING_STATES, COVER_REFUSALS, MOST_COVER_OERE } from '#contracts/agreements/cover-booking';
import { DateOnly, Whole } from '#contracts/fields';
import type { LocalDate, Oere } from '#domain';
import type { Command, Stored } from '#persistence';
import { FreeText, NumberedQuery, RefusedActionView, Sortable } from '#service';
import { type ClaimKind, type CommitmentKind, type CoverRefusal, isVacancyRent } from './cover.js';
import { type CoverBooking, type CoverBookingFacts, coverBookingRules } from './cover-booking.js';

/** Both days are told, or none. */
const isOfDays = ({ coversFrom, coversThrough }: ReserveCover) =>
  coversFrom !== undefined || coversThrough !== undefined;

export class ReserveCover {
  @IsUUID()
  agreementRef: string;

  @IsIn(COMMITMENTS)
  commitment: CommitmentKind;

  /** The tenancy; required but for vacancy rents. */
  @ValidateIf(({ commitment, tenancyRef }: ReserveCover) => !isVacancyRent(commitment) || tenancyRef !== undefined)
  @IsUUID()
  tenancyRef?: string;

  /** The dwelling that stands empty; required for vacancy rents. */
  @ValidateIf(({ commitment, dwellingRef }: ReserveCover) => isVacancyRent(commitment) || dwellingRef !== undefined)
  @IsUUID()
  dwellingRef?: string;

  /**
   * A day on which the dwelling stands empty, for vacancy rents: its vacancy began the day after the last tenancy. What is
   * booked of one vacancy counts together, whoever asks. From 24 months back to 12 ahead; default: the days that are
   * covered, else today.
   */
  @IsOptional()
  @DateOnly()
  vacantFrom?: LocalDate;

  /**
   * The first day that a vacancy rent is for. Told with the last one; no day of a dwelling is covered twice. The same window
   * as of `vacantFrom`.
   * @example "2027-05-01"
   */
  @ValidateIf(isOfDays)
  @DateOnly()
  coversFrom?: LocalDate;

  /**
   * The last day that it is for, not before the first.
   * @example "2027-05-31"
   */
  @ValidateIf(isOfDays)
  @DateOnly()
  coversThrough?: LocalDate;

  /** The case that the money is for, for the ledger; no cap hangs on it. Default: the booking itself. */
  @IsOptional()
  @IsUUID()
  caseRef?: string;

  /**
   * Rent of a vacancy, or shortfall at move-out, øre.
   * @example 3237000
   */
  @Whole(1, MOST_COVER_OERE)
  amountOere: Oere;

  /** Utilities on account of a vacancy, øre; covered where the agreement says so. */
  @IsOptional()
  @Whole(0, MOST_COVER_OERE)
  utilitiesOere?: Oere;

  /** Why, for the ledger. */
  @FreeText(200)
  cause: string;
}

class PaidCover {
  /** How much of it is utilities, øre; default: the rent goes first. */
  @IsOptional()
  @Whole(0, MOST_COVER_OERE)
  utilitiesOere?: Oere;
}

export class ConfirmCover extends PaidCover {
  /** What was paid, øre, with utilities. */
  @Whole(1, MOST_COVER_OERE)
  amountOere: Oere;
}

export class CorrectCover extends PaidCover {
  /** What was really paid, øre, with utilities; 0: nothing. */
  @Whole(0, MOST_COVER_OERE)
  amountOere: Oere;
}

export class ListCoverBookings extends NumberedQuery {
  @Sortable('number', 'day')
  sort?: string;

  @IsOptional()
  @IsUUID()
  agreementRef?: string;

  @IsOptional()
  @IsUUID()
  tenancyRef?: string;

  @IsOptional()
  @IsIn(COVER_BOOKING_STATES)
  state?: CoverBooking['state'];

  @IsOptional()
  @IsIn(COMMITMENTS)
  commitment?: CommitmentKind;

  /** Calendar year of the booking. */
  @IsOptional()
  @Matches(/^20[0-9]{2}$/)
  bookedYear?: string;
}

export class OfAgreement {
  @IsUUID()
  agreementRef: string;
}

/** Days in a row, both of them counted. */
export class CoveredDaysView {
  from: LocalDate;
  through: LocalDate;
}

/** For the landlord: all but the municipality's own words and its budget. */
export class CoverBookingLandlordView {
  id: string;
  /** What people call the case by. */
  number: string;
  /** For `If-Match`. */
  version: number;
  @ApiProperty({ enum: COVER_BOOKING_STATES })
  state: CoverBooking['state'];
  agreementRef: string;
  tenancyRef: string | null;
  /** The case that asked. */
  caseRef: string;
  /** `move-out`, `vacancy`, or `by-hand`. */
  caseKind: string;
  dwellingRef: string | null;
  /** Of vacancy rents: the first day of the vacancy. */
  vacantFrom: LocalDate | null;
  /** Of vacancy rents: the first day that it is for; null: not told. */
  coversFrom: LocalDate | null;
  /** Of vacancy rents: the last day that it is for; null: not told. */
  coversThrough: LocalDate | null;
  @ApiProperty({ enum: COMMITMENTS })
  commitment: CommitmentKind;
  /** The version whose terms were applied. */
  agreementVersion: number;
  requestedOere: Oere;
  /** Reserved or paid, with utilities. */
  amountOere: Oere;
  utilitiesOere: Oere;
  /** Why nothing was reserved. */
  @ApiProperty({ enum: COVER_REFUSALS, nullable: true })
  refusal: CoverRefusal | null;
  /** Of `days-are-covered-already`: the days that another booking is for; null: not why. */
  coveredDays: CoveredDaysView[] | null;
  bookedOn: LocalDate;
  bookedYear: number;
  /** Last day of the reservation. */
  expiresOn: LocalDate | null;
  /** What the caller may try now. */
  allowedActions: string[];
  /** What else the caller's role could do, and why not now; not in lists. */
  refusedActions?: RefusedActionView[];

  static of(
    this: void,
    row: Stored<CoverBooking>,
    facts: CoverBookingFacts,
    { actor }: Command,
  ): CoverBookingLandlordView {
    return {
      id: row.id,
      number: row.number,
      version: row.version,
      state: row.state,
      agreementRef: row.agreementRef,
      tenancyRef: row.tenancyRef,
      caseRef: row.caseRef,
      caseKind: row.caseKind,
      dwellingRef: row.dwellingRef,
      vacantFrom: row.vacantFrom,
      coversFrom: row.coversFrom,
      coversThrough: row.coversThrough,
      commitment: row.commitment,
      agreementVersion: row.agreementVersion,
      requestedOere: row.requestedOere,
      amountOere: row.amountOere,
      utilitiesOere: row.utilitiesOere,
      refusal: row.refusal,
      coveredDays: row.coveredDays && [...row.coveredDays],
      bookedOn: row.bookedOn,
      bookedYear: row.bookedYear,
      expiresOn: row.expiresOn,
      ...coverBookingRules.offers(row, actor.roles, facts),
    };
  }
}

/** For those who are told of caps. */
export class CoverBookingMunicipalView extends CoverBookingLandlordView {
  /** Paid beyond the caps. */
  overCapOere: Oere;
  /** Why, of a booking by hand. */
  cause: string | null;

  static override of(
    this: void,
    row: Stored<CoverBooking>,
    facts: CoverBookingFacts,
    command: Command,
  ): CoverBookingMunicipalView {
    return {
      ...CoverBookingLandlordView.of(row, facts, command),
      overCapOere: row.overCapOere,
      cause: row.cause,
    };
  }
}

/** A cap and what is used of it. */
export class CapView {
  @ApiProperty({ enum: ['tenancy', 'year'] })
  scope: 'tenancy' | 'year';
  /** The tenancy or the year. */
  @ApiProperty({ maxLength: 36 })
  scopeRef: string;
  commitment: CommitmentKind;
  capOere: Oere;
  reservedOere: Oere;
  paidOere: Oere;
  leftOere: Oere;
  /** Of the cap, rounded down. */
  percent: number;
}

/** What is booked of a commitment over the whole agreement. */
export class CommitmentUseView {
  @ApiProperty({ enum: COMMITMENTS })
  commitment: CommitmentKind;
  bookings: number;
  reservedOere: Oere;
  paidOere: Oere;
}

export class OfTenancy {
  @IsUUID()
  tenancyRef: string;
}

/** Is a kind of claim covered for a tenancy? */
export class CoveredKindView {
  @ApiProperty({ enum: CLAIM_KINDS })
  kind: ClaimKind;
  /** Claims due before this day are covered: null all, the tenancy's first day none. */
  coveredBefore: LocalDate | null;
  isCovered: boolean;
}

/** What is promised for one tenancy, by the version that governs it. */
export class CoverOfTenancyView {
  tenancyRef: string;
  agreementRef: string;
  agreementVersion: number;
  startedOn: LocalDate;
  /** Of each kind of claim, on the day of asking. */
  coverage: CoveredKindView[];
  /** In which order deposit and prepaid rent are used. */
  @ApiProperty({ enum: SECURITIES_ORDERS })
  securitiesOrder: (typeof SECURITIES_ORDERS)[number];
  vacancyIncludesUtilities: boolean;
  /** May the municipality claim from the tenant what it paid? */
  @ApiProperty({ enum: RECOURSES })
  recourseAgainstTenant: (typeof RECOURSES)[number];
  /** What the caps leave of a move-out shortfall today, for a landlord the tenancy's alone; null: no cap. */
  shortfallLeftOere: Oere | null;
}

export class CoverSummaryView {
  agreementRef: string;
  commitments: CommitmentUseView[];
  /** Caps of which something is used, the most used first; at most 100. For a landlord those of tenancies, not the budget's. */
  caps: CapView[];
}
