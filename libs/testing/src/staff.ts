// SPDX-License-Identifier: MPL-2.0
import { randomUUID } from 'node:crypto';
import { type DemoUser, demoUsers } from '../../../tools/stack/demo-users.js';
import type { TestDatabase } from './database.js';
import type { User } from './request.js';

/** What a service may have heard of somebody beside the roles of the sign-in. */
export interface StaffKnown {
  roles?: readonly string[];
  teams?: readonly string[];
  active?: boolean;
  absences?: readonly { from: string; to: string; standIn?: string }[];
}

/** `staffId` of a demo user. */
export const staffId = (user: User): string => demoUsers[user].sub;

/**
 * As if a service had heard of the municipality's demo users: all are at work, the second of a role in the team `syd`, the
 * others in `nord`.
 * @param more what is known of some of them; the others stay as they are known
 */
export async function knowStaff(database: TestDatabase, more?: Partial<Record<User, StaffKnown>>): Promise<void> {
  const all = Object.entries(demoUsers as Record<string, DemoUser>).filter(([, { landlord }]) => !landlord);
  for (const [user, { sub, roles }] of all) {
    const known = more ? more[user as User] : { teams: [user.endsWith('2') ? 'syd' : 'nord'] };
    if (!known) continue;
    await database.query(
      `insert into known_staff (staff_id, staff_ref, version, roles, teams, active, absences)
       values ($1, $2, 1, $3, $4, $5, $6)
       on conflict (staff_id) do update set roles = excluded.roles, teams = excluded.teams, active = excluded.active,
         absences = excluded.absences`,
      [
        ...[sub, randomUUID(), known.roles ?? roles, known.teams ?? [], known.active ?? true],
        JSON.stringify(known.absences ?? []),
      ],
    );
  }
}
