// SPDX-License-Identifier: MPL-2.0
// All that a person has goes to another: looked at first, then done by time, once each, whatever dies on the way.
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { topics } from '#contracts/topics';
import { type RunningService, startService } from '#service';
import {
  eventually,
  freshDatabase,
  knowStaff,
  landlords,
  request,
  staffId,
  type TestDatabase,
  type TestEnvironment,
  testEnv,
  travel,
  type User,
} from '#testing';
import { incidents } from '../src/incidents.module.js';
import { migrations } from '../src/migrations/index.js';

let database: TestDatabase;
let env: TestEnvironment;
let service: RunningService;
const PATH = '/v1/incidents-hand-overs';
const [LEAVING, HEIR] = [staffId('support_worker'), staffId('support_worker2')];

beforeAll(async () => {
  database = await freshDatabase('incidents', migrations);
  env = await testEnv('incidents', { database });
  travel(env, '2026-08-06');
  service = await startService(incidents, env);
});
beforeEach(async () => {
  await database.query('truncate rent_arrears, outbox, hand_over');
  await knowStaff(database);
});
afterAll(async () => {
  await service?.close();
  await database?.drop();
});

const ask = (user: User, path: string) => request(service.url + path, user, 'GET');
const post = (user: User, path: string, body?: object, version?: number) =>
  request(service.url + path, user, 'POST', body, { ...(version && { 'if-match': `"${version}"` }) });

/** Cases in outreach, of somebody. */
const seed = (count: number, person: string) =>
  database.query(
    `insert into rent_arrears (id, version, state, opened_at, landlord_ref, landlord_reference, claims, amount_oere, rent_due_on,
       pay_day, reported_on, acknowledge_deadline_ref, acknowledge_due_on, acknowledged_on, stand_in_due_on, outreach_due_on,
       assigned_to, assigned_team, assigned_person)
     select gen_random_uuid(), 1, 'OUTREACH', now(), $2, 'L-' || n, '[{"dueOn": "2026-08-01", "amountOere": 510000, "reportedOn": "2026-08-05"}]',
       510000, '2026-08-01', '2026-08-03', '2026-08-05', gen_random_uuid(), '2026-08-06', '2026-08-06', '2026-08-07', '2026-08-12',
       'support_worker', 'nord', $3
       from generate_series(1, $1::int) n`,
    [count, landlords.boOgBy.id, person],
  );
const planned = async (more: object = {}) => {
  const plan = { fromPerson: LEAVING, person: HEIR, reason: 'left', ...more };
  const reply = await post('team_leader', PATH, plan);
  expect([reply.status, reply.body.code]).toEqual([201, undefined]);
  return reply.body;
};
const PATIENT = 240_000;
const becomes = (id: string, what: object) =>
  eventually(async () => expect((await ask('team_leader', `${PATH}/${id}`)).body).toMatchObject(what), PATIENT);
/** How often each case was told to be the heir's. */
const told = () =>
  database.query<{ times: number; cases: number }>(
    `select times::int, count(*)::int as cases from (
       select key, count(*) as times from outbox where topic = $1 and body -> 'owner' ->> 'person' = $2 group by key) heard
      group by times`,
    [topics.incidentsOwners.name, HEIR],
  );

test(
  '2 000 cases go over once each, also where the process ends on the way; before, nothing happens',
  async () => {
    await seed(2000, LEAVING);
    await seed(3, staffId('outreach_team'));
    const plan = await planned();
    expect(plan).toMatchObject({ state: 'PLANNED', open: 2000, handedOver: 0, allowedActions: ['start', 'cancel'] });
    expect(plan.cases).toHaveLength(100);
    expect(await told()).toEqual([]);
    expect((await post('team_leader', `${PATH}/${plan.id}/start`, undefined, plan.version)).status).toBe(200);
    await eventually(async () => {
      const { body } = await ask('team_leader', `${PATH}/${plan.id}`);
      expect(body.handedOver).toBeGreaterThan(0);
    });
    await service.close();
    const [halfway] = await database.query<{ handed_over: number }>('select handed_over from hand_over');
    expect(await told()).toEqual([{ times: 1, cases: halfway!.handed_over }]);
    service = await startService(incidents, env);
    await becomes(plan.id, { state: 'DONE', handedOver: 2000, open: 0, stayed: [] });
    expect(await told()).toEqual([{ times: 1, cases: 2000 }]);
    const [audited] = await database.query(
      `select count(*)::int as cases, count(distinct case_id)::int as different from audit_log
      where action = 'rent-arrears.hand-over' and actor_id = $1 and role = 'team_leader'`,
      [staffId('team_leader')],
    );
    expect(audited).toEqual({ cases: 2000, different: 2000 });
    const others = 'select 1 from rent_arrears where assigned_person = $1';
    expect(await database.query(others, [staffId('outreach_team')])).toHaveLength(3);
  },
  PATIENT,
);

