// SPDX-License-Identifier: MPL-2.0
// One place to report, through the front door: every kind opens its case or is added to the open one, answered alike.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { startService } from '#service';
import {
  freshDatabase,
  knowStaff,
  landlords,
  type Reply,
  request,
  type TestEnvironment,
  testEnv,
  travel,
  type User,
} from '#testing';
import { incidents } from '../src/incidents.module.js';
import { migrations } from '../src/migrations/index.js';

const CATEGORIES = { categories: ['unacceptable_noise'] };
const RENT = { kind: 'missing_rent', amountOere: 510_000, rentDueOn: '2026-08-01' };
const COMPLAINT = { kind: 'complaint', happenedOn: '2026-09-06', ...CATEGORIES };
const LEAVES = { kind: 'moving_out', noticeOn: '2026-09-01', movedOutOn: '2026-12-31' };
const KINDS: [string, object, string][] = [
  ['missing_rent', RENT, 'rent-arrears'],
  ['concern', { kind: 'concern' }, 'neighbour-complaint'],
  ['complaint', COMPLAINT, 'neighbour-complaint'],
  ['moving_out', LEAVES, 'move-out'],
  ['abandoned', { kind: 'abandoned', movedOutOn: '2026-09-05' }, 'move-out'],
];

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
const report = (body: object, user: User = 'landlord_admin', headers?: Record<string, string>): Promise<Reply> =>
  call(user, 'POST', '/v1/reports', body, headers);
const faults = ({ status, body }: Reply) => [
  status,
  body.errors ? body.errors.map((one: { pointer: string; code: string }) => `${one.pointer} ${one.code}`) : body.code,
];

let lease = 100;
/** One of Bo & By's, with a lease number that no other has. */
async function tenancy(more: { landlordReference?: string; endedOn?: string; startedOn?: string } = {}) {
  const [id, agreement, landlordReference] = [randomUUID(), randomUUID(), more.landlordReference ?? `Lm-${lease++}/a`];
  await database.query(
    `insert into known_agreements (id, version, landlord_ref, state, versions)
     values ($1, 1, $2, 'ACTIVE', '[{"version": 1, "coverage": null}]')`,
    [agreement, landlords.boOgBy.id],
  );
  await database.query(
    `insert into known_tenancies (id, version, agreement_ref, landlord_ref, landlord_reference, has_support_worker, started_on,
       ended_on, dwelling_ref, rent_oere, utilities_oere)
     values ($1, 1, $2, $3, $4, false, $5, $6, $7, 450000, 60000)`,
    [id, agreement, landlords.boOgBy.id, landlordReference, more.startedOn ?? '2026-04-23', more.endedOn ?? null, randomUUID()], // biome-ignore format: one line
  );
  return { tenancyRef: id, landlordReference };
}
const seen = (href: string, user: User = 'landlord_admin') => call(user, 'GET', href);
async function act(href: string, user: User, action: string, body: object = {}): Promise<void> {
  const { etag } = await seen(href, user);
  const done = await call(user, 'POST', `${href}/${action}`, body, { 'if-match': etag! });
  expect([action, done.status, done.body]).toEqual([action, 200, expect.anything()]);
}

