// SPDX-License-Identifier: MPL-2.0
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { topics } from '#contracts/topics';
import { types } from '#contracts/types';
import { help, Referrals } from './service.js';

let referrals: Referrals;
beforeAll(async () => {
  referrals = await Referrals.start('2026-12-17');
}, 60_000);
afterAll(() => referrals?.stop());
beforeEach(() => referrals.travel('2026-12-17'));

const BENEFITS = 'benefits_caseworker';
const condition = { monthlyAmountOere: 510_000, firstPaymentOn: '2027-01-01' };
const grant = (id: string, more: object = {}) => referrals.post(BENEFITS, `financings/${id}/grant`, help(more));
const pay = (id: string, amountOere: number, paidOn = '2026-12-21') =>
  referrals.post('finance', `financings/${id}/register-payment`, { paidOn, amountOere });
const deadlines = async (id: string) =>
  (await referrals.told(topics.referralsDeadlines.name, id)).map(({ body: { code, status, dueOn, metOn } }) =>
    [code, status, dueOn, metOn].join(' '),
  );

test('row 21: granted on a condition, accepted, paid, and owed back', async () => {
  const tenancyRef = await referrals.aTenancy();
  const id = await referrals.anApplication({ tenancyRef });
  expect((await referrals.get(BENEFITS, `financings/${id}`)).body).toMatchObject({
    state: 'APPLIED',
    decisionDueOn: '2026-12-23',
    nextStep: { role: 'benefits_caseworker', dueOn: '2026-12-23' },
    allowedActions: ['take', 'handOver', 'grant', 'refuse'],
  });
  const key = { 'idempotency-key': randomUUID(), 'if-match': '"1"' };
  const input = help({ administrationAgreement: condition });
  const granted = await referrals.post(BENEFITS, `financings/${id}/grant`, input, key);
  expect(granted).toMatchObject({
    status: 200,
    body: { state: 'AWAITING_CONDITION', amountOere: 542_900, effectiveOn: null },
  });
  expect(await referrals.post(BENEFITS, `financings/${id}/grant`, input, key)).toEqual(granted);
  const offered = (await referrals.get(BENEFITS, `administration-agreements?tenancyRef=${tenancyRef}`)).body.items;
  expect(offered).toMatchObject([{ state: 'OFFERED', basis: 'condition_of_help', financingRef: id, ...condition }]);
  expect((await referrals.get('finance', `financings/${id}`)).status).toBe(404);

  referrals.travel('2026-12-18');
  const accept = `administration-agreements/${offered[0].id}/accept`;
  const acceptOnce = () =>
    referrals.post(
      'social_caseworker',
      accept,
      { acceptedOn: '2026-12-18' },
      { 'idempotency-key': 'accept-once', 'if-match': '"1"' },
    );
  const accepted = await acceptOnce();
  expect(accepted).toMatchObject({ status: 200, body: { state: 'ACTIVE' } });
  expect(await acceptOnce()).toEqual(accepted);
  expect((await referrals.get('finance', `financings/${id}`)).body).toMatchObject({
    state: 'GRANTED',
    amountOere: 542_900,
    payOn: '2026-12-21',
    disbursementDueOn: '2026-12-22',
    payee: 'landlord',
    tenancyRef,
    nextStep: { role: 'finance', dueOn: '2026-12-22' },
    allowedActions: ['registerPayment', 'registerRepayment', 'strike', 'pauseDeadline', 'extendDeadline'],
  });
  // What follows from a person's act on the other case is written down as theirs.
  const audit = await referrals.database.query<{ action: string; actor_kind: string; role: string }>(
    `select action, actor_kind, role from audit_log where case_id = any($1) and changes is not null order by position`,
    [[id, offered[0].id]],
  );
  expect(audit.map(({ action, actor_kind, role }) => [action, actor_kind, role])).toEqual([
    ['financing.grant', 'person', BENEFITS],
    ['administration-agreement.offer-as-condition', 'person', BENEFITS],
    ['administration-agreement.accept', 'person', 'social_caseworker'],
    ['financing.condition-met', 'person', 'social_caseworker'],
  ]);
  const history = (await referrals.get(BENEFITS, `administration-agreements/${offered[0].id}/history`)).body.items;
  expect(history[0].text.da).toBe('Aftalen blev tilbudt borgeren som betingelse for hjælp.');
  referrals.travel('2026-12-21');
  expect((await pay(id, 542_900)).body).toMatchObject({ state: 'PAID', receivableOere: 542_900, nextStep: null });

  const told = await referrals.told(topics.financingInternal.name, id);
  expect(told.map(({ type, body }) => [type, body.state, body.amountOere, body.payOn, body.paidOere])).toEqual([
    [types.financing.changed, 'AWAITING_CONDITION', null, null, 0],
    [types.financing.decided, 'GRANTED', 542_900, '2026-12-21', 0],
    [types.financing.paid, 'PAID', 542_900, '2026-12-21', 542_900],
  ]);
  expect((await referrals.told(topics.financing.name, id)).map(({ body }) => body.stage)).toEqual([
    'changed',
    'changed',
    'closed',
  ]);
  expect(await deadlines(id)).toEqual([
    'HELP_DECISION met 2026-12-23 2026-12-17',
    'DISBURSEMENT set 2026-12-22 ',
    'DISBURSEMENT met 2026-12-22 2026-12-21',
  ]);
  expect((await referrals.told(topics.administrationAgreementInternal.name, offered[0].id))[0]?.body).toMatchObject({
    rentPaidBy: 'municipality',
    from: '2027-01-01',
  });
});

