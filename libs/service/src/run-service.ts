// SPDX-License-Identifier: MPL-2.0
import { setTimeout as sleep } from 'node:timers/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import { createMessaging } from '#messaging';
import { Database, type DatabaseOptions, isUnavailable, pendingMigrations, Sweeper } from '#persistence';
import { createApplication } from './application.js';
import { BootError, type Environment, loadConfig, type ServiceConfig } from './config.js';
import { ServiceLogger } from './logging.js';
import { createMetrics, Management } from './management.js';
import { openApiDocument } from './openapi.js';
import type { ServiceDefinition } from './service-definition.js';

export interface RunningService {
  /** Address of the API, such as `http://127.0.0.1:4103`. */
  url: string;
  managementUrl: string;
  app: NestFastifyApplication;
  /** Serves on for DRAIN_SECONDS while readiness says no; then ends within 10 s, whatever a handler does. */
  close(): Promise<void>;
}

const SHUTDOWN_MS = 9_500;
/** Part of it: a relay or sweeper that hangs must not keep requests from ending. */
const STOP_SENDING_MS = 3_000;

/**
 * Starts a service in this process: settings → database → no pending migration → HTTP → consumers → relay and sweeper.
 * Kafka may be away: commands work and readiness says so.
 * @throws BootError with a sentence for the person who starts it
 */
export async function startService(definition: ServiceDefinition, env: Environment): Promise<RunningService> {
  const { name: service, migrations, kinds } = definition;
  const config = loadConfig(definition.config, env);
  const logger = new ServiceLogger(service, config.LOG_LEVEL);
  const metrics = createMetrics(service);
  const entities = [...kinds.map(({ kind }) => kind.entity), ...(definition.entities ?? [])];
  const database = await openDatabase(service, config, entities, logger);
  const opened: (() => Promise<unknown>)[] = [() => database.close()];
  try {
    const pending = await pendingMigrations(database, migrations);
    if (pending.length) {
      const step = `node dist/apps/${service}/src/migrate.js`;
      throw new BootError(
        `migrations have not run: ${pending.join(', ')}. Run ${step} with the role ${service}_owner.`,
      );
    }
    const messaging = createMessaging({ service, database, config, logger, registry: metrics.registry });
    const store = definition.store?.(config);
    const management = new Management({
      databaseUrl: config.DATABASE_URL,
      service,
      migrations,
      registry: metrics.registry,
      messaging: () => messaging.status(),
      ...(store && { isStoreReady: () => store.isReady() }),
    });
    opened.push(() => management.close());
    let url = `http://localhost:${config.PORT}`;
    const publicUrl = () => config.PUBLIC_URL?.replace(/\/$/, '') ?? url;
    const app = await createApplication({
      definition,
      config,
      database,
      logger,
      metrics,
      parked: messaging.parked,
      publicUrl,
      isStopping: () => management.stopping,
      store,
    });
    opened.push(() => app.close());
    app.connectMicroservice({ strategy: messaging.strategy }, { inheritAppConfig: false });

    await listening('PORT', config.PORT, () => app.listen(config.PORT, config.HOST));
    url = `http://127.0.0.1:${new URL(await app.getUrl()).port}`;
    const managementUrl = await listening('MANAGEMENT_PORT', config.MANAGEMENT_PORT, () =>
      management.listen(config.MANAGEMENT_PORT, config.HOST),
    );
    await app.startAllMicroservices();
    await messaging.start();
    const sweeper = app.get(Sweeper);
    sweeper.start();
    logger.info({ port: Number(new URL(url).port), action: 'start' }, `${service} is up`);

    let closing: Promise<void> | undefined;
    const close = () => {
      if (closing) return closing;
      management.stopping = true;
      const http = app.getHttpServer();
      closing = sleep(config.DRAIN_SECONDS * 1000).then(async () => {
        // Node closes the connections that are idle now; one that becomes idle later would be kept for its next request.
        const sweepIdle = setInterval(() => http.closeIdleConnections(), 50);
        const inTime = await within(SHUTDOWN_MS, async () => {
          await within(STOP_SENDING_MS, async () => void (await Promise.all([messaging.stop(), sweeper.stop()])));
          await app.close();
          await database.close();
          await management.close();
        }).finally(() => clearInterval(sweepIdle));
        if (inTime) return;
        http.closeAllConnections();
        logger.warn({ action: 'stop', outcome: 'cut-off' }, 'work in progress did not end in time and was cut off');
      });
      return closing;
    };
    return { url, managementUrl, app, close };
  } catch (error) {
    for (const undo of opened.reverse()) await undo().catch(() => undefined);
    throw error;
  }
}

