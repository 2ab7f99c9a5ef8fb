// SPDX-License-Identifier: MPL-2.0
// No day of a vacancy is covered twice, whoever asks for it; and what a move-out that was registered in error leaves behind.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Topic, topics } from '#contracts/topics';
import { types } from '#contracts/types';
import { createTopics, eventually, landlords, type Reply, type ToldFact, tellFacts, topicPrefix } from '#testing';
import { Agreements, MUNICIPALITY, must } from './service.js';

const prefix = topicPrefix();
let agreements: Agreements;
beforeAll(async () => {
  await createTopics(prefix);
  agreements = await Agreements.start('2027-06-10', { topicPrefix: prefix });
}, 60_000);
afterAll(async () => agreements?.stop());

const fact = (topic: Topic, type: string, body: object, key: string, version = 1): ToldFact => ({
  ...{ topic, type, key, version, body, id: randomUUID() },
});
/** Tells, and waits until each was handled. */
async function tell(...facts: ToldFact[]): Promise<void> {
  await tellFacts(prefix, facts);
  const ids = facts.map(({ id }) => id);
  await eventually(async () =>
    expect(
      await agreements.database.query(`select 1 from inbox where message_id = any($1) and state = 'handled'`, [ids]),
    ).toHaveLength(ids.length),
  );
}
interface Days {
  from: string;
  through: string;
}
const MAY = { from: '2027-05-01', through: '2027-05-31' };
const JUNE = { from: '2027-06-01', through: '2027-06-30' };

const asked = (commitment: string, more: object) => ({
  ...{ requestRef: randomUUID(), commitment, dwellingRef: null, amountOere: 100_000, status: 'requested' },
  ...more,
});
const vacancy = (of: Home, coverRequests: object[], key: string = randomUUID(), version = 1) =>
  fact(
    topics.vacancyInternal,
    types.vacancy.changed,
    {
      ...{ agreementRef: of.agreementRef, landlordRef: landlords.boOgBy.id, dwellingRef: of.dwellingRef },
      ...{ availableFrom: '2027-05-01', endedOn: null, coverRequests },
    },
    key,
    version,
  );
const moveOut = (of: Home, coverRequests: object[], more: object = {}, key: string = randomUUID(), version = 1) =>
  fact(
    topics.moveOutInternal,
    types.moveOut.changed,
    {
      ...{ state: 'REVIEWED', agreementRef: of.agreementRef, landlordRef: landlords.boOgBy.id },
      ...{ tenancyRef: of.tenancyRef, movedOutOn: '2027-04-30', coverRequests, settledOn: null },
      ...more,
    },
    key,
    version,
  );
const lived = (of: Home, endedOn: string | null, version: number, more: object = {}) =>
  fact(
    topics.tenancyInternal,
    types.tenancy.changed,
    {
      ...{ agreementRef: of.agreementRef, agreementVersionAtStart: 1, dwellingRef: of.dwellingRef },
      ...{ landlordRef: landlords.boOgBy.id, startedOn: '2026-09-01', endedOn, state: endedOn ? 'ENDED' : 'STARTED' },
      ...more,
    },
    of.tenancyRef,
    version,
  );

interface Home {
  agreementRef: string;
  dwellingRef: string;
  tenancyRef: string;
}
/** A dwelling that a tenant has left. */
async function aHome(endedOn: string | null = '2027-04-30', more: object = {}): Promise<Home> {
  const chosen = await agreements.registerDwellings(1, 8);
  const agreementRef = await agreements.signed({ properties: [chosen], ...more });
  const home = { agreementRef, dwellingRef: chosen.dwellingRefs[0]!, tenancyRef: randomUUID() };
  await tell(lived(home, endedOn, 1));
  return home;
}
const byHand = (of: Home, commitment: string, days: Partial<Days>, more: object = {}): Promise<Reply> =>
  agreements.post('finance', 'cover-bookings', {
    ...{ agreementRef: of.agreementRef, dwellingRef: of.dwellingRef, commitment, amountOere: 100_000 },
    ...{ coversFrom: days.from, coversThrough: days.through, cause: 'Tomgang' },
    ...more,
  });
