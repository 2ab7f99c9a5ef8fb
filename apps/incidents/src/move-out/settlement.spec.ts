// SPDX-License-Identifier: MPL-2.0
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CLAIM_KINDS } from '#contracts/claim-kinds';
import { addDays, addMonths, type LocalDate, sum } from '#domain';
import { type InspectionFacts, lapses } from './line-review.js';
import {
  type Bucket,
  type ClaimLine,
  isClaimCovered,
  type Settlement,
  type SettlementInput,
  settle,
} from './settlement.js';
import { A1, EXAMPLE, line } from './worked-example.js';

/** Every figure but the lines. */
const figures = ({ lines: _, ...rest }: Settlement) => rest;
const results = ({ municipalShareOere, tenantResidualOere, refundOere, shortfallOere }: Settlement) => ({
  ...{ shortfallOere, municipalShareOere, tenantResidualOere, refundOere },
});

describe('the worked example (domain.md 11)', () => {
  test('base: 27,000.00 of securities and 30,000.00 of cover', () => {
    expect(figures(settle(EXAMPLE))).toEqual({
      acceptedOere: 5_937_000,
      ...{ rnOere: 510_000, rcOere: 0, uOere: 112_000, cOere: 5_315_000 },
      securitiesOere: 2_700_000,
      steps: [
        ['Rn', 510_000, 510_000, 2_190_000, 0, 'default-order-uncovered-rent-first'] as const,
        ['Rc', 0, 0, 2_190_000, 0, 'default-order-covered-rent-second'] as const,
        ['U', 112_000, 112_000, 2_078_000, 0, 'default-order-uncovered-claims-third'] as const,
        ['C', 5_315_000, 2_078_000, 0, 3_237_000, 'default-order-covered-claims-last'] as const,
      ].map(([bucket, dueOere, paidOere, leftOere, unpaidOere, rule]) => ({
        ...{ bucket, dueOere, paidOere, leftOere, unpaidOere, rule },
      })),
      securitiesUsedOere: 2_700_000,
      ...{ shortfallOere: 3_237_000, municipalShareOere: 3_000_000, tenantResidualOere: 237_000, refundOere: 0 },
    });
  });

  test('covered first: 26,150.00 and 6,220.00', () => {
    const terms = { ...A1, securitiesOrder: 'covered_first' as const };
    const { steps, ...settled } = settle({ ...EXAMPLE, terms });
    expect(results({ steps, ...settled })).toEqual({
      ...{ shortfallOere: 2_615_000, municipalShareOere: 2_615_000, tenantResidualOere: 622_000, refundOere: 0 },
    });
    expect(steps.map(({ bucket, paidOere }) => [bucket, paidOere])).toEqual([
      ['C', 2_700_000],
      ['Rc', 0],
      ['Rn', 0],
      ['U', 0],
    ]);
  });

  test('without a cap: 32,370.00, and nothing is left to the tenant', () => {
    expect(results(settle({ ...EXAMPLE, coverOere: 3_237_000 }))).toEqual({
      ...{ shortfallOere: 3_237_000, municipalShareOere: 3_237_000, tenantResidualOere: 0, refundOere: 0 },
    });
  });

  test('inspected on 2027-04-29: late_inspection takes painting, floor and doors', () => {
    const late: InspectionFacts = {
      ...{ letsMoreThanOne: true, movedOutOn: '2027-04-14', learnedOn: '2027-04-14', wasTerminated: true },
      ...{ plannedOn: '2027-04-29', summonedOn: '2027-04-15', shorterSummonsAgreed: false },
      ...{ heldOn: '2027-04-29', reportDeliveredOn: '2027-04-29' },
    };
    const lines = EXAMPLE.lines.map((one): ClaimLine => {
      const code = lapses(one, late);
      return code ? { ...one, review: { accepted: false, code, by: 'system' } } : one;
    });
    const rejected = lines.flatMap(({ text, review }) => (review?.code ? [[text, review.code]] : []));
    expect(rejected).toEqual([
      ['painting', 'late_inspection'],
      ['floor sanding', 'late_inspection'],
      ['door, cupboards', 'late_inspection'],
      ['blinds', 'not_in_report'],
    ]);
    // 59,370 - 38,750: what is left is 20,620, of which the securities pay all.
    expect(settle({ ...EXAMPLE, lines })).toMatchObject({
      ...{ acceptedOere: 2_062_000, cOere: 1_440_000, shortfallOere: 0, municipalShareOere: 0 },
      ...{ tenantResidualOere: 0, refundOere: 638_000 },
    });
  });

  test('while the cover is not answered nothing is borne by the municipality', () => {
    expect(results(settle({ ...EXAMPLE, coverOere: null }))).toEqual({
      ...{ shortfallOere: 3_237_000, municipalShareOere: 0, tenantResidualOere: 3_237_000, refundOere: 0 },
    });
  });

  test('refused cover is a share of 0, a larger cover than the shortfall no larger share', () => {
    expect(settle({ ...EXAMPLE, coverOere: 0 }).municipalShareOere).toBe(0);
    expect(settle({ ...EXAMPLE, coverOere: 9_000_000 }).municipalShareOere).toBe(3_237_000);
  });

  test('a statement of nothing gives everything back', () => {
    expect(figures(settle({ ...EXAMPLE, lines: [] }))).toMatchObject({ acceptedOere: 0, refundOere: 2_700_000 });
  });

  test('a line that nobody has decided on counts for nothing yet', () => {
    const lines = EXAMPLE.lines.map((one) => ({ ...one, review: null }));
    const settled = settle({ ...EXAMPLE, lines });
    expect([settled.acceptedOere, settled.refundOere]).toEqual([0, 2_700_000]);
    expect(settled.lines.map(({ bucket }) => bucket)).toEqual(lines.map(() => null));
  });

  test('a credit is used as securities are', () => {
    const settled = settle({ ...EXAMPLE, depositOere: 1_350_000, prepaidOere: 0, creditOere: 1_350_000 });
    expect(figures(settled)).toEqual(figures(settle(EXAMPLE)));
  });

  test.each([-1, 0.5, Number.NaN, 2 ** 53])('%d øre are no amount', (amountOere) => {
    const lines = [line({ amountOere })];
    expect(() => settle({ ...EXAMPLE, lines })).toThrow(RangeError);
    expect(() => settle({ ...EXAMPLE, creditOere: amountOere })).toThrow(RangeError);
  });
});

