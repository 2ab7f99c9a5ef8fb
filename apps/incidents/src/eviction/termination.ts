// SPDX-License-Identifier: MPL-2.0
// Opsigelse og ophævelse: by which ground a lease may end, from which day, and what a late payment does to it (lejeloven § 182;
// domain.md 5.3, 6.2).
import { addDays, addMonths, type Guard, isOutside, type LocalDate, lastDayOfNotice, type Oere, sum } from '#domain';
import { type Conduct, movingIsRequired } from '../neighbour-complaint/conduct.js';
import {
  type Basis,
  type BasisKind,
  type Eviction,
  type EvictionFacts,
  type EvictionPayment,
  type Termination,
} from './case.js';

type Asks = Guard<Eviction, EvictionFacts>;
type Check<Input> = Guard<Eviction, EvictionFacts, Input>;
const WINDOW = 'domain.md 13.4: every date has a window';

export type ServedTermination = Omit<Termination, 'terminationRef'>;

export interface StatedConduct {
  happenedOn: LocalDate;
  categories: readonly Conduct[];
  movingRequired: boolean;
}

/** How a lease may end by it. */
const ENDS_BY: Readonly<Record<BasisKind, readonly Termination['kind'][]>> = {
  arrears: ['breach'],
  conduct: ['notice', 'breach'],
  conditional_breach: ['notice', 'breach'],
  other_problems: [],
};

export const endsALease = ({ earliestOn }: Basis): boolean => earliestOn !== null;

const basisOf = ({ bases }: Eviction, { basisRef }: { basisRef: string }) =>
  bases.find((one) => one.basisRef === basisRef);

// --- What is owed ---

/** What was owed when the lease could be terminated, in all cases of missing rent that came here. */
const askedOere = ({ bases }: Pick<Eviction, 'bases'>): Oere => sum(bases.map(({ owedOere }) => owedOere ?? 0));
const paidOere = (payments: readonly EvictionPayment[], until?: LocalDate): Oere =>
  sum(payments.map(({ paidOn, amountOere }) => (until !== undefined && paidOn > until ? 0 : amountOere)));
export const owedInEviction = (eviction: Pick<Eviction, 'bases' | 'payments'>): Oere =>
  Math.max(0, askedOere(eviction) - paidOere(eviction.payments));

// --- Guards ---

const basisIsOfTheCase: Check<{ basisRef: string }> = {
  code: 'basis-is-not-of-the-case',
  field: 'basisRef',
  da: 'Sagen har ikke et grundlag med den reference.',
  en: 'The case has no ground of that reference.',
  source: 'domain.md 6.2',
  refuses: (eviction, _, input) => basisOf(eviction, input) === undefined,
};

const basisEndsALease: Check<{ basisRef: string }> = {
  code: 'basis-ends-no-lease',
  field: 'basisRef',
  da: 'Andre problemer alene er ikke et lovligt grundlag. Angiv adfærd efter lejeloven § 153, eller afgiv påkrav.',
  en: 'Other problems alone are no lawful ground. State conduct under lejeloven § 153, or issue a demand.',
  source: 'lejeloven § 182; domain.md 6.2',
  refuses(eviction, _, input) {
    const basis = basisOf(eviction, input);
    return basis !== undefined && !endsALease(basis);
  },
};

const basisEndsItThatWay: Check<ServedTermination> = {
  code: 'arrears-end-a-lease-at-once',
  field: 'kind',
  da: 'For restance kan lejemålet ophæves, ikke opsiges.',
  en: 'For arrears the lease is terminated for breach, not by notice.',
  source: 'lejeloven § 182, stk. 1, nr. 1',
  refuses(eviction, _, input) {
    const basis = basisOf(eviction, input);
    return basis !== undefined && endsALease(basis) && !ENDS_BY[basis.kind].includes(input.kind);
  },
};

/** The exercise of a right: too early it is refused, with the first day on which it is lawful. */
const isNotServedTooEarly: Check<ServedTermination> = {
  code: 'termination-is-served-too-early',
  field: 'servedOn',
  da: 'På det grundlag kan lejemålet tidligst opsiges eller ophæves {earliest}.',
  en: 'By that ground the lease can be terminated on {earliest} at the earliest.',
  source: 'lejeloven § 182; domain.md 6.2',
  refuses(eviction, _, input) {
    const earliest = basisOf(eviction, input)?.earliestOn ?? null;
    return earliest !== null && input.servedOn < earliest && { earliest };
  },
};

const isServedByNow: Check<ServedTermination> = {
  code: 'termination-lies-in-the-future',
  field: 'servedOn',
  da: 'En opsigelse eller ophævelse kan registreres, når den er afgivet, dateret senest {latest}.',
  en: 'A termination can be registered once it is served, dated {latest} at the latest.',
  source: WINDOW,
  refuses: (_, { today: latest }, { servedOn }) => servedOn > latest && { latest },
};

/** Months that a tenant may be given at most. */
const MOST_MONTHS = 12;

const isVacatedInTime: Check<ServedTermination> = {
  code: 'day-to-vacate-is-outside-its-window',
  field: 'vacateBy',
  da: 'Lejemålet skal være fraflyttet på en dag fra {earliest} til {latest}.',
  en: 'The tenant is to have moved out by a day from {earliest} to {latest}.',
  source: 'domain.md 6.2, 13.1; by notice not before the end of the usual one',
  refuses: (_, __, { kind, servedOn, vacateBy }) =>
    isOutside(
      { earliest: kind === 'notice' ? lastDayOfNotice(servedOn) : servedOn, latest: addMonths(servedOn, MOST_MONTHS) },
      vacateBy,
    ),
};

