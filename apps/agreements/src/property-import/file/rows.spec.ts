// SPDX-License-Identifier: MPL-2.0
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readDecimal, readOere } from './rows.js';

describe('amounts', () => {
  test.each([
    ['4500', 450_000],
    ['4500,00', 450_000],
    ['4500.5', 450_050],
    ['4.500,00', 450_000],
    ['4.500', 450_000],
    ['1 234 567,89', 123_456_789],
    ['0', 0],
    ['0,01', 1],
    ['21474836,47', 2_147_483_647],
    ['4500,-', 450_000],
    ['kr. 4.500,50', 450_050],
    ['kr 4500', 450_000],
    ['4500,5 kr.', 450_050],
    ['1 234 DKK', 123_400],
  ])('%s is %i øre', (text, oere) => expect(readOere(text)).toBe(oere));

  test.each([
    '',
    '-1',
    '1e3',
    '4,500.00',
    '1.23.4',
    '4500,001',
    'kr',
    '4500 EUR',
    '4500,-,-',
    '-4500,00',
    '(4500)',
    '21474836,48',
    '9'.repeat(30),
  ])('%s is none', (text) => expect(readOere(text)).toBeNull());

  test('every amount comes back as it was written, in each spelling', () => {
    fc.assert(
      fc.property(fc.nat({ max: 2_147_483_647 }), (oere) => {
        const [kroner, rest] = [String(Math.trunc(oere / 100)), String(oere % 100).padStart(2, '0')];
        const grouped = kroner.replace(/\B(?=(\d{3})+$)/g, '.');
        for (const text of [`${kroner},${rest}`, `${kroner}.${rest}`, `${grouped},${rest}`])
          expect(readOere(text)).toBe(oere);
      }),
    );
  });
});

test('areas have two decimals at most', () => {
  expect(['41,5', '41.25', '41'].map(readDecimal)).toEqual([41.5, 41.25, 41]);
  expect(['41,555', '-1', '4 1', 'x', ''].map(readDecimal)).toEqual([null, null, null, null, null]);
});
