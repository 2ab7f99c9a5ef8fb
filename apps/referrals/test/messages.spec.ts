// SPDX-License-Identifier: MPL-2.0
// What referrals hears of cases of missing rent, help that is asked for and that is not needed any more, and of complaints.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { topics } from '#contracts/topics';
import { types } from '#contracts/types';
import { decodeKafka } from '#messaging';
import { type RunningService, startService } from '#service';
import {
  assertPublished,
  createTopics,
  eventually,
  freshDatabase,
  landlords,
  readTopic,
  request,
  type TestDatabase,
  tellFacts,
  testEnv,
  topicPrefix,
  travel,
} from '#testing';
import { migrations } from '../src/migrations/index.js';
import { referrals } from '../src/referrals.module.js';

const prefix = topicPrefix();
let database: TestDatabase;
let service: RunningService;

beforeAll(async () => {
  await createTopics(prefix);
  database = await freshDatabase('referrals', migrations);
  const env = await testEnv('referrals', { database, topicPrefix: prefix });
  travel(env, '2026-12-14');
  service = await startService(referrals, env);
}, 60_000);
afterAll(async () => {
  await service?.close();
  await database?.drop();
});

const arrears = (help: object | undefined, more: object = {}) => ({
  state: 'HELP_PENDING',
  agreementRef: randomUUID(),
  landlordRef: landlords.boOgBy.id,
  tenancyRef: null,
  matched: true,
  amountOere: 510_000,
  owedOere: 542_900,
  ...(help && { help }),
  ...more,
});
const asked = (helpRef: string) => ({ helpRef, status: 'asked', appliedOn: '2026-12-14' });
const withdrawn = (helpRef: string) => ({ ...asked(helpRef), status: 'withdrawn' });
/** Told, and heard: what comes after it meets what it did. */
async function tell(key: string, version: number, body: object, id: string = randomUUID()): Promise<void> {
  const type = types.rentArrears.helpRequested;
  await tellFacts(prefix, [{ topic: topics.rentArrearsInternal, type, key, version, body, id }]);
  await eventually(async () =>
    expect(await database.query('select state from inbox where message_id = $1', [id])).toEqual([{ state: 'handled' }]),
  );
}
const get = async (id: string) =>
  (await request(`${service.url}/v1/financings/${id}`, 'benefits_caseworker', 'GET')).body;
const command = async (path: string, body: object) =>
  request(`${service.url}/v1/${path}`, 'benefits_caseworker', 'POST', body, { 'if-match': '"1"' });
const grantInput = (more: object = {}) => ({
  basis: '81a',
  monthlyAmountOere: 542_900,
  months: 1,
  payOn: '2026-12-21',
  conditions: ['threatened_by_eviction_for_arrears', 'cannot_pay'],
  repayment: { required: false },
  ...more,
});
async function published(topic: { name: string }, about: string) {
  const messages = (await readTopic(prefix + topic.name)).map((message) => decodeKafka(message));
  return messages.flatMap((envelope) => {
    const { attributes, data } = envelope as unknown as {
      attributes: { type: string; caseversion: string; subject: string; dataclassification: 'public' | 'internal' };
      data: Record<string, unknown>;
    };
    const { type, subject, caseversion, dataclassification: classification } = attributes;
    assertPublished({ topic: topic.name, key: subject, type, classification, body: data });
    return data.caseRef === about || subject === about
      ? [{ type, version: Number(caseversion), key: subject, data }]
      : [];
  });
}

test('help that is asked for is a case under its own reference, once', async () => {
  const [caseRef, helpRef] = [randomUUID(), randomUUID()];
  const message = arrears(asked(helpRef), { demandExpiresOn: '2026-12-28' });
  const id = randomUUID();
  await tell(caseRef, 3, message, id);
  await tellFacts(prefix, [
    {
      topic: topics.rentArrearsInternal,
      type: types.rentArrears.helpRequested,
      key: caseRef,
      version: 3,
      body: message,
      id,
    },
  ]);
  await tell(caseRef, 3, message);
  expect(await get(helpRef)).toMatchObject({
    version: 1,
    state: 'APPLIED',
    caseRef,
    owedOere: 542_900,
    appliedOn: '2026-12-14',
    decisionDueOn: '2026-12-23',
  });
  await eventually(async () => {
    expect((await published(topics.financing, helpRef)).map(({ type }) => type)).toEqual([types.financing.applied]);
    expect(await published(topics.financingInternal, helpRef)).toMatchObject([
      { data: { state: 'APPLIED', amountOere: null } },
    ]);
    expect(await published(topics.referralsDeadlines, helpRef)).toMatchObject([
      { data: { code: 'HELP_DECISION', status: 'set', dueOn: '2026-12-23', responsible: 'benefits_caseworker' } },
    ]);
  });
});

