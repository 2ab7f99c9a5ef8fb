// SPDX-License-Identifier: MPL-2.0
// Complaints through the front door: the worked example (domain.md 11, rows 15–18 and 23) with every date, one open case of a
// tenancy, what a landlord never learns, and what is struck.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { startService } from '#service';
import {
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
import { incidents } from '../src/incidents.module.js';
import { migrations } from '../src/migrations/index.js';

const CASES = '/v1/neighbour-complaints';
const NOISE = { categories: ['unacceptable_noise'] };
const LANDLORDS: readonly User[] = ['landlord_admin', 'landlord_caretaker'];

let service: Awaited<ReturnType<typeof startService>>;
let database: Awaited<ReturnType<typeof freshDatabase>>;
let env: TestEnvironment;

beforeAll(async () => {
  database = await freshDatabase('incidents', migrations);
  env = await testEnv('incidents', { database });
  await knowStaff(database);
  service = await startService(incidents, env);
});
beforeEach(() => {
  travel(env, '2026-09-07');
});
afterAll(async () => {
  await service?.close();
  await database?.drop();
});

const call = (user: User, method: string, path: string, body?: object, headers?: Record<string, string>) =>
  request(service.url + path, user, method, body, headers);

async function tenancy(supportWorker: string | null = null, landlordReference: string | null = null): Promise<string> {
  const [id, agreement] = [randomUUID(), randomUUID()];
  await database.query(`insert into known_agreements (id, version, landlord_ref, state) values ($1, 1, $2, 'ACTIVE')`, [
    agreement,
    landlords.boOgBy.id,
  ]);
  await database.query(
    `insert into known_tenancies (id, version, agreement_ref, landlord_ref, landlord_reference, has_support_worker, support_worker, started_on)
     values ($1, 1, $2, $3, $4, $5, $6, '2026-04-23')`,
    [id, agreement, landlords.boOgBy.id, landlordReference, supportWorker !== null, supportWorker],
  );
  return id;
}

interface Told {
  action: string;
  by: string;
  version: number;
  text: { da: string; en: string };
  fact?: { what: string; ref: string; struck?: { reason: string } };
}

class Case {
  private constructor(
    readonly id: string,
    readonly tenancyRef: string,
  ) {}
  static report(user: User, about: object, more: object = {}): Promise<Reply> {
    return call(user, 'POST', CASES, { kind: 'concern', from: 'landlord', ...about, ...more });
  }
  static async open(user: User = 'landlord_admin', more: object = {}, tenancyRef?: string): Promise<Case> {
    const known = tenancyRef ?? (await tenancy());
    const { status, body } = await Case.report(user, { tenancyRef: known }, more);
    expect([status, body]).toEqual([201, expect.anything()]);
    return new Case(body.id, known);
  }
  /** What a tenant has told the single entry point. */
  static byTheTenant(tenancyRef?: string): Promise<Case> {
    return Case.open(
      'single_entry',
      { from: 'tenant', kind: 'complaint', happenedOn: '2026-09-06', ...NOISE },
      tenancyRef,
    );
  }
  static async inOutreach(): Promise<Case> {
    const one = await Case.open();
    await one.must('single_entry', 'assign', {});
    return one;
  }
  /** After a decision of 2026-09-05 that makes the tenancy conditional. */
  static async conditional(): Promise<Case> {
    const one = await Case.inOutreach();
    await one.must('landlord_admin', 'remind-tenant', { sentOn: '2026-08-03', ...NOISE });
    await one.breach('2026-08-05');
    await one.must('landlord_admin', 'file-tribunal-case', { filedOn: '2026-08-06' });
    await one.decide({ outcome: 'conditional', conditions: 'Ro om natten.' });
    return one;
  }
  get(user: User = 'single_entry'): Promise<Reply> {
    return call(user, 'GET', `${CASES}/${this.id}`);
  }
  async try(user: User, action: string, body?: object): Promise<Reply> {
    const { etag } = await this.get(LANDLORDS.includes(user) ? user : 'single_entry');
    return await call(user, 'POST', `${CASES}/${this.id}/${action}`, body, { 'if-match': etag ?? '"1"' });
  }
  async must(user: User, action: string, body?: object): Promise<Reply['body']> {
    const { status, body: answer } = await this.try(user, action, body);
    expect([action, status, answer]).toEqual([action, 200, expect.anything()]);
    return answer;
  }
  async refused(user: User, action: string, body: object | undefined, ...codes: string[]): Promise<Reply['body']> {
    const { status, body: answer } = await this.try(user, action, body);
    const { code, errors = [] } = answer;
    const named = errors.length ? errors.map((one: { code: string }) => one.code) : [code];
    expect([status, named]).toEqual([409, codes]);
    return answer;
  }
  breach(happenedOn: string) {
    return this.must('landlord_admin', 'record-breach', { happenedOn, evidence: ['log'], ...NOISE });
  }
  decide(more: object) {
    return this.must('landlord_admin', 'record-tribunal-decision', { decidedOn: '2026-09-05', ...more });
  }
  async state(): Promise<string> {
    return (await this.get()).body.state;
  }
  becomes(state: string): Promise<void> {
    return eventually(async () => expect(await this.state()).toBe(state));
  }
  async history(user: User = 'single_entry'): Promise<Told[]> {
    return (await call(user, 'GET', `${CASES}/${this.id}/history`)).body.items;
  }
  async strike(user: User, what: string, nth = -1, reason = 'wrong_date'): Promise<Reply> {
    const found = (await this.history()).filter(({ fact }) => fact?.what === what).at(nth)!.fact!;
    return what === 'dialogue'
      ? await this.try(user, 'strike-dialogue', { ref: found.ref, reason })
      : await this.try(user, 'strike', { what, ref: found.ref, reason });
  }
  /** Type, version and what the body says, of what was told of it. */
  async told(topic: string) {
    return (
      await database.query<{ type: string; version: number; body: Record<string, unknown> }>(
        `select split_part(headers->>'type', '.', 5) as type, (headers->>'caseversion')::int as version, body
           from outbox where topic = $1 and (key = $2 or body->>'caseRef' = $2) order by position`,
        [topic, this.id],
      )
    ).map(({ type, version, body }) => ({ type, version, ...body })) as Record<string, unknown>[];
  }
  async deadlines(): Promise<Record<string, unknown>> {
    const all = await this.told('indgang.incidents.deadlines.internal');
    return Object.fromEntries(all.map(({ code, dueOn, status }) => [code, `${dueOn} ${status}`]));
  }
}

describe('the worked example', () => {
  let one: Case;
  const conduct = { ...NOISE, movingRequired: true };

  test('row 15: an early concern goes to the outreach team, with the days of the answer', async () => {
    one = await Case.open();
    expect((await one.get()).body).toMatchObject({
      ...{ state: 'CONCERN', acknowledgeDueOn: '2026-09-08', outreachDueOn: '2026-09-10', matched: true },
      next: { role: 'single_entry', by: '2026-09-08' },
    });
    expect(await one.deadlines()).toEqual({ ACKNOWLEDGE: '2026-09-08 set', FIRST_OUTREACH: '2026-09-10 set' });
    await one.must('single_entry', 'acknowledge');
    expect((await one.get('landlord_admin')).body).toMatchObject({ status: 'received' });
    expect(await one.must('single_entry', 'assign', {})).toMatchObject({
      ...{ state: 'OUTREACH', assignedTo: 'outreach_team', owner: { role: 'outreach_team', person: null } },
    });
    travel(env, '2026-09-10');
    await one.must('outreach_team', 'record-dialogue', { heldOn: '2026-09-10', outcome: 'contacted' });
    expect(await one.deadlines()).toMatchObject({ ACKNOWLEDGE: '2026-09-08 met', FIRST_OUTREACH: '2026-09-10 met' });
    expect((await one.get()).body).toMatchObject({ state: 'MONITORING', quietUntil: '2026-11-09' });
  });

  test('row 16: a complaint, a reminder and a later breach: the tribunal may be asked', async () => {
    travel(env, '2026-10-12');
    const complaint = { kind: 'complaint', from: 'neighbour', happenedOn: '2026-10-12', ...NOISE };
    await one.must('landlord_caretaker', 'report-further', complaint);
    expect(await one.state()).toBe('OUTREACH');
    travel(env, '2026-10-13');
    await one.must('landlord_admin', 'remind-tenant', { sentOn: '2026-10-13', ...NOISE });
    expect((await one.get()).body).toMatchObject({ state: 'REMINDED', quietUntil: '2026-12-12' });
    await one.refused(
      'landlord_admin',
      'file-tribunal-case',
      { filedOn: '2026-10-13' },
      'no-reminder-precedes-the-breach',
    );
    travel(env, '2026-11-09');
    expect(await one.breach('2026-11-09')).toMatchObject({
      breaches: [{ happenedOn: '2026-11-09', conduct: [{ no: 5, code: 'unacceptable_noise' }], warnings: [] }],
    });
    expect(await one.state()).toBe('REPEATED');
  });

  test('row 17: filed and served, the reply and the decision have their days', async () => {
    travel(env, '2026-11-16');
    const filed = { filedOn: '2026-11-16', servedOn: '2026-11-16' };
    const { tribunals } = await one.must('landlord_admin', 'file-tribunal-case', filed);
    expect(tribunals).toMatchObject([{ replyDueOn: '2026-11-30', decisionExpectedOn: '2026-12-28', decidedOn: null }]);
    expect(await one.deadlines()).toMatchObject({
      TRIBUNAL_REPLY: '2026-11-30 set',
      TRIBUNAL_DECISION: '2026-12-28 set',
    });
  });

  test('row 18: conditional to the same day of the next year, and the appeal counts from the notification', async () => {
    travel(env, '2026-12-21');
    const decision = { decidedOn: '2026-12-21', outcome: 'conditional' };
    await one.refused('landlord_admin', 'record-tribunal-decision', decision, 'conditions-are-not-told');
    await one.must('landlord_admin', 'record-tribunal-decision', { ...decision, conditions: 'Ro mellem kl. 22 og 7.' });
    travel(env, '2026-12-22');
    await one.must('landlord_admin', 'record-tribunal-notification', { notifiedOn: '2026-12-22' });
    const { state, tribunals, conditions } = await one.must('single_entry', 'verify-tribunal-decision');
    expect([state, conditions]).toEqual(['CONDITIONAL', 'Ro mellem kl. 22 og 7.']);
    expect(tribunals).toMatchObject([
      { conditionalUntil: '2027-12-21', appealUntil: '2027-01-19', verifiedOn: '2026-12-22' },
    ]);
    expect(await one.deadlines()).toMatchObject({
      TRIBUNAL_REPLY: '2026-11-30 cancelled',
      TRIBUNAL_DECISION: '2026-12-28 met',
      COURT_APPEAL: '2027-01-19 set',
      CONDITIONAL_END: '2027-12-21 set',
    });
    expect(JSON.stringify(await one.told('indgang.incidents.neighbour-complaint.internal'))).not.toMatch(
      /Ro mellem|noise/,
    );
  });

  test('row 23: a breach the day after the year is refused, with both days, also once time has closed the case', async () => {
    travel(env, '2027-12-22');
    const late = { happenedOn: '2027-12-22', ...conduct };
    await one.becomes('RESOLVED');
    const { facts } = await one.refused(
      'landlord_admin',
      'report-condition-breach',
      late,
      'breach-is-outside-the-conditional-year',
    );
    expect(facts).toEqual({ earliest: '2026-12-21', latest: '2027-12-21' });
    expect(await one.deadlines()).toMatchObject({ CONDITIONAL_END: '2027-12-21 met' });
  });

  test('a breach on the last day is told after it: the case is open again, and the lease can be ended', async () => {
    travel(env, '2028-01-18');
    const last = { happenedOn: '2027-12-21', ...conduct };
    await one.refused(
      'landlord_admin',
      'report-condition-breach',
      { ...last, movingRequired: false },
      'moving-is-not-required',
    );
    await one.must('landlord_admin', 'report-condition-breach', last);
    expect(await one.state()).toBe('BREACHED');
    const ended = await one.must('landlord_admin', 'terminate', { kind: 'breach' });
    expect(ended).toMatchObject({ status: 'done', endedBy: 'breach', conditionBreach: { happenedOn: '2027-12-21' } });
    expect(
      (await one.told('indgang.incidents.neighbour-complaint')).map(({ type, version }) => [type, version]),
    ).toEqual(
      expect.arrayContaining([
        ['opened', 1],
        ['escalated', (await one.get('landlord_admin')).body.version],
      ]),
    );
  });
});

test('a case that was opened since gives way to the one that a late breach opens again; nothing of it is lost', async () => {
  const one = await Case.conditional();
  travel(env, '2027-09-06');
  await one.becomes('RESOLVED');
  const newer = await Case.open('landlord_admin', {}, one.tenancyRef);
  await newer.must('landlord_admin', 'remind-tenant', { sentOn: '2027-09-06', ...NOISE });
  const breach = { happenedOn: '2027-09-05', ...NOISE, movingRequired: true };
  await one.refused(
    'landlord_admin',
    'report-condition-breach',
    { ...breach, movingRequired: false },
    'moving-is-not-required',
  );
  expect(await newer.state()).toBe('CONCERN');
  await one.must('landlord_admin', 'report-condition-breach', breach);
  expect(await newer.state()).toBe('DUPLICATE');
  expect((await one.get('landlord_admin')).body).toMatchObject({
    ...{ status: 'acting', duplicates: [newer.id], conditionBreach: { happenedOn: '2027-09-05' } },
    ...{ reports: [{}, {}], reminders: [{}, { sentOn: '2027-09-06' }] },
  });
});

test('later than four weeks after the year a breach is no longer told', async () => {
  const one = await Case.conditional();
  travel(env, '2027-09-06');
  await one.becomes('RESOLVED');
  travel(env, '2027-10-04');
  const breach = { happenedOn: '2027-09-05', ...NOISE, movingRequired: true };
  await one.refused('landlord_admin', 'report-condition-breach', breach, 'conditional-year-is-over');
});

test('a letter from before the tenancy began is none to its tenant', async () => {
  const one = await Case.inOutreach();
  for (const action of ['remind-tenant', 'warn-tenant']) {
    const more = action === 'remind-tenant' ? NOISE : {};
    const { facts } = await one.refused('landlord_admin', action, { sentOn: '2026-04-22', ...more }, 'day-is-outside-its-window'); // biome-ignore format: one line
    expect(facts).toMatchObject({ earliest: '2026-04-23' });
    await one.must('landlord_admin', action, { sentOn: '2026-04-23', ...more });
  }
});

test('a breach on the day of the reminder bears no case at the tribunal; on the day after it does', async () => {
  const one = await Case.inOutreach();
  await one.must('landlord_admin', 'remind-tenant', { sentOn: '2026-09-05', ...NOISE });
  expect(await one.breach('2026-09-05')).toMatchObject({ breaches: [{ warnings: ['no-reminder-precedes-it'] }] });
  expect(await one.state()).toBe('REMINDED');
  await one.refused(
    'landlord_admin',
    'file-tribunal-case',
    { filedOn: '2026-09-07' },
    'no-reminder-precedes-the-breach',
  );
  await one.breach('2026-09-06');
  expect(await one.state()).toBe('REPEATED');
  // Filed before the breach.
  await one.refused(
    'landlord_admin',
    'file-tribunal-case',
    { filedOn: '2026-09-05' },
    'no-reminder-precedes-the-breach',
  );
  await one.must('landlord_admin', 'file-tribunal-case', { filedOn: '2026-09-07' });
  await one.must('landlord_admin', 'record-tribunal-decision', { decidedOn: '2026-09-07', outcome: 'warning' });
  expect(await one.state()).toBe('TRIBUNAL_WARNED');
  // What the tribunal has decided on it does not decide on again.
  await one.refused(
    'landlord_admin',
    'file-tribunal-case',
    { filedOn: '2026-09-07' },
    'no-reminder-precedes-the-breach',
  );
});

test('quiet days close the case, and count anew with every report', async () => {
  const one = await Case.inOutreach();
  await one.must('landlord_admin', 'remind-tenant', { sentOn: '2026-09-07', ...NOISE });
  travel(env, '2026-11-06');
  await one.must('landlord_caretaker', 'report-further', { kind: 'concern', from: 'neighbour' });
  expect((await one.get()).body).toMatchObject({ state: 'REMINDED', quietUntil: '2027-01-05' });
  travel(env, '2027-01-05');
  expect(await one.state()).toBe('REMINDED');
  travel(env, '2027-01-06');
  await one.becomes('RESOLVED');
  expect((await one.get('landlord_admin')).body).toMatchObject({ status: 'done', endedBy: 'quiet' });
});

test('what a complaint lacks is named at once; a tenant’s own report comes through the single entry point', async () => {
  const tenancyRef = await tenancy();
  const codes = ({ status, body }: Reply) => [status, (body.errors ?? []).map((one: { code: string }) => one.code)];
  expect(codes(await Case.report('landlord_admin', { tenancyRef, kind: 'complaint', from: 'tenant' }))).toEqual([
    409,
    ['complaint-has-no-category', 'complaint-has-no-day', 'tenants-own-report-goes-through-the-single-entry'],
  ]);
  const future = { tenancyRef, kind: 'complaint', ...NOISE, happenedOn: '2026-09-08' };
  expect(codes(await Case.report('landlord_admin', future))).toEqual([409, ['day-is-outside-its-window']]);
  const named = { tenancyRef, landlordRef: landlords.havnensBoliger.id };
  expect(codes(await Case.report('landlord_admin', named))).toEqual([
    409,
    ['landlord-is-named-by-the-single-entry-only'],
  ]);
  expect(codes(await Case.report('single_entry', named))).toEqual([409, ['tenancy-is-of-another-landlord']]);
  expect(codes(await Case.report('single_entry', { landlordReference: 'X-1' }))).toEqual([
    409,
    ['landlord-is-not-known'],
  ]);
});

test('serious conduct leads to an eviction case at once; noise of no 9 does not, and nothing without the need to move', async () => {
  const one = await Case.inOutreach();
  const told = { happenedOn: '2026-09-06', movingRequired: true };
  const noise = { ...told, categories: ['other_noise'], movingRequired: false };
  await one.refused(
    'landlord_admin',
    'report-serious-conduct',
    noise,
    'conduct-is-not-serious-enough',
    'moving-is-not-required',
  );
  await one.must('landlord_admin', 'report-serious-conduct', { ...told, categories: ['violence_or_threat'] });
  expect((await one.get()).body).toMatchObject({ state: 'ESCALATED_TO_EVICTION', endedBy: 'serious_conduct' });
});

test('what led to an eviction in error is struck until that is acted on: the complaint goes on as it was', async () => {
  const one = await Case.conditional();
  const before = (await one.get('landlord_admin')).body;
  const conduct = { happenedOn: '2026-09-06', movingRequired: true, ...NOISE };
  const evictions = async () =>
    await database.query<{ id: string; state: string; kinds: string[] }>(
      `select id, state, array(select b ->> 'kind' from jsonb_array_elements(bases) b) as kinds from eviction where tenancy_ref = $1 order by id`,
      [one.tenancyRef],
    );
  const onEviction = async (id: string, action: string, body: object) => {
    const path = `/v1/evictions/${id}`;
    const { etag } = await call('landlord_admin', 'GET', path);
    return await call('landlord_admin', 'POST', `${path}/${action}`, body, { 'if-match': etag! });
  };
  await one.must('landlord_admin', 'report-serious-conduct', conduct);
  expect((await one.strike('landlord_admin', 'escalation')).status).toBe(200);
  expect((await one.get('landlord_admin')).body).toEqual({ ...before, version: before.version + 2 });
  expect(await evictions()).toMatchObject([{ state: 'STRUCK', kinds: [] }]);

  // Another ground keeps the eviction.
  await one.must('landlord_admin', 'report-condition-breach', conduct);
  await one.must('landlord_admin', 'terminate', { kind: 'breach' });
  const { id } = (await evictions())[1]!;
  const stated = { ...conduct, categories: ['danger'] };
  expect((await onEviction(id, 'state-conduct', stated)).status).toBe(200);
  const { bases } = (await call('landlord_admin', 'GET', `/v1/evictions/${id}`)).body;
  const served = { basisRef: bases[0].basisRef, kind: 'breach', servedOn: '2026-09-07', vacateBy: '2026-09-14' };
  expect((await onEviction(id, 'serve-termination', served)).status).toBe(200);
  expect((await one.strike('landlord_admin', 'escalation')).body.code).toBe('eviction-has-been-acted-on');
  expect((await one.strike('landlord_admin', 'condition_breach')).body.code).toBe('fact-has-been-acted-on');
  const { items } = (await call('landlord_admin', 'GET', `/v1/evictions/${id}/history`)).body as { items: Told[] };
  const { ref } = items.findLast(({ fact }) => fact?.what === 'termination')!.fact!;
  expect((await onEviction(id, 'strike', { what: 'termination', ref, reason: 'wrong_case' })).status).toBe(200);
  expect((await one.strike('landlord_admin', 'escalation')).status).toBe(200);
  expect(await one.state()).toBe('BREACHED');
  expect(await evictions()).toMatchObject([{}, { state: 'OPENED', kinds: ['conduct'] }]);
  // With nothing resting on it the breach is struck too.
  expect((await one.strike('landlord_admin', 'condition_breach')).status).toBe(200);
  expect(await one.state()).toBe('CONDITIONAL');
});

test('of two reports of one tenancy at once one opens the case, and the other is told its number', async () => {
  const tenancyRef = await tenancy();
  const replies = await Promise.all([1, 2, 3].map(() => Case.report('landlord_admin', { tenancyRef })));
  expect(replies.map(({ status }) => status).toSorted()).toEqual([201, 409, 409]);
  const opened = replies.find(({ status }) => status === 201)!.body;
  for (const { body } of replies.filter(({ status }) => status === 409))
    expect(body).toMatchObject({
      code: 'further-report-goes-to-the-open-case',
      facts: { number: opened.number, caseRef: opened.id },
    });
  const landlordReference = `L-${randomUUID().slice(0, 8)}`;
  const unknown = await Promise.all(
    [landlordReference, landlordReference.toLowerCase()].map((said) =>
      Case.report('landlord_admin', { landlordReference: said }),
    ),
  );
  expect(unknown.map(({ status }) => status).toSorted()).toEqual([201, 409]);
});

describe('what came through the single entry point', () => {
  const sees = async (user: User, { id, tenancyRef }: Case, number: string) => ({
    get: (await call(user, 'GET', `${CASES}/${id}`)).status,
    history: (await call(user, 'GET', `${CASES}/${id}/history`)).status,
    list: (await call(user, 'GET', `${CASES}?tenancyRef=${tenancyRef}`)).body.items.length,
    status: (await call(user, 'GET', `${CASES}?status=sent&tenancyRef=${tenancyRef}`)).body.items.length,
    number: (await call(user, 'GET', `${CASES}?number=${number}`)).body.items.length,
    found: (await call(user, 'POST', '/v1/search', { number })).body.items.length,
    byTenancy: (await call(user, 'POST', '/v1/search', { reference: tenancyRef })).body.items.length,
  });
  const NOTHING = { get: 404, history: 404, list: 0, status: 0, number: 0, found: 0, byTenancy: 0 };

  test('a tenant’s own report is seen by no landlord, and told on no topic of theirs', async () => {
    const one = await Case.byTheTenant();
    const { number, isLandlords } = (await one.get()).body;
    expect(isLandlords).toBe(false);
    for (const user of LANDLORDS) expect([user, await sees(user, one, number)]).toEqual([user, NOTHING]);
    await one.must('single_entry', 'assign', {});
    const act = await call(
      'landlord_admin',
      'POST',
      `${CASES}/${one.id}/remind-tenant`,
      { sentOn: '2026-09-07', ...NOISE },
      {
        'if-match': '"1"',
      },
    );
    expect(act.status).toBe(404);
    expect(await one.told('indgang.incidents.neighbour-complaint')).toEqual([]);
    const inside = await Promise.all(
      ['neighbour-complaint', 'deadlines', 'owners'].map((topic) => one.told(`indgang.incidents.${topic}.internal`)),
    );
    expect(inside.map((all) => all.length)).toEqual([2, 4, 1]);
    expect(inside.flat().filter(({ landlordRef }) => landlordRef)).toEqual([]);
  });

  test('a landlord’s report joins it unseen: he has a case that is new in every way, the municipality has both reports', async () => {
    const hidden = await Case.byTheTenant();
    await hidden.must('single_entry', 'assign', {});
    const blank = await Case.open();
    const joined = await Case.open('landlord_admin', {}, hidden.tenancyRef);
    // As one in whose home nothing had been reported, but for references.
    const comparable = async (of: Case) => {
      const { body, etag } = await of.get('landlord_admin');
      const { id, number, tenancyRef, reports, ...rest } = body;
      return { etag, ...rest, reports: reports.map(({ reportRef: _, ...report }: { reportRef: string }) => report) };
    };
    expect(await comparable(joined)).toEqual(await comparable(blank));
    const told = async (of: Case) =>
      (await of.history('landlord_admin')).map(({ text, version }) => [text.en, version]);
    expect(await told(joined)).toEqual([['A concern or a complaint was reported.', 1]]);
    expect(await hidden.get()).toMatchObject({ body: { state: 'DUPLICATE', duplicateOf: joined.id } });
    const { reports, duplicates, state } = (await joined.get()).body;
    expect([state, duplicates]).toEqual(['COMPLAINT', [hidden.id]]);
    expect(reports.map((one: { from: string; isLandlords: boolean }) => [one.from, one.isLandlords])).toEqual([
      ['landlord', true],
      ['tenant', false],
    ]);
    expect((await joined.told('indgang.incidents.neighbour-complaint')).map(({ type }) => type)).toEqual(['opened']);
  });

  test('what is added to a landlord’s case, and struck there, he sees no trace of', async () => {
    const one = await Case.inOutreach();
    const before = await one.get('landlord_admin');
    const tenants = { kind: 'complaint', from: 'tenant', happenedOn: '2026-09-06', ...NOISE };
    const refused = await Case.report('single_entry', { tenancyRef: one.tenancyRef }, tenants);
    expect(refused.body.code).toBe('further-report-goes-to-the-open-case');
    await one.must('single_entry', 'report-further', tenants);
    expect((await one.strike('single_entry', 'report')).status).toBe(200);
    await one.must('single_entry', 'report-further', tenants);
    await one.must('outreach_team', 'record-dialogue', {
      heldOn: '2026-09-07',
      outcome: 'contacted',
      measures: ['mediation'],
    });
    expect(await one.get('landlord_admin')).toEqual({
      ...before,
      body: { ...before.body, outcome: 'contacted' },
    });
    expect((await one.history('landlord_admin')).map(({ text }) => text.en)).toEqual([
      'A concern or a complaint was reported.',
      'The municipality began to act.',
    ]);
  });

  test('what comes from there moves no day of a landlord’s case: it ends as it would have, and the rest goes on unseen', async () => {
    const tenants = { kind: 'complaint', from: 'tenant', happenedOn: '2026-10-30', ...NOISE };
    const STEPS: [string, (one: Case) => Promise<unknown>][] = [
      [
        'watched',
        (one) => one.must('outreach_team', 'record-dialogue', { heldOn: '2026-09-07', outcome: 'contacted' }),
      ],
      ['reminded', (one) => one.must('landlord_admin', 'remind-tenant', { sentOn: '2026-09-05', ...NOISE })],
    ];
    for (const [name, step] of STEPS) {
      travel(env, '2026-09-07');
      const [blank, one] = [await Case.inOutreach(), await Case.inOutreach()];
      for (const each of [blank, one]) await step(each);
      travel(env, '2026-10-30');
      await one.must('single_entry', 'report-further', tenants);
      for (const each of [blank, one]) await each.must('outreach_team', 'record-dialogue', { heldOn: '2026-10-30', outcome: 'contacted' }); // biome-ignore format: one line
      const told = async (of: Case) => {
        const { id, number, tenancyRef, reports, reminders, ...rest } = (await of.get('landlord_admin')).body;
        return [rest, (await of.history('landlord_admin')).map(({ text, version }) => [text.en, version])];
      };
      expect([name, await told(one)]).toEqual([name, await told(blank)]);
      travel(env, '2026-11-07');
      for (const each of [blank, one]) await each.becomes('RESOLVED');
      expect([name, await told(one)]).toEqual([name, await told(blank)]);
      const { items } = (await call('single_entry', 'GET', `${CASES}?tenancyRef=${one.tenancyRef}&state=COMPLAINT`))
        .body;
      expect(items).toMatchObject([{ isLandlords: false, reports: [{ from: 'tenant', happenedOn: '2026-10-30' }] }]);
      expect((await call('landlord_admin', 'GET', `${CASES}?tenancyRef=${one.tenancyRef}`)).body.items).toHaveLength(1);
      expect((await call('single_entry', 'GET', `${CASES}?tenancyRef=${blank.tenancyRef}`)).body.items).toHaveLength(1);
    }
  });

  test('where the landlord’s own report was an error, what a tenant had reported goes on in a case of its own', async () => {
    const hidden = await Case.byTheTenant();
    const joined = await Case.open('landlord_caretaker', {}, hidden.tenancyRef);
    const { body, status } = await joined.strike('landlord_caretaker', 'report');
    expect([status, body.status, body.reports]).toEqual([200, 'done', []]);
    const { items } = (await call('single_entry', 'GET', `${CASES}?tenancyRef=${hidden.tenancyRef}&state=COMPLAINT`))
      .body;
    expect(items).toMatchObject([{ isLandlords: false, reports: [{ from: 'tenant' }] }]);
    expect((await call('landlord_admin', 'GET', `${CASES}?tenancyRef=${hidden.tenancyRef}`)).body.items).toHaveLength(
      1,
    );
  });
});

describe('once the tenant has left', () => {
  const ends = (one: Case, endedOn: string) =>
    database.query('update known_tenancies set ended_on = $2 where id = $1', [one.tenancyRef, endedOn]);
  const STATES: [string, () => Promise<Case>][] = [
    ['that nobody took up', () => Case.open()],
    ['in which nobody was ever reached', () => Case.inOutreach()],
    ['of a tenant’s own report', () => Case.byTheTenant()],
    ['of a conditional tenancy', () => Case.conditional()],
    [
      'of a breach of conditions',
      async () => {
        const one = await Case.conditional();
        const grave = { happenedOn: '2026-09-06', movingRequired: true, ...NOISE };
        await one.must('landlord_admin', 'report-condition-breach', grave);
        return one;
      },
    ],
    [
      'before the tribunal',
      async () => {
        const one = await Case.inOutreach();
        await one.must('landlord_admin', 'remind-tenant', { sentOn: '2026-08-03', ...NOISE });
        await one.breach('2026-08-05');
        await one.must('landlord_admin', 'file-tribunal-case', { filedOn: '2026-08-06' });
        return one;
      },
    ],
  ];

  test.each(
    STATES,
  )('a case %s ends after the quiet days, not before, and not while the tenant is there', async (_, opened) => {
    const [one, other] = [await opened(), await Case.open()];
    await ends(one, '2026-09-20');
    const state = await one.state();
    travel(env, '2026-11-19');
    // Due cases are taken one after the other: the younger one was looked at once the stand-in is called.
    await eventually(async () => expect((await other.get()).body.standInSince).toBe('2026-11-19'));
    expect(await one.state()).toBe(state);
    travel(env, '2026-11-20');
    await one.becomes('RESOLVED');
    expect((await one.get()).body).toMatchObject({ endedBy: 'tenancy', next: null, quietUntil: null });
    expect(Object.values(await one.deadlines()).filter((deadline) => String(deadline).endsWith(' set'))).toEqual([]);
    expect(await other.state()).toBe('CONCERN');
  });

  test('what the landlord does not know of moves no day of it', async () => {
    const one = await Case.inOutreach();
    await ends(one, '2026-09-20');
    travel(env, '2026-11-01');
    await one.must('single_entry', 'report-further', { kind: 'complaint', from: 'tenant', happenedOn: '2026-09-19', ...NOISE }); // biome-ignore format: one line
    travel(env, '2026-11-20');
    await one.becomes('RESOLVED');
    expect((await one.history('landlord_admin')).at(-1)!.text.en).toBe('The tenancy has ended; the case is closed.');
  });

  test('what is reported after that has its quiet days too', async () => {
    const one = await Case.inOutreach();
    await ends(one, '2026-09-20');
    travel(env, '2026-11-19');
    await one.must('landlord_admin', 'report-further', { kind: 'complaint', from: 'neighbour', happenedOn: '2026-09-19', ...NOISE }); // biome-ignore format: one line
    const other = await Case.open();
    travel(env, '2027-01-18');
    await eventually(async () => expect((await other.get()).body.standInSince).toBe('2027-01-18'));
    expect(await one.state()).toBe('OUTREACH');
    travel(env, '2027-01-19');
    await one.becomes('RESOLVED');
  });
});

describe('registered in error', () => {
  test('a reminder that a filing rests on is struck after the filing, and then the breach was none in spite of it', async () => {
    const one = await Case.inOutreach();
    await one.must('landlord_admin', 'remind-tenant', { sentOn: '2026-09-05', ...NOISE });
    await one.breach('2026-09-06');
    await one.must('landlord_admin', 'file-tribunal-case', { filedOn: '2026-09-07', servedOn: '2026-09-07' });
    expect((await one.strike('landlord_admin', 'reminder')).body).toMatchObject({
      code: 'something-rests-on-what-is-struck',
    });
    expect((await one.strike('landlord_admin', 'report')).body).toMatchObject({
      code: 'something-rests-on-what-is-struck',
    });
    expect((await one.strike('landlord_admin', 'tribunal_filing')).status).toBe(200);
    expect(await one.deadlines()).toMatchObject({ TRIBUNAL_REPLY: '2026-09-21 cancelled' });
    expect(await one.state()).toBe('REPEATED');
    expect((await one.strike('landlord_admin', 'reminder')).status).toBe(200);
    expect((await one.get()).body).toMatchObject({
      ...{ state: 'OUTREACH', reminders: [], breaches: [{ warnings: ['no-reminder-precedes-it'] }] },
    });
  });

  test('a decision is struck with its notification, not under a breach of its conditions; one seen on the document by the single entry alone', async () => {
    const one = await Case.conditional();
    await one.must('single_entry', 'record-tribunal-notification', { notifiedOn: '2026-09-06' });
    const breach = { happenedOn: '2026-09-06', ...NOISE, movingRequired: true };
    await one.must('landlord_admin', 'report-condition-breach', breach);
    expect((await one.strike('landlord_admin', 'tribunal_decision')).body.code).toBe(
      'something-rests-on-what-is-struck',
    );
    expect((await one.strike('landlord_admin', 'condition_breach')).status).toBe(200);
    expect(await one.state()).toBe('CONDITIONAL');
    await one.must('single_entry', 'verify-tribunal-decision');
    expect((await one.strike('landlord_admin', 'tribunal_decision')).body.code).toBe(
      'decision-was-seen-on-the-document',
    );
    expect((await one.strike('single_entry', 'tribunal_decision')).status).toBe(200);
    expect((await one.get()).body).toMatchObject({
      ...{ state: 'TRIBUNAL_PENDING', conditions: null, tribunals: [{ decidedOn: null, notifiedOn: null }] },
    });
    expect(await one.deadlines()).toMatchObject({ CONDITIONAL_END: '2027-09-05 cancelled' });
  });

  test('a filing of before the case was given to somebody is struck: the worker goes on, with all that was done since', async () => {
    for (const since of [0, 1]) {
      const one = await Case.open('landlord_caretaker', { kind: 'complaint', happenedOn: '2026-08-01', ...NOISE });
      await one.must('landlord_admin', 'remind-tenant', { sentOn: '2026-08-03', ...NOISE });
      await one.breach('2026-08-05');
      await one.must('landlord_admin', 'file-tribunal-case', { filedOn: '2026-08-06' });
      await one.must('single_entry', 'assign', {});
      const dialogue = { heldOn: '2026-09-07', outcome: 'contacted' };
      if (since) await one.must('outreach_team', 'record-dialogue', dialogue);
      expect((await one.strike('landlord_admin', 'tribunal_filing')).status).toBe(200);
      expect((await one.get()).body).toMatchObject({ state: since ? 'MONITORING' : 'OUTREACH', dialogues: Array(since).fill(dialogue) }); // biome-ignore format: one line
      await one.must('outreach_team', 'record-dialogue', dialogue);
    }
  });

  test('what is tried to be struck under all that rests on it is refused, whatever that is', async () => {
    const REST: [string, (one: Case) => Promise<unknown>][] = [
      [
        'a notification',
        (one) => one.must('single_entry', 'record-tribunal-notification', { notifiedOn: '2026-09-06' }),
      ],
      ['that it was seen', (one) => one.must('single_entry', 'verify-tribunal-decision')],
      [
        'the end of the year',
        async (one) => {
          travel(env, '2027-09-06');
          await one.becomes('RESOLVED');
        },
      ],
    ];
    for (const [name, step] of REST) {
      travel(env, '2026-09-07');
      const one = await Case.conditional();
      await step(one);
      for (const what of ['tribunal_filing', 'breach', 'reminder', 'report']) {
        const { status, body } = await one.strike('landlord_admin', what);
        expect([name, what, status, body.errors?.map(({ code }: { code: string }) => code)]).toEqual([name, what, 409, ['something-rests-on-what-is-struck']]); // biome-ignore format: one line
      }
    }
  });

  test('a caretaker strikes the own report alone; a dialogue is struck unseen, and its deadline runs again', async () => {
    const one = await Case.open('landlord_caretaker');
    await one.must('single_entry', 'assign', {});
    await one.must('landlord_admin', 'report-further', { kind: 'concern', from: 'landlord' });
    expect((await one.strike('landlord_caretaker', 'report')).body.code).toBe('caretaker-strikes-own-reports-only');
    await one.must('outreach_team', 'record-dialogue', { heldOn: '2026-09-07', outcome: 'not_reached' });
    expect(await one.deadlines()).toMatchObject({ FIRST_OUTREACH: '2026-09-10 met' });
    expect((await one.strike('outreach_team', 'dialogue')).status).toBe(200);
    expect(await one.deadlines()).toMatchObject({ FIRST_OUTREACH: '2026-09-10 set' });
    // The other report opened it then.
    expect((await one.strike('landlord_caretaker', 'report', 0)).body).toMatchObject({
      reports: [{ from: 'landlord' }],
    });
  });

  test('a lease that is ended binds all before it', async () => {
    const one = await Case.inOutreach();
    const serious = { happenedOn: '2026-09-06', categories: ['danger'], movingRequired: true };
    await one.must('landlord_admin', 'report-serious-conduct', serious);
    expect((await one.strike('single_entry', 'report')).body.code).toBe('fact-has-been-acted-on');
  });
});

test('the tenant’s own support worker gets the case; the landlord acts before anybody has it, and it is still answered', async () => {
  const one = await Case.open('landlord_admin', {}, await tenancy(staffId('support_worker')));
  await one.must('landlord_admin', 'remind-tenant', { sentOn: '2026-09-05', ...NOISE });
  await one.breach('2026-09-06');
  await one.must('landlord_admin', 'file-tribunal-case', { filedOn: '2026-09-07' });
  expect((await one.get('landlord_admin')).body).toMatchObject({ status: 'sent' });
  await one.refused(
    'single_entry',
    'hand-over',
    { to: { role: 'outreach_team' }, reason: 'workload' },
    'case-is-not-assigned-yet',
  );
  expect(await one.must('single_entry', 'assign', {})).toMatchObject({
    ...{ state: 'TRIBUNAL_PENDING', acknowledgedOn: '2026-09-07' },
    owner: { role: 'support_worker', person: staffId('support_worker') },
  });
  expect((await one.get('support_worker')).body).toMatchObject({
    number: expect.any(String),
    state: 'TRIBUNAL_PENDING',
  });
  expect((await one.get('outreach_team')).status).toBe(404);
});
