// SPDX-License-Identifier: MPL-2.0
import helmet from '@fastify/helmet';
import {
  type CallHandler,
  type ExecutionContext,
  Module,
  type NestInterceptor,
  NotFoundException,
  type Type,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Registry } from 'prom-client';
import { map, type Observable } from 'rxjs';
import { validate as isUuid } from 'uuid';
import type { Role } from '#contracts/roles';
import { spelledThrough } from '#domain';
import { ParkedMessages } from '#messaging';
import {
  type Answer,
  CaseReader,
  CaseStore,
  Cases,
  Clock,
  Database,
  type EventOrigin,
  Problem,
  pathOf,
  Search,
  Sweeper,
} from '#persistence';
import { ContentStore, FILE_TYPES } from '#storage';
import { AccessTokens } from './access-token.js';
import { API_VERSION } from './api-version.js';
import { AuthGuard, RateLimit, type Route, routesOf } from './auth.js';
import { ServiceConfig } from './config.js';
import { CSV_TYPES, CsvBody, receiveCsv } from './csv-body.js';
import { DescriptionController, ServiceDescription } from './description.controller.js';
import { FileBody, FileIntake, mediaTypeOf } from './file-body.js';
import { MAX_BODY_BYTES, parseJsonBody } from './json-body.js';
import { refusalsOf } from './kinds.js';
import { ServiceLogger } from './logging.js';
import type { ServiceMetrics } from './management.js';
import { openApiDocument } from './openapi.js';
import { ParkedMessagesController } from './parked-messages.controller.js';
import { ProblemFilter } from './problem-details.js';
import { actionOf, newContext, timesSent } from './request.js';
import { SearchController } from './search.controller.js';
import type { ServiceDefinition } from './service-definition.js';
import { SignIn } from './sign-in.js';
import { Threads } from './threads.js';
import { RequestPipe } from './validation-pipe.js';

export interface ApplicationParts {
  definition: ServiceDefinition;
  config: ServiceConfig;
  database: Database;
  logger: ServiceLogger;
  metrics: ServiceMetrics;
  parked: ParkedMessages;
  /** Known only once the port is: base of problem types and event schemas. */
  publicUrl: () => string;
  /** Whoever asks on a connection that is kept open is told to open another, which finds another process. */
  isStopping: () => boolean;
  /** Where its files lie, of a service that keeps any. */
  store?: ContentStore | undefined;
}

/**
 * The Nest application of a service: what every service has is put around its own module. A class asks for what it needs
 * by type: Database, Clock, CaseStore, CaseReader, Search, Sweeper, ParkedMessages, ServiceLogger, Threads, Registry, and its own config.
 * @throws BootError when a route says neither `@Allow` nor `@Public`
 */
