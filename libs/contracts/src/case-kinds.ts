// SPDX-License-Identifier: MPL-2.0
import type { ServiceName } from './service-names.js';

/** A kind of case: who owns it, and the path of its collection there. */
export interface CaseKindEntry {
  readonly owner: ServiceName;
  readonly path: string;
  /**
   * What the numbers of its cases begin with, A–Z without I and O, unique over all kinds; two letters where none is left.
   * It stands in letters and minutes, so it never changes. Null: people do not talk about such a case by number.
   */
  readonly letter: string | null;
  /** Its name stands in events: it is public, or has deadlines. */
  readonly inEvents?: true;
}

/**
 * Every kind of case there is. Topics, event types, addresses and numbers follow from the name and from what stands here.
 * Without a number are a rate, which is known by its year, and what only speaks of another case, which has the number that
 * people say: a deadline, an item of the inbox. A citizen has none: a number that people say of a person would be one more
 * civil registration number. An import has one: "P-26-… stopped at row 14" is how it is asked about.
 */
export const caseKinds = {
  landlord: { owner: 'agreements', path: '/v1/landlords', letter: 'L' },
  property: { owner: 'agreements', path: '/v1/properties', letter: 'E' },
  dwelling: { owner: 'agreements', path: '/v1/dwellings', letter: 'B' },
  'property-import': { owner: 'agreements', path: '/v1/property-imports', letter: 'P' },
  agreement: { owner: 'agreements', path: '/v1/agreements', letter: 'A', inEvents: true },
  'cover-booking': { owner: 'agreements', path: '/v1/cover-bookings', letter: 'D' },
  meeting: { owner: 'agreements', path: '/v1/meetings', letter: 'M', inEvents: true },
  'action-item': { owner: 'agreements', path: '/v1/action-items', letter: 'G', inEvents: true },
  'expectation-check': { owner: 'agreements', path: '/v1/expectation-checks', letter: 'F' },
  'preventive-measure': { owner: 'agreements', path: '/v1/preventive-measures', letter: 'T' },
  'agreements-hand-over': { owner: 'agreements', path: '/v1/agreements-hand-overs', letter: null },
  citizen: { owner: 'referrals', path: '/v1/citizens', letter: null },
  tenancy: { owner: 'referrals', path: '/v1/tenancies', letter: 'K', inEvents: true },
  vacancy: { owner: 'referrals', path: '/v1/vacancies', letter: 'V', inEvents: true },
  financing: { owner: 'referrals', path: '/v1/financings', letter: 'H', inEvents: true },
  'administration-agreement': {
    owner: 'referrals',
    path: '/v1/administration-agreements',
    letter: 'Y',
    inEvents: true,
  },
  referral: { owner: 'referrals', path: '/v1/referrals', letter: 'J', inEvents: true },
  proposal: { owner: 'referrals', path: '/v1/proposals', letter: 'Q', inEvents: true },
  'move-in-inspection': { owner: 'referrals', path: '/v1/move-in-inspections', letter: 'S', inEvents: true },
  rehousing: { owner: 'referrals', path: '/v1/rehousings', letter: 'X', inEvents: true },
  'referrals-hand-over': { owner: 'referrals', path: '/v1/referrals-hand-overs', letter: null },
  'rent-arrears': { owner: 'incidents', path: '/v1/rent-arrears', letter: 'R', inEvents: true },
  'neighbour-complaint': { owner: 'incidents', path: '/v1/neighbour-complaints', letter: 'N', inEvents: true },
  'move-out': { owner: 'incidents', path: '/v1/move-outs', letter: 'W', inEvents: true },
  eviction: { owner: 'incidents', path: '/v1/evictions', letter: 'U', inEvents: true },
  'demand-fee': { owner: 'incidents', path: '/v1/demand-fees', letter: null },
  'incidents-hand-over': { owner: 'incidents', path: '/v1/incidents-hand-overs', letter: null },
  deadline: { owner: 'notifications', path: '/v1/deadlines', letter: null, inEvents: true },
  staff: { owner: 'notifications', path: '/v1/staff', letter: null },
  'staff-import': { owner: 'notifications', path: '/v1/staff-imports', letter: null },
  notification: { owner: 'notifications', path: '/v1/inbox', letter: null },
} as const satisfies Record<string, CaseKindEntry>;

export type CaseKindName = keyof typeof caseKinds;

/** The kind whose numbers begin with a letter. */
export const kindOfLetter = (letter: string): CaseKindName | undefined =>
  (Object.keys(caseKinds) as CaseKindName[]).find((name) => caseKinds[name].letter === letter);

type InEvents = { [Name in CaseKindName]: (typeof caseKinds)[Name] extends { inEvents: true } ? Name : never };

/** A kind of case as events name it. */
export type CaseKind = InEvents[CaseKindName];

export const CASE_KINDS: readonly CaseKind[] = [
  ...(Object.keys(caseKinds) as CaseKindName[]).filter(
    (name): name is InEvents[CaseKindName] => 'inEvents' in caseKinds[name],
  ),
];
