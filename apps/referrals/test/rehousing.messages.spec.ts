// SPDX-License-Identifier: MPL-2.0
// Genhusning: what referrals hears of evictions, and what social services do until shelter and a new home are found.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { topics } from '#contracts/topics';
import { types } from '#contracts/types';
import { addDays } from '#domain';
import { decodeKafka } from '#messaging';
import { type RunningService, startService } from '#service';
import {
  assertPublished,
  createTopics,
  eventually,
  freshDatabase,
  knowStaff,
  landlords,
  type Reply,
  readTopic,
  request,
  staffId,
  type TestDatabase,
  type TestEnvironment,
  tellFacts,
  testEnv,
  topicPrefix,
  travel,
  type User,
} from '#testing';
import { migrations } from '../src/migrations/index.js';
import { referrals } from '../src/referrals.module.js';

const prefix = topicPrefix();
let database: TestDatabase;
let service: RunningService;
let env: TestEnvironment;

beforeAll(async () => {
  await createTopics(prefix);
  database = await freshDatabase('referrals', migrations);
  await knowStaff(database);
  env = await testEnv('referrals', { database, topicPrefix: prefix });
  travel(env, '2027-04-07');
  service = await startService(referrals, env);
}, 60_000);
afterAll(async () => {
  await service?.close();
  await database?.drop();
});

const agreementRef = randomUUID();
/** Row 25: the day is set at the hearing. */
const eviction = (more: object = {}) => ({ agreementRef, openedOn: '2027-03-08', ...more });
const dateSet = (more: object = {}) => eviction({ state: 'DATE_SET', evictionOn: '2027-04-14', ...more });
/** Told, and heard: what comes after it meets what it did. */
async function tell(key: string, version: number, body: object, id: string = randomUUID()): Promise<void> {
  const type = types.eviction.changed;
  await tellFacts(prefix, [{ topic: topics.evictionInternal, type, key, version, body, id }]);
  await eventually(async () =>
    expect(await database.query('select state from inbox where message_id = $1', [id])).toEqual([{ state: 'handled' }]),
  );
}
const get = async (user: User, path: string) => request(`${service.url}/v1/${path}`, user, 'GET');
const of = async (evictionRef: string) =>
  (await get('single_entry', `rehousings?evictionRef=${evictionRef}`)).body.items as { id: string }[];
/** As its owner, or any of social services, sees it. */
const seen = async (id: string) => (await get('social_caseworker', `rehousings/${id}`)).body;
async function post(user: User, path: string, body: object = {}): Promise<Reply> {
  const [collection, id, action] = path.split('/');
  const { etag } = action ? await get(user, `${collection}/${id}`) : { etag: null };
  return request(`${service.url}/v1/${path}`, user, 'POST', body, etag ? { 'if-match': etag } : {});
}
async function must(reply: Promise<Reply>): Promise<Reply['body']> {
  const { status, body } = await reply;
  expect([body.code, body.errors, status < 300]).toEqual([undefined, undefined, true]);
  return body;
}
const act = (id: string, action: string, body: object = {}) =>
  post('social_caseworker', `rehousings/${id}/${action}`, body);
async function published(topic: { name: string }, about: string) {
  const messages = (await readTopic(prefix + topic.name)).map((message) => decodeKafka(message));
  return messages.flatMap((envelope) => {
    const { attributes, data } = envelope as unknown as {
      attributes: { type: string; caseversion: string; subject: string; dataclassification: 'public' | 'internal' };
      data: Record<string, unknown>;
    };
    const { type, subject, dataclassification: classification } = attributes;
    assertPublished({ topic: topic.name, key: subject, type, classification, body: data });
    return data.caseRef === about || subject === about ? [{ type, data }] : [];
  });
}

