// SPDX-License-Identifier: MPL-2.0
import type { Kafka, Producer } from 'kafkajs';
import pg from 'pg';
import { type Database, type EventAttributes, faultPoint } from '#persistence';
import { encodeKafka } from './cloudevents.js';
import { createProducer, kafkaErrorType, type Logger, within } from './kafka.js';

export interface RelayOptions {
  /** Name of the service, for pg_stat_activity. */
  service: string;
  database: Pick<Database, 'url' | 'onOutbox'>;
  /** A client that gives up within seconds. */
  kafka: Kafka;
  topicPrefix: string;
  logger: Logger;
  /** Back-stop for a nudge that another process got, milliseconds. */
  pollMs?: number;
}

interface OutboxRow {
  id: string;
  topic: string;
  key: string;
  headers: EventAttributes;
  body: unknown;
}

interface Encoded {
  row: OutboxRow;
  topic: string;
  message: { key: string; value: string | null; headers: Record<string, string> };
}

/** Two-part advisory lock: this number and the schema's name. */
const RELAY_LOCK = 4_201_002;
const MAX_ROWS = 500;
/** A batch per partition must stay below the broker's `message.max.bytes` (1 MiB by default). */
const MAX_BATCH_BYTES = 512 * 1024;
const STAND_BY_MS = 500;
/** Under load a batch costs more than its rows: every partition in it is a batch of its own to Kafka. So more are gathered. */
const BUSY_ROWS = 20;
const GATHER_MS = 20;
/**
 * The outbox is empty whenever its statistics are taken, so the planner would read and sort all of it for each batch once
 * rows wait. By position it reads no more than the batch.
 */
const BY_POSITION =
  'set enable_seqscan = off; set enable_bitmapscan = off; set enable_sort = off; set enable_hashjoin = off; set enable_mergejoin = off';
const SEND_DEADLINE_MS = 30_000;

/** The broker's refusals that sending the same record again cannot cure. */
const REJECTED = new Set([
  'MESSAGE_TOO_LARGE',
  'RECORD_LIST_TOO_LARGE',
  'INVALID_RECORD',
  'INVALID_TIMESTAMP',
  'INVALID_TOPIC_EXCEPTION',
  'TOPIC_AUTHORIZATION_FAILED',
  'POLICY_VIOLATION',
]);

/**
 * Sends outbox rows to Kafka in the order of their positions: at least once, in order per key, each row removed only
 * after all replicas have it. One relay per service is active. It holds a session lock on a connection of its own, over
 * which it also reads and removes: when that connection dies so does its leadership, and a late batch of a former leader
 * holds rows that the next one sends too, duplicates by the same id. Needs a direct connection: a transaction pooler
 * breaks session locks.
 */
export class Relay {
  private stopping = false;
  private running?: Promise<void>;
  private wake: () => void = () => undefined;
  private nudged = false;
  private producer?: Producer;
  private readonly knownTopics = new Set<string>();
  private complaint?: string;

  constructor(private readonly options: RelayOptions) {}

  /** Comes back at once: neither PostgreSQL nor Kafka need be reachable. */
  async start(): Promise<void> {
    this.options.database.onOutbox(() => this.nudge());
    this.running = this.run();
  }

