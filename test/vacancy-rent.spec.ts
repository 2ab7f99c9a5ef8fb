// SPDX-License-Identifier: MPL-2.0
// Vacancy rent over both services that it takes: referrals computes and pays it, the ledger of agreements covers it
// (domain.md 3.3, 11 rows 3 and 9; architecture.md 8).
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { topics } from '#contracts/topics';
import { types } from '#contracts/types';
import { decodeKafka } from '#messaging';
import { startService } from '#service';
import {
  assertPublished,
  createTopics,
  demoUsers,
  eventually,
  freshDatabase,
  type Reply,
  readTopic,
  request,
  type TestEnvironment,
  tellFacts,
  testEnv,
  topicPrefix,
  travel,
  type User,
} from '#testing';
import { Agreements, LANDLORD, MUNICIPALITY, must } from '../apps/agreements/test/service.js';
import { type Running, services } from './services.ts';

const prefix = topicPrefix();
let agreements: Agreements;
let referrals: Running;
let env: TestEnvironment;
let agreementRef: string;
let dwellingRefs: string[];

const on = (day: string) => {
  agreements.on(day);
  travel(env, day);
};

beforeAll(async () => {
  await createTopics(prefix);
  agreements = await Agreements.start('2026-01-15', { topicPrefix: prefix });
  const database = await freshDatabase('referrals', services.referrals.migrations);
  env = await testEnv('referrals', { database, topicPrefix: prefix });
  travel(env, '2026-01-15');
  const service = await startService(services.referrals, env);
  referrals = {
    ...{ service, database },
    stop: async () => {
      await service.close();
      await database.drop();
    },
  };
  const property = await agreements.registerDwellings(9, 36);
  dwellingRefs = property.dwellingRefs;
  agreementRef = await agreements.signed({ properties: [property] });
  on('2026-02-01');
  await eventually(async () => {
    const known = `select 1 from known_agreements where state = 'ACTIVE' and jsonb_array_length(versions) = 1`;
    expect(await database.query(known)).toHaveLength(1);
  });
}, 60_000);
afterAll(async () => {
  await referrals?.stop();
  await agreements?.stop();
});
beforeEach(() => on('2026-03-27'));

const get = async (id: string, user: User = 'finance') =>
  (await request(`${referrals.service.url}/v1/vacancies/${id}`, user, 'GET')).body;
async function act(user: User, id: string, action: string, body?: object): Promise<Reply> {
  const path = `${referrals.service.url}/v1/vacancies/${id}`;
  const { etag } = await request(path, user, 'GET');
  return await request(`${path}/${action}`, user, 'POST', body ?? {}, { 'if-match': etag ?? '' });
}
const start = (dwellingRef: string, startedOn: string) =>
  must(
    request(`${referrals.service.url}/v1/tenancies`, 'social_caseworker', 'POST', {
      ...{ agreementRef, dwellingRef, startedOn, citizenRef: randomUUID(), hasSupportWorker: false },
    }),
  );

/** D3 of the worked example: reported, answered in time, let from 23 April. @returns id */
async function letOnApril23(): Promise<string> {
  on('2026-03-27');
  const dwellingRef = dwellingRefs.pop()!;
  const input = { agreementRef, dwellingRef, availableFrom: '2026-04-01' };
  const { id } = await must(request(`${referrals.service.url}/v1/vacancies`, LANDLORD, 'POST', input));
  on('2026-04-07');
  await must(act(MUNICIPALITY, id, 'reserve'));
  on('2026-04-23');
  await start(dwellingRef, '2026-04-23');
  return id;
}
const isCovered = (id: string, payment: object) =>
  eventually(async () => expect((await get(id)).payment).toMatchObject(payment));
const bookingsOf = async (id: string) => {
  const { items } = (await agreements.get('finance', `cover-bookings?agreementRef=${agreementRef}&limit=100`)).body;
  return items.filter(({ caseRef }: { caseRef: string }) => caseRef === id);
};