export async function createApplication(parts: ApplicationParts): Promise<NestFastifyApplication> {
  const { definition, config, database, logger, metrics, publicUrl } = parts;
  const { name: service, kinds } = definition;
  const clock = new Clock(config.TIME_TRAVEL ? config.CLOCK_FILE : undefined);
  const origin: EventOrigin = {
    source: `/indgang/${config.MUNICIPALITY_CODE}/${service}`,
    get publicUrl() {
      return publicUrl();
    },
  };
  const description = new ServiceDescription(publicUrl, () => openApiDocument(app, definition), refusalsOf(kinds));
  const store = new CaseStore(database, origin);
  const reader = new CaseReader(database);
  const cases = new Cases(store, reader, database, config);
  const sweeper = new Sweeper(database, clock, config.SWEEP_EVERY_MS, logger);
  for (const { kind } of kinds) cases.sweptBy(sweeper, kind);
  let readers = new Map<string, readonly Role[]>();
  const search = new Search(database, reader, config, () =>
    kinds.map(({ kind }) => ({ kind, readers: readers.get(pathOf(kind)) ?? [] })),
  );
  const values: [object, unknown][] = [
    [Database, database],
    [Clock, clock],
    [Cases, cases],
    [Search, search],
    [CaseStore, store],
    [CaseReader, reader],
    [Sweeper, sweeper],
    [ParkedMessages, parts.parked],
    [ServiceConfig, config],
    [ServiceLogger, logger],
    [Threads, new Threads(logger)],
    [Registry, metrics.registry],
    [ServiceDescription, description],
    [SignIn, new SignIn(config.OIDC_ISSUER, config.OIDC_CLIENT_ID, config.OIDC_SCOPE)],
  ];
  if (parts.store) values.push([ContentStore, parts.store]);
  if (config.constructor !== ServiceConfig) values.push([config.constructor as Type, config]);
  const providers = values.map(([provide, useValue]) => ({ provide: provide as Type, useValue }));

  class ServiceModule {}
  Module({
    imports: [definition.module],
    controllers: [SearchController, ParkedMessagesController, DescriptionController],
  })(ServiceModule);
  class Everywhere {}

  const limit = new RateLimit(config.RATE_LIMIT_PER_MINUTE);
  const filter = new ProblemFilter(publicUrl, logger, metrics.refusals, limit, (path) => methodsOf(path));
  const guard = new AuthGuard(new AccessTokens(config, logger), limit);
  const begin = (request: FastifyRequest, reply: FastifyReply) => {
    request.context = newContext(request, { clock, fingerprint: (text) => config.fingerprint(text) });
    reply.header('API-Version', API_VERSION).header('Cache-Control', 'no-store');
    reply.header('X-Correlation-Id', request.context.correlationId);
    if (parts.isStopping()) reply.header('Connection', 'close');
  };
  const adapter = new FastifyAdapter({
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: 30_000,
    trustProxy: config.TRUSTED_PROXIES.length ? config.TRUSTED_PROXIES : false,
    http: { requireHostHeader: false }, // Node's own answer is no problem+json
    routerOptions: { maxParamLength: 300 }, // ids of foreign messages are longer than uuids
    // While stopping, what still arrives on an open connection is answered as ever, with `Connection: close`.
    return503OnClosing: false,
    // No hook has run: the path could not be read.
    frameworkErrors: (error: unknown, request: FastifyRequest, reply: FastifyReply) => {
      begin(request, reply);
      filter.answer(error, request, reply.header('X-Content-Type-Options', 'nosniff'));
    },
    clientErrorHandler: (error, socket) => filter.answerUnread(error, socket),
  });
  const http = adapter.getInstance();
  // What Node would answer, or hang up on, by itself. An expectation we do not know may be ignored (RFC 9110, 10.1.1).
  http.server.on('checkExpectation', (request, response) => http.server.emit('request', request, response));
  http.server.on('connect', (_request, socket) => filter.answerUnread({ code: 'HPE_INVALID_METHOD' }, socket));
  const routes: { method: string; parts: string[] }[] = [];
  http.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) routes.push({ method: one, parts: url.split('/') });
  });
  const methodsOf = (path: string) => {
    if (path === '*') return [...new Set(routes.map(({ method }) => method))];
    const given = path.split('/');
    const fits = ({ parts }: { parts: string[] }) =>
      parts.length === given.length &&
      parts.every((part, at) => (part.startsWith(':') ? given[at] : part === given[at]));
    return [...new Set(routes.filter(fits).map(({ method }) => method))];
  };

  http.removeAllContentTypeParsers();
  http.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    try {
      const { takesCpr } = request.routeOptions.config as { takesCpr?: string };
      done(null, parseJsonBody(body as Buffer, takesCpr));
    } catch (error) {
      done(error as Error);
    }
  });
  const intake = new FileIntake(config.MAX_FILE_BYTES);
  http.addContentTypeParser([...new Set<string>([...CSV_TYPES, ...FILE_TYPES])], async (request: FastifyRequest) =>
    takenBy(request).takesFile ? await intake.receive(request) : new CsvBody(await receiveCsv(request.raw)),
  );
  http.addHook('onRequest', (request, reply, done) => {
    begin(request, reply);
    request.params = spelledThrough(request.params);
    request.query = spelledThrough(request.query);
    done();
  });
  // Before the body is read, and after helmet, so that these answers too have the security headers.
  http.addHook('preParsing', async (request, reply) => {
    const refusal = refusalOf(request, reply);
    if (refusal) throw refusal;
    // No public route takes a body: nobody's is read who does not say who asks.
    if (request.method === 'POST') await guard.identify(request);
  });
  http.addHook('onResponse', (request, reply, done) => {
    if (request.body instanceof FileBody) void request.body.content.close();
    account(request, reply, parts);
    done();
  });

  const app = await NestFactory.create<NestFastifyApplication>(
    {
      module: ServiceModule,
      imports: [{ module: Everywhere, global: true, providers, exports: providers }],
    },
    adapter,
    { logger, bodyParser: false, abortOnError: false, bufferLogs: false },
  );
  await app.register(
    helmet as never,
    {
      contentSecurityPolicy: {
        directives: {
          defaultSrc: ["'self'"],
          styleSrc: ["'self'", "'unsafe-inline'"],
          imgSrc: ["'self'", 'data:'],
          upgradeInsecureRequests: null,
        },
      },
    } as never,
  );
  readers = readersOf(routesOf(app));
  app.useGlobalGuards(guard);
  app.useGlobalPipes(new RequestPipe());
  app.useGlobalInterceptors(new AnswerInterceptor());
  app.useGlobalFilters(filter);
  return app;
}