describe('every kind', () => {
  test.each(KINDS)('%s opens its case, and says which, who got it and what comes', async (_, body, caseKind) => {
    const { tenancyRef } = await tenancy();
    const { status, etag, body: answer } = await report({ ...body, tenancyRef });
    expect([status, answer]).toEqual([201, expect.objectContaining({ caseKind, outcome: 'opened', version: 1 })]);
    const { status: there, body: view, etag: tag } = await seen(answer.href);
    expect([there, view.id, view.number, tag]).toEqual([200, answer.caseRef, answer.number, etag]);
    expect(answer.receivedBy.en).toBe('The single entry point');
  });

  test.each(KINDS)('%s finds its tenancy by the lease number, however it is spelt', async (_, body) => {
    const { tenancyRef, landlordReference } = await tenancy();
    const { status, body: answer } = await report({ ...body, landlordReference: landlordReference.toUpperCase() });
    expect([status, answer]).toEqual([201, expect.anything()]);
    expect((await seen(answer.href)).body.tenancyRef).toBe(tenancyRef);
  });

  test.each(KINDS)('%s of what is another landlord’s is as of what nobody knows', async (_, body) => {
    const answers = async (about: object) => {
      const { status, body: answer } = await report({ ...body, ...about }, 'landlord2_admin');
      const { number: __, caseRef: ___, href: ____, traceId: _____, ...rest } = answer;
      return { status, ...rest };
    };
    const nobodys = () => ({ tenancyRef: randomUUID(), landlordReference: `Uk-${lease++}` });
    expect(await answers(await tenancy())).toEqual(await answers(nobodys()));
    for (const by of ['tenancyRef', 'landlordReference'] as const)
      expect(await answers({ [by]: (await tenancy())[by] })).toEqual(await answers({ [by]: nobodys()[by] }));
  });

  test.each(
    KINDS,
  )('%s is answered alike when it is sent again with its key, whatever has happened since', async (_, body) => {
    const { tenancyRef } = await tenancy();
    const key = { 'idempotency-key': randomUUID() };
    const first = await report({ ...body, tenancyRef }, 'landlord_admin', key);
    expect(await report({ ...body, tenancyRef }, 'landlord_admin', key)).toEqual(first);
    expect((await report({ ...body, tenancyRef: randomUUID() }, 'landlord_admin', key)).status).toBe(422);
  });

  test.each(KINDS)('%s takes no field of another kind, and says so once for each', async (kind, body) => {
    const { tenancyRef } = await tenancy();
    const all = { ...RENT, ...COMPLAINT, ...LEAVES, from: 'neighbour' };
    const reads: Record<string, string[]> = {
      missing_rent: ['amountOere', 'rentDueOn'],
      concern: ['from', 'categories', 'happenedOn'],
      complaint: ['from', 'categories', 'happenedOn'],
      moving_out: ['noticeOn', 'movedOutOn'],
      abandoned: ['movedOutOn'],
    };
    const others = Object.keys(all).filter((field) => field !== 'kind' && !reads[kind]!.includes(field));
    const refused = await report({ ...all, ...body, tenancyRef });
    expect(faults(refused)).toEqual([400, expect.arrayContaining(others.map((field) => `/${field} unknown-field`))]);
    expect(refused.body.errors).toHaveLength(others.length);
    expect(refused.body.errors.every((one: { message: string }) => one.message)).toBe(true);
    // Null is as if it were not there.
    const nothing = Object.fromEntries(others.map((field) => [field, null]));
    expect((await report({ ...body, ...nothing, tenancyRef })).status).toBe(201);
  });

  test.each(KINDS)('%s needs its own fields and a tenancy', async (_, body) => {
    const { kind } = body as { kind: string };
    const missing = await report({ kind });
    expect(missing.status).toBe(400);
    const pointers = missing.body.errors.map((one: { pointer: string }) => one.pointer);
    const needed = Object.keys(body).filter((field) => field !== 'kind');
    expect([...new Set(pointers)].toSorted()).toEqual(
      [...needed, 'landlordReference'].map((field) => `/${field}`).toSorted(),
    );
  });

  test.each(KINDS)('%s twice at once is one case', async (_, body) => {
    const { tenancyRef, landlordReference } = await tenancy();
    const all = await Promise.all(
      Array.from({ length: 12 }, (__, no) =>
        report({ ...body, ...(no % 2 ? { tenancyRef } : { landlordReference: landlordReference.toLowerCase() }) }),
      ),
    );
    const answers = all.map(({ status, body: { outcome, code } }) => `${status} ${outcome ?? code}`);
    expect(answers.filter((one) => one === '201 opened')).toHaveLength(1);
    expect(answers.filter((one) => !/^(201|409)/.test(one))).toEqual([]);
    const cases = new Set(all.flatMap(({ body: { caseRef } }) => caseRef ?? []));
    expect(cases.size).toBe(1);
  });
});