  /** Lets the batch at hand end, for at most 3 s; what is not removed is sent again at the next start. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.nudge();
    if (this.running) await within(3000, 'the last batch', this.running).catch(() => undefined);
    await this.dropProducer();
  }

  /** There is something to send. */
  nudge(): void {
    this.nudged = true;
    this.wake();
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      const client = new pg.Client({
        connectionString: this.options.database.url,
        application_name: `${this.options.service} relay`,
        connectionTimeoutMillis: 3000,
        query_timeout: 6000,
        keepAlive: true,
      });
      client.on('error', () => undefined); // the next query reports it
      try {
        await client.connect();
        await client.query(BY_POSITION);
        if (await this.becomeLeader(client)) await this.lead(client);
      } catch (error) {
        this.complain('PostgreSQL', error);
        await this.pause(STAND_BY_MS);
      } finally {
        // A server that is gone does not answer a good-bye.
        await within(1000, 'closing', client.end()).catch(() => undefined);
      }
    }
  }

  private async becomeLeader(client: pg.Client): Promise<boolean> {
    while (!this.stopping) {
      const { rows } = await client.query('select pg_try_advisory_lock($1, hashtext(current_schema())) as mine', [
        RELAY_LOCK,
      ]);
      if (rows[0].mine) return true;
      await this.pause(STAND_BY_MS, false);
    }
    return false;
  }

  private async lead(client: pg.Client): Promise<void> {
    this.options.logger.info({ action: 'relay' }, 'the relay of this process is the active one');
    /** On Kafka, and not removed yet. */
    let sent: string[] = [];
    while (!this.stopping) {
      this.nudged = false;
      // What was sent is removed on the way to what is next. The statement still sees it, so it is left out by name.
      const { rows } = await client.query<OutboxRow>({
        name: 'unsent',
        text: `with removed as (delete from outbox where id = any($1::uuid[]))
               select id, topic, key, headers, body from outbox o
                where failed_reason is null and id <> all($1::uuid[])
                  and not exists (select 1 from outbox f where f.topic = o.topic and f.key = o.key and f.failed_reason is not null)
                order by position limit ${MAX_ROWS}`,
        values: [sent],
      });
      sent = [];
      if (rows.length === 0) {
        await this.pause(this.options.pollMs ?? 200);
        continue;
      }
      try {
        sent = await this.send(client, rows);
        this.complaint = undefined;
      } catch (error) {
        this.complain('Kafka', error);
        await this.dropProducer();
        await this.pause(500, false);
        continue;
      }
      await faultPoint('after_produce');
      await faultPoint('before_remove');
      if (rows.length >= BUSY_ROWS && rows.length < MAX_ROWS) await this.pause(GATHER_MS, false);
    }
    await client.query('delete from outbox where id = any($1::uuid[])', [sent]);
  }

  /** @returns ids of the rows that Kafka has; throws when Kafka cannot be used now. */
  private async send(client: pg.Client, rows: readonly OutboxRow[]): Promise<string[]> {
    const producer = await this.connected();
    const encoded: Encoded[] = [];
    let bytes = 0;
    for (const row of rows) {
      const { headers, value } = encodeKafka(row.headers, row.body);
      bytes += Buffer.byteLength(value ?? '') + JSON.stringify(headers).length + row.key.length;
      if (encoded.length > 0 && bytes > MAX_BATCH_BYTES) break;
      encoded.push({ row, topic: this.options.topicPrefix + row.topic, message: { key: row.key, value, headers } });
    }
    const sendable = await this.withoutUnknownTopics(client, encoded);
    if (sendable.length === 0) return [];
    try {
      await this.produce(producer, sendable);
      return sendable.map(({ row }) => row.id);
    } catch (error) {
      if (!isRejection(error)) throw error;
    }
    return await this.sendOneByOne(client, sendable);
  }

  /** The broker does not say which record of a batch it rejects. Later rows of a rejected row's key stay. */
  private async sendOneByOne(client: pg.Client, batch: readonly Encoded[]): Promise<string[]> {
    // Parts of the batch may be on Kafka: the sequence numbers of the old producer are not to be trusted.
    await this.dropProducer();
    const producer = await this.connected();
    const sent: string[] = [];
    const blocked = new Set<string>();
    for (const one of batch) {
      const key = `${one.topic} ${one.row.key}`;
      if (blocked.has(key)) continue;
      try {
        await this.produce(producer, [one]);
        sent.push(one.row.id);
      } catch (error) {
        if (!isRejection(error)) throw error;
        blocked.add(key);
        await this.reject(client, one.row, kafkaErrorType(error) ?? String(error));
      }
    }
    return sent;
  }

  /** kafkajs would ask again and again for a topic that is not there, and hold up the others. */
  private async withoutUnknownTopics(client: pg.Client, batch: readonly Encoded[]): Promise<Encoded[]> {
    if (batch.some(({ topic }) => !this.knownTopics.has(topic))) {
      const admin = this.options.kafka.admin();
      try {
        await within(SEND_DEADLINE_MS, 'listing topics', admin.connect());
        for (const topic of await within(SEND_DEADLINE_MS, 'listing topics', admin.listTopics()))
          this.knownTopics.add(topic);
      } finally {
        await admin.disconnect().catch(() => undefined);
      }
    }
    const sendable: Encoded[] = [];
    const blocked = new Set<string>();
    for (const one of batch) {
      const key = `${one.topic} ${one.row.key}`;
      if (this.knownTopics.has(one.topic)) sendable.push(one);
      else if (!blocked.has(key)) {
        blocked.add(key);
        await this.reject(client, one.row, 'Kafka shows this service no such topic');
      }
    }
    return sendable;
  }

  private async reject(client: pg.Client, row: OutboxRow, reason: string): Promise<void> {
    this.options.logger.error(
      { action: 'reject-message', messageId: row.id, topic: row.topic, reason },
      'Kafka rejects a message; its key waits for a person',
    );
    await client.query('update outbox set failed_reason = $2 where id = $1', [row.id, reason]);
  }

  private async produce(producer: Producer, batch: readonly Encoded[]): Promise<void> {
    const topics = new Map<string, Encoded['message'][]>();
    for (const { topic, message } of batch) {
      const messages = topics.get(topic);
      if (messages) messages.push(message);
      else topics.set(topic, [message]);
    }
    const topicMessages = [...topics].map(([topic, messages]) => ({ topic, messages }));
    await within(SEND_DEADLINE_MS, 'sending', producer.sendBatch({ acks: -1, topicMessages }));
  }

  private async connected(): Promise<Producer> {
    if (this.producer) return this.producer;
    const producer = createProducer(this.options.kafka);
    try {
      await within(SEND_DEADLINE_MS, 'connecting', producer.connect());
    } catch (error) {
      await producer.disconnect().catch(() => undefined);
      throw error;
    }
    this.producer = producer;
    return producer;
  }

  /** A producer whose send failed may not know what the broker has; the next one begins afresh. */
  private async dropProducer(): Promise<void> {
    const { producer } = this;
    this.producer = undefined;
    this.knownTopics.clear();
    if (producer) await within(2000, 'closing', producer.disconnect()).catch(() => undefined);
  }

  /** Once per outage, not once per attempt. */
  private complain(who: string, error: unknown): void {
    if (this.complaint === who || this.stopping) return;
    this.complaint = who;
    this.options.logger.warn(
      { action: 'relay', reason: error instanceof Error ? error.message : '', err: error },
      `the relay waits for ${who}`,
    );
  }

  private async pause(ms: number, nudgeable = true): Promise<void> {
    if (this.stopping || (nudgeable && this.nudged)) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        if (!nudgeable && !this.stopping) return;
        clearTimeout(timer);
        resolve();
      };
    });
    this.wake = () => undefined;
  }
}

const isRejection = (error: unknown): boolean => REJECTED.has(kafkaErrorType(error) ?? '');
