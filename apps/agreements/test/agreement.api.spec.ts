// SPDX-License-Identifier: MPL-2.0
// From a draft over the negotiation to a signed agreement, its next versions and its end (domain.md 3.4), over HTTP.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { extractText } from 'unpdf';
import { assertPublished, eventually, landlords, tokenFor, type User } from '#testing';
import { masked } from '../../../test/inputs.ts';
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
  });

  test.each([
    ['/term/from', { term: { from: '1900-01-01', to: '1906-01-01' } }, '2024-01-15', '2028-01-15'],
    ['/term/from', { term: { from: '2126-01-01', to: '2127-01-01' } }, '2024-01-15', '2028-01-15'],
    ['/term/to', { term: { from: '2026-02-01', to: '2026-01-31' } }, '2026-02-01', '2046-01-31'],
    ['/term/to', { term: { from: '2026-02-01', to: '2126-01-31' } }, '2026-02-01', '2046-01-31'],
    ['/revision/reviewDate', { revision: { reviewDate: '2030-02-01' } }, '2026-02-01', '2030-01-31'],
    ['/revision/reviewDate', { revision: { reviewDate: '1926-02-01' } }, '2026-02-01', '2030-01-31'],
  ])('has dates that can be, or is refused with the window: %s of %j', async (pointer, said, earliest, latest) => {
    agreements.on('2026-01-15');
    const months = { term: { noticeMonths: 6 }, revision: { noticeForChangeMonths: 3 } };
    const more = Object.fromEntries(
      Object.entries(said).map(([name, part]) => [name, { ...months[name as keyof typeof months], ...part }]),
    );
    const dates = expect.objectContaining({ code: 'date-is-outside-its-window', pointer });
    const { status, body } = await agreements.post(MUNICIPALITY, 'agreements', terms(more));
    expect({ status, ...body }).toMatchObject({ status: 409, facts: { earliest, latest } });
    expect(body.errors).toContainEqual(dates);
    expect(body.detail).toContain(earliest.slice(0, 4));
    const id = await agreements.negotiated();
    const changed = await agreements.act(LANDLORD, at(id), 'propose-change', more);
    expect(changed.body.errors).toContainEqual(dates);
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

describe('over all agreements', () => {
  const CODE = 'more-than-every-fourth-dwelling';
  type Chosen = Awaited<ReturnType<Agreements['registerDwellings']>>;
  const part = (chosen: Chosen, from: number, to: number) => ({
    ...{ propertyRef: chosen.propertyRef, dwellingRefs: chosen.dwellingRefs.slice(from, to) },
  });
  const about = (properties: object[], more: object = {}) => ({ ...CH7, ...more, properties });
  const LATER = { from: '2028-02-01', to: '2031-01-31', noticeMonths: 6 };
  const faults = async (id: string) =>
    ((await see(id)).proposal.faults as { code: string }[]).map(({ code }) => code).toSorted();

  test('every fourth dwelling is counted over what is signed or in force at the same time, each once', async () => {
    agreements.on('2026-01-15');
    const chosen = await agreements.registerDwellings(12, 24);
    const first = await agreements.signed(about([part(chosen, 0, 4)]));
    expect(await see(first)).toMatchObject({ state: 'SIGNED' });
    const two = await agreements.negotiated(about([part(chosen, 4, 6)]));
    expect(await faults(two)).toEqual([]);
    const three = await agreements.negotiated(about([part(chosen, 4, 7)]));
    expect(await faults(three)).toEqual([CODE]);
    expect(
      (await agreements.act(LANDLORD, at(three), 'approve', { hash: (await see(three)).proposal.hash })).body,
    ).toMatchObject({ code: CODE, facts: { covered: 7, atMost: 6 } });
    // The same dwellings elsewhere, and a property twice in one text, are no way round.
    expect(await faults(await agreements.negotiated(about([part(chosen, 0, 2)])))).toEqual([
      ...['dwelling-is-under-another-agreement', 'dwelling-is-under-another-agreement'],
    ]);
    // One that has not begun before the others have ended is not at the same time: the owner may have no second one.
    agreements.on('2026-02-01');
    await eventually(async () => expect(await see(first)).toMatchObject({ state: 'ACTIVE' }));
    expect(await faults(three)).toEqual([CODE]);
    await must(agreements.act(LANDLORD, at(first), 'give-notice', { endsOn: '2027-01-31' }));
    const after = await agreements.negotiated(about([part(chosen, 0, 6)], { term: LATER }));
    expect(await faults(after)).toEqual(['owner-has-had-an-allocation-agreement']);
  });

  test('of two that are signed in the same moment, and are too much together, one is', async () => {
    agreements.on('2026-03-02');
    const chosen = await agreements.registerDwellings(12, 24);
    const ids = await Promise.all(
      [0, 6].map(async (from) => {
        const id = await agreements.negotiated(about([part(chosen, from, from + 4)]));
        await agreements.approveBoth(id);
        const { hash } = (await see(id)).proposal;
        await must(agreements.act(LANDLORD, at(id), 'sign', { hash, ...signatory }));
        return id;
      }),
    );
    const replies = await Promise.all(
      ids.map(async (id) =>
        agreements.act(MUNICIPALITY, at(id), 'sign', { hash: (await see(id)).proposal.hash, ...signatory }),
      ),
    );
    expect(replies.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect(replies.find(({ status }) => status === 409)!.body).toMatchObject({ code: CODE, facts: { covered: 8 } });
    const held = await agreements.database.query('select dwelling_ref from covered_dwelling where property_ref = $1', [
      chosen.propertyRef,
    ]);
    expect(held).toHaveLength(4);
  });

  test('a property that two landlords have registered is one, and what was agreed with too many dwellings is not', async () => {
    agreements.on('2026-03-02');
    // With a zero before it no month is 9x: it cannot read as a civil registration number.
    const bfe = `99${String(Math.floor(Math.random() * 1e7)).padStart(7, '0')}`;
    const [theirs, others] = [await agreements.registerDwellings(2, 8), await agreements.registerDwellings(3, 12)];
    const change = (of: Chosen, input: object) =>
      must(agreements.act(MUNICIPALITY, `properties/${of.propertyRef}`, 'change', input));
    await agreements.signed(about([theirs]));
    const id = await agreements.negotiated(about([others]));
    expect(await faults(id)).toEqual([]);
    await agreements.approveBoth(id);
    // The register says now that there are fewer than when the text was written.
    await change(others, { dwellingCount: 11 });
    const { hash } = (await see(id)).proposal;
    expect((await agreements.act(LANDLORD, at(id), 'sign', { hash, ...signatory })).body).toMatchObject({
      ...{ code: CODE, facts: { covered: 3, atMost: 2 } },
    });
    await change(others, { dwellingCount: 12 });
    await agreements.database.query('update property set bfe_number = $2, landlord_ref = $3 where id = $1', [
      ...[theirs.propertyRef, bfe, landlords.havnensBoliger.id],
    ]);
    // Zeros before a number say nothing, and of zeros alone it is none.
    await change(others, { bfeNumber: `0${bfe}` });
    expect(
      (await agreements.act(MUNICIPALITY, `properties/${others.propertyRef}`, 'change', { bfeNumber: '000' })).status,
    ).toBe(400);
    expect((await agreements.act(LANDLORD, at(id), 'sign', { hash, ...signatory })).body).toMatchObject({
      ...{ code: CODE, facts: { covered: 5, atMost: 3 } },
    });
  });

  test('a dwelling is in one agreement at a time, of whatever kind; from the end of one it is free for another', async () => {
    agreements.on('2026-01-15');
    const chosen = await agreements.registerDwellings(2, 2);
    const id = await agreements.signed({ properties: [chosen] });
    const beside = await agreements.negotiated({ properties: [part(chosen, 1, 2)] });
    const { agreementNo } = await see(id);
    expect((await see(beside)).proposal.faults).toMatchObject([
      { code: 'dwelling-is-under-another-agreement', text: { da: expect.stringContaining(agreementNo) } },
    ]);
    const after = await agreements.negotiated({ properties: [chosen], term: { ...LATER, from: '2026-12-01' } });
    expect(await faults(after)).toHaveLength(2);
    // Taken out of the register and put into it again, it would be another one.
    const dwelling = `dwellings/${chosen.dwellingRefs[0]}`;
    expect((await agreements.act(LANDLORD, dwelling, 'remove')).body).toMatchObject({
      ...{ code: 'dwelling-is-under-an-agreement', facts: { to: '2030-01-31' } },
    });
    agreements.on('2026-02-01');
    await eventually(async () => expect(await see(id)).toMatchObject({ state: 'ACTIVE' }));
    // A version without one of them gives it free, from its day on.
    await must(agreements.act(MUNICIPALITY, at(id), 'start-revision'));
    const next = { properties: [part(chosen, 0, 1)], effectiveFrom: '2026-12-01' };
    await must(agreements.act(MUNICIPALITY, at(id), 'propose-change', next));
    await agreements.approveBoth(id);
    await agreements.signBoth(id);
    expect((await see(after)).proposal.faults).toHaveLength(1);
    await must(agreements.act(LANDLORD, at(id), 'give-notice', { endsOn: '2026-11-30' }));
    expect((await see(id)).versions).toMatchObject([{ state: 'IN_FORCE' }, { state: 'ABANDONED' }]);
    await agreements.approveBoth(after);
    expect(await agreements.signBoth(after)).toMatchObject({ state: 'SIGNED' });
    // The database holds it too, whoever writes.
    const twice = `insert into covered_dwelling (agreement_ref, version_no, property_ref, dwelling_ref, days)
      select $1, 9, property_ref, dwelling_ref, days from covered_dwelling where agreement_ref = $2`;
    await expect(agreements.database.query(twice, [beside, after])).rejects.toThrow(/dwelling_in_one_agreement/);
  });

  test('a dwelling that was removed since is not signed for', async () => {
    agreements.on('2026-03-02');
    const chosen = await agreements.registerDwellings(2, 2);
    const id = await agreements.negotiated({ properties: [chosen] });
    await agreements.approveBoth(id);
    await must(agreements.act(LANDLORD, `dwellings/${chosen.dwellingRefs[0]}`, 'remove'));
    const { hash } = (await see(id)).proposal;
    const refused = await agreements.act(LANDLORD, at(id), 'sign', { hash, ...signatory });
    expect(refused.body.code).toBe('dwelling-is-not-in-the-register');
  });

  test('six years of an owner are counted with what is signed, and no second one begins before or after it', async () => {
    const owner = randomUUID();
    await agreements.registerLandlord(owner, '29189447');
    agreements.on('2026-01-15');
    const signed = { from: '2027-01-01', to: '2030-12-31', noticeMonths: 6 };
    const chosen = [await agreements.registerDwellings(2, 8, owner)];
    const first = await agreements.draft(about(chosen, { landlordRef: owner, term: signed }));
    // Signed by the owner's hand: there is no token of that landlord.
    await agreements.database.query(
      `update agreement set state = 'SIGNED', next_due_on = null,
         versions = jsonb_set(versions, '{0,state}', '"SIGNED"') where id = $1`,
      [first],
    );
    const offered = async (from: string, to: string) =>
      await faults(
        await agreements.draft(
          about([await agreements.registerDwellings(2, 8, owner)], {
            ...{ landlordRef: owner, term: { from, to, noticeMonths: 6 } },
          }),
        ),
      );
    expect(await offered('2027-01-01', '2032-12-31')).toEqual([]);
    expect(await offered('2027-01-01', '2033-01-01')).toEqual(['term-is-longer-than-six-years']);
    expect(await offered('2026-01-01', '2030-01-01')).toEqual([]);
    expect(await offered('2025-01-01', '2030-01-01')).toEqual([]);
    expect(await offered('2024-12-31', '2030-01-01')).toEqual(['term-is-longer-than-six-years']);
    for (const [from, to] of [
      ['2026-01-01', '2026-12-31'],
      ['2027-12-31', '2030-12-31'],
    ] as const)
      expect(await offered(from, to)).toEqual(from < '2027' ? ['owner-has-had-an-allocation-agreement'] : []);
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
    agreements.on('2026-03-05');
    for (const signedOn of ['1900-01-01', '2026-03-01', '2026-03-06', '2126-03-05'])
      expect((await sign(LANDLORD, { signedOn })).body).toMatchObject({
        code: 'signature-date-is-outside-its-window',
        facts: { earliest: '2026-03-02', latest: '2026-03-05' },
      });
    expect(await must(sign(LANDLORD, {}))).toMatchObject({ state: 'NEGOTIATED', awaits: ['municipality'] });
    expect((await sign(LANDLORD, {})).body.code).toBe('text-is-signed-already');
    // On paper, on the day it was agreed.
    expect(await must(sign(MUNICIPALITY, { signedOn: '2026-03-02' }))).toMatchObject({
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
    const third = { ...allocated, dwellingRefs: allocated.dwellingRefs.slice(2) };
    const within = await agreements.negotiated({ ...transitional, properties: [third] });
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
    const never = [
      { awayFrom: '2026-03-05', awayTo: '2026-03-01' },
      { awayFrom: '2026-03-05' },
      { awayTo: '2026-03-05' },
      { awayFrom: '1900-03-05', awayTo: '2026-03-05' },
      { awayFrom: '2026-03-05', awayTo: '2126-03-05' },
    ];
    for (const absence of never)
      expect((await change(absence)).body).toMatchObject({
        ...{ code: 'absence-is-outside-its-window', facts: { from: '2025-03-02', until: '2027-03-02' } },
      });
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
    // What is changed after a text was proposed is newer than the text, also where that is proposed on.
    agreements.on('2026-03-08');
    await revise({ singleEntryPoint: { ...point, name: 'Den gamle' }, effectiveFrom: '2026-03-08' });
    await must(agreements.act(MUNICIPALITY, at(id), 'change-entry-point', { ...point, name: 'Den sidste' }));
    await must(agreements.act(LANDLORD, at(id), 'propose-change', { depositMonths: 1 }));
    await agreements.approveBoth(id);
    await agreements.signBoth(id);
    expect(await see(id)).toMatchObject({ agreementVersion: 4, singleEntryPoint: { name: 'Den sidste' } });
    // Never empty: mailbox, phone and hours cannot be left out.
    expect((await agreements.act(MUNICIPALITY, at(id), 'change-entry-point', { name: 'Ingen' })).status).toBe(400);
    expect((await agreements.act(LANDLORD, at(id), 'change-entry-point', point)).status).toBe(403);
  });
});

test('whom to call is never nobody: a text is asked what a change is asked, and what is kept from before is no dead end', async () => {
  agreements.on('2026-03-02');
  const { standInMailbox: _, standInPhone: __, ...alone } = terms().singleEntryPoint;
  const away = { awayFrom: '2026-03-01', awayTo: '2026-03-05' };
  const code = (reply: { body: { errors: object[] } }) => reply.body.errors;
  const missing = expect.objectContaining({ code: 'stand-in-is-missing', pointer: '/singleEntryPoint/standInMailbox' });
  for (const nobody of [{}, { standInMailbox: null, standInPhone: null }, { standInMailbox: null }]) {
    const singleEntryPoint = { ...alone, ...away, ...nobody };
    expect(code(await agreements.post(MUNICIPALITY, 'agreements', terms({ singleEntryPoint })))).toContainEqual(
      missing,
    );
    const id = await agreements.negotiated();
    expect(code(await agreements.act(LANDLORD, at(id), 'propose-change', { singleEntryPoint }))).toContainEqual(
      missing,
    );
    expect((await agreements.act(MUNICIPALITY, at(id), 'propose-change', { landlordContacts: [] })).status).toBe(400);
  }
  const id = await agreements.signed();
  await agreements.database.query('update agreement set entry_point = $2 where id = $1', [id, { ...alone, ...away }]);
  expect((await agreements.get('landlord_caretaker', `entry-point?agreementRef=${id}`)).body).toMatchObject({
    ...{ answers: 'contact', call: { mailbox: 'indgangen@kommune.example' }, otherwise: null, awayTo: null },
  });
});

describe('documents and large agreements', () => {
  test('the terms in plain words, as a page and as a PDF, for either party', async () => {
    const id = await agreements.negotiated();
    const page = await agreements.get(LANDLORD, `${at(id)}/document`);
    expect(page.body).toMatch(/<html lang="da">[\s\S]*4\.500,00\s+kr[\s\S]*Den ene indgang/);
    const { number } = (await agreements.get(LANDLORD, at(id))).body;
    expect(page.body).toContain(`sagsnummer ${number}`);
    const english = await agreements.get(MUNICIPALITY, `${at(id)}/document?language=en`);
    expect(english.body).toMatch(/three|3 months/);
    expect(english.body).toContain(`case number ${number}`);
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
    // Many: on a busy machine some are answered before the last is sent.
    const compares = Array.from({ length: 24 }, () =>
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

describe('one agreement, two ways of writing it', () => {
  const whole = terms();
  const withNulls = {
    targetGroup: { ...whole.targetGroup, ageMin: null, ageMax: null, exclusions: null },
    quota: { ...whole.quota, maxPerYear: null },
    rolesAndResponsibilities: [{ ...whole.rolesAndResponsibilities[0], legal: null, economic: null }],
    commitments: [
      { kind: 'vacancy_rent_in', capMonths: 3, capOere: null },
      { kind: 'vacancy_rent_out', capMonths: null },
      { kind: 'move_out_shortfall', capMonths: null, capOere: null },
    ],
    coverage: whole.coverage.map((one) => ({ ...one, months: null })),
    singleEntryPoint: { ...whole.singleEntryPoint, standInName: null, awayFrom: null, awayTo: null },
    dialogue: { ...whole.dialogue, agendaTemplate: null },
    slas: { ACKNOWLEDGE: 2, VACANCY_ANSWER: null },
    ...{ depositMonths: null, effectiveFrom: null, appliesToExisting: null, annualBudgetCapOere: null },
  };
  const { standInName: _, ...entry } = whole.singleEntryPoint;
  const without = {
    commitments: [
      { kind: 'vacancy_rent_in', capMonths: 3 },
      { kind: 'vacancy_rent_out' },
      { kind: 'move_out_shortfall' },
    ],
    singleEntryPoint: entry,
    slas: { ACKNOWLEDGE: 2 },
  };

  test('with null in every place that may be empty: the same text, document, PDF, event and account', async () => {
    agreements.on('2026-03-02');
    const forms = async (more: object) => {
      const id = await agreements.signed({ ...more, agreementNo: `A-${randomUUID().slice(0, 8)}` });
      await eventually(async () => expect(await see(id)).toMatchObject({ state: 'ACTIVE' }));
      const pdf = await fetch(`${agreements.service.url}/v1/${at(id)}/document?format=pdf`, {
        headers: { authorization: `Bearer ${await tokenFor(LANDLORD)}` },
      });
      const { text } = await extractText(new Uint8Array(await pdf.arrayBuffer()), { mergePages: true });
      return masked({
        views: [await see(id), await see(id, LANDLORD)],
        documents: await Promise.all(
          ['da', 'en'].map(
            async (language) => await agreements.get(LANDLORD, `${at(id)}/document?language=${language}`),
          ),
        ),
        pdf: text,
        told: (await said(id)).map(({ body }) => body),
        account: (await agreements.get('finance', `cover-bookings/summary?agreementRef=${id}`)).body,
      });
    };
    const [plain, nulled] = [await forms(without), await forms(withNulls)];
    expect(nulled).toEqual(plain);
    expect(JSON.stringify(plain)).not.toContain('null måneder');
  });

  test('two dwellings that are one, and a list where an object stands, are faults of that place', async () => {
    const { propertyRef, dwellingRefs } = await agreements.registerDwellings(1, 8);
    const capitals = (refs: string[]) => refs.map((ref) => ref.toUpperCase());
    const refused = async (more: object) => {
      const { status, body } = await agreements.post(MUNICIPALITY, 'agreements', terms(more));
      return [status, ...(body.errors ?? []).map(({ pointer, code }: Record<string, string>) => `${pointer} ${code}`)];
    };
    const twice = [...dwellingRefs, ...capitals(dwellingRefs)];
    expect(await refused({ properties: [{ propertyRef, dwellingRefs: twice }] })).toEqual([
      ...[400, '/properties/0/dwellingRefs/1 each-once'],
    ]);
    const again = [propertyRef, propertyRef.toUpperCase()].map((ref) => ({ propertyRef: ref, dwellingRefs }));
    expect(await refused({ properties: again })).toEqual([400, '/properties/1 each-once']);
    const covered = [...whole.coverage, whole.coverage[0]];
    expect(await refused({ coverage: covered })).toEqual([400, '/coverage/4 each-once']);
    expect(await refused({ slas: [], term: [], quota: [[]], revision: whole.revision })).toEqual([
      ...[400, '/term not-an-object', '/quota not-an-object', '/slas whole-by-code'],
    ]);
    expect(await refused({ commitments: [[], null] })).toEqual([
      ...[400, '/commitments/0 not-an-object', '/commitments/1 not-an-object'],
    ]);
  });
});
