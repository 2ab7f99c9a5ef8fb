// SPDX-License-Identifier: MPL-2.0
// Rows 5 to 7 and 10 of the worked example, what §§ 81, 85 and 88 ask for, and what the letter says.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { getDocumentProxy } from 'unpdf';
import { FINANCING_KINDS } from '#contracts/referrals/financing';
import { toHtml, toPdf } from '#document';
import { addDays, type LocalDate, Refusal, sum } from '#domain';
import { decisionDocument } from './decision/decision-document.js';
import { type Financing, type FinancingFacts, financingRules, type GrantMove, REFUSAL_REASONS } from './financing.js';
import { MOVE_CONDITIONS } from './legal-basis.js';
import { type ApplyForMove, amountOf, isLateApplication, type KnownReferral, SECOND_HAND_OERE } from './move.js';
import { moveInTotals } from './move-in-totals.js';

const { perform } = financingRules;
const BENEFITS = ['benefits_caseworker'] as const;
const FINANCE = ['finance'] as const;

const move = (more: Partial<KnownReferral> = {}): KnownReferral => ({
  isAccepted: true,
  referredOn: '2026-03-30',
  ...{
    agreementRef: 'A',
    landlordRef: 'L',
    proposalRef: 'P',
    vacancyRef: 'V',
    rentOere: 450_000,
    utilitiesOere: 60_000,
  },
  ...{
    depositMonths: null,
    prepaidMonths: null,
    startsOn: '2026-04-23',
    leaseSignedOn: null,
    leaseOere: null,
    loanOere: 0,
  },
  ...more,
});
const on = (today: LocalDate, more: Partial<KnownReferral> = {}, actorId = 'one'): FinancingFacts => ({
  ...{ today, tenancyKnown: false, owedOere: null, slas: null, hasAnother: false, actorId },
  move: move(more),
});
const apply = (more: Partial<ApplyForMove> = {}, facts = on('2026-04-07')) =>
  perform('applyForMove', null, BENEFITS, facts, { referralRef: 'R', kind: 'deposit_loan', isComplete: true, ...more });
const applied = (more: Partial<ApplyForMove> = {}) => apply(more).changes as Financing;
const put = (help: Financing, { changes }: { changes: Partial<Financing> }): Financing => ({ ...help, ...changes });
const loan = (more: Partial<GrantMove> = {}): GrantMove => ({
  basis: '85_1',
  conditions: ['without_a_home', 'cannot_pay', 'dwelling_is_suitable', 'future_rent_is_affordable'],
  deposit: { depositOere: 1_350_000, prepaidOere: 1_350_000 },
  payee: 'landlord',
  payOn: '2026-04-16',
  repayment: { required: true, instalmentOere: 75_000, firstDueOn: '2026-07-01' },
  ...more,
});
const without = ({ deposit: _, ...grant }: GrantMove) => grant;
const moving = (more: Partial<GrantMove> = {}): GrantMove => ({
  ...without(loan({ payee: 'supplier', repayment: { required: false } })),
  offers: [240_000, 160_000, 160_001].map((amountOere, at) => ({ amountOere, documentRef: `${at}` })),
  ...more,
});
const furnishing = (more: Partial<GrantMove> = {}): GrantMove => ({
  ...without(loan({ payee: 'citizen', repayment: { required: false } })),
  ...{ basis: '81', conditions: ['on_kontanthjaelp', 'unforeseen_reasonable_expense', 'cannot_pay'] },
  items: [{ item: 'bed', pieces: 2, amountOere: 160_000 }],
  ...more,
});
const granted = (grant = loan(), kind: ApplyForMove['kind'] = 'deposit_loan') =>
  put(applied({ kind }), perform('grantMove', applied({ kind }), BENEFITS, on('2026-04-14'), grant));

function faultsOf(act: () => unknown): string[] {
  try {
    act();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.faults.length ? error.faults.map(({ code, field }) => `${code} ${field}`) : [error.code];
  }
  return [];
}
const grantFaults = (grant: GrantMove, kind: ApplyForMove['kind'], facts = on('2026-04-14')) =>
  faultsOf(() => perform('grantMove', applied({ kind }), BENEFITS, facts, grant));

