// SPDX-License-Identifier: MPL-2.0
// Indflytningssyn og indflytning over HTTP: row 11 of the worked example, what is late, what is struck, who sees what, and the
// settling-in checklist.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eventually, knowStaff, landlords, type Reply, staffId, type User } from '#testing';
import { Referrals } from './service.js';

let referrals: Referrals;
beforeAll(async () => {
  referrals = await Referrals.start('2026-04-14');
}, 60_000);
afterAll(async () => {
  await referrals?.stop();
});

/** A tenancy of landlord 1 from 2026-04-23. */
async function aTenancy(more: object = { supportWorker: staffId('support_worker') }): Promise<string> {
  const [agreementRef, dwellingRef] = [randomUUID(), randomUUID()];
  await referrals.database.query(
    `insert into known_agreements (id, version, landlord_ref, state, agreement_version, term_from, term_to, dwellings)
     values ($1, 1, $2, 'ACTIVE', 1, '2026-01-01', '2030-12-31', $3)`,
    [agreementRef, landlords.boOgBy.id, JSON.stringify([{ dwellingRef, rentOere: 450_000, utilitiesOere: 60_000 }])],
  );
  const tenancy = { agreementRef, dwellingRef, citizenRef: randomUUID(), startedOn: '2026-04-23' };
  return (await must(referrals.post('social_caseworker', 'tenancies', { ...tenancy, hasSupportWorker: true, ...more })))
    .id;
}
async function must(reply: Promise<Reply>): Promise<Reply['body']> {
  const { status, body } = await reply;
  expect([body.code, body.errors, status < 300]).toEqual([undefined, undefined, true]);
  return body;
}
const faults = async (reply: Promise<Reply>) => {
  const { status, body } = await reply;
  return [
    status,
    ...(body.errors ?? []).map(({ pointer, code }: { pointer: string; code: string }) => `${pointer} ${code}`),
  ];
};
const plan = (tenancyRef: string, more: object = {}, user: User = 'landlord_admin') =>
  referrals.post(user, 'move-in-inspections', { tenancyRef, plannedOn: '2026-04-23', ...more });
const act = (user: User, id: string, action: string, body: object = {}) =>
  referrals.post(user, `move-in-inspections/${id}/${action}`, body);
const get = async (user: User, path: string) => (await referrals.get(user, path)).body;
const planned = async (more: object = {}) => (await must(plan(await aTenancy(), more))).id as string;
const held = async (heldOn = '2026-04-23') => {
  const id = await planned({ summonedOn: '2026-04-14' });
  // Before time completes it.
  referrals.travel('2026-05-07');
  await must(act('landlord_caretaker', id, 'hold', { heldOn, municipalityTookPart: true }));
  return id;
};
const deadlines = async (id: string) =>
  (await referrals.told('indgang.referrals.deadlines.internal', id)).map(
    ({ body: { code, status, dueOn, responsible } }) => `${code} ${status} ${dueOn} ${responsible}`,
  );
const facts = async (topic: string, id: string) =>
  (await referrals.told(`indgang.referrals.move-in-inspection${topic}`, id)).map(({ type }) => type.split('.')[4]);