const booking = async (id: string) => (await agreements.get('finance', `cover-bookings/${id}`)).body;
const REFUSED = (...coveredDays: Days[]) => ({
  ...{ state: 'REFUSED', refusal: 'days-are-covered-already', amountOere: 0, coveredDays },
});
const stateOf = async (id: string) => (await agreements.get(MUNICIPALITY, `agreements/${id}`)).body.state;

test('what a move-out asks for, a landlord learns once it is paid: two worlds are one until then; nobody pays it by hand', async () => {
  const home = await aHome();
  const { agreementRef, tenancyRef } = home;
  const byHands = await must(byHand(home, 'vacancy_rent_in', JUNE));
  const request = asked('move_out_shortfall', { amountOere: 2_900_000 });
  const paths = [
    ...[`cover-bookings?agreementRef=${agreementRef}`, `cover-bookings?tenancyRef=${tenancyRef}`],
    ...['summary', 'export'].map((read) => `cover-bookings/${read}?agreementRef=${agreementRef}`),
    ...[`cover-bookings/coverage?tenancyRef=${tenancyRef}`, `agreements/${agreementRef}`],
    ...[`agreements/${agreementRef}/history`, `cover-bookings/${request.requestRef}`],
    ...[`cover-bookings/${request.requestRef}/history`],
  ];
  const seen = () =>
    Promise.all(
      paths.map(async (path) => {
        const { status, body } = await agreements.get('landlord_admin', path);
        return [path, status, status === 404 ? null : body];
      }),
    );
  const before = await seen();
  expect(JSON.stringify(before)).toContain(byHands.id);
  const key = randomUUID();
  const asks = [request, asked('vacancy_rent_out', MAY)];
  await tell(moveOut(home, asks, {}, key, 1));
  expect(await booking(request.requestRef)).toMatchObject({ state: 'RESERVED', amountOere: 2_900_000 });
  expect(await seen()).toEqual(before);
  const confirm = await agreements.act('finance', `cover-bookings/${request.requestRef}`, 'confirm', { amountOere: 1 });
  expect(confirm).toMatchObject({ status: 409, body: { code: 'case-tells-what-it-pays' } });
  await tell(moveOut(home, [{ ...request, status: 'paid', paidOere: 2_900_000 }, asks[1]!], {}, key, 2));
  expect(await booking(request.requestRef)).toMatchObject({ state: 'CONFIRMED', amountOere: 2_900_000 });
  const told = await agreements.get('landlord_admin', `cover-bookings/${request.requestRef}`);
  expect(told).toMatchObject({ status: 200, body: { amountOere: 2_900_000 } });
  expect((await agreements.get('landlord_admin', paths[4]!)).body.shortfallLeftOere).toBe(100_000);
});

