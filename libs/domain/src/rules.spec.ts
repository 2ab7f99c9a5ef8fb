// SPDX-License-Identifier: MPL-2.0
import { describe, expect, test } from '@jest/globals';
import { type Guard, Refusal, ruleBook, rules } from './index.js';

/** A small kind: a demand for rent. */
interface Demand {
  state: 'ISSUED' | 'RUNNING' | 'PAID';
  earliestOn: string;
}
type Role = 'landlord_admin' | 'single_entry' | 'system';
interface Facts {
  today: string;
  tenancyIsKnown?: boolean;
}

const tenancyIsKnown: Guard<unknown, Facts> = {
  code: 'tenancy-is-not-known',
  da: 'Lejemålet kendes ikke.',
  en: 'The tenancy is not known.',
  refuses: (_, facts) => facts.tenancyIsKnown === false,
};
const notTooEarly: Guard<Demand, Facts> = {
  code: 'demand-is-too-early',
  da: 'Påkrav kan tidligst afgives {earliest}.',
  en: 'A demand may be made {earliest} at the earliest.',
  source: 'lejeloven § 182',
  refuses: ({ earliestOn }, { today }) => today < earliestOn && { earliest: earliestOn },
};
const demand = rules<Demand, Facts, Role>()({
  issue: { from: 'none', to: 'ISSUED', by: ['landlord_admin'], requires: [tenancyIsKnown], da: 'Afgiv', en: 'Issue' },
  deliver: {
    from: ['ISSUED'],
    to: 'RUNNING',
    by: ['landlord_admin'],
    requires: [tenancyIsKnown, notTooEarly],
    da: 'Aflever',
    en: 'Deliver',
    source: 'H1',
  },
  note: { from: ['ISSUED', 'RUNNING'], to: 'same', by: ['single_entry', 'landlord_admin'], da: 'Notér', en: 'Note' },
  pay: { from: ['RUNNING'], to: 'PAID', by: ['system'], da: 'Betal', en: 'Pay' },
});
const STATES = ['ISSUED', 'RUNNING', 'PAID'] as const;

const issued: Demand = { state: 'ISSUED', earliestOn: '2026-08-06' };
const early = { today: '2026-08-05' };
const late = { today: '2026-08-06' };

describe('the table decides', () => {
  test.each([
    ['issue', null, ['landlord_admin'], late, 'ISSUED'],
    ['issue', null, ['landlord_admin'], { ...late, tenancyIsKnown: false }, 'tenancy-is-not-known'],
    ['issue', null, ['single_entry'], late, 'wrong-role'],
    ['issue', issued, ['landlord_admin'], late, 'wrong-state'],
    ['deliver', issued, ['single_entry', 'landlord_admin'], late, 'RUNNING'],
    ['deliver', issued, ['landlord_admin'], early, 'demand-is-too-early'],
    ['deliver', issued, [], late, 'wrong-role'],
    ['deliver', null, ['landlord_admin'], late, 'wrong-state'],
    ['pay', issued, ['single_entry'], late, 'wrong-role'],
    ['pay', issued, ['system'], late, 'wrong-state'],
    ['note', { ...issued, state: 'RUNNING' }, ['single_entry'], early, 'RUNNING'],
  ] as const)('%s of %j by %j on %j: %s', (action, subject, roles, facts, answer) => {
    const refusal = demand.refusal(action, subject, roles, facts);
    expect(refusal?.code ?? demand.perform(action, subject, roles, facts).changes.state).toBe(answer);
    if (refusal) expect(() => demand.perform(action, subject, roles, facts)).toThrow(refusal);
    expect(demand.offers(subject, roles, facts).allowedActions.includes(action)).toBe(!refusal);
  });

  test('by names the roles', () => expect(demand.by('note')).toEqual(['single_entry', 'landlord_admin']));
});

test('a refusal tells people, in both languages, what would be lawful', () => {
  const refusal = demand.refusal('deliver', issued, ['landlord_admin'], early);
  expect(refusal).toBeInstanceOf(Refusal);
  expect(refusal).toMatchObject({
    facts: { earliest: '2026-08-06' },
    text: {
      da: 'Påkrav kan tidligst afgives 6. august 2026.',
      en: 'A demand may be made 6 August 2026 at the earliest.',
    },
  });
  expect(demand.refusal('pay', issued, ['system'], late)).toMatchObject({
    facts: { state: 'ISSUED', allowed: ['RUNNING'] },
    text: { da: 'Sagen har tilstanden ISSUED; det kræver RUNNING.' },
  });
  expect(demand.refusal('note', issued, [], late)?.text.en).toBe(
    'Only these may do it: the single entry point, the landlord’s administration.',
  );
  expect(() => new Refusal('x', { gone: null }, { da: '{gone}', en: '' })).toThrow('{gone}');
});

