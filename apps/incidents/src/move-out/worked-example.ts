// SPDX-License-Identifier: MPL-2.0
// The settlement of the worked example (domain.md 11), for whoever computes or shows it.
import type { ClaimLine, SettlementInput, SettlementTerms } from './settlement.js';

/** A line that is accepted. */
export const line = (more: Partial<ClaimLine> = {}): ClaimLine => ({
  ...{ lineRef: 'line', kind: 'other', text: 'a claim', amountOere: 100, dueOn: null, raisedOn: '2027-04-23' },
  ...{ inReport: true, documentationRef: null, review: { accepted: true, code: null, by: 'municipality' } },
  ...more,
});

/** Of agreement A1. */
export const A1: SettlementTerms = {
  coverage: [
    { kind: 'restoration', rule: 'covered' },
    { kind: 'tenant_damage', rule: 'covered' },
    { kind: 'cleaning', rule: 'covered' },
    { kind: 'eviction_costs', rule: 'covered' },
    { kind: 'rent', rule: 'not_covered' },
    { kind: 'utilities_advance', rule: 'not_covered' },
  ],
  securitiesOrder: 'default',
};

const LINES: readonly (readonly [ClaimLine['kind'], string, number, Partial<ClaimLine>?])[] = [
  ['rent', 'rent April', 450_000, { dueOn: '2027-04-01' }],
  ['utilities_advance', 'utilities April', 60_000, { dueOn: '2027-04-01' }],
  ['consumption', 'heat/water balance', 112_000],
  ['restoration', 'painting', 1_425_000],
  ['tenant_damage', 'floor sanding', 1_680_000],
  ['tenant_damage', 'door, cupboards', 770_000],
  ['cleaning', 'cleaning', 240_000],
  [
    ...(['restoration', 'blinds', 190_000] as const),
    { inReport: false, review: { accepted: false, code: 'not_in_report', by: 'system' } },
  ],
  ['eviction_costs', 'court fee / locksmith / removal', 1_200_000],
];

export const EXAMPLE: SettlementInput = {
  lines: LINES.map(([kind, text, amountOere, more], at) =>
    line({ lineRef: `line ${at + 1}`, kind, text, amountOere, ...more }),
  ),
  ...{ depositOere: 1_350_000, prepaidOere: 1_350_000, creditOere: 0 },
  terms: A1,
  ...{ tenancyStartedOn: '2026-04-23', movedOutOn: '2027-04-14' },
  coverOere: 3_000_000,
};
