// SPDX-License-Identifier: MPL-2.0
// A vacant dwelling, from the report until its rent is proposed for payment. What the ledger says: test/vacancy-rent.spec.ts.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { topics } from '#contracts/topics';
import { types } from '#contracts/types';
import { eventually, type Reply, type User } from '#testing';
import { Referrals } from './service.js';

const REPORTED = '2026-03-27';
let referrals: Referrals;
beforeAll(async () => {
  referrals = await Referrals.start(REPORTED);
}, 60_000);
afterAll(() => referrals?.stop());
beforeEach(() => referrals.travel(REPORTED));

type Dwelling = { agreementRef: string; dwellingRef: string };
const LANDLORD = 'landlord_admin';
const ENTRY = 'single_entry';
const refused = (code: string, facts?: object) => ({ status: 409, body: { code, ...(facts && { facts }) } });
/** What A1 says of vacancies. */
const versions = [
  {
    ...{ no: 1, from: '2026-01-01', to: null, appliesToExisting: false, slas: null },
    ...{ commitments: [{ kind: 'vacancy_rent_in', capMonths: 3 }], vacancyIncludesUtilities: false },
  },
];
const report = (dwelling: Dwelling, more: object = {}, user: User = LANDLORD) =>
  referrals.post(user, 'vacancies', { ...dwelling, availableFrom: '2026-04-01', ...more });
async function reported(more: object = {}, user: User = LANDLORD): Promise<string> {
  const reply = await report(await referrals.aDwelling({ versions }), more, user);
  if (reply.status !== 201) throw new Error(JSON.stringify(reply.body));
  return reply.body.id;
}
const seen = async (id: string, user: User = ENTRY) => (await referrals.get(user, `vacancies/${id}`)).body;
const act = (user: User, id: string, action: string, body?: object) =>
  referrals.post(user, `vacancies/${id}/${action}`, body ?? {});
/** As the sweeper leaves it. */
const becomes = (id: string, expected: object) =>
  eventually(async () => expect(await seen(id)).toMatchObject(expected));
const start = (dwelling: Dwelling, startedOn: string) =>
  referrals.post('social_caseworker', 'tenancies', {
    ...{ ...dwelling, startedOn, citizenRef: randomUUID(), hasSupportWorker: false },
  });
async function strike(user: User, id: string, what: string, more: object = {}): Promise<Reply> {
  const { items } = (await referrals.get(ENTRY, `vacancies/${id}/history`)).body;
  const ref = items.findLast(({ fact }: { fact?: { what: string } }) => fact?.what === what)?.fact.ref ?? randomUUID();
  return await act(user, id, 'strike', { what, ref, reason: 'did_not_happen', ...more });
}
const dwellingOf = async (id: string): Promise<Dwelling> => {
  const { agreementRef, dwellingRef } = await seen(id);
  return { agreementRef, dwellingRef };
};
const deadlines = async (id: string) =>
  (await referrals.told(topics.referralsDeadlines.name, id)).map(({ body }) => `${body.code} ${body.status} ${body.dueOn}`); // biome-ignore format: one line

