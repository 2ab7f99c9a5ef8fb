// SPDX-License-Identifier: MPL-2.0
// An erased citizen is gone in all four services, the cases are there, and the certificate says so.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { SERVICES, type ServiceName, topics } from '#contracts/topics';
import { types } from '#contracts/types';
import { type RunningService, startService } from '#service';
import {
  createTopics,
  eventually,
  freshDatabase,
  knowStaff,
  landlords,
  readTopic,
  request,
  staffId,
  type TestDatabase,
  tellFacts,
  testEnv,
  topicPrefix,
  travel,
  type User,
} from '#testing';
import { services } from './services.ts';

const TODAY = '2026-12-01';
const prefix = topicPrefix();
const databases = {} as Record<ServiceName, TestDatabase>;
const running = {} as Record<ServiceName, RunningService>;

beforeAll(async () => {
  await createTopics(prefix);
  for (const name of SERVICES) {
    databases[name] = await freshDatabase(name, services[name].migrations);
    if (name !== 'notifications') await knowStaff(databases[name]);
    const overrides = { BACKUP_RETENTION_DAYS: '35' };
    const env = await testEnv(name, { database: databases[name], topicPrefix: prefix, overrides });
    travel(env, TODAY);
    running[name] = await startService(services[name], env);
  }
}, 60_000);
afterAll(async () => {
  for (const service of Object.values(running)) await service.close();
  for (const database of Object.values(databases)) await database.drop();
});

const post = (user: User, name: ServiceName, path: string, body: object = {}) =>
  request(`${running[name].url}/v1/${path}`, user, 'POST', body, { 'if-match': '*' });
const get = (user: User, name: ServiceName, path: string) => request(`${running[name].url}/v1/${path}`, user, 'GET');
const social = (path: string, body?: object) => post('social_caseworker', 'referrals', path, body);

