// SPDX-License-Identifier: MPL-2.0
// The register of staff over HTTP: fed at sign-in, kept by team leaders and municipal IT, with absence and stand-in.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Role } from '#contracts/roles';
import { topics } from '#contracts/topics';
import { eventually, landlords, readTopic, travel } from '#testing';
import { People, type Person } from './people.js';

const people = new People();
beforeAll(async () => {
  await people.start('2026-12-01');
});
afterAll(async () => {
  await people.stop();
});

let count = 0;
/** Nobody else has this name. */
const somebody = (roles: Role[] = ['support_worker'], more: Partial<Person> = {}): Person => ({
  sub: randomUUID(),
  roles,
  name: `Åse Prøve-${++count}`,
  email: `aase.${count}@kommune.example`,
  ...more,
});
const it = somebody(['operator']);
const entryOf = async (by: Person, person: Person) =>
  (await people.get(by, `/v1/staff?staffId=${person.sub}`)).body.items[0];
const rows = (person: Person) => people.database.query('select * from staff where staff_id = $1', [person.sub]);
/** A team of its own with its leader and some people in it. */
async function team(size: number, roles?: Role[]) {
  const code = `team-${randomUUID().slice(0, 8)}`;
  const [leader, members] = [somebody(['team_leader']), Array.from({ length: size }, () => somebody(roles))];
  const ids = await people.introduce(it, [[leader, [code]], ...members.map((one) => [one, [code]] as const)]);
  return { code, leader, members, ids: ids.slice(1), leaderId: ids[0]! };
}
const plan = (by: Person, id: string, absence: object) => people.post(by, `/v1/staff/${id}/plan-absence`, absence);
const codes = ({ status, body }: { status: number; body: { code: string; errors?: { code: string }[] } }) => [
  status,
  ...(body.errors?.map(({ code }) => code) ?? [body.code]),
];

