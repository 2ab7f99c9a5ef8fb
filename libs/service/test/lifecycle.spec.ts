// SPDX-License-Identifier: MPL-2.0
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer } from 'node:net';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Body, Controller, Get, Module, Post } from '@nestjs/common';
import { IsInt, IsMilitaryTime, IsString } from 'class-validator';
import type { MigrationInterface } from 'typeorm';
import { topics } from '#contracts/topics';
import {
  createTopics,
  eventually,
  freshDatabase,
  kafkaBrokers,
  type TestDatabase,
  type TestEnvironment,
  testEnv,
  topicPrefix,
} from '#testing';
import {
  Allow,
  describeService,
  type RunningService,
  type ServiceDefinition,
  ServiceLogger,
  startService,
} from '../src/index.js';
import { holding, release, TestIssuer, thingService } from './tiny-service.js';

let issuer: TestIssuer;
let database: TestDatabase;
let env: TestEnvironment;
const start = (
  overrides: Record<string, string> = {},
  more: Partial<ServiceDefinition> = {},
): Promise<RunningService> => startService({ ...thingService, ...more }, { ...env, ...overrides });

beforeAll(async () => {
  issuer = await new TestIssuer().start();
  database = await freshDatabase('incidents', thingService.migrations);
  env = await testEnv('incidents', { database, overrides: { OIDC_ISSUER: issuer.url } });
});
afterAll(() => issuer?.stop());

class Later1800000000000 implements MigrationInterface {
  async up(): Promise<void> {}
  async down(): Promise<void> {}
}

@Controller('v1/silent')
class SilentController {
  @Get()
  list(): object {
    return {};
  }
  @Post(':id/act')
  act(): object {
    return {};
  }
  @Allow('auditor')
  @Get('said')
  said(): object {
    return {};
  }
}
@Module({ controllers: [SilentController] })
class SilentModule {}

