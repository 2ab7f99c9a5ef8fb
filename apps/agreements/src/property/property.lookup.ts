// SPDX-License-Identifier: MPL-2.0
import { type Command, Problem, type Sql } from '#persistence';
import type { Property } from './property.js';

/** @throws Problem 400 where the municipality does not say whose, 404 where a landlord names another one */
export function ownerOf(landlordRef: string | undefined, { actor }: Command): string {
  const owner = landlordRef ?? actor.landlordRef;
  if (!owner)
    throw new Problem(400, 'invalid-request', {}, [{ pointer: '/landlordRef', code: 'required', message: '' }]);
  if (actor.landlordRef && owner !== actor.landlordRef) throw new Problem(404, 'not-found');
  return owner;
}

/**
 * Takes the property's lock: its dwellings are registered and counted under it. What is counted after it in a statement of
 * its own is right; the statement that waits for the lock does not see what was written meanwhile.
 * @param tx a transaction
 * @returns null: it is not in the register, or not the caller's
 */
export async function lockedProperty(
  tx: Sql,
  id: string,
  { actor }: Command,
): Promise<Pick<Property, 'landlordRef' | 'dwellingCount'> | null> {
  const [found = null] = await tx.query<Pick<Property, 'landlordRef' | 'dwellingCount'>>(
    `select landlord_ref as "landlordRef", dwelling_count as "dwellingCount" from property
      where id = $1 and state = 'ACTIVE' and ($2::uuid is null or landlord_ref = $2) for update`,
    [id, actor.landlordRef ?? null],
  );
  return found;
}
