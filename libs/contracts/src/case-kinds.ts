// SPDX-License-Identifier: MPL-2.0
import type { ServiceName } from './service-names.js';

/** A kind of case: who owns it, and the path of its collection there. */
export interface CaseKindEntry {
  readonly owner: ServiceName;
  readonly path: string;
  /** Its name stands in events: it is public, or has deadlines. */
  readonly inEvents?: true;
}

/** Every kind of case there is. Topics, event types and addresses follow from the name and from what stands here. */
export const caseKinds = {
  landlord: { owner: 'agreements', path: '/v1/landlords' },
  property: { owner: 'agreements', path: '/v1/properties' },
  dwelling: { owner: 'agreements', path: '/v1/dwellings' },
  'property-import': { owner: 'agreements', path: '/v1/property-imports' },
  agreement: { owner: 'agreements', path: '/v1/agreements', inEvents: true },
  'cover-booking': { owner: 'agreements', path: '/v1/cover-bookings' },
  meeting: { owner: 'agreements', path: '/v1/meetings', inEvents: true },
  'action-item': { owner: 'agreements', path: '/v1/action-items', inEvents: true },
  'expectation-check': { owner: 'agreements', path: '/v1/expectation-checks' },
  'preventive-measure': { owner: 'agreements', path: '/v1/preventive-measures' },
  tenancy: { owner: 'referrals', path: '/v1/tenancies', inEvents: true },
  financing: { owner: 'referrals', path: '/v1/financings', inEvents: true },
  'administration-agreement': { owner: 'referrals', path: '/v1/administration-agreements' },
  'rent-arrears': { owner: 'incidents', path: '/v1/rent-arrears', inEvents: true },
  'demand-fee': { owner: 'incidents', path: '/v1/demand-fees' },
  deadline: { owner: 'notifications', path: '/v1/deadlines', inEvents: true },
  staff: { owner: 'notifications', path: '/v1/staff' },
  'staff-import': { owner: 'notifications', path: '/v1/staff-imports' },
  notification: { owner: 'notifications', path: '/v1/inbox' },
} as const satisfies Record<string, CaseKindEntry>;

export type CaseKindName = keyof typeof caseKinds;

/** Kinds that readers know by name already, before they are built (domain.md 9.2). */
const ANNOUNCED = [
  'vacancy',
  'referral',
  'inspection',
  'rehousing',
  'neighbour-complaint',
  'tribunal',
  'eviction',
  'move-out',
] as const;

type InEvents = { [Name in CaseKindName]: (typeof caseKinds)[Name] extends { inEvents: true } ? Name : never };

/** A kind of case as events name it. */
export type CaseKind = InEvents[CaseKindName] | (typeof ANNOUNCED)[number];

export const CASE_KINDS: readonly CaseKind[] = [
  ...(Object.keys(caseKinds) as CaseKindName[]).filter(
    (name): name is InEvents[CaseKindName] => 'inEvents' in caseKinds[name],
  ),
  ...ANNOUNCED,
];
