// SPDX-License-Identifier: MPL-2.0
// Working days that an agreement sets act in every service: one deadline has one date, wherever it is shown (domain.md 13.4).
import { randomUUID } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { ServiceName } from '#contracts/topics';
import { topics } from '#contracts/topics';
import { types } from '#contracts/types';
import { DEADLINES, type DeadlineCode, type DeadlineRule, dueOn } from '#domain';
import { startService } from '#service';
import {
  createTopics,
  eventually,
  freshDatabase,
  knowStaff,
  landlords,
  request,
  tellFacts,
  testEnv,
  topicPrefix,
  travel,
  type User,
} from '#testing';
import { type Running, services, validBodies } from './services.ts';

/** Each its own length, none the usual one. */
const slas = {
  ...{ ACKNOWLEDGE: 4, CONTACT_ANSWER: 7, FIRST_OUTREACH: 6, HELP_DECISION: 11, DISBURSEMENT: 9 },
  ...{ ASSESSMENT: 8, OUTLOOK_REQUEST: 10, FINANCING_OUTLOOK: 12, MATCH: 13, PROPOSAL_ANSWER: 14 },
  ...{ FINANCING_APPLICATION: 15, LEASE_SIGNATURE: 16, SETTLING_IN: 17, BENEFIT_DECISION: 18 },
  ...{ SETTLEMENT_DECISION: 19 },
} as const;
/** Codes whose kind of case is not built yet: no service sets such a deadline. */
const NOT_SET_YET = ['FINANCING_NOTICE'];
const TODAY = '2027-03-22';
const prefix = topicPrefix();
const running = {} as Record<ServiceName, Running>;
const stops: (() => Promise<void>)[] = [];

beforeAll(async () => {
  await createTopics(prefix);
  for (const name of ['referrals', 'incidents', 'notifications'] as const) {
    const database = await freshDatabase(name, services[name].migrations);
    if (name !== 'notifications') await knowStaff(database);
    const env = await testEnv(name, { database, topicPrefix: prefix });
    travel(env, TODAY);
    const service = await startService(services[name], env);
    const stop = async () => {
      await service.close();
      await database.drop();
    };
    stops.push(stop);
    running[name] = { service, database, stop };
  }
}, 60_000);
afterAll(() => Promise.all(stops.map((stop) => stop())));

const get = async (service: ServiceName, user: User, path: string) =>
  (await request(`${running[service].service.url}/v1/${path}`, user, 'GET')).body;
async function post(service: ServiceName, user: User, path: string, body: object = {}) {
  const address = `${running[service].service.url}/v1/${path}`;
  const { etag } = await request(address.split('/').slice(0, 6).join('/'), user, 'GET');
  const reply = await request(address, user, 'POST', body, etag ? { 'if-match': etag } : {});
  if (reply.status >= 300) throw new Error(`${path} answered ${reply.status} ${JSON.stringify(reply.body)}`);
  return reply.body;
}

test('every length that may be agreed is looked at here, or no service sets such a deadline', () => {
  const agreed = Object.entries(DEADLINES).flatMap(([code, { sla }]: [string, DeadlineRule]) => (sla ? [code] : []));
  expect([...Object.keys(slas), ...NOT_SET_YET].toSorted()).toEqual(agreed.toSorted());
  const kinds = globSync('apps/{agreements,incidents,referrals}/src/**/*.ts', { exclude: ['**/document/**'] });
  const used = NOT_SET_YET.filter((code) => kinds.some((file) => readFileSync(file, 'utf8').includes(`'${code}'`)));
  expect(used).toEqual([]);
});

