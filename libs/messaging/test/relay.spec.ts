// SPDX-License-Identifier: MPL-2.0
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Kafka, logLevel } from 'kafkajs';
import pg from 'pg';
import { createKafka, Relay } from '#messaging';
import { Database } from '#persistence';
import {
  createTopics,
  eventually,
  freshDatabase,
  kafkaBrokers,
  readTopic,
  type TestDatabase,
  topicPrefix,
} from '#testing';
import { startKafka } from '../../../tools/stack/kafka.js';
import { startPostgres } from '../../../tools/stack/postgres.js';
import { otherTopic, say, silent, startThings, Tables1700000000000, topic } from './world.js';

const command = {
  actor: { id: 'op', kind: 'person' as const, roles: ['operator' as const] },
  action: 'unsent-message.retry',
  correlationId: 'k',
  now: new Date(),
  today: '2026-11-23',
};

let files: TestDatabase;
let database: Database;
let prefix: string;
const relays: Relay[] = [];

async function startRelay(options: { brokers?: string; database?: Database } = {}): Promise<Relay> {
  const kafka = createKafka('relay-test', { KAFKA_BROKERS: [options.brokers ?? (await kafkaBrokers())] }, 'gives-up');
  const relay = new Relay({
    service: 'relay-test',
    database: options.database ?? database,
    kafka,
    topicPrefix: prefix,
    logger: silent,
  });
  relays.push(relay);
  await relay.start();
  return relay;
}
/** Numbers of a key on the topic, in the order of the log, each once. */
async function told(key: string, on = topic): Promise<number[]> {
  const messages = await readTopic(prefix + on.name);
  const ids = new Set<string>();
  return messages
    .filter((message) => message.key?.toString() === key)
    .filter((message) => !ids.has(String(message.headers?.ce_id)) && ids.add(String(message.headers?.ce_id)))
    .map((message) => Number(message.headers?.ce_caseversion));
}
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
const unsent = async () => (await database.query('select 1 from outbox')).length;

beforeEach(async () => {
  prefix = topicPrefix();
  files = await freshDatabase('notifications', [Tables1700000000000]);
  await createTopics(prefix, [topic, otherTopic]);
  database = await Database.open({ url: files.appUrl, applicationName: 'relay test', entities: [] });
});
afterEach(async () => {
  await Promise.all(relays.splice(0).map((relay) => relay.stop()));
  await database.close();
});

test('rows go out in order per key, with their attributes, and are removed', async () => {
  for (const n of upTo(1200)) await say(database, `k${n % 3}`, Math.ceil(n / 3));
  await say(database, 'gone', 1, null);
  await startRelay();
  await eventually(async () => expect(await unsent()).toBe(0));
  for (const key of ['k0', 'k1', 'k2']) expect(await told(key)).toEqual(upTo(400));
  const messages = await readTopic(prefix + topic.name);
  expect(messages).toHaveLength(1201);
  const gone = messages.find(({ key }) => key?.toString() === 'gone');
  expect(gone?.value).toBeNull();
  expect(String(gone?.headers?.ce_correlationid)).toBe('story');
});

test('a nudge after commit sends what another transaction wrote', async () => {
  await startRelay();
  await database.transaction(async (tx) => {
    await say(tx, 'a', 1);
    database.wroteOutbox(tx);
  });
  await eventually(async () => expect(await told('a')).toEqual([1]));
});

test('two relays: one is active, and the other takes over when its backend is killed, again and again', async () => {
  await startRelay();
  await startRelay();
  const holders = () =>
    files.query<{ pid: number }>(
      `select l.pid from pg_locks l join pg_database d on d.oid = l.database where locktype = 'advisory' and d.datname = $1`,
      [files.name],
    );
  let n = 0;
  for (let round = 0; round < 4; round++) {
    const before = await eventually(async () => {
      const found = await holders();
      expect(found).toHaveLength(1);
      return found[0]!.pid;
    });
    for (let each = 0; each < 30; each++) await say(database, 'a', ++n);
    await files.query('select pg_terminate_backend($1)', [before]);
    await eventually(async () => expect((await holders()).map(({ pid }) => pid)).not.toContain(before), 5000);
  }
  await eventually(async () => expect(await unsent()).toBe(0));
  expect(await told('a')).toEqual(upTo(n));
});

