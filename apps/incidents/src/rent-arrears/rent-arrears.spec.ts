// SPDX-License-Identifier: MPL-2.0
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { RENT_ARREARS_STATES } from '#contracts/incidents/rent-arrears';
import type { ActingRole } from '#contracts/roles';
import { addDays, addMonths, type InputOf, Refusal, sum } from '#domain';
import { accountOf, claimLeftOere, coveredOf, isCovered, overpaidOere, owedOere } from './account.js';
import type { RentArrears, RentArrearsFacts } from './case.js';
import { type DemandAsIssued, demandNoticeRules } from './demand-notice.js';
import { nextForLandlord, nextStep } from './next-step.js';
import { rentArrearsRules } from './rent-arrears.js';

const known = {
  ...{ tenancyRef: 'T', agreementRef: 'A', hasSupportWorker: true, startedOn: '2025-04-23' },
  ...{ supportWorker: 'S', supportTeam: 'nord', supportIsThere: true },
};
const policy = {
  allowed: true,
  maxMonths: 6,
  minInstalmentOere: 50_000,
  maxOpenPlans: 1,
  needsMunicipalConsent: false,
};
const facts = (today: string, more: Partial<RentArrearsFacts> = {}): RentArrearsFacts => ({
  today,
  tenancy: known,
  slas: null,
  policy,
  otherCases: [],
  helpedCases: [],
  demandFees: [{ validFrom: '2026-01-01', feeOere: 32_900 }],
  failedContactsAllowed: 3,
  trivialBelowOere: 50_000,
  ...more,
});
const input = {
  landlordRef: 'L',
  landlordReference: 'L-1',
  tenancyRef: null,
  amountOere: 510_000,
  rentDueOn: '2026-08-01',
};

type Table = typeof rentArrearsRules.table;
type Action = keyof Table;

/** A case and what was done to it, day by day, as the people and the clock would do it. */
class Story {
  arrears: RentArrears;
  fact: string;
  constructor(
    public today: string,
    rent: Partial<typeof input> = {},
    private readonly more: Partial<RentArrearsFacts> = {},
  ) {
    const reported = { ...input, ...rent };
    const { changes, fact } = rentArrearsRules.perform('report', null, ['landlord_admin'], this.facts, reported);
    this.arrears = changes as RentArrears;
    this.fact = fact;
  }
  get facts(): RentArrearsFacts {
    return facts(this.today, this.more);
  }
  on(today: string): this {
    this.today = today;
    return this;
  }
  do<A extends Action>(action: A, role: ActingRole, ...what: InputOf<Table[A]>): this {
    const { changes, fact } = rentArrearsRules.perform(action, this.arrears, [role], this.facts, ...what);
    this.arrears = { ...this.arrears, ...changes };
    this.fact = fact;
    return this;
  }
  refusal(act: () => unknown): Refusal {
    try {
      act();
    } catch (error) {
      if (error instanceof Refusal) return error;
      throw error;
    }
    throw new Error('it was allowed');
  }
  inOutreach(): this {
    return this.do('acknowledge', 'single_entry').do('assign', 'single_entry', {});
  }
  pay(paidOn: string, amountOere: number): this {
    return this.do('confirmTenantPaid', 'landlord_admin', { paidOn, amountOere });
  }
  demand(issuedOn: string, deliveredOn: string, more: Partial<DemandAsIssued> = {}): this {
    const feeOere = more.feeOere ?? 32_900;
    const lines = more.lines ?? [
      { kind: 'rent' as const, amountOere: 450_000 },
      { kind: 'utilities_advance' as const, amountOere: 60_000 },
    ];
    const totalOere = lines.reduce((sum, { amountOere }) => sum + amountOere, feeOere);
    const demandRef = `D${this.arrears.demands.length + 1}`;
    this.do('issueDemand', 'landlord_admin', {
      demandRef,
      issuedOn,
      channel: 'letter',
      statesTerminationRisk: true,
      lines,
      feeOere,
      totalOere,
      ...more,
    });
    return this.on(deliveredOn).do('registerDemandDelivery', 'landlord_admin', {
      demandRef,
      deliveredOn,
      proofRef: 'KV-1',
    });
  }
  plan(instalments: number, firstDueOn: string): this {
    return this.do('agreeInstalmentPlan', 'landlord_admin', {
      planRef: 'P',
      instalments,
      firstDueOn,
      tenantAccepts: true,
    });
  }
  help(helpRef = 'H'): this {
    return this.do('requestHelp', 'support_worker', { helpRef });
  }
  answered(
    action: 'grantHelp' | 'refuseHelp' | 'giveUpHelp' | 'recordHelpPaid' | 'recordHelpPaidTwice',
    more: object = {},
  ): this {
    const answer = { helpRef: 'H', payOn: null, paidOere: 0, paidOn: null, isComplete: false, ...more };
    return this.do(action, 'system', answer);
  }
}