let people = 0;
/** A civil registration number of nobody, another one each time. */
function cpr(): string {
  people += 1;
  const day = addDays('1971-01-01', people);
  return `${day.slice(8)}${day.slice(5, 7)}${day.slice(2, 4)}-1234`;
}
/** An agreement with a dwelling. */
async function dwelling() {
  const [known, dwellingRef] = [randomUUID(), randomUUID()];
  await database.query(
    `insert into known_agreements (id, version, landlord_ref, state, agreement_version, term_from, term_to, dwellings)
     values ($1, 1, $2, 'ACTIVE', 1, '2026-01-01', '2030-12-31', $3)`,
    [known, landlords.boOgBy.id, JSON.stringify([{ dwellingRef, rentOere: 450_000, utilitiesOere: 60_000 }])],
  );
  return { agreementRef: known, dwellingRef };
}
/** @returns its id and its citizen's */
async function referral(more: object = { citizen: { cpr: cpr(), name: 'Åse Prøve' } }) {
  const assessment = { characteristics: ['without_a_home'], supportNeed: 'none', paymentCapacityOere: 470_000 };
  const { agreementRef: under, dwellingRef } = await dwelling();
  const said = { agreementRef: under, grounds: 'law', householdSize: 1, assessment };
  const { id, citizenRef } = await must(post('social_caseworker', 'referrals', { ...said, ...more }));
  return { id, citizenRef: citizenRef as string, agreementRef: under, dwellingRef };
}
/** A tenancy, of whose referral a social caseworker was the owner. */
async function tenancy(citizenRef: string) {
  const body = { ...(await dwelling()), citizenRef, hasSupportWorker: false, startedOn: '2026-04-23' };
  return (await must(post('social_caseworker', 'tenancies', body))).id as string;
}
async function rehousing(more: object = {}): Promise<string> {
  const evictionRef = randomUUID();
  await tell(evictionRef, 4, dateSet(more));
  return (await of(evictionRef))[0]!.id;
}

