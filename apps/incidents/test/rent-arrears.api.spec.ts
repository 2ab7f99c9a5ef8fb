// SPDX-License-Identifier: MPL-2.0
// Missing rent through the front door: from the report to each of its endings, with the worked example's dates and amounts.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
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
import { rentArrearsRules } from '../src/rent-arrears/rent-arrears.js';

let service: Awaited<ReturnType<typeof startService>>;
let database: Awaited<ReturnType<typeof freshDatabase>>;
let env: TestEnvironment;

const CASES = '/v1/rent-arrears';
const call = (user: User | null, method: string, path: string, body?: object, headers?: Record<string, string>) =>
  request(service.url + path, user, method, body, headers);
const report = (more: object = {}, headers = {}) =>
  call(
    'landlord_admin',
    'POST',
    CASES,
    { landlordReference: 'L-17', amountOere: 510_000, rentDueOn: '2026-08-01', ...more },
    headers,
  );
const versionOf = ({ etag }: Reply) => Number(etag?.replaceAll('"', ''));
const today = (day: string) => travel(env, day);

beforeAll(async () => {
  database = await freshDatabase('incidents', migrations);
  env = await testEnv('incidents', { database });
  await knowStaff(database);
  service = await startService(incidents, env);
});
beforeEach(() => {
  today('2026-08-04');
});
afterAll(async () => {
  await service?.close();
  await database?.drop();
});

const policy = {
  allowed: true,
  maxMonths: 6,
  minInstalmentOere: 50_000,
  maxOpenPlans: 1,
  needsMunicipalConsent: false,
};

/** A tenancy that incidents has heard of, under an agreement of its own. */
async function tenancy({ instalmentPolicy = policy as object | null, hasSupportWorker = true } = {}): Promise<string> {
  const [id, agreement] = [randomUUID(), randomUUID()];
  await database.query(
    `insert into known_agreements (id, version, landlord_ref, state, instalment_policy) values ($1, 1, $2, 'ACTIVE', $3)`,
    [agreement, landlords.boOgBy.id, instalmentPolicy && JSON.stringify(instalmentPolicy)],
  );
  await database.query(
    `insert into known_tenancies (id, version, agreement_ref, landlord_ref, has_support_worker, support_worker, started_on)
     values ($1, 1, $2, $3, $4, $5, '2026-04-23')`,
    [id, agreement, landlords.boOgBy.id, hasSupportWorker, hasSupportWorker ? staffId('support_worker') : null],
  );
  return id;
}

const PLAN = { instalments: 2, firstDueOn: '2026-09-01', tenantAccepts: true };

/** A case and those who act on it, each with the version seen last. */
class Case {
  private constructor(
    readonly id: string,
    readonly opened: Reply['body'],
  ) {}
  static async open(more: object = {}): Promise<Case> {
    const { status, body } = await report(more);
    expect(status).toBe(201);
    return new Case(body.id, body);
  }
  /** On a known tenancy, in outreach. */
  static async inOutreach(options?: Parameters<typeof tenancy>[0], more: object = {}): Promise<Case> {
    const one = await Case.open({ tenancyRef: await tenancy(options), ...more });
    await one.must('single_entry', 'acknowledge');
    await one.must('single_entry', 'assign');
    return one;
  }
  get(user: User = 'single_entry') {
    return call(user, 'GET', `${CASES}/${this.id}`);
  }
  async try(user: User, action: string, body?: object): Promise<Reply> {
    // A landlord counts what landlords are told of.
    const seen = await this.get(user.startsWith('landlord') ? user : 'single_entry');
    return await call(user, 'POST', `${CASES}/${this.id}/${action}`, body, { 'if-match': `"${versionOf(seen)}"` });
  }
  async must(user: User, action: string, body?: object): Promise<Reply['body']> {
    // Once a day has come, time may act between the look and the act: a careful client looks again.
    for (let attempt = 1; ; attempt++) {
      const { status, body: answer } = await this.try(user, action, body);
      if (status === 412 && attempt < 5) continue;
      expect([action, status, answer]).toEqual([action, 200, expect.anything()]);
      return answer;
    }
  }
  /** The demand of the worked example. */
  async demand(issuedOn: string, deliveredOn: string, more: object = {}): Promise<string> {
    const issued = await this.must('landlord_admin', 'issue-demand', { ...demand(issuedOn), ...more });
    const { demandRef } = issued.demands.at(-1);
    today(deliveredOn);
    await this.must('landlord_admin', 'register-demand-delivery', { demandRef, deliveredOn, proofRef: 'KV-2026-118' });
    return demandRef;
  }
  pay(paidOn: string, amountOere: number, more: object = {}) {
    return this.must('landlord_admin', 'confirm-tenant-paid', { paidOn, amountOere, ...more });
  }
}

const demand = (issuedOn: string) => ({
  issuedOn,
  channel: 'letter',
  statesTerminationRisk: true,
  lines: [
    { kind: 'rent', amountOere: 450_000 },
    { kind: 'utilities_advance', amountOere: 60_000 },
  ],
  feeOere: 32_900,
  totalOere: 542_900,
});

describe('a report of missing rent', () => {
  test('is accepted for an unknown tenancy, with the day of the next news', async () => {
    const { status, etag, body } = await report();
    expect(status).toBe(201);
    expect(etag).toBe('"1"');
    expect(body).toMatchObject({ status: 'sent', matched: false, payDay: '2026-08-03', owedOere: 510_000 });
    expect(body.next).toEqual({
      by: '2026-08-05',
      text: { da: 'Kommunen kvitterer for meldingen', en: 'The municipality acknowledges the report' },
    });
    expect(body.demandEarliestOn).toBe('2026-08-07');
  });

  test('comes once, however often it is sent with one key', async () => {
    const key = { 'idempotency-key': randomUUID() };
    const [first, second] = await Promise.all([report({}, key), report({}, key)]);
    expect(second?.body.id).toBe(first?.body.id);
    expect((await report({ amountOere: 1 }, key)).status).toBe(422);
  });

  test('is refused before the rent is overdue, naming field and earliest day', async () => {
    const { status, body } = await report({ rentDueOn: '2199-01-01' });
    expect(status).toBe(409);
    expect(body).toMatchObject({
      code: 'rent-is-not-overdue-yet',
      facts: { earliest: '2199-01-03' },
      errors: [{ pointer: '/rentDueOn', code: 'rent-is-not-overdue-yet' }],
    });
  });

  test.each([
    ['amountOere', { amountOere: 0 }],
    ['rentDueOn', { rentDueOn: '2026-02-30' }],
    ['landlordReference', { landlordReference: '010190-1234' }],
    ['landlordReference', { landlordReference: 'L-0101901234' }],
    ['version', { version: 1 }],
  ])('names the faulty field %s', async (field, fault) => {
    const { status, body } = await report(fault);
    expect(status).toBe(400);
    expect(body.errors.map(({ pointer }: { pointer: string }) => pointer)).toContain(`/${field}`);
  });

  test('is not taken from other roles or without a token', async () => {
    expect((await call('finance', 'POST', CASES, {})).status).toBe(403);
    expect((await call(null, 'POST', CASES, {})).status).toBe(401);
  });
});

