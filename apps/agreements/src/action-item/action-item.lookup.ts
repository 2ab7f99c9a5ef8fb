// SPDX-License-Identifier: MPL-2.0
import type { LocalDate } from '#domain';
import type { Sql } from '#persistence';

/** How many items of an agreement are open, and how many of these are late. */
export async function openItems(
  sql: Sql,
  agreementRef: string,
  today: LocalDate,
): Promise<{ open: number; overdue: number }> {
  const [found = { open: 0, overdue: 0 }] = await sql.query<{ open: number; overdue: number }>(
    `select count(*) as open, count(*) filter (where due_on < $2) as overdue
       from action_item where agreement_ref = $1 and state = 'OPEN'`,
    [agreementRef, today],
  );
  return found;
}
