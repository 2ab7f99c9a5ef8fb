// SPDX-License-Identifier: MPL-2.0
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
const copenhagen = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Copenhagen' });

/**
 * Writes the clock file that services with TIME_TRAVEL read. Whole days only, so the time of day stays the real one.
 * @param to a date `YYYY-MM-DD`, `+Nd` (N days after the time shown now) or `now` (real time)
 * @param now real time, milliseconds
 * @returns the Copenhagen date the services now have
 * @throws Error when `to` is none of these
 */
export function moveClock(file: string, to: string, now = Date.now()): string {
  const offsetMs = offsetFor(to, readOffset(file), now);
  mkdirSync(dirname(file), { recursive: true });
  // Renamed into place: a service never reads half a file.
  writeFileSync(`${file}.${process.pid}`, JSON.stringify({ offsetMs }));
  renameSync(`${file}.${process.pid}`, file);
  return copenhagen.format(now + offsetMs);
}

function readOffset(file: string): number {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).offsetMs;
  } catch {
    return 0;
  }
}

function offsetFor(to: string, current: number, now: number): number {
  if (to === 'now') return 0;
  const [, days] = /^\+(\d{1,5})d$/.exec(to) ?? [];
  const midnight = days
    ? Date.parse(copenhagen.format(now + current)) + Number(days) * DAY_MS
    : /^\d{4}-\d{2}-\d{2}$/.test(to)
      ? Date.parse(to)
      : Number.NaN;
  if (Number.isNaN(midnight) || (!days && dateOf(midnight) !== to))
    throw new Error(`"${to}" is no time: give a date such as 2027-03-01, a number of days such as +14d, or now.`);
  const offset = midnight - Date.parse(copenhagen.format(now));
  // Across a change to or from summer time, the first or last hour of a day would fall on the day beside it.
  const shown = copenhagen.format(now + offset);
  return offset + (shown > dateOf(midnight) ? -HOUR_MS : shown < dateOf(midnight) ? HOUR_MS : 0);
}

const dateOf = (midnight: number): string => new Date(midnight).toISOString().slice(0, 10);
