// SPDX-License-Identifier: MPL-2.0
// A whole Indgang of its own for fault tests: the launcher with its four processes, a load on it, and what is left after.
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Kafka, logLevel } from 'kafkajs';
import pg from 'pg';
import { SERVICES, type ServiceName, topics } from '#contracts/topics';
import { copenhagenDate } from '#domain';
import { freePorts, requireFreePort } from '../stack/child.ts';
import { moveClock } from '../stack/clock.ts';
import type { DemoUserName } from '../stack/demo-users.ts';
import { requestToken } from '../stack/issuer.ts';
import { faultFile, root } from '../stack/state.ts';
import { type Acknowledged, type Fact, type History, type LogRecord, type Violation, violations } from './checker.ts';

export type Process = ServiceName | 'kafka' | 'postgres';
const TOPIC = topics.rentArrearsInternal.name;
/** Longer than any recovery that is asked for, so that what never comes is told from what comes late. */
export const RECOVERED_WITHIN_MS = 600_000;

interface Received {
  status: number;
  etag: string | null;
  // biome-ignore lint/suspicious/noExplicitAny: the load reads what the public APIs answer
  body: any;
}

export class World {
  readonly acknowledged: Acknowledged[] = [];
  /** The longest time the load had no answer at all, milliseconds. */
  longestSilenceMs = 0;
  readonly urls: Record<ServiceName, string>;
  private readonly tokens = new Map<DemoUserName, Promise<string>>();
  private launcher?: ChildProcess;
  /** What the launcher has said so far. */
  output = '';

  readonly state: string;
  private readonly ports: number[];

  private constructor(state: string, ports: number[]) {
    this.state = state;
    this.ports = ports;
    this.urls = Object.fromEntries(
      SERVICES.map((service, index) => [service, `http://127.0.0.1:${ports[index]}`]),
    ) as Record<ServiceName, string>;
  }

  /**
   * @param story whether the launcher plays the first story
   */
  static async start({ story = false }: { story?: boolean } = {}): Promise<World> {
    const world = new World(mkdtempSync(join(tmpdir(), 'indgang-faults-')), await findPorts());
    try {
      await world.launch({ story });
      return world;
    } catch (error) {
      await world.stop();
      throw error;
    }
  }

