// SPDX-License-Identifier: MPL-2.0
import { randomUUID } from 'node:crypto';
import { request as rawRequest, type Server } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { freshDatabase, type TestDatabase, testEnv } from '#testing';
import { type RunningService, startService } from '../src/index.js';
import { TestIssuer, thingService } from './tiny-service.js';

let issuer: TestIssuer;
let database: TestDatabase;
let service: RunningService;
let token: string;

beforeAll(async () => {
  issuer = await new TestIssuer().start();
  database = await freshDatabase('incidents', thingService.migrations);
  const env = await testEnv('incidents', { database, overrides: { OIDC_ISSUER: issuer.url } });
  service = await startService(thingService, env);
  token = await issuer.token();
});
afterAll(async () => {
  await service?.close();
  issuer?.stop();
});

type Headers = Record<string, string>;
async function call(method: string, path: string, body?: unknown, headers: Headers = {}) {
  const response = await fetch(service.url + path, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(method === 'POST' && { 'idempotency-key': randomUUID() }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    body:
      body === undefined
        ? undefined
        : typeof body === 'string' || body instanceof Uint8Array
          ? (body as string)
          : JSON.stringify(body),
  });
  const text = await response.text();
  const json = response.headers.get('content-type')?.includes('json') && text ? JSON.parse(text) : undefined;
  return { status: response.status, headers: response.headers, text, json };
}
const things = async () => (await database.query<{ count: string }>('select count(*) from thing'))[0]?.count;

describe('a case over HTTP', () => {
  test('is opened, read, changed; versions, repeated keys and lists', async () => {
    const key = randomUUID();
    const opened = await call('POST', '/v1/things', { name: 'a' }, { 'idempotency-key': key });
    expect(opened.status).toBe(201);
    expect(opened.headers.get('location')).toBe(`/v1/things/${opened.json.id}`);
    expect(opened.headers.get('etag')).toBe('"1"');
    expect(opened.headers.get('api-version')).toBe('1.0.0');
    const again = await call('POST', '/v1/things', { name: 'a' }, { 'idempotency-key': key });
    expect([again.status, again.json, again.headers.get('location')]).toEqual([
      201,
      opened.json,
      opened.headers.get('location'),
    ]);
    expect((await call('POST', '/v1/things', { name: 'b' }, { 'idempotency-key': key })).json).toMatchObject({
      status: 422,
      code: 'idempotency-key-reused',
    });

    const { id } = opened.json;
    expect((await call('GET', `/v1/things/${id}`)).headers.get('etag')).toBe('"1"');
    expect((await call('GET', `/v1/things/${id.toUpperCase()}`)).status).toBe(200);
    const rename = `/v1/things/${id}/rename`;
    const renamed = await call('POST', rename, { name: 'c' }, { 'if-match': '"1"' });
    expect([renamed.status, renamed.json.name, renamed.headers.get('etag')]).toEqual([200, 'c', '"2"']);
    expect((await call('POST', rename, { name: 'd' }, { 'if-match': '"1"' })).json).toMatchObject({
      status: 412,
      code: 'version-moved',
    });
    const audit = await database.query(
      'select action, actor_id, role, purpose from audit_log where case_id = $1 order by position',
      [id],
    );
    expect(audit.map(({ action }) => action)).toEqual(['thing.open', 'thing.rename']);

    await call('POST', '/v1/things', { name: 'second' });
    const list = await call('GET', '/v1/things?limit=1');
    expect(list.json.items).toHaveLength(1);
    expect(list.headers.get('link')).toBe(`</v1/things?limit=1&after=${list.json.next}>; rel="next"`);
  });

  // As clients write them whose maps have no order, or that say null where others leave out.
  test.each([
    ['members in another order', '{"parts":[{"size":1}],"main":{"size":2},"name":"a"}'],
    ['null for what is left out', '{"name":"a","colour":null,"main":{"size":2},"parts":[{"size":1}]}'],
    ['another spelling', '{"name":" a\u00a0","main":{"size":2.0},\n"parts":[{"size":1}]}'],
  ])('the same request with %s is the same', async (_, again) => {
    const key = { 'idempotency-key': randomUUID() };
    const first = await call('POST', '/v1/things', '{"name":"a","main":{"size":2},"parts":[{"size":1}]}', key);
    const second = await call('POST', '/v1/things', again, key);
    expect([second.status, second.json]).toEqual([201, first.json]);
    const other = '{"name":"a","main":{"size":3},"parts":[{"size":1}]}';
    expect((await call('POST', '/v1/things', other, key)).status).toBe(422);
  });

  test.each([
    ['no key', {}, 400, 'idempotency-key-required'],
    ['a key with a space', { 'idempotency-key': 'a b' }, 400, 'idempotency-key-required'],
    ['a key of 256', { 'idempotency-key': 'x'.repeat(256) }, 400, 'idempotency-key-required'],
    ['no version', { 'idempotency-key': 'k' }, 428, 'if-match-required'],
    ['an empty version', { 'idempotency-key': 'k', 'if-match': '' }, 400, 'if-match-malformed'],
    ['a list with something else in it', { 'idempotency-key': 'k', 'if-match': '"1", 2' }, 400, 'if-match-malformed'],
    ['a thousand versions', { 'idempotency-key': 'k', 'if-match': '"1",'.repeat(1000) }, 400, 'if-match-malformed'],
    ['no quotes', { 'idempotency-key': 'k', 'if-match': '1' }, 400, 'if-match-malformed'],
  ])('a command with %s is refused', async (_, headers, status, code) => {
    const response = await fetch(`${service.url}/v1/things/${randomUUID()}/rename`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...(headers as Headers) },
      body: '{"name":"x"}',
    });
    expect(await response.json()).toMatchObject({ status, code });
  });

  // RFC 9110, 13.1.1, and what proxies make of a tag: nginx weakens, Apache and Jetty add what they compressed by.
  test.each<[string, number]>([
    ['*', 200],
    ['W/"1"', 200],
    ['"1-gzip"', 200],
    ['"1;gzip"', 200],
    ['W/"1--br"', 200],
    ['"7", W/"1" ,"x"', 200],
    ['"other, with a comma", "1"', 400],
    ['"2"', 412],
    ['"1-2"', 412],
    ['"01"', 412],
    ['"1.0"', 412],
    ['"", "abc"', 412],
  ])('If-Match: %s answers %s', async (ifMatch, status) => {
    const { json } = await call('POST', '/v1/things', { name: 'before' });
    const answer = await call('POST', `/v1/things/${json.id}/rename`, { name: 'after' }, { 'if-match': ifMatch });
    expect(answer.status).toBe(status);
  });

  test('a key is the person’s under these roles and this landlord: another claim has its own answer', async () => {
    const [key, sub] = [randomUUID(), randomUUID()];
    const [one, other] = [randomUUID(), randomUUID()];
    const claims = [
      { roles: ['single_entry'] },
      { roles: ['single_entry', 'finance'] },
      { roles: ['landlord_admin'], landlord: one },
      { roles: ['landlord_admin'], landlord: other },
      { roles: ['landlord_admin', 'landlord_caretaker'], landlord: one },
    ];
    const open = async (claim: object) => {
      const authorization = `Bearer ${await issuer.token({ sub, ...claim })}`;
      const { status, json } = await call(
        'POST',
        '/v1/things',
        { name: 'a' },
        { authorization, 'idempotency-key': key },
      );
      expect(status).toBe(201);
      return json.id as string;
    };
    // All at the same moment, and each twice.
    const ids = await Promise.all([...claims, ...claims].map(open));
    expect(new Set(ids).size).toBe(claims.length);
    expect(ids.slice(claims.length)).toEqual(ids.slice(0, claims.length));
    expect(await Promise.all(claims.map(open))).toEqual(ids.slice(0, claims.length));
  });
});