describe('what is covered (domain.md 3.3, 13.2)', () => {
  const covers = (
    kind: ClaimLine['kind'],
    dueOn: LocalDate | null,
    more: Partial<Pick<SettlementInput, 'tenancyStartedOn' | 'movedOutOn'>> & { months?: number } = {},
  ) => {
    const { months = 12, tenancyStartedOn = '2026-04-23', movedOutOn = '2027-04-14' } = more;
    const coverage = [{ kind, rule: 'covered_first_n_months' as const, months }];
    return isClaimCovered(
      { kind, dueOn },
      { terms: { coverage, securitiesOrder: 'default' }, tenancyStartedOn, movedOutOn },
    );
  };

  test.each<[LocalDate, boolean]>([
    ['2027-04-22', true],
    ['2027-04-23', false],
    ['2027-05-01', false],
  ])('rent by its due day, half open: %s %s', (due, is) => {
    expect(covers('rent', due)).toBe(is);
    expect(covers('utilities_advance', due, { movedOutOn: '2028-01-01' })).toBe(is);
  });

  test.each<[LocalDate, boolean]>([
    ['2027-04-22', true],
    ['2027-04-23', false],
  ])('every other kind by the move-out: %s %s', (movedOutOn, is) => {
    expect(covers('restoration', '2026-05-01', { movedOutOn })).toBe(is);
    expect(covers('consumption', null, { movedOutOn })).toBe(is);
  });

  test('a month without that day ends on its last', () => {
    const more = { tenancyStartedOn: '2026-08-31', months: 6 };
    expect(covers('rent', '2027-02-27', more)).toBe(true);
    expect(covers('rent', '2027-02-28', more)).toBe(false);
  });

  test('no months cover nothing, and neither does a kind that is not named', () => {
    expect(covers('rent', '2026-04-23', { months: 0 })).toBe(false);
    expect(isClaimCovered({ kind: 'other', dueOn: null }, EXAMPLE)).toBe(false);
  });

  test('covered rent is borne too: its own bucket, and part of the shortfall', () => {
    const terms = { ...A1, coverage: [{ kind: 'rent' as const, rule: 'covered' as const }] };
    const lines = [
      line({ kind: 'rent', amountOere: 900, dueOn: '2027-04-01' }),
      line({ kind: 'utilities_advance', amountOere: 90 }),
    ];
    const settled = settle({ ...EXAMPLE, terms, lines, depositOere: 100, prepaidOere: 0, coverOere: 1000 });
    expect(settled).toMatchObject({
      rnOere: 90,
      rcOere: 900,
      shortfallOere: 890,
      municipalShareOere: 890,
      tenantResidualOere: 0,
    });
    const first = settle({
      ...EXAMPLE,
      terms: { ...terms, securitiesOrder: 'covered_first' },
      lines,
      depositOere: 100,
      prepaidOere: 0,
      coverOere: 1000,
    });
    expect(first).toMatchObject({ shortfallOere: 800, municipalShareOere: 800, tenantResidualOere: 90 });
  });
});

