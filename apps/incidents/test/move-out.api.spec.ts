// SPDX-License-Identifier: MPL-2.0
// A move-out from the day it is known until it is settled, through HTTP and with the ledger's answers on Kafka
// (domain.md 7, 11 rows 26 and 27 and the settlement table, 13.1–13.4).
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { topics } from '#contracts/topics';
import { types } from '#contracts/types';
import { type CommandInTransaction, Database } from '#persistence';
import { startService } from '#service';
import {
  createTopics,
  eventually,
  freshDatabase,
  knowStaff,
  landlords,
  type Reply,
  readTopic,
  request,
  type TestEnvironment,
  tellFacts,
  testEnv,
  topicPrefix,
  travel,
  type User,
} from '#testing';
import { incidents } from '../src/incidents.module.js';
import { migrations } from '../src/migrations/index.js';
import { MoveOutFlows } from '../src/move-out/move-out.flows.js';
import { A1, EXAMPLE } from '../src/move-out/worked-example.js';

const prefix = topicPrefix();
let service: Awaited<ReturnType<typeof startService>>;
let database: Awaited<ReturnType<typeof freshDatabase>>;
let env: TestEnvironment;

beforeAll(async () => {
  await createTopics(prefix);
  database = await freshDatabase('incidents', migrations);
  env = await testEnv('incidents', { database, topicPrefix: prefix, overrides: { SWEEP_EVERY_MS: '3600000' } });
  travel(env, '2027-04-14');
  await knowStaff(database);
  service = await startService(incidents, env);
}, 60_000);
afterAll(async () => {
  await service?.close();
  await database?.drop();
});

const on = (day: string) => travel(env, day);
beforeEach(() => {
  on('2027-04-14');
});

const LANDLORD = 'landlord_admin';
const CASES = '/v1/move-outs';
const call = (user: User, method: string, path: string, body?: object, headers?: Record<string, string>) =>
  request(service.url + path, user, method, body, headers);
const refused = (code: string, facts?: object) => ({ status: 409, body: { code, ...(facts && { facts }) } });
const without = <T extends object>(of: T, ...names: string[]) =>
  Object.fromEntries(Object.entries(of).filter(([name]) => !names.includes(name)));

/** Agreement A1 and D3's tenancy, as messages have told of them. */
interface Home {
  tenancyRef: string;
  agreementRef: string;
  dwellingRef: string;
  landlordRef: string;
}
interface HomeSaid {
  landlordRef?: string;
  known?: object;
  commitments?: object[];
}
const COMMITMENTS = [{ kind: 'move_out_shortfall' }, { kind: 'vacancy_rent_out', capMonths: 3 }];
async function aHome({ landlordRef = landlords.boOgBy.id, known = {}, ...terms }: HomeSaid = {}): Promise<Home> {
  const home = { tenancyRef: randomUUID(), agreementRef: randomUUID(), dwellingRef: randomUUID(), landlordRef };
  const version = { agreementVersion: 1, appliesToExisting: false, slas: null, instalmentPolicy: null, commitments: COMMITMENTS, ...A1, vacancyIncludesUtilities: false, ...terms }; // biome-ignore format: a version
  await database.query(`insert into known_agreements (id, version, landlord_ref, state, versions) values ($1, 1, $2, 'ACTIVE', $3)`, [home.agreementRef, landlordRef, JSON.stringify([version])]); // biome-ignore format: one line
  const lease = { deposit: 1_350_000, prepaid: 1_350_000, rent: 450_000, utilities: 60_000, ...known };
  await database.query(
    `insert into known_tenancies (id, version, agreement_ref, agreement_version_at_start, landlord_ref, has_support_worker, started_on, dwelling_ref,
       rent_oere, utilities_oere, deposit_oere, prepaid_rent_oere) values ($1, 1, $2, 1, $3, false, '2026-04-23', $4, $5, $6, $7, $8)`,
    [
      home.tenancyRef,
      home.agreementRef,
      landlordRef,
      home.dwellingRef,
      lease.rent,
      lease.utilities,
      lease.deposit,
      lease.prepaid,
    ],
  );
  return home;
}

const MOVED_OUT = { kind: 'voluntary', movedOutOn: '2027-04-14' };
const report = (home: Home, more: object = {}, user: User = LANDLORD) =>
  call(user, 'POST', CASES, { tenancyRef: home.tenancyRef, ...MOVED_OUT, ...more });
async function reported(home?: Home, more: object = {}): Promise<string> {
  const { status, body } = await report(home ?? (await aHome()), more);
  expect([status, body]).toEqual([201, expect.anything()]);
  return body.id;
}
const get = async (id: string, user: User = 'single_entry') => (await call(user, 'GET', `${CASES}/${id}`)).body;
async function act(user: User, id: string, action: string, body?: object): Promise<Reply> {
  const { etag } = await call(user, 'GET', `${CASES}/${id}`);
  return await call(user, 'POST', `${CASES}/${id}/${action}`, body ?? {}, { 'if-match': etag ?? '"0"' });
}
async function must(user: User, id: string, action: string, body?: object): Promise<Reply['body']> {
  const { status, body: answer } = await act(user, id, action, body);
  expect([action, status, answer]).toEqual([action, 200, expect.anything()]);
  return answer;
}
async function strike(user: User, id: string, what: string, more: object = {}): Promise<Reply> {
  const { items } = (await call('single_entry', 'GET', `${CASES}/${id}/history`)).body;
  const ref = items.findLast(({ fact }: { fact?: { what: string } }) => fact?.what === what)?.fact.ref ?? randomUUID();
  return await act(user, id, what === 'assessment' ? 'strike-assessment' : 'strike', {
    ...(what !== 'assessment' && { what }),
    ...{ ref, reason: 'wrong_date', ...more },
  });
}

