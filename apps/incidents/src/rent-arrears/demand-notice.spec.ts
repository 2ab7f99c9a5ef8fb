// SPDX-License-Identifier: MPL-2.0
import { describe, expect, test } from '@jest/globals';
import { Refusal } from '#domain';
import type { RentArrears, RentArrearsFacts } from './case.js';
import { type DemandAsIssued, deliverDemand, newDemand } from './demand-notice.js';
import { rentArrearsRules } from './rent-arrears.js';

const arrears = {
  state: 'OUTREACH',
  amountOere: 510_000,
  rentDueOn: '2026-08-01',
  claims: [{ dueOn: '2026-08-01', amountOere: 510_000, reportedOn: '2026-08-04' }],
  demands: [],
  plans: [],
  payments: [],
} as unknown as RentArrears;
const right: DemandAsIssued = {
  issuedOn: '2026-08-08',
  channel: 'letter',
  statesTerminationRisk: true,
  lines: [
    { kind: 'rent', amountOere: 450_000 },
    { kind: 'utilities_advance', amountOere: 60_000 },
  ],
  feeOere: 32_900,
  totalOere: 542_900,
};
const refusal = (more: Partial<DemandAsIssued>, today = '2026-08-10', of = arrears): Refusal | undefined =>
  rentArrearsRules.refusal(
    'issueDemand',
    of,
    ['landlord_admin'],
    { today, demandFees: [{ validFrom: '2026-01-01', feeOere: 32_900 }] } as unknown as RentArrearsFacts,
    { ...right, ...more, demandRef: 'D' },
  );

describe('a demand', () => {
  test.each([
    ['Thu 2026-08-06', '2026-08-06', { earliest: '2026-08-07' }],
    ['Fri 2026-08-07', '2026-08-07', undefined],
    ['Sat 2026-08-08', '2026-08-08', undefined],
  ])('for August dated %s', (_, issuedOn, facts) => {
    expect(refusal({ issuedOn })?.facts).toEqual(facts);
  });

  test.each([
    ['2021-10-01', '2021-10-06'],
    ['2025-03-01', '2025-03-07'],
    ['2026-04-01', '2026-04-09'],
    ['2025-06-01', '2025-06-06'],
    ['2026-06-01', '2026-06-06'],
    ['2027-01-01', '2027-01-08'],
    ['2026-12-01', '2026-12-05'],
  ])('for rent due %s may be issued from %s', (rentDueOn, earliest) => {
    const claims = [{ dueOn: rentDueOn, amountOere: 510_000, reportedOn: rentDueOn }];
    const of = { ...arrears, rentDueOn, claims };
    expect(refusal({ issuedOn: rentDueOn, feeOere: 0, totalOere: 510_000 }, earliest, of)?.facts).toEqual({ earliest });
    expect(refusal({ issuedOn: earliest, feeOere: 0, totalOere: 510_000 }, earliest, of)).toBeUndefined();
  });

  test('for two months waits for the later one', () => {
    const claims = [...arrears.claims, { dueOn: '2026-09-01', amountOere: 510_000, reportedOn: '2026-09-02' }];
    const august = right.lines.map((line) => ({ ...line, dueOn: '2026-08-01' }));
    const lines = [...august, { kind: 'rent' as const, dueOn: '2026-09-01', amountOere: 510_000 }];
    const of = { ...arrears, claims, amountOere: 1_020_000 };
    expect(refusal({ issuedOn: '2026-09-04', lines, totalOere: 1_052_900 }, '2026-09-10', of)?.facts).toEqual({
      earliest: '2026-09-05',
    });
  });

  test.each([
    ['demand-is-not-written', 'channel', { channel: 'oral' }],
    ['demand-lies-in-the-future', 'issuedOn', { issuedOn: '2026-08-11' }],
    ['demand-does-not-warn-of-termination', 'statesTerminationRisk', { statesTerminationRisk: false }],
    ['demand-does-not-add-up', 'totalOere', { totalOere: 542_901 }],
    ['demand-holds-a-foreign-claim', 'lines', { lines: [{ kind: 'restoration', amountOere: 510_000 }] }],
    ['demand-holds-a-disputed-claim', 'lines', { lines: [{ kind: 'rent', amountOere: 510_000, disputed: true }] }],
    [
      'demand-is-for-rent-that-was-not-reported',
      'lines',
      { lines: [{ kind: 'rent', dueOn: '2026-07-01', amountOere: 510_000 }] },
    ],
    ['demand-exceeds-what-is-owed', 'lines', { lines: [{ kind: 'rent', amountOere: 510_001 }], totalOere: 542_901 }],
    ['demand-fee-is-not-the-rate', 'feeOere', { feeOere: 32_800, totalOere: 542_800 }],
  ] as [string, string, Partial<DemandAsIssued>][])('is refused: %s', (code, field, fault) => {
    expect(refusal(fault)?.faults.map((one) => [one.code, one.field])).toEqual([[code, field]]);
  });

  test('with several faults is refused with all of them, the facts of each beside them', () => {
    const faults = refusal({ issuedOn: '2026-08-05', channel: 'oral', feeOere: 100, statesTerminationRisk: false });
    expect(faults?.faults.map(({ code }) => code)).toEqual([
      'demand-is-not-written',
      'demand-is-too-early',
      'demand-does-not-warn-of-termination',
      'demand-does-not-add-up',
      'demand-fee-is-not-the-rate',
    ]);
    expect(faults?.facts).toEqual({ earliest: '2026-08-07', sumOere: 510_100, rateOere: 32_900 });
  });

  test('of a year without a rate is told to set it; without a fee it needs none', () => {
    const of = { ...arrears, rentDueOn: '2027-08-01', claims: [{ ...arrears.claims[0]!, dueOn: '2027-08-01' }] };
    const told = refusal({ issuedOn: '2027-08-09' }, '2027-08-10', of);
    expect(told).toMatchObject({ code: 'demand-fee-of-the-year-is-not-set', facts: { year: '2027' } });
    expect(refusal({ issuedOn: '2027-08-09', feeOere: 0, totalOere: 510_000 }, '2027-08-10', of)).toBeUndefined();
  });
});

describe('delivered', () => {
  const deliver = (deliveredOn: string, printedDeadline?: string) =>
    deliverDemand(
      newDemand('D', arrears, { ...right, ...(printedDeadline && { printedDeadline }) }),
      { demandRef: 'D', deliveredOn },
      deliveredOn,
    );

  test.each([
    ['2021-10-07', '2021-10-21'],
    ['2026-03-20', '2026-04-07'],
    ['2026-05-22', '2026-06-08'],
    ['2026-12-12', '2026-12-28'],
    ['2026-08-10', '2026-08-24'],
  ])('%s it runs to %s', (deliveredOn, expiresOn) => {
    expect(deliver(deliveredOn)).toMatchObject({ state: 'RUNNING', expiresOn });
  });

  test('a letter that names an earlier day is invalid, to a later one the landlord is bound', () => {
    expect(deliver('2026-08-10', '2026-08-23')).toMatchObject({ state: 'INVALID', expiresOn: null });
    expect(deliver('2026-08-10', '2026-08-31')).toMatchObject({ state: 'RUNNING', expiresOn: '2026-08-31' });
  });

  test('without proof, or by mail, it counts with a warning', () => {
    expect(deliver('2026-08-10').warnings).toEqual(['delivery-is-not-proved']);
    expect(newDemand('D', arrears, { ...right, channel: 'email' }).warnings).toEqual(['channel-may-not-count']);
  });
});
