// SPDX-License-Identifier: MPL-2.0
import type { Answer, Command } from './command.js';
import type { Sql } from './database.js';
import { Problem } from './problem.js';

/** Columns of a remembered answer, all null where there is none. */
export interface Remembered {
  i_hash: string | null;
  i_status: number | null;
  i_response: { body: unknown; version: number; location?: string } | null;
}

/**
 * Whose key it is: the person and all that decides what the person may see and do. Under another role or another landlord
 * the same key is another key, or it would answer with what the first was shown.
 */
export const idempotencyKey = ({ actor, idempotency }: Command) => [
  JSON.stringify(actor),
  idempotency?.route ?? null,
  idempotency?.key ?? null,
];

/** @throws Problem 422 when the key was used for another request */
export function remembered(read: Remembered, command: Command): Answer | undefined {
  if (!read.i_hash || !read.i_response) return undefined;
  if (read.i_hash !== command.idempotency?.requestHash) throw new Problem(422, 'idempotency-key-reused');
  return { status: read.i_status as Answer['status'], ...read.i_response };
}

/** A request with the same key that ran at the same moment has committed meanwhile: its answer is the answer. */
export async function rememberedNow(command: Command, sql: Sql): Promise<Answer | undefined> {
  if (!command.idempotency) return undefined;
  const [read] = await sql.query<Remembered>(
    `select request_hash as i_hash, status as i_status, response as i_response
       from idempotency where actor = $1 and route = $2 and key = $3`,
    idempotencyKey(command),
  );
  return read && remembered(read, command);
}

/**
 * For what is no case: a case's answer is remembered by the statement that writes it.
 * @throws Problem 422 when the key was used for another request at the same moment
 */
export async function remember(command: Command, { status, body, version }: Answer, tx: Sql): Promise<void> {
  if (!command.idempotency) return;
  const kept = await tx.query(
    `insert into idempotency (actor, route, key, request_hash, status, response)
     values ($1, $2, $3, $4, $5, $6::jsonb) on conflict do nothing returning 1`,
    [...idempotencyKey(command), command.idempotency.requestHash, status, JSON.stringify({ body, version })],
  );
  if (!kept.length) throw new Problem(422, 'idempotency-key-reused');
}
