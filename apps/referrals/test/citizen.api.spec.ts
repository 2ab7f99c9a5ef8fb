// SPDX-License-Identifier: MPL-2.0
import { hash, randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type RunningService, startService } from '#service';
import {
  demoUsers,
  eventually,
  freshDatabase,
  knowStaff,
  landlords,
  type Reply,
  request,
  staffId,
  type TestDatabase,
  testEnv,
  travel,
  type User,
} from '#testing';
import { fingerprintKey, indexValue, readVaultKeys, type VaultKeys } from '../src/citizen/vault/key-ring.js';
import { migrations } from '../src/migrations/index.js';
import { referrals } from '../src/referrals.module.js';

const TODAY = '2026-12-01';
let database: TestDatabase;
let service: RunningService;
let env: Awaited<ReturnType<typeof testEnv>>;

beforeAll(async () => {
  database = await freshDatabase('referrals', migrations);
  await knowStaff(database);
  env = await testEnv('referrals', { database });
  travel(env, TODAY);
  service = await startService(referrals, env);
}, 60_000);

afterAll(async () => {
  await service?.close();
  await database?.drop();
});

const users = Object.keys(demoUsers) as User[];
const call = (user: User | null, method: string, path: string, body?: object, headers?: Record<string, string>) =>
  request(`${service.url}/v1/${path}`, user, method, body, headers);
const get = (user: User, path: string) => call(user, 'GET', path);
const post = (user: User, path: string, body: object = {}, headers: Record<string, string> = {}) =>
  call(user, 'POST', path, body, { 'if-match': '*', ...headers });

let births = 0;
/** Of nobody: another one each time. */
const synthetic = (): string => {
  births += 1;
  const day = new Date(Date.UTC(1950, 0, births)).toISOString();
  return `${day.slice(8, 10)}${day.slice(5, 7)}${day.slice(2, 4)}1234`;
};
const person = (more: object = {}) => ({
  cpr: synthetic(),
  name: 'Åse Prøve-Holm',
  address: { text: 'Prøvevej 12, 5000 Odense C', protected: false },
  contact: { phone: '70 10 11 55', mailbox: 'aase@borger.example' },
  household: { adults: 1, children: 2 },
  ...more,
});
const registered = async (more: object = {}): Promise<string> => {
  const { status, body } = await post('social_caseworker', 'citizens', person(more));
  expect(status).toBe(201);
  return body.id;
};
const who = 'person?purpose=housing';
const log = (id: string | null) =>
  database.query<{ actor_id: string; action: string; purpose: string; changes: object | null }>(
    `select actor_id, action, purpose, changes from audit_log where case_id is not distinct from $1 order by position`,
    [id],
  );

/** A tenancy of the citizen, of landlord 1, that runs from 2026-02-01. @returns its id */
async function tenancyOf(citizenRef: string, more: object = {}): Promise<string> {
  const [agreementRef, dwellingRef] = [randomUUID(), randomUUID()];
  await database.query(
    `insert into known_agreements (id, version, landlord_ref, state, agreement_version, term_from, term_to, dwellings)
     values ($1, 1, $2, 'ACTIVE', 1, '2026-01-01', '2030-12-31', $3)`,
    [agreementRef, landlords.boOgBy.id, JSON.stringify([{ dwellingRef, rentOere: 450_000, utilitiesOere: 60_000 }])],
  );
  const body = { agreementRef, dwellingRef, citizenRef, hasSupportWorker: true, startedOn: '2026-02-01', ...more };
  const started = await post('social_caseworker', 'tenancies', body);
  expect(started.status).toBe(201);
  return started.body.id;
}
async function helpFor(tenancyRef: string, more: { state?: string; person?: User } = {}): Promise<string> {
  const id = randomUUID();
  await database.query(
    `insert into financing (id, version, state, opened_at, closed_at, kind, case_ref, landlord_ref, tenancy_ref, applied_on,
       decision_due_on, repayable, paid_oere, repaid_oere, assigned_person)
     values ($1, 1, $2, now(), case when $2 = 'WITHDRAWN' then now() end, 'temporary_rent_help', gen_random_uuid(), $3, $4,
       '2026-11-01', '2026-11-08', false, 0, 0, $5)`,
    [id, more.state ?? 'APPLIED', landlords.boOgBy.id, tenancyRef, more.person ? staffId(more.person) : null],
  );
  return id;
}