test('rows 3 and 9 of the worked example: answered in time, let on 23 April, 3300.00 kr', async () => {
  const dwelling = await referrals.aDwelling({ versions });
  const { status, body } = await report(dwelling);
  expect(status).toBe(201);
  expect(body).toMatchObject({ state: 'REPORTED', noticeReceivedOn: REPORTED, answerDueOn: '2026-04-08', rentSoFarOere: null }); // biome-ignore format: one line
  expect(body.number).toMatch(/^V-26-/);
  referrals.travel('2026-04-07');
  expect((await act(ENTRY, body.id, 'reserve')).body).toMatchObject({
    ...{ state: 'RESERVED', reservedBecause: 'wanted', answeredOn: '2026-04-07' },
    // 1 to 7 April.
    rent: { through: '2026-04-07', totalOere: 105_000 },
  });
  referrals.travel('2026-04-23');
  const tenancy = await start(dwelling, '2026-04-23');
  expect(tenancy.status).toBe(201);
  expect(await seen(body.id)).toMatchObject({
    ...{ state: 'LET', letOn: '2026-04-23', tenancyRef: tenancy.body.id, rentThrough: '2026-04-22' },
    rent: {
      lines: [{ from: '2026-04-01', to: '2026-04-22', days: 22, daysInMonth: 30, rentOere: 330_000, utilitiesOere: 0 }],
      totalOere: 330_000,
    },
    terms: { rentOere: 450_000, utilitiesOere: 60_000, isCovered: true, capMonths: 3, capOere: null },
    payment: { proposedBy: null, cover: null },
    paymentDueOn: '2026-05-07',
  });

  const theirs = await seen(body.id, LANDLORD);
  expect(theirs).toMatchObject({ letOn: '2026-04-23', rentSoFarOere: 330_000, paymentDueOn: '2026-05-07', paidOn: null }); // biome-ignore format: one line
  for (const hidden of ['tenancyRef', 'rent', 'terms', 'payment', 'citizenRef'])
    expect(theirs).not.toHaveProperty(hidden);

  expect((await referrals.told(topics.vacancy.name, body.id)).map(({ type, version }) => [type, version])).toEqual([
    [types.vacancy.reported, 1],
    [types.vacancy.reserved, 2],
    [types.vacancy.let, 3],
  ]);
  expect((await referrals.told(topics.vacancyInternal.name, body.id)).at(-1)?.body).toMatchObject({
    ...{ availableFrom: '2026-04-01', endedOn: '2026-04-23', letBy: 'municipality', coverRequests: [] },
  });
  expect(await deadlines(body.id)).toEqual([
    'VACANCY_ANSWER set 2026-04-08',
    'VACANCY_ANSWER met 2026-04-08',
    'VACANCY_PAYMENT set 2026-05-07',
  ]);
});

