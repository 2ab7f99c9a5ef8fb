// SPDX-License-Identifier: MPL-2.0
// PostgreSQL, Kafka and issuer of its own in a throw-away folder, and services as they run in production.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Kafka, logLevel } from 'kafkajs';
import pg from 'pg';
import { allTopics, SERVICES, type ServiceName } from '#contracts/topics';
import { provisionTopics } from '../provision/kafka.ts';
import { provisionDatabase, type ServiceDatabase } from '../provision/postgres.ts';
import { type Child, freePorts, startChild, tail } from '../stack/child.ts';
import type { DemoUserName } from '../stack/demo-users.ts';
import { requestToken } from '../stack/issuer.ts';
import { startKafka } from '../stack/kafka.ts';
import { startPostgres } from '../stack/postgres.ts';
import { root } from '../stack/state.ts';
import { newVaultKeys } from '../stack/vault-keys.ts';

/** Connections of the service's pool and of the floor's alike; the service's default. */
export const POOL_SIZE = 10;

export interface Service {
  name: ServiceName;
  port: number;
  managementPort: number;
  child: Child;
  /** From the start of the process until /health/ready answers 200. */
  startMs: number;
}

/** CPU time so far, milliseconds. */
export interface Cpu {
  postgres: number;
  kafka: number;
  server: number;
}

export class System {
  readonly folder = mkdtempSync(join(tmpdir(), 'indgang-bench-'));
  databaseUrl = '';
  brokers = '';
  private issuer = '';
  private readonly vaultKeys = JSON.stringify(newVaultKeys());
  private databases = {} as Record<ServiceName, ServiceDatabase>;
  private readonly stops: (() => Promise<unknown>)[] = [];
  private readonly pools: pg.Pool[] = [];
  readonly services = new Map<ServiceName, Service>();

  static async start(): Promise<System> {
    const system = new System();
    try {
      await system.startParts();
      return system;
    } catch (error) {
      await system.stop();
      throw error;
    }
  }

  private async startParts(): Promise<void> {
    const at = (name: string) => join(this.folder, name);
    const started = async <T extends { stop(): Promise<void> }>(starting: Promise<T>): Promise<T> => {
      const part = await starting;
      this.stops.push(() => part.stop());
      return part;
    };
    const outcomes = await Promise.allSettled([
      started(startPostgres({ dataDir: at('postgres') })).then(({ url }) => {
        this.databaseUrl = url;
      }),
      started(startKafka({ dataDir: at('kafka') })).then(({ brokers }) => {
        this.brokers = brokers;
      }),
      this.startIssuer(),
    ]);
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
    const passwords = Object.fromEntries(SERVICES.map((name) => [name, { owner: 'owner', app: 'app' }]));
    [this.databases] = await Promise.all([
      provisionDatabase(this.databaseUrl, SERVICES, passwords as Record<ServiceName, { owner: string; app: string }>),
      provisionTopics(this.kafka(), allTopics),
    ]);
    await Promise.all(SERVICES.map((name) => this.migrate(name)));
  }

  /** In a process of its own, so that signing tokens is not done where something is measured. */
  private async startIssuer(): Promise<void> {
    const port = (await freePorts(1))[0]!;
    const log = join(this.folder, 'issuer.log');
    const child = startChild({
      command: process.execPath,
      args: [
        join(root, 'tools/stack/part.ts'),
        'issuer',
        '--port',
        String(port),
        '--folder',
        join(this.folder, 'issuer'),
      ],
      log,
      pidFile: join(this.folder, 'issuer.pid'),
      mark: this.folder,
      deathSignal: 'KILL',
    });
    this.stops.push(() => child.stop());
    this.issuer = `http://127.0.0.1:${port}`;
    await until(`the issuer; it said:\n${tail(log)}`, async () => tail(log).includes('OIDC_ISSUER='));
  }

  private async migrate(name: ServiceName): Promise<void> {
    const file = join(root, 'dist/apps', name, 'src/migrate.js');
    const env = { ...process.env, DATABASE_URL: this.databases[name].ownerUrl };
    const child = spawn(process.execPath, [file], { env, stdio: ['ignore', 'ignore', 'inherit'] });
    const code = await new Promise((resolve) => child.once('close', resolve));
    if (code !== 0) throw new Error(`the migrations of ${name} ended with ${code}: is it built (npm run build)?`);
  }

