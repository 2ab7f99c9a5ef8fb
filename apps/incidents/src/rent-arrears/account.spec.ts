// SPDX-License-Identifier: MPL-2.0
// One krone counts once (domain.md 13.4), whatever was claimed, demanded and paid, in whatever order it was told.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addMonths, sum } from '#domain';
import {
  accountOf,
  type Books,
  claimLeftOere,
  coveredOf,
  coveredOn,
  isCovered,
  leftOf,
  overpaidOere,
  owedOere,
} from './account.js';
import type { DemandNotice, Payment } from './case.js';

const claim = (dueOn: string, amountOere = 510_000) => ({ dueOn, amountOere, reportedOn: '2026-09-02' });
const demand = (demandRef: string, dueOn: string[], more: Partial<DemandNotice> = {}): DemandNotice => ({
  ...{ demandRef, state: 'RUNNING', issuedOn: '2026-09-07', channel: 'letter', feeOere: 32_900, totalOere: 0 },
  lines: dueOn.map((day) => ({ kind: 'rent', dueOn: day, amountOere: 510_000 })),
  ...{ printedDeadline: null, deliveredOn: '2026-09-08', proofRef: null, registeredOn: '2026-09-08' },
  ...{ expiresOn: '2026-09-22', paymentsBefore: 0, warnings: [] },
  ...more,
});
const paid = (paidOn: string, amountOere: number, more: Partial<Payment> = {}): Payment => ({
  ...{ paidOn, amountOere, by: 'tenant', ...more },
});
const [AUGUST, SEPTEMBER] = ['2026-08-01', '2026-09-01'];
const both = [claim(AUGUST), claim(SEPTEMBER)];
/** What is covered of each, in øre. */
const covered = (books: Books) =>
  Object.fromEntries(accountOf(books).map((debt) => [debt.claimDueOn ?? debt.feeOf, coveredOf(debt)]));

describe('a payment', () => {
  test('of what one letter asks settles that letter and no other', () => {
    const demands = [demand('D1', [AUGUST]), demand('D2', [SEPTEMBER])];
    const books = { claims: both, demands, payments: [paid('2026-09-20', 542_900)] };
    expect(covered(books)).toEqual({ [AUGUST]: 510_000, D1: 32_900, [SEPTEMBER]: 0, D2: 0 });
    expect(demands.map((one) => isCovered(books, one, one.expiresOn!))).toEqual([true, false]);
    expect(owedOere(books)).toBe(542_900);
  });

  test('goes first to what the payer named: a month’s rent, or a letter with its fee', () => {
    const demands = [demand('D1', [AUGUST]), demand('D2', [SEPTEMBER])];
    const pays = (more: Partial<Payment>) =>
      covered({ claims: both, demands, payments: [paid('2026-09-20', 542_900, more)] });
    expect(pays({ forRentDueOn: SEPTEMBER })).toEqual({ [AUGUST]: 32_900, D1: 0, [SEPTEMBER]: 510_000, D2: 0 });
    expect(pays({ forDemandRef: 'D2' })).toEqual({ [AUGUST]: 0, D1: 0, [SEPTEMBER]: 510_000, D2: 32_900 });
  });

  test('covers what it was for, whatever is reported later', () => {
    const september = { claims: [claim(SEPTEMBER)], demands: [demand('D', [SEPTEMBER])] };
    const before = { claimsBefore: 1, demandsBefore: 1 };
    const books = { ...september, payments: [paid('2026-09-20', 542_900, before)] };
    const later = { ...books, claims: [...books.claims, claim(AUGUST)] };
    for (const one of [books, later]) expect(isCovered(one, one.demands[0]!, '2026-09-22')).toBe(true);
    expect(claimLeftOere(later, AUGUST)).toBe(510_000);
  });

  test('before the letter counts for what the letter left out, and not for what it asks', () => {
    const asks = demand('D', [AUGUST], {
      ...{ lines: [{ kind: 'rent', dueOn: AUGUST, amountOere: 300_000 }], paymentsBefore: 1, feeOere: 0 },
    });
    const first = paid('2026-09-07', 210_000);
    const books = (...payments: Payment[]) => ({ claims: [claim(AUGUST)], demands: [asks], payments });
    expect(isCovered(books(first), asks)).toBe(false);
    expect(isCovered(books(first, paid('2026-09-10', 299_999)), asks)).toBe(false);
    const whole = books(first, paid('2026-09-10', 300_000));
    expect([isCovered(whole, asks), coveredOn(whole, asks)]).toEqual([true, '2026-09-10']);
  });

  test('of a fee that lapses is not lost: it goes to what is owed, or is seen as too much', () => {
    const invalid = demand('D', [AUGUST], { state: 'INVALID' });
    const books = { claims: both, demands: [invalid], payments: [paid('2026-09-20', 542_900)] };
    expect(covered(books)).toEqual({ [AUGUST]: 510_000, [SEPTEMBER]: 32_900 });
    expect(overpaidOere({ ...books, claims: [claim(AUGUST)] })).toBe(32_900);
  });
});

