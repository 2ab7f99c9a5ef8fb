// SPDX-License-Identifier: MPL-2.0
import { addMonths, type LocalDate } from './danish-calendar.js';

/**
 * The days that a date in a command may have, both inclusive (domain.md 13.4: every date has a window). It is what the
 * refusal says: "fra {earliest} til {latest}".
 */
export type DayWindow = Readonly<{ earliest: LocalDate; latest: LocalDate }>;

/** What a guard answers of a day: its window where the day lies outside, else `false`. */
export const isOutside = (window: DayWindow, day: LocalDate): DayWindow | false =>
  (day < window.earliest || day > window.latest) && window;

/** Today and the twelve months after it: as far ahead as anybody plans. */
export const comingYear = (today: LocalDate): DayWindow => ({ earliest: today, latest: addMonths(today, 12) });
