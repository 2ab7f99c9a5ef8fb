// SPDX-License-Identifier: MPL-2.0
// From a draft over the negotiation to a signed agreement, its next versions and its end (domain.md 3.4), over HTTP.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { assertPublished, eventually, landlords, type User } from '#testing';
import { Agreements, LANDLORD, MUNICIPALITY, must, signatory, terms } from './service.js';

let agreements: Agreements;
beforeAll(async () => {
  agreements = await Agreements.start('2026-01-15');
}, 60_000);
afterAll(async () => agreements?.stop());

const CH7 = { legalBasis: 'lbf_ch7_allocation' };
const at = (id: string) => `agreements/${id}`;
const see = async (id: string, user: User = MUNICIPALITY) => (await agreements.get(user, at(id))).body;
const said = (id: string) =>
  agreements.database.query<{ topic: string; type: string; body: Record<string, unknown> }>(
    `select topic, key, body, headers->>'type' as type, headers->>'dataclassification' as classification
       from outbox where key = $1 order by position`,
    [id],
  );
const types = async (id: string, topic: string) =>
  (await said(id))
    .filter((one) => one.topic === topic)
    .map(({ type }) => type.replace(/^dk\.indgang\.agreements\.\w+\.|\.v1$/g, ''));

describe('A1 of the worked example', () => {
  test('is negotiated, signed on 15 January, and comes into force on 1 February as agreed', async () => {
    agreements.on('2026-01-15');
    const chosen = await agreements.registerDwellings(5, 24);
    const id = await agreements.draft({ ...CH7, properties: [chosen] });
    expect(await see(id)).toMatchObject({ state: 'DRAFT', dwellings: 5, proposal: { faults: [] } });
    await must(agreements.act(MUNICIPALITY, at(id), 'share-with-landlord'));
    expect(await see(id, LANDLORD)).toMatchObject({ state: 'NEGOTIATING', awaits: ['municipality', 'landlord'] });
    expect(await agreements.approveBoth(id)).toMatchObject({ state: 'NEGOTIATED' });
    expect(await agreements.signBoth(id)).toMatchObject({ state: 'SIGNED', inForce: null, awaits: [] });

    agreements.on('2026-02-01');
    await eventually(async () => expect(await see(id)).toMatchObject({ state: 'ACTIVE', agreementVersion: 1 }));
    const { inForce } = await see(id, LANDLORD);
    expect(inForce).toMatchObject({
      effectiveFrom: '2026-02-01',
      inForceFrom: '2026-02-01',
      signatures: [{ party: 'municipality', signedOn: '2026-01-15' }, { party: 'landlord' }],
      terms: { depositMonths: 3, prepaidRentMonths: 3, securitiesOrder: 'default', instalmentPolicy: { maxMonths: 6 } },
    });
    expect(inForce.terms.properties[0].dwellings[2]).toMatchObject({ unit: 'D3', rentOere: 450_000 });
    expect(await types(id, 'indgang.agreements.agreement')).toEqual([
      ...['created', 'changed', 'changed', 'changed', 'changed', 'changed', 'version-activated'],
    ]);
    expect(await types(id, 'indgang.agreements.agreement.internal')).toEqual([
      ...['created', 'shared', 'approved', 'negotiated', 'signed', 'signed', 'version-activated'],
    ]);
    expect(await types(id, 'indgang.agreements.contacts.internal')).toEqual(['published']);
    const messages = await said(id);
    for (const message of messages) assertPublished(message as never);
    const { body } = messages.findLast(({ topic }) => topic === 'indgang.agreements.agreement.internal')!;
    expect(body).toMatchObject({
      state: 'ACTIVE',
      versions: [{ agreementVersion: 1, effectiveTo: null, coverage: { length: 4 }, annualBudgetCapOere: null }],
      dwellings: { length: 5 },
    });
    const history = (await agreements.get(LANDLORD, `${at(id)}/history`)).body.items;
    expect(history.at(-1)).toMatchObject({ by: 'system', text: { da: 'Aftalen trådte i kraft.' } });
  });

  test('both parties see the same text, and of their surroundings each their own', async () => {
    const id = await agreements.negotiated();
    const [theirs, ours] = [await see(id, LANDLORD), await see(id)];
    expect(theirs.proposal).toEqual(ours.proposal);
    expect(ours).toHaveProperty('capAlerts');
    expect(theirs).not.toHaveProperty('capAlerts');
    expect(ours.allowedActions).toContain('proposeChange');
    expect((await agreements.get('landlord2_admin', at(id))).status).toBe(404);
  });
});

