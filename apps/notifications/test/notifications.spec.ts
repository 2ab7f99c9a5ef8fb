// SPDX-License-Identifier: MPL-2.0
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Topic, topics } from '#contracts/topics';
import { types } from '#contracts/types';
import { type RunningService, startService } from '#service';
import {
  createTopics,
  eventually,
  freshDatabase,
  landlords,
  readTopic,
  request,
  type TestDatabase,
  type TestEnvironment,
  tellFacts,
  testEnv,
  topicPrefix,
  travel,
  type User,
} from '#testing';
import { migrations } from '../src/migrations/index.js';
import { MUNICIPAL_INBOXES } from '../src/notification/notification.js';
import { notifications } from '../src/notifications.module.js';

interface Item {
  id: string;
  version: number;
  state: string;
  subject: string;
  caseRef: string;
  dueOn: string | null;
  standIn: boolean;
  allowedActions: string[];
}

const prefix = topicPrefix();
let database: TestDatabase;
let env: TestEnvironment;
let service: RunningService;

beforeAll(async () => {
  await createTopics(prefix);
  database = await freshDatabase('notifications', migrations);
  env = await testEnv('notifications', { database, topicPrefix: prefix });
  travel(env, '2026-12-01');
  service = await startService(notifications, env);
});
afterAll(async () => {
  await service?.close();
});

const tell = (topic: Topic, type: string, key: string, version: number, body: object) =>
  tellFacts(prefix, [{ topic, type, key, version, body }]);

const ask = (user: User, path: string, headers?: Record<string, string>) =>
  request(service.url + path, user, headers ? 'POST' : 'GET', undefined, headers);
/** Its id is nobody's but ours: it is found by its case. */
const deadlineOf = async (user: User, caseRef: string) =>
  (await ask(user, `/v1/deadlines?caseRef=${caseRef}`)).body.items[0];
const itemsOf = async (user: User, caseRef: string) => (await ask(user, `/v1/inbox?caseRef=${caseRef}`)).body.items;

const arrears = {
  state: 'REPORTED',
  agreementRef: null,
  landlordRef: landlords.boOgBy.id,
  acknowledgeDueOn: '2026-12-02',
  outreachDueOn: '2026-12-04',
  assignedTo: null,
};

test('each role is told what concerns it, a landlord of its own cases only, and acknowledges once', async () => {
  const id = randomUUID();
  await tell(topics.rentArrearsInternal, types.rentArrears.opened, id, 1, arrears);
  await tell(topics.rentArrearsInternal, types.rentArrears.acknowledged, id, 2, arrears);
  const item = await eventually(async () => {
    const [own] = await itemsOf('landlord_admin', id);
    expect(own).toMatchObject({ subject: 'rent-arrears-received', state: 'UNREAD', allowedActions: ['acknowledge'] });
    return own as Item;
  });
  expect(await itemsOf('single_entry', id)).toMatchObject([{ subject: 'rent-arrears-reported', dueOn: '2026-12-02' }]);
  expect(await itemsOf('landlord2_admin', id)).toEqual([]);
  expect((await ask('landlord2_admin', `/v1/inbox/${item.id}`)).status).toBe(404);

  const acknowledge = (version: number) =>
    ask('landlord_admin', `/v1/inbox/${item.id}/acknowledge`, {
      'idempotency-key': randomUUID(),
      'if-match': `"${version}"`,
    });
  expect(await acknowledge(1)).toMatchObject({ status: 200, body: { state: 'ACKNOWLEDGED', allowedActions: [] } });
  expect((await acknowledge(2)).status).toBe(409);
});

test('an inspection is told to the landlord and to who takes part; a rehousing to social services', async () => {
  const [inspection, rehousing] = [randomUUID(), randomUUID()];
  const planned = {
    ...{ tenancyRef: randomUUID(), agreementRef: randomUUID(), landlordRef: landlords.boOgBy.id },
    ...{ state: 'PLANNED', plannedOn: '2026-12-21', heldOn: null, owner: { role: 'outreach_team' } },
  };
  const { moveInInspection: told, rehousing: of } = types;
  await tell(topics.moveInInspectionInternal, told.scheduled, inspection, 1, planned);
  await tell(topics.moveInInspectionInternal, told.moved, inspection, 2, { ...planned, plannedOn: '2026-12-22' });
  const heard = async (user: User, id: string) =>
    (await itemsOf(user, id)).map(({ subject, dueOn }: Item & { dueOn: string }) => `${subject} ${dueOn}`);
  for (const user of ['landlord_admin', 'outreach_team'] as const)
    await eventually(async () =>
      expect(await heard(user, inspection)).toEqual(['inspection-moved 2026-12-22', 'inspection-planned 2026-12-21']),
    );
  for (const user of ['landlord2_admin', 'support_worker', 'social_caseworker'] as const)
    expect(await itemsOf(user, inspection)).toEqual([]);

  const open = { evictionRef: randomUUID(), agreementRef: null, state: 'OPEN', evictionOn: '2026-12-14' };
  await tell(topics.rehousingInternal, of.opened, rehousing, 1, open);
  await tell(topics.rehousingInternal, of.closed, rehousing, 2, { ...open, state: 'CANCELLED' });
  await eventually(async () =>
    expect(await heard('social_caseworker', rehousing)).toEqual([
      ...['rehousing-cancelled null', 'rehousing-opened 2026-12-14'],
    ]),
  );
  expect(await heard('single_entry', rehousing)).toEqual(['rehousing-cancelled null']);
  expect(await itemsOf('landlord_admin', rehousing)).toEqual([]);
});