test(
  'two processes that do it, and lose every transaction of theirs in the middle, as when they are killed, lose and double nothing',
  async () => {
    await seed(400, LEAVING);
    const second = await startService(incidents, env);
    try {
      const plan = await planned();
      expect((await post('team_leader', `${PATH}/${plan.id}/start`, undefined, plan.version)).status).toBe(200);
      let cut = 0;
      for (let round = 0; round < 200 && cut < 6; round++) {
        // Only those that have written: what they did is undone.
        const [{ lost } = { lost: 0 }] = await database.query<{ lost: number }>(
          `select count(pg_terminate_backend(pid))::int as lost from pg_stat_activity
            where datname = current_database() and pid <> pg_backend_pid() and backend_xid is not null`,
        );
        cut += lost;
        const [{ done } = { done: 0 }] = await database.query<{ done: number }>(
          'select handed_over as done from hand_over',
        );
        expect((await told()).reduce((all, { cases }) => all + cases, 0)).toBeGreaterThanOrEqual(done);
      }
      expect(cut).toBeGreaterThan(0);
      await becomes(plan.id, { state: 'DONE', handedOver: 400, open: 0, stayed: [] });
      expect(await told()).toEqual([{ times: 1, cases: 400 }]);
    } finally {
      await second.close();
    }
  },
  PATIENT,
);

test('a case that cannot go over stays, with the reason; the others go', async () => {
  await seed(2, LEAVING);
  await database.query(
    `update rent_arrears set assigned_to = 'outreach_team' where id = (select min(id::text)::uuid from rent_arrears)`,
  );
  const plan = await planned();
  await post('team_leader', `${PATH}/${plan.id}/start`, undefined, plan.version);
  await becomes(plan.id, { state: 'DONE', handedOver: 1, stayed: [{ code: 'person-lacks-the-role' }] });
});

test('it is the team leader’s: of another team, or to nobody at work, it is refused', async () => {
  const plan = (user: User, more: object) => post(user, PATH, { fromPerson: LEAVING, reason: 'left', ...more });
  expect((await plan('single_entry', { person: HEIR })).status).toBe(403);
  expect((await plan('team_leader2', { person: HEIR })).body.code).toBe('person-is-of-another-team');
  expect((await plan('team_leader', {})).body.errors).toMatchObject([{ pointer: '/person', code: 'cases-go-nowhere' }]);
  expect((await plan('team_leader', { person: 'nobody' })).body.code).toBe('person-is-not-of-the-staff');
  expect((await plan('team_leader', { team: 'vest' })).body.code).toBe('team-has-nobody-with-the-role');
  // Who is in no team has no leader of the own: any may, and the others see it.
  await knowStaff(database, { support_worker: { teams: [] } });
  const ofNoTeam = await plan('team_leader2', { person: HEIR });
  expect([ofNoTeam.status, (await ask('team_leader', `${PATH}/${ofNoTeam.body.id}`)).status]).toEqual([201, 200]);
  // Planned, and meanwhile of another team: its leader does it.
  await knowStaff(database);
  const start = (user: User) => post(user, `${PATH}/${ofNoTeam.body.id}/start`, undefined, 1);
  expect((await start('team_leader2')).body.code).toBe('person-is-of-another-team');
  await knowStaff(database, { support_worker: { active: false } });
  const { body } = await plan('team_leader2', { team: 'syd' });
  expect(body).toMatchObject({ state: 'PLANNED', toTeam: 'syd' });
  expect((await ask('team_leader', `${PATH}/${body.id}`)).status).toBe(404);
});

test('the list of cases with nobody at work goes on behind one that was handed over meanwhile', async () => {
  await seed(3, LEAVING);
  await knowStaff(database, { support_worker: { teams: ['nord'], active: false } });
  const page = async (after = '') =>
    (await ask('team_leader', `/v1/rent-arrears?withoutOwner=true&sort=day&limit=1${after}`)).body;
  const seen = [await page()];
  const path = `/v1/rent-arrears/${seen[0].next}`;
  const input = { to: { role: 'outreach_team', team: 'nord' }, reason: 'left' };
  // Time may write between the look and the act that the owner is gone.
  await eventually(async () => {
    const { version } = (await ask('team_leader', path)).body;
    expect((await post('team_leader', `${path}/hand-over`, input, version)).status).toBe(200);
  });
  while (seen.at(-1).next) seen.push(await page(`&after=${seen.at(-1).next}`));
  expect(new Set(seen.flatMap(({ items }) => items.map(({ id }: { id: string }) => id))).size).toBe(3);
});
