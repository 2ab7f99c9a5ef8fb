// SPDX-License-Identifier: MPL-2.0
// What happens when several do something at once, with two processes of a service side by side. A report against its
// tenancy is in apps/incidents/test/messages.spec.ts, killed leaders are in libs/messaging/test/relay.spec.ts and the
// fault rows.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { RENT_ARREARS_STATES } from '#contracts/incidents/rent-arrears';
import type { ActingRole } from '#contracts/roles';
import { SERVICES, type ServiceName, type Topic, topics } from '#contracts/topics';
import type { LocalDate } from '#domain';
import { migrate } from '#persistence';
import { startService } from '#service';
import {
  createTopics,
  eventually,
  freshDatabase,
  knowStaff,
  readTopic,
  request,
  testEnv,
  topicPrefix,
  travel,
  type User,
} from '#testing';
import { rentArrearsRules } from '../apps/incidents/src/rent-arrears/rent-arrears.js';
import { cases, collectionOf, operationsOf, seenBy } from './cases.ts';
import { type Running, run, request as send, services, validBodies, validTexts } from './services.ts';

/** Two processes of a service with one database and one clock; requests go to them by turns. Without a prefix Kafka is away. */
async function pair(name: ServiceName, today: LocalDate, topicPrefix?: string) {
  const database = await freshDatabase(name, services[name].migrations);
  if (name !== 'notifications') await knowStaff(database);
  const env = await testEnv(name, { database, ...(topicPrefix && { topicPrefix }) });
  travel(env, today);
  const start = () => startService(services[name], env);
  const processes = [await start(), await start()] as const;
  let turn = 0;
  const url = (path: string) => processes[turn++ % 2 ? 1 : 0].url + path;
  return {
    database,
    env,
    get: (user: User, path: string) => request(url(path), user, 'GET'),
    post: (user: User, path: string, body?: object, version?: number, key: string = randomUUID()) =>
      request(url(path), user, 'POST', body, {
        'idempotency-key': key,
        ...(version && { 'if-match': `"${version}"` }),
      }),
    stop: async () => {
      await Promise.all(processes.map((process) => process.close()));
      await database.drop();
    },
  };
}

const CASES = '/v1/rent-arrears';
const report = validBodies()[CASES];
const payment = { paidOn: '2026-12-01', amountOere: 510_000 };
const times = <T>(count: number, make: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => make(index)));
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

