// SPDX-License-Identifier: MPL-2.0
// Tomgangsleje: what the municipality owes for a dwelling that is kept for it, line by line (domain.md 3.1, 3.3, 13.2). Pure.
import {
  addDays,
  capped,
  daysInMonth,
  type LocalDate,
  lastDayOfNotice,
  type Oere,
  partsOf,
  rentByMonth,
  sum,
} from '#domain';

/** What the agreement says of a vacancy, as it was when the vacancy was reported. */
export interface VacancyTerms {
  /** Øre per month. */
  rentOere: Oere;
  utilitiesOere: Oere;
  /** Has the municipality undertaken to pay? */
  isCovered: boolean;
  includesUtilities: boolean;
  /** So many months of each component per vacancy; null: no cap. */
  capMonths: number | null;
  /** Øre per vacancy, of which the rent goes first; null: no cap. */
  capOere: Oere | null;
}

/** What ends the rent. */
export interface VacancyEnds {
  /** Null: nothing is owed. */
  reservedBecause: 'wanted' | 'silence' | null;
  answerDueOn: LocalDate;
  /** The day of the withdrawal. */
  releasedOn: LocalDate | null;
  /** First day of the next tenancy. */
  letOn: LocalDate | null;
}

/** One calendar month. */
export interface RentLine {
  from: LocalDate;
  /** Last day. */
  to: LocalDate;
  days: number;
  daysInMonth: number;
  rentOere: Oere;
  utilitiesOere: Oere;
  /** What the caps have taken off. */
  overCapOere: Oere;
}

export interface VacancyRent {
  lines: RentLine[];
  rentOere: Oere;
  utilitiesOere: Oere;
  totalOere: Oere;
}

/**
 * The last day that the municipality pays for (13.2): the day before the next tenancy; where it did not answer or has
 * withdrawn, at most the end of a 3-month notice given on the missed deadline or on the day of the withdrawal.
 * @returns null: rent runs, or nothing is owed
 */
export function lastRentDay({ reservedBecause, answerDueOn, releasedOn, letOn }: VacancyEnds): LocalDate | null {
  if (reservedBecause === null) return null;
  const ends = [
    ...(letOn ? [addDays(letOn, -1)] : []),
    ...(reservedBecause === 'silence' ? [lastDayOfNotice(answerDueOn)] : []),
    ...(releasedOn ? [lastDayOfNotice(releasedOn)] : []),
  ];
  return ends.toSorted()[0] ?? null;
}

/**
 * Each component is rounded once a calendar month and capped after that; what the caps leave goes to the first months.
 * @param through last day, inclusive; before `from`: nothing
 */
export function vacancyRent(terms: VacancyTerms, from: LocalDate, through: LocalDate): VacancyRent {
  if (!terms.isCovered) return { lines: [], rentOere: 0, utilitiesOere: 0, totalOere: 0 };
  const monthly = { rent: terms.rentOere, utilities: terms.includesUtilities ? terms.utilitiesOere : 0 };
  const months = rentByMonth(monthly, from, through);
  const inAll = (component: 'rent' | 'utilities') => {
    const cap = terms.capMonths === null ? null : terms.capMonths * monthly[component];
    return capped(sum(months.map(({ amounts }) => amounts[component])), cap);
  };
  const rentOere = capped(inAll('rent'), terms.capOere);
  const utilitiesOere = capped(inAll('utilities'), terms.capOere === null ? null : terms.capOere - rentOere);

  const left = { rent: rentOere, utilities: utilitiesOere };
  const take = (component: 'rent' | 'utilities', amount: Oere): Oere => {
    const taken = Math.min(amount, left[component]);
    left[component] -= taken;
    return taken;
  };
  const lines = months.map(({ from: first, to, days, amounts }): RentLine => {
    const { year, month } = partsOf(first);
    const [rent, utilities] = [take('rent', amounts.rent), take('utilities', amounts.utilities)];
    const overCapOere = amounts.rent + amounts.utilities - rent - utilities;
    const line = { from: first, to, days, daysInMonth: daysInMonth(year, month) };
    return { ...line, rentOere: rent, utilitiesOere: utilities, overCapOere };
  });
  return { lines, rentOere, utilitiesOere, totalOere: rentOere + utilitiesOere };
}

/** The days that are paid for: what the caps leave goes to the first months, so that the last ones may not be. */
export function daysPaidFor(lines: readonly RentLine[]): { from?: LocalDate; through?: LocalDate } {
  const last = lines.findLast(({ rentOere, utilitiesOere }) => rentOere + utilitiesOere > 0);
  return last ? { from: lines[0]!.from, through: last.to } : {};
}
