// SPDX-License-Identifier: MPL-2.0
// An installation of the release before: its agreements go on as they were.
import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { migrate } from '#persistence';
import { startService } from '#service';
import { eventually, freshDatabase, landlords, request, testEnv, travel } from '#testing';
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
    expect((await ask('single_entry', `agreements/${draft}`)).body.proposal.faults).toMatchObject([
      // Both drafts chose the same dwelling: one of them is in force.
      { code: 'dwelling-is-under-another-agreement' },
    ]);
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
  const rows = [['Gade 1', '7'], ['GADE  1', null], ['Vej 2', '007']]; // biome-ignore format: a table
  for (const [index, row] of rows.entries())
    await database.query(
      `insert into property (id, version, state, opened_at, landlord_ref, address, bfe_number, dwelling_count)
       values ($4, 1, 'ACTIVE', now(), $1, $2, $3, 1)`,
      // The older keeps the place.
      [owner, ...row, `00000000-0000-7000-8000-00000000000${index}`],
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
    // The other services hear which duties the landlord has, now as when they change.
    const told = (bodies: object[]) =>
      eventually(async () =>
        expect(
          await database.query(
            `select body from outbox where topic = 'indgang.agreements.landlord.internal' order by position`,
          ),
        ).toEqual(bodies.map((body) => ({ body }))),
      );
    await told([{ letsMoreThanOne: true }]);
    const path = `${service.url}/v1/landlords/${owner}`;
    const { etag } = await request(path, 'single_entry', 'GET');
    await request(`${path}/change`, 'single_entry', 'POST', { letsMoreThanOne: false }, { 'if-match': etag! });
    await told([{ letsMoreThanOne: true }, { letsMoreThanOne: false }]);
  } finally {
    await service.close();
    await database.drop();
  }
});
test('what broke a rule before goes on: a dwelling of two agreements counts in both, and its days and figures are mended', async () => {
  const database = await freshDatabase('agreements', migrations.slice(0, 6));
  const [dwellingRef, propertyRef] = [randomUUID(), randomUUID()];
  const ids = [randomUUID(), randomUUID(), randomUUID()];
  const text = {
    term: { from: '2026-02-01', to: '2026-12-31' },
    // Listed twice: earlier releases took it so.
    properties: [1, 2].map(() => ({ propertyRef, dwellings: [{ dwellingRef }] })),
  };
  const version = {
    ...{ no: 1, state: 'IN_FORCE', revision: 1, effectiveFrom: '2026-02-01' },
    inForceFrom: '2026-02-01',
  };
  const ended = { ...version, state: 'SUPERSEDED', inForceFrom: '2027-01-01', inForceTo: '2026-12-31' };
  try {
    for (const [index, id] of ids.entries()) {
      const isLast = index === 2;
      await database.query(
        `insert into agreement (id, version, state, opened_at, agreement_no, landlord_ref, landlord_name, shown_to,
           legal_basis, agreement_version, term_from, term_to, versions)
         values ($1::uuid, 2, $2, now() + $3 * interval '1 day', $1, $1, 'Bo & By', $4, 'free_cooperation', 1, '2026-02-01',
           '2026-12-31', $5)`,
        [id, isLast ? 'EXPIRED' : 'ACTIVE', index, isLast ? null : id, JSON.stringify([isLast ? ended : version])],
      );
      await database.query(
        `insert into agreement_text (agreement_ref, version_no, revision, hash, terms, proposed_by, at)
         values ($1, 1, 1, 'h', $2, 'municipality', now())`,
        [id, JSON.stringify(text)],
      );
    }
    await database.query(
      `insert into known_figure (series, id, version, agreement_ref, subject_ref, happened_on, measure)
       values ('vacancy_days', $1, 1, $2, $1, '2026-03-01', -9)`,
      [randomUUID(), ids[0]],
    );
    await database.query(
      `insert into action_item (id, version, state, opened_at, agreement_ref, landlord_ref, what, owner, due_on)
       values ($1, 1, 'OPEN', now(), $2, $2, 'Noget', 'finance', '2026-03-01')`,
      [randomUUID(), ids[2]],
    );
    await migrate('agreements', database.ownerUrl, migrations);
    expect(
      await database.query(
        `select agreement_ref, contested, lower(days)::text as "from", (upper(days) - 1)::text as "to"
           from covered_dwelling order by contested`,
      ),
    ).toEqual(
      [false, true].map((contested, index) => ({
        ...{ agreement_ref: ids[index], contested, from: '2026-02-01', to: '2026-12-31' },
      })),
    );
    const [{ versions }] = (await database.query('select versions from agreement where id = $1', [ids[2]])) as [
      { versions: object[] },
    ];
    expect(versions).toMatchObject([{ inForceFrom: '2027-01-01', inForceTo: '2027-01-01' }]);
    expect(await database.query('select ignored from known_figure')).toEqual([{ ignored: 'ends-before-it-starts' }]);
    const [{ landlord_ref }] = (await database.query('select landlord_ref from action_item')) as [
      { landlord_ref: string },
    ];
    // The landlord was not shown that draft.
    expect(landlord_ref).not.toBe(ids[2]);
  } finally {
    await database.drop();
  }
}, 60_000);
