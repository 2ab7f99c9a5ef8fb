// SPDX-License-Identifier: MPL-2.0
// The floor: raw node:http and pg, one prepared statement that makes the writes of the measured command and nothing
// else: no sign-in, no rules, no read. What a service could reach at most if it did only this.
import { fork } from 'node:child_process';
import { createServer, type IncomingMessage } from 'node:http';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import type { MeasuredCommand } from './command.ts';
import { POOL_SIZE, type System } from './system.ts';

interface Message {
  topic: string;
  key: string;
  headers: Record<string, unknown>;
  body: Record<string, unknown> | null;
}

/** What one command of the product wrote and answered. */
interface Sample {
  caseId: string;
  /** Changed columns of the case with their new values, without the version. */
  columns: Record<string, unknown>;
  audit: { actor_id: string; actor_kind: string; role: string; action: string; purpose: string; changes: unknown };
  messages: Message[];
  idempotency: { route: string; request_hash: string; status: number; response: { body: object } };
}

interface Settings {
  databaseUrl: string;
  table: string;
  sample: Sample;
}

const SCHEMA = 'bench_floor';

/** Catches what the product writes for one command. The floor writes the same columns, rows and bytes. */
export async function takeSample(
  system: System,
  { service, table }: MeasuredCommand,
  id: string,
  send: () => Promise<void>,
): Promise<Sample> {
  const row = async () =>
    (await system.sql(`select to_jsonb(c) as c from ${service}.${table} c where id = $1`, [id]))[0];
  // The relay removes outbox rows at once.
  await system.sql(`
    create table ${service}.bench_outbox (like ${service}.outbox);
    create function ${service}.bench_keep() returns trigger language plpgsql security definer as $$
      begin insert into ${service}.bench_outbox select new.*; return new; end $$;
    create trigger bench_keep before insert on ${service}.outbox for each row execute function ${service}.bench_keep()`);
  const before = (await row())?.c as Record<string, unknown>;
  await send();
  const after = (await row())?.c as Record<string, unknown>;
  const messages = await system.sql<Message & pg.QueryResultRow>(
    `select topic, key, headers, body from ${service}.bench_outbox order by position`,
  );
  await system.sql(`
    drop trigger bench_keep on ${service}.outbox; drop function ${service}.bench_keep(); drop table ${service}.bench_outbox`);
  const [audit] = await system.sql(
    `select actor_id, actor_kind, role, action, purpose, changes from ${service}.audit_log
      where case_id = $1 and changes is not null order by position desc limit 1`,
    [id],
  );
  const [idempotency] = await system.sql(
    `select route, request_hash, status, response from ${service}.idempotency order by at desc limit 1`,
  );
  const columns = Object.fromEntries(
    Object.entries(after).filter(
      ([name, value]) => name !== 'version' && JSON.stringify(value) !== JSON.stringify(before[name]),
    ),
  );
  return { caseId: id, columns, audit, messages, idempotency } as unknown as Sample;
}

/** Tables like the service's in a schema beside it, in the same cluster. */
export async function makeFloorTables(system: System, { service, table }: MeasuredCommand): Promise<void> {
  await system.sql(`create schema ${SCHEMA}`);
  for (const name of [table, 'audit_log', 'outbox', 'idempotency'])
    await system.sql(`create table ${SCHEMA}.${name} (like ${service}.${name} including all)`);
}

/** Copies the prepared cases. */
export async function seedFloor(system: System, { service, table }: MeasuredCommand, ids: string[]): Promise<void> {
  // Without what the database makes itself.
  const [named] = await system.sql(
    `select string_agg(column_name, ', ') as columns from information_schema.columns
      where table_schema = $1 and table_name = $2 and is_generated = 'NEVER'`,
    [service, table],
  );
  const { columns } = named as unknown as { columns: string };
  await system.sql(
    `insert into ${SCHEMA}.${table} (${columns}) select ${columns}
       from ${service}.${table} join unnest($1::uuid[]) with ordinality i(id, n) using (id) order by n`,
    [ids],
  );
}

