// SPDX-License-Identifier: MPL-2.0
// Figures for the follow-up (domain.md 3.5): published so that no subtraction tells of fewer than five homes (domain.md 2).
import { addDays, daysBetween, halfUp, type LocalDate } from '#domain';

/** A number behind which are fewer homes than this is not shown. */
export const FEWEST = 5;

/**
 * Days between two agendas with figures of one agreement. Who could have them made day by day would see on which day the
 * fifth case came. Less than a month, since a meeting is moved to a working day.
 */
export const DAYS_BETWEEN = 21;

/** What is counted, and how it is shown. The number of cases behind an average or a sum is never told. */
export const SERIES = {
  referrals: 'count',
  unagreed_declines: 'count',
  days_to_loan: 'average',
  tenancies: 'count',
  days_to_move_in: 'average',
  arrears: 'count',
  complaints: 'count',
  evictions: 'count',
  paused_days: 'days',
  vacancy_days: 'average',
  money_paid_oere: 'sum',
} as const;
export type Series = keyof typeof SERIES;

/** One thing that happened and has not been published yet. */
export interface Happening {
  /** The home it is about: a dwelling, its tenancy and five cases of one tenant are one. */
  subjectRef: string;
  happenedOn: LocalDate;
  /** Days or øre; null where it is only counted. */
  measure: number | null;
}

export interface Figure {
  series: Series;
  /** First day that it is about. */
  from: LocalDate;
  /** Last day. */
  to: LocalDate;
  /** Null: fewer than five homes. They are not lost: they go into the figure that is next published. */
  value: number | null;
  /** Since the start: of what was published, this figure with it. Null for an average, and before the first. */
  total: number | null;
}

/** How far a series of an agreement is published. */
export interface Chain {
  /** First day that no published figure is about. */
  from: LocalDate;
  total: number | null;
}

/** Of what is known without its dwelling or tenancy: all of it counts as one home, since it may be one. */
export const UNKNOWN_HOME = '00000000-0000-0000-0000-000000000000';

/** Longer than this nothing that is counted lasts, in days: ten years. */
const LONGEST_DAYS = 3652;

/**
 * How long something took, by dates that another service told.
 * @returns the days, or why they are not counted: an average is of what can be
 */
export function measuredDays(from: LocalDate, to: LocalDate): { days: number } | { ignored: string } {
  const days = daysBetween(from, to);
  if (days < 0) return { ignored: 'ends-before-it-starts' };
  return days > LONGEST_DAYS ? { ignored: 'lasts-longer-than-ten-years' } : { days };
}

/** A number that can be: what earlier releases heard may say that something ended before it began. */
const canBe = (series: Series, { measure }: Happening): boolean =>
  SERIES[series] === 'count' || (measure !== null && measure >= 0);

/** @returns the value, or null where too few homes are behind it */
export function publishedValue(series: Series, happenings: readonly Happening[]): number | null {
  if (new Set(happenings.map(({ subjectRef }) => subjectRef)).size < FEWEST) return null;
  const sum = happenings.reduce((all, { measure }) => all + (measure ?? 0), 0);
  return { count: happenings.length, sum, days: sum, average: halfUp(sum, happenings.length) }[SERIES[series]];
}

/**
 * The next figure of a chain, up to the day before. Each waiting case goes into one figure and no other, one that was heard
 * of late into the next, so that figures add up without overlap; a span with too few cases stays open and grows.
 * @returns the figure, what is counted by it (nothing where it is withheld), and the chain after it
 */
export function nextFigure<H extends Happening>(
  series: Series,
  chain: Chain,
  waiting: readonly H[],
  today: LocalDate,
): { figure: Figure; counted: readonly H[]; chain: Chain } {
  const { from } = chain;
  const yesterday = addDays(today, -1);
  const due = waiting.filter((one) => one.happenedOn <= yesterday && canBe(series, one));
  // A second agenda on one day has no day of its own to tell of.
  const value = from > yesterday ? null : publishedValue(series, due);
  const to = from > yesterday ? from : yesterday;
  if (value === null) return { figure: { series, from, to, value, total: chain.total }, counted: [], chain };
  const total = SERIES[series] === 'average' ? null : (chain.total ?? 0) + value;
  return { figure: { series, from, to, value, total }, counted: due, chain: { from: today, total } };
}
