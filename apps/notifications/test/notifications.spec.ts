// SPDX-License-Identifier: MPL-2.0
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Topic, topics } from '#contracts/topics';
import { types } from '#contracts/types';
import { type RunningService, startService } from '#service';
import {
  createTopics,
  eventually,
  freshDatabase,
  landlords,
  request,
  type TestEnvironment,
  tellFacts,
  testEnv,
  topicPrefix,
  travel,
  type User,
} from '#testing';
import { entities } from '../src/entities.js';
import { migrations } from '../src/migrations/index.js';
import { NotificationsConfig } from '../src/notifications.config.js';
import { NotificationsModule } from '../src/notifications.module.js';

interface Item {
  id: string;
  version: number;
  state: string;
  subject: string;
  caseRef: string;
  dueOn: string | null;
  allowedActions: string[];
}

const prefix = topicPrefix();
let env: TestEnvironment;
let service: RunningService;

beforeAll(async () => {
  await createTopics(prefix);
  const database = await freshDatabase('notifications', migrations);
  env = await testEnv('notifications', { database, topicPrefix: prefix });
  travel(env, '2026-12-01');
  const parts = { migrations, entities, env };
  service = await startService('notifications', NotificationsModule, NotificationsConfig, parts);
});
afterAll(async () => {
  await service?.close();
});

const tell = (topic: Topic, type: string, key: string, version: number, body: object) =>
  tellFacts(prefix, [{ topic, type, key, version, body }]);

const ask = (user: User, path: string, headers?: Record<string, string>) =>
  request(service.url + path, user, headers ? 'POST' : 'GET', undefined, headers);
const itemsOf = async (user: User, caseRef: string) =>
  (await ask(user, '/v1/inbox')).body.items.filter((item: Item) => item.caseRef === caseRef);

const arrears = {
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
    eventually(async () => expect((await ask('support_worker', `/v1/deadlines/${id}`)).body.state).toBe(state));
  await tell(topics.incidentsDeadlines, types.incidentsDeadlines.set, id, 1, deadline);
  await inState('SET');
  travel(env, '2026-12-07');
  await inState('DUE_SOON');
  travel(env, '2026-12-16');
  await inState('OVERDUE_3');
  expect((await itemsOf('support_worker', deadline.caseRef)).map(({ subject }: Item) => subject)).toEqual([
    'deadline-overdue',
    'deadline-overdue',
    'deadline-overdue',
    'deadline-due',
    'deadline-due-soon',
  ]);
  expect((await ask('outreach_team', `/v1/deadlines/${id}`)).status).toBe(404);
  const met = { ...deadline, status: 'met', metOn: '2026-12-16' };
  await tell(topics.incidentsDeadlines, types.incidentsDeadlines.met, id, 2, met);
  await inState('MET');
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
  await eventually(async () => expect((await ask('single_entry', `/v1/deadlines/${id}`)).body.state).toBe('MET'));
});
