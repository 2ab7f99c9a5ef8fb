// SPDX-License-Identifier: MPL-2.0
// Which lines of a statement the law takes by itself, and which rent is paid by somebody else (domain.md 7.1, 13.1, 13.2). Pure.
import {
  addDays,
  addMonths,
  claimLatestOn,
  dueOn,
  inspectLatestOn,
  isInTime,
  type LocalDate,
  lastDayOfNotice,
  type Oere,
  rentForPeriod,
} from '#domain';
import { type ClaimKind, type ClaimLine, isRent, type RejectCode } from './settlement.js';

/** What is known of the move-out and of its inspection. */
export interface InspectionFacts {
  /** By the register of landlords: with a single dwelling there is no duty to inspect. */
  letsMoreThanOne: boolean;
  movedOutOn: LocalDate;
  /** The day the landlord learned of it. */
  learnedOn: LocalDate;
  /** The day that the tenant was summoned to. */
  plannedOn: LocalDate | null;
  /** The day the summons was sent. */
  summonedOn: LocalDate | null;
  shorterSummonsAgreed: boolean;
  /** A shorter summons may only be agreed after a termination. */
  wasTerminated: boolean;
  heldOn: LocalDate | null;
  reportDeliveredOn: LocalDate | null;
}

/** Cleaning is judged by hand; no other kind lapses (13.2). */
const LAPSING: readonly ClaimKind[] = ['restoration', 'tenant_damage'];
export const isLapsing = (kind: ClaimKind): boolean => LAPSING.includes(kind);

/**
 * Why the law takes a line, the first reason in the order of 13.2; null: it does not. What is missing when it is asked is
 * missing: ask again when a report is delivered or an inspection is struck.
 */
export function lapses(line: ClaimLine, facts: InspectionFacts): RejectCode | null {
  if (!isLapsing(line.kind)) return null;
  const { letsMoreThanOne, movedOutOn, learnedOn, heldOn } = facts;
  // A landlord with a single dwelling has a deadline for claims alone, even if he inspects (13.1).
  if (!letsMoreThanOne)
    return isInTime(line.raisedOn, claimLatestOn(false, movedOutOn, movedOutOn)) ? null : 'late_claim';
  if (!line.inReport || !hasReport(facts)) return 'not_in_report';
  if (heldOn === null || !isInTime(heldOn, inspectLatestOn(movedOutOn, learnedOn))) return 'late_inspection';
  if (!wasSummoned(facts)) return 'no_summons';
  return isInTime(line.raisedOn, claimLatestOn(true, movedOutOn, heldOn)) ? null : 'late_claim';
}

/** A landlord with a single dwelling cannot be met with what only a duty to inspect gives (13.1). */
export const mayReject = (code: RejectCode, { letsMoreThanOne }: Pick<InspectionFacts, 'letsMoreThanOne'>): boolean =>
  letsMoreThanOne || !OF_THE_DUTY_TO_INSPECT.includes(code);
const OF_THE_DUTY_TO_INSPECT: readonly RejectCode[] = ['not_in_report', 'late_inspection', 'no_summons'];

/** A report that comes late is as none. */
const hasReport = ({ heldOn, reportDeliveredOn }: InspectionFacts): boolean =>
  reportDeliveredOn !== null && (heldOn === null || isInTime(reportDeliveredOn, dueOn('REPORT_LATEST', heldOn)));

/**
 * In time for the inspection that was announced and for the one that was held: being late with it does not make a short
 * summons longer, and one that is held before its day was announced that much later.
 */
function wasSummoned({ plannedOn, heldOn, summonedOn, shorterSummonsAgreed, wasTerminated }: InspectionFacts): boolean {
  if (summonedOn === null) return false;
  if (shorterSummonsAgreed && wasTerminated) return true;
  return [plannedOn, heldOn].every((on) => on === null || isInTime(summonedOn, dueOn('SUMMONS_LATEST', on)));
}

/**
 * The last day that rent may be claimed for (13.2): the end of a 3-month notice, or the later day the tenant left;
 * at most the day before the dwelling is let again.
 * @param noticeOn the day of the notice; where there was none, the day of the termination or the day the landlord learned of it
 * @param nextTenancyFrom null: it is not let again
 */
export function rentPayableThrough(
  movedOutOn: LocalDate,
  noticeOn: LocalDate,
  nextTenancyFrom: LocalDate | null,
): LocalDate {
  const end = lastDayOfNotice(noticeOn);
  const least = end > movedOutOn ? end : movedOutOn;
  if (nextTenancyFrom === null) return least;
  const before = addDays(nextTenancyFrom, -1);
  return before < least ? before : least;
}

/**
 * The last day that rent is claimed for, of lines that are not rejected; null: none is. Vacancy rent begins after it, also
 * where the statement says that less was charged.
 */
export function rentClaimedThrough(lines: readonly ClaimLine[], payableThrough: LocalDate): LocalDate | null {
  const ends = lines
    .filter(({ kind, dueOn, review }) => isRent(kind) && dueOn !== null && review?.accepted !== false)
    .map(({ dueOn: due }) => addDays(addMonths(firstOfMonth(due!), 1), -1))
    .map((end) => (end < payableThrough ? end : payableThrough));
  return ends.toSorted().at(-1) ?? null;
}

const firstOfMonth = (date: LocalDate): LocalDate => `${date.slice(0, 8)}01`;

/**
 * Rent for days that the tenant owes none for. A line is one calendar month, that of its due day, and is accepted whole or
 * not at all: of the month in which the rent ends it may be no more than its days come to.
 * @param monthlyOere rent and utilities of the lease, where they are known: without them the month in which the rent ends
 * stays with who reviews it
 */
export function doubleCoverage(
  { kind, dueOn: due, amountOere }: Pick<ClaimLine, 'kind' | 'dueOn' | 'amountOere'>,
  facts: { rentPayableThrough: LocalDate; monthlyOere?: Readonly<{ rent: Oere; utilities: Oere }> },
): boolean {
  if (due === null || !isRent(kind)) return false;
  const { rentPayableThrough: last, monthlyOere } = facts;
  const first = firstOfMonth(due);
  if (first > last) return true;
  if (!monthlyOere || first.slice(0, 7) !== last.slice(0, 7)) return false;
  const owed = rentForPeriod(monthlyOere, first, last);
  return amountOere > (kind === 'rent' ? owed.rent : owed.utilities);
}
