// SPDX-License-Identifier: MPL-2.0
// Nobody is found outside the vault: synthetic citizens are registered, looked up, acted upon and mistyped into every place there
// is, and then looked for in every table of the four services, the write-ahead log, every topic, the logs and the answers.
// LEAK_CITIZENS sets how many; each search is shown to find one that was planted.
import { randomBytes, randomUUID } from 'node:crypto';
import { appendFileSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { allTopics, SERVICES, type ServiceName, topics } from '#contracts/topics';
import { types } from '#contracts/types';
import { addDays } from '#domain';
import {
  createTopics,
  eventually,
  freshDatabase,
  landlords,
  readTopic,
  request,
  requireBuild,
  type TestDatabase,
  tellFacts,
  testEnv,
  topicPrefix,
  travel,
  type User,
} from '#testing';
import { ROOT } from '../tools/contracts/project.ts';
import { type Child, freePorts, startChild } from '../tools/stack/child.ts';
import { services } from './services.ts';

const CITIZENS = Number(process.env.LEAK_CITIZENS ?? 100);
/** With so many of them all is tried that somebody may mistype; with the others some of it. */
const EVERYTHING = 30;
const TODAY = '2026-12-01';
const prefix = topicPrefix();
/** In every name, address and mailbox, and nowhere else in the world. */
const MARK = `xq${randomBytes(6)
  .toString('hex')
  .replace(/\d/g, (digit) => 'ghjklmnpqr'[Number(digit)]!)}`;

interface Synthetic {
  cpr: string;
  name: string;
}
const people: Synthetic[] = Array.from({ length: CITIZENS }, (_, n) => {
  const day = addDays('1940-01-01', (n * 7) % 20_000);
  const serial = String(1000 + ((n * 37) % 3000));
  return { cpr: `${day.slice(8)}${day.slice(5, 7)}${day.slice(2, 4)}${serial}`, name: `Åse ${MARK}${n} Prøve` };
});
const numbers = new Set(people.map(({ cpr }) => cpr));

/** What of these people stands in a text, in any spelling. */
function found(text: string): string[] {
  const hits: string[] = [];
  const lower = text.toLowerCase();
  for (let at = lower.indexOf(MARK); at >= 0; at = lower.indexOf(MARK, at + 1)) hits.push(lower.slice(at, at + 30));
  for (const [, six = '', four = ''] of text.matchAll(/(?=(\d{6})[-– .]?(\d{4}))/g))
    if (numbers.has(six + four)) hits.push(six + four);
  return hits;
}

const databases = {} as Record<ServiceName, TestDatabase>;
const urls = {} as Record<ServiceName, string>;
const logs = {} as Record<ServiceName, string>;
const children: Child[] = [];
/** Every answer but those that are to say who somebody is. */
const answers: string[] = [];
let walFrom = '';

const call = async (user: User, service: ServiceName, method: string, path: string, body?: unknown, headers = {}) => {
  const reply = await request(`${urls[service]}/v1/${path}`, user, method, body, { 'if-match': '*', ...headers });
  const tellsWho = reply.status === 200 && /\/(person|address)\?|^citizens\/search$/.test(path);
  if (!tellsWho) answers.push(JSON.stringify([reply.body, reply.etag]));
  expect([path.replace(/\d{6}.?\d{4}/, '…'), reply.status < 500]).toEqual([path.replace(/\d{6}.?\d{4}/, '…'), true]);
  return reply;
};

beforeAll(async () => {
  await requireBuild();
  await createTopics(prefix);
  const ports = await freePorts(8);
  const folder = join(process.env.INDGANG_TEST_FOLDER!, `leaks-${randomUUID()}`);
  mkdirSync(folder, { recursive: true });
  for (const [place, service] of SERVICES.entries()) {
    const database = await freshDatabase(service, services[service].migrations);
    databases[service] = database;
    const [port, management] = [ports[2 * place]!, ports[2 * place + 1]!];
    const overrides = {
      ...{ PORT: String(port), MANAGEMENT_PORT: String(management), LOG_LEVEL: 'trace' },
      ...{ RATE_LIMIT_PER_MINUTE: '10000000', DATABASE_WAIT_MS: '0' },
    };
    const env = await testEnv(service, { database, topicPrefix: prefix, overrides });
    travel(env, TODAY);
    urls[service] = `http://127.0.0.1:${port}`;
    logs[service] = join(folder, `${service}.log`);
    children.push(
      startChild({
        command: process.execPath,
        args: [join(ROOT, 'dist/apps', service, 'src/main.js')],
        env: () => ({ ...process.env, NODE_OPTIONS: '', ...env }),
        log: logs[service],
        pidFile: join(folder, `${service}.pid`),
        mark: folder,
        deathSignal: 'KILL',
      }),
    );
    await eventually(async () => expect((await fetch(`http://127.0.0.1:${management}/health/ready`)).status).toBe(200));
  }
  const [at] = await databases.referrals.query<{ lsn: string }>('select pg_current_wal_lsn()::text as lsn');
  walFrom = at!.lsn;
}, 120_000);

afterAll(async () => {
  await Promise.all(children.map((child) => child.stop('SIGTERM', 10_000)));
  for (const database of Object.values(databases)) await database.drop();
});

/** A dwelling each, and no more of them in an agreement than fit into a message. */
const DWELLINGS = 250;
const dwellings = people.map(() => randomUUID());
const agreements = Array.from({ length: Math.ceil(CITIZENS / DWELLINGS) }, () => randomUUID());

/** All that happens to one of them, and all that somebody mistypes. */
async function live({ cpr, name }: Synthetic, place: number): Promise<void> {
  const dashed = `${cpr.slice(0, 6)}-${cpr.slice(6)}`;
  const social = (method: string, path: string, body?: unknown, headers = {}) =>
    call('social_caseworker', 'referrals', method, path, body, headers);
  const input = {
    cpr: place % 2 ? cpr : dashed,
    name,
    address: { text: `${MARK} Allé ${place}`, protected: place % 3 === 0 },
    contact: { mailbox: `${MARK}${place}@borger.example` },
    household: { adults: 1, children: place % 4 },
  };
  const key = { 'idempotency-key': randomUUID() };
  const agreementRef = agreements[Math.trunc(place / DWELLINGS)];
  const consent = { scope: 'tell_court', textVersion: '1', givenOn: TODAY, medium: 'paper' };
  const referred = (citizen: object, more: object = {}) => ({
    ...{
      agreementRef,
      citizen,
      grounds: 'law',
      householdSize: 1,
      consents: [{ ...consent, scope: 'housing_referral' }],
    },
    ...{ assessment: { characteristics: ['debt'], supportNeed: 'none', paymentCapacityOere: 400_000 }, ...more },
  });
  // By itself, or with the referral.
  const [at, whole] = place % 2 ? ['referrals', referred] : ['citizens', (citizen: object) => citizen];
  const registered = await social('POST', at, whole(input), key);
  expect(registered.status).toBe(201);
  const id = registered.body.citizenRef ?? registered.body.id;
  const path = `citizens/${id}`;
  expect((await social('POST', at, whole(input), key)).status).toBe(201);
  expect((await social('POST', at, whole({ ...input, name: `${MARK} En anden` }), key)).status).toBe(422);
  expect((await social('POST', at, whole(input))).status).toBe(409);
  expect((await social('GET', `${path}/person?purpose=housing`)).body.name).toBe(name);
  await social('GET', `${path}/address?purpose=support&reason=letter`);
  expect((await social('POST', 'citizens/search', { cpr, name, purpose: 'housing' })).body.items).toHaveLength(1);
  await call('benefits_caseworker', 'referrals', 'POST', 'citizens/search', { cpr, purpose: 'benefits' });
  await social('POST', `${path}/change`, { name: `${name} Holm`, contact: { mailbox: `${MARK}@ny.example` } });
  await social('POST', `${path}/change`, { name }, { 'if-match': '"1"' });
  await social('POST', `${path}/record-consent`, consent);
  const home = { agreementRef, dwellingRef: dwellings[place], citizenRef: id, hasSupportWorker: false };
  const tenancy = await social('POST', 'tenancies', { ...home, startedOn: '2026-02-01', landlordReference: `L-${place}` }); // biome-ignore format: one line
  expect(tenancy.status).toBe(201);

  // In the wrong field, of the wrong type, in the wrong form, in the address, in a header.
  const wrong: [string, string, unknown?, object?][] = [
    ['POST', 'citizens', { ...input, name: `${name} ${dashed}` }],
    ['POST', 'citizens', { ...input, cpr: `${cpr}0` }],
    ['POST', 'citizens', { ...input, cpr: [cpr] }],
    ['POST', 'citizens', { ...input, cpr: { [cpr]: cpr } }],
    ['POST', 'citizens', { ...input, contact: { phone: dashed, mailbox: name } }],
    ['POST', 'citizens', { ...input, household: cpr, address: name }],
    ['POST', 'citizens', { ...input, [name]: cpr, [cpr]: name, cprNumber: cpr }],
    ['POST', 'citizens', { ...input, cpr: null, name: null }],
    ['POST', 'citizens', `{"cpr":"${cpr}","cpr":"${cpr}","name":"${name}"}`],
    ['POST', 'citizens', `{"cpr":"${cpr}","name":"${name}"`],
    ['POST', 'citizens', input, { 'idempotency-key': cpr }],
    ['POST', 'citizens', input, { 'content-type': `text/${MARK}` }],
    ['POST', 'citizens/search', { cpr: name, name: cpr, purpose: name }],
    ['POST', `${path}/record-consent`, { scope: name, textVersion: MARK, givenOn: cpr, medium: cpr }],
    ['POST', `${path}/change`, { name: cpr }, { 'if-match': name.replace(/[^\x20-\x7e]/g, '') }],
    ['GET', `citizens/${cpr}/person?purpose=housing`],
    ['GET', `citizens/${encodeURIComponent(name)}`],
    ['GET', `${path}/person?purpose=${encodeURIComponent(name)}&${cpr}=${cpr}`],
    ['GET', `tenancies?after=${cpr}&citizen=${encodeURIComponent(name)}`],
    ['GET', `${cpr}?name=${encodeURIComponent(name)}`],
    ['POST', 'tenancies', { ...home, startedOn: dashed, landlordReference: dashed, citizenRef: cpr }],
    ['POST', `tenancies/${tenancy.body.id}/end`, { endedOn: cpr }],
    ['POST', 'referrals', referred(input)],
    ['POST', 'referrals', referred({ ...input, name: dashed }, { citizenRef: id })],
    ['POST', 'referrals', referred({ ...input, cpr: name, name: cpr }, { citizenRef: cpr, wantedMoveInOn: dashed })],
    [
      'POST',
      'referrals',
      { ...referred([input, cpr]), [cpr]: name, consents: [{ ...consent, scope: name }], documents: [name] },
    ],
    [
      'POST',
      'referrals',
      referred({ ...input, cpr: '010190-1234' }, { documents: [{ kind: 'income', documentRef: `${name}.pdf` }] }),
    ],
    ['POST', 'referrals', referred(input), { 'idempotency-key': cpr }],
    ['GET', `referrals?agreementRef=${cpr}&state=${encodeURIComponent(name)}`],
    ['GET', `fast-track?stage=${cpr}`],
    ['GET', `fast-track/statistics?from=${cpr}&to=${encodeURIComponent(name)}`],
    ['POST', 'vacancies', { agreementRef: name, dwellingRef: cpr, availableFrom: dashed, noticeReceivedOn: cpr }],
    ['POST', `proposals/${cpr}/register-lease`, { signedOn: name, landlordReference: dashed }],
  ];
  const everything = place < EVERYTHING;
  for (const [method, at, body, headers] of everything ? wrong : wrong.slice(0, 4))
    expect((await social(method, at, body, headers)).status).toBeGreaterThanOrEqual(400);
  const elsewhere: [User, ServiceName, string, unknown][] = [
    [
      'landlord_admin',
      'incidents',
      'rent-arrears',
      { landlordReference: dashed, amountOere: 1, rentDueOn: '2026-08-01' },
    ],
    ['single_entry', 'incidents', 'search', { words: dashed }],
    ['single_entry', 'agreements', 'search', { words: name }],
    ['single_entry', 'agreements', 'properties', { landlordRef: id, address: `Vej 1 ${dashed}`, dwellingCount: cpr }],
    ['operator', 'notifications', 'staff', { staffId: cpr, name: `Bo ${dashed}`, roles: [], teams: [cpr] }],
  ];
  if (everything) for (const [user, service, at, body] of elsewhere) await call(user, service, 'POST', at, body);
  // What a file is called may hold anything.
  const file = { 'content-type': 'application/pdf', 'file-name': encodeURIComponent(`${dashed} ${name}.pdf`) };
  if (everything)
    await call('landlord_admin', 'incidents', 'POST', `rent-arrears/${randomUUID()}/attachments`, '%PDF-1.7', file);
}

/** Everything in every table of a service, as people and programs would read it. */
async function dumpOf(database: TestDatabase): Promise<string> {
  const tables = await database.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`,
  );
  const parts: string[] = [];
  for (const { name } of tables)
    for (const row of await database.query(`select * from ${name}`))
      for (const value of Object.values(row))
        parts.push(value instanceof Buffer ? `${value.toString('latin1')} ${value.toString('utf8')}` : JSON.stringify(value)); // biome-ignore format: one line
  return parts.join('\n');
}

/** The write-ahead log since the first of them was registered. */
async function walSince(): Promise<string[]> {
  const { referrals } = databases;
  const [told] = await referrals.query<{ folder: string; first: string }>(
    `select current_setting('data_directory') || '/pg_wal' as folder, pg_walfile_name('${walFrom}') as first`,
  );
  await referrals.query('select pg_switch_wal()');
  return readdirSync(told!.folder)
    .filter((file) => /^[0-9A-F]{24}$/.test(file) && file >= told!.first)
    .filter((file) => statSync(join(told!.folder, file)).size > 0)
    .map((file) => readFileSync(join(told!.folder, file)).toString('latin1'));
}

const topicsNow = async (): Promise<string> => {
  const parts: string[] = [];
  for (const { name } of allTopics)
    for (const { key, value, headers } of await readTopic(prefix + name))
      parts.push(`${key} ${value} ${Object.values(headers ?? {}).join(' ')}`);
  return parts.join('\n');
};

test(
  `${CITIZENS} citizens: nobody is found outside the vault`,
  async () => {
    await tellFacts(
      prefix,
      agreements.map((agreementRef, of) => ({
        ...{ topic: topics.agreementInternal, type: types.agreement.created, key: agreementRef, version: 1 },
        body: {
          ...{ agreementRef, landlordRef: landlords.boOgBy.id, agreementVersion: 1, state: 'ACTIVE' },
          ...{ legalBasis: 'free_cooperation', termFrom: '2026-01-01', termTo: '2027-12-31', instalmentPolicy: null },
          dwellings: dwellings
            .slice(of * DWELLINGS, (of + 1) * DWELLINGS)
            .map((dwellingRef) => ({ dwellingRef, rentOere: 350_000, utilitiesOere: 0 })),
        },
      })),
    );
    await eventually(async () =>
      expect(await databases.referrals.query('select id from known_agreements')).toHaveLength(agreements.length),
    );
    const left = people.entries();
    await Promise.all(Array.from({ length: 6 }, async () => { for (const [place, one] of left) await live(one, place); })); // biome-ignore format: one line

    const [counted] = await databases.referrals.query<{ n: number }>('select count(*)::int as n from citizen');
    expect(counted!.n).toBe(CITIZENS);
    await eventually(async () =>
      expect(await databases.incidents.query('select id from known_tenancies')).toHaveLength(CITIZENS),
    );
    await eventually(async () => expect(await databases.referrals.query('select id from outbox')).toEqual([]));
    await sleep(300); // what is logged is written by and by
    for (const service of SERVICES) expect([service, found(await dumpOf(databases[service]))]).toEqual([service, []]);
    for (const segment of await walSince()) expect(found(segment)).toEqual([]);
    expect(found(await topicsNow())).toEqual([]);
    for (const service of SERVICES) {
      const log = readFileSync(logs[service], 'utf8');
      expect([service, log.includes('"action"'), found(log)]).toEqual([service, true, []]);
    }
    expect([answers.length > 10 * CITIZENS, found(answers.join('\n'))]).toEqual([true, []]);
  },
  120_000 + CITIZENS * 2000,
);

test('each of these searches finds what is there', async () => {
  const { cpr, name } = people[0]!;
  await databases.referrals.query('update tenancy set landlord_reference = $1 where id = (select min(id::text)::uuid from tenancy)', [`${cpr} ${name}`]); // biome-ignore format: one line
  const both = [expect.stringContaining(MARK), cpr];
  expect(found(await dumpOf(databases.referrals))).toEqual(expect.arrayContaining(both));
  expect((await walSince()).flatMap(found)).toEqual(expect.arrayContaining(both));
  const key = randomUUID();
  const body = { note: `${cpr.slice(0, 6)}-${cpr.slice(6)} ${name}` };
  await tellFacts(prefix, [{ topic: topics.tenancyInternal, type: types.tenancy.started, key, version: 1, body }]);
  expect(found(await topicsNow())).toEqual(expect.arrayContaining(both));
  // It cannot be read as what it is said to be, and is parked.
  const parked = () => databases.incidents.query('select reason from inbox where key = $1', [key]);
  await eventually(async () => expect(await parked()).toHaveLength(1));
  expect(found(JSON.stringify(await parked()))).toEqual([]);
  expect(found(await dumpOf(databases.incidents))).toEqual(expect.arrayContaining(both));
  appendFileSync(logs.referrals, `${cpr} ${name}\n`);
  expect(found(readFileSync(logs.referrals, 'utf8'))).toEqual(expect.arrayContaining(both));
  expect(found(JSON.stringify({ detail: `${cpr} ${name.toUpperCase()}` }))).toEqual([
    expect.stringContaining(MARK),
    cpr,
  ]);
});
