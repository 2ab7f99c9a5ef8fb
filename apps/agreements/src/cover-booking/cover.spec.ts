// SPDX-License-Identifier: MPL-2.0
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { WholeTerms } from '../agreement/agreement-terms.dto.js';
import { ALL, type Asked, type Booked, coveredUntil, coverOf, isCovered, NO_COVER, type Request } from './cover.js';

const coverage: WholeTerms['coverage'] = [
  { kind: 'restoration', rule: 'covered' },
  { kind: 'consumption', rule: 'not_covered' },
  { kind: 'rent', rule: 'covered_first_n_months', months: 1 },
];

describe('coverage per kind of claim', () => {
  test.each([
    ['restoration', '2099-01-01', true],
    ['consumption', '2026-02-01', false],
    ['cleaning', '2026-02-01', false],
    // Half open, and clamped to the end of February.
    ['rent', '2026-02-27', true],
    ['rent', '2026-02-28', false],
  ] as const)('%s due on %s: %s', (kind, dueOn, expected) => {
    expect(isCovered({ coverage }, kind, dueOn, '2026-01-31')).toBe(expected);
  });

  test('until when', () => {
    expect(coveredUntil({ coverage }, 'restoration', '2026-01-31')).toBeNull();
    expect(coveredUntil({ coverage }, 'rent', '2026-01-31')).toBe('2026-02-28');
    expect(coveredUntil({ coverage }, 'other', '2026-01-31')).toBe('2026-01-31');
  });
});

const request: Request = {
  ...{ agreementRef: 'a', tenancyRef: 't', dwellingRef: 'd', vacantFrom: null },
  ...{ commitment: 'move_out_shortfall', bookedYear: 2027 },
};
const unused: Booked = { tenancyOere: 0, yearOere: 0, vacancyRentOere: 0, vacancyUtilitiesOere: 0 };
const termsWith = (capOere?: number, annualBudgetCapOere: number | null = null, more: object = {}) =>
  ({
    commitments: [{ kind: 'move_out_shortfall', ...(capOere !== undefined && { capOere }) }],
    ...{ annualBudgetCapOere, properties: [], vacancyIncludesUtilities: false },
    ...more,
  }) as unknown as WholeTerms;

const oere = fc.nat({ max: 10_000_000 });
const cap = fc.option(oere, { nil: undefined });

test('whatever is asked and used: never more than is asked, nor than each cap leaves', () => {
  fc.assert(
    fc.property(
      oere,
      oere,
      cap,
      cap,
      oere,
      oere,
      (amountOere, utilitiesOere, tenancyCap, yearCap, tenancyUsed, yearUsed) => {
        const asked: Asked = { amountOere, utilitiesOere };
        const booked: Booked = { ...unused, tenancyOere: tenancyUsed, yearOere: yearUsed };
        const cover = coverOf(request, asked, { terms: termsWith(tenancyCap, yearCap), booked });
        const most = Math.min(
          amountOere,
          tenancyCap === undefined ? Number.MAX_SAFE_INTEGER : Math.max(0, tenancyCap - tenancyUsed),
          yearCap === undefined ? Number.MAX_SAFE_INTEGER : Math.max(0, yearCap - yearUsed),
        );
        expect(cover.amountOere).toBe(most);
        expect(cover.refusal).toBe(most === 0 ? 'cap-is-used-up' : null);
        expect(cover.caps.map(({ scope, usedOere }) => [scope, usedOere])).toEqual([
          ...(tenancyCap === undefined ? [] : [['tenancy', tenancyUsed]]),
          ...(yearCap === undefined ? [] : [['year', yearUsed]]),
        ]);
      },
    ),
  );
});

test('thresholds are reached at exactly 80 % and 100 %', () => {
  const reached = (yearOere: number, capOere = 1000) =>
    coverOf(request, NO_COVER, { terms: termsWith(undefined, capOere), booked: { ...unused, yearOere } }).caps[0]
      ?.reached;
  expect([799, 800, 999, 1000, 1200].map((used) => reached(used))).toEqual([[], [80], [80], [100, 80], [100, 80]]);
  expect(reached(0, 0)).toEqual([]);
});

test('caps by what they bound: a tenancy, a year, and rent and utilities of one vacancy', () => {
  const dwelling = { dwellingRef: 'd', rentOere: 450_000, utilitiesOere: 60_000 };
  const terms = termsWith(undefined, 1000, {
    commitments: [{ kind: 'vacancy_rent_in', capMonths: 3, capOere: 2_000_000 }],
    ...{ properties: [{ dwellings: [dwelling] }], vacancyIncludesUtilities: true },
  });
  const vacancy: Request = { ...request, commitment: 'vacancy_rent_in', tenancyRef: null };
  const booked = { ...unused, vacancyRentOere: 1_000_000 };
  const asked = { amountOere: 900_000, utilitiesOere: 200_000 };
  expect(coverOf(vacancy, asked, { terms, booked })).toEqual({
    ...{ amountOere: 350_000 + 180_000, utilitiesOere: 180_000, refusal: null },
    caps: [
      { scope: 'vacancy', scopeRef: 'd', part: 'all', capOere: 2_000_000, usedOere: 1_000_000, reached: [] },
      { scope: 'vacancy', scopeRef: 'd', part: 'rent', capOere: 1_350_000, usedOere: 1_000_000, reached: [] },
      { scope: 'vacancy', scopeRef: 'd', part: 'utilities', capOere: 180_000, usedOere: 0, reached: [] },
    ],
  });
  const without = coverOf(vacancy, asked, { terms: { ...terms, vacancyIncludesUtilities: false }, booked });
  expect(without).toMatchObject({ amountOere: 350_000, utilitiesOere: 0 });
  expect(coverOf({ ...vacancy, dwellingRef: 'x' }, asked, { terms, booked }).refusal).toBe('commitment-is-not-made');
  expect(coverOf(request, ALL, { terms, booked: unused })).toMatchObject({
    amountOere: 0,
    refusal: 'commitment-is-not-made',
  });
  expect(coverOf(request, ALL, { terms: termsWith(), booked: unused })).toMatchObject({
    amountOere: ALL.amountOere,
    caps: [],
  });
});

test('a cap that is null is none, as in texts of earlier releases', () => {
  const dwelling = { dwellingRef: 'd', rentOere: 450_000, utilitiesOere: 60_000 };
  const nulls = { capMonths: null, capOere: null };
  const terms = termsWith(undefined, null, {
    commitments: [
      { kind: 'vacancy_rent_in', ...nulls },
      { kind: 'move_out_shortfall', ...nulls },
    ],
    properties: [{ dwellings: [dwelling] }],
  });
  const vacancy: Request = { ...request, commitment: 'vacancy_rent_in' };
  for (const one of [request, vacancy])
    expect(coverOf(one, ALL, { terms, booked: unused })).toMatchObject({
      amountOere: ALL.amountOere,
      caps: [],
      refusal: null,
    });
});