describe('what is sent', () => {
  const isPositive: Guard<Demand, Facts, { amountOere: number }> = {
    code: 'amount-is-not-positive',
    field: 'amountOere',
    da: 'Mindst {leastOere}.',
    en: 'At least {leastOere}.',
    refuses: (_, __, { amountOere }) => amountOere < 1 && { leastOere: 1 },
  };
  const isNotAhead: Guard<Demand, Facts, { paidOn: string }> = {
    code: 'paid-ahead',
    field: 'paidOn',
    da: 'Senest {latest}.',
    en: 'By {latest}.',
    refuses: (_, { today }, { paidOn }) => paidOn > today && { latest: today },
  };
  const paying = rules<Demand, Facts, Role>({ untoldTo: ['landlord_admin'] })({
    pay: {
      from: ['ISSUED', 'RUNNING'],
      to: { ISSUED: 'same', RUNNING: ['same', 'PAID'] },
      by: ['landlord_admin', 'single_entry'],
      requires: [tenancyIsKnown],
      checks: [isPositive, isNotAhead],
      da: 'Betal',
      en: 'Pay',
      told: { da: 'Betalt {paidOn}: {amountOere}.', en: 'Paid {paidOn}: {amountOere}.' },
      toldNotTo: ['system'],
      changes: (_, __, { amountOere }: { amountOere: number }) => ({ state: amountOere > 1 ? 'PAID' : 'same' }),
    },
    drop: { from: ['RUNNING'], to: 'PAID', by: ['single_entry'], da: 'Frafald', en: 'Drop' },
  });
  const running: Demand = { ...issued, state: 'RUNNING' };
  const sent = { amountOere: 0, paidOn: '2026-08-07' };

  test('has all its faults told at once, with field and facts of each', () => {
    expect(paying.refusal('pay', running, ['single_entry'], late, sent)).toMatchObject({
      code: 'amount-is-not-positive',
      facts: { leastOere: 1, latest: '2026-08-06' },
      faults: [
        {
          code: 'amount-is-not-positive',
          field: 'amountOere',
          text: { da: 'Mindst 0,01 kr.', en: 'At least DKK 0.01.' },
        },
        { code: 'paid-ahead', field: 'paidOn', text: { da: 'Senest 6. august 2026.' } },
      ],
    });
  });

  test('is not asked about where the case itself refuses, and not at all where nothing is sent', () => {
    const unknown = { ...late, tenancyIsKnown: false };
    expect(paying.refusal('pay', running, ['single_entry'], unknown, sent)).toMatchObject({
      code: 'tenancy-is-not-known',
      faults: [],
    });
    expect(paying.offers(running, ['single_entry'], late).allowedActions).toEqual(['pay', 'drop']);
    expect(paying.offers(running, ['landlord_admin'], unknown)).toEqual({
      allowedActions: [],
      refusedActions: [
        { action: 'pay', code: 'tenancy-is-not-known', text: { da: tenancyIsKnown.da, en: tenancyIsKnown.en } },
      ],
    });
  });

  test('leads to one of the states of its row, by the state it comes from', () => {
    const right = { amountOere: 1, paidOn: '2026-08-06' };
    const pay = (of: Demand, amountOere: number) =>
      paying.perform('pay', of, ['single_entry'], late, { ...right, amountOere }).changes.state;
    expect([pay(running, 1), pay(running, 2)]).toEqual(['RUNNING', 'PAID']);
    expect(() => pay(issued, 2)).toThrow('does not lead');
    expect(paying.matrix(['ISSUED', 'RUNNING']).filter(({ to }) => to)).toMatchObject([
      { state: 'ISSUED', action: 'pay', role: 'landlord_admin', to: ['ISSUED'] },
      { state: 'ISSUED', action: 'pay', role: 'single_entry' },
      { state: 'RUNNING', action: 'pay', role: 'landlord_admin', to: ['RUNNING', 'PAID'] },
      { state: 'RUNNING', action: 'pay', role: 'single_entry' },
      { state: 'RUNNING', action: 'drop', role: 'single_entry', to: ['PAID'] },
    ]);
    expect(ruleBook('paying', 'Betaling', paying, STATES)).toContain(
      '- to: the state stays, from `ISSUED`\n- to: the state stays, or `PAID`, from `RUNNING`\n',
    );
  });

  test('the state is not named to roles that must not learn it', () => {
    const paid: Demand = { ...issued, state: 'PAID' };
    expect(paying.refusal('pay', paid, ['single_entry'], late)?.facts).toMatchObject({ state: 'PAID' });
    const untold = paying.refusal('pay', paid, ['landlord_admin'], late);
    expect([untold?.code, untold?.facts, untold?.text.en]).toEqual([
      'wrong-state',
      {},
      'This cannot be done in the case as it stands.',
    ]);
  });

  test('is told in words, to those who may know', () => {
    const changes = { paidOn: '2026-08-06', amountOere: 123_456 };
    expect(paying.told('demand.pay', changes, ['single_entry'])).toEqual({
      da: 'Betalt 6. august 2026: 1.234,56 kr.',
      en: 'Paid 6 August 2026: DKK 1,234.56.',
    });
    expect(paying.told('demand.pay', changes, ['system'])).toBeUndefined();
    expect(paying.told('demand.never', changes, ['single_entry'])).toBeUndefined();
    expect(demand.told('demand.open', {}, ['system'])?.en).toBe('Issue');
  });
});

