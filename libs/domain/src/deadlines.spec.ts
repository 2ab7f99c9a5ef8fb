// SPDX-License-Identifier: MPL-2.0
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addDays, daysBetween, isConstitutionDay, isHverdag, isWorkingDay } from './danish-calendar.js';
import {
  claimLatestOn,
  DEADLINES,
  type DeadlineCode,
  demandEarliestOn,
  dueOn,
  dueSoonOn,
  extraNoticeOn,
  helpDecisionDueOn,
  inspectLatestOn,
  isInTime,
  overdueStepsOn,
  statementDueOn,
} from './deadlines.js';

const codes = Object.keys(DEADLINES) as DeadlineCode[];
const dates = fc.integer({ min: 0, max: 73_000 }).map((days) => addDays('2000-01-01', days));

test('every code of domain.md 8.2 is there, with a name and a source', () => {
  const law =
    'RENT_DUE DEMAND_EARLIEST DEMAND_EXPIRY TERMINATION_EARLIEST VACANCY_ANSWER DEFECT_LIST INSPECT_LATEST SUMMONS_LATEST REPORT_LATEST CLAIM_LATEST TRIBUNAL_REPLY TRIBUNAL_DECISION COURT_APPEAL CONDITIONAL_END EVICTION_NOHELP_DECISION';
  expect(codes).toEqual(expect.arrayContaining(law.split(' ')));
  for (const code of codes) {
    const { da, en, source, base } = DEADLINES[code];
    expect([da, en, source, base].every((text) => text.length > 3)).toBe(true);
  }
});

describe('test vectors of domain.md 8.2', () => {
  test.each([
    ['2021-10-01', '2021-10-01', '2021-10-06'], // UfR 2022.1586 V
    ['2025-03-01', '2025-03-03', '2025-03-07'],
    ['2026-04-01', '2026-04-01', '2026-04-09'], // Easter
    ['2025-06-01', '2025-06-02', '2025-06-06'], // the 3rd hverdag is 5 June
    ['2026-06-01', '2026-06-01', '2026-06-06'], // the 4th is 5 June
    ['2027-01-01', '2027-01-04', '2027-01-08'],
    // one week without holidays, Monday to Sunday
    ['2026-08-31', '2026-08-31', '2026-09-04'],
    ['2026-09-01', '2026-09-01', '2026-09-05'],
    ['2026-09-02', '2026-09-02', '2026-09-07'],
    ['2026-09-03', '2026-09-03', '2026-09-08'],
    ['2026-09-04', '2026-09-04', '2026-09-09'],
    ['2026-09-05', '2026-09-07', '2026-09-11'],
    ['2026-09-06', '2026-09-07', '2026-09-11'],
  ])('rent due %s: pay day %s, earliest demand %s', (due, payDay, earliest) => {
    expect(dueOn('RENT_DUE', due)).toBe(payDay);
    expect(dueOn('DEMAND_EARLIEST', payDay)).toBe(earliest);
    expect(dueOn('DEMAND_EARLIEST', due)).toBe(earliest); // the base is rolled
  });

  test.each([
    ['2021-10-07', '2021-10-21', '2021-10-22'],
    ['2026-03-20', '2026-04-07', '2026-04-08'], // Good Friday
    ['2026-05-22', '2026-06-08', '2026-06-09'], // 5 June
    ['2026-12-12', '2026-12-28', '2026-12-29'], // 26 December
    ['2026-08-08', '2026-08-24', '2026-08-25'], // delivered on a Saturday, which is day 0
    ['2026-04-03', '2026-04-17', '2026-04-18'], // on a holiday; the day after the expiry is not rolled
  ])('demand delivered %s: expiry %s, termination from %s', (deliveredOn, expiry, termination) => {
    expect(dueOn('DEMAND_EXPIRY', deliveredOn)).toBe(expiry);
    expect(dueOn('TERMINATION_EARLIEST', expiry)).toBe(termination);
  });
});

