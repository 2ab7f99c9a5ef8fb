// SPDX-License-Identifier: MPL-2.0
import { describe, expect, test } from '@jest/globals';
import Holidays from 'date-holidays';
import fc from 'fast-check';
import {
  addDays,
  addHverdage,
  addMonths,
  addWorkingDays,
  copenhagenDate,
  dayOfWeek,
  daysBetween,
  isHverdag,
  isLocalDate,
  isPublicHoliday,
  isWorkingDay,
  lastDayOfNotice,
  monthlySeries,
  publicHolidays,
  rollToHverdagNotConstitutionDay,
  rollToWorkingDay,
  showDate,
} from './danish-calendar.js';

const YEARS = Array.from({ length: 41 }, (_, i) => 2020 + i);
const dates = fc.integer({ min: 0, max: 109_000 }).map((days) => addDays('1900-01-01', days));

describe('holidays', () => {
  const reference = new Holidays('DK');

  // date-holidays lists 5 June and 24 December as observances, not public holidays, and 31 December not at all or as an
  // observance: only its public holidays are compared. It too drops Store Bededag from 2024, so nothing is excepted.
  test.each(YEARS)('of %i are those of date-holidays', (year) => {
    const theirs = reference.getHolidays(year).filter(({ type }) => type === 'public');
    expect([...publicHolidays(year)].sort()).toEqual([...new Set(theirs.map(({ date }) => date.slice(0, 10)))].sort());
  });

  test.each([
    // day, public holiday, hverdag, working day
    ['2023-05-05', true, false, false], // Store Bededag, the last
    ['2024-04-26', false, true, true],
    ['2026-04-02', true, false, false], // Maundy Thursday
    ['2026-04-04', false, true, false], // Saturday
    ['2026-06-05', false, true, false], // 5 June on a Friday
    ['2027-06-05', false, true, false], // on a Saturday
    ['2022-06-05', true, false, false], // on Whit Sunday
    ['2033-06-05', true, false, false],
    ['2026-12-24', false, true, true],
    ['2026-12-31', false, true, true],
    ['2026-12-26', true, false, false], // a Saturday
    ['2026-05-01', false, true, true],
  ])('%s: holiday %s, hverdag %s, working day %s', (date, holiday, hverdag, workingDay) => {
    expect([isPublicHoliday(date), isHverdag(date), isWorkingDay(date)]).toEqual([holiday, hverdag, workingDay]);
  });
});

describe('counting', () => {
  test.each([
    [addWorkingDays, '2026-08-01', 1, '2026-08-03'], // Saturday is day 0
    [addWorkingDays, '2026-03-30', 3, '2026-04-07'], // Easter
    [addWorkingDays, '2026-06-04', 1, '2026-06-08'], // 5 June
    [addWorkingDays, '2026-08-01', 0, '2026-08-01'], // not rolled
    [addWorkingDays, '2026-04-07', -1, '2026-04-01'],
    [addHverdage, '2026-03-27', 7, '2026-04-08'], // Saturdays count
    [addHverdage, '2026-06-04', 1, '2026-06-05'], // 5 June counts
    [addHverdage, '2026-12-23', 2, '2026-12-28'], // 24 December counts; 25, 26, Sunday do not
    [addDays, '2027-12-31', 60, '2028-02-29'],
    [addMonths, '2027-01-31', 1, '2027-02-28'],
    [addMonths, '2028-02-29', 12, '2029-02-28'],
    [addMonths, '2026-03-31', -13, '2025-02-28'],
  ])('%p(%s, %i) = %s', (count, date, n, expected) => expect(count(date, n)).toBe(expected));

  test.each([
    [rollToWorkingDay, '2026-04-02', '2026-04-07'],
    [rollToWorkingDay, '2026-06-05', '2026-06-08'],
    [rollToWorkingDay, '2026-12-24', '2026-12-24'],
    [rollToWorkingDay, '2027-01-01', '2027-01-04'],
    [rollToHverdagNotConstitutionDay, '2026-06-05', '2026-06-06'],
    [rollToHverdagNotConstitutionDay, '2027-06-05', '2027-06-07'],
  ])('%p(%s) = %s', (roll, date, expected) => expect(roll(date)).toBe(expected));

  test('series count from the unrolled first day', () => {
    // Follow-up meetings of an agreement in force from 2026-02-01: the first is one interval later.
    const meetings = ['2026-05-01', '2026-08-03', '2026-11-02', '2027-02-01'];
    expect(monthlySeries(addMonths('2026-02-01', 3), 4, 3)).toEqual(meetings);
    expect(monthlySeries('2026-01-31', 3)).toEqual(['2026-02-02', '2026-03-02', '2026-03-31']);
  });

  test.each([
    ['2026-04-08', '2026-07-31'],
    ['2026-04-01', '2026-06-30'],
    ['2026-11-30', '2027-02-28'],
    ['2026-10-01', '2026-12-31'],
  ])('notice given %s ends %s', (givenOn, lastDay) => expect(lastDayOfNotice(givenOn)).toBe(lastDay));
});