describe('a report', () => {
  test('is the landlord’s of the own dwelling, or the single entry point’s; others are not asked', async () => {
    const dwelling = await referrals.aDwelling();
    for (const user of ['landlord_caretaker', 'support_worker', 'finance', 'social_caseworker'] as const)
      expect((await report(dwelling, {}, user)).status).toBe(403);
    // As of an agreement that nobody knows.
    expect(await report(dwelling, {}, 'landlord2_admin')).toMatchObject(refused('agreement-not-known-yet'));
    const id = (await report(dwelling, { noticeReceivedOn: '2026-03-20' }, ENTRY)).body.id;
    expect(await seen(id, LANDLORD)).toMatchObject({ noticeReceivedOn: '2026-03-20', answerDueOn: '2026-03-28' });
    expect((await referrals.get('landlord2_admin', `vacancies/${id}`)).status).toBe(404);
    expect((await referrals.get('support_worker', `vacancies/${id}`)).status).toBe(403);
  });

  test.each([
    ['vacancy-is-outside-its-window', 'availableFrom', { availableFrom: '2025-12-31' }, { earliest: '2026-01-01', latest: '2027-03-27' }], // biome-ignore format: a row
    ['vacancy-is-outside-its-window', 'availableFrom', { availableFrom: '2027-03-28' }, { earliest: '2026-01-01', latest: '2027-03-27' }], // biome-ignore format: a row
    ['notice-is-received-on-another-day', 'noticeReceivedOn', { noticeReceivedOn: '2026-03-26' }, { earliest: REPORTED, latest: REPORTED }], // biome-ignore format: a row
    ['notice-is-received-on-another-day', 'noticeReceivedOn', { noticeReceivedOn: '2026-03-28' }, { earliest: REPORTED, latest: REPORTED }], // biome-ignore format: a row
  ])('%s: the refusal names field and days', async (code, field, more, facts) => {
    expect(await report(await referrals.aDwelling(), more)).toMatchObject({
      ...{ status: 409, body: { code, facts, errors: [{ pointer: `/${field}`, code }] } },
    });
  });

  test.each([
    ['agreement-not-known-yet', { agreementRef: randomUUID() }],
    ['dwelling-is-not-in-the-agreement', { dwellingRef: randomUUID() }],
  ])('%s', async (code, more) => {
    expect(await report(await referrals.aDwelling(), more)).toMatchObject({ status: 409, body: { code } });
  });

  test.each(['DRAFT', 'NOTICE_GIVEN', 'RUN_OFF', 'EXPIRED'])('none under an agreement that is %s', async (state) => {
    expect(await report(await referrals.aDwelling({ state }))).toMatchObject(refused('agreement-is-not-active', { state })); // biome-ignore format: one line
  });

  test.each([
    ['availableFrom', { availableFrom: '2026-02-30' }],
    ['availableFrom', { availableFrom: null }],
    ['dwellingRef', { dwellingRef: [] }],
    ['landlordRef', { landlordRef: randomUUID() }],
  ])('names the faulty field %s', async (field, more) => {
    const reply = await report(await referrals.aDwelling(), more);
    expect(reply).toMatchObject({ status: 400, body: { errors: [{ pointer: `/${field}` }] } });
  });

  test('not while a tenancy runs, to its last day; then again', async () => {
    const dwelling = await referrals.aDwelling();
    const { body } = await start(dwelling, '2026-02-01');
    expect(await report(dwelling)).toMatchObject(refused('dwelling-is-let-on-that-day'));
    await referrals.post('social_caseworker', `tenancies/${body.id}/end`, { endedOn: '2026-04-01' });
    expect(await report(dwelling)).toMatchObject(refused('dwelling-is-let-on-that-day'));
    expect((await report(dwelling, { availableFrom: '2026-04-02' })).status).toBe(201);
  });

  test('one at a time, and no day of a dwelling twice, also after it was let', async () => {
    const dwelling = await referrals.aDwelling({ versions });
    const { id } = (await report(dwelling)).body;
    expect(await report(dwelling, { availableFrom: '2026-06-01' })).toMatchObject(refused('dwelling-is-reported-vacant-already')); // biome-ignore format: one line
    await act(ENTRY, id, 'reserve');
    await act(LANDLORD, id, 'let-elsewhere', { letOn: '2026-05-01' });
    expect(await report(dwelling, { availableFrom: '2026-04-30' })).toMatchObject(refused('dwelling-is-reported-vacant-already')); // biome-ignore format: one line
    expect((await report(dwelling, { availableFrom: '2026-05-01' })).status).toBe(201);
  });

  test('of many at once, more than there are connections, one is taken', async () => {
    const dwelling = await referrals.aDwelling();
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, day) => report(dwelling, { availableFrom: `2026-04-${String(day + 1).padStart(2, '0')}` })), // biome-ignore format: one line
    );
    expect(answers.map(({ status, body }) => body.code ?? status).toSorted()).toEqual([
      201,
      ...answers.slice(1).map(() => 'dwelling-is-reported-vacant-already'),
    ]);
  });

  test('a tenancy that starts at the same moment lets it, or it is refused: never both', async () => {
    const outcomes = new Set<string>();
    for (let round = 0; round < 15; round++) {
      const dwelling = await referrals.aDwelling();
      const [asked, started] = await Promise.all([report(dwelling), start(dwelling, '2026-04-01')]);
      expect(started.status).toBe(201);
      if (asked.status === 201) expect((await seen(asked.body.id)).state).toBe('SETTLED');
      else expect(asked).toMatchObject(refused('dwelling-is-let-on-that-day'));
      outcomes.add(String(asked.status));
    }
    expect(outcomes.size).toBeGreaterThan(0);
  });
});

