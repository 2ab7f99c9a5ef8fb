// SPDX-License-Identifier: MPL-2.0
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { Kafka, logLevel } from 'kafkajs';
import pg from 'pg';
import { LANDLORD_ROLES, ROLES } from '#contracts/roles';
import { eventually, requireBuild } from '#testing';
import { commandLine, freePorts } from '../../tools/stack/child.ts';
import { type DemoUser, demoUsers, landlords } from '../../tools/stack/demo-users.ts';
import { requestToken, startIssuer } from '../../tools/stack/issuer.ts';
import { startKafka } from '../../tools/stack/kafka.ts';
import { startPostgres } from '../../tools/stack/postgres.ts';
import { supervise } from '../../tools/stack/supervisor.ts';

/** Mode 700: as root, the server's user cannot enter it by its own rights. */
let folder: string;
const started: { stop(): Promise<void> }[] = [];
const keep = <T extends { stop(): Promise<void> }>(part: T): T => {
  started.push(part);
  return part;
};
beforeAll(requireBuild);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'indgang-stack-'));
});
afterEach(async () => {
  for (const part of started.splice(0)) await part.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** A part in a launcher of its own, which can be killed. */
async function launch(...args: string[]): Promise<{ launcher: ChildProcess; output: string; code?: number }> {
  const launcher = spawn(process.execPath, ['tools/stack/part.ts', ...args], { stdio: 'pipe' });
  let output = '';
  for (const stream of [launcher.stdout, launcher.stderr]) stream.on('data', (data) => (output += data));
  const code = await new Promise<number | undefined>((resolve) => {
    launcher.stdout.on('data', () => resolve(undefined));
    launcher.on('close', (code) => resolve(code ?? -1));
  });
  return { launcher, output, code };
}

const kill9 = (launcher: ChildProcess) =>
  new Promise((resolve) => {
    launcher.on('exit', resolve);
    launcher.kill('SIGKILL');
  });

async function sql(url: string, text: string) {
  const client = new pg.Client(url);
  await client.connect();
  client.on('error', () => {});
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

/** A port on which somebody else listens. */
async function takenPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  keep({ stop: async () => void server.close() });
  return (server.address() as { port: number }).port;
}

describe('PostgreSQL', () => {
  test('goes with a killed launcher, and the next start on folder and port has the data', async () => {
    const [port] = await freePorts(1);
    const { launcher, output } = await launch('postgres', '--folder', folder, '--port', String(port));
    const url = output.trim().replace('DATABASE_URL=', '');
    await sql(url, 'create table kept as select 42 as answer');
    await kill9(launcher);
    const again = keep(await startPostgres({ dataDir: folder, port }));
    expect(again.url).toBe(url);
    expect(await sql(url, 'select * from kept')).toEqual([{ answer: 42 }]);
  });

  test('a killed server is started again', async () => {
    const said: string[] = [];
    const postgres = keep(await startPostgres({ dataDir: folder, say: (line) => said.push(line) }));
    await sql(postgres.url, 'create table kept as select 42 as answer');
    postgres.kill9();
    expect(await eventually(() => said.length || Promise.reject(new Error('still up')))).toBe(1);
    expect(await eventually(() => sql(postgres.url, 'select * from kept'))).toEqual([{ answer: 42 }]);
  });

  test('takes no one in without the password, and names the setting of a taken port', async () => {
    const postgres = keep(await startPostgres({ dataDir: folder }));
    await expect(sql(postgres.url.replace(/:[^:@]+@/, ':wrong@'), 'select 1')).rejects.toMatchObject({ code: '28P01' });
    const port = await takenPort();
    await expect(startPostgres({ dataDir: join(folder, 'other'), port })).rejects.toThrow(
      `Port ${port} (PostgreSQL) is taken: stop what listens there, or set POSTGRES_PORT to another port.`,
    );
  });
});

describe('Kafka', () => {
  const client = (broker: string, sasl?: { username: string; password: string }) =>
    new Kafka({
      brokers: [broker],
      logLevel: logLevel.NOTHING,
      retry: { retries: 0 },
      ...(sasl ? { sasl: { mechanism: 'scram-sha-256', ...sasl } } : {}),
    }).admin();
  const topicsOf = async (...args: Parameters<typeof client>) => {
    const admin = client(...args);
    try {
      await admin.connect();
      return await admin.listTopics();
    } finally {
      await admin.disconnect();
    }
  };

  test('goes with a killed launcher, and the next start on folder and port has the topics', async () => {
    const { launcher, output } = await launch('kafka', '--folder', folder);
    const broker = output.trim().replace('KAFKA_BROKERS=', '');
    const { pid } = JSON.parse(readFileSync(join(folder, 'kafka.pid'), 'utf8'));
    const admin = client(broker);
    await admin.connect();
    await admin.createTopics({ topics: [{ topic: 'kept' }], waitForLeaders: true });
    await admin.disconnect();
    await kill9(launcher);
    await eventually(() => expect(commandLine(pid)).toBeUndefined());
    const again = keep(await startKafka({ dataDir: folder }));
    expect(await topicsOf(again.brokers)).toContain('kept');
    again.kill9();
    expect(await eventually(() => topicsOf(again.brokers))).toContain('kept');
  });

  test('on any cluster id; with SASL only the user who knows the password gets in', async () => {
    // One cluster id in 64 begins with a dash, as an option of the tool does that formats the folder.
    writeFileSync(join(folder, 'cluster-id'), `-${'A'.repeat(21)}`);
    const sasl = { username: 'indgang', password: 'right' };
    const { brokers } = keep(await startKafka({ dataDir: folder, sasl }));
    expect(await topicsOf(brokers, sasl)).toEqual(expect.any(Array));
    await expect(topicsOf(brokers, { ...sasl, password: 'wrong' })).rejects.toThrow(/authentication failed/i);
    await expect(topicsOf(brokers)).rejects.toThrow();
  });

  test('names the setting of a taken port', async () => {
    const port = await takenPort();
    await expect(startKafka({ dataDir: folder, port })).rejects.toThrow(`Port ${port} (Kafka) is taken`);
    await expect(startKafka({ dataDir: folder, port })).rejects.toThrow('set KAFKA_PORT');
  });
});

describe('issuer', () => {
  test('gives each demo user a signed access token with the claims services read', async () => {
    const { issuer } = keep(await startIssuer());
    const { jwks_uri } = (await (await fetch(`${issuer}/.well-known/openid-configuration`)).json()) as {
      jwks_uri: string;
    };
    const keys = createRemoteJWKSet(new URL(jwks_uri));
    for (const [name, user] of Object.entries<DemoUser>(demoUsers)) {
      const token = await requestToken(issuer, name);
      const { payload } = await jwtVerify(token, keys, { issuer, audience: 'indgang', typ: 'at+jwt' });
      const { about: _, ...claims } = user;
      expect(payload).toMatchObject(claims);
    }
    await expect(requestToken(issuer, 'stranger')).rejects.toThrow('no demo user stranger');
  });

  test('there is a user for each role, and two landlords with an admin and a caretaker each', () => {
    const users = Object.values<DemoUser>(demoUsers);
    expect(new Set(users.flatMap(({ roles }) => roles))).toEqual(new Set(ROLES));
    for (const { id } of Object.values(landlords))
      expect(users.filter(({ landlord }) => landlord === id).flatMap(({ roles }) => roles)).toEqual(LANDLORD_ROLES);
    expect(new Set(users.map(({ sub }) => sub)).size).toBe(users.length);
  });

  test('a token outlives a restart of the issuer', async () => {
    const first = await startIssuer({ dataDir: folder });
    const token = await requestToken(first.issuer, 'operator');
    await first.stop();
    const { issuer } = keep(await startIssuer({ dataDir: folder, port: Number(new URL(first.issuer).port) }));
    await jwtVerify(token, createRemoteJWKSet(new URL(`${issuer}/jwks`)), { issuer });
  });

  test('does not run in production', async () => {
    const before = process.env.NODE_ENV;
    process.env.NODE_ENV = 'production';
    try {
      await expect(startIssuer()).rejects.toThrow('does not run with NODE_ENV=production');
    } finally {
      process.env.NODE_ENV = before;
    }
  });
});

describe('launcher', () => {
  const run = (args: string[], env: Record<string, string> = {}) =>
    new Promise<{ code: number | null; output: string }>((resolve) => {
      const child = spawn(process.execPath, ['tools/stack/main.ts', ...args], {
        env: { ...process.env, INDGANG_STATE: join(folder, 'state'), NODE_OPTIONS: '', ...env },
      });
      let output = '';
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += data));
      child.on('close', (code) => resolve({ code, output }));
    });

  test('an option it does not know, and a setting that is no port, are named', async () => {
    expect(await run(['--storry'])).toMatchObject({
      code: 1,
      output: expect.stringContaining(`Unknown option '--storry'`),
    });
    expect(await run([], { KAFKA_PORT: 'many' })).toMatchObject({
      code: 1,
      output: '\nKAFKA_PORT=many is not a port.\n',
    });
  });

  test('a taken port is named with its setting before anything is started', async () => {
    const port = await takenPort();
    const others = ['AGREEMENTS', 'REFERRALS', 'INCIDENTS', 'POSTGRES', 'KAFKA', 'OIDC'];
    const free = await freePorts(others.length * 2);
    const env = Object.fromEntries(others.map((name, index) => [`${name}_PORT`, String(free[index * 2])]));
    const { code, output } = await run([], {
      ...env,
      ...Object.fromEntries(
        others.slice(0, 3).map((name, index) => [`${name}_MANAGEMENT_PORT`, String(free[index * 2 + 1])]),
      ),
      NOTIFICATIONS_PORT: String(port),
    });
    expect({ code, output }).toEqual({
      code: 1,
      output: `\nPort ${port} (notifications) is taken: stop what listens there, or set NOTIFICATIONS_PORT to another port.\n`,
    });
  });

  test('a process that dies is restarted, each time after a longer pause, and it is said', async () => {
    const said: string[] = [];
    const supervised = await supervise(
      'incidents',
      {
        command: process.execPath,
        args: ['-e', 'process.exit(3)', folder],
        log: join(folder, 'log'),
        pidFile: join(folder, 'pid'),
        mark: folder,
        deathSignal: 'KILL',
      },
      (line) => said.push(line),
    );
    keep(supervised);
    await eventually(() => expect(said.length).toBeGreaterThanOrEqual(3));
    expect(said.slice(0, 3).map((line) => /in ([\d.]+) s/.exec(line)?.[1])).toEqual(['0.25', '0.5', '1']);
    expect(said[0]).toContain('incidents ended (code 3)');
  });
});
