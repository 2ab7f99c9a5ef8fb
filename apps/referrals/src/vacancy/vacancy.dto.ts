// SPDX-License-Identifier: MPL-2.0
import { IsIn, IsInt, IsOptional, IsUUID, Max, Min } from 'class-validator';
import { DateOnly } from '#contracts/fields';
import { MOST_COVER_OERE, VACANCY_STATES } from '#contracts/referrals/vacancy';
import type { LocalDate, Oere } from '#domain';
import type { Command, Stored } from '#persistence';
import { NumberedQuery, RefusedActionView, Sortable, StrikeFact } from '#service';
import type { Report, Vacancy, VacancyFacts } from './case.js';
import { STRIKEABLE_IN_VACANCY } from './registered-in-error.js';
import { vacancyRules } from './vacancy.js';
import { openRequest, type Paid, rentOf, reservedOere } from './vacancy-payment.js';
import { lastRentDay } from './vacancy-rent.js';

export class ReportVacancy implements Report {
  @IsUUID()
  agreementRef: string;

  @IsUUID()
  dwellingRef: string;

  /**
   * The first day that the dwelling stands empty.
   * @example "2026-04-01"
   */
  @DateOnly()
  availableFrom: LocalDate;

  /**
   * The day the municipality got the notice, where it came by letter or telephone and the single entry point registers it;
   * default: today.
   * @example "2026-03-27"
   */
  @IsOptional()
  @DateOnly()
  noticeReceivedOn?: LocalDate;
}

export class LetElsewhere {
  /**
   * First day of the landlord's own tenant.
   * @example "2026-05-01"
   */
  @DateOnly()
  letOn: LocalDate;
}

export class RegisterVacancyPayment implements Paid {
  /**
   * The day of the payment, since it was approved, today or earlier.
   * @example "2026-04-29"
   */
  @DateOnly()
  paidOn: LocalDate;

  /**
   * Øre: what was approved.
   * @example 330000
   */
  @IsInt()
  @Min(1)
  @Max(MOST_COVER_OERE)
  amountOere: Oere;
}

export class StrikeInVacancy extends StrikeFact {
  /**
   * What was recorded. Without its report there is no vacancy.
   * @example "release"
   */
  @IsIn(STRIKEABLE_IN_VACANCY)
  what: (typeof STRIKEABLE_IN_VACANCY)[number];
}

export class ListVacancies extends NumberedQuery {
  @Sortable('number', 'day')
  sort?: string;

  @IsOptional()
  @IsIn(VACANCY_STATES)
  state?: Vacancy['state'];

  @IsOptional()
  @IsUUID()
  agreementRef?: string;

  @IsOptional()
  @IsUUID()
  landlordRef?: string;

  @IsOptional()
  @IsUUID()
  dwellingRef?: string;
}

/** The landlord was asked whether the dwelling still stands empty. */
export class ConfirmationView {
  askedOn: LocalDate;
  /** The last day for the answer. */
  dueOn: LocalDate;
  confirmedOn: LocalDate | null;
}

/** What the landlord sees: the own dwelling, the municipality's answer, and what is paid when. Nothing of who moves in. */
export class VacancyLandlordView {
  id: string;
  /** What people call the case by. */
  number: string;
  /** For `If-Match`. */
  version: number;
  state: Vacancy['state'];
  agreementRef: string;
  agreementVersion: number;
  dwellingRef: string;
  landlordRef: string;
  /** The first day that the dwelling stands empty. */
  availableFrom: LocalDate;
  /** The day the municipality got the notice. */
  noticeReceivedOn: LocalDate;
  /** The last day for the municipality's answer. */
  answerDueOn: LocalDate;
  answeredOn: LocalDate | null;
  /** `silence`: there was no answer in time. */
  reservedBecause: 'wanted' | 'silence' | null;
  /** The day the municipality said no, or withdrew. */
  releasedOn: LocalDate | null;
  /** First day of the next tenant. */
  letOn: LocalDate | null;
  /** Whether it still stands empty, the newest question last. */
  confirmations: ConfirmationView[];
  /** The last day that the municipality pays for; null: rent runs, or nothing is owed. */
  rentThrough: LocalDate | null;
  /** Øre that the rent comes to, up to today where it runs; null: nothing is owed. */
  rentSoFarOere: Oere | null;
  /** The last day for paying it, once it has an end. */
  paymentDueOn: LocalDate | null;
  paidOn: LocalDate | null;
  paidOere: Oere | null;
  /** What the caller may try now. */
  allowedActions: string[];
  /** What else the caller's role could do, and why not now; not in lists. */
  refusedActions?: RefusedActionView[];