const HELD = { heldOn: '2027-04-23', municipalityTookPart: true, tenantTookPart: true };
/** Rows 26 and 27 up to the report. */
async function inspected(home?: Home, held: Partial<typeof HELD> = {}): Promise<string> {
  on('2027-04-14');
  const id = await reported(home);
  on('2027-04-15');
  await must(LANDLORD, id, 'summon', { inspectionOn: '2027-04-23', summonedOn: '2027-04-15' });
  on(held.heldOn ?? '2027-04-23');
  await must('landlord_caretaker', id, 'hold-inspection', { ...HELD, ...held });
  await must('landlord_caretaker', id, 'deliver-report', {
    deliveredOn: held.heldOn ?? '2027-04-23',
    how: 'at_inspection',
  });
  return id;
}
const LINES = EXAMPLE.lines.map(({ kind, text, amountOere, inReport, dueOn }) => ({
  ...{ kind, text, amountOere, inReport },
  ...(dueOn && { dueOn }),
}));
const STATEMENT = { lines: LINES, rentChargedThrough: '2027-04-30' };
async function stated(id: string, statement: object = STATEMENT): Promise<Reply['body']> {
  on('2027-05-18');
  return await must(LANDLORD, id, 'submit-statement', statement);
}
const accepting = (lines: { lineRef: string; accepted: boolean | null }[]) =>
  lines.filter(({ accepted }) => accepted === null).map(({ lineRef }) => ({ lineRef, accepted: true }));
async function reviewed(id: string, user: User = 'finance'): Promise<Reply['body']> {
  const { lines } = await get(id);
  return await must(user, id, 'review-lines', { lines: accepting(lines) });
}

/** What the ledger says of the newest request of a move-out, in its place. */
async function ledger(
  id: string,
  said: { state: string; amountOere?: number; version?: number; expiresOn?: string | null; refusal?: string },
  commitment = 'move_out_shortfall',
) {
  const [row] = await database.query<{
    all: { requestRef: string; commitment: string; status: string }[];
    agreementRef: string;
  }>(`select cover_requests as all, agreement_ref as "agreementRef" from move_out where id = $1`, [id]);
  const asked = row!.all.findLast((one) => one.commitment === commitment)!;
  const { state, amountOere = 0, version = 1, expiresOn = null, refusal } = said;
  const type = types.coverBooking[state.toLowerCase() as 'reserved' | 'refused' | 'expired' | 'released'];
  const body = {
    ...{ requestRef: asked.requestRef, caseRef: id, agreementRef: row!.agreementRef, landlordRef: landlords.boOgBy.id },
    ...{ tenancyRef: null, agreementVersion: 1, commitment, state, requestedOere: amountOere, amountOere, expiresOn },
    ...(refusal && { refusal }),
  };
  const fact = { topic: topics.coverBookingInternal, type, key: asked.requestRef, version, body, id: randomUUID() };
  await tellFacts(prefix, [fact]);
  return fact;
}
const becomes = (id: string, expected: object) => eventually(async () => expect(await get(id)).toMatchObject(expected));

/** Seconds for which the ledger has left a request unanswered. */
const unanswered = async () => {
  const metrics = await (await fetch(`${service.managementUrl}/metrics`)).text();
  return Number(/^indgang_cover_unanswered_oldest_seconds\S* (\S+)$/m.exec(metrics)?.[1]);
};
/** Up to what the ledger has reserved. */
async function covered(id: string, amountOere = 3_000_000, expiresOn: string | null = '2027-07-01'): Promise<void> {
  on('2027-06-01');
  expect(await must('finance', id, 'propose-share')).toMatchObject({ state: 'AWAITING_COVER' });
  await ledger(id, { state: 'RESERVED', amountOere, expiresOn });
  await becomes(id, { state: 'COVER_ANSWERED' });
}
/** Each deadline as it was told last. */
async function deadlines(id: string): Promise<Record<string, string>> {
  const told = await readTopic(prefix + topics.incidentsDeadlines.name);
  const bodies = told.map(({ value }) => JSON.parse(`${value}`)).filter(({ caseRef }) => caseRef === id);
  return Object.fromEntries(bodies.map(({ code, status, dueOn }) => [code, `${status} ${dueOn}`]));
}

