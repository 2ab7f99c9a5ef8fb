// SPDX-License-Identifier: MPL-2.0
import type { ServiceName } from './topics.js';

/** A kind of case: who owns it, and the path of its collection there. */
export interface CaseKindEntry {
  readonly owner: ServiceName;
  readonly path: string;
}

/** Every kind of case there is. Topics, event types and addresses follow from the name and from what stands here. */
export const caseKinds = {
  landlord: { owner: 'agreements', path: '/v1/landlords' },
  property: { owner: 'agreements', path: '/v1/properties' },
  dwelling: { owner: 'agreements', path: '/v1/dwellings' },
  'property-import': { owner: 'agreements', path: '/v1/property-imports' },
  agreement: { owner: 'agreements', path: '/v1/agreements' },
  'cover-booking': { owner: 'agreements', path: '/v1/cover-bookings' },
  meeting: { owner: 'agreements', path: '/v1/meetings' },
  'action-item': { owner: 'agreements', path: '/v1/action-items' },
  'expectation-check': { owner: 'agreements', path: '/v1/expectation-checks' },
  'preventive-measure': { owner: 'agreements', path: '/v1/preventive-measures' },
  tenancy: { owner: 'referrals', path: '/v1/tenancies' },
  financing: { owner: 'referrals', path: '/v1/financings' },
  'administration-agreement': { owner: 'referrals', path: '/v1/administration-agreements' },
  'rent-arrears': { owner: 'incidents', path: '/v1/rent-arrears' },
  'demand-fee': { owner: 'incidents', path: '/v1/demand-fees' },
  deadline: { owner: 'notifications', path: '/v1/deadlines' },
  notification: { owner: 'notifications', path: '/v1/inbox' },
} as const satisfies Record<string, CaseKindEntry>;

export type CaseKindName = keyof typeof caseKinds;