describe('one case of missing rent', () => {
  let incidents: Awaited<ReturnType<typeof pair>>;
  beforeAll(async () => {
    incidents = await pair('incidents', '2026-12-01');
  });
  afterAll(async () => {
    await incidents?.stop();
  });

  const post: typeof incidents.post = (...args) => incidents.post(...args);
  const opened = async (): Promise<string> => (await post('landlord_admin', CASES, report)).body.id;
  const acknowledge = (id: string, version: number, key?: string) =>
    post('single_entry', `${CASES}/${id}/acknowledge`, undefined, version, key);
  const assign = (id: string, version: number) => post('single_entry', `${CASES}/${id}/assign`, undefined, version);
  const confirm = (id: string, version: number) =>
    post('landlord_admin', `${CASES}/${id}/confirm-tenant-paid`, payment, version);
  /** The row, the audit log and the events of both audiences. */
  const accounts = async (id: string) => {
    const [account] = await incidents.database.query<Record<string, unknown>>(
      `select c.version, c.state,
              array(select case_version::int from audit_log where case_id = c.id and changes is not null order by position) as audited,
              array(select (headers->>'caseversion')::int from outbox where key = c.id::text and topic = $2 order by position) as public,
              array(select (headers->>'caseversion')::int from outbox where key = c.id::text and topic = $3 order by position) as internal,
              (select body->>'state' from outbox where key = c.id::text and topic = $3 order by position desc limit 1) as told
         from rent_arrears c where c.id = $1`,
      [id, topics.rentArrears.name, topics.rentArrearsInternal.name],
    );
    return account;
  };
  const inStep = (version: number, state: string) => {
    const all = upTo(version);
    return { version, state, audited: all, public: all, internal: all, told: state };
  };
  const caseCount = async () => (await incidents.database.query('select 1 from rent_arrears')).length;

  test('two people change it: one does, the other is told that it has moved', async () => {
    for (let round = 0; round < 20; round++) {
      const id = await opened();
      const rivalPays = round % 2 === 0;
      const [first, second] = await Promise.all([acknowledge(id, 1), rivalPays ? confirm(id, 1) : acknowledge(id, 1)]);
      expect([first.status, second.status].toSorted()).toEqual([200, 412]);
      const paid = rivalPays && second.status === 200;
      expect(await accounts(id)).toEqual(inStep(2, paid ? 'SELF_CURED' : 'OUTREACH_PENDING'));
    }
  });

  test('clerks assign while the tenant’s payment comes in, all try again until it is decided: nothing is lost', async () => {
    for (let round = 0; round < 10; round++) {
      const id = await opened();
      await acknowledge(id, 1);
      const insist = async (user: User, change: (id: string, version: number) => ReturnType<typeof post>) => {
        for (;;) {
          const { etag } = await incidents.get(user, `${CASES}/${id}`);
          const { status, body } = await change(id, Number(etag?.replaceAll('"', '')));
          if (status !== 412) return body.code ?? status;
        }
      };
      const [paid, ...assigned] = await Promise.all([
        insist('landlord_admin', confirm),
        insist('single_entry', assign),
        insist('single_entry', assign),
      ]);
      expect(paid).toBe(200);
      const done = assigned.filter((outcome) => outcome === 200);
      expect(assigned.filter((outcome) => outcome === 'wrong-state')).toHaveLength(2 - done.length);
      expect(await accounts(id)).toEqual(inStep(3 + done.length, 'SELF_CURED'));
      expect(done.length).toBeLessThan(2);
    }
  });

  test('one key twenty times at once: one case, one change, twenty equal answers', async () => {
    const before = await caseCount();
    const [open, change] = [randomUUID(), randomUUID()];
    const reports = await times(20, () => post('landlord_admin', CASES, report, undefined, open));
    for (const { status, body } of reports) expect([status, body]).toEqual([201, reports[0]?.body]);
    expect(await caseCount()).toBe(before + 1);
    const { id } = reports[0]?.body ?? {};
    const changes = await times(20, () => acknowledge(id, 1, change));
    for (const { status, body } of changes) expect([status, body]).toEqual([200, changes[0]?.body]);
    expect(await accounts(id)).toEqual(inStep(2, 'OUTREACH_PENDING'));
  });

  test('one key for two different reports at once: one is taken, the other refused each time', async () => {
    for (let round = 0; round < 5; round++) {
      const [before, key] = [await caseCount(), randomUUID()];
      const amount = (index: number) => 1000 + (index % 2);
      const answers = await times(20, (index) =>
        post('landlord_admin', CASES, { ...report, amountOere: amount(index) }, undefined, key),
      );
      const taken = answers.find(({ status }) => status === 201)?.body;
      expect(answers.map(({ status, body }) => [status, body.id])).toEqual(
        answers.map((_, index) => (amount(index) === taken.amountOere ? [201, taken.id] : [422, undefined])),
      );
      expect(await caseCount()).toBe(before + 1);
    }
  });

  test('whatever is tried in whatever order, it goes as the table says, and nothing gets out of step', async () => {
    const actions = {
      acknowledge: ['single_entry', 'acknowledge', undefined],
      assign: ['single_entry', 'assign', undefined],
      confirmTenantPaid: ['landlord_admin', 'confirm-tenant-paid', payment],
    } as const;
    const matrix = rentArrearsRules.matrix(RENT_ARREARS_STATES);
    const attempt = fc.record({
      action: fc.constantFrom(...(Object.keys(actions) as (keyof typeof actions)[])),
      /** How far the version that is asked for is from the case's. */
      off: fc.constantFrom(0, 0, 0, 1),
      /** The answer was lost: the same request comes once more. */
      repeated: fc.boolean(),
    });
    // A failure prints the seed and the shortest sequence.
    await fc.assert(
      fc.asyncProperty(fc.array(attempt, { maxLength: 8 }), async (attempts) => {
        const id = await opened();
        let [state, version]: [string, number] = ['REPORTED', 1];
        for (const { action, off, repeated } of attempts) {
          const [user, path, body] = actions[action];
          const [key, ifMatch] = [randomUUID(), version + off];
          const send = () => post(user, `${CASES}/${id}/${path}`, body, ifMatch, key);
          const { status } = await send();
          const cell = matrix.find(
            (one) => one.state === state && one.action === action && one.role === (user as ActingRole),
          );
          expect(status).toBe(off ? 412 : cell?.to ? 200 : 409);
          if (status === 200) {
            [state, version] = [String((await accounts(id))?.state), version + 1];
            expect(cell?.to).toContain(state);
          }
          if (repeated) expect((await send()).status).toBe(status);
          expect(await accounts(id)).toEqual(inStep(version, state));
        }
      }),
      { numRuns: 25 },
    );
  });
});

