// SPDX-License-Identifier: MPL-2.0
// Rows 8, 21 and 22 of the worked example.
import { describe, expect, test } from '@jest/globals';
import { Refusal } from '#domain';
import {
  type AdministrationAgreement,
  type AdministrationAgreementFacts,
  administrationAgreementRules,
  rentPayer,
} from './administration-agreement.js';

const { perform } = administrationAgreementRules;
const SYSTEM = ['system'] as const;
const SOCIAL = ['social_caseworker'] as const;
const on = (today: string, more: Partial<AdministrationAgreementFacts> = {}): AdministrationAgreementFacts => ({
  today,
  roles: SOCIAL,
  tenancy: { agreementRef: 'A', landlordRef: 'L' },
  taken: false,
  fewestEvictions: 2,
  helpState: null,
  ...more,
});
const terms = { tenancyRef: 'T', monthlyAmountOere: 510_000, firstPaymentOn: '2027-01-01' };
const offered = (more: object = {}, facts = on('2026-12-17')) =>
  perform('offer', null, SOCIAL, facts, { ...terms, basis: 'voluntary', ...more }).changes as AdministrationAgreement;
const active = (agreement = offered()): AdministrationAgreement => ({
  ...agreement,
  ...perform('accept', agreement, SOCIAL, on('2026-12-18'), { acceptedOn: '2026-12-18' }).changes,
});
const conditional = () =>
  perform('offerAsCondition', null, SYSTEM, on('2026-12-17'), { ...terms, financingRef: 'F' })
    .changes as AdministrationAgreement;
const revoke = (
  agreement: AdministrationAgreement,
  input: { lastPaidThrough: string; revokedOn?: string },
  more = {},
) => perform('revoke', agreement, SOCIAL, on('2027-03-15', more), input);

function codeOf(act: () => unknown): string | undefined {
  try {
    act();
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
  return undefined;
}

describe('an offer', () => {
  test.each([
    [0, true],
    [1, true],
    [2, false],
  ])('of a required one after %d evictions and no or some trouble is refused', (evictionsDueToArrears, trouble) => {
    const act = () => offered({ basis: 'required', paymentTrouble: trouble, evictionsDueToArrears });
    expect(codeOf(act)).toBe('citizen-has-not-had-several-evictions');
  });

  test('of a required one after two is made, and how many they were is not kept', () => {
    const agreement = offered({ basis: 'required', paymentTrouble: true, evictionsDueToArrears: 2 });
    expect(agreement).toMatchObject({
      state: 'OFFERED',
      basis: 'required',
      offeredOn: '2026-12-17',
      financingRef: null,
    });
    expect(Object.keys(agreement).join()).not.toMatch(/evict|trouble/i);
  });

  test.each([
    ['tenancy-is-not-known', {}, { tenancy: null }],
    ['administration-agreement-exists-already', {}, { taken: true }],
    ['first-payment-is-not-in-the-coming-year', { firstPaymentOn: '2026-12-16' }, {}],
    ['first-payment-is-not-in-the-coming-year', { firstPaymentOn: '2126-01-01' }, {}],
  ])('is refused: %s', (code, more, facts) => expect(codeOf(() => offered(more, on('2026-12-17', facts)))).toBe(code));
});

describe('the answer', () => {
  test('row 21: accepted on Friday, the municipality pays from New Year', () => {
    expect(active(conditional())).toMatchObject({ state: 'ACTIVE', basis: 'condition_of_help', financingRef: 'F' });
    expect(rentPayer(active())).toEqual({ rentPaidBy: 'municipality', from: '2027-01-01' });
  });

  test.each(['2026-12-16', '2026-12-19'])('cannot be dated %s', (acceptedOn) =>
    expect(codeOf(() => perform('accept', offered(), SOCIAL, on('2026-12-18'), { acceptedOn }))).toBe(
      'acceptance-is-not-between-offer-and-today',
    ));
});

describe('the end', () => {
  const march = { lastPaidThrough: '2027-03-31' };

  test('row 22: revoked 15 March with effect 31 March, the tenant pays from 1 April', () => {
    const { changes, fact } = revoke(active(), march);
    expect({ changes, fact }).toEqual({
      changes: { state: 'REVOKED', revokedOn: '2027-03-15', ...march },
      fact: 'ended',
    });
    expect(rentPayer({ ...active(), ...changes })).toEqual({ rentPaidBy: 'tenant', from: '2027-04-01' });
  });

  test.each([
    ['payments executed already', active(), { lastPaidThrough: '2027-03-14' }, 'last-day-is-not-in-the-coming-year'],
    ['a slip of a century', active(), { lastPaidThrough: '2127-03-31' }, 'last-day-is-not-in-the-coming-year'],
    [
      'a day to come',
      active(),
      { ...march, revokedOn: '2027-03-16' },
      'revocation-is-not-between-acceptance-and-today',
    ],
    [
      'a day before it was accepted',
      active(),
      { ...march, revokedOn: '2026-12-17' },
      'revocation-is-not-between-acceptance-and-today',
    ],
  ])('is not revoked for %s', (_, agreement, input, code) => expect(codeOf(() => revoke(agreement, input))).toBe(code));

  test('a required one is ended by the municipality only', () => {
    const required = active(offered({ basis: 'required', paymentTrouble: true, evictionsDueToArrears: 2 }));
    expect(codeOf(() => revoke(required, march))).toBe('required-agreement-cannot-be-revoked');
    expect(perform('end', required, ['benefits_caseworker'], on('2027-03-15'), march).changes.state).toBe('ENDED');
    expect(codeOf(() => perform('end', required, SOCIAL, on('2027-03-15'), march))).toBe('wrong-role');
  });

  test.each([
    ['GRANTED', 'help-is-not-paid-yet'],
    ['PAID', undefined],
    ['WITHDRAWN', undefined],
  ] as const)('a condition of help that is %s: %s', (helpState, code) =>
    expect(codeOf(() => revoke(active(conditional()), march, { helpState }))).toBe(code));

  test('a tenancy that ends takes it along', () =>
    expect(perform('endWithTenancy', active(), SYSTEM, on('2027-03-15'), { lastPaidThrough: '2027-02-28' })).toEqual({
      changes: { state: 'ENDED', lastPaidThrough: '2027-02-28', endedWithTenancy: true },
      fact: 'ended',
    }));
});