describe('the inspection', () => {
  test('row 11: summoned nine days before, the municipality takes part, a defect list until 7 May', async () => {
    referrals.travel('2026-04-14');
    const id = await planned();
    expect(await get('landlord_admin', `move-in-inspections/${id}`)).toMatchObject({
      number: expect.stringMatching(/^S-26-/),
      state: 'PLANNED',
      summonedOn: null,
      summonsDueOn: '2026-04-16',
      defectListDueOn: '2026-05-07',
      warnings: [],
    });
    await must(act('landlord_admin', id, 'summon', { summonedOn: '2026-04-14' }));
    referrals.travel('2026-04-23');
    await must(act('support_worker', id, 'hold', { heldOn: '2026-04-23', municipalityTookPart: true }));
    const report = { deliveredOn: '2026-04-23', how: 'at_inspection' };
    expect(await must(act('landlord_admin', id, 'deliver-report', report))).toMatchObject({
      state: 'REPORTED',
      municipalityTookPart: true,
      absenceReason: null,
      warnings: [],
    });
    referrals.travel('2026-05-07');
    await must(act('support_worker', id, 'record-defect-list', { receivedOn: '2026-05-07', count: 3 }));
    expect(await deadlines(id)).toEqual([
      'SUMMONS_LATEST set 2026-04-16 landlord_admin',
      'DEFECT_LIST set 2026-05-07 support_worker',
      'SUMMONS_LATEST met 2026-04-16 landlord_admin',
      'REPORT_LATEST set 2026-05-07 landlord_admin',
      'REPORT_LATEST met 2026-05-07 landlord_admin',
      'DEFECT_LIST met 2026-05-07 support_worker',
    ]);
    expect(await facts('', id)).toEqual(['scheduled', 'changed', 'held', 'changed', 'changed']);
    expect(await facts('.internal', id)).toEqual(['scheduled', 'changed', 'held', 'reported', 'defects-listed']);
  });

  test('what is late or missing is recorded, with a warning', async () => {
    referrals.travel('2026-04-17');
    const id = await planned({ summonedOn: '2026-04-17' });
    expect((await get('single_entry', `move-in-inspections/${id}`)).warnings).toEqual(['summons-is-too-late']);
    await must(act('landlord_admin', id, 'move', { plannedOn: '2026-04-24', summonedOn: '2026-04-17' }));
    expect((await get('single_entry', `move-in-inspections/${id}`)).warnings).toEqual([]);
    expect(await must(act('landlord_admin', id, 'move', { plannedOn: '2026-04-27' }))).toMatchObject({
      plannedOn: '2026-04-27',
      summonedOn: null,
    });
    referrals.travel('2026-06-01');
    await must(
      act('landlord_admin', id, 'hold', {
        heldOn: '2026-04-27',
        municipalityTookPart: false,
        absenceReason: 'not_invited',
      }),
    );
    await must(act('landlord_admin', id, 'record-defect-list', { receivedOn: '2026-05-30', count: 1 }));
    await must(act('landlord_admin', id, 'deliver-report', { deliveredOn: '2026-05-12', how: 'sent' }));
    expect(await get('landlord_admin', `move-in-inspections/${id}`)).toMatchObject({
      municipalityTookPart: false,
      absenceReason: 'not_invited',
      reportDueOn: '2026-05-11',
      defectLists: [{ receivedOn: '2026-05-30', count: 1 }],
      warnings: ['tenant-was-not-summoned', 'report-is-late'],
    });
  });

  test('the last days are in time', async () => {
    referrals.travel('2026-04-16');
    const id = await planned({ summonedOn: '2026-04-16' });
    referrals.travel('2026-05-07');
    await must(act('single_entry', id, 'hold', { heldOn: '2026-04-23', municipalityTookPart: true }));
    const { warnings } = await must(
      act('single_entry', id, 'deliver-report', { deliveredOn: '2026-05-07', how: 'sent' }),
    );
    expect(warnings).toEqual([]);
  });

  test('every date has a window, and the refusal names it', async () => {
    referrals.travel('2026-04-14');
    const tenancyRef = await aTenancy();
    for (const plannedOn of ['2026-03-22', '2026-05-25', '2025-04-23', '2126-04-23'])
      expect(await faults(plan(tenancyRef, { plannedOn }))).toEqual([
        409,
        '/plannedOn inspection-is-far-from-moving-in',
      ]);
    for (const summonedOn of ['2026-04-15', '2026-01-22'])
      expect(await faults(plan(tenancyRef, { summonedOn }))).toEqual([
        409,
        '/summonedOn summons-is-outside-its-window',
      ]);
    const id = (await must(plan(tenancyRef))).id;
    expect(await faults(act('landlord_admin', id, 'summon', { summonedOn: '2026-04-15' }))).toEqual([
      ...[409, '/summonedOn summons-is-outside-its-window'],
    ]);
    expect(await faults(act('landlord_admin', id, 'move', { plannedOn: '2026-04-23' }))).toEqual([
      ...[409, '/plannedOn inspection-is-on-that-day-already'],
    ]);
    const hold = (more: object) => faults(act('landlord_admin', id, 'hold', { municipalityTookPart: true, ...more }));
    expect(await hold({ heldOn: '2026-04-15' })).toEqual([409, '/heldOn inspection-was-held-on-another-day']);
    referrals.travel('2026-04-23');
    expect(await hold({ heldOn: '2026-04-23', municipalityTookPart: false })).toEqual([
      ...[409, '/absenceReason absence-of-the-municipality-is-not-explained'],
    ]);
    expect(await hold({ heldOn: '2026-04-23', absenceReason: 'did_not_come' })).toEqual([
      ...[409, '/absenceReason municipality-was-there'],
    ]);
    await must(act('landlord_admin', id, 'hold', { heldOn: '2026-04-23', municipalityTookPart: true }));
    const report = (deliveredOn: string, how = 'sent') =>
      faults(act('landlord_admin', id, 'deliver-report', { deliveredOn, how }));
    expect(await report('2026-04-22')).toEqual([409, '/deliveredOn report-was-delivered-on-another-day']);
    referrals.travel('2026-04-24');
    expect(await report('2026-04-24', 'at_inspection')).toEqual([
      ...[409, '/deliveredOn report-at-the-inspection-is-of-its-day'],
    ]);
    expect(
      await faults(act('landlord_admin', id, 'record-defect-list', { receivedOn: '2026-04-25', count: 1 })),
    ).toEqual([409, '/receivedOn defect-list-was-received-on-another-day']);
  });

  test('a tenancy has one, also of two at once; a cancelled one leaves room', async () => {
    referrals.travel('2026-04-14');
    const tenancyRef = await aTenancy();
    const replies = await Promise.all([plan(tenancyRef), plan(tenancyRef), plan(tenancyRef, {}, 'single_entry')]);
    expect(replies.map(({ status }) => status).toSorted()).toEqual([201, 409, 409]);
    for (const { body } of replies.filter(({ status }) => status === 409))
      expect(body.code).toBe('tenancy-has-an-inspection-already');
    const { id } = replies.find(({ status }) => status === 201)!.body;
    await must(act('landlord_admin', id, 'cancel', { reason: 'planned_in_error' }));
    expect(await deadlines(id)).toEqual([
      ...['SUMMONS_LATEST set 2026-04-16 landlord_admin', 'DEFECT_LIST set 2026-05-07 support_worker'],
      ...['SUMMONS_LATEST cancelled 2026-04-16 landlord_admin', 'DEFECT_LIST cancelled 2026-05-07 support_worker'],
    ]);
    await must(plan(tenancyRef));
  });

  test('it completes once the time for the defect list has passed; a list is recorded afterwards too', async () => {
    const id = await held();
    referrals.travel('2026-05-07');
    await must(act('landlord_admin', id, 'deliver-report', { deliveredOn: '2026-04-23', how: 'at_inspection' }));
    const { Sweeper } = await import('#persistence');
    const sweep = () => referrals.service.app.get(Sweeper).sweep();
    await sweep();
    expect((await get('single_entry', `move-in-inspections/${id}`)).state).toBe('REPORTED');
    referrals.travel('2026-05-08');
    await eventually(async () => {
      await sweep();
      expect((await get('single_entry', `move-in-inspections/${id}`)).state).toBe('COMPLETED');
    });
    expect(
      await must(act('landlord_admin', id, 'record-defect-list', { receivedOn: '2026-05-08', count: 2 })),
    ).toMatchObject({ state: 'COMPLETED', defectLists: [{ count: 2 }] });
  });
});

