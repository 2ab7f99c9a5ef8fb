// SPDX-License-Identifier: MPL-2.0
// Registered in error, through the front door: what is struck, who may, what is told, and what a landlord never learns.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { migrate } from '#persistence';
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
import { incidents } from '../src/incidents.module.js';
import { migrations } from '../src/migrations/index.js';

let service: Awaited<ReturnType<typeof startService>>;
let database: Awaited<ReturnType<typeof freshDatabase>>;
let env: TestEnvironment;

const CASES = '/v1/rent-arrears';
const call = (user: User, method: string, path: string, body?: object, headers?: Record<string, string>) =>
  request(service.url + path, user, method, body, headers);

beforeAll(async () => {
  database = await freshDatabase('incidents', migrations);
  env = await testEnv('incidents', { database });
  await knowStaff(database);
  service = await startService(incidents, env);
});
beforeEach(() => {
  travel(env, '2026-08-04');
});
afterAll(async () => {
  await service?.close();
  await database?.drop();
});

interface Told {
  action: string;
  by: string;
  text: { da: string; en: string };
  fact?: { what: string; ref: string; struck?: { at: string; by: string; reason: string } };
}

class Case {
  private constructor(readonly id: string) {}
  /** Reported on a tenancy of its own. */
  static async open(tenancyRef?: string): Promise<Case> {
    const known = tenancyRef ?? (await Case.tenancy());
    const missing = { tenancyRef: known, amountOere: 510_000, rentDueOn: '2026-08-01' };
    const { status, body } = await call('landlord_admin', 'POST', CASES, missing);
    expect([status, body]).toEqual([201, expect.anything()]);
    return new Case(body.id);
  }
  static async tenancy(): Promise<string> {
    const [id, agreement] = [randomUUID(), randomUUID()];
    const [landlord] = [landlords.boOgBy.id];
    await database.query(
      `insert into known_agreements (id, version, landlord_ref, state) values ($1, 1, $2, 'ACTIVE')`,
      [agreement, landlord],
    );
    await database.query(
      `insert into known_tenancies (id, version, agreement_ref, landlord_ref, has_support_worker, support_worker, started_on)
       values ($1, 1, $2, $3, true, $4, '2026-04-23')`,
      [id, agreement, landlord, staffId('support_worker')],
    );
    return id;
  }
  static async inOutreach(tenancyRef?: string): Promise<Case> {
    const one = await Case.open(tenancyRef);
    for (const action of ['acknowledge', 'assign']) await one.must('single_entry', action);
    return one;
  }
  get(user: User = 'single_entry'): Promise<Reply> {
    return call(user, 'GET', `${CASES}/${this.id}`);
  }
  async try(user: User, action: string, body?: object): Promise<Reply> {
    const { etag } = await this.get(user.startsWith('landlord') ? user : 'single_entry');
    return await call(user, 'POST', `${CASES}/${this.id}/${action}`, body, { 'if-match': etag ?? '"1"' });
  }
  async must(user: User, action: string, body?: object): Promise<Reply['body']> {
    const { status, body: answer } = await this.try(user, action, body);
    expect([action, status, answer]).toEqual([action, 200, expect.anything()]);
    return answer;
  }
  pay(amountOere: number, paidOn = '2026-08-04') {
    return this.must('landlord_admin', 'confirm-tenant-paid', { paidOn, amountOere });
  }
  async history(user: User = 'single_entry'): Promise<Told[]> {
    return (await call(user, 'GET', `${CASES}/${this.id}/history`)).body.items;
  }
  /** What was recorded last. */
  async newest(what: string): Promise<string> {
    return (await this.history()).findLast(({ fact }) => fact?.what === what)!.fact!.ref;
  }
  async strike(user: User, what: string, ref?: string, reason = 'wrong_amount'): Promise<Reply> {
    const struck = { ref: ref ?? (await this.newest(what)), reason };
    return what === 'contact'
      ? await this.try(user, 'strike-contact', struck)
      : await this.try(user, 'strike', { what, ...struck });
  }
  told(topic: string): Promise<{ type: string; version: number; status: string; code: string; stage: string }[]> {
    return database.query(
      `select split_part(headers->>'type', '.', 5) as type, (headers->>'caseversion')::int as version,
              body->>'status' as status, body->>'code' as code, body->>'stage' as stage
         from outbox where topic = $1 and (key = $2 or body->>'caseRef' = $2) order by position`,
      [topic, this.id],
    );
  }
}