test('a deadline warns, falls due and escalates as time passes, until it is met', async () => {
  const id = randomUUID();
  const deadline = {
    code: 'FIRST_OUTREACH',
    status: 'set',
    caseKind: 'rent-arrears',
    caseRef: randomUUID(),
    agreementRef: null,
    landlordRef: landlords.boOgBy.id,
    dueOn: '2026-12-09',
    dueSoonOn: '2026-12-07',
    setOn: '2026-12-01',
    metOn: null,
    responsible: 'support_worker',
  };
  const inState = (state: string) =>
    eventually(async () => expect(await deadlineOf('support_worker', deadline.caseRef)).toMatchObject({ state }));
  await tell(topics.incidentsDeadlines, types.incidentsDeadlines.set, id, 1, deadline);
  await inState('SET');
  travel(env, '2026-12-07');
  await inState('DUE_SOON');
  travel(env, '2026-12-09');
  await inState('DUE');
  travel(env, '2026-12-16');
  await inState('OVERDUE_3');
  const said = (user: User) =>
    itemsOf(user, deadline.caseRef).then((items) => items.map(({ subject }: Item) => subject));
  expect(await said('support_worker')).toEqual([
    'deadline-overdue',
    'deadline-overdue',
    'deadline-overdue',
    'deadline-due',
    'deadline-due-soon',
  ]);
  expect((await itemsOf('support_worker', deadline.caseRef)).map(({ standIn }: Item) => standIn)).toEqual([
    false,
    false,
    true,
    false,
    false,
  ]);
  expect(await said('team_leader')).toEqual(['deadline-overdue']);
  // Without an agreement there is nothing to tell the steering group that would not point at the case.
  expect((await ask('steering_member', '/v1/inbox')).body.items).toEqual([]);
  const own = await deadlineOf('support_worker', deadline.caseRef);
  expect((await ask('support_worker', `/v1/deadlines/${own.id}`)).body).toEqual({ ...own });
  expect((await ask('outreach_team', `/v1/deadlines/${own.id}`)).status).toBe(404);
  const met = { ...deadline, status: 'met', metOn: '2026-12-16' };
  await tell(topics.incidentsDeadlines, types.incidentsDeadlines.met, id, 2, met);
  await inState('MET');
});

const demandExpiry = (more: object = {}) => ({
  code: 'DEMAND_EXPIRY',
  status: 'set',
  caseKind: 'rent-arrears',
  caseRef: randomUUID(),
  agreementRef: randomUUID(),
  landlordRef: landlords.boOgBy.id,
  dueOn: '2026-12-28',
  dueSoonOn: '2026-12-17',
  secondWarningOn: '2026-12-23',
  setOn: '2026-12-12',
  metOn: null,
  responsible: 'support_worker',
  ...more,
});
const reaches = (caseRef: string, state: string) =>
  eventually(async () => expect(await deadlineOf('single_entry', caseRef)).toMatchObject({ state }));

test('a demand warns worker and benefits office twice, tells the landlord its last day, and escalates to nobody', async () => {
  const id = randomUUID();
  const deadline = demandExpiry();
  travel(env, '2026-12-12');
  await tell(topics.incidentsDeadlines, types.incidentsDeadlines.set, id, 1, deadline);
  await reaches(deadline.caseRef, 'SET');
  for (const [day, state] of [
    ['2026-12-17', 'DUE_SOON'],
    ['2026-12-23', 'DUE_SOON_2'],
    ['2026-12-28', 'DUE'],
  ] as const) {
    travel(env, day);
    await reaches(deadline.caseRef, state);
  }
  travel(env, '2027-01-15');
  const subjects = async (user: User) => (await itemsOf(user, deadline.caseRef)).map(({ subject }: Item) => subject);
  const warned = ['deadline-due', 'deadline-due-soon', 'deadline-due-soon'];
  expect(await subjects('support_worker')).toEqual(warned);
  expect(await subjects('benefits_caseworker')).toEqual(warned);
  expect(await subjects('landlord_admin')).toEqual(['deadline-due']);
  expect(await subjects('team_leader')).toEqual([]);
  await reaches(deadline.caseRef, 'DUE');
  travel(env, '2026-12-28');
});

