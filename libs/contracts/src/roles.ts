// SPDX-License-Identifier: MPL-2.0
/**
 * The roles of domain.md section 2, plus `operator`: municipal IT, who may look after messages but sees no case, and
 * `team_leader`, who hears of deadlines that stay overdue (domain.md 8.3).
 */
export const ROLES = [
  'landlord_admin',
  'landlord_caretaker',
  'single_entry',
  'social_caseworker',
  'benefits_caseworker',
  'support_worker',
  'outreach_team',
  'steering_member',
  'finance',
  'team_leader',
  'auditor',
  'operator',
] as const;

export type Role = (typeof ROLES)[number];

/** Who may act on a case: a person's or service's role, or the system itself when time passes or a message arrives. */
export type ActingRole = Role | 'system';

/** Roles whose holder belongs to a landlord and so carries a landlord reference. */
export const LANDLORD_ROLES: readonly Role[] = ['landlord_admin', 'landlord_caretaker'];
