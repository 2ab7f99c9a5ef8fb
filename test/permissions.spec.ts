// SPDX-License-Identifier: MPL-2.0
// Who may do and see what, walked over every route, role and foreign id of the four services.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { getMetadataArgsStorage } from 'typeorm';
import { validate as isUuid } from 'uuid';
import { LANDLORD_ROLES, type Role } from '#contracts/roles';
import { SERVICES, type ServiceName } from '#contracts/topics';
import { pathOf, peopleOf, SqlScope } from '#persistence';
import { demoUsers, landlords, type Reply, type User } from '#testing';
import { cases, collectionOf, type Operation, operationsOf } from './cases.ts';
import { type Running, request, run, services, validBodies, validTexts } from './services.ts';

const users = Object.keys(demoUsers) as User[];
const LANDLORDS: User[] = ['landlord_admin', 'landlord2_admin'];

/** Every kind of case by its collection. */
const kinds = Object.fromEntries(
  SERVICES.flatMap((service) => services[service].kinds.map(({ kind }) => [pathOf(kind), { service, kind }])),
);
/** Of no landlord: everybody who may read sees all of them. */
const SEEN_BY_ALL: readonly string[] = ['demand-fee'];

type Table = Readonly<Record<string, { from: 'none' | readonly string[]; by: readonly string[] }>>;

/** What a read must ask for beside the case. */
const asked = (path: string, running: Running): Promise<string> | string => {
  if (path.endsWith('/compare')) return '?from=1.1&to=1.1';
  if (path.endsWith('/person')) return '?purpose=support';
  if (path.endsWith('/address')) return '?purpose=support&reason=visit';
  return /\/(summary|export|coverage)$/.test(path) ? coverQuery(path, running) : '';
};
const coverQuery = async (path: string, { database }: Running) => {
  const [of] = await database.query(
    'select agreement_ref as "agreementRef", tenancy_ref as "tenancyRef" from cover_booking',
  );
  const name = path.endsWith('/coverage') ? 'tenancyRef' : 'agreementRef';
  return `?${name}=${of?.[name]}`;
};
const addressed = (path: string, id: string) =>
  path
    .replace('{id}', id)
    .replace('{text}', '1.1')
    .replace('{attachmentId}', attachments.get(id) ?? ABSENT);
/** An attachment of each case that has one. */
const attachments = new Map<string, string>();
const ABSENT = randomUUID();
/** What lies beside a case has rules of its own, and no version: apps/incidents/test/attachments.api.spec.ts. */
const isBesideCase = (path: string) => path.includes('{id}/attachments');

/**
 * Reads that show nobody who lives somewhere, nor anybody's money. Every other read must be in the audit log: a new route
 * is, or somebody decides here that it need not be.
 */
const SHOWS_NO_CITIZEN: readonly string[] = [
  ...['landlords', 'properties', 'dwellings', 'property-imports', 'demand-fees', 'staff', 'staff-imports'],
  ...['meetings', 'action-items', 'expectation-checks', 'preventive-measures'],
]
  .flatMap((collection) => ['', '/{id}', '/{id}/history'].map((rest) => `/v1/${collection}${rest}`))
  .concat(
    '/v1/property-imports/{id}/errors',
    '/v1/staff-imports/{id}/errors',
    '/v1/staff/me',
    '/v1/agreements',
    '/v1/financings/receivables',
    ...['history', 'revisions', 'texts/{text}', 'compare', 'document', 'dwellings'].map(
      (read) => `/v1/agreements/{id}/${read}`,
    ),
  );

test('every read that need not be in the audit log exists', () => {
  const reads = SERVICES.flatMap((service) => operationsOf(service).filter(({ method }) => method === 'GET'));
  expect(SHOWS_NO_CITIZEN.filter((path) => !reads.some((read) => read.path === path))).toEqual([]);
});

/** A page of nothing, or a ledger without bookings: nobody is shown. */
const showsNobody = (path: string, { body }: Reply) =>
  path.includes('{id}') ? false : typeof body === 'string' ? !body.trim().includes('\n') : body.items?.length === 0;

/**
 * No collections: one answer to whoever asks, the search over all of them, walked below, a list of another collection, and
 * reports that open cases of others.
 */
const NO_COLLECTIONS: readonly string[] = ['/v1/entry-point', '/v1/search', '/v1/fast-track', '/v1/reports'];

