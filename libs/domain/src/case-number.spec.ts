// SPDX-License-Identifier: MPL-2.0
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readCaseNumber, writtenCaseNumbers } from './case-number.js';

const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const DIGITS = [...'0123456789'];

/** The numbers that a letter, a year and a running number can have: with the check digit that fits, if one does. */
const numbersOf = (letter: string, year: number, running: number) =>
  DIGITS.map(
    (check) => `${letter}-${String(year).padStart(2, '0')}-${String(running).padStart(5, '0')}-${check}`,
  ).filter((number) => readCaseNumber(number));

/** Running numbers of all lengths, since they grow. */
const runnings = fc.oneof(...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((length) => fc.nat(10 ** length - 1)));
const letters = fc.oneof(
  fc.constantFrom(...LETTERS),
  fc.tuple(fc.constantFrom(...LETTERS), fc.constantFrom(...LETTERS)).map((two) => two.join('')),
);
const numbers = fc
  .tuple(letters, fc.nat(99), runnings)
  .map(([letter, year, running]) => numbersOf(letter, year, running)[0])
  .filter((number) => number !== undefined);

/** Every other sign of the same sort, in the place of each. */
const wrongIn = (number: string): string[] =>
  [...number].flatMap((sign, place) =>
    (/[A-Z]/.test(sign) ? LETTERS : /[0-9]/.test(sign) ? DIGITS : [])
      .filter((other) => other !== sign)
      .map((other) => number.slice(0, place) + other + number.slice(place + 1)),
  );

/** Two signs changed places: of neighbours, a dash between them does not count. */
const swapsOf = (number: string): string[] => {
  const signs = [...number.replaceAll('-', '')];
  const written = (at: readonly string[]) => {
    let place = 0;
    return [...number].map((sign) => (sign === '-' ? sign : at[place++])).join('');
  };
  return signs.flatMap((one, i) =>
    signs.flatMap((other, j) => (j > i && one !== other ? [written(signs.with(i, other).with(j, one))] : [])),
  );
};

test('domain.md 13.4 has a real one', () => {
  expect(readCaseNumber('R-26-00417-3')).toEqual({ number: 'R-26-00417-3', letter: 'R' });
  expect(numbersOf('R', 26, 417)).toEqual(['R-26-00417-3']);
  expect(wrongIn('R-26-00417-3')).toHaveLength(25 + 8 * 9);
  expect(swapsOf('R-26-00417-3')).toContain('R-20-60417-3');
});

test('every wrong letter and digit shows, and every swap, of all that a year can bring', () => {
  for (const year of [0, 26, 99])
    for (let running = 1; running < 300; running++)
      for (const number of numbersOf('R', year, running)) {
        const slips = [...wrongIn(number), ...swapsOf(number)];
        expect([number, slips.filter((slip) => readCaseNumber(slip))]).toEqual([number, []]);
      }
});

test('and of any letters, years and lengths', () => {
  fc.assert(
    fc.property(numbers, (number) => {
      const slips = [...wrongIn(number), ...swapsOf(number)];
      expect([number, slips.filter((slip) => readCaseNumber(slip))]).toEqual([number, []]);
    }),
    { numRuns: 300 },
  );
});

test('a running number has one check digit or none', () => {
  fc.assert(
    fc.property(letters, fc.nat(99), runnings, (letter, year, running) => {
      expect(numbersOf(letter, year, running).length).toBeLessThanOrEqual(1);
    }),
  );
  const taken = Array.from({ length: 290 }, (_, running) => numbersOf('R', 26, running)).flat();
  expect(taken).toHaveLength(100);
});

test('it is read as people say and type it', () => {
  const blanks = fc.constantFrom('', ' ', '  ', '\u00a0', '-', ' - ', '–', '—', '\u2212', '.');
  fc.assert(
    fc.property(numbers, fc.array(blanks, { minLength: 3, maxLength: 3 }), fc.boolean(), (number, between, small) => {
      const [letter, year, running = '', check] = number.split('-');
      const said = [letter, year, running.replace(/^0{1,4}/, ''), check].map((part, at) => part + (between[at] ?? ''));
      const typed = small ? said.join('').toLowerCase() : said.join('');
      expect([typed, readCaseNumber(typed)]).toEqual([typed, { number, letter }]);
    }),
  );
  for (const said of ['r 26 417 3', 'R264173', ' r-26-00417 3 ', 'Ｒ－26－417－3'])
    expect(readCaseNumber(said)?.number).toBe('R-26-00417-3');
});

test('among other words it is known by its whole form, right or wrong; what only looks a bit like it is none', () => {
  for (const number of ['R-26-00417-4', 'r–26–00417–4', 'R 26 00417 4', 'r.26.00417.4'])
    for (const text of [number, `Skovvej 12 B, ${number}`, `${number} st. tv.`])
      expect([text, writtenCaseNumbers(text).map(({ letter }) => letter)]).toEqual([text, ['R']]);
  expect(writtenCaseNumbers('R-26-00417-4 og R-26-00418-3')).toHaveLength(2);
  for (const text of [
    'L-17',
    'R-26-417-4',
    'R264174',
    'Skovvej 12 B, 5000 Odense C',
    '12 B 26',
    'CVR 10000009',
    'BFE 5000123 1',
  ])
    expect([text, writtenCaseNumbers(text)]).toEqual([text, []]);
  for (const text of ['XR-26-00417-44', 'ÆR-26-00417-4', 'R-26-00417-4A', 'R-2026-00417-4', 'LEJE-26-00417-4'])
    expect([text, writtenCaseNumbers(text).map(({ number }) => number)]).toEqual([text, []]);
});

test('what is none is none, whatever it is', () => {
  for (const typed of [
    '',
    '-',
    'R',
    'R-26',
    '26-00417-3',
    'R-26-00417',
    'R-2-00417-3',
    'R-26-000417-3',
    'RRR-26-00417-3',
  ])
    expect([typed, readCaseNumber(typed)]).toEqual([typed, undefined]);
  expect(readCaseNumber(`R-26-${'0'.repeat(100_000)}417-3`)).toBeUndefined();
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (typed) => {
      const read = readCaseNumber(typed);
      expect(read && readCaseNumber(read.number)).toEqual(read);
    }),
  );
});
