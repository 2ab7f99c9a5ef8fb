// SPDX-License-Identifier: MPL-2.0
import { spawn } from 'node:child_process';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { CompressionTypes, ConfigResourceTypes, type Message, PartitionAssigners, type Producer } from 'kafkajs';
import { v7 as uuidv7 } from 'uuid';
import { encodeKafka } from '#messaging';
import type { Command } from '#persistence';
import {
  createTopics,
  eventually,
  freshDatabase,
  kafkaBrokers,
  kafkaClient,
  requireBuild,
  type TestDatabase,
  topicPrefix,
} from '#testing';
import { ROOT } from '../../../tools/contracts/project.ts';
import {
  attributesOf,
  behaviour,
  message,
  messageLines,
  startThings,
  Tables1700000000000,
  TwiceModule,
  TYPE,
  topic,
} from './world.js';

const operator: Command = {
  actor: { id: 'op', kind: 'person', roles: ['operator'] },
  action: 'parked-message.retry',
  correlationId: 'k',
  now: new Date(),
  today: '2026-11-23',
};

let database: TestDatabase;
let prefix: string;
let producer: Producer;
let things: Awaited<ReturnType<typeof startThings>>;

const send = (...messages: Message[]) => producer.send({ topic: prefix + topic.name, messages });
const seen = async (key: string) =>
  (await database.query<{ n: number }>('select n from seen where key = $1 order by position', [key])).map(({ n }) => n);
const states = async (key: string) =>
  (await database.query<{ state: string }>('select state from inbox where key = $1 order by position', [key])).map(
    ({ state }) => state,
  );
const counted = async (outcome: string) => {
  const metric = await things.registry.getSingleMetric('indgang_messages_total')?.get();
  return metric?.values.find(({ labels }) => labels.outcome === outcome)?.value ?? 0;
};
const configureTopic = async (name: string, value: string) => {
  const admin = (await kafkaClient()).admin();
  await admin.connect();
  const resource = { type: ConfigResourceTypes.TOPIC, name: prefix + topic.name, configEntries: [{ name, value }] };
  await admin.alterConfigs({ validateOnly: false, resources: [resource] });
  await admin.disconnect();
};
const fail = (error: () => Error) => async () => {
  throw error();
};

beforeAll(async () => {
  producer = (await kafkaClient()).producer({
    allowAutoTopicCreation: false,
    idempotent: true,
    maxInFlightRequests: 1,
  });
  await producer.connect();
});
afterAll(() => producer.disconnect());
beforeEach(async () => {
  behaviour.clear();
  prefix = topicPrefix();
  database = await freshDatabase('notifications', [Tables1700000000000]);
  await createTopics(prefix, [topic]);
  things = await startThings(database.appUrl, await kafkaBrokers(), prefix, { retryLadderSeconds: [3600, 3600] });
});
afterEach(() => things.close());

test('each message once, in order per key, whatever is repeated', async () => {
  const messages = Array.from({ length: 60 }, (_, index) => message(`k${index % 5}`, Math.floor(index / 5)));
  const repeated = messages.flatMap((each, index) => (index % 5 === 0 ? [each, each, messages[index >> 1]!] : [each]));
  await send(...repeated);
  await eventually(async () => expect((await database.query('select 1 from inbox')).length).toBe(60));
  for (let key = 0; key < 5; key++) expect(await seen(`k${key}`)).toEqual(Array.from({ length: 12 }, (_, n) => n));
  await eventually(async () => expect(await counted('duplicate')).toBe(24));
});

test('only the fields that are read are seen; an unknown type is skipped', async () => {
  await send(
    message('a', 1, { n: 1, word: 'x', added: { later: true } }),
    message('a', 2, { anything: 1 }, 'dk.indgang.incidents.things.invented.v1'),
    message('a', 3),
  );
  await eventually(async () => expect(await seen('a')).toEqual([1, 3]));
  const [first] = await database.query<{ data: object }>('select data from seen order by position');
  expect(first?.data).toEqual({ n: 1, word: 'x' });
  expect(await counted('skipped')).toBe(1);
  expect(await states('a')).toEqual(['handled', 'handled']);
});