describe('problems', () => {
  test('a refusal says what would make it lawful, in the reader’s language', async () => {
    const { json: thing } = await call('POST', '/v1/things', { name: 'same' });
    const refuse = (language: string) =>
      call(
        'POST',
        `/v1/things/${thing.id}/rename`,
        { name: 'same' },
        { 'if-match': '"1"', 'accept-language': language },
      );
    const danish = await refuse('da-DK, en;q=0.5');
    expect(danish.headers.get('content-type')).toMatch('application/problem+json');
    expect(danish.json).toMatchObject({
      status: 409,
      code: 'thing-has-that-name',
      detail: 'Må først 1. december 2026.',
      facts: { earliest: '2026-12-01' },
    });
    expect((await refuse('fr, en;q=0.8, da;q=0.1')).json.detail).toBe('Not before 1 December 2026.');
    const described = await fetch(danish.json.type);
    expect([described.status, ((await described.json()) as { code: string }).code]).toEqual([
      200,
      'thing-has-that-name',
    ]);
  });

  test('a wrong role is 403; a database that is away is 503; a bug is 500 and says nothing', async () => {
    expect((await call('GET', '/v1/things/faults/wrong-role')).json).toMatchObject({ status: 403, detail: 'Nej.' });
    const away = await call('GET', '/v1/things/faults/database');
    expect([away.status, away.headers.get('retry-after')]).toEqual([503, '2']);
    const bug = await call('GET', '/v1/things/faults/bug');
    expect(bug.json).toMatchObject({ status: 500, code: 'internal-error' });
    expect(bug.text).not.toMatch(/secret|0101|quoted|TypeError| at /);
  });

  test('unknown addresses, cases and methods', async () => {
    const unknown = await call('GET', `/v1/things/${randomUUID()}`);
    const noUuid = await call('GET', '/v1/things/17');
    const { traceId: a, ...first } = unknown.json;
    const { traceId: b, ...second } = noUuid.json;
    expect(first).toEqual(second);
    expect(first).toMatchObject({ status: 404, code: 'not-found' });
    expect((await call('GET', '/v1/nothing?cpr=0101701234')).text).not.toContain('0101');
    const correlation = { 'x-correlation-id': randomUUID() };
    const unread = await call('GET', '/v1/things/%E0%A4%A', undefined, correlation);
    expect(unread.json).toMatchObject({ status: 400, traceId: correlation['x-correlation-id'] });
    expect(unread.headers.get('x-correlation-id')).toBe(correlation['x-correlation-id']);
    const strange = await call('GET', '/v1/%', undefined, { 'x-correlation-id': '0101701234' });
    expect(strange.json.traceId).toBe(strange.headers.get('x-correlation-id'));
    expect((await call('GET', `/v1/things/faults/a%00b`)).status).toBe(404);
    const wrong = await call('DELETE', `/v1/things/${randomUUID()}`);
    expect([wrong.status, wrong.headers.get('allow'), wrong.json.code]).toEqual([
      405,
      'GET, HEAD, OPTIONS',
      'method-not-allowed',
    ]);
    expect((await call('GET', `/v1/things/${randomUUID()}/rename`)).headers.get('allow')).toBe('POST, OPTIONS');
  });

  test('carry the caller’s trace', async () => {
    const correlation = randomUUID();
    expect((await call('GET', '/v1/things/17', undefined, { 'x-correlation-id': correlation })).json.traceId).toBe(
      correlation,
    );
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    expect((await call('GET', '/v1/things/17', undefined, { traceparent })).json.traceId).toBe(
      '4bf92f3577b34da6a3ce929d0e0e4736',
    );
    expect((await call('GET', '/v1/things/17', undefined, { 'x-correlation-id': '0101701234' })).text).not.toContain(
      '0101',
    );
  });
});