describe('a citizen is registered', () => {
  test('and the answer, the case, its history and its log say nothing of who it is', async () => {
    const input = person();
    const { status, body } = await post('social_caseworker', 'citizens', input);
    expect({ status, body }).toMatchObject({
      status: 201,
      body: { version: 1, state: 'KNOWN', hasProtectedAddress: false, consents: [], erasedOn: null },
    });
    const seen = [body, (await get('social_caseworker', `citizens/${body.id}`)).body];
    const history = (await get('social_caseworker', `citizens/${body.id}/history`)).body;
    expect(history.items).toMatchObject([{ action: 'citizen.open', text: { en: 'The citizen was registered.' } }]);
    const told = JSON.stringify([seen, history, await log(body.id)]);
    for (const text of [input.cpr, 'Prøve', 'prøve', 'Åse', '70 10', 'aase@']) expect(told).not.toContain(text);
    expect(await get('social_caseworker', `citizens/${body.id}/${who}`)).toMatchObject({
      status: 200,
      body: { ...input, id: body.id, address: input.address.text, hasProtectedAddress: false },
    });
  });

  test.each([
    ['whole', (cpr: string) => cpr],
    ['with a hyphen', (cpr: string) => `${cpr.slice(0, 6)}-${cpr.slice(6)}`],
    ['in pairs', (cpr: string) => cpr.replace(/(..)(?=.)/g, '$1 ')],
    ['with no-break blanks', (cpr: string) => ` ${cpr.slice(0, 6)}\u00a0${cpr.slice(6)} `],
  ])('once, however the number is typed: %s', async (_, typed) => {
    const cpr = synthetic();
    const id = await registered({ cpr });
    expect(await post('social_caseworker2', 'citizens', person({ cpr: typed(cpr) }))).toMatchObject({
      status: 409,
      body: { code: 'citizen-is-known', facts: { citizenRef: id }, errors: [{ pointer: '/cpr' }] },
    });
    expect((await log(id)).at(-1)).toMatchObject({ actor_id: staffId('social_caseworker2'), action: 'citizen.open' });
    const other = await registered();
    expect(await post('social_caseworker', `citizens/${other}/change`, { cpr: typed(cpr) })).toMatchObject({
      status: 409,
      body: { code: 'citizen-is-known', facts: { citizenRef: id } },
    });
  });

  test('once, also by many at once, more than there are connections', async () => {
    const input = person();
    const answers = await Promise.all(Array.from({ length: 40 }, () => post('social_caseworker', 'citizens', input)));
    const [first] = answers.filter(({ status }) => status === 201);
    expect(answers.map(({ status, body }) => body.facts?.citizenRef ?? status).toSorted()).toEqual(
      [201, ...Array.from({ length: 39 }, () => first!.body.id)].toSorted(),
    );
  });

  test('the same request again gets the same answer; another one under its key does not', async () => {
    const input = person();
    const key = { 'idempotency-key': randomUUID() };
    const first = await post('social_caseworker', 'citizens', input, key);
    const spelt = { ...input, cpr: input.cpr, name: 'A\u030ase  Prøve-Holm' };
    expect(await post('social_caseworker', 'citizens', spelt, key)).toEqual(first);
    expect(await post('social_caseworker', 'citizens', { ...input, cpr: synthetic() }, key)).toMatchObject({
      status: 422,
    });
  });

  test('what is kept of a request tells it from another, and cannot be guessed from without the keys', async () => {
    const input = { name: 'Åse Prøve', cpr: synthetic() };
    const key = randomUUID();
    expect((await post('social_caseworker', 'citizens', input, { 'idempotency-key': key })).status).toBe(201);
    const [kept] = await database.query<{ hash: string }>(
      'select request_hash as hash from idempotency where key = $1',
      [key],
    );
    const { cpr, name } = input;
    const request = JSON.stringify(['/v1/citizens', {}, {}, { cpr, name }]);
    const keys = readVaultKeys(env.VAULT_KEYS!) as VaultKeys;
    expect(kept!.hash).toBe(indexValue(fingerprintKey(keys), request).toString('base64'));
    expect(kept!.hash).not.toBe(hash('sha256', request, 'base64'));
  });

  test('no key of a request holds a number', async () => {
    for (const key of ['0101901234', 'borger-010190-1234'])
      expect(await post('social_caseworker', 'citizens', person(), { 'idempotency-key': key })).toMatchObject({
        status: 400,
        body: { code: 'idempotency-key-not-opaque' },
      });
    // What a uuid happens to look like is nobody's number.
    const uuid = { 'idempotency-key': '19590101-1234-4abc-8abc-0123456789ab' };
    expect((await post('social_caseworker', 'citizens', person(), uuid)).status).toBe(201);
  });

  test.each([
    ['cpr', 'not-a-civil-registration-number', { cpr: '3102901234' }],
    ['cpr', 'not-a-civil-registration-number', { cpr: '010190-123' }],
    ['cpr', 'not-a-civil-registration-number', { cpr: 101901234 }],
    ['name', 'civil-registration-number', { name: 'Åse 010190-1234' }],
    ['address/text', 'civil-registration-number', { address: { text: '010190-1234', protected: false } }],
    ['address/protected', 'is-boolean', { address: { text: 'Prøvevej 1' } }],
    ['contact/phone', 'not-a-phone-number', { contact: { phone: '12' } }],
    ['household/adults', 'min', { household: { adults: 0, children: 1 } }],
  ])('a fault of %s is named: %s', async (field, code, more) => {
    const { status, body } = await post('social_caseworker', 'citizens', person(more));
    expect({ status, errors: body.errors }).toMatchObject({ status: 400, errors: [{ pointer: `/${field}`, code }] });
  });

  test('not before the day of birth', async () => {
    expect(await post('social_caseworker', 'citizens', person({ cpr: '021226-5000' }))).toMatchObject({
      status: 409,
      body: { code: 'citizen-is-not-born-yet', errors: [{ pointer: '/cpr' }] },
    });
  });
});