  /** Starts a service and waits until it is ready. @param nodeArgs such as --cpu-prof */
  async startService(
    name: ServiceName,
    { nodeArgs = [], env = {} }: { nodeArgs?: string[]; env?: NodeJS.ProcessEnv } = {},
  ): Promise<Service> {
    const [port, managementPort] = (await freePorts(2)) as [number, number];
    const log = join(this.folder, `${name}.log`);
    const main = join(root, 'dist/apps', name, 'src/main.js');
    const began = performance.now();
    const child = startChild({
      command: process.execPath,
      args: ['--disable-warning=TimeoutNegativeWarning', ...nodeArgs, main],
      env: () => ({
        ...process.env,
        NODE_ENV: 'development', // in production an issuer without TLS is refused
        HOST: '127.0.0.1',
        PORT: String(port),
        MANAGEMENT_PORT: String(managementPort),
        DATABASE_URL: this.databases[name].appUrl,
        DATABASE_POOL_SIZE: String(POOL_SIZE),
        KAFKA_BROKERS: this.brokers,
        OIDC_ISSUER: this.issuer,
        DRAIN_SECONDS: '0',
        PUBLIC_URL: `http://127.0.0.1:${port}`,
        RATE_LIMIT_PER_MINUTE: '10000000',
        ...(name === 'referrals' && { VAULT_KEYS: this.vaultKeys }),
        ...env,
      }),
      log,
      pidFile: join(this.folder, `${name}.pid`),
      mark: main,
      deathSignal: 'KILL',
    });
    let gone = false;
    void child.exited.then(() => {
      gone = true;
    });
    const isReady = async () => {
      if (gone) throw new Error(`${name} ended while starting:\n${tail(log)}`);
      return (await status(managementPort, '/health/ready')) === 200;
    };
    await until(`${name} to be ready`, isReady, 5);
    const service = { name, port, managementPort, child, startMs: performance.now() - began };
    this.services.set(name, service);
    return service;
  }

  /** @returns how long it took, milliseconds */
  async stopService(name: ServiceName): Promise<number> {
    const began = performance.now();
    await this.services.get(name)?.child.stop('SIGTERM', 30_000);
    this.services.delete(name);
    return performance.now() - began;
  }

  async stopServices(): Promise<void> {
    await Promise.all([...this.services.keys()].map((name) => this.stopService(name)));
  }

  async stop(): Promise<void> {
    await this.stopServices();
    await Promise.all(this.pools.map((pool) => pool.end()));
    for (const stop of this.stops.reverse()) await stop().catch(() => undefined);
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** As superuser of the throw-away cluster, in the schema of a service. */
  async sql<Row extends pg.QueryResultRow = Record<string, unknown>>(
    text: string,
    values: readonly unknown[] = [],
  ): Promise<Row[]> {
    if (!this.pools.length) {
      const pool = new pg.Pool({ connectionString: this.databaseUrl, max: 2 });
      pool.on('error', () => undefined);
      this.pools.push(pool);
    }
    return (await this.pools[0]!.query<Row>(text, values as unknown[])).rows;
  }

  token(user: DemoUserName): Promise<string> {
    return requestToken(this.issuer, user);
  }

  kafka(): Kafka {
    return new Kafka({ clientId: 'bench', brokers: [this.brokers], logLevel: logLevel.NOTHING });
  }

  /** Everything committed is on Kafka. @returns seconds it took */
  async outboxIsEmpty(service: ServiceName): Promise<number> {
    const began = performance.now();
    await until(
      'the outbox to be sent',
      async () => !(await this.sql(`select 1 from ${service}.outbox limit 1`)).length,
    );
    return (performance.now() - began) / 1000;
  }

  pidOf(part: 'postgres' | 'kafka' | 'issuer'): number {
    const file = part === 'issuer' ? 'issuer.pid' : `${part}/${part}.pid`;
    return JSON.parse(readFileSync(join(this.folder, file), 'utf8')).pid;
  }

  cpu(serverPid: number): Cpu {
    const postgres = family(this.pidOf('postgres')).reduce((sum, pid) => sum + cpuMs(pid), 0);
    // Backends that have ended are counted by the postmaster.
    return {
      postgres: postgres + childrenCpuMs(this.pidOf('postgres')),
      kafka: cpuMs(this.pidOf('kafka')),
      server: cpuMs(serverPid),
    };
  }
}

/** A process and its descendants (Linux). */
export function family(pid: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const fields = statOf(Number(name));
    if (fields) parents.set(Number(name), Number(fields[1]));
  }
  const all = [pid];
  for (const one of all) for (const [child, parent] of parents) if (parent === one) all.push(child);
  return all;
}

/** Fields of /proc/<pid>/stat from the third on: state, parent, … */
function statOf(pid: number): string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

/** The kernel counts in hundredths of a second. */
const TICK_MS = 10;
const cpuMs = (pid: number): number => {
  const fields = statOf(pid);
  return fields ? (Number(fields[11]) + Number(fields[12])) * TICK_MS : 0;
};
const childrenCpuMs = (pid: number): number => {
  const fields = statOf(pid);
  return fields ? (Number(fields[13]) + Number(fields[14])) * TICK_MS : 0;
};

/** Proportional share of memory, MiB: what is shared by several processes counts once (Linux). */
export function pssMiB(pid: number): number {
  const kilobytes = /^Pss: +(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1];
  return Number(kilobytes) / 1024;
}

export function rssMiB(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}

export async function until(what: string, look: () => Promise<boolean>, everyMs = 20): Promise<void> {
  for (const end = Date.now() + 120_000; !(await look()); await sleep(everyMs))
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
}

/** Status of an answer, 0 when nobody answers; the lightest of clients. */
function status(port: number, path: string): Promise<number> {
  return new Promise((resolve) => {
    const asked = request({ port, path, host: '127.0.0.1', agent: false, timeout: 2000 }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    asked.on('error', () => resolve(0));
    asked.end();
  });
}

/** A folder for what a run leaves to read, such as profiles. */
export function folderFor(name: string): string {
  const folder = join(root, '.indgang', name);
  mkdirSync(folder, { recursive: true });
  return folder;
}