describe('the worked example', () => {
  test('rows 26 and 27: every date of a move-out that was known on 14 April', async () => {
    const home = await aHome();
    const id = await reported(home);
    expect(await get(id)).toMatchObject({
      ...{ state: 'MOVE_OUT_KNOWN', inspectDueOn: '2027-04-28', statementDueOn: '2027-05-26', claimDueOn: null },
      owner: { role: 'outreach_team', team: null, person: null },
    });
    expect((await get(id)).number).toMatch(/^W-27-/);
    on('2027-04-15');
    expect(await must(LANDLORD, id, 'summon', { inspectionOn: '2027-04-23', summonedOn: '2027-04-15' })).toMatchObject({
      ...{ state: 'SUMMONED', plannedOn: '2027-04-23', summonsDueOn: '2027-04-16', warnings: [] },
    });
    on('2027-04-23');
    expect(await must('outreach_team', id, 'hold-inspection', HELD)).toMatchObject({
      ...{ state: 'INSPECTED', reportDueOn: '2027-05-07', claimDueOn: '2027-05-07', municipalityTookPart: true },
    });
    await must('landlord_caretaker', id, 'deliver-report', { deliveredOn: '2027-04-23', how: 'at_inspection' });
    expect(await stated(id)).toMatchObject({ state: 'STATEMENT_RECEIVED', decisionDueOn: '2027-06-01', warnings: [] });
    await reviewed(id);
    await covered(id);
    expect(await must('finance2', id, 'approve-share')).toMatchObject({
      ...{ state: 'APPROVED', decidedOn: '2027-06-01', paymentDueOn: '2027-07-01', shareOere: 3_000_000 },
    });
    await eventually(async () =>
      expect(await deadlines(id)).toEqual({
        ...{ INSPECT_LATEST: 'met 2027-04-28', SUMMONS_LATEST: 'met 2027-04-16', REPORT_LATEST: 'met 2027-05-07' },
        ...{ CLAIM_LATEST: 'met 2027-05-07', STATEMENT_DUE: 'met 2027-05-26', SETTLEMENT_DECISION: 'met 2027-06-01' },
        // Its cap ends the vacancy rent on 31 July, let again or not.
        ...{ SHARE_PAYMENT_DUE: 'set 2027-07-01', VACANCY_PAYMENT: 'set 2027-08-13' },
      }),
    );
  });

  test('the settlement table: 59 370, of which 27 000 by the securities, 30 000 by the municipality, 2 370 by the tenant', async () => {
    const id = await inspected();
    await stated(id);
    const { lines } = await get(id);
    // Blinds are not in the report; cleaning and eviction costs are no business of the inspection.
    expect(lines.map(({ code }: { code: string | null }) => code)).toEqual([
      ...[null, null, null, null, null, null, null],
      'not_in_report',
      null,
    ]);
    expect(await reviewed(id)).toMatchObject({
      state: 'REVIEWED',
      totals: { acceptedOere: 5_937_000, securitiesOere: 2_700_000, shortfallOere: 3_237_000 },
    });
    await covered(id);
    expect((await get(id)).totals).toMatchObject({
      ...{ municipalShareOere: 3_000_000, tenantResidualOere: 237_000, securitiesUsedOere: 2_700_000, refundOere: 0 },
    });
    await must('finance2', id, 'approve-share');
    expect(await get(id, LANDLORD)).toMatchObject({
      ...{ state: 'APPROVED', acceptedOere: 5_937_000, securitiesUsedOere: 2_700_000, shareOere: 3_000_000 },
    });
    const calculation = (await call(LANDLORD, 'GET', `${CASES}/${id}/calculation`)).body;
    expect(calculation).toMatchObject({ stage: 'decided', result: { municipalShare: { amountOere: 3_000_000 } } });
    const document = await call('finance', 'GET', `${CASES}/${id}/calculation/document?language=da`);
    expect([document.status, document.body]).toEqual([200, expect.stringContaining('30.000,00')]);
    on('2027-06-30');
    const paid = { paidOn: '2027-06-30', amountOere: 3_000_000 };
    expect(await act('finance', id, 'register-payment', { ...paid, amountOere: 2_999_999 })).toMatchObject(
      refused('payment-is-not-the-approved-share', { approvedOere: 3_000_000 }),
    );
    // The vacancy rent is not settled yet.
    expect(await must('finance', id, 'register-payment', paid)).toMatchObject({ state: 'PAID', paidOn: '2027-06-30' });
  });

  test('vacancy rent of May: 4 500.00, from the day after the rent that was charged; then the case is settled', async () => {
    const id = await inspected();
    await stated(id);
    await reviewed(id);
    expect((await get(id)).vacancyRent).toMatchObject({ from: '2027-05-01' });
    expect(await act('finance', id, 'propose-vacancy-rent')).toMatchObject(refused('vacancy-rent-has-no-end-yet'));
    await must(LANDLORD, id, 'report-relet', { reletOn: '2027-06-01' });
    expect(await get(id)).toMatchObject({
      vacancyRent: { from: '2027-05-01', through: '2027-05-31', totalOere: 450_000, capped: false },
      vacancyPaymentDueOn: '2027-06-15',
    });
    on('2027-06-01');
    await must('finance', id, 'propose-vacancy-rent');
    expect(await act('finance2', id, 'approve-vacancy-rent')).toMatchObject(
      refused('cover-of-the-vacancy-rent-is-not-reserved'),
    );
    await ledger(id, { state: 'RESERVED', amountOere: 450_000, expiresOn: '2027-07-01' }, 'vacancy_rent_out');
    await becomes(id, { vacancyPayment: { cover: 'reserved', reservedOere: 450_000 } });
    expect(await act('finance', id, 'approve-vacancy-rent')).toMatchObject(
      refused('vacancy-rent-was-proposed-by-the-same-person'),
    );
    await must('finance2', id, 'approve-vacancy-rent');
    await must('finance', id, 'register-vacancy-payment', { paidOn: '2027-06-01', amountOere: 450_000 });
    expect(await get(id)).toMatchObject({ state: 'REVIEWED', vacancyOutcome: 'paid', settledOn: null });
    await covered(id);
    await must('finance2', id, 'approve-share');
    expect(
      await must('finance', id, 'register-payment', { paidOn: '2027-06-01', amountOere: 3_000_000 }),
    ).toMatchObject({
      ...{ state: 'SETTLED', settledOn: '2027-06-01' },
    });
  });
});

describe('what is reported', () => {
  test('is of the own tenancy, once; another landlord’s is as one that nobody knows', async () => {
    const home = await aHome();
    expect(await report({ ...home, tenancyRef: randomUUID() })).toMatchObject(
      refused('tenancy-to-move-out-is-not-known'),
    );
    expect(await report(home, {}, 'landlord2_admin')).toMatchObject(refused('tenancy-to-move-out-is-not-known'));
    for (const user of ['landlord_caretaker', 'single_entry', 'finance'] as const)
      expect((await report(home, {}, user)).status).toBe(403);
    // Two at once: one case.
    const both = await Promise.all([1, 2, 3].map(() => report(home)));
    expect(both.map(({ status }) => status).toSorted()).toEqual([201, 409, 409]);
    const { id } = both.find(({ status }) => status === 201)!.body;
    expect((await call('landlord2_admin', 'GET', `${CASES}/${id}`)).status).toBe(404);
    // Struck, and reported on the right tenancy.
    expect((await strike(LANDLORD, id, 'moveOut')).body).toMatchObject({ state: 'STRUCK' });
    expect((await report(home)).status).toBe(201);
  });

  test.each([
    [
      'move-out-is-outside-its-window',
      'movedOutOn',
      { movedOutOn: '2026-04-22' },
      { earliest: '2026-04-23', latest: '2028-04-14' },
    ],
    [
      'move-out-is-outside-its-window',
      'movedOutOn',
      { movedOutOn: '2127-04-14' },
      { earliest: '2026-04-23', latest: '2028-04-14' },
    ],
    [
      'notice-was-given-on-another-day',
      'noticeOn',
      { noticeOn: '2027-04-15' },
      { earliest: '2026-04-23', latest: '2027-04-14' },
    ],
    [
      'landlord-learned-of-it-on-another-day',
      'learnedOn',
      { learnedOn: '2027-04-15' },
      { earliest: '2026-04-23', latest: '2027-04-14' },
    ],
  ])('%s: the refusal names field and days', async (code, field, more, facts) => {
    expect(await report(await aHome(), more)).toMatchObject({
      ...{ status: 409, body: { code, facts, errors: [{ pointer: `/${field}`, code }] } },
    });
  });

  test('a notice ahead: the inspection counts from the last day; the day may be changed while no statement rests on it', async () => {
    const id = await reported(undefined, { noticeOn: '2027-04-08', movedOutOn: '2027-07-31' });
    expect(await get(id)).toMatchObject({ inspectDueOn: '2027-08-14', statementDueOn: '2027-09-11' });
    expect(await act(LANDLORD, id, 'submit-statement', STATEMENT)).toMatchObject(
      refused('tenant-has-not-moved-out-yet', { movedOutOn: '2027-07-31' }),
    );
    expect(await act(LANDLORD, id, 'change-move-out-date', { movedOutOn: '2027-07-31' })).toMatchObject(
      refused('move-out-is-on-that-day-already'),
    );
    expect(await must(LANDLORD, id, 'change-move-out-date', { movedOutOn: '2027-04-13' })).toMatchObject({
      inspectDueOn: '2027-04-28',
    });
  });
});

