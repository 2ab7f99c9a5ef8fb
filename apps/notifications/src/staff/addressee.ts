// SPDX-License-Identifier: MPL-2.0
// Whom something is for: a person, a team or a role.
import type { Role } from '#contracts/roles';

/**
 * Whose it is: the person's, and then whoever stands in sees it too; else that of the team's members with that role; else
 * that of everybody with the role.
 */
export interface Addressee {
  role: Role;
  team?: string;
  /** The id of the sign-in. */
  person?: string;
}

/** What tells one addressee from another; a role is its own name. */
export const keyOf = ({ role, team, person }: Addressee): string =>
  person ? `${role} person ${person}` : team ? `${role} team ${team}` : role;
