// SPDX-License-Identifier: MPL-2.0
// What people call a case by, walked over every kind of case, and how numbers are given out.
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type CaseKindName, caseKinds } from '#contracts/case-kinds';
import { SERVICES, type ServiceName } from '#contracts/topics';
import { readCaseNumber } from '#domain';
import { migrate } from '#persistence';
import { startService } from '#service';
import { demoUsers, freshDatabase, landlords, request as send, testEnv, type User } from '#testing';
import { cases, operationsOf } from './cases.ts';
import { type Running, request, run, services, validBodies } from './services.ts';

const users = Object.keys(demoUsers) as User[];
const kinds = Object.entries(caseKinds) as [CaseKindName, (typeof caseKinds)[CaseKindName]][];
const numbered = kinds.flatMap(([name, kind]) => (kind.letter ? [{ name, ...kind, letter: kind.letter }] : []));

test('every kind that people talk about has letters of its own, which are not taken for digits', () => {
  const letters = numbered.map(({ letter }) => letter);
  expect(letters.filter((letter) => !/^[A-HJ-NP-Z]{1,2}$/.test(letter))).toEqual([]);
  expect(letters.filter((letter, place) => letters.indexOf(letter) !== place)).toEqual([]);
  const without = kinds.flatMap(([name, { letter }]) => (letter ? [] : [name]));
  // What people do with cases, and people, are no cases to talk about.
  expect(without.filter((name) => !/-hand-over$|^staff|^citizen$/.test(name))).toEqual([
    'demand-fee',
    'deadline',
    'notification',
  ]);
});

/** One process per service, in which the cases of all its kinds lie side by side. */
const processes = new Map<ServiceName, Promise<Running>>();
const started = (service: ServiceName): Promise<Running> => {
  const running = processes.get(service) ?? run(service, '2026-12-01');
  processes.set(service, running);
  return running;
};
afterAll(async () => {
  for (const running of processes.values()) await (await running).stop();
});

/** As it is said on the phone. */
const said = (number: string) =>
  number
    .toLowerCase()
    .replace(/-0*(?=[0-9]+-[0-9]$)/, ' ')
    .replaceAll('-', ' ');
const query = (collection: string, number: string) => `${collection}?number=${encodeURIComponent(number)}`;
/** With its last digit wrong. */
const mistyped = (number: string) => number.replace(/.$/, (check) => String((Number(check) + 1) % 10));

describe.each(numbered)('$name', ({ name, owner, path, letter }) => {
  let running: Running;
  let id: string;
  let number: string;
  let readers: User[];
  beforeAll(async () => {
    running = await started(owner);
    id = await cases[path]!(running);
    const reads = operationsOf(owner).find((one) => one.method === 'GET' && one.path === path)!;
    readers = users.filter((user) => demoUsers[user].roles.some((role) => reads.roles.includes(role)));
    const table = name.replaceAll('-', '_');
    const [row] = await running.database.query<{ number: string }>(`select number from ${table} where id = $1`, [id]);
    number = row!.number;
  });
  const get = (user: User, at: string) => request(running, user, 'GET', at);

  test('the number is one of the kind, and every view, list and history shows it', async () => {
    expect(readCaseNumber(number)).toEqual({ number, letter });
    const seeing: User[] = [];
    for (const user of readers) {
      const seen = await get(user, `${path}/${id}`);
      if (seen.status !== 200) continue;
      seeing.push(user);
      expect([user, seen.body.number]).toEqual([user, number]);
      const { items } = (await get(user, `${path}?limit=100`)).body;
      expect([user, items.find((item: { id: string }) => item.id === id)?.number]).toEqual([user, number]);
      const history = operationsOf(owner).find((one) => one.path === `${path}/{id}/history`);
      const mayRead = demoUsers[user].roles.some((role) => history?.roles.includes(role));
      if (mayRead) expect([user, (await get(user, `${path}/${id}/history`)).body.number]).toEqual([user, number]);
    }
    expect(seeing).not.toEqual([]);
  });

  test('who sees the case finds it by its number, however it is typed; nobody else does', async () => {
    for (const user of readers) {
      const { status } = await get(user, `${path}/${id}`);
      for (const typed of [number, said(number), number.replaceAll('-', '')]) {
        const found = await get(user, query(path, typed));
        const ids = found.body.items.map((item: { id: string }) => item.id);
        expect([user, typed, found.status, ids]).toEqual([user, typed, 200, status === 200 ? [id] : []]);
      }
    }
  });

  test('a mistyped number says so, in both languages, and one of another kind says of which', async () => {
    const reader = readers[0]!;
    const wrong = await get(reader, query(path, mistyped(number)));
    expect(wrong).toMatchObject({ status: 400, body: { code: 'case-number-is-mistyped', detail: expect.any(String) } });
    expect(wrong.body.errors).toMatchObject([{ pointer: '?number', code: 'case-number-is-mistyped' }]);
    const other = name === 'rent-arrears' ? ['K', 'tenancy', 'referrals'] : ['R', 'rent-arrears', 'incidents'];
    const [theirs, kind, service] = other as [string, CaseKindName, string];
    const typed = name === 'rent-arrears' ? numberOf(theirs) : 'R-26-00417-3';
    const foreign = await get(reader, query(path, typed));
    const facts = { kind, service, path: caseKinds[kind].path };
    expect(foreign).toMatchObject({ status: 400, body: { code: 'case-number-is-of-another-kind', facts } });
    expect(foreign.body.detail).toContain(`${kind} in ${service}`.replace(' in ', ' i '));
    const english = await send(running.service.url + query(path, typed), reader, 'GET', undefined, {
      'accept-language': 'en',
    });
    expect(english.body.errors[0].message).toBe(`Another kind of case: ${kind} (${service}).`);
  });

  test('no event says it: the reference does', async () => {
    const told = await running.database.query('select topic from outbox where body::text like $1', [`%${number}%`]);
    expect(told).toEqual([]);
  });
});

