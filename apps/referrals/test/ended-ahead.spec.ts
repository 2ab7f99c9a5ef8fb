// SPDX-License-Identifier: MPL-2.0
// A tenancy that is ended ahead: until its last day the tenant lives there, and has a support worker who may leave (domain.md 2.2).
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { Sweeper } from '#persistence';
import { eventually, knowStaff, staffId } from '#testing';
import { Referrals } from './service.js';

let referrals: Referrals;
let id: string;
const [FIRST, SECOND] = [staffId('support_worker'), staffId('support_worker2')];
const HAND_OVERS = 'referrals-hand-overs';

beforeAll(async () => {
  referrals = await Referrals.start('2026-12-01');
});
beforeEach(async () => {
  referrals.travel('2026-12-01');
  await knowStaff(referrals.database);
  await referrals.database.query('update tenancy set assigned_person = null');
  id = await referrals.aTenancy();
  await must('social_caseworker', `tenancies/${id}/change-support-worker`, {
    to: { person: FIRST },
    reason: 'other_skills',
  });
  await must('social_caseworker', `tenancies/${id}/end`, { endedOn: '2027-01-31' });
});
afterAll(() => referrals?.stop());

async function must(user: Parameters<Referrals['post']>[0], path: string, body?: object) {
  let reply = await referrals.post(user, path, body);
  // The sweeper looks after the owners by itself as well, and may come in between.
  while (reply.status === 412) reply = await referrals.post(user, path, body);
  expect([path, reply.status, reply.body.code]).toEqual([path, reply.status < 300 ? reply.status : 200, undefined]);
  return reply.body;
}
const leaves = () => knowStaff(referrals.database, { support_worker: { teams: ['nord'], active: false } });
const withoutOwner = async () =>
  (await referrals.get('team_leader2', 'tenancies?withoutOwner=true&limit=100')).body.items
    .map((item: { id: string }) => item.id)
    .filter((one: string) => one === id);
const open = async () =>
  (await must('team_leader', HAND_OVERS, { fromPerson: FIRST, person: SECOND, reason: 'left' })).open;
const sweep = () => referrals.service.app.get(Sweeper).sweep();
const deadlines = async () =>
  (
    await referrals.database.query<{ status: string }>(
      `select body ->> 'status' as status from outbox where body ->> 'code' = 'CASE_WITHOUT_OWNER' and body ->> 'caseRef' = $1
        order by position`,
      [id],
    )
  ).map(({ status }) => status);

test('whose support worker leaves is found, told to the team leader, and gets another', async () => {
  expect(await withoutOwner()).toEqual([]);
  await leaves();
  expect(await withoutOwner()).toEqual([id]);
  await sweep();
  expect(await deadlines()).toEqual(['set']);
  const changed = await must('team_leader', `tenancies/${id}/change-support-worker`, {
    to: { person: SECOND },
    reason: 'left',
  });
  expect(changed).toMatchObject({ state: 'ENDED', endedOn: '2027-01-31', owner: { person: SECOND } });
  expect(await withoutOwner()).toEqual([]);
  expect(await deadlines()).toEqual(['set', 'met']);
  // The other services hear whose the tenant is, and that the tenancy ends as before.
  const [told] = await referrals.database.query(
    `select body ->> 'supportWorker' as worker, body ->> 'state' as state from outbox
      where key = $1 and topic like '%tenancy.internal' order by position desc limit 1`,
    [id],
  );
  expect(told).toEqual({ worker: SECOND, state: 'ENDED' });
});

test('a team’s is taken, and what a leaver has goes over with everything else, the tenancy too', async () => {
  await must('team_leader', `tenancies/${id}/change-support-worker`, { to: { team: 'nord' }, reason: 'workload' });
  expect((await must('support_worker', `tenancies/${id}/take`)).owner).toMatchObject({ person: FIRST });
  await leaves();
  const plan = await must('team_leader', HAND_OVERS, { fromPerson: FIRST, person: SECOND, reason: 'left' });
  expect(plan).toMatchObject({ open: 1, cases: [{ caseKind: 'tenancy', caseRef: id }] });
  await must('team_leader', `${HAND_OVERS}/${plan.id}/start`);
  await eventually(async () =>
    expect((await referrals.get('team_leader', `${HAND_OVERS}/${plan.id}`)).body).toMatchObject({
      ...{ state: 'DONE', handedOver: 1, open: 0, stayed: [] },
    }),
  );
  expect((await referrals.get('social_caseworker', `tenancies/${id}`)).body.owner.person).toBe(SECOND);
});

