// SPDX-License-Identifier: MPL-2.0
// A subscriber who knows docs/events.md and nothing else sees every version of every case, learns of no person, and finds
// its way from an event to the case and to the schema.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { allTopics, type ServiceName, type Topic, topics } from '#contracts/topics';
import { types } from '#contracts/types';
import { type RunningService, startService } from '#service';
import {
  createTopics,
  eventually,
  freshDatabase,
  type LoggedMessage,
  readTopic,
  request,
  type TestDatabase,
  testEnv,
  topicPrefix,
  travel,
} from '#testing';
import { Agreements, MUNICIPALITY, must } from '../apps/agreements/test/service.js';
import { services } from './services.ts';

/** "What a reader does" of docs/events.md, step by step. */
class Reader {
  private readonly handled = new Set<string>();
  private readonly kept = new Map<string, number>();
  readonly missed: string[] = [];
  readonly dropped: string[] = [];
  readonly done: { subject: string; version: number; type: string }[] = [];

  read({ headers }: LoggedMessage): void {
    const [id, subject, type] = ['ce_id', 'ce_subject', 'ce_type'].map((name) => String(headers?.[name]));
    const version = Number(String(headers?.ce_caseversion));
    if (this.handled.has(id!)) return; // 1
    const before = this.kept.get(subject!) ?? 0;
    if (version <= before) {
      this.dropped.push(`${type} ${version} of ${subject}`); // 2
      return;
    }
    if (version > before + 1) this.missed.push(`${subject}: ${before + 1} to ${version - 1}`); // 3
    this.done.push({ subject: subject!, version, type: type! }); // 4
    this.handled.add(id!);
    this.kept.set(subject!, version); // 5
  }

  versions = (): Record<string, number> => Object.fromEntries(this.kept);
  typesOf = (case_: string) => this.done.filter(({ subject }) => subject === case_).map(({ type }) => type);
}

const prefix = topicPrefix();
let agreements: Agreements;
interface One {
  service: RunningService;
  database: TestDatabase;
  env: { CLOCK_FILE: string };
}
const others: One[] = [];

async function start(name: ServiceName, today: string): Promise<One> {
  const database = await freshDatabase(name, services[name].migrations);
  const env = await testEnv(name, { database, topicPrefix: prefix });
  travel(env, today);
  const one = { service: await startService(services[name], env), database, env };
  others.push(one);
  return one;
}

beforeAll(async () => {
  await createTopics(prefix);
  agreements = await Agreements.start('2026-03-02', { topicPrefix: prefix });
}, 60_000);
afterAll(async () => {
  for (const { service, database } of others) {
    await service.close();
    await database.drop();
  }
  await agreements?.stop();
});

/** Reads the topic to its end, twice, as after a lost offset, once it tells of every version that the tables hold. */
async function readAll(topic: Topic, of: { database: TestDatabase }, table: string) {
  return await eventually(async () => {
    const log = await readTopic(prefix + topic.name);
    const reader = new Reader();
    for (const message of [...log, ...log]) reader.read(message);
    const rows = await of.database.query<{ id: string; version: number }>(`select id, version from ${table}`);
    expect(reader.versions()).toEqual(Object.fromEntries(rows.map(({ id, version }) => [id, version])));
    return { reader, log, rows };
  });
}

function expectNothingLost({ reader, log, rows }: Awaited<ReturnType<typeof readAll>>): void {
  expect([reader.missed, reader.dropped]).toEqual([[], []]);
  expect(reader.done).toHaveLength(new Set(log.map(({ headers }) => String(headers?.ce_id))).size);
  for (const { id, version } of rows)
    expect(reader.done.filter(({ subject }) => subject === id).map((one) => one.version)).toEqual(
      Array.from({ length: version }, (_, index) => index + 1),
    );
  for (const { headers = {} } of log) {
    const told = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
    expect(told).not.toHaveProperty('ce_correlationid');
    expect(told).not.toHaveProperty('ce_causationid');
    expect(told).not.toHaveProperty('ce_traceparent');
    expect([told.ce_authtype, 'ce_authid' in told]).toEqual([told.ce_authtype, told.ce_authtype !== 'person']);
  }
}