describe('dates', () => {
  test.each([
    '2026-02-30',
    '2100-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-1-1',
    '1799-12-31',
    '2300-01-01',
    '',
    'x',
  ])('no date: %s', (text) => {
    expect(isLocalDate(text)).toBe(false);
    for (const use of [dayOfWeek, isHverdag, rollToWorkingDay, lastDayOfNotice])
      expect(() => use(text)).toThrow(RangeError);
    expect(() => addWorkingDays(text, 0)).toThrow(text);
  });

  test('what may come in leaves room to count', () => {
    expect(['1900-01-01', '2199-12-31', '2000-02-29'].every(isLocalDate)).toBe(true);
    expect(['1899-12-31', '2200-01-01'].some(isLocalDate)).toBe(false);
    expect(addMonths('2199-12-31', 12 * 99)).toBe('2298-12-31');
    expect(() => addDays('2299-12-31', 1)).toThrow('2300-01-01');
    expect(() => addDays('2026-01-01', 0.5)).toThrow(RangeError);
  });

  test.each([
    ['2026-06-30T22:00:00Z', '2026-07-01'], // summer time
    ['2026-12-31T22:59:59Z', '2026-12-31'],
    ['2026-12-31T23:00:00Z', '2027-01-01'],
    ['2026-03-29T00:59:59Z', '2026-03-29'],
  ])('the day of %s is %s', (instant, date) => expect(copenhagenDate(new Date(instant))).toBe(date));

  test('no instant, no day', () => expect(() => copenhagenDate(new Date('x'))).toThrow(RangeError));

  test('in words', () => {
    expect([showDate('2026-08-06', 'da'), showDate('2026-08-06', 'en')]).toEqual(['6. august 2026', '6 August 2026']);
  });
});

describe('always', () => {
  const counts = fc.integer({ min: -60, max: 60 });

  test('days agree with the machine’s calendar', () => {
    fc.assert(
      fc.property(dates, fc.integer({ min: -3000, max: 3000 }), (date, n) => {
        const instant = new Date(Date.parse(date) + n * 86_400_000);
        const later = addDays(date, n);
        expect([later, dayOfWeek(later) % 7]).toEqual([instant.toISOString().slice(0, 10), instant.getUTCDay()]);
        expect(daysBetween(date, later)).toBe(n);
      }),
    );
  });

  test('rolling twice is rolling once, and never backwards', () => {
    fc.assert(
      fc.property(dates, fc.constantFrom(rollToWorkingDay, rollToHverdagNotConstitutionDay), (date, roll) => {
        expect(roll(date) >= date).toBe(true);
        expect(roll(roll(date))).toBe(roll(date));
      }),
    );
  });

  test('a later start or a larger count never gives an earlier day; a working day is a hverdag', () => {
    fc.assert(
      fc.property(dates, counts, fc.nat(5), fc.constantFrom(addWorkingDays, addHverdage), (date, n, more, count) => {
        expect(count(date, n) <= count(date, n + more)).toBe(true);
        // Counting on in the same direction; across zero the start itself is not a counted day.
        if (n > 0) expect(count(date, n) <= count(addDays(date, more), n)).toBe(true);
        if (n > 0) expect(count(count(date, n), -n) <= date).toBe(true);
        expect(!isWorkingDay(date) || isHverdag(date)).toBe(true);
        if (n !== 0) expect((count === addWorkingDays ? isWorkingDay : isHverdag)(count(date, n))).toBe(true);
      }),
    );
  });

  test('a notice lasts its months and less than one more', () => {
    fc.assert(
      fc.property(dates, (date) => {
        const lastDay = lastDayOfNotice(date);
        expect(addDays(lastDay, 1).endsWith('-01')).toBe(true);
        expect(addDays(lastDay, 1) >= addMonths(date, 3) && lastDay < addMonths(date, 4)).toBe(true);
      }),
    );
  });
});
