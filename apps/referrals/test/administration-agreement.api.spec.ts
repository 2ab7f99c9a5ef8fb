// SPDX-License-Identifier: MPL-2.0
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { topics } from '#contracts/topics';
import { types } from '#contracts/types';
import { help, Referrals } from './service.js';

let referrals: Referrals;
beforeAll(async () => {
  referrals = await Referrals.start('2026-12-17');
}, 60_000);
afterAll(() => referrals?.stop());
beforeEach(() => referrals.travel('2026-12-17'));

const SOCIAL = 'social_caseworker';
const terms = { monthlyAmountOere: 510_000, firstPaymentOn: '2027-01-01' };
const offer = (tenancyRef: string, more: object = {}) =>
  referrals.post(SOCIAL, 'administration-agreements', { tenancyRef, basis: 'voluntary', ...terms, ...more });
const act = (
  id: string,
  action: string,
  body: object = {},
  user: 'social_caseworker' | 'benefits_caseworker' = SOCIAL,
) => referrals.post(user, `administration-agreements/${id}/${action}`, body);
const accepted = async (tenancyRef: string, more: object = {}) => {
  const { id } = (await offer(tenancyRef, more)).body;
  expect((await act(id, 'accept', { acceptedOn: '2026-12-17' })).body.state).toBe('ACTIVE');
  return id as string;
};
const rentPaidBy = async (tenancyRef: string) =>
  (await referrals.get('landlord_admin', `tenancies/${tenancyRef}`)).body.rentPaidBy;
const told = (id: string) => referrals.told(topics.administrationAgreementInternal.name, id);

test('row 8: with one earlier eviction a required one is refused; a voluntary one is offered and declined', async () => {
  const tenancyRef = await referrals.aTenancy();
  expect(await offer(tenancyRef, { basis: 'required', paymentTrouble: true, evictionsDueToArrears: 1 })).toMatchObject({
    status: 409,
    body: { code: 'citizen-has-not-had-several-evictions', errors: [{ pointer: '/evictionsDueToArrears' }] },
  });
  const { status, body } = await offer(tenancyRef);
  expect([status, body.state]).toEqual([201, 'OFFERED']);
  expect((await act(body.id, 'decline')).body).toMatchObject({ state: 'DECLINED', allowedActions: [] });
  expect(await rentPaidBy(tenancyRef)).toEqual({ by: 'tenant', from: null });
  expect(await told(body.id)).toEqual([]);
});

test('row 22: the landlord learns from when the tenant pays, and no more', async () => {
  const tenancyRef = await referrals.aTenancy();
  const id = await accepted(tenancyRef);
  expect(await rentPaidBy(tenancyRef)).toEqual({ by: 'municipality', from: '2027-01-01' });
  referrals.travel('2027-03-15');
  expect(await act(id, 'revoke', { lastPaidThrough: '2027-03-14' })).toMatchObject({
    status: 409,
    body: { code: 'last-day-is-not-in-the-coming-year', errors: [{ pointer: '/lastPaidThrough' }] },
  });
  expect((await act(id, 'revoke', { lastPaidThrough: '2027-03-31' })).body).toMatchObject({
    state: 'REVOKED',
    revokedOn: '2027-03-15',
  });
  expect(await rentPaidBy(tenancyRef)).toEqual({ by: 'tenant', from: '2027-04-01' });
  const seen = (await referrals.get('landlord_admin', `tenancies/${tenancyRef}`)).body;
  expect(JSON.stringify(seen)).not.toMatch(/administration|revoke|basis|condition|2027-03/i);
  const ends = await told(id);
  expect(ends.map(({ type, body }) => [type, body.rentPaidBy, body.from])).toEqual([
    [types.administrationAgreement.started, 'municipality', '2027-01-01'],
    [types.administrationAgreement.ended, 'tenant', '2027-04-01'],
  ]);
  const everywhere = await referrals.database.query<{ topic: string }>('select topic from outbox where key = $1', [id]);
  expect(new Set(everywhere.map(({ topic }) => topic))).toEqual(
    new Set([topics.administrationAgreementInternal.name, topics.referralsOwners.name]),
  );
});

