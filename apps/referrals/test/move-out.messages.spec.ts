// SPDX-License-Identifier: MPL-2.0
// A move-out ends the tenancy: what referrals hears of it, and what people have registered meanwhile.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { topics } from '#contracts/topics';
import { types } from '#contracts/types';
import { decodeKafka } from '#messaging';
import { type RunningService, startService } from '#service';
import {
  createTopics,
  eventually,
  freshDatabase,
  knowStaff,
  landlords,
  type Reply,
  readTopic,
  request,
  type TestDatabase,
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

beforeAll(async () => {
  await createTopics(prefix);
  database = await freshDatabase('referrals', migrations);
  await knowStaff(database);
  const env = await testEnv('referrals', { database, topicPrefix: prefix });
  travel(env, '2027-04-01');
  service = await startService(referrals, env);
}, 60_000);
afterAll(async () => {
  await service?.close();
  await database?.drop();
});

const SOCIAL = 'social_caseworker';
const get = (user: User, path: string) => request(`${service.url}/v1/${path}`, user, 'GET');
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
const seen = async (id: string, user: User = SOCIAL) => (await get(user, `tenancies/${id}`)).body;
const RUNS = { state: 'STARTED', endedOn: null, endedBy: null };
const LEFT = (endedOn: string) => ({ state: 'ENDED', endedOn, endedBy: 'move_out' });

const start = ({ agreementRef, dwellingRef }: Reply['body'], more: object = {}) =>
  post(SOCIAL, 'tenancies', {
    ...{ agreementRef, dwellingRef, citizenRef: randomUUID(), hasSupportWorker: false, startedOn: '2026-04-23' },
    ...more,
  });
/** A tenancy of a dwelling of its own. */
async function aTenancy(more: object = {}): Promise<Reply['body']> {
  const [agreementRef, dwellingRef] = [randomUUID(), randomUUID()];
  await database.query(
    `insert into known_agreements (id, version, landlord_ref, state, agreement_version, term_from, term_to, dwellings)
     values ($1, 1, $2, 'ACTIVE', 1, '2026-01-01', '2030-12-31', $3)`,
    [agreementRef, landlords.boOgBy.id, JSON.stringify([{ dwellingRef, rentOere: 450_000, utilitiesOere: 60_000 }])],
  );
  return await must(start({ agreementRef, dwellingRef }, more));
}
/** Told, and heard: what comes after it meets what it did. */
async function tell(
  key: string,
  version: number,
  { id: tenancyRef, agreementRef }: Reply['body'],
  movedOutOn: string,
  state = 'MOVE_OUT_KNOWN',
) {
  const id = randomUUID();
  const body = {
    ...{
      state,
      agreementRef,
      landlordRef: landlords.boOgBy.id,
      tenancyRef,
      movedOutOn,
      coverRequests: [],
      settledOn: null,
    },
  };
  await tellFacts(prefix, [{ topic: topics.moveOutInternal, type: types.moveOut.changed, key, version, body, id }]);
  await eventually(async () =>
    expect(await database.query('select state from inbox where message_id = $1', [id])).toEqual([{ state: 'handled' }]),
  );
}
async function strike(id: string, what: 'start' | 'end'): Promise<Reply> {
  const { items } = (await get(SOCIAL, `tenancies/${id}/history`)).body;
  const ref = items.findLast(({ fact }: { fact?: { what: string } }) => fact?.what === what)?.fact.ref;
  return await post(SOCIAL, `tenancies/${id}/strike`, { what, ref, reason: 'wrong_date' });
}

test('who moves out ends the tenancy; another day moves its end, and an error takes it back, with all that followed', async () => {
  const tenancy = await aTenancy();
  const { id } = tenancy;
  const terms = { tenancyRef: id, basis: 'voluntary', monthlyAmountOere: 510_000, firstPaymentOn: '2027-05-01' };
  const paid = (await must(post(SOCIAL, 'administration-agreements', terms))).id;
  await must(post(SOCIAL, `administration-agreements/${paid}/accept`, { acceptedOn: '2027-04-01' }));
  const payer = async () => {
    const { state, lastPaidThrough } = (await get(SOCIAL, `administration-agreements/${paid}`)).body;
    return [state, lastPaidThrough];
  };
  const moveOut = uuidv7();
  await tell(moveOut, 3, tenancy, '2027-06-30');
  expect(await seen(id)).toMatchObject(LEFT('2027-06-30'));
  expect(await seen(id, 'landlord_admin')).toMatchObject(LEFT('2027-06-30'));
  expect(await payer()).toEqual(['ENDED', '2027-06-30']);
  // Late, and again.
  await tell(moveOut, 2, tenancy, '2027-05-31');
  await tell(moveOut, 3, tenancy, '2027-06-30');
  expect(await seen(id)).toMatchObject({ ...LEFT('2027-06-30'), version: 2 });
  await tell(moveOut, 4, tenancy, '2027-05-31', 'INSPECTED');
  expect(await seen(id)).toMatchObject({ ...LEFT('2027-05-31'), version: 3 });
  expect(await payer()).toEqual(['ENDED', '2027-05-31']);
  await tell(moveOut, 5, tenancy, '2027-05-31', 'STRUCK');
  expect(await seen(id)).toMatchObject({ ...RUNS, version: 4 });
  expect(await payer()).toEqual(['ACTIVE', null]);
  await tell(moveOut, 4, tenancy, '2027-05-31');
  expect(await seen(id)).toMatchObject({ ...RUNS, version: 4 });
  const { items } = (await get('landlord_admin', `tenancies/${id}/history`)).body;
  expect(items.slice(1).map(({ text, fact }: { text: { en: string }; fact?: object }) => [text.en, fact])).toEqual([
    ['The tenant moves out, and the tenancy ends 30 June 2027.', undefined],
    ['The tenant moves out, and the tenancy ends 31 May 2027.', undefined],
    ['The move-out was registered in error; the tenancy runs on.', undefined],
  ]);
  const told = (await readTopic(prefix + topics.tenancyInternal.name))
    .filter(({ key }) => String(key) === id)
    .map((message) => decodeKafka(message) as unknown as { attributes: { type: string }; data: { endedOn: string } });
  expect(told.slice(1).map(({ attributes, data }) => [attributes.type, data.endedOn])).toEqual([
    [types.tenancy.ended, '2027-06-30'],
    [types.tenancy.ended, '2027-05-31'],
    [types.tenancy.endCorrected, null],
  ]);
});

test('an end that a person has registered stays; once it is struck, that of the move-out counts', async () => {
  const tenancy = await aTenancy();
  const { id } = tenancy;
  await must(post(SOCIAL, `tenancies/${id}/end`, { endedOn: '2027-03-31' }));
  const moveOut = uuidv7();
  await tell(moveOut, 1, tenancy, '2027-02-28');
  expect(await seen(id)).toMatchObject({ endedOn: '2027-03-31', endedBy: 'municipality' });
  await must(strike(id, 'end'));
  expect(await seen(id)).toMatchObject(LEFT('2027-02-28'));
  // A move-out is struck where it is.
  expect((await strike(id, 'start')).body.code).toBe('tenancy-has-been-acted-on');
  await tell(moveOut, 2, tenancy, '2027-02-28', 'STRUCK');
  await must(post(SOCIAL, `tenancies/${id}/end`, { endedOn: '2027-03-31' }));
  expect(await seen(id)).toMatchObject({ endedOn: '2027-03-31', endedBy: 'municipality' });
  await tell(moveOut, 3, tenancy, '2027-02-28', 'STRUCK');
  expect(await seen(id)).toMatchObject({ endedOn: '2027-03-31' });
  await must(strike(id, 'end'));
  expect(await seen(id)).toMatchObject(RUNS);
  expect(await must(strike(id, 'start'))).toMatchObject({ state: 'STRUCK' });
  await tell(uuidv7(), 1, tenancy, '2027-02-28');
  expect(await seen(id)).toMatchObject({ state: 'STRUCK' });
});

test('a day that cannot be ends nothing, and holds nothing up; another move-out counts from when the first is struck', async () => {
  const tenancy = await aTenancy();
  const { id } = tenancy;
  const [first, second] = [uuidv7(), uuidv7()];
  await tell(first, 1, tenancy, '2026-04-22');
  await tell(first, 2, tenancy, '2028-04-02');
  expect(await seen(id)).toMatchObject({ ...RUNS, version: 1 });
  await tell(first, 3, tenancy, '2026-04-23');
  expect(await seen(id)).toMatchObject(LEFT('2026-04-23'));
  // Of two topics' keys nobody knows which is heard first.
  await tell(second, 1, tenancy, '2027-03-15');
  expect(await seen(id)).toMatchObject(LEFT('2027-03-15'));
  await tell(first, 4, tenancy, '2026-04-23', 'STRUCK');
  expect(await seen(id)).toMatchObject(LEFT('2027-03-15'));
  // Of a tenancy that nobody knows.
  await tell(uuidv7(), 1, { id: randomUUID(), agreementRef: randomUUID() }, '2027-03-15');
});

test('where somebody else lives by now the end is neither taken back nor moved over it', async () => {
  const tenancy = await aTenancy();
  const { id } = tenancy;
  const moveOut = uuidv7();
  await tell(moveOut, 1, tenancy, '2027-01-31');
  const next = await must(start(tenancy, { startedOn: '2027-03-01' }));
  await tell(moveOut, 2, tenancy, '2027-03-01');
  await tell(moveOut, 3, tenancy, '2027-01-31', 'STRUCK');
  expect(await seen(id)).toMatchObject(LEFT('2027-01-31'));
  await tell(uuidv7(), 1, tenancy, '2027-02-28');
  expect(await seen(id)).toMatchObject(LEFT('2027-02-28'));
  expect(await seen(next.id)).toMatchObject(RUNS);
});

test('the other services hear of deposit and prepaid rent, of a tenancy of before too; its landlord sees nothing of that', async () => {
  const { id } = await aTenancy({ depositOere: 1_350_000, prepaidRentOere: 900_000 });
  const [{ version }] = (await database.query('select version from tenancy where id = $1', [id])) as [
    { version: number },
  ];
  await database.query(`update tenancy set lease_is_told = false, next_due_on = '2000-01-01' where id = $1`, [id]);
  await eventually(async () => expect(await seen(id)).toMatchObject({ version: version + 1 }));
  expect(await seen(id, 'landlord_admin')).toMatchObject({ version });
  const told = (await readTopic(prefix + topics.tenancyInternal.name))
    .filter(({ key }) => String(key) === id)
    .map((message) => (decodeKafka(message) as unknown as { data: object }).data);
  expect(told).toMatchObject([1, 2].map(() => ({ depositOere: 1_350_000, prepaidRentOere: 900_000 })));
});
