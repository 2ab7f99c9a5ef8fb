// SPDX-License-Identifier: MPL-2.0
import 'reflect-metadata';
import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { plainToInstance, Transform } from 'class-transformer';
import {
  ArrayMinSize,
  getMetadataStorage,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUrl,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  validateSync,
} from 'class-validator';
import { ROLES, type Role } from '#contracts/roles';
import { WholeNumber } from './whole-number.js';

const secrets = new Set<string>();

/** A setting that may be given as a file, `<NAME>_FILE`, and is never printed. */
export function Secret(): PropertyDecorator {
  return (_, property) => void secrets.add(String(property));
}

/** `true`/`false`; anything else is kept and so refused by `@IsBoolean`. */
export const Flag = () =>
  Transform(({ value }) => (value === 'true' || value === true ? true : value === 'false' ? false : value));

/** Comma separated. */
export const List = () =>
  Transform(({ value }) =>
    typeof value === 'string'
      ? value
          .split(',')
          .map((part) => part.trim())
          .filter(Boolean)
      : value,
  );

/** What events may carry before `/v1/…` of an `href` (public-event.ts). */
const BASE_ADDRESS = /^https?:\/\/[A-Za-z0-9._-]{1,253}(:[0-9]{1,5})?(\/[A-Za-z0-9._~-]{1,60}){0,4}\/?$/;

/**
 * Where a claim stands in a token: names separated by dots, `\.` for a dot in a name.
 * @returns nothing when a name is empty
 */
export function claimPath(path: string): readonly string[] | undefined {
  const names = path.split(/(?<!\\)\./).map((name) => name.replaceAll('\\.', '.'));
  return names.every(Boolean) ? names : undefined;
}

/** `name=role` → the provider's name and our role; nothing when it is not of that form. */
export function mappedRole(entry: string): readonly [string, Role] | undefined {
  const at = entry.lastIndexOf('=');
  const role = ROLES.find((one) => one === entry.slice(at + 1));
  return at > 0 && role ? [entry.slice(0, at), role] : undefined;
}

/** `10.0.0.0/8` or one address. */
function isAddressRange(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  const family = isIP(address);
  const isPrefix = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
  return family > 0 && isPrefix && more.length === 0;
}

const anyHost = { require_tld: false, require_protocol: true };

/**
 * Settings every service has; a service extends it with its own. Property names are the names of the environment
 * variables, and an initialiser is the default.
 */
export class ServiceConfig {
  @IsIn(['production', 'development', 'test'])
  NODE_ENV: string = 'development';

  /** HTTP port of the API; 0 takes a free one. */
  @WholeNumber()
  @IsInt()
  @Min(0)
  @Max(65_535)
  PORT: number = 0;

  /** HTTP port of health and metrics; 0 takes a free one. */
  @WholeNumber()
  @IsInt()
  @Min(0)
  @Max(65_535)
  MANAGEMENT_PORT: number = 0;

  /** Address on which both ports listen. */
  @IsString()
  @MinLength(1)
  HOST: string = '0.0.0.0';

  /** Address of the service's runtime role, `postgres://<service>_app:…@host:5432/database`. */
  @Secret()
  @Matches(/^postgres(ql)?:\/\/[^\s]+$/, { message: 'must be a postgres:// address' })
  DATABASE_URL: string;

  /** Connections per process for commands, reads and consumers. */
  @WholeNumber()
  @IsInt()
  @Min(2)
  @Max(100)
  DATABASE_POOL_SIZE: number = 10;

  /** How long the start waits for a PostgreSQL that does not answer yet, milliseconds. */
  @WholeNumber()
  @IsInt()
  @Min(0)
  @Max(3_600_000)
  DATABASE_WAIT_MS: number = 60_000;

  /** `host:port` of one or more brokers, comma separated. */
  @List()
  @ArrayMinSize(1, { message: 'must name at least one broker as host:port' })
  @Matches(/^[^\s:,]+:\d{1,5}$/, { each: true, message: 'must be host:port, comma separated' })
  KAFKA_BROKERS: string[];

  @Flag()
  @IsBoolean({ message: 'must be true or false' })
  KAFKA_TLS: boolean = false;

  /** PEM file of the certificate authority, when it is not a public one. */
  @IsOptional()
  @IsString()
  KAFKA_CA_FILE?: string;

  @IsOptional()
  @IsIn(['plain', 'scram-sha-256', 'scram-sha-512'])
  KAFKA_SASL_MECHANISM?: 'plain' | 'scram-sha-256' | 'scram-sha-512';

  @IsOptional()
  @IsString()
  KAFKA_USERNAME?: string;

  @Secret()
  @IsOptional()
  @IsString()
  KAFKA_PASSWORD?: string;

  /** Name of this process among those of its service, kept when it is started again: its messages then wait for nothing. */
  @IsOptional()
  @Matches(/^[a-zA-Z0-9._-]{1,200}$/, { message: 'may hold letters, digits, dot, dash and underscore' })
  KAFKA_INSTANCE_ID?: string;

