// SPDX-License-Identifier: MPL-2.0
// God skik og orden: the conduct that lejeloven § 153, stk. 1, lists, by number and code; acts of the household and of guests
// count as the tenant's (stk. 3).
import type { Guard } from '#domain';

/** By number, 1 to 11. */
const CONDUCT_BY_NUMBER = [
  'violence_or_threat',
  'danger',
  'insecurity',
  'harassment',
  'unacceptable_noise',
  'destruction',
  'neglect',
  'animals',
  'other_noise',
  'other_animals',
  'other',
] as const;
export type Conduct = (typeof CONDUCT_BY_NUMBER)[number];
export const CONDUCT: readonly Conduct[] = CONDUCT_BY_NUMBER;

/** The number in § 153, stk. 1. */
export const numberOf = (conduct: Conduct): number => CONDUCT.indexOf(conduct) + 1;

/** § 182, stk. 1, nr. 7: grounds on which a lease may be ended without a decision of the tribunal. */
const isSerious = (conduct: Conduct) => numberOf(conduct) <= 8 || numberOf(conduct) === 11;
export const SERIOUS_CONDUCT: readonly Conduct[] = CONDUCT.filter(isSerious);

export const conductIsSerious: Guard<unknown, unknown, { categories: readonly Conduct[] }> = {
  code: 'conduct-is-not-serious-enough',
  field: 'categories',
  da: 'Kun adfærd efter § 153, stk. 1, nr. 1–8 og 11, kan føre direkte til udsættelse.',
  en: 'Only conduct of § 153(1) nos 1–8 and 11 can lead to an eviction directly.',
  source: 'lejeloven § 182, stk. 1, nr. 7',
  refuses: (_, __, { categories }) => !categories.some(isSerious),
};

export const movingIsRequired: Guard<unknown, unknown, { movingRequired: boolean }> = {
  code: 'moving-is-not-required',
  field: 'movingRequired',
  da: 'Lejemålet kan kun bringes til ophør, når forholdet er så alvorligt, at lejerens fraflytning er påkrævet.',
  en: 'A lease ends by conduct only where it is so serious that the tenant’s moving out is required.',
  source: 'lejeloven § 182, stk. 1, nr. 7',
  refuses: (_, __, { movingRequired }) => !movingRequired,
};
