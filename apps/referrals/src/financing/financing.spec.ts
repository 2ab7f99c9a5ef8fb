// SPDX-License-Identifier: MPL-2.0
// Row 21 of the worked example, and what each section of aktivloven asks for.
import { describe, expect, test } from '@jest/globals';
import { Refusal } from '#domain';
import { type Application, newsOf } from './application.js';
import { type Financing, type FinancingFacts, financingRules, type Grant } from './financing.js';
import { bookedPlan, receivableOere } from './repayment.js';

const { perform } = financingRules;
const SYSTEM = ['system'] as const;
const BENEFITS = ['benefits_caseworker'] as const;
const FINANCE = ['finance'] as const;
const on = (today: string, more: Partial<FinancingFacts> = {}): FinancingFacts => ({
  today,
  tenancyKnown: true,
  owedOere: 542_900,
  slas: null,
  ...{ move: null, hasAnother: false, actorId: null },
  ...more,
});
const heard = (more: Partial<Application> = {}): Application => ({
  caseRef: 'C',
  agreementRef: 'A',
  landlordRef: 'L',
  tenancyRef: 'T',
  appliedOn: '2026-12-14',
  decisionDueOn: '2026-12-23',
  ...more,
});
const applied = (more: Partial<Application> = {}) =>
  perform('apply', null, SYSTEM, on('2026-12-14'), heard(more)).changes as Financing;
const row21 = (more: Partial<Grant> = {}): Grant => ({
  basis: '81a',
  monthlyAmountOere: 542_900,
  months: 1,
  payOn: '2026-12-21',
  conditions: ['threatened_by_eviction_for_arrears', 'cannot_pay'],
  repayment: { required: true },
  ...more,
});
const condition = { monthlyAmountOere: 510_000, firstPaymentOn: '2027-01-01' };
const young = (more: Partial<Grant> = {}) =>
  row21({
    basis: '81b',
    conditions: ['under_30', 'on_uddannelseshjaelp', 'exposed_housing_situation', 'no_cheaper_home'],
    ...more,
  });
const put = (help: Financing, { changes }: { changes: Partial<Financing> }): Financing => ({ ...help, ...changes });
const granted = (more: Partial<Grant> = {}) =>
  put(applied(), perform('grant', applied(), BENEFITS, on('2026-12-17'), row21(more)));

/** The code, field and facts of each fault. */
function refusalOf(act: () => unknown): { code: string; field?: string }[] {
  try {
    act();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.faults.length ? error.faults.map(({ code, field }) => ({ code, field })) : [{ code: error.code }];
  }
  return [];
}

describe('the day for the decision', () => {
  test.each([
    ['comes sooner', { decisionDueOn: '2026-12-18' }, { decisionDueOn: '2026-12-18' }],
    ['never later', { decisionDueOn: '2027-01-11' }, null],
    ['a tenancy that is known by now is news', { tenancyRef: 'T2' }, { tenancyRef: 'T2' }],
    ['a tenancy that is not named is none', { tenancyRef: null }, null],
  ])('%s', (_, more, news) => expect(newsOf({ ...applied(), decisionDueOn: '2026-12-23' }, heard(more))).toEqual(news));

  test('the news are kept; a decided case follows no more', () => {
    const news = { decisionDueOn: '2026-12-18' };
    expect(perform('followArrears', applied(), SYSTEM, on('2026-12-15'), news)).toEqual({
      changes: { state: 'APPLIED', ...news },
      fact: 'changed',
    });
    expect(refusalOf(() => perform('followArrears', granted(), SYSTEM, on('2026-12-18'), news))).toEqual([
      { code: 'wrong-state' },
    ]);
  });
});

