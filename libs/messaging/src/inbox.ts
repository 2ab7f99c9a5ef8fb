// SPDX-License-Identifier: MPL-2.0
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { plainToInstance } from 'class-transformer';
import { type ValidationError, validate } from 'class-validator';
import { validate as isUuid } from 'uuid';
import { withoutNulls } from '#contracts/fields';
import { spelledThrough } from '#domain';
import { type Database, type EventAttributes, faultPoint, type Sql } from '#persistence';
import { decodeKafka, type Envelope, type RawMessage, uuidSpelled } from './cloudevents.js';
import { type Logger, within } from './kafka.js';
import type { MessagingMetrics, Outcome } from './metrics.js';
import type { IncomingMessage } from './on-message.js';
import { UNREADABLE_BATCH, type UnreadableBatch } from './record-set.js';

/** How this service handles one message; without `body` nothing is validated (tombstone). */
export interface MessageHandler {
  body?: new () => object;
  run(message: IncomingMessage<unknown>, tx: Sql): Promise<unknown>;
}

export interface InboxOptions {
  /** A pool of its own: consumers go on when requests have used up theirs. */
  open: () => Promise<Database>;
  /** The handler of a message, or none when the service does not handle its type. */
  handlerOf: (topic: string, type: string, isTombstone: boolean) => MessageHandler | undefined;
  logger: Logger;
  metrics: MessagingMetrics;
  /** Pauses before the two quick retries, milliseconds. */
  quickRetriesMs: readonly number[];
  /** Pauses before the later retries, seconds; after the last one a person must decide. */
  ladderSeconds: readonly number[];
}

/** As kept in `inbox.envelope`: what was read, or the bytes when nothing could be read. */
type Stored = Envelope | { raw: { value: string | null; headers: Record<string, string> } };

interface Received {
  id: string;
  topic: string;
  key: string;
  type: string;
  stored: Stored;
  content: Envelope | { problem: string };
}

/** The message itself is at fault; the text names fields and rules, never values. */
class InvalidMessage extends Error {}

/**
 * Handles each message once, in order per key, and parks a key whose message fails: the failed one with its reason, the
 * later ones behind it. Effects and the note of the message's id are one transaction. The oldest parked row of a key, its
 * head, is the only one `failed`; the others are `waiting`.
 */
export class Inbox {
  private opened?: Promise<Database>;

  constructor(private readonly options: InboxOptions) {}

  /**
   * Takes one message from Kafka. Returns when its offset may be committed.
   * @param park do not run the handler, store the message as failed: it has broken its own connection again and again
   * @throws only when the database cannot be used now; nothing was kept then and the message must be given again
   */
  async receive(topic: string, partition: number, raw: RawMessage, park?: Error): Promise<void> {
    const began = performance.now();
    const received = read(topic, partition, raw);
    let outcome: Outcome;
    if (isSkipped(received, this.options)) outcome = 'skipped';
    else {
      const database = await this.database();
      try {
        if (park) throw park;
        outcome = await database.transaction(async (tx) => {
          const state = await this.enter(tx, received);
          if (state === 'handled') await this.handle(tx, received);
          return state;
        });
      } catch (error) {
        // Once more with savepoints, so that the key stays locked from the first try to the parking. What fails even
        // outside the handler is the database.
        outcome = await database.transaction(async (tx) => {
          const state = await this.enter(tx, received);
          if (state !== 'handled') return state;
          const failure = park ?? (await this.tryAgain(tx, received, error));
          if (!failure) return 'handled';
          await this.fail(tx, received, failure, 1);
          return 'parked';
        });
      }
      await faultPoint('after_apply');
    }
    this.options.metrics.received(topic, outcome);
    this.log(received, outcome, began);
  }

