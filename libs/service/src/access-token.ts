// SPDX-License-Identifier: MPL-2.0
import { hash } from 'node:crypto';
import {
  type CryptoKey,
  createRemoteJWKSet,
  customFetch,
  decodeProtectedHeader,
  errors,
  type FlattenedJWSInput,
  importJWK,
  type JWK,
  type JWTHeaderParameters,
  type JWTPayload,
  jwtVerify,
} from 'jose';
import { validate as isUuid } from 'uuid';
import { MAILBOX } from '#contracts/fields';
import { LANDLORD_ROLES, ROLES, type Role } from '#contracts/roles';
import { spelled, textFault } from '#domain';
import { type Actor, Problem } from '#persistence';
import { claimPath, mappedRole, type ServiceConfig } from './config.js';
import { discover, getJson, ISSUER_TIMEOUT_MS } from './issuer.js';
import type { ServiceLogger } from './logging.js';
import { type SaidOfPerson, single } from './request.js';

/** By kind of key. */
const ALGORITHM: Readonly<Record<string, string>> = { RSA: 'RS256', EC: 'ES256', OKP: 'EdDSA' };
const ALGORITHMS = Object.values(ALGORITHM);
const LEAST_RSA_BITS = 2048;
/** Characters of a name or mailbox. */
const LONGEST_NAME = 200;
const LEEWAY_SECONDS = 30;
const CACHED_MS = 60_000;
const CACHED_TOKENS = 10_000;
const REFETCH_MS = 30_000;
const FIRST_FETCH_MS = 1_000;
const FRESH_MS = 600_000;
/** Characters of an Authorization header; Node takes 16 kB of headers in all. */
const LONGEST_TOKEN = 16_000;

/**
 * Keys of the one configured issuer, found by discovery at first use, so that a service starts without it. jose holds and
 * chooses them, and reads them anew for an unknown key id, at most every 30 s. It is told never to forget them, since keys
 * read before stay good while the issuer is down. Ours is what jose leaves open: reading anew every 10 minutes, and that a
 * failed fetch is not repeated with every token, nor a set without a usable key believed.
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
      const { keys } = ((await getJson(jwks_uri, signal)) ?? {}) as { keys?: unknown };
      const usable = await usableKeys(Array.isArray(keys) ? keys : []);
      if (usable.length === 0) throw new Error('the issuer publishes no key by which a token can be verified');
      return Response.json({ keys: usable });
    } catch (error) {
      this.logger.warn({ err: error, action: 'read-issuer-keys' }, 'the keys of OIDC_ISSUER cannot be read');
      throw error;
    }
  }
}

/** Those of a set by which a token can be verified; a set may hold keys for other purposes, and broken ones. */
async function usableKeys(keys: readonly unknown[]): Promise<JWK[]> {
  const isUsable = async (key: unknown) => {
    const { kty, use = 'sig', alg = ALGORITHM[String(kty)] } = (key ?? {}) as JWK;
    if (use !== 'sig' || !alg || !ALGORITHMS.includes(alg)) return false;
    try {
      const imported = (await importJWK(key as JWK, alg)) as CryptoKey;
      const { modulusLength = LEAST_RSA_BITS } = imported.algorithm as { modulusLength?: number };
      return imported.type === 'public' && modulusLength >= LEAST_RSA_BITS;
    } catch {
      return false;
    }
  };
  const usable = await Promise.all(keys.map(isUsable));
  return keys.filter((_, index) => usable[index]) as JWK[];
}

type TokenSettings = Pick<
  ServiceConfig,
  | 'OIDC_ISSUER'
  | 'OIDC_AUDIENCE'
  | 'OIDC_TOKEN_TYPES'
  | 'OIDC_ROLES_CLAIM'
  | 'OIDC_LANDLORD_CLAIM'
  | 'OIDC_ROLE_MAP'
  | 'OIDC_SUBJECT_CLAIM'
  | 'OIDC_NAME_CLAIM'
  | 'OIDC_MAILBOX_CLAIM'
>;

/** Who a token says that somebody is, and the code of what in it cannot be, if anything. */
export interface Caller {
  actor: Actor;
  said: SaidOfPerson;
  contradiction?: 'no-known-role' | 'mixed-roles' | 'landlord-missing' | 'landlord-without-role';
}

/**
 * Reads JWT access tokens: RFC 9068's, and by settings those of providers that put roles elsewhere. Uses real time only: the
 * clock that cases live by may travel.
 */
export class AccessTokens {
  private readonly keys: IssuerKeys;
  private readonly verified = new Map<string, { caller: Caller; until: number }>();
  private readonly rolesAt: (readonly string[])[];
  private readonly landlordAt: readonly string[];
  private readonly subjectAt: readonly string[];
  private readonly nameAt: readonly string[];
  private readonly mailboxAt: readonly string[];
  private readonly roleMap: (readonly [string, Role])[];

  constructor(
    private readonly settings: TokenSettings,
    private readonly logger: ServiceLogger,
  ) {
    this.keys = new IssuerKeys(settings.OIDC_ISSUER, logger);
    this.rolesAt = settings.OIDC_ROLES_CLAIM.map((path) => claimPath(path) ?? []);
    this.landlordAt = claimPath(settings.OIDC_LANDLORD_CLAIM) ?? [];
    this.subjectAt = claimPath(settings.OIDC_SUBJECT_CLAIM) ?? [];
    this.nameAt = claimPath(settings.OIDC_NAME_CLAIM) ?? [];
    this.mailboxAt = claimPath(settings.OIDC_MAILBOX_CLAIM) ?? [];
    const map = settings.OIDC_ROLE_MAP.map(mappedRole).filter((one) => one !== undefined);
    this.roleMap = map.length ? map : ROLES.map((role) => [role, role]);
  }