describe('registered in error', () => {
  const ref = async (id: string, action: string) => {
    const { items } = await get('single_entry', `move-in-inspections/${id}/history`);
    return items.findLast((item: { action: string }) => item.action === `move-in-inspection.${action}`).fact.ref;
  };
  const strike = async (user: User, id: string, what: string, action: string) =>
    act(user, id, 'strike', { what, ref: await ref(id, action), reason: 'did_not_happen' });

  test('an inspection that was not held, after its report; the deadlines run as if it had never been recorded', async () => {
    const id = await held();
    await must(act('landlord_admin', id, 'deliver-report', { deliveredOn: '2026-04-24', how: 'sent' }));
    expect((await strike('landlord_admin', id, 'inspection', 'hold')).body.code).toBe('fact-has-been-acted-on');
    expect(await must(strike('landlord_admin', id, 'report', 'deliver-report'))).toMatchObject({
      state: 'HELD',
      reportDeliveredOn: null,
      reportDelivery: null,
    });
    expect(await must(strike('landlord_admin', id, 'inspection', 'hold'))).toMatchObject({
      state: 'PLANNED',
      heldOn: null,
      municipalityTookPart: null,
      summonedOn: '2026-04-14',
    });
    expect((await deadlines(id)).at(-1)).toBe('REPORT_LATEST cancelled 2026-05-07 landlord_admin');
    expect(await must(strike('landlord_admin', id, 'plan', 'open'))).toMatchObject({ state: 'STRUCK' });
  });

  test('one defect list of two; by whoever recorded it, or by the single entry', async () => {
    const id = await held();
    await must(act('support_worker', id, 'record-defect-list', { receivedOn: '2026-05-01', count: 4 }));
    const first = await ref(id, 'record-defect-list');
    await must(act('landlord_admin', id, 'record-defect-list', { receivedOn: '2026-05-02', count: 1 }));
    const body = { what: 'defectList', ref: first, reason: 'wrong_case' };
    expect((await act('landlord_admin', id, 'strike', body)).body.code).toBe('fact-was-recorded-by-another');
    expect((await must(act('single_entry', id, 'strike', body))).defectLists).toEqual([
      { receivedOn: '2026-05-02', count: 1 },
    ]);
    expect((await act('single_entry', id, 'strike', body)).body.code).toBe('fact-is-struck-already');
  });

  test('with the start of the tenancy its inspection goes', async () => {
    referrals.travel('2026-04-14');
    const tenancyRef = await aTenancy();
    const { id } = await must(plan(tenancyRef));
    const { items } = await get('social_caseworker', `tenancies/${tenancyRef}/history`);
    const start = { what: 'start', ref: items[0].fact.ref, reason: 'wrong_person' };
    await must(referrals.post('social_caseworker', `tenancies/${tenancyRef}/strike`, start));
    expect(await get('landlord_admin', `move-in-inspections/${id}`)).toMatchObject({ state: 'CANCELLED' });
    expect((await plan(tenancyRef)).body.code).toBe('tenancy-to-inspect-is-not-known');
  });
});

