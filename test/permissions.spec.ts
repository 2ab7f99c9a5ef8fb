// SPDX-License-Identifier: MPL-2.0
// Who may do and see what, walked over every route, role and foreign id of the four services.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { LANDLORD_ROLES, type Role } from '#contracts/roles';
import { SERVICES, type ServiceName } from '#contracts/topics';
import type { Actor } from '#persistence';
import { demoUsers, landlords, type Reply, type User } from '#testing';
import { actionItemRules } from '../apps/agreements/src/action-item/action-item.js';
import { actionItem } from '../apps/agreements/src/action-item/action-item.kind.js';
import { agreementRules } from '../apps/agreements/src/agreement/agreement.js';
import { agreement } from '../apps/agreements/src/agreement/agreement.kind.js';
import { followUpScope } from '../apps/agreements/src/agreement/agreement.lookup.js';
import { coverBookingRules } from '../apps/agreements/src/cover-booking/cover-booking.js';
import { coverBooking } from '../apps/agreements/src/cover-booking/cover-booking.kind.js';
import { dwellingRules } from '../apps/agreements/src/dwelling/dwelling.js';
import { expectationCheckRules } from '../apps/agreements/src/expectation-check/expectation-check.js';
import { landlordRules } from '../apps/agreements/src/landlord/landlord.js';
import { scopeOf as landlordScope } from '../apps/agreements/src/landlord/landlord.queries.js';
import { meetingRules } from '../apps/agreements/src/meeting/meeting.js';
import { preventiveMeasureRules } from '../apps/agreements/src/preventive-measure/preventive-measure.js';
import { propertyRules } from '../apps/agreements/src/property/property.js';
import { scopeOf as propertyScope } from '../apps/agreements/src/property/property.queries.js';
import { propertyImportRules } from '../apps/agreements/src/property-import/property-import.js';
import { demandFeeRules } from '../apps/incidents/src/demand-fee/demand-fee.js';
import { rentArrears } from '../apps/incidents/src/rent-arrears/rent-arrears.js';
import { scopeOf as arrearsScope } from '../apps/incidents/src/rent-arrears/rent-arrears.queries.js';
import { deadline } from '../apps/notifications/src/deadline/deadline.kind.js';
import { notificationRules } from '../apps/notifications/src/notification/notification.js';
import { notification } from '../apps/notifications/src/notification/notification.kind.js';
import { administrationAgreement } from '../apps/referrals/src/administration-agreement/administration-agreement.kind.js';
import { financing } from '../apps/referrals/src/financing/financing.kind.js';
import { tenancy } from '../apps/referrals/src/tenancy/tenancy.kind.js';
import { type Running, request, run, sharedAgreement, validBodies } from './services.ts';

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

interface Kind {
  service: ServiceName;
  /** Null: time alone acts on it. */
  rules: { table: Readonly<Record<string, { from: 'none' | readonly string[]; by: readonly string[] }>> } | null;
  /** The opening action; the others are named as the end of their path. */
  opens?: string;
  /** Which rows a role sees; none where all who may read see the same ones. */
  scopeOf?: (actor: Actor) => Record<string, unknown> | 'nothing';
  /** Makes a case of landlord 1. @returns its id */
  aCase: (running: Running) => Promise<string>;
}

const opened = async (running: Running, user: User, path: string): Promise<string> =>
  (await request(running, user, 'POST', path, validBodies()[path])).body.id;

/** A case under an agreement of landlord 1. */
const ofAgreement = async (running: Running, path: string): Promise<string> => {
  const { agreementRef } = await sharedAgreement(running);
  return (await request(running, 'single_entry', 'POST', path, { ...validBodies()[path], agreementRef })).body.id;
};
const followUp = (actor: Actor) => followUpScope({ actor });

/** What a read must ask for beside the case. */
const asked = (path: string, running: Running): Promise<string> | string => {
  if (path.endsWith('/compare')) return '?from=1.1&to=1.1';
  return /\/(summary|export)$/.test(path) ? agreementQuery(running) : '';
};
const agreementQuery = async ({ database }: Running) => {
  const [agreement] = await database.query<{ id: string }>('select id from agreement');
  return `?agreementRef=${agreement?.id}`;
};
const addressed = (path: string, id: string) => path.replace('{id}', id).replace('{text}', '1.1');

