// SPDX-License-Identifier: MPL-2.0
// Lejekontrakt: what the law allows a landlord to take when a tenancy begins (domain.md 4.3).
import type { Guard, LocalDate, Oere } from '#domain';

/** What is registered of a lease; null: not told. */
export interface Lease {
  leaseSignedOn: LocalDate | null;
  /** Øre. */
  depositOere: Oere | null;
  /** Øre. */
  prepaidRentOere: Oere | null;
}

/** lejeloven § 59: each at most so many months' rent, utilities not counted. */
export const MOST_MONTHS = 3;

/**
 * Deposit and prepaid rent are within the law.
 * @param rentOf øre per month, without utilities; null: not known
 */
export function securityLimits<Case, Facts>(rentOf: (subject: Case, facts: Facts) => Oere | null) {
  type Check = Guard<Case, Facts, { depositOere?: Oere; prepaidRentOere?: Oere }>;
  const over = (subject: Case, facts: Facts, amount: Oere | undefined) => {
    const rent = rentOf(subject, facts);
    return rent !== null && (amount ?? 0) > MOST_MONTHS * rent && { mostOere: MOST_MONTHS * rent };
  };
  const depositIsWithinTheLaw: Check = {
    code: 'deposit-is-more-than-three-months',
    field: 'depositOere',
    da: 'Depositum kan højst være tre måneders husleje: {mostOere}.',
    en: 'The deposit can be three months of rent at most: {mostOere}.',
    source: 'lejeloven § 59; domain.md 4.3',
    refuses: (subject, facts, { depositOere }) => over(subject, facts, depositOere),
  };
  const prepaidRentIsWithinTheLaw: Check = {
    code: 'prepaid-rent-is-more-than-three-months',
    field: 'prepaidRentOere',
    da: 'Forudbetalt leje kan højst være tre måneders husleje: {mostOere}.',
    en: 'Prepaid rent can be three months of rent at most: {mostOere}.',
    source: 'lejeloven § 59; domain.md 4.3',
    refuses: (subject, facts, { prepaidRentOere }) => over(subject, facts, prepaidRentOere),
  };
  return [depositIsWithinTheLaw, prepaidRentIsWithinTheLaw] as const;
}
