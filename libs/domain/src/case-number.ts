// SPDX-License-Identifier: MPL-2.0
// Sagsnummer: what people call a case by, on the phone and on paper: R-26-00417-3.

/** A case number, or what somebody says is one; longer is none. */
export const LONGEST_CASE_NUMBER = 40;

/**
 * The letter of the kind, the year of opening, the running number and the check digit: read as one number, letters standing
 * for 0 (A) to 25 (Z) and the running number for nine digits, they are a multiple of 29. That is the scheme of ISO 7064's
 * pure systems such as MOD 97-10 with one digit instead of two: 29 is the least prime above 25, so every wrong digit and every
 * wrong letter shows, and 10 is a primitive root of it, so does every swap, also of what does not stand side by side. Only
 * ten of 29 remainders are a digit: two of three running numbers are no case's. In SQL: `next_case_number`.
 */
const MODULUS = 29;
const signValue = (sign: string) => (sign >= 'A' ? sign.charCodeAt(0) - 'A'.charCodeAt(0) : Number(sign));
const isMultiple = (signs: string) =>
  [...signs].reduce((rest, sign) => (rest * 10 + signValue(sign)) % MODULUS, 0) === 0;

const FORM = /^([A-Z]{1,2})([0-9]{2})([0-9]{2,10})$/;

/** A case number as it is written, and the letter of its kind. */
export interface CaseNumber {
  number: string;
  letter: string;
}

/**
 * As it is written in letters, all four parts apart and the running number with its zeros. Less would do for people, and be
 * a lease number (L-17), a house (12 B), a postal code, a CVR or BFE number as well.
 */
const WRITTEN =
  /(?<![\p{L}\p{N}])([A-Z]{1,2})[\s\p{Pd}\u2212.]{1,3}[0-9]{2}[\s\p{Pd}\u2212.]{1,3}[0-9]{5,9}[\s\p{Pd}\u2212.]{1,3}[0-9](?![\p{L}\p{N}])/gu;

/** What in a text is written as a case number is, right or wrong, with its letter. */
export const writtenCaseNumbers = (text: string): CaseNumber[] =>
  [...text.normalize('NFKC').toUpperCase().matchAll(WRITTEN)].map(([number, letter = '']) => ({ number, letter }));

/**
 * Reads a case number as people type and say it: capitals or not, with or without dashes, blanks and the zeros that lead the
 * running number.
 * @returns undefined: it is mistyped
 */
export function readCaseNumber(typed: string): CaseNumber | undefined {
  if (typed.length > LONGEST_CASE_NUMBER) return undefined;
  const signs = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}\u2212.]/gu, '');
  const [, letter = '', year = '', digits = ''] = FORM.exec(signs) ?? [];
  const [running, check] = [digits.slice(0, -1), digits.slice(-1)];
  // Longer ones are written without leading zeros: a zero there is another digit, mistyped.
  if (!letter || (running.length > 5 && running.startsWith('0'))) return undefined;
  if (!isMultiple(letter + year + running.padStart(9, '0') + check)) return undefined;
  return { number: `${letter}-${year}-${running.padStart(5, '0')}-${check}`, letter };
}
