// SPDX-License-Identifier: MPL-2.0
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { IsInt, validateSync } from 'class-validator';
import { PublicCaseEvent, publicEvent } from '#contracts/public-event';
import { BootError, claimPath, loadConfig, mappedRole, ServiceConfig } from '../src/config.js';
import { WholeNumber } from '../src/whole-number.js';

const good = {
  DATABASE_URL: 'postgres://incidents_app:hunter2@localhost:5432/indgang',
  KAFKA_BROKERS: 'a:9092, b:9092',
  OIDC_ISSUER: 'http://127.0.0.1:4000',
};
const faultsOf = (env: Record<string, string>, ConfigClass: new () => ServiceConfig = ServiceConfig): string => {
  try {
    loadConfig(ConfigClass, env);
  } catch (error) {
    expect(error).toBeInstanceOf(BootError);
    return (error as Error).message;
  }
  throw new Error('no fault was found');
};

describe('settings', () => {
  test('are read, converted and completed by defaults; an empty variable is not set', () => {
    const config = loadConfig(ServiceConfig, {
      ...good,
      PORT: '4103',
      KAFKA_TLS: 'true',
      MUNICIPALITY_CODE: '',
      PATH: '/bin',
    });
    expect(config).toMatchObject({
      PORT: 4103,
      KAFKA_TLS: true,
      MUNICIPALITY_CODE: '0461',
      KAFKA_BROKERS: ['a:9092', 'b:9092'],
    });
    expect(config).not.toHaveProperty('PATH');
  });

  test('every fault is listed at once', () => {
    const message = faultsOf({
      PORT: 'eighty',
      KAFKA_BROKERS: 'nowhere',
      KAFKA_TLS: 'maybe',
      MUNICIPALITY_CODE: '46',
      TIME_TRAVEL: 'true',
    });
    for (const name of [
      'PORT',
      'DATABASE_URL',
      'KAFKA_BROKERS',
      'KAFKA_TLS',
      'OIDC_ISSUER',
      'MUNICIPALITY_CODE',
      'CLOCK_FILE',
    ]) {
      expect(message).toMatch(new RegExp(`^  ${name} `, 'm'));
    }
    expect(message).toMatch(/^7 faulty/);
  });

  test('no value is shown', () => {
    const message = faultsOf({
      ...good,
      DATABASE_URL: 'mysql://root:hunter2@host/db',
      OIDC_ISSUER: 'hunter2',
      LOG_LEVEL: 'hunter2',
    });
    expect(message).toContain('DATABASE_URL');
    expect(message).not.toContain('hunter2');
  });

  test('a secret may be a file; both or an unreadable file is a fault', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'indgang-config-')), 'url');
    writeFileSync(file, `${good.DATABASE_URL}\n`);
    const { DATABASE_URL, ...rest } = good;
    expect(loadConfig(ServiceConfig, { ...rest, DATABASE_URL_FILE: file }).DATABASE_URL).toBe(DATABASE_URL);
    expect(faultsOf({ ...good, DATABASE_URL_FILE: file })).toContain('must not both be set');
    expect(faultsOf({ ...rest, DATABASE_URL_FILE: `${file}-gone` })).toContain(
      'DATABASE_URL_FILE cannot be read (ENOENT)',
    );
  });

  test('production refuses time travel, an issuer without TLS and a missing public address', () => {
    const message = faultsOf({ ...good, NODE_ENV: 'production', TIME_TRAVEL: 'true', CLOCK_FILE: '/clock' });
    expect(message).toContain('TIME_TRAVEL must be false');
    expect(message).toContain('OIDC_ISSUER must be an https address');
    expect(message).toContain('PUBLIC_URL must be set');
  });

  test('the public address is one that events can carry', () => {
    for (const PUBLIC_URL of ['https://indgang.example', 'http://127.0.0.1:4101/', 'https://a.example/b/c/']) {
      const { PUBLIC_URL: base = '' } = loadConfig(ServiceConfig, { ...good, PUBLIC_URL });
      const { href } = publicEvent('rent-arrears', '/v1/rent-arrears', { id: randomUUID(), version: 1 }, 'opened');
      const event = Object.assign(new PublicCaseEvent(), { href: base.replace(/\/$/, '') + href });
      expect(validateSync(event).filter(({ property }) => property === 'href')).toEqual([]);
    }
    for (const PUBLIC_URL of [
      'https://user:secret@indgang.example',
      'https://indgang.example/?a=b',
      'https://indgang.example/#a',
      'https://indgang.example//',
      'https://indgang.example/1/2/3/4/5',
      'http://[::1]:4101',
      'ftp://indgang.example',
    ])
      expect(faultsOf({ ...good, PUBLIC_URL })).toContain('PUBLIC_URL must be an http(s) address');
  });

  test('whole numbers are written in digits', () => {
    for (const PORT of ['0x10', '1e3', ' 5', '05', '+5', '5.0', '1_0', 'Infinity'])
      expect(faultsOf({ ...good, PORT })).toMatch(/PORT .*must be an integer number/);
  });

  test('how tokens are read, and who is trusted, is checked at the start and named', () => {
    const faults: [Record<string, string>, string][] = [
      [{ OIDC_TOKEN_TYPES: 'jwt' }, 'OIDC_TOKEN_TYPES must be at+jwt, JWT or both'],
      [{ OIDC_TOKEN_TYPES: ',' }, 'OIDC_TOKEN_TYPES must be at+jwt, JWT or both'],
      [{ OIDC_TOKEN_TYPES: 'JWT', OIDC_AUDIENCE: 'x', OIDC_CLIENT_ID: 'x' }, 'OIDC_AUDIENCE must differ'],
      [{ OIDC_ROLES_CLAIM: ',' }, 'OIDC_ROLES_CLAIM must name at least one claim'],
      [{ OIDC_ROLES_CLAIM: 'realm_access..roles' }, 'OIDC_ROLES_CLAIM and OIDC_LANDLORD_CLAIM must be names'],
      [{ OIDC_ROLES_CLAIM: 'x'.repeat(201) }, 'OIDC_ROLES_CLAIM must be paths'],
      [{ OIDC_LANDLORD_CLAIM: '.landlord' }, 'OIDC_ROLES_CLAIM and OIDC_LANDLORD_CLAIM must be names'],
      [{ OIDC_ROLE_MAP: 'Leder' }, 'OIDC_ROLE_MAP must be name=role'],
      [{ OIDC_ROLE_MAP: '=team_leader' }, 'OIDC_ROLE_MAP must be name=role'],
      [{ OIDC_ROLE_MAP: 'Leder=team_leader, Chef=boss' }, 'OIDC_ROLE_MAP must be name=role'],
      [{ OIDC_NAME_CLAIM: 'a..b' }, 'OIDC_SUBJECT_CLAIM, OIDC_NAME_CLAIM and OIDC_MAILBOX_CLAIM must be names'],
      [{ OIDC_SCOPE: 'openid  x' }, 'OIDC_SCOPE must be scopes'],
      [{ TRUSTED_PROXIES: 'proxy.example' }, 'TRUSTED_PROXIES must be IP addresses'],
      [{ TRUSTED_PROXIES: '10.0.0.0/33' }, 'TRUSTED_PROXIES must be IP addresses'],
      [{ TRUSTED_PROXIES: '10.0.0.0/8/8' }, 'TRUSTED_PROXIES must be IP addresses'],
      [{ DRAIN_SECONDS: '301' }, 'DRAIN_SECONDS must not be greater than 300'],
    ];
    for (const [env, sentence] of faults) {
      expect(faultsOf({ ...good, ...env })).toContain(`\n  ${sentence}`);
      expect(faultsOf({ ...good, ...env })).toMatch(/^1 faulty/);
    }
    const config = loadConfig(ServiceConfig, {
      ...good,
      OIDC_ROLES_CLAIM: 'realm_access.roles,https://x\\.example/roles',
      OIDC_ROLE_MAP: 'Leder=team_leader, a=b=auditor',
      TRUSTED_PROXIES: '10.0.0.0/8,::1,fd00::/8,192.168.1.1',
    });
    expect(config.OIDC_ROLES_CLAIM.map(claimPath)).toEqual([['realm_access', 'roles'], ['https://x.example/roles']]);
    expect(config.OIDC_ROLE_MAP.map(mappedRole)).toEqual([
      ['Leder', 'team_leader'],
      ['a=b', 'auditor'],
    ]);
  });

  test('SASL needs a user and a password', () => {
    expect(faultsOf({ ...good, KAFKA_SASL_MECHANISM: 'scram-sha-512', KAFKA_USERNAME: 'x' })).toContain(
      'KAFKA_PASSWORD',
    );
  });

  test('a service adds settings of its own', () => {
    class OwnConfig extends ServiceConfig {
      @WholeNumber()
      @IsInt()
      QUIET_DAYS: number;
    }
    expect(loadConfig(OwnConfig, { ...good, QUIET_DAYS: '14' }).QUIET_DAYS).toBe(14);
    expect(faultsOf(good, OwnConfig)).toContain('QUIET_DAYS is not set');
  });
});
