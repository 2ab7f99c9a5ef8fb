// SPDX-License-Identifier: MPL-2.0
// What agreements hears over real Kafka: tenancies, requests for cover, and what is counted for the follow-up.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { type Topic, topics } from '#contracts/topics';
import { types } from '#contracts/types';
import { createTopics, eventually, landlords, readTopic, type ToldFact, tellFacts, topicPrefix } from '#testing';
import { Agreements, LANDLORD, must } from './service.js';

const prefix = topicPrefix();
let agreements: Agreements;
beforeAll(async () => {
  await createTopics(prefix);
  agreements = await Agreements.start('2026-04-01', { topicPrefix: prefix });
}, 60_000);
afterAll(async () => agreements?.stop());

const tell = (...facts: ToldFact[]) => tellFacts(prefix, facts);
const fact = (topic: Topic, type: string, body: object | null, version = 1, key: string = randomUUID()): ToldFact => ({
  ...{ topic, type, key, version, body },
});

const tenancy = (agreementRef: string, more: object = {}) => ({
  ...{ agreementRef, agreementVersionAtStart: 1, dwellingRef: randomUUID(), landlordRef: landlords.boOgBy.id },
  ...{ startedOn: '2026-04-23', endedOn: null },
  ...more,
});
const request = (requestRef: string, amountOere: number, more: object = {}) => ({
  ...{ requestRef, commitment: 'move_out_shortfall', dwellingRef: null, amountOere, status: 'requested' },
  ...more,
});
const moveOut = (
  agreementRef: string,
  tenancyRef: string,
  coverRequests: object[],
  settledOn: string | null = null,
) => ({
  ...{ agreementRef, landlordRef: landlords.boOgBy.id, tenancyRef, coverRequests, settledOn, movedOutOn: '2026-05-31' },
});
const { moveOut: OUT, tenancy: LIVES } = types;
const booking = async (id: string) => (await agreements.get('finance', `cover-bookings/${id}`)).body;
const becomes = (id: string, expected: object) =>
  eventually(async () => expect(await booking(id)).toMatchObject(expected));

test('a settlement asks, is answered once, is paid; told again or late it changes nothing', async () => {
  const agreementRef = await agreements.signed();
  const [caseRef, tenancyRef, requestRef] = [randomUUID(), randomUUID(), randomUUID()];
  await tell(fact(topics.tenancyInternal, LIVES.started, tenancy(agreementRef), 1, tenancyRef));
  const asked = moveOut(agreementRef, tenancyRef, [request(requestRef, 3_237_000)]);
  const first = { ...fact(topics.moveOutInternal, OUT.coverRequested, asked, 5, caseRef), id: randomUUID() };
  await tell(first, first);
  await becomes(requestRef, { state: 'RESERVED', amountOere: 3_000_000, caseRef, caseKind: 'move-out', version: 1 });
  const answers = await eventually(async () => {
    const all = await readTopic(prefix + topics.coverBookingInternal.name);
    const own = all.filter(({ key }) => String(key) === requestRef).map(({ headers }) => headers ?? {});
    expect(own).toHaveLength(1);
    return own;
  });
  expect(String(answers[0]?.ce_type)).toBe(types.coverBooking.reserved);
  expect(String(answers[0]?.ce_causationid)).toBe(first.id);
  // Another amount for what is answered already keeps the first answer.
  const more = moveOut(agreementRef, tenancyRef, [request(requestRef, 9_999)]);
  const paid = moveOut(
    agreementRef,
    tenancyRef,
    [request(requestRef, 3_237_000, { status: 'paid', paidOere: 3_000_000 })],
    '2027-07-01',
  );
  await tell(
    fact(topics.moveOutInternal, OUT.coverRequested, more, 6, caseRef),
    fact(topics.moveOutInternal, OUT.settlementPaid, paid, 7, caseRef),
  );
  await becomes(requestRef, { state: 'CONFIRMED', amountOere: 3_000_000, overCapOere: 0, version: 2 });
  await tell(first, fact(topics.moveOutInternal, OUT.settlementPaid, paid, 7, caseRef));
  const last = randomUUID();
  await tell(fact(topics.tenancyInternal, LIVES.started, tenancy(agreementRef), 1, last));
  await eventually(async () =>
    expect(await agreements.database.query('select 1 from known_tenancies where id = $1', [last])).toHaveLength(1),
  );
  expect(await booking(requestRef)).toMatchObject({ state: 'CONFIRMED', version: 2 });
});