test('a deadline that moves begins its course again, one that passes to another role goes on; older news changes nothing', async () => {
  const [id, caseRef] = [randomUUID(), randomUUID()];
  const decision = (more: object) =>
    demandExpiry({
      ...{ code: 'HELP_DECISION', caseKind: 'financing', caseRef, secondWarningOn: undefined, setOn: '2026-12-28' },
      ...{ dueOn: '2027-01-11', dueSoonOn: '2027-01-07', responsible: 'benefits_caseworker' },
      ...more,
    });
  const hear = (version: number, more: object = {}) =>
    tell(topics.referralsDeadlines, types.referralsDeadlines.set, id, version, decision(more));
  await hear(1);
  await reaches(caseRef, 'SET');
  travel(env, '2027-01-07');
  await reaches(caseRef, 'DUE_SOON');
  await hear(3, { dueOn: '2027-01-08', dueSoonOn: '2027-01-07' });
  await hear(2, { dueOn: '2027-02-01', dueSoonOn: '2027-01-28' });
  const seen = () => deadlineOf('single_entry', caseRef);
  await eventually(async () => expect(await seen()).toMatchObject({ dueOn: '2027-01-08', state: 'DUE_SOON' }));
  await hear(4, { dueOn: '2027-01-08', dueSoonOn: '2027-01-07', responsible: 'finance' });
  await eventually(async () => expect(await seen()).toMatchObject({ responsible: 'finance', state: 'DUE_SOON' }));
  travel(env, '2027-01-08');
  await reaches(caseRef, 'DUE');
  const subjects = async (user: User) => (await itemsOf(user, caseRef)).map(({ subject }: Item) => subject);
  const old = ['deadline-handed-on', 'deadline-due-soon', 'deadline-due-soon'];
  expect(await subjects('benefits_caseworker')).toEqual(old);
  expect(await subjects('finance')).toEqual(['deadline-due', 'deadline-given-near']);
});

test.each([
  ['ACTION_ITEM', 'action-item', 'finance', ['deadline-due-soon']],
  ['ACTION_ITEM', 'action-item', 'landlord_admin', ['deadline-due-soon']],
  ['FOLLOW_UP_MEETING', 'meeting', 'single_entry', ['deadline-due-soon']],
  // Of these the case itself tells, with the day.
  ['FIRST_OUTREACH', 'rent-arrears', 'outreach_team', []],
  ['HELP_DECISION', 'financing', 'benefits_caseworker', []],
] as const)('%s of a %s that is set and warned of on one day is heard of that day', async (code, caseKind, responsible, heard) => {
  const caseRef = randomUUID();
  travel(env, '2027-02-01');
  const near = { dueOn: '2027-02-02', dueSoonOn: '2027-02-01', secondWarningOn: undefined, setOn: '2027-02-01' };
  const body = demandExpiry({ code, caseKind, responsible, caseRef, agreementRef: randomUUID(), ...near });
  await tell(topics.agreementsDeadlines, types.agreementsDeadlines.set, randomUUID(), 1, body);
  await reaches(caseRef, 'DUE_SOON');
  expect((await itemsOf(responsible, caseRef)).map(({ subject }: Item) => subject)).toEqual(heard);
});

test('the last day that is looked at only afterwards is not called today', async () => {
  const caseRef = randomUUID();
  travel(env, '2027-02-10');
  const passed = { dueOn: '2027-02-08', dueSoonOn: '2027-02-03', secondWarningOn: undefined, setOn: '2027-02-10' };
  await tell(
    topics.incidentsDeadlines,
    types.incidentsDeadlines.set,
    randomUUID(),
    1,
    demandExpiry({ caseRef, ...passed }),
  );
  await reaches(caseRef, 'DUE');
  for (const user of ['support_worker', 'landlord_admin'] as const)
    expect(await itemsOf(user, caseRef)).toMatchObject([{ subject: 'deadline-overdue', dueOn: '2027-02-08' }]);
});

test('a deadline that waits warns nobody and escalates to nobody, until it runs again', async () => {
  const [id, caseRef] = [randomUUID(), randomUUID()];
  const outreach = (more: object) =>
    demandExpiry({
      ...{ code: 'FIRST_OUTREACH', caseRef, secondWarningOn: undefined, setOn: '2027-01-18' },
      ...{ dueOn: '2027-01-22', dueSoonOn: '2027-01-20', ...more },
    });
  const hear = (version: number, more: object = {}) =>
    tell(topics.incidentsDeadlines, types.incidentsDeadlines.set, id, version, outreach(more));
  const seen = () => deadlineOf('single_entry', caseRef);
  travel(env, '2027-01-19');
  // Heard at once as it is now: a topic that keeps only the newest state.
  await hear(2, { pausedOn: '2027-01-19' });
  await reaches(caseRef, 'PAUSED');
  expect(await seen()).toMatchObject({ pausedOn: '2027-01-19', pausedDays: 0, dueOn: '2027-01-22', fixed: null });
  travel(env, '2027-02-01');
  // Another deadline of the same days shows that time has passed.
  const other = demandExpiry({ ...{ dueOn: '2027-01-29', dueSoonOn: null, secondWarningOn: undefined } });
  await tell(topics.incidentsDeadlines, types.incidentsDeadlines.set, randomUUID(), 1, other);
  await reaches(other.caseRef, 'DUE');
  expect(await seen()).toMatchObject({ state: 'PAUSED' });
  expect((await deadlineOf('single_entry', other.caseRef)).fixed).toEqual({
    da: 'dagen følger af loven.',
    en: 'the law sets the day.',
  });
  await hear(3, { dueOn: '2027-02-04', dueSoonOn: '2027-02-02', pausedDays: 9 });
  await reaches(caseRef, 'SET');
  expect(await seen()).toMatchObject({ pausedOn: null, pausedDays: 9, dueOn: '2027-02-04' });
  expect(await itemsOf('support_worker', caseRef)).toEqual([]);
  travel(env, '2027-02-02');
  await reaches(caseRef, 'DUE_SOON');
  await hear(4, { dueOn: '2027-02-04', dueSoonOn: '2027-02-02', pausedOn: '2027-02-02', pausedDays: 9 });
  await reaches(caseRef, 'PAUSED');
  const met = { ...outreach({ dueOn: '2027-02-04', dueSoonOn: '2027-02-02' }), status: 'met', metOn: '2027-02-03' };
  await tell(topics.incidentsDeadlines, types.incidentsDeadlines.met, id, 5, { ...met, pausedDays: 10 });
  await reaches(caseRef, 'MET');
  expect(await seen()).toMatchObject({ pausedOn: null, pausedDays: 10, metOn: '2027-02-03' });
});

