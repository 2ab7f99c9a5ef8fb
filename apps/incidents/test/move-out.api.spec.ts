// SPDX-License-Identifier: MPL-2.0
// A move-out from the day it is known until it is settled, through HTTP and with the ledger's answers on Kafka
// (domain.md 7, 11 rows 26 and 27 and the settlement table, 13.1–13.4).
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { topics } from '#contracts/topics';
import { types } from '#contracts/types';
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
  staffId,
  type TestEnvironment,
  tellFacts,
  testEnv,
  topicPrefix,
  travel,
  type User,
} from '#testing';
import { incidents } from '../src/incidents.module.js';
import { migrations } from '../src/migrations/index.js';
import { A1, EXAMPLE } from './worked-example.js';

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
beforeEach(() => on('2027-04-14'));

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
const COMMITMENTS = [{ kind: 'move_out_shortfall' }, { kind: 'vacancy_rent_out', capMonths: 3 }];
async function aHome({
  landlordRef = landlords.boOgBy.id,
  known = {},
  ...terms
}: { landlordRef?: string; known?: object } & object = {}): Promise<Home> {
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
const LINES = EXAMPLE.lines.map((line) => ({
  ...without(line, 'lineRef', 'review', 'documentationRef', 'dueOn', 'raisedOn'),
  ...(line.dueOn && { dueOn: line.dueOn }),
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
        SHARE_PAYMENT_DUE: 'set 2027-07-01',
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
