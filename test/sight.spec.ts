// SPDX-License-Identifier: MPL-2.0
// Whose a case is (domain.md 2.2), walked over every kind that is somebody's: two persons of each role, two teams and their
// leaders, somebody who is away, a stand-in, somebody who has left.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Role } from '#contracts/roles';
import { SERVICES, type ServiceName } from '#contracts/topics';
import { type AnyKind, pathOf, snakeCase } from '#persistence';
import { demoUsers, knowStaff, type StaffKnown, staffId, type User } from '#testing';
import { cases } from './cases.ts';
import { type Running, request, run, services } from './services.ts';

const owned = SERVICES.flatMap((service) =>
  services[service].kinds.flatMap(({ kind }) => (kind.owned ? [{ service, kind, path: pathOf(kind) }] : [])),
);
/** Roles of a kind of which there are two persons. */
const pairsOf = ({ owned: of }: AnyKind) =>
  of!.by
    .filter((role: Role) => `${role}2` in demoUsers)
    .map((role: Role) => [role as User, `${role}2` as User] as const);
/** Of the team, a colleague's cases are seen too. */
const SEES_COLLEAGUES: readonly string[] = ['social_caseworker', 'benefits_caseworker'];
const TODAY = '2026-12-01';

const processes = new Map<ServiceName, Promise<Running>>();
const started = (service: ServiceName): Promise<Running> => {
  const running = processes.get(service) ?? run(service, TODAY);
  processes.set(service, running);
  return running;
};
afterAll(async () => {
  for (const running of processes.values()) await (await running).stop();
});

test('every kind that is worked on is somebody’s', () => {
  expect(owned.map(({ kind }) => kind.name).toSorted()).toEqual([
    ...[
      'action-item',
      'administration-agreement',
      'eviction',
      'financing',
      'move-in-inspection',
      'move-out',
      'neighbour-complaint',
    ],
    ...['referral', 'rehousing', 'rent-arrears', 'tenancy'],
  ]);
});