describe('the way through the municipality', () => {
  test('versions are asked for, compared and never skipped', async () => {
    const { id } = await Case.open();
    const path = `${CASES}/${id}/acknowledge`;
    expect((await call('single_entry', 'POST', path)).status).toBe(428);
    expect(await call('single_entry', 'POST', path, undefined, { 'if-match': '"1"' })).toMatchObject({
      status: 200,
      etag: '"2"',
      body: { state: 'OUTREACH_PENDING' },
    });
    expect((await call('single_entry', 'POST', path, undefined, { 'if-match': '"1"' })).status).toBe(412);
  });

  test('each worker sees the own cases’ header and no amount', async () => {
    const one = await Case.open();
    await one.must('single_entry', 'acknowledge');
    expect((await one.get('outreach_team')).status).toBe(404);
    await one.must('single_entry', 'assign');
    const { body } = await one.get('outreach_team');
    expect(body).toMatchObject({ state: 'OUTREACH', next: { role: 'outreach_team', by: '2026-08-07' } });
    expect(JSON.stringify(body)).not.toMatch(/Oere/);
    expect((await one.get('support_worker')).status).toBe(404);
  });

  test('a deadline of ours waits and runs again; those of law never do', async () => {
    const one = await Case.open({ tenancyRef: await tenancy() });
    const paused = { code: 'ACKNOWLEDGE', reason: 'awaits_information', until: '2026-08-10' };
    const extension = { code: 'FIRST_OUTREACH', reason: 'citizen_is_away', workingDays: 3 };
    expect(await one.must('single_entry', 'extend-deadline', extension)).toMatchObject({ outreachDueOn: '2026-08-12' });
    const before = (await one.get('landlord_admin')).body;
    expect(before.next).toMatchObject({ by: '2026-08-05' });
    expect(await one.must('single_entry', 'pause-deadline', paused)).toMatchObject({ next: { by: null } });
    // When news comes is the landlord's to know, why it is late is not.
    const seen = (await one.get('landlord_admin')).body;
    expect(seen).toMatchObject({ version: before.version + 1, next: { by: null, text: before.next.text } });
    const told = await call('landlord_admin', 'GET', `${CASES}/${one.id}/history`);
    expect(told.body.items.at(-1).text.da).toBe('Kommunen satte en frist i bero.');
    expect(JSON.stringify([seen, told.body])).not.toContain('awaits_information');
    expect(await one.try('single_entry', 'pause-deadline', paused)).toMatchObject({
      ...{ status: 409, body: { code: 'deadline-is-paused', errors: [{ pointer: '/code' }] } },
    });
    // Nobody is called in who could not answer either; on its day the deadline runs again.
    today('2026-08-07');
    await eventually(async () => expect((await Case.open({ rentDueOn: '2026-07-01' })).opened.state).toBeUndefined());
    expect((await one.get()).body).toMatchObject({ standInSince: null, acknowledgeDueOn: '2026-08-05' });
    today('2026-08-10');
    await eventually(async () => expect((await one.get()).body).toMatchObject({ acknowledgeDueOn: '2026-08-11' }));
    await eventually(async () =>
      expect(await database.query(`select stand_in_due_on::text from rent_arrears where id = $1`, [one.id])).toEqual([
        { stand_in_due_on: '2026-08-12' },
      ]),
    );
    await one.must('single_entry', 'acknowledge');
    await one.must('single_entry', 'assign');
    expect((await one.get('support_worker')).body).toMatchObject({
      outreachDueOn: '2026-08-12',
      deadlineCourse: [
        { code: 'FIRST_OUTREACH', kind: 'extension', workingDays: 3, dueBefore: '2026-08-07', dueAfter: '2026-08-12' },
        { code: 'ACKNOWLEDGE', kind: 'pause', on: '2026-08-04', endedOn: '2026-08-10', workingDays: 4 },
      ],
    });
    for (const code of ['DEMAND_EXPIRY', 'HELP_DECISION'])
      expect(await one.try('support_worker', 'pause-deadline', { ...paused, code, until: '2026-08-20' })).toMatchObject(
        {
          ...{ status: 409, body: { code: 'deadline-is-not-ours-to-move', errors: [{ pointer: '/code' }] } },
        },
      );
    const heard = await database.query(
      `select body ->> 'dueOn' as due, body ->> 'pausedOn' as paused, body -> 'pausedDays' as days from outbox
        where topic like '%incidents.deadlines%' and body ->> 'caseRef' = $1 and body ->> 'code' = 'ACKNOWLEDGE' order by position`,
      [one.id],
    );
    expect(heard).toEqual([
      { due: '2026-08-05', paused: null, days: null },
      { due: '2026-08-05', paused: '2026-08-04', days: null },
      { due: '2026-08-11', paused: null, days: 4 },
      { due: '2026-08-11', paused: null, days: 4 },
    ]);
  });

  test('by default it goes to the tenant’s support worker who is at work; else it is asked to whom', async () => {
    const away = (standIn?: string) => ({
      support_worker: {
        teams: ['nord'],
        absences: [{ from: '2026-08-03', to: '2026-08-16', ...(standIn && { standIn }) }],
      },
    });
    const assigned = async (of: string) => {
      const one = await Case.open({ tenancyRef: of });
      await one.must('single_entry', 'acknowledge');
      const { status, body } = await one.try('single_entry', 'assign');
      return status === 200
        ? body.owner.person
        : [status, ...body.errors.map((error: object) => Object.values(error).slice(0, 2))];
    };
    const asked = [409, ['/to', 'support-worker-is-not-there']];
    try {
      await knowStaff(database, away());
      expect(await assigned(await tenancy())).toEqual(asked);
      await knowStaff(database, away('nobody'));
      expect(await assigned(await tenancy())).toEqual(asked);
      await knowStaff(database, away(staffId('support_worker2')));
      expect(await assigned(await tenancy())).toBe(staffId('support_worker'));
      await knowStaff(database, { support_worker: { teams: ['nord'], active: false } });
      expect(await assigned(await tenancy())).toEqual(asked);
      // A team of which everybody has left, and a tenancy that was ended ahead.
      const [ofTeam, ended] = [await tenancy(), await tenancy()];
      await database.query(
        `update known_tenancies set support_worker = null, support_team = case when id = $1 then 'vest' else 'syd' end,
           ended_on = '2026-12-31' where id in ($1, $2)`,
        [ofTeam, ended],
      );
      expect(await assigned(ofTeam)).toEqual(asked);
      expect(await assigned(ended)).toBeNull();
      // Whom somebody names is asked of the register as ever.
      const one = await Case.open({ tenancyRef: await tenancy() });
      await one.must('single_entry', 'acknowledge');
      expect(await one.try('single_entry', 'assign', { to: { person: staffId('support_worker') } })).toMatchObject({
        ...{ status: 409, body: { errors: [{ pointer: '/to/person', code: 'person-has-left' }] } },
      });
      // The role is the tenant's, where none is named.
      const roles = { supported: await tenancy(), unsupported: await tenancy() };
      await database.query(`update known_tenancies set support_worker = null, support_team = null where id = $1`, [
        roles.unsupported,
      ]);
      for (const [of, role, person, team] of [
        [roles.supported, 'support_worker', staffId('support_worker2'), 'syd'],
        [roles.unsupported, 'outreach_team', staffId('outreach_team2'), 'syd'],
      ] as const) {
        await knowStaff(database);
        const another = await Case.open({ tenancyRef: of });
        await another.must('single_entry', 'acknowledge');
        const { owner } = await another.must('single_entry', 'assign', { to: { person } });
        expect(owner).toEqual({ role, team, person });
      }
      await knowStaff(database);
      for (const to of [{ person: staffId('outreach_team') }, { team: 'vest' }, {}])
        expect((await one.try('single_entry', 'assign', { to })).body.code).toMatch(
          /^(person-lacks-the-role|team-has-nobody-with-the-role|support-worker-is-not-named)$/,
        );
      expect((await one.try('single_entry', 'assign', { to: { team: 'nord' } })).body.owner).toEqual({
        ...{ role: 'support_worker', team: 'nord', person: null },
      });
    } finally {
      await knowStaff(database);
    }
  });

  test('the stand-in takes over after two working days, by itself, once', async () => {
    const one = await Case.open();
    today('2026-08-06');
    await eventually(async () =>
      expect((await one.get()).body).toMatchObject({ standInSince: '2026-08-06', version: 2, state: 'REPORTED' }),
    );
    today('2026-08-20');
    await one.must('single_entry', 'acknowledge');
    expect((await one.get()).body.version).toBe(3);
  });

  test('outreach fails after three failed contacts and is taken up again', async () => {
    const one = await Case.inOutreach();
    for (const state of ['OUTREACH', 'OUTREACH', 'OUTREACH_FAILED'])
      expect(await one.must('support_worker', 'record-contact-failed', { contactedOn: '2026-08-04' })).toMatchObject({
        state,
      });
    expect(await one.must('support_worker', 'record-contact-made', { contactedOn: '2026-08-04' })).toMatchObject({
      state: 'OUTREACH',
      failedContacts: 0,
    });
    expect((await one.try('support_worker', 'record-contact-made', { contactedOn: '2026-08-05' })).body).toMatchObject({
      code: 'contact-is-outside-the-window',
      facts: { earliest: '2026-08-04', latest: '2026-08-04' },
      errors: [{ pointer: '/contactedOn' }],
    });
  });
});

