// SPDX-License-Identifier: MPL-2.0
// A case of each kind, for tests that walk over all of them.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Schema } from '#contracts/closed-schema';
import type { ServiceName } from '#contracts/topics';
import { addDays } from '#domain';
import { landlords, type Reply, staffId, type User } from '#testing';
import { type Running, request, validBodies, validTexts } from './services.ts';

/** What a service's description says of one route. */
export interface Operation {
  method: string;
  path: string;
  /** Who may call it; none: everybody, without a token. */
  roles: User[];
  /** Media type of the body; absent where the route takes none. */
  contentType?: string;
  /** What the body must fit; absent where it is no JSON. */
  schema?: Schema;
  /** What the query may hold, by key. */
  query: Record<string, Schema>;
  /** JSON pointers of what a valid body, the sample, must hold at every depth. */
  required: string[];
}

interface Route {
  'x-roles'?: User[];
  parameters?: { name?: string; in?: string; schema: Schema }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
}
interface Described {
  paths: Record<string, Record<string, Route>>;
  components: { schemas: Record<string, Schema> };
}

const described = (service: ServiceName) =>
  JSON.parse(readFileSync(`apps/${service}/openapi.json`, 'utf8')) as Described;
export const schemasOf = (service: ServiceName) => described(service).components.schemas;

function requiredIn(sample: unknown, schema: Schema, { components }: Described, at = ''): string[] {
  const document = { components } as Described;
  if (Array.isArray(sample)) return sample.length ? requiredIn(sample[0], schema.items ?? {}, document, `${at}/0`) : [];
  if (typeof sample !== 'object' || sample === null) return [];
  const parts = [schema, ...(schema.anyOf ?? [])].map((part) =>
    part.$ref ? components.schemas[part.$ref.split('/').at(-1)!]! : part,
  );
  return parts.flatMap(({ properties = {}, required = [] }) =>
    Object.entries(properties)
      .filter(([name]) => name in sample)
      .flatMap(([name, property]) => [
        ...(required.includes(name) ? [`${at}/${name}`] : []),
        ...requiredIn((sample as Record<string, unknown>)[name], property, document, `${at}/${name}`),
      ]),
  );
}

/** Every route of the service, as its openapi.json lists them. */
export const operationsOf = (service: ServiceName): Operation[] => {
  const document = described(service);
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { 'x-roles': roles = [], parameters = [], requestBody }]) => ({
      method: method.toUpperCase(),
      path,
      roles,
      ...(requestBody && { contentType: Object.keys(requestBody.content)[0] }),
      ...(requestBody?.content['application/json'] && { schema: requestBody.content['application/json'].schema }),
      query: Object.fromEntries(
        parameters.filter((one) => one.in === 'query').map(({ name = '', schema }) => [name, schema]),
      ),
      required: requiredIn(validBodies()[path], requestBody?.content['application/json']?.schema ?? {}, document),
    })),
  );
};

/** `/v1/meetings` of `/v1/meetings/{id}/hold` */
export const collectionOf = (path: string): string => path.split('/').slice(0, 3).join('/');

async function post(running: Running, user: User, path: string, body?: unknown, headers?: Record<string, string>) {
  const reply = await request(running, user, 'POST', path, body, headers);
  if (reply.status >= 300) throw new Error(`${path} answered ${reply.status} ${JSON.stringify(reply.body)}`);
  return reply.body;
}
const opened = async (
  running: Running,
  user: User,
  path: string,
  more: object = {},
  type?: string,
): Promise<string> => {
  const body = validTexts[path] ?? { ...validBodies()[path], ...more };
  return (await post(running, user, path, body, type ? { 'content-type': type } : {})).id;
};

