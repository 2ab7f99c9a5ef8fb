// SPDX-License-Identifier: MPL-2.0
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addDays, daysBetween, type LocalDate, rentForPeriod, sum } from '#domain';
import { doubleCoverage, rentClaimedThrough, rentPayableThrough } from './line-review.js';
import type { ClaimLine } from './settlement.js';
import { type VacancyOutInput, vacancyOut } from './vacancy-out.js';
import { line } from './worked-example.js';

/** D3 of the worked example: April is charged in full, and it is let again on 1 June. */
const d3: VacancyOutInput = {
  ...{ movedOutOn: '2027-04-14', rentChargedThrough: '2027-04-30', nextTenancyFrom: '2027-06-01' },
  ...{ paidElsewhereFrom: null, rentOere: 450_000, utilitiesOere: 60_000, includesUtilities: false, capMonths: 3 },
};

describe('vacancy rent after a move-out (domain.md 3.3, 7.3, 13.2)', () => {
  test('the worked example: May, and not from 15 April', () => {
    expect(vacancyOut(d3)).toEqual({
      ...{ from: '2027-05-01', through: '2027-05-31', capped: false },
      months: [{ from: '2027-05-01', to: '2027-05-31', days: 31, rentOere: 450_000, utilitiesOere: 0 }],
      ...{ rentOere: 450_000, utilitiesOere: 0, totalOere: 450_000 },
    });
  });

  test.each<[string, Partial<VacancyOutInput>, [LocalDate, LocalDate | null, number, boolean] | null]>([
    [
      'no rent was charged after the move-out',
      { rentChargedThrough: null },
      ['2027-04-15', '2027-05-31', 690_000, false],
    ],
    [
      'charged only to a day before it',
      { rentChargedThrough: '2027-03-31' },
      ['2027-04-15', '2027-05-31', 690_000, false],
    ],
    ['let the day after', { nextTenancyFrom: '2027-05-01' }, null],
    ['let while rent is still charged', { nextTenancyFrom: '2027-04-20' }, null],
    ['let a day later', { nextTenancyFrom: '2027-05-02' }, ['2027-05-01', '2027-05-01', 14_516, false]],
    [
      'another case pays from 11 May',
      { paidElsewhereFrom: '2027-05-11' },
      ['2027-05-01', '2027-05-10', 145_161, false],
    ],
    ['another case pays from the beginning', { paidElsewhereFrom: '2027-05-01' }, null],
    [
      'another case pays later than it is let',
      { paidElsewhereFrom: '2027-07-01' },
      ['2027-05-01', '2027-05-31', 450_000, false],
    ],
    ['with utilities', { includesUtilities: true }, ['2027-05-01', '2027-05-31', 510_000, false]],
    ['the cap is just not hit', { nextTenancyFrom: '2027-08-01' }, ['2027-05-01', '2027-07-31', 1_350_000, false]],
    ['the cap ends it', { nextTenancyFrom: '2027-08-02' }, ['2027-05-01', '2027-07-31', 1_350_000, true]],
    ['not let, and the cap ends it', { nextTenancyFrom: null }, ['2027-05-01', '2027-07-31', 1_350_000, true]],
    ['not let, no cap: no end yet', { nextTenancyFrom: null, capMonths: null }, ['2027-05-01', null, 0, false]],
    ['no cap', { nextTenancyFrom: '2027-12-01', capMonths: null }, ['2027-05-01', '2027-11-30', 3_150_000, false]],
    ['a short February: a month of rent takes until 16 March', { movedOutOn: '2027-02-14', rentChargedThrough: null, nextTenancyFrom: null, capMonths: 1 }, ['2027-02-15', '2027-03-16', 450_000, true]], // biome-ignore format: a row
    ['no rent in the lease', { rentOere: 0 }, null],
  ])('%s', (_, more, expected) => {
    const found = vacancyOut({ ...d3, ...more });
    expect(found && [found.from, found.through, found.totalOere, found.capped]).toEqual(expected);
  });

  test('the day in which the cap is reached is paid in part', () => {
    const found = vacancyOut({ ...d3, rentChargedThrough: null, nextTenancyFrom: null, includesUtilities: true });
    // 16 of 30 days of April, May and June: 14.47 days of July are left.
    expect(found?.months.map(({ to, days, rentOere, utilitiesOere }) => [to, days, rentOere, utilitiesOere])).toEqual([
      ['2027-04-30', 16, 240_000, 32_000],
      ['2027-05-31', 31, 450_000, 60_000],
      ['2027-06-30', 30, 450_000, 60_000],
      ['2027-07-15', 15, 210_000, 28_000],
    ]);
    expect(found).toMatchObject({ through: '2027-07-15', rentOere: 1_350_000, utilitiesOere: 180_000, capped: true });
  });
});