describe('bad input is refused with the field named, and nothing is written', () => {
  const deep = (levels: number) => `{"name":${'['.repeat(levels)}1${']'.repeat(levels)}}`;
  test.each<[string, string | Uint8Array, number, string, string[]?]>([
    ['no body at all', '', 400, 'invalid-request', ['/name required|is-string|is-length']],
    ['an array', '[]', 400, 'invalid-request', [' not-an-object']],
    ['null', 'null', 400, 'invalid-request'],
    ['a text', '"name"', 400, 'invalid-request'],
    ['cut JSON', '{"name":', 400, 'malformed-json'],
    ['not UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), 400, 'malformed-json'],
    ['unknown field', '{"name":"x","id":1}', 400, 'invalid-request', ['/id unknown-field']],
    [
      'nested unknown field',
      '{"name":"x","main":{"size":1,"evil":2}}',
      400,
      'invalid-request',
      ['/main/evil unknown-field'],
    ],
    [
      'unknown field in a list',
      '{"name":"x","parts":[{"size":1},{"size":1,"evil":2}]}',
      400,
      'invalid-request',
      ['/parts/1/evil unknown-field'],
    ],
    [
      'several faults',
      '{"name":5,"colour":"green","ref":"7","main":{"size":101}}',
      400,
      'invalid-request',
      ['/name is-string', '/colour is-in', '/ref is-uuid', '/main/size max'],
    ],
    ['__proto__', '{"name":"x","__proto__":{"admin":true}}', 400, 'invalid-request', ['/__proto__ unknown-field']],
    [
      'escaped __proto__',
      '{"name":"x","main":{"size":1,"\\u005f_proto__":{}}}',
      400,
      'invalid-request',
      ['/main/__proto__ unknown-field'],
    ],
    [
      'constructor',
      '{"name":"x","constructor":{"prototype":{}}}',
      400,
      'invalid-request',
      ['/constructor unknown-field'],
    ],
    ['toString', '{"name":"x","toString":1}', 400, 'invalid-request', ['/toString unknown-field']],
    ['a member twice', '{"name":"x","name":"y"}', 400, 'duplicate-member'],
    ['a nested member twice', '{"name":"x","main":{"size":1,"si\\u007ae":2}}', 400, 'duplicate-member'],
    ['21 levels', deep(20), 400, 'json-too-deep'],
    ['100 000 levels', deep(50_000), 400, 'json-too-deep'],
    ['NUL', '{"name":"a\\u0000b"}', 400, 'invalid-request', ['/name nul-character']],
    ['an unpaired surrogate', '{"name":"\\ud800"}', 400, 'invalid-request', ['/name unpaired-surrogate']],
    ['a huge number', '{"name":"x","main":{"size":1e400}}', 400, 'invalid-request', ['/main/size number-too-large']],
    [
      'too many digits',
      '{"name":"x","main":{"size":9007199254740993}}',
      400,
      'invalid-request',
      ['/main/size number-too-large'],
    ],
    ['a fraction', '{"name":"x","main":{"size":1.5}}', 400, 'invalid-request', ['/main/size is-int']],
    ['NaN', '{"name":"x","main":{"size":NaN}}', 400, 'malformed-json'],
    ['a long text', JSON.stringify({ name: 'x'.repeat(51) }), 400, 'invalid-request', ['/name is-length']],
    ['a nested object that is a text', '{"name":"x","main":"size"}', 400, 'invalid-request', ['/main not-an-object']],
    ['a list that is an object', '{"name":"x","parts":{"0":{"size":1}}}', 400, 'invalid-request', ['/parts is-array']],
  ])('%s', async (_, body, status, code, faults = []) => {
    const before = await things();
    const answer = await call('POST', '/v1/things', body);
    expect(answer.json).toMatchObject({ status, code });
    const found = (answer.json.errors ?? []).map(
      (error: { pointer: string; code: string }) => `${error.pointer} ${error.code}`,
    );
    for (const fault of faults) expect(found.join('\n')).toMatch(new RegExp(`^${fault}$`, 'm'));
    for (const { message } of answer.json.errors ?? []) expect(message).toMatch(/^[A-ZÅ].*\.$/);
    expect(await things()).toBe(before);
  });

  test('another media type is 415, more than 256 kB is 413', async () => {
    const form = await call('POST', '/v1/things', 'name=x', { 'content-type': 'application/x-www-form-urlencoded' });
    expect(form.json).toMatchObject({ status: 415, code: 'unsupported-media-type' });
    expect((await call('POST', '/v1/things', 'x', { 'content-type': 'text/plain' })).status).toBe(415);
    const large = await new Promise<number | undefined>((resolve, reject) => {
      const headers = {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'content-length': 2_000_000,
      };
      const request = rawRequest(`${service.url}/v1/things`, { method: 'POST', headers }, (response) => {
        resolve(response.statusCode);
        request.destroy();
      });
      request.on('error', reject);
      request.write('{');
    });
    expect(large).toBe(413);
  });

  test.each([
    '?limit=0',
    '?limit=abc',
    '?limit=1&limit=2',
    '?other=1',
    '?__proto__=1',
    '?after=7',
    '?after=%00',
    '?limit=1e999',
    '?limit=1e2',
    '?limit=1e1',
    '?limit=0x10',
    '?limit=05',
    '?limit=%2B5',
    '?limit=5.0',
    '?limit=1_0',
    '?limit=%D9%A1',
    '?limit=',
    '?after=7&after=7',
    '?limit=1&limit=1',
  ])('query %s', async (query) => {
    const { json } = await call('GET', `/v1/things${query}`);
    expect(json).toMatchObject({ status: 400, code: 'invalid-request' });
    expect(json.errors[0].pointer).toMatch(/^\?(limit|other|after|__proto__)/);
  });

  test('length comes first: what is too long is said once, and its entries and form are not looked at', async () => {
    const [a, b] = ['x'.repeat(240_000), `${'- '.repeat(120_000)}x`];
    const faults = async (body: object) =>
      (await call('POST', '/v1/things', body)).json.errors.map((one: { pointer: string; code: string }) => one);
    for (const name of [a, b])
      expect(await faults({ name })).toEqual([expect.objectContaining({ pointer: '/name', code: 'is-length' })]);
    expect(await faults({ name: 'x', ref: a })).toEqual([
      expect.objectContaining({ pointer: '/ref', code: 'is-uuid' }),
      expect.objectContaining({ pointer: '/ref', code: 'max-length', message: 'Må højst have 1000 tegn.' }),
    ]);
    // 80 000 entries where 5 are allowed: six are looked at.
    const { text, json } = await call('POST', '/v1/things', `{"name":"x","parts":[${'{},'.repeat(80_000)}{}]}`);
    expect(json.errors[0]).toMatchObject({
      pointer: '/parts',
      code: 'array-max-size',
      message: 'Listen må højst have 5 led.',
    });
    expect(new Set(json.errors.slice(1).map(({ pointer }: { pointer: string }) => pointer))).toEqual(
      new Set([0, 1, 2, 3, 4, 5].map((at) => `/parts/${at}/size`)),
    );
    expect(json).not.toHaveProperty('moreErrors');
    expect(text.length).toBeLessThan(10_000);
  });

  test.each([
    ['unknown fields', `{"name":"x",${Array.from({ length: 20_000 }, (_, n) => `"a${n}":1`)}}`, 20_000],
    ['NUL characters', `{"name":[${Array.from({ length: 20_000 }, () => '"\\u0000"')}]}`, 20_000],
    ['members of every object', `{"name":[${Array.from({ length: 5_000 }, () => '{"toString":1}')}]}`, 5_000],
  ])('50 of many %s are listed, the rest is counted', async (_, body, count) => {
    const { status, json, text } = await call('POST', '/v1/things', body);
    expect([status, json.errors.length, json.moreErrors]).toEqual([400, 50, count - 50]);
    expect(text.length).toBeLessThan(10_000);
  });

  test('a field name that may itself be personal is not echoed', async () => {
    for (const name of ['010170-1234', '0101701234']) {
      const { text, json } = await call('POST', '/v1/things', { name: 'x', [name]: 1, main: { size: 1, [name]: 1 } });
      expect(json.errors).toHaveLength(2);
      expect(text).not.toContain('0101');
    }
  });

  test('a character is one however it is stored, as JSON Schema counts it', async () => {
    const named = (name: string) => call('POST', '/v1/things', { name });
    expect((await named('𠮷'.repeat(50))).status).toBe(201);
    for (const name of ['𠮷'.repeat(51), '𠮷'.repeat(60_000)])
      expect((await named(name)).json.errors).toEqual([
        expect.objectContaining({ pointer: '/name', code: 'is-length' }),
      ]);
  });

  test('marks that are piled up on a letter are no text, and are put in no order', async () => {
    const name = `a${'\u0301'.repeat(50_000)}${'\u0316'.repeat(50_000)}`;
    const { json } = await call('POST', '/v1/things', { name });
    expect(json.errors).toContainEqual(expect.objectContaining({ pointer: '/name', code: 'not-a-text' }));
  });

  test('nothing is read of what comes without a good token', async () => {
    for (const [authorization, status, code] of [
      ['', 401, 'token-missing'],
      ['Bearer a.b.c', 401, 'token-invalid'],
      [`Bearer ${await issuer.token({ exp: 1 })}`, 401, 'token-invalid'],
      [`Bearer ${await issuer.token({ roles: ['single_entry', 'landlord_admin'] })}`, 403, 'mixed-roles'],
    ] as const)
      for (const body of ['{', '{"name":"\\u0000"}'])
        expect(await call('POST', '/v1/things', body, { authorization })).toMatchObject({ status, json: { code } });
  });
});

test('an operator sees messages that wait, and leaves one out with a reason', async () => {
  const id = 'some.topic/0/17';
  await database.query(
    `insert into inbox (message_id, topic, key, type, state, reason) values ($1, 'some.topic', 'k', 'unreadable', 'failed', 'the body is not JSON')`,
    [id],
  );
  const operator = { authorization: `Bearer ${await issuer.token({ sub: 'operator-1', roles: ['operator'] })}` };
  const { json } = await call('GET', '/v1/parked-messages?limit=10', undefined, operator);
  expect(json.items).toEqual([expect.objectContaining({ id, state: 'failed', reason: 'the body is not JSON' })]);
  const skip = `/v1/parked-messages/${encodeURIComponent(id)}/skip`;
  expect((await call('POST', skip, {}, operator)).json.errors[0]).toMatchObject({ pointer: '/reason' });
  const key = { ...operator, 'idempotency-key': randomUUID() };
  const first = await call('POST', skip, { reason: 'sent by a test' }, key);
  expect(first.json).toMatchObject({ id, state: 'skipped' });
  expect(await call('POST', skip, { reason: 'sent by a test' }, key)).toMatchObject({ status: 200, json: first.json });
  expect((await call('POST', skip, { reason: 'another reason' }, key)).status).toBe(422);
  expect((await call('POST', skip, { reason: 'once more' }, operator)).status).toBe(404);
  expect(await database.query(`select actor_id, purpose from audit_log where action = 'parked-message.skip'`)).toEqual([
    { actor_id: 'operator-1', purpose: 'sent by a test' },
  ]);
  expect((await call('GET', '/v1/unsent-messages', undefined, operator)).json.items).toEqual([]);
});

test.each(['a/b%2F?#;c', 'Æ ø', '大'.repeat(255), '0'.repeat(255)])('a message is named by %s', async (id) => {
  await database.query(
    `insert into inbox (message_id, topic, key, type, state) values ($1, 'some.topic', $1, 'x', 'failed')`,
    [id],
  );
  const authorization = `Bearer ${await issuer.token({ roles: ['operator'] })}`;
  const path = `/v1/parked-messages/${encodeURIComponent(id)}/skip`;
  expect((await call('POST', path, { reason: 'by a test' }, { authorization })).json).toMatchObject({ id });
});

test('what an operator does with a message is done once for a key, also at the same moment', async () => {
  const authorization = `Bearer ${await issuer.token({ sub: 'operator-2', roles: ['operator'] })}`;
  const [unsent, ...parked] = [randomUUID(), randomUUID(), randomUUID()];
  for (const id of parked)
    await database.query(
      `insert into inbox (message_id, topic, key, type, state) values ($1, 'some.topic', $1, 'x', 'failed')`,
      [id],
    );
  await database.query(
    `insert into outbox (id, topic, key, headers, failed_reason) values ($1, 'some.topic', 'k', '{"type":"x"}', 'MESSAGE_TOO_LARGE')`,
    [unsent],
  );
  const act = (path: string, key: string) => call('POST', path, undefined, { authorization, 'idempotency-key': key });
  for (const [collection, id] of [
    ['parked-messages', parked[0]!],
    ['unsent-messages', unsent!],
  ]) {
    const key = randomUUID();
    const path = (spelled: string) => `/v1/${collection}/${spelled}/retry`;
    const answers = await Promise.all(Array.from({ length: 5 }, () => act(path(id!), key)));
    answers.push(await act(path(id!.toUpperCase()), key));
    expect(answers.map(({ status, json }) => [status, json])).toEqual(answers.map(() => [200, answers[0]!.json]));
  }
  // One key for two messages: one of them is done.
  const key = randomUUID();
  const both = await Promise.all(parked.map((id) => act(`/v1/parked-messages/${id}/retry`, key)));
  expect(both.map(({ status }) => status).sort()).toEqual([200, 422]);
  const audit = await database.query(`select action from audit_log where actor_id = 'operator-2' order by position`);
  expect(audit.map(({ action }) => action)).toEqual([
    'parked-message.retry',
    'unsent-message.retry',
    'parked-message.retry',
  ]);
});

describe('what others are told', () => {
  const told = async (actor: Record<string, string>) => {
    const authorization = `Bearer ${await issuer.token(actor)}`;
    const { json } = await call('POST', '/v1/things', { name: randomUUID() }, { authorization });
    const [message] = await database.query<{ headers: Headers; body: Headers }>(
      'select headers, body from outbox where key = $1',
      [json.id],
    );
    return { id: json.id as string, ...message! };
  };

  test('names no person and joins no cases; the way to the case is an address', async () => {
    const { id, headers, body } = await told({ sub: 'somebody' });
    expect(headers).toMatchObject({ authtype: 'person', dataclassification: 'public', caseversion: '1' });
    for (const name of ['authid', 'correlationid', 'causationid']) expect(headers).not.toHaveProperty(name);
    expect(body.href).toBe(`${service.url}/v1/things/${id}`);
    expect(headers.dataschema).toBe(`${service.url}/schemas/public-case.v1.json`);
  });

  test('a client finds out what it did itself', async () => {
    const { headers } = await told({ sub: 'a-client', client_id: 'a-client' });
    expect(headers).toMatchObject({ authtype: 'service', authid: 'a-client' });
  });
});

describe('descriptions', () => {
  test('OpenAPI 3.1 names headers, problems and roles', async () => {
    const { json } = await call('GET', '/openapi.json');
    expect(json.openapi).toBe('3.1.0');
    const rename = json.paths['/v1/things/{id}/rename'].post;
    expect(rename['x-roles']).toEqual(['single_entry']);
    expect(rename.parameters.map(({ $ref }: { $ref?: string }) => $ref)).toEqual(
      expect.arrayContaining(['#/components/parameters/IdempotencyKey', '#/components/parameters/IfMatch']),
    );
    expect(Object.keys(rename.responses)).toEqual(
      expect.arrayContaining(['400', '401', '403', '404', '409', '412', '428']),
    );
    const skip = json.paths['/v1/parked-messages/{messageId}/skip'].post;
    expect(skip.responses).not.toHaveProperty('428');
    expect(json.paths['/v1/things/for/landlords'].get['x-roles']).toEqual(['landlord_admin', 'steering_member']);
    for (const name of ['security', 'x-roles'])
      expect(json.paths['/v1/things/open/to-all'].get).not.toHaveProperty(name);
  });

  test('the kinds come first, what every service has last', async () => {
    const { json } = await call('GET', '/openapi.json');
    const names = json.tags.map(({ name }: { name: string }) => name);
    expect(names).toEqual(['Thing', 'search', 'messages']);
    expect(json.tags.at(-1).description).toMatch(/municipal IT/);
    expect(json.components.securitySchemes).toEqual({ bearer: expect.objectContaining({ scheme: 'bearer' }) });
  });

  test('an event schema is answered under the address that it names itself, and is asked for once', async () => {
    const former = 'dk.indgang.incidents.rent-arrears.opened.v1';
    for (const file of [
      'public-case.v1.json',
      'rent-arrears.v1.internal.json',
      `${former}.json`,
      `${former}.internal.json`,
      'dk.indgang.notifications.notification.sent.v1.json',
    ]) {
      const address = `${service.url}/schemas/${file}`;
      const first = await fetch(address);
      expect([first.status, first.headers.get('cache-control')]).toEqual([200, 'public, max-age=3600']);
      expect(first.headers.get('content-type')).toBe('application/schema+json; charset=utf-8');
      expect(((await first.json()) as { $id: string }).$id).toBe(address);
      const again = await fetch(address, { headers: { 'if-none-match': first.headers.get('etag') ?? '' } });
      expect([again.status, await again.text()]).toEqual([304, '']);
      expect((await fetch(address, { headers: { 'if-none-match': '"other"' } })).status).toBe(200);
    }
    for (const file of [
      'nothing.json',
      '..%2f..%2fpackage.json',
      'dk.indgang.incidents.nothing.opened.v1.internal.json',
      'dk.indgang.incidents.nothing.opened.v1.json',
      'dk.indgang.incidents.rent-arrears.nothing.v1.json',
    ]) {
      const none = await fetch(`${service.url}/schemas/${file}`);
      expect([none.status, none.headers.get('cache-control')]).toEqual([404, 'no-store']);
    }
  });

  test('the page works without a network', async () => {
    const page = await fetch(`${service.url}/docs`);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
    const files = [...(await page.text()).matchAll(/(?:src|href)="([^"]+)"/g)].map(([, file]) => file);
    expect(files).toHaveLength(4);
    for (const file of files) expect((await fetch(`${service.url}/${file}`)).status).toBe(200);
    expect((await fetch(`${service.url}/docs/package.json`)).status).toBe(404);
  });
});

describe('HTTP as others speak it', () => {
  /** What is sent as it is, and the answer: not what a client library makes of it. */
  const raw = async (request: string) =>
    await new Promise<{ status: number; headers: Headers; body: string }>((resolve, reject) => {
      const socket = connect(Number(new URL(service.url).port), '127.0.0.1', () => socket.write(request));
      let answer = '';
      socket.on('data', (data) => {
        answer += data;
      });
      socket.on('error', reject).on('close', () => {
        const [head = '', body = ''] = answer.split('\r\n\r\n');
        const [line = '', ...lines] = head.split('\r\n');
        const headers = lines.map((one) => one.split(': ') as [string, string]);
        const status = Number(line.split(' ')[1]);
        resolve({
          status,
          body,
          headers: Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value])),
        });
      });
    });
  const HOST = 'Host: x\r\nConnection: close\r\n';

  test.each<[string, string, number, string?]>([
    ['a method nobody knows', `FOO / HTTP/1.1\r\n${HOST}\r\n`, 501, 'method-not-implemented'],
    ['CONNECT', `CONNECT x:80 HTTP/1.1\r\n${HOST}\r\n`, 501, 'method-not-implemented'],
    ['QUERY', `QUERY /v1/things HTTP/1.1\r\n${HOST}\r\n`, 405, 'method-not-allowed'],
    ['TRACE', `TRACE /v1/things HTTP/1.1\r\n${HOST}\r\n`, 405, 'method-not-allowed'],
    ['QUERY elsewhere', `QUERY /nothing HTTP/1.1\r\n${HOST}\r\n`, 404, 'not-found'],
    ['another protocol', '\x16\x03\x01\x02\x00\x01\r\n', 400, 'bad-request'],
    ['another version', `GET / HTTP/3.0\r\n${HOST}\r\n`, 505, 'version-not-supported'],
    ['no Host', 'GET /docs HTTP/1.1\r\nConnection: close\r\n\r\n', 400, 'bad-request'],
    ['two Hosts', `GET /docs HTTP/1.1\r\nHost: y\r\n${HOST}\r\n`, 400, 'bad-request'],
    ['two lengths', `POST / HTTP/1.1\r\n${HOST}Content-Length: 1\r\nContent-Length: 2\r\n\r\n`, 400, 'bad-request'],
    ['NUL in a header', `GET / HTTP/1.1\r\n${HOST}X: a\0b\r\n\r\n`, 400, 'bad-request'],
    ['headers of 20 kB', `GET / HTTP/1.1\r\n${HOST}X: ${'x'.repeat(20_000)}\r\n\r\n`, 431, 'headers-too-large'],
    ['an address of 20 kB', `GET /?${'x'.repeat(20_000)} HTTP/1.1\r\n${HOST}\r\n`, 414, 'address-too-long'],
  ])('%s', async (_, request, status, code) => {
    const answer = await raw(request);
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(JSON.parse(answer.body)).toMatchObject({ status, code, type: `${service.url}/problems/${code}` });
    expect(answer.status).toBe(status);
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
    if (status === 405) expect(answer.headers.allow).toBe('POST, GET, HEAD, OPTIONS');
  });

  // Of two on one connection: the answer to the first is the first answer, whatever the second is.
  test.each([
    'BLAH\r\n\r\n',
    'CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n',
    'GET / HTTP/9.9\r\n\r\n',
  ])('before %j another request is answered', async (second) => {
    const body = JSON.stringify({ name: 'a' });
    const [name, key] = [`authorization: Bearer ${token}`, `idempotency-key: ${randomUUID()}`];
    const more = `${name}\r\n${key}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
    expect((await raw(`POST /v1/things HTTP/1.1\r\n${HOST}${more}${second}`)).status).toBe(201);
  });

  test('a request that does not arrive in time is 408', async () => {
    const server = service.app.getHttpServer() as Server;
    server.once('connection', (socket) =>
      server.emit('clientError', Object.assign(new Error(), { code: 'ERR_HTTP_REQUEST_TIMEOUT' }), socket),
    );
    expect(JSON.parse((await raw('GET / HTTP/1.1\r\n')).body)).toMatchObject({ status: 408, code: 'request-timeout' });
  });

  test('HEAD answers as GET without a body; OPTIONS says which methods there are, without a token', async () => {
    const { json } = await call('POST', '/v1/things', { name: 'a' });
    const head = await call('HEAD', `/v1/things/${json.id}`);
    expect([head.status, head.headers.get('etag'), head.text]).toEqual([200, '"1"', '']);
    const options = await fetch(`${service.url}/v1/things`, { method: 'OPTIONS' });
    expect([options.status, options.headers.get('allow')]).toEqual([204, 'POST, GET, HEAD, OPTIONS']);
    expect((await raw(`OPTIONS * HTTP/1.1\r\n${HOST}\r\n`)).status).toBe(204);
  });

  test.each<[string, number]>([
    ['application/json', 201],
    ['Application/JSON; Charset="UTF-8"', 201],
    ['application/json;charset=utf-8', 201],
    ['application/problem+json', 415],
    ['text/json', 415],
    ['application/jsonx', 415],
  ])('Content-Type: %s answers %s', async (type, status) => {
    expect((await call('POST', '/v1/things', '{"name":"x"}', { 'content-type': type })).status).toBe(status);
  });

  test('a byte order mark is no fault; one alone is an empty body', async () => {
    expect((await call('POST', '/v1/things', '\uFEFF{"name":"bom"}')).json).toMatchObject({ name: 'bom' });
    expect((await call('POST', '/v1/things', '\uFEFF')).json).toMatchObject({ status: 400, code: 'invalid-request' });
    expect((await call('POST', '/v1/things', '\uFEFF\uFEFF{"name":"x"}')).json.code).toBe('malformed-json');
  });

  test('a body that is compressed is 415, and the answer says what is not', async () => {
    for (const coding of ['gzip', 'br', 'x', 'identity, gzip', '']) {
      const answer = await call('POST', '/v1/things', '{"name":"x"}', { 'content-encoding': coding });
      expect(answer.json).toMatchObject({ status: 415, code: 'unsupported-content-encoding' });
      expect(answer.headers.get('accept-encoding')).toBe('identity');
    }
    expect((await call('POST', '/v1/things', { name: 'x' }, { 'content-encoding': 'Identity' })).status).toBe(201);
  });

  test('an answer that is known is not sent again, whatever a proxy made of its tag', async () => {
    const address = `${service.url}/schemas/public-case.v1.json`;
    const tag = (await fetch(address)).headers.get('etag') ?? '';
    const weak = `W/${tag}`;
    for (const known of ['*', weak, tag.replace(/"$/, '-gzip"'), `"x", ${weak}`])
      expect((await fetch(address, { headers: { 'if-none-match': known } })).status).toBe(304);
    for (const other of ['"x"', tag.replaceAll('"', ''), tag.slice(0, -2)])
      expect((await fetch(address, { headers: { 'if-none-match': other } })).status).toBe(200);
  });

  test('no value of any header gives a 5xx', async () => {
    const names = [
      ...[
        'accept',
        'accept-encoding',
        'accept-language',
        'authorization',
        'content-encoding',
        'content-type',
        'cookie',
      ],
      ...['expect', 'forwarded', 'idempotency-key', 'if-match', 'if-none-match', 'origin', 'range', 'traceparent'],
      ...['x-correlation-id', 'x-forwarded-for', 'x-forwarded-host', 'x-http-method-override'],
    ];
    const parts = fc.constantFrom(
      '',
      ' ',
      ',',
      ';',
      '"',
      '*',
      '=',
      '-',
      '/',
      'W/',
      'q=',
      '1',
      '0x1',
      '"1"',
      'en',
      'da',
      'æ',
      'Bearer ',
      'a.b.c',
    );
    const value = fc.oneof(
      fc.string({ unit: fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code)), maxLength: 50 }),
      fc.array(parts, { maxLength: 12 }).map((some) => some.join('')),
      fc.tuple(parts, fc.integer({ min: 1, max: 12_000 })).map(([part, times]) => part.repeat(times).slice(0, 15_000)),
    );
    const { json } = await call('POST', '/v1/things', { name: 'a' });
    const paths = [
      '/v1/things',
      `/v1/things/${json.id}`,
      `/v1/things/${json.id}/rename`,
      '/schemas/public-case.v1.json',
      '/x',
    ];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), value, fc.constantFrom(...paths), async (name, given, path) => {
        const method = path === '/v1/things' || path.endsWith('rename') ? 'POST' : 'GET';
        const headers = { authorization: `Bearer ${token}`, 'idempotency-key': randomUUID(), 'if-match': '"1"' };
        const status = await new Promise<number>((resolve, reject) => {
          const all = { ...headers, 'content-type': 'application/json', [name]: given.replace(/[\x7f]/g, '') };
          const request = rawRequest(service.url + path, { method, headers: all }, (answer) => {
            answer.resume().on('end', () => resolve(answer.statusCode ?? 0));
          });
          request.on('error', reject).end(method === 'POST' ? '{"name":"b"}' : undefined);
        });
        expect(status).toBeGreaterThanOrEqual(200);
        expect(status).toBeLessThan(500);
      }),
      { numRuns: 300 },
    );
  });
});

describe('management', () => {
  test('a query changes nothing; what is no GET is 405', async () => {
    for (const path of ['/health/live?x', '/health/ready?a=b', '/metrics?x', '/metrics?']) {
      expect((await fetch(service.managementUrl + path)).status).toBe(200);
      const posted = await fetch(service.managementUrl + path, { method: 'POST' });
      expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    }
    expect((await fetch(`${service.managementUrl}/metrics/`)).status).toBe(404);
  });

  test('is alive and ready without Kafka, and says that Kafka is away', async () => {
    expect((await fetch(`${service.managementUrl}/health/live`)).status).toBe(200);
    const ready = await fetch(`${service.managementUrl}/health/ready`);
    expect([ready.status, await ready.json()]).toEqual([
      200,
      expect.objectContaining({ ready: true, database: 'answers', kafka: 'unreachable' }),
    ]);
  });

  test('measures requests and refusals', async () => {
    const text = await (await fetch(`${service.managementUrl}/metrics`)).text();
    expect(text).toMatch(/indgang_request_duration_seconds_count\{[^}]*action="thing.open",outcome="ok"/);
    expect(text).toMatch(/indgang_refusals_total\{[^}]*code="thing-has-that-name"/);
    expect(text).toContain('process_cpu_user_seconds_total');
  });
});
