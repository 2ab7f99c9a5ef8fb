// SPDX-License-Identifier: MPL-2.0
/** Kinds of claim at move-out (domain.md 3.3). */
export const CLAIM_KINDS = [
  'rent',
  'utilities_advance',
  'consumption',
  'restoration',
  'tenant_damage',
  'cleaning',
  'eviction_costs',
  'legal_costs',
  'other',
] as const;
