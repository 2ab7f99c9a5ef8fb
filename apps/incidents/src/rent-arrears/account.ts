// SPDX-License-Identifier: MPL-2.0
// Regnskab: which krone of which payment covers what (domain.md 13.4). Guards, decisions, views and deadlines ask here and
// nowhere else, so no øre can count for two claims, two fees or two demands.
import { type LocalDate, type Oere, sum } from '#domain';
import type { DemandLine, DemandNotice, Payment, RentArrears } from './case.js';

/** What a case owes by, and what has been paid. */
export type Books = Pick<RentArrears, 'claims' | 'demands' | 'payments'>;

/** A part of one payment, on one claim or fee. */
export interface Cover {
  /** Index of the payment. */
  payment: number;
  paidOn: LocalDate;
  amountOere: Oere;
  /** The payer had named what it is for. */
  isNamed: boolean;
}

/** One thing that is owed: a claim, by its due day, or the fee of a demand, by its reference. */
export interface Debt {
  claimDueOn: LocalDate | null;
  feeOf: string | null;
  amountOere: Oere;
  covers: Cover[];
}

/** The claim that a line is for. Where the case has several, an old line without a day is read as for the one due last. */
export const claimOf = ({ claims }: Pick<Books, 'claims'>, { dueOn }: DemandLine): LocalDate =>
  dueOn ??
  claims
    .map((claim) => claim.dueOn)
    .toSorted()
    .at(-1)!;

/** Due days of the claims that a demand names, oldest first. */
export const claimsNamedBy = (books: Pick<Books, 'claims'>, { lines }: Pick<DemandNotice, 'lines'>): LocalDate[] =>
  [...new Set(lines.map((line) => claimOf(books, line)))].toSorted();

/** Owed from the day of the letter, which asks for it. It lapses with an invalid demand, or one that never arrived. */
export const feeIsOwed = ({ feeOere, state, deliveredOn }: DemandNotice): boolean =>
  feeOere > 0 && state !== 'INVALID' && (state !== 'WITHDRAWN' || deliveredOn !== null);

/** What can be covered, in the order in which it is: a fee follows the last claim that its demand names. */
function debtsOf(books: Books): (Debt & { no: number })[] {
  const { claims, demands } = books;
  const ofClaims = claims.map(({ dueOn, amountOere }, no) => ({
    at: dueOn,
    debt: { no, claimDueOn: dueOn, feeOf: null, amountOere, covers: [] },
  }));
  const ofFees = demands.map((demand, no) => ({
    at: claimsNamedBy(books, demand).at(-1)!,
    debt: { no, claimDueOn: null, feeOf: demand.demandRef, amountOere: demand.feeOere, covers: [] },
  }));
  return [...ofClaims, ...ofFees.filter((_, no) => feeIsOwed(demands[no]!))]
    .toSorted((a, b) => compare(a.at, b.at)) // Stable: claims come before the fees of their day.
    .map(({ debt }) => debt);
}

/** Of one day the more closely named come first; otherwise the order of telling makes no difference. */
const nameOf = ({ forRentDueOn, forDemandRef }: Payment) =>
  forRentDueOn ? `1 ${forRentDueOn}` : forDemandRef ? `2 ${forDemandRef}` : '3';
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Lays payments on claims, oldest due day first, and on the fees of the demands that named them. Payments come in the order
 * of their days, whenever they were told; what the payer named goes first. What was reported or demanded only after a
 * payment was told comes last for it, so that nothing which is added later ever uncovers anything.
 * @param told only the payments told first, so many
 */
export function accountOf(books: Books, told: number = books.payments.length): Debt[] {
  const { claims, demands } = books;
  const debts = debtsOf(books);
  const payments = books.payments
    .slice(0, told)
    .map((payment, no) => ({ payment, no }))
    .toSorted((a, b) => compare(a.payment.paidOn, b.payment.paidOn) || compare(nameOf(a.payment), nameOf(b.payment)));
  for (const { payment, no } of payments) {
    const { forRentDueOn, forDemandRef, claimsBefore = claims.length, demandsBefore = demands.length } = payment;
    const letter = demands.find(({ demandRef }) => demandRef === forDemandRef);
    const named = [forRentDueOn, forDemandRef, ...(letter ? claimsNamedBy(books, letter) : [])];
    const isNamed = ({ claimDueOn, feeOf }: Debt) => named.includes((claimDueOn ?? feeOf)!);
    const wasKnown = (debt: (typeof debts)[number]) => debt.no < (debt.claimDueOn ? claimsBefore : demandsBefore);
    const inOrder = [
      ...debts.filter((debt) => isNamed(debt)),
      ...debts.filter((debt) => !isNamed(debt) && wasKnown(debt)),
      ...debts.filter((debt) => !isNamed(debt) && !wasKnown(debt)),
    ];
    let rest = payment.amountOere;
    for (const debt of inOrder) {
      const amountOere = Math.min(rest, leftOf(debt));
      if (amountOere <= 0) continue;
      debt.covers.push({ payment: no, paidOn: payment.paidOn, amountOere, isNamed: isNamed(debt) });
      rest -= amountOere;
    }
  }
  return debts;
}