/** Who may read one case of a kind, by the path of the kind's collection. */
const readersOf = (routes: readonly Route[]): Map<string, readonly Role[]> =>
  new Map(
    routes.flatMap(({ method, path, allowed }) =>
      method === 'GET' && /^\/v1\/[a-z-]{1,60}\/:id$/.test(path) && allowed !== 'public'
        ? [[path.replace('/:id', ''), allowed]]
        : [],
    ),
  );

const takenBy = ({ routeOptions }: FastifyRequest) =>
  routeOptions.config as { takesCsv?: boolean; takesFile?: boolean };

/** What is wrong with a request whatever its body says. */
function refusalOf(request: FastifyRequest, reply: FastifyReply): Error | undefined {
  if (request.raw.httpVersion === '1.1' && timesSent(request, 'host') !== 1) return new Problem(400, 'bad-request');
  if (request.is404) return new NotFoundException();
  const { 'content-encoding': coding = 'identity', 'content-type': type } = request.headers;
  if (coding.trim().toLowerCase() !== 'identity') {
    reply.header('Accept-Encoding', 'identity'); // RFC 9110, 12.5.3
    return new Problem(415, 'unsupported-content-encoding');
  }
  // A large body is let in only where rows or a file are wanted.
  const { takesCsv, takesFile } = takenBy(request);
  const isFile = FILE_TYPES.some((one) => one === mediaTypeOf(type));
  if (takesFile) return isFile ? undefined : new Problem(415, 'file-type-not-allowed', { allowed: FILE_TYPES });
  const isCsv = CSV_TYPES.some((one) => type?.trim().toLowerCase().startsWith(one));
  if ((isFile || isCsv) && !(takesCsv && isCsv) && !['GET', 'HEAD'].includes(request.method))
    return new Problem(415, 'unsupported-media-type');
  return undefined;
}

/** Status, ETag and Location of an Answer; `Link: rel="next"` of a list. */
class AnswerInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(
      map((result: unknown) => {
        if (isAnswer(result)) {
          reply.status(result.status).header('ETag', `"${result.version}"`);
          if (result.location) reply.header('Location', result.location);
          return result.body;
        }
        const { items, next: after } = (result ?? {}) as { items?: unknown; next?: unknown };
        // The next page of what is asked by POST is asked by POST: it has no address.
        if (request.method === 'GET' && Array.isArray(items) && typeof after === 'string') {
          const address = new URL(request.url, 'http://localhost');
          address.searchParams.set('after', after);
          reply.header('Link', `<${address.pathname}${address.search}>; rel="next"`);
        }
        return result;
      }),
    );
  }
}

const isAnswer = (result: unknown): result is Answer =>
  typeof result === 'object' &&
  result !== null &&
  'body' in result &&
  typeof (result as Answer).version === 'number' &&
  ((result as Answer).status === 200 || (result as Answer).status === 201);

/** One line and one measurement per command or read. */
function account(request: FastifyRequest, reply: FastifyReply, { logger, metrics }: ApplicationParts): void {
  const route = request.routeOptions?.url;
  if (route && !route.startsWith('/v1')) return; // descriptions
  const action = route ? actionOf(request.method, route) : 'unknown-route';
  const { context } = request;
  const ms = performance.now() - context.startedAt;
  const outcome = context.problem ?? 'ok';
  metrics.duration.observe(
    { action, outcome: outcome === 'ok' ? 'ok' : `${Math.trunc(reply.statusCode / 100)}xx` },
    ms / 1000,
  );
  const { id } = (request.params ?? {}) as { id?: string };
  const opened = String(reply.getHeader('Location') ?? '')
    .split('/')
    .at(-1);
  logger.info(
    {
      correlation: context.correlationId,
      actor: context.actor?.id,
      // What stands where an id belongs may be anything.
      caseId: [id, opened].find((candidate) => isUuid(candidate)),
      action,
      outcome,
      ms: Math.round(ms * 10) / 10,
    },
    'request',
  );
}