/** Landlord 1, registered once per service. */
async function landlord(running: Running): Promise<string> {
  const { id } = landlords.boOgBy;
  const { status } = await request(running, 'single_entry', 'GET', `/v1/landlords/${id}`);
  return status === 200 ? id : await opened(running, 'single_entry', '/v1/landlords');
}
async function property(running: Running): Promise<string> {
  await landlord(running);
  // A letter between the random digits and the postal code: together they could read as a civil registration number.
  const address = `Prøvevej ${randomUUID().slice(0, 8)} A, 5000 Odense C`;
  return await opened(running, 'single_entry', '/v1/properties', { address, bfeNumber: undefined });
}
const dwelling = async (running: Running, propertyRef: string): Promise<string> =>
  await opened(running, 'single_entry', '/v1/dwellings', { propertyRef });

/** Shared with landlord 1, about one dwelling. */
async function agreement(running: Running): Promise<string> {
  const propertyRef = await property(running);
  const dwellingRefs = [await dwelling(running, propertyRef)];
  const id = await opened(running, 'single_entry', '/v1/agreements', { properties: [{ propertyRef, dwellingRefs }] });
  await post(running, 'single_entry', `/v1/agreements/${id}/share-with-landlord`, undefined, { 'if-match': '"1"' });
  return id;
}
async function agreementInForce(running: Running): Promise<string> {
  const id = await agreement(running);
  const path = `/v1/agreements/${id}`;
  for (const action of ['approve', 'sign'])
    for (const user of ['single_entry', 'landlord_admin'] as const) {
      const { body, etag } = await request(running, user, 'GET', path);
      // Signed on the day: no earlier than the text was agreed on.
      const input = {
        ...validBodies()[`/v1/agreements/{id}/${action}`],
        hash: body.proposal.hash,
        signedOn: undefined,
      };
      await post(running, user, `${path}/${action}`, input, { 'if-match': `${etag}` });
    }
  return id;
}
const ofAgreement = (path: string) => async (running: Running) =>
  await opened(running, 'single_entry', path, { agreementRef: await agreement(running) });

/** A tenancy as a message has told of it. */
async function knownTenancy(running: Running, agreementRef: string): Promise<string> {
  const id = randomUUID();
  await running.database.query(
    `insert into known_tenancies (id, version, agreement_ref, agreement_version_at_start, dwelling_ref, landlord_ref, started_on)
     values ($1, 1, $2, 1, $1, $3, '2026-04-23')`,
    [id, agreementRef, landlords.boOgBy.id],
  );
  return id;
}

/** An agreement as a message has told of it, with one dwelling. */
async function knownDwelling(running: Running): Promise<{ agreementRef: string; dwellingRef: string }> {
  const [agreementRef, dwellingRef] = [randomUUID(), randomUUID()];
  await running.database.query(
    `insert into known_agreements (id, version, landlord_ref, state, agreement_version, term_from, term_to, dwellings)
     values ($1, 1, $2, 'ACTIVE', 1, '2026-01-01', '2030-12-31', $3)`,
    [agreementRef, landlords.boOgBy.id, JSON.stringify([{ dwellingRef, rentOere: 1, utilitiesOere: 1 }])],
  );
  return { agreementRef, dwellingRef };
}
const vacancy = async (running: Running): Promise<string> =>
  await opened(running, 'landlord_admin', '/v1/vacancies', await knownDwelling(running));
/** Of a citizen who is new, under an agreement with one dwelling. */
async function referral(running: Running): Promise<string> {
  const { agreementRef } = await knownDwelling(running);
  const id = await opened(running, 'social_caseworker', '/v1/referrals', { agreementRef });
  // The benefits office sees it once it is asked.
  await post(running, 'social_caseworker', `/v1/referrals/${id}/check-financing`, undefined, { 'if-match': '"1"' });
  return id;
}
const tenancy = async (running: Running): Promise<string> =>
  await opened(running, 'social_caseworker', '/v1/tenancies', await knownDwelling(running));

/** A row, where only a message or time opens a case. */
const inserted = (sql: string) => async (running: Running) => {
  const id = randomUUID();
  await running.database.query(sql, [id]);
  return id;
};
const LANDLORD = `'${landlords.boOgBy.id}'`;