describe('a grant', () => {
  test('row 21: with its condition accepted on Friday, paid on Monday', () => {
    const decided = perform(
      'grant',
      applied(),
      BENEFITS,
      on('2026-12-17'),
      row21({ administrationAgreement: condition }),
    );
    expect(decided).toMatchObject({
      fact: 'changed',
      changes: { state: 'AWAITING_CONDITION', amountOere: 542_900, repayable: true, decidedOn: '2026-12-17' },
    });
    const waiting = put(applied(), decided);
    expect(waiting.effectiveOn).toBeNull();
    const met = perform('conditionMet', waiting, SYSTEM, on('2026-12-18'), { acceptedOn: '2026-12-18' });
    expect(met).toEqual({
      fact: 'decided',
      changes: { state: 'GRANTED', effectiveOn: '2026-12-18', disbursementDueOn: '2026-12-22', payOn: '2026-12-21' },
    });
    const payment = { paidOn: '2026-12-21', amountOere: 542_900 };
    const paid = perform('registerPayment', put(waiting, met), FINANCE, on('2026-12-21'), payment);
    expect(paid).toMatchObject({ fact: 'paid', changes: { state: 'PAID', paidOn: '2026-12-21' } });
    expect(receivableOere(put(put(waiting, met), paid))).toBe(542_900);
  });

  test('without a condition takes effect at once', () =>
    expect(granted()).toMatchObject({ state: 'GRANTED', effectiveOn: '2026-12-17', disbursementDueOn: '2026-12-21' }));

  test('a day of payment that passed while the citizen thought becomes today', () => {
    const waiting = granted({ administrationAgreement: condition });
    const met = perform('conditionMet', waiting, SYSTEM, on('2026-12-23'), { acceptedOn: '2026-12-22' });
    expect(met.changes.payOn).toBe('2026-12-23');
  });

  test('a condition that is declined ends it', () => {
    const waiting = granted({ administrationAgreement: condition });
    expect(perform('conditionDeclined', waiting, SYSTEM, on('2026-12-18'))).toEqual({
      changes: { state: 'REFUSED', refusalReason: 'condition_not_accepted' },
      fact: 'decided',
    });
  });

  test.each<[string, Partial<Grant>]>([
    ['§ 81 a', {}],
    ['§ 81 b for six months', young({ months: 6 })],
    ['§ 81', { basis: '81', conditions: ['changed_circumstances', 'unforeseen_reasonable_expense', 'cannot_pay'] }],
  ])('%s is granted where its conditions hold', (_, more) => expect(granted(more).state).toBe('GRANTED'));

  test.each<[string, string, Partial<Grant>]>([
    ['eviction-does-not-threaten', 'conditions', { conditions: ['cannot_pay'] }],
    ['citizen-can-pay', 'conditions', { conditions: ['threatened_by_eviction_for_arrears'] }],
    ['citizen-is-not-under-30', 'conditions', young({ conditions: ['on_kontanthjaelp', 'exposed_housing_situation', 'no_cheaper_home'] })], // biome-ignore format: one line
    ['citizen-has-none-of-the-benefits', 'conditions', young({ conditions: ['under_30', 'exposed_housing_situation', 'no_cheaper_home'] })], // biome-ignore format: one line
    ['housing-situation-is-not-exposed', 'conditions', young({ conditions: ['under_30', 'on_revalidering', 'no_cheaper_home'] })], // biome-ignore format: one line
    ['cheaper-home-can-be-offered', 'conditions', young({ conditions: ['under_30', 'on_revalidering', 'exposed_housing_situation'] })], // biome-ignore format: one line
    ['circumstances-have-not-changed', 'conditions', { basis: '81', conditions: ['cannot_pay', 'unforeseen_reasonable_expense'] }], // biome-ignore format: one line
    ['expense-is-not-unforeseen-and-reasonable', 'conditions', { basis: '81', conditions: ['cannot_pay', 'changed_circumstances'] }], // biome-ignore format: one line
    ['help-is-longer-than-six-months', 'months', young({ months: 7 })],
    ['pay-day-is-not-in-the-coming-year', 'payOn', { payOn: '2026-12-16' }],
    ['pay-day-is-not-in-the-coming-year', 'payOn', { payOn: '2027-12-18' }],
    ['repayment-plan-is-incomplete', 'repayment', { repayment: { required: true, instalments: 3 } }],
    ['repayment-plan-is-incomplete', 'repayment', { repayment: { required: true, firstDueOn: '2027-02-01' } }],
    ['repayment-plan-is-incomplete', 'repayment', { repayment: { required: true, instalments: 3, instalmentOere: 1, firstDueOn: '2027-02-01' } }], // biome-ignore format: one line
    ['repayment-plan-is-incomplete', 'repayment', { repayment: { required: false, instalments: 3, firstDueOn: '2027-02-01' } }], // biome-ignore format: one line
    ['repayment-does-not-follow-the-payment', 'repayment', { repayment: { required: true, instalments: 3, firstDueOn: '2026-12-20' } }], // biome-ignore format: one line
    ['repayment-does-not-follow-the-payment', 'repayment', { repayment: { required: true, instalments: 3, firstDueOn: '2126-12-20' } }], // biome-ignore format: one line
    ['first-payment-is-not-in-the-coming-year', 'administrationAgreement', { administrationAgreement: { ...condition, firstPaymentOn: '2026-12-01' } }], // biome-ignore format: one line
    ['decision-is-not-late', 'lateReason', { lateReason: 'workload' }],
  ])('is refused: %s', (code, field, more) => expect(refusalOf(() => granted(more))).toEqual([{ code, field }]));

  test('§ 81 carries no condition, and a condition needs a tenancy that runs; all faults are told at once', () => {
    const input = row21({ basis: '81', conditions: ['cannot_pay'], administrationAgreement: condition });
    const act = () => perform('grant', applied(), BENEFITS, on('2026-12-17', { tenancyKnown: false }), input);
    expect(refusalOf(act).map(({ code }) => code)).toEqual([
      'circumstances-have-not-changed',
      'expense-is-not-unforeseen-and-reasonable',
      'basis-allows-no-condition',
      'tenancy-is-not-known',
    ]);
  });

  test.each([
    ['in instalments of a size', { instalmentOere: 200_000 }, [200_000, 200_000, 142_900]],
    ['in a number of instalments', { instalments: 3 }, [180_967, 180_967, 180_966]],
  ])('is paid back %s, the last takes what is left', (_, how, amounts) => {
    const { repaymentPlan } = granted({ repayment: { required: true, ...how, firstDueOn: '2027-02-01' } });
    expect(repaymentPlan?.map(({ amountOere }) => amountOere)).toEqual(amounts);
    expect(repaymentPlan?.map(({ dueOn }) => dueOn)).toEqual(['2027-02-01', '2027-03-01', '2027-04-01']);
  });
});

