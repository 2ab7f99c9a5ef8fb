// SPDX-License-Identifier: MPL-2.0
import pg from 'pg';
import { DataSource, type MigrationInterface } from 'typeorm';
import type { Sql } from './database.js';
import { grantRuntime } from './runtime-grants.js';

export type Migration = new () => MigrationInterface;

// One number for all services: each has its own database or waits a moment for the other.
const MIGRATION_LOCK = 4_201_001;

/**
 * Brings one service's schema up to date with the owner role, under an advisory lock: two replicas that migrate at once
 * would kill one another. Needs a direct connection (a session lock does not survive a transaction pooler).
 * @param url `postgres://…` of `<service>_owner`
 * @returns names of the migrations that ran
 */
export async function migrate(service: string, url: string, migrations: readonly Migration[]): Promise<string[]> {
  const lock = new pg.Client({
    connectionString: url,
    application_name: `${service} migrate`,
    connectionTimeoutMillis: 5000,
  });
  await lock.connect();
  // The lock's holder being killed is seen by the next query; without a listener it would end the process.
  lock.on('error', () => undefined);
  try {
    await lock.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const dataSource = new DataSource({
      type: 'postgres',
      url,
      applicationName: `${service} migrate`,
      migrations: [...migrations],
      uuidExtension: 'pgcrypto',
      installExtensions: false,
      poolSize: 2,
      extra: { options: '-c lock_timeout=3s' },
    });
    await dataSource.initialize();
    try {
      const ran = await dataSource.runMigrations({ transaction: 'each' });
      await dataSource.query(grantRuntime(service));
      return ran.map(({ name }) => name);
    } finally {
      await dataSource.destroy();
    }
  } finally {
    await lock.end();
  }
}

/** Migrations that this release has and the database has not run. A service does not start while there are any. */
export async function pendingMigrations(sql: Sql, migrations: readonly Migration[]): Promise<string[]> {
  const [table] = await sql.query<{ exists: boolean }>(`select to_regclass('migrations') is not null as exists`);
  const ran = table?.exists ? await sql.query<{ name: string }>('select name from migrations') : [];
  const names = new Set(ran.map(({ name }) => name));
  return migrations.map(({ name }) => name).filter((name) => !names.has(name));
}

/** The one-shot step `node dist/apps/<service>/src/migrate.js`: owner URL in DATABASE_URL; exit code 1 with a sentence. */
export async function runMigrate(service: string, migrations: readonly Migration[]): Promise<void> {
  const url = process.env.DATABASE_URL;
  try {
    if (!url) throw new Error(`set DATABASE_URL to the address of the role ${service}_owner`);
    const ran = await migrate(service, url, migrations);
    console.log(ran.length ? `${service}: ran ${ran.join(', ')}` : `${service}: nothing to migrate`);
  } catch (error) {
    console.error(`${service}: migration failed: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}
