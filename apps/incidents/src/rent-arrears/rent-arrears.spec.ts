// SPDX-License-Identifier: MPL-2.0
// Rows 12 and 19 of the worked example, and who gets the case.
import { describe, expect, test } from '@jest/globals';
import {
  acknowledge,
  assign,
  confirmTenantPaid,
  type Facts,
  matchTenancy,
  type RentArrears,
  report,
} from './rent-arrears.js';

const input = {
  landlordRef: 'L',
  landlordReference: 'L-17',
  tenancyRef: null,
  amountOere: 510_000,
  rentDueOn: '2026-08-01',
};
const facts = (today: string, more: Partial<Facts> = {}): Facts => ({ today, tenancy: null, slas: null, ...more });
const known = { tenancyRef: 'T', agreementRef: 'A', hasSupportWorker: true };
const reported = (): RentArrears => report(input, ['landlord_admin'], facts('2026-08-04'));
const pending = (): RentArrears => ({
  ...reported(),
  ...acknowledge(reported(), ['single_entry'], facts('2026-08-05')).changes,
});

describe('a report', () => {
  test.each([
    [
      'arrears 1',
      '2026-08-01',
      '2026-08-04',
      { payDay: '2026-08-03', acknowledgeDueOn: '2026-08-05', outreachDueOn: '2026-08-07' },
    ],
    [
      'arrears 2',
      '2026-12-01',
      '2026-12-02',
      { payDay: '2026-12-01', acknowledgeDueOn: '2026-12-03', outreachDueOn: '2026-12-07' },
    ],
  ])('%s of the worked example gets its days', (_, rentDueOn, today, days) => {
    expect(report({ ...input, rentDueOn }, ['landlord_admin'], facts(today))).toMatchObject({
      state: 'REPORTED',
      ...days,
    });
  });

  test('on the last timely pay day comes a day too early', () => {
    expect(() => report(input, ['landlord_admin'], facts('2026-08-03'))).toThrow(
      expect.objectContaining({ code: 'rent-is-not-overdue-yet', facts: { earliest: '2026-08-04' } }),
    );
  });

  test('takes the working days that the agreement sets', () => {
    const agreed = facts('2026-08-04', { slas: { ACKNOWLEDGE: 2 } });
    expect(report(input, ['landlord_admin'], agreed).acknowledgeDueOn).toBe('2026-08-06');
  });

  test('on a known tenancy is matched at once', () => {
    const { tenancyRef, agreementRef } = report(input, ['landlord_admin'], facts('2026-08-04', { tenancy: known }));
    expect({ tenancyRef, agreementRef }).toEqual({ tenancyRef: 'T', agreementRef: 'A' });
  });
});

describe('the case goes', () => {
  test.each([
    ['support_worker', known],
    ['outreach_team', { ...known, hasSupportWorker: false }],
    ['outreach_team', null],
  ])('to the %s', (assignedTo, tenancy) => {
    const { changes } = assign(pending(), ['single_entry'], facts('2026-08-05', { tenancy }));
    expect(changes).toEqual({ state: 'OUTREACH', assignedTo });
  });
});

describe('payment', () => {
  const pay = (paidOn: string, amountOere: number) =>
    confirmTenantPaid(reported(), { paidOn, amountOere }, ['landlord_admin'], facts('2026-08-10'));

  test('in full closes the case in any open state', () => {
    expect(pay('2026-08-10', 510_000)).toEqual({
      changes: { state: 'SELF_CURED', paidOn: '2026-08-10' },
      fact: 'closed',
    });
  });

  test.each([
    ['payment-lies-in-the-future', '2026-08-11', 510_000],
    ['payment-does-not-cover-the-arrears', '2026-08-10', 509_999],
  ])('is refused: %s', (code, paidOn, amountOere) => {
    expect(() => pay(paidOn, amountOere)).toThrow(expect.objectContaining({ code }));
  });
});

test('matching changes no state and is the system’s alone', () => {
  const arrived = facts('2026-08-06', { tenancy: known });
  expect(matchTenancy(pending(), ['system'], arrived).changes).toEqual({
    state: 'OUTREACH_PENDING',
    tenancyRef: 'T',
    agreementRef: 'A',
  });
  expect(() => matchTenancy(pending(), ['single_entry'], arrived)).toThrow(
    expect.objectContaining({ code: 'wrong-role' }),
  );
  expect(() => matchTenancy(pending(), ['system'], facts('2026-08-06'))).toThrow(
    expect.objectContaining({ code: 'tenancy-is-not-known' }),
  );
});