test('in all four services', async () => {
  const [agreementRef, dwellingRef, referralRef] = [randomUUID(), randomUUID(), randomUUID()];
  const lease = 'AaseProeve-17';
  const { id } = (await social('citizens', { cpr: '010190-1234', name: 'Åse Prøve' })).body;
  await tellFacts(prefix, [
    {
      ...{ topic: topics.agreementInternal, type: types.agreement.created, key: agreementRef, version: 1 },
      body: {
        ...{ agreementRef, landlordRef: landlords.boOgBy.id, agreementVersion: 1, state: 'ACTIVE' },
        ...{ legalBasis: 'free_cooperation', termFrom: '2026-01-01', termTo: '2027-12-31', instalmentPolicy: null },
        dwellings: [{ dwellingRef, rentOere: 350_000, utilitiesOere: 0 }],
      },
    },
    {
      ...{ topic: topics.referralInternal, type: types.referral.changed, key: referralRef, version: 1 },
      body: { agreementRef, citizenRef: id, registeredOn: '2026-01-05', financedOn: null, movedInOn: '2026-02-01' },
    },
  ]);
  const home = { agreementRef, dwellingRef, citizenRef: id, hasSupportWorker: false, landlordReference: lease };
  const tenancy = await eventually(async () => {
    const started = await social('tenancies', { ...home, startedOn: '2026-02-01' });
    expect(started.status).toBe(201);
    return started.body;
  });
  const report = { landlordReference: lease, amountOere: 350_000, rentDueOn: '2026-11-02' };
  const arrears = (await post('landlord_admin', 'incidents', 'rent-arrears', report)).body;
  await eventually(async () => {
    const [row] = await databases.incidents.query('select agreement_ref as ref from rent_arrears where id = $1', [
      arrears.id,
    ]);
    expect(row).toEqual({ ref: agreementRef });
  });
  // Whose the case is comes from there: the outreach team sees who the tenant is.
  const given = { to: { role: 'outreach_team', person: staffId('outreach_team') } };
  await post('single_entry', 'incidents', `rent-arrears/${arrears.id}/acknowledge`);
  expect((await post('single_entry', 'incidents', `rent-arrears/${arrears.id}/assign`, given)).status).toBe(200);
  await eventually(async () =>
    expect((await get('outreach_team', 'referrals', `citizens/${id}/person?purpose=support`)).body.name).toBe(
      'Åse Prøve',
    ),
  );
  expect((await social(`tenancies/${tenancy.id}/end`, { endedOn: '2026-11-30' })).status).toBe(200);
  expect((await social(`citizens/${id}/erase`)).body.code).toBe('citizen-has-open-cases');
  const paid = { paidOn: '2026-12-01', amountOere: 350_000 };
  expect(
    (await post('landlord_admin', 'incidents', `rent-arrears/${arrears.id}/confirm-tenant-paid`, paid)).status,
  ).toBe(200);
  const figures = (what: string) =>
    databases.agreements.query(`select ${what} as it from known_figure where id = $1 order by series`, [referralRef]);
  await eventually(async () => expect(await figures('subject_ref')).toContainEqual({ it: id }));
  const before = await figures('(series, happened_on, measure)');

  const certificate = async () => (await get('auditor', 'referrals', `citizens/${id}/erasure`)).body;
  expect(await certificate()).toMatchObject({ erasedOn: null, isDone: false, backupsUntil: null });
  await eventually(async () => expect((await social(`citizens/${id}/erase`)).status).toBe(200));
  await eventually(async () => {
    expect(await certificate()).toEqual({
      ...{ id, erasedOn: TODAY, isDone: true, backupsUntil: '2027-01-05' },
      services: [
        ['agreements', expect.any(Number)],
        ['referrals', 2],
        ['incidents', 1],
        ['notifications', 0],
      ].map(([service, scrubbed]) => ({ service, scrubbed, doneAt: expect.any(String) })),
    });
  });
  expect(await figures('subject_ref')).not.toContainEqual({ it: id });
  expect(await figures('(series, happened_on, measure)')).toEqual(before);

  const seen = await get('landlord_admin', 'incidents', `rent-arrears/${arrears.id}`);
  expect(seen).toMatchObject({ status: 200, body: { number: arrears.number, landlordReference: null } });
  expect(await databases.incidents.query('select landlord_reference as it from known_tenancies')).toEqual([
    { it: null },
  ]);
  // Nor does any table hold the lease number, but for what is remembered of an answer for a day, and of a message until it is told.
  for (const [service, database] of Object.entries(databases)) {
    const tables = await database.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables
        where schemaname not in ('pg_catalog', 'information_schema') and tablename not in ('idempotency', 'outbox', 'inbox')`,
    );
    for (const { name } of tables) {
      const [held] = await database.query<{ n: number }>(
        `select count(*)::int as n from ${name} t where position($1 in t::text) > 0`,
        [lease],
      );
      expect([service, name, held!.n]).toEqual([service, name, 0]);
    }
  }
  // Whoever reads the topic from its beginning hears last that nobody is told of.
  const told = await readTopic(`${prefix}${topics.tenancyInternal.name}`);
  expect(JSON.parse(String(told.findLast(({ key }) => String(key) === tenancy.id)!.value))).not.toHaveProperty('landlordReference'); // biome-ignore format: one line
});

test('what is heard again changes nothing, and what is heard of somebody else’s citizen is not kept', async () => {
  const [known] = await databases.referrals.query<{ id: string }>(`select id from citizen where state = 'ERASED'`);
  const receipts = () => databases.referrals.query('select * from erasure_receipt order by service');
  const before = await receipts();
  const receipt = { topic: topics.incidentsErasures, type: types.incidentsErasures.done, version: 9 };
  const last = randomUUID();
  await tellFacts(
    prefix,
    [known!.id, last].map((citizenRef) => ({ ...receipt, key: citizenRef, body: { citizenRef, scrubbed: 99 } })),
  );
  await eventually(async () =>
    expect(await databases.referrals.query('select 1 from inbox where key = $1', [last])).toHaveLength(1),
  );
  expect(await receipts()).toEqual(before);
  const erased = { topic: topics.citizenInternal, type: types.citizen.erased, version: 9, key: last };
  await tellFacts(prefix, [{ ...erased, body: { citizenRef: last, tenancyRefs: [randomUUID()] } }]);
  for (const name of ['agreements', 'incidents', 'notifications'] as const)
    await eventually(async () =>
      expect(await databases[name].query('select state from inbox where key = $1', [last])).toEqual([
        { state: 'handled' },
      ]),
    );
});
