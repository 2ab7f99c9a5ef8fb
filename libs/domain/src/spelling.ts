// SPDX-License-Identifier: MPL-2.0
import { daysInMonth, type LocalDate } from './danish-calendar.js';

// One spelling for what is the same, and what no text may hold. Used where texts come in (architecture.md 4), not in rules.
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const SHA_256 = /^[0-9a-f]{64}$/i;

/** Is it made by a machine: a uuid or the hash of a text? */
const isMachineMade = (text: string) => UUID.test(text) || SHA_256.test(text);

/**
 * More marks on one letter than any language has. To put them in order takes quadratic time, which the event loop stands
 * still for: a text with them is left as it is, and refused.
 */
const PILED_MARKS = /\p{M}{31}/u;

/** A whole text that is a telephone number with its country. */
const INTERNATIONAL_PHONE = /^\+[1-9][0-9 ]{6,20}$/;

/**
 * The one spelling of a text: a uuid or a hash in small letters; anything else in NFC, with one blank for any white space,
 * none at the ends of lines, and `\n` for any line break.
 */
export function spelled(text: string): string {
  if (isMachineMade(text)) return text.toLowerCase();
  if (PILED_MARKS.test(text)) return text;
  return trimmed(
    text
      .normalize('NFC')
      .replace(/\r\n?/g, '\n')
      .replace(/[\t\p{Zs}]+/gu, ' ')
      .replace(/ ?\n ?/g, '\n'),
  );
}

/** Blanks and line breaks at both ends; `trim` would take away in silence what is to be refused. */
function trimmed(text: string): string {
  const isBlank = (at: number) => text[at] === ' ' || text[at] === '\n';
  let from = 0;
  let to = text.length;
  while (from < to && isBlank(from)) from++;
  while (to > from && isBlank(to - 1)) to--;
  return text.slice(from, to);
}

/** Every text of a JSON value in its one spelling, at every depth. Names of members stay. */
export function spelledThrough(value: unknown): unknown {
  if (typeof value === 'string') return spelled(value);
  if (Array.isArray(value)) return value.map(spelledThrough);
  if (typeof value !== 'object' || value === null) return value;
  // Not by assignment: `__proto__` must stay a member, to be refused.
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, spelledThrough(part)]));
}

/** Two texts are the same thing when these are equal: without regard to case, width and white space. In SQL: `folded`. */
export const folded = (text: string): string =>
  (PILED_MARKS.test(text) ? text : text.normalize('NFKC')).replace(/\s+/g, ' ').trim().toLowerCase();

/** What a script or an emoji needs to join its signs, between two of them; Latin letters need none. */
const JOINERS =
  /(?<=[^\p{ASCII}\p{Script=Latin}\p{N}\p{Z}\p{C}\p{P}])[\u200c\u200d](?=[^\p{ASCII}\p{Script=Latin}\p{N}\p{Z}\p{C}\p{P}])|(?<=\p{Extended_Pictographic})\ufe0f/gu;
/** Control, format, private and other characters that show nothing or turn what stands around them. */
const UNSEEN =
  /(?![\t\n\r])[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\u2800\ufffc]/u;
const SEEN = /[\p{L}\p{N}\p{P}\p{S}]/u;

export type TextFault = 'not-a-text' | 'civil-registration-number';

/** What is wrong with a text that others will read, as it was typed; an empty one is a matter of its field. */
export function textFault(text: string): TextFault | undefined {
  if (text === '' || isMachineMade(text)) return undefined;
  if (PILED_MARKS.test(text) || !SEEN.test(text) || UNSEEN.test(text.replace(JOINERS, ''))) return 'not-a-text';
  return !INTERNATIONAL_PHONE.test(text) && holdsCivilRegistrationNumber(text)
    ? 'civil-registration-number'
    : undefined;
}

/** A day with its year; what follows decides whether it is the beginning of a number. */
const FULL_DATE = /(?<!\p{N})(\d\d)[./-](\d\d)[./-](?:19|20)(\d\d)(?!\p{N})/gu;
/** A day of birth with four digits behind it, in the ways in which FULL_DATE does not have it. */
const OTHER_BIRTHS = [
  /(?<!\p{N})(?<day>\d\d)(?<month>\d\d)(?<year>19\d\d|20[01]\d)(?!, )[^\p{L}\p{N}:]{1,4}\d{4}(?!\p{N})/gu,
  /(?<!\p{N})(?<year>19\d\d|20[01]\d)[./-]?(?<month>\d\d)[./-]?(?<day>\d\d)(?!, )[^\p{L}\p{N}:]{1,4}\d{4}(?!\p{N})/gu,
  /(?<!\p{N})(?<day>\d\d?)(?:[./-] ?| )(?<month>\d\d?)(?:[./-] ?| )(?<year>19\d\d|20[01]\d)(?!, )[^\p{L}\p{N}:]{1,4}(?!20)\d{4}(?!\p{N})/gu,
  /(?<!\p{N})(?<day>\d\d?)[./-](?<month>\d\d?)[./-]19\d\d(?!, )[^\p{L}\p{N}:]{1,4}20\d\d(?!\p{N})/gu,
  /(?<![\p{N}.])(?<day>[1-9])[./-](?<month>[1-9]|1[0-2])[./-]\d\d(?!, )[^\p{L}\p{N}:]{1,4}\d{4}(?!\p{N})/gu,
];
/** Uuids, accounts, spans of days, dates, times, amounts, phones in pairs before another one: digits that are no number. */
const OTHER_GROUPS = [
  /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/giu,
  /(?<![\p{L}\p{N}])[A-Z]{2}\d\d(?: \d{4}){3,7}(?: \d{1,4})?(?!\p{N})/gu,
  /(?<!\p{N})\d\d[./]\d\d[./]\d\d ?[-–] ?\d\d[./]\d\d[./]\d\d(?!\p{N})/gu,
  /(?<!\p{N})\d[./-]\d\d?[./-](?:19|20)\d\d(?!\p{N})|(?<!\p{N})\d\d[./-]\d[./-](?:19|20)\d\d(?!\p{N})/gu,
  /(?<!\p{N})(?:19|20)\d\d-\d\d-\d\d(?!\p{N})/gu,
  /(?<![\p{N}:])\d\d?:[0-5]\d(?::[0-5]\d)?(?![\p{N}:])/gu,
  /(?<![\p{N}.])[1-9]\d{0,2}(?:\.\d{3}){1,5}(?:,\d\d)?(?![.]?\p{N})/gu,
  /(?<!\p{N})\d\d \d\d \d\d \d\d(?= ?[,;/\n])/gu,
];
/** Characters that may stand between two digits of one number; a letter may not. */
const MOST_BETWEEN = 4;