describe('cured by plan: rows 12 to 14 of the worked example', () => {
  test('every date and øre', async () => {
    const one = await Case.inOutreach();
    expect((await one.get()).body).toMatchObject({
      payDay: '2026-08-03',
      acknowledgeDueOn: '2026-08-05',
      outreachDueOn: '2026-08-07',
      demandEarliestOn: '2026-08-07',
    });
    today('2026-08-07');
    const demandRef = await one.demand('2026-08-07', '2026-08-10');
    expect((await one.get('landlord_admin')).body).toMatchObject({
      owedOere: 542_900,
      demands: [
        {
          demandRef,
          state: 'RUNNING',
          totalOere: 542_900,
          expiresOn: '2026-08-24',
          terminationEarliestOn: '2026-08-25',
          warnings: [],
        },
      ],
    });
    today('2026-08-14');
    const agreed = await one.must('landlord_admin', 'agree-instalment-plan', {
      instalments: 3,
      firstDueOn: '2026-09-01',
      tenantAccepts: true,
    });
    expect(agreed).toMatchObject({
      demands: [{ state: 'WITHDRAWN' }],
      plans: [
        {
          totalOere: 542_900,
          standing: 'GOOD',
          instalments: [
            { no: 1, dueOn: '2026-09-01', amountOere: 180_967, paidOere: 0 },
            { no: 2, dueOn: '2026-10-01', amountOere: 180_967 },
            { no: 3, dueOn: '2026-11-02', amountOere: 180_966 },
          ],
        },
      ],
      next: { by: '2026-09-01' },
    });
    expect(agreed.refusedActions).toContainEqual(
      expect.objectContaining({ action: 'issueDemand', code: 'plan-is-in-good-standing' }),
    );
    for (const [day, amount] of [
      ['2026-09-01', 180_967],
      ['2026-10-01', 180_967],
      ['2026-11-02', 180_966],
    ] as const) {
      today(day);
      await one.pay(day, amount);
    }
    expect((await one.get()).body).toMatchObject({
      state: 'CURED_BY_PLAN',
      paidOn: '2026-11-02',
      owedOere: 0,
      next: null,
    });
  });

  test('partial and early payments are booked in order, too much is refused with the remainder', async () => {
    const one = await Case.inOutreach();
    await one.must('landlord_admin', 'agree-instalment-plan', {
      instalments: 2,
      firstDueOn: '2026-09-01',
      tenantAccepts: true,
    });
    await one.pay('2026-08-04', 100_000);
    const { plans } = await one.pay('2026-08-04', 200_000);
    expect(plans[0].instalments).toMatchObject([
      { paidOere: 255_000, paidOn: '2026-08-04' },
      { paidOere: 45_000, paidOn: null },
    ]);
    const { status, body } = await one.try('landlord_admin', 'confirm-tenant-paid', {
      paidOn: '2026-08-04',
      amountOere: 210_001,
    });
    expect([status, body]).toEqual([
      409,
      expect.objectContaining({ code: 'payment-exceeds-what-is-owed', facts: { owedOere: 210_000 } }),
    ]);
    expect(body.detail).toContain('2.100,00 kr');
  });

  test('a missed instalment breaks it the day after, by itself, and a payment told late restores it', async () => {
    const one = await Case.inOutreach();
    await one.must('landlord_admin', 'agree-instalment-plan', {
      instalments: 2,
      firstDueOn: '2026-09-01',
      tenantAccepts: true,
    });
    today('2026-09-02');
    await eventually(async () =>
      expect((await one.get()).body).toMatchObject({
        state: 'OUTREACH',
        plans: [{ standing: 'BROKEN', missedOn: '2026-09-01' }],
        demandEarliestOn: '2026-09-05',
      }),
    );
    await one.pay('2026-09-01', 255_000);
    expect((await one.get()).body).toMatchObject({ state: 'INSTALMENT_PLAN', plans: [{ standing: 'GOOD' }] });
  });

  test('paid, it ends no case of later rent: after a demand the landlord is asked, with help granted it is cured', async () => {
    async function planPaidAndLaterRent() {
      today('2026-08-04');
      const one = await Case.inOutreach();
      await one.must('landlord_admin', 'agree-instalment-plan', PLAN);
      today('2026-09-02');
      await eventually(async () => expect((await one.get()).body.plans[0].standing).toBe('BROKEN'));
      await one.must('landlord_admin', 'report-further-rent', { amountOere: 510_000, rentDueOn: '2026-09-01' });
      await one.pay('2026-09-01', 255_000);
      today('2026-10-02');
      await one.pay('2026-10-01', 255_000);
      expect((await one.get()).body).toMatchObject({
        state: 'OUTREACH',
        plans: [{ standing: 'PAID' }],
        owedOere: 510_000,
      });
      return one;
    }
    const late = await planPaidAndLaterRent();
    const helped = await planPaidAndLaterRent();
    const lines = [{ kind: 'rent', dueOn: '2026-09-01', amountOere: 510_000 }];
    await late.demand('2026-10-02', '2026-10-02', { lines });
    await helped.must('support_worker', 'request-help');
    await database.query(
      `update rent_arrears set state = 'HELP_GRANTED', help = help || '{"status": "granted"}' where id = $1`,
      [helped.id],
    );
    today('2026-10-20');
    await late.pay('2026-10-19', 542_900);
    expect((await late.get()).body).toMatchObject({
      state: 'OUTREACH',
      latePayment: { paidOn: '2026-10-19', answer: 'asked' },
    });
    await helped.pay('2026-10-19', 510_000);
    expect((await helped.get()).body).toMatchObject({ state: 'SELF_CURED', help: { status: 'withdrawn' } });
  });

  test('without a policy there is none; above one plan of a tenancy neither; with consent where it is asked for', async () => {
    const plan = { instalments: 2, firstDueOn: '2026-09-01', tenantAccepts: true };
    const without = await Case.inOutreach({ instalmentPolicy: null });
    expect((await without.try('landlord_admin', 'agree-instalment-plan', plan)).body).toMatchObject({
      status: 409,
      code: 'agreement-has-no-instalment-policy',
    });
    const first = await Case.inOutreach();
    await first.must('landlord_admin', 'agree-instalment-plan', plan);
    const second = await Case.open({ tenancyRef: first.opened.tenancyRef, rentDueOn: '2026-07-01' });
    await second.must('single_entry', 'acknowledge');
    await second.must('single_entry', 'assign');
    expect((await second.try('landlord_admin', 'agree-instalment-plan', plan)).body.code).toBe(
      'tenancy-has-too-many-open-plans',
    );
    const asked = await Case.inOutreach({ instalmentPolicy: { ...policy, needsMunicipalConsent: true } });
    expect((await asked.try('landlord_admin', 'agree-instalment-plan', plan)).body.code).toBe(
      'municipality-has-not-consented',
    );
    await asked.must('single_entry', 'consent-to-instalment-plan');
    await asked.must('landlord_admin', 'agree-instalment-plan', plan);
  });
});