describe('the start is refused', () => {
  test('with faulty settings', async () => {
    await expect(start({ PORT: 'x', OIDC_ISSUER: '' })).rejects.toThrow(
      /2 faulty setting\(s\):\n {2}PORT .*\n {2}OIDC_ISSUER is not set/,
    );
  });

  test('with a migration pending, by name', async () => {
    const more = { migrations: [...thingService.migrations, Later1800000000000] };
    await expect(start({}, more)).rejects.toThrow(/Later1800000000000.*migrate\.js/);
  });

  test('when PostgreSQL does not answer in time, or refuses the role; without the password', async () => {
    const away = start({ DATABASE_URL: 'postgres://a:hunter2@127.0.0.1:1/b', DATABASE_WAIT_MS: '50' });
    await expect(away).rejects.toThrow(/127\.0\.0\.1:1 did not answer within 50 ms \(ECONNREFUSED\)$/);
    const wrong = start({ DATABASE_URL: env.DATABASE_URL?.replace(/:[^:@]+@/, ':hunter2@') ?? '' });
    await expect(wrong).rejects.toThrow(/refuses DATABASE_URL/);
    await expect(wrong).rejects.not.toThrow(/hunter2/);
  });

  test('when a port is in use', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };
    await expect(start({ PORT: String(port) })).rejects.toThrow(`PORT ${port} is in use`);
    await expect(start({ MANAGEMENT_PORT: String(port) })).rejects.toThrow(`MANAGEMENT_PORT ${port} is in use`);
    other.close();
  });

  test('with routes that say nothing about who may call them, by name', async () => {
    const silent = start({}, { module: SilentModule });
    await expect(silent).rejects.toThrow(/GET \/v1\/silent \(SilentController.list\)\n {2}POST \/v1\/silent\/:id\/act/);
    await expect(silent).rejects.not.toThrow(/said/);
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Stands for a server that comes up later than the service. */
const forwardTo = (host: string, port: number) =>
  createTcpServer((client) => {
    const upstream = connect(port, host);
    client.pipe(upstream).pipe(client);
    for (const socket of [client, upstream]) socket.on('error', () => undefined);
  });

test('the start waits for a PostgreSQL that comes up later', async () => {
  const address = new URL(env.DATABASE_URL as string);
  const [port, host] = [Number(address.port), address.hostname];
  address.port = String(await freePort());
  const starting = start({ DATABASE_URL: address.href });
  const proxy = forwardTo(host, port);
  setTimeout(() => proxy.listen(Number(address.port), '127.0.0.1'), 300);
  const service = await starting;
  expect((await fetch(`${service.managementUrl}/health/ready`)).status).toBe(200);
  await service.close();
  proxy.close();
});

test('commands work without Kafka; when it comes, what was said is sent and heard', async () => {
  const prefix = topicPrefix();
  await createTopics(prefix, [topics.rentArrears]);
  const [host, port] = (await kafkaBrokers()).split(':') as [string, string];
  const late = await freePort();
  const service = await start({ KAFKA_BROKERS: `127.0.0.1:${late}`, TOPIC_PREFIX: prefix });
  const readiness = async () => {
    const response = await fetch(`${service.managementUrl}/health/ready`);
    return [response.status, await response.json()];
  };
  expect(await readiness()).toEqual([200, expect.objectContaining({ kafka: 'unreachable', consumers: 'starting' })]);
  const opened = await fetch(`${service.url}/v1/things`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await issuer.token()}`,
      'idempotency-key': randomUUID(),
      'content-type': 'application/json',
    },
    body: '{"name":"early"}',
  });
  expect(opened.status).toBe(201);
  const { id } = (await opened.json()) as { id: string };
  expect(await database.query('select key from outbox')).toEqual([{ key: id }]);

  const proxy = forwardTo(host, Number(port)).listen(late, '127.0.0.1');
  await eventually(async () => {
    expect(await database.query('select state from thing where id = $1', [id])).toEqual([{ state: 'HEARD' }]);
    expect(await database.query('select key from outbox')).toEqual([]);
    expect(await readiness()).toEqual([200, expect.objectContaining({ kafka: 'reachable', consumers: 'running' })]);
  }, 40_000);
  await service.close();
  proxy.close();
});

describe('the stop', () => {
  const hold = async (service: RunningService) =>
    await fetch(`${service.url}/v1/things/${randomUUID()}/hold`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await issuer.token()}` },
    });

  test('is unready first and lets requests end', async () => {
    const service = await start();
    const held = hold(service);
    await eventually(async () => expect(holding()).toBe(1));
    const closing = service.close();
    await eventually(async () => {
      const ready = await fetch(`${service.managementUrl}/health/ready`);
      expect([ready.status, ((await ready.json()) as { stopping: boolean }).stopping]).toEqual([503, true]);
    });
    expect((await fetch(`${service.managementUrl}/health/live`)).status).toBe(200);
    release();
    expect((await held).status).toBe(200);
    await closing;
    await expect(fetch(`${service.managementUrl}/health/live`)).rejects.toThrow();
  });

  test('drains: while readiness says no, requests are taken on connections old and new, and told to come back elsewhere', async () => {
    const service = await start({ DRAIN_SECONDS: '3' });
    const held = hold(service);
    await eventually(async () => expect(holding()).toBe(1));
    const closing = service.close();
    expect((await fetch(`${service.managementUrl}/health/ready`)).status).toBe(503);
    const authorization = `Bearer ${await issuer.token()}`;
    for (let n = 0; n < 10; n++) {
      const headers = { authorization, 'idempotency-key': randomUUID(), 'content-type': 'application/json' };
      const opened = await fetch(`${service.url}/v1/things`, { method: 'POST', headers, body: '{"name":"late"}' });
      expect([opened.status, opened.headers.get('connection')]).toEqual([201, 'close']);
    }
    release();
    expect((await held).status).toBe(200);
    await closing;
    await expect(fetch(`${service.url}/docs`)).rejects.toThrow();
  });

  test('cuts off a request that never ends', async () => {
    const service = await start();
    const held = hold(service).then(
      () => 'answered',
      () => 'cut off',
    );
    await eventually(async () => expect(holding()).toBe(1));
    await service.close();
    expect(await held).toBe('cut off');
    release();
  });
});