describe('a day of a vacancy', () => {
  test('is covered as rent of one vacancy: not again by the other commitment, by another case, or by hand', async () => {
    const home = await aHome();
    const first = asked('vacancy_rent_out', MAY);
    await tell(moveOut(home, [first]));
    expect(await booking(first.requestRef)).toMatchObject({
      ...{
        state: 'RESERVED',
        amountOere: 100_000,
        coversFrom: MAY.from,
        coversThrough: MAY.through,
        coveredDays: null,
      },
    });
    const [across, again] = [
      asked('vacancy_rent_in', { from: '2027-05-20', through: '2027-06-04' }),
      asked('vacancy_rent_out', MAY),
    ];
    await tell(vacancy(home, [across]), moveOut(home, [again]));
    expect(await booking(across.requestRef)).toMatchObject(REFUSED({ from: '2027-05-20', through: '2027-05-31' }));
    expect(await booking(again.requestRef)).toMatchObject(REFUSED(MAY));
    expect((await byHand(home, 'vacancy_rent_in', { from: '2027-05-31', through: '2027-06-04' })).body).toMatchObject(
      REFUSED({ from: '2027-05-31', through: '2027-05-31' }),
    );
    // The case that somebody names is no evidence.
    const { caseRef } = await booking(first.requestRef);
    expect((await byHand(home, 'vacancy_rent_out', MAY, { caseRef })).body).toMatchObject(REFUSED(MAY));
    // What is beside it is covered, and both stand in the way.
    expect((await byHand(home, 'vacancy_rent_in', JUNE)).body).toMatchObject({
      state: 'RESERVED',
      coversFrom: JUNE.from,
    });
    const over = await byHand(home, 'vacancy_rent_out', { from: '2027-05-30', through: '2027-06-02' });
    expect(over.body).toMatchObject(
      REFUSED({ from: '2027-05-30', through: '2027-05-31' }, { from: '2027-06-01', through: '2027-06-02' }),
    );
    // Without days it counts against the caps alone, as ever.
    expect((await byHand(home, 'vacancy_rent_in', {})).body).toMatchObject({ state: 'RESERVED', coversFrom: null });
    // Another dwelling has days of its own.
    expect((await byHand(await aHome(), 'vacancy_rent_in', JUNE)).body.state).toBe('RESERVED');
  });

  test('is free again when it is given back, and asked for anew by the same case in one message', async () => {
    const home = await aHome();
    const [key, first] = [randomUUID(), asked('vacancy_rent_in', MAY)];
    await tell(vacancy(home, [first], key));
    const next = asked('vacancy_rent_in', { from: MAY.from, through: '2027-05-20' });
    await tell(vacancy(home, [next, { ...first, status: 'withdrawn' }], key, 2));
    expect([(await booking(first.requestRef)).state, (await booking(next.requestRef)).state]).toEqual([
      'RELEASED',
      'RESERVED',
    ]);
    await tell(vacancy(home, [{ ...next, status: 'withdrawn' }], key, 3));
    const other = asked('vacancy_rent_out', MAY);
    await tell(moveOut(home, [other]));
    expect(await booking(other.requestRef)).toMatchObject({ state: 'RESERVED' });
  });

  test('is not paid by right once another has it; what was paid all the same is recorded as beyond', async () => {
    const home = await aHome();
    const first = await must(byHand(home, 'vacancy_rent_in', MAY));
    agreements.on('2027-07-20');
    await eventually(async () => expect(await booking(first.id)).toMatchObject({ state: 'EXPIRED' }));
    const second = asked('vacancy_rent_out', MAY);
    await tell(moveOut(home, [second]));
    expect(await booking(second.requestRef)).toMatchObject({ state: 'RESERVED' });
    const late = await agreements.act('finance', `cover-bookings/${first.id}`, 'confirm', { amountOere: 100_000 });
    expect(late).toMatchObject({ status: 409, body: { code: 'days-are-covered-already', facts: MAY } });
    const third = asked('vacancy_rent_in', { ...MAY, status: 'paid', paidOere: 90_000 });
    await tell(moveOut(home, [{ ...second, status: 'paid', paidOere: 100_000 }]), vacancy(home, [third]));
    expect(await booking(second.requestRef)).toMatchObject({ state: 'CONFIRMED', overCapOere: 0 });
    expect(await booking(third.requestRef)).toMatchObject({
      state: 'CONFIRMED',
      amountOere: 90_000,
      overCapOere: 90_000,
    });
    // Less of it can be put right, down to nothing; then the days are nobody's but the other's.
    const id = third.requestRef;
    const more = await agreements.act('finance', `cover-bookings/${id}`, 'correct', { amountOere: 95_000 });
    expect(more.body.code).toBe('days-are-covered-already');
    await must(agreements.act('finance', `cover-bookings/${id}`, 'correct', { amountOere: 0 }));
    expect(await booking(id)).toMatchObject({ amountOere: 0, overCapOere: 0 });
    agreements.on('2027-06-10');
  });

  test('is asked for by many at once: one of them has it', async () => {
    const home = await aHome();
    const requests = Array.from({ length: 4 }, (_, index) =>
      asked(index % 2 ? 'vacancy_rent_in' : 'vacancy_rent_out', MAY),
    );
    const [hands] = await Promise.all([
      Promise.all(
        Array.from({ length: 12 }, (_, index) => byHand(home, index % 2 ? 'vacancy_rent_in' : 'vacancy_rent_out', MAY)),
      ),
      tell(
        ...requests.map((one) => (one.commitment === 'vacancy_rent_in' ? vacancy(home, [one]) : moveOut(home, [one]))),
      ),
    ]);
    const all = [...hands.map(({ body }) => body.id), ...requests.map(({ requestRef }) => requestRef)];
    const states = await Promise.all(all.map(async (id) => (await booking(id)).state));
    expect(states.toSorted()).toEqual([...Array(15).fill('REFUSED'), 'RESERVED']);
  });

  test('that somebody names is a plausible one on which nobody lived there, and both of them are named', async () => {
    const home = await aHome();
    const faults = async (days: Partial<Days>, more: object = {}) => {
      const { status, body } = await byHand(home, 'vacancy_rent_in', days, more);
      return [
        status,
        (body.errors ?? []).map(({ pointer, code }: { pointer: string; code: string }) => `${pointer} ${code}`),
      ];
    };
    expect(await faults({ from: '2027-05-02', through: '2027-05-01' })).toEqual([
      409,
      ['/coversThrough last-day-is-before-the-first'],
    ]);
    expect(await faults({ from: '2027-05-01', through: '2029-05-01' })).toEqual([
      409,
      ['/coversThrough vacancy-is-far-away'],
    ]);
    expect(await faults({ from: '1900-01-01', through: '2027-05-01' })).toEqual([
      409,
      ['/coversFrom vacancy-is-far-away', '/coversFrom dwelling-was-let'],
    ]);
    expect(await faults({ from: '2027-04-30', through: '2027-05-04' })).toEqual([
      409,
      ['/coversFrom dwelling-was-let'],
    ]);
    // A day of another vacancy than the days that are covered.
    expect(await faults(MAY, { vacantFrom: '2026-08-01' })).toEqual([409, ['/vacantFrom dwelling-was-let']]);
    expect(await faults({ from: MAY.from })).toEqual([400, [expect.stringMatching(/^\/coversThrough /)]]);
    const view = (await byHand(home, 'vacancy_rent_in', MAY)).body;
    expect(view).toMatchObject({ state: 'RESERVED', vacantFrom: '2027-05-01' });
    expect((await agreements.get('landlord_admin', `cover-bookings/${view.id}`)).body).toMatchObject({
      ...{ coversFrom: MAY.from, coversThrough: MAY.through },
    });
  });
});