test('only the newest message is left: paid without having been asked for is booked and paid; withdrawn is given back', async () => {
  const agreementRef = await agreements.signed();
  const tenancyRef = randomUUID();
  const [paid, withdrawn, never] = [randomUUID(), randomUUID(), randomUUID()];
  await tell(fact(topics.tenancyInternal, LIVES.started, tenancy(agreementRef), 1, tenancyRef));
  const key = randomUUID();
  const body = (status: string) =>
    moveOut(agreementRef, tenancyRef, [
      request(paid, 200_000, { status: 'paid', paidOere: 150_000 }),
      request(withdrawn, 100_000, { status }),
      request(never, 100_000, { status: 'withdrawn' }),
    ]);
  await tell(fact(topics.moveOutInternal, OUT.changed, body('requested'), 8, key));
  await becomes(withdrawn, { state: 'RESERVED' });
  await tell(fact(topics.moveOutInternal, OUT.changed, body('withdrawn'), 9, key));
  await becomes(withdrawn, { state: 'RELEASED' });
  expect(await booking(paid)).toMatchObject({ state: 'CONFIRMED', requestedOere: 200_000, amountOere: 150_000 });
  expect((await agreements.get('finance', `cover-bookings/${never}`)).status).toBe(404);
});

test('paid is heard while finance gives the reservation back: the payment is booked anew, once', async () => {
  const agreementRef = await agreements.signed();
  const [caseRef, tenancyRef, requestRef] = [randomUUID(), randomUUID(), randomUUID()];
  await tell(fact(topics.tenancyInternal, LIVES.started, tenancy(agreementRef), 1, tenancyRef));
  const said = (part?: object) => moveOut(agreementRef, tenancyRef, [request(requestRef, 100_000, part)]);
  await tell(fact(topics.moveOutInternal, OUT.coverRequested, said(), 5, caseRef));
  await becomes(requestRef, { state: 'RESERVED' });
  const other = new pg.Client(agreements.database.adminUrl);
  await other.connect();
  const waiting = async () =>
    (
      await agreements.database.query(`select count(*)::int as n from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`)
    )[0];
  try {
    // Another request under the agreement is being booked, so that the payment waits half way.
    await other.query('select pg_advisory_lock(hashtextextended($1, 1))', [agreementRef]);
    const paid = said({ status: 'paid', paidOere: 100_000 });
    await tell(fact(topics.moveOutInternal, OUT.settlementPaid, paid, 6, caseRef));
    await eventually(async () => expect(await waiting()).toEqual({ n: 1 }));
    let isAnswered = false;
    const release = agreements
      .post('finance', `cover-bookings/${requestRef}/release`, undefined, { 'if-match': '"1"' })
      .finally(() => {
        isAnswered = true;
      });
    await eventually(async () => expect(isAnswered || (await waiting())?.n === 2).toBe(true));
    await other.query('select pg_advisory_unlock_all()');
    expect((await release).status).toBe(200);
  } finally {
    await other.end();
  }
  await becomes(requestRef, { state: 'CONFIRMED', amountOere: 100_000, overCapOere: 0, version: 3 });
});