describe('sign-in', () => {
  test('the first call makes the entry, in the service’s own name; what has not changed writes nothing', async () => {
    const anna = somebody(['support_worker', 'outreach_team']);
    expect((await people.get(anna, '/v1/inbox')).status).toBe(200);
    expect((await people.get(anna, '/v1/staff/me')).body).toMatchObject({
      ...{ staffId: anna.sub, name: anna.name, mailbox: anna.email, phone: null, state: 'ACTIVE', active: true },
      ...{ roles: ['support_worker', 'outreach_team'], teams: [], absences: [], version: 1 },
    });
    await people.get(anna, '/v1/deadlines');
    const [row] = await rows(anna);
    expect(row).toMatchObject({ version: 1 });
    expect(
      await people.database.query('select actor_id, actor_kind, action from audit_log where case_id = $1', [row?.id]),
    ).toEqual([{ actor_id: 'notifications', actor_kind: 'system', action: 'staff.meet' }]);
  });

  test('other roles, another name or mailbox are taken over; an older token, or one that does not say, changes nothing', async () => {
    const first = somebody(['support_worker']);
    await people.get(first, '/v1/staff/me', 100);
    const second: Person = {
      ...first,
      name: 'Anna Holm-Prøve',
      roles: ['outreach_team'],
      email: 'holm@kommune.example',
    };
    expect((await people.get(second, '/v1/staff/me', 50)).body).toMatchObject({
      ...{ name: second.name, roles: ['outreach_team'], mailbox: second.email, version: 2 },
    });
    expect((await people.get(first, '/v1/staff/me', 100)).body).toMatchObject({ roles: ['outreach_team'], version: 2 });
    const { name: _, email: __, ...silent } = second;
    expect((await people.get(silent, '/v1/staff/me')).body).toMatchObject({ name: second.name, version: 2 });
  });

  test('a mailbox that was put in by hand stays until the sign-in names another one', async () => {
    const person = somebody();
    const { id } = (await people.get(person, '/v1/staff/me', 100)).body;
    const mailbox = 'team.nord@kommune.example';
    await people.post(it, `/v1/staff/${id}/change`, { mailbox, phone: '70 10 11 55' });
    expect((await people.get(person, '/v1/staff/me', 50)).body).toMatchObject({ mailbox, phone: '70 10 11 55' });
    const moved = { ...person, email: 'ny@kommune.example' };
    expect(await people.entry(moved)).toMatchObject({ mailbox: moved.email, phone: '70 10 11 55' });
  });

  test('what could not be typed is not taken over, and lets in all the same', async () => {
    const odd = somebody(['finance'], { name: 'Anna 010190-1234', email: 'not a mailbox' });
    expect(await people.entry(odd)).toMatchObject({ name: null, mailbox: null });
  });

  test('ten calls at once make one entry', async () => {
    const person = somebody();
    const replies = await Promise.all(Array.from({ length: 10 }, () => people.get(person, '/v1/staff/me')));
    expect(new Set(replies.map(({ status, body }) => `${status} ${body.staffId}`))).toEqual(
      new Set([`200 ${person.sub}`]),
    );
    expect(await rows(person)).toMatchObject([{ version: 1 }]);
  });

  test('a landlord’s people and machines are not in it, and landlords are refused', async () => {
    const caretaker = somebody(['landlord_admin'], { landlord: landlords.boOgBy.id });
    expect((await people.get(caretaker, '/v1/inbox')).status).toBe(200);
    expect((await people.get(caretaker, '/v1/staff/me')).status).toBe(403);
    const machine = { ...somebody(['single_entry']), client_id: '' };
    machine.client_id = machine.sub;
    expect((await people.get(machine, '/v1/inbox')).status).toBe(200);
    expect([...(await rows(caretaker)), ...(await rows(machine))]).toEqual([]);
  });

  test('an id in capitals is the one that a file, a stand-in or a message writes in small letters', async () => {
    const person = somebody();
    const inCapitals = { ...person, sub: person.sub.toUpperCase() };
    expect(await people.entry(inCapitals)).toMatchObject({ staffId: person.sub });
    expect(await people.entry(person)).toMatchObject({ staffId: person.sub, version: 1 });
  });

  test('the claims are those that the settings name', async () => {
    const other = await new People().start('2026-12-01', {
      ...{ OIDC_SUBJECT_CLAIM: 'oid', OIDC_NAME_CLAIM: 'profile.fullName', OIDC_MAILBOX_CLAIM: 'upn' },
    });
    try {
      const claims = { oid: randomUUID(), profile: { fullName: 'Bo Prøve' }, upn: 'bo@kommune.example' };
      const person = { sub: 'pairwise', roles: ['finance'] as Role[], ...claims };
      expect(await other.entry(person)).toMatchObject({
        ...{ staffId: claims.oid, name: 'Bo Prøve', mailbox: 'bo@kommune.example' },
      });
      const without = { sub: 'pairwise', roles: ['finance'] as Role[] };
      expect((await other.get(without, '/v1/staff/me')).status).toBe(401);
    } finally {
      await other.stop();
    }
  });
});