test('an inspection that is planned while its tenancy is struck is cancelled or refused, never left', async () => {
  referrals.travel('2026-04-14');
  for (let round = 0; round < 8; round++) {
    const tenancyRef = await aTenancy();
    const { items } = await get('social_caseworker', `tenancies/${tenancyRef}/history`);
    const start = { what: 'start', ref: items[0].fact.ref, reason: 'wrong_person' };
    const [made, struck] = await Promise.all([
      plan(tenancyRef),
      referrals.post('social_caseworker', `tenancies/${tenancyRef}/strike`, start),
    ]);
    expect(struck!.status).toBe(200);
    if (made!.status === 201)
      expect((await get('single_entry', `move-in-inspections/${made!.body.id}`)).state).toBe('CANCELLED');
    else expect([made!.status, made!.body.code]).toEqual([409, 'tenancy-to-inspect-is-not-known']);
  }
});

describe('who sees it', () => {
  test('the tenant’s support worker, else the outreach team; another landlord not that there is such a tenancy', async () => {
    referrals.travel('2026-04-14');
    await knowStaff(referrals.database);
    const supported = await planned();
    const alone = (await must(plan(await aTenancy({ hasSupportWorker: false })))).id;
    const seen = async (user: User) =>
      await Promise.all(
        [supported, alone].map(async (id) => (await referrals.get(user, `move-in-inspections/${id}`)).status),
      );
    expect(await seen('support_worker')).toEqual([200, 404]);
    expect(await seen('support_worker2')).toEqual([404, 404]);
    expect(await seen('outreach_team')).toEqual([404, 200]);
    expect(await seen('landlord_caretaker')).toEqual([200, 200]);
    expect(await seen('landlord2_admin')).toEqual([404, 404]);
    expect(await seen('social_caseworker')).toEqual([200, 200]);
    const taken = await aTenancy();
    await must(plan(taken));
    for (const tenancyRef of [taken, randomUUID()])
      expect((await plan(tenancyRef, {}, 'landlord2_admin')).body).toMatchObject({
        ...{ status: 409, code: 'tenancy-to-inspect-is-not-known' },
      });
  });

  test('a landlord sees nothing of whose it is, nor that it changed hands', async () => {
    referrals.travel('2026-04-14');
    await knowStaff(referrals.database);
    const id = await planned();
    const before = await referrals.get('landlord_admin', `move-in-inspections/${id}`);
    expect(Object.keys(before.body)).not.toEqual(expect.arrayContaining(['owner']));
    await must(
      act('support_worker', id, 'hand-over', {
        to: { role: 'support_worker', person: staffId('support_worker2') },
        reason: 'absence',
      }),
    );
    const after = await referrals.get('landlord_admin', `move-in-inspections/${id}`);
    expect([after.etag, after.body]).toEqual([before.etag, before.body]);
  });
});

