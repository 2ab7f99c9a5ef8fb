// SPDX-License-Identifier: MPL-2.0
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
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
  type User,
} from '#testing';
import { migrations } from '../src/migrations/index.js';
import { referrals } from '../src/referrals.module.js';

const prefix = topicPrefix();
const agreementRef = randomUUID();
/** A tenancy each: those of one dwelling do not overlap. */
const dwellingRefs = Array.from({ length: 30 }, () => randomUUID());
let lets = 0;
const dwelling = () => dwellingRefs[lets++]!;
const draftRef = randomUUID();
let database: TestDatabase;
let service: RunningService;

const terms = (ref: string, state: string) => ({
  agreementRef: ref,
  landlordRef: landlords.boOgBy.id,
  agreementVersion: 1,
  state,
  legalBasis: 'free_cooperation',
  termFrom: '2026-01-01',
  termTo: '2027-12-31',
  dwellings: dwellingRefs.map((dwellingRef) => ({ dwellingRef, rentOere: 350_000, utilitiesOere: 60_000 })),
  instalmentPolicy: null,
});

const versionedRef = randomUUID();
const versions = [
  { agreementVersion: 1, effectiveFrom: '2026-01-01', effectiveTo: '2026-06-30' },
  { agreementVersion: 2, effectiveFrom: '2026-07-01', effectiveTo: null },
];
const endedRefs = {
  NOTICE_GIVEN: randomUUID(),
  RUN_OFF: randomUUID(),
  EXPIRED: randomUUID(),
  TERMINATED: randomUUID(),
};

beforeAll(async () => {
  database = await freshDatabase('referrals', migrations);
  await createTopics(prefix);
  const env = await testEnv('referrals', { database, topicPrefix: prefix });
  travel(env, '2026-12-01');
  service = await startService(referrals, env);
  const told = { topic: topics.agreementInternal, type: types.agreement.created, version: 1 };
  await tellFacts(prefix, [
    { ...told, key: draftRef, body: terms(draftRef, 'DRAFT') },
    { ...told, key: agreementRef, body: terms(agreementRef, 'ACTIVE') },
    { ...told, key: versionedRef, body: { ...terms(versionedRef, 'ACTIVE'), agreementVersion: 2, versions } },
    ...Object.entries(endedRefs).map(([state, key]) => ({ ...told, key, body: terms(key, state) })),
  ]);
  await eventually(async () => expect(await database.query('select id from known_agreements')).toHaveLength(7));
}, 60_000);

afterAll(async () => {
  await service?.close();
  await database?.drop();
});

const call = (user: User, path: string, body?: object, headers?: Record<string, string>) =>
  request(`${service.url}/v1/tenancies${path}`, user, body ? 'POST' : 'GET', body, headers);

const tenancy = (more: { dwellingRef?: string; [field: string]: unknown } = {}) => ({
  agreementRef,
  dwellingRef: more.dwellingRef ?? dwelling(),
  citizenRef: randomUUID(),
  hasSupportWorker: false,
  startedOn: '2026-02-01',
  ...more,
});

describe('tenancies', () => {
  test('a tenancy starts with the rent of the agreement and ends; the landlord does not see the citizen', async () => {
    const started = await call('social_caseworker', '', tenancy());
    expect(started).toMatchObject({
      status: 201,
      body: { state: 'STARTED', rentOere: 350_000, utilitiesOere: 60_000 },
    });
    const path = `/${started.body.id}`;
    const seen = await call('landlord_admin', path);
    expect(seen).toMatchObject({ status: 200, body: { landlordRef: landlords.boOgBy.id } });
    expect(seen.body).not.toHaveProperty('citizenRef');
    expect((await call('landlord2_admin', path)).status).toBe(404);
    const end = (endedOn: string, headers?: Record<string, string>) =>
      call('social_caseworker', `${path}/end`, { endedOn }, headers);
    expect((await end('2026-03-31')).status).toBe(428);
    expect((await end('2026-03-31', { 'if-match': '"2"' })).status).toBe(412);
    expect(await end('2026-01-31', { 'if-match': '"1"' })).toMatchObject({
      status: 409,
      body: { code: 'tenancy-ends-outside-its-window' },
    });
    expect(await end('2026-03-31', { 'if-match': '"1"' })).toMatchObject({
      status: 200,
      body: { state: 'ENDED', endedOn: '2026-03-31', allowedActions: ['strike'] },
    });
    const reads = await database.query(`select 1 from audit_log where case_id = $1 and changes is null`, [
      started.body.id,
    ]);
    expect(reads.length).toBeGreaterThan(0);
  });

  test('the landlord may not start one; the same key gives the same answer', async () => {
    expect((await call('landlord_admin', '', tenancy())).status).toBe(403);
    const input = tenancy();
    const key = { 'idempotency-key': randomUUID() };
    expect(await call('social_caseworker', '', input, key)).toEqual(await call('social_caseworker', '', input, key));
  });

  test.each([
    ['agreement-not-known-yet', { agreementRef: randomUUID() }],
    ['agreement-is-not-active', { agreementRef: draftRef }],
    ['tenancy-is-outside-the-agreement-term', { startedOn: '2028-01-01' }],
    ['dwelling-is-not-in-the-agreement', { dwellingRef: randomUUID() }],
  ])('a start is refused: %s', async (code, more) => {
    expect(await call('social_caseworker', '', tenancy(more))).toMatchObject({ status: 409, body: { code } });
  });

  test.each(Object.entries(endedRefs))('none starts in an agreement that is %s', async (state, ref) => {
    expect(await call('social_caseworker', '', tenancy({ agreementRef: ref }))).toMatchObject({
      status: 409,
      body: { code: 'agreement-is-not-active', facts: { state } },
    });
  });

  test.each([
    ['2026-06-30', 1],
    ['2026-07-01', 2],
  ])('one that starts on %s is bound by version %i, in force on that day', async (startedOn, no) => {
    const { body } = await call('social_caseworker', '', tenancy({ agreementRef: versionedRef, startedOn }));
    const [row] = await database.query('select agreement_version_at_start as no from tenancy where id = $1', [body.id]);
    expect(row).toEqual({ no });
  });

  test.each([
    ['startedOn', { startedOn: '2026-02-30' }],
    ['landlordReference', { landlordReference: 'L 17' }],
    ['landlordReference', { landlordReference: 'L-010190-1234' }],
  ])('names the faulty field %s', async (field, more) => {
    expect(await call('social_caseworker', '', tenancy(more))).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: `/${field}` }] },
    });
  });
});