test('the compiler refuses a misspelt name', () => {
  const row = { to: 'PAID', by: ['system'], da: '', en: '' } as const;
  // @ts-expect-error: no such state to come from
  rules<Demand, Facts, Role>()({ pay: { ...row, from: ['RUNING'] } });
  // @ts-expect-error: no such state to go to
  rules<Demand, Facts, Role>()({ pay: { ...row, from: ['RUNNING'], to: 'PAYED' } });
  // @ts-expect-error: no such role
  rules<Demand, Facts, Role>()({ pay: { ...row, from: ['RUNNING'], by: ['sistem'] } });
  // @ts-expect-error: there is no demand yet that the guard could look at
  rules<Demand, Facts, Role>()({ open: { ...row, from: 'none', requires: [notTooEarly] } });
  // @ts-expect-error: no such action
  expect(() => demand.by('payy')).toThrow();
  // @ts-expect-error: no such state
  expect(() => ruleBook('demand', 'Påkrav', demand, [...STATES, 'PAYED'])).not.toThrow();
});

describe('the rule book', () => {
  const page = ruleBook('demand', 'Påkrav (demand)', demand, STATES);

  test('every state, action and role has one answer', () => {
    const cells = demand.matrix(STATES);
    expect(cells).toHaveLength(4 * 4 * 3);
    expect(
      cells.filter(({ to }) => to).map(({ state, action, role, to }) => `${state} ${action} ${role} ${to}`),
    ).toEqual([
      'none issue landlord_admin ISSUED',
      'ISSUED deliver landlord_admin RUNNING',
      'ISSUED note landlord_admin ISSUED',
      'ISSUED note single_entry ISSUED',
      'RUNNING note landlord_admin RUNNING',
      'RUNNING note single_entry RUNNING',
      'RUNNING pay system PAID',
    ]);
  });

  test('is readable and always the same', () => {
    expect(page).toBe(ruleBook('demand', 'Påkrav (demand)', demand, STATES));
    expect(page).toContain(`### deliver

Aflever / Deliver

- from: \`ISSUED\`
- to: \`RUNNING\`
- by: \`landlord_admin\`
- source: H1
- refused when:
  - \`tenancy-is-not-known\`: Lejemålet kendes ikke. / The tenancy is not known.
  - \`demand-is-too-early\`: Påkrav kan tidligst afgives {earliest}. / A demand may be made {earliest} at the earliest. (lejeloven § 182)

### note
`);
  });

  test('refuses a list that lacks or repeats a state', () => {
    expect(() => ruleBook('demand', '', demand, ['ISSUED', 'RUNNING'])).toThrow('PAID');
    expect(() => ruleBook('demand', '', demand, [...STATES, 'PAID'])).toThrow('once');
  });
});
