// SPDX-License-Identifier: MPL-2.0
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { request as rawRequest } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { CompactEncrypt, exportJWK, exportSPKI, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { eventually, freshDatabase, type TestEnvironment, testEnv, travel } from '#testing';
import { describeService, type RunningService, startService } from '../src/index.js';
import { TestIssuer, thingService } from './tiny-service.js';

const publicJwk = (modulusLength: number, more: object) => ({
  ...generateKeyPairSync('rsa', { modulusLength }).publicKey.export({ format: 'jwk' }),
  ...{ kid: 'rsa', ...more },
});
const FOR_ENCRYPTION = publicJwk(2048, { use: 'enc', alg: 'RSA-OAEP' });
const SHORT = publicJwk(512, {});

let issuer: TestIssuer;
let stranger: TestIssuer;
let service: RunningService;
let env: TestEnvironment;

beforeAll(async () => {
  [issuer, stranger] = [await new TestIssuer().start(), await new TestIssuer().start()];
  const database = await freshDatabase('incidents', thingService.migrations);
  env = await testEnv('incidents', { database, overrides: { OIDC_ISSUER: issuer.url } });
  service = await startService(thingService, env);
});
afterAll(async () => {
  await service?.close();
  issuer?.stop();
  stranger?.stop();
});

async function ask(authorization: string | undefined, path = '/v1/things') {
  const response = await fetch(service.url + path, { headers: authorization === undefined ? {} : { authorization } });
  return {
    status: response.status,
    challenge: response.headers.get('www-authenticate'),
    json: (await response.json()) as { code?: string },
  };
}
const bearer = async (...token: Parameters<TestIssuer['token']>) => `Bearer ${await issuer.token(...token)}`;
const seconds = (fromNow: number) => Math.floor(Date.now() / 1000) + fromNow;
const tampered = (token: string, at: number, change: (part: Record<string, unknown>) => object) => {
  const pieces = token.split('.');
  const part = JSON.parse(Buffer.from(pieces[at] as string, 'base64url').toString());
  pieces[at] = Buffer.from(JSON.stringify(change(part))).toString('base64url');
  return pieces.join('.');
};

describe('a good token', () => {
  test.each([
    ['RS256', 'rsa'],
    ['ES256', 'ec'],
    ['EdDSA', 'ed'],
  ])('signed with %s', async (alg, kid) => {
    expect((await ask(await bearer({}, { alg, kid }, issuer.keys[kid]))).status).toBe(200);
  });

  test('with one of several audiences, the long media type, a clock 20 s off; the scheme’s case does not matter', async () => {
    expect((await ask(await bearer({ aud: ['other', 'indgang'] }))).status).toBe(200);
    expect((await ask(await bearer({}, { typ: 'application/at+jwt' }))).status).toBe(200);
    expect((await ask(await bearer({ exp: seconds(-20) }))).status).toBe(200);
    expect((await ask((await bearer()).replace('Bearer', 'bearer'))).status).toBe(200);
  });

  test('is judged by real time while the cases’ clock travels', async () => {
    travel(env, '+400d');
    expect((await ask(await bearer({ sub: 'traveller' }))).status).toBe(200);
    travel(env, 'now');
  });
});

describe('a bad token', () => {
  const bad: [string, () => Promise<string>][] = [
    ['alg none', async () => `Bearer ${new UnsecuredJWT(issuer.claims()).encode()}`],
    [
      'alg none with the right header',
      async () => `Bearer ${tampered(await issuer.token(), 0, (header) => ({ ...header, alg: 'none' }))}`,
    ],
    [
      'HS256 with the public key as secret',
      async () => {
        const secret = new TextEncoder().encode(await exportSPKI(issuer.keys.rsa!.publicKey));
        return `Bearer ${await new SignJWT(issuer.claims()).setProtectedHeader({ alg: 'HS256', kid: 'rsa', typ: 'at+jwt' }).sign(secret)}`;
      },
    ],
    ['an algorithm off the list', async () => bearer({}, { alg: 'RS512' }, await generateKeyPair('RS512'))],
    ['another issuer', () => bearer({ iss: stranger.url })],
    ['an issuer with a slash more', () => bearer({ iss: `${issuer.url}/` })],
    ['no issuer', () => bearer({ iss: undefined })],
    ['another audience', () => bearer({ aud: 'other' })],
    ['no audience', () => bearer({ aud: undefined })],
    ['an identity token', () => bearer({}, { typ: 'JWT' })],
    ['no typ', () => bearer({}, { typ: undefined })],
    ['expired', () => bearer({ exp: seconds(-61) })],
    ['no expiry', () => bearer({ exp: undefined })],
    ['an expiry that is text', () => bearer({ exp: 'tomorrow' as never })],
    ['not valid yet', () => bearer({ nbf: seconds(90) })],
    ['no subject', () => bearer({ sub: undefined })],
    ['a subject with NUL', () => bearer({ sub: 'a\0b' })],
    ['a civil registration number as subject', () => bearer({ sub: '0101701234' })],
    ['one in a longer subject', () => bearer({ sub: 'urn:dk:cpr:240296-1234' })],
    ['a foreign key under our key id', () => bearer({}, {}, stranger.keys.rsa)],
    ['a stranger’s token', async () => `Bearer ${await stranger.token()}`],
    ['an unknown key id', () => bearer({}, { kid: 'unknown' }, stranger.keys.rsa)],
    ['a key id of another kind of key', () => bearer({}, { kid: 'ec' })],
    [
      'its own key in the header',
      async () => bearer({}, { kid: 'own', jwk: await exportJWK(stranger.keys.rsa!.publicKey) }, stranger.keys.rsa),
    ],
    ['jku', () => bearer({}, { jku: `${stranger.url}/jwks` }, stranger.keys.rsa)],
    ['x5u', () => bearer({}, { x5u: `${stranger.url}/cert` }, stranger.keys.rsa)],
    ['jku and our own signature', () => bearer({}, { jku: `${issuer.url}/jwks` })],
    [
      'a critical extension nobody knows',
      async () => `Bearer ${tampered(await issuer.token(), 0, (header) => ({ ...header, crit: ['exp'] }))}`,
    ],
    [
      'more roles after signing',
      async () => `Bearer ${tampered(await issuer.token(), 1, (claims) => ({ ...claims, roles: ['operator'] }))}`,
    ],
    ['cut off', async () => (await bearer()).slice(0, -20)],
    ['no signature', async () => (await bearer()).replace(/[^.]+$/, '')],
    ['two tokens', async () => `${await bearer()} ${await issuer.token()}`],
    ['a list of two', async () => `${await bearer()}, ${await bearer()}`],
    ['Basic', async () => 'Basic cGVyc29uOnNlY3JldA=='],
    ['no scheme', () => issuer.token()],
    ['no text', async () => 'Bearer '],
    ['no JSON', async () => 'Bearer YQ.YQ.YQ'],
    [
      'encrypted',
      async () => {
        const encrypted = new CompactEncrypt(new TextEncoder().encode(JSON.stringify(issuer.claims())));
        return `Bearer ${await encrypted.setProtectedHeader({ alg: 'RSA-OAEP', enc: 'A256GCM' }).encrypt((await generateKeyPair('RSA-OAEP')).publicKey)}`;
      },
    ],
  ];
  test.each(bad)('%s', async (_, make) => {
    const { status, challenge, json } = await ask(await make());
    expect([status, json.code]).toEqual([401, 'token-invalid']);
    expect(challenge).toBe('Bearer realm="indgang", error="invalid_token"');
  });

  test('none at all, or in the address', async () => {
    for (const path of ['/v1/things', `/v1/things?access_token=${await issuer.token()}`]) {
      expect(await ask(undefined, path)).toMatchObject({
        status: 401,
        challenge: 'Bearer realm="indgang"',
        json: { code: 'token-missing' },
      });
    }
  });

  test('two headers, the first of them good', async () => {
    const headers = ['host', 'localhost', 'authorization', await bearer(), 'authorization', 'Bearer x.y.z'];
    const status = await new Promise((resolve, reject) =>
      rawRequest(`${service.url}/v1/things`, { headers }, (response) => resolve(response.resume().statusCode))
        .on('error', reject)
        .end(),
    );
    expect(status).toBe(401);
  });
});

describe('roles', () => {
  const landlordRef = randomUUID();
  test.each<[string, JWTPayload, string, number, string | undefined]>([
    ['none', { roles: [] }, '/v1/things', 403, 'no-known-role'],
    ['missing', { roles: undefined }, '/v1/things', 403, 'no-known-role'],
    ['unknown ones', { roles: ['root', 'system', 7] }, '/v1/things', 403, 'no-known-role'],
    ['a text', { roles: 'single_entry' }, '/v1/things', 403, 'no-known-role'],
    ['another', { roles: ['auditor'] }, '/v1/things', 403, 'role-not-allowed'],
    ['the right one among others', { roles: ['root', 'single_entry'] }, '/v1/things', 200, undefined],
    ['operator at messages', { roles: ['operator'] }, '/v1/parked-messages', 200, undefined],
    ['not operator at messages', {}, '/v1/parked-messages', 403, 'role-not-allowed'],
    ['landlord without landlord', { roles: ['landlord_admin'] }, '/v1/things/for/landlords', 403, 'landlord-missing'],
    [
      'landlord that is no uuid',
      { roles: ['landlord_admin'], landlord: '7' },
      '/v1/things/for/landlords',
      403,
      'landlord-missing',
    ],
    ['landlord', { roles: ['landlord_admin'], landlord: landlordRef }, '/v1/things/for/landlords', 200, undefined],
  ])('%s', async (_, claims, path, status, code) => {
    const answer = await ask(await bearer(claims), path);
    expect([answer.status, answer.json.code]).toEqual([status, code]);
    if (path.includes('landlords') && status === 200) expect(answer.json).toEqual({ landlordRef });
  });

  test('a landlord in a list of one is that landlord, one of two is none', async () => {
    const ask1 = async (landlord: unknown) =>
      await ask(await bearer({ roles: ['landlord_admin'], landlord }), '/v1/things/for/landlords');
    expect((await ask1([landlordRef.toUpperCase()])).json).toEqual({ landlordRef });
    for (const landlord of [[landlordRef, randomUUID()], [], [[landlordRef]], { 0: landlordRef }, '', null])
      expect(await ask1(landlord)).toMatchObject({ status: 403, json: { code: 'landlord-missing' } });
  });

  test('who is of the municipality and of a landlord is refused everywhere, with the reason', async () => {
    const contradictory: [JWTPayload, string][] = [
      [{ roles: ['single_entry', 'landlord_admin'], landlord: landlordRef }, 'mixed-roles'],
      [{ roles: ['single_entry', 'landlord_admin'] }, 'mixed-roles'],
      [{ roles: ['operator', 'landlord_caretaker'], landlord: landlordRef }, 'mixed-roles'],
      [{ roles: ['single_entry'], landlord: landlordRef }, 'landlord-without-role'],
      [{ roles: ['operator'], landlord: 'no uuid' }, 'landlord-without-role'],
      [{ roles: ['single_entry'], landlord: [landlordRef] }, 'landlord-without-role'],
    ];
    const secured = Object.keys((await describeService(thingService)).paths).filter((path) => !path.includes('to-all'));
    expect(secured.length).toBeGreaterThan(5);
    for (const [claims, code] of contradictory) {
      const authorization = await bearer(claims);
      for (const path of secured)
        for (const method of ['GET', 'POST']) {
          const headers = { authorization, 'content-type': 'application/json', 'idempotency-key': randomUUID() };
          const address = service.url + path.replace(/\{\w+\}/, randomUUID());
          const body = method === 'POST' ? { body: '{}' } : {};
          const answer = await fetch(address, { method, headers, ...body });
          if (answer.status === 405) continue;
          expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([403, code]);
        }
    }
    for (const landlord of [null, '', []]) expect((await ask(await bearer({ landlord }))).status).toBe(200);
  });
});

/** What a page says of a provider: its settings and a payload, which we sign as our own issuer. */
describe.each(['Keycloak', 'Entra ID'])('%s, as its page shows it', (provider) => {
  const page =
    readFileSync('docs/how-to/sign-in-at-keycloak-or-entra-id.md', 'utf8').split(`\n## ${provider}\n`)[1] ?? '';
  const block = (language: string) => page.split(`\n\`\`\`${language}\n`)[1]?.split('\n```')[0] ?? '';
  const settings = Object.fromEntries(
    block('sh')
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
  let own: RunningService;
  let payload: JWTPayload & Record<string, unknown>;
  const header = { typ: 'JWT' };
  beforeAll(async () => {
    own = await startService(thingService, { ...env, ...settings, OIDC_ISSUER: issuer.url });
    const written = JSON.parse(block('json'));
    expect(written.iss).toBe(settings.OIDC_ISSUER);
    payload = {
      ...written,
      iss: issuer.url,
      iat: seconds(0),
      nbf: seconds(0),
      exp: seconds(300),
      roles: written.roles,
    };
  });
  afterAll(() => own?.close());
  const answer = async (claims: JWTPayload, more: Record<string, unknown> = {}) => {
    const token = await issuer.token({ ...payload, ...claims }, { ...header, ...more });
    const response = await fetch(`${own.url}/v1/things/for/landlords`, {
      headers: { authorization: `Bearer ${token}` },
    });
    return [response.status, ((await response.json()) as { code?: string; landlordRef?: string }) ?? {}];
  };

  test('its access token is read: the role, the landlord', async () => {
    expect(await answer({})).toEqual([200, { landlordRef: '3b241101-e2bb-4255-8caf-4136c566a962' }]);
  });

  test('a role that is not where the settings say, or not in the map, is none', async () => {
    const elsewhere = { roles: ['landlord_admin'], resource_access: { account: { roles: ['landlord_admin'] } } };
    expect(await answer(elsewhere)).toEqual([403, expect.objectContaining({ code: 'no-known-role' })]);
  });

  test('what is not for calling the API is refused', async () => {
    for (const claims of [
      ...(provider === 'Keycloak' ? [{ typ: 'ID' }, { typ: 'Refresh' }, { typ: 'Offline' }] : []),
      ...(provider === 'Entra ID' ? [{ nonce: 'x' }, { at_hash: 'x' }, { c_hash: 'x' }] : []),
      { aud: settings.OIDC_CLIENT_ID ?? 'indgang-docs' },
      { aud: 'account' },
      { iss: 'https://sts.windows.net/7c0e1d6a-3f44-4d0e-9f59-0c4a5b6d7e8f/' },
    ])
      expect(await answer(claims)).toEqual([401, expect.objectContaining({ code: 'token-invalid' })]);
    for (const typ of ['at+jwt', 'logout+jwt', undefined]) expect((await answer({}, { typ }))[0]).toBe(401);
  });
});

describe('the issuer', () => {
  let own: TestIssuer;
  let started: RunningService[] = [];
  beforeAll(async () => {
    own = await new TestIssuer().start();
  });
  afterAll(async () => {
    await Promise.all(started.map((one) => one.close()));
    own.stop();
  });
  beforeEach(async () => {
    const one = await startService(thingService, { ...env, OIDC_ISSUER: own.url });
    started = [...started, one];
    own.fetches = 0;
    own.down = false;
    own.instead = undefined;
  });
  /** Both clocks stand still, this many milliseconds from now. */
  const later = async (ms: number, work: () => Promise<void>) => {
    const clocks = [Date, performance].map((clock) => jest.spyOn(clock, 'now').mockReturnValue(clock.now() + ms));
    await work().finally(() => {
      for (const clock of clocks) clock.mockRestore();
    });
  };
  const status = async (token: string) =>
    (await fetch(`${started.at(-1)?.url}/v1/things`, { headers: { authorization: `Bearer ${token}` } })).status;

  test('is asked once for a flood of unknown keys', async () => {
    const flood = await Promise.all(Array.from({ length: 50 }, (_, n) => own.token({}, { kid: `unknown-${n}` })));
    expect(new Set(await Promise.all(flood.map(status)))).toEqual(new Set([401]));
    expect(own.fetches).toBe(1);
  });

  test('may go down: keys read before stay good', async () => {
    expect(await status(await own.token())).toBe(200);
    own.down = true;
    expect(await status(await own.token({ sub: 'another' }))).toBe(200);
  });

  test('is asked once for a flood of unknown keys while it is down', async () => {
    expect(await status(await own.token())).toBe(200);
    const flood = await Promise.all(Array.from({ length: 20 }, (_, n) => own.token({}, { kid: `unknown-${n}` })));
    own.down = true;
    own.asked = 0;
    await later(60_000, async () => {
      for (const token of flood) expect(await status(token)).toBe(401);
    });
    expect(own.asked).toBe(1);
  });

  test.each([
    ['an empty key set', '{"keys":[]}'],
    ['no key set', '{}'],
    ['no JSON', '<html>'],
    ['null', 'null'],
    ['a list of nothing', '{"keys":[null,7,"x",[],{}]}'],
    ['a key cut in half', '{"keys":[{"kty":"RSA","kid":"rsa","e":"AQAB"}]}'],
    ['a key for something else', `{"keys":[${JSON.stringify(FOR_ENCRYPTION)}]}`],
    ['a secret', '{"keys":[{"kty":"oct","kid":"rsa","k":"AAAA"}]}'],
    ['a key of 512 bits', `{"keys":[${JSON.stringify(SHORT)}]}`],
  ])('%s is not believed: keys read before stay good', async (_, instead) => {
    expect(await status(await own.token())).toBe(200);
    own.instead = instead;
    const another = await own.token({ sub: 'another', exp: seconds(7200) });
    await later(3_600_000, async () => expect(await status(another)).toBe(200));
    expect(own.fetches).toBe(2);
  });

  test('of a set that holds broken keys beside good ones, the good ones are read', async () => {
    const good = JSON.stringify({ kid: 'rsa', ...(await exportJWK(own.keys.rsa!.publicKey)) });
    own.instead = `{"keys":[null,{"kty":"RSA","kid":"rsa","e":"AQAB"},${JSON.stringify(FOR_ENCRYPTION)},${good}]}`;
    expect(await status(await own.token())).toBe(200);
  });

  test('may be down at the start: 503 until it is up, never 500', async () => {
    own.down = true;
    expect(await status(await own.token())).toBe(503);
    own.down = false;
    await eventually(async () => expect(await status(await own.token())).toBe(200));
  });
});