test('a request whose tenancy is not known waits, is not guessed, and is answered when it is', async () => {
  const agreementRef = await agreements.signed();
  const [caseRef, tenancyRef, requestRef] = [randomUUID(), randomUUID(), randomUUID()];
  const asked = moveOut(agreementRef, tenancyRef, [request(requestRef, 100_000)]);
  await tell(fact(topics.moveOutInternal, OUT.coverRequested, asked, 5, caseRef));
  await eventually(async () =>
    expect(await agreements.database.query(`select state, reason from inbox where key = $1`, [caseRef])).toMatchObject([
      { state: 'failed', reason: expect.stringMatching(/tenancy is not known yet/) },
    ]),
  );
  expect((await agreements.get('finance', `cover-bookings/${requestRef}`)).status).toBe(404);
  await tell(fact(topics.tenancyInternal, LIVES.started, tenancy(agreementRef), 1, tenancyRef));
  await eventually(async () =>
    expect(await agreements.database.query('select 1 from known_tenancies where id = $1', [tenancyRef])).toHaveLength(
      1,
    ),
  );
  const [parked] = (await agreements.get('operator', 'parked-messages')).body.items;
  await must(agreements.post('operator', `parked-messages/${parked.id}/retry`));
  await becomes(requestRef, { state: 'RESERVED', amountOere: 100_000 });
});

const vacancy = (agreementRef: string, dwellingRef: string, availableFrom: string, coverRequests: object[]) =>
  fact(topics.vacancyInternal, types.vacancy.changed, {
    ...{ agreementRef, landlordRef: landlords.boOgBy.id, dwellingRef, availableFrom, endedOn: null, coverRequests },
  });

test('vacancy rent is asked for by the vacancy; whoever asks, one vacancy has one cap, and the next its own', async () => {
  const chosen = await agreements.registerDwellings(1, 8);
  const agreementRef = await agreements.signed({ properties: [chosen], vacancyIncludesUtilities: true });
  const dwellingRef = chosen.dwellingRefs[0]!;
  const [first, again, next, tenancyRef] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  // The dwelling is the vacancy's own, whichever a request names.
  const rent = (ref: string, amountOere: number, more: object = {}) =>
    request(ref, amountOere, { commitment: 'vacancy_rent_in', dwellingRef: randomUUID(), ...more });
  await tell(
    vacancy(agreementRef, dwellingRef, '2026-04-01', [rent(first, 330_000, { utilitiesOere: 44_000 })]),
    vacancy(agreementRef, dwellingRef, '2026-04-09', [rent(again, 2_000_000)]),
  );
  await becomes(first, { state: 'RESERVED', amountOere: 374_000, caseKind: 'vacancy', vacantFrom: '2026-04-01' });
  await becomes(again, { state: 'RESERVED', amountOere: 1_350_000 - 330_000, dwellingRef });
  const byHand = { agreementRef, commitment: 'vacancy_rent_in', dwellingRef, amountOere: 1, cause: 'Tomgang' };
  expect((await agreements.post('finance', 'cover-bookings', byHand)).body.refusal).toBe('cap-is-used-up');
  const lived = tenancy(agreementRef, { dwellingRef, startedOn: '2026-04-23', endedOn: '2026-05-31' });
  await tell(fact(topics.tenancyInternal, LIVES.started, lived, 1, tenancyRef));
  await eventually(async () =>
    expect(await agreements.database.query('select 1 from known_tenancies where id = $1', [tenancyRef])).toHaveLength(
      1,
    ),
  );
  await tell(vacancy(agreementRef, dwellingRef, '2026-06-01', [rent(next, 2_000_000)]));
  await becomes(next, { state: 'RESERVED', amountOere: 1_350_000 });
});

