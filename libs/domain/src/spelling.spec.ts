// SPDX-License-Identifier: MPL-2.0
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { daysInMonth } from './danish-calendar.js';
import { folded, holdsCivilRegistrationNumber, spelled, spelledThrough, textFault } from './spelling.js';

const anyText = fc.string({ unit: 'binary' });
const words = fc.array(fc.constantFrom('Ærøvej', 'Élysée', 'Bo', '1. tv.', 'ﬁn', 'Ångström', 'o̧'), { minLength: 1 });
const blanks = fc.constantFrom(' ', '  ', '\u00a0', '\t', '\u2003', ' \u202f ');

describe('one spelling', () => {
  test('is its own spelling', () => {
    fc.assert(fc.property(anyText, (text) => expect(spelled(spelled(text))).toBe(spelled(text))));
  });

  test('whatever the form of the letters and the kind and number of blanks', () => {
    fc.assert(
      fc.property(words, fc.array(blanks, { minLength: 20 }), fc.constantFrom('NFC', 'NFD'), (parts, between, form) => {
        const typed = parts.map((part, at) => between[at % 20] + part).join('') + between[0];
        expect(spelled(typed.normalize(form))).toBe(spelled(parts.join(' ')));
        expect(folded(typed.normalize(form).toUpperCase())).toBe(folded(parts.join(' ').toUpperCase()));
      }),
    );
  });

  test('keeps the lines of a text', () => {
    expect(spelled(' Først \r\n\r\n  så\u00a0 \rnu\n')).toBe('Først\n\nså\nnu');
  });

  test('marks without end are left alone: to order them takes minutes', () => {
    const piled = `a${'\u0301'.repeat(100_000)}${'\u0316'.repeat(100_000)}`;
    expect(spelled(piled)).toBe(piled);
    expect([textFault(piled), folded(piled)]).toEqual(['not-a-text', piled]);
    expect(textFault(`e${'\u0301'.repeat(30)}`)).toBeUndefined();
  });

  test('a uuid and a hash are in small letters, at every depth; names of members stay', () => {
    const id = '0192F7A0-0000-7000-8000-0000000000E1';
    const value = JSON.parse(`{"a": ["${id}", {"B": "${'AB'.repeat(32)}"}], "__proto__": 1, "c": null}`);
    const small = `{"a":["${id.toLowerCase()}",{"B":"${'ab'.repeat(32)}"}],"__proto__":1,"c":null}`;
    expect(JSON.stringify(spelledThrough(value))).toBe(small);
  });
});

describe('what no text may hold', () => {
  test.each([
    ...[' ', '\n', '\u00a0', '\u200b', '\u3164', '\u115f\u1160', '\u2800', '\u0301', '\ufeff', '\u034f', '\ue000'],
    ...['a\u200bb', 'a\u202eb', '\u200ea', 'a\u2066b', 'a\u2028b', 'a\u2029', 'a\u0000b', 'a\u0085b', 'a\u00adb'],
    ...['B\u200do', 'B\ufe0fo', 'a\u180eb', 'a\u000bb', '\u{e0041}b', 'a\ufeff', 'a\ufffcb', 'a\uffffb', 'a\u007f'],
  ])('%j', (text) => expect(textFault(text)).toBe('not-a-text'));

  test.each([
    ...['Bo', 'Jørgen O’Neill', '”Ja”, sagde hun – nej.', 'a\tb\r\nc', '1', '!', 'é', 'e\u0301', '100 m²', '½ år'],
    ...['می‌خواهم', 'क्‍ष', '👨‍👩‍👧', '❤️', 'Müller & Søn A/S', '日本', 'שלום', ''],
  ])('but %j is a text', (text) => expect(textFault(text)).toBeUndefined());
});

