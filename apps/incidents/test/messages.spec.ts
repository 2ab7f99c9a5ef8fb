// SPDX-License-Identifier: MPL-2.0
// What incidents hears: a tenancy that becomes known after the report, before it, or not of this landlord.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { topics } from '#contracts/topics';
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
import { incidents } from '../src/incidents.module.js';
import { migrations } from '../src/migrations/index.js';

const prefix = topicPrefix();
let database: TestDatabase;
let service: RunningService;

beforeAll(async () => {
  await createTopics(prefix);
  database = await freshDatabase('incidents', migrations);
  const env = await testEnv('incidents', { database, topicPrefix: prefix, overrides: { SWEEP_EVERY_MS: '200' } });
  travel(env, '2026-08-04');
  await knowStaff(database);
  service = await startService(incidents, env);
});
afterAll(async () => {
  await service?.close();
  await database?.drop();
});

const get = async (id: string, user: User = 'single_entry') =>
  (await request(`${service.url}/v1/rent-arrears/${id}`, user, 'GET')).body;
/** Each by the version that is shown to him. */
async function act(id: string, user: User, action: string, body?: object) {
  const { version } = await get(id, user === 'landlord_admin' ? user : 'single_entry');
  const path = `${service.url}/v1/rent-arrears/${id}/${action}`;
  return await request(path, user, 'POST', body, { 'if-match': `"${version}"` });
}
const report = async (about: object): Promise<{ id: string; number: string; matched: boolean; tenancyRef: string }> =>
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
  supportWorker: staffId('support_worker'),
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

test('a uuid in capitals and a lease number in other letters are the same in a message', async () => {
  const tenancyRef = randomUUID();
  const reference = `L-${randomUUID().slice(0, 8)}`;
  const [byRef, byNumber] = [await report({ tenancyRef }), await report({ landlordReference: reference })];
  const body = tenancy({ landlordReference: reference.toLowerCase() });
  const { agreementRef, landlordRef } = body;
  const typed = { ...body, agreementRef: agreementRef.toUpperCase(), landlordRef: landlordRef.toUpperCase() };
  await tell(tenancyRef.toUpperCase(), typed);
  await tell(tenancyRef, { ...body, hasSupportWorker: false }, 2);
  await eventually(async () => {
    for (const { id } of [byRef, byNumber]) expect(await get(id)).toMatchObject({ tenancyRef, agreementRef });
    expect(
      await database.query('select version, has_support_worker as helped from known_tenancies where id = $1', [
        tenancyRef,
      ]),
    ).toEqual([{ version: 2, helped: false }]);
  });
});

test('what is told of a uuid in capitals is in one order with what is told of it in small letters', async () => {
  const key = randomUUID();
  const states = async () =>
    (await database.query<{ state: string }>('select state from inbox where key = $1 order by position', [key])).map(
      ({ state }) => state,
    );
  await tell(key.toUpperCase(), { ...tenancy(), startedOn: 'a day' });
  await eventually(async () => expect(await states()).toEqual(['failed']));
  await tell(key, tenancy(), 2);
  await eventually(async () => expect(await states()).toEqual(['failed', 'waiting']));
  await database.query('delete from inbox where key = $1', [key]);
});

test('reported twice before it is known, the rent is in one case: the second is closed, with the first named', async () => {
  const [tenancyRef, landlordReference] = [randomUUID(), `L-${randomUUID().slice(0, 8)}`];
  const first = await report({ tenancyRef });
  const second = await report({ landlordReference });
  await tell(tenancyRef, tenancy({ landlordReference }));
  await eventually(async () => {
    expect(await get(second.id)).toMatchObject({ state: 'DUPLICATE', duplicateOf: first.id, owedOere: 0 });
    expect(await get(first.id)).toMatchObject({ state: 'REPORTED', duplicates: [second.id], owedOere: 510_000 });
  });
});