describe('a decision', () => {
  test('that sets a condition on a tenancy that has an agreement already is not made at all', async () => {
    const tenancyRef = await referrals.aTenancy();
    const offer = { tenancyRef, basis: 'voluntary', ...condition };
    expect((await referrals.post(BENEFITS, 'administration-agreements', offer)).status).toBe(201);
    const id = await referrals.anApplication({ tenancyRef });
    expect(await grant(id, { administrationAgreement: condition })).toMatchObject({
      status: 409,
      body: { code: 'administration-agreement-exists-already' },
    });
    expect((await referrals.get(BENEFITS, `financings/${id}`)).body).toMatchObject({ version: 1, state: 'APPLIED' });
    expect((await grant(id)).body).toMatchObject({ state: 'GRANTED' });
  });

  test('that is sent twice at once is made once, and so is its offer', async () => {
    const tenancyRef = await referrals.aTenancy();
    const id = await referrals.anApplication({ tenancyRef });
    const key = { 'idempotency-key': randomUUID(), 'if-match': '"1"' };
    const input = help({ administrationAgreement: condition });
    const twice = [1, 2].map(() => referrals.post(BENEFITS, `financings/${id}/grant`, input, key));
    const [one, other] = await Promise.all(twice);
    expect(one).toMatchObject({ status: 200, body: { state: 'AWAITING_CONDITION' } });
    expect(other).toEqual(one);
    const offers = await referrals.get(BENEFITS, `administration-agreements?tenancyRef=${tenancyRef}`);
    expect(offers.body.items).toHaveLength(1);
  });

  test('that is declined as to its condition ends as a refusal', async () => {
    const tenancyRef = await referrals.aTenancy();
    const id = await referrals.anApplication({ tenancyRef });
    await grant(id, { administrationAgreement: condition });
    const [{ id: offer }] = (await referrals.get(BENEFITS, `administration-agreements?tenancyRef=${tenancyRef}`)).body
      .items;
    expect((await referrals.post(BENEFITS, `administration-agreements/${offer}/decline`)).body.state).toBe('DECLINED');
    expect((await referrals.get(BENEFITS, `financings/${id}`)).body).toMatchObject({
      state: 'REFUSED',
      refusalReason: 'condition_not_accepted',
      effectiveOn: null,
    });
    const told = await referrals.told(topics.financingInternal.name, id);
    expect(told.at(-1)).toMatchObject({ type: types.financing.decided, body: { state: 'REFUSED', amountOere: null } });
    expect(await referrals.told(topics.administrationAgreementInternal.name, offer)).toEqual([]);
  });

  test('names every fault by its field', async () => {
    const { status, body } = await grant(await referrals.anApplication(), {
      conditions: ['cannot_pay'],
      payOn: '2026-12-01',
      administrationAgreement: condition,
    });
    expect(status).toBe(409);
    expect(body.errors.map(({ code, pointer }: { code: string; pointer: string }) => [code, pointer])).toEqual([
      ['eviction-does-not-threaten', '/conditions'],
      ['pay-day-is-not-in-the-coming-year', '/payOn'],
      ['tenancy-is-not-known', '/administrationAgreement'],
    ]);
  });

  test.each([
    ['/monthlyAmountOere', { monthlyAmountOere: 0 }],
    ['/months', { months: 13 }],
    ['/conditions', { conditions: ['fordi'] }],
    ['/repayment/firstDueOn', { repayment: { required: true, instalments: 2, firstDueOn: '1. februar' } }],
    ['/administrationAgreement/firstPaymentOn', { administrationAgreement: { monthlyAmountOere: 1 } }],
  ])('names the faulty field %s', async (pointer, more) => {
    const { status, body } = await grant(await referrals.anApplication(), more);
    expect([status, body.errors?.[0]?.pointer]).toEqual([400, pointer]);
  });

  test('that is late tells why, and municipal roles see it', async () => {
    const id = await referrals.anApplication();
    referrals.travel('2026-12-24');
    const refuse = (more: object) =>
      referrals.post(BENEFITS, `financings/${id}/refuse`, { reason: 'citizen_can_pay', ...more });
    expect(await refuse({})).toMatchObject({
      status: 409,
      body: { code: 'decision-is-late-tell-why', errors: [{ pointer: '/lateReason' }] },
    });
    expect((await refuse({ lateReason: 'information_was_missing' })).body).toMatchObject({
      state: 'REFUSED',
      refusalReason: 'citizen_can_pay',
      lateReason: 'information_was_missing',
    });
    expect((await referrals.get('single_entry', `financings/${id}`)).body.lateReason).toBe('information_was_missing');
    expect((await referrals.told(topics.financing.name, id)).at(-1)?.body.stage).toBe('closed');
    expect(await deadlines(id)).toEqual(['HELP_DECISION met 2026-12-23 2026-12-24']);
  });
});