test('every collection of every service is walked', () => {
  const collections = SERVICES.flatMap((service) => operationsOf(service).map(({ path }) => collectionOf(path))).filter(
    (path) => !path.endsWith('-messages') && !NO_COLLECTIONS.includes(path),
  );
  expect([...new Set(collections)].toSorted()).toEqual(Object.keys(kinds).toSorted());
  const unopened = Object.keys(kinds).filter((collection) => !cases[collection]);
  expect(unopened.map((collection) => `${collection} is not in cases of test/cases.ts`)).toEqual([]);
});

test.each(Object.keys(kinds))('%s: the roles of a command route are those of its rule', (collection) => {
  const { kind, service } = kinds[collection]!;
  const table = kind.rules.table as Table;
  const opens = Object.keys(table).find((action) => table[action]!.from === 'none' && peopleOf(kind, action).length);
  const commands = operationsOf(service).filter(
    // What is searched for is asked by POST, and is no command.
    ({ method, path }) =>
      method === 'POST' && collectionOf(path) === collection && !path.endsWith('/search') && !isBesideCase(path),
  );
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
  const byRule = Object.entries(table)
    .map(([action, { by }]) => [action, by.filter((role) => role !== 'system').toSorted()] as const)
    .filter(([, by]) => by.length > 0);
  expect(Object.fromEntries(byRoute)).toEqual(Object.fromEntries(byRule));
});

// A role that is in a rule and on its route, but not in the scope, would get 404 for every case.
test.each(Object.keys(kinds))('%s: who may act sees a case to act on', (collection) => {
  const { kind } = kinds[collection]!;
  for (const [action, { from, by }] of Object.entries(kind.rules.table as Table))
    for (const role of by.filter((one) => from !== 'none' && one !== 'system')) {
      const landlordRef = LANDLORD_ROLES.includes(role as Role) ? landlords.boOgBy.id : undefined;
      const actor = { id: 'x', kind: 'person', roles: [role as Role], ...(landlordRef && { landlordRef }) } as const;
      const scope = kind.scope(actor, '2026-12-01');
      // Whose a case is, sight.spec.ts walks over.
      const scopes = scope === 'nothing' ? [] : scope instanceof SqlScope ? [{ state: undefined }] : [scope].flat();
      const seen = scopes.flatMap(({ state }) => (state === undefined ? from : [state].flat()));
      const acts = [from].flat().some((state) => seen.includes(state as never));
      expect([role, action, acts]).toEqual([role, action, true]);
    }
});

/** One process per service for the whole walk, in which the cases of all its kinds lie side by side. */
const processes = new Map<ServiceName, Promise<Running>>();
const started = (service: ServiceName): Promise<Running> => {
  const running = processes.get(service) ?? run(service, '2026-12-01');
  processes.set(service, running);
  return running;
};
afterAll(async () => {
  for (const running of processes.values()) await (await running).stop();
});

/** Of the property, whose view tells it to whoever sees the dwelling. */
const addressOf = async ({ database }: Running, dwelling: string): Promise<string> => {
  const [row] = await database.query<{ address: string }>(
    'select p.address from property p join dwelling d on d.property_ref = p.id where d.id = $1',
    [dwelling],
  );
  return row!.address;
};

/** The text that both parties sign says whom the dwellings are for: a group, agreed by both, and no citizen (ADR 23). */
const hasText = /^\/v1\/agreements\/\{id\}(\/revisions|\/texts\/\{text\})?$/;

const comparable = ({ body, ...rest }: Reply) => ({ ...rest, body: { ...body, traceId: '' } });