describe('what moving in costs', () => {
  test('row 10', () => {
    const row10 = {
      startsOn: '2026-04-23',
      rentOere: 450_000,
      utilitiesOere: 60_000,
      depositMonths: 3,
      prepaidMonths: 3,
    };
    expect(moveInTotals(row10)).toEqual({
      ...{ depositOere: 1_350_000, prepaidOere: 1_350_000, firstRentOere: 120_000, firstUtilitiesOere: 16_000 },
      totalOere: 2_836_000,
    });
  });

  test('the first month is never more than a whole one, which it is on the first; a day later never costs more', () => {
    const day = fc.integer({ min: 0, max: 3650 }).map((days) => addDays('2024-01-01', days));
    const oere = fc.integer({ min: 0, max: 5_000_000 });
    const months = fc.integer({ min: 0, max: 3 });
    fc.assert(
      fc.property(
        day,
        oere,
        oere,
        months,
        months,
        (startsOn, rentOere, utilitiesOere, depositMonths, prepaidMonths) => {
          const about = { startsOn, rentOere, utilitiesOere, depositMonths, prepaidMonths };
          const { totalOere, ...parts } = moveInTotals(about);
          expect(totalOere).toBe(sum(Object.values(parts)));
          expect(parts.firstRentOere).toBeLessThanOrEqual(rentOere);
          const first = moveInTotals({ ...about, startsOn: `${startsOn.slice(0, 8)}01` });
          expect([first.firstRentOere, first.firstUtilitiesOere]).toEqual([rentOere, utilitiesOere]);
          const next = addDays(startsOn, 1);
          if (next.slice(0, 7) === startsOn.slice(0, 7))
            expect(moveInTotals({ ...about, startsOn: next }).totalOere).toBeLessThanOrEqual(totalOere);
        },
      ),
    );
  });
});

describe('an application', () => {
  test('row 5: complete on Tuesday 7 April, decided by the 14th; the days count from when it is complete', () => {
    expect(apply()).toMatchObject({
      fact: 'applied',
      changes: { completeOn: '2026-04-07', decisionDueOn: '2026-04-14' },
    });
    const incomplete = apply({ isComplete: false });
    expect(incomplete).toMatchObject({ fact: 'changed', changes: { completeOn: null, decisionDueOn: null } });
    const help = incomplete.changes as Financing;
    const complete = perform('completeApplication', help, BENEFITS, on('2026-04-10'), {});
    expect(complete).toMatchObject({
      fact: 'applied',
      changes: { completeOn: '2026-04-10', decisionDueOn: '2026-04-17' },
    });
    expect(faultsOf(() => perform('completeApplication', put(help, complete), BENEFITS, on('2026-04-10'), {}))).toEqual(
      ['application-is-complete-already'],
    );
    for (const completeOn of ['2026-04-06', '2026-04-11'])
      expect(faultsOf(() => perform('completeApplication', help, BENEFITS, on('2026-04-10'), { completeOn }))).toEqual([
        'application-became-complete-on-another-day completeOn',
      ]);
    expect(faultsOf(() => perform('grantMove', help, BENEFITS, on('2026-04-10'), loan()))).toEqual([
      'application-is-not-complete',
    ]);
  });

  test.each([
    ['no referral', { ...on('2026-04-07'), move: null }, {}, ['referral-is-not-known referralRef']],
    ['no dwelling', on('2026-04-07', { isAccepted: false }), {}, ['no-dwelling-is-accepted referralRef']],
    ['another one', { ...on('2026-04-07'), hasAnother: true }, {}, ['help-is-applied-for-already kind']],
    ['tomorrow', on('2026-04-07'), { appliedOn: '2026-04-08' }, ['application-is-outside-its-window appliedOn']],
    ['years ago', on('2026-04-07'), { appliedOn: '2025-03-29' }, ['application-is-outside-its-window appliedOn']],
  ])('%s', (_, facts, more, faults) => expect(faultsOf(() => apply(more, facts))).toEqual(faults));
});

