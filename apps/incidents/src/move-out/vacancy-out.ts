// SPDX-License-Identifier: MPL-2.0
// Tomgangsleje efter fraflytning: what the municipality pays until the dwelling is let again (domain.md 3.3, 7.3, 13.2). Pure.
import { addDays, addMonths, type LocalDate, type Oere, rentByMonth, rentForPeriod } from '#domain';

export interface VacancyOutInput {
  movedOutOn: LocalDate;
  /** Last day of the rent that the tenant has paid or owes; null: none after the move-out. */
  rentChargedThrough: LocalDate | null;
  /** First day of the next tenancy; null: not known yet. */
  nextTenancyFrom: LocalDate | null;
  /** Vacancy rent that another case pays, from that day on. */
  paidElsewhereFrom: LocalDate | null;
  /** Øre per month, of the lease that has ended. */
  rentOere: Oere;
  utilitiesOere: Oere;
  includesUtilities: boolean;
  /** So many months of each component; null: no cap. */
  capMonths: number | null;
}

export interface VacancyOutMonth {
  from: LocalDate;
  /** Last day. */
  to: LocalDate;
  days: number;
  rentOere: Oere;
  utilitiesOere: Oere;
}

export interface VacancyOut {
  from: LocalDate;
  /** The last day that is paid for, however long the dwelling stands empty; null: it has no end yet. */
  through: LocalDate | null;
  /** None while it has no end. */
  months: VacancyOutMonth[];
  rentOere: Oere;
  utilitiesOere: Oere;
  totalOere: Oere;
  /** The cap has taken something off, or ends it. */
  capped: boolean;
}

type Monthly = Readonly<{ rent: Oere; utilities: Oere }>;

/**
 * From the day after the move-out, and after the rent that was charged, to the day before somebody else pays for the
 * dwelling: no day is paid for twice. Each component is rounded once a calendar month and capped after that; the days that
 * the cap leaves nothing for are not part of it, so that letting the dwelling later changes nothing.
 * @returns null: nothing is owed
 */
export function vacancyOut(input: VacancyOutInput): VacancyOut | null {
  const { movedOutOn, rentChargedThrough, nextTenancyFrom, paidElsewhereFrom, capMonths } = input;
  const monthly = { rent: input.rentOere, utilities: input.includesUtilities ? input.utilitiesOere : 0 };
  const from = addDays([movedOutOn, rentChargedThrough ?? movedOutOn].toSorted()[1]!, 1);
  const [next = null] = [nextTenancyFrom, paidElsewhereFrom].filter((date) => date !== null).toSorted();
  const end = next && addDays(next, -1);
  if (capMonths === 0 || sumOf(monthly) === 0 || (end !== null && end < from)) return null;

  // No cap is reached later: a month more than its months holds also those with fewer days.
  const capEnd = capMonths === null ? null : lastPaidDay(monthly, from, addMonths(from, capMonths + 1), capMonths);
  const through = end !== null && (capEnd === null || end <= capEnd) ? end : capEnd;
  const nothing = { rentOere: 0, utilitiesOere: 0, totalOere: 0 };
  if (through === null) return { from, through, months: [], ...nothing, capped: false };

  const { rent: rentOere, utilities: utilitiesOere } = rentForPeriod(monthly, from, through, capMonths);
  const left = { rent: rentOere, utilities: utilitiesOere };
  const months = rentByMonth(monthly, from, through).map(({ from: first, to, days, amounts }): VacancyOutMonth => {
    const [rent, utilities] = [Math.min(amounts.rent, left.rent), Math.min(amounts.utilities, left.utilities)];
    left.rent -= rent;
    left.utilities -= utilities;
    return { from: first, to, days, rentOere: rent, utilitiesOere: utilities };
  });
  const totalOere = rentOere + utilitiesOere;
  const isCapped = end === null || sumOf(rentForPeriod(monthly, from, end)) > totalOere;
  return { from, through, months, rentOere, utilitiesOere, totalOere, capped: isCapped };
}

const sumOf = ({ rent, utilities }: Monthly): Oere => rent + utilities;

/** The first day by which the caps of all components are reached. */
function lastPaidDay(monthly: Monthly, from: LocalDate, latest: LocalDate, capMonths: number): LocalDate {
  const all = capMonths * sumOf(monthly);
  const isReached = (day: LocalDate) => sumOf(rentForPeriod(monthly, from, day, capMonths)) >= all;
  let day = latest;
  while (isReached(addDays(day, -1))) day = addDays(day, -1);
  return day;
}
