// SPDX-License-Identifier: MPL-2.0
// The standing dialogue of an agreement: meetings, agenda and minutes, action items, expectations, preventive measures.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { assertPublished, eventually, type User } from '#testing';
import { Agreements, LANDLORD, MUNICIPALITY, must, terms } from './service.js';

let agreements: Agreements;
beforeAll(async () => {
  agreements = await Agreements.start('2026-01-15');
}, 60_000);
afterAll(async () => agreements?.stop());

const STEERING: User = 'steering_member';
const dialogue = { ...terms().dialogue, agendaTemplate: ['Siden sidst'] };

interface Meeting {
  id: string;
  state: string;
  plannedOn: string | null;
  meetsOn: string;
}
const meetingsOf = async (agreementRef: string, query = ''): Promise<Meeting[]> =>
  (await agreements.get(STEERING, `meetings?limit=100&agreementRef=${agreementRef}${query}`)).body.items.toSorted(
    (a: Meeting, b: Meeting) => (a.meetsOn < b.meetsOn ? -1 : 1),
  );
const days = (meetings: readonly Meeting[]) => meetings.map(({ meetsOn }) => meetsOn);
const deadlines = (caseRef: string) =>
  agreements.database.query<{ status: string; due: string; body: object; type: string; topic: string; key: string }>(
    `select topic, key, body, headers->>'type' as type, headers->>'dataclassification' as classification,
       body->>'status' as status, body->>'dueOn' as due
       from outbox where topic = 'indgang.agreements.deadlines.internal' and body->>'caseRef' = $1 order by position`,
    [caseRef],
  );
const act = (user: User, path: string, action: string, body?: object) => agreements.act(user, path, action, body);