test('an agreement whose second version takes the place of the first', async () => {
  const id = await agreements.signed();
  const path = `agreements/${id}`;
  await eventually(async () => expect((await agreements.get(MUNICIPALITY, path)).body.state).toBe('ACTIVE'));
  await must(agreements.act(MUNICIPALITY, path, 'start-revision'));
  await must(agreements.act(MUNICIPALITY, path, 'propose-change', { effectiveFrom: '2026-04-01' }));
  await agreements.approveBoth(id);
  await agreements.signBoth(id);
  agreements.on('2026-04-01');
  await eventually(async () => expect((await agreements.get(MUNICIPALITY, path)).body.agreementVersion).toBe(2));

  const all = await readAll(topics.agreement, agreements, 'agreement');
  expectNothingLost(all);
  const { versionActivated } = types.agreement;
  expect(all.reader.typesOf(id).filter((type) => type === versionActivated)).toHaveLength(2);
  expect(all.reader.typesOf(id).at(-1)).toBe(versionActivated);

  const { value, headers } = all.log.at(-1)!;
  const body = JSON.parse(String(value));
  expect(await request(body.href, MUNICIPALITY, 'GET')).toMatchObject({ status: 200, body: { id } });

  const address = String(headers?.ce_dataschema);
  expect(address).toBe(`${agreements.service.url}/schemas/public-case.v1.json`);
  expect((await request(address, null, 'GET')).body.$id).toBe(address);
}, 60_000);

test('missing rent, and the deadlines that come of it', async () => {
  const incidents = await start('incidents', '2026-08-04');
  const notifications = await start('notifications', '2026-08-04');
  const cases = `${incidents.service.url}/v1/rent-arrears`;
  const input = { landlordReference: 'L-17', amountOere: 510_000, rentDueOn: '2026-08-01' };
  const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
  const { id } = await must(request(cases, 'landlord_admin', 'POST', input, { traceparent }));
  const act = async (user: 'single_entry' | 'landlord_admin', action: string, body?: object) => {
    const { etag } = await request(`${cases}/${id}`, user, 'GET');
    return await must(request(`${cases}/${id}/${action}`, user, 'POST', body, { 'if-match': etag ?? '' }));
  };
  const ended = (state: string) =>
    eventually(async () =>
      expect(
        await notifications.database.query('select 1 from deadline where case_ref = $1 and state = $2', [id, state]),
      ).toHaveLength(1),
    );
  await eventually(async () =>
    expect(await notifications.database.query('select 1 from deadline where case_ref = $1', [id])).toHaveLength(2),
  );
  await act('single_entry', 'acknowledge');
  await ended('MET');
  await act('landlord_admin', 'confirm-tenant-paid', { paidOn: '2026-08-04', amountOere: 510_000 });
  await ended('CANCELLED');

  const arrears = await readAll(topics.rentArrears, incidents, 'rent_arrears');
  expectNothingLost(arrears);
  expect(arrears.reader.typesOf(id).at(-1)).toBe(types.rentArrears.closed);

  const deadlines = await readAll(topics.deadline, notifications, 'deadline');
  expectNothingLost(deadlines);
  const { set, met, cancelled } = types.deadline;
  const own = await notifications.database.query<{ id: string; state: string }>(
    'select id, state from deadline where case_ref = $1',
    [id],
  );
  for (const one of own) {
    // A warning may lie between.
    const told = deadlines.reader.typesOf(one.id);
    expect([told[0], told.at(-1)]).toEqual([set, one.state === 'MET' ? met : cancelled]);
  }
}, 60_000);

test('every service serves the schema of every topic, also under an address of before', async () => {
  const file = `${types.rentArrears.opened}.internal.json`;
  for (const { service } of [agreements, ...others])
    for (const one of ['public-case.v1.json', 'rent-arrears.v1.internal.json', 'tenancy.v1.internal.json', file]) {
      const address = `${service.url}/schemas/${one}`;
      expect((await request(address, null, 'GET')).body).toMatchObject({ $id: address, type: 'object' });
    }
});

test('the reader finds out when a version has two events, or none', () => {
  const message = (id: string, version: number) =>
    ({
      headers: { ce_id: id, ce_subject: 's', ce_type: 't', ce_caseversion: `${version}` },
    }) as unknown as LoggedMessage;
  const reader = new Reader();
  for (const one of [message('a', 1), message('a', 1), message('b', 1), message('c', 3)]) reader.read(one);
  expect(reader.dropped).toEqual(['t 1 of s']);
  expect(reader.missed).toEqual(['s: 2 to 2']);
});

test('there is a public topic for each kind that a subscriber may follow', () => {
  const names = allTopics.filter(({ classification }) => classification === 'public').map(({ name }) => name);
  expect(names.toSorted()).toEqual([
    'indgang.agreements.agreement',
    'indgang.incidents.eviction',
    'indgang.incidents.move-out',
    'indgang.incidents.neighbour-complaint',
    'indgang.incidents.rent-arrears',
    'indgang.notifications.deadline',
    'indgang.referrals.financing',
    'indgang.referrals.move-in-inspection',
    'indgang.referrals.referral',
    'indgang.referrals.rehousing',
    'indgang.referrals.tenancy',
    'indgang.referrals.vacancy',
  ]);
});