describe('a civil registration number', () => {
  const between = fc.constantFrom(
    '',
    ' ',
    '-',
    '.',
    '–',
    '—',
    '‑',
    '−',
    '/',
    '_',
    ' - ',
    '\u00a0',
    '  ',
    ',',
    '·',
    '--',
  );
  const zeros = fc.constantFrom(...'0０٠۰०𝟎');
  const ofBirth = fc
    .record({ year: fc.integer({ min: 1937, max: 2036 }), month: fc.integer({ min: 1, max: 12 }) })
    .chain(({ year, month }) =>
      fc.tuple(
        fc.integer({ min: 1, max: daysInMonth(year, month) }),
        // 4 and 9 are of 1937 to 2036.
        fc.constantFrom(4, 9),
        fc.integer({ min: 0, max: 999 }),
        fc.constant({ year, month }),
      ),
    )
    .map(([day, seventh, last, { year, month }]) =>
      [day, month, year % 100]
        .map((part) => String(part).padStart(2, '0'))
        .concat(`${seventh}${String(last).padStart(3, '0')}`)
        .join(''),
    );

  test('is known with anything but a letter between any two digits, in any script, among other words and numbers', () => {
    fc.assert(
      fc.property(
        ofBirth,
        fc.array(between, { minLength: 10, maxLength: 10 }),
        zeros,
        fc.constantFrom('', 'CPR ', 'tlf. 12345678, ', 'nr.', '2 '),
        fc.constantFrom('', '.', ' og 12', 'x'),
        (number, gaps, zero, before, after) => {
          const digits = [...number].map(
            (digit, at) => String.fromCodePoint(zero.codePointAt(0)! + +digit) + (at < 9 ? gaps[at] : ''),
          );
          const text = before + digits.join('') + after;
          // Some spellings are days with their year, times of day or amounts.
          fc.pre(!/\d[./-]\d+[./-](19|20)\d\d|\d\.\d{3}|(19|20)\d\d-\d\d-\d\d/.test(text.normalize('NFKC')));
          expect({ text, holds: holdsCivilRegistrationNumber(text) }).toEqual({ text, holds: true });
        },
      ),
      { numRuns: 500 },
    );
  });

  test('is not ten digits that are no day of a birth', () => {
    const ten = fc.array(fc.nat(9), { minLength: 10, maxLength: 10 }).map((digits) => digits.join(''));
    fc.assert(
      fc.property(ten, between, (digits, sign) => {
        const [day, month] = [Number(digits.slice(0, 2)), Number(digits.slice(2, 4))];
        fc.pre(day < 1 || day > daysInMonth(2000, month) || month < 1 || month > 12);
        expect(holdsCivilRegistrationNumber(`${digits.slice(0, 6)}${sign}${digits.slice(6)}`)).toBe(false);
      }),
    );
  });

  test('the seventh digit tells the century: 29 February 1900 was no day, that of 2000 was one', () => {
    expect(['290200-1234', '290200-4234', '290200-6234'].map(holdsCivilRegistrationNumber)).toEqual([
      false,
      true,
      true,
    ]);
  });

  test.each([
    ...[
      '+45 12 34 56 78',
      '+1 210 255 1234',
      '01.12.2026 14:30',
      '1.12.2026 kl. 14.30',
      '2026-12-01 14:30',
      '01.12.26 14:30',
    ],
    ...['01.12.2026-31.12.2028', '01.01.2025 – 2027', '10.100 - 12.345 kr.', '20 10 55 12, 34 56 78 90'],
    ...['Prøvevej 101, 1. 23, 5000 Odense C', 'Nørregade 12, 10. 12, 5000 Odense C', 'Prøvevej 10, 12, 14, 16, 18'],
    ...['01.12.26-31.12.26', '12.12.26, 13.12.26 og 14.12.26', '1. rate 01.12.2026, 1700', '01.12.2026: 4500 kr'],
    ...[
      'uge 10, 11, 12, 13, 14',
      '10-12, 13-15, 16-18',
      'DK50 0101 9012 3411 62',
      'se 0192f7a0-0101-7001-8a01-901234010190',
    ],
    ...['01019012345', '0192f7a0-0000-7000-8000-0000000000e1', '010190 og 1234', '3102901234', 'KV-2026-118'],
  ])('%s is none', (text) => expect(textFault(text)).toBeUndefined());

  test.each([
    ...['født 01.01.1990-1234', '01011990-1234', '15121990 1234', '19900101-1234', '1990-01-01-1234'],
    ...['15. 12. 1990-1234', '15 12 1990 1234', '01.01.1990-2034', '1.1.90-1234', '1/12/90 1234', '５/1/90 - 1234'],
  ])('%s is one: with the whole year, or a day of one digit', (text) =>
    expect(textFault(text)).toBe('civil-registration-number'));
});