  /** Runs one failed message that is due, and lets the next of its key be due when it succeeds. False: none was due. */
  async retryOne(): Promise<boolean> {
    const database = await this.database();
    let due: DueRow | undefined;
    const began = performance.now();
    try {
      const done = await database.transaction(async (tx) => {
        [due] = await tx.query<DueRow>(
          `select message_id, topic, key, type, envelope, attempts from inbox
            where state = 'failed' and next_attempt_at <= clock_timestamp() and envelope is not null
            order by next_attempt_at, position limit 1 for update skip locked`,
        );
        if (!due) return undefined;
        await lockKey(tx, due.topic, due.key);
        const received = restore(due);
        const failure = await this.attempt(tx, received);
        if (failure) await this.fail(tx, received, failure, due.attempts + 1);
        else {
          await tx.query(
            `update inbox set state = 'handled', envelope = null, reason = null, next_attempt_at = null where message_id = $1`,
            [received.id],
          );
          await promoteNext(tx, received.topic, received.key);
        }
        return { received, outcome: failure ? 'parked' : 'handled' } as const;
      });
      if (done) this.log(done.received, done.outcome, began);
      return done !== undefined;
    } catch (error) {
      // The handler has lost its connection (or the database went): do not let this message hold up the others.
      const lost = due;
      if (lost) {
        const received = restore(lost);
        const isParked = await database.transaction(async (tx) => {
          const still = await tx.query(
            `select 1 from inbox where message_id = $1 and state = 'failed' and attempts = $2 for update`,
            [lost.message_id, lost.attempts],
          );
          if (still.length) await this.fail(tx, received, error, lost.attempts + 1);
          return still.length > 0;
        });
        if (isParked) this.log(received, 'parked', began);
      }
      throw error;
    }
  }

  /**
   * Writes down that a batch stops its partition; it has no content that could be tried again.
   * @returns `skipped` when a person has decided that it is left out
   */
  async stopsAt(topic: string, partition: number, batch: UnreadableBatch): Promise<'failed' | 'skipped'> {
    const { firstOffset, lastOffset, checksum, reason } = batch;
    const [note] = await (await this.database()).query<{ state: 'failed' | 'skipped' }>(
      `insert into inbox (message_id, topic, key, type, state, reason, attempts) values ($1, $2, $3, $4, 'failed', $5, 1)
       on conflict (message_id) do update
          set state = case inbox.state when 'skipped' then 'skipped' else 'failed' end, reason = excluded.reason
       returning state`,
      [
        `${topic}/${partition}/${firstOffset}-${lastOffset}-${checksum}`,
        topic,
        partitionKey(partition),
        UNREADABLE_BATCH,
        reason,
      ],
    );
    return note!.state;
  }

  /** A message of the partition was read: what stopped it before that can be read by now. */
  async goesOn(topic: string, partition: number, offset: number): Promise<void> {
    await (await this.database()).query(
      `update inbox set state = 'handled', reason = null
        where topic = $1 and key = $2 and type = $3 and state = 'failed'
          and split_part(split_part(message_id, '/', 3), '-', 1)::bigint <= $4::bigint`,
      [topic, partitionKey(partition), UNREADABLE_BATCH, offset],
    );
  }

  async close(): Promise<void> {
    const opened = this.opened;
    this.opened = Promise.reject(new Error('the inbox is closed'));
    this.opened.catch(() => undefined);
    const database = await opened?.catch(() => undefined);
    // A handler that never ends keeps its connection.
    if (database) await within(2000, 'closing', database.close()).catch(() => undefined);
  }

  private async database(): Promise<Database> {
    this.opened ??= this.options.open().catch((error) => {
      this.opened = undefined;
      throw error;
    });
    return await this.opened;
  }

  /** The note of the message's id, before anything else: `handled` if it is this transaction's turn to handle it. */
  private async enter(
    tx: Sql,
    { id, topic, key, type, stored }: Received,
  ): Promise<'handled' | 'waiting' | 'duplicate'> {
    await lockKey(tx, topic, key);
    const [entered] = await tx.query<{ state: 'handled' | 'waiting' }>(
      `insert into inbox (message_id, topic, key, type, state, envelope)
       select $1, $2, $3, $4, case when parked then 'waiting' else 'handled' end, case when parked then $5::jsonb end
         from (select exists (select 1 from inbox where topic = $2 and key = $3 and state in ('waiting', 'failed')) as parked) k
       on conflict (message_id) do nothing returning state`,
      [id, topic, key, type, JSON.stringify(stored)],
    );
    return entered?.state ?? 'duplicate';
  }

