// SPDX-License-Identifier: MPL-2.0
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CLAIM_KINDS } from '#contracts/claim-kinds';
import { addDays, type LocalDate } from '#domain';
import {
  doubleCoverage,
  type InspectionFacts,
  lapses,
  mayReject,
  rentClaimedThrough,
  rentPayableThrough,
} from './line-review.js';
import { type ClaimLine, REJECT_CODES, type RejectCode } from './settlement.js';
import { line } from './worked-example.js';

/** Rows 26 and 27 of the worked example: known on 14 April, summoned on the 15th for the 23rd, report at the inspection. */
const facts: InspectionFacts = {
  ...{ letsMoreThanOne: true, movedOutOn: '2027-04-14', learnedOn: '2027-04-14', wasTerminated: true },
  ...{ plannedOn: '2027-04-23', summonedOn: '2027-04-15', shorterSummonsAgreed: false },
  ...{ heldOn: '2027-04-23', reportDeliveredOn: '2027-04-23' },
};
const painting = line({ kind: 'restoration', text: 'painting' });

describe('what the law takes (domain.md 7.1, 13.2)', () => {
  test.each<[string, Partial<InspectionFacts>, Partial<ClaimLine>, RejectCode | null]>([
    ['rows 26 and 27', {}, {}, null],
    ['inspected on the last day', { heldOn: '2027-04-28' }, {}, null],
    ['inspected a day late', { heldOn: '2027-04-29' }, {}, 'late_inspection'],
    ['the landlord learned of it later', { learnedOn: '2027-04-15', heldOn: '2027-04-29' }, {}, null],
    ['known before the move-out: that day counts', { learnedOn: '2027-03-01', heldOn: '2027-04-28' }, {}, null],
    ['not in the report', {}, { inReport: false }, 'not_in_report'],
    ['no report yet', { reportDeliveredOn: null }, {}, 'not_in_report'],
    ['report on the last day', { reportDeliveredOn: '2027-05-07' }, {}, null],
    ['report a day late', { reportDeliveredOn: '2027-05-08' }, {}, 'not_in_report'],
    ['nothing was held', { heldOn: null, reportDeliveredOn: null }, {}, 'not_in_report'],
    ['a report of no inspection', { heldOn: null }, {}, 'late_inspection'],
    ['summoned on the last day', { summonedOn: '2027-04-16' }, {}, null],
    ['summoned 6 days before', { summonedOn: '2027-04-17' }, {}, 'no_summons'],
    ['not summoned', { summonedOn: null, plannedOn: null }, {}, 'no_summons'],
    ['a shorter summons was agreed', { summonedOn: '2027-04-22', shorterSummonsAgreed: true }, {}, null],
    ['agreed, but not to be agreed', { summonedOn: '2027-04-22', shorterSummonsAgreed: true, wasTerminated: false }, {}, 'no_summons'], // biome-ignore format: a row
    ['agreed, but never summoned', { summonedOn: null, shorterSummonsAgreed: true }, {}, 'no_summons'],
    ['held later than announced: the summons stays short', { summonedOn: '2027-04-17', heldOn: '2027-04-27' }, {}, 'no_summons'], // biome-ignore format: a row
    ['held before its day', { summonedOn: '2027-04-15', heldOn: '2027-04-20' }, {}, 'no_summons'],
    ['raised on the last day', {}, { raisedOn: '2027-05-07' }, null],
    ['raised a day late', {}, { raisedOn: '2027-05-08' }, 'late_claim'],
    ['everything is wrong: the report first', { heldOn: '2027-05-20', summonedOn: null }, { inReport: false, raisedOn: '2027-09-01' }, 'not_in_report'], // biome-ignore format: a row
    ['then the inspection', { heldOn: '2027-05-20', reportDeliveredOn: '2027-05-20', summonedOn: null }, { raisedOn: '2027-09-01' }, 'late_inspection'], // biome-ignore format: a row
    ['then the summons', { summonedOn: null }, { raisedOn: '2027-09-01' }, 'no_summons'],
  ])('%s', (_, more, of, code) => {
    for (const kind of ['restoration', 'tenant_damage'] as const)
      expect(lapses({ ...painting, kind, ...of }, { ...facts, ...more })).toBe(code);
  });

  test.each<[LocalDate, RejectCode | null]>([
    ['2027-04-28', null],
    ['2027-04-29', 'late_claim'],
  ])('a single dwelling has the deadline for claims alone, from the move-out: raised on %s', (raisedOn, code) => {
    const single = { ...facts, letsMoreThanOne: false, heldOn: null, reportDeliveredOn: null, summonedOn: null };
    expect(lapses({ ...painting, inReport: false, raisedOn }, single)).toBe(code);
    expect(lapses({ ...painting, raisedOn }, { ...facts, letsMoreThanOne: false, heldOn: '2027-05-20' })).toBe(code);
  });

  test.each(
    CLAIM_KINDS.filter((kind) => kind !== 'restoration' && kind !== 'tenant_damage'),
  )('%s never lapses', (kind) => {
    const nothing = { ...facts, heldOn: null, reportDeliveredOn: null, summonedOn: null };
    expect(lapses(line({ kind, inReport: false, raisedOn: '2028-01-01' }), nothing)).toBeNull();
  });
});