/** Makes a case of landlord 1 and answers with its id, by collection: through the command that opens it, if there is one. */
export const cases: Record<string, (running: Running) => Promise<string>> = {
  '/v1/landlords': landlord,
  '/v1/properties': property,
  '/v1/dwellings': async (running) => await dwelling(running, await property(running)),
  async '/v1/property-imports'(running) {
    await landlord(running);
    return await opened(running, 'landlord_admin', '/v1/property-imports', {}, 'text/csv');
  },
  '/v1/agreements': agreement,
  async '/v1/cover-bookings'(running) {
    const agreementRef = await agreementInForce(running);
    const tenancyRef = await knownTenancy(running, agreementRef);
    return await opened(running, 'finance', '/v1/cover-bookings', { agreementRef, tenancyRef });
  },
  '/v1/meetings': ofAgreement('/v1/meetings'),
  '/v1/action-items': ofAgreement('/v1/action-items'),
  '/v1/expectation-checks': ofAgreement('/v1/expectation-checks'),
  '/v1/preventive-measures': ofAgreement('/v1/preventive-measures'),
  '/v1/citizens': (running) => opened(running, 'social_caseworker', '/v1/citizens'),
  '/v1/tenancies': tenancy,
  '/v1/vacancies': vacancy,
  '/v1/referrals': referral,
  async '/v1/proposals'(running) {
    const [id, referralRef, vacancyRef] = [randomUUID(), await referral(running), await vacancy(running)];
    await running.database.query(
      `insert into proposal (id, version, state, opened_at, referral_ref, agreement_ref, landlord_ref, vacancy_ref, dwelling_ref,
         household_size, financing_expected, proposed_on, answer_due_on, rent_oere)
       select $1, 1, 'PROPOSED', now(), $2, agreement_ref, landlord_ref, id, dwelling_ref, 1, true, '2026-12-01', '2026-12-03', 1
         from vacancy where id = $3`,
      [id, referralRef, vacancyRef],
    );
    return id;
  },
  async '/v1/move-in-inspections'(running) {
    const tenancyRef = await tenancy(running);
    return await opened(running, 'landlord_admin', '/v1/move-in-inspections', { tenancyRef });
  },
  '/v1/rehousings': inserted(
    `insert into rehousing (id, version, state, opened_at, eviction_ref, agreement_ref, tenancy_ref, citizen_ref, heard_on, eviction_on, shelter, home, assigned_role)
     values ($1, 1, 'OPEN', now(), gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), '2026-12-01', '2026-12-15',
       '{"outcome": "open", "on": null, "reason": null}', '{"outcome": "open", "on": null, "reason": null}', 'social_caseworker')`,
  ),
  '/v1/financings': inserted(
    `insert into financing (id, version, state, opened_at, kind, case_ref, landlord_ref, applied_on, decision_due_on,
       decided_on, effective_on, amount_oere, pay_on, repayable, paid_oere, repaid_oere)
     values ($1, 1, 'GRANTED', now(), 'temporary_rent_help', gen_random_uuid(), ${LANDLORD}, '2026-12-01', '2026-12-08',
       '2026-12-01', '2026-12-01', 542900, '2026-12-21', false, 0, 0)`,
  ),
  async '/v1/administration-agreements'(running) {
    const tenancyRef = await tenancy(running);
    return await opened(running, 'social_caseworker', '/v1/administration-agreements', { tenancyRef });
  },
  async '/v1/move-outs'(running) {
    const [tenancyRef, agreementRef] = [randomUUID(), randomUUID()];
    await running.database.query(
      `insert into known_agreements (id, version, landlord_ref, state, versions) values ($1, 1, ${LANDLORD}, 'ACTIVE',
         '[{"agreementVersion": 1, "appliesToExisting": false, "commitments": [], "coverage": [], "slas": null, "instalmentPolicy": null}]')`,
      [agreementRef],
    );
    await running.database.query(
      `insert into known_tenancies (id, version, agreement_ref, agreement_version_at_start, landlord_ref, has_support_worker, support_worker, started_on,
         dwelling_ref, rent_oere, utilities_oere)
       values ($1, 1, $2, 1, ${LANDLORD}, true, $3, '2026-04-23', $1, 450000, 60000)`,
      [tenancyRef, agreementRef, staffId('support_worker')],
    );
    const id = await opened(running, 'landlord_admin', '/v1/move-outs', { tenancyRef });
    // So that its calculation can be looked at.
    const path = `/v1/move-outs/${id}`;
    const { etag } = await request(running, 'landlord_admin', 'GET', path);
    await post(
      running,
      'landlord_admin',
      `${path}/submit-statement`,
      validBodies()['/v1/move-outs/{id}/submit-statement'],
      { 'if-match': `${etag}` },
    );
    return id;
  },
  '/v1/rent-arrears': (running) =>
    opened(running, 'landlord_admin', '/v1/rent-arrears', { landlordReference: randomUUID().slice(0, 8) }),
  '/v1/neighbour-complaints': (running) =>
    opened(running, 'landlord_admin', '/v1/neighbour-complaints', { landlordReference: randomUUID().slice(0, 8) }),
  '/v1/evictions': inserted(
    `insert into eviction (id, version, state, shown_state, opened_at, landlord_ref, landlord_reference, tenancy_ref, agreement_ref,
       assigned_role, opened_on, eviction_on, bases, terminations, payments, court_notifications)
     values ($1::uuid, 1, 'DATE_SET', 'DATE_SET', now(), ${LANDLORD}, left($1::uuid::text, 8), gen_random_uuid(), gen_random_uuid(),
       'outreach_team', '2026-12-01', '2026-12-15', '[]',
       '[{"terminationRef": "6f9d2f1c-7a5e-4a55-9a53-0a7a2f6d1b10", "basisRef": "6f9d2f1c-7a5e-4a55-9a53-0a7a2f6d1b11", "kind": "breach",
         "servedOn": "2026-12-01", "vacateBy": "2026-12-08"}]', '[]',
       '[{"notificationRef": "6f9d2f1c-7a5e-4a55-9a53-0a7a2f6d1b12", "receivedOn": "2026-12-01", "minorsInHousehold": "yes",
         "needIsLikely": true, "handledOn": null}]')`,
  ),
  async '/v1/demand-fees'(running) {
    const [{ n } = { n: 0 }] = await running.database.query<{ n: number }>('select count(*)::int as n from demand_fee');
    return await opened(running, 'finance', '/v1/demand-fees', { validFrom: addDays('2024-01-01', n) });
  },
  '/v1/agreements-hand-overs': (running) => opened(running, 'team_leader', '/v1/agreements-hand-overs'),
  '/v1/referrals-hand-overs': (running) => opened(running, 'team_leader', '/v1/referrals-hand-overs'),
  '/v1/incidents-hand-overs': (running) => opened(running, 'team_leader', '/v1/incidents-hand-overs'),
  '/v1/staff': (running) => opened(running, 'operator', '/v1/staff', { staffId: randomUUID() }),
  '/v1/staff-imports': (running) => opened(running, 'operator', '/v1/staff-imports', {}, 'text/csv'),
  '/v1/inbox': inserted(
    `insert into notification (id, version, state, opened_at, recipient_role, landlord_ref, case_kind, case_ref, subject, source_id)
     values ($1::uuid, 1, 'UNREAD', now(), 'landlord_admin', ${LANDLORD}, 'rent-arrears', gen_random_uuid(), 'rent-arrears-received', $1::uuid::text)`,
  ),
  '/v1/deadlines': inserted(
    `insert into deadline (id, version, state, opened_at, code, case_kind, case_ref, due_on, set_on, responsible, source_version)
     values ($1, 1, 'SET', now(), 'ACKNOWLEDGE', 'rent-arrears', gen_random_uuid(), '2027-01-01', '2026-12-01', 'finance', 1)`,
  ),
};

/** The case as the first of these roles that may see it reads it; none: nobody of them may. */
export async function seenBy(
  running: Running,
  roles: readonly User[],
  collection: string,
  id: string,
): Promise<{ user: User; reply: Reply } | undefined> {
  for (const user of roles) {
    const reply = await request(running, user, 'GET', `${collection}/${id}`);
    if (reply.status === 200) return { user, reply };
  }
  return undefined;
}
