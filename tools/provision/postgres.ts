// SPDX-License-Identifier: MPL-2.0
import pg from 'pg';

/** As search looks for it (libs/persistence/src/search-functions.ts). */
const EXTENSIONS = 'extensions';

/** Passwords of a service's two roles. */
export interface RolePasswords {
  owner: string;
  app: string;
}

/** Addresses of one service in its database. */
export interface ServiceDatabase {
  /** `<service>_owner`: owns schema and tables, used by the migrate step only. */
  ownerUrl: string;
  /** `<service>_app`: reads and writes rows, used by the running service. */
  appUrl: string;
}

/**
 * Makes or corrects schema, roles, rights and limits of each service. Rights on tables follow each
 * migration (`grantRuntime`). Idempotent; needs PostgreSQL >= 15 and a role that may create roles and owns the database.
 * @param adminUrl the database that will hold the schemas
 */
export async function provisionDatabase<Service extends string>(
  adminUrl: string,
  services: readonly Service[],
  passwords: Readonly<Record<Service, RolePasswords>>,
): Promise<Record<Service, ServiceDatabase>> {
  const client = new pg.Client({ connectionString: adminUrl, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    // One provisioning at a time: roles are shared by all databases of the server.
    await client.query(`select pg_advisory_lock(hashtext('indgang provisioning'))`);
    const { rows } = await client.query<{ version: number; database: string; me: string; superuser: boolean }>(
      `select current_setting('server_version_num')::int as version, quote_ident(current_database()) as database,
              quote_ident(current_user) as me, rolsuper as superuser
         from pg_roles where rolname = current_user`,
    );
    const { version, database, me, superuser } = rows[0]!;
    if (version < 150_000) throw new Error(`PostgreSQL 15 or newer is needed; this is ${version / 10_000}.`);
    await client.query(`revoke all on schema public from public`);
    await client.query(`revoke all on database ${database} from public`);
    const extensions = await provisionSimilarity(client);
    for (const service of services)
      await provisionService(client, service, passwords[service], { database, me, superuser, extensions });
  } finally {
    await client.end();
  }
  const url = (user: string, password: string) => {
    const address = new URL(adminUrl);
    address.username = user;
    address.password = encodeURIComponent(password);
    return address.href;
  };
  const addresses = services.map((service) => [
    service,
    {
      ownerUrl: url(`${service}_owner`, passwords[service].owner),
      appUrl: url(`${service}_app`, passwords[service].app),
    },
  ]);
  return Object.fromEntries(addresses);
}

/**
 * `pg_trgm`, by which search finds what was typed with a slip, in a schema of its own. A trusted extension: who owns the database
 * may make it, where the server has it. Without it everything else works.
 * @returns whether it is there
 */
async function provisionSimilarity(client: pg.Client): Promise<boolean> {
  try {
    await client.query(`create schema if not exists ${EXTENSIONS}`);
    await client.query(`create extension if not exists pg_trgm with schema ${EXTENSIONS}`);
  } catch (error) {
    const { code } = error as { code?: string };
    // The server has no such extension, or this role may not make it.
    if (!['0A000', '58P01', '42501'].includes(code ?? '')) throw error;
    console.warn(`PostgreSQL: without pg_trgm (${(error as Error).message}) search finds nothing that was mistyped.`);
    return false;
  }
  const { rows } = await client.query(
    `select from pg_extension e join pg_namespace n on n.oid = e.extnamespace where extname = 'pg_trgm' and nspname = $1`,
    [EXTENSIONS],
  );
  return rows.length > 0;
}

async function provisionService(
  client: pg.Client,
  service: string,
  passwords: RolePasswords,
  { database, me, superuser, extensions }: { database: string; me: string; superuser: boolean; extensions: boolean },
): Promise<void> {
  if (!/^[a-z][a-z_]*$/.test(service)) throw new Error(`not a name of a service: ${service}`);
  const owner = `${service}_owner`;
  const app = `${service}_app`;
  for (const [role, password] of [[owner, passwords.owner] as const, [app, passwords.app] as const]) {
    const known = await client.query('select 1 from pg_roles where rolname = $1', [role]);
    if (known.rowCount === 0) await client.query(`create role ${role}`);
    await client.query(`alter role ${role} login password ${pg.escapeLiteral(password)}`);
    await client.query(`alter role ${role} set search_path = ${service}`);
    await client.query(`alter role ${role} set idle_in_transaction_session_timeout = '10s'`);
    await client.query(`grant connect on database ${database} to ${role}`);
    if (extensions) await client.query(`grant usage on schema ${EXTENSIONS} to ${role}`);
  }
  await client.query(`alter role ${app} set statement_timeout = '5s'`);
  // No lock_timeout for the owner: it would also end the wait of a second migrator; the migration runner sets it.
  // Only a superuser may give a schema to a role that it is not a member of.
  if (!superuser) await client.query(`grant ${owner} to ${me}`);
  await client.query(`create schema if not exists ${service} authorization ${owner}`);
  await client.query(`grant usage on schema ${service} to ${app}`);
  if (!superuser) await client.query(`revoke ${owner} from ${me}`);
}