/** @param until only payments made on or before this day */
export const coveredOf = ({ covers }: Debt, until?: LocalDate): Oere =>
  sum(covers.map(({ paidOn, amountOere }) => (until && paidOn > until ? 0 : amountOere)));
export const leftOf = (debt: Debt, until?: LocalDate): Oere => debt.amountOere - coveredOf(debt, until);
const leftOfAll = (debts: readonly Debt[]): Oere => sum(debts.map((debt) => leftOf(debt)));

/** Rent, utilities and fees less payments. */
export const owedOere = (books: Books): Oere => leftOfAll(accountOf(books));

/** What is owed in a case: in a duplicate nothing, since the other case has it all. */
export const owedIn = (arrears: Books & Pick<RentArrears, 'duplicateOf'>): Oere =>
  arrears.duplicateOf ? 0 : owedOere(arrears);

/** What is not paid of the rent and utilities of one due day. */
export const claimLeftOere = (books: Books, dueOn: LocalDate): Oere =>
  leftOfAll(accountOf(books).filter(({ claimDueOn }) => claimDueOn === dueOn));

/** What is not paid of the fees of earlier demands for that rent. */
export const feeLeftOere = (books: Books, dueOn: LocalDate): Oere => {
  const fees = earlierFees(books, dueOn).map(({ demandRef }) => demandRef);
  return leftOfAll(accountOf(books).filter(({ feeOf }) => feeOf !== null && fees.includes(feeOf)));
};

/** What was paid beyond everything that is owed, such as a fee that lapsed after it was paid. */
export const overpaidOere = (books: Books): Oere =>
  sum(books.payments.map(({ amountOere }) => amountOere)) - sum(accountOf(books).map((debt) => coveredOf(debt)));

/** What was paid last, by its day. */
export const lastPaidOn = ({ payments }: Pick<Books, 'payments'>): LocalDate | null =>
  payments
    .map(({ paidOn }) => paidOn)
    .toSorted()
    .at(-1) ?? null;

// --- What a demand asks, and whether it got it ---

/** Fees of earlier demands that reached the tenant and named this claim. */
export const earlierFees = (books: Books, dueOn: LocalDate, before: number = books.demands.length): DemandNotice[] =>
  books.demands
    .slice(0, before)
    .filter((one) => feeIsOwed(one) && one.deliveredOn !== null && claimsNamedBy(books, one).includes(dueOn));

/** What a demand asks for of a claim, or of the earlier fees for it, and what of that is not covered. */
export interface Asked {
  dueOn: LocalDate;
  isFee: boolean;
  askedOere: Oere;
  missingOere: Oere;
}

/** Every item of a demand but its own fee. @param until only payments made on or before this day */
export function askedBy(books: Books, demand: DemandNotice, until?: LocalDate): Asked[] {
  const now = accountOf(books);
  const atIssue = accountOf(books, demand.paymentsBefore ?? 0);
  const no = books.demands.findIndex(({ demandRef }) => demandRef === demand.demandRef);
  const items = new Map<string, { dueOn: LocalDate; isFee: boolean; askedOere: Oere }>();
  for (const line of demand.lines) {
    const item = { dueOn: claimOf(books, line), isFee: line.kind === 'demand_fee' };
    const known = items.get(JSON.stringify(item));
    items.set(JSON.stringify(item), { ...item, askedOere: (known?.askedOere ?? 0) + line.amountOere });
  }
  return [...items.values()].map((item) => {
    const fees = item.isFee ? earlierFees(books, item.dueOn, no).map(({ demandRef }) => demandRef) : [];
    const of = (debts: readonly Debt[]) =>
      debts.filter(({ claimDueOn, feeOf }) =>
        item.isFee ? feeOf !== null && fees.includes(feeOf) : claimDueOn === item.dueOn,
      );
    const covered = (debts: readonly Debt[], day?: LocalDate) => sum(of(debts).map((debt) => coveredOf(debt, day)));
    const whole = sum(of(now).map(({ amountOere }) => amountOere));
    // What had been paid before was left out of the letter.
    const wanted = Math.min(whole, covered(atIssue) + item.askedOere);
    return { ...item, missingOere: Math.max(0, wanted - covered(now, until)) };
  });
}

/** Is every line covered, and the fee, by payments made on or before this day? */
export const isCovered = (books: Books, demand: DemandNotice, until?: LocalDate): boolean =>
  askedBy(books, demand, until).every(({ missingOere }) => missingOere === 0) &&
  accountOf(books).every((debt) => debt.feeOf !== demand.demandRef || leftOf(debt, until) === 0);

/** The day on which the last of what it asks was paid. */
export const coveredOn = (books: Books, demand: DemandNotice): LocalDate | null =>
  books.payments
    .map(({ paidOn }) => paidOn)
    .toSorted()
    .find((day) => isCovered(books, demand, day)) ?? null;