describe('meetings', () => {
  test('row 1: the agreement plans its meetings as it comes into force, each with a deadline', async () => {
    agreements.on('2026-01-15');
    const id = await agreements.signed({ dialogue });
    expect(await meetingsOf(id)).toEqual([]);
    agreements.on('2026-02-01');
    await eventually(async () => expect(await meetingsOf(id)).toHaveLength(15));
    const meetings = await meetingsOf(id);
    expect(days(meetings).slice(0, 4)).toEqual(['2026-05-01', '2026-08-03', '2026-11-02', '2027-02-01']);
    const said = await deadlines(meetings[0]!.id);
    expect(said).toMatchObject([{ status: 'set', due: '2026-05-01', body: { code: 'FOLLOW_UP_MEETING' } }]);
    for (const message of said) assertPublished(message as never);
  });

  test('a next version plans anew from its own day; an agreement that ends has no more meetings', async () => {
    agreements.on('2026-02-02');
    const id = await agreements.signed({ term: { from: '2026-02-01', to: '2026-12-31', noticeMonths: 1 } });
    expect(days(await meetingsOf(id))).toEqual(['2026-05-01', '2026-08-03', '2026-11-02']);
    await must(act(MUNICIPALITY, `agreements/${id}`, 'start-revision'));
    const monthly = { dialogue: { ...dialogue, meetingIntervalMonths: 4 }, effectiveFrom: '2026-04-01' };
    await must(act(MUNICIPALITY, `agreements/${id}`, 'propose-change', monthly));
    await agreements.approveBoth(id);
    await agreements.signBoth(id);
    agreements.on('2026-04-01');
    await eventually(async () =>
      expect(days(await meetingsOf(id, '&state=PLANNED'))).toEqual(['2026-08-03', '2026-12-01']),
    );
    expect(await meetingsOf(id, '&state=CANCELLED')).toHaveLength(2);
    await must(act(LANDLORD, `agreements/${id}`, 'give-notice', { endsOn: '2026-10-31' }));
    agreements.on('2026-11-01');
    await eventually(async () => expect(days(await meetingsOf(id, '&state=PLANNED'))).not.toContain('2026-12-01'));
    const december = (await meetingsOf(id)).find(({ meetsOn }) => meetsOn === '2026-12-01')!;
    expect((await deadlines(december.id)).map(({ status }) => status)).toEqual(['set', 'cancelled']);
    agreements.on('2026-02-02');
  });

  test('agenda, minutes and their approval by both; the landlord of another agreement sees nothing', async () => {
    agreements.on('2026-02-02');
    const id = await agreements.signed({ dialogue });
    const [meeting] = await meetingsOf(id);
    const path = `meetings/${meeting!.id}`;
    await must(act(LANDLORD, path, 'add-agenda-item', { text: 'Tomgang i foråret' }));
    expect((await act(LANDLORD, path, 'add-agenda-item', { text: 'om 010190-1234' })).body.errors).toMatchObject([
      { pointer: '/text', code: 'civil-registration-number' },
    ]);
    await must(
      agreements
        .post(STEERING, 'preventive-measures', {
          ...{ agreementRef: id, what: 'Velkomstbesøg', reason: 'neighbour_complaints', party: 'municipality' },
          startsOn: '2026-02-02',
        })
        .then(async ({ body }) => act(STEERING, `preventive-measures/${body.id}`, 'begin')),
    );
    const item = { agreementRef: id, what: 'Ny folder', owner: 'landlord_admin', dueOn: '2026-03-01' };
    await must(agreements.post(STEERING, 'action-items', item));
    agreements.on('2026-04-17');
    const prepared = await eventually(async () => {
      const { body } = await agreements.get(LANDLORD, path);
      expect(body.state).toBe('AGENDA_READY');
      return body;
    });
    expect(prepared).toMatchObject({
      items: [{ by: 'landlord', text: 'Tomgang i foråret' }],
      agenda: {
        ...{ preparedOn: '2026-04-17', standing: ['Siden sidst'], measures: ['Velkomstbesøg'] },
        actionItems: { open: 1, overdue: 1 },
      },
    });
    expect(prepared.agenda.figures).toHaveLength(9);
    expect((await agreements.get('landlord2_admin', path)).status).toBe(404);
    const held = { heldOn: '2026-05-01', attendees: ['områdechef'], minutes: 'Vi talte om tomgang.' };
    expect((await act(MUNICIPALITY, path, 'hold', held)).body.code).toBe('meeting-is-in-the-future');
    agreements.on('2026-05-01');
    await must(act(MUNICIPALITY, path, 'hold', held));
    expect((await deadlines(meeting!.id)).map(({ status }) => status)).toEqual(['set', 'met']);
    expect(await must(act(STEERING, path, 'approve-minutes'))).toMatchObject({ approvals: ['municipality'] });
    expect((await act(MUNICIPALITY, path, 'approve-minutes')).body.code).toBe('minutes-are-approved-already');
    expect(await must(act(LANDLORD, path, 'correct-minutes', { minutes: 'Og om haven.' }))).toMatchObject({
      approvals: [],
    });
    await must(act(STEERING, path, 'approve-minutes'));
    expect(await must(act(LANDLORD, path, 'approve-minutes'))).toMatchObject({ state: 'MINUTES_APPROVED' });
  });

  test('one is called besides, moved and cancelled; the deadline follows', async () => {
    agreements.on('2026-02-02');
    const agreementRef = await agreements.signed();
    const call = (user: User, meetsOn: string) => agreements.post(user, 'meetings', { agreementRef, meetsOn });
    expect((await call(LANDLORD, '2026-02-01')).body.code).toBe('meeting-day-has-passed');
    expect((await call('landlord2_admin', '2026-03-01')).status).toBe(404);
    const { id } = await must(call(LANDLORD, '2026-03-02'));
    await must(act(LANDLORD, `meetings/${id}`, 'move', { meetsOn: '2026-03-03' }));
    await must(act(STEERING, `meetings/${id}`, 'cancel'));
    expect((await deadlines(id)).map(({ status, due }) => `${status} ${due}`)).toEqual([
      'set 2026-03-02',
      'set 2026-03-03',
      'cancelled 2026-03-03',
    ]);
    expect((await act(STEERING, `meetings/${id}`, 'cancel')).status).toBe(409);
  });
});