  private async tryAgain(tx: Sql, received: Received, first: unknown): Promise<unknown> {
    let failure = first;
    for (const pause of this.options.quickRetriesMs) {
      await sleep(pause);
      failure = await this.attempt(tx, received);
      if (!failure) return undefined;
    }
    return failure;
  }

  /** Runs the handler inside a savepoint. Returns its error; throws when the transaction itself is lost. */
  private async attempt(tx: Sql, received: Received): Promise<unknown> {
    await tx.query('savepoint attempt');
    try {
      await this.handle(tx, received);
      await tx.query('release savepoint attempt');
      return undefined;
    } catch (error) {
      await tx.query('rollback to savepoint attempt');
      return error ?? new Error('the handler threw nothing');
    }
  }

  private async handle(tx: Sql, { id, topic, key, type, content }: Received): Promise<void> {
    if ('problem' in content) throw new InvalidMessage(content.problem);
    const { attributes, data } = content;
    const handler = this.options.handlerOf(topic, type, data === null);
    if (!handler) return;
    await handler.run(
      {
        id,
        type,
        topic,
        key,
        time: new Date(attributes.time),
        caseVersion: Number(attributes.caseversion),
        // A public message has none: what it causes is a story of its own.
        correlationId: attributes.correlationid ?? id,
        ...(attributes.authtype === 'person' && attributes.authid && { actorId: attributes.authid }),
        ...(attributes.traceparent && { traceparent: attributes.traceparent }),
        data: handler.body ? await validated(handler.body, data) : data,
      },
      tx,
    );
  }

  /** The line by which a story is followed from service to service: one each time a message is dealt with. */
  private log(received: Received, outcome: Outcome, began: number): void {
    const ms = Math.round((performance.now() - began) * 10) / 10;
    this.options.logger.info({ action: 'handle-message', ...traceOf(received), outcome, ms }, 'message');
  }

  private async fail(tx: Sql, received: Received, error: unknown, attempts: number): Promise<void> {
    const { id, stored } = received;
    const reason = reasonOf(error);
    const pause = this.options.ladderSeconds[attempts - 1];
    await tx.query(
      `update inbox set state = 'failed', envelope = $2::jsonb, reason = $3, attempts = $4,
              next_attempt_at = clock_timestamp() + make_interval(secs => $5::float8)
        where message_id = $1 and state in ('handled', 'failed')`,
      [id, JSON.stringify(stored), reason, attempts, pause ?? null],
    );
    const fields = { action: 'park-message', ...traceOf(received), attempts, reason, err: error };
    if (pause === undefined)
      this.options.logger.error(fields, 'a message failed for the last time: a person must decide');
    else this.options.logger.warn(fields, 'a message failed; its key waits');
  }
}

const partitionKey = (partition: number) => `partition ${partition}`;

interface DueRow {
  message_id: string;
  topic: string;
  key: string;
  type: string;
  envelope: Stored;
  attempts: number;
}

/** Messages of one key are taken one after the other, whichever process has them. Held until the transaction ends. */
export async function lockKey(tx: Sql, topic: string, key: string): Promise<void> {
  await tx.query(
    `select 1 from pg_advisory_xact_lock(hashtextextended(current_schema() || ' ' || $1::text || ' ' || $2::text, 0))`,
    [topic, key],
  );
}

/** Makes the oldest waiting message of a key its head, due now. Call with the key locked. */
export async function promoteNext(tx: Sql, topic: string, key: string): Promise<void> {
  await tx.query(
    `update inbox set state = 'failed', next_attempt_at = clock_timestamp()
      where message_id = (select message_id from inbox where topic = $1 and key = $2 and state = 'waiting'
                           order by position limit 1)`,
    [topic, key],
  );
}

/** `dk.indgang.<service>.<case-kind>.<fact>.v1` */
const OUR_TYPE = /^dk\.indgang(\.[a-z][a-z-]{0,39}){3}\.v\d{1,3}$/;

