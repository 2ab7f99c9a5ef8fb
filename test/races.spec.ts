// SPDX-License-Identifier: MPL-2.0
// What happens when several do something at once. A report against its tenancy is in apps/incidents/test/messages.spec.ts,
// killed leaders are in the fault rows.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ActingRole } from '#contracts/roles';
import { SERVICES } from '#contracts/topics';
import { migrate } from '#persistence';
import { eventually, freshDatabase, type User } from '#testing';
import { RENT_ARREARS_STATES, rentArrears } from '../apps/incidents/src/rent-arrears/rent-arrears.js';
import { parts, type Running, request, run, validBodies } from './services.ts';

describe('one case of missing rent', () => {
  let running: Running;
  beforeAll(async () => {
    running = await run('incidents', '2026-12-01');
  });
  afterAll(async () => {
    await running?.stop();
  });

  const CASES = '/v1/rent-arrears';
  const payment = { paidOn: '2026-12-01', amountOere: 510_000 };
  const post = (user: User, path: string, body?: object, version?: number, key: string = randomUUID()) =>
    request(running, user, 'POST', path, body, {
      'idempotency-key': key,
      ...(version && { 'if-match': `"${version}"` }),
    });
  const opened = async (): Promise<string> => (await post('landlord_admin', CASES, validBodies()[CASES])).body.id;
  /** Versions as the row, the audit log and the events of both audiences have them. */
  const versions = async (id: string) => {
    const [row] = await running.database.query<Record<string, unknown>>(
      `select (select version from rent_arrears where id = $1),
              array(select case_version::int from audit_log where case_id = $1 and changes is not null order by position) as audited,
              array(select (headers->>'caseversion')::int from outbox where key = $1::text and topic like '%rent-arrears' order by position) as public,
              array(select (headers->>'caseversion')::int from outbox where key = $1::text and topic like '%rent-arrears.internal' order by position) as internal`,
      [id],
    );
    return row;
  };
  const inStep = (version: number) => {
    const all = Array.from({ length: version }, (_, index) => index + 1);
    return { version, audited: all, public: all, internal: all };
  };

  test('two people change it: one does, the other is told that it has moved', async () => {
    for (let round = 0; round < 20; round++) {
      const id = await opened();
      const answers = await Promise.all([
        post('single_entry', `${CASES}/${id}/acknowledge`, undefined, 1),
        round % 2
          ? post('single_entry', `${CASES}/${id}/acknowledge`, undefined, 1)
          : post('landlord_admin', `${CASES}/${id}/confirm-tenant-paid`, payment, 1),
      ]);
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412]);
      expect(await versions(id)).toEqual(inStep(2));
    }
  });

  test('one key twenty times at once: one case, one change, twenty equal answers', async () => {
    const twenty = <T>(make: () => Promise<T>) => Promise.all(Array.from({ length: 20 }, make));
    const [open, change] = [randomUUID(), randomUUID()];
    const reports = await twenty(() => post('landlord_admin', CASES, validBodies()[CASES], undefined, open));
    const { id } = reports[0]?.body ?? {};
    for (const { status, body } of reports) expect([status, body]).toEqual([201, reports[0]?.body]);
    const changes = await twenty(() => post('single_entry', `${CASES}/${id}/acknowledge`, undefined, 1, change));
    for (const { status, body } of changes) expect([status, body]).toEqual([200, changes[0]?.body]);
    expect(await versions(id)).toEqual(inStep(2));
  });

  test('whatever is tried in whatever order, it goes as the table says, and nothing gets out of step', async () => {
    const actions = {
      acknowledge: ['single_entry', 'acknowledge', undefined],
      assign: ['single_entry', 'assign', undefined],
      confirmTenantPaid: ['landlord_admin', 'confirm-tenant-paid', payment],
    } as const;
    const matrix = rentArrears.matrix(RENT_ARREARS_STATES);
    const attempt = fc.record({
      action: fc.constantFrom(...(Object.keys(actions) as (keyof typeof actions)[])),
      behind: fc.constantFrom(0, 0, 0, 1),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(attempt, { maxLength: 8 }), async (attempts) => {
        const id = await opened();
        let [state, version]: [string, number] = ['REPORTED', 1];
        for (const { action, behind } of attempts) {
          const [user, path, body] = actions[action];
          const { status } = await post(user, `${CASES}/${id}/${path}`, body, version + behind);
          const cell = matrix.find(
            (one) => one.state === state && one.action === action && one.role === (user as ActingRole),
          );
          expect(status).toBe(behind ? 412 : cell?.to ? 200 : 409);
          if (status === 200) [state, version] = [cell?.to as string, version + 1];
        }
        expect((await request(running, 'single_entry', 'GET', `${CASES}/${id}`)).body).toMatchObject({
          state,
          version,
        });
        expect(await versions(id)).toEqual(inStep(version));
      }),
      { numRuns: 25 },
    );
  });
});

test('two processes sweep: each step of a deadline is taken once, each person told once', async () => {
  const one = await run('notifications', '2026-12-01');
  const two = await run('notifications', '2026-12-01', one);
  try {
    const ids = Array.from({ length: 40 }, () => randomUUID());
    await one.database.query(
      `insert into deadline (id, version, state, opened_at, next_due_on, code, case_kind, case_ref, due_on, set_on, responsible, source_version)
       select id, 1, 'SET', now(), '2026-11-16', 'ACKNOWLEDGE', 'rent-arrears', id, '2026-11-16', '2026-11-13', 'single_entry', 1
         from unnest($1::uuid[]) id`,
      [ids],
    );
    const steps = () =>
      one.database.query<{ state: string; steps: number; told: number }>(
        `select d.state, (select count(*)::int from audit_log a where a.case_id = d.id and changes is not null) as steps,
                d.version - 1 as versions, (select count(*)::int from notification n where n.case_ref = d.case_ref) as told
           from deadline d`,
      );
    await eventually(async () => expect((await steps()).map(({ state }) => state)).toEqual(ids.map(() => 'OVERDUE_3')));
    // Due on the day, then three steps after it.
    expect(new Set((await steps()).map((row) => JSON.stringify(row)))).toEqual(
      new Set([JSON.stringify({ state: 'OVERDUE_3', steps: 4, versions: 4, told: 4 })]),
    );
  } finally {
    await two.stop();
    await one.stop();
  }
});

test.each(SERVICES)('%s: two migrators at once, and a third later, leave one schema', async (service) => {
  const database = await freshDatabase(service, []);
  const { migrations } = parts[service];
  const ran = await Promise.all([1, 2].map(() => migrate(service, database.ownerUrl, migrations)));
  expect(ran.flat()).toEqual(migrations.map(({ name }) => name));
  expect(await migrate(service, database.ownerUrl, migrations)).toEqual([]);
  await database.drop();
});