test('one line for each message, each time it is dealt with, and nothing of its content', async () => {
  messageLines.length = 0;
  const [correlationid, causationid, good, bad] = [uuidv7(), uuidv7(), uuidv7(), uuidv7()];
  const about = (key: string, n: number, type = TYPE) => ({
    key,
    ...encodeKafka({ ...attributesOf(key, n, type), correlationid, causationid }, { n, word: 'Jens Hansen' }),
  });
  behaviour.set(
    `${bad}/1`,
    fail(() => new Error('the tenant "Jens Hansen"')),
  );
  const once = about(good, 1);
  await send(once, once, about(bad, 1), about(bad, 2), about(good, 2, 'dk.indgang.incidents.things.invented.v1'));
  await send({ ...message('Jens Hansen', 1), value: '{"n":', headers: { ce_correlationid: 'Jens Hansen' } });
  // Ids and types of another system may say anything, at any length.
  const foreign = { ...attributesOf('Jens Hansen', 1, `Jens Hansen ${'x'.repeat(900)}`), id: 'Jens Hansen' };
  await send({ key: 'Jens Hansen', ...encodeKafka(foreign, { n: 1 }) });
  await eventually(async () => expect(await states(bad)).toEqual(['failed', 'waiting']));
  await eventually(() => expect(messageLines).toHaveLength(7));
  behaviour.clear();
  await things.parked.retry((await things.parked.list()).items.find(({ key }) => key === bad)!.id, operator);
  await eventually(() => expect(messageLines).toHaveLength(9));

  const line = { action: 'handle-message', topic: topic.name, ms: expect.any(Number), messageId: expect.any(String) };
  const of = (caseId: string) =>
    messageLines
      .filter((each) => each.caseId === caseId)
      .map(({ outcome, ...rest }) => {
        expect(rest).toEqual({
          ...line,
          caseId,
          type: expect.any(String),
          correlation: correlationid,
          causation: causationid,
        });
        return outcome;
      });
  expect(of(good)).toEqual(['handled', 'duplicate', 'skipped']);
  expect(of(bad)).toEqual(['parked', 'waiting', 'handled', 'handled']);
  expect(messageLines.filter(({ type }) => type === 'unreadable')).toMatchObject([{ ...line, outcome: 'parked' }]);
  expect(messageLines.filter(({ type }) => type === 'foreign')).toMatchObject([{ outcome: 'skipped' }]);
  expect(JSON.stringify(messageLines)).not.toContain('Jens');
});

test('a tombstone erases', async () => {
  await send(message('gone', 1), message('stays', 1), message('gone', 2, null));
  await eventually(async () => expect((await database.query('select 1 from inbox')).length).toBe(3));
  expect(await seen('gone')).toEqual([]);
  expect(await seen('stays')).toEqual([1]);
});

