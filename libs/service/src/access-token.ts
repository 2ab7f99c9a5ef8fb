// SPDX-License-Identifier: MPL-2.0
import { hash } from 'node:crypto';
import {
  createLocalJWKSet,
  decodeProtectedHeader,
  errors,
  type FlattenedJWSInput,
  type JSONWebKeySet,
  type JWTHeaderParameters,
  type JWTPayload,
  jwtVerify,
} from 'jose';
import { validate as isUuid } from 'uuid';
import { LANDLORD_ROLES, ROLES, type Role } from '#contracts/roles';
import { type Actor, Problem } from '#persistence';
import type { ServiceLogger } from './logging.js';

const ALGORITHMS = ['RS256', 'ES256', 'EdDSA'];
const LEEWAY_SECONDS = 30;
const CACHED_MS = 60_000;
const CACHED_TOKENS = 10_000;
const REFETCH_MS = 30_000;
const FIRST_FETCH_MS = 1_000;
const FRESH_MS = 600_000;
const FETCH_TIMEOUT_MS = 5_000;

/**
 * Keys of the one configured issuer, found by OpenID Connect discovery at first use, so that a service starts without it.
 * An unknown key id causes at most one fetch per 30 s, however many tokens name one; when the issuer is down the keys
 * that were read last stay valid.
 */
class IssuerKeys {
  private keys?: ReturnType<typeof createLocalJWKSet>;
  private fetching?: Promise<void>;
  private nextFetchAt = 0;
  private staleAt = 0;

  constructor(
    private readonly issuer: string,
    private readonly logger: ServiceLogger,
  ) {}

  readonly keyFor = async (header: JWTHeaderParameters, token: FlattenedJWSInput) => {
    if (!this.keys || performance.now() > this.staleAt) await this.refresh();
    if (!this.keys) throw new Problem(503, 'identity-provider-unavailable');
    try {
      return await this.keys(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      await this.refresh();
      return await this.keys(header, token);
    }
  };

  /** One fetch for all who wait, and none before its time. Never throws. */
  private async refresh(): Promise<void> {
    if (!this.fetching) {
      if (performance.now() < this.nextFetchAt) return;
      this.nextFetchAt = performance.now() + REFETCH_MS;
      this.fetching = this.fetchKeys()
        .catch((error) => {
          if (!this.keys) this.nextFetchAt = performance.now() + FIRST_FETCH_MS;
          this.logger.warn({ err: error, action: 'read-issuer-keys' }, 'the keys of OIDC_ISSUER cannot be read');
        })
        .finally(() => {
          this.fetching = undefined;
        });
    }
    await this.fetching;
  }

  private async fetchKeys(): Promise<void> {
    const metadata = (await getJson(`${this.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`)) as {
      issuer?: unknown;
      jwks_uri?: unknown;
    };
    if (metadata.issuer !== this.issuer) throw new Error('discovery answers for another issuer than OIDC_ISSUER');
    this.keys = createLocalJWKSet((await getJson(String(metadata.jwks_uri))) as JSONWebKeySet);
    this.staleAt = performance.now() + FRESH_MS;
  }
}

async function getJson(address: string): Promise<unknown> {
  const response = await fetch(address, {
    redirect: 'error',
    signal: AbortSignal.timeout(FETCH_TIMEOUT_MS),
    headers: { accept: 'application/json' },
  });
  if (!response.ok) throw new Error(`the issuer answers with status ${response.status}`);
  return await response.json();
}

/**
 * Reads RFC 9068 access tokens. Uses real time only: the clock that cases live by may travel.
 */
export class AccessTokens {
  private readonly keys: IssuerKeys;
  private readonly verified = new Map<string, { actor: Actor; until: number }>();

  constructor(
    private readonly issuer: string,
    private readonly audience: string,
    private readonly logger: ServiceLogger,
  ) {
    this.keys = new IssuerKeys(issuer, logger);
  }

  /**
   * @param authorization the header, `Bearer <token>`; the scheme's case does not matter (RFC 9110, 11.1)
   * @throws Problem 401 token-missing or token-invalid, 403 landlord-missing, 503 when no key could ever be read
   */
  async actor(authorization: string | undefined): Promise<Actor> {
    if (!authorization) throw new Problem(401, 'token-missing');
    const token = /^Bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization)?.[1];
    if (!token) throw new Problem(401, 'token-invalid');
    const digest = hash('sha256', token, 'base64');
    const known = this.verified.get(digest);
    if (known && Date.now() < known.until) return known.actor;
    const payload = await this.verify(token);
    const actor = actorOf(payload);
    const oldest = this.verified.keys().next().value;
    if (this.verified.size >= CACHED_TOKENS && oldest) this.verified.delete(oldest);
    this.verified.delete(digest);
    this.verified.set(digest, { actor, until: Math.min(Date.now() + CACHED_MS, Number(payload.exp) * 1000) });
    return actor;
  }

  private async verify(token: string): Promise<JWTPayload> {
    try {
      // A token that brings or names its own key is refused and not merely read without it: nobody honest sends one.
      const header = decodeProtectedHeader(token);
      if (['jwk', 'jku', 'x5u', 'x5c'].some((name) => name in header)) throw new errors.JWTInvalid('carries a key');
      const { payload } = await jwtVerify(token, this.keys.keyFor, {
        issuer: this.issuer,
        audience: this.audience,
        algorithms: ALGORITHMS,
        typ: 'at+jwt',
        clockTolerance: LEEWAY_SECONDS,
        requiredClaims: ['exp', 'sub'],
      });
      if (typeof payload.sub !== 'string' || !/^[\x21-\x7e]{1,255}$/.test(payload.sub))
        throw new errors.JWTInvalid('sub');
      return payload;
    } catch (error) {
      if (error instanceof Problem) throw error;
      this.logger.debug(
        { action: 'check-token', reason: (error as { code?: string }).code ?? 'unreadable' },
        'token refused',
      );
      throw new Problem(401, 'token-invalid');
    }
  }
}

function actorOf({ sub, client_id, roles, landlord }: JWTPayload): Actor {
  const known = ROLES.filter((role) => Array.isArray(roles) && roles.includes(role));
  const actor: Actor = { id: String(sub), kind: sub === client_id ? 'service' : 'person', roles: known };
  if (!known.some((role: Role) => LANDLORD_ROLES.includes(role))) return actor;
  if (typeof landlord !== 'string' || !isUuid(landlord)) throw new Problem(403, 'landlord-missing');
  return { ...actor, landlordRef: landlord.toLowerCase() };
}