describe('a draft', () => {
  test('is the municipality’s own until it is shared', async () => {
    const id = await agreements.draft();
    for (const path of [at(id), `${at(id)}/revisions`, `${at(id)}/document`, `${at(id)}/dwellings`])
      expect((await agreements.get(LANDLORD, path)).status).toBe(404);
    expect((await agreements.post(LANDLORD, 'agreements', terms())).status).toBe(403);
    await must(agreements.act(MUNICIPALITY, at(id), 'propose-change', { quota: { kind: 'fixed_list' } }));
    await must(agreements.act(MUNICIPALITY, at(id), 'share-with-landlord'));
    const revisions = (await agreements.get(LANDLORD, `${at(id)}/revisions`)).body.items;
    expect(revisions.map(({ text }: { text: string }) => text)).toEqual(['1.2']);
    expect((await agreements.get(LANDLORD, `${at(id)}/texts/1.1`)).status).toBe(404);
    expect((await agreements.get(MUNICIPALITY, `${at(id)}/texts/1.1`)).status).toBe(200);
  });

  test('may lack what is not agreed, and says what; it is shared with target group, property and entry point', async () => {
    const { agreementNo, landlordRef, legalBasis, term } = terms();
    const { body, status } = await agreements.post(MUNICIPALITY, 'agreements', {
      ...{ agreementNo, landlordRef, legalBasis, term },
    });
    expect(status).toBe(201);
    expect(body.proposal.faults.map(({ pointer }: { pointer: string }) => pointer)).toEqual(
      [
        ...['targetGroup', 'properties', 'quota', 'rolesAndResponsibilities', 'commitments', 'coverage'],
        ...['instalmentPolicy', 'singleEntryPoint', 'landlordContacts', 'dialogue', 'revision', 'dataSharingAnnex'],
      ].map((field) => `/terms/${field}`),
    );
    const refused = await agreements.act(MUNICIPALITY, at(body.id), 'share-with-landlord');
    expect(refused).toMatchObject({ status: 409, body: { code: 'term-is-not-agreed' } });
    expect(refused.body.errors).toEqual([
      {
        pointer: '/terms/targetGroup',
        code: 'term-is-not-agreed',
        message: 'Der mangler: målgruppe.',
        source: 'domain.md 3.4; F2, F3, F5',
      },
      expect.objectContaining({ pointer: '/terms/properties' }),
      expect.objectContaining({ pointer: '/terms/singleEntryPoint' }),
    ]);
  });

  test('says nothing by null that leaving out does not say, in none of its forms', async () => {
    const entry = { ...terms().singleEntryPoint, standInName: null, awayFrom: null, awayTo: null };
    const commitments = [
      { kind: 'move_out_shortfall', capOere: null },
      { kind: 'vacancy_rent_in', capMonths: null },
    ];
    const id = await agreements.negotiated({ commitments, singleEntryPoint: entry, instalmentPolicy: null });
    const { proposal } = await see(id);
    expect(proposal.terms.commitments).toEqual([{ kind: 'move_out_shortfall' }, { kind: 'vacancy_rent_in' }]);
    expect(Object.values(proposal.terms.singleEntryPoint)).not.toContain(null);
    expect(proposal.terms).toMatchObject({ instalmentPolicy: null, annualBudgetCapOere: null });
    const document = await agreements.get(LANDLORD, `${at(id)}/document`);
    expect(document.status).toBe(200);
    expect(document.body).toContain('Der er ikke aftalt en øvre grænse.');
    await agreements.approveBoth(id);
    await agreements.signBoth(id);
    const { singleEntryPoint } = await must(agreements.act(MUNICIPALITY, at(id), 'change-entry-point', entry));
    expect(Object.values(singleEntryPoint)).not.toContain(null);
  });

  test('takes a number once, a known landlord, and dwellings of that landlord’s register', async () => {
    const properties = [await agreements.registerDwellings(2, 8)];
    const input = terms({ properties });
    const key = { 'idempotency-key': randomUUID() };
    const first = await agreements.post(MUNICIPALITY, 'agreements', input, key);
    expect(await agreements.post(MUNICIPALITY, 'agreements', input, key)).toEqual(first);
    expect((await agreements.post(MUNICIPALITY, 'agreements', input)).body.code).toBe('agreement-no-is-taken');
    const unknown = terms({ properties, landlordRef: randomUUID() });
    expect((await agreements.post(MUNICIPALITY, 'agreements', unknown)).body.code).toBe('landlord-is-not-registered');
    await agreements.registerLandlord(landlords.havnensBoliger.id, '88146328');
    const foreign = await agreements.post(MUNICIPALITY, 'agreements', {
      ...terms({ properties, landlordRef: landlords.havnensBoliger.id }),
    });
    expect(foreign.body).toMatchObject({ code: 'dwelling-is-not-in-the-register', errors: { length: 2 } });
    const backwards = terms({ properties, term: { from: '2026-02-01', to: '2026-01-31', noticeMonths: 6 } });
    expect((await agreements.post(MUNICIPALITY, 'agreements', backwards)).body.code).toBe('term-ends-before-it-starts');
  });

  test('is given up by either party', async () => {
    const [draft, shared] = [await agreements.draft(), await agreements.negotiated()];
    expect(await must(agreements.act(MUNICIPALITY, at(draft), 'abandon'))).toMatchObject({ state: 'ABANDONED' });
    expect(await must(agreements.act(LANDLORD, at(shared), 'abandon'))).toMatchObject({
      state: 'ABANDONED',
      proposal: null,
    });
  });
});