test('rent that is older than the tenancy is not matched to it; agreed working days count from the match on', async () => {
  const [older, tenancyRef, agreementRef] = [randomUUID(), randomUUID(), randomUUID()];
  const [early, due] = [await report({ tenancyRef: older }), await report({ tenancyRef })];
  expect((await get(due.id)).next.by).toBe('2026-08-05');
  await tellFacts(prefix, [
    {
      ...{ topic: topics.agreementInternal, type: types.agreement.versionActivated, key: agreementRef, version: 2 },
      body: {
        ...{ landlordRef: landlords.boOgBy.id, state: 'ACTIVE', instalmentPolicy: null },
        slas: { ACKNOWLEDGE: 5, FIRST_OUTREACH: 6 },
      },
    },
  ]);
  await eventually(async () =>
    expect(await database.query('select 1 from known_agreements where id = $1', [agreementRef])).toHaveLength(1),
  );
  await tell(older, tenancy({ startedOn: '2026-08-02' }));
  await tell(tenancyRef, tenancy({ agreementRef }));
  await eventually(async () =>
    expect(await get(due.id)).toMatchObject({
      ...{ agreementRef, acknowledgeDueOn: '2026-08-11', outreachDueOn: '2026-08-12', next: { by: '2026-08-11' } },
    }),
  );
  await known(older);
  expect(await get(early.id)).toMatchObject({ matched: false });
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
  const { id, number, ...foreign } = await report({ tenancyRef });
  const { id: _, number: other, ...unknown } = await report({ tenancyRef: randomUUID() });
  expect(number).not.toBe(other);
  expect({ ...foreign, tenancyRef: '' }).toEqual({ ...unknown, tenancyRef: '' });
  const own = randomUUID();
  await tell(own, tenancy());
  await known(own);
  expect(await get(id)).toMatchObject({ matched: false, agreementRef: null });
});

describe('an eviction', () => {
  const openedFor = async (about: object): Promise<string> => {
    const { id } = await report(about);
    await act(id, 'landlord_admin', 'report-other-problems', { problems: ['damage'] });
    const [found] = await database.query<{ id: string }>(
      `select id from eviction where bases @> jsonb_build_array(jsonb_build_object('caseRef', $1::text))`,
      [id],
    );
    return found!.id;
  };
  const seen = async (id: string, user: User = 'single_entry') =>
    (await request(`${service.url}/v1/evictions/${id}`, user, 'GET')).body;

  test('finds its tenancy when that becomes known, loses one that was an error, and forgets the household with the citizen', async () => {
    const [tenancyRef, wrong, citizenRef] = [randomUUID(), randomUUID(), randomUUID()];
    const landlordReference = `L-${randomUUID().slice(0, 8)}`;
    const id = await openedFor({ landlordReference });
    expect(await seen(id)).toMatchObject({ matched: false, owner: { role: 'outreach_team' } });
    await tell(wrong, tenancy({ landlordReference }));
    await eventually(async () => expect(await seen(id)).toMatchObject({ matched: true, tenancyRef: wrong }));
    await tell(wrong, tenancy({ landlordReference, state: 'STRUCK' }), 2);
    await eventually(async () => expect(await seen(id)).toMatchObject({ matched: false, tenancyRef: null }));
    const body = tenancy({ landlordReference, agreementVersionAtStart: 1 });
    const terms = { appliesToExisting: false, instalmentPolicy: null, slas: {} };
    const versions = [true, false].map((notifyOnBailiffRequest, no) => ({ ...terms, agreementVersion: no + 1, notifyOnBailiffRequest })); // biome-ignore format: one line
    await tellFacts(prefix, [
      {
        ...{
          topic: topics.agreementInternal,
          type: types.agreement.versionActivated,
          key: body.agreementRef,
          version: 2,
        },
        body: { landlordRef: landlords.boOgBy.id, state: 'ACTIVE', instalmentPolicy: null, versions },
      },
    ]);
    await eventually(async () =>
      expect(await database.query('select 1 from known_agreements where id = $1', [body.agreementRef])).toHaveLength(1),
    );
    await tell(tenancyRef, body);
    await eventually(async () => expect(await seen(id)).toMatchObject({ tenancyRef, agreementRef: body.agreementRef }));

    // The version that the tenancy began under asks to be told of the bailiff request.
    const landlordDoes = async (action: string, input: object) => {
      const { version } = await seen(id, 'landlord_admin');
      const at = `${service.url}/v1/evictions/${id}/${action}`;
      const reply = await request(at, 'landlord_admin', 'POST', input, { 'if-match': `"${version}"` });
      expect([action, reply.status]).toEqual([action, 200]);
      return reply.body;
    };
    const conduct = { happenedOn: '2026-08-03', categories: ['danger'], movingRequired: true };
    const { basisRef } = (await landlordDoes('state-conduct', conduct)).bases.at(-1);
    const day = '2026-08-03';
    await landlordDoes('serve-termination', { basisRef, kind: 'breach', servedOn: day, vacateBy: day });
    expect((await landlordDoes('file-bailiff-request', { filedOn: '2026-08-04' })).bailiffRequest.noticeDueOn).toBe(
      '2026-08-04',
    );

    const notified = { receivedOn: '2026-08-04', minorsInHousehold: 'yes', needIsLikely: true };
    const { version } = await seen(id);
    const path = `${service.url}/v1/evictions/${id}/record-court-notification`;
    expect((await request(path, 'single_entry', 'POST', notified, { 'if-match': `"${version}"` })).status).toBe(200);
    const before = (await seen(id, 'landlord_admin')).version;
    await tellFacts(prefix, [
      {
        ...{ topic: topics.citizenInternal, type: types.citizen.erased, key: citizenRef, version: 1 },
        body: { citizenRef, tenancyRefs: [tenancyRef] },
      },
    ]);
    await eventually(async () =>
      expect(await seen(id)).toMatchObject({
        landlordReference: null,
        courtNotifications: [{ receivedOn: '2026-08-04', minorsInHousehold: null, needIsLikely: null }],
      }),
    );
    expect((await seen(id, 'landlord_admin')).version).toBe(before);
    for (const table of ['case_step', 'audit_log', 'eviction'])
      expect(
        await database.query(
          `select 1 from ${table} t where t::text ~ 'minorsInHousehold[^,}]*yes' or position($1 in t::text) > 0`,
          [landlordReference],
        ),
      ).toEqual([]);
  });
});

