// SPDX-License-Identifier: MPL-2.0
// The standing dialogue of an agreement (domain.md 3.5), over HTTP: meetings, items, answers, measures and figures.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { assertPublished, eventually, type User } from '#testing';
import { Agreements, LANDLORD, MUNICIPALITY, must, terms } from './service.js';

const STEERING: User = 'steering_member';
const PARTICIPANTS: User[] = [MUNICIPALITY, LANDLORD, STEERING];
const FOREIGN: User = 'landlord2_admin';

let agreements: Agreements;
beforeAll(async () => {
  agreements = await Agreements.start('2026-01-15');
}, 60_000);
afterAll(async () => agreements?.stop());

const see = async (path: string, user: User = MUNICIPALITY) => (await agreements.get(user, path)).body;
const post = (user: User, path: string, body: object) => agreements.post(user, path, body);
const act = (user: User, path: string, action: string, body?: object) => agreements.act(user, path, action, body);

/** An agreement that is in force from 1 February 2026, and its meetings, the first first. */
async function inForce(more: object = {}) {
  agreements.on('2026-01-15');
  const id = await agreements.signed(more);
  agreements.on('2026-02-01');
  await eventually(async () => expect((await see(`agreements/${id}`)).state).toBe('ACTIVE'));
  return { id, meetings: await meetingsOf(id) };
}
interface Meeting {
  id: string;
  state: string;
  plannedOn: string;
  meetsOn: string;
}
const meetingsOf = async (agreementRef: string, user: User = MUNICIPALITY): Promise<Meeting[]> =>
  (await see(`meetings?agreementRef=${agreementRef}&limit=100`, user)).items.toReversed();
const deadlines = async (caseRef: string) => {
  const said = await agreements.database.query<{ body: { status: string; dueOn: string } }>(
    `select topic, key, body, headers->>'type' as type, headers->>'dataclassification' as classification
       from outbox where body->>'caseRef' = $1 order by position`,
    [caseRef],
  );
  for (const message of said) assertPublished(message as never);
  return said.map(({ body }) => body);
};
const nextWeek = { agreementRef: '', what: 'Aftale syn', owner: 'landlord_admin', dueOn: '2026-02-09' };

