// SPDX-License-Identifier: MPL-2.0
// Betaling: what a payment does to demands, plan and case (roadmap H3; domain.md 5.3, 13).
import { addDays, type Guard, isOutside, type LocalDate, type Oere } from '#domain';
import { owedOere } from './account.js';
import type { Payment, RentArrears, RentArrearsFacts } from './case.js';
import { hasUnpaidExpired, invalidateDemands, settleDemands } from './demand-notice.js';
import { standingOf } from './instalment-plan.js';

export interface TenantPayment {
  paidOn: LocalDate;
  amountOere: Oere;
  forRentDueOn?: LocalDate;
  forDemandRef?: string;
}

type Check = Guard<RentArrears, RentArrearsFacts, TenantPayment>;

/** So long before the first rent fell due a payment can have been meant for it. */
const DAYS_AHEAD_OF_RENT = 31;

export const isPaidInTheWindow: Guard<RentArrears, RentArrearsFacts, { paidOn: LocalDate | null }> = {
  code: 'payment-is-outside-the-window',
  field: 'paidOn',
  da: 'En betaling i sagen er dateret fra {earliest} til {latest}.',
  en: 'A payment in this case is dated from {earliest} to {latest}.',
  source: 'domain.md 13.1, 13.4',
  refuses: ({ claims }, { today }, { paidOn }) => {
    const first = claims.map(({ dueOn }) => dueOn).toSorted()[0]!;
    const window = { earliest: addDays(first, -DAYS_AHEAD_OF_RENT), latest: today };
    return paidOn === null ? window : isOutside(window, paidOn);
  },
};

const isOwed: Check = {
  code: 'payment-exceeds-what-is-owed',
  field: 'amountOere',
  da: 'Der skyldes {owedOere}; der kan ikke betales mere.',
  en: '{owedOere} is owed; no more can be paid.',
  source: 'domain.md 5.4, 13.4',
  refuses: (arrears, _, { amountOere }) => {
    const owed = owedOere(arrears);
    return amountOere > owed && { owedOere: owed };
  },
};

const isForAClaim: Check = {
  code: 'payment-is-for-rent-that-was-not-reported',
  field: 'forRentDueOn',
  da: 'En betaling kan være for husleje, der er meldt i sagen: forfald {reported}.',
  en: 'A payment may be for rent reported in this case: due {reported}.',
  source: 'domain.md 13.4',
  refuses: ({ claims }, _, { forRentDueOn }) => {
    const reported = claims.map(({ dueOn }) => dueOn);
    return forRentDueOn !== undefined && !reported.includes(forRentDueOn) && { reported };
  },
};

const isForADemand: Check = {
  code: 'payment-is-for-no-demand-of-the-case',
  field: 'forDemandRef',
  da: 'Sagen har ikke et påkrav med den reference, som der kan betales på.',
  en: 'The case has no demand of that reference that can be paid.',
  source: 'domain.md 13.4',
  refuses: ({ demands }, _, { forDemandRef }) =>
    forDemandRef !== undefined &&
    !demands.some(({ demandRef, state }) => demandRef === forDemandRef && state !== 'INVALID'),
};

const isForOneThing: Check = {
  code: 'payment-is-for-one-thing',
  field: 'forDemandRef',
  da: 'En betaling er enten for en forfaldsdags husleje eller for et påkrav. Registrér ellers to betalinger.',
  en: 'A payment is either for the rent of one due day or for a demand. Otherwise register two payments.',
  source: 'domain.md 13.4',
  refuses: (_, __, { forRentDueOn, forDemandRef }) => forRentDueOn !== undefined && forDemandRef !== undefined,
};

export const paymentChecks = [isPaidInTheWindow, isOwed, isForAClaim, isForADemand, isForOneThing] as const;

export const latePaymentWaits: Guard<RentArrears, RentArrearsFacts> = {
  code: 'no-late-payment-waits',
  da: 'Der er ingen for sen betaling at tage stilling til.',
  en: 'There is no late payment to answer.',
  source: 'domain.md 5.3',
  refuses: (arrears) => arrears.latePayment === null || owedOere(arrears) > 0,
};

/** What a payment leads to; the case's table has the states. */
export type PaymentOutcome =
  /** Something is still owed. */
  | 'part'
  | 'planBroken'
  /** It was paid in time after all. */
  | 'planRestored'
  | 'planPaid'
  /** All is paid, after a demand had expired. */
  | 'late'
  | 'paid';

export interface Booked {
  changes: Pick<RentArrears, 'payments' | 'demands' | 'plans'>;
  outcome: PaymentOutcome;
}

/** Books what was paid. What counts is the day on which it was made, not the day it is told (domain.md 13.1). */
export function bookPayments(arrears: RentArrears, paid: readonly Payment[], today: LocalDate): Booked {
  const { claims } = arrears;
  const known = { claimsBefore: claims.length, demandsBefore: arrears.demands.length };
  const payments = [...arrears.payments, ...paid.map((payment) => ({ ...payment, ...known }))];
  const before = arrears.plans.at(-1);
  // A broken plan stays broken once help is on its way. That help is only asked for makes no difference: the landlord
  // would see it.
  const isOver = before?.standing === 'BROKEN' && arrears.state === 'HELP_GRANTED';
  const plan = before && (isOver ? before : standingOf(before, { ...arrears, payments }, today));
  const plans = plan ? [...arrears.plans.slice(0, -1), plan] : arrears.plans;
  // A plan that was kept after all leaves no ground for the demands that followed its supposed breach.
  const isRestored = before?.standing === 'BROKEN' && plan?.standing !== 'BROKEN';
  const demands = settleDemands({
    claims,
    payments,
    demands: isRestored ? invalidateDemands(arrears.demands) : arrears.demands,
  });
  const after = { ...arrears, payments, demands };
  const outcome = (): PaymentOutcome => {
    if (owedOere(after) === 0) {
      // One that was paid before is not what ends the case.
      if (plan?.standing === 'PAID' && before?.standing !== 'PAID') return 'planPaid';
      return hasUnpaidExpired(after, today) ? 'late' : 'paid';
    }
    if (plan?.standing === 'BROKEN' && before?.standing === 'GOOD') return 'planBroken';
    return isRestored && plan?.standing === 'GOOD' ? 'planRestored' : 'part';
  };
  return { changes: { payments, demands, plans }, outcome: outcome() };
}