const rid = ({ version: _, ...seen }: Reply['body']) => seen;

test('a payment that closed the case is struck: it is open again, in the history, the deadlines and the events', async () => {
  const one = await Case.inOutreach();
  const before = rid((await one.get()).body);
  await one.pay(510_000);
  expect((await one.get()).body.state).toBe('SELF_CURED');
  expect(await one.strike('landlord_admin', 'payment')).toMatchObject({ status: 200, body: { owedOere: 510_000 } });
  expect(rid((await one.get()).body)).toEqual(before);
  const history = await one.history('landlord_admin');
  expect(history.map(({ text, fact }) => [text.en, fact?.what, fact?.struck?.reason])).toEqual([
    ['The landlord reported missing rent.', 'report', undefined],
    ['The municipality acknowledged the report.', undefined, undefined],
    ['The municipality began to act.', undefined, undefined],
    ['The landlord confirmed a payment by the tenant.', 'payment', 'wrong_amount'],
    ['A record was made in error and was struck.', undefined, undefined],
  ]);
  expect(history[3]?.fact?.struck).toMatchObject({ by: 'landlord_admin', at: expect.any(String) });
  expect(
    (await one.told('indgang.incidents.deadlines.internal')).map(({ code, status }) => `${code} ${status}`),
  ).toEqual([
    'ACKNOWLEDGE set',
    'FIRST_OUTREACH set',
    'ACKNOWLEDGE met',
    'FIRST_OUTREACH set',
    'FIRST_OUTREACH cancelled',
    'FIRST_OUTREACH set',
  ]);
  expect((await one.told('indgang.incidents.rent-arrears.internal')).at(-1)).toMatchObject({
    type: 'payment-corrected',
    version: 5,
  });
  expect((await one.told('indgang.incidents.rent-arrears')).at(-1)).toMatchObject({
    type: 'changed',
    version: 5,
    stage: 'changed',
  });
  await one.pay(510_000);
  expect((await one.get()).body.state).toBe('SELF_CURED');
});

test('a deadline waits on where what ended its case is struck, and in its course where the contact is', async () => {
  const one = await Case.inOutreach();
  const wait = { code: 'FIRST_OUTREACH', reason: 'citizen_is_away', until: '2026-08-12' };
  await one.must('support_worker', 'pause-deadline', wait);
  const newest = async () => {
    const [told] = await database.query<{ body: { state: string; pausedDays?: number } }>(
      `select body from outbox where topic like '%rent-arrears.internal' and key = $1 order by position desc limit 1`,
      [one.id],
    );
    return told!.body;
  };
  travel(env, '2026-08-06');
  await one.pay(510_000, '2026-08-06');
  expect(await newest()).toMatchObject({ state: 'SELF_CURED', pausedDays: 2 });
  await one.strike('landlord_admin', 'payment');
  expect((await newest()).pausedDays).toBeUndefined();
  await one.must('support_worker', 'record-contact-failed', { contactedOn: '2026-08-06' });
  travel(env, '2026-08-12');
  await eventually(async () => {
    const [step] = (await one.get()).body.deadlineCourse;
    expect(step).toMatchObject({ endedOn: '2026-08-12', workingDays: 6, dueAfter: '2026-08-17' });
  });
  // The landlord is not told that it waited: the day that was set has passed.
  expect((await one.get('landlord_admin')).body.next.by).toBeNull();
  await one.strike('support_worker', 'contact');
  expect((await one.get()).body).toMatchObject({ firstContactOn: null, outreachDueOn: '2026-08-17' });
});