describe('meetings', () => {
  test('are planned when the agreement comes into force, and their deadlines are set', async () => {
    const { id, meetings } = await inForce();
    expect(meetings).toHaveLength(15);
    expect(meetings.slice(0, 4).map(({ meetsOn }) => meetsOn)).toEqual([
      ...['2026-05-01', '2026-08-03', '2026-11-02', '2027-02-01'],
    ]);
    expect(await deadlines(meetings[1]!.id)).toMatchObject([
      {
        ...{ code: 'FOLLOW_UP_MEETING', status: 'set', caseKind: 'meeting', agreementRef: id },
        ...{ dueOn: '2026-08-03', setOn: '2026-02-01', responsible: 'single_entry' },
      },
    ]);
    for (const user of PARTICIPANTS) expect(await meetingsOf(id, user)).toHaveLength(15);
    expect(await meetingsOf(id, FOREIGN)).toEqual([]);
    expect((await agreements.get(FOREIGN, `meetings/${meetings[0]!.id}`)).status).toBe(404);
    expect((await agreements.get('support_worker', 'meetings')).status).toBe(403);
  });

  test('from agenda and minutes to the approval of both parties', async () => {
    const { id, meetings } = await inForce({
      dialogue: { meetingIntervalMonths: 3, steeringGroup: ['områdechef'], agendaTemplate: ['Siden sidst'] },
    });
    const meeting = `meetings/${meetings[0]!.id}`;
    await must(act(LANDLORD, meeting, 'add-agenda-item', { text: 'Nøgler' }));
    await must(act(STEERING, meeting, 'move', { meetsOn: '2026-05-04', reason: 'Ferie' }));
    await must(post(MUNICIPALITY, 'action-items', { ...nextWeek, agreementRef: id }));
    const plan = { what: 'Fast dag for henvendelser', reason: 'slow_answers', party: 'municipality' };
    const measure = await must(
      post(LANDLORD, 'preventive-measures', { ...plan, agreementRef: id, startsOn: '2026-03-01' }),
    );
    await must(act(LANDLORD, `preventive-measures/${measure.id}`, 'begin'));

    // 14 days before, the agenda is made by itself.
    agreements.on('2026-04-19');
    expect(await see(meeting)).toMatchObject({ state: 'PLANNED', agenda: null, movedBecause: 'Ferie' });
    agreements.on('2026-04-20');
    await eventually(async () => expect((await see(meeting)).state).toBe('AGENDA_READY'));
    const { agenda, items } = await see(meeting);
    expect(items).toEqual([{ by: 'landlord', text: 'Nøgler' }]);
    expect(agenda).toMatchObject({
      ...{ preparedOn: '2026-04-20', standing: ['Siden sidst'], measures: ['Fast dag for henvendelser'] },
      ...{ actionItems: { open: 1, overdue: 1 }, expectations: [] },
    });
    expect(agenda.figures.find(({ series }: { series: string }) => series === 'arrears')).toEqual({
      ...{ series: 'arrears', text: { da: 'Huslejerestancer', en: 'Rent arrears' }, value: null, total: null },
      ...{ from: '2026-02-01', to: '2026-04-19', shown: { da: 'færre end 5', en: 'fewer than 5' } },
    });
    for (const user of PARTICIPANTS) expect((await see(meeting, user)).agenda).toEqual(agenda);

    const minutes = { heldOn: '2026-05-04', attendees: ['områdechef', 'udlejningschef'], minutes: 'Enige.' };
    expect(await act(LANDLORD, meeting, 'hold', minutes)).toMatchObject({ status: 403 });
    expect(await act(MUNICIPALITY, meeting, 'hold', minutes)).toMatchObject({
      ...{
        status: 409,
        body: { code: 'meeting-was-not-held-then', facts: { earliest: '2026-02-01', latest: '2026-04-20' } },
      },
    });
    const before = { ...minutes, heldOn: '1900-05-04' };
    expect((await act(MUNICIPALITY, meeting, 'hold', before)).body.code).toBe('meeting-was-not-held-then');
    agreements.on('2026-05-04');
    await must(act(MUNICIPALITY, meeting, 'hold', minutes));
    expect((await deadlines(meetings[0]!.id)).map(({ status, dueOn }) => [status, dueOn])).toEqual([
      ...[
        ['set', '2026-05-01'],
        ['set', '2026-05-04'],
        ['met', '2026-05-04'],
      ],
    ]);
    await must(act(STEERING, meeting, 'approve-minutes'));
    const waiting = await see(meeting);
    expect(waiting).toMatchObject({ state: 'HELD', approvals: ['municipality'] });
    expect(waiting.allowedActions).not.toContain('approveMinutes');
    expect(await act(MUNICIPALITY, meeting, 'approve-minutes')).toMatchObject({
      ...{ status: 409, body: { code: 'minutes-are-approved-already' } },
    });
    // Another text is another thing to approve.
    await must(act(LANDLORD, meeting, 'correct-minutes', { minutes: 'Enige om nøgler.' }));
    expect((await see(meeting)).approvals).toEqual([]);
    // So is another day, or other people: what was mistyped when it was recorded.
    const mistyped = { minutes: 'Enige om nøgler.', heldOn: '2026-05-05' };
    expect((await act(MUNICIPALITY, meeting, 'correct-minutes', mistyped)).body.code).toBe('meeting-was-not-held-then');
    const right = { minutes: 'Enige om nøgler.', heldOn: '2026-05-03', attendees: ['områdechef'] };
    expect(await must(act(MUNICIPALITY, meeting, 'correct-minutes', right))).toMatchObject({ ...right, state: 'HELD' });
    await must(act(LANDLORD, meeting, 'approve-minutes'));
    expect(await must(act(MUNICIPALITY, meeting, 'approve-minutes'))).toMatchObject({
      ...{ state: 'MINUTES_APPROVED', minutes: 'Enige om nøgler.', allowedActions: [] },
    });
    expect((await see(`${meeting}/history`)).items.map(({ text }: { text: { da: string } }) => text.da)).toContain(
      'Mødet blev flyttet til 4. maj 2026: Ferie',
    );
  });

  test('one may be called besides, moved and cancelled, but not into the past', async () => {
    const { id } = await inForce();
    const never = { status: 409, body: { code: 'meeting-day-is-outside-its-window' } };
    const window = { earliest: '2026-02-01', latest: '2030-01-31' };
    for (const meetsOn of ['1900-01-01', '2026-01-31', '2030-02-01', '2126-03-02'])
      expect(await post(LANDLORD, 'meetings', { agreementRef: id, meetsOn })).toMatchObject({
        ...{ ...never, body: { ...never.body, facts: window } },
      });
    expect((await post(FOREIGN, 'meetings', { agreementRef: id, meetsOn: '2026-03-02' })).status).toBe(404);
    const called = await must(post(LANDLORD, 'meetings', { agreementRef: id, meetsOn: '2026-03-02' }));
    expect(called).toMatchObject({ state: 'PLANNED', plannedOn: null });
    const path = `meetings/${called.id}`;
    expect((await act(LANDLORD, path, 'move', { meetsOn: '2026-03-03' })).status).toBe(400);
    const far = { meetsOn: '2126-03-03', reason: 'Ferie' };
    expect(await act(LANDLORD, path, 'move', far)).toMatchObject(never);
    expect((await act(LANDLORD, path, 'add-agenda-item', { text: 'Om 010190-1234' })).body.errors).toMatchObject([
      { pointer: '/text', code: 'civil-registration-number' },
    ]);
    expect((await act(LANDLORD, path, 'cancel')).status).toBe(403);
    expect(await must(act(MUNICIPALITY, path, 'cancel'))).toMatchObject({ state: 'CANCELLED', allowedActions: [] });
    expect((await deadlines(called.id)).map(({ status }) => status)).toEqual(['set', 'cancelled']);
  });

  test('a next version replaces what is planned, counted from the agreement’s first day; a ready agenda stays', async () => {
    const { id, meetings } = await inForce();
    const [ready, moved] = meetings as [Meeting, Meeting];
    await must(act(MUNICIPALITY, `meetings/${ready.id}`, 'prepare-agenda'));
    await must(act(MUNICIPALITY, `meetings/${moved.id}`, 'move', { meetsOn: '2026-08-10', reason: 'Ferie' }));
    const path = `agreements/${id}`;
    const revise = async (effectiveFrom: string, meetingIntervalMonths: number, agreementVersion: number) => {
      const dialogue = { ...terms().dialogue, meetingIntervalMonths };
      await must(act(MUNICIPALITY, path, 'start-revision', {}));
      await must(act(MUNICIPALITY, path, 'propose-change', { dialogue, effectiveFrom }));
      await agreements.approveBoth(id);
      await agreements.signBoth(id);
      agreements.on(effectiveFrom);
      await eventually(async () => expect(await see(path)).toMatchObject({ agreementVersion }));
      return await meetingsOf(id);
    };
    // The same interval again: nothing moves, whatever day the version begins on.
    expect(await revise('2026-02-17', 3, 2)).toEqual(await meetingsOf(id));
    expect((await meetingsOf(id)).map(({ id: one, state }) => [one, state])).toEqual(
      meetings.map(({ id: one, state }) => [one, one === ready.id ? 'AGENDA_READY' : state]),
    );
    const all = await revise('2026-03-03', 2, 3);
    expect(all.find(({ id: one }) => one === ready.id)?.state).toBe('AGENDA_READY');
    const planned = all.filter(({ state }) => state === 'PLANNED').map(({ plannedOn }) => plannedOn);
    expect(new Set(planned).size).toBe(planned.length);
    expect(planned.toSorted().slice(0, 4)).toEqual(['2026-04-01', '2026-06-01', '2026-08-03', '2026-10-01']);
    // Planned for a day of both: it stays, and with it where it was moved to.
    expect(all.find(({ id: one }) => one === moved.id)).toMatchObject({ state: 'PLANNED', meetsOn: '2026-08-10' });

    await must(act(MUNICIPALITY, path, 'give-notice', { endsOn: '2026-09-03' }));
    const left = (await meetingsOf(id)).filter(({ state }) => state !== 'CANCELLED');
    expect(left.map(({ meetsOn }) => meetsOn).toSorted()).toEqual([
      '2026-04-01',
      '2026-05-01',
      '2026-06-01',
      '2026-08-10',
    ]);
  });

  test('a version that shortens the term ends the notice with it, and what is planned too', async () => {
    const { id } = await inForce();
    const path = `agreements/${id}`;
    await must(act(MUNICIPALITY, path, 'start-revision', {}));
    const term = { from: '2026-02-01', to: '2026-09-30', noticeMonths: 6 };
    const revision = { reviewDate: '2026-09-30', noticeForChangeMonths: 3 };
    const next = { term, revision, effectiveFrom: '2026-05-01' };
    const backwards = { ...next, effectiveFrom: '2026-10-01' };
    expect(await act(MUNICIPALITY, path, 'propose-change', backwards)).toMatchObject({
      ...{ status: 409, body: { code: 'date-is-outside-its-window', facts: { earliest: '2026-10-01' } } },
    });
    await must(act(MUNICIPALITY, path, 'propose-change', next));
    await agreements.approveBoth(id);
    await agreements.signBoth(id);
    // By what is signed the agreement does not run that long any more.
    expect(await act(LANDLORD, path, 'give-notice', { endsOn: '2026-10-01' })).toMatchObject({
      ...{ status: 409, body: { code: 'notice-ends-after-the-term', facts: { latest: '2026-09-30' } } },
    });
    // A notice of an earlier release, given before that was asked.
    await must(act(LANDLORD, path, 'give-notice', { endsOn: '2026-09-01' }));
    await agreements.database.query(
      `update agreement set notice = jsonb_set(notice, '{endsOn}', '"2027-01-31"') where id = $1`,
      [id],
    );
    agreements.on('2026-05-01');
    await eventually(async () => expect(await see(path)).toMatchObject({ agreementVersion: 2, state: 'NOTICE_GIVEN' }));
    const left = (await meetingsOf(id)).filter(({ state }) => state !== 'CANCELLED');
    expect(left.every(({ meetsOn }) => meetsOn <= '2026-09-30')).toBe(true);
    agreements.on('2026-10-01');
    await eventually(async () => expect((await see(path)).state).toBe('TERMINATED'));
    expect((await see(path)).versions).toMatchObject([
      { inForceTo: '2026-04-30' },
      { state: 'SUPERSEDED', inForceFrom: '2026-05-01', inForceTo: '2026-09-30' },
    ]);
  });
});