describe('what is open already', () => {
  const AGAIN: [string, object, object][] = [
    ['missing rent', RENT, { ...RENT, rentDueOn: '2026-09-01' }],
    ['a concern', COMPLAINT, { kind: 'concern' }],
    ['a complaint', { kind: 'concern' }, COMPLAINT],
  ];
  test.each(
    AGAIN,
  )('%s is added to the open case, and answered alike when it is sent again', async (_, first, further) => {
    const { tenancyRef, landlordReference } = await tenancy();
    const opened = (await report({ ...first, tenancyRef })).body;
    const key = { 'idempotency-key': randomUUID() };
    const added = await report({ ...further, landlordReference }, 'landlord_admin', key);
    expect([added.status, added.body]).toEqual([
      201,
      { ...opened, outcome: 'added', version: 2, receivedBy: opened.receivedBy },
    ]);
    const { body, etag } = await seen(opened.href);
    expect(etag).toBe(added.etag);
    expect((body.reports ?? body.claims).length).toBe(2);
    expect(await report({ ...further, landlordReference }, 'landlord_admin', key)).toEqual(added);
    expect((await seen(opened.href)).body.version).toBe(2);
  });

  test.each(AGAIN)('%s: who got it is whoever has the case', async (_, first, further) => {
    const { tenancyRef } = await tenancy();
    const { href } = (await report({ ...first, tenancyRef })).body;
    await act(href, 'single_entry', 'acknowledge');
    await act(href, 'single_entry', 'assign');
    const { receivedBy, next } = (await report({ ...further, tenancyRef })).body;
    expect([receivedBy.en, next]).toEqual(['Those who work on the case', expect.anything()]);
  });

  test.each(AGAIN)('%s that many report at once: none is lost, none waits for ever', async (_, first, further) => {
    const { tenancyRef } = await tenancy();
    const { href } = (await report({ ...first, tenancyRef })).body;
    const days = Array.from({ length: 12 }, (__, no) => `2026-0${no % 3 ? 7 : 6}-${10 + no}`);
    const all = await Promise.all(
      days.map((day) =>
        report({
          ...further,
          ...('rentDueOn' in further ? { rentDueOn: day } : { happenedOn: day }),
          tenancyRef,
        }),
      ),
    );
    expect(all.map(({ status, body }) => `${status} ${body.outcome ?? body.code}`)).toEqual(
      days.map(() => '201 added'),
    );
    const { body } = await seen(href);
    expect((body.reports ?? body.claims).length).toBe(13);
  });

  test.each(
    AGAIN,
  )('%s, many at once and none before: one opens the case, the others are added', async (_, __, body) => {
    const { tenancyRef, landlordReference } = await tenancy();
    const days = Array.from({ length: 12 }, (___, no) => `2026-0${no % 3 ? 7 : 6}-${10 + no}`);
    const all = await Promise.all(
      days.map((day, no) =>
        report({
          ...body,
          ...('rentDueOn' in body ? { rentDueOn: day } : { happenedOn: day }),
          ...(no % 2 ? { tenancyRef } : { landlordReference }),
        }),
      ),
    );
    const answers = all.map(({ status, body: { outcome, code } }) => `${status} ${outcome ?? code}`);
    expect(answers.toSorted()).toEqual(days.map((___, no) => (no < 11 ? '201 added' : '201 opened')));
    const { body: view } = await seen(all[0]!.body.href);
    expect((view.reports ?? view.claims).length).toBe(12);
  });

  test.each(AGAIN)('%s: what is wrong with it is said, not that it belongs elsewhere', async (_, first, further) => {
    const { tenancyRef } = await tenancy();
    const { href } = (await report({ ...first, tenancyRef })).body;
    const wrong = 'rentDueOn' in further ? { rentDueOn: '2027-09-01' } : { happenedOn: '2027-09-01' };
    const { status, body } = await report({ ...further, ...wrong, tenancyRef });
    const codes = (body.errors ?? [body]).map(({ code }: { code: string }) => code);
    expect([status, codes]).toEqual([409, ['rentDueOn' in further ? 'rent-is-not-overdue-yet' : 'day-is-outside-its-window']]); // biome-ignore format: one line
    expect((await seen(href)).body.version).toBe(1);
  });

  test.each([KINDS[3]!, KINDS[4]!])('%s again names the open case and its number', async (_, body) => {
    const { tenancyRef } = await tenancy();
    const { number, caseRef } = (await report({ ...body, tenancyRef })).body;
    const again = await report({ ...body, tenancyRef });
    expect([again.status, again.body.code, again.body.facts]).toEqual([409, 'tenancy-has-a-move-out-already', { number, caseRef }]); // biome-ignore format: one line
  });

  test('once the case is closed, what is reported opens another', async () => {
    const { tenancyRef } = await tenancy();
    const { href, caseRef } = (await report({ ...COMPLAINT, tenancyRef })).body;
    const { items } = (await seen(`${href}/history`)).body;
    await act(href, 'landlord_admin', 'strike', { what: 'report', ref: items[0].fact.ref, reason: 'wrong_date' });
    const { body } = await report({ ...COMPLAINT, tenancyRef });
    expect([body.outcome, body.caseRef === caseRef]).toEqual(['opened', false]);
  });
});

