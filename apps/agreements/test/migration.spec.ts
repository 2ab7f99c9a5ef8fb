// SPDX-License-Identifier: MPL-2.0
// An installation of the release before: its agreements go on as they were.
import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { migrate } from '#persistence';
import { startService } from '#service';
import { freshDatabase, landlords, request, testEnv, travel } from '#testing';
import { agreements } from '../src/agreements.module.js';
import { migrations } from '../src/migrations/index.js';
import { dwellingOf, terms } from './service.js';

test('an agreement that was in force is in force, with its text, its contact and its dwellings', async () => {
  const database = await freshDatabase('agreements', migrations.slice(0, 1));
  const { agreementNo: _, landlordRef: __, legalBasis: ___, term, ...kept } = terms();
  const [active, draft] = [randomUUID(), randomUUID()];
  const before = {
    ...{ ...kept, noticeMonths: term.noticeMonths, securitiesOrder: 'default', vacancyIncludesUtilities: false },
    annualBudgetCapOere: null,
    properties: [
      { address: 'Gamlevej 1', dwellingCount: 8, dwellings: [{ ...dwellingOf(1), dwellingRef: randomUUID() }] },
    ],
  };
  for (const [id, state] of [
    [active, 'ACTIVE'],
    [draft, 'DRAFT'],
  ])
    await database.query(
      `insert into agreement (id, version, state, opened_at, agreement_no, landlord_ref, landlord_cvr, landlord_name,
         legal_basis, agreement_version, term_from, term_to, terms, signatures)
       values ($1, 2, $2, now(), $2, $3, '10000009', 'Bo & By', 'free_cooperation', 1, $4, $5, $6, '[]')`,
      [id, state, landlords.boOgBy.id, term.from, term.to, JSON.stringify(before)],
    );
  await migrate('agreements', database.ownerUrl, migrations);
  const env = await testEnv('agreements', { database });
  travel(env, '2026-12-01');
  const service = await startService(agreements, env);
  try {
    const ask = (user: 'single_entry' | 'landlord_admin', path: string) =>
      request(`${service.url}/v1/${path}`, user, 'GET');
    expect((await ask('landlord_admin', `agreements/${active}`)).body).toMatchObject({
      ...{ state: 'ACTIVE', agreementVersion: 1, dwellings: 1, proposal: null },
      inForce: { terms: { properties: [{ address: 'Gamlevej 1' }], instalmentPolicy: { maxMonths: 6 } } },
    });
    expect((await ask('landlord_admin', `agreements/${draft}`)).status).toBe(404);
    expect((await ask('single_entry', `agreements/${draft}`)).body).toMatchObject({ proposal: { faults: [] } });
    expect((await ask('landlord_admin', 'entry-point')).body).toMatchObject({ agreementRef: active });
    expect((await ask('landlord_admin', `landlords/${landlords.boOgBy.id}`)).body).toMatchObject({ cvr: '10000009' });
    const begun = await request(
      `${service.url}/v1/agreements/${active}/start-revision`,
      'single_entry',
      'POST',
      undefined,
      {
        'if-match': '"2"',
      },
    );
    expect(begun).toMatchObject({ status: 200, body: { proposal: { agreementVersion: 2, faults: [] } } });
  } finally {
    await service.close();
    await database.drop();
  }
}, 60_000);

test('an agreement that has ended closes its version; one that is in force stays as it is', async () => {
  const database = await freshDatabase('agreements', migrations.slice(0, 5));
  const version = (no: number, state: string) => ({
    ...{ no, state, revision: 1, hash: 'h', effectiveFrom: '2026-02-01', appliesToExisting: false },
    ...{ approvals: [], signatures: [], inForceFrom: state === 'IN_FORCE' ? '2026-02-01' : null, inForceTo: null },
  });
  const before = [version(1, 'IN_FORCE'), version(2, 'SIGNED')];
  try {
    for (const [state, notice] of [
      ['ACTIVE', null],
      ['EXPIRED', null],
      ['RUN_OFF', { givenBy: 'landlord', givenOn: '2026-03-02', endsOn: '2026-09-02' }],
    ] as const)
      await database.query(
        `insert into agreement (id, version, state, opened_at, agreement_no, landlord_ref, landlord_name,
           legal_basis, agreement_version, term_from, term_to, versions, notice)
         values ($1, 2, $2, now(), $2, $1, 'Bo & By', 'free_cooperation', 1, '2026-02-01', '2026-12-31', $3, $4)`,
        [randomUUID(), state, JSON.stringify(before), notice && JSON.stringify(notice)],
      );
    await migrate('agreements', database.ownerUrl, migrations);
    const found = await database.query<{ state: string; versions: object[] }>('select state, versions from agreement');
    const ended = (inForceTo: string) => [
      { ...before[0], state: 'SUPERSEDED', inForceTo },
      { ...before[1], state: 'ABANDONED' },
    ];
    expect(Object.fromEntries(found.map(({ state, versions }) => [state, versions]))).toEqual({
      ...{ ACTIVE: before, EXPIRED: ended('2026-12-31'), RUN_OFF: ended('2026-09-02') },
    });
  } finally {
    await database.drop();
  }
}, 60_000);

test('properties that were two by their spelling stay two; a third is refused', async () => {
  const before = migrations.findIndex(({ name }) => name.startsWith('OneSpelling'));
  const database = await freshDatabase('agreements', migrations.slice(0, before));
  const { id: owner } = landlords.boOgBy;
  await database.query(
    `insert into landlord (id, version, state, opened_at, kind, cvr, name, contacts, lets_more_than_one)
     values ($1, 1, 'ACTIVE', now(), 'company', '10000009', 'Bo & By', '[]', true)`,
    [owner],
  );
  for (const [address, bfe] of [['Gade 1', '7'], ['GADE  1', null], ['Vej 2', '007']]) // biome-ignore format: a table
    await database.query(
      `insert into property (id, version, state, opened_at, landlord_ref, address, bfe_number, dwelling_count)
       values (gen_random_uuid(), 1, 'ACTIVE', now(), $1, $2, $3, 1)`,
      [owner, address, bfe],
    );
  await migrate('agreements', database.ownerUrl, migrations);
  expect(await database.query('select count(*)::int as n from property where not kept_double')).toEqual([{ n: 1 }]);
  const env = await testEnv('agreements', { database });
  travel(env, '2026-12-01');
  const service = await startService(agreements, env);
  try {
    const list = await request(`${service.url}/v1/properties`, 'landlord_admin', 'GET');
    expect(list.body.items).toHaveLength(3);
    const address = 'gade 1';
    const third = await request(`${service.url}/v1/properties`, 'landlord_admin', 'POST', {
      address,
      dwellingCount: 1,
    });
    expect(third.body).toMatchObject({ code: 'property-is-registered-already' });
  } finally {
    await service.close();
    await database.drop();
  }
});