test('a version that ends earlier leaves no meeting after its last day, nor calls again one that was cancelled', async () => {
  const { id, meetings } = await inForce();
  const [first, second, third] = meetings as [Meeting, Meeting, Meeting];
  await must(act(MUNICIPALITY, `meetings/${second.id}`, 'cancel'));
  await must(act(LANDLORD, `meetings/${third.id}`, 'move', { meetsOn: '2027-03-01', reason: 'Ferie' }));
  const besides = (await must(post(LANDLORD, 'meetings', { agreementRef: id, meetsOn: '2027-02-01' }))).id;
  const path = `agreements/${id}`;
  await must(act(MUNICIPALITY, path, 'start-revision', {}));
  const term = { from: '2026-02-01', to: '2027-01-31', noticeMonths: 6 };
  const revision = { reviewDate: '2026-09-30', noticeForChangeMonths: 3 };
  await must(act(MUNICIPALITY, path, 'propose-change', { term, revision, effectiveFrom: '2026-02-02' }));
  await agreements.approveBoth(id);
  await agreements.signBoth(id);
  agreements.on('2026-02-02');
  await eventually(async () => expect((await see(path)).agreementVersion).toBe(2));
  const left = (await meetingsOf(id)).filter(({ state }) => state !== 'CANCELLED');
  expect(left[0]).toMatchObject({ id: first.id });
  expect(left.filter(({ meetsOn, plannedOn }) => meetsOn > '2027-01-31' || plannedOn === second.plannedOn)).toEqual([]);
  expect((await see(`meetings/${besides}/history`)).items.at(-1)).toMatchObject({
    ...{ by: 'system', text: { da: 'Mødet bortfaldt, fordi aftalen ikke løber så længe.' } },
  });
});

