// SPDX-License-Identifier: MPL-2.0
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type RunningService, startService } from '#service';
import { freshDatabase, landlords, request, type TestDatabase, testEnv, travel, type User } from '#testing';
import { AgreementsConfig } from '../src/agreements.config.js';
import { AgreementsModule } from '../src/agreements.module.js';
import { entities } from '../src/entities.js';
import { migrations } from '../src/migrations/index.js';
import { refusals } from '../src/rule-books.js';

let database: TestDatabase;
let service: RunningService;

beforeAll(async () => {
  database = await freshDatabase('agreements', migrations);
  const env = await testEnv('agreements', { database });
  travel(env, '2026-12-01');
  service = await startService('agreements', AgreementsModule, AgreementsConfig, {
    migrations,
    entities,
    refusals,
    env,
  });
}, 60_000);

afterAll(async () => {
  await service?.close();
  await database?.drop();
});

const call = (user: User, path: string, body?: object, headers?: Record<string, string>) =>
  request(`${service.url}/v1/agreements${path}`, user, body ? 'POST' : 'GET', body, headers);

const dwelling = {
  unit: '2. tv.',
  type: 'lejlighed',
  areaM2: 41.5,
  rooms: 1,
  rentOere: 350_000,
  utilitiesOere: 60_000,
};

const agreement = (more: object = {}) => ({
  agreementNo: randomUUID(),
  landlord: { ref: landlords.boOgBy.id, cvr: '10000009', name: landlords.boOgBy.name },
  legalBasis: 'lbf_ch7_allocation',
  targetGroup: { description: 'unge hjemløse', paymentCapacityMinOere: 0, paymentCapacityMaxOere: 350_000 },
  properties: [{ address: 'Prøvevej 1, 5000 Odense C', dwellingCount: 8, dwellings: [dwelling, dwelling] }],
  quota: { kind: 'every_nth', n: 4 },
  rolesAndResponsibilities: [{ topic: 'restance', responsible: 'udlejer' }],
  commitments: [{ kind: 'vacancy_rent_in', capMonths: 3 }],
  coverage: [{ kind: 'restoration', rule: 'covered' }],
  instalmentPolicy: null,
  singleEntryPoint: {
    name: 'Indgangen',
    mailbox: 'indgangen@kommune.example',
    phone: '+45 12345678',
    openingHours: 'man-tor 09:00-15:00',
  },
  landlordContacts: [{ mailbox: 'udlejning@udlejer.example', phone: '12345678', function: 'landlord_admin' }],
  dialogue: { meetingIntervalMonths: 3, steeringGroup: ['områdechef'] },
  revision: { reviewDate: '2027-12-01', noticeForChangeMonths: 3 },
  term: { from: '2026-12-01', to: '2032-11-30', noticeMonths: 6 },
  dataSharingAnnex: 'bilag-1',
  ...more,
});

const signed = (...parties: string[]) => ({
  signatures: parties.map((party) => ({ party, name: 'N.N.', role: 'chef', signedOn: '2026-11-30', method: 'papir' })),
});
const bothSigned = signed('municipality', 'landlord');

describe('agreements', () => {
  test('an agreement is written down, signed and takes effect; the landlord sees it without the target group', async () => {
    const created = await call('single_entry', '', agreement());
    expect(created).toMatchObject({ status: 201, body: { state: 'DRAFT', allowedActions: ['activate'] } });
    const path = `/${created.body.id}`;
    const active = await call('single_entry', `${path}/activate`, bothSigned, { 'if-match': '"1"' });
    expect(active).toMatchObject({ status: 200, body: { state: 'ACTIVE', version: 2 } });
    const seen = await call('landlord_admin', path);
    expect(seen).toMatchObject({ status: 200, body: { id: created.body.id, allowedActions: [] } });
    expect(seen.body).not.toHaveProperty('targetGroup');
    expect((await call('landlord2_admin', path)).status).toBe(404);
    expect((await call('single_entry', `${path}/history`)).body.items).toHaveLength(2);
  });

  test('others may not write one, and a CVR number is checked', async () => {
    expect((await call('landlord_admin', '', agreement())).status).toBe(403);
    const wrong = agreement({ landlord: { ref: landlords.boOgBy.id, cvr: '10000008', name: 'x' } });
    expect((await call('single_entry', '', wrong)).status).toBe(400);
  });

  test('the same key gives the same answer; the same number is refused', async () => {
    const input = agreement();
    const key = { 'idempotency-key': randomUUID() };
    const first = await call('single_entry', '', input, key);
    expect(await call('single_entry', '', input, key)).toEqual(first);
    expect(await call('single_entry', '', input)).toMatchObject({
      status: 409,
      body: { code: 'agreement-no-is-taken' },
    });
  });

  test.each([
    ['signature-is-missing', {}, signed('landlord')],
    ['term-has-not-started', { term: { from: '2026-12-02', to: '2027-12-01', noticeMonths: 1 } }, bothSigned],
    ['term-is-longer-than-six-years', { term: { from: '2026-12-01', to: '2032-12-01', noticeMonths: 1 } }, bothSigned],
    [
      'agreement-has-too-few-dwellings',
      { properties: [{ address: 'A', dwellingCount: 8, dwellings: [dwelling] }] },
      bothSigned,
    ],
    [
      'property-is-too-small',
      { properties: [{ address: 'A', dwellingCount: 7, dwellings: [dwelling, dwelling] }] },
      bothSigned,
    ],
    [
      'more-than-every-fourth-dwelling',
      { properties: [{ address: 'A', dwellingCount: 11, dwellings: [dwelling, dwelling, dwelling] }] },
      bothSigned,
    ],
  ])('activation is refused: %s', async (code, terms, signatures) => {
    const { body } = await call('single_entry', '', agreement(terms));
    const answer = await call('single_entry', `/${body.id}/activate`, signatures, { 'if-match': '"1"' });
    expect(answer).toMatchObject({ status: 409, body: { code } });
  });

  test('the version must be told and be the newest', async () => {
    const { body } = await call('single_entry', '', agreement());
    expect((await call('single_entry', `/${body.id}/activate`, bothSigned)).status).toBe(428);
    const stale = await call('single_entry', `/${body.id}/activate`, bothSigned, { 'if-match': '"2"' });
    expect(stale.status).toBe(412);
  });
});