  static of(this: void, row: Stored<Vacancy>, facts: VacancyFacts, { actor }: Command): VacancyLandlordView {
    const { id, number, version, state, agreementRef, agreementVersion, dwellingRef, landlordRef } = row;
    const { availableFrom, noticeReceivedOn, answerDueOn, answeredOn, reservedBecause, releasedOn, letOn } = row;
    const { paymentDueOn, paidOn, paidOere } = row;
    return {
      ...{ id, number, version, state, agreementRef, agreementVersion, dwellingRef, landlordRef },
      ...{ availableFrom, noticeReceivedOn, answerDueOn, answeredOn, reservedBecause, releasedOn, letOn },
      confirmations: [...row.confirmations],
      rentThrough: lastRentDay(row),
      rentSoFarOere: rentOf(row, facts.today)?.totalOere ?? null,
      ...{ paymentDueOn, paidOn, paidOere },
      ...vacancyRules.offers(row, actor.roles, facts),
    };
  }
}

/** One calendar month of the rent. */
export class RentLineView {
  from: LocalDate;
  /** Last day. */
  to: LocalDate;
  days: number;
  daysInMonth: number;
  /** Øre: days / days in the month of the monthly rent, as far as the caps leave it. */
  rentOere: Oere;
  /** Øre on account, where the agreement covers them. */
  utilitiesOere: Oere;
  /** Øre that the caps have taken off. */
  overCapOere: Oere;
}

/** What the vacancy costs the municipality. */
export class VacancyRentView {
  /** The last day that it is computed for: today where it runs. */
  through: LocalDate;
  lines: RentLineView[];
  rentOere: Oere;
  utilitiesOere: Oere;
  totalOere: Oere;
}

/** What the rent is paid by. */
export class VacancyTermsView {
  /** Øre per month. */
  rentOere: Oere;
  /** Øre per month on account. */
  utilitiesOere: Oere;
  /** Has the municipality undertaken to pay vacancy rent? */
  isCovered: boolean;
  includesUtilities: boolean;
  /** So many months of rent and of utilities at most; null: no such cap. */
  capMonths: number | null;
  /** Øre at most; null: no such cap. */
  capOere: Oere | null;
}

/** Days in a row, both of them counted. */
export class CoveredDaysView {
  from: LocalDate;
  through: LocalDate;
}

/** How far the payment has come: proposed, covered, approved by somebody else, paid. */
export class VacancyPaymentView {
  /** Id of the sign-in. */
  proposedBy: string | null;
  proposedOn: LocalDate | null;
  /** What agreements says: `requested` until it has answered. */
  cover: 'requested' | 'reserved' | 'refused' | null;
  /** Øre that are reserved, and so to be paid; may be less than the rent. */
  reservedOere: Oere;
  /** Last day of the reservation; one that has ended is asked for again. */
  reservedUntil: LocalDate | null;
  /**
   * Why nothing is reserved, in the ledger's word.
   * @example "cap-is-used-up"
   */
  refusal: string | null;
  /** Of `days-are-covered-already`: the days that another booking is for; null: not why. */
  coveredDays: CoveredDaysView[] | null;
  approvedBy: string | null;
  approvedOn: LocalDate | null;
}

/** For the municipality: the rent line by line, and its payment. */
export class VacancyMunicipalView extends VacancyLandlordView {
  /** The tenancy under the agreement by which it is let. */
  tenancyRef: string | null;
  terms: VacancyTermsView;
  /** Null: nothing is owed. */
  rent: VacancyRentView | null;
  payment: VacancyPaymentView;

  static override of(this: void, row: Stored<Vacancy>, facts: VacancyFacts, command: Command): VacancyMunicipalView {
    const { tenancyRef, rentOere, utilitiesOere, isCovered, includesUtilities, capMonths, capOere } = row;
    const { proposedBy, proposedOn, approvedBy, approvedOn } = row;
    const request = openRequest(row);
    const answer = request?.answer ?? null;
    return {
      ...VacancyLandlordView.of(row, facts, command),
      tenancyRef,
      terms: { rentOere, utilitiesOere, isCovered, includesUtilities, capMonths, capOere },
      rent: rentOf(row, facts.today),
      payment: {
        ...{ proposedBy, proposedOn, approvedBy, approvedOn },
        cover: request ? (answer ? (answer.state === 'RESERVED' ? 'reserved' : 'refused') : 'requested') : null,
        reservedOere: reservedOere(row),
        reservedUntil: answer?.expiresOn ?? null,
        refusal: answer?.refusal ?? null,
        coveredDays: answer?.coveredDays ? [...answer.coveredDays] : null,
      },
    };
  }
}