describe('the answer', () => {
  test('no, in time: nothing is owed, and the landlord may report it again', async () => {
    const id = await reported();
    expect((await act('social_caseworker', id, 'release')).body).toMatchObject({
      ...{ state: 'RELEASED', releasedOn: REPORTED, answeredOn: REPORTED, rent: null, paymentDueOn: null },
    });
    expect(await seen(id, LANDLORD)).toMatchObject({ rentSoFarOere: null, allowedActions: ['strike'] });
    expect((await referrals.told(topics.vacancyInternal.name, id)).at(-1)?.body).toMatchObject({ endedOn: '2026-04-01' }); // biome-ignore format: one line
    expect((await referrals.told(topics.vacancy.name, id)).at(-1)).toMatchObject({ type: types.vacancy.released, body: { stage: 'closed' } }); // biome-ignore format: one line
    expect((await report(await dwellingOf(id))).status).toBe(201);
  });

  test('is the municipality’s: neither the landlord nor finance gives it', async () => {
    const id = await reported();
    for (const user of [LANDLORD, 'finance', 'support_worker', 'landlord_caretaker'] as const)
      for (const action of ['reserve', 'release'])
        expect((await referrals.post(user, `vacancies/${id}/${action}`, {}, { 'if-match': '"1"' })).status).toBe(403);
  });

  test('yes and no at once: one holds, the other is told that it has moved', async () => {
    for (let round = 0; round < 10; round++) {
      const id = await reported();
      const both = await Promise.all(['reserve', 'release'].map((action) => act(ENTRY, id, action)));
      const codes = both.map(({ status }) => status).toSorted();
      // Where the second read the version after the first, it withdraws, or is told that the case is closed.
      expect([[200, 412], [200, 200], [200, 409]]).toContainEqual(codes); // biome-ignore format: one line
      const { state, answeredOn } = await seen(id);
      expect(['RESERVED', 'RELEASED', 'WITHDRAWN']).toContain(state);
      expect(answeredOn).toBe(REPORTED);
    }
  });

  test('silence reserves on the day after the last; rent runs to the end of a notice from the missed day', async () => {
    const id = await reported();
    referrals.travel('2026-04-08');
    expect((await seen(id)).allowedActions).toContain('reserve');
    referrals.travel('2026-04-09');
    await becomes(id, { state: 'RESERVED', reservedBecause: 'silence', answeredOn: null, rentThrough: '2026-07-31' });
    expect(await act(ENTRY, id, 'reserve')).toMatchObject({ status: 409, body: { code: 'wrong-state' } });
    expect(await deadlines(id)).toEqual(['VACANCY_ANSWER set 2026-04-08', 'VACANCY_ANSWER cancelled 2026-04-08']);
    expect((await referrals.told(topics.vacancy.name, id)).at(-1)?.type).toBe(types.vacancy.reserved);
    referrals.travel('2026-07-31');
    expect((await seen(id)).state).toBe('RESERVED');
    referrals.travel('2026-08-01');
    await becomes(id, { state: 'NOTICE_ENDED', paymentDueOn: '2026-08-14', rent: { totalOere: 1_350_000 } });
    const { body } = (await referrals.told(topics.vacancyInternal.name, id)).at(-1)!;
    expect(body).toMatchObject({ endedOn: '2026-08-01', paymentDueOn: '2026-08-14' });
  });

  test('a withdrawal is paid to the end of a notice, or to the landlord’s own tenant', async () => {
    const [kept, ended] = [await reported(), await reported()];
    referrals.travel('2026-04-07');
    for (const id of [kept, ended]) await act(ENTRY, id, 'reserve');
    referrals.travel('2026-05-02');
    for (const id of [kept, ended]) await becomes(id, { confirmations: [{ confirmedOn: null }] });
    for (const id of [kept, ended])
      expect((await act(ENTRY, id, 'release')).body).toMatchObject({ state: 'WITHDRAWN', rentThrough: '2026-08-31' });
    const own = await act(LANDLORD, ended, 'let-elsewhere', { letOn: '2026-05-16' });
    expect(own.body).toMatchObject({ state: 'LET', letOn: '2026-05-16', rentThrough: '2026-05-15', rentSoFarOere: 667_742 }); // biome-ignore format: one line
    referrals.travel('2026-09-01');
    // Five months, of which three are paid.
    await becomes(kept, { state: 'NOTICE_ENDED', rent: { totalOere: 1_350_000, through: '2026-08-31' } });
  });
});

