// SPDX-License-Identifier: MPL-2.0
// What the municipality has promised to cover, and how much of it is left (domain.md 3.3, 7.3, 13.2).
import type { CLAIM_KINDS, COMMITMENTS } from '#contracts/agreements/agreement';
import type { COVER_REFUSALS } from '#contracts/agreements/cover-booking';
import { addMonths, type LocalDate, type Oere } from '#domain';
import type { WholeTerms } from '../agreement/agreement-terms.dto.js';

export type ClaimKind = (typeof CLAIM_KINDS)[number];
export type CommitmentKind = (typeof COMMITMENTS)[number];
export type CoverRefusal = (typeof COVER_REFUSALS)[number];

type Coverage = Pick<WholeTerms, 'coverage'>;

/**
 * From which day on a kind of claim is no longer covered: half open, the day of the month clamped (domain.md 13.2).
 * @returns null: always covered. The tenancy's first day: never
 */
export function coveredUntil({ coverage }: Coverage, kind: ClaimKind, tenancyStartedOn: LocalDate): LocalDate | null {
  const agreed = coverage.find((one) => one.kind === kind);
  if (agreed?.rule === 'covered') return null;
  return agreed?.rule === 'covered_first_n_months' ? addMonths(tenancyStartedOn, agreed.months ?? 0) : tenancyStartedOn;
}

/**
 * Is a claim covered? A kind that is not named is not.
 * @param dueOn the contractual due day of rent and utilities, the move-out day of every other kind
 */
export function isCovered(terms: Coverage, kind: ClaimKind, dueOn: LocalDate, tenancyStartedOn: LocalDate): boolean {
  const until = coveredUntil(terms, kind, tenancyStartedOn);
  return until === null || dueOn < until;
}

/** What is booked already: reserved and paid. */
export interface Used {
  /** Of the same tenancy and commitment. */
  tenancyOere: Oere;
  /** Of move-out shortfalls in the calendar year, over the whole agreement. */
  yearOere: Oere;
  /** Of the same vacancy: rent and utilities. */
  vacancyRentOere: Oere;
  vacancyUtilitiesOere: Oere;
}

export interface Asked {
  commitment: CommitmentKind;
  /** Rent of a vacancy, or shortfall at move-out. */
  amountOere: Oere;
  /** Utilities on account of a vacancy. */
  utilitiesOere: Oere;
  /** For vacancy rents. */
  dwellingRef: string | null;
}

export interface Reserved {
  /** With the utilities; 0: nothing is left, or it was not promised. */
  amountOere: Oere;
  utilitiesOere: Oere;
  refusal: CoverRefusal | null;
}

const VACANCY_RENTS: readonly CommitmentKind[] = ['vacancy_rent_in', 'vacancy_rent_out'];
export const isVacancyRent = (commitment: CommitmentKind): boolean => VACANCY_RENTS.includes(commitment);

const NO_CAP = Number.MAX_SAFE_INTEGER;
const left = (cap: Oere | null | undefined, used: Oere): Oere => (cap == null ? NO_CAP : Math.max(0, cap - used));

/** As much of what is asked for as the caps leave: what is left of each is floored at 0, and no cap is no limit. */
export function reservable(asked: Asked, terms: WholeTerms, used: Used): Reserved {
  const none = (refusal: CoverRefusal): Reserved => ({ amountOere: 0, utilitiesOere: 0, refusal });
  const commitment = terms.commitments.find(({ kind }) => kind === asked.commitment);
  if (!commitment) return none('commitment-is-not-made');
  let [rentLeft, utilitiesLeft] = [NO_CAP, 0];
  if (isVacancyRent(asked.commitment)) {
    const dwelling = terms.properties
      .flatMap(({ dwellings }) => dwellings)
      .find(({ dwellingRef }) => dwellingRef === asked.dwellingRef);
    if (!dwelling) return none('commitment-is-not-made');
    const { capMonths } = commitment;
    const cap = (monthly: Oere) => (capMonths === undefined ? null : capMonths * monthly);
    rentLeft = left(cap(dwelling.rentOere), used.vacancyRentOere);
    if (terms.vacancyIncludesUtilities) utilitiesLeft = left(cap(dwelling.utilitiesOere), used.vacancyUtilitiesOere);
  }
  const rentOere = Math.min(asked.amountOere, rentLeft);
  const utilitiesOere = Math.min(asked.utilitiesOere, utilitiesLeft);
  const all = Math.min(
    rentOere + utilitiesOere,
    left(commitment.capOere, used.tenancyOere),
    asked.commitment === 'move_out_shortfall' ? left(terms.annualBudgetCapOere, used.yearOere) : NO_CAP,
  );
  if (all === 0) return none('cap-is-used-up');
  return { amountOere: all, utilitiesOere: Math.min(utilitiesOere, all), refusal: null };
}

/** What the caps leave of a move-out shortfall; null: no cap. */
export function shortfallLeft({ commitments, annualBudgetCapOere }: WholeTerms, used: Used): Oere | null {
  const commitment = commitments.find(({ kind }) => kind === 'move_out_shortfall');
  if (!commitment) return 0;
  const least = Math.min(left(commitment.capOere, used.tenancyOere), left(annualBudgetCapOere, used.yearOere));
  return least === NO_CAP ? null : least;
}

/** A cap with what is used of it. */
export interface CapUse {
  scope: 'tenancy' | 'year';
  /** The tenancy's reference or the year. */
  scopeRef: string;
  usedOere: Oere;
  capOere: Oere;
}

/** The thresholds that a cap has reached, the highest first; reserved and paid count. */
export const reachedPercents = ({ usedOere, capOere }: CapUse): (80 | 100)[] =>
  capOere === 0 ? [] : ([100, 80] as const).filter((percent) => usedOere * 100 >= capOere * percent);
