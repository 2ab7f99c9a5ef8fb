// SPDX-License-Identifier: MPL-2.0
import { type Sql, snakeCase } from './database.js';

/**
 * Writes what was heard of another service's case into a `known_*` table: `id` and `version` of the case, and the fields
 * that are used (camelCase; objects and arrays become jsonb). What is not newer than what is known changes nothing, so
 * repeated and late messages do no harm.
 */
export async function keepNewest(
  tx: Sql,
  table: string,
  row: { id: string; version: number } & Record<string, unknown>,
): Promise<void> {
  const columns = Object.keys(row).map(snakeCase);
  const values = Object.values(row).map((value) =>
    typeof value === 'object' && value !== null ? JSON.stringify(value) : (value ?? null),
  );
  const news = columns.filter((column) => column !== 'id').map((column) => `${column} = excluded.${column}`);
  await tx.query(
    `insert into ${table} as known (${columns.join(', ')}) values (${columns.map((_, index) => `$${index + 1}`).join(', ')})
     on conflict (id) do update set ${news.join(', ')} where known.version < excluded.version`,
    values,
  );
}

/** Forgets a case that its owner erased. */
export async function forget(tx: Sql, table: string, id: string): Promise<void> {
  await tx.query(`delete from ${table} where id = $1`, [id]);
}