describe('what is known is changed', () => {
  test('what is sent; a slip of the number is put right, and the wrong one is free again', async () => {
    const [wrong, right] = [synthetic(), synthetic()];
    const id = await registered({ cpr: wrong });
    const change = (body: object) => post('social_caseworker', `citizens/${id}/change`, body);
    expect((await change({ cpr: right, contact: {} })).status).toBe(200);
    expect((await change({ name: 'Åse Holm', address: { protected: true } })).body).toMatchObject({
      hasProtectedAddress: true,
    });
    expect((await get('social_caseworker', `citizens/${id}/${who}`)).body).toEqual({
      ...{ id, cpr: right, name: 'Åse Holm', contact: null, household: { adults: 1, children: 2 } },
      ...{ hasProtectedAddress: true, address: null },
    });
    const find = async (wanted: object) =>
      (await post('social_caseworker', 'citizens/search', { ...wanted, purpose: 'correction' })).body.items;
    expect(await find({ cpr: wrong })).toEqual([]);
    expect(await find({ cpr: right })).toEqual([{ id, name: 'Åse Holm' }]);
    expect(await find({ cpr: right, name: 'Prøve' })).toEqual([]);
    expect((await post('social_caseworker', 'citizens', person({ cpr: wrong }))).status).toBe(201);
  });

  test('by the version that was seen', async () => {
    const id = await registered();
    const change = (version: string) =>
      post('social_caseworker', `citizens/${id}/change`, { name: 'Bo Holm' }, { 'if-match': version });
    expect([(await change('"1"')).status, (await change('"1"')).status]).toEqual([200, 412]);
  });
});

