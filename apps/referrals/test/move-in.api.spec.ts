// SPDX-License-Identifier: MPL-2.0
// Loans and help with moving in over HTTP: rows 5 to 7 and 10 of the worked example, four eyes, and what is owed.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
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