test('one that waits is not late: neither who takes it over nor who hears that its case is open again is told so', async () => {
  const [id, caseRef] = [randomUUID(), randomUUID()];
  const outreach = (more: object = {}) =>
    demandExpiry({
      ...{ code: 'FIRST_OUTREACH', caseRef, secondWarningOn: undefined, setOn: '2027-01-19', dueOn: '2027-01-22' },
      ...{ dueSoonOn: '2027-01-20', responsible: 'outreach_team', ...more },
    });
  const hear = (version: number, more: object = {}) =>
    tell(topics.incidentsDeadlines, types.incidentsDeadlines.set, id, version, outreach(more));
  const subjects = async (user: User) => (await itemsOf(user, caseRef)).map(({ subject }: Item) => subject);
  travel(env, '2027-01-19');
  await hear(1);
  await hear(2, { pausedOn: '2027-01-19' });
  await reaches(caseRef, 'PAUSED');
  travel(env, '2027-01-27');
  await hear(3, { pausedOn: '2027-01-19', responsible: 'support_worker' });
  await eventually(async () => expect(await subjects('support_worker')).toEqual(['deadline-given']));
  const ended = { status: 'cancelled', pausedOn: '2027-01-19', responsible: 'support_worker' };
  await tell(topics.incidentsDeadlines, types.incidentsDeadlines.cancelled, id, 4, outreach(ended));
  await reaches(caseRef, 'CANCELLED');
  expect(await deadlineOf('single_entry', caseRef)).toMatchObject({ pausedOn: null });
  await hear(5, { pausedOn: '2027-01-19', responsible: 'support_worker' });
  await reaches(caseRef, 'PAUSED');
  expect(await deadlineOf('single_entry', caseRef)).toMatchObject({ pausedOn: '2027-01-19' });
  expect(await subjects('support_worker')).toEqual(['deadline-given']);
});