test('two processes send: each fact is on Kafka once, in order per case', async () => {
  const prefix = topicPrefix();
  await createTopics(prefix);
  const { database, post, stop } = await pair('incidents', '2026-12-01', prefix);
  try {
    const ids = await times(30, async (): Promise<string> => {
      const { id } = (await post('landlord_admin', CASES, report)).body;
      await post('single_entry', `${CASES}/${id}/acknowledge`, undefined, 1);
      await post('single_entry', `${CASES}/${id}/assign`, undefined, 2);
      await post('landlord_admin', `${CASES}/${id}/confirm-tenant-paid`, payment, 3);
      return id;
    });
    await eventually(async () => expect(await database.query('select 1 from outbox')).toEqual([]));
    const logOf = async (topic: Topic) =>
      (await readTopic(prefix + topic.name)).map(({ key, headers, value }) => ({
        key: String(key),
        version: Number(headers?.ce_caseversion),
        body: JSON.parse(String(value)),
      }));
    for (const topic of [topics.rentArrears, topics.rentArrearsInternal]) {
      const log = await logOf(topic);
      const told = ids.map((id) => log.filter(({ key }) => key === id).map(({ version }) => version));
      expect(told).toEqual(ids.map(() => upTo(4)));
      expect(log).toHaveLength(4 * ids.length);
    }
    const log = await logOf(topics.incidentsDeadlines);
    const told = (code: string) =>
      ids.map((id) =>
        log.filter(({ body }) => body.caseRef === id && body.code === code).map(({ body }) => body.status),
      );
    expect(told('ACKNOWLEDGE')).toEqual(ids.map(() => ['set', 'met']));
    // Set again for the worker who got the case; the tenant paid before anybody had to reach out.
    expect(told('FIRST_OUTREACH')).toEqual(ids.map(() => ['set', 'set', 'cancelled']));
    expect(log).toHaveLength(5 * ids.length);
  } finally {
    await stop();
  }
});