/**
 * Does a text hold what can be a civil registration number (CPR): ten digits, whatever their script, with or without signs
 * between any of them, that are the day of a birth (conventions.md 3)? The check digit tells nothing: numbers that fail it are
 * issued since 2007.
 */
export function holdsCivilRegistrationNumber(text: string): boolean {
  const whole = text.normalize('NFKC').replace(/[^\S\n]+/g, ' ');
  for (const births of OTHER_BIRTHS)
    for (const { groups = {} } of whole.matchAll(births))
      if (isDay(Number(groups.day), Number(groups.month), Number(groups.year ?? 2000))) return true;
  let plain = whole;
  plain = plain.replace(FULL_DATE, (date, day, month, year, at: number) => {
    const after = plain.slice(at + date.length, at + date.length + MOST_BETWEEN + 5);
    return /^(?!, |: )[^\p{L}\p{N}]{0,4}(?!19|20)\d{4}(?!\p{N})/u.test(after) ? `${day}${month}${year}` : 'x';
  });
  for (const groups of OTHER_GROUPS) plain = plain.replace(groups, 'x');
  // Behind a comma or a colon and a blank is another number: house and floor, one day and the next.
  return plain.split(/[,;:] /).some(holdsTenOfBirth);
}

function holdsTenOfBirth(plain: string): boolean {
  // The last digits without a letter between them, and whether each began a group.
  const run: { digit: number; begins: boolean }[] = [];
  let between = 1;
  const endsNumber = () => between === 0 && run.length >= 10 && run.at(-10)!.begins && isOfBirth(run.slice(-10));
  for (const character of plain) {
    const digit = digitOf(character);
    if (digit !== undefined) {
      run.push({ digit, begins: between > 0 });
      between = 0;
      continue;
    }
    if (endsNumber()) return true;
    between++;
    if (between > MOST_BETWEEN || /\p{L}/u.test(character)) run.length = 0;
  }
  return endsNumber();
}

/** The value of a decimal digit of any script: each script has its ten in a row. */
function digitOf(character: string): number | undefined {
  if (character >= '0' && character <= '9') return character.charCodeAt(0) - 48;
  if (!/\p{Nd}/u.test(character)) return undefined;
  const code = character.codePointAt(0)!;
  let zero = code;
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
  return code - zero;
}

const isOfBirth = (ten: readonly { digit: number }[]): boolean => birthOf(ten.map(({ digit }) => digit)) !== undefined;

/** The day of birth; the seventh digit tells its century (CPR-kontoret, "Personnummeret i CPR"). */
function birthOf(digits: readonly number[]): LocalDate | undefined {
  const two = (at: number) => digits[at]! * 10 + digits[at + 1]!;
  const [day, month, year, seventh] = [two(0), two(2), two(4), digits[6]!];
  let century = 1900;
  if (seventh === 4 || seventh === 9) century = year <= 36 ? 2000 : 1900;
  else if (seventh > 4) century = year <= 57 ? 2000 : 1800;
  if (!isDay(day, month, century + year)) return undefined;
  return `${century + year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** Ten digits as people write them: whole, with a hyphen behind the day of birth, in pairs. */
export const TYPED_CIVIL_REGISTRATION_NUMBER = /^[0-9](?:[ .–-]?[0-9]){9}$/;

/**
 * A civil registration number (CPR) from a field that is for one; undefined: it is none. The check digit is not asked: numbers
 * that fail it are issued since 2007.
 */
export function readCivilRegistrationNumber(typed: string): { number: string; bornOn: LocalDate } | undefined {
  if (!TYPED_CIVIL_REGISTRATION_NUMBER.test(typed)) return undefined;
  const number = typed.replace(/[^0-9]/g, '');
  const bornOn = birthOf(Array.from(number, Number));
  return bornOn === undefined ? undefined : { number, bornOn };
}

const isDay = (day: number, month: number, year: number): boolean =>
  month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
