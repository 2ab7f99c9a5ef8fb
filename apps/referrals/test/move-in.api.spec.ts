// SPDX-License-Identifier: MPL-2.0
// Loans and help with moving in over HTTP: rows 5 to 7 and 10 of the worked example, four eyes, and what is owed.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { topics } from '#contracts/topics';
import { addDays } from '#domain';
import { landlords, type Reply, type User } from '#testing';
import { Referrals } from './service.js';

let referrals: Referrals;
beforeAll(async () => {
  referrals = await Referrals.start('2026-04-07');
}, 60_000);
afterAll(() => referrals?.stop());
beforeEach(() => referrals.travel('2026-04-07'));

const BENEFITS = 'benefits_caseworker';

async function must(reply: Promise<Reply>): Promise<Reply['body']> {
  const { status, body } = await reply;
  expect([status < 300, body.code, body.errors]).toEqual([true, undefined, undefined]);
  return body;
}
const act = (user: User, id: string, action: string, body: object = {}): Promise<Reply> =>
  referrals.post(user, `financings/${id}/${action}`, body);

const get = async (user: User, id: string) => (await referrals.get(user, `financings/${id}`)).body;

let people = 0;
const cpr = () => {
  people += 1;
  const day = addDays('1971-01-01', people);
  return `${day.slice(8)}${day.slice(5, 7)}${day.slice(2, 4)}-1234`;
};

/** A referral whose citizen the landlord has accepted, for a dwelling of row 4: rent 4 500.00, utilities 600.00. */
async function accepted({ slas = {}, months = {} as object } = {}) {
  const [agreementRef, dwellingRef] = [randomUUID(), randomUUID()];
  const dwelling = { dwellingRef, rentOere: 450_000, utilitiesOere: 60_000, rooms: 2 };
  const version = {
    no: 1,
    from: '2026-02-01',
    to: null,
    appliesToExisting: false,
    slas,
    quota: { kind: 'fixed_list' },
  };
  await referrals.database.query(
    `insert into known_agreements (id, version, landlord_ref, state, agreement_version, term_from, term_to, dwellings, versions)
     values ($1, 1, $2, 'ACTIVE', 1, '2026-02-01', '2030-01-31', $3, $4)`,
    [agreementRef, landlords.boOgBy.id, JSON.stringify([dwelling]), JSON.stringify([{ ...version, ...months }])],
  );
  const assessment = { characteristics: ['without_a_home'], supportNeed: 'none', paymentCapacityOere: 470_000 };
  const { id } = await must(
    referrals.post('social_caseworker', 'referrals', {
      ...{ agreementRef, citizen: { cpr: cpr(), name: 'Åse Prøve' }, grounds: 'law', householdSize: 1, assessment },
      wantedMoveInOn: '2026-04-23',
    }),
  );
  const step = (user: User, action: string, body: object = {}) =>
    must(referrals.post(user, `referrals/${id}/${action}`, body));
  await step('social_caseworker', 'check-financing');
  await step(BENEFITS, 'give-financing-outlook', { financingExpected: true, administrationAgreement: 'none' });
  const vacancyRef = (
    await must(
      referrals.post('landlord_admin', 'vacancies', { agreementRef, dwellingRef, availableFrom: '2026-04-01' }),
    )
  ).id;
  const { proposalRef } = await step('social_caseworker', 'match', { vacancyRef });
  await must(referrals.post('landlord_admin', `proposals/${proposalRef}/accept`));
  return { referralRef: id as string, proposalRef: proposalRef as string, agreementRef, dwellingRef, vacancyRef };
}

const apply = (referralRef: string, kind = 'deposit_loan', more: object = {}, user: User = BENEFITS) =>
  referrals.post(user, 'financings', { referralRef, kind, isComplete: true, ...more });