describe('one krone counts once', () => {
  const line = (dueOn: string, amountOere = 510_000, kind = 'rent') => ({ kind, dueOn, amountOere });
  const letter = (lines: object[], more: object = {}) => ({ ...demand('2026-09-08'), lines, ...more });
  /** August and September are missing; on 8 September. */
  async function twoMonths() {
    const one = await Case.inOutreach();
    today('2026-09-08');
    await one.must('landlord_admin', 'report-further-rent', { amountOere: 510_000, rentDueOn: '2026-09-01' });
    return one;
  }

  test('two demands and one payment: the older rent and its fee, unless the tenant names the other', async () => {
    for (const [named, states] of [
      [undefined, ['PAID_IN_TIME', 'RUNNING']],
      [1, ['RUNNING', 'PAID_IN_TIME']],
    ] as const) {
      const one = await twoMonths();
      const refs: string[] = [];
      for (const dueOn of ['2026-08-01', '2026-09-01'])
        refs.push(await one.demand('2026-09-08', '2026-09-08', { lines: [line(dueOn)] }));
      const paid = await one.pay('2026-09-08', 542_900, named && { forDemandRef: refs[named] });
      expect(paid).toMatchObject({ owedOere: 542_900, status: 'acting', demands: states.map((state) => ({ state })) });
      expect(paid.claims.map(({ owedOere }: { owedOere: number }) => owedOere).toSorted()).toEqual([0, 510_000]);
    }
  });

  test('each line names its claim, is no more than what is left of it, and waits for the day of the latest', async () => {
    const one = await twoMonths();
    const faults = async (input: object) => {
      const { status, body } = await one.try('landlord_admin', 'issue-demand', input);
      expect(status).toBe(409);
      return [...new Set(body.errors.map(({ code }: { code: string }) => code))];
    };
    const { dueOn: _, ...unnamed } = line('');
    expect(await faults(letter([unnamed]))).toEqual(['demand-line-names-no-due-day']);
    const whole = { totalOere: 1_052_900 };
    expect(await faults(letter([line('2026-08-01', 1_020_000)], whole))).toEqual(['demand-exceeds-what-is-owed']);
    const both = letter([line('2026-08-01'), line('2026-09-01')], { ...whole, issuedOn: '2026-09-04' });
    expect(await faults(both)).toEqual(['demand-is-too-early']);
    expect(await faults(letter([line('2026-08-01')], { printedDeadline: '2126-09-30' }))).toEqual([
      'printed-deadline-is-unlikely',
    ]);
    await one.demand('2026-09-08', '2026-09-08', { lines: [line('2026-08-01')] });
    expect(await faults(letter([line('2026-08-01')]))).toEqual(['claim-is-demanded-already']);
    expect(await faults(letter([line('2026-08-01', 1_000, 'demand_fee')], { feeOere: 0, totalOere: 1_000 }))).toContain(
      'claim-is-demanded-already',
    );
    await one.must('landlord_admin', 'issue-demand', letter([line('2026-09-01')]));
    expect((await one.get()).body).toMatchObject({ owedOere: 1_020_000 + 2 * 32_900 });
  });

  test('what the letter asks is taken before its delivery is registered; a fee that lapses closes what is paid', async () => {
    const [asked, lapsed] = [await Case.inOutreach(), await Case.inOutreach()];
    today('2026-08-07');
    await asked.must('landlord_admin', 'issue-demand', demand('2026-08-07'));
    expect(await asked.pay('2026-08-07', 542_900)).toMatchObject({ status: 'done', owedOere: 0, overpaidOere: 0 });
    expect((await asked.get()).body).toMatchObject({ state: 'SELF_CURED', demands: [{ state: 'PAID_IN_TIME' }] });

    const issued = await lapsed.must('landlord_admin', 'issue-demand', demand('2026-08-07'));
    expect(await lapsed.pay('2026-08-07', 510_000)).toMatchObject({ status: 'acting', owedOere: 32_900 });
    expect(
      await lapsed.must('landlord_admin', 'withdraw-demand', { demandRef: issued.demands[0].demandRef }),
    ).toMatchObject({ status: 'done', owedOere: 0, paidOn: '2026-08-07' });
  });

  test('a payment named for what is not there is refused, with what there is', async () => {
    const one = await twoMonths();
    const refused = async (more: object) => {
      const payment = { paidOn: '2026-09-08', amountOere: 1, ...more };
      const { body } = await one.try('landlord_admin', 'confirm-tenant-paid', payment);
      return [body.code, body.errors[0].pointer];
    };
    expect(await refused({ forRentDueOn: '2026-07-01' })).toEqual([
      'payment-is-for-rent-that-was-not-reported',
      '/forRentDueOn',
    ]);
    expect(await refused({ forDemandRef: randomUUID() })).toEqual([
      'payment-is-for-no-demand-of-the-case',
      '/forDemandRef',
    ]);
  });
});