const START = '2024-01-15';
const oere = fc.integer({ min: 0, max: 2_147_483_647 });
const day = fc.integer({ min: 0, max: 2000 }).map((days) => addDays(START, days));
const anyLine: fc.Arbitrary<ClaimLine> = fc
  .record({
    lineRef: fc.uuid(),
    kind: fc.constantFrom(...CLAIM_KINDS),
    amountOere: fc.integer({ min: 1, max: 2_147_483_647 }),
    dueOn: fc.option(day),
    accepted: fc.option(fc.boolean(), { freq: 9 }),
  })
  .map(({ accepted, ...rest }) =>
    line({
      ...rest,
      review: accepted === null ? null : { accepted, code: accepted ? null : 'betterment', by: 'municipality' },
    }),
  );
const anyTerms: fc.Arbitrary<SettlementInput['terms']> = fc.record({
  coverage: fc.uniqueArray(
    fc.record({
      kind: fc.constantFrom(...CLAIM_KINDS),
      rule: fc.constantFrom('covered' as const, 'not_covered' as const, 'covered_first_n_months' as const),
      months: fc.integer({ min: 1, max: 120 }),
    }),
    { selector: ({ kind }) => kind },
  ),
  securitiesOrder: fc.constantFrom('default', 'covered_first'),
});
const anyInput: fc.Arbitrary<SettlementInput> = fc.record({
  lines: fc.array(anyLine, { maxLength: 30 }),
  ...{ depositOere: oere, prepaidOere: oere, creditOere: oere },
  terms: anyTerms,
  tenancyStartedOn: day,
  movedOutOn: day,
  coverOere: fc.option(oere),
});

