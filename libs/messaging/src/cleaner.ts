// SPDX-License-Identifier: MPL-2.0
import type { Database } from '#persistence';
import type { Logger } from './kafka.js';
import { Repeated } from './retrier.js';

const CLEANER_LOCK = 4_201_003;
const BATCH = 1000;

/**
 * Removes notes of handled messages that no topic can deliver any more, and remembered answers older than 24 hours: small
 * batches, one instance at a time. Skipped messages go with the handled ones.
 * @param keepInboxDays longer than any topic keeps a message, or an old message would be handled twice
 */
export const createCleaner = (database: Database, everyMs: number, keepInboxDays: number, logger: Logger) =>
  new Repeated(
    'clean-up',
    everyMs,
    async (isStopped) => {
      const removeBatch = (text: string, days: number) =>
        database.transaction(async (tx) => {
          const [lock] = await tx.query<{ mine: boolean }>(
            'select pg_try_advisory_xact_lock($1, hashtext(current_schema())) as mine',
            [CLEANER_LOCK],
          );
          return lock?.mine ? (await tx.query(text, [days, BATCH])).length : 0;
        });
      const old = (column: string) => `${column} < clock_timestamp() - make_interval(days => $1::int) limit $2`;
      const inbox = `delete from inbox where message_id in
        (select message_id from inbox where state in ('handled', 'skipped') and ${old('received_at')}) returning 1`;
      const idempotency = `delete from idempotency where (actor, route, key) in
        (select actor, route, key from idempotency where ${old('at')}) returning 1`;
      while (!isStopped() && (await removeBatch(inbox, keepInboxDays)) === BATCH);
      while (!isStopped() && (await removeBatch(idempotency, 1)) === BATCH);
    },
    logger,
  );