describe('a deadline that passes to another', () => {
  const outreach = (caseRef: string, more: object = {}) =>
    demandExpiry({
      ...{ code: 'FIRST_OUTREACH', caseRef, secondWarningOn: undefined, setOn: '2027-03-01', dueOn: '2027-03-10' },
      ...{ dueSoonOn: '2027-03-08', responsible: 'outreach_team', ...more },
    });
  const hear = (id: string, version: number, body: object) =>
    tell(topics.incidentsDeadlines, types.incidentsDeadlines.set, id, version, body);
  const heard = async (user: User, caseRef: string) =>
    (await itemsOf(user, caseRef)).map(({ subject }: Item) => subject).toReversed();
  const nowWith = (caseRef: string, responsible: string) =>
    eventually(async () => expect(await deadlineOf('single_entry', caseRef)).toMatchObject({ responsible }));

  test.each([
    ['SET', '2027-03-02', 'deadline-given'],
    ['DUE_SOON', '2027-03-08', 'deadline-given-near'],
    ['DUE', '2027-03-10', 'deadline-given-due'],
    ['OVERDUE_1', '2027-03-11', 'deadline-given-overdue'],
    ['OVERDUE_2', '2027-03-15', 'deadline-given-overdue'],
    ['OVERDUE_3', '2027-03-17', 'deadline-given-overdue'],
  ])('at %s is told to both at once, there and back, and to each once', async (state, day, given) => {
    const [id, caseRef] = [randomUUID(), randomUUID()];
    travel(env, '2027-03-01');
    await hear(id, 1, outreach(caseRef));
    await reaches(caseRef, 'SET');
    travel(env, day);
    await reaches(caseRef, state);
    const before = await heard('outreach_team', caseRef);
    await hear(id, 3, outreach(caseRef, { responsible: 'support_worker' }));
    await nowWith(caseRef, 'support_worker');
    // The same again, and older news.
    await hear(id, 3, outreach(caseRef, { responsible: 'support_worker' }));
    await hear(id, 2, outreach(caseRef, { responsible: 'finance' }));
    await hear(id, 4, outreach(caseRef));
    await nowWith(caseRef, 'outreach_team');
    expect(await heard('support_worker', caseRef)).toEqual([given, 'deadline-handed-on']);
    expect(await heard('outreach_team', caseRef)).toEqual([...before, 'deadline-handed-on', given]);
    expect(await heard('finance', caseRef)).toEqual([]);
    expect(await deadlineOf('single_entry', caseRef)).toMatchObject({ state });
  });

  test('is no public news, running or waiting, and the versions that subscribers count have no gap', async () => {
    travel(env, '2027-03-01');
    const [id, caseRef] = [randomUUID(), randomUUID()];
    const to = (responsible: string, more: object = {}) =>
      outreach(caseRef, { agreementRef: null, responsible, ...more });
    const waiting = { pausedOn: '2027-03-01' };
    await hear(id, 1, to('outreach_team'));
    await hear(id, 2, to('support_worker'));
    await hear(id, 3, to('support_worker', waiting));
    await hear(id, 4, to('outreach_team', waiting));
    await hear(id, 5, to('support_worker', waiting));
    await nowWith(caseRef, 'support_worker');
    // Another day and another role at once is news.
    await hear(id, 6, to('outreach_team', { dueOn: '2027-03-12', pausedDays: 2 }));
    await tell(
      topics.incidentsDeadlines,
      types.incidentsDeadlines.cancelled,
      id,
      7,
      to('outreach_team', { status: 'cancelled' }),
    );
    await reaches(caseRef, 'CANCELLED');
    const own = await deadlineOf('single_entry', caseRef);
    expect(own.version).toBe(7);
    await eventually(async () => {
      const told = (await readTopic(prefix + topics.deadline.name)).filter(({ key }) => String(key) === own.id);
      expect(told.map(({ value, headers }) => [JSON.parse(String(value)).version, String(headers?.ce_type)])).toEqual(
        [types.deadline.set, types.deadline.paused, types.deadline.set, types.deadline.cancelled].map((type, at) => [
          at + 1,
          type,
        ]),
      );
    });
  });

  test('on the day it is set and warned of; between landlords; to one that only the newest message names', async () => {
    travel(env, '2027-03-01');
    const [same, between, late] = [randomUUID(), randomUUID(), randomUUID()];
    const [idOfSame, idOfBetween, idOfLate] = [randomUUID(), randomUUID(), randomUUID()];
    await hear(idOfSame, 1, outreach(same, { dueSoonOn: '2027-03-01' }));
    await hear(idOfSame, 2, outreach(same, { dueSoonOn: '2027-03-01', responsible: 'support_worker' }));
    const ofLandlord = { code: 'ACTION_ITEM', responsible: 'landlord_admin' };
    await hear(idOfBetween, 1, outreach(between, ofLandlord));
    await hear(idOfBetween, 2, outreach(between, { ...ofLandlord, landlordRef: landlords.havnensBoliger.id }));
    await hear(idOfLate, 1, outreach(late));
    await hear(
      idOfLate,
      7,
      outreach(late, { responsible: 'support_worker', dueOn: '2027-03-02', dueSoonOn: '2027-03-01' }),
    );
    const given = (user: User, caseRef: string, subject: string) =>
      eventually(async () => expect(await heard(user, caseRef)).toEqual([subject]));
    await given('support_worker', same, 'deadline-given-near');
    await given('outreach_team', same, 'deadline-handed-on');
    await given('landlord2_admin', between, 'deadline-given');
    await given('landlord_admin', between, 'deadline-handed-on');
    await given('support_worker', late, 'deadline-given-near');
    await given('outreach_team', late, 'deadline-handed-on');
  });

  test('or to an earlier day is warned of at once; there and back, and in one inbox for two parts, it goes on', async () => {
    travel(env, '2027-03-01');
    const [id, caseRef, leader, nobodys] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
    await hear(id, 1, outreach(caseRef));
    await hear(randomUUID(), 1, outreach(leader, { responsible: 'team_leader' }));
    await hear(randomUUID(), 1, outreach(nobodys, { code: 'FOLLOW_UP_MEETING', landlordRef: null }));
    await reaches(caseRef, 'SET');
    travel(env, '2027-03-03');
    const earlier = { dueOn: '2027-03-04', dueSoonOn: '2027-03-01' };
    await hear(id, 2, outreach(caseRef, earlier));
    await eventually(async () => expect(await heard('outreach_team', caseRef)).toEqual(['deadline-due-soon']));
    await hear(id, 3, outreach(caseRef));
    await reaches(caseRef, 'SET');
    await hear(id, 4, outreach(caseRef, earlier));
    await eventually(async () => expect(await heard('outreach_team', caseRef)).toHaveLength(2));
    travel(env, '2027-03-17');
    await reaches(leader, 'OVERDUE_3');
    await reaches(nobodys, 'DUE');
    expect(await heard('team_leader', leader)).toHaveLength(4);
  });

  test('keeps an id of ours that nobody can compute; what was told under the owner’s keeps that', async () => {
    travel(env, '2027-03-01');
    const [id, caseRef, oldId, oldCase] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
    await database.query(
      `insert into deadline (id, version, state, opened_at, code, case_kind, case_ref, due_on, set_on, responsible, source_version)
       values ($1, 1, 'SET', now(), 'FIRST_OUTREACH', 'rent-arrears', $2, '2027-03-10', '2027-03-01', 'outreach_team', 1)`,
      [oldId, oldCase],
    );
    await hear(id, 1, outreach(caseRef));
    await hear(oldId, 2, outreach(oldCase, { responsible: 'support_worker' }));
    await nowWith(oldCase, 'support_worker');
    await reaches(caseRef, 'SET');
    const own = await deadlineOf('single_entry', caseRef);
    await hear(id, 2, outreach(caseRef, { responsible: 'support_worker' }));
    await nowWith(caseRef, 'support_worker');
    expect((await deadlineOf('single_entry', caseRef)).id).toBe(own.id);
    expect((await deadlineOf('single_entry', oldCase)).id).toBe(oldId);
    await eventually(async () => {
      const told = (await readTopic(prefix + topics.deadline.name)).map(({ key }) => key?.toString());
      expect(told.filter((key) => key === own.id)).toHaveLength(2);
      expect(told).not.toContain(id);
    });
  });

  test('lists stand by the last day: what runs first, page by page', async () => {
    travel(env, '2027-03-01');
    const caseRef = randomUUID();
    const days = ['2027-03-12', '2027-03-10', '2027-03-11'];
    for (const dueOn of days) await hear(randomUUID(), 1, outreach(caseRef, { dueOn }));
    const met = outreach(caseRef, { dueOn: '2027-03-09', status: 'met', metOn: '2027-03-01' });
    await tell(topics.incidentsDeadlines, types.incidentsDeadlines.met, randomUUID(), 2, met);
    const pages = async () => {
      const seen: string[] = [];
      for (let next: string | null = ''; next !== null; ) {
        const { body } = await ask(
          'single_entry',
          `/v1/deadlines?caseRef=${caseRef}&limit=1${next && `&after=${next}`}`,
        );
        seen.push(...body.items.map(({ dueOn }: Item) => dueOn));
        next = body.next;
      }
      return seen;
    };
    await eventually(async () =>
      expect(await pages()).toEqual(['2027-03-10', '2027-03-11', '2027-03-12', '2027-03-09']),
    );
  });
});

