// SPDX-License-Identifier: MPL-2.0
// What agreements hears over real Kafka: tenancies, requests for cover, and what is counted for the follow-up.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Topic, topics } from '#contracts/topics';
import { types } from '#contracts/types';
import { createTopics, eventually, landlords, readTopic, type ToldFact, tellFacts, topicPrefix } from '#testing';
import { Agreements, LANDLORD, MUNICIPALITY, must } from './service.js';

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
  ...{ agreementRef, landlordRef: landlords.boOgBy.id, tenancyRef, coverRequests, settledOn },
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

test('vacancy rent is asked for by the vacancy', async () => {
  const chosen = await agreements.registerDwellings(2, 8);
  const agreementRef = await agreements.signed({ properties: [chosen] });
  const requestRef = randomUUID();
  const [dwellingRef] = chosen.dwellingRefs;
  await tell(
    fact(topics.vacancyInternal, types.vacancy.changed, {
      ...{
        agreementRef,
        landlordRef: landlords.boOgBy.id,
        dwellingRef,
        availableFrom: '2026-04-01',
        endedOn: '2026-04-23',
      },
      coverRequests: [
        request(requestRef, 330_000, { commitment: 'vacancy_rent_in', dwellingRef, utilitiesOere: 44_000 }),
      ],
    }),
  );
  await becomes(requestRef, { state: 'RESERVED', amountOere: 330_000, utilitiesOere: 0, caseKind: 'vacancy' });
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

test('what happened is counted once, withheld under five, rolled on, and never counted anew', async () => {
  const agreementRef = await agreements.signed({ dialogue: { meetingIntervalMonths: 1, steeringGroup: ['x'] } });
  const { neighbourComplaint, referral, rentArrears, eviction } = types;
  const complaint = (key: string, version = 1, of: string | null = agreementRef) =>
    fact(
      topics.neighbourComplaintInternal,
      neighbourComplaint.changed,
      { agreementRef: of, reportedOn: '2026-03-20' },
      version,
      key,
    );
  const keys = Array.from({ length: 8 }, () => randomUUID());
  const referred = (key: string, version = 1) =>
    fact(
      topics.referralInternal,
      referral.changed,
      { agreementRef, registeredOn: '2026-03-01', financedOn: '2026-03-11', movedInOn: null },
      version,
      key,
    );
  const counted = (series: string, count: number) =>
    eventually(async () =>
      expect(
        await agreements.database.query('select 1 from known_figure where agreement_ref = $1 and series = $2', [
          agreementRef,
          series,
        ]),
      ).toHaveLength(count),
    );
  // A case is not known to be under the agreement at first; a redelivery and an older message change nothing.
  await tell(complaint(keys[0]!, 1, null), complaint(keys[0]!, 2), complaint(keys[0]!, 1, null));
  for (const key of keys.slice(1, 4)) await tell(complaint(key), complaint(key));
  for (const key of keys.slice(0, 5)) await tell(referred(key));
  const late = { agreementRef, reportedOn: '2026-03-31' };
  await tell(fact(topics.rentArrearsInternal, rentArrears.opened, late));
  await tell(fact(topics.evictionInternal, eviction.changed, { agreementRef, openedOn: '2026-03-31' }));
  await counted('complaints', 4);
  await counted('referrals', 5);
  await counted('evictions', 1);

  const meetings = async () =>
    (await agreements.get('steering_member', `meetings?limit=100&agreementRef=${agreementRef}`)).body.items.toSorted(
      (a: { meetsOn: string }, b: { meetsOn: string }) => (a.meetsOn < b.meetsOn ? -1 : 1),
    );
  const prepared = async (no: number) => {
    const { id } = (await meetings())[no];
    if ((await agreements.get(MUNICIPALITY, `meetings/${id}`)).body.agenda === null)
      await agreements.act(MUNICIPALITY, `meetings/${id}`, 'prepare-agenda');
    const { agenda } = (await agreements.get(LANDLORD, `meetings/${id}`)).body;
    return Object.fromEntries(agenda.figures.map((figure: { series: string }) => [figure.series, figure])) as Record<
      string,
      { value: number | null; from: string; to: string; shown: { da: string } }
    >;
  };
  // The meeting of today has its agenda already; those of May and June are prepared by hand.
  const first = await prepared(1);
  expect(first.referrals).toMatchObject({ value: 5, from: '2026-02-01', to: '2026-04-01' });
  expect(first.days_to_loan).toMatchObject({ value: 10 });
  expect(first.complaints).toMatchObject({ value: null, shown: { da: 'færre end 5' } });
  expect([first.arrears, first.evictions].map((figure) => figure?.value)).toEqual([null, null]);
  // A fifth complaint, dated before the first meeting: it is counted with those that were withheld.
  await tell(complaint(keys[4]!), referred(keys[5]!), referred(keys[0]!, 3));
  await counted('complaints', 5);
  await counted('referrals', 6);
  const second = await prepared(2);
  expect(second.complaints).toMatchObject({ value: 5, from: '2026-02-01' });
  expect(second.referrals).toMatchObject({ value: null, from: '2026-04-02' });
  expect(await prepared(1)).toEqual(first);
  // What was erased before it was published is not counted.
  await tell({ ...referred(keys[5]!), body: null, version: 9 });
  await counted('referrals', 5);
});