describe('a grant', () => {
  test('row 6: 27 000.00, 36 instalments of 750.00 from 1 July', () => {
    const { amountOere, repaymentPlan } = granted();
    expect([amountOere, repaymentPlan?.length]).toEqual([2_700_000, 36]);
    expect(new Set(repaymentPlan!.map((one) => one.amountOere))).toEqual(new Set([75_000]));
    expect(repaymentPlan![0]!.dueOn).toBe('2026-07-01');
  });

  test('row 7: the cheapest offer of 1 600.00; what furnishing comes to', () => {
    expect(granted(moving(), 'moving_help').amountOere).toBe(160_000);
    expect(granted(furnishing(), 'establishment_help').amountOere).toBe(160_000);
  });

  test('the last instalment is what is left', () => {
    const plan = granted(loan({ repayment: { required: true, instalmentOere: 800_000, firstDueOn: '2026-07-01' } }));
    expect(plan.repaymentPlan!.map(({ amountOere }) => amountOere)).toEqual([800_000, 800_000, 800_000, 300_000]);
  });

  test.each<[string, Partial<GrantMove>, string[]]>([
    ['can pay', { conditions: ['without_a_home', 'dwelling_is_suitable', 'future_rent_is_affordable'] }, ['citizen-and-spouse-can-pay conditions']],
    ['improves nothing', { conditions: ['cannot_pay', 'dwelling_is_suitable', 'future_rent_is_affordable'] }, ['move-improves-nothing conditions']],
    ['unsuitable, too dear', { conditions: ['without_a_home', 'cannot_pay'] }, ['dwelling-is-not-suitable conditions', 'future-rent-is-not-affordable conditions']],
    ['another law', { basis: '81' }, ['basis-does-not-fit-the-help basis', 'circumstances-of-the-move-have-not-changed conditions', 'furnishing-is-not-unforeseen-and-reasonable conditions']],
    ['subsection 1 holds', { basis: '85_2', conditions: ['move_improves_housing_or_work', 'reasonable_single_expense', 'changed_circumstances', 'cannot_pay', 'dwelling_is_suitable', 'future_rent_is_affordable'] }, ['subsection-one-holds basis']],
    ['no single expense', { basis: '85_2', conditions: ['changed_circumstances', 'cannot_pay', 'dwelling_is_suitable', 'future_rent_is_affordable'] }, ['expense-is-not-a-reasonable-single-one conditions']],
    ['no change', { basis: '85_2', conditions: ['reasonable_single_expense', 'cannot_pay', 'dwelling_is_suitable', 'future_rent_is_affordable'] }, ['circumstances-of-the-move-have-not-changed conditions']],
    ['no loan', { repayment: { required: false } }, ['loan-is-to-be-repaid repayment']],
    ['another payee', { payee: 'citizen' }, ['payee-does-not-fit-the-help payee']],
    ['more deposit', { deposit: { depositOere: 1_350_001, prepaidOere: 0 } }, ['deposit-is-more-than-the-lease-may-ask deposit/depositOere']],
    ['more prepaid', { deposit: { depositOere: 0, prepaidOere: 1_350_001 } }, ['prepaid-rent-is-more-than-the-lease-may-ask deposit/prepaidOere']],
    ['nothing', { deposit: { depositOere: 0, prepaidOere: 0 } }, ['nothing-is-granted deposit']],
    ['paid yesterday', { payOn: '2026-04-13' }, ['pay-day-is-not-in-the-coming-year payOn']],
    ['no reason for being late is needed', { lateReason: 'workload' }, ['decision-is-not-late lateReason']],
    ['the lease was not signed', { lateApplicationAcceptedBecause: 'municipality_caused_delay' }, ['application-came-before-the-lease lateApplicationAcceptedBecause']],
  ])('of a loan: %s', (_, more, faults) => expect(grantFaults(loan(more), 'deposit_loan')).toEqual(faults)); // biome-ignore format: one case a line

  test('of the deposit: so many months as the agreement sets', () => {
    expect(grantFaults(loan(), 'deposit_loan', on('2026-04-14', { depositMonths: 2, prepaidMonths: 0 }))).toEqual([
      'deposit-is-more-than-the-lease-may-ask deposit/depositOere',
      'prepaid-rent-is-more-than-the-lease-may-ask deposit/prepaidOere',
    ]);
  });

  test('takes the amounts of its kind, and no other', () => {
    expect(grantFaults(moving({ deposit: loan().deposit! }), 'moving_help')).toContain(
      'amounts-do-not-fit-the-help deposit',
    );
    expect(grantFaults(without(loan()), 'deposit_loan')).toContain('amounts-do-not-fit-the-help deposit');
    expect(grantFaults(furnishing({ offers: moving().offers! }), 'establishment_help')).toContain(
      'amounts-do-not-fit-the-help offers',
    );
  });

  test('of furnishing: each item that is not needed as a rule, or dear, tells why', () => {
    const items = [
      { item: 'coffee_table', pieces: 1, amountOere: SECOND_HAND_OERE.coffee_table },
      { item: 'bed', pieces: 2, amountOere: 2 * SECOND_HAND_OERE.bed + 1 },
      { item: 'carpet', pieces: 1, amountOere: 1, neededBecause: 'individual_need' },
    ] as const;
    expect(grantFaults(furnishing({ items }), 'establishment_help')).toEqual([
      'item-is-not-needed-by-default items/0/neededBecause',
      'item-is-dearer-than-second-hand items/1/dearerBecause',
    ]);
  });

  test('§ 88: who signed the lease on the day of applying or before gets it by a decision of its own', () => {
    expect([isLateApplication('2026-04-07', null), isLateApplication('2026-04-07', '2026-04-08')]).toEqual([
      false,
      false,
    ]);
    const late = on('2026-04-14', { leaseSignedOn: '2026-04-07' });
    expect(grantFaults(loan(), 'deposit_loan', late)).toEqual([
      'application-came-after-the-lease lateApplicationAcceptedBecause',
    ]);
    const because = { lateApplicationAcceptedBecause: 'citizen_would_stay_without_a_home' } as const;
    expect(grantFaults(loan(because), 'deposit_loan', late)).toEqual([]);
  });

  test('of one kind of help is none of the other', () => {
    const rent = { ...applied(), kind: 'temporary_rent_help' } as Financing;
    expect(faultsOf(() => perform('grantMove', rent, BENEFITS, on('2026-04-14'), loan()))).toEqual([
      'help-is-with-missing-rent',
    ]);
    expect(faultsOf(() => perform('grant', applied(), BENEFITS, on('2026-04-14'), {} as never))).toEqual([
      'help-is-with-moving-in',
    ]);
    const refuse = (help: Financing, reason: (typeof REFUSAL_REASONS)[number]) =>
      faultsOf(() => perform('refuse', help, BENEFITS, on('2026-04-14'), { reason }));
    expect(refuse(applied(), 'need_is_not_temporary')).toEqual(['reason-does-not-fit-the-help reason']);
    expect(refuse(rent, 'dwelling_is_not_suitable')).toEqual(['reason-does-not-fit-the-help reason']);
    expect(refuse(applied(), 'citizen_can_pay')).toEqual([]);
  });

  test('comes to the cheapest of any offers, and to the sum of any items', () => {
    const oere = fc.array(fc.integer({ min: 1, max: 100_000_000 }), { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(oere, (amounts) => {
        const offers = amounts.map((amountOere, at) => ({ amountOere, documentRef: `${at}` }));
        expect(amountOf({ offers })).toBe(amounts.toSorted((a, b) => a - b)[0]);
        const items = amounts.map((amountOere) => ({ item: 'bed' as const, pieces: 1, amountOere }));
        expect(amountOf({ items })).toBe(sum(amounts));
      }),
    );
  });
});

describe('money', () => {
  test('leaves by two persons, in parts, and no more than was approved', () => {
    const at = (actorId: string) => on('2026-04-15', {}, actorId);
    let help = granted();
    const performAny = perform as (...all: unknown[]) => { changes: Partial<Financing> };
    const does = (
      action: 'proposeDisbursement' | 'approveDisbursement' | 'registerPayment',
      who: string,
      input?: object,
    ) => {
      help = put(help, performAny(action, help, FINANCE, at(who), input));
    };
    does('proposeDisbursement', 'one', { amountOere: 1_350_000 });
    expect(faultsOf(() => does('proposeDisbursement', 'two', { amountOere: 1 }))).toEqual([
      'disbursement-is-proposed-already',
    ]);
    expect(faultsOf(() => does('approveDisbursement', 'one'))).toEqual([
      'disbursement-was-proposed-by-the-same-person',
    ]);
    expect(faultsOf(() => does('registerPayment', 'two', { paidOn: '2026-04-15', amountOere: 1 }))).toEqual([
      'disbursement-is-not-approved',
    ]);
    does('approveDisbursement', 'two');
    expect(faultsOf(() => does('approveDisbursement', 'three'))).toEqual(['disbursement-is-approved-already']);
    expect(faultsOf(() => does('registerPayment', 'one', { paidOn: '2026-04-14', amountOere: 1 }))).toEqual([
      'payment-came-before-its-approval paidOn',
    ]);
    expect(faultsOf(() => does('registerPayment', 'one', { paidOn: '2026-04-15', amountOere: 1_350_001 }))).toEqual([
      'payment-is-more-than-approved amountOere',
    ]);
    does('registerPayment', 'one', { paidOn: '2026-04-15', amountOere: 1_000_000 });
    expect(help).toMatchObject({ state: 'GRANTED', disbursementOere: 350_000, paidOere: 1_000_000 });
    does('registerPayment', 'one', { paidOn: '2026-04-15', amountOere: 350_000 });
    expect(help).toMatchObject({ state: 'GRANTED', disbursementOere: null, approvedBy: null });
    expect(faultsOf(() => does('proposeDisbursement', 'one', { amountOere: 1_350_001 }))).toEqual([
      'disbursement-is-more-than-remains amountOere',
    ]);
    does('proposeDisbursement', 'one', { amountOere: 1_350_000 });
    does('approveDisbursement', 'two');
    does('registerPayment', 'two', { paidOn: '2026-04-15', amountOere: 1_350_000 });
    expect(help).toMatchObject({ state: 'PAID', paidOere: 2_700_000 });
  });
});

describe('the letter', () => {
  const decided = (help: Financing) => ({ ...help, number: 'H-26-00004-6', municipality: 'Ærøskøbing Kommune' });
  const page = (help: Financing, language: 'da' | 'en' = 'da') => toHtml(decisionDocument(decided(help), language));
  const refused = (reason: (typeof REFUSAL_REASONS)[number]) => ({
    ...applied(),
    ...({ state: 'REFUSED', decidedOn: '2026-04-14', refusalReason: reason } as const),
  });

  test('says what was asked for, decided and why, what is paid and paid back, and how to complain', () => {
    const text = page(granted()).replaceAll('\u00a0', ' ');
    for (const part of [
      'Afgørelse om lån til depositum og forudbetalt leje',
      'sagsnummer H-26-00004-6',
      'Du søgte den 7. april 2026 om lån til depositum og forudbetalt leje.',
      'Kommunen har den 14. april 2026 bevilget 27.000,00 kr.',
      'Beløbet udbetales til udlejeren den 16. april 2026.',
      'lov om aktiv socialpolitik § 85, stk. 1',
      'Du er uden bolig.',
      '13.500,00',
      '1. juni 2029',
      '4 uger',
      'Ankestyrelsen',
    ])
      expect(text).toContain(part);
    expect(text).not.toMatch(/undefined|null|NaN/);
  });

  test('of a refusal says why not, in words, and no amount', () => {
    for (const reason of REFUSAL_REASONS) {
      const text = page(refused(reason));
      expect(text).toContain('givet afslag');
      expect(text).not.toMatch(new RegExp(`${reason}|kr\\.|undefined`));
    }
  });

  test('prints no code, in either language', () => {
    const all = [
      granted(),
      granted(moving(), 'moving_help'),
      granted(furnishing(), 'establishment_help'),
      {
        ...granted(),
        conditions: [...MOVE_CONDITIONS],
        lateApplicationAcceptedBecause: 'municipality_caused_delay',
      } as Financing,
      {
        ...granted(),
        kind: 'temporary_rent_help',
        amounts: null,
        monthlyAmountOere: 1,
        months: 2,
        basis: '81a',
      } as Financing,
    ];
    for (const help of all)
      for (const language of ['da', 'en'] as const)
        expect(page(help, language)).not.toMatch(/>[^<]*[a-z]_[a-z]|undefined/);
    expect(new Set(all.map(({ kind }) => kind))).toEqual(new Set(FINANCING_KINDS));
  });

  test('is the same as a file', async () => {
    const pdf = await getDocumentProxy(new Uint8Array(await toPdf(decisionDocument(decided(granted()), 'da'))));
    const content = await (await pdf.getPage(1)).getTextContent();
    const text = content.items.map((item) => ('str' in item ? item.str : '')).join(' ');
    expect(text).toContain('H-26-00004-6');
    expect(text).toContain('lov om aktiv socialpolitik § 85');
  });
});