test('a client beyond its rate gets 429 and the seconds to wait; another client does not', async () => {
  const service = await start({ RATE_LIMIT_PER_MINUTE: '3' });
  const ask = async (sub: string) =>
    await fetch(`${service.url}/v1/things`, { headers: { authorization: `Bearer ${await issuer.token({ sub })}` } });
  const statuses = [];
  for (let n = 0; n < 4; n++) statuses.push((await ask('busy')).status);
  expect(statuses).toEqual([200, 200, 200, 429]);
  const refused = await ask('busy');
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await refused.json()) as object).toMatchObject({ code: 'too-many-requests' });
  expect((await ask('calm')).status).toBe(200);
  await service.close();
});

describe('who shows no good token is counted by address', () => {
  const get = async (service: RunningService, path: string, headers: Record<string, string> = {}) =>
    (await fetch(service.url + path, { headers })).status;
  const good = async () => ({ authorization: `Bearer ${await issuer.token({ sub: 'good' })}` });

  test.each<[string, string, Record<string, string>, number]>([
    ['no token', '/v1/things', {}, 401],
    ['a bad token', '/v1/things', { authorization: 'Bearer a.b.c' }, 401],
    ['an unknown address', '/nothing', {}, 404],
    ['an unknown problem', '/problems/A', {}, 404],
    ['a description', '/docs', {}, 200],
    ['a body that cannot be read', '/v1/things', { 'content-encoding': 'x' }, 415],
  ])('%s', async (_, path, headers, status) => {
    const service = await start({ RATE_LIMIT_PER_MINUTE: '3' });
    const statuses = [];
    for (let n = 0; n < 5; n++) statuses.push(await get(service, path, headers));
    expect(statuses).toEqual([status, status, status, 429, 429]);
    // Nobody else is kept out by it, at the same address either.
    expect(await get(service, '/v1/things', await good())).toBe(200);
    await service.close();
  });

  test('answers 403 and 404 count for who is known', async () => {
    const service = await start({ RATE_LIMIT_PER_MINUTE: '3' });
    const auditor = { authorization: `Bearer ${await issuer.token({ sub: 'auditor', roles: ['auditor'] })}` };
    const mixed = {
      authorization: `Bearer ${await issuer.token({ sub: 'mixed', roles: ['auditor', 'landlord_admin'] })}`,
    };
    for (const headers of [auditor, mixed]) {
      const statuses = [];
      for (let n = 0; n < 4; n++) statuses.push(await get(service, '/v1/things', headers));
      expect(statuses).toEqual([403, 403, 403, 429]);
    }
    const statuses = [];
    for (let n = 0; n < 4; n++) statuses.push(await get(service, '/v1/things/17', await good()));
    expect(statuses).toEqual([404, 404, 404, 429]);
    await service.close();
  });

  test('the address is the proxy’s word where the proxy is trusted, and the connection’s where it is not', async () => {
    const trusting = await start({ RATE_LIMIT_PER_MINUTE: '1', TRUSTED_PROXIES: '127.0.0.0/8, ::1' });
    const from = (address: string) => get(trusting, '/v1/things', { 'x-forwarded-for': address });
    // What the client wrote stands before what the proxy added.
    expect([await from('10.0.0.1'), await from('10.0.0.2, 10.0.0.1'), await from('10.0.0.1, 10.0.0.2')]).toEqual([
      401, 429, 401,
    ]);
    await trusting.close();
    // One client is one, with the port that its proxy writes, and with all the addresses of its network.
    const exact = await start({ RATE_LIMIT_PER_MINUTE: '1', TRUSTED_PROXIES: '127.0.0.0/8, ::1' });
    const by = (address: string) => get(exact, '/v1/things', { 'x-forwarded-for': address });
    for (const [address, status] of [
      ...([['9.9.9.3:40000', 401], ['9.9.9.3:40001', 429], ['9.9.9.3', 429], ['::ffff:9.9.9.3', 429], ['9.9.9.4', 401]] as const), // biome-ignore format: a table
      ...([['[2001:db8::1]:5', 401], ['2001:db8::2', 429], ['2001:DB8:0:0:1::', 429], ['2001:db8:0:1::1', 401]] as const), // biome-ignore format: a table
      ...([
        ['who', 401],
        ['else', 429],
      ] as const),
    ])
      expect([address, await by(address)]).toEqual([address, status]);
    await exact.close();
    const wary = await start({ RATE_LIMIT_PER_MINUTE: '1' });
    const said = (address: string) => get(wary, '/v1/things', { 'x-forwarded-for': address });
    expect([await said('10.0.0.1'), await said('10.0.0.2')]).toEqual([401, 429]);
    await wary.close();
  });
});

