// SPDX-License-Identifier: MPL-2.0
/**
 * The Danish calendar as tenancy law counts it. Dates that are law are strings: a `Date` shifts a day with the time zone.
 * Every function takes dates of 1800-01-01 to 2299-12-31 and throws a RangeError that names the value for anything else.
 */

/** `YYYY-MM-DD`, a day in Copenhagen. Compare with `<`, `<=`, `===`. */
export type LocalDate = string;

const FIRST_YEAR = 1800;
const LAST_YEAR = 2299;
/** What may come in from outside: a century of counting from it stays inside the calendar. */
const FIRST_INPUT_YEAR = 1900;
const LAST_INPUT_YEAR = 2199;

interface Parts {
  year: number;
  month: number;
  day: number;
}

const isLeapYear = (year: number) => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

export const daysInMonth = (year: number, month: number): number =>
  month === 2 ? (isLeapYear(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;

function tryParts(text: string): Parts | undefined {
  const [, year = 0, month = 0, day = 0] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)?.map(Number) ?? [];
  const exists = month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
  return exists && year >= FIRST_YEAR && year <= LAST_YEAR ? { year, month, day } : undefined;
}

/** Year, month 1–12 and day of a date. */
export function partsOf(date: LocalDate): Parts {
  const parts = tryParts(date);
  if (!parts) throw new RangeError(`not a date from ${FIRST_YEAR}-01-01 to ${LAST_YEAR}-12-31: ${date}`);
  return parts;
}

/** Is this a real day of 1900 to 2199 written `YYYY-MM-DD`? What may come in from outside. */
export function isLocalDate(text: string): boolean {
  const parts = tryParts(text);
  return parts !== undefined && parts.year >= FIRST_INPUT_YEAR && parts.year <= LAST_INPUT_YEAR;
}

const write = ({ year, month, day }: Parts): LocalDate => {
  const date = [String(year).padStart(4, '0'), String(month).padStart(2, '0'), String(day).padStart(2, '0')].join('-');
  partsOf(date);
  return date;
};

function whole(count: number): number {
  if (!Number.isSafeInteger(count)) throw new RangeError(`not a whole number: ${count}`);
  return count;
}

/** Days since 1970-01-01, negative before; the year is taken to begin in March, so that the leap day is its last. */
function dayNumber({ year, month, day }: Parts): number {
  const y = month <= 2 ? year - 1 : year;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  return 365 * y + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400) + dayOfYear - 719468;
}

function fromDayNumber(number: number): LocalDate {
  const days = number + 719468;
  const era = Math.floor(days / 146097);
  const dayOfEra = days - era * 146097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  return write({ year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day });
}

const inCopenhagen = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Copenhagen',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

/** The day of an instant; clock time and office hours never matter (domain.md 13.1). */
export function copenhagenDate(instant: Date): LocalDate {
  if (Number.isNaN(instant.getTime())) throw new RangeError(`not an instant: ${instant}`);
  const date = inCopenhagen.format(instant);
  partsOf(date);
  return date;
}

/** Calendar days later, or earlier when negative. */
export const addDays = (date: LocalDate, days: number): LocalDate =>
  fromDayNumber(dayNumber(partsOf(date)) + whole(days));

/** Calendar days from one date to the other, negative when it lies before. */
export const daysBetween = (from: LocalDate, to: LocalDate): number =>
  dayNumber(partsOf(to)) - dayNumber(partsOf(from));

/** The same day so many months later, clamped to the end of the month: 31 Jan + 1 = 28 or 29 Feb. */
export function addMonths(date: LocalDate, months: number): LocalDate {
  const { year, month, day } = partsOf(date);
  const index = year * 12 + month - 1 + whole(months);
  const target = { year: Math.floor(index / 12), month: (index % 12) + 1 };
  return write({ ...target, day: Math.min(day, daysInMonth(target.year, target.month)) });
}

/** 1 = Monday … 7 = Sunday. */
export const dayOfWeek = (date: LocalDate): number => ((((dayNumber(partsOf(date)) + 3) % 7) + 7) % 7) + 1;