/** August rent of the worked example, in outreach on the day it is assigned. */
const august = (more?: Partial<RentArrearsFacts>) => new Story('2026-08-04', {}, more).inOutreach();
/** … with the demand of row 13. */
const demanded = (more?: Partial<RentArrearsFacts>) => august(more).on('2026-08-07').demand('2026-08-07', '2026-08-10');

describe('a report', () => {
  test.each([
    [
      'row 12',
      '2026-08-01',
      '2026-08-04',
      { payDay: '2026-08-03', acknowledgeDueOn: '2026-08-05', outreachDueOn: '2026-08-07' },
    ],
    [
      'row 19',
      '2026-12-01',
      '2026-12-02',
      { payDay: '2026-12-01', acknowledgeDueOn: '2026-12-03', outreachDueOn: '2026-12-07' },
    ],
  ])('%s of the worked example gets its days', (_, rentDueOn, today, days) => {
    const { arrears } = new Story(today, { rentDueOn });
    expect(arrears).toMatchObject({ state: 'REPORTED', ...days, tenancyRef: 'T', agreementRef: 'A' });
  });

  test('on the last timely pay day comes a day too early', () => {
    expect(() => new Story('2026-08-03')).toThrow(
      expect.objectContaining({ code: 'rent-is-not-overdue-yet', facts: { earliest: '2026-08-04' } }),
    );
  });

  test('takes the working days that the agreement sets', () => {
    const { arrears } = new Story('2026-08-04', {}, { slas: { ACKNOWLEDGE: 2 } });
    expect(arrears.acknowledgeDueOn).toBe('2026-08-06');
  });

  test('of another month is added to the case, once', () => {
    const story = august().on('2026-09-02').do('reportFurtherRent', 'landlord_admin', {
      amountOere: 510_000,
      rentDueOn: '2026-09-01',
    });
    expect(owedOere(story.arrears)).toBe(1_020_000);
    const again = story.refusal(() =>
      story.do('reportFurtherRent', 'landlord_admin', { amountOere: 1, rentDueOn: '2026-09-01' }),
    );
    expect(again.code).toBe('rent-of-that-day-is-reported-already');
    const tooMuch = story.refusal(() =>
      story.do('reportFurtherRent', 'landlord_admin', { amountOere: 999_000_000, rentDueOn: '2026-07-01' }),
    );
    expect(tooMuch).toMatchObject({ code: 'arrears-are-too-large', facts: { mostOere: 1_000_000_000 } });
  });
});

