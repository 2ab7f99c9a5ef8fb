// SPDX-License-Identifier: MPL-2.0
// Ophævelse for restance: when the lease may be terminated for missing rent, and what of it an eviction case is told
// (lejeloven § 182; domain.md 5.3, 13.3).
import { dueOn, type Guard, type LocalDate, type Oere } from '#domain';
import { owedOere } from './account.js';
import type { RentArrears, RentArrearsFacts } from './case.js';
import { breachIsNotTrivial, demandHasExpired, gravelyUnpaid, terminationIsNotTooEarly } from './demand-notice.js';
import { planIsNotInGoodStanding } from './instalment-plan.js';

const latePaymentIsAnswered: Guard<RentArrears, RentArrearsFacts> = {
  code: 'late-payment-waits-for-an-answer',
  da: 'Alt er betalt, om end for sent. Tag først stilling til, om retten til at ophæve fastholdes.',
  en: 'All is paid, though late. First answer whether you insist on the right to terminate.',
  source: 'domain.md 5.3',
  refuses: (arrears) => arrears.latePayment?.answer === 'asked' && owedOere(arrears) === 0,
};

/** All that stands between an expired demand and the end of the lease. */
export const terminationGuards = [
  planIsNotInGoodStanding,
  latePaymentIsAnswered,
  demandHasExpired,
  terminationIsNotTooEarly,
  breachIsNotTrivial,
] as const;

type Facts = Pick<RentArrearsFacts, 'today' | 'trivialBelowOere'>;

/**
 * What the lease may be terminated for, whichever way the case becomes an eviction; null: not for these arrears. A plan that is
 * kept is not walked round by other problems.
 */
export function groundOf(
  arrears: RentArrears,
  facts: Facts,
): { earliestOn: LocalDate; owedOere: Oere; insisted: boolean } | null {
  if (terminationGuards.some((guard) => guard.refuses(arrears, facts as RentArrearsFacts, undefined as never)))
    return null;
  const days = gravelyUnpaid(arrears, facts).map(({ expiresOn }) => dueOn('TERMINATION_EARLIEST', expiresOn!));
  const [earliestOn] = days.toSorted();
  if (earliestOn === undefined) return null;
  return { earliestOn, owedOere: owedOere(arrears), insisted: arrears.latePayment?.answer === 'insists' };
}