describe('one rent is in one case', () => {
  test('a new report goes to the open case, whose id it names, also when all come at once', async () => {
    const tenancyRef = await tenancy();
    const days = ['2026-08-01', '2026-07-01', '2026-06-01'];
    // Three times as many as there are connections.
    const replies = await Promise.all(
      Array.from({ length: 30 }, (_, no) => report({ tenancyRef, rentDueOn: days[no % days.length] })),
    );
    const [opened, ...others] = replies.toSorted((a, b) => a.status - b.status);
    expect(opened?.status).toBe(201);
    for (const { status, body } of others) {
      expect([status, body.facts]).toEqual([409, { caseRef: opened?.body.id, number: opened?.body.number }]);
      expect(['rent-is-in-another-case', 'further-rent-goes-to-the-open-case']).toContain(body.code);
      expect(body.detail).toContain(opened?.body.number);
    }
  });

  test('with a plan it takes no further rent: that opens a case of its own, but never for the same day', async () => {
    const first = await Case.inOutreach();
    const { tenancyRef } = first.opened;
    await first.must('landlord_admin', 'agree-instalment-plan', PLAN);
    expect((await report({ tenancyRef })).body).toMatchObject({
      code: 'rent-is-in-another-case',
      facts: { caseRef: first.id },
    });
    const second = await Case.open({ tenancyRef, rentDueOn: '2026-07-01' });
    expect(
      (await second.try('landlord_admin', 'report-further-rent', { amountOere: 1, rentDueOn: '2026-08-01' })).body,
    ).toMatchObject({ code: 'rent-is-in-another-case', facts: { caseRef: first.id } });
    // Another landlord's answer says nothing of it.
    const foreign = await call('landlord2_admin', 'POST', CASES, {
      ...{ tenancyRef, amountOere: 510_000, rentDueOn: '2026-08-01' },
    });
    expect([foreign.status, foreign.body.matched]).toEqual([201, false]);
  });

  test('no more plans of a tenancy than agreed, though both are agreed at once', async () => {
    const first = await Case.inOutreach();
    await first.must('landlord_admin', 'agree-instalment-plan', PLAN);
    const second = await Case.open({ tenancyRef: first.opened.tenancyRef, rentDueOn: '2026-07-01' });
    await second.must('single_entry', 'acknowledge');
    await second.must('single_entry', 'assign');
    today('2026-09-02');
    await eventually(async () => expect((await first.get()).body.state).toBe('OUTREACH'));
    const plan = { ...PLAN, firstDueOn: '2026-10-01' };
    const replies = await Promise.all(
      [first, second].map((one) => one.try('landlord_admin', 'agree-instalment-plan', plan)),
    );
    expect(replies.map(({ status, body }) => body.code ?? status).toSorted()).toEqual([
      200,
      'tenancy-has-too-many-open-plans',
    ]);
  });

  test('reported twice before the tenancy is known, the second is closed, and what it had is taken over', async () => {
    const landlordReference = `L-${randomUUID().slice(0, 8)}`;
    const first = await Case.open({ landlordReference });
    const second = await Case.open({ landlordReference });
    await second.must('landlord_admin', 'report-further-rent', { amountOere: 100_000, rentDueOn: '2026-07-01' });
    await second.pay('2026-08-04', 60_000);
    const tenancyRef = await tenancy();
    await database.query('update known_tenancies set landlord_reference = $2 where id = $1', [
      tenancyRef,
      landlordReference,
    ]);
    // Time comes to the second one before the first: it is still the second that is closed.
    await database.query(`update rent_arrears set next_due_on = '2026-08-06' where id = $1`, [first.id]);
    today('2026-08-05');
    await eventually(async () => expect((await second.get()).body.state).toBe('DUPLICATE'));
    expect((await second.get('landlord_admin')).body).toMatchObject({
      ...{ status: 'done', duplicateOf: first.id, owedOere: 0 },
    });
    expect((await first.get('landlord_admin')).body).toMatchObject({
      ...{ matched: true, tenancyRef, duplicates: [second.id], amountOere: 610_000, owedOere: 550_000 },
      claims: [
        { dueOn: '2026-07-01', owedOere: 40_000 },
        { dueOn: '2026-08-01', owedOere: 510_000 },
      ],
    });
    const { items } = (await call('landlord_admin', 'GET', `${CASES}/${first.id}/history`)).body;
    expect(items.at(-1).text.da).toContain('Samme husleje var meldt i to sager');
  });

  test('what is taken over keeps what it was for, and of two payments alike only the one that both cases have counts once', async () => {
    const landlordReference = `L-${randomUUID().slice(0, 8)}`;
    const first = await Case.open({ landlordReference });
    const second = await Case.open({ landlordReference });
    await second.must('landlord_admin', 'report-further-rent', { amountOere: 100_000, rentDueOn: '2026-06-01' });
    await second.must('landlord_admin', 'report-further-rent', { amountOere: 300_000, rentDueOn: '2026-07-01' });
    const lines = [{ kind: 'rent', dueOn: '2026-07-01', amountOere: 300_000 }];
    const letter = { ...demand('2026-08-04'), lines, feeOere: 0, totalOere: 300_000 };
    const { demands } = await second.must('landlord_admin', 'issue-demand', letter);
    await first.pay('2026-08-04', 50_000);
    for (const _ of ['told in both', 'told here']) await second.pay('2026-08-04', 50_000);
    await second.pay('2026-08-04', 70_000, { forRentDueOn: '2026-07-01' });
    await second.pay('2026-08-03', 80_000, { forDemandRef: demands[0].demandRef });
    const tenancyRef = await tenancy();
    await database.query('update known_tenancies set landlord_reference = $2 where id = $1', [
      tenancyRef,
      landlordReference,
    ]);
    today('2026-08-05');
    await eventually(async () => expect((await second.get()).body.state).toBe('DUPLICATE'));
    expect((await first.get('landlord_admin')).body.claims).toEqual([
      { dueOn: '2026-06-01', amountOere: 100_000, owedOere: 50_000 },
      { dueOn: '2026-07-01', amountOere: 300_000, owedOere: 150_000 },
      { dueOn: '2026-08-01', amountOere: 510_000, owedOere: 460_000 },
    ]);
  });
});

describe('every date has a window, which the refusal names', () => {
  const window = (earliest: string, latest?: string) => ({ earliest, ...(latest && { latest }) });
  test.each([
    ['1900-01-01', window('2024-08-04')],
    ['2024-08-03', window('2024-08-04')],
    ['2126-01-01', window('2126-01-03')],
  ])('rent due %s is not reported', async (rentDueOn, facts) => {
    const { status, body } = await report({ rentDueOn });
    expect([status, body.errors[0].pointer, body.facts]).toEqual([409, '/rentDueOn', expect.objectContaining(facts)]);
  });

  test('nor rent from before the tenancy, be it the first or further', async () => {
    const tenancyRef = await tenancy();
    expect((await report({ tenancyRef, rentDueOn: '2026-04-01' })).body).toMatchObject({
      code: 'rent-fell-due-too-long-ago',
      facts: window('2026-04-23'),
    });
    const one = await Case.open({ tenancyRef });
    expect(
      (await one.try('landlord_admin', 'report-further-rent', { amountOere: 1, rentDueOn: '2026-04-01' })).body.facts,
    ).toMatchObject(window('2026-04-23'));
  });

  test.each([
    '1900-01-01',
    '2025-08-04',
    '2026-06-30',
    '2026-08-05',
    '2126-01-01',
  ])('a payment of %s is none of this case', async (paidOn) => {
    const one = await Case.open();
    const { body } = await one.try('landlord_admin', 'confirm-tenant-paid', { paidOn, amountOere: 510_000 });
    expect(body).toMatchObject({
      code: 'payment-is-outside-the-window',
      facts: window('2026-07-01', '2026-08-04'),
      errors: [{ pointer: '/paidOn' }],
    });
    expect(body.detail).toBe('En betaling i sagen er dateret fra 1. juli 2026 til 4. august 2026.');
  });

  test.each(['2014-12-31', '2028-01-01', '2126-01-01'])('a demand fee from %s is not set', async (validFrom) => {
    const { body } = await call('finance', 'POST', '/v1/demand-fees', { validFrom, feeOere: 33_500 });
    expect(body).toMatchObject({ status: 409, facts: window('2015-01-01', '2027-12-31') });
  });
});

