// SPDX-License-Identifier: MPL-2.0
import type { OpenAPIObject } from '@nestjs/swagger';
import { discover } from './issuer.js';

interface Endpoints {
  authorizationUrl: string;
  tokenUrl: string;
}

const FRESH_MS = 600_000;
/** Whoever loads the page again and again asks an issuer that is down no more often than this. */
const RETRY_MS = 5_000;

/** How the API page signs in: at the issuer, with authorization code and PKCE, as a public client. */
export class SignIn {
  private asked: Promise<Endpoints | undefined> = Promise.resolve(undefined);
  private askAgainAt = 0;

  constructor(
    private readonly issuer: string,
    readonly clientId: string,
    readonly scope: string,
  ) {}

  /** Of the issuer's discovery document, kept for ten minutes; none while it cannot be reached. Never throws. */
  endpoints(): Promise<Endpoints | undefined> {
    if (performance.now() >= this.askAgainAt) {
      this.askAgainAt = performance.now() + RETRY_MS;
      this.asked = discover(this.issuer).then(
        ({ authorization_endpoint: authorizationUrl, token_endpoint: tokenUrl }) => {
          if (!authorizationUrl || !tokenUrl || !URL.canParse(tokenUrl)) return undefined;
          this.askAgainAt = performance.now() + FRESH_MS;
          return { authorizationUrl, tokenUrl };
        },
        () => undefined,
      );
    }
    return this.asked;
  }

  /** The API document as the page shows it: with the sign-in before the pasted token, or with the words that there is none. */
  async documentOf(document: OpenAPIObject): Promise<OpenAPIObject> {
    const endpoints = await this.endpoints();
    const page = structuredClone(document);
    if (!endpoints) {
      page.info.description += `\n\n**The issuer ${this.issuer} cannot be reached, so nobody can sign in here.** Load the page again, or paste an access token.`;
      return page;
    }
    page.components = {
      ...page.components,
      securitySchemes: {
        signIn: {
          type: 'oauth2',
          description: `Sign in at ${this.issuer}; leave \`client_secret\` empty.`,
          flows: {
            authorizationCode: {
              ...endpoints,
              scopes: Object.fromEntries(this.scope.split(' ').map((one) => [one, ''])),
            },
          },
        },
        ...page.components?.securitySchemes,
      },
    };
    for (const { get, post } of Object.values(page.paths))
      for (const operation of [get, post]) operation?.security?.unshift({ signIn: [] });
    return page;
  }
}