describe('the negotiation', () => {
  test('both propose, see who changed what, and approve one text', async () => {
    const id = await agreements.negotiated();
    const { hash } = (await see(id)).proposal;
    await must(agreements.act(MUNICIPALITY, at(id), 'approve', { hash }));
    const proposed = await must(
      agreements.act(LANDLORD, at(id), 'propose-change', {
        coverage: [{ kind: 'cleaning', rule: 'not_covered' }],
        depositMonths: 2,
        note: 'Som aftalt på mødet',
      }),
    );
    expect(proposed).toMatchObject({ proposal: { revision: 2, approvals: [], awaits: ['municipality', 'landlord'] } });
    expect((await agreements.act(MUNICIPALITY, at(id), 'approve', { hash })).body.code).toBe('text-has-changed');
    const [newest, first] = (await agreements.get(MUNICIPALITY, `${at(id)}/revisions`)).body.items;
    expect(newest).toMatchObject({ text: '1.2', before: '1.1', proposedBy: 'landlord', note: 'Som aftalt på mødet' });
    const changed = await agreements.get(MUNICIPALITY, `${at(id)}/compare?from=${newest.before}&to=${newest.text}`);
    expect(changed.body).toEqual({
      more: 0,
      changes: [
        { pointer: '/coverage/restoration', before: { kind: 'restoration', rule: 'covered' } },
        { pointer: '/coverage/tenant_damage', before: expect.anything() },
        { pointer: '/coverage/cleaning/rule', before: 'covered', after: 'not_covered' },
        { pointer: '/coverage/eviction_costs', before: expect.anything() },
        { pointer: '/depositMonths', before: 3, after: 2 },
      ],
    });
    expect(first).toMatchObject({ text: '1.1', before: null });
    const page = (await agreements.get(LANDLORD, `${at(id)}/revisions?limit=1`)).body;
    expect(page).toEqual({ items: [newest], next: '1.2' });
    expect((await agreements.get(LANDLORD, `${at(id)}/revisions?limit=1&after=1.2`)).body).toEqual({
      items: [first],
      next: null,
    });
    const compared = await agreements.get(LANDLORD, `${at(id)}/compare?from=1.2&to=1.1`);
    expect(compared.body.changes).toContainEqual({ pointer: '/depositMonths', before: 2, after: 3 });
    expect((await agreements.get(LANDLORD, `${at(id)}/compare?from=1.1&to=7.1`)).status).toBe(404);
    expect(await agreements.approveBoth(id)).toMatchObject({ state: 'NEGOTIATED' });

    // The history is there after a restart, and a text that was approved can still be changed until both have signed.
    await agreements.restart();
    expect((await agreements.get(LANDLORD, `${at(id)}/revisions`)).body.items).toHaveLength(2);
    const again = await must(agreements.act(LANDLORD, at(id), 'propose-change', { depositMonths: 3 }));
    expect(again).toMatchObject({ state: 'NEGOTIATING', proposal: { revision: 3, approvals: [], signatures: [] } });
  });

  test('two parties that approve in the same moment end in one state', async () => {
    const id = await agreements.negotiated();
    const { etag, body } = await agreements.get(MUNICIPALITY, at(id));
    const approval = { hash: body.proposal.hash };
    const both = [MUNICIPALITY, LANDLORD];
    const replies = await Promise.all(
      both.map((user) => agreements.post(user, `${at(id)}/approve`, approval, { 'if-match': etag! })),
    );
    expect(replies.map(({ status }) => status).toSorted()).toEqual([200, 412]);
    const late = both[replies.findIndex(({ status }) => status === 412)]!;
    expect(await must(agreements.act(late, at(id), 'approve', approval))).toMatchObject({ state: 'NEGOTIATED' });
    expect((await see(id)).proposal.approvals).toHaveLength(2);
    expect((await agreements.act(late, at(id), 'approve', approval)).status).toBe(409);
  });

  test.each([
    ['agreement-has-too-few-dwellings', [1, 8], {}, { atLeast: 2 }],
    ['property-is-too-small', [1, 7], {}, { dwellingCount: 7 }],
    ['more-than-every-fourth-dwelling', [7, 24], {}, { atMost: 6, covered: 7 }],
    ['quota-is-more-than-every-fourth', [2, 8], { quota: { kind: 'every_nth', n: 3 } }, { atLeast: 4 }],
    [
      'term-is-longer-than-six-years',
      [2, 8],
      { term: { from: '2026-02-01', to: '2032-02-01', noticeMonths: 6 } },
      { latest: '2032-01-31' },
    ],
  ])('an allocation agreement is refused with its source: %s', async (code, [count, of], more, facts) => {
    const id = await agreements.negotiated({
      ...CH7,
      properties: [await agreements.registerDwellings(count!, of!)],
      ...more,
    });
    const { proposal } = await see(id, LANDLORD);
    expect(proposal.faults).toContainEqual(expect.objectContaining({ code, source: expect.stringMatching(/kap\. 7/) }));
    const refused = await agreements.act(LANDLORD, at(id), 'approve', { hash: proposal.hash });
    expect(refused).toMatchObject({ status: 409, body: { facts } });
    expect(refused.body.errors).toContainEqual(
      expect.objectContaining({ code, source: expect.stringMatching(/kap\. 7/) }),
    );
    expect(await see(id)).toMatchObject({ state: 'NEGOTIATING', proposal: { approvals: [] } });
  });

  test('all faults are told at once', async () => {
    const id = await agreements.negotiated({
      ...CH7,
      properties: [await agreements.registerDwellings(1, 3), await agreements.registerDwellings(3, 9)],
      quota: { kind: 'every_nth', n: 1 },
      term: { from: '2026-02-01', to: '2033-01-31', noticeMonths: 6 },
    });
    const { hash } = (await see(id)).proposal;
    const { body } = await agreements.act(MUNICIPALITY, at(id), 'approve', { hash });
    expect(body.errors.map(({ code }: { code: string }) => code)).toEqual([
      'property-is-too-small',
      'more-than-every-fourth-dwelling',
      'more-than-every-fourth-dwelling',
      'quota-is-more-than-every-fourth',
      'term-is-longer-than-six-years',
    ]);
  });

  test('exactly every fourth dwelling for exactly six years is lawful', async () => {
    const properties = [await agreements.registerDwellings(2, 11)];
    const id = await agreements.negotiated({
      ...{ ...CH7, properties, term: { from: '2026-02-01', to: '2032-01-31', noticeMonths: 6 } },
    });
    expect(await agreements.approveBoth(id)).toMatchObject({ state: 'NEGOTIATED' });
  });
});