describe('a demand', () => {
  test('of the worked example: dated 6 August refused, 8 August allowed', async () => {
    const one = await Case.inOutreach();
    today('2026-08-08');
    const { status, body } = await one.try('landlord_admin', 'issue-demand', demand('2026-08-06'));
    expect([status, body.code, body.facts]).toEqual([409, 'demand-is-too-early', { earliest: '2026-08-07' }]);
    expect(body.detail).toBe('Påkrav kan tidligst afgives 7. august 2026.');
    await one.must('landlord_admin', 'issue-demand', demand('2026-08-08'));
  });

  test('with several faults names them all, with the field of each', async () => {
    const one = await Case.inOutreach();
    const { body } = await one.try('landlord_admin', 'issue-demand', {
      ...demand('2026-08-04'),
      statesTerminationRisk: false,
      lines: [{ kind: 'restoration', amountOere: 510_000, disputed: true }],
      feeOere: 30_000,
    });
    expect(body.errors.map(({ pointer, code }: { pointer: string; code: string }) => [pointer, code])).toEqual([
      ['/issuedOn', 'demand-is-too-early'],
      ['/statesTerminationRisk', 'demand-does-not-warn-of-termination'],
      ['/totalOere', 'demand-does-not-add-up'],
      ['/lines', 'demand-holds-a-foreign-claim'],
      ['/lines', 'demand-holds-a-disputed-claim'],
      ['/feeOere', 'demand-fee-is-not-the-rate'],
    ]);
    expect(body.errors.every(({ message }: { message: string }) => message.length > 10)).toBe(true);
    expect((await one.get()).body.demands).toEqual([]);
  });

  test('takes the fee of its year; an unknown year is told to set it, and is set', async () => {
    const one = await Case.inOutreach({}, {});
    today('2027-01-08');
    const late = { ...demand('2027-01-08'), feeOere: 33_500, totalOere: 543_500 };
    expect((await one.try('landlord_admin', 'issue-demand', late)).body).toMatchObject({
      code: 'demand-fee-of-the-year-is-not-set',
      facts: { year: '2027' },
    });
    expect(
      (await call('finance', 'POST', '/v1/demand-fees', { validFrom: '2027-01-01', feeOere: 33_500 })).status,
    ).toBe(201);
    await one.must('landlord_admin', 'issue-demand', late);
  });

  test('expires by itself; paid late, the landlord is asked, and may terminate the day after', async () => {
    const [late, unpaid] = [await Case.inOutreach(), await Case.inOutreach()];
    for (const one of [late, unpaid]) {
      today('2026-08-07');
      await one.demand('2026-08-07', '2026-08-10');
    }
    today('2026-08-24');
    expect((await unpaid.try('landlord_admin', 'terminate')).body).toMatchObject({
      code: 'termination-is-too-early',
      facts: { earliest: '2026-08-25' },
    });
    today('2026-08-25');
    await eventually(async () => {
      for (const one of [late, unpaid])
        expect((await one.get()).body).toMatchObject({ demands: [{ state: 'EXPIRED_UNPAID' }] });
    });
    expect(await late.pay('2026-08-25', 542_900)).toMatchObject({ status: 'acting', latePayment: { answer: 'asked' } });
    expect(await late.must('landlord_admin', 'insist-on-termination')).toMatchObject({
      latePayment: { answer: 'insists' },
    });
    expect(await late.must('landlord_admin', 'waive-late-payment')).toMatchObject({
      status: 'done',
      latePayment: null,
    });
    expect((await late.get()).body.state).toBe('SELF_CURED');
    expect(await unpaid.must('landlord_admin', 'terminate')).toMatchObject({ status: 'done' });
    expect((await unpaid.get()).body).toMatchObject({ state: 'ESCALATED_TO_EVICTION', owedOere: 542_900 });
  });

  test('paid in time but told after it expired was paid in time', async () => {
    const one = await Case.inOutreach();
    today('2026-08-07');
    await one.demand('2026-08-07', '2026-08-10');
    today('2026-08-26');
    await eventually(async () => expect((await one.get()).body.demands).toMatchObject([{ state: 'EXPIRED_UNPAID' }]));
    await one.pay('2026-08-24', 542_900);
    expect((await one.get()).body).toMatchObject({ state: 'SELF_CURED', demands: [{ state: 'PAID_IN_TIME' }] });
  });

  test('that prints too early a day is invalid when it is delivered, and its fee lapses; withdrawn it is gone', async () => {
    const one = await Case.inOutreach();
    today('2026-08-07');
    await one.demand('2026-08-07', '2026-08-10', { printedDeadline: '2026-08-21' });
    expect((await one.get()).body).toMatchObject({
      owedOere: 510_000,
      demands: [{ state: 'INVALID', expiresOn: null }],
    });
    const demandRef = await one.demand('2026-08-10', '2026-08-11');
    expect(await one.must('landlord_admin', 'withdraw-demand', { demandRef })).toMatchObject({
      demands: [{ state: 'INVALID' }, { state: 'WITHDRAWN' }],
    });
    expect((await one.try('landlord_admin', 'withdraw-demand', { demandRef })).body.code).toBe(
      'no-demand-is-issued-or-running-or-expired-unpaid',
    );
  });
});

test('other problems lead to an eviction case; another month is added to the claim', async () => {
  const one = await Case.inOutreach();
  today('2026-09-02');
  expect(
    await one.must('landlord_admin', 'report-further-rent', { amountOere: 510_000, rentDueOn: '2026-09-01' }),
  ).toMatchObject({ amountOere: 1_020_000, owedOere: 1_020_000 });
  await one.must('landlord_admin', 'report-other-problems', { problems: ['neighbour_complaints', 'house_rules'] });
  expect((await one.get()).body).toMatchObject({
    state: 'ESCALATED_TO_EVICTION',
    otherProblems: ['neighbour_complaints', 'house_rules'],
    allowedActions: ['strike', 'strikeContact'],
  });
});

test('help is asked for on a known tenancy; the benefits office sees it, the landlord nothing of it', async () => {
  const unmatched = await Case.open();
  await unmatched.must('single_entry', 'acknowledge');
  await unmatched.must('single_entry', 'assign');
  expect((await unmatched.try('outreach_team', 'request-help')).body.code).toBe('tenancy-is-not-known-yet');
  const one = await Case.inOutreach();
  const before = (await one.get('landlord_admin')).body;
  await one.must('support_worker', 'record-contact-made', { contactedOn: '2026-08-04' });
  await one.must('support_worker', 'request-help');
  expect((await one.get('benefits_caseworker')).body).toMatchObject({
    state: 'HELP_PENDING',
    owedOere: 510_000,
    help: { status: 'asked', decisionDueOn: '2026-08-11' },
    next: { role: 'benefits_caseworker', by: '2026-08-11' },
  });
  expect((await one.get('landlord_admin')).body).toEqual(before);
  const { body: history } = await call('landlord_admin', 'GET', `${CASES}/${one.id}/history`);
  expect(JSON.stringify(history)).not.toMatch(/help|hjælp|support_worker|benefits/i);

  // A plan may be agreed all the same: it takes the application's place.
  await one.must('landlord_admin', 'agree-instalment-plan', PLAN);
  expect((await one.get()).body).toMatchObject({ state: 'INSTALMENT_PLAN', help: { status: 'withdrawn' } });
  const [told] = await database.query<{ help: object }>(
    `select body->'help' as help from outbox where key = $1 and topic like '%arrears.internal' order by position desc limit 1`,
    [one.id],
  );
  expect(told?.help).toMatchObject({ status: 'withdrawn' });
});

/** Cases in which help was refused behind the service's back. */
const answeredUnheard: string[] = [];