describe('the case goes', () => {
  test.each([
    ['support_worker', 'S', 'nord', known],
    ['support_worker', null, 'nord', { ...known, supportWorker: null }],
    ['outreach_team', null, null, { ...known, supportWorker: null, supportTeam: null }],
    ['outreach_team', null, null, { ...known, hasSupportWorker: false, supportWorker: null, supportTeam: null }],
    ['outreach_team', null, null, null],
  ])('to the %s: %s of %s', (assignedTo, assignedPerson, assignedTeam, tenancy) => {
    expect(august({ tenancy }).arrears).toMatchObject({ state: 'OUTREACH', assignedTo, assignedPerson, assignedTeam });
  });

  test('to nobody by itself, where the support worker has left', () => {
    const story = new Story('2026-08-04', {}, { tenancy: { ...known, supportIsThere: false } });
    story.do('acknowledge', 'single_entry');
    const { faults } = story.refusal(() => story.do('assign', 'single_entry', {}));
    expect(faults).toMatchObject([{ code: 'support-worker-is-not-there', field: 'to' }]);
  });

  test('to the stand-in after two working days without an answer, once', () => {
    const story = new Story('2026-08-04');
    expect(rentArrearsRules.dueOn(story.arrears)).toBe('2026-08-06');
    expect(story.on('2026-08-05').refusal(() => story.do('callStandIn', 'system')).facts).toEqual({
      earliest: '2026-08-06',
    });
    story.on('2026-08-06').do('callStandIn', 'system');
    expect(story.arrears).toMatchObject({ state: 'REPORTED', standInSince: '2026-08-06' });
    expect(story.refusal(() => story.do('callStandIn', 'system')).code).toBe('stand-in-is-not-called-yet');
    expect(rentArrearsRules.dueOn(story.arrears)).toBeNull();
  });

  test('to failed outreach after three failed contacts in a row, and back when the tenant is reached', () => {
    const story = august();
    const fails = (contactedOn: string) =>
      story.on(contactedOn).do('recordContactFailed', 'support_worker', { contactedOn }).arrears.state;
    expect([fails('2026-08-05'), fails('2026-08-06')]).toEqual(['OUTREACH', 'OUTREACH']);
    story.do('recordContactMade', 'support_worker', { contactedOn: '2026-08-06' });
    expect([fails('2026-08-07'), fails('2026-08-10'), fails('2026-08-11'), fails('2026-08-12')]).toEqual([
      'OUTREACH',
      'OUTREACH',
      'OUTREACH_FAILED',
      'OUTREACH_FAILED',
    ]);
    story.do('recordContactMade', 'support_worker', { contactedOn: '2026-08-12' });
    expect(story.arrears).toMatchObject({ state: 'OUTREACH', failedContacts: 0, firstContactOn: '2026-08-05' });
  });
});

describe('payment', () => {
  test('in full closes the case in any open state before a plan', () => {
    for (const story of [new Story('2026-08-04'), august(), demanded()]) {
      const owed = owedOere(story.arrears);
      expect(story.on('2026-08-10').pay('2026-08-10', owed).arrears).toMatchObject({
        state: 'SELF_CURED',
        paidOn: '2026-08-10',
      });
    }
  });

  test('in part leaves the rest; of more than is owed the rest is named', () => {
    const story = demanded().pay('2026-08-10', 500_000);
    expect([story.arrears.state, owedOere(story.arrears)]).toEqual(['OUTREACH', 42_900]);
    expect(story.refusal(() => story.pay('2026-08-10', 42_901))).toMatchObject({
      code: 'payment-exceeds-what-is-owed',
      facts: { owedOere: 42_900 },
    });
    expect(story.refusal(() => story.pay('2026-08-11', 42_901)).faults.map(({ code, field }) => [code, field])).toEqual(
      [
        ['payment-is-outside-the-window', 'paidOn'],
        ['payment-exceeds-what-is-owed', 'amountOere'],
      ],
    );
  });

  test('on the last day is in time, even told after the demand was taken for expired', () => {
    const story = demanded().on('2026-08-25').do('expireDemand', 'system');
    expect(story.arrears.demands[0]?.state).toBe('EXPIRED_UNPAID');
    story.pay('2026-08-24', 542_900);
    expect(story.arrears).toMatchObject({ state: 'SELF_CURED', demands: [{ state: 'PAID_IN_TIME' }] });
  });

  test.each([
    true,
    false,
  ])('a day late leaves the right: the landlord is asked to waive it (swept first: %s)', (swept) => {
    const story = demanded().on('2026-08-25');
    if (swept) story.do('expireDemand', 'system');
    story.pay('2026-08-25', 542_900);
    expect(story.arrears).toMatchObject({ state: 'OUTREACH', latePayment: { answer: 'asked' } });
    expect([story.fact, nextStep(story.arrears)?.role]).toEqual(['paidLate', 'landlord_admin']);
    story.do('insistOnTermination', 'landlord_admin');
    expect(story.arrears.latePayment?.answer).toBe('insists');
    expect(rentArrearsRules.offers(story.arrears, ['landlord_admin'], story.facts).allowedActions).toContain(
      'terminate',
    );
    story.do('waiveLatePayment', 'landlord_admin');
    expect(story.arrears).toMatchObject({ state: 'SELF_CURED', latePayment: null });
  });
});