describe('summons, inspection and report', () => {
  test('a summons six days before is recorded with a warning, and takes restoration and damage', async () => {
    const id = await reported();
    on('2027-04-17');
    const late = { inspectionOn: '2027-04-23', summonedOn: '2027-04-17' };
    expect(await act(LANDLORD, id, 'summon', { ...late, shorterSummonsAgreed: true })).toMatchObject(
      refused('shorter-summons-needs-a-termination'),
    );
    for (const [code, wrong] of [
      ['inspection-is-far-from-the-move-out', { ...late, inspectionOn: '2028-04-23' }],
      ['move-out-summons-is-outside-its-window', { ...late, summonedOn: '2027-04-18' }],
      ['move-out-summons-is-outside-its-window', { ...late, summonedOn: '1927-04-17' }],
    ] as const)
      expect(await act(LANDLORD, id, 'summon', wrong)).toMatchObject(refused(code));
    expect(await must(LANDLORD, id, 'summon', late)).toMatchObject({
      state: 'SUMMONED',
      warnings: ['summons-is-late'],
    });
    on('2027-04-23');
    await must('landlord_caretaker', id, 'hold-inspection', HELD);
    await must(LANDLORD, id, 'deliver-report', { deliveredOn: '2027-04-23', how: 'at_inspection' });
    await stated(id);
    expect((await get(id)).lines.filter(({ code }: { code: string }) => code === 'no_summons')).toHaveLength(3);
  });

  test('an inspection on 29 April is a day late: painting, floor and door lapse, cleaning does not', async () => {
    const id = await inspected(undefined, { heldOn: '2027-04-29' });
    expect(await get(id)).toMatchObject({ warnings: ['inspection-is-late'] });
    await stated(id);
    const { lines } = await get(id);
    expect(lines.map(({ code }: { code: string | null }) => code)).toEqual([
      ...[null, null, null],
      ...['late_inspection', 'late_inspection', 'late_inspection'],
      ...[null, 'not_in_report', null],
    ]);
    const painting = { lineRef: lines[3].lineRef, accepted: true };
    expect(await act('finance', id, 'review-lines', { lines: [painting] })).toMatchObject({
      ...{ status: 409, body: { code: 'line-has-lapsed-by-law', errors: [{ pointer: '/lines/0/lineRef' }] } },
    });
  });

  test('without a report restoration lapses; a landlord with a single dwelling has only the day for his claims', async () => {
    const id = await reported();
    await stated(id);
    expect(await get(id)).toMatchObject({ warnings: ['inspection-was-not-held'], lines: expect.arrayContaining([expect.objectContaining({ kind: 'restoration', code: 'not_in_report' })]) }); // biome-ignore format: one line

    const landlordRef = randomUUID();
    const single = await aHome();
    await database.query('update known_tenancies set landlord_ref = $2 where id = $1', [
      single.tenancyRef,
      landlords.boOgBy.id,
    ]);
    await tellFacts(prefix, [
      {
        topic: topics.landlordInternal,
        type: types.landlord.changed,
        key: landlords.boOgBy.id,
        version: 1,
        body: { letsMoreThanOne: false },
      },
      {
        topic: topics.landlordInternal,
        type: types.landlord.changed,
        key: landlordRef,
        version: 1,
        body: { letsMoreThanOne: false },
      },
    ]);
    const known = (letsOne: boolean) =>
      eventually(async () =>
        expect(
          await database.query('select 1 from known_landlords where id = $1 and lets_more_than_one = $2', [
            landlords.boOgBy.id,
            !letsOne,
          ]),
        ).toHaveLength(1),
      );
    await known(true);
    on('2027-04-14');
    const own = await reported(single);
    expect(await get(own)).toMatchObject({ inspectDueOn: null, summonsDueOn: null, claimDueOn: '2027-04-28' });
    on('2027-05-18');
    const raised = {
      lines: LINES.map((line) => ({ ...line, raisedOn: line.kind === 'restoration' ? '2027-04-29' : '2027-04-28' })),
    };
    await must(LANDLORD, own, 'submit-statement', raised);
    const { lines, warnings } = await get(own);
    expect(warnings).toEqual([]);
    expect(lines.map(({ code }: { code: string }) => code).filter(Boolean)).toEqual(['late_claim', 'late_claim']);
    const damage = lines.find(({ kind }: { kind: string }) => kind === 'tenant_damage');
    expect(await act('finance', own, 'review-lines', { lines: [{ lineRef: damage.lineRef, accepted: false, code: 'no_summons' }] })).toMatchObject(refused('reason-is-not-for-a-single-dwelling')); // biome-ignore format: one line
    await tellFacts(prefix, [{ topic: topics.landlordInternal, type: types.landlord.changed, key: landlords.boOgBy.id, version: 2, body: { letsMoreThanOne: true } }]); // biome-ignore format: one line
    await known(false);
  });

  test('what was mistyped is struck by who recorded it, what rests on it first', async () => {
    const id = await inspected();
    expect(await strike(LANDLORD, id, 'inspection')).toMatchObject(
      refused('fact-has-been-acted-on', { step: 'deliverReport' }),
    );
    expect(await strike('outreach_team', id, 'report')).toMatchObject(refused('fact-was-recorded-by-another'));
    expect((await strike('landlord_caretaker', id, 'report')).body).toMatchObject({
      state: 'INSPECTED',
      reportDeliveredOn: null,
    });
    expect((await strike('single_entry', id, 'inspection')).body).toMatchObject({ state: 'SUMMONED', heldOn: null });
    expect((await strike(LANDLORD, id, 'summons')).body).toMatchObject({ state: 'MOVE_OUT_KNOWN', plannedOn: null });
    expect(await strike('landlord_caretaker', id, 'moveOut')).toMatchObject(refused('record-is-not-of-the-inspection'));
  });
});