describe('what is planned under an agreement', () => {
  const measure = { what: 'Velkomstmøde', reason: 'arrears', party: 'municipality', startsOn: '2026-03-02' };
  const ratings = { contact: 3, speed: 3, clarity: 3, economy: 3, cooperation: 3 };
  const opens = (agreementRef: string): [string, object][] => [
    ['meetings', { agreementRef, meetsOn: '2026-03-02' }],
    ['action-items', { ...nextWeek, agreementRef }],
    ['expectation-checks', { agreementRef, ratings }],
    ['preventive-measures', { ...measure, agreementRef }],
  ];

  test('ends with it: nothing more is opened, planned or begun, and what is open lapses, with its deadlines', async () => {
    const { id } = await inForce({ term: { from: '2026-02-01', to: '2026-05-31', noticeMonths: 1 } });
    const made = new Map<string, string>();
    for (const [path, body] of opens(id)) made.set(path, (await must(post(MUNICIPALITY, path, body))).id);
    const running = (await must(post(LANDLORD, 'preventive-measures', { ...measure, agreementRef: id }))).id;
    await must(act(LANDLORD, `preventive-measures/${running}`, 'begin'));
    const last = (await must(post(LANDLORD, 'meetings', { agreementRef: id, meetsOn: '2026-05-31' }))).id;
    agreements.on('2026-06-01');
    await eventually(async () => expect((await see(`agreements/${id}`)).state).toBe('EXPIRED'));
    for (const [path, body] of opens(id))
      for (const user of PARTICIPANTS)
        expect([path, await post(user, path, body)]).toMatchObject([
          path,
          { status: 409, body: { code: 'agreement-has-ended', facts: { lastDay: '2026-05-31' } } },
        ]);
    const item = `action-items/${made.get('action-items')}`;
    expect(await see(item)).toMatchObject({ state: 'CANCELLED', allowedActions: [] });
    expect((await deadlines(made.get('action-items')!)).map(({ status }) => status)).toEqual(['set', 'cancelled']);
    expect((await see(`${item}/history`, LANDLORD)).items.at(-1)).toMatchObject({
      ...{ by: 'system', text: { da: 'Opgaven bortfaldt, fordi aftalen ophørte.' } },
    });
    expect(await see(`preventive-measures/${made.get('preventive-measures')}`)).toMatchObject({
      ...{ state: 'ENDED', endsOn: null, effect: null },
    });
    expect(await see(`preventive-measures/${running}`)).toMatchObject({ state: 'ENDED', endsOn: '2026-05-31' });
    // A meeting that was to be held before is still recorded, as held before the end.
    const meeting = `meetings/${last}`;
    const held = { attendees: ['områdechef'], minutes: 'Slut.' };
    expect((await see(meeting)).allowedActions.toSorted()).toEqual(['cancel', 'hold']);
    expect(await act(MUNICIPALITY, meeting, 'hold', { ...held, heldOn: '2026-06-01' })).toMatchObject({
      ...{ status: 409, body: { facts: { latest: '2026-05-31' } } },
    });
    await must(act(MUNICIPALITY, meeting, 'hold', { ...held, heldOn: '2026-05-31' }));
    expect((await agreements.get(LANDLORD, `agreements/${id}/document`)).body).toContain(
      'Aftalens sidste dag var 31. maj 2026.',
    );
  });

  test('of a draft that is not shared there is nothing, and of a negotiation that was given up nothing is left', async () => {
    agreements.on('2026-02-01');
    const id = await agreements.draft();
    for (const [path, body] of opens(id)) {
      expect([path, await post(MUNICIPALITY, path, body)]).toMatchObject([
        path,
        { status: 409, body: { code: 'agreement-is-not-shared-yet' } },
      ]);
      expect((await post(LANDLORD, path, body)).status).toBe(404);
      expect((await see(`${path}?agreementRef=${id}`, LANDLORD)).items).toEqual([]);
    }
    await must(act(MUNICIPALITY, `agreements/${id}`, 'propose-change', { depositMonths: 2 }));
    await must(act(MUNICIPALITY, `agreements/${id}`, 'share-with-landlord'));
    // What was written before it was shared stays the municipality's own, in the history too.
    const told = async (user: User) =>
      (await see(`agreements/${id}/history`, user)).items.map(({ action }: { action: string }) => action);
    expect(await told(LANDLORD)).toEqual(['agreement.share-with-landlord']);
    expect(await told(MUNICIPALITY)).toHaveLength(3);
    const made: string[] = [];
    for (const [path, body] of opens(id)) made.push(`${path}/${(await must(post(MUNICIPALITY, path, body))).id}`);
    await must(act(LANDLORD, `agreements/${id}`, 'abandon'));
    const states = await Promise.all(made.map(async (path) => (await see(path, LANDLORD)).state));
    expect(states).toEqual(['CANCELLED', 'CANCELLED', 'GIVEN', 'ENDED']);
    expect((await post(LANDLORD, 'meetings', opens(id)[0]![1])).body.code).toBe('agreement-has-ended');
  });

  test('has days on which the agreement runs', async () => {
    const { id } = await inForce();
    const item = (await must(post(LANDLORD, 'action-items', { ...nextWeek, agreementRef: id }))).id;
    const refused = [
      ...['1900-01-01', '2026-01-31', '2030-02-01', '2126-02-09'].flatMap((dueOn) => [
        post(LANDLORD, 'action-items', { ...nextWeek, agreementRef: id, dueOn }),
        act(LANDLORD, `action-items/${item}`, 'change-due-date', { dueOn }),
      ]),
      ...['1900-03-02', '2025-10-31', '2030-02-01', '2126-03-02'].map((startsOn) =>
        post(LANDLORD, 'preventive-measures', { ...measure, agreementRef: id, startsOn }),
      ),
      ...['1900-03-02', '2026-03-01', '2030-02-01', '2126-03-02'].map((endsOn) =>
        post(LANDLORD, 'preventive-measures', { ...measure, agreementRef: id, endsOn }),
      ),
    ];
    for (const { status, body } of await Promise.all(refused))
      expect({ status, ...body }).toMatchObject({
        ...{ status: 409, code: expect.stringMatching(/-is-outside-its-window$/) },
        facts: { earliest: expect.any(String), latest: '2030-01-31' },
      });
  });
});

