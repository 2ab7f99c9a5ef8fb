// SPDX-License-Identifier: MPL-2.0
// Whose inbox something comes to: persons with their stand-ins, teams, roles; and deadlines that are somebody's.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Role } from '#contracts/roles';
import { topics } from '#contracts/topics';
import { types } from '#contracts/types';
import { eventually, landlords, type ToldFact, tellFacts, travel } from '#testing';
import { People, type Person } from './people.js';

const people = new People();
const somebody = (...roles: Role[]): Person => ({ sub: randomUUID(), roles });
const it = somebody('operator');
const [anna, bo, eva, ib] = [0, 1, 2, 3].map(() => somebody('support_worker')) as [Person, Person, Person, Person];
const [leaderNorth, leaderSouth] = [somebody('team_leader'), somebody('team_leader')];
const entry = somebody('single_entry');
const landlord: Person = { ...somebody('landlord_admin'), landlord: landlords.boOgBy.id };
let ids: string[];

beforeAll(async () => {
  await people.start('2026-12-01');
  ids = await people.introduce(it, [
    [anna, ['bostoette-nord']],
    [bo, ['bostoette-nord']],
    [eva, ['bostoette-syd']],
    [ib, []],
    [leaderNorth, ['bostoette-nord']],
    [leaderSouth, ['bostoette-syd']],
  ]);
});
afterAll(async () => {
  await people.stop();
});

interface Item {
  id: string;
  subject: string;
  for: string;
  standIn: boolean;
}
const items = async (person: Person, caseRef: string, query = ''): Promise<Item[]> =>
  (await people.get(person, `/v1/inbox?caseRef=${caseRef}${query}`)).body.items;
const subjects = async (person: Person, caseRef: string, query?: string) =>
  (await items(person, caseRef, query)).map(({ subject }) => subject);
const tell = (fact: Omit<ToldFact, 'key'> & { key: string }) => tellFacts(people.prefix, [fact]);

const arrears = {
  state: 'OUTREACH',
  agreementRef: null,
  landlordRef: landlords.boOgBy.id,
  acknowledgeDueOn: '2026-12-02',
  outreachDueOn: '2026-12-04',
  assignedTo: 'support_worker',
};
const north = { role: 'support_worker', team: 'bostoette-nord' };
const ofPerson = ({ sub }: Person, more: object = {}) => ({ role: 'support_worker', person: sub, ...more });
const tellArrears = (
  key: string,
  version: number,
  more: object,
  by?: Person,
  fact: 'assigned' | 'demandEnded' = 'assigned', // biome-ignore format: one line
) =>
  tell({
    ...{
      topic: topics.rentArrearsInternal,
      type: types.rentArrears[fact],
      key,
      version,
      body: { ...arrears, ...more },
    },
    ...(by && { by: by.sub }),
  });
/** Until the last that hears of a case has heard. */
const heard = (person: Person, caseRef: string, expected: string[], query?: string) =>
  eventually(async () => expect(await subjects(person, caseRef, query)).toEqual(expected));