describe.each(Object.keys(kinds))('%s', (collection) => {
  const { service, kind } = kinds[collection]!;
  const isSomebodys = !SEEN_BY_ALL.includes(kind.name);
  const operations = operationsOf(service).filter(({ path }) => collectionOf(path) === collection);
  let running: Running;
  let own: string;
  beforeAll(async () => {
    running = await started(service);
    own = await cases[collection]!(running);
    const attach = operations.find(({ method, path }) => method === 'POST' && path.endsWith('{id}/attachments'));
    if (!attach) return;
    const user = attach.roles.includes('landlord_admin') ? 'landlord_admin' : attach.roles[0]!;
    attachments.set(own, (await call(user, attach, own)).body.id);
  });

  const call = (user: User, { method, path }: Operation, id: string) =>
    request(
      running,
      user,
      method,
      addressed(path, id) + (/\/(compare|person|address)$/.test(path) ? asked(path, running) : ''),
      validBodies()[path] ?? (method === 'POST' ? validTexts[path] : undefined),
      {
        ...(method === 'POST' && { 'if-match': '"1"' }),
        ...(validTexts[path] !== undefined && { 'content-type': 'text/plain' }),
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
      if (user === 'landlord2_admin' && isSomebodys) expect(known.status).toBe(mayCall ? 404 : 403);
      if (known.status !== 200) expect([user, comparable(known)]).toEqual([user, comparable(unknown)]);
    }
  });

  const landlordReads = operations.filter(({ method, roles }) => method === 'GET' && roles.includes('landlord_admin'));
  if (isSomebodys && landlordReads.some(({ path }) => path === collection))
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
      for (const { path } of landlordReads) {
        const query = await asked(path, running);
        const { status, body } = await request(running, 'landlord_admin', 'GET', addressed(path, own) + query);
        expect([path, status]).toEqual([path, 200]);
        expect(
          keys(body).filter((key) => /citizen|cpr|target|support|assign|outreach|birth|person/i.test(key)),
        ).toEqual(hasText.test(path) ? keys(body).filter((key) => key === 'targetGroup') : []);
      }
    });

  const reads = operations.filter(({ method, path }) => method === 'GET' && !SHOWS_NO_CITIZEN.includes(path));
  if (reads.length)
    test.each(reads)('$path: who reads of a citizen, or of the money of one, is in the audit log', async ({
      path,
      roles,
    }) => {
      const logged = (after: string) =>
        running.database.query<{ position: string }>(
          `select position, actor_id, role, action, case_id is not null as "isOfCase" from audit_log
            where changes is null and position > $1 order by position`,
          [after],
        );
      const [{ last } = { last: '0' }] = await running.database.query<{ last: string }>(
        'select coalesce(max(position), 0) as last from audit_log',
      );
      let before = last;
      let isRead = false;
      for (const user of users.filter((one) => demoUsers[one].roles.some((role) => roles.includes(role)))) {
        const reply = await request(running, user, 'GET', addressed(path, own) + (await asked(path, running)));
        const entries = await logged(before);
        before = entries.at(-1)?.position ?? before;
        const shows = reply.status === 200 && !showsNobody(path, reply);
        isRead ||= shows;
        expect([user, path, entries.length > 0]).toEqual([user, path, shows]);
        for (const entry of entries)
          expect(entry).toMatchObject({
            role: demoUsers[user].roles.join(','),
            action: expect.stringMatching(/^[a-z-]+\.[a-z-]+$/),
            isOfCase: true,
          });
      }
      expect([path, isRead]).toEqual([path, true]);
    });

  const { searched } = kind;
  const table = getMetadataArgsStorage().tables.find(({ target }) => target === kind.entity)!.name;
  if (typeof searched === 'function')
    test('who may open it finds it by what their view tells of it, and nobody else finds it by anything', async () => {
      for (const user of users.filter((one) => !['auditor', 'operator'].includes(one))) {
        const find = async (wanted: object) => {
          const { status, body } = await request(running, user, 'POST', '/v1/search', { ...wanted, kinds: [kind.name], limit: 100 }); // biome-ignore format: one line
          expect([user, wanted, status]).toEqual([user, wanted, 200]);
          return body.items.find(({ id }: { id: string }) => id === own);
        };
        const seen = await request(running, user, 'GET', `${collection}/${own}`);
        const { roles, landlord } = demoUsers[user] as { roles: readonly Role[]; landlord?: string };
        const { words, references } = searched({ id: 'x', kind: 'person', roles, ...(landlord && { landlordRef: landlord }) }); // biome-ignore format: one line
        const shown = JSON.stringify(seen.body) + (kind.name === 'dwelling' ? await addressOf(running, own) : '');
        expect([user, !!(await find({ reference: own }))]).toEqual([user, seen.status === 200]);
        // Every reference and text of the case, whether it may be found by it or not.
        const [row] = await running.database.query<Record<string, unknown>>(
          `select to_jsonb(c) as row${words.map((word, at) => `, ${word} as word_${at}`).join('')} from ${table} c where id = $1`,
          [own],
        );
        const columns = row!.row as Record<string, unknown>;
        for (const [column, value] of Object.entries(columns)) {
          if (typeof value !== 'string' || column === 'id' || value === own || value === columns.id) continue;
          const named = references.some(
            (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`) === column,
          );
          if (isUuid(value)) {
            const others = Object.entries(columns).some(([name, one]) => one === value && name !== column);
            if (!others) expect([user, column, !!(await find({ reference: value }))]).toEqual([user, column, named && seen.status === 200]); // biome-ignore format: one line
          }
          if (named && seen.status === 200) expect([user, column, shown.includes(value)]).toEqual([user, column, true]);
        }
        for (const [at] of words.entries()) {
          const text = row![`word_${at}`];
          if (typeof text !== 'string') continue;
          expect([user, text, !!(await find({ words: text }))]).toEqual([user, text, seen.status === 200]);
          if (seen.status === 200) expect([user, text, shown.includes(JSON.stringify(text).slice(1, -1))]).toEqual([user, text, true]); // biome-ignore format: one line
        }
        const hit = seen.status === 200 && (await find({ reference: own }));
        if (hit) expect([user, hit.state]).toEqual([user, seen.body.state ?? seen.body.status ?? null]);
        // What is never found, whoever asks: who lives there.
        for (const [name, value] of Object.entries(columns))
          if (/citizen/.test(name)) expect([user, name, await find({ reference: value })]).toEqual([user, name, undefined]); // biome-ignore format: one line
      }
    });

  if (typeof searched === 'function' && kind.auditReads && kind.name !== 'agreement')
    test('a hit is in the audit log as a line of a list is', async () => {
      const seenBy = (user: User) => request(running, user, 'GET', `${collection}/${own}`);
      const seen = await Promise.all(users.map(async (user) => ((await seenBy(user)).status === 200 ? [user] : [])));
      const finder = seen.flat()[0]!;
      const wanted = { reference: own, kinds: [kind.name] };
      await request(running, finder, 'POST', '/v1/search', wanted);
      const [entry] = await running.database.query('select actor_id, action, case_id, changes from audit_log order by position desc limit 1'); // biome-ignore format: one line
      expect(entry).toEqual({ actor_id: demoUsers[finder].sub, action: 'search.list', case_id: own, changes: null });
    });

  const sorts = Object.entries(kind.sortedBy ?? {});
  test('its list is sorted by what it says, and by nothing that a view does not tell', async () => {
    const list = operations.find(({ method, path }) => method === 'GET' && path === collection);
    const isNumbered = getMetadataArgsStorage().columns.some(({ target, propertyName }) => target === kind.entity && propertyName === 'number'); // biome-ignore format: one line
    const names = [...(isNumbered ? ['number'] : []), ...sorts.map(([name]) => name)];
    expect((list?.query.sort?.enum ?? []).toSorted()).toEqual(names.flatMap((name) => [name, `-${name}`]).toSorted());
    for (const user of users.filter((one) => demoUsers[one].roles.some((role) => list?.roles.includes(role))))
      for (const [name, expressions] of sorts) {
        const { body } = await request(running, user, 'GET', `${collection}?sort=-${name}&limit=100`);
        const seen = body.items.find(({ id }: { id: string }) => id === own);
        if (!seen) continue;
        const shown = JSON.stringify(seen) + (kind.name === 'dwelling' ? await addressOf(running, own) : '');
        for (const expression of expressions) {
          const [row] = await running.database.query(`select (${expression})::text as value from ${table} c where id = $1`, [own]); // biome-ignore format: one line
          expect([user, name, shown.includes(row!.value as string)]).toEqual([user, name, true]);
        }
      }
  });

  const commands = operations.filter(({ method, path }) => method === 'POST' && !path.endsWith('{id}/attachments'));
  if (commands.length)
    test('an answer sent back as a command is refused', async () => {
      for (const { path, roles } of commands) {
        const user = (roles.includes('landlord_admin') ? LANDLORDS[0] : roles[0]) as User;
        const seen = (await request(running, user, 'GET', `${collection}/${own}`)).body;
        const body = JSON.stringify({ ...seen, id: own, version: 1 }).replace(/^\{/, '{"__proto__":{"a":1},');
        const headers = { 'if-match': '"1"' };
        const { status } = await request(running, user, 'POST', addressed(path, own), body, headers);
        expect([path, status]).toEqual([path, 400]);
      }
    });
});