/** On the day itself too: which came first nobody can say, and the doubt is the tenant's. */
const isStillOwed: Check<ServedTermination> = {
  code: 'arrears-were-paid-before',
  field: 'servedOn',
  da: 'Alt skyldigt er betalt {paidOn}. Fasthold først retten til at ophæve, eller træk sagen tilbage.',
  en: 'All that was owed is paid since {paidOn}. Insist on the right to terminate first, or withdraw the case.',
  source: 'domain.md 5.3, 6.2',
  refuses(eviction, _, input) {
    const { payments, latePayment } = eviction;
    const basis = basisOf(eviction, input);
    if (basis?.kind !== 'arrears' || latePayment?.answer === 'insists') return false;
    const paidOn = lastPaidOn(payments);
    return paidOn !== null && paidOere(payments, input.servedOn) >= askedOere(eviction) && { paidOn };
  },
};

export const terminationChecks = [
  basisIsOfTheCase,
  basisEndsALease,
  basisEndsItThatWay,
  isNotServedTooEarly,
  isServedByNow,
  isVacatedInTime,
  isStillOwed,
] as const;

/** Older conduct is no reason to end a lease now, or a slip of the keyboard; so is what lies before the tenancy. */
const MONTHS_BACK = 12;

const conductIsRecent: Check<StatedConduct> = {
  code: 'conduct-is-outside-its-window',
  field: 'happenedOn',
  da: 'Adfærd, der lægges til grund, er sket på en dag fra {earliest} til {latest}.',
  en: 'Conduct that is relied on happened on a day from {earliest} to {latest}.',
  source: WINDOW,
  refuses(_, { today: latest, tenancy }, { happenedOn }) {
    const [, earliest] = [addMonths(latest, -MONTHS_BACK), tenancy?.startedOn ?? ''].toSorted();
    return isOutside({ earliest: earliest!, latest }, happenedOn);
  },
};

const conductIsStatedOnce: Check<StatedConduct> = {
  code: 'conduct-is-stated-already',
  field: 'happenedOn',
  da: 'Den adfærd er allerede lagt til grund i sagen.',
  en: 'That conduct is a ground of the case already.',
  source: 'domain.md 6.2',
  refuses: ({ bases }, _, { happenedOn, categories }) =>
    bases.some(
      (one) =>
        one.caseKind === null && one.since === happenedOn && categories.every((code) => one.categories.includes(code)),
    ),
};

export const statedConductChecks = [movingIsRequired, conductIsRecent, conductIsStatedOnce] as const;

export const somethingWasOwed: Asks = {
  code: 'case-is-about-no-arrears',
  da: 'Sagen har ingen restance som grundlag.',
  en: 'No arrears are a ground of this case.',
  source: 'domain.md 6.2',
  refuses: (eviction) => askedOere(eviction) === 0,
};

/** So long before the first rent fell due a payment can have been meant for it. */
const DAYS_AHEAD_OF_RENT = 31;

const isPaidInTheWindow: Check<EvictionPayment> = {
  code: 'payment-after-termination-is-outside-its-window',
  field: 'paidOn',
  da: 'En betaling er dateret fra {earliest} til {latest}.',
  en: 'A payment is dated from {earliest} to {latest}.',
  source: 'domain.md 13.4',
  refuses({ bases }, { today: latest }, { paidOn }) {
    const first = bases.flatMap(({ owedOere: owed, since }) => (owed === null ? [] : [since])).toSorted()[0] ?? latest;
    return isOutside({ earliest: addDays(first, -DAYS_AHEAD_OF_RENT), latest }, paidOn);
  },
};

const isOwed: Check<EvictionPayment> = {
  code: 'payment-exceeds-what-was-owed',
  field: 'amountOere',
  da: 'Der skyldes {owedOere}; der kan ikke registreres mere.',
  en: '{owedOere} is owed; no more can be registered.',
  source: 'domain.md 13.4',
  refuses(eviction, _, { amountOere }) {
    const owed = owedInEviction(eviction);
    return amountOere > owed && { owedOere: owed };
  },
};

export const evictionPaymentChecks = [isPaidInTheWindow, isOwed] as const;

export const answerIsAwaited: Asks = {
  code: 'no-answer-to-a-payment-is-awaited',
  da: 'Der er ingen betaling at tage stilling til i sagen.',
  en: 'No payment waits for an answer in this case.',
  source: 'domain.md 5.3',
  refuses: ({ latePayment }) => latePayment?.answer !== 'asked',
};

// --- Decisions ---

const lastPaidOn = (payments: readonly EvictionPayment[]): LocalDate | null =>
  payments
    .map(({ paidOn }) => paidOn)
    .toSorted()
    .at(-1) ?? null;

/** With another ground something may be owed again: then nothing waits for an answer. */
export function withBasis(eviction: Eviction, basis: Basis): Pick<Eviction, 'bases' | 'latePayment'> {
  const bases = [...eviction.bases, basis];
  return { bases, latePayment: owedInEviction({ ...eviction, bases }) > 0 ? null : eviction.latePayment };
}

export const conductAsBasis = (basisRef: string, { happenedOn, categories }: StatedConduct): Basis => ({
  ...{ basisRef, kind: 'conduct', caseKind: null, caseRef: null, caseNumber: null },
  ...{ since: happenedOn, earliestOn: happenedOn, owedOere: null, insisted: false, categories },
});

/** When the last of it is paid, the landlord is asked whether that ends the matter; once. */
export function paidInEviction(eviction: Eviction, payment: EvictionPayment) {
  const payments = [...eviction.payments, payment];
  const isAll = owedInEviction({ ...eviction, payments }) === 0 && eviction.latePayment === null;
  const paidOn = lastPaidOn(payments)!;
  return { payments, ...(isAll && { latePayment: { paidOn, answer: 'asked' as const } }), isAll };
}
