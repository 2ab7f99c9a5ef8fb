// SPDX-License-Identifier: MPL-2.0
// Tomgang: what a vacancy is and what its rules read. The rules are in vacancy.ts.
import type { CoverRequest, RESERVED_BECAUSE, VACANCY_STATES } from '#contracts/referrals/vacancy';
import type { LocalDate, Oere, StrikeFacts } from '#domain';
import type { KnownTerms } from '../tenancy/tenancy.js';
import type { VacancyTerms } from './vacancy-rent.js';

/** What the ledger of agreements says to a request. */
export interface CoverAnswer {
  /** Of the ledger's entry: what is older says nothing. */
  version: number;
  state: 'RESERVED' | 'REFUSED';
  /** With utilities; may be less than was asked for. */
  amountOere: Oere;
  /** Why nothing is reserved, in the ledger's word. */
  refusal: string | null;
  /** The days that another booking is for, where that is why. */
  coveredDays?: readonly { from: LocalDate; through: LocalDate }[];
  /** Last day of the reservation. */
  expiresOn: LocalDate | null;
}

/** Cover that was asked for. */
export interface AskedCover extends Pick<CoverRequest, 'requestRef' | 'amountOere' | 'status' | 'from' | 'through'> {
  utilitiesOere: Oere;
  paidOere?: Oere;
  /** Null: not answered yet. */
  answer: CoverAnswer | null;
}

/** The landlord was asked whether the dwelling still stands empty. */
export interface Confirmation {
  askedOn: LocalDate;
  /** The last day for the answer. */
  dueOn: LocalDate;
  confirmedOn: LocalDate | null;
}

/** What of the money is proposed, approved and paid; four eyes (domain.md 9, 8). */
export interface VacancyPayment {
  /** Id of the sign-in; null: nothing is proposed. */
  proposedBy: string | null;
  proposedOn: LocalDate | null;
  approvedBy: string | null;
  approvedOn: LocalDate | null;
  /** The newest last; at most one of them waits. */
  coverRequests: readonly AskedCover[];
  paidOn: LocalDate | null;
  paidOere: Oere | null;
}

export interface Vacancy extends VacancyTerms, VacancyPayment {
  state: (typeof VACANCY_STATES)[number];
  agreementRef: string;
  /** The signed text whose terms it is paid by: the one of the day of the report. */
  agreementVersion: number;
  dwellingRef: string;
  landlordRef: string;
  /** The first day that it stands empty. */
  availableFrom: LocalDate;
  /** The day the municipality got the notice. */
  noticeReceivedOn: LocalDate;
  /** The last day for the municipality's answer. */
  answerDueOn: LocalDate;
  answeredOn: LocalDate | null;
  reservedBecause: (typeof RESERVED_BECAUSE)[number] | null;
  /** The day the municipality said no, or withdrew. */
  releasedOn: LocalDate | null;
  /** First day of the next tenancy. */
  letOn: LocalDate | null;
  /** The tenancy under the agreement by which it is let. */
  tenancyRef: string | null;
  /** The day on which the landlord is asked next whether it still stands empty. */
  askAgainOn: LocalDate;
  /** The newest last. */
  confirmations: readonly Confirmation[];
  /** The last day for paying, once the rent has an end. */
  paymentDueOn: LocalDate | null;
}

export interface VacancyFacts extends StrikeFacts<Vacancy> {
  today: LocalDate;
  /** Null: unknown, or another landlord's than the one who asks. */
  terms: KnownTerms | null;
  /** Does a tenancy of the dwelling run on the first day of the vacancy or later? */
  dwellingIsLet: boolean;
  /** Is the dwelling reported as vacant already, or were some of these days paid for in an earlier vacancy? */
  isReportedAlready: boolean;
  /** Is it proposed to a citizen? */
  isProposed: boolean;
  /** Who asks. */
  actorId: string;
  isLandlord: boolean;
  /** Days after which the landlord is asked whether the dwelling still stands empty. */
  confirmDays: number;
}

export interface Report {
  agreementRef: string;
  dwellingRef: string;
  availableFrom: LocalDate;
  noticeReceivedOn?: LocalDate;
}

export const later = (a: LocalDate, b: LocalDate): LocalDate => (a > b ? a : b);
export const earlier = (a: LocalDate, b: LocalDate): LocalDate => (a < b ? a : b);

/** The question that the landlord has not answered yet. */
export const openQuestion = ({ confirmations }: Pick<Vacancy, 'confirmations'>): Confirmation | undefined =>
  confirmations.find(({ confirmedOn }) => confirmedOn === null);
