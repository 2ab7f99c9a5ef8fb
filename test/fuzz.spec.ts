// SPDX-License-Identifier: MPL-2.0
// Any input over the whole API of all four services: never a 5xx, and nothing written by what is refused. Each request and
// answer is held to the OpenAPI document (libs/testing): what fits its schema is never 400 but for what no schema can say
// (UNSAID), what does not is never accepted.
// FUZZ_RUNS sets the attempts in all, FUZZ_SEED other attempts; a failure prints the seed and the request.
import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { getMetadataStorage } from 'class-validator';
import fc from 'fast-check';
import { getMetadataArgsStorage } from 'typeorm';
import type { Schema } from '#contracts/closed-schema';
import { SERVICES, type ServiceName } from '#contracts/topics';
import type { FieldError, Problem } from '#persistence';
import { demoUsers, eventually, type User } from '#testing';
import { parseJsonBody } from '../libs/service/src/json-body.ts';
import { RequestPipe } from '../libs/service/src/validation-pipe.ts';
import { cases, collectionOf, type Operation, operationsOf, schemasOf, seenBy } from './cases.ts';
import { breaking, fitting, type Schemas } from './fitting.ts';
import { bodiesOf, masked, ofAnotherKind, placesOf, put } from './inputs.ts';
import { type Running, request, run, services, validBodies, validTexts } from './services.ts';

interface Rule {
  target: { name: string };
  propertyName: string;
  type: string;
  name?: string;
  each: boolean;
}

/** Null is a value of its own where a class says `OrNull`: here, no cap and no plan are agreed. */
const NONE_IS_AGREED = ['instalmentPolicy'];
const NULL_IS_SAID: Partial<Record<ServiceName, string[]>> = {
  agreements: ['/v1/agreements', '/v1/agreements/{id}/propose-change'].flatMap((path) =>
    NONE_IS_AGREED.map((field) => `${path} /${field}`),
  ),
};

/** Fields that are for a civil registration number. */
const TAKES_CPR = [
  ...['/v1/citizens', '/v1/citizens/search', '/v1/citizens/{id}/change'].map((path) => `${path} /cpr`),
  '/v1/referrals /citizen/cpr',
];

const SEED = Number(process.env.FUZZ_SEED ?? 20261123);
/** Shared out among the routes: a new route makes the others' share smaller, not the run longer. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 6000);
const operations = new Map(SERVICES.map((service) => [service, operationsOf(service)]));
const perRoute = Math.ceil(RUNS / [...operations.values()].flat().length);

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
const mutated = (body: object | string): fc.Arbitrary<string> =>
  typeof body === 'string' ? mutatedText(body) : mutatedJson(body);

const mutatedText = (body: string): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.nat(body.length),
      fc.nat(20),
      fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(',', ';', '"', '\n')),
    )
    .map(([at, length, put]) => body.slice(0, at) + put + body.slice(at + length));

const mutatedJson = (body: object): fc.Arbitrary<string> =>
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

/** A query that fits, some of its keys left out. */
const fittingQuery = (query: Record<string, Schema>, schemas: Schemas): fc.Arbitrary<string> =>
  fc
    .record(Object.fromEntries(Object.entries(query).map(([name, schema]) => [name, fitting(schema, schemas)])), { requiredKeys: [] }) // biome-ignore format: one line
    .map((values) => {
      const text = new URLSearchParams(
        Object.entries(values).map(([name, value]): [string, string] => [name, String(value)]),
      );
      return text.size ? `?${text}` : '';
    });

test('every body has a valid sample', () => {
  const bodies = [...operations.values()].flat().filter(({ contentType }) => contentType);
  const samples = { ...validBodies(), ...validTexts };
  expect(bodies.map(({ path }) => path).filter((path) => !samples[path])).toEqual([]);
});

test('parts and lists of references are declared with the words that hold them to it', () => {
  // The storage has no public listing.
  const { validationMetadatas } = getMetadataStorage() as unknown as { validationMetadatas: Map<unknown, Rule[]> };
  const rules = [...validationMetadatas.values()].flat();
  const names = ({ target, propertyName }: Rule) =>
    rules.filter((rule) => rule.target === target && rule.propertyName === propertyName).map(({ name }) => name);
  const isBare = (rule: Rule) =>
    rule.type === 'nestedValidation'
      ? !names(rule).some((name) => name === 'isPart' || name === 'eachIsPart')
      : rule.name === 'isUuid' && rule.each && !names(rule).includes('eachOnce');
  expect(rules.filter(isBare).map(({ target, propertyName }) => `${target.name}.${propertyName}`)).toEqual([]);
  expect(rules.filter(({ type }) => type === 'nestedValidation').length).toBeGreaterThan(20);
});

