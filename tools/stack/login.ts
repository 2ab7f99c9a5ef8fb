// SPDX-License-Identifier: MPL-2.0
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type Provider from 'oidc-provider';
import type { AdapterPayload } from 'oidc-provider';
import { type DemoUser, demoUsers } from './demo-users.ts';

/** Where the issuer sends a browser that has to log in. */
export const LOGIN_PATH = '/login/';

/**
 * The login of the demo's issuer: a list of the demo users, and whoever is clicked is who signed in.
 * @param resource that the user's access tokens are for
 */
export async function logIn(
  provider: Provider,
  resource: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { params } = await provider.interactionDetails(request, response);
  const name = request.method === 'POST' ? (new URLSearchParams(await text(request)).get('user') ?? '') : '';
  const user = Object.hasOwn(demoUsers, name) ? demoUsers[name as keyof typeof demoUsers] : undefined;
  if (!user) {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }).end(PAGE);
    return;
  }
  const grant = new provider.Grant({ accountId: user.sub, clientId: String(params.client_id) });
  grant.addOIDCScope('openid');
  grant.addResourceScope(resource, '');
  const consent = { grantId: await grant.save() };
  await provider.interactionFinished(request, response, { login: { accountId: user.sub }, consent });
}

const button = ([login, { name, about }]: [string, DemoUser]) =>
  `<p><button name="user" value="${login}">${login}</button> ${name}, ${about}</p>`.replace(/&/g, '&amp;');

const PAGE = `<!doctype html>
<html lang="da"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Indgang: log ind</title></head>
<body><h1>Log ind</h1><form method="post">${Object.entries<DemoUser>(demoUsers).map(button).join('')}</form></body></html>`;

/** What a login needs until its token is given, in memory: no session, and access tokens are JWT and not stored. */
export class LoginStorage {
  private readonly kept = new Map<string, AdapterPayload>();

  private readonly model: string;

  constructor(model: string) {
    this.model = model;
  }

  async find(id: string) {
    return this.kept.get(id);
  }
  async findByUid(uid: string) {
    return [...this.kept.values()].find((one) => one.uid === uid);
  }
  async findByUserCode() {
    return undefined;
  }
  async upsert(id: string, payload: AdapterPayload) {
    if (this.model !== 'Session') this.kept.set(id, payload);
  }
  async consume(id: string) {
    const known = this.kept.get(id);
    if (known) known.consumed = Math.floor(Date.now() / 1000);
  }
  async destroy(id: string) {
    this.kept.delete(id);
  }
  async revokeByGrantId(grantId: string) {
    for (const [id, one] of this.kept) if (one.grantId === grantId) this.kept.delete(id);
  }
}
