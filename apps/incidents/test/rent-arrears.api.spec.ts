// SPDX-License-Identifier: MPL-2.0
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startService } from '#service';
import { assertPublished, freshDatabase, request, testEnv, type User } from '#testing';
import { entities } from '../src/entities.js';
import { IncidentsConfig } from '../src/incidents.config.js';
import { IncidentsModule } from '../src/incidents.module.js';
import { migrations } from '../src/migrations/index.js';

let service: Awaited<ReturnType<typeof startService>>;
let database: Awaited<ReturnType<typeof freshDatabase>>;

const call = (user: User | null, method: string, path: string, body?: object, headers?: Record<string, string>) =>
  request(service.url + path, user, method, body, headers);

const report = (more: object = {}, headers = {}) =>
  call(
    'landlord_admin',
    'POST',
    '/v1/rent-arrears',
    { landlordReference: 'L-17', amountOere: 510_000, rentDueOn: '2026-08-01', ...more },
    headers,
  );

beforeAll(async () => {
  database = await freshDatabase('incidents', migrations);
  const env = await testEnv('incidents', { database });
  service = await startService('incidents', IncidentsModule, IncidentsConfig, { env, migrations, entities });
});

afterAll(async () => {
  await service?.close();
  await database?.drop();
});

describe('a report of missing rent', () => {
  test('is accepted for an unknown tenancy, with the day of the next news', async () => {
    const { status, etag, body } = await report();
    expect(status).toBe(201);
    expect(etag).toBe('"1"');
    expect(body).toMatchObject({ status: 'sent', matched: false, payDay: '2026-08-03', amountOere: 510_000 });
    expect(body.hearNextBy > body.reportedOn).toBe(true);
    const said = await database.query<{ topic: string; headers: never; body: never }>(
      'select topic, headers, body from outbox where key = $1',
      [body.id],
    );
    expect(said.map(({ topic }) => topic)).toEqual([
      'indgang.incidents.rent-arrears.internal',
      'indgang.incidents.rent-arrears',
    ]);
  });

  test('comes once, however often it is sent with one key', async () => {
    const key = { 'idempotency-key': randomUUID() };
    const [first, second] = await Promise.all([report({}, key), report({}, key)]);
    expect(second?.body.id).toBe(first?.body.id);
    expect((await report({ amountOere: 1 }, key)).status).toBe(422);
  });

  test('is refused before the rent is overdue, naming the earliest day', async () => {
    const { status, body } = await report({ rentDueOn: '2199-01-01' });
    expect(status).toBe(409);
    expect(body).toMatchObject({ code: 'rent-is-not-overdue-yet' });
    expect(JSON.stringify(body)).toContain('2199-01-03');
  });

  test.each([
    ['amountOere', { amountOere: 0 }],
    ['rentDueOn', { rentDueOn: '2026-02-30' }],
    ['landlordReference', { landlordReference: '010190-1234' }],
    ['landlordReference', { landlordReference: 'L-0101901234' }],
    ['version', { version: 1 }],
  ])('names the faulty field %s', async (field, fault) => {
    const { status, body } = await report(fault);
    expect(status).toBe(400);
    expect(body.errors.map(({ pointer }: { pointer: string }) => pointer)).toContain(`/${field}`);
  });

  test('is not taken from other roles or without a token', async () => {
    expect((await call('finance', 'POST', '/v1/rent-arrears', {})).status).toBe(403);
    expect((await call(null, 'POST', '/v1/rent-arrears', {})).status).toBe(401);
  });
});

describe('the way through the municipality', () => {
  test('acknowledged, assigned to the outreach team, paid', async () => {
    const { body: opened } = await report();
    const path = `/v1/rent-arrears/${opened.id}`;
    expect((await call('single_entry', 'POST', `${path}/acknowledge`)).status).toBe(428);
    expect((await call('single_entry', 'POST', `${path}/assign`, undefined, { 'if-match': '"1"' })).body.code).toBe(
      'wrong-state',
    );
    const acknowledged = await call('single_entry', 'POST', `${path}/acknowledge`, undefined, { 'if-match': '"1"' });
    expect(acknowledged).toMatchObject({ status: 200, etag: '"2"', body: { state: 'OUTREACH_PENDING' } });
    expect((await call('single_entry', 'POST', `${path}/acknowledge`, undefined, { 'if-match': '"1"' })).status).toBe(
      412,
    );
    expect((await call('outreach_team', 'GET', path)).status).toBe(404);
    const assigned = await call('single_entry', 'POST', `${path}/assign`, undefined, { 'if-match': '"2"' });
    expect(assigned.body).toMatchObject({ state: 'OUTREACH', assignedTo: 'outreach_team' });
    const seen = await call('outreach_team', 'GET', path);
    expect(seen.status).toBe(200);
    expect(Object.keys(seen.body)).not.toContain('amountOere');
    expect((await call('support_worker', 'GET', path)).status).toBe(404);

    const paid = { paidOn: opened.reportedOn, amountOere: 509_999 };
    const pay = (body: object) =>
      call('landlord_admin', 'POST', `${path}/confirm-tenant-paid`, body, { 'if-match': '"3"' });
    expect((await pay(paid)).body.code).toBe('payment-does-not-cover-the-arrears');
    expect((await pay({ ...paid, amountOere: 510_000 })).body).toMatchObject({ status: 'done', paidOn: paid.paidOn });

    const { body: history } = await call('landlord_admin', 'GET', `${path}/history`);
    expect(history.items.map(({ action }: { action: string }) => action)).toEqual([
      'rent-arrears.open',
      'rent-arrears.acknowledge',
      'rent-arrears.assign',
      'rent-arrears.confirm-tenant-paid',
    ]);
    const deadline = await database.query<{ status: string }>(
      `select body->>'status' as status from outbox where body->>'caseRef' = $1 and topic like '%deadlines%' order by position`,
      [opened.id],
    );
    expect(deadline.map(({ status }) => status)).toEqual(['set', 'met']);
  });

  test("another landlord's case answers exactly as an unknown one", async () => {
    const { body: opened } = await report();
    const strip = ({ body, status }: Awaited<ReturnType<typeof call>>) => ({ ...body, traceId: '', status });
    const foreign = strip(await call('landlord2_admin', 'GET', `/v1/rent-arrears/${opened.id}`));
    expect(foreign.status).toBe(404);
    expect(foreign).toEqual(strip(await call('landlord2_admin', 'GET', `/v1/rent-arrears/${randomUUID()}`)));
  });
});

test('every message validates against its published schema', async () => {
  const messages = await database.query<never>(
    `select topic, key, body, headers->>'type' as type, headers->>'dataclassification' as classification from outbox`,
  );
  expect(messages.length).toBeGreaterThan(10);
  for (const message of messages) assertPublished(message);
});