describe('signing', () => {
  test('each signs once, the text that is there, not in the future; a term that has begun is in force at once', async () => {
    agreements.on('2026-03-02');
    const id = await agreements.negotiated();
    const { hash } = (await see(id)).proposal;
    expect((await agreements.act(LANDLORD, at(id), 'sign', { hash, ...signatory })).body.code).toBe('wrong-state');
    await agreements.approveBoth(id);
    const sign = (user: User, more: object) => agreements.act(user, at(id), 'sign', { hash, ...signatory, ...more });
    expect((await sign(LANDLORD, { hash: 'f'.repeat(64) })).body.code).toBe('text-has-changed');
    expect((await sign(LANDLORD, { signedOn: '2026-03-03' })).body).toMatchObject({
      code: 'signature-is-in-the-future',
      facts: { latest: '2026-03-02' },
    });
    expect(await must(sign(LANDLORD, {}))).toMatchObject({ state: 'NEGOTIATED', awaits: ['municipality'] });
    expect((await sign(LANDLORD, {})).body.code).toBe('text-is-signed-already');
    expect(await must(sign(MUNICIPALITY, { signedOn: '2026-01-15' }))).toMatchObject({
      state: 'ACTIVE',
      proposal: null,
    });
    expect((await sign(MUNICIPALITY, {})).status).toBe(409);
  });

  test('a text with one character changed after signing never comes into force', async () => {
    agreements.on('2026-03-02');
    const id = await agreements.signed({ term: { from: '2026-04-01', to: '2029-03-31', noticeMonths: 3 } });
    const change = `update agreement_text set terms = jsonb_set(terms, '{depositMonths}', '2') where agreement_ref = $1`;
    await expect(agreements.database.query(change, [id])).rejects.toThrow(/never changed/);
    await agreements.database.query('alter table agreement_text disable trigger agreement_text_stays');
    await agreements.database.query(change, [id]);
    await agreements.database.query('alter table agreement_text enable trigger agreement_text_stays');
    agreements.on('2026-04-01');
    // Looked at and put off to the next day: it was due, and was not let through.
    await eventually(async () =>
      expect(
        await agreements.database.query(`select state, next_due_on::text from agreement where id = $1`, [id]),
      ).toEqual([{ state: 'SIGNED', next_due_on: '2026-04-02' }]),
    );
  });
});

