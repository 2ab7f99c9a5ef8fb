// SPDX-License-Identifier: MPL-2.0
import { generateKeyPair, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';
import Provider, { type Configuration, errors, type JWK } from 'oidc-provider';
import { freePorts, requireFreePort, StackError } from './child.ts';
import { type DemoUser, demoUsers } from './demo-users.ts';
import { LOGIN_PATH, LoginStorage, logIn } from './login.ts';

export interface Issuer {
  /** The `iss` of its tokens and the address that OIDC_ISSUER is set to. */
  readonly issuer: string;
  stop(): Promise<void>;
}

export interface IssuerOptions {
  /** Where the signing key is kept, so that tokens outlive a restart. Default: a key for this run only. */
  dataDir?: string;
  /** Default: any free port. */
  port?: number;
}

/** The audience of access tokens, and as `urn:` the resource indicator (RFC 8707 wants an absolute URI). */
const AUDIENCE = 'indgang';
const RESOURCE = `urn:${AUDIENCE}`;
const CLIENT = 'indgang-demo';
const DOCS_CLIENT = 'indgang-docs';
/** A grant of the demo alone, for scripts: the user's name is all that is asked for. */
const GRANT = 'urn:indgang:grant-type:demo-user';
const EIGHT_HOURS = 8 * 60 * 60;
const TEN_MINUTES = 10 * 60;

/**
 * Starts an OpenID Connect provider on 127.0.0.1 that knows the demo users and gives a token to whoever names one, to
 * scripts by a grant of its own and to the API pages by a login in the browser.
 * @throws StackError with NODE_ENV=production, or when the port is taken.
 */
export async function startIssuer(options: IssuerOptions = {}): Promise<Issuer> {
  if (process.env.NODE_ENV === 'production')
    throw new StackError(
      'The demo issuer gives everybody a token: it does not run with NODE_ENV=production. Set OIDC_ISSUER.',
    );
  const port = options.port ?? (await freePorts(1))[0]!;
  await requireFreePort(port, 'OIDC_PORT', 'issuer');
  const issuer = `http://127.0.0.1:${port}`;
  const provider = new Provider(issuer, {
    ...configuration,
    jwks: { keys: [await signingKey(options.dataDir)] },
    // A login in a browser that a restart interrupts is begun anew.
    cookies: { keys: [randomUUID()] },
  });
  provider.registerGrantType<{ user: string; lifetime?: string }>(GRANT, giveToken, ['user', 'lifetime', 'resource']);
  provider.on('server_error', (_context, error) => console.error('issuer:', error));

  const answer = provider.callback();
  const server = createServer((request, response) => {
    if (!request.url?.startsWith(LOGIN_PATH)) return void answer(request, response);
    logIn(provider, RESOURCE, request, response).catch((error) => {
      response.writeHead(400, { 'content-type': 'text/plain' }).end(`This login has ended: ${error.message}\n`);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    issuer,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const resourceServer = {
  scope: '',
  audience: AUDIENCE,
  accessTokenFormat: 'jwt' as const,
  accessTokenTTL: EIGHT_HOURS,
  jwt: { sign: { alg: 'RS256' as const } },
};

/** Any port of this machine: the services' are settings. */
const LOOPBACK = ['127.0.0.1', 'localhost'];

const configuration: Configuration = {
  adapter: LoginStorage,
  ttl: {
    AccessToken: EIGHT_HOURS,
    IdToken: TEN_MINUTES,
    Grant: TEN_MINUTES,
    Interaction: TEN_MINUTES,
    Session: TEN_MINUTES,
  },
  clients: [
    {
      client_id: CLIENT,
      token_endpoint_auth_method: 'none',
      grant_types: [GRANT],
      response_types: [],
      redirect_uris: [],
    },
    {
      // The API pages of the services. As a native client it may come back to any loopback port (RFC 8252, 7.3).
      client_id: DOCS_CLIENT,
      application_type: 'native',
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code'],
      response_types: ['code'],
      redirect_uris: LOOPBACK.map((host) => `http://${host}/docs/oauth2-redirect.html`),
    },
  ],
  clientBasedCORS: (_context, origin, client) =>
    client.clientId === DOCS_CLIENT && LOOPBACK.includes(new URL(origin).hostname),
  interactions: { url: (_context, { uid }) => `${LOGIN_PATH}${uid}` },
  // No session is kept, so that each login asks who it is: a demo is tried as one user after the other.
  expiresWithSession: () => false,
  features: {
    devInteractions: { enabled: false },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => RESOURCE,
      getResourceServerInfo: () => resourceServer,
      useGrantedResource: () => true,
    },
  },
  findAccount: (_context, sub) => {
    const user = bySubject(sub);
    return user && { accountId: sub, claims: () => ({ sub }) };
  },
  extraTokenClaims: (_context, token) => {
    const user = 'accountId' in token ? bySubject(token.accountId) : undefined;
    if (!user) return undefined;
    const { name, email, roles, landlord } = user;
    return { name, email, roles, ...(landlord ? { landlord } : {}) };
  },
};

const bySubject = (sub: string): DemoUser | undefined =>
  Object.values<DemoUser>(demoUsers).find((user) => user.sub === sub);

const giveToken: Parameters<typeof Provider.prototype.registerGrantType<{ user: string; lifetime?: string }>>[1] =
  async (context) => {
    const { client, params, provider } = context.oidc;
    const user: DemoUser | undefined = Object.hasOwn(demoUsers, params.user ?? '')
      ? demoUsers[params.user as keyof typeof demoUsers]
      : undefined;
    if (!user)
      throw new errors.InvalidRequest(`no demo user ${params.user}; there are ${Object.keys(demoUsers).join(', ')}`);
    const lifetime = Math.min(Number(params.lifetime ?? EIGHT_HOURS) || EIGHT_HOURS, EIGHT_HOURS);
    const token = new provider.AccessToken({
      accountId: user.sub,
      client,
      grantId: randomUUID(),
      gty: GRANT,
      scope: undefined,
    } as ConstructorParameters<typeof provider.AccessToken>[0]);
    token.resourceServer = new provider.ResourceServer(RESOURCE, {
      ...resourceServer,
      accessTokenTTL: lifetime,
    });
    const value = await token.save();
    context.body = { access_token: value, token_type: 'Bearer', expires_in: lifetime };
  };

async function signingKey(dataDir: string | undefined): Promise<JWK> {
  const file = dataDir && join(dataDir, 'signing-key.json');
  if (file && existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const key = { ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: randomUUID() } as JWK;
  if (file) {
    mkdirSync(dataDir, { recursive: true });
    writeFileSync(file, JSON.stringify(key), { mode: 0o600 });
  }
  return key;
}

/**
 * An access token for a demo user from the token endpoint of `issuer`.
 * @param lifetime seconds, at most and by default 8 hours
 * @throws StackError when the issuer is not reached, knows no such user or is not the demo's.
 */
export async function requestToken(issuer: string, user: string, lifetime?: number): Promise<string> {
  const body = new URLSearchParams({ grant_type: GRANT, client_id: CLIENT, user });
  if (lifetime) body.set('lifetime', String(lifetime));
  const answer = await fetch(`${issuer}/token`, { method: 'POST', body }).catch(() => {
    throw new StackError(`No issuer answers at ${issuer}: is \`npm start\` running?`);
  });
  const { access_token, error_description } = (await answer.json().catch(() => ({}))) as Record<
    string,
    string | undefined
  >;
  if (!access_token)
    throw new StackError(`${issuer} gives no token for ${user}: ${error_description ?? answer.status}`);
  return access_token;
}