describe('who sees whom', () => {
  const sees = async (id: string) => {
    const seeing: string[] = [];
    for (const user of users) {
      const answers: Reply[] = [];
      for (const what of ['', `/${who}`, '/address?purpose=support&reason=visit'])
        answers.push(await get(user, `citizens/${id}${what}`));
      const [status, ...others] = answers.map((answer) => answer.status);
      expect([user, others]).toEqual([user, [status, status]]);
      if (status === 200) seeing.push(user);
      else expect([user, status]).toEqual([user, /^(benefits|support|outreach)/.test(user) ? 404 : 403]);
    }
    return seeing;
  };
  const SOCIAL = ['social_caseworker', 'social_caseworker2'];

  test('social services see everybody; the benefits office those of its help; the support worker the own tenants', async () => {
    const id = await registered();
    expect(await sees(id)).toEqual(SOCIAL);
    const tenancyRef = await tenancyOf(id, { supportWorker: staffId('support_worker') });
    expect(await sees(id)).toEqual(['support_worker', ...SOCIAL].toSorted(inOrder));
    await helpFor(tenancyRef, { person: 'benefits_caseworker' });
    expect(await sees(id)).toEqual(
      ['benefits_caseworker', 'benefits_caseworker2', 'support_worker', ...SOCIAL].toSorted(inOrder),
    );
    const version = (await get('social_caseworker', `tenancies/${tenancyRef}`)).etag!;
    await post('social_caseworker', `tenancies/${tenancyRef}/end`, { endedOn: '2026-11-30' }, { 'if-match': version });
    expect(await sees(id)).toEqual(['benefits_caseworker', 'benefits_caseworker2', ...SOCIAL].toSorted(inOrder));
  });
  const inOrder = (one: string, other: string) => users.indexOf(one as User) - users.indexOf(other as User);

  test.each([
    'known_arrears',
    'known_complaints',
  ])('whoever visits the tenant because rent is missing, or somebody complains (%s), as long as the case is open', async (table) => {
    const id = await registered();
    const caseRef = randomUUID();
    await database.query(
      `insert into ${table} (id, version, tenancy_ref, assigned_role, assigned_person) values ($1, 1, $2, 'outreach_team', $3)`,
      [caseRef, await tenancyOf(id), staffId('outreach_team')],
    );
    expect(await sees(id)).toEqual(['outreach_team', ...SOCIAL].toSorted(inOrder));
    expect((await get('outreach_team', `citizens/${id}/${who}`)).body).not.toHaveProperty('cpr');
    await database.query(`update ${table} set closed_at = now() where id = $1`, [caseRef]);
    expect(await sees(id)).toEqual(SOCIAL);
  });

  test('the support worker is told neither number nor household; nobody a protected address, but by the step for it', async () => {
    const address = { text: 'Hemmelig Allé 7', protected: true };
    const id = await registered({ address });
    await tenancyOf(id, { supportWorker: staffId('support_worker') });
    const { body } = await get('support_worker', `citizens/${id}/${who}`);
    expect(Object.keys(body).toSorted()).toEqual(['address', 'contact', 'hasProtectedAddress', 'id', 'name']);
    for (const user of ['support_worker', 'social_caseworker'] as const) {
      const seen = await get(user, `citizens/${id}/${who}`);
      expect(seen.body).toMatchObject({ hasProtectedAddress: true, address: null });
      const revealed = await get(user, `citizens/${id}/address?purpose=support&reason=visit`);
      expect(revealed.body).toEqual({ id, hasProtectedAddress: true, address: address.text });
    }
    expect((await log(id)).at(-1)).toMatchObject({ action: 'citizen.address', purpose: 'support:visit' });
  });

  test.each([
    'person',
    'person?purpose=curiosity',
    'address?purpose=support',
    'address?reason=visit',
  ])('nobody without a purpose of the list: %s', async (what) => {
    const id = await registered();
    const before = await log(id);
    expect((await get('social_caseworker', `citizens/${id}/${what}`)).status).toBe(400);
    expect(await log(id)).toEqual(before);
  });
});