describe('one tenancy of a dwelling a day', () => {
  const end = (id: string, endedOn: string) =>
    call('social_caseworker', `/${id}/end`, { endedOn }, { 'if-match': '"1"' });

  test('the next begins on the day after the last, whichever agreement it is under', async () => {
    const dwellingRef = dwelling();
    const start = (startedOn: string, ref = agreementRef) =>
      call('social_caseworker', '', tenancy({ dwellingRef, startedOn, agreementRef: ref }));
    const isLet = { status: 409, body: { code: 'dwelling-is-let-already' } };
    const first = await start('2026-02-01');
    expect(first.status).toBe(201);
    for (const day of ['2026-01-31', '2026-02-01', '2027-01-31']) expect(await start(day)).toMatchObject(isLet);
    expect((await end(first.body.id, '2026-03-31')).status).toBe(200);
    expect(await start('2026-03-31', versionedRef)).toMatchObject(isLet);
    expect(await start('2026-01-31')).toMatchObject(isLet);
    expect((await start('2026-04-01', versionedRef)).status).toBe(201);
    expect(await start('2026-04-01')).toMatchObject(isLet);
  });

  test('of many at once, more than there are connections, one gets the dwelling', async () => {
    const dwellingRef = dwelling();
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, day) =>
        call(
          'social_caseworker',
          '',
          tenancy({ dwellingRef, startedOn: `2026-02-${String(1 + (day % 28)).padStart(2, '0')}` }),
        ),
      ),
    );
    expect(answers.map(({ status, body }) => body.code ?? status).toSorted()).toEqual([
      201,
      ...answers.slice(1).map(() => 'dwelling-is-let-already'),
    ]);
  });

  test('tenancies that overlapped before this was held are kept, and keep others out until they end', async () => {
    const dwellingRef = dwelling();
    const rows = [randomUUID(), randomUUID()].toSorted();
    const [table] = await database.query<{ columns: string }>(
      `select string_agg(column_name, ', ') as columns from information_schema.columns
        where table_name = 'tenancy' and table_schema = current_schema() and is_generated = 'NEVER'`,
    );
    const { columns } = table!;
    const copied = `insert into tenancy (${columns})
      select ${columns} from (select (jsonb_populate_record(t, $1)).* from tenancy t limit 1) copy`;
    for (const [index, id] of rows.entries())
      await database.query(copied, [
        { id, number: `K-26-0000${index}-x`, version: 1, state: 'STARTED', dwelling_ref: dwellingRef, started_on: '2026-02-01', ended_on: null, overlap_is_older: index > 0 }, // biome-ignore format: a row
      ]);
    const start = () => call('social_caseworker', '', tenancy({ dwellingRef, startedOn: '2026-05-01' }));
    expect((await end(rows[0]!, '2026-04-30')).status).toBe(200);
    expect(await start()).toMatchObject({ status: 409, body: { code: 'dwelling-is-let-already' } });
    expect((await end(rows[1]!, '2026-04-30')).status).toBe(200);
    expect((await start()).status).toBe(201);
  });
});

test('a second tenancy of a citizen on the same days is recorded with a warning, for the municipality only', async () => {
  const citizenRef = randomUUID();
  const first = await call('social_caseworker', '', tenancy({ citizenRef }));
  const second = await call('social_caseworker', '', tenancy({ citizenRef }));
  expect([first.body.warnings, second.body.warnings]).toEqual([[], ['citizen-has-another-tenancy']]);
  const ended = await call(
    'social_caseworker',
    `/${first.body.id}/end`,
    { endedOn: '2026-02-28' },
    { 'if-match': '"1"' },
  );
  expect(ended.body.warnings).toEqual(['citizen-has-another-tenancy']);
  expect((await call('landlord_admin', `/${second.body.id}`)).body).not.toHaveProperty('warnings');
});

test.each([
  ['tenancy-starts-too-far-ahead', { startedOn: '2027-12-31' }, undefined],
  ['tenancy-ends-outside-its-window', {}, '2026-01-31'],
  ['tenancy-ends-outside-its-window', {}, '2126-02-01'],
  ['tenancy-ends-outside-its-window', {}, '2199-12-31'],
])('a slip of the date is refused with the days there are: %s', async (code, more, endedOn) => {
  const started = await call('social_caseworker', '', tenancy(more));
  const answer = endedOn
    ? await call('social_caseworker', `/${started.body.id}/end`, { endedOn }, { 'if-match': '"1"' })
    : started;
  expect(answer).toMatchObject({ status: 409, body: { code, facts: { latest: expect.any(String) } } });
});