describe('an item', () => {
  test('for a person is that person’s, for a team its members’, for a role everybody’s of the role', async () => {
    const [own, ofTeam, ofRole] = [randomUUID(), randomUUID(), randomUUID()];
    await tellArrears(own, 1, { owner: ofPerson(anna, { team: 'bostoette-nord' }) });
    await tellArrears(ofTeam, 1, { owner: north });
    await tellArrears(ofRole, 1, {});
    await heard(ib, ofRole, ['rent-arrears-assigned']);
    const seen = async (caseRef: string, query?: string) => {
      const all = await Promise.all([anna, bo, eva, ib, leaderNorth].map((one) => subjects(one, caseRef, query)));
      return all.map(({ length }) => length);
    };
    expect(await seen(own)).toEqual([1, 0, 0, 0, 0]);
    expect(await seen(ofTeam)).toEqual([1, 1, 0, 0, 0]);
    expect(await seen(ofRole)).toEqual([1, 1, 1, 1, 0]);
    for (const [caseRef, by] of [
      [own, 'mine'],
      [ofTeam, 'team'],
      [ofRole, 'role'],
    ] as const) {
      // biome-ignore format: one line
      expect(await items(anna, caseRef)).toMatchObject([{ for: by, standIn: false }]);
      for (const query of ['mine', 'team', 'role'])
        expect(await subjects(anna, caseRef, `&for=${query}`)).toHaveLength(query === by ? 1 : 0);
    }
    // What is told to the landlord says nothing of persons.
    const [told] = await items(landlord, own);
    expect(told).toMatchObject({ subject: 'rent-arrears-acting' });
    expect(JSON.stringify(told)).not.toContain(anna.sub);
    expect(Object.keys(told!)).not.toEqual(expect.arrayContaining(['recipientPerson']));
    expect(await subjects(landlord, own, '&for=mine')).toEqual([]);
  });

  test('comes to whoever stands in, marked, on the days of the absence, and is read in the stand-in’s own name', async () => {
    const caseRef = randomUUID();
    await tellArrears(caseRef, 1, { owner: ofPerson(anna) });
    await heard(anna, caseRef, ['rent-arrears-assigned']);
    const absence = { from: '2026-12-05', to: '2026-12-06', standIn: eva.sub };
    expect((await people.post(anna, `/v1/staff/${ids[0]}/plan-absence`, absence)).status).toBe(200);
    expect(await items(eva, caseRef)).toEqual([]);
    travel(people.env, '2026-12-05');
    const [item] = await items(eva, caseRef, '&for=mine');
    expect(item).toMatchObject({ standIn: true, recipientPerson: anna.sub });
    expect(await items(anna, caseRef)).toMatchObject([{ standIn: false }]);
    expect(await items(bo, caseRef)).toEqual([]);
    expect((await people.post(bo, `/v1/inbox/${item!.id}/acknowledge`)).status).toBe(404);
    expect((await people.post(eva, `/v1/inbox/${item!.id}/acknowledge`)).status).toBe(200);
    expect(await items(anna, caseRef)).toMatchObject([
      { state: 'ACKNOWLEDGED', acknowledgedBy: eva.sub, acknowledgedAt: expect.stringMatching(/^2026-12-05T/) },
    ]);
    travel(people.env, '2026-12-07');
    expect(await items(eva, caseRef)).toEqual([]);
    travel(people.env, '2026-12-01');
  });

  test('is not for who did it: none for that person alone, and of a role’s the others’ only', async () => {
    const [own, ofRole] = [randomUUID(), randomUUID()];
    await tellArrears(own, 1, { owner: ofPerson(anna) }, anna);
    await tellArrears(ofRole, 1, {}, anna);
    await heard(bo, ofRole, ['rent-arrears-assigned']);
    await heard(landlord, own, ['rent-arrears-acting']);
    for (const caseRef of [own, ofRole]) expect(await items(anna, caseRef)).toEqual([]);
    expect(await people.database.query(`select 1 from notification where case_ref = $1 and recipient_person is not null`, [own])).toEqual([]); // biome-ignore format: one line
  });

  test('of a hand-over is told to old and new owner at once, each once, with the stand-in of either', async () => {
    const caseRef = randomUUID();
    await tellArrears(caseRef, 1, { owner: ofPerson(anna) });
    await heard(anna, caseRef, ['rent-arrears-assigned']);
    const tellOwners = (version: number, passed: object, by?: Person, id = randomUUID()) =>
      tell({
        ...{ topic: topics.incidentsOwners, type: types.incidentsOwners.handedOver, key: caseRef, version, id },
        body: { caseKind: 'rent-arrears', caseRef, agreementRef: null, landlordRef: null, ...passed },
        ...(by && { by: by.sub }),
      });
    // Told twice, as a broker may.
    const id = randomUUID();
    for (const _ of [1, 2]) await tellOwners(2, { owner: ofPerson(bo), previousOwner: ofPerson(anna) }, undefined, id);
    // What she had not read follows the case.
    await heard(bo, caseRef, ['case-given', 'rent-arrears-assigned']);
    await heard(anna, caseRef, ['case-handed-on']);
    // Nobody is told of what he did himself.
    await tellOwners(3, { owner: north, previousOwner: ofPerson(bo) }, bo);
    await heard(anna, caseRef, ['case-given', 'case-handed-on', 'rent-arrears-assigned']);
    await heard(bo, caseRef, ['case-given', 'rent-arrears-assigned']);
    // What was read stays who read it.
    const [assigned] = (await items(anna, caseRef)).filter(({ subject }) => subject === 'rent-arrears-assigned');
    expect((await people.post(anna, `/v1/inbox/${assigned!.id}/acknowledge`)).status).toBe(200);
    await tellOwners(4, { owner: ofPerson(eva), previousOwner: north });
    await heard(eva, caseRef, ['case-given']);
  });

  test('for somebody who has left goes to the leader of the team, for a team without people to the role', async () => {
    const gone = somebody('support_worker');
    const [id] = await people.introduce(it, [[gone, ['bostoette-syd']]]);
    await people.post(it, `/v1/staff/${id}/deactivate`);
    const [ofGone, ofNobody] = [randomUUID(), randomUUID()];
    await tellArrears(ofGone, 1, { owner: ofPerson(gone) });
    await tellArrears(ofNobody, 1, { owner: { role: 'support_worker', team: 'ingen-er-her' } });
    await heard(leaderSouth, ofGone, ['rent-arrears-assigned']);
    await heard(ib, ofNobody, ['rent-arrears-assigned']);
    for (const other of [leaderNorth, anna]) expect(await items(other, ofGone)).toEqual([]);
  });

  test('of money goes to the caseworker whose it is', async () => {
    const [caseworker, colleague] = [somebody('benefits_caseworker'), somebody('benefits_caseworker')];
    const key = randomUUID();
    const owner = { role: 'benefits_caseworker', person: caseworker.sub };
    const body = { state: 'APPLIED', decisionDueOn: '2027-02-18', payOn: null, owner };
    await tell({ topic: topics.financingInternal, type: types.financing.applied, key, version: 1, body });
    await heard(caseworker, key, ['help-applied'], '&for=mine');
    expect(await items(colleague, key)).toEqual([]);
  });
});