async function applied(kind = 'deposit_loan', more: object = {}): Promise<string> {
  return (await must(apply((await accepted()).referralRef, kind, more))).id;
}
/** Row 6. */
const loan = (more: object = {}) => ({
  basis: '85_1',
  conditions: ['without_a_home', 'cannot_pay', 'dwelling_is_suitable', 'future_rent_is_affordable'],
  deposit: { depositOere: 1_350_000, prepaidOere: 1_350_000 },
  payee: 'landlord',
  payOn: '2026-04-16',
  repayment: { required: true, instalmentOere: 75_000, firstDueOn: '2026-07-01' },
  ...more,
});
const free = { required: false };
const moving = (more: object = {}) => ({
  ...loan({ deposit: undefined, payee: 'supplier', repayment: free }),
  offers: [240_000, 160_000].map((amountOere) => ({ amountOere, documentRef: randomUUID() })),
  ...more,
});
const furnishing = (more: object = {}) => ({
  ...loan({ deposit: undefined, payee: 'citizen', repayment: free }),
  ...{ basis: '81', conditions: ['on_kontanthjaelp', 'unforeseen_reasonable_expense', 'cannot_pay'] },
  items: [
    { item: 'bed', pieces: 1, amountOere: 80_000 },
    { item: 'refrigerator', pieces: 1, amountOere: 100_000 },
    { item: 'kitchenware', pieces: 1, amountOere: 60_000 },
    { item: 'wardrobe', pieces: 2, amountOere: 100_000 },
    { item: 'bedding', pieces: 1, amountOere: 40_000 },
    { item: 'lamp', pieces: 1, amountOere: 10_000 },
  ],
  ...more,
});

test('rows 5, 6 and 10: applied for, decided, paid under four eyes, owed and paid back', async () => {
  const { referralRef, proposalRef } = await accepted();
  const applied = await must(apply(referralRef));
  expect(applied).toMatchObject({
    ...{ state: 'APPLIED', kind: 'deposit_loan', referralRef, caseRef: null, completeOn: '2026-04-07' },
    ...{ decisionDueOn: '2026-04-14', lateApplication: false },
    nextStep: { role: BENEFITS, dueOn: '2026-04-14' },
    moveIn: {
      ...{ startsOn: '2026-04-23', depositOere: 1_350_000, prepaidOere: 1_350_000, firstRentOere: 120_000 },
      ...{ firstUtilitiesOere: 16_000, totalOere: 2_836_000, loanOere: 0, citizenOere: 2_836_000 },
    },
  });
  const { id } = applied;
  referrals.travel('2026-04-14');
  const granted = await must(act(BENEFITS, id, 'grant-move', loan()));
  expect(granted).toMatchObject({
    ...{ state: 'GRANTED', amountOere: 2_700_000, payee: 'landlord', disbursementDueOn: '2026-04-16' },
    moveIn: { loanOere: 2_700_000, citizenOere: 136_000 },
  });
  expect(granted.repaymentPlan).toHaveLength(36);
  expect(granted.repaymentPlan.at(0)).toMatchObject({ dueOn: '2026-07-01', amountOere: 75_000 });
  expect(granted.repaymentPlan.at(-1)).toMatchObject({ dueOn: '2029-06-01', amountOere: 75_000 });

  const seen = await referrals.get('landlord_admin', `proposals/${proposalRef}`);
  expect(seen.body.financing).toEqual({ amountOere: 2_700_000, payOn: '2026-04-16' });
  expect((await referrals.get('landlord2_admin', `proposals/${proposalRef}`)).status).toBe(404);

  await must(act('finance', id, 'propose-disbursement', { amountOere: 2_700_000 }));
  expect((await act('finance', id, 'approve-disbursement')).body.code).toBe(
    'disbursement-was-proposed-by-the-same-person',
  );
  const pay = (amountOere: number, paidOn = '2026-04-14') =>
    act('finance', id, 'register-payment', { paidOn, amountOere });
  expect((await pay(2_700_000)).body.code).toBe('disbursement-is-not-approved');
  await must(act('finance2', id, 'approve-disbursement'));
  expect((await pay(2_700_001)).body).toMatchObject({
    code: 'payment-is-more-than-approved',
    facts: { approvedOere: 2_700_000 },
  });
  expect(await must(pay(2_700_000))).toMatchObject({ state: 'PAID', receivableOere: 2_700_000, disbursement: null });
  expect((await referrals.get('finance', 'financings/receivables')).body).toMatchObject({
    items: [{ kind: 'deposit_loan', cases: 1, receivableOere: 2_700_000 }],
    totalOere: 2_700_000,
  });
  const told = await referrals.told(topics.financingInternal.name, id);
  expect(told.map(({ type, body }) => [type.split('.')[4], body.state, body.paidTo?.proposalRef])).toEqual([
    ['applied', 'APPLIED', undefined],
    ['decided', 'GRANTED', proposalRef],
    ['disbursement-proposed', 'GRANTED', proposalRef],
    ['disbursement-approved', 'GRANTED', proposalRef],
    ['paid', 'PAID', proposalRef],
  ]);
  const deadlines = await referrals.told(topics.referralsDeadlines.name, id);
  expect(deadlines.map(({ body: { code, status, dueOn } }) => `${code} ${status} ${dueOn}`)).toEqual([
    'BENEFIT_DECISION set 2026-04-14',
    'BENEFIT_DECISION met 2026-04-14',
    'DISBURSEMENT set 2026-04-16',
    'DISBURSEMENT met 2026-04-16',
  ]);
});