describe('action items', () => {
  test('owner and day are told as a deadline; only the owner, or the one entry for the municipality, completes it', async () => {
    agreements.on('2026-02-02');
    const agreementRef = await agreements.signed();
    const agree = (more: object = {}) =>
      agreements.post(STEERING, 'action-items', {
        ...{ agreementRef, what: 'Ny folder', owner: 'support_worker', dueOn: '2026-03-02' },
        ...more,
      });
    expect((await agree({ dueOn: '2026-02-01' })).body.code).toBe('due-day-has-passed');
    expect((await agree({ meetingRef: randomUUID() })).status).toBe(404);
    const { id } = await must(agree());
    const [deadline] = await deadlines(id);
    expect(deadline?.body).toMatchObject({ code: 'ACTION_ITEM', responsible: 'support_worker', agreementRef });
    assertPublished(deadline as never);
    expect((await agreements.get('outreach_team', `action-items/${id}`)).status).toBe(404);
    expect((await agreements.get('support_worker', 'action-items')).body.items).toMatchObject([{ id }]);
    expect((await act(LANDLORD, `action-items/${id}`, 'complete')).body).toMatchObject({
      ...{ code: 'action-item-is-somebody-elses', facts: { owner: 'support_worker' } },
    });
    await must(act(LANDLORD, `action-items/${id}`, 'change-due-date', { dueOn: '2026-03-09' }));
    expect(await must(act('support_worker', `action-items/${id}`, 'complete'))).toMatchObject({
      ...{ state: 'DONE', doneOn: '2026-02-02', isOverdue: false },
    });
    expect((await deadlines(id)).map(({ status, due }) => `${status} ${due}`)).toEqual([
      'set 2026-03-02',
      'set 2026-03-09',
      'met 2026-03-09',
    ]);
    const theirs = await must(agree({ owner: 'landlord_admin' }));
    expect((await act(MUNICIPALITY, `action-items/${theirs.id}`, 'complete')).status).toBe(409);
    expect(await must(act(LANDLORD, `action-items/${theirs.id}`, 'complete'))).toMatchObject({ state: 'DONE' });
  });
});

describe('expectation checks', () => {
  test('each party answers once, sees the other’s answer when both have, and then can change it no more', async () => {
    agreements.on('2026-02-02');
    const agreementRef = await agreements.signed();
    const ratings = { contact: 5, speed: 4, clarity: 3, economy: 2, cooperation: 1 };
    const answer = (user: User, more: object = {}) =>
      agreements.post(user, 'expectation-checks', { agreementRef, ratings, ...more });
    expect((await answer(LANDLORD, { ratings: { ...ratings, speed: 6 } })).body.errors).toMatchObject([
      { pointer: '/ratings/speed' },
    ]);
    const own = await must(answer(LANDLORD, { comment: 'Hurtigt svar' }));
    expect(own).toMatchObject({ party: 'landlord', ratings, comment: 'Hurtigt svar' });
    expect((await answer(LANDLORD)).body.code).toBe('party-has-answered-already');
    const path = `expectation-checks/${own.id}`;
    expect((await agreements.get(MUNICIPALITY, path)).body).toMatchObject({ ratings: null, comment: null });
    expect((await act(MUNICIPALITY, path, 'correct', { ratings })).body.code).toBe('answer-is-the-other-partys');
    await must(act(LANDLORD, path, 'correct', { ratings: { ...ratings, speed: 5 } }));
    await must(answer(STEERING));
    expect((await agreements.get(MUNICIPALITY, path)).body).toMatchObject({ ratings: { speed: 5 }, comment: null });
    expect((await act(LANDLORD, path, 'correct', { ratings })).body.code).toBe('answer-has-been-shown');
    const [meeting] = await meetingsOf(agreementRef);
    const alone = await must(answer(MUNICIPALITY, { meetingRef: meeting!.id }));
    const seen = async () => (await agreements.get(LANDLORD, `expectation-checks/${alone.id}`)).body.ratings;
    agreements.on('2026-02-16');
    expect(await seen()).toBeNull();
    agreements.on('2026-02-17');
    expect(await seen()).toEqual(ratings);
  });
});

test('a preventive measure is planned, begun and ended with its effect', async () => {
  agreements.on('2026-02-02');
  const agreementRef = await agreements.signed();
  const measure = {
    ...{ agreementRef, what: 'Velkomstbesøg', reason: 'arrears', party: 'landlord', startsOn: '2026-02-02' },
  };
  expect((await agreements.post(LANDLORD, 'preventive-measures', { ...measure, endsOn: '2026-02-01' })).body.code).toBe(
    'measure-ends-before-it-starts',
  );
  const { id } = await must(agreements.post(LANDLORD, 'preventive-measures', measure));
  await must(act(MUNICIPALITY, `preventive-measures/${id}`, 'begin'));
  expect(await must(act(STEERING, `preventive-measures/${id}`, 'end', { effect: 'worked_partly' }))).toMatchObject({
    ...{ state: 'ENDED', effect: 'worked_partly', allowedActions: [] },
  });
  expect((await agreements.get('landlord2_admin', `preventive-measures/${id}`)).status).toBe(404);
});
