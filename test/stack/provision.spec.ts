// SPDX-License-Identifier: MPL-2.0

import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { CompressionTypes, ConfigResourceTypes } from 'kafkajs';
import pg from 'pg';
import { allTopics } from '#contracts/topics';
import {
  createTopics,
  eventually,
  freshDatabase,
  kafkaClient,
  readTopic,
  type TestDatabase,
  topicPrefix,
} from '#testing';
import { provisionTopics } from '../../tools/provision/kafka.ts';
import { provisionDatabase } from '../../tools/provision/postgres.ts';

async function as<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

// What they may do in the real schemas: test/database-roles.spec.ts.
describe('roles of a service', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await freshDatabase('incidents', []);
  });

  test('limits are on the roles', async () => {
    const settings = await as(database.appUrl, async (client) => [
      (await client.query('show search_path')).rows[0].search_path,
      (await client.query('show statement_timeout')).rows[0].statement_timeout,
      (await client.query('show idle_in_transaction_session_timeout')).rows[0].idle_in_transaction_session_timeout,
    ]);
    expect(settings).toEqual(['incidents', '5s', '10s']);
  });

  test('a database owner who is no superuser may provision, twice; a stranger may not connect afterwards', async () => {
    const name = `own_${randomBytes(6).toString('hex').replace(/\d/g, 'x')}`;
    await as(database.adminUrl, async (client) => {
      await client.query(`create role ${name} login createrole password 'p'`);
      await client.query(`create role ${name}_stranger login password 'p'`);
      await client.query(`create database ${name} owner ${name}`);
    });
    const address = new URL(database.adminUrl);
    const addressOf = (user: string) =>
      Object.assign(new URL(address), { pathname: name, username: user, password: 'p' }).href;
    const service = `${name}_service`;
    const passwords = { [service]: { owner: `o'1`, app: 'a/2 %' } };
    await provisionDatabase(addressOf(name), [service], passwords);
    const again = await provisionDatabase(addressOf(name), [service], passwords);
    const { ownerUrl, appUrl } = again[service]!;
    await as(ownerUrl, (client) => client.query('create table t (a int)'));
    await expect(as(appUrl, (client) => client.query('select * from t'))).rejects.toMatchObject({ code: '42501' });
    const similar = `select extensions.similarity('Prøvevej', 'Prøvevej') as same`;
    expect((await as(appUrl, (client) => client.query(similar))).rows).toEqual([{ same: 1 }]);
    await expect(as(addressOf(`${name}_stranger`), async () => {})).rejects.toMatchObject({ code: '42501' });
  });
});

describe('topics', () => {
  test('are created once; their compression is put right, what else differs is said and left alone', async () => {
    const kafka = await kafkaClient();
    const prefix = topicPrefix();
    const [first, second, third] = [allTopics[0]!, allTopics[1]!, allTopics[2]!];
    await createTopics(
      prefix,
      [{ ...first, partitions: 2, policy: first.policy === 'compact' ? 'delete' : 'compact' }],
      { 'compression.type': 'lz4', 'max.message.bytes': '5000000' },
    );
    const topics = [first, second, third];
    const { created, mended, differences } = await provisionTopics(kafka, topics, { prefix });
    expect(created).toEqual([prefix + second.name, prefix + third.name]);
    expect(mended).toEqual([`${prefix}${first.name} had compression.type=lz4, now it has uncompressed.`]);
    expect(differences.join('\n')).toContain(`${prefix}${first.name} has 2 partitions, planned are 6.`);
    expect(differences.join('\n')).toContain('cleanup.policy=');
    // A broker heeds a new setting a moment after it has taken it.
    await eventually(async () =>
      expect(await provisionTopics(kafka, topics, { prefix })).toEqual({ created: [], mended: [], differences }),
    );

    const admin = kafka.admin();
    await admin.connect();
    const settings = async (name: string) => {
      const resources = [{ type: ConfigResourceTypes.TOPIC, name: prefix + name }];
      const described = await admin.describeConfigs({ includeSynonyms: false, resources });
      return new Map(described.resources[0]!.configEntries.map((entry) => [entry.configName, entry.configValue]));
    };
    expect((await settings(first.name)).get('max.message.bytes')).toBe('5000000');
    expect((await settings(second.name)).get('compression.type')).toBe('uncompressed');
    await admin.disconnect();
  });

  test('what a client sends compressed is kept uncompressed, so that every codec can be read', async () => {
    const prefix = topicPrefix();
    const [one] = allTopics;
    await createTopics(prefix, [one!]);
    const producer = (await kafkaClient()).producer();
    await producer.connect();
    const value = 'x'.repeat(10_000);
    const topic = prefix + one!.name;
    await producer.send({ topic, compression: CompressionTypes.GZIP, messages: [{ value }] });
    // Of more than a message may have, once unpacked, the broker takes nothing.
    const bomb = { topic, compression: CompressionTypes.GZIP, messages: [{ value: 'x'.repeat(8_000_000) }] };
    await expect(producer.send(bomb)).rejects.toMatchObject({ type: 'MESSAGE_TOO_LARGE' });
    await producer.disconnect();
    expect((await readTopic(topic)).map((message) => message.value?.toString())).toEqual([value]);
  });
});
