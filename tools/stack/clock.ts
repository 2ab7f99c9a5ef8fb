// SPDX-License-Identifier: MPL-2.0
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const DAY_MS = 24 * 60 * 60 * 1000;
const copenhagen = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Copenhagen' });

/**
 * Writes the clock file that services with TIME_TRAVEL read. Whole days only, so the time of day stays the real one.
 * @param to a date `YYYY-MM-DD`, `+Nd` (N days after the time shown now) or `now` (real time)
 * @returns the Copenhagen date the services now have
 * @throws Error when `to` is none of these
 */
export function moveClock(file: string, to: string): string {
  const offsetMs = offsetFor(to, readOffset(file));
  mkdirSync(dirname(file), { recursive: true });
  // Renamed into place: a service never reads half a file.
  writeFileSync(`${file}.${process.pid}`, JSON.stringify({ offsetMs }));
  renameSync(`${file}.${process.pid}`, file);
  return copenhagen.format(Date.now() + offsetMs);
}

function readOffset(file: string): number {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).offsetMs;
  } catch {
    return 0;
  }
}

function offsetFor(to: string, current: number): number {
  const [, days] = /^\+(\d{1,5})d$/.exec(to) ?? [];
  if (days) return current + Number(days) * DAY_MS;
  if (to === 'now') return 0;
  const midnight = /^\d{4}-\d{2}-\d{2}$/.test(to) ? Date.parse(to) : Number.NaN;
  if (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== to)
    throw new Error(`"${to}" is no time: give a date such as 2027-03-01, a number of days such as +14d, or now.`);
  return midnight - Date.parse(copenhagen.format(Date.now()));
}
