// SPDX-License-Identifier: MPL-2.0
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import { type Migration, pendingMigrations } from '#persistence';

/** What is measured of every request; the relay and the consumers add their own to the same registry. */
export interface ServiceMetrics {
  registry: Registry;
  duration: Histogram<'action' | 'outcome'>;
  refusals: Counter<'code'>;
}

export function createMetrics(service: string): ServiceMetrics {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    duration: new Histogram({
      name: 'indgang_request_duration_seconds',
      help: 'Time from the first byte of a command or read to its answer.',
      labelNames: ['action', 'outcome'],
      buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
      registers,
    }),
    refusals: new Counter({
      name: 'indgang_refusals_total',
      help: 'Commands that a rule of the field refused.',
      labelNames: ['code'],
      registers,
    }),
  };
}

export interface Readiness {
  ready: boolean;
  stopping: boolean;
  database: 'answers' | 'unavailable';
  pendingMigrations: string[];
  consumers: 'running' | 'starting' | 'crashed' | 'none';
  /** Said, but no reason to be unready: commands work without Kafka and restarting us would not bring it back. */
  kafka: 'reachable' | 'unreachable';
  /** Where files lie, of a service that keeps any; no reason to be unready either: everything else works. */
  store?: 'answers' | 'unavailable';
  /** `<topic>/<partition>` of this process that wait before a batch which cannot be read; no reason to be unready either. */
  stoppedPartitions: readonly string[];
}

export interface ManagementOptions {
  databaseUrl: string;
  service: string;
  migrations: readonly Migration[];
  registry: Registry;
  messaging: () => Pick<Readiness, 'consumers' | 'kafka' | 'stoppedPartitions'>;
  /** Of a service that keeps files. */
  isStoreReady?: () => Promise<boolean>;
}

/** Health and metrics on a port of their own, with a database connection of its own: a full pool is not an outage. */
export class Management {
  stopping = false;
  private readonly pool: pg.Pool;
  private readonly server: Server;

  constructor(private readonly options: ManagementOptions) {
    this.pool = new pg.Pool({
      connectionString: options.databaseUrl,
      application_name: `${options.service} health`,
      max: 1,
      connectionTimeoutMillis: 2000,
      query_timeout: 2000,
      idleTimeoutMillis: 60_000,
      allowExitOnIdle: true,
    });
    this.pool.on('error', () => undefined); // the next question reports it
    this.server = createServer(async (request, response) => {
      const answer = (status: number, body: object) =>
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      try {
        const [path] = (request.url ?? '').split('?');
        if (!['GET', 'HEAD'].includes(request.method ?? '')) {
          response.setHeader('allow', 'GET, HEAD');
          answer(405, {});
        } else if (path === '/health/live') answer(200, { live: true });
        else if (path === '/health/ready') {
          const readiness = await this.readiness();
          answer(readiness.ready ? 200 : 503, readiness);
        } else if (path === '/metrics') {
          const text = await options.registry.metrics();
          response.writeHead(200, { 'content-type': options.registry.contentType }).end(text);
        } else answer(404, {});
      } catch {
        if (!response.headersSent) answer(500, {});
      }
    });
    this.server.requestTimeout = 10_000;
  }

  async readiness(): Promise<Readiness> {
    let database: Readiness['database'] = 'answers';
    let pending: string[] = [];
    try {
      const sql = { query: async <Row>(text: string) => (await this.pool.query(text)).rows as Row[] };
      pending = await pendingMigrations(sql, this.options.migrations);
    } catch {
      database = 'unavailable';
    }
    const messaging = this.options.messaging();
    const isStoreReady = await this.options.isStoreReady?.();
    const store = isStoreReady !== undefined && {
      store: isStoreReady ? ('answers' as const) : ('unavailable' as const),
    };
    const ready = !this.stopping && database === 'answers' && pending.length === 0 && messaging.consumers !== 'crashed';
    return { ready, stopping: this.stopping, database, pendingMigrations: pending, ...messaging, ...store };
  }

  /** @returns the address, such as `http://127.0.0.1:4203` */
  async listen(port: number, host: string): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, host, resolve);
    });
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await this.pool.end();
  }
}
