// SPDX-License-Identifier: MPL-2.0
import { Counter, Gauge, type Registry } from 'prom-client';
import type { Sql } from '#persistence';
import { UNREADABLE_BATCH } from './record-set.js';

/** What became of a received message. */
export type Outcome = 'handled' | 'duplicate' | 'skipped' | 'parked' | 'waiting';

/** Counting stops here: a longer queue is an alarm whatever its exact length. */
const COUNT_CAP = 100_000;

/** Figures of outbox and inbox, read from the database when scraped, so every process of a service says the same. */
export class MessagingMetrics {
  private readonly messages: Counter<'topic' | 'outcome'>;
  private readonly lag: Gauge<'topic'>;

  constructor(registry: Registry, sql: Sql) {
    const registers = [registry];
    let sample: Promise<void> | undefined;
    // Every gauge waits for the one sample of a scrape; an unreachable database leaves the last figures.
    const collect = () => {
      sample ??= read().finally(() => {
        sample = undefined;
      });
      return sample.catch(() => undefined);
    };
    const gauge = (name: string, help: string) => new Gauge({ name, help, registers, collect });
    const oldest = gauge('indgang_outbox_oldest_seconds', 'Age of the oldest message that Kafka has not acknowledged.');
    const unsent = gauge('indgang_outbox_unsent', `Messages not yet on Kafka, counted up to ${COUNT_CAP}.`);
    const failed = gauge('indgang_outbox_failed', 'Messages that Kafka rejected; a person must look at them.');
    const parked = gauge('indgang_inbox_parked_keys', 'Cases whose received messages wait behind one that failed.');
    const givenUp = gauge('indgang_inbox_given_up', 'Parked cases that are not tried again by themselves.');
    const stopped = gauge('indgang_inbox_stopped_partitions', 'Partitions that wait before a batch we cannot read.');
    const read = async () => {
      const [row] = await sql.query<Record<'oldest' | 'unsent' | 'failed' | 'parked' | 'given_up' | 'stopped', number>>(
        `select coalesce((select extract(epoch from clock_timestamp() - created_at)::float8 from outbox order by position limit 1), 0) as oldest,
                (select count(*) from (select 1 from outbox limit ${COUNT_CAP}) capped) as unsent,
                (select count(*) from outbox where failed_reason is not null) as failed,
                (select count(*) from inbox where state = 'failed') as parked,
                (select count(*) from inbox where state = 'failed' and next_attempt_at is null) as given_up,
                (select count(*) from inbox where state = 'failed' and type = '${UNREADABLE_BATCH}') as stopped`,
      );
      if (!row) return;
      oldest.set(row.oldest);
      unsent.set(row.unsent);
      failed.set(row.failed);
      parked.set(row.parked);
      givenUp.set(row.given_up);
      stopped.set(row.stopped);
    };
    this.messages = new Counter({
      name: 'indgang_messages_total',
      help: 'Received messages by what became of them.',
      labelNames: ['topic', 'outcome'],
      registers,
    });
    this.lag = new Gauge({
      name: 'indgang_consumer_lag',
      help: 'Messages on the partitions of this process that are not handled yet.',
      labelNames: ['topic'],
      registers,
    });
  }

  received(topic: string, outcome: Outcome): void {
    this.messages.inc({ topic, outcome });
  }

  setLag(topic: string, messages: number): void {
    this.lag.set({ topic }, messages);
  }
}