describe.each(SERVICES)('%s', (name) => {
  const schemas = schemasOf(name);
  let running: Running;
  beforeAll(async () => {
    // As many runs as are asked for.
    running = await run(name, '2026-12-01', { RATE_LIMIT_PER_MINUTE: '1000000' });
    classes = bodiesOf(running.service.app);
    await prepareCounts();
    // Whoever calls for the first time is written into the register of staff, whatever becomes of the call.
    if (name === 'notifications')
      for (const user of Object.keys(demoUsers) as User[]) await request(running, user, 'GET', '/v1/inbox');
  });
  afterAll(async () => {
    await running?.stop();
  });

  /** A file that was received is written in the background, and so is a hand-over that was started. */
  const unfinished = [
    ...(name === 'agreements' ? ['select 1 from property_import where closed_at is null'] : []),
    ...(name === 'notifications'
      ? ['select 1 from staff_import where closed_at is null']
      : [`select 1 from hand_over where state = 'RUNNING'`]),
  ].join(' union all ');
  const settled = async () =>
    await eventually(async () => expect(await running.database.query(unfinished)).toEqual([]));
  /** Planned once: it is asked after each of thousands of requests. */
  const prepareCounts = async () => {
    const tables = getMetadataArgsStorage().tables.filter(({ target }) =>
      services[name].kinds.some(({ kind }) => kind.entity === target),
    );
    const names = [...tables.map((table) => table.name), 'outbox', 'idempotency', 'inbox'];
    const counts = names.map((table) => `(select count(*)::int from ${table}) as ${table}`);
    await running.database.query(
      `prepare written as select exists (${unfinished}) as "isUnfinished", ${counts.join(', ')},
         (select count(*)::int from audit_log where changes is not null) as audit_log`,
    );
  };
  const written = async (): Promise<unknown> =>
    await eventually(async () => {
      const [row] = await running.database.query('execute written');
      expect(row).toMatchObject({ isUnfinished: false });
      return row;
    });

  /** A case that there is, so that what comes after the look-up is tried too, and who may see it. */
  const realCase = async ({ path, roles }: Operation) => {
    const open = cases[collectionOf(path)];
    // The sample of a file of properties is a landlord's own.
    const first = validTexts[path] && roles.includes('landlord_admin') ? 'landlord_admin' : (roles[0] ?? null);
    if (!open || !path.includes('{id}')) return { id: randomUUID(), etag: '"1"', user: first };
    const id = await open(running);
    const seen = await seenBy(running, roles, collectionOf(path), id);
    // Those who visit tenants see a case only once it is theirs.
    const visits = roles.every((role) => ['support_worker', 'outreach_team'].includes(role));
    if (!seen && !visits) throw new Error(`${path}: none of ${roles} sees the case that was opened`);
    return { id, etag: seen?.reply.etag ?? '"1"', user: seen?.user ?? first };
  };

  const kept = new Map<string, ReturnType<typeof realCase>>();
  /** One for all that is refused whatever the case: what is refused changes nothing (which each route's last test proves). */
  const caseToRefuse = (operation: Operation) => {
    const key = [collectionOf(operation.path), operation.path.includes('{id}'), ...operation.roles].join();
    const known = kept.get(key) ?? realCase(operation);
    kept.set(key, known);
    return known;
  };

  test.each(
    operations.get(name)!.filter(({ required }) => required.length),
  )('POST $path without what it requires is refused by name', async ({ path, roles, required }) => {
    const address = path.replace('{id}', randomUUID());
    for (const pointer of required) {
      const body = put(validBodies()[path]!, pointer, undefined);
      const reply = await request(running, roles[0] ?? null, 'POST', address, body, { 'if-match': '"1"' });
      const { status, body: answer } = reply;
      const named = answer.errors?.map((error: { pointer: string }) => error.pointer);
      expect({ pointer, status, named }).toEqual({ pointer, status: 400, named: expect.arrayContaining([pointer]) });
    }
  });

  const posts = operations.get(name)!.filter(({ method, path }) => method === 'POST' && validBodies()[path]);

  const pipe = new RequestPipe();
  let classes: ReturnType<typeof bodiesOf>;
  /** What a route makes of a body before anything of its own is asked: by the parser and the pipe that every route has. */
  const read = async (path: string, body: object) => {
    const takesCpr = TAKES_CPR.find((one) => one.startsWith(`${path} `))?.slice(path.length + 2);
    const parsed = parseJsonBody(Buffer.from(JSON.stringify(body)), takesCpr);
    try {
      return { body: await pipe.transform(parsed, { type: 'body', metatype: classes.get(path) }) };
    } catch (error) {
      return { errors: (error as Problem).errors };
    }
  };

  test('null says what leaving out says, in every place of every body, unless the class declares what it says', async () => {
    const different: string[] = [];
    for (const { path } of posts) {
      const valid = validBodies()[path]!;
      for (const { pointer } of placesOf(valid)) {
        // A list is not the same without an entry.
        if (/\/\d+$/.test(pointer)) continue;
        const [absent, isNull] = [undefined, null].map((value) => read(path, put(valid, pointer, value)));
        // Everything that follows, text, document, event and ledger, is made of what the pipe lets through.
        if (!isDeepStrictEqual(await absent, await isNull)) different.push(`${path} ${pointer}`);
      }
    }
    expect(different).toEqual(NULL_IS_SAID[name] ?? []);
  });

  const names = (errors: readonly FieldError[] | undefined, pointer: string) =>
    !!errors?.some(({ pointer: at }) => at && (pointer.startsWith(at) || at.startsWith(pointer)));

  // Each place alone as the route reads it; over HTTP all that the body is made of at once, which shows that it reads it so.
  test.each(posts)('POST $path with a value of another kind in any place is refused by name', async (operation) => {
    const { path } = operation;
    const { id, etag, user } = await caseToRefuse(operation);
    const valid = validBodies()[path]!;
    for (const { pointer, value } of placesOf(valid))
      for (const other of ofAnotherKind(value)) {
        const { errors } = await read(path, put(valid, pointer, other));
        expect({ pointer, other, named: names(errors, pointer) }).toEqual({ pointer, other, named: true });
      }
    const parts = Object.entries(valid).map(([key, value], at) => [key, ofAnotherKind(value).at(at % 6)]);
    const address = path.replace(/\{\w+\}/, id);
    const reply = await request(running, user, 'POST', address, Object.fromEntries(parts), { 'if-match': etag });
    const unnamed = parts.map(([key]) => `/${key}`).filter((pointer) => !names(reply.body.errors, pointer));
    expect({ status: reply.status, unnamed }).toEqual({ status: 400, unnamed: [] });
  });

  test.each(
    posts,
  )('POST $path with what no text may hold in any of its texts is refused by name', async (operation) => {
    const { path } = operation;
    const { id, etag, user } = await caseToRefuse(operation);
    const valid = validBodies()[path]!;
    const texts = placesOf(valid).filter(({ value }) => typeof value === 'string');
    for (const [text, code] of [
      ['01 01-90\u00a01234', 'civil-registration-number'],
      ['a\u200bb', 'not-a-text'],
    ] as const) {
      const refused = texts
        .map(({ pointer }) => pointer)
        .filter((one) => code !== 'civil-registration-number' || !TAKES_CPR.includes(`${path} ${one}`));
      if (refused.length === 0) continue;
      // In all of them at once, since all that is wrong is told at once.
      const body = refused.reduce((of, pointer) => put(of, pointer, text), valid);
      const reply = await request(running, user, 'POST', path.replace(/\{\w+\}/, id), body, { 'if-match': etag });
      const named = reply.body.errors?.map(({ pointer, code }: FieldError) => ({ pointer, code }));
      expect({ status: reply.status, named }).toEqual({ status: 400, named: refused.map((pointer) => ({ pointer, code })) }); // biome-ignore format: one line
    }
  });

  const opened = [...new Set(operations.get(name)!.map(({ path }) => collectionOf(path)))].filter(
    (path) => cases[path],
  );
  // A file that is read a second time finds everything there, each fee has a day of its own, and what was handed over is gone.
  const once = ['/v1/property-imports', '/v1/staff-imports', '/v1/demand-fees', `/v1/${name}-hand-overs`];
  const comparable = opened.filter((collection) => !once.includes(collection));
  test.each(comparable)('%s: a uuid in capitals is the same', async (collection) => {
    const typed: Running = { ...running, inCapitals: true };
    const own = operations.get(name)!.filter(({ path }) => collectionOf(path) === collection);
    const opened = async () => [await cases[collection]!(running), await cases[collection]!(typed)];
    const first = await opened();
    let fresh = await opened();
    for (const { method, path, roles } of own) {
      const onCase = path.includes('{id}');
      // Opened above, in either way.
      if (method === 'POST' && !onCase) continue;
      const ask = async (how: Running, id: string) => {
        await settled();
        const seen = await seenBy(how, roles, collection, id);
        const address = path.replace('{id}', id).replace('{text}', '1.1') + (onCase ? '' : `?after=${first[0]}`);
        const body = method === 'POST' ? validBodies()[path] : undefined;
        const headers = { 'if-match': seen?.reply.etag ?? '"1"' };
        const { status, body: answer } = await request(how, seen?.user ?? roles[0]!, method, address, body, headers);
        return { path, seen: !!seen, status, answer: masked(answer) };
      };
      // What an action changes it changes once; of landlords there is one.
      const [one, other] = method === 'POST' ? fresh : first;
      const inCapitals = await ask(typed, other!);
      if (one === other && method === 'POST') expect(inCapitals).toMatchObject({ seen: true, status: 200 });
      else expect(inCapitals).toEqual(await ask(running, one!));
      // What was refused is as it was.
      if (method === 'POST' && inCapitals.status < 300) fresh = await opened();
    }
  });

  test.each(operations.get(name)!)('$method $path', async (operation) => {
    const { method, path, contentType = 'application/json' } = operation;
    const own = await realCase(operation);
    let { etag } = own;
    const valid = method === 'POST' ? (validTexts[path] ?? validBodies()[path]) : undefined;
    const send = async (id: string, query: string, body: unknown, headers: Record<string, string>) => {
      const address = path.replace(/\{(id|messageId)\}/, id).replace('{text}', '1.1') + query;
      const reply = await request(running, own.user, method, address, body, {
        ...(body !== undefined && { 'content-type': contentType }),
        ...(path.includes('{id}') && method === 'POST' && { 'if-match': etag }),
        ...headers,
      });
      if (reply.status < 300 && id === own.id) etag = reply.etag ?? etag;
      return reply;
    };
    const { schema } = operation;
    const bySchema = schema
      ? [fitting(schema, schemas), breaking(valid as object, schema, schemas)].map((bodies) => ({
          weight: 2,
          arbitrary: bodies.map((body) => JSON.stringify(body)),
        }))
      : [];
    let before = await written();
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(pathJunk, fc.constant(own.id)),
        method === 'GET' ? fc.oneof(queryJunk, fittingQuery(operation.query, schemas)) : fc.constant(''),
        method === 'GET' ? fc.constant(undefined) : fc.oneof({ weight: 2, arbitrary: mutated(valid ?? {}) }, rawBody, ...bySchema), // biome-ignore format: one line
        fc.oneof({ weight: 2, arbitrary: fc.constant({}) }, headerJunk),
        async (id, query, body, junk) => {
          const headers = Object.fromEntries(Object.entries(junk).filter(([, value]) => /^[\x20-\x7e]*$/.test(value)));
          try {
            const { status, body: answer } = await send(id, query, body, headers);
            expect({ status, answer: status < 500 ? '' : answer }).toEqual({ status: expect.any(Number), answer: '' });
            expect(status).toBeLessThan(500);
            const after = await written();
            if (status >= 400) expect(after).toEqual(before);
            before = after;
          } catch (error) {
            // What it wrote is not what the next smaller example did.
            before = await written();
            throw error;
          }
        },
      ),
      { numRuns: perRoute, seed: SEED },
    );
    // A sample that is no longer valid would leave most of the route untried.
    if (valid) expect(await send(own.id, '', valid, {})).not.toMatchObject({ status: 400 });
  });
});
