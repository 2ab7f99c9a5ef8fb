// SPDX-License-Identifier: MPL-2.0
import { dayOfWeek, isWorkingDay, type LocalDate } from '#domain';

const DAYS = ['man', 'tir', 'ons', 'tor', 'fre', 'lør', 'søn'];

/**
 * Is somebody there at this time? On public holidays and 5 June nobody is.
 * @param openingHours as agreed: `man-tor 09:00-15:00, fre 09:00-13:00`
 * @param time of day in Copenhagen, `HH:MM`
 */
export function isOpen(openingHours: string, date: LocalDate, time: string): boolean {
  const day = dayOfWeek(date);
  if (day <= 5 && !isWorkingDay(date)) return false;
  return openingHours.split(', ').some((part) => {
    const [days = '', hours = ''] = part.split(' ');
    const [first, last = first] = days.split('-').map((name) => DAYS.indexOf(name) + 1) as [number, number?];
    const [from = '', to = ''] = hours.split('-');
    // `fre-man` runs over the week's end.
    const isDay = first <= last ? first <= day && day <= last : day >= first || day <= last;
    return isDay && from <= time && time < to;
  });
}