describe('an eviction', () => {
  test('row 25: its day opens one rehousing, due that day, however often it is told', async () => {
    const citizenRef = (await referral()).citizenRef;
    const tenancyRef = await tenancy(citizenRef);
    const [evictionRef, id] = [randomUUID(), randomUUID()];
    await tell(evictionRef, 1, eviction({ state: 'SERVED', tenancyRef }));
    expect(await of(evictionRef)).toEqual([]);
    await tell(evictionRef, 4, dateSet({ tenancyRef }), id);
    const fact = { topic: topics.evictionInternal, type: types.eviction.changed, key: evictionRef, version: 4 };
    await tellFacts(prefix, [{ ...fact, body: dateSet({ tenancyRef }), id }]);
    await tell(evictionRef, 4, dateSet({ tenancyRef }));
    const [one, ...more] = await of(evictionRef);
    expect([one, more]).toMatchObject([{ state: 'OPEN', evictionOn: '2027-04-14' }, []]);
    expect(one).not.toHaveProperty('citizenRef');
    expect(await seen(one!.id)).toMatchObject({
      number: expect.stringMatching(/^X-27-/),
      version: 1,
      citizenRef,
      tenancyRef,
      owner: { role: 'social_caseworker', person: null },
      tasks: [
        { code: 'temporary_shelter', outcome: 'open', dueOn: '2027-04-14' },
        { code: 'permanent_rehousing', outcome: 'open', dueOn: null },
      ],
    });
    await eventually(async () => {
      expect((await published(topics.rehousing, one!.id)).map(({ type }) => type)).toEqual([types.rehousing.opened]);
      expect(await published(topics.referralsDeadlines, one!.id)).toMatchObject([
        { data: { code: 'REHOUSING', status: 'set', dueOn: '2027-04-14', responsible: 'social_caseworker' } },
      ]);
    });
    const everything = JSON.stringify([
      await published(topics.rehousing, one!.id),
      await published(topics.rehousingInternal, one!.id),
    ]);
    expect(everything).not.toContain(citizenRef);
    for (const user of ['landlord_admin', 'landlord_caretaker'] as const)
      expect((await get(user, `rehousings/${one!.id}`)).status).toBe(403);
  });

  test('it goes to the social caseworker who referred the tenant', async () => {
    const { id: referralRef, citizenRef } = await referral();
    const tenancyRef = await tenancy(citizenRef);
    await database.query('update referral set tenancy_ref = $2 where id = $1', [referralRef, tenancyRef]);
    const id = await rehousing({ tenancyRef });
    expect((await seen(id)).owner).toMatchObject({ person: staffId('social_caseworker') });
  });

  test('another day moves the deadline; what comes late changes nothing; withdrawn it is cancelled, and comes back', async () => {
    const evictionRef = randomUUID();
    await tell(evictionRef, 4, dateSet());
    const { id } = (await of(evictionRef))[0]!;
    await tell(evictionRef, 6, dateSet({ evictionOn: '2027-04-21' }));
    await tell(evictionRef, 5, dateSet({ evictionOn: '2027-04-15' }));
    // Nothing that matters here: no version of the rehousing.
    await tell(evictionRef, 7, dateSet({ evictionOn: '2027-04-21' }));
    expect(await seen(id)).toMatchObject({ version: 2, evictionOn: '2027-04-21' });
    await tell(evictionRef, 8, eviction({ state: 'WITHDRAWN' }));
    expect(await seen(id)).toMatchObject({ version: 3, state: 'CANCELLED' });
    await tell(evictionRef, 9, dateSet({ evictionOn: '2027-04-28' }));
    expect(await seen(id)).toMatchObject({ version: 4, state: 'OPEN', evictionOn: '2027-04-28' });
    await eventually(async () => {
      const told = await published(topics.referralsDeadlines, id);
      expect(told.map(({ data: { status, dueOn } }) => `${status} ${dueOn}`)).toEqual([
        ...['set 2027-04-14', 'set 2027-04-21', 'cancelled 2027-04-21', 'set 2027-04-28'],
      ]);
      expect((await published(topics.rehousingInternal, id)).map(({ type }) => type.split('.')[4])).toEqual([
        ...['opened', 'date-changed', 'closed', 'reopened'],
      ]);
    });
  });

  test('a day that was set in error, or an eviction that was, cancels it; who moves out before the day needs a roof all the same', async () => {
    const evictionRef = randomUUID();
    let version = 0;
    const say = (body: object) => {
      version += 1;
      return tell(evictionRef, version, body);
    };
    // Before a day is set there is nothing to find yet.
    for (const state of ['OPENED', 'SERVED', 'BAILIFF_REQUESTED', 'MUNICIPAL_DUTY', 'HEARING_HELD'])
      await say(eviction({ state }));
    expect(await of(evictionRef)).toEqual([]);
    await say(dateSet());
    const { id } = (await of(evictionRef))[0]!;
    await must(act(id, 'find-shelter', { foundOn: '2027-04-07' }));
    await say(eviction({ state: 'HEARING_HELD' }));
    expect(await seen(id)).toMatchObject({ state: 'CANCELLED' });
    // The next day meets what was found already.
    await say(dateSet({ evictionOn: '2027-04-28' }));
    expect(await seen(id)).toMatchObject({ state: 'OPEN', evictionOn: '2027-04-28', tasks: [{ outcome: 'done' }, {}] });
    for (const state of ['VACATED', 'DATE_SET', 'EVICTED', 'ENDED', 'A_STATE_OF_LATER']) {
      await say(dateSet({ state, evictionOn: '2027-04-28' }));
      expect(await seen(id)).toMatchObject({ state: 'OPEN', evictionOn: '2027-04-28' });
    }
    // Also where the day itself is not told any more.
    for (const state of ['VACATED', 'EVICTED', 'ENDED']) await say(eviction({ state }));
    expect(await seen(id)).toMatchObject({ state: 'OPEN' });
    await say(dateSet({ state: 'STRUCK' }));
    expect(await seen(id)).toMatchObject({ state: 'CANCELLED' });
  });

  test('withdrawn before its day was heard, out of order: none is opened by what is older', async () => {
    const evictionRef = randomUUID();
    await tell(evictionRef, 8, eviction({ state: 'WITHDRAWN' }));
    await tell(evictionRef, 4, dateSet());
    expect(await of(evictionRef)).toEqual([]);
  });

  test('of an unknown tenancy it opens all the same; who it is comes with a later message, and stays', async () => {
    const { id: referralRef, citizenRef } = await referral();
    const [evictionRef, unknown] = [randomUUID(), randomUUID()];
    await tell(evictionRef, 1, dateSet({ tenancyRef: unknown, agreementRef: null }));
    const { id } = (await of(evictionRef))[0]!;
    expect(await seen(id)).toMatchObject({ tenancyRef: unknown, citizenRef: null, agreementRef: null });
    const tenancyRef = await tenancy(citizenRef);
    await tell(evictionRef, 2, dateSet({ tenancyRef }));
    expect(await seen(id)).toMatchObject({ tenancyRef, citizenRef });
    await tell(evictionRef, 3, dateSet());
    expect(await seen(id)).toMatchObject({ version: 2, tenancyRef, citizenRef });
    // Of another citizen after all: the referral that was linked is not this one's.
    await must(act(id, 'refer', { referralRef }));
    const other = await referral();
    await tell(evictionRef, 4, dateSet({ tenancyRef: await tenancy(other.citizenRef) }));
    expect(await seen(id)).toMatchObject({ citizenRef: other.citizenRef, referralRef: null });
  });
});

