// SPDX-License-Identifier: MPL-2.0
// Evictions through the front door: from a case of missing rent or from conduct to each of their ends, with the worked example's
// dates, and two worlds that differ in what the court told the municipality, alike for the landlord.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type CommandInTransaction, Database } from '#persistence';
import { startService } from '#service';
import {
  assertPublished,
  eventually,
  freshDatabase,
  knowStaff,
  landlords,
  type Reply,
  request,
  staffId,
  type TestEnvironment,
  testEnv,
  travel,
  type User,
} from '#testing';
import { EvictionFlows } from '../src/eviction/eviction.flows.js';
import { incidents } from '../src/incidents.module.js';
import { migrations } from '../src/migrations/index.js';

let service: Awaited<ReturnType<typeof startService>>;
let database: Awaited<ReturnType<typeof freshDatabase>>;
let env: TestEnvironment;

const call = (user: User, method: string, path: string, body?: object, headers?: Record<string, string>) =>
  request(service.url + path, user, method, body, headers);
const today = (day: string) => travel(env, day);

beforeAll(async () => {
  database = await freshDatabase('incidents', migrations);
  env = await testEnv('incidents', { database });
  await knowStaff(database);
  service = await startService(incidents, env);
});
beforeEach(() => {
  today('2026-12-02');
});
afterAll(async () => {
  await service?.close();
  await database?.drop();
});

/** A tenancy that incidents has heard of, under an agreement of its own. */
async function tenancy({ notifyOnBailiffRequest = true, isSupported = false } = {}): Promise<string> {
  const [id, agreement] = [randomUUID(), randomUUID()];
  const versions = [{ agreementVersion: 1, appliesToExisting: false, slas: null, instalmentPolicy: policy, notifyOnBailiffRequest }]; // biome-ignore format: one line
  await database.query(
    `insert into known_agreements (id, version, landlord_ref, state, versions) values ($1, 1, $2, 'ACTIVE', $3)`,
    [agreement, landlords.boOgBy.id, JSON.stringify(versions)],
  );
  await database.query(
    `insert into known_tenancies (id, version, agreement_ref, agreement_version_at_start, landlord_ref, landlord_reference,
       has_support_worker, support_worker, started_on) values ($1, 1, $2, 1, $3, $4, $5, $6, '2026-04-23')`,
    [id, agreement, landlords.boOgBy.id, `L-${id.slice(0, 8)}`, isSupported, isSupported ? staffId('support_worker') : null], // biome-ignore format: one line
  );
  return id;
}
const policy = { allowed: true, maxMonths: 6, minInstalmentOere: 1, maxOpenPlans: 1, needsMunicipalConsent: false };

async function act(kind: string, id: string, user: User, action: string, body?: object): Promise<Reply> {
  // Once a day has come, time may act between the look and the act: a careful client looks again.
  for (let attempt = 1; ; attempt++) {
    const { etag } = await call(user.startsWith('landlord') ? user : 'single_entry', 'GET', `/v1/${kind}/${id}`);
    const reply = await call(user, 'POST', `/v1/${kind}/${id}/${action}`, body, { 'if-match': etag ?? '"1"' });
    if (reply.status !== 412 || attempt === 5) return reply;
  }
}
async function must(reply: Promise<Reply>): Promise<Reply['body']> {
  const { status, body } = await reply;
  expect([body.code, body.errors, status < 300]).toEqual([undefined, undefined, true]);
  return body;
}
const arrearsMust = (id: string, action: string, body?: object) =>
  must(act('rent-arrears', id, 'landlord_admin', action, body));

/** Rows 19 and 20: the rent of December. */
async function arrears(about: object): Promise<string> {
  const missing = { amountOere: 510_000, rentDueOn: '2026-12-01', ...about };
  return (await must(call('landlord_admin', 'POST', '/v1/rent-arrears', missing))).id;
}
async function demanded(id: string): Promise<void> {
  today('2026-12-12');
  const { demands } = await arrearsMust(id, 'issue-demand', {
    ...{ issuedOn: '2026-12-12', channel: 'letter', statesTerminationRisk: true },
    lines: [
      { kind: 'rent', amountOere: 450_000 },
      { kind: 'utilities_advance', amountOere: 60_000 },
    ],
    ...{ feeOere: 32_900, totalOere: 542_900 },
  });
  const { demandRef } = demands.at(-1);
  await arrearsMust(id, 'register-demand-delivery', { demandRef, deliveredOn: '2026-12-12', proofRef: 'KV-1' });
}
const ofCase = async (caseRef: string) => {
  const [found] = await database.query<{ id: string }>(
    `select id from eviction where bases @> jsonb_build_array(jsonb_build_object('caseRef', $1::text))`,
    [caseRef],
  );
  return found!.id;
};

interface Told {
  text: { en: string };
  fact?: { what: string; ref: string; struck?: object };
}

/** The tenant is erased. */
const forgetTenant = (tenancyRef: string, day: string) =>
  service.app.get(Database, { strict: false }).transaction((tx) => {
    const actor = { id: 'erasure', kind: 'system', roles: ['system'] } as const;
    const command: CommandInTransaction = { actor, action: 'citizen.erase', correlationId: randomUUID(), now: new Date(`${day}T12:00:00Z`), today: day, tx }; // biome-ignore format: one line
    return service.app.get(EvictionFlows, { strict: false }).forgetTenants([tenancyRef], command);
  });