test('a service is described without settings, database or Kafka', async () => {
  const document = await describeService(thingService);
  expect(Object.keys(document.paths)).toEqual(
    expect.arrayContaining(['/v1/things/{id}/rename', '/v1/parked-messages']),
  );
});

test('what a request may hold is described as its validators have it, closed', async () => {
  const { components, paths } = await describeService(thingService);
  const { OpenThing, Size } = components?.schemas as Record<string, object>;
  expect(Size).toEqual({
    type: 'object',
    properties: { size: { type: 'integer', minimum: 0, maximum: 100 } },
    required: ['size'],
    additionalProperties: false,
  });
  expect(OpenThing).toMatchObject({
    properties: {
      name: { type: 'string', minLength: 1, maxLength: 50 },
      parts: { type: ['array', 'null'], maxItems: 5, items: { $ref: '#/components/schemas/Size' } },
      main: { anyOf: [{ $ref: '#/components/schemas/Size' }, { type: 'null' }] },
      colour: { anyOf: [{ type: 'string', enum: ['red', 'blue'] }, { type: 'null' }] },
    },
    required: ['name'],
    additionalProperties: false,
  });
  const { requestBody } = paths['/v1/things/{id}/rename']!.post as { requestBody: object };
  expect(JSON.stringify(requestBody)).toContain('#/components/schemas/OpenThing');
});

test('two classes of one name, and a validator that says nothing to a reader, are not described', async () => {
  const service = (...bodies: (new () => object)[]) => {
    const controllers = bodies.map((body, at) => {
      const name = `take${at}`;
      class Controlled {
        [name](_: object) {}
      }
      Reflect.decorate([Controller(`v1/${at}`), Allow('finance')], Controlled);
      Post()(Controlled.prototype, name, Object.getOwnPropertyDescriptor(Controlled.prototype, name)!);
      Body()(Controlled.prototype, name, 0);
      Reflect.defineMetadata('design:paramtypes', [body], Controlled.prototype, name);
      return Controlled;
    });
    class Taking {}
    Module({ controllers })(Taking);
    return describeService({ ...thingService, module: Taking });
  };
  const body = (...rules: PropertyDecorator[]) => {
    class Taken {}
    for (const rule of rules) rule(Taken.prototype, 'field');
    return Taken;
  };
  await expect(service(body(IsInt()), body(IsString()))).rejects.toThrow('two classes are called Taken');
  await expect(service(body(IsMilitaryTime()))).rejects.toThrow('Taken.field: nothing says what "isMilitaryTime" is');
});

test('log lines hold allow-listed fields only, and errors without what was sent to us', () => {
  const lines: string[] = [];
  const destination = new Writable({ write: (chunk, _, done) => done(void lines.push(String(chunk))) });
  const logger = new ServiceLogger('incidents', 'info', destination);
  logger.info({ action: 'thing.open', name: 'Ida Hansen', body: { cpr: '010170-1234' }, ms: 3 }, 'request');
  const error = Object.assign(new Error('invalid input "Ida Hansen" for 010170-1234'), {
    code: '22P02',
    detail: 'Key (cpr)=(0101701234)',
  });
  logger.error({ err: error }, 'unexpected error');
  expect(JSON.parse(lines[0] as string)).toEqual({
    level: 'info',
    time: expect.any(String),
    service: 'incidents',
    action: 'thing.open',
    ms: 3,
    msg: 'request',
  });
  expect(lines[1]).toContain('22P02');
  expect(lines[1]).toContain('    at ');
  expect(lines.join()).not.toMatch(/Ida|0101/);
});