describe('shelter and home', () => {
  test('it closes once both are dealt with; a referral that ends without a home falls away', async () => {
    const { id: referralRef, citizenRef } = await referral();
    const id = await rehousing({ citizenRef });
    expect(await must(act(id, 'find-shelter', { foundOn: '2027-04-07' }))).toMatchObject({ state: 'OPEN' });
    expect((await act(id, 'find-shelter', { foundOn: '2027-04-07' })).body.code).toBe('shelter-is-dealt-with');
    expect(await must(act(id, 'refer', { referralRef }))).toMatchObject({ state: 'OPEN', referralRef });
    expect((await act(id, 'refer', { referralRef })).body.code).toBe('new-home-is-dealt-with');
    await must(post('social_caseworker', `referrals/${referralRef}/withdraw`, { reason: 'circumstances_changed' }));
    expect(await seen(id)).toMatchObject({ state: 'OPEN', referralRef: null });
    const second = await referral({ citizenRef });
    await must(act(id, 'refer', { referralRef: second.id }));
    // The landlord has accepted, and the tenancy begins.
    await database.query(
      `insert into vacancy (id, version, state, opened_at, agreement_ref, agreement_version, dwelling_ref, landlord_ref,
         available_from, notice_received_on, rent_oere, utilities_oere, is_covered, includes_utilities, answer_due_on,
         ask_again_on, confirmations, cover_requests)
       values ($1, 1, 'RESERVED', now(), $2, 1, $3, $4, '2027-04-01', '2027-03-27', 450000, 60000, false, false, '2027-04-08',
         '2027-05-01', '[]', '[]')`,
      [second.dwellingRef, second.agreementRef, second.dwellingRef, landlords.boOgBy.id],
    );
    await database.query(
      `insert into proposal (id, version, state, opened_at, referral_ref, agreement_ref, landlord_ref, vacancy_ref, dwelling_ref,
         household_size, financing_expected, proposed_on, answer_due_on, answered_on, rent_oere)
       values ($1, 1, 'ACCEPTED', now(), $2, $3, $4, $1, $1, 1, true, '2027-04-05', '2027-04-07', '2027-04-06', 450000)`,
      [second.dwellingRef, second.id, second.agreementRef, landlords.boOgBy.id],
    );
    await database.query(
      `update referral set state = 'ACCEPTED', vacancy_ref = $2, proposal_ref = $2, dwelling_ref = $2 where id = $1`,
      [second.id, second.dwellingRef],
    );
    const { agreementRef: under, dwellingRef } = second;
    const moved = { agreementRef: under, dwellingRef, citizenRef, hasSupportWorker: false, startedOn: '2027-04-07' };
    const tenancyRef = (await must(post('social_caseworker', 'tenancies', moved))).id;
    await eventually(async () =>
      expect(await seen(id)).toMatchObject({ state: 'CLOSED', tasks: [{ outcome: 'done' }, { outcome: 'done' }] }),
    );
    const { items } = (await get('social_caseworker', `tenancies/${tenancyRef}/history`)).body;
    const start = { what: 'start', ref: items[0].fact.ref, reason: 'wrong_person' };
    await must(post('social_caseworker', `tenancies/${tenancyRef}/strike`, start));
    expect(await seen(id)).toMatchObject({
      state: 'OPEN',
      referralRef: second.id,
      tasks: [{ outcome: 'done' }, { outcome: 'open' }],
    });
    await eventually(async () =>
      expect(
        (await published(topics.referralsDeadlines, id)).filter(({ data }) => data.code === 'REHOUSING'),
      ).toMatchObject([...[{ data: { status: 'set' } }, { data: { status: 'met', metOn: '2027-04-07' } }]]),
    );
    travel(env, '2027-04-07');
  });

  test('only an open referral of the same citizen, and of one rehousing', async () => {
    const { id: referralRef, citizenRef } = await referral();
    const other = await referral();
    const [id, twin] = [await rehousing({ citizenRef }), await rehousing({ citizenRef })];
    const fault = async (of: string, named: string) => {
      const { status, body } = await act(of, 'refer', { referralRef: named });
      return [status, body.errors?.map(({ pointer, code }: Record<string, string>) => `${pointer} ${code}`)];
    };
    expect(await fault(id, randomUUID())).toEqual([409, ['/referralRef referral-is-not-open']]);
    expect(await fault(id, other.id)).toEqual([409, ['/referralRef referral-is-of-another-citizen']]);
    const replies = await Promise.all([id, twin].map((one) => act(one, 'refer', { referralRef })));
    expect(replies.map(({ status, body }) => body.code ?? status).toSorted()).toEqual([
      ...[200, 'referral-is-of-another-rehousing'],
    ]);
    // Who it is was not known: the referral says it.
    const unknown = await rehousing();
    expect(await must(act(unknown, 'refer', { referralRef: other.id }))).toMatchObject({
      citizenRef: other.citizenRef,
    });
    // Of an eviction that is withdrawn another may have it.
    const { evictionRef } = await seen(unknown);
    await tell(evictionRef, 90, eviction({ state: 'WITHDRAWN' }));
    expect(await seen(unknown)).toMatchObject({ state: 'CANCELLED', referralRef: null });
    const next = await rehousing({ citizenRef: other.citizenRef });
    expect(await must(act(next, 'refer', { referralRef: other.id }))).toMatchObject({ referralRef: other.id });
    await must(act(next, 'reopen-task', { task: 'permanent_rehousing' }));
    await must(post('social_caseworker', `referrals/${other.id}/withdraw`, { reason: 'citizens_wish' }));
    expect(await fault(next, other.id)).toEqual([409, ['/referralRef referral-is-not-open']]);
  });

  test('what is not needed is said with its reason, and a slip is put right', async () => {
    const id = await rehousing();
    const declare = (task: string) => act(id, 'declare-not-needed', { task, reason: 'lives_with_others' });
    await must(declare('temporary_shelter'));
    expect((await declare('temporary_shelter')).body.errors).toMatchObject([
      { pointer: '/task', code: 'task-is-dealt-with' },
    ]);
    expect(await must(declare('permanent_rehousing'))).toMatchObject({ state: 'CLOSED' });
    expect(await must(act(id, 'reopen-task', { task: 'temporary_shelter' }))).toMatchObject({
      state: 'OPEN',
      tasks: [
        { outcome: 'open', reason: null },
        { outcome: 'not_needed', reason: 'lives_with_others' },
      ],
    });
    expect((await act(id, 'reopen-task', { task: 'temporary_shelter' })).body.code).toBe('task-is-to-be-done');
    for (const foundOn of ['2027-03-06', '2027-04-08', '2126-04-07'])
      expect((await act(id, 'find-shelter', { foundOn })).body.errors).toMatchObject([
        { pointer: '/foundOn', code: 'shelter-was-found-on-another-day' },
      ]);
  });
});