test('row 9: proposed by one, covered by the ledger, approved by another, paid; each krone is booked once', async () => {
  const id = await letOnApril23();
  expect(await get(id)).toMatchObject({ state: 'LET', terms: { capMonths: 3 }, rent: { totalOere: 330_000 } });
  await must(act('finance', id, 'propose-payment'));
  await isCovered(id, { cover: 'reserved', reservedOere: 330_000, reservedUntil: '2026-05-23' });
  const payment = { paidOn: '2026-04-24', amountOere: 330_000 };
  on('2026-04-24');
  expect(await act('finance2', id, 'register-payment', payment)).toMatchObject({ status: 409, body: { code: 'payment-is-not-approved' } }); // biome-ignore format: one line
  expect(await act('finance', id, 'approve-payment')).toMatchObject({
    ...{ status: 409, body: { code: 'payment-was-proposed-by-the-same-person' } },
  });
  // Two presses at once: approved once.
  const approvals = await Promise.all([1, 2].map(() => act('finance2', id, 'approve-payment')));
  expect(approvals.filter(({ status }) => status === 200)).toHaveLength(1);
  expect((await get(id)).payment).toMatchObject({
    ...{ proposedBy: demoUsers.finance.sub, approvedBy: demoUsers.finance2.sub, approvedOn: '2026-04-24' },
  });
  for (const [field, code, wrong] of [
    ['paidOn', 'payment-is-not-between-approval-and-today', { paidOn: '2026-04-23' }],
    ['paidOn', 'payment-is-not-between-approval-and-today', { paidOn: '2126-04-24' }],
    ['amountOere', 'payment-is-not-the-approved-amount', { amountOere: 329_999 }],
  ] as const)
    expect(await act('finance', id, 'register-payment', { ...payment, ...wrong })).toMatchObject({
      ...{ status: 409, body: { code, errors: [{ pointer: `/${field}` }] } },
    });
  const paid = await Promise.all([1, 2].map(() => act('finance', id, 'register-payment', payment)));
  expect(paid.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(await get(id, LANDLORD)).toMatchObject({ state: 'SETTLED', paidOn: '2026-04-24', paidOere: 330_000 });

  // The money has left: the tenancy by which it was let is not struck any more.
  const { tenancyRef } = await get(id);
  const path = `${referrals.service.url}/v1/tenancies/${tenancyRef}`;
  const { items } = (await request(`${path}/history`, 'social_caseworker', 'GET')).body;
  const struck = { what: 'start', ref: items[0].fact.ref, reason: 'wrong_case' };
  expect(await request(`${path}/strike`, 'social_caseworker', 'POST', struck, { 'if-match': '"1"' })).toMatchObject({
    ...{ status: 409, body: { code: 'vacancy-rent-is-paid' } },
  });

  await eventually(async () =>
    expect(await bookingsOf(id)).toMatchObject([
      {
        ...{ state: 'CONFIRMED', commitment: 'vacancy_rent_in', amountOere: 330_000, requestedOere: 330_000 },
        ...{ coversFrom: '2026-04-01', coversThrough: '2026-04-22' },
      },
    ]),
  );
  const messages = (await readTopic(prefix + topics.vacancyInternal.name)).map((message) => decodeKafka(message));
  const told = messages.flatMap((envelope) => {
    const { attributes, data } = envelope as unknown as {
      attributes: { type: string; subject: string };
      data: Record<string, unknown>;
    };
    const { type, subject: key } = attributes;
    assertPublished({ topic: topics.vacancyInternal.name, key, type, classification: 'internal', body: data });
    return key === id ? [type] : [];
  });
  const {
    reported,
    reserved,
    let: isLet,
    paymentProposed,
    coverReserved,
    paymentApproved,
    paid: isPaid,
  } = types.vacancy;
  expect(told).toEqual([reported, reserved, isLet, paymentProposed, coverReserved, paymentApproved, isPaid]);

  // Its days are in the figures of the agreement: 22 of them.
  const figures = `select measure, happened_on::text as day, subject_ref from known_figure where series = 'vacancy_days' and id = $1`;
  const { dwellingRef } = await get(id);
  await eventually(async () =>
    expect(await agreements.database.query(figures, [id])).toEqual([
      { measure: 22, day: '2026-04-23', subject_ref: dwellingRef },
    ]),
  );
});

test('a proposal that is taken back gives its reservation back; the next one is another request', async () => {
  const id = await letOnApril23();
  await must(act('finance', id, 'propose-payment'));
  await isCovered(id, { cover: 'reserved' });
  await must(act('finance2', id, 'take-back-proposal'));
  await eventually(async () => expect(await bookingsOf(id)).toMatchObject([{ state: 'RELEASED' }]));
  await must(act('finance2', id, 'propose-payment'));
  await isCovered(id, { cover: 'reserved', reservedOere: 330_000, proposedBy: demoUsers.finance2.sub });
  expect((await bookingsOf(id)).map(({ state }: { state: string }) => state).toSorted()).toEqual([
    'RELEASED',
    'RESERVED',
  ]);
});

test('a reservation that finance gives back in the ledger takes the proposal back', async () => {
  const id = await letOnApril23();
  await must(act('finance', id, 'propose-payment'));
  await isCovered(id, { cover: 'reserved' });
  await must(act('finance2', id, 'approve-payment'));
  const [booking] = await bookingsOf(id);
  await must(agreements.act('finance', `cover-bookings/${booking.id}`, 'release'));
  await isCovered(id, { proposedBy: null, approvedBy: null, cover: null });
});

test('a reservation that expires is asked for again, and what was approved is approved anew', async () => {
  const id = await letOnApril23();
  await must(act('finance', id, 'propose-payment'));
  await isCovered(id, { cover: 'reserved', reservedUntil: '2026-05-23' });
  await must(act('finance2', id, 'approve-payment'));
  on('2026-05-24');
  await isCovered(id, { cover: 'reserved', reservedUntil: '2026-06-23', approvedBy: null, proposedBy: demoUsers.finance.sub }); // biome-ignore format: one line
  await must(act('finance2', id, 'approve-payment'));
  await must(act('finance', id, 'register-payment', { paidOn: '2026-05-24', amountOere: 330_000 }));
  await eventually(async () =>
    expect((await bookingsOf(id)).map(({ state }: { state: string }) => state).toSorted()).toEqual([
      'CONFIRMED',
      'EXPIRED',
    ]),
  );
});

test('what the ledger has given away already is not there: less is reserved, and no more is paid; nothing is closed unpaid', async () => {
  const book = async (dwellingRef: string, amountOere: number) => {
    const asked = { agreementRef, commitment: 'vacancy_rent_in', dwellingRef, vacantFrom: '2026-04-01', amountOere };
    return await must(agreements.post('finance', 'cover-bookings', { ...asked, cause: 'forskud' }));
  };
  on('2026-04-02');
  const [some, all] = [dwellingRefs.at(-1)!, dwellingRefs.at(-2)!];
  await book(some, 1_100_000);
  await book(all, 1_350_000);
  const [less, nothing] = [await letOnApril23(), await letOnApril23()];
  for (const id of [less, nothing]) await must(act('finance', id, 'propose-payment'));
  await isCovered(less, { cover: 'reserved', reservedOere: 250_000 });
  await isCovered(nothing, { cover: 'refused', refusal: 'cap-is-used-up', reservedOere: 0 });
  await must(act('finance2', less, 'approve-payment'));
  expect(await act('finance2', less, 'register-payment', { paidOn: '2026-04-23', amountOere: 330_000 })).toMatchObject({
    ...{ status: 409, body: { code: 'payment-is-not-the-approved-amount', facts: { approvedOere: 250_000 } } },
  });
  await must(act('finance2', less, 'register-payment', { paidOn: '2026-04-23', amountOere: 250_000 }));
  expect(await act('finance2', nothing, 'approve-payment')).toMatchObject({ status: 409, body: { code: 'cover-is-not-reserved' } }); // biome-ignore format: one line
  expect((await act('finance2', nothing, 'close-unpaid')).body).toMatchObject({ state: 'SETTLED', paidOn: null });
});

test('a day that is covered already is not paid again, and finance sees which it is', async () => {
  on('2026-04-02');
  const taken = { coversFrom: '2026-03-20', coversThrough: '2026-04-02' };
  const byHand = { agreementRef, commitment: 'vacancy_rent_out', dwellingRef: dwellingRefs.at(-1)!, amountOere: 100 };
  await must(agreements.post('finance', 'cover-bookings', { ...byHand, ...taken, cause: 'forskud' }));
  const id = await letOnApril23();
  await must(act('finance', id, 'propose-payment'));
  await isCovered(id, {
    ...{ cover: 'refused', refusal: 'days-are-covered-already', reservedOere: 0 },
    coveredDays: [{ from: '2026-04-01', through: '2026-04-02' }],
  });
});

test('an answer to another request, to another case, or told again, changes nothing', async () => {
  const id = await letOnApril23();
  await must(act('finance', id, 'propose-payment'));
  await isCovered(id, { cover: 'reserved' });
  const before = await get(id);
  const [{ id: requestRef }] = await bookingsOf(id);
  const booking = {
    ...{
      requestRef,
      caseRef: id,
      agreementRef,
      landlordRef: before.landlordRef,
      tenancyRef: null,
      agreementVersion: 1,
    },
    ...{
      commitment: 'vacancy_rent_in',
      state: 'RESERVED',
      requestedOere: 330_000,
      amountOere: 1,
      expiresOn: '2026-05-23',
    },
  };
  const told = { topic: topics.coverBookingInternal, type: types.coverBooking.reserved, version: 1 };
  const other = randomUUID();
  const ids = [randomUUID(), randomUUID(), randomUUID()];
  await tellFacts(prefix, [
    { ...told, key: requestRef, id: ids[0]!, body: booking },
    { ...told, key: other, id: ids[1]!, version: 9, body: { ...booking, requestRef: other } },
    { ...told, key: other, id: ids[2]!, version: 10, body: { ...booking, requestRef: other, caseRef: other } },
  ]);
  await eventually(async () =>
    expect(
      await referrals.database.query(`select 1 from inbox where message_id = any($1) and state = 'handled'`, [ids]),
    ).toHaveLength(3),
  );
  expect(await get(id)).toEqual(before);
});