describe('a message that cannot be handled parks its key only', () => {
  const poison: [string, () => Message][] = [
    ['invalid JSON', () => ({ ...message('bad', 1), value: '{"n":' })],
    ['missing headers', () => ({ key: 'bad', value: '{"n":1}' })],
    ['a wrong field', () => message('bad', 1, { n: 'one' })],
    ['no object', () => ({ ...message('bad', 1), value: '100' })],
    ['U+0000', () => ({ ...message('bad', 1), value: '{"n":1,"word":"\\u0000"}' })],
  ];
  test.each(poison)('%s', async (_, bad) => {
    await send(bad(), message('bad', 2), message('good', 1), message('bad', 3), message('good', 2));
    await eventually(async () => expect(await seen('good')).toEqual([1, 2]));
    await eventually(async () => expect(await states('bad')).toEqual(['failed', 'waiting', 'waiting']));
    const { items } = await things.parked.list();
    expect(items).toHaveLength(3);
    expect(items[0]).toMatchObject({ key: 'bad', state: 'failed', attempts: 1, reason: expect.stringMatching(/\w/) });
    await things.parked.skip(items[0]!.id, 'made by a test', operator);
    await eventually(async () => expect(await seen('bad')).toEqual([2, 3]));
    expect(await states('bad')).toEqual(['skipped', 'handled', 'handled']);
    const [kept] = await database.query<{ envelope: object }>(`select envelope from inbox where state = 'skipped'`);
    expect(kept?.envelope).toBeTruthy();
    expect(await database.query('select actor_id, role, action, purpose from audit_log')).toEqual([
      { actor_id: 'op', role: 'operator', action: 'parked-message.skip', purpose: 'made by a test' },
    ]);
  });

  test('one without a key whose subject is longer than an index takes', async () => {
    // No two alike, or PostgreSQL makes it short enough.
    const subject = Array.from({ length: 1000 }, (_, at) => String.fromCodePoint(0x4e00 + at * 17)).join('');
    await send({ key: '', ...encodeKafka(attributesOf(subject, 1), { n: 'one' }) });
    await eventually(async () => expect((await things.parked.list()).items).toHaveLength(1));
    expect((await things.parked.list()).items[0]).toMatchObject({ key: expect.stringMatching(/^sha256:/) });
  });

  test('a body of 2 MB', async () => {
    await configureTopic('max.message.bytes', '5000000');
    // A broker heeds a new setting a moment after it has taken it.
    await eventually(() => send(message('bad', 1, { n: 1, word: 'x'.repeat(2_000_000) })));
    await send(message('bad', 2), message('good', 1));
    await eventually(async () => expect(await states('bad')).toEqual(['failed', 'waiting']));
    await eventually(async () => expect(await seen('good')).toEqual([1]));
  });

  test.each([
    ['Error', () => new Error('the tenant "Jens Hansen" 010190-1234')],
    ['TypeError', () => new TypeError('x is not a function')],
  ])('%s; after a retry the followers come in order', async (name, error) => {
    behaviour.set('bad/1', fail(error));
    await send(message('bad', 1), message('bad', 2), message('good', 1), message('bad', 3));
    await eventually(async () => expect(await states('bad')).toEqual(['failed', 'waiting', 'waiting']));
    await eventually(async () => expect(await seen('good')).toEqual([1]));
    const [head] = (await things.parked.list()).items;
    expect(head?.reason).toContain(name);
    expect(head?.reason).not.toMatch(/Jens|0101/);
    // Still broken: stays the head, and what arrives now waits too.
    await things.parked.retry(head!.id, operator);
    await eventually(async () =>
      expect((await things.parked.list()).items[0]).toMatchObject({ attempts: 2, state: 'failed' }),
    );
    await send(message('bad', 4));
    await eventually(async () => expect(await states('bad')).toHaveLength(4));
    behaviour.clear();
    await things.parked.retry(head!.id, operator);
    await eventually(async () => expect(await seen('bad')).toEqual([1, 2, 3, 4]));
    expect((await things.parked.list()).items).toEqual([]);
    await send(message('bad', 5));
    await eventually(async () => expect(await seen('bad')).toEqual([1, 2, 3, 4, 5]));
  });

  test('a follower that fails becomes the head; the last attempt waits for a person', async () => {
    behaviour.set(
      'bad/1',
      fail(() => new Error('one')),
    );
    behaviour.set(
      'bad/2',
      fail(() => new Error('two')),
    );
    await send(message('bad', 1), message('bad', 2), message('bad', 3));
    await eventually(async () => expect(await states('bad')).toEqual(['failed', 'waiting', 'waiting']));
    const head = async () => (await things.parked.list()).items[0]!;
    await things.parked.retry((await head()).id, operator);
    await eventually(async () => expect((await head()).attempts).toBe(2));
    await things.parked.retry((await head()).id, operator);
    await eventually(async () => expect(await head()).toMatchObject({ attempts: 3, nextAttemptAt: null }));
    expect(await things.registry.getSingleMetric('indgang_inbox_given_up')?.get()).toMatchObject({
      values: [{ value: 1 }],
    });
    behaviour.delete('bad/1');
    await things.parked.retry((await head()).id, operator);
    await eventually(async () => expect((await head()).reason).toContain('two'));
    expect(await seen('bad')).toEqual([1]);
    expect(await states('bad')).toEqual(['handled', 'failed', 'waiting']);
  });

  test('only the head can be retried or skipped', async () => {
    behaviour.set(
      'bad/1',
      fail(() => new Error('one')),
    );
    await send(message('bad', 1), message('bad', 2));
    await eventually(async () => expect(await states('bad')).toEqual(['failed', 'waiting']));
    const [, follower] = (await things.parked.list()).items;
    await expect(things.parked.skip(follower!.id, 'no', operator)).rejects.toMatchObject({ status: 404 });
    await expect(things.parked.retry('unknown', operator)).rejects.toMatchObject({ status: 404 });
    const page = await things.parked.list({ limit: 1 });
    expect((await things.parked.list({ limit: 1, after: page.next! })).items).toEqual([follower]);
  });

  test('a handler that loses its own connection again and again', async () => {
    behaviour.set('bad/1', (tx) => tx.query('select pg_terminate_backend(pg_backend_pid())'));
    await send(message('bad', 1), message('bad', 2), message('good', 1));
    await eventually(async () => expect(await states('bad')).toEqual(['failed', 'waiting']), 40_000);
    await eventually(async () => expect(await seen('good')).toEqual([1]));
    const { id } = (await things.parked.list()).items[0]!;
    messageLines.length = 0;
    await things.parked.retry(id, operator);
    await eventually(() => expect(messageLines).toMatchObject([{ messageId: id, outcome: 'parked' }]));
  });
});