test('the steering group hears of an agreement once a day and kind of deadline, and of no case', async () => {
  travel(env, '2027-02-01');
  const agreementRef = randomUUID();
  const ids = [randomUUID(), randomUUID(), randomUUID()];
  for (const caseRef of ids)
    await tell(
      topics.incidentsDeadlines,
      types.incidentsDeadlines.set,
      randomUUID(),
      1,
      demandExpiry({
        caseRef,
        ...{ code: 'FIRST_OUTREACH', agreementRef, secondWarningOn: undefined, setOn: '2027-02-01' },
        ...{ dueOn: '2027-02-04', dueSoonOn: '2027-02-02' },
      }),
    );
  for (const id of ids) await reaches(id, 'SET');
  travel(env, '2027-02-12');
  for (const id of ids) await reaches(id, 'OVERDUE_3');
  const items = await itemsOf('steering_member', agreementRef);
  expect(items).toMatchObject([
    { subject: 'deadlines-overdue-steering', caseKind: 'agreement', caseRef: agreementRef, dueOn: '2027-02-04' },
  ]);
  expect(JSON.stringify(items)).not.toContain(ids[0]);
});

test.each([
  ['helpRequested', { state: 'HELP_PENDING' }, { single_entry: ['rent-arrears-help-requested'] }],
  [
    'demandRunning',
    { state: 'HELP_PENDING', demandExpiresOn: '2026-12-28' },
    {
      single_entry: ['rent-arrears-demand-running'],
      support_worker: ['rent-arrears-demand-running'],
      benefits_caseworker: ['rent-arrears-demand-running'],
    },
  ],
  [
    'helpGranted',
    { state: 'HELP_GRANTED', paymentExpectedOn: '2026-12-21' },
    {
      landlord_admin: ['rent-arrears-payment-expected'],
      single_entry: ['rent-arrears-payment-expected'],
      support_worker: ['rent-arrears-payment-expected'],
    },
  ],
  ['paidLate', {}, { landlord_admin: ['rent-arrears-paid-late'], single_entry: ['rent-arrears-waits-for-landlord'] }],
  [
    'closed',
    { state: 'ESCALATED_TO_EVICTION' },
    {
      single_entry: ['rent-arrears-terminated'],
      support_worker: ['rent-arrears-terminated'],
    },
  ],
] as const)('of %s hear these and nobody else', async (fact, more, expected) => {
  const id = randomUUID();
  const body = { ...arrears, state: 'OUTREACH', assignedTo: 'support_worker', ...more };
  await tell(topics.rentArrearsInternal, types.rentArrears[fact], id, 1, body);
  await eventually(async () => {
    const heard: Record<string, string[]> = {};
    for (const user of ['landlord_admin', 'landlord2_admin', ...MUNICIPAL_INBOXES] as const) {
      const subjects = (await itemsOf(user, id)).map(({ subject }: Item) => subject);
      if (subjects.length) heard[user] = subjects;
    }
    expect(heard).toEqual(expected);
  });
});