describe('search', () => {
  const search = (user: User, wanted: object) =>
    post(user, 'citizens/search', { purpose: 'identity_check', ...wanted });
  const ids = ({ body }: Reply) => body.items.map(({ id }: { id: string }) => id);

  test('by number in any spelling, by whole words of the name in any', async () => {
    const cpr = synthetic();
    const name = `Øjvind Årup ${randomUUID().slice(0, 8)}x`;
    const id = await registered({ cpr, name });
    const [, , last] = name.split(' ');
    for (const wanted of [
      { cpr },
      { cpr: `${cpr.slice(0, 6)}-${cpr.slice(6)}` },
      { name: last },
      { name: `OEJVIND ${last}` },
      { name: `  aarup,   øjvind ${last!.toUpperCase()}` },
      { cpr, name: 'Årup' },
    ])
      expect([wanted, (await search('social_caseworker', wanted)).body.items]).toEqual([wanted, [{ id, name }]]);
    for (const wanted of [
      { name: last!.slice(0, 5) },
      { name: `${last} Bo` },
      { name: `x ${`${last} `.repeat(12)}` },
      { cpr: synthetic() },
      { name: '–' },
    ])
      expect([wanted, ids(await search('social_caseworker', wanted))]).toEqual([wanted, []]);
  });

  test('pages, newest first', async () => {
    const name = `Alma ${randomUUID().slice(0, 8)}x`;
    const all: string[] = [];
    for (let n = 0; n < 5; n++) all.unshift(await registered({ name }));
    const found: string[] = [];
    for (let after: string | undefined; ; ) {
      const { body } = await search('social_caseworker', { name, limit: 2, ...(after && { after }) });
      found.push(...ids({ body } as Reply));
      if (!body.next) break;
      after = body.next;
    }
    expect(found).toEqual(all);
  });

  test('in the scope alone: who is not seen is not found, and the log has it either way, without what was asked', async () => {
    const cpr = synthetic();
    const id = await registered({ cpr });
    const asked = async () => (await log(null)).filter(({ action }) => action === 'citizen.search');
    const before = (await asked()).length;
    expect(ids(await search('benefits_caseworker', { cpr }))).toEqual([]);
    const entry = { action: 'citizen.search', purpose: 'identity_check', changes: null };
    expect((await asked()).slice(before)).toEqual([{ ...entry, actor_id: staffId('benefits_caseworker') }]);
    await helpFor(await tenancyOf(id));
    expect(ids(await search('benefits_caseworker', { cpr }))).toEqual([id]);
    expect((await log(id)).at(-1)).toEqual({ ...entry, actor_id: staffId('benefits_caseworker') });
    expect((await asked()).length).toBe(before + 1);
  });

  test('for who decides alone, with a purpose, for something', async () => {
    for (const user of users.filter((one) => !/^(social|benefits)/.test(one)))
      expect([user, (await search(user, { name: 'Prøve' })).status]).toEqual([user, 403]);
    for (const wanted of [{}, { name: 'Prøve', purpose: undefined }, { name: '010190-1234' }, { cpr: 'Prøve' }])
      expect([wanted, (await search('social_caseworker', wanted)).status]).toEqual([wanted, 400]);
  });

  test('of the service’s own search nobody is found', async () => {
    const input = person({ name: `Alma ${randomUUID().slice(0, 8)}x` });
    const id = await registered(input);
    for (const wanted of [{ words: input.name }, { reference: id }, { reference: id, kinds: ['citizen'] }])
      expect((await post('social_caseworker', 'search', wanted)).body.items).toEqual([]);
  });
});