describe('money', () => {
  test('is paid in parts, and comes back in parts', async () => {
    const id = await referrals.anApplication();
    await grant(id);
    referrals.travel('2026-12-21');
    expect((await pay(id, 500_000)).body).toMatchObject({ state: 'GRANTED', unpaidOere: 42_900 });
    expect(await pay(id, 42_901)).toMatchObject({
      status: 409,
      body: { code: 'payment-is-more-than-remains', facts: { remainsOere: 42_900 } },
    });
    expect((await pay(id, 42_900)).body).toMatchObject({ state: 'PAID', paidOere: 542_900, unpaidOere: 0 });
    referrals.travel('2027-02-01');
    const repay = (amountOere: number) =>
      referrals.post('finance', `financings/${id}/register-repayment`, { paidOn: '2027-02-01', amountOere });
    expect((await repay(250_000)).body).toMatchObject({
      state: 'PAID',
      repaidOere: 250_000,
      receivableOere: 292_900,
      repaymentPlan: [
        { no: 1, dueOn: '2027-02-01', amountOere: 200_000, paidOere: 200_000 },
        { no: 2, dueOn: '2027-03-01', amountOere: 200_000, paidOere: 50_000 },
        { no: 3, dueOn: '2027-04-01', amountOere: 142_900, paidOere: 0 },
      ],
    });
    expect(await repay(292_901)).toMatchObject({
      status: 409,
      body: { code: 'repayment-is-more-than-remains', facts: { remainsOere: 292_900 } },
    });
    expect((await referrals.told(topics.financing.name, id)).at(-1)?.body.stage).toBe('closed');
  });

  test('two payments at once pay it once', async () => {
    const id = await referrals.anApplication();
    await grant(id);
    referrals.travel('2026-12-21');
    const answers = await Promise.all([pay(id, 542_900), pay(id, 542_900)]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect((await referrals.get('finance', `financings/${id}`)).body.paidOere).toBe(542_900);
  });
});

describe('what is seen', () => {
  test('by finance: no grounds; by the single entry: neither grounds nor amounts; by landlords and others: nothing', async () => {
    const caseRef = randomUUID();
    const id = await referrals.anApplication({ caseRef });
    await grant(id);
    const finance = (await referrals.get('finance', `financings/${id}`)).body;
    expect(finance).toMatchObject({ amountOere: 542_900, payOn: '2026-12-21', repayable: true });
    expect(Object.keys(finance).join()).not.toMatch(/basis|conditions|reason$|refusalReason|months/);
    const header = (await referrals.get('single_entry', `financings/${id}`)).body;
    expect(header).toMatchObject({ state: 'GRANTED', nextStep: { role: 'finance', dueOn: '2026-12-21' } });
    expect(Object.keys(header).join()).not.toMatch(/Oere|basis|conditions|refusalReason|payee|repay/);
    for (const user of ['landlord_admin', 'landlord_caretaker', 'social_caseworker', 'support_worker'] as const)
      expect((await referrals.get(user, `financings/${id}`)).status).toBe(403);
    const listed = await referrals.get('single_entry', `financings?caseRef=${caseRef}&state=GRANTED`);
    expect(listed.body.items.map((one: { id: string }) => one.id)).toEqual([id]);
    const history = (await referrals.get('single_entry', `financings/${id}/history`)).body.items;
    expect(history.map(({ text }: { text: { da: string } }) => text.da)).toEqual(['Hjælpen blev bevilget.']);
    const reads = await referrals.database.query('select 1 from audit_log where case_id = $1 and changes is null', [
      id,
    ]);
    expect(reads.length).toBeGreaterThan(0);
  });
});