test('through its last day; on the day after nobody is looked for, and none is named any more', async () => {
  await leaves();
  await sweep();
  referrals.travel('2027-01-31');
  expect([await withoutOwner(), await open()]).toEqual([[id], 1]);
  await sweep();
  expect(await deadlines()).toEqual(['set']);
  referrals.travel('2027-02-01');
  expect([await withoutOwner(), await open()]).toEqual([[], 0]);
  await sweep();
  await sweep();
  expect(await deadlines()).toEqual(['set', 'cancelled']);
  // Nobody was found: the history does not say so.
  const { items } = (await referrals.get('social_caseworker', `tenancies/${id}/history`)).body;
  expect(items.at(-1)).toMatchObject({
    action: 'tenancy.find-owner',
    text: { en: 'No support worker at work is missing any more.' },
  });
  const late = await referrals.post('social_caseworker', `tenancies/${id}/change-support-worker`, {
    ...{ to: { person: SECOND }, reason: 'left' },
  });
  expect(late).toMatchObject({ status: 409, body: { code: 'tenant-has-moved-out', facts: { endedOn: '2027-01-31' } } });
});

test('ended behind, or struck, it is nobody’s at once', async () => {
  await leaves();
  await sweep();
  const { items } = (await referrals.get('social_caseworker', `tenancies/${id}/history`)).body;
  const refOf = (what: string) => items.find(({ fact }: { fact?: { what: string } }) => fact?.what === what).fact.ref;
  const strike = (what: string) =>
    must('social_caseworker', `tenancies/${id}/strike`, { what, ref: refOf(what), reason: 'wrong_date' });
  await strike('end');
  expect([await withoutOwner(), await deadlines()]).toEqual([[id], ['set']]);
  await must('social_caseworker', `tenancies/${id}/end`, { endedOn: '2026-11-30' });
  expect([await withoutOwner(), await deadlines()]).toEqual([[], ['set', 'cancelled']]);
  await sweep();
  expect(await deadlines()).toEqual(['set', 'cancelled']);

  id = await referrals.aTenancy();
  await knowStaff(referrals.database);
  await must('social_caseworker', `tenancies/${id}/change-support-worker`, { to: { person: FIRST }, reason: 'left' });
  await must('social_caseworker', `tenancies/${id}/end`, { endedOn: '2027-01-31' });
  await leaves();
  await sweep();
  const started = (await referrals.get('social_caseworker', `tenancies/${id}/history`)).body.items[0].fact;
  await must('social_caseworker', `tenancies/${id}/strike`, {
    what: 'start',
    ref: started.ref,
    reason: 'wrong_case',
  });
  expect([await withoutOwner(), await deadlines()]).toEqual([[], ['set', 'cancelled']]);
});

test('when the support ends, nobody is looked for, the others hear that there is none, and the landlord hears nothing', async () => {
  const seenBefore = (await referrals.get('landlord_admin', `tenancies/${id}`)).body;
  await leaves();
  await sweep();
  const early = await referrals.post('social_caseworker', `tenancies/${id}/end-support`, { lastDay: '2025-12-31' });
  expect([early.status, early.body.code]).toEqual([409, 'support-ends-on-another-day']);
  const ended = await must('social_caseworker', `tenancies/${id}/end-support`, { lastDay: '2026-12-01' });
  expect(ended).toMatchObject({ hasSupportWorker: false, owner: null });
  expect(ended.supportWorkers.at(-1)).toMatchObject({ person: null, team: null, from: '2026-12-02' });
  expect([await withoutOwner(), await deadlines()]).toEqual([[], ['set', 'cancelled']]);
  const [told] = await referrals.database.query(
    `select body from outbox where key = $1 and topic like '%tenancy.internal' order by position desc limit 1`,
    [id],
  );
  expect(told!.body).toMatchObject({ hasSupportWorker: false });
  expect(told!.body).not.toHaveProperty('supportWorker');
  expect((await referrals.get('landlord_admin', `tenancies/${id}`)).body).toEqual(seenBefore);
  const again = await referrals.post('social_caseworker', `tenancies/${id}/end-support`, { lastDay: '2026-12-01' });
  expect([again.status, again.body.code]).toEqual([409, 'tenant-has-no-support']);
  const back = { to: { person: SECOND }, reason: 'citizens_wish' };
  expect(await must('social_caseworker', `tenancies/${id}/change-support-worker`, back)).toMatchObject({
    hasSupportWorker: true,
    owner: { person: SECOND },
  });
});