test('who has looked at a citizen, and at the citizen’s cases, is told to who answers the citizen’s request', async () => {
  const id = await registered();
  const other = await registered();
  const tenancyRef = await tenancyOf(id);
  const helpRef = await helpFor(tenancyRef);
  await get('social_caseworker2', `citizens/${id}/${who}`);
  await get('social_caseworker', `citizens/${other}/${who}`);
  await get('landlord_admin', `tenancies/${tenancyRef}`);
  await get('benefits_caseworker', `financings/${helpRef}`);
  const looks = async (user: User, query = '') => await get(user, `citizens/${id}/looks${query}`);
  const { items } = (await looks('auditor')).body;
  expect(items).toMatchObject([
    { by: 'auditor', action: 'citizen.looks', purpose: null, changed: false, staffId: staffId('auditor') },
    { by: 'benefits_caseworker', action: 'financing.get', staffId: staffId('benefits_caseworker') },
    { by: 'landlord_admin', action: 'tenancy.get', changed: false, staffId: staffId('landlord_admin') },
    { by: 'social_caseworker', action: 'citizen.person', purpose: 'housing', staffId: staffId('social_caseworker2') },
    { by: 'social_caseworker', action: 'tenancy.open', changed: true },
    { by: 'social_caseworker', action: 'citizen.open', changed: true },
  ]);
  const told = (await looks('social_caseworker')).body.items;
  expect(told.slice(1)).toEqual(items.map(({ staffId: _, inSteadOf: __, ...look }: Record<string, unknown>) => look));
  expect(JSON.stringify(told)).not.toContain(staffId('social_caseworker2'));
  const first = (await looks('auditor', '?limit=3')).body;
  const second = (await looks('auditor', `?limit=100&after=${first.next}`)).body;
  expect([first.items.length, second.items.at(-1), second.next]).toEqual([3, items.at(-1), null]);
  for (const user of users.filter((one) => !/^(social|auditor)/.test(one)))
    expect([user, (await looks(user)).status]).toEqual([user, 403]);
});

describe('consent', () => {
  test('is recorded, ends, and stays in the list', async () => {
    const id = await registered();
    await tenancyOf(id, { supportWorker: staffId('support_worker') });
    const given = { scope: 'show_name_to_landlord', textVersion: 'samtykke-2026-1', givenOn: TODAY, medium: 'paper' };
    expect((await post('support_worker', `citizens/${id}/record-consent`, given)).status).toBe(200);
    expect(await post('support_worker', `citizens/${id}/record-consent`, given)).toMatchObject({
      status: 409,
      body: { code: 'consent-runs-already', errors: [{ pointer: '/scope' }] },
    });
    const end = { scope: 'show_name_to_landlord', endedOn: TODAY, ending: 'revoked_by_citizen' };
    const { body } = await post('social_caseworker', `citizens/${id}/end-consent`, end);
    expect(body.consents).toEqual([{ ...given, endedOn: TODAY, ending: 'revoked_by_citizen' }]);
    expect((await post('support_worker2', `citizens/${id}/record-consent`, given)).status).toBe(404);
  });

  test('of two at once one is recorded', async () => {
    const id = await registered();
    const given = { scope: 'tell_court', textVersion: '1', givenOn: TODAY, medium: 'telephone' };
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => post('social_caseworker', `citizens/${id}/record-consent`, given)),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect((await get('social_caseworker', `citizens/${id}`)).body.consents).toHaveLength(1);
  });
});