test('payments race the sweepers of two processes on the day after the last: in time it closes, late it asks, never both', async () => {
  const { database, env, get, post, stop } = await pair('incidents', '2026-08-04');
  try {
    const running = await times(12, async (): Promise<string> => {
      const { id } = (await post('landlord_admin', CASES, { ...report, rentDueOn: '2026-08-01' })).body;
      await post('single_entry', `${CASES}/${id}/acknowledge`, undefined, 1);
      await post('single_entry', `${CASES}/${id}/assign`, undefined, 2);
      return id;
    });
    travel(env, '2026-08-10');
    for (const id of running) {
      const issue = {
        ...validBodies()[`${CASES}/{id}/issue-demand`],
        issuedOn: '2026-08-07',
        feeOere: 0,
        totalOere: 510_000,
      };
      const { printedDeadline: _, ...demand } = issue as { printedDeadline?: string };
      const version = async () => Number((await get('single_entry', `${CASES}/${id}`)).etag?.replaceAll('"', ''));
      const issued = await post('landlord_admin', `${CASES}/${id}/issue-demand`, demand, await version());
      const { demandRef } = issued.body.demands[0];
      const delivery = { demandRef, deliveredOn: '2026-08-10' };
      await post('landlord_admin', `${CASES}/${id}/register-demand-delivery`, delivery, await version());
    }
    const pay = async (id: string, paidOn: string): Promise<number> => {
      for (;;) {
        const { etag } = await get('landlord_admin', `${CASES}/${id}`);
        const path = `${CASES}/${id}/confirm-tenant-paid`;
        const { status } = await post(
          'landlord_admin',
          path,
          { paidOn, amountOere: 510_000 },
          Number(etag?.replaceAll('"', '')),
        );
        if (status !== 412) return status;
      }
    };
    travel(env, '2026-08-25');
    const paid = await Promise.all(running.map((id, index) => pay(id, index % 2 ? '2026-08-24' : '2026-08-25')));
    expect(paid).toEqual(running.map(() => 200));
    await eventually(async () =>
      expect(
        await database.query(
          `select 1 from rent_arrears where demands->0->>'state' = 'RUNNING' or next_due_on <= '2026-08-25'`,
        ),
      ).toEqual([]),
    );
    const ends = await database.query<{ state: string; demand: string; late: string | null; versions: boolean }>(
      `select c.state, c.demands->0->>'state' as demand, c.late_payment->>'answer' as late,
              c.version = (select count(*) from audit_log where case_id = c.id and changes is not null) as versions
         from rent_arrears c order by array_position($1::uuid[], c.id)`,
      [running],
    );
    expect(ends).toEqual(
      running.map((_, index) =>
        index % 2
          ? { state: 'SELF_CURED', demand: 'PAID_IN_TIME', late: null, versions: true }
          : { state: 'OUTREACH', demand: 'EXPIRED_UNPAID', late: 'asked', versions: true },
      ),
    );
  } finally {
    await stop();
  }
});

test('two processes sweep while days pass: each step of a deadline is taken once, each person told once', async () => {
  const { database, env, stop } = await pair('notifications', '2026-12-01');
  try {
    const ids = Array.from({ length: 40 }, () => randomUUID());
    await database.query(
      `insert into deadline (id, version, state, opened_at, next_due_on, code, case_kind, case_ref, due_soon_on, due_on, set_on, responsible, source_version)
       select id, 1, 'SET', now(), '2026-12-07', 'FIRST_OUTREACH', 'rent-arrears', id, '2026-12-07', '2026-12-09', '2026-12-01', 'single_entry', 1
         from unnest($1::uuid[]) id`,
      [ids],
    );
    const days = [
      ['2026-12-07', ['DUE_SOON']],
      ['2026-12-09', ['DUE']],
      ['2026-12-10', ['OVERDUE_1']],
      // Nobody swept on the 14th: the step is made up for.
      ['2026-12-16', ['OVERDUE_2', 'OVERDUE_3']],
    ] as const;
    const taken: string[] = [];
    for (const [day, states] of days) {
      travel(env, day);
      taken.push(...states);
      await eventually(async () =>
        expect(await database.query('select 1 from deadline where state = $1', [states.at(-1)])).toHaveLength(
          ids.length,
        ),
      );
      const courses = await database.query(
        `select d.version - 1 as versions,
                array(select changes->>'state' from audit_log where case_id = d.id and changes is not null order by position) as audited,
                (select count(*)::int from outbox where key = d.id::text) as told,
                array(select distinct split_part(source_id, ' ', 2) from notification where case_ref = d.case_ref order by 1) as notified,
                (select count(*) = count(distinct (source_id, recipient_role)) from notification where case_ref = d.case_ref) as once
           from deadline d`,
      );
      const course = {
        versions: taken.length,
        audited: taken,
        told: taken.length,
        // By the version of the deadline that each step made.
        notified: taken.map((_, index) => String(index + 2)),
        once: true,
      };
      expect(courses).toEqual(ids.map(() => course));
    }
  } finally {
    await stop();
  }
});