class Eviction {
  private constructor(readonly id: string) {}
  /** For missing rent, on 29 December, the first day on which the lease may be terminated. */
  static async ofArrears(about?: object): Promise<Eviction> {
    today('2026-12-02');
    const id = await arrears(about ?? { tenancyRef: await tenancy() });
    await demanded(id);
    today('2026-12-29');
    await arrearsMust(id, 'terminate');
    return new Eviction(await ofCase(id));
  }
  /** For other problems, with conduct of 26 February 2027 as the ground. */
  static async ofConduct(about?: object): Promise<Eviction> {
    today('2027-03-01');
    const id = await arrears({ rentDueOn: '2027-02-01', ...(about ?? { tenancyRef: await tenancy() }) });
    await arrearsMust(id, 'report-other-problems', { problems: ['neighbour_complaints'] });
    const one = new Eviction(await ofCase(id));
    await one.must('landlord_admin', 'state-conduct', CONDUCT);
    return one;
  }
  /** Row 23. */
  static async served(about?: object): Promise<Eviction> {
    const one = await Eviction.ofConduct(about);
    today('2027-03-08');
    await one.serve();
    return one;
  }
  /** Rows 23 to 25, as far as the state that is named. */
  static async at(
    state: 'BAILIFF_REQUESTED' | 'HEARING_HELD' | 'DATE_SET' | 'EVICTED',
    about?: object,
  ): Promise<Eviction> {
    const one = await Eviction.served(about);
    for (const [reached, day, user, action, body] of COURSE) {
      today(day);
      await one.must(user, action, body);
      if (reached === state) break;
    }
    return one;
  }
  get(user: User = 'single_entry'): Promise<Reply> {
    return call(user, 'GET', `/v1/evictions/${this.id}`);
  }
  try(user: User, action: string, body?: object): Promise<Reply> {
    return act('evictions', this.id, user, action, body);
  }
  must(user: User, action: string, body?: object): Promise<Reply['body']> {
    return must(this.try(user, action, body));
  }
  /** What refuses it, with the day or the amount that would make it lawful. */
  async refusal(user: User, action: string, body?: object) {
    const { status, body: answer } = await this.try(user, action, body);
    expect([action, status]).toEqual([action, 409]);
    return [answer.code, answer.detail];
  }
  async serve(more: object = {}) {
    const { bases } = (await this.get()).body;
    const { basisRef } = bases.find(({ earliestOn }: { earliestOn: string | null }) => earliestOn);
    const body = { basisRef, kind: 'breach', servedOn: '2027-03-08', vacateBy: '2027-03-15', ...more };
    return await this.must('landlord_admin', 'serve-termination', body);
  }
  async history(user: User = 'single_entry'): Promise<Told[]> {
    return (await must(call(user, 'GET', `/v1/evictions/${this.id}/history`))).items;
  }
  async strike(user: User, what: string, action = 'strike'): Promise<Reply> {
    const { ref } = (await this.history()).findLast(({ fact }) => fact?.what === what)!.fact!;
    return await this.try(user, action, { what, ref, reason: 'wrong_date' });
  }
  told(topic: string): Promise<{ type: string; body: Record<string, unknown> }[]> {
    return database.query(
      `select split_part(headers->>'type', '.', 5) as type, body from outbox
        where topic = $1 and (key = $2 or body->>'caseRef' = $2) order by position`,
      [topic, this.id],
    );
  }
}

const CONDUCT = { happenedOn: '2027-02-26', categories: ['unacceptable_noise'], movingRequired: true };
const NOTIFIED = { receivedOn: '2027-03-23', minorsInHousehold: 'yes', needIsLikely: false };
const COURSE: [string, string, User, string, object][] = [
  ['BAILIFF_REQUESTED', '2027-03-19', 'landlord_admin', 'file-bailiff-request', { filedOn: '2027-03-19' }],
  ['MUNICIPAL_DUTY', '2027-03-23', 'single_entry', 'record-court-notification', NOTIFIED],
  ['', '2027-03-24', 'social_caseworker', 'take-up-help', { handledOn: '2027-03-24' }],
  ['HEARING_HELD', '2027-04-07', 'landlord_admin', 'record-hearing', { heldOn: '2027-04-07' }],
  ['DATE_SET', '2027-04-07', 'single_entry', 'set-eviction-date', { evictionOn: '2027-04-14' }],
  ['EVICTED', '2027-04-14', 'single_entry', 'execute', { executedOn: '2027-04-14' }],
];