describe('action items', () => {
  test('belong to a role, which completes them; a landlord only the own ones', async () => {
    const { id, meetings } = await inForce();
    const input = { ...nextWeek, agreementRef: id, meetingRef: meetings[0]!.id };
    expect(await post(STEERING, 'action-items', { ...input, dueOn: '2026-01-31' })).toMatchObject({
      ...{ status: 409, body: { code: 'due-day-is-outside-its-window' } },
    });
    expect((await post(LANDLORD, 'action-items', { ...input, meetingRef: randomUUID() })).status).toBe(404);
    expect((await post(FOREIGN, 'action-items', input)).status).toBe(404);
    const own = await must(post(STEERING, 'action-items', input));
    const theirs = await must(post(LANDLORD, 'action-items', { ...input, owner: 'finance', what: 'Betale' }));
    expect(await act(LANDLORD, `action-items/${theirs.id}`, 'complete')).toMatchObject({
      ...{ status: 409, body: { code: 'action-item-is-somebody-elses' } },
    });
    expect((await see(`action-items/${theirs.id}`, LANDLORD)).allowedActions).not.toContain('complete');
    expect((await agreements.get('finance', `action-items/${own.id}`)).status).toBe(404);
    await must(act(LANDLORD, `action-items/${own.id}`, 'change-due-date', { dueOn: '2026-02-16' }));
    expect(await must(act(LANDLORD, `action-items/${own.id}`, 'complete'))).toMatchObject({ state: 'DONE' });
    expect(await must(act('finance', `action-items/${theirs.id}`, 'complete'))).toMatchObject({ doneOn: '2026-02-01' });
    const said = await deadlines(own.id);
    expect(said.map(({ status, dueOn }) => [status, dueOn])).toEqual([
      ...[
        ['set', '2026-02-09'],
        ['set', '2026-02-16'],
        ['met', '2026-02-16'],
      ],
    ]);
    expect(said[0]).toMatchObject({ code: 'ACTION_ITEM', responsible: 'landlord_admin', agreementRef: id });
    expect(said[0]).toHaveProperty('landlordRef', expect.any(String));

    const dropped = await must(post(MUNICIPALITY, 'action-items', input));
    await must(act(LANDLORD, `action-items/${dropped.id}`, 'cancel'));
    expect((await deadlines(dropped.id)).map(({ status }) => status)).toEqual(['set', 'cancelled']);
    agreements.on('2026-02-10');
    const late = await must(post(MUNICIPALITY, 'action-items', { ...input, dueOn: '2026-02-10' }));
    agreements.on('2026-02-11');
    expect(await see(`action-items/${late.id}`)).toMatchObject({ state: 'OPEN', isOverdue: true });
  });
});

