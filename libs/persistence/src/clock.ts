// SPDX-License-Identifier: MPL-2.0
import { readFileSync } from 'node:fs';
import { copenhagenDate, type LocalDate } from '#domain';

/**
 * The time that cases live by. Order, leases, de-duplication, retries and token checks never use it: they use real time.
 * With time travel every service adds the offset of one shared file, `{"offsetMs": n}`, which the story and tests write.
 */
export class Clock {
  constructor(private readonly travelFile?: string) {}

  now(): Date {
    return new Date(Date.now() + this.offsetMs());
  }

  /** The Copenhagen date of now. */
  today(): LocalDate {
    return copenhagenDate(this.now());
  }

  private offsetMs(): number {
    if (!this.travelFile) return 0;
    try {
      const { offsetMs } = JSON.parse(readFileSync(this.travelFile, 'utf8')) as { offsetMs?: number };
      return Number.isFinite(offsetMs) ? Number(offsetMs) : 0;
    } catch {
      return 0; // no file yet: real time
    }
  }
}