  /** Put before every topic and consumer group, so that several installations can share a cluster. */
  @Matches(/^[a-zA-Z0-9._-]{0,60}$/, { message: 'may hold letters, digits, dot, dash and underscore' })
  TOPIC_PREFIX: string = '';

  /** Issuer of access tokens, exactly as in their `iss`. */
  @IsUrl({ ...anyHost, protocols: ['http', 'https'] }, { message: 'must be an http(s) address' })
  OIDC_ISSUER: string;

  @IsString()
  @MinLength(1)
  OIDC_AUDIENCE: string = 'indgang';

  /** Public client as which the API page signs in; its redirect URI is PUBLIC_URL + `/docs/oauth2-redirect.html`. */
  @Matches(/^[\x21-\x7e]{1,255}$/, { message: 'must be 1-255 visible ASCII characters' })
  OIDC_CLIENT_ID: string = 'indgang-docs';

  /** `typ` of the access tokens that count: `at+jwt` (RFC 9068), or `JWT`, as Keycloak and Entra ID have it by default. */
  @List()
  @ArrayMinSize(1, { message: 'must be at+jwt, JWT or both' })
  @IsIn(['at+jwt', 'JWT'], { each: true, message: 'must be at+jwt, JWT or both' })
  OIDC_TOKEN_TYPES: string[] = ['at+jwt'];

  /** Claims that hold roles, each a list; several are added up. A path: `realm_access.roles`. */
  @List()
  @ArrayMinSize(1, { message: 'must name at least one claim' })
  @MaxLength(200, { each: true, message: 'must be paths of at most 200 characters' })
  OIDC_ROLES_CLAIM: string[] = ['roles'];

  /** Claim that holds the uuid of the landlord whose staff somebody is; a path. */
  @Length(1, 200, { message: 'must be a path of at most 200 characters' })
  OIDC_LANDLORD_CLAIM: string = 'landlord';

  /** Claim by which a person is known everywhere, for ever; a path. */
  @Length(1, 200, { message: 'must be a path of at most 200 characters' })
  OIDC_SUBJECT_CLAIM: string = 'sub';

  /** Claim that holds the name of a municipal person, for the register of staff; a path. */
  @Length(1, 200, { message: 'must be a path of at most 200 characters' })
  OIDC_NAME_CLAIM: string = 'name';

  /** Claim that holds the mailbox of a municipal person, for the register of staff; a path. */
  @Length(1, 200, { message: 'must be a path of at most 200 characters' })
  OIDC_MAILBOX_CLAIM: string = 'email';

  /** Our roles by the provider's names, `Leder=team_leader,…`. Where it is set, a name that is not in it is no role. */
  @List()
  @MaxLength(200, { each: true, message: 'must be name=role of at most 200 characters, comma separated' })
  OIDC_ROLE_MAP: string[] = [];

  /** Scopes that the API page asks for when somebody signs in there, separated by spaces. */
  @Matches(/^[\x21-\x7e]{1,200}( [\x21-\x7e]{1,200}){0,19}$/, { message: 'must be scopes separated by single spaces' })
  OIDC_SCOPE: string = 'openid';

  /** Four digits, as in the register of authorities; part of every event's `source`. */
  @Matches(/^\d{4}$/, { message: 'must be four digits' })
  MUNICIPALITY_CODE: string = '0461';

  /** Address under which clients reach this service: `type` of problems, `href` and `dataschema` of events. Empty: http://127.0.0.1:PORT. */
  @IsOptional()
  @Matches(BASE_ADDRESS, { message: 'must be an http(s) address with at most 4 path segments, without user or query' })
  PUBLIC_URL?: string;

  /** Requests per minute of one client in one process; beyond it 429. */
  @WholeNumber()
  @IsInt()
  @Min(1)
  @Max(10_000_000)
  RATE_LIMIT_PER_MINUTE: number = 6000;

  /** Bytes of one file that is sent to a route that takes one; beyond it 413. */
  @WholeNumber()
  @IsInt()
  @Min(1024)
  @Max(100 * 1024 * 1024)
  MAX_FILE_BYTES: number = 10 * 1024 * 1024;

  /** Addresses or ranges (`10.0.0.0/8`) of proxies whose `X-Forwarded-For` says who calls; comma separated. */
  @List()
  @MaxLength(50, { each: true, message: 'must be addresses or ranges, comma separated' })
  TRUSTED_PROXIES: string[] = [];

  /** How long, after SIGTERM, requests are still taken while readiness says no, so that whoever sends them hears of it. */
  @WholeNumber()
  @IsInt()
  @Min(0)
  @Max(300)
  DRAIN_SECONDS: number = 5;

  /** Take the time that cases live by from CLOCK_FILE. Never in production: legal dates must not be movable. */
  @Flag()
  @IsBoolean({ message: 'must be true or false' })
  TIME_TRAVEL: boolean = false;

  @IsOptional()
  @IsString()
  CLOCK_FILE?: string;

  /** Pause between two looks for cases on which time acts, milliseconds. */
  @WholeNumber()
  @IsInt()
  @Min(20)
  @Max(3_600_000)
  SWEEP_EVERY_MS: number = 10_000;

