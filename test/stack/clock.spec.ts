// SPDX-License-Identifier: MPL-2.0
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { moveClock } from '../../tools/stack/clock.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'indgang-clock-'));
});
afterEach(() => rmSync(folder, { recursive: true }));
const move = (now: string, ...steps: string[]) =>
  steps.map((to) => moveClock(join(folder, 'clock.json'), to, Date.parse(now)));

test.each([
  ['2026-11-23T12:00:00Z', '2026-08-04'],
  // The last hour before a Copenhagen midnight and the first one after it, in winter and in summer.
  ['2026-11-23T22:30:00Z', '2026-08-04'],
  ['2026-11-23T23:30:00Z', '2026-08-04'],
  ['2026-07-01T21:30:00Z', '2026-12-01'],
  ['2026-07-01T22:30:00Z', '2026-12-01'],
])('at %s the clock goes to %s, whatever season it is', (now, to) => {
  expect(move(now, to)).toEqual([to]);
});

test('days are counted from the date shown, also across the end of summer time', () => {
  expect(move('2026-10-20T22:30:00Z', '+7d', '+14d', 'now')).toEqual(['2026-10-28', '2026-11-11', '2026-10-21']);
});

test.each(['2026-02-30', '14d', '+d', 'tomorrow', ''])('%p is refused, with what is allowed', (to) => {
  expect(() => move('2026-11-23T12:00:00Z', to)).toThrow('give a date such as 2027-03-01');
});
