// SPDX-License-Identifier: MPL-2.0
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addDays } from './danish-calendar.js';
import {
  capped,
  halfUp,
  monthlyPlan,
  proRata,
  rentByMonth,
  rentForPeriod,
  splitByAmount,
  splitIntoInstalments,
  sum,
} from './money.js';

const D3 = { rent: 450_000, utilities: 60_000 };
const amounts = fc.integer({ min: 0, max: 2_147_483_647 });

describe('worked example, domain.md 11', () => {
  test('row 9: vacancy rent 1–22 April', () =>
    expect(rentForPeriod(D3, '2026-04-01', '2026-04-22', 3).rent).toBe(330_000));

  test('row 10: the first payment, 23–30 April, and all that is due at moving in', () => {
    const first = rentForPeriod(D3, '2026-04-23', '2026-04-30');
    expect(first).toEqual({ rent: 120_000, utilities: 16_000 });
    expect(sum([1_350_000, 1_350_000, first.rent, first.utilities])).toBe(2_836_000);
  });

  test('vacancy out: 1–31 May', () => expect(rentForPeriod(D3, '2027-05-01', '2027-05-31', 3).rent).toBe(450_000));

  test('row 14: three instalments', () =>
    expect(monthlyPlan(splitIntoInstalments(542_900, 3), '2026-09-01')).toEqual([
      { no: 1, dueOn: '2026-09-01', amountOere: 180_967 },
      { no: 2, dueOn: '2026-10-01', amountOere: 180_967 },
      { no: 3, dueOn: '2026-11-02', amountOere: 180_966 },
    ]));

  test('row 6: 36 repayments of 750.00', () => {
    expect(splitByAmount(2_700_000, 75_000)).toEqual(Array(36).fill(75_000));
    expect(splitIntoInstalments(2_700_000, 36)).toEqual(Array(36).fill(75_000));
    const plan = monthlyPlan(splitByAmount(2_700_000, 75_000), '2026-07-01');
    expect([plan[0], plan[35]]).toMatchObject([{ dueOn: '2026-07-01' }, { dueOn: '2029-06-01' }]);
  });
});

describe('exact readings, domain.md 13.2', () => {
  test.each([
    [1, 2, 1],
    [1, 3, 0],
    [5, 2, 3],
    [0, 7, 0],
    [Number.MAX_SAFE_INTEGER, 2, 4_503_599_627_370_496], // exact where a float would not be
  ])('half up %i / %i = %i', (numerator, denominator, result) => expect(halfUp(numerator, denominator)).toBe(result));

  test('each component of each month is rounded by itself; a full month is exact', () =>
    expect(rentByMonth({ rent: 100_001, utilities: 3 }, '2026-01-31', '2026-03-01')).toEqual([
      { from: '2026-01-31', to: '2026-01-31', days: 1, amounts: { rent: 3_226, utilities: 0 } },
      { from: '2026-02-01', to: '2026-02-28', days: 28, amounts: { rent: 100_001, utilities: 3 } },
      { from: '2026-03-01', to: '2026-03-01', days: 1, amounts: { rent: 3_226, utilities: 0 } },
    ]));

  test('vacancy and first rent of one month may be an øre more than the month', () =>
    expect(rentForPeriod({ rent: 99_999 }, '2026-04-01', '2026-04-15').rent * 2).toBe(100_000));

  test('a cap is so many months of each component, after rounding; null is none, an empty period nothing', () => {
    expect(rentForPeriod(D3, '2026-01-01', '2026-05-31', 3)).toEqual({ rent: 1_350_000, utilities: 180_000 });
    expect(rentForPeriod(D3, '2026-01-01', '2026-05-31', null)).toEqual({ rent: 2_250_000, utilities: 300_000 });
    expect(rentForPeriod(D3, '2026-01-01', '2026-01-31', 0)).toEqual({ rent: 0, utilities: 0 });
    expect(rentForPeriod(D3, '2026-05-01', '2026-04-30')).toEqual({ rent: 0, utilities: 0 });
    expect([capped(5, null), capped(5, 3), capped(5, -1)]).toEqual([5, 3, 0]);
  });

  test.each([
    [2, 3],
    [6, 4],
    [0, 1],
  ])('%i øre in %i instalments leaves nothing for the last', (total, number) =>
    expect(() => splitIntoInstalments(total, number)).toThrow('last-instalment-is-empty'));

  test('by amount the last is the remainder', () => {
    expect(splitByAmount(1_000, 400)).toEqual([400, 400, 200]);
    expect(splitByAmount(0, 400)).toEqual([]);
  });

  test.each([
    () => splitByAmount(601, 1),
    () => splitByAmount(Number.MAX_SAFE_INTEGER, 1),
    () => splitIntoInstalments(100_000, 601),
  ])('%p has too many instalments', (split) => expect(split).toThrow('plan-has-too-many-instalments'));
});

