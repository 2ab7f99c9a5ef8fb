// SPDX-License-Identifier: MPL-2.0
/** Why a landlord may decline a household that is proposed (domain.md 4.1). */
export const DECLINE_REASONS = [
  'dwelling_is_not_ready',
  'dwelling_was_let_to_another',
  'household_does_not_fit',
  'earlier_breach_with_the_landlord',
  'financing_is_not_expected',
  'other',
] as const;
export type DeclineReason = (typeof DECLINE_REASONS)[number];
