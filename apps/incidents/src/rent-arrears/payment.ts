// SPDX-License-Identifier: MPL-2.0
// Betaling: what a payment does to demands, plan and case (roadmap H3; domain.md 5.3, 13).
import type { Guard, LocalDate, Oere } from '#domain';
import { owedOere, type Payment, type RentArrears, type RentArrearsFacts } from './case.js';
import { hasUnpaidExpired, invalidateDemands, settleDemands } from './demand-notice.js';
import { standingOf } from './instalment-plan.js';

export interface TenantPayment {
  paidOn: LocalDate;
  amountOere: Oere;
}

type Check = Guard<RentArrears, RentArrearsFacts, TenantPayment>;

const hasHappened: Check = {
  code: 'payment-lies-in-the-future',
  field: 'paidOn',
  da: 'En betaling kan registreres, når den er sket, dateret senest {latest}.',
  en: 'A payment is registered once it has happened, dated {latest} at the latest.',
  source: 'domain.md 13.1',
  refuses: (_, { today }, { paidOn }) => paidOn > today && { latest: today },
};

const isOwed: Check = {
  code: 'payment-exceeds-what-is-owed',
  field: 'amountOere',
  da: 'Der skyldes {owedOere}; der kan ikke betales mere.',
  en: '{owedOere} is owed; no more can be paid.',
  source: 'domain.md 5.4',
  refuses: (arrears, _, { amountOere }) => {
    const owed = owedOere(arrears);
    return amountOere > owed && { owedOere: owed };
  },
};

export const paymentChecks = [hasHappened, isOwed] as const;

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

/** Books a payment on the case. What counts is the day it was made, not the day it is told (domain.md 13.1). */
export function bookPayment(arrears: RentArrears, payment: Payment, today: LocalDate): Booked {
  const payments = [...arrears.payments, payment];
  const before = arrears.plans.at(-1);
  // A broken plan that something else has taken the place of stays broken.
  const isOver = before?.standing === 'BROKEN' && !['OUTREACH', 'OUTREACH_FAILED'].includes(arrears.state);
  const plan = before && (isOver ? before : standingOf(before, payments, today));
  const plans = plan ? [...arrears.plans.slice(0, -1), plan] : arrears.plans;
  // A plan that was kept after all leaves no ground for the demands that followed its supposed breach.
  const isRestored = before?.standing === 'BROKEN' && plan?.standing !== 'BROKEN';
  const demands = settleDemands({
    amountOere: arrears.amountOere,
    payments,
    demands: isRestored ? invalidateDemands(arrears.demands) : arrears.demands,
  });
  const paid = { ...arrears, payments, demands };
  const outcome = (): PaymentOutcome => {
    if (owedOere(paid) === 0) {
      if (plan?.standing === 'PAID') return 'planPaid';
      return hasUnpaidExpired(paid, today) ? 'late' : 'paid';
    }
    if (plan?.standing === 'BROKEN' && before?.standing === 'GOOD') return 'planBroken';
    return isRestored && plan?.standing === 'GOOD' ? 'planRestored' : 'part';
  };
  return { changes: { payments, demands, plans }, outcome: outcome() };
}