describe('a statement', () => {
  test.each<[string, string, object]>([
    [
      'rent-line-names-no-due-day',
      '/lines/0/dueOn',
      { lines: [{ kind: 'rent', text: 'April', amountOere: 1, inReport: false }] },
    ],
    [
      'only-rent-has-a-due-day',
      '/lines/0/dueOn',
      { lines: [{ kind: 'cleaning', text: 'x', amountOere: 1, inReport: false, dueOn: '2027-04-01' }] },
    ],
    [
      'rent-line-is-outside-its-window',
      '/lines/0/dueOn',
      { lines: [{ kind: 'rent', text: 'x', amountOere: 1, inReport: false, dueOn: '1927-04-01' }] },
    ],
    [
      'month-is-in-two-lines',
      '/lines/1/dueOn',
      {
        lines: ['2027-04-01', '2027-04-02'].map((dueOn) => ({
          kind: 'rent',
          text: 'April',
          amountOere: 1,
          inReport: false,
          dueOn,
        })),
      },
    ],
    [
      'claim-was-raised-outside-its-window',
      '/lines/0/raisedOn',
      { lines: [{ kind: 'cleaning', text: 'x', amountOere: 1, inReport: true, raisedOn: '2026-04-23' }] },
    ],
    [
      'statement-is-too-large',
      '/lines',
      { lines: [1, 2].map(() => ({ kind: 'cleaning', text: 'x', amountOere: 600_000_000, inReport: true })) },
    ],
    ['deposit-differs-from-the-lease', '/depositOere', { lines: [], depositOere: 1 }],
    [
      'rent-charged-through-is-outside-its-window',
      '/rentChargedThrough',
      { lines: [], rentChargedThrough: '2127-04-30' },
    ],
  ])('%s: the refusal names the field', async (code, pointer, statement) => {
    const id = await reported();
    on('2027-05-18');
    expect(await act(LANDLORD, id, 'submit-statement', statement)).toMatchObject({
      ...{ status: 409, body: { code, errors: expect.arrayContaining([expect.objectContaining({ pointer, code })]) } },
    });
  });

  test('is replaced before it is assessed, not afterwards; of two at once one counts; of nothing there is a refund', async () => {
    const id = await inspected();
    await stated(id);
    expect(await must(LANDLORD, id, 'submit-statement', { lines: [], rentChargedThrough: '2027-04-30' })).toMatchObject(
      { lines: [] },
    );
    expect((await get(id)).totals).toMatchObject({ acceptedOere: 0, refundOere: 2_700_000 });
    const { etag } = await call(LANDLORD, 'GET', `${CASES}/${id}`);
    const again = () => call(LANDLORD, 'POST', `${CASES}/${id}/submit-statement`, STATEMENT, { 'if-match': `${etag}` });
    const both = await Promise.all([again(), again()]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 412]);
    // Struck by a slip, and sent again.
    expect((await strike(LANDLORD, id, 'statement', { reason: 'wrong_amount' })).status).toBe(200);
    await stated(id);
    const { lines } = await get(id);
    await must('finance', id, 'review-lines', { lines: accepting(lines).slice(0, 1) });
    expect(await act(LANDLORD, id, 'submit-statement', STATEMENT)).toMatchObject(
      refused('statement-is-being-assessed'),
    );
    expect(await strike(LANDLORD, id, 'statement')).toMatchObject(refused('statement-is-being-assessed'));
    // A slip of finance's: the assessment is struck, and then the statement can be, too.
    expect((await strike('finance', id, 'assessment')).body).toMatchObject({
      state: 'STATEMENT_RECEIVED',
      reviewedBy: [],
    });
    // What was sent before it counts again.
    expect((await strike(LANDLORD, id, 'statement')).body).toMatchObject({ statementOn: '2027-05-18', lines: [] });
  });

  test('deposit and prepaid rent that no lease tells are stated', async () => {
    const id = await reported(await aHome({ known: { deposit: null, prepaid: null } }));
    on('2027-05-18');
    expect((await act(LANDLORD, id, 'submit-statement', { lines: [] })).body.errors).toMatchObject([
      ...[{ code: 'deposit-is-not-known' }, { code: 'prepaid-rent-is-not-known' }],
    ]);
    expect(await must(LANDLORD, id, 'submit-statement', { lines: [], depositOere: 5, prepaidOere: 0 })).toMatchObject({ depositOere: 5 }); // biome-ignore format: one line
  });

  test('each line is decided once, a rejection says why and an acceptance does not', async () => {
    const id = await inspected();
    await stated(id);
    const [rent, , , painting] = (await get(id)).lines.map(({ lineRef }: { lineRef: string }) => lineRef);
    const decided = (...lines: object[]) => act('finance', id, 'review-lines', { lines });
    for (const [code, field, line] of [
      ['line-is-not-in-the-statement', 'lineRef', { lineRef: randomUUID(), accepted: true }],
      ['rejection-names-no-code', 'code', { lineRef: painting, accepted: false }],
      ['acceptance-names-a-code', 'code', { lineRef: painting, accepted: true, code: 'betterment' }],
      ['reason-does-not-fit-the-claim', 'code', { lineRef: rent, accepted: false, code: 'late_claim' }],
    ] as const)
      expect(await decided(line)).toMatchObject({ status: 409, body: { code, errors: [{ pointer: `/lines/0/${field}` }] } }); // biome-ignore format: one line
    expect((await decided({ lineRef: rent, accepted: true }, { lineRef: rent, accepted: true })).status).toBe(400);
    expect((await decided({ lineRef: painting, accepted: false, code: 'fair_wear_and_tear' })).body).toMatchObject({
      state: 'STATEMENT_RECEIVED',
    });
  });
});

