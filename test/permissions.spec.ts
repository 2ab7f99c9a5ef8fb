// SPDX-License-Identifier: MPL-2.0
// Who may do and see what, walked over every route, role and foreign id of the four services.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SERVICES, type ServiceName } from '#contracts/topics';
import { demoUsers, landlords } from '#testing';
import { agreementRules } from '../apps/agreements/src/agreement/agreement.js';
import { rentArrears } from '../apps/incidents/src/rent-arrears/rent-arrears.js';
import { notificationRules } from '../apps/notifications/src/inbox/notification.js';
import { tenancyRules } from '../apps/referrals/src/tenancy/tenancy.js';
import { type Reply, type Running, request, run, type User, validBodies } from './services.ts';

const users = Object.keys(demoUsers) as User[];
const LANDLORDS: User[] = ['landlord_admin', 'landlord2_admin'];

interface Operation {
  method: string;
  path: string;
  roles: string[];
}
const operationsOf = (service: ServiceName): Operation[] => {
  const { paths } = JSON.parse(readFileSync(`apps/${service}/openapi.json`, 'utf8')) as {
    paths: Record<string, Record<string, { 'x-roles'?: string[] }>>;
  };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { 'x-roles': roles = [] }]) => ({
      method: method.toUpperCase(),
      path,
      roles,
    })),
  );
};

/** Opening action of each collection; the others are named as their path. */
const rulesOf = {
  agreements: { rules: agreementRules, collection: '/v1/agreements', opens: 'create' },
  referrals: { rules: tenancyRules, collection: '/v1/tenancies', opens: 'start' },
  incidents: { rules: rentArrears, collection: '/v1/rent-arrears', opens: 'report' },
  notifications: { rules: notificationRules, collection: '/v1/inbox', opens: null },
} as const;

test.each(SERVICES)('%s: the roles of a command route are those of its rule', (service) => {
  const { rules, collection, opens } = rulesOf[service];
  const commands = operationsOf(service).filter(({ method, path }) => method === 'POST' && path.startsWith(collection));
  const byRoute = commands.map(({ path, roles }) => {
    const action =
      path === collection
        ? opens
        : path
            .split('/')
            .at(-1)
            ?.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
    return [action, roles.toSorted()];
  });
  const byRule = Object.entries<{ by: readonly string[] }>(rules.table)
    .filter(([, { by }]) => !by.includes('system'))
    .map(([action, { by }]) => [action, by.toSorted()]);
  expect(Object.fromEntries(byRoute)).toEqual(Object.fromEntries(byRule));
});

/** A case of landlord 1 in each service. */
const cases: Record<ServiceName, (running: Running) => Promise<string>> = {
  agreements: async (running) =>
    (await request(running, 'single_entry', 'POST', '/v1/agreements', validBodies()['/v1/agreements'])).body.id,
  referrals: async (running) => {
    const body = validBodies()['/v1/tenancies'] as { agreementRef: string; dwellingRef: string };
    await running.database.query(
      `insert into known_agreements (id, version, landlord_ref, state, agreement_version, term_from, term_to, dwellings)
       values ($1, 1, $2, 'ACTIVE', 1, '2026-01-01', '2030-12-31', $3)`,
      [
        body.agreementRef,
        landlords.boOgBy.id,
        JSON.stringify([{ dwellingRef: body.dwellingRef, rentOere: 1, utilitiesOere: 1 }]),
      ],
    );
    return (await request(running, 'social_caseworker', 'POST', '/v1/tenancies', body)).body.id;
  },
  incidents: async (running) =>
    (await request(running, 'landlord_admin', 'POST', '/v1/rent-arrears', validBodies()['/v1/rent-arrears'])).body.id,
  notifications: async (running) => {
    const id = randomUUID();
    await running.database.query(
      `insert into notification (id, version, state, opened_at, recipient_role, landlord_ref, case_kind, case_ref, subject, source_id)
       values ($1, 1, 'UNREAD', now(), 'landlord_admin', $2, 'rent-arrears', $3, 'rent-arrears-received', $4)`,
      [id, landlords.boOgBy.id, randomUUID(), id],
    );
    await running.database.query(
      `insert into deadline (id, version, state, opened_at, code, case_kind, case_ref, due_on, set_on, responsible, source_version)
       values ($1, 1, 'SET', now(), 'ACKNOWLEDGE', 'rent-arrears', $2, '2027-01-01', '2026-12-01', 'finance', 1)`,
      [id, randomUUID()],
    );
    return id;
  },
};

