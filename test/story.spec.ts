// SPDX-License-Identifier: MPL-2.0
// The first story as `npm start` plays it: four processes on a real broker and a real PostgreSQL, and what each person has
// in the end, whatever dies on the way.
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { SERVICES, type ServiceName } from '#contracts/topics';
import { eventually } from '#testing';
import { World } from '../tools/faults/world.ts';
import { moveClock } from '../tools/stack/clock.ts';
import { type DemoUserName, demoUsers } from '../tools/stack/demo-users.ts';
import { type Played, playStory } from '../tools/stack/story.ts';

let world: World;
beforeAll(async () => {
  world = await World.start({ story: true });
}, 120_000);
afterAll(async () => {
  await world?.stop();
});

interface Item {
  subject: string;
  caseRef: string;
}
const itemsOf = async (user: DemoUserName): Promise<Item[]> =>
  (await world.get(user, 'notifications', '/v1/inbox?limit=100')).items;
const told = async (user: DemoUserName, caseRef: string) =>
  (await itemsOf(user)).filter((item) => item.caseRef === caseRef).map(({ subject }) => subject);

const readsInbox = ['single_entry', 'support_worker', 'outreach_team', 'landlord_admin', 'landlord2_admin'] as const;

/** What is left of a story in the hands of everybody who has part in it. */
async function ending({ caseRef, tenancyRef, agreementRef }: Played) {
  const { state, matched, assignedTo } = await world.get('single_entry', 'incidents', `/v1/rent-arrears/${caseRef}`);
  const seen = await world.get('landlord_admin', 'incidents', `/v1/rent-arrears/${caseRef}`);
  const tenancy = await world.get('social_caseworker', 'referrals', `/v1/tenancies/${tenancyRef}`);
  const agreement = await world.get('single_entry', 'agreements', `/v1/agreements/${agreementRef}`);
  const deadlines = await world.get('single_entry', 'notifications', '/v1/deadlines?limit=100');
  const inboxes: Record<string, string[]> = {};
  for (const user of readsInbox) {
    const subjects = await told(user, caseRef);
    if (subjects.length) inboxes[user] = subjects.toSorted();
  }
  return {
    case: { state, matched, assignedTo },
    landlordSees: seen.status,
    tenancy: tenancy.state,
    agreement: agreement.state,
    deadlines: deadlines.items
      .filter((item: Item) => item.caseRef === caseRef)
      .map(({ code, state }: { code: string; state: string }) => `${code} ${state}`),
    inboxes,
  };
}
const theEnding = {
  case: { state: 'OUTREACH', matched: true, assignedTo: 'support_worker' },
  landlordSees: 'acting',
  tenancy: 'STARTED',
  agreement: 'ACTIVE',
  deadlines: ['ACKNOWLEDGE MET'],
  inboxes: {
    single_entry: ['rent-arrears-reported'],
    landlord_admin: ['rent-arrears-acting', 'rent-arrears-received'],
    support_worker: ['rent-arrears-assigned'],
  },
};
const newest = async (): Promise<Played> => {
  const [{ id: agreementRef }] = (await world.get('single_entry', 'agreements', '/v1/agreements')).items;
  const [{ id: tenancyRef }] = (await world.get('social_caseworker', 'referrals', '/v1/tenancies')).items;
  const [{ id: caseRef }] = (await world.get('single_entry', 'incidents', '/v1/rent-arrears')).items;
  return { agreementRef, tenancyRef, caseRef };
};

test('the launcher plays it, and says each step, the addresses, the demo users and how to get a token', async () => {
  for (const text of [
    'single_entry put agreement A1 in force',
    'single_entry heard "rent-arrears-reported", to be done by ',
    'single_entry gave the case to support_worker',
    'support_worker heard "rent-arrears-assigned"',
    ...Object.values(world.urls),
    ...Object.keys(demoUsers),
    'npm run -s token -- single_entry',
  ])
    expect(world.output).toContain(text);
  expect(await ending(await newest())).toEqual(theEnding);
});

test('another landlord sees nothing of it', async () => {
  const { agreementRef, tenancyRef, caseRef } = await newest();
  expect(await itemsOf('landlord2_admin')).toEqual([]);
  for (const user of ['landlord2_admin', 'landlord2_caretaker'] as const) {
    const token = await world.token(user);
    for (const [service, path] of [
      ['agreements', `/v1/agreements/${agreementRef}`],
      ['referrals', `/v1/tenancies/${tenancyRef}`],
      ['incidents', `/v1/rent-arrears/${caseRef}`],
    ] as const) {
      const { status } = await fetch(world.urls[service] + path, { headers: { authorization: `Bearer ${token}` } });
      expect([403, 404]).toContain(status);
    }
  }
});

test.each([0, 1, 2, 3])('with one service killed at each step, the story ends the same (%i)', async (turn) => {
  let step = turn;
  const killed = new Set<ServiceName>();
  const played = await playStory({
    urls: world.urls,
    token: (user) => world.token(user),
    agreementNo: `K${turn}`,
    say() {
      const victim = SERVICES[step++ % SERVICES.length] as ServiceName;
      killed.add(victim);
      world.kill(victim);
    },
  });
  expect(killed.size).toBe(SERVICES.length);
  await eventually(async () => expect(await ending(played)).toEqual(theEnding), 60_000);
}, 240_000);

test('a second start comes up with what was there, and does not play it again', async () => {
  const before = await newest();
  await world.stopLauncher();
  await world.launch({ story: true });
  expect(world.output).toContain('the story was played before');
  expect(await newest()).toEqual(before);
  expect(await ending(before)).toEqual(theEnding);
}, 120_000);

test('when days pass, what was not acknowledged is overdue, and only that', async () => {
  const { caseRef: acknowledged } = await newest();
  const opened = await world.command('landlord_admin', 'incidents', '/v1/rent-arrears', {
    landlordReference: 'L-99',
    amountOere: 450_000,
    rentDueOn: '2026-06-01',
  });
  const waiting: string = opened.body.id;
  await eventually(async () => expect(await told('single_entry', waiting)).toEqual(['rent-arrears-reported']));
  moveClock(join(world.state, 'clock.json'), '+14d');
  await eventually(async () => expect(await told('single_entry', waiting)).toContain('deadline-overdue'), 60_000);
  expect(await told('single_entry', acknowledged)).toEqual(['rent-arrears-reported']);
}, 120_000);