describe('a next version', () => {
  test('is negotiated beside the one in force and takes its place on its day', async () => {
    agreements.on('2026-03-02');
    const id = await agreements.signed();
    const begun = await must(agreements.act(LANDLORD, at(id), 'start-revision'));
    expect(begun).toMatchObject({
      state: 'ACTIVE',
      agreementVersion: 1,
      proposal: { agreementVersion: 2, state: 'DRAFT', revision: 1, effectiveFrom: '2026-06-02' },
    });
    expect((await agreements.act(MUNICIPALITY, at(id), 'start-revision')).body.code).toBe('revision-is-open-already');
    expect((await agreements.act(LANDLORD, at(id), 'approve', { hash: begun.proposal.hash })).body.code).toBe(
      'version-is-not-there-yet',
    );
    await must(
      agreements.act(MUNICIPALITY, at(id), 'propose-change', {
        instalmentPolicy: null,
        effectiveFrom: '2026-03-01',
        appliesToExisting: true,
      }),
    );
    await agreements.approveBoth(id);
    const { hash } = (await see(id)).proposal;
    expect((await agreements.act(LANDLORD, at(id), 'sign', { hash, ...signatory })).body).toMatchObject({
      code: 'effective-date-is-before-signature',
      facts: { earliest: '2026-03-02' },
    });
    await must(agreements.act(LANDLORD, at(id), 'propose-change', { effectiveFrom: '2026-04-01' }));
    await agreements.approveBoth(id);
    expect(await agreements.signBoth(id)).toMatchObject({
      state: 'ACTIVE',
      inForce: { agreementVersion: 1, terms: { instalmentPolicy: { allowed: true } } },
      proposal: { agreementVersion: 2, state: 'SIGNED', terms: { instalmentPolicy: null } },
    });
    agreements.on('2026-04-01');
    await eventually(async () => expect(await see(id)).toMatchObject({ agreementVersion: 2, proposal: null }));
    expect((await see(id)).versions).toMatchObject([
      { agreementVersion: 1, state: 'SUPERSEDED', inForceFrom: '2026-02-01', inForceTo: '2026-03-31' },
      { agreementVersion: 2, state: 'IN_FORCE', appliesToExisting: true },
    ]);
    // One event of one change, though a version also gave way.
    expect((await types(id, 'indgang.agreements.agreement')).at(-1)).toBe('version-activated');
    const told = await agreements.database.query<{ version: number }>(
      `select (headers->>'caseversion')::int as version from outbox
        where key = $1 and topic = 'indgang.agreements.agreement' order by position`,
      [id],
    );
    expect(told.map(({ version }) => version)).toEqual(told.map((_, index) => index + 1));
    const internal = (await said(id)).findLast(({ topic }) => topic.endsWith('agreement.internal'))!.body;
    expect(internal).toMatchObject({
      agreementVersion: 2,
      instalmentPolicy: null,
      versions: [
        { agreementVersion: 1, effectiveTo: '2026-03-31', instalmentPolicy: { allowed: true } },
        { agreementVersion: 2, effectiveTo: null, instalmentPolicy: null, appliesToExisting: true },
      ],
    });
  });

  test('may be given up; the first day of the agreement and six years are kept', async () => {
    agreements.on('2026-03-02');
    const id = await agreements.signed({ ...CH7 });
    await must(agreements.act(MUNICIPALITY, at(id), 'start-revision'));
    await must(
      agreements.act(MUNICIPALITY, at(id), 'propose-change', {
        term: { from: '2026-03-01', to: '2032-02-28', noticeMonths: 6 },
      }),
    );
    expect((await see(id)).proposal.faults).toContainEqual(
      expect.objectContaining({ code: 'term-start-cannot-be-moved' }),
    );
    await must(
      agreements.act(LANDLORD, at(id), 'propose-change', {
        term: { from: '2026-02-01', to: '2032-02-28', noticeMonths: 6 },
      }),
    );
    expect((await see(id)).proposal.faults).toMatchObject([{ code: 'term-is-longer-than-six-years' }]);
    expect(await must(agreements.act(LANDLORD, at(id), 'abandon-revision'))).toMatchObject({
      state: 'ACTIVE',
      proposal: null,
      versions: [{ state: 'IN_FORCE' }, { state: 'ABANDONED' }],
    });
  });
});

