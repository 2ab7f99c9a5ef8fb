// SPDX-License-Identifier: MPL-2.0
/** Money is whole øre, never negative; each amount is rounded once, half up (domain.md 13.2). Others throw a RangeError. */
import {
  addDays,
  addMonths,
  daysBetween,
  daysInMonth,
  type LocalDate,
  monthlySeries,
  partsOf,
} from './danish-calendar.js';
import { Refusal } from './refusal.js';

/** Whole øre (1/100 krone). */
export type Oere = number;

/** Fifty years; more is a slip of the keyboard. */
const MOST_INSTALMENTS = 600;

function whole(value: number, least = 0): number {
  if (!Number.isSafeInteger(value) || value < least)
    throw new RangeError(`not a whole number of at least ${least}: ${value}`);
  return value;
}

const add = (a: Oere, b: Oere): Oere => whole(a + whole(b));

/** The sum, checked like every amount. */
export const sum = (amounts: readonly Oere[]): Oere => amounts.reduce(add, 0);

/** numerator / denominator to the nearest whole, a half upwards; exact, since no float is divided. */
export function halfUp(numerator: number, denominator: number): number {
  const a = BigInt(whole(numerator));
  const b = BigInt(whole(denominator, 1));
  return Number((2n * a + b) / (2n * b));
}

/** A monthly amount for some days of one calendar month; the full month is the exact amount. */
export function proRata(monthly: Oere, days: number, daysOfMonth: number): Oere {
  if (whole(days) > whole(daysOfMonth, 1)) throw new RangeError(`${days} days of a month of ${daysOfMonth}`);
  return halfUp(whole(monthly) * days, daysOfMonth);
}

export interface RentOfMonth<Component extends string> {
  /** First day covered. */
  from: LocalDate;
  /** Last day covered. */
  to: LocalDate;
  days: number;
  amounts: Record<Component, Oere>;
}

/**
 * Rent for a period, rounded once per component and calendar month.
 * @param monthly øre per month by component, such as `{ rent, utilities }`
 * @param to last day, inclusive; before `from`: nothing
 */
export function rentByMonth<Component extends string>(
  monthly: Readonly<Record<Component, Oere>>,
  from: LocalDate,
  to: LocalDate,
): RentOfMonth<Component>[] {
  const months: RentOfMonth<Component>[] = [];
  for (const date of [from, to]) partsOf(date);
  for (let first = from; first <= to; ) {
    const { year, month } = partsOf(first);
    const length = daysInMonth(year, month);
    const next = addMonths(`${first.slice(0, 8)}01`, 1);
    const last = next <= to ? addDays(next, -1) : to;
    const days = daysBetween(first, last) + 1;
    months.push({ from: first, to: last, days, amounts: each(monthly, (amount) => proRata(amount, days, length)) });
    first = next;
  }
  return months;
}

/**
 * Rent for a period by component, each at most so many months' rent, after rounding (vacancy rent, domain.md 13.2).
 * @param capMonths null: no cap
 */
export function rentForPeriod<Component extends string>(
  monthly: Readonly<Record<Component, Oere>>,
  from: LocalDate,
  to: LocalDate,
  capMonths: number | null = null,
): Record<Component, Oere> {
  const months = rentByMonth(monthly, from, to);
  return each(monthly, (amount, component) =>
    capped(sum(months.map(({ amounts }) => amounts[component])), capMonths === null ? null : whole(capMonths) * amount),
  );
}

/** @param cap null: no cap; what is left of one, below 0, counts as 0 */
export const capped = (amount: Oere, cap: number | null): Oere =>
  cap === null ? whole(amount) : Math.min(whole(amount), whole(Math.max(0, cap)));

const each = <Component extends string>(
  amounts: Readonly<Record<Component, Oere>>,
  change: (amount: Oere, component: Component) => Oere,
) =>
  Object.fromEntries(
    (Object.entries(amounts) as [Component, Oere][]).map(([component, amount]) => [
      component,
      change(amount, component),
    ]),
  ) as Record<Component, Oere>;

function checkNumber(instalments: number): void {
  if (whole(instalments, 1) > MOST_INSTALMENTS)
    throw new Refusal(
      'plan-has-too-many-instalments',
      { instalments, most: MOST_INSTALMENTS },
      { da: 'En plan kan højst have {most} rater.', en: 'A plan may have {most} instalments at most.' },
    );
}

/**
 * Equal instalments: the regular one is half up of total / n, the last takes what is left.
 * @throws Refusal `last-instalment-is-empty` where nothing would be left for the last, or a regular one would be nothing
 */
export function splitIntoInstalments(total: Oere, instalments: number): Oere[] {
  whole(total);
  checkNumber(instalments);
  const regular = halfUp(total, instalments);
  const last = total - (instalments - 1) * regular;
  if (regular <= 0 || last <= 0)
    throw new Refusal(
      'last-instalment-is-empty',
      { instalments },
      {
        da: 'Beløbet er for lille til {instalments} rater.',
        en: 'The amount is too small for {instalments} instalments.',
      },
    );
  return [...Array<Oere>(instalments - 1).fill(regular), last];
}

/** Instalments of a fixed amount; the last is the remainder. None for a principal of 0. */
export function splitByAmount(principal: Oere, instalment: Oere): Oere[] {
  const full = Math.floor(whole(principal) / whole(instalment, 1));
  const rest = principal - full * instalment;
  const number = rest > 0 ? full + 1 : full;
  if (number > 0) checkNumber(number);
  return Array.from({ length: number }, (_, i) => (i < full ? instalment : rest));
}

export interface Instalment {
  /** From 1. */
  no: number;
  /** Rolled like rent. */
  dueOn: LocalDate;
  amountOere: Oere;
}

/** Puts monthly due days on amounts. @param firstOn the unrolled day of the first */
export function monthlyPlan(amounts: readonly Oere[], firstOn: LocalDate): Instalment[] {
  const days = monthlySeries(firstOn, amounts.length);
  return amounts.map((amount, i) => ({ no: i + 1, dueOn: days[i] as LocalDate, amountOere: whole(amount) }));
}