describe('a plan', () => {
  const agreed = () => demanded().on('2026-08-14').plan(3, '2026-09-01');

  test('row 14: amounts and days, the demand withdrawn, paid to the end', () => {
    const story = agreed();
    expect(story.arrears).toMatchObject({
      state: 'INSTALMENT_PLAN',
      demands: [{ state: 'WITHDRAWN' }],
      plans: [
        {
          totalOere: 542_900,
          instalments: [
            { no: 1, dueOn: '2026-09-01', amountOere: 180_967 },
            { no: 2, dueOn: '2026-10-01', amountOere: 180_967 },
            { no: 3, dueOn: '2026-11-02', amountOere: 180_966 },
          ],
        },
      ],
    });
    story.on('2026-09-01').pay('2026-09-01', 180_967).on('2026-10-01').pay('2026-10-01', 180_967);
    expect(nextStep(story.arrears)).toMatchObject({ role: 'tenant', by: '2026-11-02' });
    story.on('2026-11-02').pay('2026-11-02', 180_966);
    expect(story.arrears).toMatchObject({
      state: 'CURED_BY_PLAN',
      paidOn: '2026-11-02',
      plans: [{ standing: 'PAID' }],
    });
  });

  test('breaks the day after a missed instalment; a new demand counts from that day and bears old fee and new', () => {
    const story = agreed().on('2026-09-01').pay('2026-09-01', 180_967);
    expect(rentArrearsRules.dueOn(story.arrears)).toBe('2026-10-02');
    expect(story.on('2026-10-01').refusal(() => story.do('breakPlan', 'system')).code).toBe('no-instalment-is-missed');
    story.on('2026-10-02').do('breakPlan', 'system');
    expect(story.arrears).toMatchObject({
      state: 'OUTREACH',
      plans: [{ standing: 'BROKEN', missedOn: '2026-10-01' }],
    });
    expect(owedOere(story.arrears)).toBe(361_933);
    expect(rentArrearsRules.offers(story.arrears, ['landlord_admin'], story.facts).refusedActions).toContainEqual(
      expect.objectContaining({ action: 'terminate', code: 'no-demand-has-expired-unpaid' }),
    );
    const lines = [
      { kind: 'rent' as const, amountOere: 329_033 },
      { kind: 'demand_fee' as const, amountOere: 32_900 },
    ];
    expect(story.on('2026-10-05').refusal(() => story.demand('2026-10-05', '2026-10-05', { lines })).facts).toEqual({
      earliest: '2026-10-06',
    });
    story.on('2026-10-06').demand('2026-10-06', '2026-10-08', { lines });
    expect(owedOere(story.arrears)).toBe(394_833);
  });

  test('a payment made in time but told too late restores it', () => {
    const story = agreed().on('2026-09-02').do('breakPlan', 'system');
    story.pay('2026-09-01', 180_967);
    expect(story.arrears).toMatchObject({ state: 'INSTALMENT_PLAN', plans: [{ standing: 'GOOD', missedOn: null }] });
  });

  test('a payment made a day late breaks it, though nobody had looked yet', () => {
    const story = agreed().on('2026-09-02').pay('2026-09-02', 180_967);
    expect([story.arrears.state, story.fact]).toEqual(['OUTREACH', 'planBroken']);
    expect(owedOere(story.arrears)).toBe(361_933);
  });

  test.each([
    ['agreement-has-no-instalment-policy', { policy: null }],
    ['agreement-has-no-instalment-policy', { policy: { ...policy, allowed: false } }],
    ['agreement-not-known-yet', { policy: undefined }],
    ['municipality-has-not-consented', { policy: { ...policy, needsMunicipalConsent: true } }],
    [
      'tenancy-has-too-many-open-plans',
      {
        otherCases: [
          { caseRef: 'C', number: 'R-26-00417-3', state: 'INSTALMENT_PLAN' as const, dueOn: ['2026-07-01'] },
        ],
      },
    ],
  ])('is not offered: %s', (code, more) => {
    const story = demanded(more);
    expect(story.refusal(() => story.plan(3, '2026-09-01')).code).toBe(code);
    expect(rentArrearsRules.offers(story.arrears, ['landlord_admin'], story.facts).refusedActions).toContainEqual(
      expect.objectContaining({ action: 'agreeInstalmentPlan', code }),
    );
  });

  test('with the consent that the agreement asks for it is', () => {
    const story = demanded({ policy: { ...policy, needsMunicipalConsent: true } });
    story.do('consentToInstalmentPlan', 'single_entry').plan(3, '2026-09-01');
    expect(story.arrears.state).toBe('INSTALMENT_PLAN');
  });

  test('outside the policy is refused, every fault at once', () => {
    const story = demanded({ policy: { ...policy, maxMonths: 2, minInstalmentOere: 200_000 } });
    const refusal = story.refusal(() =>
      story.do('agreeInstalmentPlan', 'landlord_admin', {
        planRef: 'P',
        instalments: 3,
        firstDueOn: '2026-08-09',
        tenantAccepts: false,
        totalOere: 510_000,
      }),
    );
    expect(refusal.faults.map(({ code }) => code)).toEqual([
      'tenant-has-not-accepted',
      'plan-has-too-many-instalments',
      'instalment-is-too-small',
      'first-instalment-lies-in-the-past',
      'plan-total-is-not-what-is-owed',
    ]);
    expect(refusal.facts).toMatchObject({ most: 2, regularOere: 180_967, leastOere: 200_000, owedOere: 542_900 });
  });
});

