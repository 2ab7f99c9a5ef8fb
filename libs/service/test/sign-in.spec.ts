// SPDX-License-Identifier: MPL-2.0
// The API page signs in at the issuer as a browser does, request by request.
import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { freshDatabase, type TestDatabase, testEnv } from '#testing';
import { type RunningService, startService } from '../src/index.js';
import { TestIssuer, thingService } from './tiny-service.js';

let database: TestDatabase;
let service: RunningService;
beforeAll(async () => {
  database = await freshDatabase('incidents', thingService.migrations);
  const env = await testEnv('incidents', { database });
  service = await startService(thingService, env);
});
afterAll(() => service?.close());

interface Page {
  info: { description: string };
  components: { securitySchemes: Record<string, { flows?: { authorizationCode: Record<string, string> } }> };
  paths: Record<string, Record<string, { security?: object[] }>>;
}
const read = async ({ url }: RunningService) => {
  const page = await fetch(`${url}/docs`);
  const document = (await (await fetch(`${url}/docs/openapi.json`)).json()) as Page;
  const start = await (await fetch(`${url}/docs/start.js`)).text();
  const policy = page.headers.get('content-security-policy') ?? '';
  return {
    status: page.status,
    opener: page.headers.get('cross-origin-opener-policy'),
    connects: policy.split(';').find((directive) => directive.startsWith('connect-src')),
    document,
    flow: document.components.securitySchemes.signIn?.flows?.authorizationCode,
    signIn: JSON.parse(/initOAuth\((.*)\)/.exec(start)?.[1] ?? 'null'),
  };
};

/** A browser as far as a login needs one: it keeps cookies, and stops where it would leave the issuer. */
function browser() {
  const cookies = new Map<string, string>();
  return async (url: string, form?: Record<string, string>) => {
    const answer = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    });
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      cookies.set(name, value);
    }
    const location = answer.headers.get('location');
    return { status: answer.status, text: await answer.text(), next: location && new URL(location, url).href };
  };
}

const verifier = randomBytes(32).toString('base64url');
const authorize = (flow: Record<string, string>, clientId: string, redirectUri: string) =>
  `${flow.authorizationUrl}?${new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    scope: 'openid',
    state: 'x',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  })}`;

test('authorize, log in as a demo user, fetch the token, call the API', async () => {
  const { flow, signIn, connects, opener, document } = await read(service);
  const issuer = new URL(flow?.tokenUrl ?? '').origin;
  expect(connects).toBe(`connect-src 'self' ${issuer}`);
  expect(opener).toBe('same-origin-allow-popups');
  expect(signIn).toEqual({ clientId: 'indgang-docs', scopes: 'openid', usePkceWithAuthorizationCodeGrant: true });
  expect(document.paths['/v1/things']?.get?.security).toEqual([{ signIn: [] }, { bearer: [] }]);
  expect(document.paths['/v1/things/open/to-all']?.get).not.toHaveProperty('security');

  const redirectUri = `${service.url}/docs/oauth2-redirect.html`;
  const visit = browser();
  const logIn = async (user: string) => {
    const login = await visit(authorize(flow!, signIn.clientId, redirectUri));
    expect((await visit(login.next!)).text).toContain('value="landlord_admin"');
    const chosen = await visit(login.next!, { user });
    const back = await visit(chosen.next!);
    expect(back.next).toMatch(`${redirectUri}?`);
    return new URL(back.next!).searchParams.get('code')!;
  };
  const exchange = async (code: string, origin: string, more: Record<string, string> = {}) => {
    const form = { grant_type: 'authorization_code', code, client_id: signIn.clientId, redirect_uri: redirectUri };
    return await fetch(flow!.tokenUrl!, {
      method: 'POST',
      headers: { origin },
      body: new URLSearchParams({ ...form, code_verifier: verifier, ...more }),
    });
  };
  const landing = await fetch(redirectUri);
  expect([landing.status, landing.headers.get('cross-origin-opener-policy')]).toEqual([200, 'unsafe-none']);
  expect((await fetch(`${service.url}/docs/oauth2-redirect.js`)).status).toBe(200);

  const answer = await exchange(await logIn('single_entry'), service.url);
  expect(answer.headers.get('access-control-allow-origin')).toBe(service.url);
  const { access_token } = (await answer.json()) as { access_token: string };
  const list = await fetch(`${service.url}/v1/things`, { headers: { authorization: `Bearer ${access_token}` } });
  expect(list.status).toBe(200);

  // Who logs in next is asked anew; without the verifier, or from a foreign page, the code is worth nothing.
  const refused = await exchange(await logIn('auditor'), service.url, { code_verifier: 'x'.repeat(43) });
  expect(refused.status).toBe(400);
  const foreign = await exchange(await logIn('auditor'), 'https://elsewhere.example');
  expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
  const elsewhere = await visit(
    authorize(flow!, signIn.clientId, 'https://elsewhere.example/docs/oauth2-redirect.html'),
  );
  expect([elsewhere.status, elsewhere.next]).toEqual([400, null]);
});

test('while the issuer is away the page shows, and says so', async () => {
  const issuer = await new TestIssuer().start();
  issuer.down = true;
  const env = await testEnv('incidents', {
    database,
    overrides: { OIDC_ISSUER: issuer.url, OIDC_CLIENT_ID: 'own', OIDC_SCOPE: 'openid api://x/access' },
  });
  const alone = await startService(thingService, env);
  try {
    const away = await read(alone);
    expect(away).toMatchObject({
      status: 200,
      connects: undefined,
      flow: undefined,
      signIn: { clientId: 'own', scopes: 'openid api://x/access' },
    });
    expect(away.document.info.description).toContain(`${issuer.url} cannot be reached`);
    expect(away.document.paths['/v1/things']?.get?.security).toEqual([{ bearer: [] }]);
    expect(issuer.asked).toBe(1);
    issuer.down = false;
    const soon = performance.now() + 6_000;
    const clock = jest.spyOn(performance, 'now').mockReturnValue(soon);
    const back = await read(alone).finally(() => clock.mockRestore());
    expect(Object.keys(back.flow?.scopes ?? {})).toEqual(['openid', 'api://x/access']);
    expect(back.flow).toMatchObject({ authorizationUrl: `${issuer.url}/auth`, tokenUrl: `${issuer.url}/token` });
    expect(back.document.info.description).not.toContain('cannot be reached');
  } finally {
    await alone.close();
    issuer.stop();
  }
});