describe('expectation checks', () => {
  const ratings = (of: number) => ({ contact: of, speed: of, clarity: of, economy: of, cooperation: of });

  test('a party sees the other’s answer once both have answered', async () => {
    const { id, meetings } = await inForce();
    const about = { agreementRef: id, meetingRef: meetings[0]!.id };
    const ours = await must(post(MUNICIPALITY, 'expectation-checks', { ...about, ratings: ratings(4) }));
    expect(await see(`expectation-checks/${ours.id}`, STEERING)).toMatchObject({ ratings: ratings(4) });
    expect(await see(`expectation-checks/${ours.id}`, LANDLORD)).toMatchObject({ ratings: null, comment: null });
    expect(await post(STEERING, 'expectation-checks', { ...about, ratings: ratings(1) })).toMatchObject({
      ...{ status: 409, body: { code: 'party-has-answered-already' } },
    });
    expect(await act(LANDLORD, `expectation-checks/${ours.id}`, 'correct', { ratings: ratings(1) })).toMatchObject({
      ...{ status: 409, body: { code: 'answer-is-the-other-partys' } },
    });
    const corrected = { ratings: ratings(3), comment: 'Svar tager for lang tid' };
    await must(act(STEERING, `expectation-checks/${ours.id}`, 'correct', corrected));
    expect((await see(`expectation-checks?agreementRef=${id}`, LANDLORD)).items).toMatchObject([{ ratings: null }]);
    const theirs = await must(post(LANDLORD, 'expectation-checks', { ...about, ratings: ratings(5) }));
    expect(await see(`expectation-checks/${ours.id}`, LANDLORD)).toMatchObject(corrected);
    expect(await see(`expectation-checks/${theirs.id}`)).toMatchObject({ ratings: ratings(5) });
    expect(await act(MUNICIPALITY, `expectation-checks/${ours.id}`, 'correct', corrected)).toMatchObject({
      ...{ status: 409, body: { code: 'answer-has-been-shown' } },
    });
    expect((await agreements.get(FOREIGN, `expectation-checks/${ours.id}`)).status).toBe(404);

    await must(act(MUNICIPALITY, `meetings/${meetings[0]!.id}`, 'prepare-agenda'));
    expect((await see(`meetings/${meetings[0]!.id}`, LANDLORD)).agenda.expectations).toEqual([
      { party: 'landlord', givenOn: '2026-02-01', average: 5, comment: null },
      { party: 'municipality', givenOn: '2026-02-01', average: 3, comment: 'Svar tager for lang tid' },
    ]);
  });

  test('without a meeting there is one for each quarter; it is shown alone after 14 days', async () => {
    const { id, meetings } = await inForce();
    const input = { agreementRef: id, ratings: ratings(2) };
    const { id: first, quarterFrom } = await must(post(LANDLORD, 'expectation-checks', input));
    expect(quarterFrom).toBe('2026-01-01');
    expect((await post(LANDLORD, 'expectation-checks', input)).status).toBe(409);
    agreements.on('2026-02-15');
    expect((await see(`expectation-checks/${first}`)).ratings).toBeNull();
    agreements.on('2026-02-16');
    expect((await see(`expectation-checks/${first}`)).ratings).toEqual(ratings(2));
    expect((await act(LANDLORD, `expectation-checks/${first}`, 'correct', { ratings: ratings(1) })).status).toBe(409);
    await must(act(MUNICIPALITY, `meetings/${meetings[0]!.id}`, 'prepare-agenda'));
    expect((await see(`meetings/${meetings[0]!.id}`)).agenda.expectations).toMatchObject([
      { party: 'landlord', average: 2 },
    ]);
    agreements.on('2026-04-01');
    await must(post(LANDLORD, 'expectation-checks', { ...input, ratings: ratings(5) }));
    const { items } = await see(`expectation-checks?agreementRef=${id}`);
    expect(items).toMatchObject([{ quarterFrom: '2026-04-01', ratings: null }, { ratings: ratings(2) }]);
    expect((await see(`expectation-checks/${first}/history`, LANDLORD)).items).toHaveLength(1);
  });
});

