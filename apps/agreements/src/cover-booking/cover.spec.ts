// SPDX-License-Identifier: MPL-2.0
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addDays, type LocalDate, Refusal } from '#domain';
import type { WholeTerms } from '../agreement/agreement-terms.dto.js';
import {
  ALL,
  type Asked,
  type Booked,
  type CommitmentKind,
  coveredUntil,
  coverOf,
  hasEndedFor,
  isCovered,
  NO_COVER,
  NO_DAYS,
  type Request,
} from './cover.js';
import {
  bookedAnew,
  type CoverBooking,
  type CoverBookingFacts,
  coverBookingRules,
  type PayableBooking,
  paymentOf,
  yearOf,
} from './cover-booking.js';

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
  ...{ agreementRef: 'a', tenancyRef: 't', dwellingRef: 'd', vacantFrom: null, ...NO_DAYS },
  ...{ commitment: 'move_out_shortfall', bookedYear: 2027 },
};
const unused: Booked = { tenancyOere: 0, yearOere: 0, vacancyRentOere: 0, vacancyUtilitiesOere: 0, coveredDays: [] };
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

test('what is left of a vacancy: rent first where both do not fit', () => {
  const dwelling = { dwellingRef: 'd', rentOere: 450_000, utilitiesOere: 60_000 };
  const terms = termsWith(undefined, null, {
    commitments: [{ kind: 'vacancy_rent_out', capOere: 100 }],
    ...{ properties: [{ dwellings: [dwelling] }], vacancyIncludesUtilities: true },
  });
  const vacancy: Request = { ...request, commitment: 'vacancy_rent_out' };
  const cover = (amountOere: number, utilitiesOere: number) =>
    coverOf(vacancy, { amountOere, utilitiesOere }, { terms, booked: unused });
  expect(cover(80, 80)).toMatchObject({ amountOere: 100, utilitiesOere: 20 });
  expect(cover(120, 80)).toMatchObject({ amountOere: 100, utilitiesOere: 0 });
});

test('an agreement has ended for empty dwellings, not for those who lived under it', () => {
  const ended = (commitment: CommitmentKind, state: Parameters<typeof hasEndedFor>[1]['state'], today = '2027-05-31') =>
    hasEndedFor(commitment, { state, lastDay: '2027-05-31' }, today);
  for (const state of ['EXPIRED', 'TERMINATED'] as const) {
    expect([ended('vacancy_rent_in', state), ended('vacancy_rent_out', state)]).toEqual([true, true]);
    expect(ended('move_out_shortfall', state)).toBe(false);
  }
  expect([ended('vacancy_rent_in', 'RUN_OFF'), ended('vacancy_rent_out', 'RUN_OFF')]).toEqual([true, false]);
  expect([ended('vacancy_rent_in', 'ACTIVE'), ended('vacancy_rent_in', 'NOTICE_GIVEN', '2027-06-01')]).toEqual([
    false,
    true,
  ]);
  // Rent of days through the last one is owed, however late it is asked for.
  for (const state of ['RUN_OFF', 'EXPIRED', 'TERMINATED'] as const)
    for (const commitment of ['vacancy_rent_in', 'vacancy_rent_out'] as const) {
      const late = (coversThrough: LocalDate) =>
        hasEndedFor(commitment, { state, lastDay: '2027-05-31' }, '2027-07-01', { leftByAnother: true, coversThrough });
      expect([late('2027-05-31'), late('2027-06-01')]).toEqual([false, true]);
    }
});