const comparable = ({ status, body, headers }: Reply) => ({
  status,
  body: { ...body, traceId: '' },
  etag: headers.get('etag'),
});

describe.each(SERVICES)('%s', (name) => {
  let running: Running;
  let own: string;
  beforeAll(async () => {
    running = await run(name, '2026-12-01');
    own = await cases[name](running);
    expect(own).toBeDefined();
  });
  afterAll(async () => {
    await running?.stop();
  });

  const call = (user: User, { method, path }: Operation, id: string) =>
    request(running, user, method, path.replace('{id}', id), validBodies()[path], {
      ...(method === 'POST' && { 'if-match': '"1"' }),
    });

  // Acting for real would change the case: commands are walked with those who must not get through.
  test.each(
    operationsOf(name).filter(({ path }) => path.includes('{id}')),
  )('$method $path: what a caller may not see answers as what is not there', async (operation) => {
    for (const user of users) {
      const mayCall = demoUsers[user].roles.some((role) => operation.roles.includes(role));
      if (operation.method === 'POST' && mayCall && user !== 'landlord2_admin') continue;
      const [known, unknown] = [await call(user, operation, own), await call(user, operation, randomUUID())];
      if (!mayCall) expect([user, known.status]).toEqual([user, 403]);
      if (user === 'landlord2_admin') expect(known.status).toBe(mayCall ? 404 : 403);
      if (known.status !== 200) expect([user, comparable(known)]).toEqual([user, comparable(unknown)]);
    }
  });

  test.each(
    operationsOf(name).filter(({ method, path }) => method === 'GET' && !/\{|messages/.test(path)),
  )('$path lists no foreign row', async ({ path, roles }) => {
    if (!roles.includes('landlord_admin')) return;
    expect((await request(running, 'landlord2_admin', 'GET', path)).body).toEqual({ items: [], next: null });
    expect((await request(running, 'landlord_admin', 'GET', path)).body.items).toHaveLength(1);
  });

  test('no answer to a landlord has a field of the citizen or of the municipality’s assessment', async () => {
    const keys = (value: unknown): string[] =>
      typeof value === 'object' && value !== null
        ? Object.entries(value).flatMap(([key, below]) => [...(Array.isArray(value) ? [] : [key]), ...keys(below)])
        : [];
    for (const { method, path, roles } of operationsOf(name)) {
      if (method !== 'GET' || !roles.includes('landlord_admin')) continue;
      const { status, body } = await request(running, 'landlord_admin', 'GET', path.replace('{id}', own));
      expect(status).toBe(200);
      expect(keys(body).filter((key) => /citizen|cpr|target|support|assign|outreach|birth|person/i.test(key))).toEqual(
        [],
      );
    }
  });

  test('an answer sent back as a command is refused', async () => {
    for (const operation of operationsOf(name).filter(
      ({ method, path }) => method === 'POST' && !path.includes('messages'),
    )) {
      const user = (operation.roles.includes('landlord_admin') ? LANDLORDS[0] : operation.roles[0]) as User;
      const read = operationsOf(name).find(({ method, path }) => method === 'GET' && path.includes('{id}'))?.path ?? '';
      const seen = (await request(running, user, 'GET', read.replace('{id}', own))).body;
      const body = JSON.stringify({ ...seen, id: own, version: 1 }).replace(/^\{/, '{"__proto__":{"a":1},');
      const { status } = await request(running, user, 'POST', operation.path.replace('{id}', own), body, {
        'if-match': '"1"',
      });
      expect([operation.path, status]).toEqual([operation.path, 400]);
    }
  });
});
