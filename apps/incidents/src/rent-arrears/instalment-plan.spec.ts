// SPDX-License-Identifier: MPL-2.0
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { monthlyPlan, splitIntoInstalments } from '#domain';
import type { Books } from './account.js';
import type { InstalmentPlan } from './case.js';
import { bookInstalments, missedInstalment, nextInstalment, standingOf } from './instalment-plan.js';

const plan: InstalmentPlan = {
  planRef: 'P',
  agreedOn: '2026-08-14',
  totalOere: 542_900,
  instalments: monthlyPlan(splitIntoInstalments(542_900, 3), '2026-09-01'),
  standing: 'GOOD',
  missedOn: null,
  paymentsBefore: 1,
};
const before = { paidOn: '2026-08-10', amountOere: 10_000, by: 'tenant' as const };
const claims = [{ dueOn: '2026-08-01', amountOere: 10_000_000, reportedOn: '2026-08-04' }];
const paid = (...payments: [paidOn: string, amountOere: number][]): Books => ({
  ...{ claims, demands: [] },
  payments: [before, ...payments.map(([paidOn, amountOere]) => ({ paidOn, amountOere, by: 'tenant' as const }))],
});

describe('payments are booked', () => {
  test.each([
    ['nothing yet', [], [0, 0, 0], [null, null, null]],
    ['a part', [['2026-08-20', 100]], [100, 0, 0], [null, null, null]],
    [
      'parts, the last of which reaches the next',
      [
        ['2026-08-20', 180_000],
        ['2026-08-31', 1_000],
      ],
      [180_967, 33, 0],
      ['2026-08-31', null, null],
    ],
    [
      'all at once, early',
      [['2026-08-20', 542_900]],
      [180_967, 180_967, 180_966],
      ['2026-08-20', '2026-08-20', '2026-08-20'],
    ],
    [
      'in the order of their days, not of their telling',
      [
        ['2026-09-30', 180_967],
        ['2026-09-01', 180_967],
      ],
      [180_967, 180_967, 0],
      ['2026-09-01', '2026-09-30', null],
    ],
  ] as [string, [string, number][], number[], (string | null)[]][])('%s', (_, payments, amounts, days) => {
    const booked = bookInstalments(plan, paid(...payments));
    expect(booked.map(({ paidOere }) => paidOere)).toEqual(amounts);
    expect(booked.map(({ paidOn }) => paidOn)).toEqual(days);
  });

  test('what the payer named for rent that was reported after the plan is no instalment', () => {
    const books = paid(['2026-08-31', 180_967]);
    const further = { dueOn: '2026-09-01', amountOere: 510_000, reportedOn: '2026-09-02' };
    const named = { paidOn: '2026-09-02', amountOere: 200_000, by: 'tenant' as const, forRentDueOn: '2026-09-01' };
    const both = { ...books, claims: [...claims, further], payments: [...books.payments, named] };
    expect(bookInstalments(plan, both).map(({ paidOere }) => paidOere)).toEqual([180_967, 0, 0]);
  });

  test('every øre once, in order, whatever is paid', () => {
    const amounts = fc.array(fc.integer({ min: 1, max: 200_000 }), { maxLength: 8 });
    fc.assert(
      fc.property(
        fc.integer({ min: 1_000, max: 1_000_000 }),
        fc.integer({ min: 1, max: 12 }),
        amounts,
        (total, n, paying) => {
          const instalments = monthlyPlan(splitIntoInstalments(total, n), '2026-01-31');
          const booked = bookInstalments(
            { ...plan, totalOere: total, instalments, paymentsBefore: 0 },
            {
              ...{ claims, demands: [] },
              payments: paying.map((amountOere) => ({ paidOn: '2026-01-01', amountOere, by: 'tenant' })),
            },
          );
          expect(instalments.reduce((sum, { amountOere }) => sum + amountOere, 0)).toBe(total);
          const sum = paying.reduce((all, amount) => all + amount, 0);
          expect(booked.reduce((all, { paidOere }) => all + paidOere, 0)).toBe(Math.min(sum, total));
          const open = booked.findIndex(({ paidOn }) => paidOn === null);
          if (open >= 0) expect(booked.slice(open + 1).every(({ paidOere }) => paidOere === 0)).toBe(true);
        },
      ),
    );
  });
});

describe('an instalment is missed from the day after', () => {
  test.each([
    ['2026-09-01', [], undefined],
    ['2026-09-02', [], 1],
    ['2026-09-02', [['2026-09-01', 180_966]], 1],
    ['2026-09-02', [['2026-09-01', 180_967]], undefined],
    ['2026-09-02', [['2026-09-02', 180_967]], 1],
    ['2026-11-02', [['2026-09-01', 361_934]], undefined],
    ['2026-11-03', [['2026-09-01', 361_934]], 3],
  ] as [string, [string, number][], number | undefined][])('on %s after %j', (today, payments, no) => {
    expect(missedInstalment(plan, paid(...payments), today)?.no).toBe(no);
    expect(standingOf(plan, paid(...payments), today)).toMatchObject({ standing: no ? 'BROKEN' : 'GOOD' });
  });

  test('the next one is the first that is open', () => {
    expect(nextInstalment(plan, paid(['2026-08-20', 180_967]))?.dueOn).toBe('2026-10-01');
    expect(standingOf(plan, paid(['2026-08-20', 542_900]), '2027-01-01')).toMatchObject({ standing: 'PAID' });
  });
});