describe('a citizen is erased', () => {
  test('not while a case is open: all of them are named', async () => {
    const id = await registered();
    const tenancyRef = await tenancyOf(id);
    const helpRef = await helpFor(tenancyRef);
    const numbers = [];
    for (const [user, path] of [
      ['social_caseworker', `tenancies/${tenancyRef}`],
      ['benefits_caseworker', `financings/${helpRef}`],
    ] as const)
      numbers.push((await get(user, path)).body.number);
    expect(await post('social_caseworker', `citizens/${id}/erase`)).toMatchObject({
      status: 409,
      body: { code: 'citizen-has-open-cases', facts: { cases: numbers.toSorted() } },
    });
  });

  test.each([
    ['known_arrears', ''],
    ['known_complaints', ''],
    ['known_evictions', ', is_open'],
    ['known_move_outs', ', is_open, moved_out_on, is_struck'],
  ])('not while one of %s is open, whose number is not known here', async (table, columns) => {
    const id = await registered();
    const ended = await tenancyOf(id);
    expect((await post('social_caseworker', `tenancies/${ended}/end`, { endedOn: '2026-11-30' })).status).toBe(200);
    const values = columns.includes('moved') ? `, true, '2026-11-30', false` : columns && ', true';
    await database.query(`insert into ${table} (id, version, tenancy_ref${columns}) values ($1, 1, $2${values})`, [
      randomUUID(),
      ended,
    ]);
    const refused = await post('social_caseworker', `citizens/${id}/erase`);
    expect(refused).toMatchObject({ status: 409, body: { code: 'citizen-has-open-cases' } });
    expect(refused.body.detail).toContain('en restancesag');
    await database.query(
      `update ${table} set ${columns ? 'is_open = false' : 'closed_at = now()'} where tenancy_ref = $1`,
      [ended],
    );
    expect((await post('social_caseworker', `citizens/${id}/erase`)).status).toBe(200);
  });

  test('then nothing tells who it was; the cases are there, and can be counted', async () => {
    const input = person();
    const id = await registered(input);
    const tenancyRef = await tenancyOf(id, { landlordReference: 'AaseProeve-17' });
    const end = { endedOn: '2026-11-30' };
    expect((await post('social_caseworker', `tenancies/${tenancyRef}/end`, end)).status).toBe(200);
    expect(await post('social_caseworker', `citizens/${id}/erase`)).toMatchObject({
      status: 200,
      body: { state: 'ERASED', erasedOn: TODAY, consents: [], allowedActions: [] },
    });
    for (const what of [who, 'address?purpose=support&reason=visit'])
      expect((await get('social_caseworker', `citizens/${id}/${what}`)).status).toBe(404);
    expect((await post('social_caseworker', `citizens/${id}/change`, { name: 'Bo' })).status).toBe(409);
    const find = (wanted: object) => post('social_caseworker', 'citizens/search', { purpose: 'correction', ...wanted });
    expect((await find({ cpr: input.cpr })).body.items).toEqual([]);
    expect((await get('auditor', `citizens/${id}/looks`)).status).toBe(200);
    const seen = await get('social_caseworker', `tenancies/${tenancyRef}`);
    expect(seen.body).toMatchObject({ state: 'ENDED', landlordReference: null, citizenRef: id });
    expect((await get('landlord_admin', `tenancies/${tenancyRef}`)).body.landlordReference).toBe(null);
    const [told] = await database.query<{ body: object }>(
      `select body from outbox where key = $1 and topic = 'indgang.referrals.tenancy.internal' order by position desc limit 1`,
      [tenancyRef],
    );
    expect(told!.body).not.toHaveProperty('landlordReference');
    const kept = await database.query('select * from case_step where case_id = $1', [tenancyRef]);
    expect(kept.length).toBe(3);
    expect(JSON.stringify([kept, await log(tenancyRef)])).not.toContain('AaseProeve');
    // The number is free: a person who comes back is another citizen.
    expect((await post('social_caseworker', 'citizens', input)).status).toBe(201);
  });

  test('and no case begins or begins again of who is erased', async () => {
    const id = await registered();
    const tenancyRef = await tenancyOf(id);
    await post('social_caseworker', `tenancies/${tenancyRef}/end`, { endedOn: '2026-11-30' });
    const { items } = (await get('social_caseworker', `tenancies/${tenancyRef}/history`)).body;
    const { ref } = items.at(-1).fact;
    expect((await post('social_caseworker', `citizens/${id}/erase`)).status).toBe(200);
    const strike = { what: 'end', ref, reason: 'wrong_date' };
    const erased = { status: 409, body: { code: 'citizen-is-erased' } };
    expect(await post('social_caseworker', `tenancies/${tenancyRef}/strike`, strike)).toMatchObject(erased);
    const [known] = await database.query<{ ref: string; dwelling: string }>(
      `select agreement_ref as ref, dwelling_ref as dwelling from tenancy where id = $1`,
      [tenancyRef],
    );
    const start = { agreementRef: known!.ref, dwellingRef: known!.dwelling, citizenRef: id, hasSupportWorker: false };
    expect(await post('social_caseworker', 'tenancies', { ...start, startedOn: TODAY })).toMatchObject({
      ...erased,
      body: { errors: [{ pointer: '/citizenRef' }] },
    });
  });

  test('of an erasure and a tenancy that begin at once, one is refused', async () => {
    for (let round = 0; round < 8; round++) {
      const id = await registered();
      const [agreementRef, dwellingRef] = [randomUUID(), randomUUID()];
      await database.query(
        `insert into known_agreements (id, version, landlord_ref, state, agreement_version, term_from, term_to, dwellings)
         values ($1, 1, $2, 'ACTIVE', 1, '2026-01-01', '2030-12-31', $3)`,
        [agreementRef, landlords.boOgBy.id, JSON.stringify([{ dwellingRef, rentOere: 1, utilitiesOere: 1 }])],
      );
      const start = { agreementRef, dwellingRef, citizenRef: id, hasSupportWorker: false, startedOn: '2026-02-01' };
      const answers = await Promise.all([
        post('social_caseworker', 'tenancies', start),
        post('social_caseworker', `citizens/${id}/erase`),
      ]);
      expect(answers.filter(({ status }) => status === 409)).toHaveLength(1);
      expect(answers.filter(({ status }) => status < 300)).toHaveLength(1);
    }
  });
});