describe('the vacancy that a tenancy leaves', () => {
  test('is covered as its agreement has it, also before its last day is heard of, and whatever was registered in error', async () => {
    const home = await aHome(null, { commitments: [{ kind: 'vacancy_rent_out', capMonths: 1 }] });
    const first = asked('vacancy_rent_out', { ...MAY, amountOere: 9_000_000 });
    await tell(moveOut(home, [first]));
    expect(await booking(first.requestRef)).toMatchObject({
      ...{ state: 'RESERVED', amountOere: 450_000, agreementVersion: 1, vacantFrom: '2027-05-01' },
    });
    // Somebody moved in, which was an error: it is one vacancy still, with one cap.
    const error = { ...home, tenancyRef: randomUUID() };
    await tell(
      lived(home, '2027-04-30', 2),
      lived(error, null, 1, { startedOn: '2027-05-10', agreementVersionAtStart: 9 }),
    );
    await tell(lived(error, null, 2, { startedOn: '2027-05-10', state: 'STRUCK', agreementVersionAtStart: 9 }));
    const again = await byHand(home, 'vacancy_rent_out', JUNE);
    expect(again.body).toMatchObject({ state: 'REFUSED', refusal: 'cap-is-used-up', agreementVersion: 1 });
    expect(again.body.vacantFrom).toBe('2027-05-01');
  });

  test('is no longer covered by an agreement that runs off, where the last tenant had another', async () => {
    const term = { from: '2026-02-01', to: '2027-05-31', noticeMonths: 1 };
    agreements.on('2027-05-20');
    const home = await aHome(null, { term });
    const other = { ...home, agreementRef: await agreements.signed(), tenancyRef: randomUUID() };
    agreements.on('2027-06-10');
    await eventually(async () => expect(await stateOf(home.agreementRef)).toBe('RUN_OFF'));
    const early = asked('vacancy_rent_out', MAY);
    await tell(moveOut(home, [early]));
    expect(await booking(early.requestRef)).toMatchObject({ state: 'RESERVED' });
    await tell(lived(home, '2027-04-30', 2), lived(other, '2027-06-04', 1, { startedOn: '2027-06-01' }));
    expect((await byHand(home, 'vacancy_rent_out', { from: '2027-06-05', through: '2027-06-30' })).body).toMatchObject({
      ...{ state: 'REFUSED', refusal: 'agreement-has-ended' },
    });
  });
});