describe.each(owned)('$path', ({ service, kind, path }) => {
  const table = kind.name.replaceAll('-', '_');
  const handOver = kind.owned!.handOver ?? 'handOver';
  const action = handOver.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  let running: Running;
  let id: string;
  beforeAll(async () => {
    running = await started(service);
    id = await cases[path]!(running);
    if (kind.name === 'rent-arrears' || kind.name === 'neighbour-complaint')
      await running.database.query(
        `update ${table} set state = 'OUTREACH', acknowledged_on = '2026-12-01' where id = $1`,
        [id],
      );
  });

  /** All are of the team in the north, the second ones in the south; `more` says what else is known of them. */
  const staff = (more: Partial<Record<User, StaffKnown>> = {}) => {
    const all = Object.entries(demoUsers).filter(([, user]) => !('landlord' in user));
    return knowStaff(
      running.database,
      Object.fromEntries(
        all.map(([user]) => [user, { teams: [user.endsWith('2') ? 'syd' : 'nord'], ...more[user as User] }]),
      ),
    );
  };
  const give = (role: string, team: string | null, person: User | null) =>
    running.database.query(
      `update ${table} set ${snakeCase(kind.owned!.role)} = $2, assigned_team = $3, assigned_person = $4,
         owner_missing_since = null, owner_found_on = null where id = $1`,
      [id, role, team, person && staffId(person)],
    );
  /** In every form there is. */
  const sees = async (user: User): Promise<boolean> => {
    const [one, history, list] = await Promise.all(
      [`${path}/${id}`, `${path}/${id}/history`, `${path}?limit=100`].map((at) => request(running, user, 'GET', at)),
    );
    const listed = list!.body.items.some((item: { id: string }) => item.id === id);
    expect([user, one!.status, history!.status]).toEqual([user, listed ? 200 : 404, listed ? 200 : 404]);
    return listed;
  };
  const seers = async (...users: User[]) => {
    const seeing = [];
    for (const user of users) if (await sees(user)) seeing.push(user);
    return seeing;
  };
  const post = async (user: User, what: string, body?: object, etag?: string | null) => {
    const seen = etag === undefined ? (await request(running, user, 'GET', `${path}/${id}`)).etag : etag;
    return await request(running, user, 'POST', `${path}/${id}/${what}`, body, { 'if-match': seen ?? '*' });
  };
  const today = { from: '2026-11-25', to: TODAY };

  describe.each(pairsOf(kind))('%s and %s', (first, second) => {
    const role = demoUsers[first].roles[0]!;
    const colleague = SEES_COLLEAGUES.includes(role) ? [second] : [];
    const all = [first, second, 'team_leader', 'team_leader2'] as const;

    test('a person’s case is seen by the person and the team leader; a team’s by the team; a role’s by the role', async () => {
      await staff();
      await give(role, 'nord', first);
      expect(await seers(...all)).toEqual([first, 'team_leader']);
      await give(role, 'nord', null);
      expect(await seers(...all)).toEqual([first, 'team_leader']);
      await give(role, 'syd', null);
      expect(await seers(...all)).toEqual([second, 'team_leader2']);
      await give(role, null, first);
      expect(await seers(...all)).toEqual([first, ...colleague, 'team_leader']);
      await staff({ [second]: { teams: ['nord', 'syd'] } });
      await give(role, 'nord', first);
      expect(await seers(first, second)).toEqual([first, ...colleague]);
    });

    test('who stands in sees and acts in the own name, and the audit log says in whose stead', async () => {
      await staff({ [first]: { teams: ['nord'], absences: [{ ...today, standIn: staffId(second) }] } });
      await give(role, 'nord', first);
      expect(await seers(...all)).toEqual([first, second, 'team_leader']);
      const log = async () =>
        await running.database.query<{ actor_id: string; in_stead_of: string | null }>(
          `select actor_id, in_stead_of from audit_log where case_id = $1 order by position desc limit 1`,
          [id],
        );
      const reply = await post(second, action, { to: { team: 'nord' }, reason: 'absence' });
      expect([reply.status, reply.body.code]).toEqual([200, undefined]);
      expect(await log()).toEqual([{ actor_id: staffId(second), in_stead_of: staffId(first) }]);
      const { items } = (await request(running, first, 'GET', `${path}/${id}/history`)).body;
      expect(items.at(-1)).toMatchObject({ inSteadOf: staffId(first) });
      await staff({ [first]: { absences: [{ from: '2026-11-01', to: '2026-11-30', standIn: staffId(second) }] } });
      await give(role, 'nord', first);
      expect(await sees(second)).toBe(false);
    });

    test.each<[string, (first: User, second: User) => Partial<Record<User, StaffKnown>>]>([
      ['has left', (one) => ({ [one]: { teams: ['nord'], active: false } })],
      ['lost the role', (one) => ({ [one]: { teams: ['nord'], roles: ['steering_member'] } })],
      [
        'is away, and so is the stand-in',
        (one, other) => ({
          [one]: { teams: ['nord'], absences: [{ ...today, standIn: staffId(other) }] },
          [other]: { teams: ['syd'], absences: [{ ...today, standIn: staffId(one) }] },
        }),
      ],
    ])('of an owner who %s: every team leader sees the case in the list of those without an owner', async (_, known) => {
      const listed = async () =>
        (await request(running, 'team_leader2', 'GET', `${path}?limit=100&withoutOwner=true`)).body.items.filter(
          (item: { id: string }) => item.id === id,
        ).length;
      await staff();
      await give(role, 'nord', first);
      expect(await listed()).toBe(0);
      await staff(known(first, second));
      expect(await listed()).toBe(1);
      expect(await seers('team_leader', 'team_leader2')).toEqual(['team_leader', 'team_leader2']);
    });

    test('two of a team take a case: one gets it, the other is told so, at once and later', async () => {
      await staff({ [second]: { teams: ['nord'] } });
      for (let round = 0; round < 5; round++) {
        await give(role, 'nord', null);
        const { etag } = await request(running, first, 'GET', `${path}/${id}`);
        const replies = await Promise.all([first, second].map((user) => post(user, 'take', undefined, etag)));
        expect(replies.map(({ status }) => status).toSorted()).toEqual([200, 409]);
        expect(replies.find(({ status }) => status === 409)!.body.code).toBe('case-is-taken');
        const late = replies[0]!.status === 200 ? second : first;
        expect((await post(late, 'take', undefined, etag)).body.code).toBe('case-is-taken');
      }
    });

    test('it goes to nobody who is unknown, has left, lacks the role or is of another team: the field says who', async () => {
      await staff({ auditor: { teams: ['revision'] } });
      await give(role, 'nord', first);
      const to = async (owner: object) => {
        const { status, body } = await post('team_leader', action, { to: owner, reason: 'workload' });
        return [
          status,
          ...(body.errors ?? []).map(({ pointer, code }: { pointer: string; code: string }) => `${pointer} ${code}`),
        ];
      };
      expect(await to({ person: randomUUID() })).toEqual([409, '/to/person person-is-not-of-the-staff']);
      expect(await to({ person: staffId('auditor') })).toEqual([409, '/to/person person-lacks-the-role']);
      expect(await to({ person: staffId(second), team: 'nord' })).toEqual([409, '/to/team person-is-not-in-the-team']);
      expect(await to({ team: 'revision' })).toEqual([409, '/to/team team-has-nobody-with-the-role']);
      expect(await to({ person: staffId(first) })).toEqual([409, '/to owner-is-the-same']);
      await staff({ [second]: { teams: ['syd'], active: false } });
      expect(await to({ person: staffId(second) })).toEqual([409, '/to/person person-has-left']);
      await staff({ [second]: { teams: ['syd'], absences: [{ ...today, standIn: 'nobody' }] } });
      expect(await to({ person: staffId(second) })).toEqual([409, '/to/person person-is-away-without-a-stand-in']);
      await staff();
      expect(await to({ person: staffId(second) })).toEqual([200]);
      expect(await seers(...all)).toEqual([second, 'team_leader2']);
    });

    test('old and new owner hear of it, deadlines go along, and a landlord learns nothing', async () => {
      await staff();
      await give(role, 'nord', first);
      const asLandlord = () => request(running, 'landlord_admin', 'GET', `${path}/${id}`);
      const before = await asLandlord();
      await running.database.query('delete from outbox');
      expect((await post(first, action, { to: { person: staffId(second) }, reason: 'workload' })).status).toBe(200);
      const told = await running.database.query<{ topic: string; body: Record<string, unknown> }>(
        'select topic, body from outbox order by position',
      );
      const owner = { role, team: 'syd', person: staffId(second) };
      expect(told.filter(({ topic }) => topic === `indgang.${service}.owners.internal`)).toMatchObject([
        {
          body: {
            caseRef: id,
            owner,
            previousOwner: { role, team: 'nord', person: staffId(first) },
            reason: 'workload',
          },
        },
      ]);
      expect(told.filter(({ topic }) => topic === `indgang.${service}.${kind.name}`)).toEqual([]);
      for (const { body } of told.filter(
        ({ topic, body: { responsible } }) => topic.endsWith('deadlines.internal') && responsible === role,
      ))
        expect(body).toMatchObject({ status: 'set', owner });
      const after = await asLandlord();
      expect([after.status, after.etag, after.body.traceId ? {} : after.body]).toEqual([
        before.status,
        before.etag,
        before.body.traceId ? {} : before.body,
      ]);
      if (after.status === 200)
        for (const read of [`${path}/${id}`, `${path}/${id}/history`, `${path}?limit=100`]) {
          const { body } = await request(running, 'landlord_admin', 'GET', read);
          for (const secret of ['nord', 'syd', staffId(first), staffId(second)])
            expect(JSON.stringify(body)).not.toContain(`"${secret}"`);
        }
    });
  });

  test('the document says for whom a filter is not there, and so it is', async () => {
    await staff();
    const document = JSON.parse(readFileSync(`apps/${service}/openapi.json`, 'utf8'));
    const { parameters, 'x-roles': roles } = document.paths[path].get;
    const sampleOf = ({ enum: all, format }: { enum?: string[]; format?: string }) =>
      all?.[0] ?? (format === 'date' ? TODAY : format === 'uuid' ? randomUUID() : 'nord');
    const filters = parameters.filter(({ in: where, name }: { in?: string; name: string }) => where === 'query' && !['after', 'limit', 'count', 'sort', 'number'].includes(name)); // biome-ignore format: one line
    expect(filters.map(({ name }: { name: string }) => name)).toEqual(
      expect.arrayContaining(['withoutOwner', 'assignedPerson', 'assignedTeam']),
    );
    for (const { name, schema, 'x-not-for': untold = [] } of filters)
      for (const user of roles as User[]) {
        const { status, body } = await request(running, user, 'GET', `${path}?${name}=${sampleOf(schema)}`);
        const isThere = !(body.errors ?? []).some((fault: object) => Object.values(fault).includes('unknown-field'));
        expect([name, user, status, isThere]).toEqual([name, user, isThere ? 200 : 400, !untold.includes(user)]);
      }
  });

  test('time tells the team leader of a case without an owner, with a deadline, and takes it back', async () => {
    const [[first]] = pairsOf(kind) as [[User, User]];
    await staff({ [first]: { teams: ['nord'], active: false } });
    await give(demoUsers[first].roles[0]!, 'nord', first);
    await running.database.query('delete from outbox');
    const { Sweeper } = await import('#persistence');
    const sweeper = running.service.app.get(Sweeper);
    const deadlines = async () =>
      (
        await running.database.query<{ body: Record<string, unknown> }>(
          `select body from outbox where body ->> 'code' = 'CASE_WITHOUT_OWNER' and body ->> 'caseRef' = $1 order by position`,
          [id],
        )
      ).map(({ body: { status, dueOn, responsible } }) => ({ status, dueOn, responsible }));
    await sweeper.sweep();
    const set = { status: 'set', dueOn: '2026-12-02', responsible: 'team_leader' };
    expect(await deadlines()).toEqual([set]);
    await sweeper.sweep();
    await staff();
    await sweeper.sweep();
    expect(await deadlines()).toEqual([set, { ...set, status: 'met' }]);
  });
});