test('a deadlock is tried again at once', async () => {
  let times = 0;
  behaviour.set('a/1', async (tx) => {
    if (++times < 3) await tx.query(`do $$ begin raise exception 'chosen' using errcode = '40P01'; end $$`);
  });
  await send(message('a', 1), message('a', 2));
  await eventually(async () => expect(await seen('a')).toEqual([1, 2]));
  expect(times).toBe(3);
});

test('a failed message is tried again by itself', async () => {
  await things.close();
  things = await startThings(database.appUrl, await kafkaBrokers(), prefix, {
    retryLadderSeconds: [0.1, 0.1, 0.1, 0.1, 0.1, 0.1],
  });
  let times = 0;
  behaviour.set('a/1', async () => {
    if (++times < 6) throw new Error('not yet');
  });
  await send(message('a', 1), message('a', 2), message('a', 3));
  await eventually(async () => expect(await seen('a')).toEqual([1, 2, 3]));
});

test('killed connections of the inbox: nothing is lost and nothing is handled twice', async () => {
  for (let n = 0; n < 40; n++) {
    await send(message('a', n), message('b', n));
    if (n % 5 === 0)
      await database.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'things inbox' and datname = $1`,
        [database.name],
      );
  }
  for (const key of ['a', 'b'])
    await eventually(async () => expect(await seen(key)).toEqual(Array.from({ length: 40 }, (_, n) => n)));
  expect((await things.parked.list()).items).toEqual([]);
});

test('members come and go: each message once, in order', async () => {
  const expected = Array.from({ length: 60 }, (_, n) => n);
  for (let round = 0; round < 3; round++) {
    const other = await startThings(database.appUrl, await kafkaBrokers(), prefix);
    for (const n of expected.slice(round * 20, round * 20 + 20))
      await send(message('a', n), message('b', n), message('c', n));
    await other.close();
  }
  for (const key of ['a', 'b', 'c']) await eventually(async () => expect(await seen(key)).toEqual(expected), 40_000);
});

test('who comes back under the name of a killed process has its place at once, and who stops in order leaves it', async () => {
  await requireBuild();
  await things.close();
  const group = `${prefix}things`;
  const topics = [prefix + topic.name];
  // The group waits twenty minutes for a member that is silent, far longer than this test does.
  const sessionTimeoutMs = 1_200_000;
  const member = `
    import { Kafka } from 'kafkajs';
    import { beStaticMember } from './dist/libs/messaging/src/static-member.js';
    beStaticMember('${group}', 'one', ${JSON.stringify(topics)});
    const kafka = new Kafka({ brokers: ['${await kafkaBrokers()}'] });
    const consumer = kafka.consumer({ groupId: '${group}', sessionTimeout: ${sessionTimeoutMs}, rebalanceTimeout: ${sessionTimeoutMs} });
    consumer.on(consumer.events.GROUP_JOIN, () => console.log('joined'));
    await consumer.connect();
    await consumer.subscribe({ topics: ${JSON.stringify(topics)} });
    await consumer.run({ eachMessage: async () => undefined });`;
  const options = { cwd: ROOT, env: { ...process.env, NODE_OPTIONS: '' } };
  const killed = spawn(process.execPath, ['--input-type=module', '-e', member], options);
  let output = '';
  for (const stream of [killed.stdout, killed.stderr]) stream.on('data', (text) => (output += text));
  await eventually(() => expect(output).toMatch(/^joined$/m));
  const gone = new Promise((resolve) => killed.once('exit', resolve));
  killed.kill('SIGKILL');
  await gone;
  for (const [n, name] of ['one', 'another'].entries()) {
    things = await startThings(database.appUrl, await kafkaBrokers(), prefix, { sessionTimeoutMs }, undefined, name);
    await send(message('a', n), message('b', n), message('c', n), message('d', n));
    for (const key of ['a', 'b', 'c', 'd']) await eventually(async () => expect((await seen(key)).at(-1)).toBe(n));
    if (name === 'one') await things.close();
  }
});

describe('a crash after which kafkajs does not restart its consumer', () => {
  test('its group refuses it: it comes back once the group takes it', async () => {
    await things.close();
    // A member that shares out partitions in another way, as a release with another client may.
    const stranger = (await kafkaClient()).consumer({
      groupId: `${prefix}things`,
      maxWaitTimeInMs: 50,
      partitionAssigners: [(config) => ({ ...PartitionAssigners.roundRobin(config), name: 'Another' })],
    });
    await stranger.connect();
    await stranger.subscribe({ topics: [prefix + topic.name] });
    await new Promise((joined) => {
      stranger.on(stranger.events.GROUP_JOIN, joined);
      void stranger.run({ eachMessage: async () => undefined });
    });
    things = await startThings(database.appUrl, await kafkaBrokers(), prefix);
    await eventually(() => expect(things.strategy.consumers).toBe('crashed'));
    await stranger.disconnect();
    await send(message('a', 1));
    await eventually(async () => expect(await seen('a')).toEqual([1]));
    expect(things.exits).toEqual([]);
  });
});

describe('a compressed batch', () => {
  const tuning = { lookAgainMs: 100, stuckMs: 2000 };
  const compressedBy = async (compression: string) => {
    await things.close();
    prefix = topicPrefix();
    await createTopics(prefix, [topic], { 'compression.type': compression });
    things = await startThings(database.appUrl, await kafkaBrokers(), prefix, tuning);
  };
  const on = (partition: number, each: Message): Message => ({ ...each, partition });

  test.each(['gzip', 'zstd'])('in %s is read', async (compression) => {
    await compressedBy(compression);
    await send(...Array.from({ length: 50 }, (_, n) => message('a', n)));
    await eventually(async () => expect(await seen('a')).toEqual(Array.from({ length: 50 }, (_, n) => n)));
  });

  const packed = (word: string, count = 1) =>
    producer.send({
      topic: prefix + topic.name,
      compression: CompressionTypes.GZIP,
      messages: Array.from({ length: count }, (_, n) => on(0, message('bad', n, { n, word }))),
    });
  test.each([
    ['of 64 MB once unpacked', 'producer', () => packed(' '.repeat(64_000_000)), /gzip is more than 16777216 bytes/],
    ['in a codec that we do not read', 'lz4', () => send(on(0, message('bad', 1))), /compressed with lz4/],
  ] as const)('%s stops its partition alone, and says so, until a person leaves it out', async (_, codec, bad, why) => {
    await compressedBy(codec);
    await bad();
    await send(on(0, message('behind', 1)));
    const stopped = [`${prefix}${topic.name}/0`];
    await eventually(() => expect(things.status()).toMatchObject({ consumers: 'running', stoppedPartitions: stopped }));
    if (codec === 'producer') {
      // The other partitions of the same fetch, and of later ones.
      for (const n of [1, 2, 3]) await send(on(1, message('good', n)), on(2, message('better', n)));
      for (const partition of ['good', 'better'])
        await eventually(async () => expect(await seen(partition)).toEqual([1, 2, 3]));
    }
    const [item, ...others] = (await things.parked.list()).items;
    expect(others).toEqual([]);
    expect(item).toMatchObject({ topic: topic.name, key: 'partition 0', type: 'unreadable-batch', state: 'failed' });
    expect(item?.reason).toMatch(why);
    // A topic that is made anew has another batch at the same place.
    expect(item?.id).toMatch(/\/0\/\d+-\d+-\d+$/);
    const metric = things.registry.getSingleMetric('indgang_inbox_stopped_partitions');
    expect(await metric?.get()).toMatchObject({ values: [{ value: 1 }] });

    // Neither trying again nor time nor a new start passes it by.
    await things.parked.retry(item!.id, operator);
    await things.close();
    things = await startThings(database.appUrl, await kafkaBrokers(), prefix, tuning);
    await eventually(() => expect(things.status().stoppedPartitions).toEqual(stopped));
    await new Promise((resolve) => setTimeout(resolve, 2 * tuning.stuckMs));
    expect(await states('partition 0')).toEqual(['failed']);
    expect(await seen('behind')).toEqual([]);
    expect(things.exits).toEqual([]);

    await things.parked.skip(item!.id, 'made by a test', operator);
    if (codec === 'producer') await eventually(async () => expect(await seen('behind')).toEqual([1]));
    await eventually(async () =>
      expect(await things.parked.list()).toMatchObject({ items: codec === 'lz4' ? [{}] : [] }),
    );
  });

  test('that a later release reads ends the stop by itself', async () => {
    await things.close();
    await database.query(
      `insert into inbox (message_id, topic, key, type, state) values ($1, $2, 'partition 0', 'unreadable-batch', 'failed')`,
      [`${topic.name}/0/0-0`, topic.name],
    );
    things = await startThings(database.appUrl, await kafkaBrokers(), prefix);
    await send(on(0, message('a', 1)));
    await eventually(async () => expect(await seen('a')).toEqual([1]));
    expect(await states('partition 0')).toEqual(['handled']);
  });
});

test('a handler that never ends: the watchdog ends the process', async () => {
  await things.close();
  things = await startThings(database.appUrl, await kafkaBrokers(), prefix, { stuckMs: 1500 });
  let release: (value?: unknown) => void = () => undefined;
  behaviour.set('stuck/1', () => new Promise((resolve) => (release = resolve)));
  await send(message('stuck', 1), message('good', 1));
  await eventually(() => expect(things.exits).toContain(1));
  release();
});

test('a partition that waits behind a slow one of the same broker is not taken for stuck', async () => {
  await things.close();
  things = await startThings(database.appUrl, await kafkaBrokers(), prefix, { stuckMs: 700, concurrency: 2 });
  const slow = Array.from({ length: 15 }, (_, n) => n);
  for (const n of slow) behaviour.set(`slow/${n}`, () => new Promise((resolve) => setTimeout(resolve, 150)));
  await send(...slow.map((n) => ({ ...message('slow', n), partition: 0 })));
  await eventually(async () => expect(await seen('slow')).toContain(0));
  await send({ ...message('waits', 1), partition: 1 });
  await eventually(async () => expect(await seen('waits')).toEqual([1]));
  expect(await seen('slow')).toEqual(slow);
  expect(things.exits).toEqual([]);
});

test('old notes are cleaned up; what is young, or waits for a person, stays', async () => {
  await things.close();
  const row = (id: string, state: string, days: number) =>
    database.query(
      `insert into inbox (message_id, topic, key, type, state, received_at) values ($1, 't', $1, 't', $2, now() - make_interval(days => $3))`,
      [id, state, days],
    );
  const remembered = (key: string, hours: number) =>
    database.query(
      `insert into idempotency (actor, route, key, request_hash, status, response, at) values ('a', 'r', $1, 'h', 200, '{}', now() - make_interval(hours => $2))`,
      [key, hours],
    );
  for (const state of ['handled', 'skipped', 'failed', 'waiting']) await row(`old ${state}`, state, 38);
  await row('young handled', 'handled', 36);
  await remembered('old', 25);
  await remembered('young', 23);
  things = await startThings(database.appUrl, await kafkaBrokers(), prefix, {
    cleanEveryMs: 50,
    retryEveryMs: 3_600_000,
  });
  const left = async (sql: string) => (await database.query<{ name: string }>(sql)).map(({ name }) => name);
  await eventually(async () => {
    expect(await left('select message_id as name from inbox order by 1')).toEqual([
      'old failed',
      'old waiting',
      'young handled',
    ]);
    expect(await left('select key as name from idempotency')).toEqual(['young']);
  });
});

test('two handlers of one topic are refused at boot', async () => {
  await expect(startThings(database.appUrl, await kafkaBrokers(), prefix, {}, TwiceModule)).rejects.toThrow(
    /two @OnMessage/,
  );
});