test('two migrators of each service at once on an empty database, and one later: each schema is made once', async () => {
  const database = await freshDatabase('agreements', []);
  // The table of migrations is made by the first to come.
  await database.query('drop table migrations');
  const ownerUrl = (service: ServiceName) => database.ownerUrl.replace('agreements_owner', `${service}_owner`);
  const run = (service: ServiceName) => migrate(service, ownerUrl(service), services[service].migrations);
  const ran = await Promise.all(SERVICES.map((service) => Promise.all([run(service), run(service)])));
  for (const [index, service] of SERVICES.entries()) {
    const names = services[service].migrations.map(({ name }) => name);
    expect(ran[index]?.flat()).toEqual(names);
    expect(await run(service)).toEqual([]);
    expect(await database.query(`select name from ${service}.migrations`)).toEqual(names.map((name) => ({ name })));
  }
  await database.drop();
});

test('more at once than there are connections, all refused by what is there already: each is told why, none waits for another', async () => {
  const database = await freshDatabase('agreements', services.agreements.migrations);
  const env = await testEnv('agreements', { database, overrides: { DATABASE_POOL_SIZE: '4' } });
  travel(env, '2026-12-01');
  const service = await startService(services.agreements, env);
  const draft = { ...validBodies()['/v1/agreements'], agreementNo: 'A-1' };
  const create = (key: string) =>
    request(`${service.url}/v1/agreements`, 'single_entry', 'POST', draft, { 'idempotency-key': key });
  try {
    await request(`${service.url}/v1/landlords`, 'single_entry', 'POST', validBodies()['/v1/landlords']);
    const key = randomUUID();
    const same = await times(40, () => create(key));
    expect(new Set(same.map(({ status, body }) => `${status} ${body.id}`)).size).toBe(1);
    const others = await times(40, () => create(randomUUID()));
    expect(new Set(others.map(({ status, body }) => `${status} ${body.code}`))).toEqual(
      new Set(['409 agreement-no-is-taken']),
    );
  } finally {
    await service.close();
    await database.drop();
  }
});

describe.each(SERVICES)('three times as many at once as %s has connections', (name) => {
  const POOL = 4;
  const AT_ONCE = 3 * POOL;
  let running: Running;
  beforeAll(async () => {
    running = await run(name, '2026-12-01', { DATABASE_POOL_SIZE: String(POOL) });
  });
  afterAll(async () => {
    await running?.stop();
  });
  const writes = operationsOf(name).filter(({ method, path }) => method === 'POST' && collectionOf(path) in cases);
  const atOnce = <T>(make: (index: number) => Promise<T>) =>
    Promise.allSettled(Array.from({ length: AT_ONCE }, (_, index) => make(index)));

  test.each([
    ...new Set(writes.map(({ path }) => collectionOf(path))),
  ])('%s: whatever is opened and changed, all are answered', async (collection) => {
    const open = cases[collection]!;
    const ids = [await open(running)];
    for (const outcome of await atOnce(() => open(running)))
      if (outcome.status === 'fulfilled') ids.push(outcome.value);
      // Another may have been there first; that the service could not answer is no answer.
      else expect(String(outcome.reason)).toMatch(/ answered 4\d\d /);
    for (const { path, roles, contentType } of writes.filter(
      (one) => collectionOf(one.path) === collection && one.path.includes('{id}'),
    )) {
      const seen = await Promise.all(ids.map((id) => seenBy(running, roles, collection, id)));
      const body = contentType && (validTexts[path] ?? validBodies()[path]);
      const act = (id: string, index: number) =>
        send(running, seen[index]?.user ?? roles[0] ?? null, 'POST', path.replace('{id}', id), body, {
          'if-match': seen[index]?.reply.etag ?? '"1"',
        });
      const onDifferent = await Promise.all(ids.map(act));
      // Whatever became of the first of them: now all want it at once.
      seen[0] = await seenBy(running, roles, collection, ids[0]!);
      const onOne = await Promise.all(ids.map(() => act(ids[0]!, 0)));
      const answers = [...onDifferent, ...onOne].map(({ status, body }) =>
        status < 500 ? 'answered' : `${path} ${status} ${JSON.stringify(body)}`,
      );
      expect(answers).toEqual(answers.map(() => 'answered'));
    }
  });
});