test('rent of days through the last one of an agreement is covered, however late it is asked for', async () => {
  const term = { from: '2026-02-01', to: '2027-05-31', noticeMonths: 1 };
  agreements.on('2027-05-20');
  const home = await aHome('2027-04-30', { term });
  agreements.on('2027-06-10');
  await eventually(async () => expect(await stateOf(home.agreementRef)).toBe('EXPIRED'));
  const [within, beyond] = [asked('vacancy_rent_in', MAY), asked('vacancy_rent_in', JUNE)];
  const key = randomUUID();
  await tell(vacancy(home, [within, beyond], key));
  expect(await booking(within.requestRef)).toMatchObject({ state: 'RESERVED', amountOere: 100_000 });
  expect(await booking(beyond.requestRef)).toMatchObject({ state: 'REFUSED', refusal: 'agreement-has-ended' });
  await tell(vacancy(home, [{ ...within, status: 'paid', paidOere: 100_000 }], key, 2));
  expect(await booking(within.requestRef)).toMatchObject({ state: 'CONFIRMED', overCapOere: 0 });
});

describe('a move-out', () => {
  test('that was registered in error asks for nothing any more, and is no claim; told late it changes nothing', async () => {
    const home = await aHome();
    const [key, first] = [randomUUID(), asked('vacancy_rent_out', MAY)];
    await tell(moveOut(home, [first], {}, key, 1));
    expect(await booking(first.requestRef)).toMatchObject({ state: 'RESERVED' });
    // Whatever it says of its requests.
    await tell(moveOut(home, [first], { state: 'STRUCK' }, key, 3));
    expect(await booking(first.requestRef)).toMatchObject({ state: 'RELEASED' });
    const late = asked('vacancy_rent_out', MAY);
    await tell(moveOut(home, [first, late], {}, key, 2));
    expect((await agreements.get('finance', `cover-bookings/${late.requestRef}`)).status).toBe(404);
    expect((await byHand(home, 'vacancy_rent_in', MAY)).body.state).toBe('RESERVED');
  });

  test('keeps an agreement that has ended running off, from when it is known until it is settled, and again if it is not', async () => {
    const term = { from: '2026-02-01', to: '2027-05-31', noticeMonths: 1 };
    agreements.on('2027-05-20');
    const home = await aHome(null, { term });
    agreements.on('2027-06-10');
    const { agreementRef } = home;
    const becomes = (state: string) => eventually(async () => expect(await stateOf(agreementRef)).toBe(state));
    await becomes('RUN_OFF');
    const key = randomUUID();
    const out = (version: number, more: object, requests: object[] = []) =>
      tell(moveOut(home, requests, more, key, version));
    // The tenancy has ended, and nobody has told that somebody moves out of it.
    await tell(lived(home, '2027-04-30', 2));
    await becomes('TERMINATED');
    const first = asked('vacancy_rent_out', MAY);
    await out(1, {}, [first]);
    expect([await stateOf(agreementRef), (await booking(first.requestRef)).state]).toEqual(['RUN_OFF', 'RESERVED']);
    const paid = { ...first, status: 'paid', paidOere: 100_000 };
    await out(2, { settledOn: '2027-06-10', state: 'SETTLED' }, [paid]);
    expect(await stateOf(agreementRef)).toBe('TERMINATED');
    // Its end was an error.
    await out(3, {}, [paid]);
    expect(await stateOf(agreementRef)).toBe('RUN_OFF');
    await out(4, { state: 'STRUCK' }, [paid]);
    expect(await stateOf(agreementRef)).toBe('TERMINATED');
    // And so was that of the tenancy.
    await tell(lived(home, null, 3));
    expect(await stateOf(agreementRef)).toBe('RUN_OFF');
    // One that was to begin later, and was an error, is none.
    await tell(lived(home, null, 4, { state: 'STRUCK', startedOn: '2027-09-01' }));
    expect(await stateOf(agreementRef)).toBe('TERMINATED');
    const { items } = (await agreements.get(MUNICIPALITY, `agreements/${agreementRef}/history`)).body;
    expect(items.filter(({ action }: { action: string }) => action === 'agreement.reopen-to-run-off')).toHaveLength(3);
  });
});