// --- Over random books ---

const MONTHS = [0, 1, 2, 3].map((month) => addMonths('2026-06-01', month));
const day = fc.integer({ min: 1, max: 28 }).map((no) => `2026-09-${String(no).padStart(2, '0')}`);
const books: fc.Arbitrary<Books> = fc
  .record({
    claims: fc
      .uniqueArray(fc.tuple(fc.constantFrom(...MONTHS), fc.integer({ min: 1, max: 9 })), {
        minLength: 1,
        selector: ([dueOn]) => dueOn,
      })
      .map((all) => all.map(([dueOn, amount]) => claim(dueOn, amount))),
    letters: fc.array(
      fc.record({
        of: fc.array(fc.nat(3), { minLength: 1, maxLength: 2 }),
        fee: fc.nat(2),
        state: fc.constantFrom<DemandNotice['state']>('ISSUED', 'RUNNING', 'EXPIRED_UNPAID', 'INVALID', 'WITHDRAWN'),
        expiresOn: day,
        paymentsBefore: fc.nat(3),
      }),
      { maxLength: 3 },
    ),
    payments: fc.array(fc.record({ paidOn: day, amountOere: fc.integer({ min: 1, max: 8 }), name: fc.nat(8) }), {
      maxLength: 6,
    }),
  })
  .map(({ claims, letters, payments }) => ({
    claims,
    demands: letters.map(({ of, fee, paymentsBefore, ...more }, no) =>
      demand(`D${no}`, [], {
        ...more,
        ...{ feeOere: fee, paymentsBefore: Math.min(paymentsBefore, payments.length) },
        lines: of.map((one) => {
          const { dueOn, amountOere } = claims[one % claims.length]!;
          return { kind: 'rent' as const, dueOn, amountOere };
        }),
      }),
    ),
    payments: payments.map(({ paidOn, amountOere, name }) =>
      paid(paidOn, amountOere, {
        ...(name < 3 && { forRentDueOn: claims[name % claims.length]!.dueOn }),
        ...(name > 6 && letters.length > 0 && { forDemandRef: `D${name % letters.length}` }),
        ...{ claimsBefore: claims.length, demandsBefore: letters.length },
      }),
    ),
  }));

test('every øre covers one thing, none covers two, and what covers nothing is too much', () => {
  fc.assert(
    fc.property(books, (of) => {
      const debts = accountOf(of);
      const covers = debts.flatMap((debt) => debt.covers);
      of.payments.forEach(({ amountOere }, no) => {
        const laid = sum(covers.filter(({ payment }) => payment === no).map((cover) => cover.amountOere));
        expect(laid).toBeLessThanOrEqual(amountOere);
      });
      for (const debt of debts) expect(leftOf(debt)).toBeGreaterThanOrEqual(0);
      expect(sum(covers.map(({ amountOere }) => amountOere)) + overpaidOere(of)).toBe(
        sum(of.payments.map(({ amountOere }) => amountOere)),
      );
      if (overpaidOere(of) > 0) expect(owedOere(of)).toBe(0);
    }),
    { numRuns: 2000 },
  );
});

test('in whatever order payments are told, the same is covered by the same day', () => {
  fc.assert(
    fc.property(
      books.chain((of) =>
        fc.tuple(fc.constant(of), fc.shuffledSubarray([...of.payments], { minLength: of.payments.length })),
      ),
      day,
      ([of, told], until) => {
        const by = (debts: ReturnType<typeof accountOf>) => debts.map((debt) => coveredOf(debt, until));
        expect(by(accountOf({ ...of, payments: told }))).toEqual(by(accountOf(of)));
      },
    ),
    { numRuns: 2000 },
  );
});

test('what was covered stays covered: a payment, a claim or a letter more never takes anything from it', () => {
  const more = fc.oneof(
    fc.record({ paidOn: day, amountOere: fc.integer({ min: 1, max: 8 }) }).map((payment) => (of: Books) => ({
      ...of,
      payments: [...of.payments, paid(payment.paidOn, payment.amountOere)],
    })),
    fc.constant((of: Books) => ({ ...of, claims: [...of.claims, claim('2026-01-01', 7)] })),
    fc.constant((of: Books) => ({
      ...of,
      demands: [...of.demands, demand('D9', [of.claims[0]!.dueOn], { feeOere: 5 })],
    })),
  );
  fc.assert(
    fc.property(books, more, day, (of, add, until) => {
      const after = accountOf(add(of));
      for (const debt of accountOf(of)) {
        const same = after.find(({ claimDueOn, feeOf }) => claimDueOn === debt.claimDueOn && feeOf === debt.feeOf)!;
        expect(coveredOf(same, until)).toBeGreaterThanOrEqual(coveredOf(debt, until));
      }
    }),
    { numRuns: 2000 },
  );
});
