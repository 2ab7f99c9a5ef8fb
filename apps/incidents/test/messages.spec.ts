// SPDX-License-Identifier: MPL-2.0
// What incidents hears: a tenancy that becomes known after the report, before it, or not of this landlord.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { topics } from '#contracts/topics';
import { types } from '#contracts/types';
import { type RunningService, startService } from '#service';
import {
  createTopics,
  eventually,
  freshDatabase,
  landlords,
  request,
  type TestDatabase,
  tellFacts,
  testEnv,
  topicPrefix,
  travel,
} from '#testing';
import { entities } from '../src/entities.js';
import { IncidentsConfig } from '../src/incidents.config.js';
import { IncidentsModule } from '../src/incidents.module.js';
import { migrations } from '../src/migrations/index.js';

const prefix = topicPrefix();
let database: TestDatabase;
let service: RunningService;

beforeAll(async () => {
  await createTopics(prefix);
  database = await freshDatabase('incidents', migrations);
  const env = await testEnv('incidents', { database, topicPrefix: prefix, overrides: { SWEEP_EVERY_MS: '200' } });
  travel(env, '2026-08-04');
  service = await startService('incidents', IncidentsModule, IncidentsConfig, { env, migrations, entities });
});
afterAll(async () => {
  await service?.close();
  await database?.drop();
});

const get = async (id: string) => (await request(`${service.url}/v1/rent-arrears/${id}`, 'single_entry', 'GET')).body;
const report = async (about: object): Promise<{ id: string; matched: boolean; tenancyRef: string }> =>
  (
    await request(`${service.url}/v1/rent-arrears`, 'landlord_admin', 'POST', {
      amountOere: 510_000,
      rentDueOn: '2026-08-01',
      ...about,
    })
  ).body;

const tenancy = (more: object = {}) => ({
  agreementRef: randomUUID(),
  landlordRef: landlords.boOgBy.id,
  hasSupportWorker: true,
  startedOn: '2026-04-23',
  endedOn: null,
  ...more,
});
const tell = (key: string, body: object | null, version = 1) =>
  tellFacts(prefix, [{ topic: topics.tenancyInternal, type: types.tenancy.started, key, version, body }]);
const known = (id: string) =>
  eventually(async () =>
    expect(await database.query('select id from known_tenancies where id = $1', [id])).toHaveLength(1),
  );

test('a report waits for its tenancy, by reference or by the landlord’s lease number', async () => {
  const tenancyRef = randomUUID();
  const reference = `L-${randomUUID().slice(0, 8)}`;
  const [byRef, byNumber] = [await report({ tenancyRef }), await report({ landlordReference: reference })];
  expect([byRef.matched, byNumber.matched]).toEqual([false, false]);
  const body = tenancy({ landlordReference: reference });
  await tell(tenancyRef, body);
  await eventually(async () => {
    for (const { id } of [byRef, byNumber])
      expect(await get(id)).toMatchObject({ tenancyRef, agreementRef: body.agreementRef });
  });
});

test('a report on a known tenancy is matched at once', async () => {
  const tenancyRef = randomUUID();
  await tell(tenancyRef, tenancy());
  await known(tenancyRef);
  expect((await report({ tenancyRef })).matched).toBe(true);
});

test('a report and its tenancy that arrive together find one another', async () => {
  const cases = await Promise.all(
    Array.from({ length: 10 }, async () => {
      const tenancyRef = randomUUID();
      const [opened] = await Promise.all([report({ tenancyRef }), tell(tenancyRef, tenancy())]);
      return opened;
    }),
  );
  await eventually(async () => {
    for (const { id } of cases) expect(await get(id)).toMatchObject({ matched: true });
  });
});

test('another landlord’s tenancy answers as an unknown one and is never matched', async () => {
  const tenancyRef = randomUUID();
  await tell(tenancyRef, tenancy({ landlordRef: landlords.havnensBoliger.id }));
  await known(tenancyRef);
  const { id, ...foreign } = await report({ tenancyRef });
  const { id: _, ...unknown } = await report({ tenancyRef: randomUUID() });
  expect({ ...foreign, tenancyRef: '' }).toEqual({ ...unknown, tenancyRef: '' });
  const own = randomUUID();
  await tell(own, tenancy());
  await known(own);
  expect(await get(id)).toMatchObject({ matched: false, agreementRef: null });
});

test('an older message changes nothing, and an erased tenancy is forgotten', async () => {
  const id = randomUUID();
  const row = async () =>
    (await database.query<{ version: number }>('select version from known_tenancies where id = $1', [id]))[0]?.version;
  await tell(id, tenancy(), 2);
  await tell(id, tenancy({ endedOn: '2026-07-31' }), 1);
  await eventually(async () =>
    expect(await database.query('select 1 from inbox where key = $1', [id])).toHaveLength(2),
  );
  expect(await row()).toBe(2);
  await tell(id, null, 3);
  await eventually(async () => expect(await row()).toBeUndefined());
});