/** Starts the floor program. @returns its port and pid */
export async function startFloor(
  system: System,
  { table }: MeasuredCommand,
  sample: Sample,
): Promise<{ port: number; pid: number; stop(): void }> {
  const child = fork(fileURLToPath(import.meta.url), [], { execArgv: [] });
  const port = await new Promise<number>((resolve, reject) => {
    child.once('message', (message) => resolve(message as number));
    child.once('exit', (code) => reject(new Error(`the floor ended with code ${code}`)));
    child.send({ databaseUrl: system.databaseUrl, table, sample } satisfies Settings);
  });
  return { port, pid: child.pid!, stop: () => void child.kill('SIGKILL') };
}

function serve({ databaseUrl, table, sample }: Settings): void {
  const { columns, audit, messages, idempotency } = sample;
  const pool = new pg.Pool({ connectionString: databaseUrl, max: POOL_SIZE, options: `-c search_path=${SCHEMA}` });
  pool.on('error', () => undefined);
  const names = Object.keys(columns);
  const $ = (offset: number) => `$${2 + names.length + offset}`;
  const text = `with changed as (
      update ${table} set version = version + 1${names.map((name, index) => `, ${name} = $${index + 3}`).join('')}
       where id = $1 and version = $2 returning id, version
    ), audited as (
      insert into audit_log (actor_id, actor_kind, role, action, case_id, case_version, purpose, changes)
      select ${$(1)}, ${$(2)}, ${$(3)}, ${$(4)}, id, version, ${$(5)}, ${$(6)}::jsonb from changed
    ), said as (
      insert into outbox (id, topic, key, headers, body)
      select m.id, m.topic, m.key, m.headers, m.body
        from changed, jsonb_to_recordset(${$(7)}::jsonb) as m(id uuid, topic text, key text, headers jsonb, body jsonb)
    ), answered as (
      insert into idempotency (actor, route, key, request_hash, status, response)
      select ${$(1)}, ${$(8)}, ${$(9)}, ${$(10)}, ${$(11)}::int, ${$(12)}::jsonb from changed
    ) select version from changed`;
  const constants = [audit.actor_id, audit.actor_kind, audit.role, audit.action, audit.purpose];
  const changes = JSON.stringify(audit.changes);

  const answer = async (request: IncomingMessage, received: string): Promise<string | undefined> => {
    if (received) JSON.parse(received);
    const caseId = request.url!.split('/')[3]!;
    const version = Number(request.headers['if-match']!.slice(1, -1));
    const outbox = messages.map(({ topic, key, headers, body }) => {
      const [id, about] = [uuidv7(), key === sample.caseId ? caseId : uuidv7()];
      return { id, topic, key: about, headers: { ...headers, id, subject: about, partitionkey: about }, body };
    });
    const body = { ...idempotency.response.body, id: caseId };
    const { rows } = await pool.query({
      name: 'command',
      text,
      values: [
        caseId,
        version,
        ...Object.values(columns).map((value) =>
          value !== null && typeof value === 'object' ? JSON.stringify(value) : value,
        ),
        ...constants,
        changes,
        JSON.stringify(outbox),
        idempotency.route,
        request.headers['idempotency-key'],
        idempotency.request_hash,
        idempotency.status,
        JSON.stringify({ ...idempotency.response, body }),
      ],
    });
    return rows.length ? JSON.stringify(body) : undefined;
  };
  const server = createServer((request, response) => {
    let received = '';
    request.on('data', (data) => (received += data));
    request.on('end', async () => {
      try {
        const body = await answer(request, received);
        response.writeHead(body ? 200 : 412, {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body ?? ''),
        });
        response.end(body);
      } catch (error) {
        const body = String(error);
        response.writeHead(500, { 'content-length': Buffer.byteLength(body) }).end(body);
      }
    });
  });
  server.keepAliveTimeout = 60_000;
  server.listen(0, '127.0.0.1', () => process.send!((server.address() as { port: number }).port));
}

if (process.send && process.argv[1] === fileURLToPath(import.meta.url)) {
  process.once('message', serve);
  process.once('disconnect', () => process.exit());
}