describe('who reports', () => {
  test('a caretaker reports concerns and complaints, and is the one who saw it', async () => {
    for (const [kind, body] of KINDS) {
      const { tenancyRef } = await tenancy();
      const answer = await report({ ...body, tenancyRef }, 'landlord_caretaker');
      if (!['concern', 'complaint'].includes(kind)) expect(faults(answer)).toEqual([403, 'role-not-allowed']);
      else {
        expect(answer.status).toBe(201);
        expect((await seen(answer.body.href)).body.reports[0].from).toBe('caretaker');
      }
    }
  });

  test('nobody else', async () => {
    const { tenancyRef } = await tenancy();
    for (const user of ['single_entry', 'support_worker', 'outreach_team', 'social_caseworker', 'finance'] as const)
      expect((await report({ ...COMPLAINT, tenancyRef }, user)).status).toBe(403);
  });

  test('a tenant’s own report does not come from the landlord', async () => {
    const { tenancyRef } = await tenancy();
    const refused = await report({ ...COMPLAINT, from: 'tenant', tenancyRef });
    expect(faults(refused)).toEqual([409, ['/from tenants-own-report-goes-through-the-single-entry']]);
  });

  test('of what a tenant has told the single entry point a landlord learns nothing', async () => {
    const answers = async (isHidden: boolean) => {
      const { tenancyRef } = await tenancy();
      if (isHidden) {
        const told = { ...COMPLAINT, from: 'tenant', tenancyRef };
        const { body } = await call('single_entry', 'POST', '/v1/neighbour-complaints', told);
        await act(`/v1/neighbour-complaints/${body.id}`, 'single_entry', 'assign');
      }
      const all = [
        await report({ kind: 'concern', tenancyRef }, 'landlord_caretaker'),
        await report({ ...COMPLAINT, tenancyRef }),
        await report({ ...COMPLAINT, happenedOn: '2027-01-01', tenancyRef }),
      ];
      return all.map(({ status, etag, body }) => {
        const { caseRef: _, number: __, href: ___, traceId: ____, facts: _____, ...rest } = body;
        return { status, etag, ...rest };
      });
    };
    expect(await answers(true)).toEqual(await answers(false));
  });
});