describe('who sees and changes what', () => {
  test('colleagues see name, roles, teams and absence; mailbox and phone are for the person, its leader and municipal IT', async () => {
    const [own, other] = [await team(1), await team(1)];
    const [anna] = own.members as [Person];
    for (const near of [anna, own.leader, it]) expect(await entryOf(near, anna)).toMatchObject({ mailbox: anna.email });
    for (const far of [other.leader, other.members[0]!, somebody(['auditor'])]) {
      const seen = await entryOf(far, anna);
      expect(seen).toMatchObject({ name: anna.name, roles: anna.roles, teams: [own.code] });
      expect(Object.keys(seen)).not.toEqual(expect.arrayContaining(['mailbox']));
      expect(Object.keys(seen)).not.toEqual(expect.arrayContaining(['phone']));
    }
  });

  test('the list is found by team, role, work and absence, in Danish order page by page', async () => {
    const { code, members, ids, leader } = await team(3);
    const [first, second] = ids as [string, string];
    const dayOff = { from: '2026-12-10', to: '2026-12-12', standIn: members[2]!.sub };
    expect((await plan(leader, first, dayOff)).status).toBe(200);
    expect((await people.post(leader, `/v1/staff/${second}/deactivate`)).body).toMatchObject({ active: false });
    const found = async (query: string) =>
      (await people.get(leader, `/v1/staff?team=${code}${query}`)).body.items.map(({ staffId }: { staffId: string }) => staffId); // biome-ignore format: one line
    const [a, b, c] = members.map(({ sub }) => sub);
    expect((await found('&role=support_worker')).toSorted()).toEqual([a, b, c].toSorted());
    expect((await found('&role=support_worker&active=true')).toSorted()).toEqual([a, c].toSorted());
    expect(await found('&active=false')).toEqual([b]);
    for (const [
      day,
      away,
    ] of [['2026-12-09', []], ['2026-12-10', [a]], ['2026-12-12', [a]], ['2026-12-13', []]] as const) // biome-ignore format: one line
      expect(await found(`&awayOn=${day}`)).toEqual(away);
    const names = ['Åge', 'Aase', 'Zenia', 'Ærø', 'Øjvind', 'Bo'];
    const letters = `t-${randomUUID().slice(0, 8)}`;
    for (const name of names)
      await people.post(it, '/v1/staff', { staffId: randomUUID(), name, roles: ['finance'], teams: [letters] });
    const inOrder: string[] = [];
    for (let next: string | null = ''; next !== null; ) {
      const { body } = await people.get(it, `/v1/staff?team=${letters}&limit=2${next && `&after=${next}`}`);
      inOrder.push(...body.items.map(({ name }: { name: string }) => name));
      next = body.next;
    }
    expect(inOrder).toEqual(
      ['Bo', 'Zenia', 'Ærø', 'Øjvind', 'Aase', 'Åge'].toSorted((x, y) => x.localeCompare(y, 'da')),
    );
  });

  test('a team leader keeps the own team’s people and no others, and gives nobody a team of others, least of all himself', async () => {
    const [own, other] = [await team(1), await team(1)];
    const change = (by: Person, id: string, body: object) => people.post(by, `/v1/staff/${id}/change`, body);
    expect(await change(own.leader, own.ids[0]!, { phone: '70 10 11 55' })).toMatchObject({ status: 200 });
    expect(codes(await change(own.leader, other.ids[0]!, { phone: '70 10 11 55' }))).toEqual([409, 'staff-is-of-another-team']); // biome-ignore format: one line
    for (const id of [own.ids[0]!, own.leaderId]) {
      const reply = await change(own.leader, id, { teams: [own.code, other.code] });
      expect(codes(reply)).toEqual([409, 'team-is-another-leaders']);
    }
    expect(await change(own.leader, own.ids[0]!, { teams: [] })).toMatchObject({ status: 200, body: { teams: [] } });
    // Whom no team has, a leader may take up.
    expect(await change(other.leader, own.ids[0]!, { teams: [other.code] })).toMatchObject({ status: 200 });
    expect(await change(it, other.leaderId, { teams: [own.code, other.code] })).toMatchObject({ status: 200 });
    expect((await change(own.members[0]!, own.ids[0]!, { phone: '70 10 11 55' })).status).toBe(403);
    expect(codes(await change(it, own.ids[0]!, { name: 'Anden', roles: ['finance'] }))).toEqual([
      ...[409, 'name-is-of-the-sign-in', 'role-is-of-the-sign-in'],
    ]);
  });

  test('who was announced is corrected until the first sign-in, whose word holds from then on', async () => {
    const person = somebody(['finance']);
    const announced = { staffId: person.sub, name: 'Ane Prøve', roles: ['outreach_team'], teams: ['udsatte'] };
    const { body, status } = await people.post(it, '/v1/staff', announced);
    expect([status, body.state, body.active]).toEqual([201, 'ANNOUNCED', true]);
    expect(codes(await people.post(it, '/v1/staff', announced))).toEqual([409, 'staff-id-is-known']);
    const path = `/v1/staff/${body.id}/change`;
    expect(await people.post(it, path, { name: 'Anne Prøve', roles: ['support_worker'] })).toMatchObject({
      body: { name: 'Anne Prøve', roles: ['support_worker'] },
    });
    expect(await people.entry(person)).toMatchObject({
      ...{ id: body.id, state: 'ACTIVE', name: person.name, roles: ['finance'], teams: ['udsatte'] },
    });
  });

  test('who has left is erased by municipal IT, and comes back with the next sign-in only as somebody who left', async () => {
    const { members, ids, leader } = await team(1);
    const [person] = members as [Person];
    const act = (by: Person, action: string) => people.post(by, `/v1/staff/${ids[0]}/${action}`);
    expect(codes(await act(it, 'erase'))).toEqual([409, 'wrong-state']);
    await act(leader, 'deactivate');
    expect(await act(it, 'erase')).toMatchObject({ body: { name: null, mailbox: null, phone: null } });
    const all = JSON.stringify(await people.database.query('select * from staff where id = $1', [ids[0]]));
    expect(all).not.toContain(person.name);
    expect(await act(leader, 'reactivate')).toMatchObject({ body: { state: 'ACTIVE' } });
  });

  test('names, mailboxes and phones stand in no event, audit entry or history', async () => {
    const { ids, members, leader } = await team(1);
    await people.post(leader, `/v1/staff/${ids[0]}/change`, { mailbox: 'x.y@kommune.example', phone: '70101155' });
    const history = await people.get(leader, `/v1/staff/${ids[0]}/history`);
    expect(history.body.items.map(({ action }: { action: string }) => action)).toEqual(['staff.meet', 'staff.change', 'staff.change']); // biome-ignore format: one line
    const changes = await people.database.query('select changes from audit_log where case_id = $1', [ids[0]]);
    const told = await eventually(async () => {
      const messages = (await readTopic(people.prefix + topics.staffInternal.name)).filter(({ key }) => String(key) === ids[0]); // biome-ignore format: one line
      expect(messages).toHaveLength(3);
      return messages;
    });
    expect(JSON.parse(String(told.at(-1)!.value))).toEqual({
      ...{ staffRef: ids[0], staffId: members[0]!.sub, roles: ['support_worker'], active: true },
      teams: expect.any(Array),
    });
    const written = JSON.stringify([history.body, changes, told.map(({ value, headers }) => [String(value), headers])]);
    for (const secret of [members[0]!.name!, members[0]!.email!, 'x.y@kommune', '70101155'])
      expect(written).not.toContain(secret);
  });
});