describe('settling in', () => {
  const check = (id: string, code: string, outcome = 'done', on = '2026-04-24', user: User = 'support_worker') =>
    referrals.post(user, `tenancies/${id}/check-settling-in`, { code, outcome, on });
  const finish = (id: string) => referrals.post('support_worker', `tenancies/${id}/finish-settling-in`);

  test('is finished once furniture help is dealt with and the defect list is sent or its time has passed', async () => {
    referrals.travel('2026-04-24');
    const id = await aTenancy();
    expect((await get('support_worker', `tenancies/${id}`)).settlingIn).toHaveLength(7);
    expect((await finish(id)).body.code).toBe('furniture-help-is-not-offered');
    await must(check(id, 'furniture_help'));
    expect((await finish(id)).body.code).toBe('time-for-the-defect-list-runs');
    referrals.travel('2026-05-07');
    expect((await finish(id)).body.code).toBe('time-for-the-defect-list-runs');
    referrals.travel('2026-05-08');
    expect((await must(finish(id))).settledOn).toBe('2026-05-08');
    expect((await finish(id)).body.code).toBe('tenant-has-settled-in-already');
    // A slip: it is open again.
    expect(await must(check(id, 'furniture_help', 'open'))).toMatchObject({ settledOn: null });
    expect((await finish(id)).body.code).toBe('furniture-help-is-not-offered');
    await must(check(id, 'furniture_help', 'not_needed'));
    const { settlingIn } = await must(finish(id));
    expect(settlingIn.find(({ code }: { code: string }) => code === 'furniture_help')).toEqual({
      ...{ code: 'furniture_help', outcome: 'not_needed', on: '2026-04-24' },
    });
  });

  test('a list that was sent is enough; one that is struck is not', async () => {
    referrals.travel('2026-04-24');
    const tenancyRef = await aTenancy();
    const { id } = await must(plan(tenancyRef));
    await must(check(tenancyRef, 'furniture_help'));
    await must(act('landlord_admin', id, 'record-defect-list', { receivedOn: '2026-04-24', count: 1 }));
    const { items } = await get('single_entry', `move-in-inspections/${id}/history`);
    const list = { what: 'defectList', ref: items.at(-1).fact.ref, reason: 'wrong_case' };
    await must(act('single_entry', id, 'strike', list));
    expect((await finish(tenancyRef)).body.code).toBe('time-for-the-defect-list-runs');
    await must(act('landlord_admin', id, 'record-defect-list', { receivedOn: '2026-04-24', count: 1 }));
    await must(finish(tenancyRef));
  });

  test('is nothing a landlord is told of, and has a window', async () => {
    referrals.travel('2026-04-24');
    const id = await aTenancy();
    const before = await referrals.get('landlord_admin', `tenancies/${id}`);
    for (const on of ['2026-03-22', '2026-04-25', '1900-01-01'])
      expect(await faults(check(id, 'moving_help', 'done', on))).toEqual([
        409,
        '/on settling-in-is-outside-its-window',
      ]);
    await must(check(id, 'moving_help', 'done', '2026-03-23'));
    const after = await referrals.get('landlord_admin', `tenancies/${id}`);
    expect([after.etag, after.body]).toEqual([before.etag, before.body]);
    const { items } = await get('landlord_admin', `tenancies/${id}/history`);
    expect(items).toHaveLength(1);
    expect((await check(id, 'moving_help', 'done', '2026-04-24', 'support_worker2')).status).toBe(404);
  });
});