describe('two worlds that differ only in what is hidden answer a landlord alike', () => {
  type Step = (one: Case) => Promise<unknown>;
  const asks: Step = (one) => one.must('support_worker', 'request-help');
  const fails: Step = async (one) => {
    for (let time = 0; time < 3; time++)
      await one.must('support_worker', 'record-contact-failed', { contactedOn: '2026-08-10' });
  };
  const hidden: Step[] = [
    async (one) => {
      await fails(one);
      await asks(one);
    },
    async (one) => {
      await one.must('support_worker', 'record-contact-made', { contactedOn: '2026-08-10' });
      await asks(one);
      // As referrals answers, but told to nobody.
      answeredUnheard.push(one.id);
      await database.query(
        `update rent_arrears set state = 'OUTREACH', help = help || '{"status": "refused"}' where id = $1`,
        [one.id],
      );
    },
  ];
  const inputs: { [Action in keyof typeof rentArrearsRules.table]?: (demandRef: string) => object } = {
    reportFurtherRent: () => ({ amountOere: 100, rentDueOn: '2026-07-01' }),
    issueDemand: () => demand('2026-09-03'),
    registerDemandDelivery: (demandRef) => ({ demandRef, deliveredOn: '2026-09-03' }),
    withdrawDemand: (demandRef) => ({ demandRef }),
    confirmTenantPaid: () => ({ paidOn: '2026-09-01', amountOere: 255_000 }),
    agreeInstalmentPlan: () => ({ ...PLAN, firstDueOn: '2026-10-01' }),
    reportOtherProblems: () => ({ problems: ['other'] }),
  };
  const actions = (Object.keys(rentArrearsRules.table) as (keyof typeof inputs)[]).filter(
    (action) =>
      action !== 'report' && (rentArrearsRules.table[action].by as readonly string[]).includes('landlord_admin'),
  );
  const stages: Record<string, Step> = {
    'a demand that waits for delivery': (one) => one.must('landlord_admin', 'issue-demand', demand('2026-08-10')),
    'a broken plan': async (one) => {
      await one.must('landlord_admin', 'agree-instalment-plan', PLAN);
      today('2026-09-02');
      await eventually(async () => expect((await one.get()).body.plans[0].standing).toBe('BROKEN'));
    },
    'all paid, but late': async (one) => {
      await one.demand('2026-08-10', '2026-08-11');
      today('2026-08-27');
      await eventually(async () => expect((await one.get()).body.demands[0].state).toBe('EXPIRED_UNPAID'));
      await one.pay('2026-08-27', 542_900);
    },
  };

  async function seenByTheLandlord(one: Case, user: User = 'landlord_admin') {
    const { status, etag, body } = await one.get(user);
    const list = await call(user, 'GET', `${CASES}?tenancyRef=${body.tenancyRef}&count=capped`);
    const history = await call(user, 'GET', `${CASES}/${one.id}/history`);
    const told = await database.query(
      `select body, headers->>'type' as type, headers->>'caseversion' as version from outbox
        where key = $1 and headers->>'dataclassification' = 'public' order by position`,
      [one.id],
    );
    return [status, etag, body, list.body, history.body, told];
  }

  /** What the action is answered, and all that can be read before and after it. */
  async function tried(one: Case, action: keyof typeof inputs): Promise<string> {
    const before = await seenByTheLandlord(one);
    const { demandRef = randomUUID() } = (await one.get()).body.demands.at(-1) ?? {};
    const path = action.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    const { status, etag, body } = await one.try('landlord_admin', path, inputs[action]?.(demandRef));
    return nameless([before, status, etag, body, await seenByTheLandlord(one)]);
  }
  /** In one world as in the other: what the days bring has come. */
  const come = (day: string, ...ones: Case[]) =>
    eventually(async () =>
      expect(
        await database.query('select 1 from rent_arrears where id = any($1) and next_due_on <= $2', [
          ones.map(({ id }) => id),
          day,
        ]),
      ).toEqual([]),
    );
  /** Without what differs from case to case. */
  function nameless(seen: unknown): string {
    const text = JSON.stringify(seen, null, 1).replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'id');
    return text.replace(/"(at|instance|traceId|number)": "[^"]*"/g, '');
  }

  test.each(Object.keys(stages))('%s', async (stage) => {
    for (const action of actions) {
      const answers: string[] = [];
      for (const hide of [async () => undefined, ...hidden]) {
        today('2026-08-04');
        const one = await Case.inOutreach();
        today('2026-08-10');
        // Help is not asked for where nothing is owed: there, what is hidden came before.
        const steps = [stages[stage]!, hide];
        for (const step of stage === 'all paid, but late' ? steps.toReversed() : steps) await step(one);
        today('2026-09-03');
        await come('2026-09-03', one);
        answers.push(await tried(one, action));
      }
      for (const answer of answers) expect([action, answer]).toEqual([action, answers[0]]);
    }
  }, 120_000);

  // That the first contact waits says that nobody was reached yet: a pause and its end, by people and by time, an extension.
  test.each([
    [
      'before the report is acknowledged',
      async () => Case.open({ tenancyRef: await tenancy() }),
      async (one: Case) => {
        await one.must('single_entry', 'acknowledge');
        await one.must('single_entry', 'assign');
      },
    ],
    ['in outreach', () => Case.inOutreach(), async () => undefined],
  ] as const)('where the first contact waits %s', async (_, open, goesOn) => {
    const code = 'FIRST_OUTREACH';
    const pause = { code, reason: 'citizen_is_away', until: '2026-08-07' };
    const acknowledgeWaits = { code: 'ACKNOWLEDGE', reason: 'awaits_information', until: '2026-08-07' };
    const resumes = () => eventually(async () => expect((await waits.get()).body.outreachDueOn).toBe('2026-08-13'));
    const [waits, does] = [await open(), await open()];
    for (const [day, happens] of [
      ['2026-08-04', () => waits.must('single_entry', 'pause-deadline', pause)],
      ['2026-08-05', () => waits.must('single_entry', 'resume-deadline', { code })],
      [
        '2026-08-05',
        () => waits.must('single_entry', 'extend-deadline', { ...pause, workingDays: 1, until: undefined }),
      ],
      ['2026-08-05', () => waits.must('single_entry', 'pause-deadline', pause)],
      [
        '2026-08-05',
        async () => {
          // What is told of another deadline is told in both.
          for (const one of [waits, does])
            if ((await one.get()).body.state === 'REPORTED')
              await one.must('single_entry', 'pause-deadline', acknowledgeWaits);
        },
      ],
      ['2026-08-07', resumes],
      [
        '2026-08-10',
        async () => {
          // Time calls the stand-in in both, one after the other.
          for (const one of [waits, does])
            await eventually(async () => {
              const { state, standInSince } = (await one.get()).body;
              expect(state === 'REPORTED' ? standInSince : '2026-08-10').toBe('2026-08-10');
            });
        },
      ],
      ['2026-08-12', () => Promise.all([goesOn(waits), goesOn(does)])],
      [
        '2026-08-14',
        () => Promise.all([waits, does].map((one) => one.must('landlord_admin', 'issue-demand', demand('2026-08-14')))),
      ],
    ] as [string, () => Promise<unknown>][]) {
      today(day);
      await happens();
      await come(day, waits, does);
      for (const user of ['landlord_admin', 'landlord_caretaker'] as const) {
        // Time comes to one after the other.
        await eventually(async () => {
          const [one, other] = [await seenByTheLandlord(waits, user), await seenByTheLandlord(does, user)].map(
            nameless,
          );
          expect([day, user, one]).toEqual([day, user, other]);
        });
      }
    }
    expect((await waits.get()).body.deadlineCourse.filter((step: { code: string }) => step.code === code)).toHaveLength(
      3,
    );
  });
});

test('the history says in words who did what, to each what is theirs to know', async () => {
  const one = await Case.inOutreach();
  await one.must('support_worker', 'record-contact-failed', { contactedOn: '2026-08-04' });
  await one.pay('2026-08-04', 510_000);
  const history = async (user: User) => (await call(user, 'GET', `${CASES}/${one.id}/history`)).body.items;
  expect(
    (await history('single_entry')).map(({ text, by }: { text: { da: string }; by: string }) => [by, text.da]),
  ).toEqual([
    ['landlord_admin', 'Udlejer meldte manglende husleje.'],
    ['single_entry', 'Kommunen kvitterede for meldingen.'],
    ['single_entry', 'Kommunen gik i gang med sagen.'],
    ['support_worker', 'Lejer kunne ikke nås 4. august 2026; forgæves forsøg i træk: 1.'],
    ['landlord_admin', 'Udlejer bekræftede en betaling fra lejer.'],
  ]);
  const [entry, worker] = [staffId('single_entry'), staffId('support_worker')];
  const persons = async (user: User) => (await history(user)).map(({ person }: { person?: string }) => person ?? null);
  for (const user of ['single_entry', 'support_worker'] as const)
    expect(await persons(user)).toEqual([null, entry, entry, worker, null]);
  expect(await persons('landlord_admin')).toEqual([null, null, null, null]);
  expect(
    (await history('landlord_admin')).map(({ by, text }: { by: string; text: { en: string } }) => [by, text.en]),
  ).toEqual([
    ['landlord_admin', 'The landlord reported missing rent.'],
    ['municipality', 'The municipality acknowledged the report.'],
    ['municipality', 'The municipality began to act.'],
    ['landlord_admin', 'The landlord confirmed a payment by the tenant.'],
  ]);
});