describe('whatever is claimed, paid in and agreed', () => {
  test('the sum is borne by securities, municipality and tenant; nothing is negative or inexact', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const settled = settle(input);
        const { acceptedOere, securitiesOere, securitiesUsedOere, municipalShareOere, tenantResidualOere } = settled;
        const { steps, shortfallOere, refundOere, lines } = settled;
        expect(acceptedOere).toBe(securitiesUsedOere + municipalShareOere + tenantResidualOere);
        expect(acceptedOere).toBe(
          sum(input.lines.filter(({ review }) => review?.accepted).map(({ amountOere }) => amountOere)),
        );
        expect(acceptedOere).toBe(sum(lines.map((one) => one.acceptedOere)));
        expect(securitiesOere).toBe(input.depositOere + input.prepaidOere + input.creditOere);
        expect(securitiesUsedOere).toBe(sum(steps.map(({ paidOere }) => paidOere)));
        expect(securitiesUsedOere).toBeLessThanOrEqual(securitiesOere);
        expect(refundOere).toBe(Math.max(0, securitiesOere - acceptedOere));
        expect(municipalShareOere).toBeLessThanOrEqual(Math.min(shortfallOere, input.coverOere ?? 0));
        for (const { dueOere, paidOere, unpaidOere } of steps) expect(dueOere).toBe(paidOere + unpaidOere);
        const { steps: _, lines: __, ...amounts } = settled;
        const all = [...Object.values(amounts), ...steps.flatMap(({ leftOere, unpaidOere }) => [leftOere, unpaidOere])];
        for (const amount of all) expect(Number.isSafeInteger(amount) && amount >= 0).toBe(true);
      }),
    );
  });

  /** 7.3 as it is written there, with 13.2's two kinds of rent. */
  test('as the reference says it, bucket by bucket', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const settled = settle(input);
        const pool = settled.securitiesOere;
        const { rnOere: rn, rcOere: rc, uOere: u, cOere: c } = settled;
        const paid = new Map(settled.steps.map(({ bucket, paidOere }) => [bucket, paidOere]));
        const left = (...before: number[]) => Math.max(0, pool - before.reduce((all, one) => all + one, 0));
        const expected: Record<Bucket, number> =
          input.terms.securitiesOrder === 'default'
            ? {
                Rn: Math.min(rn, pool),
                Rc: Math.min(rc, left(rn)),
                U: Math.min(u, left(rn, rc)),
                C: Math.min(c, left(rn, rc, u)),
              }
            : {
                C: Math.min(c, pool),
                Rc: Math.min(rc, left(c)),
                Rn: Math.min(rn, left(c, rc)),
                U: Math.min(u, left(c, rc, rn)),
              };
        expect(Object.fromEntries(paid)).toEqual(expected);
        expect(settled.shortfallOere).toBe(c - expected.C + (rc - expected.Rc));
      }),
    );
  });

  test('splitting a line and reordering lines change no figure', () => {
    fc.assert(
      fc.property(anyInput, fc.nat(), fc.nat(), (input, at, cut) => {
        const whole = figures(settle(input));
        expect(figures(settle({ ...input, lines: input.lines.toReversed() }))).toEqual(whole);
        const lines = input.lines.flatMap((one, index) => {
          if (index !== at % input.lines.length || one.amountOere < 2) return [one];
          const part = 1 + (cut % (one.amountOere - 1));
          return [
            { ...one, amountOere: part },
            { ...one, amountOere: one.amountOere - part },
          ];
        });
        expect(figures(settle({ ...input, lines }))).toEqual(whole);
      }),
    );
  });

  test('what was paid as deposit and what as prepaid rent changes nothing', () => {
    fc.assert(
      fc.property(anyInput, fc.nat(), (input, cut) => {
        const all = input.depositOere + input.prepaidOere;
        const depositOere = cut % (all + 1);
        expect(settle({ ...input, depositOere, prepaidOere: all - depositOere })).toEqual(settle(input));
      }),
    );
  });

  test('a larger cover never leaves the tenant more', () => {
    fc.assert(
      fc.property(anyInput, oere, oere, (input, one, more) => {
        const residual = (coverOere: number | null) => settle({ ...input, coverOere }).tenantResidualOere;
        expect(residual(one + more)).toBeLessThanOrEqual(residual(one));
        expect(residual(one)).toBeLessThanOrEqual(residual(null));
      }),
    );
  });

  test('the order of the securities never changes what is accepted, used and given back', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const by = (securitiesOrder: 'default' | 'covered_first') => {
          const { acceptedOere, securitiesUsedOere, refundOere, shortfallOere } = settle({
            ...input,
            terms: { ...input.terms, securitiesOrder },
          });
          return { same: { acceptedOere, securitiesUsedOere, refundOere }, shortfallOere };
        };
        expect(by('covered_first').same).toEqual(by('default').same);
        // Covered claims that are paid from the securities need no cover.
        expect(by('covered_first').shortfallOere).toBeLessThanOrEqual(by('default').shortfallOere);
      }),
    );
  });

  test('months of cover never cover less the more there are', () => {
    fc.assert(
      fc.property(anyLine, day, day, fc.integer({ min: 1, max: 60 }), (one, tenancyStartedOn, movedOutOn, months) => {
        const within = (count: number) =>
          isClaimCovered(one, {
            terms: {
              coverage: [{ kind: one.kind, rule: 'covered_first_n_months', months: count }],
              securitiesOrder: 'default',
            },
            ...{ tenancyStartedOn, movedOutOn },
          });
        expect(!within(months) || within(months + 1)).toBe(true);
        const date = one.kind === 'rent' || one.kind === 'utilities_advance' ? (one.dueOn ?? movedOutOn) : movedOutOn;
        expect(within(months)).toBe(date < addMonths(tenancyStartedOn, months));
      }),
    );
  });

  test('10 000 lines of the largest amount are still exact', () => {
    const lines = Array.from({ length: 10_000 }, (_, i) =>
      line({
        lineRef: String(i),
        kind: CLAIM_KINDS[i % CLAIM_KINDS.length]!,
        amountOere: 2_147_483_647,
        dueOn: '2027-04-01',
      }),
    );
    const settled = settle({ ...EXAMPLE, lines, coverOere: Number.MAX_SAFE_INTEGER });
    expect(settled.acceptedOere).toBe(21_474_836_470_000);
    expect(settled.securitiesUsedOere + settled.municipalShareOere + settled.tenantResidualOere).toBe(
      21_474_836_470_000,
    );
  });
});