describe('let', () => {
  test('before it was answered, to a citizen: the municipality wanted it', async () => {
    const dwelling = await referrals.aDwelling({ versions });
    const { id } = (await report(dwelling)).body;
    await start(dwelling, '2026-04-11');
    expect(await seen(id)).toMatchObject({ state: 'LET', reservedBecause: 'wanted', rent: { totalOere: 150_000 } });
  });

  test('before it was answered, by the landlord: nothing is owed', async () => {
    const id = await reported();
    expect((await act(LANDLORD, id, 'let-elsewhere', { letOn: '2026-04-11' })).body).toMatchObject({
      ...{ state: 'SETTLED', rentSoFarOere: null, paymentDueOn: null },
    });
    expect(await deadlines(id)).toEqual(['VACANCY_ANSWER set 2026-04-08', 'VACANCY_ANSWER cancelled 2026-04-08']);
  });

  test('from the first day: nothing is owed, and the days are none', async () => {
    const dwelling = await referrals.aDwelling({ versions });
    const { id } = (await report(dwelling)).body;
    await act(ENTRY, id, 'reserve');
    await start(dwelling, '2026-04-01');
    expect(await seen(id)).toMatchObject({ state: 'SETTLED', rent: { totalOere: 0, lines: [] } });
    expect((await referrals.told(topics.vacancyInternal.name, id)).at(-1)?.body.endedOn).toBe('2026-04-01');
  });

  test('to a citizen after it was withdrawn, or on a day that would be paid to a landlord who let it later', async () => {
    const [withdrawn, ended] = [await reported(), await reported()];
    for (const id of [withdrawn, ended]) await act(ENTRY, id, 'reserve');
    await act(ENTRY, withdrawn, 'release');
    await act(LANDLORD, ended, 'let-elsewhere', { letOn: '2026-05-01' });
    for (const id of [withdrawn, ended]) {
      const tenancy = (await start(await dwellingOf(id), '2026-04-16')).body;
      expect(await seen(id)).toMatchObject({ state: 'LET', tenancyRef: tenancy.id, rent: { totalOere: 225_000 } });
    }
  });

  test.each(['2026-03-26', '2027-04-02', '2126-05-01'])('a slip of the day is refused with the days there are: %s', async (letOn) => {
    expect(await act(LANDLORD, await reported(), 'let-elsewhere', { letOn })).toMatchObject(
      refused('letting-is-outside-its-window', { earliest: REPORTED, latest: '2027-04-01' }),
    );
  }); // biome-ignore format: one line

  test('an agreement without the undertaking owes nothing', async () => {
    const none = [{ ...versions[0]!, commitments: [{ kind: 'move_out_shortfall', capOere: 1 }] }];
    const dwelling = await referrals.aDwelling({ versions: none });
    const { id } = (await report(dwelling)).body;
    await act(ENTRY, id, 'reserve');
    await start(dwelling, '2026-05-01');
    expect(await seen(id)).toMatchObject({ state: 'SETTLED', terms: { isCovered: false }, rent: { totalOere: 0 } });
  });
});

describe('does it still stand empty?', () => {
  test('is asked 30 days after the report and after each answer, with a last day', async () => {
    const id = await reported();
    await act(ENTRY, id, 'reserve');
    expect(await act(LANDLORD, id, 'confirm')).toMatchObject(refused('landlord-is-not-asked'));
    referrals.travel('2026-04-26');
    await becomes(id, { confirmations: [{ askedOn: '2026-04-26', dueOn: '2026-05-01', confirmedOn: null }] });
    expect((await referrals.told(topics.vacancyInternal.name, id)).at(-1)?.body.confirmDueOn).toBe('2026-05-01');
    expect(await seen(id, LANDLORD)).toMatchObject({ allowedActions: ['letElsewhere', 'confirm', 'strike'] });
    referrals.travel('2026-05-04');
    expect((await act(LANDLORD, id, 'confirm')).status).toBe(200);
    referrals.travel('2026-06-03');
    await becomes(id, { confirmations: [{ confirmedOn: '2026-05-04' }, { askedOn: '2026-06-03', confirmedOn: null }] });
    await act(LANDLORD, id, 'let-elsewhere', { letOn: '2026-06-10' });
    expect((await deadlines(id)).filter((one) => one.startsWith('VACANCY_CONFIRM'))).toEqual([
      'VACANCY_CONFIRM set 2026-05-01',
      'VACANCY_CONFIRM met 2026-05-01',
      'VACANCY_CONFIRM set 2026-06-11',
      'VACANCY_CONFIRM cancelled 2026-06-11',
    ]);
  });
});