describe('the end', () => {
  test('notice honours the agreed period, ends an open negotiation, and runs off while a tenancy lasts', async () => {
    agreements.on('2026-03-02');
    const id = await agreements.signed();
    await must(agreements.act(LANDLORD, at(id), 'start-revision'));
    expect((await agreements.act(LANDLORD, at(id), 'give-notice', { endsOn: '2026-09-01' })).body).toMatchObject({
      code: 'notice-is-too-short',
      facts: { earliest: '2026-09-02', noticeMonths: 6 },
    });
    expect((await agreements.act(LANDLORD, at(id), 'give-notice', { endsOn: '2030-02-01' })).body.code).toBe(
      'notice-ends-after-the-term',
    );
    expect(await must(agreements.act(LANDLORD, at(id), 'give-notice', {}))).toMatchObject({
      state: 'NOTICE_GIVEN',
      notice: { givenBy: 'landlord', givenOn: '2026-03-02', endsOn: '2026-09-02' },
      proposal: null,
    });
    await agreements.database.query(
      `insert into known_tenancies (id, version, agreement_ref, agreement_version_at_start, dwelling_ref, landlord_ref, started_on, ended_on)
       values ($1, 1, $2, 1, $1, $3, '2026-04-23', '2026-09-30')`,
      [randomUUID(), id, landlords.boOgBy.id],
    );
    agreements.on('2026-09-02');
    await agreements.restart();
    expect(await see(id)).toMatchObject({ state: 'NOTICE_GIVEN' });
    agreements.on('2026-09-03');
    await eventually(async () => expect(await see(id)).toMatchObject({ state: 'RUN_OFF' }));
    // The version ends with the agreement; what it says still holds for the tenancy, and is still shown and told.
    expect(await see(id, LANDLORD)).toMatchObject({
      inForce: { agreementVersion: 1, inForceTo: '2026-09-02', terms: { quota: { n: 4 } } },
      versions: [{ state: 'SUPERSEDED', inForceFrom: '2026-02-01', inForceTo: '2026-09-02' }, { state: 'ABANDONED' }],
    });
    expect((await agreements.get(LANDLORD, `${at(id)}/document`)).body).toContain('Aftalen er ophørt.');
    expect((await said(id)).findLast(({ topic }) => topic.endsWith('agreement.internal'))!.body).toMatchObject({
      ...{ state: 'RUN_OFF', agreementVersion: 1, dwellings: { length: 2 }, instalmentPolicy: { maxMonths: 6 } },
      versions: [
        { agreementVersion: 1, effectiveFrom: '2026-02-01', effectiveTo: '2026-09-02', coverage: { length: 4 } },
      ],
    });
    agreements.on('2026-10-01');
    await eventually(async () => expect(await see(id)).toMatchObject({ state: 'TERMINATED', allowedActions: [] }));
    expect((await types(id, 'indgang.agreements.agreement')).slice(-3)).toEqual([
      'notice-given',
      'run-off',
      'terminated',
    ]);
  });

  test('a term that runs out with nothing open expires; an owner of an ended allocation gets no new one', async () => {
    const owner = landlords.havnensBoliger.id;
    await agreements.registerLandlord(owner, '88146328');
    agreements.on('2026-03-02');
    const properties = () => agreements.registerDwellings(2, 8, owner);
    const more = { ...CH7, landlordRef: owner, term: { from: '2026-03-02', to: '2026-12-31', noticeMonths: 3 } };
    const id = await agreements.negotiated({ ...more, properties: [await properties()] });
    const { hash } = (await see(id)).proposal;
    for (const action of ['approve', 'sign'])
      for (const user of [MUNICIPALITY, 'landlord2_admin'] as const)
        await must(agreements.act(user, at(id), action, { hash, ...(action === 'sign' && signatory) }));
    // Beside the first, within its six years, another one is no renewal.
    const beside = await agreements.negotiated({
      ...{ ...more, properties: [await properties()], term: { from: '2026-06-01', to: '2032-03-01', noticeMonths: 3 } },
    });
    expect((await see(beside)).proposal.faults).toEqual([]);
    agreements.on('2027-01-01');
    await eventually(async () => expect(await see(id)).toMatchObject({ state: 'EXPIRED' }));
    const next = await agreements.negotiated({
      ...{ ...more, properties: [await properties()], term: { from: '2027-02-01', to: '2029-01-31', noticeMonths: 3 } },
    });
    const refused = await agreements.act('landlord2_admin', at(next), 'approve', {
      hash: (await see(next)).proposal.hash,
    });
    expect(refused.body).toMatchObject({ code: 'owner-has-had-an-allocation-agreement' });
  });

  test('both are reminded: the term’s end, the six years and the review are deadlines', async () => {
    agreements.on('2026-03-02');
    const id = await agreements.signed(CH7);
    const deadlines = await agreements.database.query<{ body: { code: string; dueOn: string } }>(
      `select body from outbox where topic = 'indgang.agreements.deadlines.internal' and body->>'caseRef' = $1`,
      [id],
    );
    const byCode = Object.fromEntries(deadlines.map(({ body }) => [body.code, body]));
    expect(byCode.AGREEMENT_TERM_END).toMatchObject({
      ...{ dueOn: '2030-01-31', dueSoonOn: '2029-11-02', secondWarningOn: '2030-01-01', status: 'set' },
    });
    expect(byCode.ALLOCATION_CEILING).toMatchObject({ dueOn: '2032-01-31', dueSoonOn: '2031-11-02' });
    expect(byCode.AGREEMENT_REVIEW).toMatchObject({ dueOn: '2027-02-01' });
  });
});