describe('at most one at a time', () => {
  test('a second is refused until the first has ended', async () => {
    const tenancyRef = await referrals.aTenancy();
    const id = await accepted(tenancyRef);
    const second = { status: 409, body: { code: 'administration-agreement-exists-already' } };
    expect(await offer(tenancyRef)).toMatchObject(second);
    await act(id, 'revoke', { lastPaidThrough: '2026-12-31' });
    expect((await offer(tenancyRef)).status).toBe(201);
    expect(await rentPaidBy(tenancyRef)).toEqual({ by: 'tenant', from: '2027-01-01' });
  });

  test('also when several are offered in the same moment', async () => {
    const tenancyRef = await referrals.aTenancy();
    const answers = await Promise.all(Array.from({ length: 5 }, () => offer(tenancyRef)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    for (const { body } of answers.filter(({ status }) => status !== 201))
      expect(body.code).toBe('administration-agreement-exists-already');
  });
});

test('a required one is ended by the benefits office, not revoked', async () => {
  const tenancyRef = await referrals.aTenancy();
  const id = await accepted(tenancyRef, { basis: 'required', paymentTrouble: true, evictionsDueToArrears: 2 });
  const march = { lastPaidThrough: '2027-03-31' };
  expect((await act(id, 'revoke', march)).body.code).toBe('required-agreement-cannot-be-revoked');
  expect((await act(id, 'end', march, 'benefits_caseworker')).body.state).toBe('ENDED');
  expect(await rentPaidBy(tenancyRef)).toEqual({ by: 'tenant', from: '2027-04-01' });
  const kept = await referrals.database.query<object>('select * from administration_agreement where id = $1', [id]);
  expect(JSON.stringify(kept)).not.toMatch(/evict|trouble/i);
});

test('a condition of help is revoked only once the help is paid', async () => {
  const tenancyRef = await referrals.aTenancy();
  const financing = await referrals.anApplication({ tenancyRef });
  await referrals.post(
    'benefits_caseworker',
    `financings/${financing}/grant`,
    help({ administrationAgreement: terms }),
  );
  const [{ id }] = (await referrals.get(SOCIAL, `administration-agreements?tenancyRef=${tenancyRef}`)).body.items;
  await act(id, 'accept', { acceptedOn: '2026-12-17' });
  const seen = (await referrals.get(SOCIAL, `administration-agreements/${id}`)).body;
  expect(seen.refusedActions).toContainEqual(
    expect.objectContaining({ action: 'revoke', code: 'help-is-not-paid-yet' }),
  );
  const payment = { paidOn: '2026-12-17', amountOere: 542_900 };
  await referrals.post('finance', `financings/${financing}/register-payment`, payment);
  expect((await act(id, 'revoke', { lastPaidThrough: '2026-12-31' })).body.state).toBe('REVOKED');
});

test('a tenancy that ends takes its agreement along, and the same request again changes nothing', async () => {
  const tenancyRef = await referrals.aTenancy();
  const id = await accepted(tenancyRef);
  const key = { 'idempotency-key': 'end-once', 'if-match': '"1"' };
  const end = () => referrals.post(SOCIAL, `tenancies/${tenancyRef}/end`, { endedOn: '2027-02-28' }, key);
  const ended = await end();
  expect(ended.body).toMatchObject({ state: 'ENDED', rentPaidBy: { by: 'tenant', from: '2027-03-01' } });
  expect(await end()).toEqual(ended);
  expect((await referrals.get(SOCIAL, `administration-agreements/${id}`)).body).toMatchObject({
    state: 'ENDED',
    version: 3,
    lastPaidThrough: '2027-02-28',
  });
  expect(await rentPaidBy(tenancyRef)).toEqual({ by: 'tenant', from: '2027-03-01' });
  expect((await offer(tenancyRef)).body.code).toBe('tenancy-is-not-known');
});

test('landlords have no access; finance sees what is paid and not why', async () => {
  const tenancyRef = await referrals.aTenancy();
  const { id } = (await offer(tenancyRef)).body;
  const path = `administration-agreements/${id}`;
  expect((await referrals.get('landlord_admin', path)).status).toBe(403);
  expect((await referrals.get('finance', path)).status).toBe(404);
  await act(id, 'accept', { acceptedOn: '2026-12-17' });
  const seen = (await referrals.get('finance', path)).body;
  expect(seen).toMatchObject({ state: 'ACTIVE', payee: 'landlord', ...terms });
  expect(Object.keys(seen)).not.toEqual(expect.arrayContaining(['basis']));
  expect(Object.keys(seen)).not.toEqual(expect.arrayContaining(['financingRef']));
});