test('a later demand shortens the time, under the same deadline; what is owed is kept newest; older news are not', async () => {
  const [caseRef, helpRef] = [randomUUID(), randomUUID()];
  await tell(caseRef, 3, arrears(asked(helpRef)));
  expect(await get(helpRef)).toMatchObject({ decisionDueOn: '2026-12-21', owedOere: 542_900 });
  const first = arrears(asked(helpRef), { owedOere: 400_000 });
  const { agreementRef } = await get(helpRef);
  await tell(caseRef, 4, { ...first, agreementRef });
  expect(await get(helpRef)).toMatchObject({ version: 1, owedOere: 400_000 });
  await tell(caseRef, 6, { ...first, agreementRef, demandExpiresOn: '2026-12-21' });
  expect(await get(helpRef)).toMatchObject({ version: 2, decisionDueOn: '2026-12-17' });
  await tell(caseRef, 5, { ...first, agreementRef, demandExpiresOn: '2026-12-18', owedOere: 1 });
  await tell(caseRef, 7, { ...first, agreementRef, demandExpiresOn: '2026-12-28' });
  expect(await get(helpRef)).toMatchObject({ version: 2, decisionDueOn: '2026-12-17', owedOere: 400_000 });
  await eventually(async () => {
    const deadlines = await published(topics.referralsDeadlines, helpRef);
    expect(deadlines.map(({ version, data }) => [version, data.status, data.dueOn])).toEqual([
      [1, 'set', '2026-12-21'],
      [2, 'set', '2026-12-17'],
    ]);
    expect(new Set(deadlines.map(({ key }) => key)).size).toBe(1);
  });
});

test('withdrawn help is cancelled, decided or not; an older message does not bring it back', async () => {
  const [caseRef, helpRef] = [randomUUID(), randomUUID()];
  await tell(caseRef, 3, arrears(asked(helpRef)));
  await tell(caseRef, 5, arrears(withdrawn(helpRef)));
  await tell(caseRef, 4, arrears(asked(helpRef)));
  expect(await get(helpRef)).toMatchObject({ version: 2, state: 'WITHDRAWN', allowedActions: [] });
  await eventually(async () =>
    expect((await published(topics.referralsDeadlines, helpRef)).map(({ data }) => data.status)).toEqual([
      'set',
      'cancelled',
    ]),
  );
  const again = randomUUID();
  await tell(caseRef, 6, arrears(asked(again)));
  expect((await get(again)).state).toBe('APPLIED');
  await command(`financings/${again}/grant`, grantInput());
  await tell(caseRef, 7, arrears(withdrawn(again)));
  expect((await get(again)).state).toBe('WITHDRAWN');
  await eventually(async () =>
    expect(
      (await published(topics.referralsDeadlines, again)).map(({ data }) => `${data.code} ${data.status}`),
    ).toEqual(expect.arrayContaining(['HELP_DECISION met', 'DISBURSEMENT set', 'DISBURSEMENT cancelled'])),
  );
});

test('what is withdrawn before it was ever heard is no case, also when the question comes late', async () => {
  const [caseRef, helpRef] = [randomUUID(), randomUUID()];
  await tell(caseRef, 5, arrears(withdrawn(helpRef)));
  await tell(caseRef, 4, arrears(asked(helpRef)));
  await tell(caseRef, 6, arrears(undefined, { state: 'SELF_CURED' }));
  expect((await get(helpRef)).status).toBe(404);
});

test('help that is paid stays paid', async () => {
  const [caseRef, helpRef] = [randomUUID(), randomUUID()];
  await tell(caseRef, 3, arrears(asked(helpRef)));
  await command(`financings/${helpRef}/grant`, grantInput());
  const payment = { paidOn: '2026-12-14', amountOere: 542_900 };
  const paid = await request(`${service.url}/v1/financings/${helpRef}/register-payment`, 'finance', 'POST', payment, {
    'if-match': '"2"',
  });
  expect(paid.body.state).toBe('PAID');
  await tell(caseRef, 4, arrears(withdrawn(helpRef)));
  expect(await get(helpRef)).toMatchObject({ version: 3, state: 'PAID' });
});