describe('worked example, domain.md 11', () => {
  test.each([
    [2, 'ASSESSMENT', '2026-03-30', '2026-04-07'],
    [3, 'VACANCY_ANSWER', '2026-03-27', '2026-04-08'],
    [5, 'BENEFIT_DECISION', '2026-04-07', '2026-04-14'],
    [11, 'SUMMONS_LATEST', '2026-04-23', '2026-04-16'],
    [11, 'DEFECT_LIST', '2026-04-23', '2026-05-07'],
    [12, 'RENT_DUE', '2026-08-01', '2026-08-03'],
    [12, 'ACKNOWLEDGE', '2026-08-04', '2026-08-05'],
    [12, 'FIRST_OUTREACH', '2026-08-04', '2026-08-07'],
    [12, 'DEMAND_EARLIEST', '2026-08-03', '2026-08-07'],
    [13, 'DEMAND_EXPIRY', '2026-08-10', '2026-08-24'],
    [13, 'TERMINATION_EARLIEST', '2026-08-24', '2026-08-25'],
    [15, 'ACKNOWLEDGE', '2026-09-07', '2026-09-08'],
    [15, 'FIRST_OUTREACH', '2026-09-07', '2026-09-10'],
    [17, 'TRIBUNAL_REPLY', '2026-11-16', '2026-11-30'],
    [17, 'TRIBUNAL_DECISION', '2026-11-30', '2026-12-28'],
    [18, 'CONDITIONAL_END', '2026-12-21', '2027-12-21'],
    [18, 'COURT_APPEAL', '2026-12-22', '2027-01-19'],
    [19, 'ACKNOWLEDGE', '2026-12-02', '2026-12-03'],
    [19, 'FIRST_OUTREACH', '2026-12-02', '2026-12-07'],
    [19, 'DEMAND_EARLIEST', '2026-12-01', '2026-12-05'],
    [20, 'DEMAND_EXPIRY', '2026-12-12', '2026-12-28'],
    [20, 'TERMINATION_EARLIEST', '2026-12-28', '2026-12-29'],
    [24, 'BAILIFF_REQUEST_NOTICE', '2027-03-19', '2027-03-19'],
    [24, 'COURT_NOTIFICATION', '2027-03-23', '2027-03-24'],
    [25, 'REHOUSING', '2027-04-14', '2027-04-14'],
    [25, 'EVICTION_NOHELP_DECISION', '2027-04-14', '2027-04-28'],
    [26, 'INSPECT_LATEST', '2027-04-14', '2027-04-28'],
    [26, 'SUMMONS_LATEST', '2027-04-23', '2027-04-16'],
    [27, 'REPORT_LATEST', '2027-04-23', '2027-05-07'],
    [27, 'CLAIM_LATEST', '2027-04-23', '2027-05-07'],
    [27, 'STATEMENT_DUE', '2027-04-14', '2027-05-26'],
    [27, 'SETTLEMENT_DECISION', '2027-05-18', '2027-06-01'],
    [27, 'SHARE_PAYMENT_DUE', '2027-06-01', '2027-07-01'],
  ] as const)('row %i: %s from %s is %s', (_, code, base, due) => expect(dueOn(code, base)).toBe(due));

  test('an inspection on 2027-04-29 is late, one on 2027-04-28 in time', () => {
    const latest = dueOn('INSPECT_LATEST', '2027-04-14');
    expect(['2027-04-28', '2027-04-29'].map((day) => isInTime(day, latest))).toEqual([true, false]);
  });

  test('a breach on 2027-12-22 is outside the conditional year', () => {
    const end = dueOn('CONDITIONAL_END', '2026-12-21');
    expect(['2027-12-21', '2027-12-22'].map((day) => isInTime(day, end))).toEqual([true, false]);
  });
});

