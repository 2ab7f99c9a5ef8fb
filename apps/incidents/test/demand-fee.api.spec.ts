// SPDX-License-Identifier: MPL-2.0
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type RunningService, startService } from '#service';
import { freshDatabase, request, type TestDatabase, testEnv, type User } from '#testing';
import { incidents } from '../src/incidents.module.js';
import { migrations } from '../src/migrations/index.js';

let database: TestDatabase;
let service: RunningService;
beforeAll(async () => {
  database = await freshDatabase('incidents', migrations);
  const env = await testEnv('incidents', { database });
  service = await startService(incidents, env);
});
afterAll(async () => {
  await service?.close();
  await database?.drop();
});

const call = (user: User, method: string, path = '', body?: object, headers?: Record<string, string>) =>
  request(`${service.url}/v1/demand-fees${path}`, user, method, body, headers);

test('the known years are there, newest first, for landlords to read too', async () => {
  const { items } = (await call('landlord_admin', 'GET', '?limit=100')).body;
  expect(items.map(({ validFrom, feeOere }: { validFrom: string; feeOere: number }) => [validFrom, feeOere])).toEqual([
    ['2026-01-01', 32_900],
    ['2023-01-01', 31_400],
    ['2022-01-01', 29_100],
    ['2021-01-01', 28_700],
    ['2020-01-01', 28_600],
    ['2019-01-01', 28_400],
    ['2018-01-01', 28_100],
    ['2017-01-01', 27_900],
    ['2016-01-01', 27_700],
    ['2015-01-01', 27_500],
  ]);
});

test('a year is set once, corrected with the version that was seen, and its history says so', async () => {
  const fee = { validFrom: '2027-01-01', feeOere: 33_400 };
  const { status, body } = await call('finance', 'POST', '', fee);
  expect({ status, body }).toMatchObject({ status: 201, body: { ...fee, allowedActions: ['correct'] } });
  expect((await call('single_entry', 'POST', '', fee)).body).toMatchObject({
    status: 409,
    code: 'demand-fee-of-that-day-is-set',
  });
  const correct = (version: number) =>
    call('single_entry', 'POST', `/${body.id}/correct`, { feeOere: 33_500 }, { 'if-match': `"${version}"` });
  expect((await correct(1)).body).toMatchObject({ feeOere: 33_500, version: 2 });
  expect((await correct(1)).status).toBe(412);
  const { items } = (await call('landlord_admin', 'GET', `/${body.id}/history`)).body;
  expect(items.map(({ by, text }: { by: string; text: { da: string } }) => [by, text.da])).toEqual([
    ['municipality', 'Gebyret fra 1. januar 2027 blev sat til 334,00 kr.'],
    ['municipality', 'Gebyret blev rettet til 335,00 kr.'],
  ]);
  expect(await database.query('select 1 from outbox')).toEqual([]);
});

test.each([
  ['validFrom', { validFrom: '2027-02-30', feeOere: 1 }],
  ['feeOere', { validFrom: '2028-01-01', feeOere: 0 }],
  ['feeOere', { validFrom: '2028-01-01', feeOere: 1_000_001 }],
])('a faulty %s is named', async (field, body) => {
  const answer = await call('finance', 'POST', '', body);
  expect([answer.status, answer.body.errors[0].pointer]).toEqual([400, `/${field}`]);
});