describe('what a landlord learns before the decision', () => {
  test('is that the statement is received, whatever has happened: no state, version, amount, offer or filter tells', async () => {
    const id = await inspected();
    await stated(id);
    const seen = async () => {
      const [one, list, history, calculation] = await Promise.all(
        ['', 'list', '/history', '/calculation'].map((path) =>
          call(LANDLORD, 'GET', path === 'list' ? `${CASES}?limit=100` : `${CASES}/${id}${path}`),
        ),
      );
      const listed = list!.body.items.find((item: { id: string }) => item.id === id);
      // That the assessment has begun, a landlord may know; a second statement is refused from then on.
      const { allowedActions: _, refusedActions: __, ...body } = one!.body;
      return { body, listed: without(listed, 'allowedActions'), history: history!.body.items.length, calculation: calculation!.body }; // biome-ignore format: one line
    };
    const offers = async () => {
      const { allowedActions, refusedActions } = await get(id, LANDLORD);
      return [allowedActions, refusedActions.map(({ action, code }: { action: string; code: string }) => `${action} ${code}`)]; // biome-ignore format: one line
    };
    const before = await seen();
    expect(before.body).toMatchObject({
      state: 'STATEMENT_RECEIVED',
      acceptedOere: null,
      shareOere: null,
      decidedOn: null,
    });
    expect(JSON.stringify(before)).not.toMatch(/reviewedBy|not_in_report|"accepted":(true|false)/);
    await must('finance', id, 'review-lines', { lines: accepting((await get(id)).lines).slice(0, 1) });
    const begun = await offers();
    expect(await seen()).toEqual(before);
    await reviewed(id);
    expect([await seen(), await offers()]).toEqual([before, begun]);
    await covered(id, 1_000);
    expect([await seen(), await offers()]).toEqual([before, begun]);
    for (const [action, body] of [
      ['dispute', { by: 'landlord', lineRefs: [(await get(id)).lines[0].lineRef], reason: 'other' }],
      ['submit-statement', STATEMENT],
    ] as const)
      expect((await act(LANDLORD, id, action, body)).body.detail).not.toMatch(/COVER|REVIEWED|andel/);
    expect((await call(LANDLORD, 'GET', `${CASES}?state=REVIEWED`)).status).toBe(400);
    await must('finance2', id, 'approve-share');
    expect(await get(id, LANDLORD)).toMatchObject({
      state: 'APPROVED',
      shareOere: 1_000,
      version: before.body.version + 1,
    });
    // Taken back: as if it had not been, and he is told that it was.
    await must('finance', id, 'withdraw-proposal');
    expect(await get(id, LANDLORD)).toMatchObject({
      ...{ state: 'STATEMENT_RECEIVED', shareOere: null, acceptedOere: null, version: before.body.version + 2 },
    });
  });

  test('a caretaker and who takes part in the inspection see no money; finance does not see whose the tenant is', async () => {
    const id = await inspected();
    await stated(id);
    for (const user of ['landlord_caretaker', 'outreach_team'] as const)
      expect(
        Object.keys(await get(id, user)).filter((key) => /Oere|lines|statement|share|vacancy|dispute/i.test(key)),
      ).toEqual([]);
    expect(await get(id, 'finance')).not.toHaveProperty('owner');
    expect((await call('landlord_caretaker', 'GET', `${CASES}/${id}/calculation`)).status).toBe(403);
    expect((await call('support_worker', 'GET', `${CASES}/${id}`)).status).toBe(404);
  });
});