/** Some number of a letter. */
const numberOf = (letter: string) =>
  [...'0123456789'.repeat(10)]
    .map((check, running) => `${letter}-26-${String(running + 100).padStart(5, '0')}-${check}`)
    .find((number) => readCaseNumber(number))!;

test.each(SERVICES)('%s: only kinds with a number are found by one', (service) => {
  const byNumber = operationsOf(service).filter(({ method, query: keys }) => method === 'GET' && 'number' in keys);
  const expected = numbered.flatMap(({ owner, path }) => (owner === service ? [path] : []));
  expect(byNumber.map(({ path }) => path).toSorted()).toEqual(expected.toSorted());
});

describe('numbers are given out', () => {
  const CASES = '/v1/rent-arrears';
  const report = (landlordReference = randomUUID().slice(0, 8)) => ({ ...validBodies()[CASES], landlordReference });

  const setClock = (file: string, at: string) =>
    writeFileSync(file, JSON.stringify({ offsetMs: Date.parse(at) - Date.now() }));

  /** Two processes of incidents with one database. */
  async function pair(at: string) {
    const database = await freshDatabase('incidents', services.incidents.migrations);
    const env = await testEnv('incidents', { database, overrides: { SWEEP_EVERY_MS: '3600000' } });
    setClock(env.CLOCK_FILE, at);
    const start = () => startService(services.incidents, env);
    const running = [await start(), await start()];
    let turn = 0;
    return {
      database,
      setClock: (to: string) => setClock(env.CLOCK_FILE, to),
      open: (key: string = randomUUID(), body: object = report()) =>
        send(`${running[turn++ % 2]!.url}${CASES}`, 'landlord_admin', 'POST', body, { 'idempotency-key': key }),
      stop: async () => {
        await Promise.all(running.map((process) => process.close()));
        await database.drop();
      },
    };
  }
  const runningNumber = (number: string) => Number(number.split('-')[2]);

  test('forty cases opened at once, the first of the year, have forty numbers', async () => {
    const incidents = await pair('2026-12-01T09:00:00Z');
    try {
      const replies = await Promise.all(Array.from({ length: 40 }, () => incidents.open()));
      expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 201));
      const given = replies.map(({ body }) => body.number as string);
      expect(new Set(given).size).toBe(40);
      expect(given.filter((number) => !number.startsWith('R-26-') || !readCaseNumber(number))).toEqual([]);
      // Two of three running numbers are left out; what races leave out besides is no more than they were.
      expect(Math.max(...given.map(runningNumber))).toBeLessThan(3 * 80);
    } finally {
      await incidents.stop();
    }
  });

  test('one key many times at once, and again later, answers one number', async () => {
    const incidents = await pair('2026-12-01T09:00:00Z');
    try {
      const [key, body] = [randomUUID(), report()];
      const first = await Promise.all(Array.from({ length: 20 }, () => incidents.open(key, body)));
      incidents.setClock('2026-12-01T20:00:00Z');
      const again = await incidents.open(key, body);
      expect(new Set([...first, again].map(({ body: answer }) => answer.number)).size).toBe(1);
      const [drawn] = await incidents.database.query('select last_value::int as n from case_number_r');
      await incidents.open(key, body);
      expect(await incidents.database.query('select last_value::int as n from case_number_r')).toEqual([drawn]);
    } finally {
      await incidents.stop();
    }
  });

  test('the year is that of Copenhagen, the running number begins anew, and a clock that goes back goes on', async () => {
    const incidents = await pair('2026-12-31T22:30:00Z');
    const opened = async () => (await incidents.open()).body.number as string;
    try {
      const last = [await opened(), await opened(), await opened()];
      incidents.setClock('2026-12-31T23:10:00Z');
      const next = [await opened(), await opened()];
      incidents.setClock('2026-12-31T22:40:00Z');
      const late = await opened();
      const of = (numbers: string[]) => numbers.map((number) => number.slice(0, 5));
      expect([of(last), of(next), of([late])]).toEqual([['R-26-', 'R-26-', 'R-26-'], ['R-27-', 'R-27-'], ['R-26-']]);
      expect(runningNumber(next[0]!)).toBeLessThan(6);
      expect(runningNumber(late)).toBeGreaterThan(runningNumber(last[2]!));
    } finally {
      await incidents.stop();
    }
  });

  test('cases of the release before get theirs in the order they were opened in, and new ones follow', async () => {
    const { migrations } = services.incidents;
    const before = migrations.findIndex(({ name }) => name.startsWith('CaseNumbers'));
    const database = await freshDatabase('incidents', migrations.slice(0, before));
    const opened = ['2026-12-31T23:30:00Z', '2025-03-01T10:00:00Z', '2026-12-31T22:30:00Z', '2025-02-01T10:00:00Z'];
    const insert = (at: string) =>
      database.query<{ id: string }>(
        `insert into rent_arrears (id, version, state, opened_at, landlord_ref, landlord_reference, amount_oere,
           rent_due_on, pay_day, reported_on, acknowledge_deadline_ref, acknowledge_due_on, outreach_due_on,
           stand_in_due_on, claims)
         values ($1::uuid, 1, 'REPORTED', $2, $3, 'L-1', 1, '2025-01-01', '2025-01-01', '2025-01-02', $1::uuid,
           '2025-01-03', '2025-01-04', '2025-01-05', '[]') returning id`,
        [randomUUID(), at, landlords.boOgBy.id],
      );
    try {
      for (const at of opened) await insert(at);
      await migrate('incidents', database.ownerUrl, migrations);
      const rows = await database.query<{ number: string }>('select number from rent_arrears order by opened_at');
      const numbers = rows.map(({ number }) => number);
      expect(numbers.map((number) => number.slice(0, 5))).toEqual(['R-25-', 'R-25-', 'R-26-', 'R-27-']);
      expect(numbers.filter((number) => readCaseNumber(number)?.number !== number)).toEqual([]);
      expect(runningNumber(numbers[1]!)).toBeGreaterThan(runningNumber(numbers[0]!));
      const [next] = await database.query<{ number: string }>(
        `select next_case_number('R', '2027-01-02') as number, next_case_number('R', '2025-12-31') as late`,
      );
      expect(numbers).not.toContain(next!.number);
      expect(runningNumber(next!.number)).toBeGreaterThan(runningNumber(numbers[3]!));
      // A process of the release before, which knows nothing of numbers, goes on beside the new one.
      const [{ id }] = (await insert('2027-01-01T10:00:00Z')) as [{ id: string }];
      const [old] = await database.query<{ number: string }>('select number from rent_arrears where id = $1', [id]);
      expect(readCaseNumber(old!.number)).toEqual({ ...old, letter: 'R' });
    } finally {
      await database.drop();
    }
  });

  test('what the database draws is what is read, of every letter and year, and as numbers grow', async () => {
    const database = await freshDatabase('incidents', services.incidents.migrations);
    const pairs = ['A', 'R', 'Z', 'AA', 'QZ', 'ZZ'];
    try {
      for (const letter of pairs.filter((one) => one !== 'R'))
        await database.query(`create sequence case_number_${letter.toLowerCase()}`);
      for (const letter of pairs)
        for (const [day, from] of [
          ['2000-06-01', 1],
          ['2026-06-01', 34_400],
          ['2099-12-31', 3_448_000],
        ] as const) {
          await database.query(
            `insert into case_number_year values ($1, extract(year from $2::date), (select last_value from case_number_${letter}) - $3::bigint)`,
            [letter, day, from],
          );
          const drawn = await database.query<{ number: string }>(
            `select next_case_number($1, $2) as number from generate_series(1, 200)`,
            [letter, day],
          );
          const wrong = drawn.filter(({ number }) => readCaseNumber(number)?.number !== number);
          expect([letter, day, wrong]).toEqual([letter, day, []]);
          expect(new Set(drawn.map(({ number }) => number)).size).toBe(200);
        }
    } finally {
      await database.drop();
    }
  });
});