test('whoever may not, or says what is not so, is told; nothing is written', async () => {
  const one = await Case.inOutreach();
  await one.pay(1);
  const ref = await one.newest('payment');
  const { etag } = await one.get();
  for (const [user, what, which, status, code] of [
    ['landlord2_admin', 'payment', ref, 404, 'not-found'],
    ['support_worker', 'payment', ref, 403, 'role-not-allowed'],
    ['landlord_admin', 'delivery', ref, 409, 'fact-is-not-in-the-case'],
    ['landlord_admin', 'payment', randomUUID(), 409, 'fact-is-not-in-the-case'],
  ] as const)
    expect(await one.strike(user, what, which)).toMatchObject({ status, body: { code } });
  expect((await one.try('landlord_admin', 'strike', { what: 'payment', ref, reason: 'tired' })).status).toBe(400);
  expect((await one.get()).etag).toBe(etag);
  expect((await one.strike('single_entry', 'payment', ref)).status).toBe(200);
  expect(await one.strike('landlord_admin', 'payment', ref)).toMatchObject({
    status: 409,
    body: { code: 'fact-is-struck-already' },
  });
});

test('a delivery and a demand: the days and the fee are gone, what runs again is told', async () => {
  travel(env, '2026-08-10');
  const one = await Case.inOutreach();
  const lines = [{ kind: 'rent', amountOere: 510_000 }];
  const letter = { issuedOn: '2026-08-07', channel: 'letter', statesTerminationRisk: true, lines };
  const issued = await one.must('landlord_admin', 'issue-demand', { ...letter, feeOere: 32_900, totalOere: 542_900 });
  const { demandRef } = issued.demands[0];
  const deliver = () =>
    one.must('landlord_admin', 'register-demand-delivery', { demandRef, deliveredOn: '2026-08-10' });
  await deliver();
  expect((await one.strike('landlord_admin', 'delivery', undefined, 'did_not_happen')).body.demands).toMatchObject([
    { state: 'ISSUED', deliveredOn: null, expiresOn: null },
  ]);
  await deliver();
  expect((await one.strike('landlord_admin', 'report')).body).toMatchObject({ code: 'demand-rests-on-what-is-struck' });
  expect((await one.strike('landlord_admin', 'demand', undefined, 'wrong_case')).body).toMatchObject({
    demands: [],
    owedOere: 510_000,
  });
  const told = await one.told('indgang.incidents.deadlines.internal');
  expect(told.filter(({ code }) => code === 'DEMAND_EXPIRY').map(({ status }) => status)).toEqual([
    'set',
    'cancelled',
    'set',
    'cancelled',
  ]);
  expect((await one.strike('landlord_admin', 'report', undefined, 'wrong_case')).body).toMatchObject({
    status: 'done',
    owedOere: 0,
    claims: [],
    allowedActions: [],
  });
  expect((await one.get()).body.state).toBe('STRUCK');
  expect((await one.told('indgang.incidents.rent-arrears')).at(-1)).toMatchObject({ type: 'changed', stage: 'closed' });
});

test('a contact: outreach has not failed, and the landlord’s world is the same', async () => {
  const one = await Case.inOutreach();
  const world = async () => [
    await one.get('landlord_admin'),
    await one.history('landlord_admin'),
    await one.told('indgang.incidents.rent-arrears'),
  ];
  const [reply, ...rest] = await world();
  const bare = ({ status, etag, body }: Reply) => ({ status, etag, body });
  for (let no = 0; no < 3; no++)
    await one.must('support_worker', 'record-contact-failed', { contactedOn: '2026-08-04' });
  expect((await one.get()).body.state).toBe('OUTREACH_FAILED');
  expect((await one.strike('outreach_team', 'contact')).status).toBe(404);
  expect((await one.strike('landlord_admin', 'contact')).status).toBe(403);
  const worker = await one.strike('support_worker', 'contact', undefined, 'wrong_person');
  expect(worker).toMatchObject({ status: 200, body: { state: 'OUTREACH', failedContacts: 2 } });
  expect((await one.strike('single_entry', 'contact', (await one.history()).find(({ fact }) => fact?.what === 'contact')!.fact!.ref)).body.failedContacts).toBe(1); // biome-ignore format: one line
  const [replyAfter, ...restAfter] = await world();
  expect(bare(replyAfter as Reply)).toEqual(bare(reply as Reply));
  expect(restAfter).toEqual(rest);
  expect((await one.told('indgang.incidents.rent-arrears.internal')).at(-1)?.type).toBe('contact-corrected');
});

