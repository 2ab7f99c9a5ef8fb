// SPDX-License-Identifier: MPL-2.0

import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { allTopics, SERVICES } from '#contracts/topics';
import { plumbingTables1 } from '#persistence';
import { createTopics, freshDatabase, kafkaClient, type TestDatabase, topicPrefix } from '#testing';
import { provisionTopics } from '../../tools/provision/kafka.ts';
import { provisionDatabase } from '../../tools/provision/postgres.ts';

class Plumbing1700000000000 {
  async up(runner: { query(sql: string): Promise<unknown> }) {
    await runner.query(plumbingTables1);
  }
  async down() {}
}
const migrations = [Plumbing1700000000000];

async function as<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

describe('roles of a service', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await freshDatabase('incidents', migrations as never);
  });

  const roleUrl = (service: string, kind: 'app' | 'owner') => {
    const url = new URL(database.adminUrl);
    url.username = `${service}_${kind}`;
    url.password = kind;
    return url.href;
  };

  test('the running service reads and writes its tables', async () => {
    const rows = await as(database.appUrl, async (client) => {
      await client.query(`insert into idempotency values ('k', 'a', 'r', 'h', 200, '{}')`);
      await client.query(`update idempotency set status = 201`);
      return (await client.query('delete from idempotency returning status')).rows;
    });
    expect(rows).toEqual([{ status: 201 }]);
  });

  test.each([
    'update audit_log set role = $$x$$',
    'delete from audit_log',
    'truncate audit_log',
  ])('denied: %s', async (sql) => {
    await as(database.appUrl, (client) =>
      client.query(
        `insert into audit_log (actor_id, actor_kind, role, action, purpose) values ('a', 'system', 'r', 'x', 'p')`,
      ),
    );
    await expect(as(database.appUrl, (client) => client.query(sql))).rejects.toMatchObject({ code: '42501' });
  });

  test('the running service cannot forget a migration or change the schema', async () => {
    for (const sql of [
      'delete from migrations',
      'create table mine (a int)',
      'drop table outbox',
      'create table public.mine (a int)',
    ])
      await expect(as(database.appUrl, (client) => client.query(sql))).rejects.toMatchObject({ code: '42501' });
  });

  test.each(SERVICES.filter((service) => service !== 'incidents'))('%s sees nothing of incidents', async (service) => {
    for (const kind of ['app', 'owner'] as const)
      for (const sql of ['select * from incidents.audit_log', 'insert into incidents.outbox default values'])
        await expect(as(roleUrl(service, kind), (client) => client.query(sql))).rejects.toMatchObject({
          code: '42501',
        });
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
    await expect(as(addressOf(`${name}_stranger`), async () => {})).rejects.toMatchObject({ code: '42501' });
  });
});

describe('topics', () => {
  test('are created once; what differs is said and left alone', async () => {
    const kafka = await kafkaClient();
    const prefix = topicPrefix();
    const [first, second, third] = [allTopics[0]!, allTopics[1]!, allTopics[2]!];
    await createTopics(prefix, [
      { ...first, partitions: 2, policy: first.policy === 'compact' ? 'delete' : 'compact' },
    ]);
    const topics = [first, second, third];
    const { created, differences } = await provisionTopics(kafka, topics, { prefix });
    expect(created).toEqual([prefix + second.name, prefix + third.name]);
    expect(differences.join('\n')).toContain(`${prefix}${first.name} has 2 partitions, planned are 6.`);
    expect(differences.join('\n')).toContain('cleanup.policy=');
    const again = await provisionTopics(kafka, topics, { prefix });
    expect(again.created).toEqual([]);
    expect(again.differences).toEqual(differences);
  });
});