describe('a late decision', () => {
  const late = on('2026-12-24');

  test('is in time on its last day', () =>
    expect(
      perform('grant', applied(), BENEFITS, on('2026-12-23'), row21({ payOn: '2026-12-23' })).changes.lateReason,
    ).toBe(null));

  test.each([
    ['grant', (more: object) => perform('grant', applied(), BENEFITS, late, row21({ payOn: '2026-12-28', ...more }))],
    ['refusal', (more: object) => perform('refuse', applied(), BENEFITS, late, { reason: 'citizen_can_pay', ...more })],
  ])('tells why: %s', (_, decide) => {
    expect(refusalOf(() => decide({}))).toEqual([{ code: 'decision-is-late-tell-why', field: 'lateReason' }]);
    expect(decide({ lateReason: 'workload' }).changes.lateReason).toBe('workload');
  });
});

describe('money', () => {
  const pay = (help: Financing, amountOere: number, paidOn = '2026-12-21') =>
    put(help, perform('registerPayment', help, FINANCE, on('2026-12-21'), { paidOn, amountOere }));
  const repay = (help: Financing, amountOere: number) =>
    put(help, perform('registerRepayment', help, FINANCE, on('2027-02-01'), { paidOn: '2027-02-01', amountOere }));

  test('is paid in parts until nothing remains', () => {
    const part = pay(granted(), 500_000);
    expect(part.state).toBe('GRANTED');
    expect(refusalOf(() => pay(part, 42_901))).toEqual([{ code: 'payment-is-more-than-remains', field: 'amountOere' }]);
    expect(pay(part, 42_900, '2026-12-18')).toMatchObject({ state: 'PAID', paidOere: 542_900, paidOn: '2026-12-21' });
    expect(refusalOf(() => pay(part, 1, '2026-12-22'))).toEqual([
      { code: 'payment-is-not-between-decision-and-today', field: 'paidOn' },
    ]);
    expect(refusalOf(() => pay(part, 1, '2026-12-16'))).toEqual([
      { code: 'payment-is-not-between-decision-and-today', field: 'paidOn' },
    ]);
  });

  test('is paid back up to what was paid out, and fills the oldest instalment first', () => {
    const paid = pay(
      granted({ repayment: { required: true, instalmentOere: 200_000, firstDueOn: '2027-02-01' } }),
      542_900,
    );
    const repaid = repay(repay(paid, 200_000), 50_000);
    expect(repaid.state).toBe('PAID');
    expect(receivableOere(repaid)).toBe(292_900);
    expect(bookedPlan(repaid.repaymentPlan ?? [], repaid.repaidOere).map(({ paidOere }) => paidOere)).toEqual([
      200_000, 50_000, 0,
    ]);
    expect(refusalOf(() => repay(repaid, 292_901))).toEqual([
      { code: 'repayment-is-more-than-remains', field: 'amountOere' },
    ]);
    expect(refusalOf(() => repay(granted(), 1))).toEqual([
      { code: 'repayment-is-more-than-remains', field: 'amountOere' },
    ]);
    expect(refusalOf(() => repay(pay(granted({ repayment: { required: false } }), 1), 1))).toEqual([
      { code: 'help-is-not-to-be-repaid' },
    ]);
  });

  test('that was paid before the help was withdrawn is still paid back; paid in full it is not withdrawn', () => {
    const part = pay(granted(), 100_000);
    const withdrawn = put(part, perform('withdraw', part, SYSTEM, on('2026-12-22')));
    expect(receivableOere(repay(withdrawn, 40_000))).toBe(60_000);
    expect(refusalOf(() => perform('withdraw', pay(granted(), 542_900), SYSTEM, on('2026-12-22')))).toEqual([
      { code: 'wrong-state' },
    ]);
  });
});