  /** Starts the launcher on this world's folder and ports, again after `stopLauncher`. */
  async launch({ story }: { story: boolean }): Promise<void> {
    this.output = '';
    const [agreements, referrals, incidents, notifications, ...rest] = this.ports.map(String);
    const [m1, m2, m3, m4, postgres, kafka, oidc] = rest;
    this.launcher = spawn(process.execPath, [join(root, 'tools/stack/main.ts'), ...(story ? [] : ['--no-story'])], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        NODE_OPTIONS: '--disable-warning=TimeoutNegativeWarning',
        NODE_ENV: 'test',
        INDGANG_STATE: this.state,
        LOG_LEVEL: story ? 'info' : 'warn',
        RATE_LIMIT_PER_MINUTE: '1000000',
        AGREEMENTS_PORT: agreements,
        REFERRALS_PORT: referrals,
        INCIDENTS_PORT: incidents,
        NOTIFICATIONS_PORT: notifications,
        AGREEMENTS_MANAGEMENT_PORT: m1,
        REFERRALS_MANAGEMENT_PORT: m2,
        INCIDENTS_MANAGEMENT_PORT: m3,
        NOTIFICATIONS_MANAGEMENT_PORT: m4,
        POSTGRES_PORT: postgres,
        KAFKA_PORT: kafka,
        OIDC_PORT: oidc,
      },
    });
    for (const stream of [this.launcher.stdout, this.launcher.stderr])
      stream?.on('data', (data: Buffer) => {
        this.output += data;
      });
    await this.until('the stack to be ready', async () => this.output.includes('Stop:  '));
    await this.remember();
  }

  /** Outbox rows are gone once sent: a trigger notes which facts were committed. Test databases only. */
  private async remember(): Promise<void> {
    for (const schema of ['incidents', 'agreements'] as const)
      await this.sql(schema, 'owner', [
        `create table if not exists ${schema}.committed (id uuid primary key, topic text, key text, version int, type text)`,
        `create or replace function ${schema}.note_committed() returns trigger language plpgsql security definer as $$
           begin insert into ${schema}.committed values (new.id, new.topic, new.key, (new.headers->>'caseversion')::int, new.headers->>'type'); return new; end $$`,
        `create or replace trigger note_committed after insert on ${schema}.outbox for each row execute function ${schema}.note_committed()`,
      ]);
  }

  /** Everything stops in order; the state stays. */
  async stopLauncher(): Promise<void> {
    const { launcher } = this;
    if (!launcher || launcher.exitCode !== null) return;
    const ended = new Promise((resolve) => launcher.once('exit', resolve));
    launcher.kill('SIGTERM');
    await ended;
  }

  async stop(): Promise<void> {
    await this.stopLauncher();
    rmSync(this.state, { recursive: true, force: true });
  }

  /** How often something was started again. */
  get restarts(): number {
    return this.output.match(/starts again/g)?.length ?? 0;
  }

  /** How often a service has ended by itself or was killed. */
  endsOf(service: ServiceName): number {
    return this.output.match(new RegExp(`${service} ended`, 'g'))?.length ?? 0;
  }

  pidOf(name: Process): number {
    const file = name === 'kafka' || name === 'postgres' ? `${name}/${name}.pid` : `run/${name}.pid`;
    return JSON.parse(readFileSync(join(this.state, file), 'utf8')).pid;
  }

  /** @returns whether there was a process: it may be down already and not up again yet */
  kill(name: Process, signal: NodeJS.Signals = 'SIGKILL'): boolean {
    try {
      return process.kill(this.pidOf(name), signal);
    } catch {
      return false;
    }
  }

  /**
   * The services start again and come to grief there, again in each life.
   * @param at `<fault point>:<nth hit>[:hang]`
   */
  async setFaultPoint(at: string, services: readonly ServiceName[] = SERVICES): Promise<void> {
    for (const service of services) this.setNextFaultPoint(service, at);
    const { restarts } = this;
    const killed = services.filter((service) => this.kill(service)).length;
    await this.until('the services to start again', async () => this.restarts >= restarts + killed);
  }

  /** Where it comes to grief once it has started again; null: nowhere. */
  setNextFaultPoint(service: ServiceName, at: string | null): void {
    const file = faultFile(service, this.state);
    if (at === null) rmSync(file, { force: true });
    else writeFileSync(file, at);
  }

  /** Waits until a service has ended, no longer than the supervisor takes to start it again. */
  async untilEnded(service: ServiceName, times: number): Promise<void> {
    await this.until(`${service} to end`, async () => this.endsOf(service) >= times, 50);
  }

  /** Whatever starts from now on has no fault. */
  removeFaultPoint(): void {
    for (const service of SERVICES) this.setNextFaultPoint(service, null);
  }

  /** Statements as a service's own role; retried while PostgreSQL is away. */
  async sql<Row = Record<string, unknown>>(
    service: ServiceName,
    role: 'app' | 'owner',
    statements: readonly string[],
  ): Promise<Row[]> {
    const passwords = JSON.parse(readFileSync(join(this.state, 'role-passwords.json'), 'utf8'));
    const address = `127.0.0.1:${this.ports[8]}/indgang`;
    let rows: Row[] = [];
    await this.until('PostgreSQL to answer', async () => {
      const client = new pg.Client({
        connectionString: `postgres://${service}_${role}:${passwords[service][role]}@${address}`,
      });
      client.on('error', () => undefined);
      try {
        await client.connect();
        for (const statement of statements) rows = (await client.query(statement)).rows;
        return true;
      } catch (error) {
        if (/syntax|does not exist|permission/.test((error as Error).message)) throw error;
        return false;
      } finally {
        await client.end().catch(() => undefined);
      }
    });
    return rows;
  }

  /** @throws Error with what the launcher said, when it never comes */
  async until(what: string, look: () => Promise<boolean>, everyMs?: number): Promise<void> {
    if (!(await this.comesTrue(look, everyMs)))
      throw new Error(`waited in vain for ${what}; the launcher said:\n${this.output.slice(-3000)}`);
  }

  /** @returns whether it did, in the time that any recovery takes */
  private async comesTrue(look: () => Promise<boolean>, everyMs = 250): Promise<boolean> {
    for (const end = Date.now() + RECOVERED_WITHIN_MS; !(await look()); await sleep(everyMs))
      if (Date.now() > end || this.launcher?.exitCode !== null) return false;
    return true;
  }

  /** Moves the clock of all services. */
  travel(to: string): void {
    moveClock(join(this.state, 'clock.json'), to);
  }

  token(user: DemoUserName): Promise<string> {
    const known = this.tokens.get(user) ?? requestToken(`http://127.0.0.1:${this.ports[10]}`, user);
    this.tokens.set(user, known);
    return known;
  }

  /**
   * One command, sent with one Idempotency-Key until it is answered: what a careful client does. 503 and a broken
   * connection are tried again; anything else that is not 2xx is a fault of the product.
   */
  async command(
    user: DemoUserName,
    service: ServiceName,
    path: string,
    body?: object,
    etag?: string | null,
  ): Promise<Received> {
    const headers = {
      authorization: `Bearer ${await this.token(user)}`,
      'idempotency-key': randomUUID(),
      ...(body && { 'content-type': 'application/json' }),
      ...(etag && { 'if-match': etag }),
    };
    let last = '';
    for (const end = Date.now() + RECOVERED_WITHIN_MS; Date.now() < end; await sleep(50)) {
      try {
        const response = await fetch(this.urls[service] + path, {
          method: 'POST',
          headers,
          ...(body && { body: JSON.stringify(body) }),
          signal: AbortSignal.timeout(15_000),
        });
        const answer = { status: response.status, etag: response.headers.get('etag'), body: await response.json() };
        if (response.ok) return answer;
        last = `${response.status} ${JSON.stringify(answer.body)}`;
        if (response.status !== 503) throw new Refused(`${path} answered ${last}`);
      } catch (error) {
        if (error instanceof Refused) throw error;
        last = String(error);
      }
    }
    throw new Error(`${path} was not answered: ${last}`);
  }

  /** Cases of four commands each, eight side by side, until `enough`. */
  async load(enough: () => boolean): Promise<void> {
    const today = copenhagenDate(new Date());
    this.longestSilenceMs = 0;
    let last = performance.now();
    const acknowledge = ({ body, etag }: Received) => {
      const now = performance.now();
      this.longestSilenceMs = Math.max(this.longestSilenceMs, now - last);
      last = now;
      this.acknowledged.push({ caseId: body.id, version: Number(etag?.replaceAll('"', '')), command: randomUUID() });
      return etag;
    };
    const oneCase = async () => {
      const opened = await this.command('landlord_admin', 'incidents', '/v1/rent-arrears', {
        landlordReference: `L-${randomUUID().slice(0, 8)}`,
        amountOere: 510_000,
        rentDueOn: '2026-08-01',
      });
      const path = `/v1/rent-arrears/${opened.body.id}`;
      let etag = acknowledge(opened);
      for (const action of ['acknowledge', 'assign'])
        etag = acknowledge(await this.command('single_entry', 'incidents', `${path}/${action}`, undefined, etag));
      const paid = { paidOn: today, amountOere: 510_000 };
      acknowledge(await this.command('landlord_admin', 'incidents', `${path}/confirm-tenant-paid`, paid, etag));
    };
    const worker = async () => {
      while (!enough()) await oneCase();
    };
    await Promise.all(Array.from({ length: 8 }, worker));
  }

  private kafka(retry?: { retries: number }): Kafka {
    const brokers = [`127.0.0.1:${this.ports[9]}`];
    return new Kafka({ clientId: 'faults', brokers, logLevel: logLevel.NOTHING, ...(retry && { retry }) });
  }

  /** Whether the broker answers now. */
  async hasKafka(): Promise<boolean> {
    const admin = this.kafka({ retries: 0 }).admin();
    try {
      await admin.connect();
      return true;
    } catch {
      return false;
    } finally {
      await admin.disconnect();
    }
  }

  /** Every message of a topic, with its headers, as it lies in the log. */
  async readLog(
    topic: string = TOPIC,
  ): Promise<(LogRecord & { value: Buffer | null; headers: Record<string, string> })[]> {
    const kafka = this.kafka();
    const admin = kafka.admin();
    await admin.connect();
    const ends = new Map(
      (await admin.fetchTopicOffsets(topic)).map(({ partition, high }) => [partition, Number(high)]),
    );
    await admin.disconnect();
    const wanted = new Map([...ends].filter(([, high]) => high > 0));
    const log: Awaited<ReturnType<World['readLog']>> = [];
    if (wanted.size === 0) return log;
    const consumer = kafka.consumer({ groupId: `faults-${randomUUID()}`, maxWaitTimeInMs: 50 });
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    await new Promise<void>((resolve, reject) => {
      consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
      void consumer.run({
        autoCommit: false,
        eachBatch: async ({ batch }) => {
          for (const { key, value, headers = {}, offset } of batch.messages) {
            const text = Object.fromEntries(Object.entries(headers).map(([name, header]) => [name, String(header)]));
            const [id = '', version] = [text.ce_id, Number(text.ce_caseversion)];
            log.push({
              id,
              key: String(key),
              version,
              partition: batch.partition,
              offset: Number(offset),
              value,
              headers: text,
            });
          }
          if (Number(batch.lastOffset()) + 1 >= (wanted.get(batch.partition) ?? 0)) wanted.delete(batch.partition);
          if (wanted.size === 0) resolve();
        },
      });
    });
    await consumer.disconnect();
    return log;
  }

  /**
   * Waits until everything that `owner` committed to a topic is sent, and handled by `reader`, or clearly never will be.
   * @param types the endings of those that the reader hears; default: all
   * @returns what was committed
   */
  async settled(owner: 'incidents' | 'agreements', topic: string, reader: ServiceName, types = ''): Promise<Fact[]> {
    await this.comesTrue(async () => {
      const [row] = await this.sql<{ n: number }>(owner, 'app', ['select count(*)::int as n from outbox']);
      return row?.n === 0;
    });
    const committed = await this.sql<Fact & { type: string }>(owner, 'owner', [
      `select id, key, version, type from committed where topic = '${topic}'`,
    ]);
    const heard = committed.filter(({ type }) => new RegExp(`(${types})\\.v1$`).test(type));
    // The row of a fact that was heard stands in the inbox for weeks.
    await this.comesTrue(async () => {
      const handled = new Set(await this.handled(reader, topic));
      return heard.every(({ id }) => handled.has(id));
    });
    return committed;
  }

  /** Ids of the messages that a service has handled. */
  async handled(reader: ServiceName, topic: string): Promise<string[]> {
    const sql = `select message_id as id from inbox where topic = '${topic}' and state = 'handled'`;
    return (await this.sql<{ id: string }>(reader, 'app', [sql])).map(({ id }) => id);
  }

  /** What there is once everything is sent and handled, and what of it is wrong. */
  async violations(): Promise<Violation[]> {
    return violations(await this.history());
  }

  private async history(): Promise<History> {
    const committed = await this.settled('incidents', TOPIC, 'notifications');
    const state = await this.sql<{ caseId: string; version: number }>('incidents', 'app', [
      'select id as "caseId", version from rent_arrears',
    ]);
    // One inbox item per fact speaks for it: a second effect of a redelivery would be a second item.
    const items = await this.sql<{ id: string; key: string }>('notifications', 'app', [
      `select split_part(source_id, ' ', 1) as id, case_ref as key from notification
        where case_kind = 'rent-arrears'
          and (recipient_role, subject) in (('single_entry', 'rent-arrears-reported'), ('landlord_admin', 'rent-arrears-received'),
              ('landlord_admin', 'rent-arrears-acting'), ('single_entry', 'rent-arrears-closed'))`,
    ]);
    const versions = new Map(committed.map(({ id, version }) => [id, version]));
    const applied = items.map(({ id, key }) => ({ id, key, version: versions.get(id) ?? 0 }));
    const newest = new Map<string, number>();
    for (const { key, version } of applied) newest.set(key, Math.max(version, newest.get(key) ?? 0));
    const log = await this.readLog();
    return {
      acknowledged: this.acknowledged,
      state,
      committed,
      log: log.filter(({ id }) => versions.has(id) || !id.startsWith('poison')),
      consumers: [
        { name: 'notifications', applied, state: [...newest].map(([caseId, version]) => ({ caseId, version })) },
      ],
    };
  }

  /** Sends messages into the topic as somebody else would: repeats and poison. */
  async send(
    messages: { key: string; value: Buffer | string | null; headers: Record<string, string> }[],
  ): Promise<void> {
    const producer = this.kafka().producer();
    await producer.connect();
    await producer.send({ topic: TOPIC, messages });
    await producer.disconnect();
  }

  /** GET as a demo user. @throws Error when the answer is not the page that was asked for */
  async get(user: DemoUserName, service: ServiceName, path: string): Promise<Received['body']> {
    const headers = { authorization: `Bearer ${await this.token(user)}` };
    const response = await fetch(this.urls[service] + path, { headers });
    const body = (await response.json()) as Received['body'];
    if (!response.ok) throw new Error(`GET ${path} as ${user} answered ${response.status} ${body.code}`);
    return body;
  }
}

class Refused extends Error {}

/** Four services, their management, PostgreSQL, Kafka (the tenth, with the one after it), issuer. */
async function findPorts(): Promise<number[]> {
  for (;;) {
    const ports = await freePorts(11);
    const controller = (ports[9] ?? 0) + 1;
    const isFree = await requireFreePort(controller, 'KAFKA_PORT', 'Kafka controller').then(
      () => true,
      () => false,
    );
    if (isFree && !ports.includes(controller)) return ports;
  }
}
