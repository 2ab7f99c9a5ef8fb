// SPDX-License-Identifier: MPL-2.0
import { expect, test } from '@jest/globals';
import { meetingDates } from './meeting.js';

test('row 1 of the worked example: quarterly from 1 February 2026, moved to the next working day', () => {
  expect(meetingDates('2026-02-01', 3, '2030-01-31').slice(0, 4)).toEqual([
    '2026-05-01',
    '2026-08-03',
    '2026-11-02',
    '2027-02-01',
  ]);
});

test('each is counted from the first day: a month’s end and a moved day do not drift', () => {
  expect(meetingDates('2026-01-31', 1, '2026-06-30')).toEqual([
    // 28 February is a Saturday; 31 May a Sunday.
    ...['2026-03-02', '2026-03-31', '2026-04-30', '2026-06-01', '2026-06-30'],
  ]);
});

test('none is after the last day, not even where it is moved there', () => {
  expect(meetingDates('2026-02-01', 3, '2026-05-01')).toEqual(['2026-05-01']);
  expect(meetingDates('2026-02-01', 3, '2026-04-30')).toEqual([]);
  // 2 August 2026 is a Sunday.
  expect(meetingDates('2026-05-02', 3, '2026-08-02')).toEqual([]);
  expect(meetingDates('2026-02-01', 3, '2030-01-31')).toHaveLength(15);
});

test('no plan is longer than 300 meetings', () => {
  expect(meetingDates('2026-02-01', 1, '2099-01-31')).toHaveLength(300);
});
