// SPDX-License-Identifier: MPL-2.0
import { type Command, Problem, type Sql } from '#persistence';

/**
 * The agreement that something is about, if the caller may see it.
 * @throws Problem 404 for an unknown one and one outside the caller's scope alike
 */
export async function agreementOf(
  sql: Sql,
  agreementRef: string,
  { actor }: Command,
): Promise<{ landlordRef: string; since: string }> {
  const [found] = await sql.query<{ landlord_ref: string; term_from: string }>(
    'select landlord_ref, term_from from agreement where id = $1 and ($2::uuid is null or shown_to = $2)',
    [agreementRef, actor.landlordRef ?? null],
  );
  if (!found) throw new Problem(404, 'not-found');
  return { landlordRef: found.landlord_ref, since: found.term_from };
}

/** What hangs on agreements: the municipality's readers see all of it, a landlord what is under the own agreements. */
export const followUpScope = ({ actor }: Pick<Command, 'actor'>): { landlordRef?: string } | 'nothing' => {
  if (actor.landlordRef) return { landlordRef: actor.landlordRef };
  return (['single_entry', 'steering_member', 'system'] as const).some((role) => actor.roles.includes(role))
    ? {}
    : 'nothing';
};
