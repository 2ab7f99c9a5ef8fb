// SPDX-License-Identifier: MPL-2.0
// Who may do and see what, walked over every route, role and foreign id of the four services.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { LANDLORD_ROLES, type Role } from '#contracts/roles';
import { SERVICES, type ServiceName } from '#contracts/topics';
import type { Actor } from '#persistence';
import { demoUsers, landlords, type Reply, type User } from '#testing';
import { actionItemRules } from '../apps/agreements/src/action-item/action-item.js';
import { scopeOf as actionItemScope } from '../apps/agreements/src/action-item/action-item.queries.js';
import { agreementRules } from '../apps/agreements/src/agreement/agreement.js';
import { followUpScope } from '../apps/agreements/src/agreement/agreement.lookup.js';
import { scopeOf as agreementScope } from '../apps/agreements/src/agreement/agreement.queries.js';
import { coverBookingRules } from '../apps/agreements/src/cover-booking/cover-booking.js';
import { scopeOf as coverScope } from '../apps/agreements/src/cover-booking/cover-booking.queries.js';
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
import { scopeOf as deadlineScope } from '../apps/notifications/src/deadlines/deadline.queries.js';
import { notificationRules } from '../apps/notifications/src/inbox/notification.js';
import { scopeOf as inboxScope } from '../apps/notifications/src/inbox/notification.queries.js';
import { administrationAgreementRules } from '../apps/referrals/src/administration-agreement/administration-agreement.js';
import { scopeOf as administrationScope } from '../apps/referrals/src/administration-agreement/administration-agreement.queries.js';
import { financingRules } from '../apps/referrals/src/financing/financing.js';
import { scopeOf as financingScope } from '../apps/referrals/src/financing/financing.queries.js';
import { tenancyRules } from '../apps/referrals/src/tenancy/tenancy.js';
import { scopeOf as tenancyScope } from '../apps/referrals/src/tenancy/tenancy.queries.js';
import { cases, collectionOf, type Operation, operationsOf } from './cases.ts';
import { type Running, request, run, validBodies } from './services.ts';

const users = Object.keys(demoUsers) as User[];
const LANDLORDS: User[] = ['landlord_admin', 'landlord2_admin'];

interface Kind {
  service: ServiceName;
  /** Null: time alone acts on it. */
  rules: { table: Readonly<Record<string, { from: 'none' | readonly string[]; by: readonly string[] }>> } | null;
  /** The opening action; the others are named as the end of their path. */
  opens?: string;
  /** Which rows a role sees; none where all who may read see the same ones. */
  scopeOf?: (actor: Actor) => Record<string, unknown> | 'nothing';
}

const followUp = (actor: Actor) => followUpScope({ actor });

/** Every kind of case by its collection: a new kind adds a line here. */
const kinds: Record<string, Kind> = {
  '/v1/landlords': {
    service: 'agreements',
    rules: landlordRules,
    scopeOf: landlordScope,
    opens: 'register',
  },
  '/v1/properties': {
    service: 'agreements',
    rules: propertyRules,
    scopeOf: propertyScope,
    opens: 'register',
  },
  '/v1/dwellings': {
    service: 'agreements',
    rules: dwellingRules,
    scopeOf: propertyScope,
    opens: 'register',
  },
  '/v1/property-imports': {
    service: 'agreements',
    rules: propertyImportRules,
    scopeOf: propertyScope,
    opens: 'receive',
  },
  '/v1/agreements': {
    service: 'agreements',
    rules: agreementRules,
    scopeOf: agreementScope,
    opens: 'create',
  },
  '/v1/cover-bookings': {
    service: 'agreements',
    rules: coverBookingRules,
    scopeOf: coverScope,
    opens: 'reserve',
  },
  '/v1/meetings': {
    service: 'agreements',
    rules: meetingRules,
    scopeOf: followUp,
    opens: 'call',
  },
  '/v1/action-items': {
    service: 'agreements',
    rules: actionItemRules,
    scopeOf: actionItemScope,
    opens: 'agree',
  },
  '/v1/expectation-checks': {
    service: 'agreements',
    rules: expectationCheckRules,
    scopeOf: followUp,
    opens: 'answer',
  },
  '/v1/preventive-measures': {
    service: 'agreements',
    rules: preventiveMeasureRules,
    scopeOf: followUp,
    opens: 'plan',
  },
  '/v1/tenancies': {
    service: 'referrals',
    rules: tenancyRules,
    scopeOf: tenancyScope,
    opens: 'start',
  },
  '/v1/financings': {
    service: 'referrals',
    rules: financingRules,
    scopeOf: financingScope,
  },
  '/v1/administration-agreements': {
    service: 'referrals',
    rules: administrationAgreementRules,
    scopeOf: administrationScope,
    opens: 'offer',
  },
  '/v1/rent-arrears': {
    service: 'incidents',
    rules: rentArrears,
    scopeOf: arrearsScope,
    opens: 'report',
  },
  '/v1/demand-fees': {
    service: 'incidents',
    rules: demandFeeRules,
    opens: 'set',
  },
  '/v1/inbox': {
    service: 'notifications',
    rules: notificationRules,
    scopeOf: inboxScope,
  },
  '/v1/deadlines': {
    service: 'notifications',
    rules: null,
    scopeOf: deadlineScope,
  },
};

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

/** One answer to whoever asks, no collection. */
const ENTRY_POINT = '/v1/entry-point';

test('every collection of every service is walked', () => {
  const collections = SERVICES.flatMap((service) => operationsOf(service).map(({ path }) => collectionOf(path))).filter(
    (path) => !path.endsWith('-messages') && path !== ENTRY_POINT,
  );
  expect([...new Set(collections)].toSorted()).toEqual(Object.keys(kinds).toSorted());
  expect(Object.keys(cases).toSorted()).toEqual(Object.keys(kinds).toSorted());
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

/** One process per service for the whole walk, in which the cases of all its kinds lie side by side. */
const services = new Map<ServiceName, Promise<Running>>();
const started = (service: ServiceName): Promise<Running> => {
  const running = services.get(service) ?? run(service, '2026-12-01');
  services.set(service, running);
  return running;
};
afterAll(async () => {
  for (const running of services.values()) await (await running).stop();
});

/** The text that both parties sign says whom the dwellings are for: a group, agreed by both, and no citizen (ADR 23). */
const hasText = /^\/v1\/agreements\/\{id\}(\/revisions|\/texts\/\{text\})?$/;

const comparable = ({ body, ...rest }: Reply) => ({ ...rest, body: { ...body, traceId: '' } });

describe.each(Object.keys(kinds))('%s', (collection) => {
  const { service, scopeOf } = kinds[collection] as Kind;
  const operations = operationsOf(service).filter(({ path }) => path.startsWith(collection));
  let running: Running;
  let own: string;
  beforeAll(async () => {
    running = await started(service);
    own = await cases[collection]!(running);
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
      const { items } = (await request(running, 'landlord_admin', 'GET', collection)).body;
      expect(items.map(({ id }: { id: string }) => id)).toContain(own);
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