test('what a case has paid is recorded whatever the caps say, and only what is beyond them as such', async () => {
  const chosen = await agreements.registerDwellings(1, 8);
  const agreementRef = await agreements.signed({ properties: [chosen] });
  const [tenancyRef, within, beyond, rented] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  await tell(fact(topics.tenancyInternal, LIVES.started, tenancy(agreementRef), 1, tenancyRef));
  const settle = (ref: string, asked: number, paidOere: number) => {
    const key = randomUUID();
    const say = (more: object, version: number) =>
      fact(
        topics.moveOutInternal,
        OUT.changed,
        moveOut(agreementRef, tenancyRef, [request(ref, asked, more)]),
        version,
        key,
      );
    return tell(say({}, 1), say({ status: 'paid', paidOere }, 2));
  };
  await settle(within, 1_000_000, 1_200_000);
  await becomes(within, { state: 'CONFIRMED', amountOere: 1_200_000, overCapOere: 0 });
  await settle(beyond, 1_900_000, 1_900_000);
  await becomes(beyond, { state: 'CONFIRMED', amountOere: 1_900_000, overCapOere: 100_000 });
  const { body } = await agreements.get('finance', `cover-bookings/summary?agreementRef=${agreementRef}`);
  expect(body.caps).toMatchObject([{ capOere: 3_000_000, paidOere: 3_100_000, leftOere: 0 }]);
  // Of rent and utilities that were paid in part, the rent is paid first.
  const part = { commitment: 'vacancy_rent_in', utilitiesOere: 44_000, status: 'paid', paidOere: 340_000 };
  await tell(vacancy(agreementRef, chosen.dwellingRefs[0]!, '2026-04-01', [request(rented, 330_000, part)]));
  await becomes(rented, { state: 'CONFIRMED', amountOere: 340_000, utilitiesOere: 10_000, overCapOere: 10_000 });
});

test('an amount larger than any cover waits with its reason, and never reaches a column', async () => {
  const agreementRef = await agreements.signed();
  const tenancyRef = randomUUID();
  await tell(fact(topics.tenancyInternal, LIVES.started, tenancy(agreementRef), 1, tenancyRef));
  const tooMuch = [
    { amountOere: 2_147_483_647, utilitiesOere: 1 },
    { utilitiesOere: 2_147_483_647 },
    { amountOere: 1_000_000_001 },
    { status: 'paid', paidOere: 1_000_000_001 },
  ].map((more) => [randomUUID(), moveOut(agreementRef, tenancyRef, [request(randomUUID(), 1, more)])] as const);
  const most = randomUUID();
  await tell(
    ...tooMuch.map(([key, body]) => fact(topics.moveOutInternal, OUT.coverRequested, body, 5, key)),
    fact(
      topics.moveOutInternal,
      OUT.coverRequested,
      moveOut(agreementRef, tenancyRef, [request(most, 1_000_000_000, { utilitiesOere: 1_000_000_000 })]),
    ),
  );
  await becomes(most, { state: 'RESERVED', requestedOere: 2_000_000_000, amountOere: 3_000_000 });
  await eventually(async () => {
    const parked = await agreements.database.query<{ reason: string }>(
      `select reason from inbox where key = any($1) and state = 'failed'`,
      [tooMuch.map(([key]) => key)],
    );
    expect(parked).toEqual(tooMuch.map(() => ({ reason: expect.stringMatching(/Oere: max$/) })));
  });
});

test('an agreement runs off until the last tenancy has ended and is settled', async () => {
  const id = await agreements.signed({ term: { from: '2026-02-01', to: '2026-05-31', noticeMonths: 1 } });
  const [tenancyRef, caseRef] = [randomUUID(), randomUUID()];
  await tell(fact(topics.tenancyInternal, LIVES.started, tenancy(id), 1, tenancyRef));
  await tell(fact(topics.moveOutInternal, OUT.opened, moveOut(id, tenancyRef, []), 1, caseRef));
  await eventually(async () =>
    expect(await agreements.database.query('select 1 from known_move_outs where id = $1', [caseRef])).toHaveLength(1),
  );
  const state = async () => (await agreements.get(LANDLORD, `agreements/${id}`)).body.state;
  agreements.on('2026-06-01');
  await eventually(async () => expect(await state()).toBe('RUN_OFF'));
  await tell(fact(topics.tenancyInternal, LIVES.ended, tenancy(id, { endedOn: '2026-05-31' }), 2, tenancyRef));
  await eventually(async () =>
    expect(await agreements.database.query('select version from known_tenancies where id = $1', [tenancyRef])).toEqual([
      { version: 2 },
    ]),
  );
  expect(await state()).toBe('RUN_OFF');
  await tell(fact(topics.moveOutInternal, OUT.changed, moveOut(id, tenancyRef, [], '2026-06-01'), 2, caseRef));
  await eventually(async () => expect(await state()).toBe('TERMINATED'));
  agreements.on('2026-04-01');
});
