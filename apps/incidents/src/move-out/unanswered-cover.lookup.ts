// SPDX-License-Identifier: MPL-2.0
import { Gauge, type Registry } from 'prom-client';
import type { Sql } from '#persistence';

/** As the partial index of the migration has it. */
const UNANSWERED = `cover_requests @? '$[*] ? (@.status == "requested" && @.answer == null)'`;

/**
 * How long the ledger has left a request unanswered, read when scraped: an hour is an alarm (architecture.md 8). By the real
 * clock: a request's reference begins with the millisecond in which it was made (uuid v7).
 */
export function observeUnanswered(registry: Registry, sql: Sql): void {
  const gauge: Gauge = new Gauge({
    name: 'indgang_cover_unanswered_oldest_seconds',
    help: 'Age of the oldest request for cover that agreements has not answered.',
    registers: [registry],
    async collect() {
      const [oldest] = await sql
        .query<{ ref: string | null }>(
          `select min(request ->> 'requestRef') as ref from move_out, jsonb_array_elements(cover_requests) request
            where ${UNANSWERED} and request ->> 'status' = 'requested' and request -> 'answer' = 'null'`,
        )
        // An unreachable database leaves the last figure.
        .catch(() => []);
      if (oldest) gauge.set(oldest.ref === null ? 0 : Math.max(0, (Date.now() - madeAt(oldest.ref)) / 1000));
    },
  });
}

const madeAt = (ref: string): number => Number.parseInt(ref.replaceAll('-', '').slice(0, 12), 16);