const day = fc.integer({ min: 0, max: 900 }).map((days) => addDays('2026-01-01', days));
const anyInput: fc.Arbitrary<VacancyOutInput> = fc.record({
  movedOutOn: day,
  ...{ rentChargedThrough: fc.option(day), nextTenancyFrom: fc.option(day), paidElsewhereFrom: fc.option(day) },
  rentOere: fc.integer({ min: 0, max: 3_000_000 }),
  utilitiesOere: fc.integer({ min: 0, max: 500_000 }),
  includesUtilities: fc.boolean(),
  capMonths: fc.option(fc.integer({ min: 1, max: 12 })),
});

describe('whatever the days, the rent and the cap', () => {
  test('it begins after the rent, ends before the next that pays, leaves no day out, and adds up', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const found = vacancyOut(input);
        if (!found) return;
        const { from, through, months, rentOere, utilitiesOere, totalOere } = found;
        for (const last of [input.movedOutOn, input.rentChargedThrough])
          expect(last === null || from > last).toBe(true);
        for (const next of [input.nextTenancyFrom, input.paidElsewhereFrom])
          expect(next === null || (from < next && (through === null || through < next))).toBe(true);
        expect(totalOere).toBe(rentOere + utilitiesOere);
        expect([sum(months.map((one) => one.rentOere)), sum(months.map((one) => one.utilitiesOere))]).toEqual([
          rentOere,
          utilitiesOere,
        ]);
        if (through === null) return expect([months, input.capMonths]).toEqual([[], null]);
        expect([months[0]!.from, months.at(-1)!.to]).toEqual([from, through]);
        expect(sum(months.map(({ days }) => days))).toBe(daysBetween(from, through) + 1);
        for (const [at, month] of months.entries()) {
          if (at) expect(month.from).toBe(addDays(months[at - 1]!.to, 1));
          expect(month.rentOere + month.utilitiesOere >= 0).toBe(true);
        }
      }),
    );
  });

  test('it comes to what the months come to, each component under its cap', () => {
    fc.assert(
      fc.property(anyInput, day, (input, nextTenancyFrom) => {
        const found = vacancyOut({ ...input, nextTenancyFrom, paidElsewhereFrom: null });
        if (!found) return;
        const monthly = { rent: input.rentOere, utilities: input.includesUtilities ? input.utilitiesOere : 0 };
        const all = rentForPeriod(monthly, found.from, addDays(nextTenancyFrom, -1), input.capMonths);
        const uncapped = rentForPeriod(monthly, found.from, addDays(nextTenancyFrom, -1));
        expect([found.rentOere, found.utilitiesOere]).toEqual([all.rent, all.utilities]);
        expect(found.capped).toBe(found.totalOere < uncapped.rent + uncapped.utilities);
      }),
    );
  });

  test('what the cap has ended does not change when the dwelling is let later', () => {
    fc.assert(
      fc.property(anyInput, day, (input, nextTenancyFrom) => {
        const open = vacancyOut({
          ...input,
          nextTenancyFrom: null,
          paidElsewhereFrom: null,
          capMonths: input.capMonths ?? 2,
        });
        if (!open?.through || nextTenancyFrom <= addDays(open.through, 1)) return;
        const let_ = vacancyOut({
          ...input,
          nextTenancyFrom,
          paidElsewhereFrom: null,
          capMonths: input.capMonths ?? 2,
        });
        expect(let_).toEqual(open);
      }),
    );
  });

  test('no day is both in the rent that is claimed and in the vacancy rent', () => {
    fc.assert(
      fc.property(
        anyInput,
        day,
        fc.uniqueArray(fc.integer({ min: 0, max: 40 }), { maxLength: 12 }),
        (input, noticeOn, months) => {
          const last = rentPayableThrough(input.movedOutOn, noticeOn, input.nextTenancyFrom);
          const lines = months
            .map((month) =>
              line({
                kind: 'rent',
                dueOn: `${2026 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}-01`,
              }),
            )
            .map(
              (one): ClaimLine =>
                doubleCoverage(one, { rentPayableThrough: last })
                  ? { ...one, review: { accepted: false, code: 'double_coverage', by: 'system' } }
                  : one,
            );
          const claimed = rentClaimedThrough(lines, last);
          const charged =
            [claimed, input.rentChargedThrough]
              .filter((date) => date !== null)
              .toSorted()
              .at(-1) ?? null;
          const found = vacancyOut({ ...input, rentChargedThrough: charged });
          expect(!claimed || claimed <= last).toBe(true);
          expect(!found || !claimed || found.from > claimed).toBe(true);
          // Nor in what the next tenant pays.
          expect(!claimed || !input.nextTenancyFrom || claimed < input.nextTenancyFrom).toBe(true);
        },
      ),
    );
  });
});