describe('the share', () => {
  test('a large one is approved by another than who assessed or proposed it; of fifty approvals at once one counts', async () => {
    const id = await inspected();
    await stated(id);
    await reviewed(id, 'finance2');
    await covered(id);
    expect(await unanswered()).toBe(0);
    for (const user of ['finance', 'finance2'] as const)
      expect(await act(user, id, 'approve-share')).toMatchObject(
        refused('share-was-assessed-by-the-same-person', { aboveOere: 2_500_000 }),
      );
    expect(
      await database
        .query(`update move_out set share_approved_by = share_proposed_by, second_person_needed = true where id = $1`, [
          id,
        ])
        .catch(({ message }: Error) => message),
    ).toContain('check constraint');
    // At or below the limit anybody of finance may.
    await must('finance', id, 'withdraw-proposal');
    await covered(id, 2_500_000);
    const fifty = await Promise.all(Array.from({ length: 50 }, () => act('finance', id, 'approve-share')));
    expect(fifty.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(fifty.filter(({ status }) => status !== 200 && status !== 412 && status !== 409)).toEqual([]);
    expect(await get(id)).toMatchObject({ state: 'APPROVED', shareOere: 2_500_000, secondPersonNeeded: false });
  });

  test('no cover: the share is 0, the rest is the tenant’s, and the case ends; a dispute opens it again', async () => {
    const id = await inspected(await aHome({ commitments: [{ kind: 'move_out_shortfall' }] }));
    await stated(id);
    expect(await get(id)).toMatchObject({ vacancyOutcome: 'not_promised' });
    await reviewed(id);
    on('2027-06-01');
    await must('finance', id, 'propose-share');
    expect(await unanswered()).toBeGreaterThan(0);
    await ledger(id, { state: 'REFUSED', refusal: 'cap-is-used-up' });
    await becomes(id, { state: 'COVER_ANSWERED', share: { cover: 'refused', refusal: 'cap-is-used-up' } });
    expect(await must('finance', id, 'approve-share')).toMatchObject({
      ...{ state: 'SETTLED', settledOn: '2027-06-01', shareOere: 0, totals: { tenantResidualOere: 3_237_000 } },
    });
    const lineRefs = [(await get(id)).lines[3].lineRef];
    expect(await act('finance', id, 'withdraw-proposal')).toMatchObject(refused('wrong-state'));
    const said = { by: 'landlord', lineRefs, reason: 'amount_is_wrong' };
    expect(await act(LANDLORD, id, 'reopen', { ...said, by: 'tenant' })).toMatchObject(refused('dispute-is-not-the-landlords-own')); // biome-ignore format: one line
    on('2028-06-02');
    expect(await act(LANDLORD, id, 'reopen', said)).toMatchObject(
      refused('dispute-comes-too-late', { latest: '2028-06-01' }),
    );
    on('2028-06-01');
    expect(await must(LANDLORD, id, 'reopen', said)).toMatchObject({ state: 'DISPUTED', decidedOn: null });
    expect(await get(id)).toMatchObject({ settledOn: null, share: { cover: null } });
  });

  test('securities that are enough: nothing is asked for, and anybody of finance closes it', async () => {
    const id = await inspected();
    await stated(id, { lines: LINES.slice(0, 2), rentChargedThrough: '2027-04-30' });
    await reviewed(id);
    expect(await must('finance', id, 'propose-share')).toMatchObject({
      state: 'COVER_ANSWERED',
      share: { cover: null },
    });
    expect(await must('finance', id, 'approve-share')).toMatchObject({ state: 'PAID', shareOere: 0 });
    await must(LANDLORD, id, 'report-relet', { reletOn: '2027-05-01' });
    expect(await must('finance', id, 'close-vacancy-rent')).toMatchObject({
      state: 'SETTLED',
      vacancyOutcome: 'nothing_owed',
    });
  });

  test('a reservation that expires is asked for again; the approval falls; what is repeated or late says nothing', async () => {
    const id = await inspected();
    await stated(id);
    await reviewed(id);
    await covered(id);
    const answer = await ledger(id, { state: 'RESERVED', amountOere: 3_000_000, expiresOn: '2027-07-01' });
    await must('finance2', id, 'approve-share');
    on('2027-07-02');
    await ledger(id, { state: 'EXPIRED', version: 2 });
    await becomes(id, { state: 'AWAITING_COVER', shareOere: null, decidedOn: null, share: { cover: 'requested' } });
    expect(await act('finance', id, 'register-payment', { paidOn: '2027-07-02', amountOere: 3_000_000 })).toMatchObject(refused('wrong-state')); // biome-ignore format: one line
    // The old request's answer again, of another version and as it was.
    await tellFacts(prefix, [answer, { ...answer, id: randomUUID(), version: 9 }]);
    await ledger(id, { state: 'RESERVED', amountOere: 2_000_000, expiresOn: '2027-08-01' });
    await becomes(id, { state: 'COVER_ANSWERED', share: { reservedOere: 2_000_000 } });
    on('2027-07-03');
    await must('finance2', id, 'approve-share');
    // It had been paid before the reservation ended, and is registered late; not before it was proposed.
    const paid = { paidOn: '2027-05-31', amountOere: 2_000_000 };
    expect(await act('finance', id, 'register-payment', paid)).toMatchObject(
      refused('share-was-paid-on-another-day', { earliest: '2027-06-01', latest: '2027-07-03' }),
    );
    await must('finance', id, 'withdraw-proposal');
    await covered(id, 2_000_000, '2027-07-01');
    on('2027-08-02');
    expect(await act('finance2', id, 'approve-share')).toMatchObject(refused('reservation-of-the-share-has-ended'));
    await ledger(id, { state: 'RELEASED', version: 2 });
    await becomes(id, { state: 'REVIEWED', share: { proposedBy: null, cover: null } });
  });
});

describe('a dispute', () => {
  test('gives the reservation back; the tribunal may accept what had lapsed; the share is settled anew', async () => {
    const id = await inspected();
    await stated(id);
    await reviewed(id);
    await covered(id);
    await must('finance2', id, 'approve-share');
    const blinds = (await get(id)).lines[7].lineRef;
    on('2027-06-02');
    expect(
      await must(LANDLORD, id, 'dispute', { by: 'landlord', lineRefs: [blinds], reason: 'rejected_wrongly' }),
    ).toMatchObject({
      ...{ state: 'DISPUTED', shareOere: null, dispute: { by: 'landlord', since: '2027-06-02' } },
    });
    const told = async () => {
      const messages = await readTopic(prefix + topics.moveOutInternal.name);
      return messages.map(({ value }) => JSON.parse(`${value}`)).findLast(({ state }) => state === 'DISPUTED');
    };
    await eventually(async () => expect((await told())?.coverRequests).toMatchObject([{ status: 'withdrawn' }]));
    const decision = { decidedOn: '2027-06-15', lines: [{ lineRef: blinds, accepted: true }] };
    expect(await act('finance', id, 'record-tribunal-decision', decision)).toMatchObject(
      refused('dispute-was-decided-on-another-day', { earliest: '2027-06-02', latest: '2027-06-02' }),
    );
    on('2027-06-15');
    expect(await must('finance', id, 'record-tribunal-decision', decision)).toMatchObject({
      ...{
        state: 'REVIEWED',
        totals: { acceptedOere: 6_127_000, shortfallOere: 3_427_000 },
        decisionDueOn: '2027-06-29',
      },
    });
    await covered(id);
    await must('finance2', id, 'approve-share');
    await must('finance', id, 'register-payment', { paidOn: '2027-06-01', amountOere: 3_000_000 });
    // Money has left.
    expect(await act(LANDLORD, id, 'dispute', { by: 'landlord', lineRefs: [blinds], reason: 'other' })).toMatchObject(refused('share-is-paid')); // biome-ignore format: one line
  });

  test('of the tenant is the single entry point’s to record and to withdraw, also before the decision', async () => {
    const id = await inspected();
    await stated(id);
    const lineRefs = [(await get(id)).lines[3].lineRef];
    const said = { by: 'tenant', lineRefs, reason: 'was_there_before' };
    expect(await act('single_entry', id, 'dispute', said)).toMatchObject(
      refused('decision-on-the-statement-is-not-made-yet'),
    );
    await reviewed(id);
    expect(await act(LANDLORD, id, 'dispute', { ...said, by: 'landlord' })).toMatchObject(refused('decision-on-the-statement-is-not-made-yet')); // biome-ignore format: one line
    await must('single_entry', id, 'dispute', said);
    expect(await get(id, LANDLORD)).toMatchObject({ state: 'DISPUTED', dispute: { by: 'tenant' } });
    expect(JSON.stringify(await get(id, LANDLORD))).not.toContain('was_there_before');
    expect(await act(LANDLORD, id, 'withdraw-dispute')).toMatchObject(refused('dispute-is-the-tenants'));
    expect(await must('single_entry', id, 'withdraw-dispute')).toMatchObject({ state: 'REVIEWED', dispute: null });
  });
});

describe('the dwelling afterwards', () => {
  const vacancy = (home: Home, more: object, version = 1, key: string = randomUUID()) => ({
    ...{ topic: topics.vacancyInternal, type: types.vacancy.reserved, key, version },
    body: { ...without(home, 'tenancyRef'), availableFrom: '2027-05-15', endedOn: null, coverRequests: [], ...more },
  });
  const tenancy = (home: Home, more: object, version = 1, key: string = randomUUID()) => ({
    ...{ topic: topics.tenancyInternal, type: types.tenancy.started, key, version },
    body: {
      ...without(home, 'tenancyRef'),
      ...{ hasSupportWorker: false, startedOn: '2027-05-20', endedOn: null, agreementVersionAtStart: 1, ...more },
    },
  });

  test('a vacancy case that pays and a next tenancy end the rent by themselves, and what is struck gives it back', async () => {
    const home = await aHome();
    const id = await inspected(home);
    await stated(id);
    await becomes(id, { vacancyRent: { from: '2027-05-01', through: '2027-07-31', capped: true } });
    const next = tenancy(home, {});
    await tellFacts(prefix, [next]);
    await becomes(id, { reletOn: '2027-05-20', vacancyRent: { through: '2027-05-19' } });
    const reserved = vacancy(home, { state: 'RESERVED', reservedBecause: 'wanted' });
    await tellFacts(prefix, [reserved]);
    await becomes(id, { vacancyRent: { through: '2027-05-14' } });
    await tellFacts(prefix, [{ ...reserved, version: 2, body: { ...reserved.body, state: 'STRUCK' } }]);
    await becomes(id, { vacancyRent: { through: '2027-05-19' } });
    await tellFacts(prefix, [{ ...next, version: 2, body: { ...next.body, state: 'STRUCK' } }]);
    await becomes(id, { reletOn: null, vacancyRent: { through: '2027-07-31' } });
  });

  test('rent of a month in which another tenant lives there is double; no day is rent and vacancy rent', async () => {
    const id = await inspected();
    const may = { kind: 'rent', text: 'Maj', amountOere: 450_000, inReport: false, dueOn: '2027-05-01' };
    await stated(id, { lines: [...LINES, may] });
    // Rent of May is claimed: the vacancy rent begins in June.
    expect((await get(id)).vacancyRent).toMatchObject({ from: '2027-06-01' });
    await reviewed(id);
    expect(await must(LANDLORD, id, 'report-relet', { reletOn: '2027-05-10' })).toMatchObject({
      reletOn: '2027-05-10',
    });
    expect((await get(id)).lines.at(-1)).toMatchObject({ accepted: false, code: 'double_coverage' });
    expect(await act(LANDLORD, id, 'report-relet', { reletOn: '2027-04-14' })).toMatchObject(
      refused('reletting-is-outside-its-window', { earliest: '2027-04-15', latest: '2028-05-18' }),
    );
    // A slip: it is struck, and the line is to be assessed again.
    expect((await strike(LANDLORD, id, 'relet')).body).toMatchObject({ reletOn: null });
    expect((await get(id)).lines.at(-1)).toMatchObject({ accepted: true, code: null });
  });

  test('of a tenancy that was registered in error nobody moves out; an erased citizen’s lines say nothing', async () => {
    const [wrong, erased] = [await aHome(), await aHome()];
    const [id, kept] = [await reported(wrong), await inspected(erased)];
    await stated(kept, { lines: [{ kind: 'cleaning', text: 'Rengøring hos Åse Prøve', amountOere: 1, inReport: true, documentationRef: randomUUID() }] }); // biome-ignore format: one line
    await tellFacts(prefix, [tenancy(wrong, { startedOn: '2026-04-23', state: 'STRUCK' }, 9, wrong.tenancyRef)]);
    await becomes(id, { state: 'STRUCK' });
    const citizenRef = randomUUID();
    await tellFacts(prefix, [
      {
        topic: topics.citizenInternal,
        type: types.citizen.erased,
        key: citizenRef,
        version: 1,
        body: { citizenRef, tenancyRefs: [erased.tenancyRef] },
      },
    ]);
    await eventually(async () =>
      expect((await get(kept)).lines).toMatchObject([{ text: '…', documentationRef: null }]),
    );
    for (const table of ['move_out', 'case_step', 'audit_log', 'outbox'])
      expect(await database.query(`select 1 from ${table} where ${table}::text ~* 'Åse|aase'`)).toEqual([]);
  });
});

describe('an eviction', () => {
  const inTransaction = (of: (flows: MoveOutFlows, command: CommandInTransaction) => Promise<unknown>) =>
    service.app.get(Database, { strict: false }).transaction((tx) => {
      const actor = { id: 'eviction', kind: 'system', roles: ['system'] } as const;
      const when = { now: new Date(), today: '2027-04-14' } as const;
      const command = { actor, action: 'eviction.execute', correlationId: randomUUID(), ...when, tx };
      return of(service.app.get(MoveOutFlows, { strict: false }), command);
    });
  const executed = ({ tenancyRef }: Home) => ({
    ...{ tenancyRef, kind: 'evicted' as const, movedOutOn: '2027-04-14', terminatedOn: '2027-03-08' },
    ...{ evictionRef: randomUUID(), evictionNumber: 'U-27-00001-9' },
  });
  const ofTenancy = async ({ tenancyRef }: Home) =>
    (await call('single_entry', 'GET', `${CASES}?tenancyRef=${tenancyRef}`)).body.items;

  test('opens a move-out, whose day is its own; what it struck goes, unless something rests on it', async () => {
    const home = await aHome();
    const of = executed(home);
    // Heard twice: once.
    for (const _ of [1, 2]) await inTransaction((flows, command) => flows.openForEviction(of, command));
    const [{ id }, ...others] = await ofTenancy(home);
    expect(others).toEqual([]);
    expect(await get(id)).toMatchObject({
      ...{ state: 'MOVE_OUT_KNOWN', kind: 'evicted', evictionNumber: 'U-27-00001-9', inspectDueOn: '2027-04-28' },
      owner: { role: 'outreach_team' },
    });
    expect(await act(LANDLORD, id, 'change-move-out-date', { movedOutOn: '2027-04-13' })).toMatchObject(refused('move-out-is-of-an-eviction')); // biome-ignore format: one line
    on('2027-04-19');
    // A lease that was terminated: they may have agreed on less than a week.
    const summons = { inspectionOn: '2027-04-23', summonedOn: '2027-04-19', shorterSummonsAgreed: true };
    expect(await must(LANDLORD, id, 'summon', summons)).toMatchObject({ warnings: [] });
    await expect(inTransaction((flows, command) => flows.causeStruck(of.evictionRef, command))).rejects.toMatchObject({ code: 'move-out-rests-on-the-eviction' }); // biome-ignore format: one line
    await strike(LANDLORD, id, 'summons');
    await inTransaction((flows, command) => flows.causeStruck(of.evictionRef, command));
    expect(await get(id)).toMatchObject({ state: 'STRUCK' });
  });

  test('is linked to what the landlord has reported; of a tenancy that nobody knows there is none', async () => {
    const home = await aHome();
    const id = await reported(home);
    const of = executed(home);
    await inTransaction((flows, command) => flows.openForEviction(of, command));
    expect(await get(id)).toMatchObject({ kind: 'voluntary', evictionNumber: 'U-27-00001-9' });
    await inTransaction((flows, command) => flows.causeStruck(of.evictionRef, command));
    expect(await get(id)).toMatchObject({ state: 'MOVE_OUT_KNOWN', evictionNumber: null });
    const unknown = { ...home, tenancyRef: randomUUID() };
    await inTransaction((flows, command) => flows.openForEviction(executed(unknown), command));
    expect(await ofTenancy(unknown)).toEqual([]);
  });
});
