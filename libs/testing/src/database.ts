// SPDX-License-Identifier: MPL-2.0
import { createHash, randomUUID } from 'node:crypto';
import pg from 'pg';
import { SERVICES, type ServiceName } from '#contracts/topics';
import { type Migration, migrate } from '#persistence';
import { askStack } from './stack.js';

export interface TestDatabase {
  readonly name: string;
  /** Superuser, for looking at things no role may see. */
  readonly adminUrl: string;
  /** `<service>_owner` */
  readonly ownerUrl: string;
  /** `<service>_app`: what the service runs with. */
  readonly appUrl: string;
  /** One statement as superuser with the service's search path; rows with snake_case columns. */
  query<Row = Record<string, unknown>>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Disconnects whoever is connected and removes the database. Optional: the server goes with the run. */
  drop(): Promise<void>;
}

interface Server {
  adminUrl: string;
  services: Record<ServiceName, { ownerUrl: string; appUrl: string }>;
}

/**
 * A database of one's own, with the service's schema migrated: copied from a template that the first caller makes.
 * @param migrations the service's list, as in its `migrations/index.ts`
 */
export async function freshDatabase(service: ServiceName, migrations: readonly Migration[]): Promise<TestDatabase> {
  const server = await askStack<Server>('postgres', { services: SERVICES.join() });
  const address = (url: string, database: string) => url.replace(/\/[^/]+$/, `/${database}`);
  const maintenance = address(server.adminUrl, 'postgres');
  const template = await templateDatabase(service, migrations, server, address);
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  // By files: page by page through the write-ahead log takes four times as long.
  await run(maintenance, `create database ${name} template ${template} strategy file_copy`);
  const adminUrl = address(server.adminUrl, name);
  // One connection, kept: a walk over a whole API looks thousands of times. It keeps no process alive.
  const pool = new pg.Pool({
    connectionString: `${adminUrl}?options=-c%20search_path%3D${service}`,
    max: 1,
    idleTimeoutMillis: 0,
    allowExitOnIdle: true,
  });
  pool.on('error', () => undefined); // the server went: the next query says so
  return {
    name,
    adminUrl,
    ownerUrl: address(server.services[service].ownerUrl, name),
    appUrl: address(server.services[service].appUrl, name),
    query: async (sql, values = []) => (await pool.query(sql, [...values])).rows,
    drop: async () => {
      await pool.end();
      await run(maintenance, `drop database ${name} with (force)`);
    },
  };
}

/** Named after the text of the migrations, made under a lock: test files in other processes want it too. */
async function templateDatabase(
  service: ServiceName,
  migrations: readonly Migration[],
  server: Server,
  address: (url: string, database: string) => string,
): Promise<string> {
  const text = migrations.map((migration) => migration.name + migration.prototype.up).join();
  const name = `template_${service}_${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;
  const client = new pg.Client(address(server.adminUrl, 'postgres'));
  await client.connect();
  try {
    await client.query('select pg_advisory_lock(hashtext($1))', [name]);
    const known = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (known.rowCount === 0) {
      await client.query(`drop database if exists ${name}_new with (force)`);
      await client.query(`create database ${name}_new template indgang strategy file_copy`);
      await migrate(service, address(server.services[service].ownerUrl, `${name}_new`), migrations);
      await client.query(`alter database ${name}_new rename to ${name}`);
    }
    return name;
  } finally {
    await client.end();
  }
}

async function run<Row>(url: string, sql: string, values: readonly unknown[] = []): Promise<Row[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query(sql, [...values])).rows;
  } finally {
    await client.end();
  }
}