/** Easter Sunday (Gregorian computus, Meeus/Jones/Butcher). */
export function easterSunday(year: number): LocalDate {
  const a = year % 19;
  const century = Math.floor(year / 100);
  const yearOfCentury = year % 100;
  const g = Math.floor((8 * century + 13) / 25);
  const h = (19 * a + century - Math.floor(century / 4) - g + 15) % 30;
  const l = (32 + 2 * (century % 4) + 2 * Math.floor(yearOfCentury / 4) - h - (yearOfCentury % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const days = h + l - 7 * m + 114;
  return write({ year, month: Math.floor(days / 31), day: (days % 31) + 1 });
}

const holidaysOfYears = new Map<number, ReadonlySet<LocalDate>>();

/** The public holidays of a year in order. Store Bededag is one until 2023; it was abolished from 2024. */
export function publicHolidays(year: number): ReadonlySet<LocalDate> {
  let holidays = holidaysOfYears.get(year);
  if (!holidays) {
    const easter = easterSunday(year);
    const storeBededag = year < 2024 ? [26] : [];
    // Maundy Thursday, Good Friday, Easter, Easter Monday, (Store Bededag), Ascension, Whit Sunday, Whit Monday
    const movable = [-3, -2, 0, 1, ...storeBededag, 39, 49, 50].map((days) => addDays(easter, days));
    holidays = new Set([`${year}-01-01`, ...movable, `${year}-12-25`, `${year}-12-26`]);
    holidaysOfYears.set(year, holidays);
  }
  return holidays;
}

/** Helligdag. 5 June, 24 and 31 December are none. */
export const isPublicHoliday = (date: LocalDate): boolean => publicHolidays(partsOf(date).year).has(date);

/** Grundlovsdag is no public holiday, but tenancy law treats it apart (lejeloven §§ 58, 182). */
export const isConstitutionDay = (date: LocalDate): boolean => {
  const { month, day } = partsOf(date);
  return month === 6 && day === 5;
};

/** Hverdag: Monday to Saturday except public holidays; 5 June, 24 and 31 December count (UfR 2022.1586 V on Saturdays). */
export const isHverdag = (date: LocalDate): boolean => dayOfWeek(date) !== 7 && !isPublicHoliday(date);

/**
 * Arbejdsdag, and the ordinary weekday that payments and expiries roll to: Monday to Friday except public holidays and
 * 5 June. 24 and 31 December are working days.
 */
export const isWorkingDay = (date: LocalDate): boolean =>
  dayOfWeek(date) <= 5 && !isPublicHoliday(date) && !isConstitutionDay(date);

/** This day, or the first after it that is wanted. */
function rollTo(date: LocalDate, wanted: (day: LocalDate) => boolean): LocalDate {
  let day = date;
  while (!wanted(day)) day = addDays(day, 1);
  return day;
}

/** The start is day 0 whatever day it is; only wanted days are counted. */
function count(date: LocalDate, days: number, wanted: (day: LocalDate) => boolean): LocalDate {
  const step = Math.sign(whole(days));
  let day = write(partsOf(date));
  for (let left = Math.abs(days); left > 0; ) {
    day = addDays(day, step);
    if (wanted(day)) left -= 1;
  }
  return day;
}

/** This day if it is an ordinary weekday, else the next one (lejeloven § 58, stk. 4). */
export const rollToWorkingDay = (date: LocalDate): LocalDate => rollTo(date, isWorkingDay);

/** This day if it is a hverdag other than 5 June, else the next such day (lejeloven § 182, stk. 1, nr. 1). */
export const rollToHverdagNotConstitutionDay = (date: LocalDate): LocalDate =>
  rollTo(date, (day) => isHverdag(day) && !isConstitutionDay(day));

/** The n-th working day after the date, before it when negative; 0 is the date itself, whatever day it is. */
export const addWorkingDays = (date: LocalDate, days: number): LocalDate => count(date, days, isWorkingDay);

/** How many working days there are from the first day to the last, the last not counted. */
export function workingDaysBetween(from: LocalDate, to: LocalDate): number {
  let days = 0;
  for (let day = from; day < to; day = addDays(day, 1)) if (isWorkingDay(day)) days += 1;
  return days;
}

/** The n-th hverdag after the date, before it when negative; 0 is the date itself, whatever day it is. */
export const addHverdage = (date: LocalDate, days: number): LocalDate => count(date, days, isHverdag);

/**
 * Due days of instalments, repayments and meetings: the i-th is i steps after the *unrolled* first, clamped to the end
 * of the month, then rolled. Meetings: the first is one interval after the agreement's effective date (domain.md 13.1).
 * @param everyMonths months from one to the next
 */
export const monthlySeries = (first: LocalDate, length: number, everyMonths = 1): LocalDate[] =>
  Array.from({ length }, (_, i) => rollToWorkingDay(addMonths(first, i * everyMonths)));

/**
 * Last day of a notice to the first of a month: the day before the first 1st that lies the whole notice after the day it
 * was given (domain.md 13.1). Rent runs to that day; when the keys are due is another matter.
 */
export function lastDayOfNotice(givenOn: LocalDate, months = 3): LocalDate {
  const earliest = addMonths(givenOn, months);
  const { year, month, day } = partsOf(earliest);
  const first = write({ year, month, day: 1 });
  return addDays(day === 1 ? first : addMonths(first, 1), -1);
}

const MONTHS = {
  da: 'januar februar marts april maj juni juli august september oktober november december'.split(' '),
  en: 'January February March April May June July August September October November December'.split(' '),
};

/** `6. august 2026`, `6 August 2026`. */
export function showDate(date: LocalDate, language: 'da' | 'en'): string {
  const { year, month, day } = partsOf(date);
  return `${day}${language === 'da' ? '.' : ''} ${MONTHS[language][month - 1]} ${year}`;
}