test('keys change while the service runs on: everybody is locked and found by the new ones', async () => {
  const other = await freshDatabase('referrals', migrations);
  try {
    const of = (keys: object) =>
      testEnv('referrals', { database: other, overrides: { VAULT_KEYS: JSON.stringify(keys) } });
    const key = (id: string) => ({ id, key: randomBytes(32).toString('base64') });
    const [old, fresh] = [0, 1].map((n) => ({ wrapping: [key(`k${n}`)], index: [key(`k${n}`)] })) as [
      { wrapping: object[]; index: object[] },
      { wrapping: object[]; index: object[] },
    ];
    const both = { wrapping: [...fresh.wrapping, ...old.wrapping], index: [...fresh.index, ...old.index] };
    const people = Array.from({ length: 5 }, () => person());
    const at = async <T>(keys: object, use: (url: string) => Promise<T>): Promise<T> => {
      const running = await startService(referrals, await of(keys));
      try {
        return await use(`${running.url}/v1/citizens`);
      } finally {
        await running.close();
      }
    };
    const send = (url: string, body: object) => request(url, 'social_caseworker', 'POST', body);
    const ids: string[] = [];
    await at(old, async (url) => {
      for (const one of people) ids.push((await send(url, one)).body.id);
    });
    const keysIn = async () =>
      (
        await other.query<{ key: string }>(
          'select wrapped_by as key from citizen union all select key_id from citizen_index group by 1',
        )
      ).map((row) => row.key);
    expect(new Set(await keysIn())).toEqual(new Set(['k0']));
    await expect(at(fresh, async () => undefined)).rejects.toThrow(
      'VAULT_KEYS lacks the wrapping key k0 and the index key that some are found by',
    );
    await at(both, async (url) => {
      expect((await send(url, people[0]!)).body).toMatchObject({ code: 'citizen-is-known' });
      await eventually(async () => {
        const [left] = await other.query<{ n: number }>(
          `select (select count(*)::int from citizen where wrapped_by = 'k0') +
             (select count(*)::int from citizen c where not exists (select from citizen_index i where i.citizen_id = c.id and i.key_id = 'k1')) as n`,
        );
        expect(left!.n).toBe(0);
      });
    });
    await at(fresh, async (url) => {
      for (const [place, { cpr }] of people.entries()) {
        const found = await send(`${url}/search`, { cpr, name: 'holm', purpose: 'identity_check' });
        expect(found.body.items).toEqual([{ id: ids[place], name: 'Åse Prøve-Holm' }]);
      }
      await eventually(async () => expect(new Set(await keysIn())).toEqual(new Set(['k1'])));
    });
    expect(await other.query('select distinct version from citizen')).toEqual([{ version: 1 }]);
  } finally {
    await other.drop();
  }
}, 60_000);