const POLICY = {
  ...{ allowed: true, maxMonths: 6, minInstalmentOere: 1, maxOpenPlans: 1, needsMunicipalConsent: false },
};

describe('the version of the agreement that a tenancy began under', () => {
  const version = (no: number, more: object = {}) => ({
    ...{ agreementVersion: no, appliesToExisting: false, instalmentPolicy: null, slas: {} },
    ...more,
  });
  /** A report of a tenancy that began under version 1, while the newest terms are those of the last version. */
  async function reportUnder(versions: object[], newest: object) {
    const [agreementRef, tenancyRef] = [randomUUID(), randomUUID()];
    const agreement = { landlordRef: landlords.boOgBy.id, state: 'ACTIVE', instalmentPolicy: POLICY, ...newest };
    await tellFacts(prefix, [
      {
        ...{ topic: topics.agreementInternal, type: types.agreement.versionActivated, key: agreementRef, version: 9 },
        body: { ...agreement, ...(versions.length && { versions }) },
      },
    ]);
    await tell(tenancyRef, tenancy({ agreementRef, agreementVersionAtStart: 1 }));
    await eventually(async () =>
      expect(await database.query('select 1 from known_agreements where id = $1', [agreementRef])).toHaveLength(1),
    );
    await known(tenancyRef);
    const { id } = await report({ tenancyRef });
    const due = (await get(id)).next.by;
    await act(id, 'single_entry', 'acknowledge');
    await act(id, 'single_entry', 'assign');
    const plan = { instalments: 3, firstDueOn: '2026-09-01', tenantAccepts: true, totalOere: 510_000 };
    return { due, plan: await act(id, 'landlord_admin', 'agree-instalment-plan', plan) };
  }

  test('it counts: no plan where that version has no policy, though a later one has', async () => {
    const later = version(2, { instalmentPolicy: POLICY, slas: { ACKNOWLEDGE: 5 } });
    const { due, plan } = await reportUnder([version(1, { slas: { ACKNOWLEDGE: 2 } }), later], {
      slas: { ACKNOWLEDGE: 5 },
    });
    expect(plan).toMatchObject({ status: 409, body: { code: 'agreement-has-no-instalment-policy' } });
    expect(due).toBe('2026-08-06');
  });

  test('a later one that applies to existing tenancies counts instead', async () => {
    const later = version(2, { instalmentPolicy: POLICY, appliesToExisting: true, slas: { ACKNOWLEDGE: 5 } });
    const { due, plan } = await reportUnder([version(1), later, version(3)], { instalmentPolicy: null });
    expect(plan.status).toBe(200);
    expect(due).toBe('2026-08-11');
  });

  test.each([
    [{ ACKNOWLEDGE: '4' }, 'failed'],
    [{ FIRST_OUTREACH: 1.5 }, 'failed'],
    [{ CONTACT_ANSWER: -1 }, 'failed'],
    [{ ACKNOWLEDGE: 3_000_000 }, 'failed'],
    [{ CODE_OF_A_NEWER_RELEASE: '3 weeks', HELP_DECISION: null }, 'handled'],
  ])('working days %j that cannot be stop nobody who reports: the agreement’s message is %s', async (slas, state) => {
    const [agreementRef, tenancyRef, id] = [randomUUID(), randomUUID(), uuidv7()];
    const body = { landlordRef: landlords.boOgBy.id, state: 'ACTIVE', instalmentPolicy: null, slas };
    const about = { topic: topics.agreementInternal, type: types.agreement.created, key: agreementRef, version: 1, id };
    await tellFacts(prefix, [{ ...about, body }]);
    await tell(tenancyRef, tenancy({ agreementRef }));
    await known(tenancyRef);
    await eventually(async () =>
      expect(await database.query('select state from inbox where message_id = $1', [id])).toEqual([{ state }]),
    );
    expect(await report({ tenancyRef })).toMatchObject({ matched: true, next: { by: '2026-08-05' } });
  });

  test('of an agreement that tells no versions the newest terms count', async () => {
    expect((await reportUnder([], {})).plan.status).toBe(200);
  });
});