describe('registered in error', () => {
  test('a report that is struck keeps nobody out, and is no vacancy', async () => {
    const id = await reported();
    expect((await strike(LANDLORD, id, 'report')).body).toMatchObject({ state: 'STRUCK', allowedActions: [] });
    expect((await referrals.told(topics.vacancyInternal.name, id)).at(-1)).toMatchObject({
      ...{ type: types.vacancy.corrected, body: { state: 'STRUCK', endedOn: null } },
    });
    expect((await report(await dwellingOf(id))).status).toBe(201);
  });

  test('not once the municipality has answered; its own answer it may strike, and then it is to be answered', async () => {
    const id = await reported();
    await act('social_caseworker', id, 'reserve');
    expect(await strike(LANDLORD, id, 'report')).toMatchObject(refused('fact-has-been-acted-on', { step: 'reserve' }));
    expect(await strike(LANDLORD, id, 'reservation')).toMatchObject(refused('fact-was-recorded-by-another'));
    expect((await strike(ENTRY, id, 'reservation')).body).toMatchObject({
      ...{ state: 'REPORTED', answeredOn: null, reservedBecause: null },
    });
    expect(await deadlines(id)).toEqual([
      'VACANCY_ANSWER set 2026-04-08',
      'VACANCY_ANSWER met 2026-04-08',
      'VACANCY_ANSWER set 2026-04-08',
    ]);
    expect((await strike(LANDLORD, id, 'report')).status).toBe(200);
  });

  test('an answer that is struck after the last day: silence has answered', async () => {
    const id = await reported();
    await act(ENTRY, id, 'release');
    referrals.travel('2026-04-10');
    expect((await strike(ENTRY, id, 'release')).body.state).toBe('REPORTED');
    await becomes(id, { state: 'RESERVED', reservedBecause: 'silence' });
  });

  test('a withdrawal that is struck: it is wanted as before, also after the notice has ended', async () => {
    const id = await reported();
    await act(ENTRY, id, 'reserve');
    await act(ENTRY, id, 'release');
    referrals.travel('2026-07-01');
    await becomes(id, { state: 'NOTICE_ENDED' });
    await act('finance', id, 'propose-payment');
    expect((await strike(ENTRY, id, 'release')).body).toMatchObject({
      ...{ state: 'RESERVED', releasedOn: null, rentThrough: null, paymentDueOn: null, payment: { proposedBy: null } },
    });
    expect((await referrals.told(topics.vacancyInternal.name, id)).at(-1)?.body.coverRequests).toMatchObject([{ status: 'withdrawn' }]); // biome-ignore format: one line
  });

  test('not where it was reported again since', async () => {
    const id = await reported();
    await act(ENTRY, id, 'release');
    await report(await dwellingOf(id));
    expect(await strike(ENTRY, id, 'release')).toMatchObject(refused('dwelling-is-reported-vacant-already'));
  });

  test('a mistyped letting is struck by the landlord, and told anew', async () => {
    const id = await reported();
    await act(ENTRY, id, 'reserve');
    await act(LANDLORD, id, 'let-elsewhere', { letOn: '2026-04-11' });
    expect((await strike(LANDLORD, id, 'letting')).body).toMatchObject({ state: 'RESERVED', letOn: null });
    expect(await deadlines(id)).toContain('VACANCY_PAYMENT cancelled 2026-04-24');
    expect((await act(LANDLORD, id, 'let-elsewhere', { letOn: '2026-04-12' })).body.rentThrough).toBe('2026-04-11');
  });

  test('a tenancy that is struck leaves it as it was before: wanted, or to be answered', async () => {
    for (const answers of [true, false]) {
      const dwelling = await referrals.aDwelling({ versions });
      const { id } = (await report(dwelling)).body;
      const before = answers ? (await act(ENTRY, id, 'reserve')).body : await seen(id);
      const tenancy = (await start(dwelling, '2026-04-11')).body;
      expect((await seen(id)).state).toBe('LET');
      const { items } = (await referrals.get(ENTRY, `tenancies/${tenancy.id}/history`)).body;
      const said = { what: 'start', ref: items[0].fact.ref, reason: 'wrong_case' };
      expect((await referrals.post(ENTRY, `tenancies/${tenancy.id}/strike`, said)).status).toBe(200);
      expect({ ...(await seen(id)), version: 0 }).toEqual({ ...before, version: 0 });
    }
  });
});

