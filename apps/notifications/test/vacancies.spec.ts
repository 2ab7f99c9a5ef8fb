// SPDX-License-Identifier: MPL-2.0
// Who hears what of a vacant dwelling and of a complaint (domain.md 8.1), and of a landlord who does not say whether a dwelling
// still stands empty.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { topics } from '#contracts/topics';
import { types } from '#contracts/types';
import { type RunningService, startService } from '#service';
import {
  createTopics,
  eventually,
  freshDatabase,
  landlords,
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
import { notifications } from '../src/notifications.module.js';

const TODAY = '2026-04-27';
const prefix = topicPrefix();
let database: TestDatabase;
let env: TestEnvironment;
let service: RunningService;
beforeAll(async () => {
  await createTopics(prefix);
  database = await freshDatabase('notifications', migrations);
  env = await testEnv('notifications', { database, topicPrefix: prefix });
  travel(env, TODAY);
  service = await startService(notifications, env);
});
beforeEach(() => {
  travel(env, TODAY);
});
afterAll(async () => {
  await service?.close();
  await database?.drop();
});

const INBOXES: readonly User[] = ['single_entry', 'social_caseworker', 'finance', 'landlord_admin', 'landlord2_admin', 'team_leader', 'outreach_team']; // biome-ignore format: one line
/** What each inbox has of the case: role, sentence, day. */
const told = async (caseRef: string): Promise<string[]> => {
  const all = await Promise.all(
    INBOXES.map(async (user) => {
      const { items } = (await request(`${service.url}/v1/inbox?caseRef=${caseRef}`, user, 'GET')).body;
      return items.map(({ subject, dueOn }: { subject: string; dueOn: string | null }) => [user, subject, dueOn].filter(Boolean).join(' ')); // biome-ignore format: one line
    }),
  );
  return all.flat().toSorted();
};
/** Handled, whoever hears of it. */
async function hear(topic: keyof typeof topics, type: string, key: string, version: number, body: object) {
  const id = randomUUID();
  await tellFacts(prefix, [{ topic: topics[topic], type, key, version, body, id }]);
  await eventually(async () =>
    expect(await database.query('select state from inbox where message_id = $1', [id])).toEqual([{ state: 'handled' }]),
  );
}

const vacancy = {
  ...{ agreementRef: randomUUID(), landlordRef: landlords.boOgBy.id, dwellingRef: randomUUID() },
  ...{ availableFrom: '2026-05-01', endedOn: null, coverRequests: [], state: 'REPORTED', answerDueOn: '2026-05-06' },
};
const isLet = { state: 'LET', reservedBecause: 'wanted', endedOn: '2026-05-23', paymentDueOn: '2026-06-08' };
const { vacancy: facts } = types;

test.each<[string, object, string[]]>([
  [facts.reported, {}, ['single_entry vacancy-reported 2026-05-06']],
  [facts.reserved, { state: 'RESERVED', reservedBecause: 'wanted' }, ['landlord_admin vacancy-reserved']],
  [facts.reserved, { state: 'RESERVED', reservedBecause: 'silence' }, ['landlord_admin vacancy-reserved', 'single_entry vacancy-reserved-by-silence', 'social_caseworker vacancy-reserved-by-silence']], // biome-ignore format: a row
  [facts.released, { state: 'RELEASED' }, ['landlord_admin vacancy-released']],
  [facts.released, { state: 'WITHDRAWN', reservedBecause: 'wanted' }, ['landlord_admin vacancy-withdrawn']],
  [facts.let, { ...isLet, letBy: 'municipality' }, ['finance vacancy-rent-to-pay 2026-06-08', 'landlord_admin vacancy-let', 'single_entry vacancy-let']], // biome-ignore format: a row
  [facts.let, { ...isLet, letBy: 'landlord' }, ['finance vacancy-rent-to-pay 2026-06-08', 'single_entry vacancy-let-elsewhere', 'social_caseworker vacancy-let-elsewhere']], // biome-ignore format: a row
  [facts.let, { ...isLet, state: 'SETTLED', letBy: 'municipality', paymentDueOn: undefined }, ['landlord_admin vacancy-let', 'single_entry vacancy-let']], // biome-ignore format: a row
  [facts.noticeEnded, { ...isLet, state: 'NOTICE_ENDED' }, ['finance vacancy-rent-to-pay 2026-06-08', 'landlord_admin vacancy-notice-ended', 'single_entry vacancy-notice-ended', 'social_caseworker vacancy-notice-ended']], // biome-ignore format: a row
  [facts.confirmationAsked, { state: 'RESERVED', confirmDueOn: '2026-06-03' }, ['landlord_admin vacancy-to-confirm 2026-06-03']], // biome-ignore format: a row
  [facts.coverReserved, isLet, ['finance vacancy-payment-to-approve 2026-06-08']],
  [facts.coverRefused, isLet, ['finance vacancy-cover-refused 2026-06-08']],
  [facts.paymentApproved, isLet, ['finance vacancy-payment-approved 2026-06-08']],
  [facts.paid, { ...isLet, state: 'SETTLED', paymentDueOn: undefined }, ['landlord_admin vacancy-rent-paid']],
  [facts.reopened, { state: 'RESERVED' }, ['landlord_admin vacancy-open-again', 'single_entry vacancy-open-again', 'social_caseworker vacancy-open-again']], // biome-ignore format: a row
  [facts.corrected, { state: 'STRUCK' }, ['landlord_admin vacancy-corrected', 'single_entry vacancy-corrected', 'social_caseworker vacancy-corrected']], // biome-ignore format: a row
])('%s %j', async (type, more, expected) => {
  const id = randomUUID();
  await hear('vacancyInternal', type, id, 2, { ...vacancy, ...more });
  expect(await told(id)).toEqual(expected);
});

const evicted = {
  ...{ agreementRef: randomUUID(), landlordRef: landlords.boOgBy.id, tenancyRef: randomUUID(), openedOn: '2026-04-01' },
  ...{ state: 'SERVED', servedOn: '2026-04-08', vacateBy: '2026-04-15', owner: { role: 'outreach_team' } },
};
const day = { evictionOn: '2026-05-20' };
const { eviction: its } = types;
const byRole = (subject: string, ...roles: string[]) => roles.map((role) => `${role} ${subject}`).toSorted();

test.each<[string, object, string[]]>([
  [
    its.opened,
    { state: 'OPENED', servedOn: undefined, vacateBy: undefined },
    byRole('eviction-opened', 'social_caseworker', 'outreach_team'),
  ],
  [its.terminationServed, {}, byRole('eviction-terminated 2026-04-15', 'single_entry', 'social_caseworker', 'outreach_team')], // biome-ignore format: a row
  [its.bailiffRequested, { state: 'BAILIFF_REQUESTED' }, byRole('eviction-bailiff-requested', 'single_entry', 'social_caseworker')], // biome-ignore format: a row
  [its.courtNotified, { state: 'MUNICIPAL_DUTY', dutyDueOn: '2026-04-28' }, ['social_caseworker eviction-court-notified 2026-04-28']], // biome-ignore format: a row
  [its.dateSet, { state: 'DATE_SET', ...day }, byRole('eviction-date-set 2026-05-20', 'single_entry', 'social_caseworker', 'outreach_team', 'finance', 'landlord_admin')], // biome-ignore format: a row
  [its.courtNoticed, { state: 'EVICTED', ...day, dutyDueOn: '2026-06-03' }, ['social_caseworker eviction-decide-help 2026-06-03']], // biome-ignore format: a row
  [its.courtNoticed, { state: 'EVICTED', ...day }, []],
  [its.paidLate, {}, ['landlord_admin eviction-paid-late', 'single_entry eviction-waits-for-landlord']],
  [its.closed, { state: 'WITHDRAWN' }, byRole('eviction-withdrawn', 'single_entry', 'social_caseworker', 'outreach_team', 'landlord_admin')], // biome-ignore format: a row
  [its.closed, { state: 'STRUCK', servedOn: undefined }, byRole('eviction-corrected', 'single_entry', 'social_caseworker', 'outreach_team', 'landlord_admin')], // biome-ignore format: a row
])('%s %j', async (type, more, expected) => {
  const id = randomUUID();
  await hear('evictionInternal', type, id, 2, { ...evicted, ...more });
  expect(await told(id)).toEqual(expected);
});

test('who does not say whether it still stands empty is reminded, and the single entry point hears so', async () => {
  const caseRef = randomUUID();
  await hear('referralsDeadlines', types.referralsDeadlines.set, randomUUID(), 1, {
    ...{ code: 'VACANCY_CONFIRM', status: 'set', caseKind: 'vacancy', caseRef, agreementRef: randomUUID() },
    ...{ landlordRef: landlords.boOgBy.id, dueOn: '2026-05-04', dueSoonOn: '2026-04-29', setOn: TODAY, metOn: null },
    responsible: 'landlord_admin',
  });
  const says = (expected: string[]) => eventually(async () => expect(await told(caseRef)).toEqual(expected));
  await says([]);
  travel(env, '2026-04-29');
  const soon = 'landlord_admin deadline-due-soon 2026-05-04';
  await says([soon]);
  travel(env, '2026-05-04');
  const due = 'landlord_admin deadline-due 2026-05-04';
  await says([due, soon]);
  travel(env, '2026-05-05');
  const overdue = 'deadline-overdue 2026-05-04';
  await says([due, soon, `landlord_admin ${overdue}`, `single_entry ${overdue}`]);
});

const complaint = {
  ...{ state: 'OUTREACH', agreementRef: null, landlordRef: landlords.boOgBy.id, reportedOn: '2026-04-27' },
  ...{ acknowledgeDueOn: '2026-04-28', outreachDueOn: '2026-04-30', assignedTo: 'outreach_team' },
  owner: { role: 'outreach_team' },
};
const unassigned = { assignedTo: undefined, owner: undefined };
const { neighbourComplaint: of } = types;

test.each<[string, object, string[]]>([
  [of.opened, unassigned, ['single_entry complaint-reported 2026-04-28']],
  [of.acknowledged, unassigned, ['landlord_admin complaint-received']],
  [of.assigned, {}, ['landlord_admin complaint-acting', 'outreach_team complaint-assigned 2026-04-30']],
  [of.furtherReported, {}, ['outreach_team complaint-further-report']],
  [of.furtherReported, unassigned, ['single_entry complaint-further-report']],
  [of.reminderSent, {}, ['outreach_team complaint-reminder-sent', 'single_entry complaint-reminder-sent']],
  [of.tribunalFiled, { replyDueOn: '2026-05-11' }, ['outreach_team complaint-tribunal-filed 2026-05-11', 'single_entry complaint-tribunal-filed 2026-05-11']], // biome-ignore format: a row
  [of.tribunalDecided, { conditionalUntil: '2027-04-27' }, ['outreach_team complaint-tribunal-decided 2027-04-27', 'single_entry complaint-tribunal-decided 2027-04-27']], // biome-ignore format: a row
  [of.escalated, { state: 'ESCALATED_TO_EVICTION' }, ['outreach_team complaint-escalated', 'single_entry complaint-escalated']], // biome-ignore format: a row
  [of.closed, { state: 'RESOLVED' }, ['landlord_admin complaint-closed', 'outreach_team complaint-closed', 'single_entry complaint-closed']], // biome-ignore format: a row
  // A landlord hears nothing of a case that he does not know of.
  [of.assigned, { landlordRef: undefined }, ['outreach_team complaint-assigned 2026-04-30']],
  [of.closed, { landlordRef: undefined }, ['outreach_team complaint-closed', 'single_entry complaint-closed']],
])('%s %j', async (type, more, expected) => {
  const id = randomUUID();
  await hear('neighbourComplaintInternal', type, id, 2, { ...complaint, ...more });
  expect(await told(id)).toEqual(expected);
});

test('landlord and worker are reminded of the end of a conditional tenancy 30 days before', async () => {
  const caseRef = randomUUID();
  await hear('incidentsDeadlines', types.incidentsDeadlines.set, randomUUID(), 1, {
    ...{ code: 'CONDITIONAL_END', status: 'set', caseKind: 'neighbour-complaint', caseRef, agreementRef: null },
    ...{ landlordRef: landlords.boOgBy.id, dueOn: '2026-05-27', dueSoonOn: '2026-05-20', secondWarningOn: TODAY },
    ...{ setOn: '2025-05-27', metOn: null, responsible: 'outreach_team' },
  });
  await eventually(async () =>
    expect(await told(caseRef)).toEqual([
      ...['landlord_admin deadline-due-soon 2026-05-27', 'outreach_team deadline-due-soon 2026-05-27'],
    ]),
  );
});
