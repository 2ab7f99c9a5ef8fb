// SPDX-License-Identifier: MPL-2.0
// Opfølgning: what the kinds of case of an agreement's follow-up have in common (roadmap P5; domain.md 3.5).

/** Who speaks for a party at the follow-up; what they may read there is the same. */
export const PARTICIPANTS = ['single_entry', 'landlord_admin', 'steering_member'] as const;