/** Every kind of case by its collection: a new kind adds a line here. */
const kinds: Record<string, Kind> = {
  '/v1/landlords': {
    service: 'agreements',
    rules: landlordRules,
    scopeOf: landlordScope,
    opens: 'register',
    aCase: async (running) => (await sharedAgreement(running)).landlordRef,
  },
  '/v1/properties': {
    service: 'agreements',
    rules: propertyRules,
    scopeOf: propertyScope,
    opens: 'register',
    aCase: async (running) => (await sharedAgreement(running)).propertyRef,
  },
  '/v1/dwellings': {
    service: 'agreements',
    rules: dwellingRules,
    scopeOf: propertyScope,
    opens: 'register',
    aCase: async (running) => (await sharedAgreement(running)).dwellingRef,
  },
  '/v1/property-imports': {
    service: 'agreements',
    rules: propertyImportRules,
    scopeOf: propertyScope,
    opens: 'receive',
    async aCase(running) {
      await sharedAgreement(running);
      const file = 'adresse,antal_boliger,bolig,type,areal_m2,vaerelser,husleje,aconto\nNyvej 1,8,1,bolig,40,1,1,1';
      const csv = { 'content-type': 'text/csv' };
      return (await request(running, 'landlord_admin', 'POST', '/v1/property-imports', file, csv)).body.id;
    },
  },
  '/v1/agreements': {
    service: 'agreements',
    rules: agreementRules,
    scopeOf: agreement.scope,
    opens: 'create',
    aCase: async (running) => (await sharedAgreement(running)).agreementRef,
  },
  '/v1/cover-bookings': {
    service: 'agreements',
    rules: coverBookingRules,
    scopeOf: coverBooking.scope,
    opens: 'reserve',
    async aCase(running) {
      const { agreementRef } = await sharedAgreement(running);
      const id = randomUUID();
      await running.database.query(
        `insert into cover_booking (id, version, state, opened_at, agreement_ref, landlord_ref, case_ref, case_kind,
           commitment, agreement_version, requested_oere, amount_oere, utilities_oere, booked_on, booked_year, over_cap_oere, cause)
         values ($1, 1, 'RESERVED', now(), $2, $3, $1, 'by-hand', 'support', 1, 100, 100, 0, '2026-12-01', 2026, 0, 'x')`,
        [id, agreementRef, landlords.boOgBy.id],
      );
      return id;
    },
  },
  '/v1/meetings': {
    service: 'agreements',
    rules: meetingRules,
    scopeOf: followUp,
    opens: 'call',
    aCase: (running) => ofAgreement(running, '/v1/meetings'),
  },
  '/v1/action-items': {
    service: 'agreements',
    rules: actionItemRules,
    scopeOf: actionItem.scope,
    opens: 'agree',
    aCase: (running) => ofAgreement(running, '/v1/action-items'),
  },
  '/v1/expectation-checks': {
    service: 'agreements',
    rules: expectationCheckRules,
    scopeOf: followUp,
    opens: 'answer',
    aCase: (running) => ofAgreement(running, '/v1/expectation-checks'),
  },
  '/v1/preventive-measures': {
    service: 'agreements',
    rules: preventiveMeasureRules,
    scopeOf: followUp,
    opens: 'plan',
    aCase: (running) => ofAgreement(running, '/v1/preventive-measures'),
  },
  '/v1/tenancies': {
    service: 'referrals',
    rules: tenancy.rules,
    scopeOf: tenancy.scope,
    opens: 'start',
    async aCase(running) {
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
  },
  '/v1/financings': {
    service: 'referrals',
    rules: financing.rules,
    scopeOf: financing.scope,
    async aCase({ database }) {
      const id = randomUUID();
      await database.query(
        `insert into financing (id, version, state, opened_at, kind, case_ref, landlord_ref, applied_on, decision_due_on,
           decided_on, effective_on, amount_oere, pay_on, repayable, paid_oere, repaid_oere)
         values ($1, 1, 'GRANTED', now(), 'temporary_rent_help', $2, $3, '2026-12-01', '2026-12-08',
           '2026-12-01', '2026-12-01', 542900, '2026-12-21', false, 0, 0)`,
        [id, randomUUID(), landlords.boOgBy.id],
      );
      return id;
    },
  },
  '/v1/administration-agreements': {
    service: 'referrals',
    rules: administrationAgreement.rules,
    scopeOf: administrationAgreement.scope,
    opens: 'offer',
    async aCase(running) {
      const tenancyRef = await (kinds['/v1/tenancies'] as Kind).aCase(running);
      const path = '/v1/administration-agreements';
      const body = { ...validBodies()[path], tenancyRef };
      return (await request(running, 'social_caseworker', 'POST', path, body)).body.id;
    },
  },
  '/v1/rent-arrears': {
    service: 'incidents',
    rules: rentArrears,
    scopeOf: arrearsScope,
    opens: 'report',
    aCase: (running) => opened(running, 'landlord_admin', '/v1/rent-arrears'),
  },
  '/v1/demand-fees': {
    service: 'incidents',
    rules: demandFeeRules,
    opens: 'set',
    aCase: (running) => opened(running, 'finance', '/v1/demand-fees'),
  },
  '/v1/inbox': {
    service: 'notifications',
    rules: notificationRules,
    scopeOf: notification.scope,
    async aCase({ database }) {
      const id = randomUUID();
      await database.query(
        `insert into notification (id, version, state, opened_at, recipient_role, landlord_ref, case_kind, case_ref, subject, source_id)
         values ($1, 1, 'UNREAD', now(), 'landlord_admin', $2, 'rent-arrears', $3, 'rent-arrears-received', $4)`,
        [id, landlords.boOgBy.id, randomUUID(), id],
      );
      return id;
    },
  },
  '/v1/deadlines': {
    service: 'notifications',
    rules: null,
    scopeOf: deadline.scope,
    async aCase({ database }) {
      const id = randomUUID();
      await database.query(
        `insert into deadline (id, version, state, opened_at, code, case_kind, case_ref, due_on, set_on, responsible, source_version)
         values ($1, 1, 'SET', now(), 'ACKNOWLEDGE', 'rent-arrears', $2, '2027-01-01', '2026-12-01', 'finance', 1)`,
        [id, randomUUID()],
      );
      return id;
    },
  },
};

/** One answer to whoever asks, no collection. */
const ENTRY_POINT = '/v1/entry-point';

test('every collection of every service is walked', () => {
  const collections = SERVICES.flatMap((service) =>
    operationsOf(service).map(({ path }) => path.split('/').slice(0, 3).join('/')),
  ).filter((path) => !path.endsWith('-messages') && path !== ENTRY_POINT);
  expect([...new Set(collections)].toSorted()).toEqual(Object.keys(kinds).toSorted());
});

test.each(Object.keys(kinds))('%s: the roles of a command route are those of its rule', (collection) => {
  const { rules, opens, service } = kinds[collection] as Kind;
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
  const byRule = Object.entries(rules?.table ?? {})
    .map(([action, { by }]) => [action, by.filter((role) => role !== 'system').toSorted()] as const)
    .filter(([, by]) => by.length > 0);
  expect(Object.fromEntries(byRoute)).toEqual(Object.fromEntries(byRule));
});

// A role that is in a rule and on its route, but not in the scope, would get 404 for every case.
test.each(
  Object.keys(kinds).filter((collection) => kinds[collection]?.scopeOf),
)('%s: who may act sees a case to act on', (collection) => {
  const { rules, scopeOf } = kinds[collection] as Required<Kind>;
  for (const [action, { from, by }] of Object.entries(rules?.table ?? {}))
    for (const role of by.filter((one) => from !== 'none' && one !== 'system')) {
      const landlordRef = LANDLORD_ROLES.includes(role as Role) ? landlords.boOgBy.id : undefined;
      const scope = scopeOf({ id: 'x', kind: 'person', roles: [role as Role], ...(landlordRef && { landlordRef }) });
      const seen = scope === 'nothing' ? [] : scope.state === undefined ? from : [scope.state].flat();
      const acts = [from].flat().some((state) => seen.includes(state as never));
      expect([role, action, acts]).toEqual([role, action, true]);
    }
});

/** The text that both parties sign says whom the dwellings are for: a group, agreed by both, and no citizen (ADR 23). */
const hasText = /^\/v1\/agreements\/\{id\}(\/revisions|\/texts\/\{text\})?$/;

const comparable = ({ body, ...rest }: Reply) => ({ ...rest, body: { ...body, traceId: '' } });

describe.each(Object.keys(kinds))('%s', (collection) => {
  const { service, aCase, scopeOf } = kinds[collection] as Kind;
  const operations = operationsOf(service).filter(({ path }) => path.startsWith(collection));
  let running: Running;
  let own: string;
  beforeAll(async () => {
    running = await run(service, '2026-12-01');
    own = await aCase(running);
    expect(own).toBeDefined();
  });
  afterAll(async () => {
    await running?.stop();
  });

  const call = (user: User, { method, path }: Operation, id: string) =>
    request(
      running,
      user,
      method,
      addressed(path, id) + (path.endsWith('/compare') ? asked(path, running) : ''),
      validBodies()[path],
      {
        ...(method === 'POST' && { 'if-match': '"1"' }),
      },
    );

  // Acting for real would change the case: commands are walked with those who must not get through.
  test.each(
    operations.filter(({ path }) => path.includes('{id}')),
  )('$method $path: what a caller may not see answers as what is not there', async (operation) => {
    for (const user of users) {
      const mayCall = demoUsers[user].roles.some((role) => operation.roles.includes(role));
      if (operation.method === 'POST' && mayCall && user !== 'landlord2_admin') continue;
      const [known, unknown] = [await call(user, operation, own), await call(user, operation, randomUUID())];
      if (!mayCall) expect([user, known.status]).toEqual([user, 403]);
      if (user === 'landlord2_admin' && scopeOf) expect(known.status).toBe(mayCall ? 404 : 403);
      if (known.status !== 200) expect([user, comparable(known)]).toEqual([user, comparable(unknown)]);
    }
  });

  const landlordReads = operations.filter(({ method, roles }) => method === 'GET' && roles.includes('landlord_admin'));
  if (scopeOf && landlordReads.some(({ path }) => path === collection))
    test('a landlord’s list holds no foreign row', async () => {
      expect((await request(running, 'landlord2_admin', 'GET', collection)).body).toEqual({ items: [], next: null });
      expect((await request(running, 'landlord_admin', 'GET', collection)).body.items).toHaveLength(1);
    });

  if (landlordReads.length)
    test('no answer to a landlord has a field of the citizen or of the municipality’s assessment', async () => {
      const keys = (value: unknown): string[] =>
        typeof value === 'object' && value !== null
          ? Object.entries(value).flatMap(([key, below]) => [...(Array.isArray(value) ? [] : [key]), ...keys(below)])
          : [];
      // What is covered for a tenancy takes an agreement in force; its own test asks with a foreign landlord.
      for (const { path } of landlordReads.filter((read) => !read.path.endsWith('/coverage'))) {
        const query = await asked(path, running);
        const { status, body } = await request(running, 'landlord_admin', 'GET', addressed(path, own) + query);
        expect([path, status]).toEqual([path, 200]);
        expect(
          keys(body).filter((key) => /citizen|cpr|target|support|assign|outreach|birth|person/i.test(key)),
        ).toEqual(hasText.test(path) ? keys(body).filter((key) => key === 'targetGroup') : []);
      }
    });

  const commands = operations.filter(({ method }) => method === 'POST');
  if (commands.length)
    test('an answer sent back as a command is refused', async () => {
      for (const { path, roles } of commands) {
        const user = (roles.includes('landlord_admin') ? LANDLORDS[0] : roles[0]) as User;
        const seen = (await request(running, user, 'GET', `${collection}/${own}`)).body;
        const body = JSON.stringify({ ...seen, id: own, version: 1 }).replace(/^\{/, '{"__proto__":{"a":1},');
        const headers = { 'if-match': '"1"' };
        const { status } = await request(running, user, 'POST', path.replace('{id}', own), body, headers);
        expect([path, status]).toEqual([path, 400]);
      }
    });
});
