// SPDX-License-Identifier: MPL-2.0
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addDays, daysBetween, type LocalDate, lastDayOfNotice, rentForPeriod } from '#domain';
import { daysPaidFor, lastRentDay, type VacancyEnds, type VacancyTerms, vacancyRent } from './vacancy-rent.js';

/** A1 and D3 of the worked example. */
const terms: VacancyTerms = {
  ...{ rentOere: 450_000, utilitiesOere: 60_000, isCovered: true, includesUtilities: false },
  ...{ capMonths: 3, capOere: null },
};
const wanted: VacancyEnds = { reservedBecause: 'wanted', answerDueOn: '2026-04-08', releasedOn: null, letOn: null };

describe('how long rent runs (domain.md 13.2)', () => {
  test.each<[string, Partial<VacancyEnds>, LocalDate | null]>([
    ['wanted, and nobody has moved in', {}, null],
    ['wanted, to the day before the tenancy', { letOn: '2026-04-23' }, '2026-04-22'],
    ['wanted, however long it takes', { letOn: '2027-04-01' }, '2027-03-31'],
    ['not answered: to the end of a notice from the missed day', { reservedBecause: 'silence' }, '2026-07-31'],
    ['not answered, let before', { reservedBecause: 'silence', letOn: '2026-05-01' }, '2026-04-30'],
    ['not answered, let after the notice', { reservedBecause: 'silence', letOn: '2026-09-01' }, '2026-07-31'],
    ['withdrawn: to the end of a notice from that day', { releasedOn: '2026-05-02' }, '2026-08-31'],
    ['withdrawn on a first: the notice ends sooner', { releasedOn: '2026-05-01' }, '2026-07-31'],
    ['not answered, then withdrawn: no longer than without', { reservedBecause: 'silence', releasedOn: '2026-06-15' }, '2026-07-31'], // biome-ignore format: a row
    ['withdrawn, let before', { releasedOn: '2026-05-02', letOn: '2026-06-01' }, '2026-05-31'],
    ['released in time', { reservedBecause: null, releasedOn: '2026-04-07' }, null],
  ])('%s', (_, more, last) => expect(lastRentDay({ ...wanted, ...more })).toBe(last));
});

describe('what it comes to (domain.md 3.3)', () => {
  test('row 9 of the worked example: 22 of 30 days of April, the cap is not hit', () => {
    expect(vacancyRent(terms, '2026-04-01', '2026-04-22')).toEqual({
      lines: [
        ...[{ from: '2026-04-01', to: '2026-04-22', days: 22, daysInMonth: 30 }].map((line) => ({
          ...line,
          ...{ rentOere: 330_000, utilitiesOere: 0, overCapOere: 0 },
        })),
      ],
      ...{ rentOere: 330_000, utilitiesOere: 0, totalOere: 330_000 },
    });
  });

  test('utilities where the agreement includes them, rounded by themselves', () => {
    const { rentOere, utilitiesOere } = vacancyRent({ ...terms, includesUtilities: true }, '2026-04-01', '2026-04-22');
    expect([rentOere, utilitiesOere]).toEqual([330_000, 44_000]);
  });

  test('the cap is reached in the fourth month, whose line says what was taken off', () => {
    const { lines, totalOere } = vacancyRent(terms, '2026-04-15', '2026-07-31');
    expect(lines.map(({ rentOere, overCapOere }) => [rentOere, overCapOere])).toEqual([
      [240_000, 0],
      [450_000, 0],
      [450_000, 0],
      [210_000, 240_000],
    ]);
    expect(totalOere).toBe(1_350_000);
  });

  test('an amount bounds both, and the rent goes first', () => {
    const both = { ...terms, includesUtilities: true, capOere: 480_000 };
    expect(vacancyRent(both, '2026-04-01', '2026-04-30')).toMatchObject({ rentOere: 450_000, utilitiesOere: 30_000 });
    expect(vacancyRent({ ...both, capOere: 400_000 }, '2026-04-01', '2026-04-30')).toMatchObject({
      ...{ rentOere: 400_000, utilitiesOere: 0 },
    });
  });

  test('what was not undertaken is nothing, and so is a tenancy from the first day', () => {
    const nothing = { lines: [], rentOere: 0, utilitiesOere: 0, totalOere: 0 };
    expect(vacancyRent({ ...terms, isCovered: false }, '2026-04-01', '2026-04-30')).toEqual(nothing);
    expect(vacancyRent(terms, '2026-04-01', '2026-03-31')).toEqual(nothing);
  });
});