describe('exact readings, domain.md 13.1', () => {
  test.each([
    // Working-day rules start on any day; the others of 4.6, 8.1 and 8.3.
    ['FINANCING_OUTLOOK', '2026-08-01', '2026-08-04'],
    ['DISBURSEMENT', '2026-12-23', '2026-12-28'], // 24 December is a working day
    ['CONTACT_ANSWER', '2026-06-04', '2026-06-09'],
    ['FINANCING_NOTICE', '2026-12-30', '2026-12-31'],
    ['KEYS_HANDED_OVER', '2026-03-30', '2026-04-20'],
    // Saturday and 5 June are last days of an answer to a vacancy.
    ['VACANCY_ANSWER', '2026-08-14', '2026-08-22'],
    ['VACANCY_ANSWER', '2026-05-28', '2026-06-05'],
    // These stay where they fall.
    ['DEFECT_LIST', '2026-12-12', '2026-12-26'],
    ['COURT_APPEAL', '2026-03-08', '2026-04-05'],
    ['CONDITIONAL_END', '2028-02-29', '2029-02-28'],
  ] as const)('%s from %s is %s', (code, base, due) => expect(dueOn(code, base)).toBe(due));

  test('an agreement moves its own deadlines, never those of law', () => {
    const agreed = { ACKNOWLEDGE: 2, DEMAND_EXPIRY: 1 };
    expect(dueOn('ACKNOWLEDGE', '2026-08-04', agreed)).toBe('2026-08-06');
    expect(dueOn('DEMAND_EXPIRY', '2026-08-10', agreed)).toBe('2026-08-24');
  });

  test('a demand for several items waits for the latest', () =>
    expect(demandEarliestOn(['2026-08-01', '2026-09-01', '2026-07-01'])).toBe('2026-09-05'));

  test('move-out: the later of the day and the day it was learned of; a single dwelling counts from the move-out', () => {
    expect(inspectLatestOn('2027-04-14', '2027-04-20')).toBe('2027-05-04');
    expect(inspectLatestOn('2027-04-14', '2027-04-01')).toBe('2027-04-28');
    expect(statementDueOn('2027-04-14', '2027-04-20')).toBe('2027-06-01');
    expect(claimLatestOn(true, '2027-04-14', '2027-04-23')).toBe('2027-05-07');
    expect(claimLatestOn(false, '2027-04-14', '2027-04-23')).toBe('2027-04-28');
  });

  test.each([
    ['2026-08-11', '2026-08-24', null, '2026-08-20'], // two working days before the expiry
    ['2026-08-21', '2026-08-24', null, '2026-08-21'], // not before the application
    ['2026-08-11', null, null, '2026-08-18'],
    ['2026-08-11', '2026-08-24', '2026-08-18', '2026-08-18'], // a demand came later: it may only shorten
    ['2026-08-11', '2026-08-17', '2026-08-18', '2026-08-13'],
  ])('help applied for %s, demand expires %s, due before %s: %s', (appliedOn, expiresOn, before, due) =>
    expect(helpDecisionDueOn(appliedOn, expiresOn, before)).toBe(due));

  test('warnings: 5 working days where the rule is 14 days or more, else 2, none where nothing is to be done', () => {
    const of = (days: number | null) => codes.filter((code) => DEADLINES[code].dueSoonWorkingDays === days);
    const five =
      'DEMAND_EXPIRY DEFECT_LIST INSPECT_LATEST REPORT_LATEST CLAIM_LATEST TRIBUNAL_REPLY TRIBUNAL_DECISION COURT_APPEAL CONDITIONAL_END EVICTION_NOHELP_DECISION STATEMENT_DUE SHARE_PAYMENT_DUE';
    expect(of(5)).toEqual(five.split(' '));
    // The ends of an agreement are warned of by calendar days.
    expect(of(null)).toEqual([
      ...['RENT_DUE', 'DEMAND_EARLIEST', 'TERMINATION_EARLIEST', 'AGREEMENT_TERM_END', 'ALLOCATION_CEILING'],
    ]);
    expect(of(2)).toHaveLength(codes.length - 17);
  });

  test.each([
    ['DEMAND_EXPIRY', '2026-08-24', '2026-08-10', '2026-08-17', '2026-08-20'],
    ['DEMAND_EXPIRY', '2026-04-07', '2026-03-20', '2026-03-26', '2026-03-31'],
    ['SETTLEMENT_DECISION', '2027-06-01', '2027-05-18', '2027-05-28', null],
    ['ACKNOWLEDGE', '2026-08-05', '2026-08-04', '2026-08-04', null], // not before it was set
    ['CONDITIONAL_END', '2027-12-21', '2026-12-21', '2027-12-14', '2027-11-21'],
    ['TERMINATION_EARLIEST', '2026-08-25', '2026-08-10', null, null],
  ] as const)('%s due %s, set %s: soon %s, also %s', (code, due, setOn, soon, extra) => {
    expect([dueSoonOn(code, due, setOn), extraNoticeOn(code, due, setOn)]).toEqual([soon, extra]);
  });

  test('overdue after 1, 3 and 5 working days', () =>
    expect(overdueStepsOn('2026-06-03')).toEqual(['2026-06-04', '2026-06-09', '2026-06-11']));
});

describe('always', () => {
  test('a later base never gives an earlier day', () => {
    fc.assert(
      fc.property(fc.constantFrom(...codes), dates, fc.nat(10), (code, base, more) => {
        expect(dueOn(code, base) <= dueOn(code, addDays(base, more))).toBe(true);
      }),
    );
  });

  test('a demand has its 14 days, ends on a working day; none is made too early or on 5 June', () => {
    fc.assert(
      fc.property(dates, (date) => {
        const expiry = dueOn('DEMAND_EXPIRY', date);
        expect(daysBetween(date, expiry) >= 14 && isWorkingDay(expiry)).toBe(true);
        const earliest = dueOn('DEMAND_EARLIEST', date);
        expect(isHverdag(earliest) && !isConstitutionDay(earliest)).toBe(true);
        const between = Array.from({ length: daysBetween(dueOn('RENT_DUE', date), earliest) - 1 }, (_, i) =>
          addDays(dueOn('RENT_DUE', date), i + 1),
        );
        expect(between.filter(isHverdag).length).toBeGreaterThanOrEqual(3);
      }),
    );
  });

  test('warning ≤ due < overdue steps, and help is decided between application and expiry', () => {
    fc.assert(
      fc.property(fc.constantFrom(...codes), dates, fc.nat(40), (code, due, before) => {
        const setOn = addDays(due, -before);
        const soon = dueSoonOn(code, due, setOn) ?? setOn;
        const days = [setOn, soon, due, ...overdueStepsOn(due)];
        expect([...days].sort()).toEqual(days);
        const help = helpDecisionDueOn(setOn, due);
        expect(setOn <= help && help <= due).toBe(true);
      }),
    );
  });
});

describe('ends of an agreement', () => {
  test.each([
    'AGREEMENT_TERM_END',
    'ALLOCATION_CEILING',
  ] as const)('%s: warned 90 and 30 calendar days before', (code) => {
    expect(dueOn(code, '2030-01-31')).toBe('2030-01-31');
    expect(dueSoonOn(code, '2030-01-31', '2026-02-01')).toBe('2029-11-02');
    expect(extraNoticeOn(code, '2030-01-31', '2026-02-01')).toBe('2030-01-01');
    // Never before it was set.
    expect(dueSoonOn(code, '2030-01-31', '2029-12-15')).toBe('2029-12-15');
    expect(extraNoticeOn(code, '2030-01-31', '2030-01-15')).toBe('2030-01-15');
  });
});
