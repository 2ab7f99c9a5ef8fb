// SPDX-License-Identifier: MPL-2.0
import { hash } from 'node:crypto';
import {
  createRemoteJWKSet,
  customFetch,
  decodeProtectedHeader,
  errors,
  type FlattenedJWSInput,
  type JWTHeaderParameters,
  type JWTPayload,
  jwtVerify,
} from 'jose';
import { validate as isUuid } from 'uuid';
import { LANDLORD_ROLES, ROLES, type Role } from '#contracts/roles';
import { type Actor, Problem } from '#persistence';
import { discover, getJson, ISSUER_TIMEOUT_MS } from './issuer.js';
import type { ServiceLogger } from './logging.js';

const ALGORITHMS = ['RS256', 'ES256', 'EdDSA'];
const LEEWAY_SECONDS = 30;
const CACHED_MS = 60_000;
const CACHED_TOKENS = 10_000;
const REFETCH_MS = 30_000;
const FIRST_FETCH_MS = 1_000;
const FRESH_MS = 600_000;

/**
 * Keys of the one configured issuer, found by discovery at first use, so that a service starts without it. jose holds and
 * chooses them, and reads them anew for an unknown key id, at most every 30 s. It is told never to forget them, since keys
 * read before stay good while the issuer is down. Ours is what jose leaves open: reading anew every 10 minutes, and that a
 * failed fetch is not repeated with every token, nor a set without keys believed.
 */
class IssuerKeys {
  private readonly keys: ReturnType<typeof createRemoteJWKSet>;
  private nextFetchAt = 0;
  private staleAt = 0;

  constructor(
    private readonly issuer: string,
    private readonly logger: ServiceLogger,
  ) {
    this.keys = createRemoteJWKSet(new URL(issuer), {
      cooldownDuration: REFETCH_MS,
      timeoutDuration: ISSUER_TIMEOUT_MS,
      cacheMaxAge: Number.POSITIVE_INFINITY,
      [customFetch]: (_issuer, { signal }) => this.fetch(signal),
    });
  }

  readonly keyFor = async (header: JWTHeaderParameters, token: FlattenedJWSInput) => {
    if (performance.now() >= this.staleAt) {
      const wasRead = () => {
        this.staleAt = performance.now() + FRESH_MS;
      };
      await this.keys.reload().then(wasRead, () => undefined);
    }
    if (!this.keys.fresh) throw new Problem(503, 'identity-provider-unavailable');
    return await this.keys(header, token);
  };

  private async fetch(signal: AbortSignal): Promise<Response> {
    const now = performance.now();
    if (now < this.nextFetchAt) throw new Error('the issuer was asked a moment ago');
    this.nextFetchAt = now + (this.keys.fresh ? REFETCH_MS : FIRST_FETCH_MS);
    try {
      const { jwks_uri } = await discover(this.issuer, signal);
      const set = (await getJson(jwks_uri, signal)) as { keys?: unknown };
      if (!Array.isArray(set.keys) || set.keys.length === 0) throw new Error('the issuer publishes no keys');
      return Response.json(set);
    } catch (error) {
      this.logger.warn({ err: error, action: 'read-issuer-keys' }, 'the keys of OIDC_ISSUER cannot be read');
      throw error;
    }
  }
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