/** Waits, for a bounded time and saying so, for a PostgreSQL that does not answer yet. */
async function openDatabase(
  service: string,
  config: ServiceConfig,
  entities: DatabaseOptions['entities'],
  logger: ServiceLogger,
): Promise<Database> {
  const { host } = new URL(config.DATABASE_URL);
  const giveUpAt = performance.now() + config.DATABASE_WAIT_MS;
  for (;;) {
    try {
      return await Database.open({
        url: config.DATABASE_URL,
        applicationName: service,
        entities,
        poolSize: config.DATABASE_POOL_SIZE,
        onPoolError: (error) =>
          logger.warn({ err: error, action: 'database-connection' }, 'a database connection ended'),
      });
    } catch (error) {
      const { code, message } = error as { code?: string; message: string };
      if (!isUnavailable(error)) throw new BootError(`PostgreSQL at ${host} refuses DATABASE_URL: ${message}`);
      if (performance.now() >= giveUpAt) {
        throw new BootError(
          `PostgreSQL at ${host} did not answer within ${config.DATABASE_WAIT_MS} ms (${code ?? message})`,
        );
      }
      logger.warn({ action: 'start', reason: code ?? message }, `waiting for PostgreSQL at ${host}`);
      await new Promise((resolve) => setTimeout(resolve, Math.min(1000, Math.max(0, giveUpAt - performance.now()))));
    }
  }
}

async function listening<T>(setting: string, port: number, listen: () => Promise<T>): Promise<T> {
  try {
    return await listen();
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === 'EADDRINUSE') throw new BootError(`${setting} ${port} is in use by another program`);
    if (code === 'EACCES') throw new BootError(`${setting} ${port} may not be opened by this user`);
    throw error;
  }
}

/** @returns whether `work` ended in time; its failure counts as an end. */
async function within(milliseconds: number, work: () => Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), milliseconds);
  });
  try {
    return await Promise.race([late, work().then(() => true)]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * The process around a service: `main.ts` is this one line. SIGTERM and SIGINT end it with code 0, a refused start or an
 * error nobody caught with code 1.
 */
export async function runService(definition: ServiceDefinition): Promise<void> {
  const { name: service } = definition;
  const logger = new ServiceLogger(service);
  const fall = (error: unknown) => {
    logger.fatal({ err: error, action: 'crash' }, 'an error nobody caught ends the process');
    process.exit(1);
  };
  process.on('unhandledRejection', fall);
  process.on('uncaughtException', fall);
  let running: RunningService | undefined;
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    await running?.close().catch((error) => logger.error({ err: error, action: 'stop' }, 'the stop was not clean'));
    process.exit(0);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  try {
    running = await startService(definition, process.env);
  } catch (error) {
    if (stopping) process.exit(0);
    if (error instanceof BootError) logger.fatal({ action: 'start' }, `${service} does not start: ${error.message}`);
    else logger.fatal({ err: error, action: 'start' }, `${service} does not start`);
    process.exit(1);
  }
}

/** The OpenAPI document of a service without starting it: no settings, database or Kafka are needed. */
export async function describeService(definition: ServiceDefinition): Promise<OpenAPIObject> {
  const { name: service } = definition;
  // Nothing is called while describing, so an empty database will do; classes only keep it.
  const database = Object.create(Database.prototype) as Database;
  const config = Object.assign(new definition.config(), {
    OIDC_ISSUER: 'http://localhost',
    KAFKA_BROKERS: ['localhost:9092'],
  });
  const logger = new ServiceLogger(service, 'error');
  const metrics = createMetrics(service);
  const { parked } = createMessaging({ service, database, config, logger, registry: metrics.registry });
  const app = await createApplication({
    definition,
    config,
    database,
    logger,
    metrics,
    parked,
    publicUrl: () => '',
    isStopping: () => false,
    store: definition.store?.(config),
  });
  try {
    return openApiDocument(app, definition);
  } finally {
    await app.close();
  }
}