test('money and rent: benefits office, finance and landlord hear what is theirs', async () => {
  const [id, tenancyRef] = [randomUUID(), randomUUID()];
  const help = { state: 'APPLIED', decisionDueOn: '2027-02-18', payOn: null };
  await tell(topics.financingInternal, types.financing.applied, id, 1, help);
  await tell(topics.financingInternal, types.financing.decided, id, 2, {
    ...help,
    state: 'GRANTED',
    payOn: '2027-02-20',
  });
  await tell(topics.financingInternal, types.financing.withdrawn, id, 3, {
    ...help,
    state: 'WITHDRAWN',
    payOn: '2027-02-20',
  });
  await eventually(async () =>
    expect((await itemsOf('finance', id)).map(({ subject, dueOn }: Item) => [subject, dueOn])).toEqual([
      ['help-withdrawn', null],
      ['help-to-pay', '2027-02-20'],
    ]),
  );
  expect((await itemsOf('benefits_caseworker', id)).map(({ subject }: Item) => subject)).toEqual([
    'help-withdrawn',
    'help-applied',
  ]);
  const payer = { tenancyRef, agreementRef: randomUUID(), landlordRef: landlords.boOgBy.id, from: '2027-04-01' };
  await tell(topics.administrationAgreementInternal, types.administrationAgreement.ended, randomUUID(), 1, payer);
  await eventually(async () =>
    expect(await itemsOf('landlord_admin', tenancyRef)).toMatchObject([
      { subject: 'rent-paid-by-tenant', dueOn: '2027-04-01', href: `/v1/tenancies/${tenancyRef}` },
    ]),
  );
});

test('a deadline runs again where what ended it was an error, and who must act hears it; older news changes nothing', async () => {
  const [id, caseRef] = [randomUUID(), randomUUID()];
  const deadline = {
    ...{ code: 'FIRST_OUTREACH', status: 'set', caseKind: 'rent-arrears', caseRef, agreementRef: null },
    ...{ landlordRef: landlords.boOgBy.id, dueOn: '2026-12-09', dueSoonOn: '2026-12-07', setOn: '2026-12-01' },
    ...{ metOn: null as string | null, responsible: 'outreach_team' },
  };
  const { set, met, cancelled } = types.incidentsDeadlines;
  const say = (type: string, version: number, more: object) =>
    tell(topics.incidentsDeadlines, type, id, version, { ...deadline, ...more });
  await say(set, 1, {});
  await say(met, 2, { status: 'met', metOn: '2026-12-01' });
  await reaches(caseRef, 'MET');
  await say(set, 1, {});
  await say(set, 3, {});
  await eventually(async () => {
    const again = await deadlineOf('outreach_team', caseRef);
    expect(['SET', 'DUE_SOON', 'DUE', 'OVERDUE_1']).toContain(again.state);
    expect(again.metOn).toBeNull();
    expect((await itemsOf('outreach_team', caseRef)).map(({ subject }: Item) => subject)).toContain(
      'deadline-runs-again',
    );
  });
  await say(met, 4, { status: 'met', metOn: '2026-12-01' });
  await reaches(caseRef, 'MET');
  await say(cancelled, 5, { status: 'cancelled' });
  await reaches(caseRef, 'CANCELLED');
});

test.each([
  'payment',
  'delivery',
  'demand',
  'report',
] as const)('a %s that is struck is told to those who heard of it', async (what) => {
  const id = randomUUID();
  const told = { ...arrears, state: 'OUTREACH', assignedTo: 'support_worker' };
  await tell(topics.rentArrearsInternal, types.rentArrears[`${what}Corrected`], id, 5, told);
  await tell(topics.rentArrearsInternal, types.rentArrears.contactCorrected, id, 6, told);
  await tell(topics.rentArrearsInternal, types.rentArrears.assigned, id, 7, told);
  await eventually(async () => expect(await itemsOf('landlord_admin', id)).toHaveLength(2));
  for (const user of ['single_entry', 'support_worker', 'landlord_admin'] as const)
    expect((await itemsOf(user, id)).map(({ subject }: Item) => subject)).toContain(`rent-arrears-${what}-struck`);
  expect(await itemsOf('benefits_caseworker', id)).toEqual([]);
});