describe('a row that Kafka rejects for good', () => {
  test('too large: its key waits, others flow, an operator can send it again', async () => {
    await say(database, 'big', 1);
    await say(database, 'big', 2, { n: 2, word: 'x'.repeat(2_000_000) });
    await say(database, 'big', 3);
    for (const n of upTo(5)) await say(database, 'small', n);
    await say(database, 'big', 1, { n: 1 }, otherTopic.name);
    const things = await startThings(files.appUrl, await kafkaBrokers(), prefix);
    try {
      await eventually(async () => expect(await unsent()).toBe(2));
      expect(await told('small')).toEqual(upTo(5));
      expect(await told('big')).toEqual([1]);
      expect(await told('big', otherTopic)).toEqual([1]);
      const { items } = await things.parked.listUnsent();
      expect(items).toEqual([expect.objectContaining({ key: 'big', reason: 'MESSAGE_TOO_LARGE' })]);
      expect(await things.registry.getSingleMetric('indgang_outbox_failed')?.get()).toMatchObject({
        values: [{ value: 1 }],
      });

      const admin = new Kafka({ brokers: [await kafkaBrokers()], logLevel: logLevel.NOTHING }).admin();
      await admin.connect();
      const configEntries = [{ name: 'max.message.bytes', value: '5000000' }];
      await admin.alterConfigs({
        validateOnly: false,
        resources: [{ type: 2, name: prefix + topic.name, configEntries }],
      });
      await admin.disconnect();
      await things.parked.retryUnsent(items[0]!.id, command);
      await eventually(async () => expect(await unsent()).toBe(0));
      expect(await told('big')).toEqual([1, 2, 3]);
    } finally {
      await things.close();
    }
  });

  test('unknown topic', async () => {
    await say(database, 'a', 1, {}, 'indgang.nowhere');
    await say(database, 'a', 2, {}, 'indgang.nowhere');
    await say(database, 'a', 1);
    await startRelay();
    await eventually(async () => expect(await told('a')).toEqual([1]));
    const rows = await eventually(async () => {
      const left = await database.query<{ failed_reason: string | null }>(
        'select failed_reason from outbox order by position',
      );
      expect(left).toHaveLength(2);
      return left;
    });
    expect(rows.map(({ failed_reason }) => failed_reason !== null)).toEqual([true, false]);
  });
});

describe('with servers of its own', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'indgang-relay-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('the broker is killed and comes back: all rows, in order', async () => {
    const kafka = await startKafka({ dataDir: join(folder, 'kafka') });
    const things = await startThings(files.appUrl, kafka.brokers, prefix);
    try {
      const admin = new Kafka({ brokers: [kafka.brokers], logLevel: logLevel.NOTHING }).admin();
      await admin.connect();
      await admin.createTopics({ topics: [{ topic: prefix + topic.name, numPartitions: 3 }] });
      await admin.disconnect();
      let n = 0;
      const sayMore = async () => {
        for (let each = 0; each < 100; each++) await say(database, `k${++n % 2}`, Math.ceil(n / 2));
      };
      for (let round = 0; round < 3; round++) {
        await sayMore();
        await eventually(() => kafka.kill9()); // while it is away there is nothing to kill
        await sayMore();
      }
      const seen = async (key: string) =>
        (await files.query<{ n: number }>('select n from seen where key = $1 order by position', [key])).length;
      await eventually(async () => expect(await unsent()).toBe(0), 50_000);
      await eventually(async () => expect((await seen('k0')) + (await seen('k1'))).toBe(n), 50_000);
      expect(things.exits).toEqual([]);
    } finally {
      await things.close();
      await kafka.stop();
    }
  }, 120_000);

  test('PostgreSQL is killed and comes back: all rows, in order', async () => {
    const postgres = await startPostgres({ dataDir: join(folder, 'postgres') });
    const admin = new pg.Client(postgres.url);
    await admin.connect();
    admin.on('error', () => undefined);
    await new Tables1700000000000().up({ query: (text: string) => admin.query(text) } as never);
    const own = await Database.open({ url: postgres.url, applicationName: 'relay test', entities: [] });
    const things = await startThings(postgres.url, await kafkaBrokers(), prefix);
    try {
      let n = 0;
      for (let round = 0; round < 3; round++) {
        for (let each = 0; each < 50; each++)
          await eventually(() => own.transaction((tx) => say(tx, 'a', n + 1)).then(() => ++n));
        postgres.kill9();
      }
      await eventually(async () => expect((await own.query('select 1 from outbox')).length).toBe(0), 40_000);
      const versions = await told('a');
      expect([...new Set(versions)]).toEqual(upTo(n));
      await eventually(async () => {
        const seen = await own.query<{ n: number }>('select distinct n from seen order by n');
        expect(seen).toHaveLength(n);
      }, 40_000);
    } finally {
      await things.close();
      await own.close();
      await admin.end().catch(() => undefined);
      await postgres.stop();
    }
  }, 120_000);
});