test('a landlord’s answer has exactly these fields', async () => {
  const one = await Case.inOutreach();
  expect(Object.keys((await one.get('landlord_admin')).body).toSorted()).toEqual([
    'allowedActions',
    'amountOere',
    'claims',
    'demandEarliestOn',
    'demands',
    'duplicateOf',
    'duplicates',
    'id',
    'landlordReference',
    'latePayment',
    'matched',
    'next',
    'number',
    'overpaidOere',
    'owedOere',
    'paidOn',
    'payDay',
    'paymentExpectedOn',
    'plans',
    'refusedActions',
    'rentDueOn',
    'reportedOn',
    'status',
    'tenancyRef',
    'version',
  ]);
});

test('lists are filtered, paged and counted up to a cap', async () => {
  const reference = `L-${randomUUID().slice(0, 8)}`;
  const cases: string[] = [];
  for (let index = 0; index < 5; index++) cases.push((await Case.open({ landlordReference: reference })).id);
  const list = async (user: User, query: string) => (await call(user, 'GET', `${CASES}?${query}`)).body;
  const first = await list('single_entry', `landlordReference=${reference}&limit=2&count=capped`);
  expect(first).toMatchObject({ count: 5, countIsCapped: false, next: expect.any(String) });
  const second = await list('single_entry', `landlordReference=${reference}&limit=2&after=${first.next}`);
  expect([...first.items, ...second.items].map(({ id }: { id: string }) => id)).toEqual(cases.toReversed().slice(0, 4));
  const mine = `landlordReference=${reference}`;
  for (const [query, count] of [
    [`${mine}&state=REPORTED`, 5],
    [`${mine}&state=OUTREACH`, 0],
    [`${mine}&status=sent`, 5],
    [`${mine}&status=acting`, 0],
    [`${mine}&status=sent&state=OUTREACH`, 0],
    [`${mine}&landlordRef=${landlords.boOgBy.id}`, 5],
    [`${mine}&landlordRef=${landlords.havnensBoliger.id}`, 0],
    [`${mine}&agreementRef=${randomUUID()}`, 0],
    [`${mine}&assignedTo=support_worker`, 0],
    [`${mine}&dueBefore=2026-08-05`, 0],
    [`${mine}&dueBefore=2026-08-06`, 5],
  ] as const)
    expect([query, (await list('single_entry', query)).items.length]).toEqual([query, count]);
  for (const [status, count] of [
    ['sent', 5],
    ['acting', 0],
  ] as const)
    expect((await list('landlord_admin', `${mine}&status=${status}&count=capped`)).count).toBe(count);
  expect((await list('landlord_admin', `${mine}&status=sent&state=REPORTED`)).errors).toMatchObject([
    { pointer: '?state', code: 'unknown-field' },
  ]);
  expect((await list('landlord2_admin', `landlordReference=${reference}&count=capped`)).count).toBe(0);
  expect((await list('single_entry', 'dueBefore=2026-02-30')).errors).toMatchObject([{ pointer: '?dueBefore' }]);
});

test('a sorted list goes on behind a case that has left what is filtered by since', async () => {
  const reference = `L-${randomUUID().slice(0, 8)}`;
  const cases: Case[] = [];
  for (let index = 0; index < 3; index++) cases.push(await Case.open({ landlordReference: reference }));
  const page = async (user: User, after: string) =>
    (
      await call(
        user,
        'GET',
        `${CASES}?landlordReference=${reference}&status=sent&sort=number&count=capped&limit=1${after}`,
      )
    ).body;
  const [first, ...rest] = cases.map(({ id }) => id);
  expect(await page('landlord_admin', '')).toMatchObject({ items: [{ id: first }], next: first, count: 3 });
  await cases[0]!.must('single_entry', 'acknowledge');
  for (const user of ['landlord_admin', 'single_entry'] as const)
    expect(await page(user, `&after=${first}`)).toMatchObject({ items: [{ id: rest[0] }], next: rest[0], count: 2 });
  // Behind a case of somebody else there is nothing: what it is sorted by would be told.
  expect(await page('landlord2_admin', `&after=${first}`)).toEqual({
    ...{ items: [], next: null, count: 0, countIsCapped: false },
  });
});

test("another landlord's case answers exactly as an unknown one", async () => {
  const { id } = await Case.open();
  const strip = ({ body, status }: Reply) => ({ ...body, traceId: '', status });
  const foreign = strip(await call('landlord2_admin', 'GET', `${CASES}/${id}`));
  expect(foreign.status).toBe(404);
  expect(foreign).toEqual(strip(await call('landlord2_admin', 'GET', `${CASES}/${randomUUID()}`)));
});

test('deadlines are set, met and cancelled with the case', async () => {
  const one = await Case.inOutreach();
  today('2026-08-07');
  await one.demand('2026-08-07', '2026-08-10');
  await one.pay('2026-08-10', 542_900);
  const told = await database.query<{ code: string; status: string; due: string; soon: string; second: string | null }>(
    `select body->>'code' as code, body->>'status' as status, body->>'dueOn' as due, body->>'dueSoonOn' as soon,
            body->>'secondWarningOn' as second
       from outbox where body->>'caseRef' = $1 and topic like '%deadlines%' order by position`,
    [one.id],
  );
  expect(told.map(({ code, status }) => `${code} ${status}`)).toEqual([
    'ACKNOWLEDGE set',
    'FIRST_OUTREACH set',
    'ACKNOWLEDGE met',
    'FIRST_OUTREACH set',
    'DEMAND_EXPIRY set',
    'FIRST_OUTREACH cancelled',
    'DEMAND_EXPIRY met',
  ]);
  expect(told.find(({ code }) => code === 'DEMAND_EXPIRY')).toMatchObject({
    due: '2026-08-24',
    soon: '2026-08-17',
    second: '2026-08-20',
  });
});

test('what was done, audited and told agrees for every case, and each message keeps its contract', async () => {
  const messages = await database.query<never>(
    `select topic, key, body, headers->>'type' as type, headers->>'dataclassification' as classification from outbox`,
  );
  expect(messages.length).toBeGreaterThan(100);
  for (const message of messages) assertPublished(message);
  const apart = await database.query(
    `select c.id from rent_arrears c
      where c.id <> all($1) and (array(select generate_series(1, c.version)) <> array(select case_version::int from audit_log
              where case_id = c.id and changes is not null order by position)
         or array(select generate_series(1, c.shown_version)) <> array(select (headers->>'caseversion')::int from outbox
              where key = c.id::text and topic = 'indgang.incidents.rent-arrears' order by position)
         or array(select generate_series(1, c.version)) <> array(select (headers->>'caseversion')::int from outbox
              where key = c.id::text and topic = 'indgang.incidents.rent-arrears.internal' order by position)
         or c.state <> (select body->>'state' from outbox
              where key = c.id::text and topic = 'indgang.incidents.rent-arrears.internal' order by position desc limit 1))`,
    [answeredUnheard],
  );
  expect(apart).toEqual([]);
});
