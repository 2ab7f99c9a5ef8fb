// SPDX-License-Identifier: MPL-2.0
// Four services in one database, with their real schemas: what a stolen password of one of them opens.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { SERVICES, type ServiceName } from '#contracts/topics';
import { migrate } from '#persistence';
import { freshDatabase, type TestDatabase } from '#testing';
import { parts } from './services.ts';

let database: TestDatabase;
let client: pg.Client;
beforeAll(async () => {
  database = await freshDatabase('agreements', parts.agreements.migrations);
  for (const service of SERVICES)
    await migrate(
      service,
      database.ownerUrl.replace('agreements_owner', `${service}_owner`),
      parts[service].migrations,
    );
  client = new pg.Client(database.adminUrl);
  await client.connect();
});
afterAll(async () => {
  await client?.end();
  await database?.drop();
});

/** The error code, or what went through. */
async function outcome(role: string, sql: string): Promise<string> {
  await client.query('begin');
  try {
    await client.query(`set local role ${role}`);
    await client.query(sql);
    return `${sql} went through`;
  } catch (error) {
    return (error as { code: string }).code;
  } finally {
    await client.query('rollback');
  }
}
const tablesOf = async (service: ServiceName): Promise<string[]> => {
  const { rows } = await client.query(`select tablename from pg_tables where schemaname = $1`, [service]);
  return rows.map(({ tablename }) => `${service}.${tablename}`);
};
const uses = (table: string) => [
  `select 1 from ${table}`,
  `insert into ${table} default values`,
  `delete from ${table}`,
  `truncate ${table}`,
  `drop table ${table}`,
];

test.each(
  SERVICES.flatMap((service) => [`${service}_app`, `${service}_owner`]),
)('%s is denied every table of the others', async (role) => {
  for (const other of SERVICES.filter((service) => !role.startsWith(service))) {
    const tables = await tablesOf(other);
    expect(tables.length).toBeGreaterThan(5);
    for (const sql of tables.flatMap(uses)) expect([sql, await outcome(role, sql)]).toEqual([sql, '42501']);
    expect(await outcome(role, `create table ${other}.mine (a int)`)).toBe('42501');
  }
});

test.each(SERVICES)('%s_app cannot change the past of its audit log, nor its own schema', async (service) => {
  const role = `${service}_app`;
  expect(await outcome(role, `select 1 from ${service}.audit_log`)).toContain('went through');
  for (const sql of [
    `update ${service}.audit_log set role = 'x'`,
    `delete from ${service}.audit_log`,
    `truncate ${service}.audit_log`,
    `create table ${service}.mine (a int)`,
    ...(await tablesOf(service)).flatMap((table) => [
      `drop table ${table}`,
      `alter table ${table} add column mine int`,
    ]),
  ])
    expect([sql, await outcome(role, sql)]).toEqual([sql, '42501']);
});
