// SPDX-License-Identifier: MPL-2.0
// Bad input over the whole API of all four services: never a 5xx, and nothing written by what is refused.
// FUZZ_RUNS sets the attempts per operation, FUZZ_SEED other attempts; a failure prints the seed and the request.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { getMetadataArgsStorage } from 'typeorm';
import { SERVICES } from '#contracts/topics';
import { type User } from '#testing';
import { type Running, request, run, services, sharedAgreement, validBodies } from './services.ts';

const SEED = Number(process.env.FUZZ_SEED ?? 20261123);
const RUNS = Number(process.env.FUZZ_RUNS ?? 40);

interface Operation {
  method: string;
  path: string;
  user: User | null;
}

const operationsOf = (service: string): Operation[] => {
  const { paths } = JSON.parse(readFileSync(`apps/${service}/openapi.json`, 'utf8')) as {
    paths: Record<string, Record<string, { 'x-roles'?: User[] }>>;
  };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { 'x-roles': roles }]) => ({
      method: method.toUpperCase(),
      path,
      user: roles?.[0] ?? null,
    })),
  );
};

const deep = (levels: number): unknown => (levels ? { a: deep(levels - 1) } : 1);

/** Values that have broken services before. */
const junk = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    '',
    ' ',
    'x'.repeat(5000),
    '\u0000',
    '\ud800',
    '2026-02-30',
    '0000-00-00',
    '1800-01-01',
    '2199-12-31',
    '9999-12-31',
    '+292278994-08-17',
    'NaN',
    '__proto__',
    0,
    -1,
    0.5,
    1e308,
    2 ** 31,
    2 ** 53,
    true,
    [],
    {},
    [[]],
    { __proto__: null, constructor: 1 },
    deep(30),
    '00000000-0000-0000-0000-000000000000',
    "'; drop table audit_log; --",
  ),
  fc.jsonValue(),
  fc.string({ unit: 'binary' }),
);

/** Replaces, removes or adds something somewhere in a body. */
const mutated = (body: object): fc.Arbitrary<string> =>
  fc
    .tuple(fc.array(fc.nat(20), { minLength: 1, maxLength: 4 }), fc.constantFrom('replace', 'remove', 'add'), junk)
    .map(([steps, how, value]) => {
      const copy = structuredClone(body) as Record<string, unknown>;
      let at: Record<string, unknown> = copy;
      let key = '';
      for (const step of steps) {
        const keys = Object.keys(at);
        key = keys[step % keys.length] ?? 'a';
        const below = at[key];
        if (typeof below !== 'object' || below === null || Object.keys(below).length === 0) break;
        if (step !== steps.at(-1)) at = below as Record<string, unknown>;
      }
      if (how === 'remove') delete at[key];
      else at[how === 'add' ? 'notAField' : key] = value;
      return JSON.stringify(copy);
    });

const rawBody = fc.oneof(
  fc.string(),
  fc.json(),
  fc.constantFrom(
    '',
    '{',
    'null',
    '[]',
    '"text"',
    '{"a":1,"a":2}',
    '{"__proto__":{"a":1}}',
    '{"constructor":{"prototype":{}}}',
    '{"a":"\\ud800"}',
    '{"a":1e999}',
    '['.repeat(5000),
    `{"a":"${'x'.repeat(300_000)}"}`,
  ),
);

const headerJunk = fc.record(
  {
    'idempotency-key': fc.constantFrom('', ' ', 'x'.repeat(256), 'æøå', 'a b', 'ok-key'),
    'if-match': fc.constantFrom('*', '1', 'W/"1"', '"0"', '"-1"', '"99999999999999"', '"1", "2"', '"abc"', '"1"'),
    'content-type': fc.constantFrom(
      'text/plain',
      'application/xml',
      'multipart/form-data; boundary=x',
      'application/json; charset=latin1',
      'x',
    ),
    'accept-language': fc.constantFrom('en;q=x', '*', 'da-DK, en;q=0.5', 'x'.repeat(2000)),
    'x-correlation-id': fc.constantFrom('x', '../../etc', '0'.repeat(36)),
    traceparent: fc.constantFrom('00-x', 'zz', `00-${'0'.repeat(32)}-${'0'.repeat(16)}-00`),
  },
  { requiredKeys: [] },
);

const pathJunk = fc.constantFrom(
  'abc',
  '%00',
  '%ff',
  '..',
  '%2e%2e%2f',
  '0',
  'x'.repeat(300),
  "'",
  '01a209d4-6583-77a0-ac2a-e373dac0ce47',
  '%D8%00',
);
const queryJunk = fc.constantFrom(
  '?limit=0',
  '?limit=101',
  '?limit=abc',
  '?limit=1e3',
  '?limit=',
  '?limit=5&limit=6',
  '?after=x',
  '?after=%00',
  '?state=NOPE',
  '?state=A&state=B',
  '?state[]=A',
  '?state[x]=1',
  '?__proto__[a]=1',
  '?unknown=1',
  `?after=${'9'.repeat(3000)}`,
  '?%ff=%ff',
  '?limit=9007199254740993',
);

describe.each(SERVICES)('%s', (name) => {
  let running: Running;
  /** A case that there is, so that what comes after the look-up is tried too. */
  let existing = '00000000-0000-7000-8000-000000000000';
  beforeAll(async () => {
    running = await run(name, '2026-12-01');
    if (name === 'agreements') existing = (await sharedAgreement(running)).agreementRef;
    if (name !== 'incidents') return;
    const path = '/v1/rent-arrears';
    const { status, body } = await request(running, 'landlord_admin', 'POST', path, validBodies()[path]);
    expect(status).toBe(201);
    existing = body.id;
  });
  afterAll(async () => {
    await running?.stop();
  });

  const written = async (): Promise<unknown> => {
    const cases = getMetadataArgsStorage().tables.filter(({ target }) =>
      services[name].kinds
        .map(({ kind }) => kind.entity)
        .concat(services[name].entities as never)
        .includes(target as never),
    );
    const tables = [...cases.map((table) => table.name), 'outbox', 'idempotency', 'inbox'];
    const counts = tables.map((table) => `(select count(*)::int from ${table}) as ${table}`);
    const [row] = await running.database.query(
      `select ${counts.join(', ')}, (select count(*)::int from audit_log where changes is not null) as audit_log`,
    );
    return row;
  };

  test.each(operationsOf(name))('$method $path', async ({ method, path, user }) => {
    const valid = validBodies()[path] ?? {};
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(pathJunk, fc.constant('existing')),
        method === 'GET' ? queryJunk : fc.constant(''),
        method === 'GET' ? fc.constant(undefined) : fc.oneof({ weight: 3, arbitrary: mutated(valid) }, rawBody),
        fc.oneof({ weight: 2, arbitrary: fc.constant({}) }, headerJunk),
        async (id, query, body, junkHeaders) => {
          const before = await written();
          const headers = { ...(path.includes('{id}') && method === 'POST' && { 'if-match': '"1"' }), ...junkHeaders };
          const sent = Object.fromEntries(Object.entries(headers).filter(([, value]) => /^[\x20-\x7e]*$/.test(value)));
          const { status, body: answer } = await request(
            running,
            user,
            method,
            path.replace(/\{\w+\}/, id === 'existing' ? existing : id) + query,
            body,
            sent,
          );
          expect({ status, answer: status < 500 ? '' : answer }).toEqual({ status: expect.any(Number), answer: '' });
          expect(status).toBeLessThan(500);
          if (status >= 400) expect(await written()).toEqual(before);
        },
      ),
      { numRuns: RUNS, seed: SEED },
    );
  });
});