test('it is kept whether an eviction or a move-out is open: for it too it must be known who the tenant is', async () => {
  const [key, moveOutRef, tenancyRef] = [randomUUID(), randomUUID(), randomUUID()];
  const kept = async (table: string, id: string) =>
    await database.query(`select tenancy_ref as "tenancyRef", is_open as "isOpen" from ${table} where id = $1`, [id]);
  const told = [
    [{ tenancyRef, state: 'OPENED' }, true],
    [{ tenancyRef, state: 'A_NEW_STATE' }, true],
    [{ tenancyRef, state: 'ENDED', evictionOn: '2027-04-14', dutyDueOn: '2027-04-28' }, true],
    [{ tenancyRef, state: 'ENDED', evictionOn: '2027-04-14' }, false],
  ] as const;
  for (const [version, [more, isOpen]] of told.entries()) {
    await tell(key, version + 1, eviction(more));
    expect(await kept('known_evictions', key)).toEqual([{ tenancyRef, isOpen }]);
  }
  await tell(key, 9, eviction({ state: 'OPENED' }));
  expect(await kept('known_evictions', key)).toEqual([{ tenancyRef: null, isOpen: true }]);
  for (const [version, state] of ['MOVE_OUT_KNOWN', 'SETTLED', 'REVIEWED', 'STRUCK'].entries()) {
    const body = { agreementRef, landlordRef: randomUUID(), tenancyRef, movedOutOn: '2027-04-14', state };
    await tellFacts(prefix, [{ topic: topics.moveOutInternal, type: types.moveOut.changed, key: moveOutRef, version: version + 1, body }]); // biome-ignore format: one line
    await eventually(async () =>
      expect(await kept('known_move_outs', moveOutRef)).toEqual([{ tenancyRef, isOpen: version % 2 === 0 }]),
    );
  }
});