test('where there is no duty to inspect its three codes cannot be used by hand either', () => {
  const usable = (letsMoreThanOne: boolean) => REJECT_CODES.filter((code) => mayReject(code, { letsMoreThanOne }));
  expect(usable(true)).toEqual(REJECT_CODES);
  const none = ['not_in_report', 'late_inspection', 'no_summons'];
  expect(usable(false)).toEqual(REJECT_CODES.filter((code) => !none.includes(code)));
});

describe('rent that somebody else pays (domain.md 13.2)', () => {
  test.each<[string, LocalDate, LocalDate, LocalDate | null, LocalDate]>([
    ['row 23: terminated on 8 March', '2027-04-14', '2027-03-08', '2027-06-01', '2027-05-31'],
    ['the end of the notice', '2027-04-14', '2027-03-08', null, '2027-06-30'],
    ['the notice ends before it is let again', '2027-04-14', '2027-03-08', '2027-09-01', '2027-06-30'],
    ['notice on a first', '2027-04-14', '2027-03-01', null, '2027-05-31'],
    ['the tenant stayed longer than the notice', '2027-04-14', '2026-12-08', null, '2027-04-14'],
  ])('%s', (_, movedOutOn, noticeOn, next, last) => {
    expect(rentPayableThrough(movedOutOn, noticeOn, next)).toBe(last);
  });

  const rent = (dueOn: LocalDate | null, amountOere = 450_000) => line({ kind: 'rent', dueOn, amountOere });
  const monthlyOere = { rent: 450_000, utilities: 60_000 };

  test.each<[string, ClaimLine, LocalDate, boolean]>([
    ['a month before the end', rent('2027-04-01'), '2027-05-31', false],
    ['the last month, whole', rent('2027-05-01'), '2027-05-31', false],
    ['the month after', rent('2027-06-01'), '2027-05-31', true],
    ['the last month in part, claimed whole', rent('2027-05-01'), '2027-05-14', true],
    ['and for its days', rent('2027-05-01', 203_226), '2027-05-14', false],
    ['an øre more', rent('2027-05-01', 203_227), '2027-05-14', true],
    ['a month of another year', rent('2026-05-01'), '2027-05-14', false],
    ['no month', rent(null), '2027-05-14', false],
    ['utilities by their own amount', line({ kind: 'utilities_advance', dueOn: '2027-05-01', amountOere: 27_097 }), '2027-05-14', false], // biome-ignore format: a row
    ['utilities, an øre more', line({ kind: 'utilities_advance', dueOn: '2027-05-01', amountOere: 27_098 }), '2027-05-14', true], // biome-ignore format: a row
    ['no rent', line({ kind: 'cleaning', dueOn: '2027-09-01' }), '2027-05-14', false],
  ])('%s', (_, claimed, last, is) => {
    expect(doubleCoverage(claimed, { rentPayableThrough: last, monthlyOere })).toBe(is);
  });

  test('where the rent of the lease is not known the last month stays with who reviews it', () => {
    expect(doubleCoverage(rent('2027-05-01'), { rentPayableThrough: '2027-05-14' })).toBe(false);
    expect(doubleCoverage(rent('2027-06-01'), { rentPayableThrough: '2027-05-14' })).toBe(true);
  });

  test('no rent is claimed past its end, and what is rejected is not claimed', () => {
    const lines = [rent('2027-03-01'), rent('2027-05-01'), line({ kind: 'consumption', dueOn: '2027-08-01' })];
    expect(rentClaimedThrough(lines, '2027-06-30')).toBe('2027-05-31');
    expect(rentClaimedThrough(lines, '2027-05-14')).toBe('2027-05-14');
    const rejected = {
      ...rent('2027-07-01'),
      review: { accepted: false, code: 'double_coverage', by: 'system' } as const,
    };
    expect(rentClaimedThrough([...lines, rejected], '2027-06-30')).toBe('2027-05-31');
    expect(rentClaimedThrough([line({ kind: 'rent', dueOn: null }), line()], '2027-06-30')).toBeNull();
  });

  test('a later end never makes more of a claim double', () => {
    const anyDay = fc.integer({ min: 0, max: 800 }).map((days) => addDays('2026-01-01', days));
    fc.assert(
      fc.property(anyDay, anyDay, fc.integer({ min: 1, max: 500_000 }), (due, last, amountOere) => {
        const is = (end: LocalDate) => doubleCoverage(rent(due, amountOere), { rentPayableThrough: end, monthlyOere });
        expect(is(last) || !is(addDays(last, 1))).toBe(true);
      }),
    );
  });
});