describe('a case is not opened again', () => {
  test('where its rent is in another open case by now, which is named', async () => {
    const tenancyRef = await Case.tenancy();
    const one = await Case.inOutreach(tenancyRef);
    await one.pay(510_000);
    const other = await Case.open(tenancyRef);
    expect(await one.strike('landlord_admin', 'payment')).toMatchObject({
      status: 409,
      body: { code: 'rent-is-in-an-open-case', facts: { caseRef: other.id } },
    });
    expect((await other.strike('landlord_admin', 'report')).status).toBe(200);
    expect((await one.strike('landlord_admin', 'payment')).status).toBe(200);
  });

  test('nor once somebody has bound himself by it', async () => {
    const one = await Case.inOutreach();
    await one.pay(1);
    await one.must('landlord_admin', 'report-other-problems', { problems: ['damage'] });
    expect(await one.strike('landlord_admin', 'payment')).toMatchObject({
      status: 409,
      body: { code: 'fact-has-been-acted-on', facts: { step: 'reportOtherProblems' } },
    });
  });
});

test('a case of the release before goes on; what is recorded in it from now on can be struck', async () => {
  const before = await freshDatabase('incidents', migrations.slice(0, 6));
  const id = randomUUID();
  await before.query(
    `insert into rent_arrears (id, version, state, opened_at, landlord_ref, landlord_reference, amount_oere, rent_due_on,
       pay_day, reported_on, acknowledge_deadline_ref, acknowledge_due_on, outreach_due_on, stand_in_due_on, claims, payments)
     values ($1, 1, 'REPORTED', now(), $2, 'L-1', 510000, '2026-08-01', '2026-08-03', '2026-08-04', $1, '2026-08-05',
       '2026-08-07', '2026-08-06', '[{"dueOn": "2026-08-01", "amountOere": 510000, "reportedOn": "2026-08-04"}]',
       '[{"paidOn": "2026-08-04", "amountOere": 10000, "by": "tenant"}]')`,
    [id, landlords.boOgBy.id],
  );
  await before.query(
    `insert into known_tenancies (id, version, agreement_ref, landlord_ref, has_support_worker, started_on)
     values ($1, 1, $1, $2, true, '2026-04-23')`,
    [randomUUID(), landlords.boOgBy.id],
  );
  await migrate('incidents', before.ownerUrl, migrations);
  const its = await testEnv('incidents', { database: before });
  travel(its, '2026-08-04');
  const old = await startService(incidents, its);
  try {
    const ask = (method: string, path: string, body?: object) =>
      request(`${old.url}${CASES}/${id}${path}`, 'landlord_admin', method, body, { 'if-match': '*' });
    const paid = { paidOn: '2026-08-04', amountOere: 500_000 };
    expect((await ask('POST', '/confirm-tenant-paid', paid)).body).toMatchObject({ status: 'done', owedOere: 0 });
    const { items } = (await ask('GET', '/history')).body;
    const struck = { what: 'payment', ref: items.at(-1).fact.ref, reason: 'wrong_case' };
    expect((await ask('POST', '/strike', struck)).body).toMatchObject({ status: 'sent', owedOere: 500_000 });
  } finally {
    await old.close();
    await before.drop();
  }
});

test('what was recorded before steps were kept cannot be struck; what is recorded since can', async () => {
  const one = await Case.inOutreach();
  await one.pay(100);
  const old = await one.newest('payment');
  await database.query('delete from case_step where case_id = $1', [one.id]);
  expect((await one.history()).some(({ fact }) => fact)).toBe(false);
  expect(await one.strike('landlord_admin', 'payment', old)).toMatchObject({
    body: { code: 'fact-is-not-in-the-case' },
  });
  await one.pay(509_900);
  expect((await one.strike('landlord_admin', 'payment')).body).toMatchObject({ owedOere: 509_900 });
});