describe('a deadline', () => {
  const outreach = (caseRef: string, owner?: object) => ({
    ...{ code: 'FIRST_OUTREACH', status: 'set', caseKind: 'rent-arrears', caseRef, agreementRef: null },
    ...{ landlordRef: landlords.boOgBy.id, dueOn: '2027-03-10', dueSoonOn: '2027-03-08', setOn: '2027-03-01' },
    ...{ metOn: null, responsible: 'support_worker', ...(owner && { owner }) },
  });
  const set = (key: string, version: number, body: object, by?: Person) =>
    tell({ topic: topics.incidentsDeadlines, type: types.incidentsDeadlines.set, key, version, body, ...(by && { by: by.sub }) }); // biome-ignore format: one line
  const deadlines = async (person: Person, caseRef: string) =>
    (await people.get(person, `/v1/deadlines?caseRef=${caseRef}`)).body.items;
  const reaches = (caseRef: string, state: string) =>
    eventually(async () => expect(await deadlines(entry, caseRef)).toMatchObject([{ state }]));

  test('of a person warns that person, escalates to it and the stand-in, then to the leader of the team', async () => {
    travel(people.env, '2027-03-01');
    const [own, ofTeam, ofRole] = [randomUUID(), randomUUID(), randomUUID()];
    await set(randomUUID(), 1, outreach(own, ofPerson(anna)));
    await set(randomUUID(), 1, outreach(ofTeam, { role: 'support_worker', team: 'bostoette-syd' }));
    await set(randomUUID(), 1, outreach(ofRole));
    for (const caseRef of [own, ofTeam, ofRole]) await reaches(caseRef, 'SET');
    for (const [day, state] of [
      ['2027-03-08', 'DUE_SOON'],
      ['2027-03-10', 'DUE'],
      ['2027-03-11', 'OVERDUE_1'],
      ['2027-03-15', 'OVERDUE_2'],
    ] as const) {
      travel(people.env, day);
      for (const caseRef of [own, ofTeam, ofRole]) await reaches(caseRef, state);
    }
    const course = ['deadline-overdue', 'deadline-overdue', 'deadline-due', 'deadline-due-soon'];
    expect(await subjects(anna, own, '&for=mine')).toEqual(course);
    expect((await items(anna, own)).map(({ standIn }) => standIn)).toEqual([false, true, false, false]);
    expect(await subjects(eva, ofTeam, '&for=team')).toEqual(course);
    expect(await subjects(ib, ofRole, '&for=role')).toEqual(course);
    expect([await subjects(bo, own), await subjects(ib, own), await subjects(anna, ofTeam)]).toEqual([[], [], []]);
    const toLeaders = async (caseRef: string) =>
      (await Promise.all([leaderNorth, leaderSouth].map((one) => subjects(one, caseRef)))).map(({ length }) => length);
    expect(await toLeaders(own)).toEqual([1, 0]);
    expect(await toLeaders(ofTeam)).toEqual([0, 1]);
    expect(await toLeaders(ofRole)).toEqual([1, 1]);
    const all = [anna, bo, eva, ib, leaderNorth, leaderSouth];
    const seen = async (caseRef: string) =>
      (await Promise.all(all.map((one) => deadlines(one, caseRef)))).map(({ length }) => length);
    expect(await seen(own)).toEqual([1, 0, 0, 0, 1, 0]);
    expect(await seen(ofTeam)).toEqual([0, 0, 1, 0, 0, 1]);
    expect(await seen(ofRole)).toEqual([1, 1, 1, 1, 1, 1]);
    // With nobody at work it is every team leader's.
    const code = 'CASE_WITHOUT_OWNER';
    await set(randomUUID(), 1, { ...outreach(own), code, dueOn: '2027-03-16', responsible: 'team_leader' });
    await eventually(async () => expect(await seen(own)).toEqual([1, 0, 0, 0, 2, 2]));
  });

  test('of a caseworker is the colleagues’ of the team too: absence is normal', async () => {
    travel(people.env, '2027-03-01');
    const caseworkers = [0, 1, 2].map(() => somebody('benefits_caseworker'));
    const [own, colleague, other] = caseworkers as [Person, Person, Person];
    await people.introduce(it, [[own, ['ydelse-a']], [colleague, ['ydelse-a']], [other, ['ydelse-b']]]); // biome-ignore format: one line
    const [ofTeam, ofNone] = [randomUUID(), randomUUID()];
    const responsible = 'benefits_caseworker';
    const owner = { role: responsible, person: own.sub };
    await set(randomUUID(), 1, { ...outreach(ofTeam, { ...owner, team: 'ydelse-a' }), responsible });
    await set(randomUUID(), 1, { ...outreach(ofNone, owner), responsible });
    for (const caseRef of [ofTeam, ofNone]) await reaches(caseRef, 'SET');
    const seen = async (caseRef: string) =>
      (await Promise.all([...caseworkers, anna].map((one) => deadlines(one, caseRef)))).map(({ length }) => length);
    expect(await seen(ofTeam)).toEqual([1, 1, 0, 0]);
    expect(await seen(ofNone)).toEqual([1, 1, 1, 0]);
  });

  test('that passes to another person is told to both at once, but not to who passed it on', async () => {
    travel(people.env, '2027-03-01');
    const [key, caseRef] = [randomUUID(), randomUUID()];
    await set(key, 1, outreach(caseRef, ofPerson(anna)));
    await reaches(caseRef, 'SET');
    await set(key, 2, outreach(caseRef, ofPerson(bo)));
    await heard(bo, caseRef, ['deadline-given']);
    await heard(anna, caseRef, ['deadline-handed-on']);
    await set(key, 3, outreach(caseRef, ofPerson(eva)), bo);
    await heard(eva, caseRef, ['deadline-given']);
    expect(await subjects(bo, caseRef)).toEqual(['deadline-given']);
    expect(await deadlines(bo, caseRef)).toEqual([]);
    expect(await deadlines(eva, caseRef)).toMatchObject([{ responsiblePerson: eva.sub, responsibleTeam: null }]);
  });

  test('that waits is neither near nor overdue for who takes it over, whatever day it is', async () => {
    travel(people.env, '2027-03-01');
    const [key, caseRef] = [randomUUID(), randomUUID()];
    const waiting = (owner: object) => ({ ...outreach(caseRef, owner), pausedOn: '2027-03-01' });
    await set(key, 1, waiting(ofPerson(anna)));
    await reaches(caseRef, 'PAUSED');
    await set(key, 2, waiting(ofPerson(bo)));
    await heard(bo, caseRef, ['deadline-given']);
    travel(people.env, '2027-03-12');
    await set(key, 3, waiting(ofPerson(eva)));
    await heard(eva, caseRef, ['deadline-given']);
  });

  test('of a role that is not the owner’s stays the role’s', async () => {
    travel(people.env, '2027-03-01');
    const caseRef = randomUUID();
    await set(randomUUID(), 1, {
      ...outreach(caseRef, ofPerson(anna)),
      code: 'ACKNOWLEDGE',
      responsible: 'single_entry',
    });
    await reaches(caseRef, 'SET');
    expect(await deadlines(anna, caseRef)).toEqual([]);
    expect(await deadlines(entry, caseRef)).toMatchObject([{ responsiblePerson: null }]);
  });
});