describe('absence', () => {
  const days = { from: '2026-12-10', to: '2026-12-20' };

  test('by the person or the leader, with a stand-in; changed, ended early, and forgotten when it is over', async () => {
    const { ids, members, leader } = await team(3);
    const [anna, bo, eva] = members as [Person, Person, Person];
    const planned = await plan(anna, ids[0]!, { ...days, standIn: bo.sub });
    expect(planned).toMatchObject({
      status: 200,
      body: { absences: [{ ...days, standIn: bo.sub }], isAwayToday: false },
    });
    const { absenceRef } = planned.body.absences[0];
    const later = await plan(leader, ids[0]!, { from: '2026-12-01', to: '2026-12-02', standIn: eva.sub });
    expect(later.body.absences.map(({ from }: { from: string }) => from)).toEqual(['2026-12-01', '2026-12-10']);
    expect(later.body.isAwayToday).toBe(true);
    expect(codes(await plan(bo, ids[0]!, { from: '2027-01-05', to: '2027-01-06', standIn: eva.sub }))).toEqual([
      ...[409, 'absence-is-somebody-elses'],
    ]);
    const change = (body: object) => people.post(leader, `/v1/staff/${ids[0]}/change-absence`, body);
    expect(await change({ absenceRef, standIn: eva.sub, to: '2026-12-18' })).toMatchObject({
      body: { absences: [{}, { from: '2026-12-10', to: '2026-12-18', standIn: eva.sub }] },
    });
    expect(codes(await change({ absenceRef: randomUUID(), to: '2026-12-18' }))).toEqual([409, 'absence-is-not-known']);
    const end = (ref: string) => people.post(anna, `/v1/staff/${ids[0]}/end-absence`, { absenceRef: ref });
    expect((await end(absenceRef)).body.absences).toHaveLength(1);
    travel(people.env, '2026-12-02');
    expect((await end(later.body.absences[0].absenceRef)).body).toMatchObject({ absences: [], isAwayToday: false });
    await eventually(async () => expect(await rows(anna)).toMatchObject([{ absences: [], next_due_on: null }]));
    travel(people.env, '2026-12-01');
  });

  test.each([
    ['ends before it begins', { from: '2026-12-10', to: '2026-12-09' }, ['absence-ends-outside-its-window']],
    ['began too long ago', { from: '2026-10-30', to: '2026-12-09' }, ['absence-begins-outside-its-window']],
    ['is over', { from: '2026-11-10', to: '2026-11-30' }, ['absence-ends-outside-its-window']],
    ['begins in a year and a day', { from: '2027-12-02', to: '2027-12-03' }, ['absence-begins-outside-its-window']],
    ['lasts too long', { from: '2026-12-10', to: '2027-12-11' }, ['absence-ends-outside-its-window']],
    ['of nobody', { standIn: 'nobody' }, ['stand-in-does-not-work-here']],
    ['by the person', { standIn: 'self' }, ['stand-in-is-the-person']],
    ['by one who is away', { standIn: 'away' }, ['stand-in-is-away']],
    ['by one who has left', { standIn: 'left' }, ['stand-in-does-not-work-here']],
    ['by one with other roles', { standIn: 'leader' }, ['stand-in-lacks-roles']],
    ['two at once', { from: '2026-11-20', to: '2026-11-30', standIn: 'nobody' }, ['absence-ends-outside-its-window', 'stand-in-does-not-work-here']], // biome-ignore format: one line
  ])('that %s is refused', async (_, { standIn = 'free', ...given }: Record<string, string>, expected) => {
    const { ids, members, leader } = await team(4);
    const [person, free, away, left] = members as [Person, Person, Person, Person];
    await plan(leader, ids[2]!, { from: '2026-12-20', to: '2026-12-22', standIn: free.sub });
    await people.post(leader, `/v1/staff/${ids[3]}/deactivate`);
    const ids4 = { free, away, left, leader, self: person } as Record<string, Person>;
    const reply = await plan(person, ids[0]!, { ...days, ...given, standIn: ids4[standIn]?.sub ?? standIn });
    expect(codes(reply)).toEqual([409, ...expected]);
    expect(await rows(person)).toMatchObject([{ absences: [] }]);
  });

  test('is entered twenty times at most: the other services would not take more', async () => {
    const { ids, members } = await team(2);
    const [anna, bo] = members as [Person, Person];
    for (let day = 10; day < 31; day++) {
      const reply = await plan(anna, ids[0]!, { from: `2026-12-${day}`, to: `2026-12-${day}`, standIn: bo.sub });
      expect(codes(reply)).toEqual(day < 30 ? [200] : [409, 'too-many-absences']);
    }
  });

  test('overlapping days are one absence; who stands in is at work until another one does', async () => {
    const { ids, members, leader } = await team(3);
    const [anna, bo, eva] = members as [Person, Person, Person];
    const { absenceRef } = (await plan(anna, ids[0]!, { ...days, standIn: bo.sub })).body.absences[0];
    expect(codes(await plan(anna, ids[0]!, { from: '2026-12-20', to: '2026-12-21', standIn: bo.sub }))).toEqual([
      ...[409, 'absence-overlaps-another'],
    ]);
    const ofBo = { from: '2026-12-20', to: '2026-12-24', standIn: eva.sub };
    expect(codes(await plan(bo, ids[1]!, ofBo))).toEqual([409, 'person-stands-in-on-these-days']);
    expect(codes(await people.post(leader, `/v1/staff/${ids[1]}/deactivate`))).toEqual([409, 'person-stands-in-for-somebody']); // biome-ignore format: one line
    await people.post(anna, `/v1/staff/${ids[0]}/change-absence`, { absenceRef, standIn: eva.sub });
    expect((await plan(bo, ids[1]!, { ...ofBo, from: '2026-12-21' })).body.code).toBeUndefined();
    expect((await people.post(leader, `/v1/staff/${ids[1]}/deactivate`)).status).toBe(200);
  });

  test('two who would stand in for each other on one day, and one who leaves meanwhile: one of both is refused', async () => {
    for (let round = 0; round < 10; round++) {
      const { ids, members, leader } = await team(2);
      const [anna, bo] = members as [Person, Person];
      const replies = await Promise.all([
        plan(anna, ids[0]!, { ...days, standIn: bo.sub }),
        round % 2
          ? plan(bo, ids[1]!, { ...days, standIn: anna.sub })
          : people.post(leader, `/v1/staff/${ids[1]}/deactivate`),
      ]);
      expect(replies.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    }
  });
});