describe('at once', () => {
  const versionOf = async (one: Case, user: User) => (await one.get(user)).etag!;
  test('two strikes of one fact: one strikes, the other hears that it is, or that the case has moved', async () => {
    for (let round = 0; round < 8; round++) {
      const one = await Case.inOutreach();
      await one.pay(510_000);
      const body = { what: 'payment', ref: await one.newest('payment'), reason: 'recorded_twice' };
      const tags = { landlord_admin: await versionOf(one, 'landlord_admin'), single_entry: '*' };
      const answers = await Promise.all(
        (['landlord_admin', 'single_entry', 'landlord_admin'] as const).map((user) =>
          call(user, 'POST', `${CASES}/${one.id}/strike`, body, { 'if-match': round % 2 ? '*' : tags[user] }),
        ),
      );
      const codes = answers.map(({ status, body: answer }) => answer.code ?? status);
      expect(codes.filter((code) => code === 200)).toHaveLength(1);
      for (const code of codes) expect([200, 'fact-is-struck-already', 'version-moved']).toContain(code);
      expect((await one.get()).body).toMatchObject({ state: 'OUTREACH', owedOere: 510_000 });
    }
  });

  test('a strike against a payment, a contact and a new report: each krone counts once', async () => {
    for (let round = 0; round < 8; round++) {
      const tenancyRef = await Case.tenancy();
      const one = await Case.inOutreach(tenancyRef);
      await one.pay(300_000);
      const body = { what: 'payment', ref: await one.newest('payment'), reason: 'wrong_amount' };
      const any = { 'if-match': '*' };
      const [struck, paid] = await Promise.all([
        call('landlord_admin', 'POST', `${CASES}/${one.id}/strike`, body, any),
        call('landlord_admin', 'POST', `${CASES}/${one.id}/confirm-tenant-paid`, { paidOn: '2026-08-04', amountOere: 210_000 }, any), // biome-ignore format: one line
        call('support_worker', 'POST', `${CASES}/${one.id}/record-contact-failed`, { contactedOn: '2026-08-04' }, any),
        call('landlord_admin', 'POST', CASES, { tenancyRef, amountOere: 510_000, rentDueOn: '2026-08-01' }),
      ]);
      const { owedOere, overpaidOere, state } = (await one.get()).body;
      const open = await database.query(`select 1 from rent_arrears where tenancy_ref = $1 and closed_at is null`, [
        tenancyRef,
      ]);
      expect(open.length).toBeLessThanOrEqual(1);
      const sum = (struck.status === 200 ? 0 : 300_000) + (paid.status === 200 ? 210_000 : 0);
      expect([510_000 - owedOere + overpaidOere, state === 'SELF_CURED']).toEqual([sum, owedOere === 0]);
    }
  });
});

test('what was done, audited, kept and told agrees for every case, and each message keeps its contract', async () => {
  const messages = await database.query<never>(
    `select topic, key, body, headers->>'type' as type, headers->>'dataclassification' as classification from outbox`,
  );
  for (const message of messages) assertPublished(message);
  const apart = await database.query(
    `select c.id from rent_arrears c
      where array(select generate_series(1, c.version)) <> array(select case_version::int from audit_log
              where case_id = c.id and changes is not null order by position)
         or array(select generate_series(1, c.shown_version)) <> array(select (headers->>'caseversion')::int from outbox
              where key = c.id::text and topic = 'indgang.incidents.rent-arrears' order by position)
         or array(select generate_series(1, c.version)) <> array(select (headers->>'caseversion')::int from outbox
              where key = c.id::text and topic = 'indgang.incidents.rent-arrears.internal' order by position)
         or (select count(*) from case_step where case_id = c.id) > c.version`,
  );
  expect(apart).toEqual([]);
});