test('row 7: help with furnishing and with the move', async () => {
  expect(await must(act(BENEFITS, await applied('moving_help'), 'grant-move', moving()))).toMatchObject({
    amountOere: 160_000,
  });
  expect(await must(act(BENEFITS, await applied('establishment_help'), 'grant-move', furnishing()))).toMatchObject({
    amountOere: 390_000,
    payee: 'citizen',
  });
});

test('a repayment registered in error is struck: it is owed again, and the ones after it stay', async () => {
  referrals.travel('2026-04-07');
  const id = await applied();
  referrals.travel('2026-04-14');
  await must(act(BENEFITS, id, 'grant-move', loan()));
  await must(act('finance', id, 'propose-disbursement', { amountOere: 2_700_000 }));
  await must(act('finance2', id, 'approve-disbursement'));
  await must(act('finance', id, 'register-payment', { paidOn: '2026-04-14', amountOere: 2_700_000 }));
  referrals.travel('2026-07-02');
  const repay = (amountOere: number) => act('finance', id, 'register-repayment', { paidOn: '2026-07-01', amountOere });
  await must(repay(750_000));
  await must(repay(75_000));
  const { items } = (await referrals.get('finance', `financings/${id}/history`)).body;
  const slips = items.filter(({ fact }: { fact?: { what: string } }) => fact?.what === 'repayment');
  expect(slips).toHaveLength(2);
  const strike = (ref: string, user: User = 'finance') =>
    act(user, id, 'strike', { what: 'repayment', ref, reason: 'wrong_amount' });
  const wrong = slips.map(({ fact }: { fact: { ref: string } }) => fact.ref);
  const [first] = items[0].at < items.at(-1).at ? wrong : wrong.toReversed();
  expect(await strike(randomUUID())).toMatchObject({ status: 409, body: { errors: [{ pointer: '/ref' }] } });
  for (const user of [BENEFITS, 'landlord_admin', 'social_caseworker'] as const)
    expect([403, 404]).toContain((await strike(first, user)).status);
  const struck = await Promise.all([strike(first), strike(first)]);
  expect(struck.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(struck.filter(({ status }) => [409, 412].includes(status))).toHaveLength(1);
  expect((await strike(first)).body.code).toBe('fact-is-struck-already');
  expect((await referrals.get('finance', `financings/${id}`)).body).toMatchObject({
    ...{ state: 'PAID', repaidOere: 75_000, receivableOere: 2_625_000 },
  });
  await must(repay(2_625_000));
  expect((await repay(1)).body.code).toBe('repayment-is-more-than-remains');
});

describe('an application', () => {
  test('that is not complete waits, is told to nobody, and its days count from when it is', async () => {
    const { referralRef } = await accepted({ slas: { BENEFIT_DECISION: 3 } });
    const { id, ...body } = await must(apply(referralRef, 'moving_help', { isComplete: false }));
    expect(body).toMatchObject({ completeOn: null, decisionDueOn: null, nextStep: { role: BENEFITS, dueOn: null } });
    expect(await referrals.told(topics.financingInternal.name, id)).toEqual([]);
    expect(await act(BENEFITS, id, 'grant-move', moving())).toMatchObject({
      status: 409,
      body: { code: 'application-is-not-complete' },
    });
    referrals.travel('2026-04-09');
    expect(await must(act(BENEFITS, id, 'complete-application'))).toMatchObject({ decisionDueOn: '2026-04-14' });
    expect((await act(BENEFITS, id, 'complete-application', { completeOn: '2026-04-08' })).body.code).toBe(
      'application-is-complete-already',
    );
    const told = await referrals.told(topics.financingInternal.name, id);
    expect(told.map(({ type, body: { caseRef } }) => [type.split('.')[4], caseRef])).toEqual([
      ['applied', referralRef],
    ]);
  });

  test('waits while information is missing, where the office says so', async () => {
    const id = await applied();
    const code = 'BENEFIT_DECISION';
    const pause = { code, reason: 'awaits_information', until: '2026-04-20' };
    expect(await must(act(BENEFITS, id, 'pause-deadline', pause))).toMatchObject({ nextStep: { dueOn: null } });
    referrals.travel('2026-04-09');
    expect(await must(act(BENEFITS, id, 'resume-deadline', { code }))).toMatchObject({ decisionDueOn: '2026-04-16' });
  });

  test('the referral and the board show its day: none while it is not complete or waits, the same when it moves', async () => {
    referrals.travel('2026-04-01');
    const { referralRef } = await accepted();
    const { id } = await must(apply(referralRef, 'deposit_loan', { isComplete: false }));
    const code = 'BENEFIT_DECISION';
    const shown = async () => {
      const one = (await referrals.get('single_entry', `referrals/${referralRef}`)).body;
      const { items } = (await referrals.get('single_entry', 'fast-track?limit=100&stage=FINANCING_PENDING')).body;
      const days = items.map(({ nextStep }: { nextStep: { dueOn: string | null } }) => nextStep.dueOn ?? 'none');
      expect(days).toEqual(days.toSorted());
      expect(items.find((other: { id: string }) => other.id === referralRef)).toMatchObject({
        ...{ nextStep: one.nextStep, late: one.late },
      });
      return [one.nextStep.dueOn, one.late?.dueOn ?? null];
    };
    expect(await shown()).toEqual([null, null]);
    referrals.travel('2026-04-07');
    await must(act(BENEFITS, id, 'complete-application'));
    expect(await shown()).toEqual(['2026-04-14', null]);
    await must(act(BENEFITS, id, 'pause-deadline', { code, reason: 'awaits_information', until: '2026-04-20' }));
    expect(await shown()).toEqual([null, null]);
    referrals.travel('2026-04-09');
    await must(act(BENEFITS, id, 'resume-deadline', { code }));
    expect(await shown()).toEqual(['2026-04-16', null]);
    referrals.travel('2026-04-17');
    expect(await shown()).toEqual(['2026-04-16', '2026-04-16']);
    referrals.travel('2026-04-07');
  });

  test('of one kind stands once, also of fifty at the same moment; a refused one may be made again', async () => {
    const { referralRef } = await accepted();
    const answers = await Promise.all(Array.from({ length: 50 }, () => apply(referralRef, 'establishment_help')));
    expect(answers.map(({ status }) => status).filter((status) => status === 201)).toHaveLength(1);
    const others = answers.filter(({ status }) => status !== 201);
    expect(new Set(others.map(({ status, body }) => `${status} ${body.code}`))).toEqual(
      new Set(['409 help-is-applied-for-already']),
    );
    const { id } = await must(apply(referralRef, 'moving_help'));
    await must(act(BENEFITS, id, 'refuse', { reason: 'expense_is_not_necessary' }));
    await must(apply(referralRef, 'moving_help'));
  });

  test('takes a referral whose citizen a landlord has accepted', async () => {
    expect((await apply(randomUUID())).body).toMatchObject({
      code: 'referral-is-not-known',
      errors: [{ pointer: '/referralRef' }],
    });
    const { referralRef } = await accepted();
    await must(referrals.post('social_caseworker', `referrals/${referralRef}/citizen-declines`, { reason: 'rent' }));
    expect((await apply(referralRef)).body.code).toBe('no-dwelling-is-accepted');
    expect((await apply(referralRef, 'deposit_loan', { appliedOn: '2026-04-08' })).body.errors).toHaveLength(2);
  });

  test.each([
    ['/kind', { kind: 'temporary_rent_help' }],
    ['/isComplete', { isComplete: 'ja' }],
    ['/appliedOn', { appliedOn: '7. april' }],
    ['/referralRef', { referralRef: 'x' }],
  ])('names the faulty field %s', async (pointer, more) => {
    const { status, body } = await apply(randomUUID(), 'deposit_loan', more);
    expect([status, body.errors?.[0]?.pointer]).toEqual([400, pointer]);
  });

  test('falls when the citizen does not get the dwelling, is withdrawn, or was an error; what is paid stays owed', async () => {
    const { referralRef } = await accepted();
    const loanRef = (await must(apply(referralRef))).id;
    const movingRef = (await must(apply(referralRef, 'moving_help'))).id;
    expect(await must(act(BENEFITS, movingRef, 'withdraw-move'))).toMatchObject({ state: 'WITHDRAWN' });
    await must(act(BENEFITS, loanRef, 'grant-move', loan()));
    await must(act('finance', loanRef, 'propose-disbursement', { amountOere: 1_000_000 }));
    await must(act('finance2', loanRef, 'approve-disbursement'));
    const payment = { paidOn: '2026-04-07', amountOere: 1_000_000 };
    await must(act('finance', loanRef, 'register-payment', payment));
    expect((await act(BENEFITS, loanRef, 'withdraw-move')).body.code).toBe('help-is-paid-in-part');
    await must(act('finance', loanRef, 'propose-disbursement', { amountOere: 1_700_000 }));
    await must(referrals.post('social_caseworker', `referrals/${referralRef}/citizen-declines`, { reason: 'rent' }));
    expect(await get('finance', loanRef)).toMatchObject({
      ...{ state: 'WITHDRAWN', disbursement: null, receivableOere: 1_000_000 },
    });
    expect(await must(act('finance', loanRef, 'register-repayment', payment))).toMatchObject({ receivableOere: 0 });
    const told = (await referrals.get('single_entry', `financings/${loanRef}/history`)).body;
    expect(JSON.stringify(told)).not.toMatch(/10\.000,00|10,000\.00/);
  });

  test('and the withdrawal of its referral at the same moment: none is left open', async () => {
    const { referralRef } = await accepted();
    const withdraw = async (): Promise<Reply> => {
      const body = { reason: 'citizens_wish' };
      const reply = await referrals.post('social_caseworker', `referrals/${referralRef}/withdraw`, body);
      return reply.status === 412 ? withdraw() : reply;
    };
    await Promise.all([
      ...['deposit_loan', 'moving_help', 'establishment_help'].map((kind) => apply(referralRef, kind)),
      must(withdraw()),
    ]);
    const { items } = (await referrals.get(BENEFITS, `financings?referralRef=${referralRef}`)).body;
    expect(items.filter(({ state }: { state: string }) => state !== 'WITHDRAWN')).toEqual([]);
  });
});

describe('money', () => {
  async function proposed(): Promise<string> {
    const id = await applied();
    await must(act(BENEFITS, id, 'grant-move', loan()));
    await must(act('finance', id, 'propose-disbursement', { amountOere: 2_700_000 }));
    return id;
  }

  test('fifty approvals and fifty payments at once are one', async () => {
    const id = await proposed();
    const { version } = await get('finance', id);
    const many = (user: User, action: string, body: object, ifMatch: number) =>
      Promise.all(
        Array.from({ length: 50 }, () =>
          referrals.post(user, `financings/${id}/${action}`, body, { 'if-match': `"${ifMatch}"` }),
        ),
      );
    const approved = await many('finance2', 'approve-disbursement', {}, version);
    expect(approved.filter(({ status }) => status === 200)).toHaveLength(1);
    const paid = await many('finance', 'register-payment', { paidOn: '2026-04-07', amountOere: 900_000 }, version + 1);
    expect(paid.filter(({ status }) => status === 200)).toHaveLength(1);
    expect([...approved, ...paid].every(({ status }) => [200, 409, 412].includes(status))).toBe(true);
    expect(await get('finance', id)).toMatchObject({
      ...{ paidOere: 900_000, version: version + 2 },
      disbursement: { amountOere: 1_800_000, approvedOn: '2026-04-07' },
    });
  });

  test('what had left when the citizen declined is registered and owed, or taken back; what was not approved falls', async () => {
    const { referralRef } = await accepted();
    const { id } = await must(apply(referralRef));
    await must(act(BENEFITS, id, 'grant-move', loan()));
    await must(act('finance', id, 'propose-disbursement', { amountOere: 2_000_000 }));
    await must(act('finance2', id, 'approve-disbursement'));
    await must(referrals.post('social_caseworker', `referrals/${referralRef}/citizen-declines`, { reason: 'rent' }));
    const pay = (amountOere: number) => act('finance', id, 'register-payment', { paidOn: '2026-04-07', amountOere });
    expect((await act('finance', id, 'propose-disbursement', { amountOere: 1 })).body.code).toBe('wrong-state');
    expect((await pay(2_000_001)).body.code).toBe('payment-is-more-than-approved');
    expect(await must(pay(1_500_000))).toMatchObject({ state: 'WITHDRAWN', receivableOere: 1_500_000 });
    expect(await must(act('finance', id, 'take-back-disbursement'))).toMatchObject({ disbursement: null });
    expect((await pay(1)).body.code).toBe('disbursement-is-not-approved');
  });

  test('no more leaves than the lease asks, where there is one by then', async () => {
    const { referralRef, proposalRef } = await accepted();
    const { id } = await must(apply(referralRef));
    await must(act(BENEFITS, id, 'grant-move', loan()));
    const lease = { signedOn: '2026-04-07', startsOn: '2026-04-23', depositOere: 900_000, prepaidRentOere: 450_000 };
    await must(referrals.post('landlord_admin', `proposals/${proposalRef}/register-lease`, lease));
    const propose = (amountOere: number) => act('finance', id, 'propose-disbursement', { amountOere });
    expect((await propose(1_350_001)).body).toMatchObject({
      code: 'disbursement-is-more-than-the-lease-asks',
      errors: [{ pointer: '/amountOere' }],
      facts: { leaseOere: 1_350_000, paidOere: 0 },
    });
    await must(propose(1_350_000));
  });

  test('what was proposed wrongly is taken back, also once it is approved', async () => {
    const id = await proposed();
    await must(act('finance2', id, 'approve-disbursement'));
    expect(await must(act('finance', id, 'take-back-disbursement'))).toMatchObject({ disbursement: null });
    expect((await act('finance', id, 'take-back-disbursement')).body.code).toBe('no-disbursement-is-proposed');
    expect((await act('finance', id, 'approve-disbursement')).body.code).toBe('no-disbursement-is-proposed');
  });
});

describe('a decision and the referral', () => {
  test('a loan that is not applied for any more is not in place, and can be applied for again', async () => {
    const { referralRef, proposalRef } = await accepted();
    const { id } = await must(apply(referralRef));
    await must(act(BENEFITS, id, 'withdraw-move'));
    const seen = (await referrals.get('social_caseworker', `referrals/${referralRef}`)).body;
    expect(seen).toMatchObject({ state: 'ACCEPTED', financedOn: null, nextStep: { role: 'social_caseworker' } });
    expect((await referrals.get('landlord_admin', `proposals/${proposalRef}`)).body).toMatchObject({
      ...{ state: 'ACCEPTED', leaseDueOn: null },
    });
    const again = await must(apply(referralRef));
    await must(act(BENEFITS, again.id, 'grant-move', loan()));
    expect((await referrals.get('landlord_admin', `proposals/${proposalRef}`)).body.state).toBe('LEASE_PENDING');
  });

  test('at the moment in which the citizen declines or the dwelling is let: one after the other, and nothing is left open', async () => {
    for (const other of ['citizen-declines', 'let-elsewhere'] as const) {
      const { referralRef, vacancyRef } = await accepted();
      const { id } = await must(apply(referralRef));
      const replies = await Promise.all([
        act(BENEFITS, id, 'grant-move', loan()),
        other === 'citizen-declines'
          ? referrals.post('social_caseworker', `referrals/${referralRef}/${other}`, { reason: 'rent' })
          : referrals.post('landlord_admin', `vacancies/${vacancyRef}/${other}`, { letOn: '2026-04-08' }),
      ]);
      expect(replies.every(({ status }) => [200, 409, 412].includes(status))).toBe(true);
      const { state } = (await referrals.get('social_caseworker', `referrals/${referralRef}`)).body;
      expect([state, (await get(BENEFITS, id)).state]).toEqual(
        replies[1]!.status === 200 ? ['READY_TO_MATCH', 'WITHDRAWN'] : ['LEASE_PENDING', 'GRANTED'],
      );
    }
  });
});

describe('§ 88', () => {
  // Where its day is not told, it was signed by the day on which the tenancy was registered.
  test.each([
    { leaseSignedOn: '2026-04-07' },
    {},
  ])('a lease signed on the day of applying makes the application late, whenever that becomes known: %j', async (signed) => {
    const { referralRef, agreementRef, dwellingRef } = await accepted();
    const { id } = await must(apply(referralRef));
    expect((await get(BENEFITS, id)).lateApplication).toBe(false);
    const { citizenRef } = (await referrals.get('social_caseworker', `referrals/${referralRef}`)).body;
    const lease = {
      agreementRef,
      dwellingRef,
      citizenRef,
      hasSupportWorker: false,
      startedOn: '2026-04-23',
      ...signed,
    };
    await must(referrals.post('social_caseworker', 'tenancies', lease));
    expect((await get(BENEFITS, id)).lateApplication).toBe(true);
    expect((await act(BENEFITS, id, 'grant-move', loan())).body).toMatchObject({
      code: 'application-came-after-the-lease',
      errors: [{ pointer: '/lateApplicationAcceptedBecause' }],
    });
    const because = { lateApplicationAcceptedBecause: 'landlord_demanded_signature' };
    expect(await must(act(BENEFITS, id, 'grant-move', loan(because)))).toMatchObject({ state: 'GRANTED', ...because });
  });
});

describe('what is seen', () => {
  test('the decision as a page and as a file, by the office alone; nothing before it is decided', async () => {
    const id = await applied();
    const decision = (user: User, query = '') => referrals.get(user, `financings/${id}/decision${query}`);
    expect((await decision(BENEFITS)).status).toBe(404);
    const { number } = await must(act(BENEFITS, id, 'grant-move', loan()));
    const page = await decision(BENEFITS);
    expect(page.body).toContain(`sagsnummer ${number}`);
    expect(page.body).not.toContain('Åse');
    expect((await decision(BENEFITS, '?language=en')).body).toContain(
      'Decision on a loan for deposit and prepaid rent',
    );
    expect((await decision(BENEFITS, '?format=pdf')).body).toMatch(/^%PDF-1\.7/);
    expect((await decision(BENEFITS, '?format=docx')).status).toBe(400);
    for (const user of ['finance', 'single_entry', 'social_caseworker', 'landlord_admin'] as const)
      expect((await decision(user)).status).toBe(403);
  });

  test('whoever applies for social services sees how far it is, and nothing of the money', async () => {
    const { referralRef } = await accepted();
    const body = await must(apply(referralRef, 'deposit_loan', {}, 'social_caseworker'));
    expect(Object.keys(body).join()).not.toMatch(/Oere|basis|conditions|moveIn|payee/);
    // Of another team's referral it is as of none, applied for already or not.
    for (const one of [referralRef, randomUUID()])
      expect((await apply(one, 'deposit_loan', {}, 'social_caseworker2')).body).toMatchObject({
        code: 'referral-is-not-known',
        errors: [{ pointer: '/referralRef', code: 'referral-is-not-known' }],
      });
    for (const user of ['landlord_admin', 'support_worker', 'finance'] as const)
      expect((await apply(referralRef, 'moving_help', {}, user)).status).toBe(403);
    expect((await referrals.get('single_entry', 'financings/receivables')).status).toBe(403);
  });

  test('who is behind it: the office sees the citizen while the case is its own, and the citizen stays until it is paid back', async () => {
    const { referralRef } = await accepted();
    const { id } = await must(apply(referralRef));
    const { citizenRef } = (await referrals.get('social_caseworker', `referrals/${referralRef}`)).body;
    expect((await referrals.get(BENEFITS, `citizens/${citizenRef}`)).status).toBe(200);
    const [{ cases }] = (await referrals.database.query(
      'select array_agg(number) as cases from financing where id = $1',
      [id],
    )) as [{ cases: string[] }];
    const erased = await referrals.post('social_caseworker', `citizens/${citizenRef}/erase`, {
      reason: 'retention_over',
    });
    expect(JSON.stringify(erased.body)).toContain(cases[0]);
  });
});