test('the end of a deadline that was never heard of opens it as met', async () => {
  const id = randomUUID();
  const met = {
    code: 'ACKNOWLEDGE',
    status: 'met',
    caseKind: 'rent-arrears',
    caseRef: randomUUID(),
    agreementRef: null,
    landlordRef: null,
    dueOn: '2026-12-02',
    dueSoonOn: null,
    setOn: '2026-12-01',
    metOn: '2026-12-01',
    responsible: 'single_entry',
  };
  await tell(topics.incidentsDeadlines, types.incidentsDeadlines.met, id, 2, met);
  await reaches(met.caseRef, 'MET');
});

test.each([
  ['shared', {}, { landlord_admin: 'agreement-shared' }],
  ['changeProposed', { awaitsLandlord: true }, { landlord_admin: 'agreement-change-proposed' }],
  ['changeProposed', { awaitsMunicipality: true }, { single_entry: 'agreement-change-proposed' }],
  ['approved', { awaitsLandlord: true }, { landlord_admin: 'agreement-approved-by-other' }],
  [
    'negotiated',
    { awaitsMunicipality: true, awaitsLandlord: true },
    { single_entry: 'agreement-to-sign', landlord_admin: 'agreement-to-sign' },
  ],
  ['signed', { awaitsMunicipality: true }, { single_entry: 'agreement-to-sign' }],
  [
    'versionActivated',
    {},
    {
      ...{ single_entry: 'agreement-in-force', landlord_admin: 'agreement-in-force' },
      steering_member: 'agreement-in-force',
    },
  ],
  [
    'noticeGiven',
    { endsOn: '2027-06-01' },
    { single_entry: 'agreement-notice-given', landlord_admin: 'agreement-notice-given' },
  ],
  ['abandoned', {}, { single_entry: 'agreement-abandoned' }],
  ['capWarning', {}, { single_entry: 'agreement-cap-warning', finance: 'agreement-cap-warning' }],
  ['capReached', {}, { single_entry: 'agreement-cap-reached', finance: 'agreement-cap-reached' }],
  [
    'entryPointChanged',
    {},
    { single_entry: 'agreement-entry-point-changed', landlord_admin: 'agreement-entry-point-changed' },
  ],
] as const)('of an agreement: %s %j is told to %j and nobody else', async (fact, about, expected) => {
  const id = randomUUID();
  await tell(topics.agreementInternal, types.agreement[fact], id, 1, { landlordRef: landlords.boOgBy.id, ...about });
  const users = ['single_entry', 'landlord_admin', 'landlord2_admin', 'finance', 'steering_member'] as const;
  await eventually(async () => {
    const heard: Record<string, string> = {};
    for (const user of users)
      for (const { subject, href, dueOn } of await itemsOf(user, id)) {
        heard[user] = subject;
        expect(href).toBe(`/v1/agreements/${id}`);
        expect(dueOn).toBe('endsOn' in about ? about.endsOn : null);
      }
    expect(heard).toEqual(expected);
  });
});

test('an end is warned of 90 and 30 days before, to both parties; an agreed item reaches its owner and escalates', async () => {
  const [agreementRef, itemRef] = [randomUUID(), randomUUID()];
  const about = { agreementRef, landlordRef: landlords.boOgBy.id, status: 'set', setOn: '2026-12-01', metOn: null };
  travel(env, '2026-12-01');
  await tell(topics.agreementsDeadlines, types.agreementsDeadlines.set, randomUUID(), 1, {
    ...{ ...about, code: 'AGREEMENT_TERM_END', caseKind: 'agreement', caseRef: agreementRef, dueOn: '2027-04-01' },
    ...{ dueSoonOn: '2027-01-01', secondWarningOn: '2027-03-02', responsible: 'single_entry' },
  });
  await tell(topics.agreementsDeadlines, types.agreementsDeadlines.set, randomUUID(), 1, {
    ...{ ...about, code: 'ACTION_ITEM', caseKind: 'action-item', caseRef: itemRef, dueOn: '2026-12-10' },
    ...{ dueSoonOn: '2026-12-08', responsible: 'landlord_admin' },
  });
  const subjects = async (user: User, caseRef: string) =>
    (await itemsOf(user, caseRef)).map(({ subject }: Item) => subject).toReversed();
  const warned = async (times: number) =>
    eventually(async () => {
      for (const user of ['single_entry', 'landlord_admin'] as const)
        expect(await subjects(user, agreementRef)).toEqual(Array(times).fill('deadline-due-soon'));
    });
  travel(env, '2026-12-11');
  await eventually(async () =>
    // Nobody was warned: the days passed at once.
    expect(await subjects('landlord_admin', itemRef)).toEqual(['deadline-overdue', 'deadline-overdue']),
  );
  expect(await itemsOf('landlord_admin', itemRef)).toMatchObject([{ href: `/v1/action-items/${itemRef}` }, {}]);
  expect(await itemsOf('landlord2_admin', itemRef)).toEqual([]);
  travel(env, '2027-01-01');
  await warned(1);
  travel(env, '2027-03-02');
  await warned(2);
  expect(await subjects('landlord2_admin', agreementRef)).toEqual([]);
  travel(env, '2026-12-01');
});