describe('temporary help', () => {
  /** December of the worked example with the demand of row 20. */
  const december = () =>
    new Story('2026-12-02', { rentDueOn: '2026-12-01' })
      .inOutreach()
      .on('2026-12-05')
      .demand('2026-12-05', '2026-12-12')
      .on('2026-12-14')
      .help();

  test('rows 19 to 21: decided two working days before the demand expires, paid in time, cured', () => {
    const story = december();
    expect(story.arrears).toMatchObject({
      state: 'HELP_PENDING',
      demands: [{ expiresOn: '2026-12-28' }],
      help: { decisionDueOn: '2026-12-23' },
    });
    story.on('2026-12-18').answered('grantHelp', { payOn: '2026-12-21' });
    expect(nextForLandlord(story.arrears, story.today)).toMatchObject({ by: '2026-12-21' });
    story.on('2026-12-21').answered('recordHelpPaid', {
      payOn: '2026-12-21',
      paidOere: 542_900,
      paidOn: '2026-12-21',
      isComplete: true,
    });
    expect(story.arrears).toMatchObject({
      state: 'CURED_BY_HELP',
      demands: [{ state: 'PAID_IN_TIME' }],
      help: { status: 'paid' },
    });
  });

  test('paid after the demand expired is a late payment', () => {
    const story = december().on('2026-12-29').do('expireDemand', 'system');
    story.answered('grantHelp', { payOn: '2026-12-30' }).on('2026-12-30');
    story.answered('recordHelpPaid', { paidOere: 542_900, paidOn: '2026-12-30', isComplete: true });
    expect(story.arrears).toMatchObject({ state: 'HELP_GRANTED', latePayment: { by: 'municipality' } });
    story.do('waiveLatePayment', 'landlord_admin');
    expect(story.arrears.state).toBe('CURED_BY_HELP');
  });

  test('refused leads back to outreach and does not block a later application; an answer to the first is ignored', () => {
    const story = december().on('2026-12-16').answered('refuseHelp');
    expect([story.arrears.state, story.arrears.help?.status]).toEqual(['OUTREACH', 'refused']);
    story.help('H2');
    expect(story.refusal(() => story.answered('grantHelp')).code).toBe('answer-is-not-to-the-newest-application');
  });

  test('a demand that comes later may only shorten the time for the decision', () => {
    const story = new Story('2026-12-02', { rentDueOn: '2026-12-01' }).inOutreach().help();
    expect(story.arrears.help?.decisionDueOn).toBe('2026-12-09');
    story.on('2026-12-05').demand('2026-12-05', '2026-12-12');
    expect(story.arrears.help?.decisionDueOn).toBe('2026-12-09');
  });

  test('is withdrawn when the tenant pays; paid nevertheless it is told as paid twice', () => {
    const story = december().answered('grantHelp', { payOn: '2026-12-21' }).pay('2026-12-14', 542_900);
    expect(story.arrears).toMatchObject({ state: 'SELF_CURED', help: { status: 'withdrawn' } });
    story.answered('recordHelpPaidTwice', { paidOere: 542_900, paidOn: '2026-12-21', isComplete: true });
    expect([story.arrears.state, story.fact]).toEqual(['SELF_CURED', 'paidTwice']);
  });

  test('of a part leaves the rest owed, back in outreach', () => {
    const story = december().answered('grantHelp', { payOn: '2026-12-14' });
    story.answered('recordHelpPaid', { paidOere: 500_000, paidOn: '2026-12-14', isComplete: true });
    expect([story.arrears.state, owedOere(story.arrears)]).toEqual(['OUTREACH', 42_900]);
  });

  test('the landlord is not told of it, in words, by a refusal or in the history', () => {
    const story = december();
    expect(JSON.stringify(nextForLandlord(story.arrears, story.today))).not.toMatch(/hjælp|help|ydelse|benefit/i);
    const offers = rentArrearsRules.offers(story.arrears, ['landlord_admin'], story.facts);
    const withoutHelp = { ...story.arrears, state: 'OUTREACH' as const, help: null };
    expect(offers).toEqual(rentArrearsRules.offers(withoutHelp, ['landlord_admin'], story.facts));
    expect(JSON.stringify(offers)).not.toMatch(/HELP/);
    expect(rentArrearsRules.told('rent-arrears.request-help', {}, ['landlord_admin'])).toBeUndefined();
    expect(rentArrearsRules.told('rent-arrears.request-help', {}, ['single_entry'])?.da).toMatch(/hjælp/);
  });
});