describe('what referrals answers to an application for help', () => {
  const HELP_TYPES = types.financing;
  /** A case with an application; says what referrals tells of it. */
  async function applied() {
    const tenancyRef = randomUUID();
    await tell(tenancyRef, tenancy());
    await known(tenancyRef);
    const { id } = await report({ tenancyRef });
    await act(id, 'single_entry', 'acknowledge');
    await act(id, 'single_entry', 'assign');
    await act(id, 'support_worker', 'request-help');
    const { helpRef } = (await get(id)).help;
    let version = 0;
    const answer = (type: string, state: string, more: object = {}) => ({
      topic: topics.financingInternal,
      type,
      key: helpRef,
      version: ++version,
      id: uuidv7(),
      body: {
        financingRef: helpRef,
        kind: 'temporary_rent_help',
        caseRef: id,
        state,
        decisionDueOn: '2026-08-11',
        amountOere: null,
        payOn: null,
        paidOere: 0,
        paidOn: null,
        ...more,
      },
    });
    const granted = () => answer(HELP_TYPES.decided, 'GRANTED', { amountOere: 510_000, payOn: '2026-08-06' });
    const paid = (paidOere = 510_000, state = 'PAID') =>
      answer(HELP_TYPES.paid, state, { amountOere: 510_000, payOn: '2026-08-06', paidOere, paidOn: '2026-08-04' });
    return { id, helpRef, answer, granted, paid };
  }
  const becomes = (id: string, what: object) => eventually(async () => expect(await get(id)).toMatchObject(what));
  const handled = (ids: (string | undefined)[]) =>
    eventually(async () =>
      expect(await database.query('select 1 from inbox where message_id = any($1)', [ids])).toHaveLength(ids.length),
    );

  test('granted, paid in two parts: cured; told again nothing happens', async () => {
    const { id, answer, granted, paid } = await applied();
    const facts = [answer(HELP_TYPES.applied, 'APPLIED'), granted(), paid(200_000, 'GRANTED')];
    await tellFacts(prefix, facts);
    await becomes(id, { state: 'HELP_GRANTED', owedOere: 310_000, help: { status: 'granted', payOn: '2026-08-06' } });
    const last = paid();
    await tellFacts(prefix, [last]);
    await becomes(id, { state: 'CURED_BY_HELP', owedOere: 0, paidOn: '2026-08-04', help: { status: 'paid' } });
    const { version } = await get(id);
    const again = { ...last, id: uuidv7() };
    await tellFacts(prefix, [last, again, { ...granted(), version: 1 }]);
    await handled([again.id]);
    expect((await get(id)).version).toBe(version);
  });

  test('paid after the case became an eviction: it is a payment there, at most what is owed, and the landlord is asked', async () => {
    const { id, granted, paid } = await applied();
    await tellFacts(prefix, [granted()]);
    await becomes(id, { state: 'HELP_GRANTED' });
    await act(id, 'landlord_admin', 'report-other-problems', { problems: ['damage'] });
    const [evicted] = await database.query<{ id: string }>(
      `update eviction set bases = jsonb_set(jsonb_set(bases, '{0,kind}', '"arrears"'), '{0,owedOere}', '300000')
        where bases @> jsonb_build_array(jsonb_build_object('caseRef', $1::text)) returning id`,
      [id],
    );
    await tellFacts(prefix, [paid()]);
    await eventually(async () =>
      expect((await request(`${service.url}/v1/evictions/${evicted!.id}`, 'single_entry', 'GET')).body).toMatchObject({
        payments: [{ paidOn: '2026-08-04', amountOere: 300_000 }],
        owedOere: 0,
        latePayment: { answer: 'asked' },
      }),
    );
  });

  test('only the newest message is left: paid at once', async () => {
    const { id, paid } = await applied();
    await tellFacts(prefix, [paid()]);
    await becomes(id, { state: 'CURED_BY_HELP' });
  });

  test('paid, it is not asked for again for the same rent, though that is reported again; for other rent it is', async () => {
    const { id, paid } = await applied();
    await tellFacts(prefix, [paid()]);
    await becomes(id, { state: 'CURED_BY_HELP' });
    const { tenancyRef } = await get(id);
    const again = await report({ tenancyRef });
    const inOutreach = async (one: string) => {
      await act(one, 'single_entry', 'acknowledge');
      await act(one, 'single_entry', 'assign');
    };
    await inOutreach(again.id);
    expect(await act(again.id, 'support_worker', 'request-help')).toMatchObject({
      ...{ status: 409, body: { code: 'rent-is-in-two-cases', facts: { caseRef: id } } },
    });
    await act(again.id, 'landlord_admin', 'confirm-tenant-paid', { paidOn: '2026-08-04', amountOere: 510_000 });
    const other = await report({ tenancyRef, rentDueOn: '2026-07-01' });
    await inOutreach(other.id);
    expect((await act(other.id, 'support_worker', 'request-help')).status).toBe(200);
  });

  test('paid on no day, or on one that cannot be, waits for somebody to look: no payment without its day', async () => {
    for (const paidOn of [null, '2026-08-05', '2025-08-04']) {
      const { id, answer } = await applied();
      const message = answer(HELP_TYPES.paid, 'PAID', { amountOere: 510_000, paidOere: 510_000, paidOn });
      await tellFacts(prefix, [message]);
      await eventually(async () =>
        expect(await database.query('select state, reason from inbox where message_id = $1', [message.id])).toEqual([
          { state: 'failed', reason: expect.stringContaining('payment-is-outside-the-window') },
        ]),
      );
      expect(await get(id)).toMatchObject({ state: 'HELP_PENDING', owedOere: 510_000 });
    }
  });

  test.each(['REFUSED', 'WITHDRAWN'])('%s: back to outreach, and it may be asked for again', async (state) => {
    const { id, answer, granted, helpRef } = await applied();
    await tellFacts(prefix, [answer(HELP_TYPES.decided, state)]);
    await becomes(id, { state: 'OUTREACH', help: { status: 'refused' } });
    expect((await act(id, 'outreach_team', 'request-help')).status).toBe(404);
    expect((await act(id, 'support_worker', 'request-help')).status).toBe(200);
    const old = granted();
    await tellFacts(prefix, [old]);
    await handled([old.id]);
    const { state: is, help } = await get(id);
    expect([is, help.helpRef === helpRef]).toEqual(['HELP_PENDING', false]);
  });

  test('a plan takes its place: an answer that comes now changes nothing, and what was paid nevertheless is booked on it', async () => {
    const { id, granted, paid } = await applied();
    await database.query(
      `insert into known_agreements (id, version, landlord_ref, state, instalment_policy) values ($1, 1, $2, 'ACTIVE', $3)`,
      [(await get(id)).agreementRef, landlords.boOgBy.id, JSON.stringify(POLICY)],
    );
    const plan = { instalments: 2, firstDueOn: '2026-09-01', tenantAccepts: true };
    expect((await act(id, 'landlord_admin', 'agree-instalment-plan', plan)).status).toBe(200);
    const late = granted();
    await tellFacts(prefix, [late]);
    await handled([late.id]);
    expect(await get(id)).toMatchObject({ state: 'INSTALMENT_PLAN', help: { status: 'withdrawn' } });
    await tellFacts(prefix, [paid(255_000, 'GRANTED')]);
    await becomes(id, { state: 'INSTALMENT_PLAN', owedOere: 255_000, help: { paidOere: 255_000 } });
    await tellFacts(prefix, [paid()]);
    await becomes(id, { state: 'CURED_BY_HELP', owedOere: 0, plans: [{ standing: 'PAID' }] });
  });

  test('granted, then given up: back to outreach, and the landlord is told that no payment comes', async () => {
    const { id, answer, granted } = await applied();
    await tellFacts(prefix, [granted()]);
    await becomes(id, { state: 'HELP_GRANTED' });
    await tellFacts(prefix, [answer(HELP_TYPES.withdrawn, 'WITHDRAWN')]);
    await becomes(id, { state: 'OUTREACH', help: { status: 'refused' } });
    const path = `${service.url}/v1/rent-arrears/${id}/history`;
    const { items } = (await request(path, 'landlord_admin', 'GET')).body;
    expect(items.at(-1).text.en).toBe('The payment that was expected does not come.');
  });

  test('the tenant pays while help is granted and paid: both are recorded, in whichever order they come', async () => {
    for (let round = 0; round < 6; round++) {
      const { id, granted, paid } = await applied();
      await tellFacts(prefix, [granted()]);
      await becomes(id, { state: 'HELP_GRANTED' });
      const pays = async () => {
        for (;;) {
          const reply = await act(id, 'landlord_admin', 'confirm-tenant-paid', {
            paidOn: '2026-08-04',
            amountOere: 510_000,
          });
          if (reply.status !== 412) return reply.status;
        }
      };
      const [status] = await Promise.all([pays(), tellFacts(prefix, [paid()])]);
      await eventually(async () => expect((await get(id)).help.paidOere).toBe(510_000));
      const { state } = await get(id);
      expect([state, status]).toEqual(status === 200 ? ['SELF_CURED', 200] : ['CURED_BY_HELP', 409]);
      await eventually(async () =>
        expect(await database.query('select 1 from outbox where key = $1', [id])).toEqual([]),
      );
      const twice = (await readTopic(prefix + topics.rentArrearsInternal.name)).filter(
        ({ key, headers }) => String(key) === id && String(headers?.ce_type) === types.rentArrears.paidTwice,
      );
      expect(twice).toHaveLength(status === 200 ? 1 : 0);
    }
  });
});