describe('transitional dwellings', () => {
  test('need an allocation agreement in force in their property', async () => {
    agreements.on('2026-03-02');
    const [alone, allocated] = [await agreements.registerDwellings(3, 8), await agreements.registerDwellings(3, 8)];
    await agreements.signed({
      ...CH7,
      properties: [{ ...allocated, dwellingRefs: allocated.dwellingRefs.slice(0, 2) }],
    });
    const transitional = { legalBasis: 'lbf_57a_transitional' };
    const without = await agreements.negotiated({ ...transitional, properties: [alone] });
    expect((await see(without)).proposal.faults).toMatchObject([{ code: 'property-has-no-allocation-agreement' }]);
    const within = await agreements.negotiated({ ...transitional, properties: [allocated] });
    expect(await agreements.approveBoth(within)).toMatchObject({ state: 'NEGOTIATED' });
  });
});

describe('the one entry point', () => {
  test('one request tells whom to call; an absence leads to the stand-in, and those who route are told', async () => {
    agreements.on('2026-03-02');
    const id = await agreements.signed();
    const ask = async () => (await agreements.get('landlord_caretaker', `entry-point?agreementRef=${id}`)).body;
    expect(await ask()).toMatchObject({
      answers: 'contact',
      call: { name: 'Den ene indgang', mailbox: 'indgangen@kommune.example', phone: '+45 12345678' },
      otherwise: { name: 'Vikaren' },
      openingHours: 'man-tor 09:00-15:00',
    });
    const { name: _, ...point } = terms().singleEntryPoint;
    const change = (more: object) =>
      agreements.act(MUNICIPALITY, at(id), 'change-entry-point', { ...point, name: 'Den nye', ...more });
    const { standInPhone: __, ...withoutPhone } = point;
    expect(
      (
        await agreements.act(MUNICIPALITY, at(id), 'change-entry-point', {
          ...{ ...withoutPhone, awayFrom: '2026-03-01', awayTo: '2026-03-05' },
        })
      ).body.code,
    ).toBe('stand-in-is-missing');
    expect((await change({ awayFrom: '2026-03-05', awayTo: '2026-03-01' })).body.code).toBe(
      'absence-ends-before-it-starts',
    );
    await must(change({ awayFrom: '2026-03-01', awayTo: '2026-03-05' }));
    expect(await ask()).toMatchObject({ answers: 'stand-in', call: { name: 'Vikaren' }, awayTo: '2026-03-05' });
    agreements.on('2026-03-06');
    expect(await ask()).toMatchObject({ answers: 'contact', call: { name: 'Den nye' } });
    expect(await types(id, 'indgang.agreements.contacts.internal')).toEqual(['published', 'published']);
    expect((await agreements.get('landlord2_admin', `entry-point?agreementRef=${id}`)).status).toBe(404);
    // A next version shows whom to call today, and changes it only where it names somebody else.
    const revise = async (more: object) => {
      await must(agreements.act(MUNICIPALITY, at(id), 'start-revision'));
      await must(agreements.act(MUNICIPALITY, at(id), 'propose-change', { effectiveFrom: '2026-03-06', ...more }));
      await agreements.approveBoth(id);
    };
    await revise({ depositMonths: 2 });
    expect((await see(id)).proposal.terms).toMatchObject({
      ...{ depositMonths: 2, singleEntryPoint: { name: 'Den nye' }, landlordContacts: { length: 1 } },
    });
    expect((await agreements.get(LANDLORD, `${at(id)}/document`)).body).toContain('Den nye');
    await must(agreements.act(MUNICIPALITY, at(id), 'change-entry-point', { ...point, name: 'Den nyeste' }));
    await agreements.signBoth(id);
    expect(await see(id)).toMatchObject({ agreementVersion: 2, singleEntryPoint: { name: 'Den nyeste' } });
    agreements.on('2026-03-07');
    await revise({ singleEntryPoint: { ...point, name: 'Den aftalte' }, effectiveFrom: '2026-03-07' });
    expect(await ask()).toMatchObject({ call: { name: 'Den nyeste' } });
    await agreements.signBoth(id);
    expect(await ask()).toMatchObject({ call: { name: 'Den aftalte' } });
    // Never empty: mailbox, phone and hours cannot be left out.
    expect((await agreements.act(MUNICIPALITY, at(id), 'change-entry-point', { name: 'Ingen' })).status).toBe(400);
    expect((await agreements.act(LANDLORD, at(id), 'change-entry-point', point)).status).toBe(403);
  });
});