describe('termination', () => {
  test('the day after the expiry, of more than a trifle', () => {
    const story = demanded();
    const refusal = () => story.refusal(() => story.do('terminate', 'landlord_admin'));
    expect(story.on('2026-08-24') && refusal()).toMatchObject({
      code: 'termination-is-too-early',
      facts: { earliest: '2026-08-25' },
    });
    story.on('2026-08-25').pay('2026-08-24', 460_001);
    expect(refusal()).toMatchObject({ code: 'breach-is-trivial', facts: { leastOere: 50_000 } });
    const other = demanded().on('2026-08-25').do('terminate', 'landlord_admin');
    expect(other.arrears).toMatchObject({
      state: 'ESCALATED_TO_EVICTION',
      demands: [{ state: 'EXPIRED_UNPAID' }],
    });
  });

  test('without a demand is refused; other problems lead to an eviction case from anywhere', () => {
    const story = august().help();
    expect(story.refusal(() => story.do('terminate', 'landlord_admin')).code).toBe('no-demand-has-expired-unpaid');
    story.do('reportOtherProblems', 'landlord_admin', { problems: ['neighbour_complaints'] });
    expect(story.arrears).toMatchObject({ state: 'ESCALATED_TO_EVICTION', help: { status: 'withdrawn' } });
  });
});

test('a case without its tenancy looks for it at once and goes on when it is known', () => {
  const story = new Story('2026-08-04', {}, { tenancy: null });
  const due = (tenancy: RentArrearsFacts['tenancy']) =>
    rentArrearsRules.dueAction(story.arrears, story.today, { ...story.facts, tenancy });
  expect(rentArrearsRules.dueOn(story.arrears)).toBe('2026-08-04');
  expect([due(null), due(known)]).toEqual([undefined, 'matchTenancy']);
  const { changes } = rentArrearsRules.perform('matchTenancy', story.arrears, ['system'], facts(story.today));
  expect(rentArrearsRules.dueOn({ ...story.arrears, ...changes })).toBe('2026-08-06');
});