describe('evictions', () => {
  test('rows 23 to 25: conduct, termination, bailiff request, notification, hearing, eviction, and the fourteen days', async () => {
    const one = await Eviction.ofConduct();
    today('2027-03-08');
    const { bases, landlordReference } = (await one.get()).body;
    expect(bases).toMatchObject([
      { kind: 'other_problems', earliestOn: null, caseNumber: expect.stringMatching(/^R-27-/) },
      { kind: 'conduct', earliestOn: '2027-02-26', caseRef: null, categories: ['unacceptable_noise'] },
    ]);
    expect(landlordReference).toBeNull();
    const [problems, conduct] = bases as { basisRef: string }[];
    const termination = { basisRef: conduct!.basisRef, kind: 'breach', servedOn: '2027-03-08', vacateBy: '2027-03-15' };
    const refused = (more: object) => one.refusal('landlord_admin', 'serve-termination', { ...termination, ...more });
    expect(await refused({ basisRef: problems!.basisRef })).toMatchObject(['basis-ends-no-lease', expect.anything()]);
    expect(await refused({ servedOn: '2027-02-25' })).toEqual([
      'termination-is-served-too-early',
      expect.stringMatching(/26[./]\s?(februar|02|2)|2027-02-26/),
    ]);
    expect((await refused({ servedOn: '2027-03-09' }))[0]).toBe('termination-lies-in-the-future');
    expect((await refused({ vacateBy: '2027-03-07' }))[0]).toBe('day-to-vacate-is-outside-its-window');
    // By notice not before the end of the usual one: 30 June.
    expect((await refused({ kind: 'notice', vacateBy: '2027-06-29' }))[0]).toBe('day-to-vacate-is-outside-its-window');
    expect(await one.must('landlord_admin', 'serve-termination', termination)).toMatchObject({
      status: 'SERVED',
      next: { role: 'tenant', by: '2027-03-15' },
    });

    today('2027-03-19');
    expect((await one.refusal('landlord_admin', 'file-bailiff-request', { filedOn: '2027-03-15' }))[0]).toBe(
      'bailiff-request-is-too-early',
    );
    expect(await one.must('landlord_admin', 'file-bailiff-request', { filedOn: '2027-03-19' })).toMatchObject({
      status: 'BAILIFF_REQUESTED',
      bailiffRequest: { filedOn: '2027-03-19', registeredOn: '2027-03-19', noticeDueOn: '2027-03-19' },
      warnings: [],
    });
    today('2027-03-23');
    expect(await one.must('single_entry', 'record-court-notification', NOTIFIED)).toMatchObject({
      state: 'MUNICIPAL_DUTY',
      courtNotifications: [{ dueOn: '2027-03-24', handledOn: null }],
      next: { role: 'social_caseworker', by: '2027-03-24' },
    });
    today('2027-03-24');
    await one.must('social_caseworker', 'take-up-help', { handledOn: '2027-03-24' });
    today('2027-04-07');
    await one.must('landlord_admin', 'record-hearing', { heldOn: '2027-04-07' });
    expect(await one.must('landlord_admin', 'set-eviction-date', { evictionOn: '2027-04-14' })).toMatchObject({
      status: 'DATE_SET',
      evictionOn: '2027-04-14',
    });
    today('2027-04-14');
    await one.must('single_entry', 'execute', { executedOn: '2027-04-14' });
    await one.must('single_entry', 'record-court-notice', { noticeOn: '2027-04-14' });
    expect((await one.get('social_caseworker')).body).toMatchObject({
      state: 'EVICTED',
      helpDecisionDueOn: '2027-04-28',
      next: { role: 'social_caseworker', by: '2027-04-28' },
    });
    today('2027-04-28');
    const decided = await one.must('social_caseworker', 'decide-help', { decidedOn: '2027-04-28', outcome: 'no_help' });
    expect(decided).toMatchObject({ state: 'EVICTED', dutyWarnings: [] });
    today('2027-06-09');
    await eventually(async () => expect((await one.get()).body.state).toBe('ENDED'));

    const deadlines = await one.told('indgang.incidents.deadlines.internal');
    expect(deadlines.map(({ body: { code, status, dueOn, metOn } }) => [code, status, dueOn, metOn])).toEqual([
      ['BAILIFF_REQUEST_NOTICE', 'met', '2027-03-19', '2027-03-19'],
      ['COURT_NOTIFICATION', 'set', '2027-03-24', null],
      ['COURT_NOTIFICATION', 'met', '2027-03-24', '2027-03-24'],
      ['EVICTION_NOHELP_DECISION', 'set', '2027-04-28', null],
      ['EVICTION_NOHELP_DECISION', 'met', '2027-04-28', '2027-04-28'],
    ]);
    const published = await one.told('indgang.incidents.eviction');
    expect(published.map(({ type, body }) => [type, body.version, body.stage])).toEqual([
      ['opened', 1, 'opened'],
      ['changed', 2, 'changed'],
      ['changed', 3, 'changed'],
      ['changed', 4, 'changed'],
      ['changed', 5, 'changed'],
      ['date-set', 6, 'changed'],
      ['executed', 7, 'changed'],
      ['closed', 8, 'closed'],
    ]);
    const internal = await one.told('indgang.incidents.eviction.internal');
    expect(internal.map(({ type }) => type)).toEqual([
      ...['opened', 'changed', 'termination-served', 'bailiff-requested', 'court-notified', 'duty-changed', 'changed'],
      ...['date-set', 'executed', 'court-noticed', 'duty-changed', 'closed'],
    ]);
    expect(internal[4]!.body.dutyDueOn).toBe('2027-03-24');
    for (const { body } of internal) expect(JSON.stringify(body)).not.toMatch(/minor|need|noise|oere/i);
    const messages = await database.query<Parameters<typeof assertPublished>[0]>(
      `select topic, key, headers->>'type' as type, headers->>'dataclassification' as classification, body from outbox where key = $1`,
      [one.id],
    );
    for (const message of messages) assertPublished(message);
  });

  test('a terminated case of missing rent opens one, with what is owed and the first lawful day', async () => {
    const one = await Eviction.ofArrears({ tenancyRef: await tenancy({ isSupported: true }) });
    const { body } = await one.get();
    expect(body).toMatchObject({
      state: 'OPENED',
      owner: { role: 'support_worker', person: staffId('support_worker') },
      owedOere: 542_900,
      bases: [{ kind: 'arrears', caseKind: 'rent-arrears', earliestOn: '2026-12-29', owedOere: 542_900 }],
      matched: true,
    });
    const [{ basisRef }] = body.bases;
    const termination = { basisRef, kind: 'breach', servedOn: '2026-12-28', vacateBy: '2027-01-05' };
    expect((await one.refusal('landlord_admin', 'serve-termination', termination))[0]).toBe(
      'termination-is-served-too-early',
    );
    const byNotice = { ...termination, kind: 'notice', servedOn: '2026-12-29', vacateBy: '2027-03-31' };
    expect((await one.refusal('landlord_admin', 'serve-termination', byNotice))[0]).toBe('arrears-end-a-lease-at-once');
    await one.serve({ servedOn: '2026-12-29', vacateBy: '2027-01-05' });
  });

  test('other grounds of the same tenancy go to the open case, two at once too; of a closed one a new case is opened', async () => {
    const tenancyRef = await tenancy();
    const one = await Eviction.ofArrears({ tenancyRef });
    // The same tenancy by the landlord's lease number.
    const byNumber = await arrears({ landlordReference: `l-${tenancyRef.slice(0, 8)}`, rentDueOn: '2026-11-02' });
    // The rent by which the lease is terminated is owed once.
    const again = { tenancyRef, amountOere: 510_000, rentDueOn: '2026-12-01' };
    expect((await call('landlord_admin', 'POST', '/v1/rent-arrears', again)).body.code).toBe('rent-is-in-another-case');
    await arrearsMust(byNumber, 'report-other-problems', { problems: ['damage'] });
    expect((await one.get()).body.bases.map(({ kind }: { kind: string }) => kind)).toEqual([
      'arrears',
      'other_problems',
    ]);
    await one.must('landlord_admin', 'withdraw', { reason: 'agreed' });
    const other = await arrears({ tenancyRef, rentDueOn: '2026-11-02' });
    await arrearsMust(other, 'report-other-problems', { problems: ['damage'] });
    expect(await ofCase(other)).not.toBe(one.id);

    // Of nobody's tenancy yet, by lease number: two cases of missing rent escalate in the same moment.
    const landlordReference = `Q-${randomUUID().slice(0, 8)}`;
    const both = [await arrears({ landlordReference }), await arrears({ landlordReference, rentDueOn: '2026-11-02' })];
    await Promise.all(both.map((id) => arrearsMust(id, 'report-other-problems', { problems: ['damage'] })));
    const found = await database.query<{ n: number }>(
      `select jsonb_array_length(bases) as n from eviction where landlord_reference = $1 and closed_at is null`,
      [landlordReference],
    );
    expect(found).toEqual([{ n: 2 }]);
    // Written otherwise, it is the same lease number.
    await expect(
      database.query(
        `insert into eviction (id, version, state, shown_state, opened_at, landlord_ref, landlord_reference, assigned_role, opened_on,
           bases, terminations, payments, court_notifications)
         select gen_random_uuid(), 1, state, shown_state, opened_at, landlord_ref, lower(landlord_reference), assigned_role, opened_on,
           bases, terminations, payments, court_notifications from eviction where landlord_reference = $1`,
        [landlordReference],
      ),
    ).rejects.toThrow('one_open_eviction_per_lease');
  });

  test('a plan that is kept is not walked round by other problems; an expired demand comes along', async () => {
    const planned = await arrears({ tenancyRef: await tenancy() });
    await must(act('rent-arrears', planned, 'single_entry', 'acknowledge'));
    await must(act('rent-arrears', planned, 'single_entry', 'assign'));
    await demanded(planned);
    await arrearsMust(planned, 'agree-instalment-plan', {
      instalments: 2,
      firstDueOn: '2027-01-04',
      tenantAccepts: true,
    });
    today('2026-12-29');
    await arrearsMust(planned, 'report-other-problems', { problems: ['damage'] });
    const { bases, hasLawfulBasis } = (await call('single_entry', 'GET', `/v1/evictions/${await ofCase(planned)}`))
      .body;
    expect([bases.map(({ kind }: { kind: string }) => kind), hasLawfulBasis]).toEqual([['other_problems'], false]);

    today('2026-12-02');
    const expired = await arrears({ tenancyRef: await tenancy() });
    await demanded(expired);
    today('2026-12-29');
    await arrearsMust(expired, 'report-other-problems', { problems: ['damage'] });
    const seen = (await call('single_entry', 'GET', `/v1/evictions/${await ofCase(expired)}`)).body;
    expect(seen.bases.map(({ kind, earliestOn }: { kind: string; earliestOn: string }) => [kind, earliestOn])).toEqual([
      ['arrears', '2026-12-29'],
      ['other_problems', null],
    ]);
  });

  test('what was paid in full, though late, is answered before the lease is terminated', async () => {
    const id = await arrears({ tenancyRef: await tenancy() });
    await demanded(id);
    today('2026-12-30');
    await arrearsMust(id, 'confirm-tenant-paid', { paidOn: '2026-12-30', amountOere: 542_900 });
    const { status, body } = await act('rent-arrears', id, 'landlord_admin', 'terminate');
    expect([status, body.code]).toEqual([409, 'late-payment-waits-for-an-answer']);
    await arrearsMust(id, 'insist-on-termination');
    await arrearsMust(id, 'terminate');
    const { bases } = (await call('landlord_admin', 'GET', `/v1/evictions/${await ofCase(id)}`)).body;
    expect(bases).toMatchObject([{ kind: 'arrears', owedOere: 0 }]);
    const served = { basisRef: bases[0].basisRef, kind: 'breach', servedOn: '2026-12-30', vacateBy: '2027-01-06' };
    await must(act('evictions', await ofCase(id), 'landlord_admin', 'serve-termination', served));
  });

  test('an escalation in error is struck: the case of missing rent is open again, and an eviction without another ground ends', async () => {
    const one = await Eviction.ofArrears();
    const [{ caseRef }] = (await one.get()).body.bases;
    const strikeIt = async () => {
      const { items } = await must(call('landlord_admin', 'GET', `/v1/rent-arrears/${caseRef}/history`));
      const { ref } = items.findLast(({ fact }: Told) => fact?.what === 'escalation').fact;
      const struck = { what: 'escalation', ref, reason: 'wrong_case' };
      return await act('rent-arrears', caseRef, 'landlord_admin', 'strike', struck);
    };
    const { fact } =
      (await one.serve({ servedOn: '2026-12-29', vacateBy: '2027-01-05' })) && (await one.history()).at(-1)!;
    expect((await strikeIt()).body.code).toBe('eviction-has-been-acted-on');
    await must(one.try('landlord_admin', 'strike', { what: 'termination', ref: fact!.ref, reason: 'wrong_case' }));
    expect(await must(strikeIt())).toMatchObject({ status: 'sent', owedOere: 542_900 });
    expect((await one.get()).body).toMatchObject({ state: 'STRUCK', bases: [] });
    expect((await one.told('indgang.incidents.eviction')).at(-1)!).toMatchObject({
      type: 'closed',
      body: { stage: 'closed' },
    });
    // The right moment comes: another case is opened.
    await arrearsMust(caseRef, 'terminate');
    expect(await ofCase(caseRef)).not.toBe(one.id);
  });

  test('a payment in full asks the landlord; more than is owed is refused; one struck leaves the debt', async () => {
    const one = await Eviction.ofArrears();
    const pay = (amountOere: number, paidOn = '2026-12-29') => ({ paidOn, amountOere });
    await one.must('landlord_admin', 'register-payment', pay(42_900));
    const [code, detail] = await one.refusal('landlord_admin', 'register-payment', pay(500_001));
    expect([code, detail.replaceAll(/[^0-9]/g, '')]).toEqual(['payment-exceeds-what-was-owed', '500000']);
    expect(await one.must('landlord_admin', 'register-payment', pay(500_000))).toMatchObject({
      owedOere: 0,
      latePayment: { paidOn: '2026-12-29', answer: 'asked' },
      next: { role: 'landlord_admin' },
    });
    expect((await one.told('indgang.incidents.eviction.internal')).at(-1)!.type).toBe('paid-late');
    const [{ basisRef }] = (await one.get()).body.bases;
    const termination = { basisRef, kind: 'breach', servedOn: '2026-12-29', vacateBy: '2027-01-05' };
    expect((await one.refusal('landlord_admin', 'serve-termination', termination))[0]).toBe('arrears-were-paid-before');
    expect(await must(one.strike('landlord_admin', 'payment'))).toMatchObject({ owedOere: 500_000, latePayment: null });
    await one.must('landlord_admin', 'register-payment', pay(500_000));
    await one.must('landlord_admin', 'insist-on-termination');
    await one.must('landlord_admin', 'serve-termination', termination);
    expect(await one.must('landlord_admin', 'withdraw', { reason: 'arrears_accepted' })).toMatchObject({
      status: 'WITHDRAWN',
      withdrawal: { by: 'landlord', reason: 'arrears_accepted' },
      next: null,
    });
    // The wrong case was withdrawn: it is open again.
    expect(await must(one.strike('single_entry', 'withdrawal'))).toMatchObject({ state: 'SERVED', withdrawal: null });
  });

  test('without the agreement’s word there is no day to tell of the bailiff request; with it a late one is seen', async () => {
    const free = await Eviction.served({ tenancyRef: await tenancy({ notifyOnBailiffRequest: false }) });
    const bound = await Eviction.served();
    today('2027-03-22');
    const filed = { filedOn: '2027-03-19' };
    expect(await free.must('landlord_admin', 'file-bailiff-request', filed)).toMatchObject({
      bailiffRequest: { noticeDueOn: null },
      warnings: [],
    });
    expect(await bound.must('landlord_admin', 'file-bailiff-request', filed)).toMatchObject({
      bailiffRequest: { noticeDueOn: '2027-03-19', registeredOn: '2027-03-22' },
      warnings: ['bailiff-request-was-told-late'],
    });
    expect(await free.told('indgang.incidents.deadlines.internal')).toEqual([]);
    const [deadline] = await bound.told('indgang.incidents.deadlines.internal');
    expect(deadline!.body).toMatchObject({ code: 'BAILIFF_REQUEST_NOTICE', dueOn: '2027-03-19', metOn: '2027-03-22' });
    // Of one that was never told the hearing is recorded all the same.
    const silent = await Eviction.served();
    today('2027-04-07');
    expect(await silent.must('single_entry', 'record-hearing', { heldOn: '2027-04-07' })).toMatchObject({
      state: 'HEARING_HELD',
      warnings: ['bailiff-request-was-not-told'],
    });
  });

  test('whether the court has told the municipality makes no difference to the landlord', async () => {
    const worlds = [await Eviction.served(), await Eviction.served()] as const;
    const [quiet, told] = worlds;
    const seen = async (one: Eviction) => {
      const { status, etag, body } = await one.get('landlord_admin');
      const history = (await one.history('landlord_admin')).map(({ text }) => text.en);
      const tries = [];
      for (const [action, body2] of [
        ['execute', { executedOn: '2027-03-23' }],
        ['file-bailiff-request', { filedOn: '2027-03-15' }],
        ['record-refusal', { refusedOn: '2027-03-23', reason: 'other' }],
        ['record-court-notification', NOTIFIED],
        ['strike-duty', { what: 'courtNotification', ref: randomUUID(), reason: 'wrong_date' }],
      ] as const) {
        const reply = await one.try('landlord_admin', action, body2);
        tries.push([action, reply.status, reply.body.code, reply.body.detail]);
      }
      const list = await call(
        'landlord_admin',
        'GET',
        `/v1/evictions?status=${body.status}&tenancyRef=${body.tenancyRef}`,
      );
      const { id, number, tenancyRef, bases, terminations, ...rest } = body;
      return JSON.stringify({
        ...{ status, etag, rest, history, tries, n: list.body.items.length },
        bases: bases.map(({ kind }: { kind: string }) => kind),
        n2: terminations.length,
      });
    };
    const untold: [string, string, User, string, object][] = [
      ['', '2027-03-09', 'single_entry', 'record-court-notification', { ...NOTIFIED, receivedOn: '2027-03-09' }],
      ['', '2027-03-10', 'social_caseworker', 'take-up-help', { handledOn: '2027-03-10' }],
      ['', '2027-03-10', 'social_caseworker', 'decide-help', { decidedOn: '2027-03-10', outcome: 'help' }],
    ];
    for (const [, day, user, action, body] of untold) {
      today(day);
      await told.must(user, action, body);
      expect(await seen(told)).toBe(await seen(quiet));
    }
    const told2 = COURSE.filter(
      ([, , , action]) => action !== 'record-court-notification' && action !== 'take-up-help',
    );
    for (const [, day, user, action, body] of told2) {
      today(day);
      for (const one of worlds) await one.must(user, action, body);
      expect(await seen(told)).toBe(await seen(quiet));
    }
    await told.must('single_entry', 'record-court-notice', { noticeOn: '2027-04-14' });
    expect(await seen(told)).toBe(await seen(quiet));
    // Struck by the landlord, with all that the court told in between.
    for (const one of worlds) {
      for (const what of ['execution', 'date', 'hearing']) await must(one.strike('single_entry', what));
      expect((await one.strike('landlord_admin', 'termination')).body.code).toBe('fact-has-been-acted-on');
      expect(await must(one.strike('landlord_admin', 'bailiffRequest'))).toMatchObject({ status: 'SERVED' });
      expect(await must(one.strike('landlord_admin', 'termination'))).toMatchObject({ status: 'OPENED' });
    }
    expect(await seen(told)).toBe(await seen(quiet));
    expect((await told.get()).body).toMatchObject({ state: 'MUNICIPAL_DUTY', courtNoticeOn: null });
    const versions = async (one: Eviction) =>
      (await one.told('indgang.incidents.eviction')).map(({ type, body: { version, stage } }) => [
        type,
        version,
        stage,
      ]);
    expect(await versions(told)).toEqual(await versions(quiet));
    const { status, body } = await call('landlord_admin', 'GET', '/v1/evictions?state=MUNICIPAL_DUTY');
    expect([status, body.errors?.[0]?.code]).toEqual([400, 'unknown-field']);
  });

  test('who sees what, and from when', async () => {
    const seers: User[] = ['single_entry', 'social_caseworker', 'finance', 'outreach_team', 'support_worker', 'landlord2_admin', 'benefits_caseworker', 'landlord_caretaker']; // biome-ignore format: one line
    const seen = async (one: Eviction) => {
      const all = [];
      for (const user of seers) all.push((await one.get(user)).status);
      return all;
    };
    const opened = await Eviction.ofConduct();
    expect(await seen(opened)).toEqual([200, 200, 404, 200, 404, 404, 403, 403]);
    const served = await Eviction.at('BAILIFF_REQUESTED');
    expect(await seen(served)).toEqual([200, 200, 404, 200, 404, 404, 403, 403]);
    const set = await Eviction.at('DATE_SET');
    expect(await seen(set)).toEqual([200, 200, 200, 200, 404, 404, 403, 403]);
    const keys = async (user: User) => Object.keys((await set.get(user)).body);
    for (const user of ['finance', 'outreach_team'] as const)
      expect((await keys(user)).join()).not.toMatch(/basis|bases|owedO|payment|court|help|landlord|agreement/i);
    expect((await keys('social_caseworker')).join()).not.toMatch(/bases|owedO|payment|landlord/i);
    expect((await keys('landlord_admin')).join()).not.toMatch(/courtN|help|duty|owner/i);
  });

  test('what was registered in error is struck by who recorded it, once nothing rests on it', async () => {
    const one = await Eviction.at('EVICTED');
    expect((await one.strike('single_entry', 'date')).body.code).toBe('fact-has-been-acted-on');
    // Recorded by the single entry point.
    expect((await one.strike('landlord_admin', 'execution')).body.code).toBe('fact-was-recorded-by-another');
    await one.must('single_entry', 'record-court-notice', { noticeOn: '2027-04-14' });
    expect(await must(one.strike('single_entry', 'execution'))).toMatchObject({
      state: 'DATE_SET',
      executedOn: null,
      courtNoticeOn: null,
    });
    expect(await must(one.strike('single_entry', 'date'))).toMatchObject({ state: 'HEARING_HELD', evictionOn: null });
    // For referrals: there is no day any more.
    const told = await one.told('indgang.incidents.eviction.internal');
    expect(told.at(-1)).toMatchObject({ type: 'corrected', body: { state: 'HEARING_HELD' } });
    expect(told.at(-1)!.body).not.toHaveProperty('evictionOn');
    await one.must('single_entry', 'set-eviction-date', { evictionOn: '2027-04-20' });
    expect((await one.refusal('single_entry', 'set-eviction-date', { evictionOn: '2027-04-20' }))[0]).toBe(
      'eviction-is-set-for-that-day-already',
    );
    await one.must('single_entry', 'set-eviction-date', { evictionOn: '2027-04-21' });
    expect(await must(one.strike('single_entry', 'date'))).toMatchObject({ evictionOn: '2027-04-20' });
    expect(await one.must('landlord_admin', 'vacate', { vacatedOn: '2027-04-12' })).toMatchObject({
      status: 'VACATED',
    });
    expect(await must(one.strike('landlord_admin', 'vacating'))).toMatchObject({ status: 'DATE_SET', vacatedOn: null });
    // A notification that was of another household.
    expect(await must(one.strike('single_entry', 'handling', 'strike-duty'))).toMatchObject({ state: 'DATE_SET' });
    expect(await must(one.strike('single_entry', 'courtNotification', 'strike-duty'))).toMatchObject({
      courtNotifications: [],
    });
    expect((await one.told('indgang.incidents.deadlines.internal')).at(-1)!.body).toMatchObject({
      code: 'COURT_NOTIFICATION',
      status: 'cancelled',
    });
  });

  test('a case ends on its day, whatever is decided by then; a late decision is recorded, with a warning', async () => {
    const [one, quiet] = [await Eviction.at('EVICTED'), await Eviction.at('EVICTED')];
    const seen = async (it: Eviction) => {
      const { etag, body } = await it.get('landlord_admin');
      const { status, next, allowedActions, refusedActions } = body;
      const history = (await it.history('landlord_admin')).map(({ text }) => text.en);
      const told = (await it.told('indgang.incidents.eviction')).map(({ type, body: of }) => [
        type,
        of.version,
        of.stage,
      ]);
      return [etag, status, next, allowedActions, refusedActions, history, told];
    };
    await one.must('single_entry', 'record-court-notice', { noticeOn: '2027-04-14' });
    await quiet.must('social_caseworker', 'decide-help', { decidedOn: '2027-04-14', outcome: 'no_help' });
    today('2027-06-09');
    for (const it of [one, quiet]) await eventually(async () => expect((await it.get()).body.state).toBe('ENDED'));
    expect(await seen(one)).toEqual(await seen(quiet));
    expect((await one.get('social_caseworker')).body.next).toMatchObject({
      role: 'social_caseworker',
      by: '2027-04-28',
    });
    const deadlines = async (it: Eviction) =>
      (await it.told('indgang.incidents.deadlines.internal')).map(({ body: { code, status } }) => [code, status]);
    expect((await deadlines(one)).at(-1)).toEqual(['EVICTION_NOHELP_DECISION', 'set']);
    expect(
      await one.must('social_caseworker', 'decide-help', { decidedOn: '2027-06-09', outcome: 'no_help' }),
    ).toMatchObject({ state: 'ENDED', next: null, dutyWarnings: ['help-was-decided-late'] });
    expect((await deadlines(one)).at(-1)).toEqual(['EVICTION_NOHELP_DECISION', 'met']);
    expect((await one.refusal('social_caseworker', 'decide-help', { decidedOn: '2027-06-09', outcome: 'help' }))[0]).toBe('help-is-decided-already'); // biome-ignore format: one line
    // The court writes after the end: neither is that learnt.
    await one.must('single_entry', 'record-court-notification', { ...NOTIFIED, receivedOn: '2027-06-09' });
    expect((await deadlines(one)).at(-1)).toEqual(['COURT_NOTIFICATION', 'set']);
    await one.must('social_caseworker', 'take-up-help', { handledOn: '2027-06-09' });
    await quiet.must('single_entry', 'record-court-notice', { noticeOn: '2027-06-09' });
    expect(await seen(one)).toEqual(await seen(quiet));
  });

  test('where nothing was owed to the household, nothing is owed once it is forgotten: the case ends', async () => {
    const NOBODY = { receivedOn: '2027-03-23', minorsInHousehold: 'no', needIsLikely: false };
    const tenancyRef = await tenancy();
    const one = await Eviction.at('BAILIFF_REQUESTED', { tenancyRef });
    today('2027-03-23');
    await one.must('single_entry', 'record-court-notification', NOBODY);
    await one.must('social_caseworker', 'take-up-help', { handledOn: '2027-03-23' });
    today('2027-04-14');
    await one.must('single_entry', 'record-hearing', { heldOn: '2027-04-07' });
    await one.must('single_entry', 'set-eviction-date', { evictionOn: '2027-04-14' });
    await one.must('single_entry', 'execute', { executedOn: '2027-04-14' });
    await one.must('single_entry', 'record-court-notice', { noticeOn: '2027-04-14' });
    await forgetTenant(tenancyRef, '2027-04-14');
    expect((await one.get()).body).toMatchObject({
      courtNotifications: [{ minorsInHousehold: null, needIsLikely: null }],
    });
    const codes = (await one.told('indgang.incidents.deadlines.internal')).map(({ body: { code } }) => code);
    expect(codes).not.toContain('EVICTION_NOHELP_DECISION');
    expect((await one.told('indgang.incidents.eviction.internal')).at(-1)!.body).not.toHaveProperty('dutyDueOn');
    today('2027-06-09');
    await eventually(async () => expect((await one.get()).body.state).toBe('ENDED'));
  });

  test('a withdrawal is not struck while its rent is in another open case: it would be owed twice', async () => {
    const tenancyRef = await tenancy();
    const one = await Eviction.ofArrears({ tenancyRef });
    await one.must('landlord_admin', 'withdraw', { reason: 'agreed' });
    const anew = await arrears({ tenancyRef });
    expect((await one.strike('landlord_admin', 'withdrawal')).body.code).toBe('rent-is-in-an-open-case');
    const { items } = await must(call('landlord_admin', 'GET', `/v1/rent-arrears/${anew}/history`));
    const { ref } = items.findLast(({ fact }: Told) => fact?.what === 'report').fact;
    await arrearsMust(anew, 'strike', { what: 'report', ref, reason: 'recorded_twice' });
    expect(await must(one.strike('landlord_admin', 'withdrawal'))).toMatchObject({ status: 'OPENED' });
  });

  test.each([
    'withdraw',
    'vacate',
  ])('after %s too an escalation is struck only once nothing rests on it, and is a ground no more', async (ending) => {
    const tenancyRef = await tenancy();
    const one = await Eviction.ofArrears({ tenancyRef });
    const [{ caseRef }] = (await one.get()).body.bases;
    const strikeIt = async () => {
      const { items } = await must(call('landlord_admin', 'GET', `/v1/rent-arrears/${caseRef}/history`));
      const { ref } = items.findLast(({ fact }: Told) => fact?.what === 'escalation').fact;
      return await act('rent-arrears', caseRef, 'landlord_admin', 'strike', {
        what: 'escalation',
        ref,
        reason: 'wrong_case',
      });
    };
    await one.serve({ servedOn: '2026-12-29', vacateBy: '2027-01-05' });
    await one.must('landlord_admin', ending, ending === 'vacate' ? { vacatedOn: '2026-12-29' } : { reason: 'agreed' });
    expect((await strikeIt()).body.code).toBe('eviction-has-been-acted-on');
    await must(one.strike('landlord_admin', 'termination'));
    await must(strikeIt());
    expect((await one.get()).body).toMatchObject({
      state: ending === 'vacate' ? 'VACATED' : 'WITHDRAWN',
      bases: [],
      owedOere: 0,
    });
    // Without a ground nothing is left of it.
    await must(one.strike('landlord_admin', ending === 'vacate' ? 'vacating' : 'withdrawal'));
    expect((await one.get()).body.state).toBe('STRUCK');
  });

  test('conduct that is struck is a ground no more, also where the other ground was struck before: nothing is left', async () => {
    const one = await Eviction.ofConduct();
    const { caseRef } = (await one.get()).body.bases[0];
    const { items } = await must(call('landlord_admin', 'GET', `/v1/rent-arrears/${caseRef}/history`));
    const { ref } = items.findLast(({ fact }: Told) => fact?.what === 'escalation').fact;
    await arrearsMust(caseRef, 'strike', { what: 'escalation', ref, reason: 'wrong_case' });
    expect((await one.get()).body).toMatchObject({ state: 'OPENED', bases: [{ kind: 'conduct' }] });
    await must(one.strike('landlord_admin', 'conduct'));
    expect((await one.get()).body).toMatchObject({ state: 'STRUCK', bases: [] });
  });

  test('rent that an eviction ended with is not reported anew', async () => {
    const tenancyRef = await tenancy();
    const one = await Eviction.ofArrears({ tenancyRef });
    await one.serve({ servedOn: '2026-12-29', vacateBy: '2027-01-05' });
    await one.must('landlord_admin', 'vacate', { vacatedOn: '2026-12-29' });
    const again = { tenancyRef, amountOere: 510_000, rentDueOn: '2026-12-01' };
    expect((await call('landlord_admin', 'POST', '/v1/rent-arrears', again)).body.code).toBe('rent-is-in-another-case');
    // What is paid of it is told all the same, and asks nobody any more.
    const paid = { paidOn: '2026-12-29', amountOere: 542_900 };
    expect(await one.must('landlord_admin', 'register-payment', paid)).toMatchObject({
      ...{ status: 'VACATED', owedOere: 0, latePayment: null, next: null },
    });
    expect(await must(one.strike('landlord_admin', 'payment'))).toMatchObject({ status: 'VACATED', owedOere: 542_900 });
  });

  test('nor rent of an eviction whose tenancy came to be known later', async () => {
    const landlordReference = `N-${randomUUID().slice(0, 8)}`;
    const one = await Eviction.ofArrears({ landlordReference });
    const tenancyRef = await tenancy();
    await database.query('update known_tenancies set landlord_reference = $2 where id = $1', [
      tenancyRef,
      landlordReference,
    ]);
    // It may have been looked for already: then tomorrow again, which is now.
    await database.query(`update eviction set next_due_on = '2026-01-01' where id = $1 and agreement_ref is null`, [
      one.id,
    ]);
    await eventually(async () => expect((await one.get()).body).toMatchObject({ tenancyRef, matched: true }));
    const again = { tenancyRef, amountOere: 510_000, rentDueOn: '2026-12-01' };
    expect((await call('landlord_admin', 'POST', '/v1/rent-arrears', again)).body.code).toBe('rent-is-in-another-case');
    await one.must('landlord_admin', 'withdraw', { reason: 'agreed' });
    await arrears({ tenancyRef });
    expect((await one.strike('landlord_admin', 'withdrawal')).body.code).toBe('rent-is-in-an-open-case');
  });

  test('who does not see the household does not see whether there is something to decide for it', async () => {
    const seen = [];
    for (const minorsInHousehold of ['no', 'yes']) {
      const one = await Eviction.at('EVICTED', { tenancyRef: await tenancy() });
      const { ref } = (await one.history()).findLast(({ fact }) => fact?.what === 'handling')!.fact!;
      await must(one.try('single_entry', 'strike-duty', { what: 'handling', ref, reason: 'wrong_person' }));
      await must(one.strike('single_entry', 'courtNotification', 'strike-duty'));
      await one.must('single_entry', 'record-court-notification', { ...NOTIFIED, minorsInHousehold });
      await one.must('social_caseworker', 'take-up-help', { handledOn: '2027-04-14' });
      await one.must('single_entry', 'record-court-notice', { noticeOn: '2027-04-14' });
      for (const user of ['finance', 'outreach_team'] as const)
        seen.push(JSON.stringify((await one.get(user)).body.next));
    }
    expect(seen.slice(0, 2)).toEqual(seen.slice(2));
  });

  test('rent of the next tenant is no ground in the case of one who was evicted', async () => {
    const evicted = await tenancy();
    const one = await Eviction.at('EVICTED', { landlordReference: `L-${evicted.slice(0, 8)}` });
    expect((await one.get()).body).toMatchObject({
      tenancyRef: evicted,
      landlordReference: `L-${evicted.slice(0, 8)}`,
    });
    await database.query('update known_tenancies set ended_on = $2 where id = $1', [evicted, '2027-04-14']);
    today('2027-05-20');
    const next = await arrears({ landlordReference: `L-${evicted.slice(0, 8)}`, rentDueOn: '2027-05-03' });
    await arrearsMust(next, 'report-other-problems', { problems: ['damage'] });
    expect(await ofCase(next)).not.toBe(one.id);
  });
});