describe('payment', () => {
  const let22 = async () => {
    const id = await reported();
    await act(ENTRY, id, 'reserve');
    await act(LANDLORD, id, 'let-elsewhere', { letOn: '2026-04-23' });
    return id;
  };

  test('is proposed once the last day has passed, once; cover is asked for what it comes to', async () => {
    const id = await let22();
    referrals.travel('2026-04-22');
    expect(await act('finance', id, 'propose-payment')).toMatchObject(refused('vacancy-rent-still-runs', { through: '2026-04-22' })); // biome-ignore format: one line
    referrals.travel('2026-04-23');
    for (const user of [ENTRY, 'social_caseworker', LANDLORD] as const)
      expect((await referrals.post(user, `vacancies/${id}/propose-payment`, {}, { 'if-match': '"3"' })).status).toBe(
        403,
      );
    const answers = await Promise.all(['finance', 'finance2'].map((user) => act(user as User, id, 'propose-payment')));
    expect(answers.map(({ status }) => status).toSorted()[0]).toBe(200);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect((await seen(id)).payment).toMatchObject({ cover: 'requested', reservedOere: 0, proposedOn: '2026-04-23' });
    expect((await referrals.told(topics.vacancyInternal.name, id)).at(-1)?.body.coverRequests).toMatchObject([
      { commitment: 'vacancy_rent_in', amountOere: 330_000, status: 'requested' },
    ]);
    expect(await act('finance', id, 'propose-payment')).toMatchObject(refused('payment-is-proposed-already'));
  });

  test('nothing is approved, paid or closed before the ledger has answered; a proposal is taken back', async () => {
    const id = await let22();
    referrals.travel('2026-04-23');
    expect(await act('finance', id, 'take-back-proposal')).toMatchObject(refused('no-payment-is-proposed'));
    await act('finance', id, 'propose-payment');
    expect(await act('finance2', id, 'approve-payment')).toMatchObject(refused('cover-is-not-reserved'));
    const payment = { paidOn: '2026-04-23', amountOere: 330_000 };
    expect(await act('finance2', id, 'register-payment', payment)).toMatchObject(refused('payment-is-not-approved'));
    expect(await act('finance2', id, 'close-unpaid')).toMatchObject(refused('cover-is-not-refused'));
    expect((await act('finance2', id, 'take-back-proposal')).body.payment).toMatchObject({ proposedBy: null, cover: null }); // biome-ignore format: one line
    expect((await act('finance2', id, 'propose-payment')).status).toBe(200);
  });
});

test('lists are filtered and sorted; each landlord sees the own', async () => {
  const ids = [await reported({ availableFrom: '2026-05-02' }), await reported({ availableFrom: '2026-05-01' })];
  const { agreementRef, dwellingRef, landlordRef, number } = await seen(ids[0]!);
  const found = async (user: User, query: string) => (await referrals.get(user, `vacancies?${query}`)).body.items.map(({ id }: { id: string }) => id); // biome-ignore format: one line
  for (const query of [`agreementRef=${agreementRef}`, `dwellingRef=${dwellingRef}`, `number=${number}`])
    expect(await found(LANDLORD, query)).toEqual([ids[0]]);
  const sorted = await found('finance', `landlordRef=${landlordRef}&state=REPORTED&sort=-day&limit=2`);
  expect(sorted).toEqual(ids);
  expect(await found('landlord2_admin', 'limit=5')).toEqual([]);
  const hits = await referrals.post(LANDLORD, 'search', { reference: dwellingRef });
  expect(hits.body.items).toMatchObject([{ kind: 'vacancy', id: ids[0] }]);
});