describe('no amount', () => {
  test.each([0.5, -1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])('%d', (bad) => {
    for (const use of [
      () => halfUp(bad, 2),
      () => proRata(bad, 1, 30),
      () => proRata(100, bad, 30),
      () => sum([1, bad]),
      () => splitIntoInstalments(bad, 2),
      () => splitIntoInstalments(100, bad),
      () => splitByAmount(100, bad),
      () => capped(bad, null),
      () => rentForPeriod({ rent: bad }, '2026-04-01', '2026-04-02'),
      () => rentForPeriod(D3, '2026-04-01', '2026-04-02', bad),
      () => monthlyPlan([bad], '2026-04-01'),
    ])
      expect(use).toThrow(RangeError);
  });

  test('nor a result too large to be exact, a division by 0, or a day too many', () => {
    expect(() => sum([Number.MAX_SAFE_INTEGER, 1])).toThrow(RangeError);
    expect(() => proRata(Number.MAX_SAFE_INTEGER, 2, 30)).toThrow(RangeError);
    expect(() => halfUp(1, 0)).toThrow(RangeError);
    expect(() => proRata(100, 32, 31)).toThrow('32');
    expect(() => rentByMonth(D3, '2026-02-30', '2026-01-01')).toThrow('2026-02-30');
  });
});

describe('always', () => {
  test('half up is the nearest whole', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.integer({ min: 1, max: 2 ** 40 }), (a, b) => {
        const twice = 2n * (BigInt(halfUp(a, b)) * BigInt(b) - BigInt(a));
        expect(twice > -BigInt(b) && twice <= BigInt(b)).toBe(true);
      }),
    );
  });

  test('instalments sum to the total and the last differs by less than an øre each', () => {
    fc.assert(
      fc.property(amounts, fc.integer({ min: 1, max: 600 }), (total, number) => {
        fc.pre(total >= number * number);
        const split = splitIntoInstalments(total, number);
        expect([split.length, sum(split)]).toEqual([number, total]);
        expect(Math.abs((split.at(-1) ?? 0) - (split[0] ?? 0))).toBeLessThanOrEqual(number);
      }),
    );
  });

  test('repayments by amount sum to the principal, the last at most a regular one', () => {
    fc.assert(
      fc.property(amounts, fc.integer({ min: 1, max: 600 }), (principal, number) => {
        const instalment = Math.max(1, Math.ceil(principal / number));
        const split = splitByAmount(principal, instalment);
        expect(sum(split)).toBe(principal);
        expect(split.every((amount) => amount > 0 && amount <= instalment)).toBe(true);
      }),
    );
  });

  test('months cover a period without gap or overlap, and two parts cost the whole within an øre', () => {
    fc.assert(
      fc.property(amounts, fc.nat(3000), fc.nat(400), fc.nat(400), (rent, start, first, second) => {
        const from = addDays('2024-01-01', start);
        const middle = addDays(from, first);
        const to = addDays(middle, second + 1);
        const months = rentByMonth({ rent }, from, to);
        expect([months[0]?.from, months.at(-1)?.to, sum(months.map(({ days }) => days))]).toEqual([
          from,
          to,
          first + second + 2,
        ]);
        months.slice(1).forEach((month, i) => {
          expect(month.from).toBe(addDays(months[i]?.to ?? '', 1));
        });
        const parts = [rentForPeriod({ rent }, from, middle), rentForPeriod({ rent }, addDays(middle, 1), to)];
        const whole = rentForPeriod({ rent }, from, to).rent;
        expect(Math.abs(sum(parts.map((part) => part.rent)) - whole)).toBeLessThanOrEqual(1);
      }),
    );
  });
});