/** Which message it is and what it belongs to. Ids and types of another form came from elsewhere and may say anything. */
function traceOf({ id, topic, key, type, content }: Received) {
  const isRead = !('problem' in content);
  const { correlationid, causationid }: Partial<EventAttributes> = isRead ? content.attributes : {};
  const uuid = (text?: string) => (isUuid(text) ? text : undefined);
  return {
    correlation: uuid(correlationid),
    causation: uuid(causationid),
    // Of one that cannot be read it is its place in the log.
    messageId: isRead ? uuid(id) : id,
    topic,
    type: !isRead || OUR_TYPE.test(type) ? type : 'foreign',
    caseId: uuid(key),
  };
}

function isSkipped({ topic, type, content }: Received, { handlerOf }: InboxOptions): boolean {
  return !('problem' in content) && !handlerOf(topic, type, content.data === null);
}

function read(topic: string, partition: number, raw: RawMessage): Received {
  const content = decodeKafka(raw);
  const key = keyOf(raw, 'problem' in content ? undefined : content.attributes.subject, partition);
  if ('problem' in content) {
    const id = `${topic}/${partition}/${raw.offset}`;
    return { id, topic, key, type: 'unreadable', stored: { raw: keepBytes(raw) }, content };
  }
  return { id: content.attributes.id, topic, key, type: content.attributes.type, stored: content, content };
}

function restore({ message_id: id, topic, key, type, envelope: stored }: DueRow): Received {
  if (!('raw' in stored)) return { id, topic, key, type, stored, content: stored };
  const { value, headers } = stored.raw;
  const bytes = (base64: string) => Buffer.from(base64, 'base64');
  const content = decodeKafka({
    value: value === null ? null : bytes(value),
    headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [bytes(name).toString(), bytes(text)])),
  });
  // A newer release may be able to read it.
  return { id, topic, key, type: 'problem' in content ? type : content.attributes.type, stored, content };
}

function keepBytes({ value, headers = {} }: RawMessage) {
  const base64 = (bytes: Buffer | string) => Buffer.from(bytes as string).toString('base64');
  const kept: Record<string, string> = {};
  for (const [name, given] of Object.entries(headers)) {
    const one = Array.isArray(given) ? given[0] : given;
    if (one !== undefined && one !== null) kept[base64(name)] = base64(one);
  }
  return { value: value && base64(value), headers: kept };
}

/** The Kafka key, else the subject, as text that PostgreSQL can hold and index; without either the message stands alone. */
function keyOf({ key, offset }: RawMessage, subject: string | undefined, partition: number): string {
  const given = key?.length ? key : Buffer.from(subject ?? '');
  if (!given.length) return `${partition}/${offset}`;
  const text = given.toString();
  const isText = text.length <= 255 && !text.includes('\0') && Buffer.from(text).equals(given);
  return isText ? uuidSpelled(text) : `sha256:${createHash('sha256').update(given).digest('hex')}`;
}

async function validated(body: new () => object, data: unknown): Promise<object> {
  if (typeof data !== 'object' || data === null || Array.isArray(data))
    throw new InvalidMessage('the body is no object');
  // As a request's body: texts in their one spelling, nothing that is null.
  const instance = plainToInstance(body, withoutNulls(body, spelledThrough(data)) as object);
  // `whitelist` drops the fields that we do not read.
  const errors = await validate(instance, { whitelist: true, forbidUnknownValues: true });
  if (errors.length) throw new InvalidMessage(faults(errors).join(', '));
  return instance;
}

const faults = (errors: readonly ValidationError[], path = ''): string[] =>
  errors.flatMap(({ property, constraints = {}, children = [] }) => [
    ...Object.keys(constraints).map((rule) => `${path}${property}: ${rule}`),
    ...faults(children, `${path}${property}.`),
  ]);

/** For operators, who may see no case: quoted values and what may be a civil registration number are masked. */
function reasonOf(error: unknown): string {
  const { name, message, code, constraint } =
    error instanceof Error ? (error as Error & Record<string, unknown>) : ({} as never);
  const text = `${name ?? 'Error'}${code ? ` ${code}` : ''}${constraint ? ` ${constraint}` : ''}: ${message ?? typeof error}`;
  return (error instanceof InvalidMessage ? error.message : text)
    .replaceAll('\0', '')
    .replace(/"[^"]*"|'[^']*'/g, '"…"')
    .replace(/\d{6}-?\d{4}/g, '…')
    .slice(0, 500)
    .replace(/\p{Surrogate}/gu, '\ufffd');
}