  @IsIn(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'])
  LOG_LEVEL: string = 'info';

  /**
   * What tells one request from another where answers are remembered. A service whose requests hold what must not be guessed
   * from it overrides it by one with a key.
   */
  fingerprint(text: string): string {
    return hash('sha256', text, 'base64');
  }

  /** Faults that concern several settings at once, as `NAME sentence`. An override adds to `super.faults()`. */
  faults(): string[] {
    const faults: string[] = [];
    const production = this.NODE_ENV === 'production';
    if (this.DATABASE_URL && !URL.canParse(this.DATABASE_URL)) {
      faults.push('DATABASE_URL must be an address; write special characters of the password as %XX');
    }
    if (production && this.TIME_TRAVEL) faults.push('TIME_TRAVEL must be false when NODE_ENV is production');
    if (this.TIME_TRAVEL === true && !this.CLOCK_FILE) faults.push('CLOCK_FILE must be set when TIME_TRAVEL is true');
    if (production && this.OIDC_ISSUER?.startsWith('http:')) {
      faults.push('OIDC_ISSUER must be an https address when NODE_ENV is production');
    }
    if (![...this.OIDC_ROLES_CLAIM, this.OIDC_LANDLORD_CLAIM].every(claimPath)) {
      faults.push('OIDC_ROLES_CLAIM and OIDC_LANDLORD_CLAIM must be names separated by dots, \\. for a dot in a name');
    }
    if (![this.OIDC_SUBJECT_CLAIM, this.OIDC_NAME_CLAIM, this.OIDC_MAILBOX_CLAIM].every(claimPath)) {
      faults.push(
        'OIDC_SUBJECT_CLAIM, OIDC_NAME_CLAIM and OIDC_MAILBOX_CLAIM must be names separated by dots, \\. for a dot in a name',
      );
    }
    if (!this.OIDC_ROLE_MAP.every(mappedRole)) {
      faults.push(`OIDC_ROLE_MAP must be name=role, comma separated; roles are ${ROLES.join(', ')}`);
    }
    if (this.OIDC_TOKEN_TYPES.includes('JWT') && this.OIDC_AUDIENCE === this.OIDC_CLIENT_ID) {
      faults.push(
        'OIDC_AUDIENCE must differ from OIDC_CLIENT_ID with JWT in OIDC_TOKEN_TYPES: an ID token would count',
      );
    }
    if (!this.TRUSTED_PROXIES.every(isAddressRange)) {
      faults.push('TRUSTED_PROXIES must be IP addresses or ranges such as 10.0.0.0/8, comma separated');
    }
    if (production && !this.PUBLIC_URL) faults.push('PUBLIC_URL must be set when NODE_ENV is production');
    if (this.KAFKA_SASL_MECHANISM && !(this.KAFKA_USERNAME && this.KAFKA_PASSWORD)) {
      faults.push('KAFKA_USERNAME and KAFKA_PASSWORD (or KAFKA_PASSWORD_FILE) must be set with KAFKA_SASL_MECHANISM');
    }
    return faults;
  }
}

/** The start is refused; `message` is meant for the person who starts the service. */
export class BootError extends Error {}

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads a config class from the environment; an empty variable counts as not set.
 * @throws BootError that names every fault at once and no value, since a value may be a secret.
 */
export function loadConfig<Config extends ServiceConfig>(ConfigClass: new () => Config, env: Environment): Config {
  const faults: string[] = [];
  const given: Record<string, string> = {};
  for (const name of settingsOf(ConfigClass)) {
    if (env[name]) given[name] = env[name];
    const file = env[`${name}_FILE`];
    if (!secrets.has(name) || !file) continue;
    if (given[name] !== undefined) faults.push(`${name} and ${name}_FILE must not both be set`);
    try {
      given[name] = readFileSync(file, 'utf8').trim();
    } catch (error) {
      faults.push(`${name}_FILE cannot be read (${(error as NodeJS.ErrnoException).code})`);
    }
  }
  const config = plainToInstance(ConfigClass, given);
  for (const { property, constraints = {} } of validateSync(config, { forbidUnknownValues: false })) {
    if (faults.some((fault) => fault.startsWith(`${property}_FILE`))) continue;
    const missing = (config as Record<string, unknown>)[property] === undefined;
    const sentences = Object.values(constraints).map((sentence) => sentence.replace(`${property} `, ''));
    faults.push(
      `${property} ${missing ? `is not set${secrets.has(property) ? ` (nor ${property}_FILE)` : ''}` : sentences.join('; ')}`,
    );
  }
  faults.push(...config.faults());
  if (faults.length) throw new BootError(`${faults.length} faulty setting(s):\n  ${faults.join('\n  ')}`);
  return config;
}

function settingsOf(ConfigClass: new () => ServiceConfig): Set<string> {
  const metadata = getMetadataStorage().getTargetValidationMetadatas(ConfigClass, '', false, false);
  return new Set(metadata.map(({ propertyName }) => propertyName));
}