describe('preventive measures', () => {
  test('are planned, run and end with what they did', async () => {
    const { id } = await inForce();
    const input = { agreementRef: id, what: 'Velkomstmøde', reason: 'arrears', party: 'municipality' };
    const backwards = { ...input, startsOn: '2026-03-01', endsOn: '2026-02-28' };
    expect(await post(LANDLORD, 'preventive-measures', backwards)).toMatchObject({
      ...{ status: 409, body: { code: 'measure-end-is-outside-its-window', facts: { earliest: '2026-03-01' } } },
    });
    expect((await post(FOREIGN, 'preventive-measures', { ...input, startsOn: '2026-03-01' })).status).toBe(404);
    const planned = await must(post(STEERING, 'preventive-measures', { ...input, startsOn: '2026-03-01' }));
    expect(planned).toMatchObject({ state: 'PLANNED', endsOn: null, effect: null });
    const path = `preventive-measures/${planned.id}`;
    agreements.on('2026-03-02');
    expect(await must(act(MUNICIPALITY, path, 'begin'))).toMatchObject({ state: 'RUNNING', startsOn: '2026-03-02' });
    agreements.on('2026-05-01');
    expect(await must(act(LANDLORD, path, 'end', { effect: 'worked_partly' }))).toMatchObject({
      ...{ state: 'ENDED', endsOn: '2026-05-01', effect: 'worked_partly', allowedActions: [] },
    });
    expect((await see(`${path}/history`, STEERING)).items).toHaveLength(3);
  });
});

test('each refusal of the follow-up can be read about', async () => {
  for (const code of [
    ...['meeting-day-is-outside-its-window', 'meeting-was-not-held-then', 'minutes-are-approved-already'],
    ...['due-day-is-outside-its-window', 'agreement-has-ended', 'agreement-is-not-shared-yet'],
    ...['action-item-is-somebody-elses', 'answer-is-the-other-partys', 'answer-has-been-shown'],
    ...['party-has-answered-already', 'measure-end-is-outside-its-window', 'measure-start-is-outside-its-window'],
  ]) {
    const { status } = await fetch(`${agreements.service.url}/problems/${code}`);
    expect([code, status]).toEqual([code, 200]);
  }
});