test('withdrawn while the citizen thinks about its condition, the offer lapses', async () => {
  const [caseRef, helpRef, agreementRef, dwellingRef] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  await database.query(
    `insert into known_agreements (id, version, landlord_ref, state, agreement_version, term_from, term_to, dwellings)
     values ($1, 1, $2, 'ACTIVE', 1, '2026-01-01', '2030-12-31', $3)`,
    [agreementRef, landlords.boOgBy.id, JSON.stringify([{ dwellingRef, rentOere: 1, utilitiesOere: 1 }])],
  );
  const tenancy = {
    agreementRef,
    dwellingRef,
    citizenRef: randomUUID(),
    hasSupportWorker: true,
    startedOn: '2026-04-23',
  };
  const tenancyRef = (await request(`${service.url}/v1/tenancies`, 'social_caseworker', 'POST', tenancy)).body.id;
  await tell(caseRef, 3, arrears(asked(helpRef), { tenancyRef }));
  const administrationAgreement = { monthlyAmountOere: 510_000, firstPaymentOn: '2027-01-01' };
  const granted = await command(`financings/${helpRef}/grant`, grantInput({ administrationAgreement }));
  expect(granted.body.state).toBe('AWAITING_CONDITION');
  await tell(caseRef, 4, arrears(withdrawn(helpRef), { tenancyRef }));
  expect((await get(helpRef)).state).toBe('WITHDRAWN');
  const list = `${service.url}/v1/administration-agreements?tenancyRef=${tenancyRef}`;
  expect((await request(list, 'benefits_caseworker', 'GET')).body.items).toMatchObject([
    { state: 'ENDED', version: 2 },
  ]);
  await eventually(async () => expect(await database.query('select 1 from outbox')).toEqual([]));
  expect(await readTopic(prefix + topics.administrationAgreementInternal.name)).toEqual([]);
});

test('a newer application takes the place of one whose withdrawal was never heard', async () => {
  const [caseRef, older, newer] = [randomUUID(), randomUUID(), randomUUID()];
  await tell(caseRef, 3, arrears(asked(older)));
  await tell(caseRef, 9, arrears(asked(newer)));
  expect([(await get(older)).state, (await get(newer)).state]).toEqual(['WITHDRAWN', 'APPLIED']);
});

test('an erased case of missing rent is forgotten', async () => {
  const [caseRef, helpRef] = [randomUUID(), randomUUID()];
  await tell(caseRef, 3, arrears(asked(helpRef)));
  await tellFacts(prefix, [
    { topic: topics.rentArrearsInternal, type: types.rentArrears.closed, key: caseRef, version: 4, body: null },
  ]);
  await eventually(async () =>
    expect(await database.query('select 1 from known_rent_arrears where id = $1', [caseRef])).toEqual([]),
  );
});

test.each([
  [{ DISBURSEMENT: '2' }, 'failed'],
  [{ HELP_DECISION: 3_000_000 }, 'failed'],
  [{ CODE_OF_A_NEWER_RELEASE: '3 weeks', DISBURSEMENT: 3 }, 'handled'],
])('working days %j of an agreement: its message is %s', async (slas, state) => {
  const [key, id] = [randomUUID(), randomUUID()];
  const terms = { agreementVersion: 1, state: 'ACTIVE', termFrom: '2026-01-01', termTo: '2030-12-31', dwellings: [] };
  const body = { landlordRef: landlords.boOgBy.id, ...terms, slas };
  const about = { topic: topics.agreementInternal, type: types.agreement.created, key, version: 1, id };
  await tellFacts(prefix, [{ ...about, body }]);
  await eventually(async () =>
    expect(await database.query('select state from inbox where message_id = $1', [id])).toEqual([{ state }]),
  );
});

test('of a complaint it is kept whose it is, while its tenancy is known: who visits the tenant may see who that is', async () => {
  const [key, tenancyRef] = [randomUUID(), randomUUID()];
  const about = { topic: topics.neighbourComplaintInternal, type: types.neighbourComplaint.assigned, key };
  const body = {
    agreementRef: randomUUID(),
    reportedOn: '2026-12-14',
    state: 'OUTREACH',
    owner: { role: 'outreach_team' },
  };
  const kept = async () =>
    await database.query(
      `select tenancy_ref as "tenancyRef", assigned_role as role, closed_at is not null as closed from known_complaints where id = $1`,
      [key],
    );
  const becomes = (rows: object[]) => eventually(async () => expect(await kept()).toEqual(rows));
  await tellFacts(prefix, [{ ...about, version: 2, body: { ...body, tenancyRef } }]);
  await becomes([{ tenancyRef, role: 'outreach_team', closed: false }]);
  await tellFacts(prefix, [{ ...about, version: 3, body: { ...body, agreementRef: null } }]);
  await becomes([]);
  await tellFacts(prefix, [{ ...about, version: 4, body: { ...body, tenancyRef, state: 'RESOLVED' } }]);
  await becomes([{ tenancyRef, role: 'outreach_team', closed: true }]);
});