test('what the agreement sets is the day in the case, in the help, in the list of deadlines and in what the stand-in hears', async () => {
  const [agreementRef, dwellingRef] = [randomUUID(), randomUUID()];
  const terms = {
    ...{ agreementRef, landlordRef: landlords.boOgBy.id, agreementVersion: 1, state: 'ACTIVE', legalBasis: 'ch7' },
    ...{ termFrom: '2026-01-01', termTo: '2030-12-31', instalmentPolicy: null },
    dwellings: [{ dwellingRef, rentOere: 510_000, utilitiesOere: 0 }],
    slas,
  };
  const told = { topic: topics.agreementInternal, type: types.agreement.created, key: agreementRef, version: 1 };
  await tellFacts(prefix, [{ ...told, body: terms }]);
  const tenancy = { ...validBodies()['/v1/tenancies'], agreementRef, dwellingRef, startedOn: '2026-12-01' };
  const { id: tenancyRef } = await eventually(() => post('referrals', 'social_caseworker', 'tenancies', tenancy));
  await eventually(async () => {
    const known = await running.incidents.database.query(
      'select 1 from known_tenancies t join known_agreements a on a.id = t.agreement_ref where t.id = $1',
      [tenancyRef],
    );
    expect(known).toHaveLength(1);
  });
  const report = { tenancyRef, amountOere: 510_000, rentDueOn: '2027-03-01' };
  const { id } = await post('incidents', 'landlord_admin', 'rent-arrears', report);
  await post('incidents', 'single_entry', `rent-arrears/${id}/acknowledge`);
  await post('incidents', 'single_entry', `rent-arrears/${id}/assign`);
  await post('incidents', 'support_worker', `rent-arrears/${id}/record-contact-made`, { contactedOn: TODAY });
  await post('incidents', 'support_worker', `rent-arrears/${id}/request-help`);
  const arrears = await get('incidents', 'single_entry', `rent-arrears/${id}`);
  const { helpRef } = arrears.help;
  await eventually(() => get('referrals', 'benefits_caseworker', `financings/${helpRef}`).then(({ state }) => expect(state).toBe('APPLIED'))); // biome-ignore format: a step
  const grant = { ...validBodies()['/v1/financings/{id}/grant'], monthlyAmountOere: 510_000, payOn: TODAY };
  const help = await post('referrals', 'benefits_caseworker', `financings/${helpRef}/grant`, grant);

  const expected = (code: DeadlineCode) => dueOn(code, TODAY, slas);
  expect(arrears).toMatchObject({
    acknowledgeDueOn: expected('ACKNOWLEDGE'),
    outreachDueOn: expected('FIRST_OUTREACH'),
    help: { decisionDueOn: expected('HELP_DECISION') },
  });
  expect(help).toMatchObject({
    decisionDueOn: expected('HELP_DECISION'),
    disbursementDueOn: expected('DISBURSEMENT'),
  });
  const [row] = await running.incidents.database.query('select stand_in_due_on::text as day from rent_arrears');
  expect(row).toEqual({ day: expected('CONTACT_ANSWER') });
  await eventually(async () => {
    const { items } = await get('notifications', 'single_entry', 'deadlines');
    const days = Object.fromEntries(items.map((one: { code: string; dueOn: string }) => [one.code, one.dueOn]));
    const codes = ['ACKNOWLEDGE', 'FIRST_OUTREACH', 'HELP_DECISION', 'DISBURSEMENT'] as const;
    expect(days).toEqual(Object.fromEntries(codes.map((code) => [code, expected(code)])));
  });
});

