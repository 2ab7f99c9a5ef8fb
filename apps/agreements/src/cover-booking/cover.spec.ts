// SPDX-License-Identifier: MPL-2.0
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { WholeTerms } from '../agreement/agreement-terms.dto.js';
import { type Asked, coveredUntil, isCovered, reachedPercents, reservable, type Used } from './cover.js';

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
        const terms = {
          commitments: [{ kind: 'move_out_shortfall', ...(tenancyCap !== undefined && { capOere: tenancyCap }) }],
          annualBudgetCapOere: yearCap ?? null,
          properties: [],
        } as unknown as WholeTerms;
        const asked: Asked = { commitment: 'move_out_shortfall', amountOere, utilitiesOere, dwellingRef: null };
        const used: Used = {
          ...{ tenancyOere: tenancyUsed, yearOere: yearUsed, vacancyRentOere: 0, vacancyUtilitiesOere: 0 },
        };
        const { amountOere: reserved, refusal } = reservable(asked, terms, used);
        const most = Math.min(
          amountOere,
          tenancyCap === undefined ? Number.MAX_SAFE_INTEGER : Math.max(0, tenancyCap - tenancyUsed),
          yearCap === undefined ? Number.MAX_SAFE_INTEGER : Math.max(0, yearCap - yearUsed),
        );
        expect(reserved).toBe(most);
        expect(refusal).toBe(most === 0 ? 'cap-is-used-up' : null);
      },
    ),
  );
});

test('thresholds are reached at exactly 80 % and 100 %', () => {
  const use = (usedOere: number, capOere = 1000) =>
    reachedPercents({ scope: 'year', scopeRef: '2027', usedOere, capOere });
  expect([799, 800, 999, 1000, 1200].map((used) => use(used))).toEqual([[], [80], [80], [100, 80], [100, 80]]);
  expect(use(0, 0)).toEqual([]);
});