const day = fc.integer({ min: 0, max: 2000 }).map((days) => addDays('2024-01-01', days));
const length = fc.integer({ min: -3, max: 900 });
const oere = fc.integer({ min: 0, max: 3_000_000 });
const anyTerms: fc.Arbitrary<VacancyTerms> = fc.record({
  ...{ rentOere: oere, utilitiesOere: oere, isCovered: fc.boolean(), includesUtilities: fc.boolean() },
  capMonths: fc.option(fc.integer({ min: 1, max: 12 })),
  capOere: fc.option(fc.integer({ min: 0, max: 20_000_000 })),
});
const sumOf = (amounts: number[]) => amounts.reduce((all, one) => all + one, 0);

describe('whatever the terms and days', () => {
  test('no day is paid twice, none is left out, and the lines add up', () => {
    fc.assert(
      fc.property(anyTerms, day, length, (all, from, days) => {
        const through = addDays(from, days - 1);
        const { lines, rentOere, utilitiesOere, totalOere } = vacancyRent(all, from, through);
        expect(sumOf(lines.map((line) => line.rentOere))).toBe(rentOere);
        expect(sumOf(lines.map((line) => line.utilitiesOere))).toBe(utilitiesOere);
        expect(rentOere + utilitiesOere).toBe(totalOere);
        if (!all.isCovered || days <= 0) return expect(lines).toEqual([]);
        expect([lines[0]!.from, lines.at(-1)!.to]).toEqual([from, through]);
        for (const [no, line] of lines.entries()) {
          expect(daysBetween(line.from, line.to) + 1).toBe(line.days);
          if (no) expect(line.from).toBe(addDays(lines[no - 1]!.to, 1));
        }
        expect(sumOf(lines.map((line) => line.days))).toBe(days);
      }),
    );
  });

  test('never more than each cap; without an amount it is what the months come to', () => {
    fc.assert(
      fc.property(anyTerms, day, length, (all, from, days) => {
        const through = addDays(from, days - 1);
        const { rentOere, utilitiesOere, totalOere } = vacancyRent(all, from, through);
        if (all.capOere !== null) expect(totalOere).toBeLessThanOrEqual(all.capOere);
        if (all.capMonths !== null) {
          expect(rentOere).toBeLessThanOrEqual(all.capMonths * all.rentOere);
          expect(utilitiesOere).toBeLessThanOrEqual(all.capMonths * all.utilitiesOere);
        }
        if (!all.isCovered || all.capOere !== null) return;
        const monthly = { rent: all.rentOere, utilities: all.includesUtilities ? all.utilitiesOere : 0 };
        expect({ rent: rentOere, utilities: utilitiesOere }).toEqual(
          rentForPeriod(monthly, from, through, all.capMonths),
        );
      }),
    );
  });

  test('the days that are told are all that is paid for, and none after the caps', () => {
    fc.assert(
      fc.property(anyTerms, day, length, (all, from, days) => {
        const { lines, totalOere } = vacancyRent(all, from, addDays(from, days - 1));
        const paid = daysPaidFor(lines);
        if (totalOere === 0) return expect(paid).toEqual({});
        expect(paid.from).toBe(from);
        expect(vacancyRent(all, from, paid.through!).totalOere).toBe(totalOere);
        const last = lines.find(({ to }) => to === paid.through)!;
        expect(last.rentOere + last.utilitiesOere).toBeGreaterThan(0);
      }),
      {
        examples: [
          [
            {
              rentOere: 1,
              utilitiesOere: 0,
              isCovered: true,
              includesUtilities: false,
              capMonths: null,
              capOere: null,
            },
            '2024-04-17',
            30,
          ],
        ],
      },
    );
  });

  test('a day more never costs less', () => {
    fc.assert(
      fc.property(anyTerms, day, length, (all, from, days) => {
        const costs = (count: number) => vacancyRent(all, from, addDays(from, count - 1)).totalOere;
        expect(costs(days + 1)).toBeGreaterThanOrEqual(costs(days));
      }),
    );
  });

  test('who is silent or withdraws never pays longer than who wants it, nor past a notice', () => {
    fc.assert(
      fc.property(day, fc.option(day), fc.option(day), (answerDueOn, letOn, releasedOn) => {
        const ends = { answerDueOn, letOn, releasedOn: null };
        const all = lastRentDay({ ...ends, reservedBecause: 'wanted' }) ?? '2299-12-31';
        const silent = lastRentDay({ ...ends, reservedBecause: 'silence' })!;
        expect(silent <= all && silent <= lastDayOfNotice(answerDueOn)).toBe(true);
        if (!releasedOn) return;
        const withdrawn = lastRentDay({ ...ends, reservedBecause: 'wanted', releasedOn })!;
        expect(withdrawn <= all && withdrawn <= lastDayOfNotice(releasedOn)).toBe(true);
      }),
    );
  });
});