test('every action and every reason against it names its source', () => {
  for (const [action, { source, ...rule }] of Object.entries({
    ...demandNoticeRules.table,
    ...rentArrearsRules.table,
  })) {
    const guards: readonly { code: string; source?: string }[] = [
      ...('requires' in rule ? rule.requires : []),
      ...('checks' in rule ? rule.checks : []),
    ];
    for (const one of [{ code: action, source }, ...guards])
      expect([one.code, one.source]).toEqual([one.code, expect.stringMatching(/./)]);
  }
});

test('whatever is done in whatever order, the case goes as the table says, owes no less than nothing, and plans sum up', () => {
  const matrix = rentArrearsRules.matrix(RENT_ARREARS_STATES);
  type Act = (story: Story, amount: number) => Story;
  /** All that is owed, or a part of it. */
  const share = ({ arrears }: Story, amount: number) =>
    amount % 2 ? owedOere(arrears) : 1 + (amount % owedOere(arrears));
  const acts: Record<string, [role: string, act: Act]> = {
    acknowledge: ['single_entry', (story) => story.do('acknowledge', 'single_entry')],
    assign: ['single_entry', (story) => story.do('assign', 'single_entry', {})],
    callStandIn: ['system', (story) => story.do('callStandIn', 'system')],
    recordContactMade: [
      'support_worker',
      (story) => story.do('recordContactMade', 'support_worker', { contactedOn: story.today }),
    ],
    recordContactFailed: [
      'support_worker',
      (story) => story.do('recordContactFailed', 'support_worker', { contactedOn: story.today }),
    ],
    issueDemand: [
      'landlord_admin',
      (story, amount) => {
        const { dueOn } = story.arrears.claims[amount % story.arrears.claims.length]!;
        const left = claimLeftOere(story.arrears, dueOn);
        const lines = [{ kind: 'rent' as const, dueOn, amountOere: amount % 2 ? left : 1 + (amount % (left + 1)) }];
        return story.do('issueDemand', 'landlord_admin', {
          demandRef: `D${story.arrears.demands.length + 1}`,
          issuedOn: story.today,
          channel: 'letter',
          statesTerminationRisk: true,
          lines,
          feeOere: 32_900,
          totalOere: lines[0]!.amountOere + 32_900,
        });
      },
    ],
    registerDemandDelivery: [
      'landlord_admin',
      (story) =>
        story.do('registerDemandDelivery', 'landlord_admin', {
          demandRef: `D${story.arrears.demands.length}`,
          deliveredOn: story.today,
        }),
    ],
    withdrawDemand: [
      'landlord_admin',
      (story) => story.do('withdrawDemand', 'landlord_admin', { demandRef: `D${story.arrears.demands.length}` }),
    ],
    expireDemand: ['system', (story) => story.do('expireDemand', 'system')],
    confirmTenantPaid: [
      'landlord_admin',
      (story, amount) => {
        const { claims, demands } = story.arrears;
        const named = [
          { forRentDueOn: claims[amount % claims.length]!.dueOn },
          demands.length ? { forDemandRef: demands.at(-1)!.demandRef } : {},
          {},
        ][amount % 3];
        const paidOn = addDays(story.today, -(amount % 20));
        return story.do('confirmTenantPaid', 'landlord_admin', { paidOn, amountOere: share(story, amount), ...named });
      },
    ],
    // Older and older, so that each would take what was paid for the others before.
    reportFurtherRent: [
      'landlord_admin',
      (story, amountOere) => {
        const rentDueOn = addMonths('2026-08-01', -story.arrears.claims.length);
        return story.do('reportFurtherRent', 'landlord_admin', { amountOere, rentDueOn });
      },
    ],
    waiveLatePayment: ['landlord_admin', (story) => story.do('waiveLatePayment', 'landlord_admin')],
    insistOnTermination: ['landlord_admin', (story) => story.do('insistOnTermination', 'landlord_admin')],
    agreeInstalmentPlan: ['landlord_admin', (story, amount) => story.plan(1 + (amount % 6), story.today)],
    breakPlan: ['system', (story) => story.do('breakPlan', 'system')],
    requestHelp: ['support_worker', (story) => story.help()],
    grantHelp: ['system', (story) => story.answered('grantHelp', { payOn: story.today })],
    refuseHelp: ['system', (story) => story.answered('refuseHelp')],
    giveUpHelp: ['system', (story) => story.answered('giveUpHelp')],
    recordHelpPaid: [
      'system',
      (story, amount) =>
        story.answered('recordHelpPaid', {
          paidOere: (story.arrears.help?.paidOere ?? 0) + amount,
          paidOn: story.today,
          isComplete: amount % 2 === 0,
        }),
    ],
    terminate: ['landlord_admin', (story) => story.do('terminate', 'landlord_admin')],
  };
  const steps = fc.array(
    fc.record({
      action: fc.constantFrom(...Object.keys(acts)),
      days: fc.constantFrom(0, 0, 1, 5, 20),
      amount: fc.integer({ min: 1, max: 600_000 }),
    }),
    { maxLength: 40 },
  );
  const reached = new Set<string>();
  fc.assert(
    fc.property(steps, (attempts) => {
      const story = new Story('2026-08-04').inOutreach();
      for (const { action, days, amount } of attempts) {
        const before = story.arrears;
        if (owedOere(before) === 0 && ['issueDemand', 'confirmTenantPaid'].includes(action)) continue;
        story.on(addDays(story.today, days));
        const [role, act] = acts[action]!;
        const cell = matrix.find((one) => one.state === before.state && one.action === action && one.role === role)!;
        try {
          act(story, amount);
          expect(cell.to).toContain(story.arrears.state);
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
          expect(story.arrears).toEqual(before);
        }
        reached.add(story.arrears.state);
        checkAccounts(story.arrears);
        const plan = story.arrears.plans.at(-1);
        if (plan) expect(plan.instalments.reduce((sum, { amountOere }) => sum + amountOere, 0)).toBe(plan.totalOere);
        expect(story.arrears.state === 'INSTALMENT_PLAN').toBe(plan?.standing === 'GOOD' && !isClosed(story.arrears));
        if (isClosed(story.arrears)) expect(nextStep(story.arrears)).toBeNull();
      }
    }),
    {
      numRuns: 800,
      // Each ending once, should chance not find it.
      examples: [
        ['issueDemand 5 1', 'registerDemandDelivery 0 1', 'terminate 20 1'],
        ['agreeInstalmentPlan 0 1', 'confirmTenantPaid 0 3'],
        ['requestHelp 0 1', 'grantHelp 0 1', 'recordHelpPaid 0 600000'],
        ['confirmTenantPaid 0 3'],
        ['recordContactFailed 0 1', 'recordContactFailed 0 1', 'recordContactFailed 0 1'],
      ].map((way) => [
        way.map((step) => {
          const [action = '', days, amount] = step.split(' ');
          return { action, days: Number(days), amount: Number(amount) };
        }),
      ]),
    },
  );
  expect([...reached].toSorted()).toEqual(
    RENT_ARREARS_STATES.filter(
      (state) => !['REPORTED', 'OUTREACH_PENDING', 'DUPLICATE', 'STRUCK'].includes(state),
    ).toSorted(),
  );
});

/** One krone counts once (domain.md 13.4), and nothing is half settled. */
function checkAccounts(arrears: RentArrears): void {
  const { demands, payments } = arrears;
  expect(sum(accountOf(arrears).map((debt) => coveredOf(debt))) + overpaidOere(arrears)).toBe(
    sum(payments.map(({ amountOere }) => amountOere)),
  );
  for (const demand of demands) {
    const covered = isCovered(arrears, demand, demand.expiresOn ?? undefined);
    if (demand.state === 'PAID_IN_TIME') expect(covered).toBe(true);
    if (demand.state === 'RUNNING' || demand.state === 'EXPIRED_UNPAID') expect(covered).toBe(false);
  }
  const running = demands.filter(({ state }) => state === 'ISSUED').flatMap(({ lines }) => lines);
  expect(new Set(running.map(({ dueOn }) => dueOn)).size).toBe(running.length);
  if (owedOere(arrears) === 0 && !isClosed(arrears)) expect(arrears.latePayment).not.toBeNull();
}

const isClosed = ({ state }: RentArrears) =>
  ['SELF_CURED', 'CURED_BY_PLAN', 'CURED_BY_HELP', 'ESCALATED_TO_EVICTION'].includes(state);