  /**
   * @param authorization the header, `Bearer <token>`; the scheme's case does not matter (RFC 9110, 11.1)
   * @throws Problem 401 token-missing or token-invalid, 503 when no key could ever be read
   */
  async caller(authorization: string | undefined): Promise<Caller> {
    if (!authorization) throw new Problem(401, 'token-missing');
    const token = /^Bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(single(authorization, LONGEST_TOKEN) ?? '')?.[1];
    if (!token) throw new Problem(401, 'token-invalid');
    const digest = hash('sha256', token, 'base64');
    const known = this.verified.get(digest);
    if (known && Date.now() < known.until) return known.caller;
    const payload = await this.verify(token);
    const caller = this.callerOf(payload);
    const oldest = this.verified.keys().next().value;
    if (this.verified.size >= CACHED_TOKENS && oldest) this.verified.delete(oldest);
    this.verified.delete(digest);
    this.verified.set(digest, { caller, until: Math.min(Date.now() + CACHED_MS, Number(payload.exp) * 1000) });
    return caller;
  }

  private async verify(token: string): Promise<JWTPayload> {
    try {
      // A token that brings or names its own key is refused and not merely read without it: nobody honest sends one.
      const header = decodeProtectedHeader(token);
      if (['jwk', 'jku', 'x5u', 'x5c'].some((name) => name in header)) throw new errors.JWTInvalid('carries a key');
      const { payload } = await jwtVerify(token, this.keys.keyFor, {
        issuer: this.settings.OIDC_ISSUER,
        audience: this.settings.OIDC_AUDIENCE,
        algorithms: ALGORITHMS,
        clockTolerance: LEEWAY_SECONDS,
        requiredClaims: ['exp', 'sub'],
      });
      const type = String(header.typ).toLowerCase().replace('application/', '');
      if (!this.settings.OIDC_TOKEN_TYPES.some((one) => one.toLowerCase() === type)) throw new errors.JWTInvalid('typ');
      if (type === 'jwt' && isForSignIn(payload)) throw new errors.JWTInvalid('is not for calling');
      // It stands in logs and rows: no civil registration number may.
      for (const id of [payload.sub, claimAt(payload, this.subjectAt)])
        if (typeof id !== 'string' || !/^[\x21-\x7e]{1,255}$/.test(id) || textFault(id))
          throw new errors.JWTInvalid('sub');
      return payload;
    } catch (error) {
      if (error instanceof Problem) throw error;
      const { code = 'unreadable', claim, message } = error as { code?: string; claim?: string; message: string };
      const reason = code === 'ERR_JWT_INVALID' ? `${code} ${message}` : [code, claim].filter(Boolean).join(' ');
      this.logger.debug({ action: 'check-token', reason }, 'token refused');
      throw new Problem(401, 'token-invalid');
    }
  }

  private callerOf(claims: JWTPayload): Caller {
    const named = new Set(
      this.rolesAt.map((path) => claimAt(claims, path)).flatMap((one) => (Array.isArray(one) ? one : [])),
    );
    const roles = ROLES.filter((role) => this.roleMap.some(([name, ours]) => ours === role && named.has(name)));
    const { sub, client_id, azp, idtyp } = claims;
    const isService = sub === client_id || sub === azp || idtyp === 'app';
    // As in bodies, files and messages, where a uuid stands in small letters.
    const id = spelled(String(claimAt(claims, this.subjectAt)));
    const actor: Actor = { id, kind: isService ? 'service' : 'person', roles };
    const said = this.saidOf(claims);
    // Some providers write every attribute as a list.
    const landlords = [claimAt(claims, this.landlordAt) ?? []].flat().filter((one) => one !== '');
    const ofLandlord = roles.filter((role) => LANDLORD_ROLES.includes(role)).length;
    if (!roles.length) return { actor, said, contradiction: 'no-known-role' };
    if (ofLandlord && ofLandlord < roles.length) return { actor, said, contradiction: 'mixed-roles' };
    if (!ofLandlord)
      return landlords.length ? { actor, said, contradiction: 'landlord-without-role' } : { actor, said };
    const [landlord] = landlords;
    if (landlords.length > 1 || typeof landlord !== 'string' || !isUuid(landlord))
      return { actor, said, contradiction: 'landlord-missing' };
    return { actor: { ...actor, landlordRef: landlord.toLowerCase() }, said };
  }

  /** What could not be typed here either is left out: the token is good, and its name is not why somebody is let in. */
  private saidOf(claims: JWTPayload): SaidOfPerson {
    const [name, mailbox] = [this.nameAt, this.mailboxAt].map((path) => {
      const text = claimAt(claims, path);
      return typeof text === 'string' && text.length <= LONGEST_NAME ? spelled(text) : '';
    });
    return {
      ...(name && !/\n/.test(name) && !textFault(name) && { name }),
      ...(mailbox && MAILBOX.test(mailbox) && { mailbox }),
      issuedAt: new Date(1000 * (claims.iat ?? 0)),
    };
  }
}

const claimAt = (claims: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (at, name) =>
      typeof at === 'object' && at !== null && Object.hasOwn(at, name)
        ? (at as Record<string, unknown>)[name]
        : undefined,
    claims,
  );

/**
 * Is a token with the type `JWT` one that tells a client who signed in, or renews another? Keycloak says so itself; others
 * bind an ID token to its sign-in (OpenID Connect Core, 2).
 */
const isForSignIn = ({ typ, ...claims }: JWTPayload): boolean =>
  typeof typ === 'string'
    ? typ.toLowerCase() !== 'bearer'
    : ['nonce', 'at_hash', 'c_hash'].some((name) => name in claims);