describe('histories of a ledger', () => {
  /** A row of the model, and the plainest sums over all of them. */
  type Row = CoverBooking & { no: number };
  const system = ['system'] as const;
  const finance = ['finance'] as const;
  const cap = fc.option(fc.integer({ min: 0, max: 3_000 }), { nil: undefined });
  const step = fc.record({
    does: fc.constantFrom('reserve', 'confirm', 'recordPaid', 'correct', 'release', 'expire', 'wait', 'terms'),
    of: fc.nat(30),
    oere: fc.nat(2_000),
    utilitiesOere: fc.nat(500),
    commitment: fc.constantFrom<CommitmentKind>('move_out_shortfall', 'vacancy_rent_in', 'vacancy_rent_out'),
    days: fc.constantFrom(1, 20, 31, 365),
    covers: fc.option(fc.tuple(fc.nat(12), fc.nat(5))),
    caps: fc.record({ tenancy: cap, year: cap, rent: fc.nat(1_000), months: fc.option(fc.nat(3), { nil: undefined }) }),
  });
  type Caps = { tenancy?: number | undefined; year?: number | undefined; rent: number; months?: number | undefined };
  const termsOf = ({ tenancy, year, rent, months }: Caps) => {
    const of = (kind: CommitmentKind) => ({
      kind,
      ...(tenancy !== undefined && { capOere: tenancy }),
      ...(months !== undefined && { capMonths: months }),
    });
    return termsWith(undefined, year ?? null, {
      commitments: [of('move_out_shortfall'), of('vacancy_rent_in'), of('vacancy_rent_out')],
      properties: [
        { dwellings: ['d1', 'd2'].map((dwellingRef) => ({ dwellingRef, rentOere: rent, utilitiesOere: 100 })) },
      ],
      vacancyIncludesUtilities: true,
    });
  };
  const isShortfall = (row: Pick<Row, 'commitment'>) => row.commitment === 'move_out_shortfall';
  const isSame = (one: Pick<Row, 'commitment' | 'tenancyRef' | 'dwellingRef'>, other: Row) =>
    one.commitment === other.commitment &&
    (isShortfall(other) ? one.tenancyRef === other.tenancyRef : one.dwellingRef === other.dwellingRef);
  const add = (rows: readonly Row[], of: (row: Row) => number) => rows.reduce((all, row) => all + of(row), 0);
  const whole = (row: Row) => row.amountOere;

  /** Whether it is for days of the dwelling that the other one is for too. */
  const isOfSameDays = (one: PayableBooking, other: Row) =>
    one.dwellingRef === other.dwellingRef &&
    [one, other].every(({ coversFrom }) => coversFrom !== null) &&
    one.coversFrom! <= other.coversThrough! &&
    other.coversFrom! <= one.coversThrough!;
  const standsOn = (today: string) => (row: Row) =>
    row.amountOere > 0 && (row.state === 'CONFIRMED' || (row.state === 'RESERVED' && today <= row.expiresOn!));

  test('never above a cap by anybody’s right, nothing and no day twice; beyond it only what was paid, once', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), fc.boolean(), (steps, isOneCap) => {
        const both = { tenancy: 2_000, year: 3_000, rent: 500, months: 3 };
        let [today, caps]: [string, Caps] = ['2027-11-20', isOneCap ? { tenancy: 2_000, rent: 500 } : both];
        let isSteady = true;
        const rows: Row[] = [];
        /** What cases told that they have paid, whatever was reserved. */
        const told = new Set<number>();
        const accountOf = (about: PayableBooking, no: number, states: readonly string[]) => {
          const counted = rows.filter((row) => row.no !== no && states.includes(row.state));
          const same = counted.filter((row) => isSame(about, row));
          const inYear = counted.filter((row) => isShortfall(row) && row.bookedYear === about.bookedYear);
          return {
            tenancyOere: isShortfall(about) ? add(same, whole) : 0,
            yearOere: add(inYear, whole),
            vacancyRentOere: isShortfall(about) ? 0 : add(same, (row) => row.amountOere - row.utilitiesOere),
            vacancyUtilitiesOere: isShortfall(about) ? 0 : add(same, (row) => row.utilitiesOere),
            coveredDays: counted
              .filter((row) => standsOn(today)(row) && isOfSameDays(about, row))
              .map(({ coversFrom, coversThrough }) => ({ from: coversFrom!, through: coversThrough! })),
          };
        };
        const BOOKED = ['RESERVED', 'CONFIRMED'];
        for (const { does, of, oere, utilitiesOere: u, commitment, days, covers, caps: next } of steps) {
          const isRent = commitment !== 'move_out_shortfall';
          const utilitiesOere = isRent ? u : 0;
          const facts: CoverBookingFacts = {
            ...{ today, reservationDays: 30, tenancy: null, vacancy: null, payment: null },
            version: { landlordRef: 'l', agreementVersion: 1, firstDay: '2026-01-01', lastDay: '2040-01-01' },
          };
          if (does === 'wait') today = addDays(today, days);
          else if (does === 'terms') [caps, isSteady] = [next, false];
          else if (does === 'reserve') {
            const about = {
              ...{
                agreementRef: 'a',
                caseRef: `c${of}`,
                caseKind: 'move-out',
                commitment,
                cause: null,
                vacantFrom: null,
              },
              tenancyRef: commitment === 'move_out_shortfall' ? `t${of % 3}` : null,
              dwellingRef: commitment === 'move_out_shortfall' ? null : `d${1 + (of % 2)}`,
              coversFrom: isRent && covers ? addDays('2027-01-01', covers[0]) : null,
              coversThrough: isRent && covers ? addDays('2027-01-01', covers[0] + covers[1]) : null,
              ...{ bookedYear: yearOf(today), requestedOere: oere + utilitiesOere },
            };
            const booked = accountOf(about as unknown as PayableBooking, -1, BOOKED);
            const cover = coverOf(about, { amountOere: oere, utilitiesOere }, { terms: termsOf(caps), booked });
            const { changes } = coverBookingRules.perform(cover.refusal ? 'refuse' : 'reserve', null, system, facts, {
              ...about,
              ...{ cover, coveredDays: booked.coveredDays },
            });
            rows.push({ ...(changes as CoverBooking), no: rows.length });
            expect(cover.amountOere).toBeLessThanOrEqual(about.requestedOere);
          } else if (rows.length) {
            const row = rows[of % rows.length]!;
            const before = { ...row };
            const said = isShortfall(row) || u % 2 === 0 ? {} : { utilitiesOere: u };
            const paid = { amountOere: does === 'correct' ? oere : Math.max(1, oere), ...said };
            const about = bookedAnew(row, today);
            const account = {
              version: { terms: termsOf(caps), agreementVersion: 1 },
              booked: accountOf(about, row.no, BOOKED),
              paidBeside: accountOf(about, row.no, ['CONFIRMED']),
              hasEnded: false,
            };
            const known = { ...facts, payment: paymentOf(row, paid, today, account) };
            try {
              const { changes } =
                does === 'expire' || does === 'release'
                  ? coverBookingRules.perform(does, row, system, known)
                  : coverBookingRules.perform(does, row, does === 'recordPaid' ? system : finance, known, paid);
              Object.assign(row, changes);
            } catch (error) {
              if (!(error instanceof Refusal)) throw error;
              continue;
            }
            if (does === 'correct') isSteady = false;
            if (does === 'recordPaid') told.add(row.no);
            // By right, nobody pays more than each cap leaves beside what others have reserved and been paid.
            const rentOf = ({ amountOere, utilitiesOere: part }: CoverBooking) => amountOere - part;
            const isMore = row.utilitiesOere > before.utilitiesOere || rentOf(row) > rentOf(before);
            if (does === 'confirm' || (does === 'correct' && isMore)) {
              const left = coverOf(
                about,
                { amountOere: row.amountOere - row.utilitiesOere, utilitiesOere: row.utilitiesOere },
                {
                  terms: termsOf(caps),
                  booked: account.booked,
                },
              );
              expect(row.amountOere).toBe(left.amountOere);
              if (does === 'confirm') expect([row.overCapOere, row.amountOere <= before.amountOere]).toEqual([0, true]);
            }
            if (does === 'confirm' || does === 'recordPaid')
              expect(row.bookedYear).toBe(
                before.state === 'RESERVED' && today <= before.expiresOn! ? before.bookedYear : yearOf(today),
              );
          }
          // What a case has paid is recorded, whatever was booked before or is booked by now.
          const standing = rows.filter((row) => standsOn(today)(row) && !told.has(row.no));
          for (const row of standing)
            expect(standing.filter((other) => other !== row && isOfSameDays(row, other))).toEqual([]);
          if (!isSteady) continue;
          // While the terms stay as they are: the ledger's sums by plain addition.
          const paidOut = (over: readonly Row[]) => over.filter(({ state }) => state === 'CONFIRMED');
          const groups = [
            ...['t0', 't1', 't2'].map((ref) => [rows.filter((row) => row.tenancyRef === ref), caps.tenancy] as const),
            ...['d1', 'd2'].flatMap((ref) =>
              (['vacancy_rent_in', 'vacancy_rent_out'] as const).map(
                (kind) =>
                  [rows.filter((row) => row.dwellingRef === ref && row.commitment === kind), caps.tenancy] as const,
              ),
            ),
            ...(isOneCap ? [] : [2027, 2028, 2029]).map(
              (year) => [rows.filter((row) => isShortfall(row) && row.bookedYear === year), caps.year] as const,
            ),
          ];
          for (const [group, most = Number.POSITIVE_INFINITY] of groups) {
            const booked = add(
              group.filter(({ state }) => BOOKED.includes(state)),
              whole,
            );
            const over = add(paidOut(group), (row) => row.overCapOere);
            // Facts alone lie beyond, and what they take of others' reservations is not paid yet.
            if (!told.size) expect(booked).toBeLessThanOrEqual(most);
            const paid = add(paidOut(group), whole);
            expect(paid - over).toBeLessThanOrEqual(most);
            if (isOneCap && group.some(({ tenancyRef }) => tenancyRef))
              expect(over).toBe(most === Number.POSITIVE_INFINITY ? 0 : Math.max(0, paid - most));
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});