test('a tenancy that was registered in error: its cases wait for theirs again, or are told; older news brings it back to nobody', async () => {
  const [wrong, right] = [randomUUID(), randomUUID()];
  const reference = `L-${randomUUID().slice(0, 8)}`;
  const body = tenancy({ landlordReference: reference });
  await tell(wrong, body);
  await known(wrong);
  const [byNumber, byRef] = [
    await report({ landlordReference: reference }),
    await report({ tenancyRef: randomUUID() }),
  ];
  for (const action of ['acknowledge', 'assign']) await act(byNumber.id, 'single_entry', action);
  expect((await act(byNumber.id, 'support_worker', 'request-help')).status).toBe(200);
  await tell(wrong, { ...body, state: 'STRUCK' }, 2);
  await eventually(async () =>
    expect(await get(byNumber.id)).toMatchObject({
      ...{ matched: false, agreementRef: null, tenancyRef: null, state: 'OUTREACH', help: { status: 'withdrawn' } },
    }),
  );
  const said = await readTopic(prefix + topics.rentArrearsInternal.name);
  const types = said.filter(({ key }) => String(key) === byNumber.id).map(({ headers }) => String(headers?.ce_type));
  expect(types.at(-1)).toMatch(/tenancy-corrected/);
  await tell(wrong, body, 1);
  await tell(right, body);
  await eventually(async () => expect(await get(byNumber.id)).toMatchObject({ matched: true, tenancyRef: right }));
  expect(await get(byRef.id)).toMatchObject({ matched: false });
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

describe('complaints wait for their tenancy as arrears do', () => {
  const path = () => `${service.url}/v1/neighbour-complaints`;
  const told = { kind: 'complaint', from: 'neighbour', categories: ['animals'], happenedOn: '2026-08-03' };
  const complaint = async (user: User, about: object): Promise<{ id: string; number: string }> => {
    const reply = await request(path(), user, 'POST', { ...told, ...about });
    expect([reply.status, reply.body]).toEqual([201, expect.anything()]);
    return reply.body;
  };
  const seen = async (id: string, user: User = 'single_entry') => await request(`${path()}/${id}`, user, 'GET');
  const becomes = (id: string, what: object) =>
    eventually(async () => expect((await seen(id)).body).toMatchObject(what));

  test('by reference or lease number; of two cases the later ends in the earlier, with all that it had', async () => {
    const [tenancyRef, landlordReference] = [randomUUID(), `L-${randomUUID().slice(0, 8)}`];
    const first = await complaint('landlord_admin', { tenancyRef });
    const second = await complaint('landlord_caretaker', { landlordReference });
    const { etag } = await seen(second.id, 'landlord_admin');
    const reminder = { sentOn: '2026-08-03', categories: ['animals'] };
    const reminded = await request(`${path()}/${second.id}/remind-tenant`, 'landlord_admin', 'POST', reminder, {
      'if-match': etag!,
    });
    expect(reminded.status).toBe(200);
    const body = tenancy({ landlordReference: landlordReference.toUpperCase() });
    await tell(tenancyRef, body);
    await becomes(second.id, { state: 'DUPLICATE', duplicateOf: first.id });
    await becomes(first.id, { tenancyRef, agreementRef: body.agreementRef, duplicates: [second.id] });
    const { reports, reminders } = (await seen(first.id, 'landlord_admin')).body;
    expect([reports.length, reminders.length]).toEqual([2, 1]);
  });

  test('what came through the single entry point ends in the landlord’s own case, also where it was there before', async () => {
    const [tenancyRef, landlordReference] = [randomUUID(), `L-${randomUUID().slice(0, 8)}`];
    const hidden = await complaint('single_entry', { tenancyRef, landlordRef: landlords.boOgBy.id, from: 'tenant' });
    const own = await complaint('landlord_admin', { landlordReference });
    await tell(tenancyRef, tenancy({ landlordReference }));
    await becomes(hidden.id, { state: 'DUPLICATE', duplicateOf: own.id });
    await becomes(own.id, { matched: true, reports: [{ from: 'neighbour' }, { from: 'tenant' }] });
    expect((await seen(hidden.id, 'landlord_admin')).status).toBe(404);
    expect((await seen(own.id, 'landlord_admin')).body).toMatchObject({
      reports: [{ from: 'neighbour' }],
      duplicates: [],
    });
    await eventually(async () =>
      expect(await database.query('select 1 from outbox where key = any ($1)', [[own.id, hidden.id]])).toEqual([]),
    );
    const published = await readTopic(prefix + topics.neighbourComplaint.name);
    const keys = published.map(({ key }) => String(key));
    expect([keys.includes(own.id), keys.includes(hidden.id)]).toEqual([true, false]);
  });

  test('a tenancy that was registered in error: they wait for theirs again', async () => {
    const [wrong, right, landlordReference] = [randomUUID(), randomUUID(), `L-${randomUUID().slice(0, 8)}`];
    const body = tenancy({ landlordReference });
    await tell(wrong, body);
    await known(wrong);
    const { id } = await complaint('landlord_admin', { landlordReference });
    // From before that tenancy: it waits by the same lease number.
    const older = await complaint('landlord_admin', { landlordReference, happenedOn: '2026-04-01' });
    await tell(wrong, { ...body, state: 'STRUCK' }, 2);
    await becomes(id, { state: 'DUPLICATE', duplicateOf: older.id });
    await becomes(older.id, { matched: false, duplicates: [id], reports: [{}, {}] });
    const again = randomUUID();
    const alone = await complaint('landlord_admin', { tenancyRef: again });
    await tell(again, tenancy());
    await becomes(alone.id, { matched: true });
    await tell(again, tenancy({ state: 'STRUCK' }), 2);
    await becomes(alone.id, { matched: false, agreementRef: null, tenancyRef: again });
    await tell(right, tenancy({ landlordReference, startedOn: '2026-03-01' }));
    await becomes(older.id, { matched: true, tenancyRef: right });
  });

  test.each([
    'the lease number',
    'nothing else',
  ])('with the citizen %s, the documentation and the tribunal’s conditions are forgotten, in the steps too', async (which) => {
    const [tenancyRef, number] = [randomUUID(), `Navn-${randomUUID().slice(0, 8)}`];
    const landlordReference = which === 'the lease number' ? number : undefined;
    await tell(tenancyRef, tenancy({ landlordReference: number }));
    await known(tenancyRef);
    const { id } = await complaint('landlord_admin', landlordReference ? { landlordReference } : { tenancyRef });
    const acts: [string, object][] = [
      ['remind-tenant', { sentOn: '2026-08-01', categories: ['animals'] }],
      [
        'record-breach',
        { happenedOn: '2026-08-02', categories: ['animals'], evidence: ['photo'], documentationRef: 'Navn-foto' },
      ],
      ['record-breach', { happenedOn: '2026-08-03', categories: ['animals'], evidence: ['log'] }],
      ['file-tribunal-case', { filedOn: '2026-08-03' }],
      [
        'record-tribunal-decision',
        { decidedOn: '2026-08-04', outcome: 'conditional', conditions: 'Bo Prøve holder ro.' },
      ],
    ];
    for (const [action, input] of acts) {
      const { etag } = await seen(id, 'landlord_admin');
      const reply = await request(`${path()}/${id}/${action}`, 'landlord_admin', 'POST', input, { 'if-match': etag! });
      expect([action, reply.status]).toEqual([action, 200]);
    }
    const erased = { citizenRef: randomUUID(), tenancyRefs: [tenancyRef] };
    await tellFacts(prefix, [
      { topic: topics.citizenInternal, type: types.citizen.erased, key: erased.citizenRef, version: 2, body: erased },
    ]);
    await becomes(id, { state: 'CONDITIONAL', landlordReference: null, conditions: null });
    const kept = await database.query<{ kept: string }>(
      `select (to_jsonb(c) || jsonb_build_object('steps', (select jsonb_agg(to_jsonb(s)) from case_step s where s.case_id = c.id),
         'audit', (select jsonb_agg(a.changes) from audit_log a where a.case_id = c.id)))::text as kept
         from neighbour_complaint c where id = $1`,
      [id],
    );
    expect(kept[0]!.kept).not.toMatch(/Navn-|Bo Prøve/);
  });
});