test('each step of the fast track has the day that the agreement sets', async () => {
  const [agreementRef, dwellingRef] = [randomUUID(), randomUUID()];
  const terms = {
    ...{ agreementRef, landlordRef: landlords.boOgBy.id, agreementVersion: 1, state: 'ACTIVE', legalBasis: 'ch7' },
    ...{ termFrom: '2026-01-01', termTo: '2030-12-31', instalmentPolicy: null },
    dwellings: [{ dwellingRef, rentOere: 400_000, utilitiesOere: 0, rooms: 2 }],
    slas,
  };
  const told = { topic: topics.agreementInternal, type: types.agreement.created, key: agreementRef, version: 1 };
  await tellFacts(prefix, [{ ...told, body: terms }]);
  const bodies = validBodies();
  const applications = [{ kind: 'moving_help' }];
  const more = { agreementRef, assessment: undefined, wantedMoveInOn: TODAY, applications };
  const refer = { ...bodies['/v1/referrals'], ...more };
  const days: Partial<Record<DeadlineCode, string>> = {};
  const { id, ...referred } = await eventually(() => post('referrals', 'social_caseworker', 'referrals', refer));
  days.ASSESSMENT = referred.nextStep.dueOn;
  const act = (user: User, action: string, body: object = {}) =>
    post('referrals', user, `referrals/${id}/${action}`, body);
  const noSupport = { ...bodies['/v1/referrals/{id}/assess'], supportNeed: 'none' };
  days.OUTLOOK_REQUEST = (await act('social_caseworker', 'assess', noSupport)).nextStep.dueOn;
  days.FINANCING_OUTLOOK = (await act('social_caseworker', 'check-financing')).nextStep.dueOn;
  const outlook = bodies['/v1/referrals/{id}/give-financing-outlook'];
  days.MATCH = (await act('benefits_caseworker', 'give-financing-outlook', outlook)).nextStep.dueOn;
  const vacancy = { agreementRef, dwellingRef, availableFrom: TODAY };
  const { id: vacancyRef } = await post('referrals', 'landlord_admin', 'vacancies', vacancy);
  const { proposalRef, nextStep } = await act('social_caseworker', 'match', { vacancyRef });
  days.PROPOSAL_ANSWER = nextStep.dueOn;
  const proposal = `proposals/${proposalRef}`;
  expect((await get('referrals', 'landlord_admin', proposal)).answerDueOn).toBe(days.PROPOSAL_ANSWER);
  await post('referrals', 'landlord_admin', `${proposal}/accept`);
  const { items } = await get('referrals', 'benefits_caseworker', `financings?referralRef=${id}`);
  const help = `financings/${items[0].id}`;
  const complete = await post('referrals', 'benefits_caseworker', `${help}/complete-application`, {
    completeOn: TODAY,
  });
  const pending = await get('referrals', 'social_caseworker', `referrals/${id}`);
  days.BENEFIT_DECISION = pending.nextStep.dueOn;
  expect(complete.decisionDueOn).toBe(days.BENEFIT_DECISION);
  const grantMove = {
    ...bodies['/v1/financings/{id}/grant-move'],
    ...{ deposit: undefined, items: undefined, payee: 'supplier', payOn: TODAY, repayment: { required: false } },
    ...{ lateApplicationAcceptedBecause: undefined, lateReason: undefined },
  };
  await post('referrals', 'benefits_caseworker', `${help}/grant-move`, grantMove);
  const { stages, nextStep: lease } = await get('referrals', 'social_caseworker', `referrals/${id}`);
  const dueOnIn = (state: string) => stages.find((stage: { state: string }) => stage.state === state).dueOn;
  days.FINANCING_APPLICATION = dueOnIn('ACCEPTED');
  days.LEASE_SIGNATURE = lease.dueOn;
  expect((await get('referrals', 'landlord_admin', proposal)).leaseDueOn).toBe(days.LEASE_SIGNATURE);
  const signed = { signedOn: TODAY, startsOn: TODAY, depositOere: 0, prepaidRentOere: 0 };
  await post('referrals', 'landlord_admin', `${proposal}/register-lease`, signed);
  await eventually(async () => {
    const { state, nextStep: last } = await get('referrals', 'social_caseworker', `referrals/${id}`);
    expect(state).toBe('MOVED_IN');
    days.SETTLING_IN = last.dueOn;
  });
  const codes = Object.keys(days) as (keyof typeof slas)[];
  expect(days).toEqual(Object.fromEntries(codes.map((code) => [code, dueOn(code, TODAY, slas)])));
});

test('the decision on a settlement statement has the day that the agreement sets', async () => {
  const [agreementRef, tenancyRef] = [randomUUID(), randomUUID()];
  const version = {
    agreementVersion: 1,
    appliesToExisting: false,
    instalmentPolicy: null,
    commitments: [],
    coverage: [],
    slas,
  };
  const { landlordRef, ...state } = { landlordRef: landlords.boOgBy.id, state: 'ACTIVE', instalmentPolicy: null };
  const lives = { agreementRef, landlordRef, agreementVersionAtStart: 1, hasSupportWorker: false, startedOn: '2026-04-23', endedOn: null }; // biome-ignore format: one line
  await tellFacts(prefix, [
    { topic: topics.agreementInternal, type: types.agreement.created, key: agreementRef, version: 1, body: { ...state, landlordRef, versions: [version] } }, // biome-ignore format: one line
    { topic: topics.tenancyInternal, type: types.tenancy.started, key: tenancyRef, version: 1, body: lives },
  ]);
  const report = { tenancyRef, kind: 'voluntary', movedOutOn: TODAY };
  const { id } = await eventually(() => post('incidents', 'landlord_admin', 'move-outs', report));
  const statement = { lines: [], depositOere: 0, prepaidOere: 0 };
  const stated = await eventually(() =>
    post('incidents', 'landlord_admin', `move-outs/${id}/submit-statement`, statement),
  );
  expect(stated.decisionDueOn).toBe(dueOn('SETTLEMENT_DECISION', TODAY, slas));
});
