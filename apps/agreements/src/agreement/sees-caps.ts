// SPDX-License-Identifier: MPL-2.0
import type { Actor } from '#persistence';

/**
 * Who sees what is used and left of the municipality's budget, and the money of one tenancy: those who are told of caps
 * (domain.md 8.1). Every other role sees the least, also one that is new and that nobody has decided about.
 */
export const seesCaps = ({ roles, landlordRef }: Actor): boolean =>
  !landlordRef && (['finance', 'single_entry', 'system'] as const).some((role) => roles.includes(role));