describe('documents and large agreements', () => {
  test('the terms in plain words, as a page and as a PDF, for either party', async () => {
    const id = await agreements.negotiated();
    const page = await agreements.get(LANDLORD, `${at(id)}/document`);
    expect(page.body).toMatch(/<html lang="da">[\s\S]*4\.500,00\s+kr[\s\S]*Den ene indgang/);
    const english = await agreements.get(MUNICIPALITY, `${at(id)}/document?language=en`);
    expect(english.body).toMatch(/three|3 months/);
    const pdf = await agreements.get(MUNICIPALITY, `${at(id)}/document?format=pdf&text=1.1`);
    expect(pdf.body).toMatch(/^%PDF-1\.7/);
    expect((await agreements.get(LANDLORD, `${at(id)}/document?text=9.9`)).status).toBe(404);
  });

  test('500 dwellings: a list carries none of them, and they are paged', async () => {
    agreements.on('2026-03-02');
    const rows = Array.from({ length: 500 }, (_, no) => `Storgade 1;500;B${no};lejlighed;41,5;2;4500,00;600,00`);
    const file = ['adresse;antal_boliger;bolig;type;areal_m2;vaerelser;husleje;aconto', ...rows].join('\n');
    const { body } = await agreements.post(MUNICIPALITY, `property-imports?landlordRef=${landlords.boOgBy.id}`, file, {
      'content-type': 'text/csv',
    });
    await eventually(async () =>
      expect((await agreements.get(MUNICIPALITY, `property-imports/${body.id}`)).body.state).toBe('IMPORTED'),
    );
    const [{ id: propertyRef }] = (await agreements.database.query<{ id: string }>(
      `select id from property where address = 'Storgade 1'`,
    )) as [{ id: string }];
    const dwellingRefs = (
      await agreements.database.query<{ id: string }>('select id from dwelling where property_ref = $1', [propertyRef])
    ).map(({ id }) => id);
    const id = await agreements.signed({ properties: [{ propertyRef, dwellingRefs }] });
    const [listed] = (await agreements.get(MUNICIPALITY, 'agreements?limit=1')).body.items;
    expect(listed).toMatchObject({ id, dwellings: 500 });
    expect(JSON.stringify(listed).length).toBeLessThan(2000);
    const seen: string[] = [];
    for (let next: string | null = ''; next !== null; ) {
      const page: { items: { dwellingRef: string }[]; next: string | null } = (
        await agreements.get(LANDLORD, `${at(id)}/dwellings?limit=100${next && `&after=${next}`}`)
      ).body;
      expect(page.items.length).toBeLessThanOrEqual(100);
      seen.push(...page.items.map(({ dwellingRef }) => dwellingRef));
      next = page.next;
    }
    expect(seen.toSorted()).toEqual(dwellingRefs.toSorted());

    // Whoever asks for many documents waits or is told when to come again; the others do not wait for them.
    const document = (user: User, query: string) => agreements.get(user, `${at(id)}/document?${query}`);
    const queries = ['pdf', 'html'].flatMap((format) => ['da', 'en'].map((one) => `format=${format}&language=${one}`));
    const [text] = (await agreements.get(LANDLORD, `${at(id)}/revisions`)).body.items;
    const compares = Array.from({ length: 4 }, () =>
      agreements.get(LANDLORD, `${at(id)}/compare?from=${text.text}&to=${text.text}`),
    );
    const together = [...queries.map((query) => document(LANDLORD, query)), ...compares];
    const other = await document(MUNICIPALITY, 'format=pdf&language=da&text=1.1');
    const asked = await Promise.all(together);
    expect(new Set(asked.map(({ status }) => status))).toEqual(new Set([200, 429]));
    expect(asked.find(({ status }) => status === 429)).toMatchObject({
      ...{ retryAfter: '5', body: { code: 'too-much-at-once' } },
    });
    expect(other.status).toBe(200);
    // At once or again: one drawing, the same bytes.
    const same = await Promise.all(Array.from({ length: 9 }, () => document(LANDLORD, 'format=pdf&language=en')));
    expect(new Set(same.map(({ status, body }) => `${status} ${body}`)).size).toBe(1);
    expect(same[0]!.body).toMatch(/^%PDF/);
  });

  test('a list of texts carries none of them, however large', async () => {
    agreements.on('2026-03-02');
    const id = await agreements.negotiated({ properties: [await agreements.registerDwellings(40, 40)] });
    for (const depositMonths of [1, 2, 3])
      await must(
        agreements.act(LANDLORD, at(id), 'propose-change', {
          depositMonths,
          properties: [await agreements.registerDwellings(40, 40)],
        }),
      );
    const { items } = (await agreements.get(MUNICIPALITY, `${at(id)}/revisions`)).body;
    expect(items.map(({ text, before }: Record<string, string>) => `${before} ${text}`)).toEqual([
      ...['1.3 1.4', '1.2 1.3', '1.1 1.2', 'null 1.1'],
    ]);
    expect(JSON.stringify(items).length).toBeLessThan(2000);
    expect((await agreements.get(LANDLORD, `${at(id)}/texts/1.4`)).body).toMatchObject({
      ...{ text: '1.4', hash: items[0].hash, terms: { depositMonths: 3, properties: [{ dwellings: { length: 40 } }] } },
    });
  });

  test('the version must be told and be the newest', async () => {
    const id = await agreements.draft();
    const share = (headers?: Record<string, string>) =>
      agreements.post(MUNICIPALITY, `${at(id)}/share-with-landlord`, undefined, headers);
    expect((await share()).status).toBe(428);
    expect((await share({ 'if-match': '"2"' })).status).toBe(412);
    expect((await share({ 'if-match': '"1"' })).status).toBe(200);
  });
});
