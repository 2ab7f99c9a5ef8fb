// SPDX-License-Identifier: MPL-2.0
// Four services in one database, provisioned and migrated as in production: what a stolen password of one role opens.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { SERVICES, type ServiceName } from '#contracts/topics';
import { migrate } from '#persistence';
import { freshDatabase, type TestDatabase } from '#testing';
import { provisionDatabase, type RolePasswords, type ServiceDatabase } from '../tools/provision/postgres.ts';
import { services } from './services.ts';

let database: TestDatabase;
let addresses: Record<ServiceName, ServiceDatabase>;
/** Of all services, each with a column that may be written. */
let tables: { service: ServiceName; table: string; column: string }[];

beforeAll(async () => {
  database = await freshDatabase('agreements', []);
  const passwords = Object.fromEntries(SERVICES.map((service) => [service, { owner: 'owner', app: 'app' }]));
  addresses = await provisionDatabase(database.adminUrl, SERVICES, passwords as Record<ServiceName, RolePasswords>);
  for (const service of SERVICES) await migrate(service, addresses[service].ownerUrl, services[service].migrations);
  tables = await database.query(
    `select table_schema as service, format('%s.%s', table_schema, table_name) as table, min(column_name) as column
       from information_schema.columns where table_schema = any($1) and is_identity = 'NO' group by 1, 2 order by 2`,
    [SERVICES],
  );
});
afterAll(async () => {
  await database?.drop();
});

/** Which of the statements whoever logs in at this address is denied. Nothing they do is kept. */
async function denied(url: string, statements: string[]): Promise<string[]> {
  const client = new pg.Client(url);
  await client.connect();
  const refused: string[] = [];
  try {
    for (const sql of statements) {
      await client.query('begin');
      try {
        await client.query(sql);
      } catch (error) {
        const { code } = error as { code: string };
        if (code === '42501') refused.push(sql);
        // An empty row that breaks a rule of its table was allowed to be written.
        else if (!code.startsWith('23')) throw new Error(sql, { cause: error });
      }
      await client.query('rollback');
    }
  } finally {
    await client.end();
  }
  return refused;
}

const tablesOf = (owner: ServiceName) => {
  const found = tables.filter(({ service }) => service === owner);
  // Audit log, list of migrations, outbox, inbox, remembered answers and at least one kind of case.
  expect(found.length).toBeGreaterThan(5);
  return found;
};
const reads = ({ table }: { table: string }) => [`select 1 from ${table}`];
const adds = ({ table }: { table: string }) => [`insert into ${table} default values`];
const changes = ({ table, column }: { table: string; column: string }) => [
  `update ${table} set ${column} = default`,
  `delete from ${table}`,
];
const rebuilds = ({ table, column }: { table: string; column: string }) => [
  `truncate ${table}`,
  `drop table ${table}`,
  `alter table ${table} add column mine int`,
  `create index on ${table} (${column})`,
];
const ROLES = SERVICES.flatMap((service) => [
  { role: `${service}_app`, service, login: 'appUrl' } as const,
  { role: `${service}_owner`, service, login: 'ownerUrl' } as const,
]);

test.each(ROLES)('$role is denied everything of the other three', async ({ service, login }) => {
  for (const other of SERVICES.filter((each) => each !== service)) {
    const statements = [
      ...tablesOf(other).flatMap((table) => [reads, adds, changes, rebuilds].flatMap((uses) => uses(table))),
      `select nextval('${other}.audit_log_position_seq')`,
      `create table ${other}.mine (a int)`,
      `set role ${other}_app`,
      `set role ${other}_owner`,
    ];
    expect(await denied(addresses[service][login], statements)).toEqual(statements);
  }
});

test('each of two locks holds by itself: no role has a right on the schema of another, nor on a table in it', async () => {
  const rights = await database.query(
    `select role, c.oid::regclass::text as table
       from pg_class c join pg_namespace n on n.oid = c.relnamespace, unnest($1::text[], $2::text[]) as r(role, own)
      where c.relkind = 'r' and n.nspname = any($2) and n.nspname <> own
        and (has_schema_privilege(role, n.oid, 'usage, create')
          or has_table_privilege(role, c.oid, 'select, insert, update, delete, truncate, references, trigger'))`,
    [ROLES.map(({ role }) => role), ROLES.map(({ service }) => service)],
  );
  expect(rights).toEqual([]);
});

test.each(
  SERVICES,
)('%s_app may do what a running service does: not change its past, its list of migrations or its schema', async (service) => {
  const own = tablesOf(service);
  const named = (name: string) => own.filter(({ table }) => table === `${service}.${name}`);
  const forbidden = [
    ...named('audit_log').flatMap(changes),
    ...named('case_step').flatMap(changes),
    ...named('migrations').flatMap((table) => [...adds(table), ...changes(table)]),
    ...own.flatMap(rebuilds),
    `create table ${service}.mine (a int)`,
    'create table public.mine (a int)',
    'create temporary table mine (a int)',
    'create schema mine',
    `alter role ${service}_app superuser`,
    `set role ${service}_owner`,
  ];
  const allowed = own
    .flatMap((table) => [reads, adds, changes].flatMap((uses) => uses(table)))
    .filter((sql) => !forbidden.includes(sql));
  expect(allowed).toContain(`insert into ${service}.audit_log default values`);
  expect(await denied(addresses[service].appUrl, [...allowed, ...forbidden])).toEqual(forbidden);
});
