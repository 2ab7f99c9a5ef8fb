// SPDX-License-Identifier: MPL-2.0
// Boligindstilling over HTTP: rows 2, 4 and 8 of the worked example, every precondition, and what a landlord sees.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addDays } from '#domain';
import { eventually, knowStaff, landlords, type Reply, staffId, type User } from '#testing';
import { Referrals } from './service.js';

let referrals: Referrals;
beforeAll(async () => {
  referrals = await Referrals.start('2026-03-30');
}, 60_000);
afterAll(async () => {
  await referrals?.stop();
});

interface Agreed {
  agreementRef: string;
  dwellingRefs: string[];
}

/** An agreement that referrals has heard of. */
async function agreement(
  { quota = { kind: 'fixed_list' } as object, state = 'ACTIVE', landlord = landlords.boOgBy.id, ...more } = {} as {
    quota?: object;
    state?: string;
    landlord?: string;
    declineReasons?: string[];
    slas?: object;
    dwellings?: { rentOere?: number; rooms?: number }[];
  },
): Promise<Agreed> {
  const agreementRef = randomUUID();
  const dwellings = (more.dwellings ?? [{}, {}, {}, {}, {}, {}]).map((one) => ({
    ...{ dwellingRef: randomUUID(), rentOere: 450_000, utilitiesOere: 60_000, rooms: 2 },
    ...one,
  }));
  const version = { no: 1, from: '2026-02-01', to: null, appliesToExisting: false, slas: more.slas ?? {} };
  const versions = [{ ...version, quota, declineReasons: more.declineReasons ?? null }];
  await referrals.database.query(
    `insert into known_agreements (id, version, landlord_ref, state, agreement_version, term_from, term_to, dwellings, versions)
     values ($1, 1, $2, $3, 1, '2026-02-01', '2030-01-31', $4, $5)`,
    [agreementRef, landlord, state, JSON.stringify(dwellings), JSON.stringify(versions)],
  );
  return { agreementRef, dwellingRefs: dwellings.map(({ dwellingRef }) => dwellingRef) };
}

let people = 0;
const cpr = () => {
  const day = addDays('1961-01-01', people++);
  return `${day.slice(8)}${day.slice(5, 7)}${day.slice(2, 4)}-1234`;
};
const newCitizen = () => ({ cpr: cpr(), name: 'Åse Prøve' });
const assessment = { characteristics: ['without_a_home'], supportNeed: 'none', paymentCapacityOere: 470_000 };
const outlook = { financingExpected: true, administrationAgreement: 'none' };

const refer = (agreementRef: string, more: object = {}, user: User = 'social_caseworker'): Promise<Reply> =>
  referrals.post(user, 'referrals', {
    ...{ agreementRef, citizen: newCitizen(), grounds: 'law', householdSize: 1, assessment },
    ...more,
  });
async function must(reply: Promise<Reply>): Promise<Reply['body']> {
  const { status, body } = await reply;
  expect([status, body]).toEqual([expect.any(Number), body]);
  expect([status < 300, body.code]).toEqual([true, undefined]);
  return body;
}
const act = (user: User, id: string, action: string, body: object = {}): Promise<Reply> =>
  referrals.post(user, `referrals/${id}/${action}`, body);
const get = async (user: User, path: string) => (await referrals.get(user, path)).body;

/** Ready to be matched. */
async function ready(agreementRef: string, more: object = {}): Promise<string> {
  const { id } = await must(refer(agreementRef, more));
  await must(act('social_caseworker', id, 'check-financing'));
  await must(act('benefits_caseworker', id, 'give-financing-outlook', outlook));
  return id;
}
const vacancy = async (agreementRef: string, dwellingRef: string, user: User = 'landlord_admin'): Promise<string> =>
  (await must(referrals.post(user, 'vacancies', { agreementRef, dwellingRef, availableFrom: '2026-04-01' }))).id;
const match = (id: string, vacancyRef: string): Promise<Reply> => act('social_caseworker', id, 'match', { vacancyRef });

/** Proposed. */
async function proposed(options: Parameters<typeof agreement>[0] = {}, more: object = {}) {
  const { agreementRef, dwellingRefs } = await agreement(options);
  const vacancyRef = await vacancy(agreementRef, dwellingRefs[0]!);
  const id = await ready(agreementRef, more);
  const { proposalRef } = await must(match(id, vacancyRef));
  return { id, proposalRef: proposalRef as string, vacancyRef, agreementRef, dwellingRefs };
}

describe('referring', () => {
  test('row 2: the assessment is due in three working days, Easter between; then each step has its day', async () => {
    referrals.travel('2026-03-30');
    const { agreementRef } = await agreement();
    const { id, number, ...body } = await must(refer(agreementRef, { assessment: undefined }));
    expect(number).toMatch(/^J-26-/);
    expect(body).toMatchObject({
      state: 'REGISTERED',
      owner: { role: 'social_caseworker', person: staffId('social_caseworker') },
      nextStep: { role: 'social_caseworker', dueOn: '2026-04-07' },
      keysDueOn: '2026-04-20',
      daysInStage: 0,
      late: null,
    });
    referrals.travel('2026-04-08');
    expect(await get('social_caseworker', `referrals/${id}`)).toMatchObject({
      daysInStage: 9,
      late: { code: 'ASSESSMENT', dueOn: '2026-04-07', days: 1 },
    });
    await must(act('social_caseworker', id, 'assess', assessment));
    expect(await must(act('social_caseworker', id, 'check-financing'))).toMatchObject({
      state: 'FINANCING_CHECK',
      nextStep: { role: 'benefits_caseworker', dueOn: '2026-04-10' },
    });
    expect(await must(act('benefits_caseworker', id, 'give-financing-outlook', outlook))).toMatchObject({
      state: 'READY_TO_MATCH',
      nextStep: { role: 'social_caseworker', dueOn: '2026-04-15' },
    });
    const told = await referrals.told('indgang.referrals.deadlines.internal', id);
    expect(told.map(({ body: { code, status, dueOn } }) => `${code} ${status} ${dueOn}`)).toEqual([
      'KEYS_HANDED_OVER set 2026-04-20',
      'ASSESSMENT set 2026-04-07',
      'ASSESSMENT met 2026-04-07',
      'OUTLOOK_REQUEST set 2026-04-09',
      'OUTLOOK_REQUEST met 2026-04-09',
      'FINANCING_OUTLOOK set 2026-04-10',
      'FINANCING_OUTLOOK met 2026-04-10',
      'MATCH set 2026-04-15',
    ]);
    referrals.travel('2026-03-30');
  });

  test('one call: citizen, consent, assessment and documents, or nothing of it', async () => {
    const { agreementRef } = await agreement();
    const consents = [
      { scope: 'housing_referral', textVersion: 'samtykke-2026-1', givenOn: '2026-03-30', medium: 'paper' },
    ];
    const documents = [{ kind: 'consent', documentRef: randomUUID() }];
    const whole = { citizen: newCitizen(), grounds: 'consent', consents, documents };
    const key = { 'idempotency-key': randomUUID() };
    const input = { agreementRef, householdSize: 2, assessment, ...whole };
    const first = await referrals.post('social_caseworker', 'referrals', input, key);
    expect(first).toMatchObject({ status: 201, body: { state: 'ASSESSED', version: 1, documents } });
    expect(await referrals.post('social_caseworker', 'referrals', input, key)).toEqual(first);
    const { citizenRef } = first.body;
    expect(await get('social_caseworker', `citizens/${citizenRef}`)).toMatchObject({
      state: 'KNOWN',
      consents: [{ scope: 'housing_referral', endedOn: null }],
    });
    expect(await get('social_caseworker', `citizens/${citizenRef}/person?purpose=housing`)).toMatchObject({
      name: 'Åse Prøve',
    });
    // Nothing is left where one part is refused.
    const before = await referrals.database.query('select id from citizen');
    const late = [{ ...consents[0], givenOn: '2027-01-01' }];
    const refused = await refer(agreementRef, { ...whole, citizen: newCitizen(), consents: late });
    expect(refused).toMatchObject({ status: 409, body: { code: 'consent-is-outside-its-window' } });
    expect(await referrals.database.query('select id from citizen')).toEqual(before);
    // The same person again is known, by whom the new referral can name.
    expect(await refer(agreementRef, { citizen: whole.citizen })).toMatchObject({
      status: 409,
      body: { code: 'citizen-is-known', facts: { citizenRef } },
    });
    expect(await refer(agreementRef, { citizen: undefined, citizenRef })).toMatchObject({
      status: 409,
      body: { code: 'citizen-has-a-referral-already' },
    });
  });

  test.each([
    ['agreement-not-known-yet', () => ({ agreementRef: randomUUID() })],
    ['citizen-is-not-in-the-vault', () => ({ citizen: undefined, citizenRef: randomUUID() })],
    ['consent-is-not-recorded', () => ({ grounds: 'consent' })],
    ['wanted-day-is-not-in-the-coming-year', () => ({ wantedMoveInOn: '2027-03-31' })],
    ['wanted-day-is-not-in-the-coming-year', () => ({ wantedMoveInOn: '2026-03-29' })],
    ['citizen-is-not-named-once', () => ({ citizenRef: randomUUID() })],
  ])('it is refused: %s', async (code, more) => {
    referrals.travel('2026-03-30');
    const { agreementRef } = await agreement();
    expect(await refer(agreementRef, more())).toMatchObject({ status: 409, body: { code } });
  });

  test('without a citizen, in RUN_OFF, and by whom it is not to be done, it is refused', async () => {
    const { agreementRef } = await agreement();
    const nobody = await refer(agreementRef, { citizen: undefined });
    expect(nobody).toMatchObject({ status: 409, body: { code: 'citizen-is-not-named-once' } });
    const ended = await agreement({ state: 'RUN_OFF' });
    expect(await refer(ended.agreementRef)).toMatchObject({
      status: 409,
      body: { code: 'agreement-is-not-active', facts: { state: 'RUN_OFF' } },
    });
    for (const user of ['landlord_admin', 'single_entry', 'benefits_caseworker', 'support_worker'] as const)
      expect((await refer(agreementRef, {}, user)).status).toBe(403);
  });

  test('two at once of one citizen: one of them stands', async () => {
    const { agreementRef } = await agreement();
    const { citizenRef, id } = await must(refer(agreementRef));
    await must(act('social_caseworker', id, 'withdraw', { reason: 'registered_in_error' }));
    const both = await Promise.all([1, 2].map(() => refer(agreementRef, { citizen: undefined, citizenRef })));
    expect(both.map(({ status }) => status).toSorted()).toEqual([201, 409]);
    expect(both.find(({ status }) => status === 409)?.body.code).toBe('citizen-has-a-referral-already');
  });

  test('referred and erased at once: of who is erased there is no referral', async () => {
    const { agreementRef } = await agreement();
    for (let round = 0; round < 8; round += 1) {
      const { citizenRef, id } = await must(refer(agreementRef));
      await must(act('social_caseworker', id, 'withdraw', { reason: 'registered_in_error' }));
      const [referred, erased] = await Promise.all([
        refer(agreementRef, { citizen: undefined, citizenRef }),
        referrals.post('social_caseworker', `citizens/${citizenRef}/erase`, {}, { 'if-match': '*' }),
      ]);
      expect([referred!.status, erased!.status].toSorted()).toEqual(referred!.status === 201 ? [201, 409] : [200, 409]);
      const { state } = await get('social_caseworker', `citizens/${citizenRef}`);
      expect(state).toBe(referred!.status === 201 ? 'KNOWN' : 'ERASED');
    }
  });

  test('a slip in the assessment is put right until a dwelling is proposed; outside the target group it ends', async () => {
    const { agreementRef } = await agreement();
    const id = await ready(agreementRef);
    const again = await must(act('social_caseworker', id, 'assess', { ...assessment, paymentCapacityOere: 460_000 }));
    expect(again).toMatchObject({ state: 'READY_TO_MATCH', paymentCapacityOere: 460_000 });
    const other = await must(refer(agreementRef));
    const rejection = { reason: 'not_in_target_group', complaintGuidance: 'in_writing' };
    expect(await must(act('social_caseworker', other.id, 'decide-outside-target-group', rejection))).toMatchObject({
      state: 'REJECTED',
      rejectedBecause: 'not_in_target_group',
      nextStep: null,
      allowedActions: [],
    });
  });

  test('row 8: a required administration agreement takes several evictions', async () => {
    const { agreementRef } = await agreement();
    const { id } = await must(refer(agreementRef));
    await must(act('social_caseworker', id, 'check-financing'));
    const give = (more: object) => act('benefits_caseworker', id, 'give-financing-outlook', { ...outlook, ...more });
    const required = { administrationAgreement: 'required', paymentTrouble: true, evictionsDueToArrears: 1 };
    expect(await give(required)).toMatchObject({
      status: 409,
      body: { code: 'citizen-has-not-had-several-evictions', facts: { fewest: 2 } },
    });
    await must(give({ ...required, evictionsDueToArrears: 2 }));
    expect(await get('social_caseworker', `referrals/${id}`)).toMatchObject({ administrationOutlook: 'required' });
    // How often is not kept anywhere.
    const [row] = await referrals.database.query('select * from referral where id = $1', [id]);
    expect(Object.keys(row as object).join()).not.toMatch(/eviction|trouble/);
  });
});

describe('matching', () => {
  test('row 4: the rent may be what the citizen can pay, and no øre more', async () => {
    referrals.travel('2026-03-30');
    const dwellings = [{ rentOere: 450_000 }, { rentOere: 470_000 }, { rentOere: 470_001 }, { rentOere: 500_000 }];
    const { agreementRef, dwellingRefs } = await agreement({ dwellings });
    const id = await ready(agreementRef);
    for (const [place, isAllowed] of [
      [3, false],
      [2, false],
      [1, true],
    ] as const) {
      const reply = await match(id, await vacancy(agreementRef, dwellingRefs[place]!));
      expect(reply.body.code).toBe(isAllowed ? undefined : 'rent-is-more-than-the-citizen-can-pay');
    }
  });

  test.each([
    ['dwelling-is-not-vacant', {}, async () => randomUUID()],
    ['household-is-too-large-for-the-dwelling', { householdSize: 5 }, null],
    ['support-is-not-ordered', { assessment: { ...assessment, supportNeed: 'light' } }, null],
    [
      'vacancy-is-of-another-agreement',
      {},
      async () => {
        const other = await agreement();
        return await vacancy(other.agreementRef, other.dwellingRefs[0]!);
      },
    ],
  ])('it is refused: %s', async (code, more, elsewhere) => {
    const { agreementRef, dwellingRefs } = await agreement();
    const vacancyRef = elsewhere ? await elsewhere() : await vacancy(agreementRef, dwellingRefs[0]!);
    const id = await ready(agreementRef, more);
    const { status, body } = await match(id, vacancyRef);
    expect([status, body.errors?.map((one: { code: string }) => one.code) ?? [body.code]]).toEqual([
      409,
      expect.arrayContaining([code]),
    ]);
  });

  test('support that is ordered from the first day lets it be matched', async () => {
    const { agreementRef, dwellingRefs } = await agreement();
    const id = await ready(agreementRef, { assessment: { ...assessment, supportNeed: 'light' } });
    const order = (to: object) => act('social_caseworker', id, 'order-support', { to });
    expect((await order({ person: staffId('finance') })).body.code).toBe('person-lacks-the-role');
    expect((await order({})).body.code).toBe('support-worker-is-not-named');
    await must(order({ person: staffId('support_worker') }));
    await must(match(id, await vacancy(agreementRef, dwellingRefs[0]!)));
  });

  test('it reserves the vacancy; a second citizen does not get it, at once or later', async () => {
    const { agreementRef, dwellingRefs } = await agreement();
    const vacancyRef = await vacancy(agreementRef, dwellingRefs[0]!);
    const [one, two] = [await ready(agreementRef), await ready(agreementRef)];
    const both = await Promise.all([match(one, vacancyRef), match(two, vacancyRef)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect(both.find(({ status }) => status === 409)?.body.code).toBe('dwelling-is-proposed-already');
    expect(await get('landlord_admin', `vacancies/${vacancyRef}`)).toMatchObject({ state: 'RESERVED' });
    expect((await referrals.post('single_entry', `vacancies/${vacancyRef}/release`)).body.code).toBe(
      'dwelling-is-proposed-to-a-citizen',
    );
  });

  test('of every four vacancies one, of two at once one of them; and so many a year', async () => {
    const { agreementRef, dwellingRefs } = await agreement({ quota: { kind: 'every_nth', n: 4 } });
    const vacancies = [
      await vacancy(agreementRef, dwellingRefs[0]!),
      await vacancy(agreementRef, dwellingRefs[1]!),
      await vacancy(agreementRef, dwellingRefs[2]!),
    ];
    const citizens = [await ready(agreementRef), await ready(agreementRef), await ready(agreementRef)];
    const both = await Promise.all([match(citizens[0]!, vacancies[0]!), match(citizens[1]!, vacancies[1]!)]);
    expect(both.map(({ status, body }) => `${status} ${body.code}`).toSorted()).toEqual([
      '200 undefined',
      '409 quota-is-used',
    ]);
    await vacancy(agreementRef, dwellingRefs[3]!);
    const waits = both[0]!.status === 409 ? 0 : 1;
    expect((await match(citizens[waits]!, vacancies[2]!)).body.code).toBe('quota-is-used');
    await vacancy(agreementRef, dwellingRefs[4]!);
    await must(match(citizens[waits]!, vacancies[2]!));

    const yearly = await agreement({ quota: { kind: 'case_by_case', maxPerYear: 1 } });
    await must(match(await ready(yearly.agreementRef), await vacancy(yearly.agreementRef, yearly.dwellingRefs[0]!)));
    const second = await match(
      await ready(yearly.agreementRef),
      await vacancy(yearly.agreementRef, yearly.dwellingRefs[1]!),
    );
    expect(second.body).toMatchObject({ code: 'quota-is-used', facts: { usedThisYear: 1 } });

    // By hand it is had as well.
    const byHand = await agreement({ quota: { kind: 'every_nth', n: 4 } });
    await vacancy(byHand.agreementRef, byHand.dwellingRefs[0]!);
    const start = { agreementRef: byHand.agreementRef, dwellingRef: byHand.dwellingRefs[0], citizenRef: randomUUID() };
    await must(
      referrals.post('social_caseworker', 'tenancies', { ...start, hasSupportWorker: false, startedOn: '2026-04-01' }),
    );
    const third = await match(
      await ready(byHand.agreementRef),
      await vacancy(byHand.agreementRef, byHand.dwellingRefs[1]!),
    );
    expect(third.body).toMatchObject({ code: 'quota-is-used', facts: { used: 1, vacancies: 2 } });
  });
});

describe('the proposal', () => {
  const ALLOWED = [
    ...['id', 'number', 'version', 'state', 'referralRef', 'agreementRef', 'landlordRef', 'dwellingRef'],
    ...['householdSize', 'wantedMoveInOn', 'financingExpected', 'proposedOn', 'answerDueOn', 'answeredOn'],
    ...['declinedBecause', 'reasonIsAgreed', 'leaseDueOn', 'financing', 'leaseSignedOn'],
    ...['tenancyRef', 'allowedActions', 'refusedActions'],
  ];

  test('the landlord sees the household, the day and the financing, at every stage, and nothing else', async () => {
    referrals.travel('2026-03-30');
    const { id, proposalRef } = await proposed();
    const path = `proposals/${proposalRef}`;
    const seen = await get('landlord_admin', path);
    expect(Object.keys(seen).toSorted()).toEqual(ALLOWED.toSorted());
    expect(seen).toMatchObject({ state: 'PROPOSED', version: 1, answerDueOn: '2026-04-01', financingExpected: true });
    for (const user of ['landlord2_admin', 'finance', 'benefits_caseworker', 'support_worker'] as const)
      expect([403, 404]).toContain((await referrals.get(user, path)).status);
    for (const user of ['landlord_admin', 'landlord2_admin', 'landlord_caretaker'] as const)
      expect([403, 404]).toContain((await referrals.get(user, `referrals/${id}`)).status);
    const accepted = await must(referrals.post('landlord_admin', `${path}/accept`));
    expect(Object.keys(accepted).toSorted()).toEqual(ALLOWED.toSorted());
    expect(await get('social_caseworker', `referrals/${id}`)).toMatchObject({
      state: 'ACCEPTED',
      acceptedOn: '2026-03-30',
    });
    expect(await referrals.post('landlord_admin', `${path}/decline`, { reason: 'other' })).toMatchObject({
      status: 409,
      body: { code: 'wrong-state' },
    });
  });

  test('who the tenant is the landlord learns after a yes, with the consent of the citizen, and the citizen can see it', async () => {
    const given = { scope: 'show_name_to_landlord', textVersion: '1', givenOn: '2026-03-30', medium: 'paper' };
    const contact = { phone: '+45 12 34 56 78' };
    const address = { text: 'Prøvevej 1, 5000 Odense C', protected: true };
    const { id, proposalRef } = await proposed({}, { citizen: { ...newCitizen(), contact, address } });
    const path = `proposals/${proposalRef}`;
    const { citizenRef } = await get('social_caseworker', `referrals/${id}`);
    const told = () => get('landlord_admin', `${path}/tenant`);
    const nothing = { id: proposalRef, name: null, contact: null };
    const consent = (action: string, body: object) =>
      must(referrals.post('social_caseworker', `citizens/${citizenRef}/${action}`, body));
    expect(await told()).toEqual({ ...nothing, withheld: 'not_accepted' });
    await must(referrals.post('landlord_admin', `${path}/accept`));
    expect(await told()).toEqual({ ...nothing, withheld: 'no_consent' });
    await consent('record-consent', given);
    expect(await told()).toEqual({ id: proposalRef, name: 'Åse Prøve', contact, withheld: null });
    for (const user of ['landlord2_admin', 'landlord_caretaker', 'social_caseworker'] as const)
      expect([403, 404]).toContain((await referrals.get(user, `${path}/tenant`)).status);
    const { items } = await get('social_caseworker', `citizens/${citizenRef}/looks`);
    expect(items.filter(({ purpose }: { purpose: string }) => purpose === 'lease')).toMatchObject([
      { by: 'landlord_admin', changed: false },
    ]);
    await consent('end-consent', { scope: given.scope, endedOn: '2026-03-30', ending: 'revoked_by_citizen' });
    expect(await told()).toEqual({ ...nothing, withheld: 'no_consent' });
    await must(act('social_caseworker', id, 'citizen-declines', { reason: 'rent' }));
    expect(await told()).toEqual({ ...nothing, withheld: 'closed' });
  });

  test('worlds that differ in what a landlord must not know look alike to the landlord', async () => {
    const seenIn = async (more: object, earlier: number) => {
      const { agreementRef, dwellingRefs } = await agreement();
      const id = await ready(agreementRef, more);
      for (let declined = 0; declined < earlier; declined += 1) {
        await must(match(id, await vacancy(agreementRef, dwellingRefs[declined + 1]!)));
        await must(act('social_caseworker', id, 'citizen-declines', { reason: 'rent' }));
      }
      const { proposalRef } = await must(match(id, await vacancy(agreementRef, dwellingRefs[0]!)));
      const path = `proposals/${proposalRef}`;
      const [view, history] = [await get('landlord_admin', path), await get('landlord_admin', `${path}/history`)];
      return JSON.stringify([view, history])
        .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ref')
        .replace(/Q-26-\d+-\d/g, 'number')
        .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'moment');
    };
    const other = { characteristics: ['substance_use', 'leaves_prison'], paymentCapacityOere: 999_999 };
    expect(await seenIn({ assessment: { ...assessment, ...other }, grounds: 'law' }, 2)).toBe(await seenIn({}, 0));
  });

  test('declined, another dwelling is looked for; the third time without an agreed reason is told', async () => {
    const { agreementRef, dwellingRefs } = await agreement({ declineReasons: ['dwelling_is_not_ready'] });
    const id = await ready(agreementRef);
    const reasons = ['other', 'dwelling_is_not_ready', 'household_does_not_fit', 'other'];
    const counted: unknown[] = [];
    for (const [place, reason] of reasons.entries()) {
      const { proposalRef } = await must(match(id, await vacancy(agreementRef, dwellingRefs[place]!)));
      const declined = await must(referrals.post('landlord_admin', `proposals/${proposalRef}/decline`, { reason }));
      expect(declined).toMatchObject({ state: 'DECLINED', reasonIsAgreed: reason === 'dwelling_is_not_ready' });
      const [, told] = await referrals.told('indgang.referrals.proposal.internal', proposalRef);
      counted.push(told?.body.unagreedDeclines);
    }
    expect(counted).toEqual([1, undefined, 2, 3]);
    expect(await get('social_caseworker', `referrals/${id}`)).toMatchObject({
      state: 'READY_TO_MATCH',
      proposalRef: null,
      declines: reasons.map((reason) => ({ by: 'landlord', reason })),
    });
  });

  test('withdrawn, or lost to another tenant, it lapses; the landlord is not told why', async () => {
    const withdrawn = await proposed();
    await must(act('social_caseworker', withdrawn.id, 'withdraw', { reason: 'citizens_wish' }));
    expect(await get('landlord_admin', `proposals/${withdrawn.proposalRef}`)).toMatchObject({ state: 'LAPSED' });
    const lost = await proposed();
    await must(referrals.post('landlord_admin', `vacancies/${lost.vacancyRef}/let-elsewhere`, { letOn: '2026-04-10' }));
    expect(await get('landlord_admin', `proposals/${lost.proposalRef}`)).toMatchObject({ state: 'LAPSED' });
    expect(await get('social_caseworker', `referrals/${lost.id}`)).toMatchObject({
      state: 'READY_TO_MATCH',
      declines: [{ by: 'landlord', reason: 'dwelling_was_let_to_another' }],
    });
  });

  test('accepted and withdrawn at once: one of them happens, nothing is half done', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { id, proposalRef } = await proposed();
      const [accepted, withdrawn] = await Promise.all([
        referrals.post('landlord_admin', `proposals/${proposalRef}/accept`),
        act('social_caseworker', id, 'withdraw', { reason: 'citizens_wish' }),
      ]);
      expect(accepted!.status < 500 && withdrawn!.status < 500).toBe(true);
      const { state } = await get('social_caseworker', `referrals/${id}`);
      const proposal = await get('landlord_admin', `proposals/${proposalRef}`);
      expect(`${state} ${proposal.state}`).toBe(state === 'ACCEPTED' ? 'ACCEPTED ACCEPTED' : 'WITHDRAWN LAPSED');
    }
  });

  /** Accepted by the landlord, financing aside. */
  async function accepted(more: object = {}) {
    const one = await proposed({}, more);
    await must(referrals.post('landlord_admin', `proposals/${one.proposalRef}/accept`));
    return one;
  }
  const lease = { signedOn: '2026-03-30', startsOn: '2026-04-23', depositOere: 1_350_000, prepaidRentOere: 1_350_000 };

  test('the lease is registered once the financing is in place, within the law; the support is there from day one', async () => {
    referrals.travel('2026-03-30');
    const { agreementRef, dwellingRefs } = await agreement();
    const id = await ready(agreementRef, { assessment: { ...assessment, supportNeed: 'light' } });
    await must(act('social_caseworker', id, 'order-support', { to: { person: staffId('support_worker') } }));
    const { proposalRef } = await must(match(id, await vacancy(agreementRef, dwellingRefs[0]!)));
    const path = `proposals/${proposalRef}`;
    await must(referrals.post('landlord_admin', `${path}/accept`));
    const register = (more: object = {}) =>
      referrals.post('landlord_admin', `${path}/register-lease`, { ...lease, ...more });
    expect((await register()).body.code).toBe('wrong-state');
    await must(act('social_caseworker', id, 'go-without-financing'));
    expect(await get('landlord_admin', path)).toMatchObject({ state: 'LEASE_PENDING', leaseDueOn: '2026-04-01' });
    const unlawful = await register({ depositOere: 1_350_001, prepaidRentOere: 1_350_001, signedOn: '2026-03-31' });
    expect(unlawful.body.errors.map((one: { code: string }) => one.code)).toEqual([
      ...['lease-is-not-signed-between-answer-and-today', 'deposit-is-more-than-three-months'],
      'prepaid-rent-is-more-than-three-months',
    ]);
    const { tenancyRef } = (await must(register()).then(() => get('landlord_admin', path))) as { tenancyRef: string };
    expect(await get('social_caseworker', `tenancies/${tenancyRef}`)).toMatchObject({
      ...{ origin: 'referral', referralRef: id, leaseSignedOn: '2026-03-30', depositOere: 1_350_000 },
      owner: { role: 'support_worker', person: staffId('support_worker') },
    });
    expect(await get('social_caseworker', `referrals/${id}`)).toMatchObject({
      state: 'MOVE_IN_PLANNED',
      nextStep: { dueOn: '2026-04-23' },
    });
    referrals.travel('2026-04-23');
    await eventually(async () =>
      expect(await get('social_caseworker', `referrals/${id}`)).toMatchObject({
        state: 'MOVED_IN',
        movedInOn: '2026-04-23',
        nextStep: { role: 'support_worker', dueOn: '2026-05-22' },
      }),
    );
    await must(referrals.post('social_caseworker', `tenancies/${tenancyRef}/end`, { endedOn: '2026-05-31' }));
    expect(await get('social_caseworker', `referrals/${id}`)).toMatchObject({ state: 'SETTLED' });
    referrals.travel('2026-03-30');
  });

  const grantLoan = {
    basis: '85_1',
    conditions: ['without_a_home', 'cannot_pay', 'dwelling_is_suitable', 'future_rent_is_affordable'],
    deposit: { depositOere: 1_350_000, prepaidOere: 1_350_000 },
    payee: 'landlord',
    payOn: '2026-04-15',
    repayment: { required: true, instalmentOere: 75_000, firstDueOn: '2026-07-01' },
  };

  test('what was applied for with the referral waits for the yes; the loan brings the lease, its refusal another dwelling', async () => {
    referrals.travel('2026-03-30');
    const applications = [
      { kind: 'deposit_loan', appliedOn: '2026-03-23' },
      { kind: 'establishment_help', appliedOn: '2026-03-30' },
    ];
    const { id, proposalRef } = await accepted({ applications });
    expect(await get('social_caseworker', `referrals/${id}`)).toMatchObject({ state: 'FINANCING_PENDING' });
    const cases = (await get('benefits_caseworker', 'financings?limit=100')).items.filter(
      (one: { referralRef?: string }) => one.referralRef === id,
    );
    expect(
      cases.map(({ kind, appliedOn }: { kind: string; appliedOn: string }) => `${kind} ${appliedOn}`).toSorted(),
    ).toEqual(['deposit_loan 2026-03-23', 'establishment_help 2026-03-30']);
    const loan = cases.find(({ kind }: { kind: string }) => kind === 'deposit_loan').id;
    await must(referrals.post('benefits_caseworker', `financings/${loan}/complete-application`, {}));
    await must(referrals.post('benefits_caseworker', `financings/${loan}/grant-move`, grantLoan));
    expect(await get('social_caseworker', `referrals/${id}`)).toMatchObject({
      ...{ state: 'LEASE_PENDING', financedOn: '2026-03-30' },
    });
    expect(await get('landlord_admin', `proposals/${proposalRef}`)).toMatchObject({
      ...{ state: 'LEASE_PENDING', financing: { amountOere: 2_700_000, payOn: '2026-04-15' } },
    });

    const other = await accepted({ applications });
    const [refused] = (await get('benefits_caseworker', 'financings?limit=100')).items.filter(
      (one: { referralRef?: string; kind: string }) => one.referralRef === other.id && one.kind === 'deposit_loan',
    );
    await must(referrals.post('benefits_caseworker', `financings/${refused.id}/complete-application`, {}));
    await must(
      referrals.post('benefits_caseworker', `financings/${refused.id}/refuse`, {
        reason: 'future_rent_is_not_affordable',
      }),
    );
    expect(await get('social_caseworker', `referrals/${other.id}`)).toMatchObject({
      ...{ state: 'READY_TO_MATCH', declines: [{ by: 'municipality', reason: 'financing_refused' }] },
    });
    expect(await get('landlord_admin', `proposals/${other.proposalRef}`)).toMatchObject({ state: 'LAPSED' });
    const open = (await get('benefits_caseworker', 'financings?state=APPLIED&limit=100')).items;
    expect(open.filter((one: { referralRef?: string }) => one.referralRef === other.id)).toEqual([]);
  });

  /** With a lease from 4 May. */
  async function leasedFromMay(more: object = {}) {
    const one = await accepted(more);
    await must(act('social_caseworker', one.id, 'go-without-financing'));
    await must(
      referrals.post('landlord_admin', `proposals/${one.proposalRef}/register-lease`, {
        ...lease,
        startsOn: '2026-05-04',
      }),
    );
    return { ...one, tenancyRef: (await get('landlord_admin', `proposals/${one.proposalRef}`)).tenancyRef as string };
  }
  const strikeTenancy = async (user: User, tenancyRef: string, what: 'start' | 'end') => {
    const { items } = await get('social_caseworker', `tenancies/${tenancyRef}/history`);
    const { ref } = items.findLast(({ fact }: { fact?: { what: string } }) => fact?.what === what).fact;
    return await must(referrals.post(user, `tenancies/${tenancyRef}/strike`, { what, ref, reason: 'wrong_date' }));
  };

  test.each([
    ['the landlord’s, of somebody whom nobody referred', 'landlord_admin', 'tenancies/register', {}],
    ['of another citizen', 'social_caseworker', 'tenancies', { citizenRef: randomUUID(), hasSupportWorker: false }],
  ] as const)('a tenancy in the dwelling, %s, lets it: its rent ends, and nobody waits for it', async (_, user, path, more) => {
    referrals.travel('2026-03-30');
    const { id, proposalRef, vacancyRef, agreementRef, dwellingRefs } = await accepted();
    const body = { agreementRef, dwellingRef: dwellingRefs[0], startedOn: '2026-04-10', ...more };
    const tenancy = await must(referrals.post(user, path, body));
    expect(await get('landlord_admin', `vacancies/${vacancyRef}`)).toMatchObject({
      ...{ state: 'LET', letOn: '2026-04-10', rentThrough: '2026-04-09' },
    });
    expect(await get('social_caseworker', `referrals/${id}`)).toMatchObject({
      ...{ state: 'READY_TO_MATCH', declines: [{ reason: 'dwelling_was_let_to_another' }] },
    });
    expect(await get('landlord_admin', `proposals/${proposalRef}`)).toMatchObject({ state: 'LAPSED' });
    await strikeTenancy(user, tenancy.id, 'start');
    expect(await get('landlord_admin', `vacancies/${vacancyRef}`)).toMatchObject({ state: 'RESERVED', letOn: null });
    await must(match(id, vacancyRef));
  });

  test('of a dwelling that nobody has answered for, the landlord’s own tenant makes none that the municipality wanted', async () => {
    referrals.travel('2026-03-30');
    const { agreementRef, dwellingRefs } = await agreement();
    const vacancyRef = await vacancy(agreementRef, dwellingRefs[0]!);
    const body = { agreementRef, dwellingRef: dwellingRefs[0], startedOn: '2026-04-10' };
    await must(referrals.post('landlord_admin', 'tenancies/register', body));
    expect(await get('landlord_admin', `vacancies/${vacancyRef}`)).toMatchObject({ reservedBecause: null });
  });

  test('a first day has a window, and who was to support and has left keeps nobody from the keys', async () => {
    referrals.travel('2026-03-30');
    const person = staffId('support_worker');
    const { agreementRef, dwellingRefs } = await agreement();
    const id = await ready(agreementRef, { assessment: { ...assessment, supportNeed: 'light' } });
    await must(act('social_caseworker', id, 'order-support', { to: { person } }));
    const { proposalRef } = await must(match(id, await vacancy(agreementRef, dwellingRefs[0]!)));
    await must(referrals.post('landlord_admin', `proposals/${proposalRef}/accept`));
    await must(act('social_caseworker', id, 'go-without-financing'));
    const register = (more: object) =>
      referrals.post('landlord_admin', `proposals/${proposalRef}/register-lease`, { ...lease, ...more });
    for (const startsOn of ['2026-03-29', '2027-03-31'])
      expect((await register({ startsOn })).body).toMatchObject({
        code: 'lease-starts-outside-its-window',
        errors: [{ pointer: '/startsOn' }],
        facts: { earliest: '2026-03-30', latest: '2027-03-30' },
      });
    const works = (active: boolean) =>
      referrals.database.query('update known_staff set active = $1 where staff_id = $2', [active, person]);
    await works(false);
    await must(register({})).finally(() => works(true));
    const { tenancyRef } = await get('landlord_admin', `proposals/${proposalRef}`);
    expect(await get('social_caseworker', `tenancies/${tenancyRef}`)).toMatchObject({ hasSupportWorker: true });
  });

  test('an end that is registered ahead: who moves in is counted, who does not is not; struck, it is open again', async () => {
    referrals.travel('2026-03-30');
    const [stays, goes, never] = [await leasedFromMay(), await leasedFromMay(), await leasedFromMay()];
    const end = (tenancyRef: string, endedOn: string) =>
      must(referrals.post('social_caseworker', `tenancies/${tenancyRef}/end`, { endedOn }));
    const seen = async ({ id }: { id: string }) => {
      const { state, movedInOn } = await get('social_caseworker', `referrals/${id}`);
      return [state, movedInOn];
    };
    await end(goes.tenancyRef, '2026-06-30');
    await end(never.tenancyRef, '2026-05-04');
    expect(await Promise.all([goes, never].map(seen))).toEqual([
      ['MOVE_IN_PLANNED', null],
      ['SETTLED', null],
    ]);
    expect(
      (await referrals.post('social_caseworker', `tenancies/${stays.tenancyRef}/finish-settling-in`)).body.code,
    ).toBe('tenant-has-not-moved-in-yet');
    await strikeTenancy('social_caseworker', never.tenancyRef, 'end');
    expect(await seen(never)).toEqual(['MOVE_IN_PLANNED', null]);
    referrals.travel('2026-05-05');
    await eventually(async () =>
      expect(await Promise.all([stays, goes, never].map(seen))).toEqual([
        ['MOVED_IN', '2026-05-04'],
        ['SETTLED', '2026-05-04'],
        ['MOVED_IN', '2026-05-04'],
      ]),
    );
    await strikeTenancy('social_caseworker', goes.tenancyRef, 'end');
    expect(await seen(goes)).toEqual(['MOVED_IN', '2026-05-04']);
    // One for whom there is another referral meanwhile stays as it is.
    await end(stays.tenancyRef, '2026-05-05');
    const { citizenRef, agreementRef } = await get('social_caseworker', `referrals/${stays.id}`);
    await must(refer(agreementRef, { citizen: undefined, citizenRef }));
    await strikeTenancy('social_caseworker', stays.tenancyRef, 'end');
    expect(await seen(stays)).toEqual(['SETTLED', '2026-05-04']);
    referrals.travel('2026-03-30');
  });

  test('a tenancy that is registered by hand counts as the lease; registered in error, all is open again', async () => {
    referrals.travel('2026-03-30');
    const { id, proposalRef, agreementRef, dwellingRefs } = await accepted();
    const { citizenRef } = await get('social_caseworker', `referrals/${id}`);
    const start = { agreementRef, dwellingRef: dwellingRefs[0], citizenRef, hasSupportWorker: false };
    const tenancy = await must(referrals.post('social_caseworker', 'tenancies', { ...start, startedOn: '2026-04-23' }));
    expect(await get('social_caseworker', `referrals/${id}`)).toMatchObject({
      ...{ state: 'MOVE_IN_PLANNED', startsOn: '2026-04-23', tenancyRef: tenancy.id },
    });
    expect(await get('landlord_admin', `proposals/${proposalRef}`)).toMatchObject({ state: 'LET' });
    const { items } = await get('social_caseworker', `tenancies/${tenancy.id}/history`);
    const { ref } = items.findLast(({ fact }: { fact?: object }) => fact).fact;
    const strike = { what: 'start', ref, reason: 'wrong_person' };
    await must(referrals.post('social_caseworker', `tenancies/${tenancy.id}/strike`, strike));
    expect(await get('social_caseworker', `referrals/${id}`)).toMatchObject({
      state: 'LEASE_PENDING',
      tenancyRef: null,
    });
    expect(await get('landlord_admin', `proposals/${proposalRef}`)).toMatchObject({ state: 'LEASE_PENDING' });
  });

  /** The landlord is asked for the lease. */
  async function leasePending(more: object = {}) {
    const one = await accepted(more);
    await must(act('social_caseworker', one.id, 'go-without-financing'));
    return one;
  }
  const register = (proposalRef: string, more: object = {}) =>
    referrals.post('landlord_admin', `proposals/${proposalRef}/register-lease`, { ...lease, ...more });
  async function leased(more: object = {}) {
    const one = await leasePending();
    const { tenancyRef } = await must(
      register(one.proposalRef, more).then(() => referrals.get('landlord_admin', `proposals/${one.proposalRef}`)),
    );
    return { ...one, tenancyRef: tenancyRef as string };
  }
  async function strike(user: User, path: string, what: string): Promise<Reply> {
    const { items } = await get(user, `${path}/history`);
    const { ref } = items.findLast(({ fact }: { fact?: { what: string } }) => fact?.what === what).fact;
    return await referrals.post(user, `${path}/strike`, { what, ref, reason: 'wrong_person' });
  }
  const states = async (one: { id: string; proposalRef: string }) => [
    (await get('social_caseworker', `referrals/${one.id}`)).state,
    (await get('landlord_admin', `proposals/${one.proposalRef}`)).state,
  ];

  test.each(['2026-03-29', '2026-02-01', '2027-03-31'])('a lease does not begin on %s', async (startsOn) => {
    referrals.travel('2026-03-30');
    const { proposalRef } = await leasePending();
    expect(await register(proposalRef, { startsOn })).toMatchObject({
      status: 409,
      body: { code: 'lease-starts-outside-its-window', errors: [{ pointer: '/startsOn' }] },
    });
  });

  test('nor does it after the last day of the agreement', async () => {
    referrals.travel('2026-03-30');
    const { proposalRef, agreementRef } = await leasePending();
    await referrals.database.query(`update known_agreements set term_to = '2026-04-30' where id = $1`, [agreementRef]);
    expect(await register(proposalRef, { startsOn: '2026-05-01' })).toMatchObject({
      status: 409,
      body: { code: 'tenancy-is-outside-the-agreement-term', errors: [{ pointer: '/startsOn' }] },
    });
    await must(register(proposalRef, { startsOn: '2026-04-30' }));
  });

  test.each([
    ['has left', { active: false }],
    ['is away', { absences: [{ from: '2026-03-01', to: '2026-12-31' }] }],
  ])('a support worker who %s keeps no landlord from the lease, nor is the landlord told', async (_, known) => {
    referrals.travel('2026-03-30');
    const { agreementRef, dwellingRefs } = await agreement();
    const id = await ready(agreementRef, { assessment: { ...assessment, supportNeed: 'light' } });
    await must(act('social_caseworker', id, 'order-support', { to: { person: staffId('support_worker') } }));
    const { proposalRef } = await must(match(id, await vacancy(agreementRef, dwellingRefs[0]!)));
    await must(referrals.post('landlord_admin', `proposals/${proposalRef}/accept`));
    await must(act('social_caseworker', id, 'go-without-financing'));
    await knowStaff(referrals.database, { support_worker: { roles: ['support_worker'], teams: ['nord'], ...known } });
    await must(register(proposalRef));
    const { tenancyRef } = await get('landlord_admin', `proposals/${proposalRef}`);
    expect(await get('social_caseworker', `tenancies/${tenancyRef}`)).toMatchObject({
      ...{ hasSupportWorker: true, owner: { person: staffId('support_worker') } },
    });
    await knowStaff(referrals.database);
  });

  test('the end of a tenancy that was a slip is struck: the referral goes on where it was', async () => {
    referrals.travel('2026-03-30');
    const one = await leased({ startsOn: '2026-03-30' });
    const end = () => referrals.post('social_caseworker', `tenancies/${one.tenancyRef}/end`, { endedOn: '2026-12-31' });
    await must(end());
    await eventually(async () =>
      expect(await get('social_caseworker', `referrals/${one.id}`)).toMatchObject({
        ...{ state: 'SETTLED', movedInOn: '2026-03-30' },
      }),
    );
    await must(strike('social_caseworker', `tenancies/${one.tenancyRef}`, 'end'));
    expect(await states(one)).toEqual(['MOVED_IN', 'LET']);
    const ahead = await leased();
    await must(referrals.post('social_caseworker', `tenancies/${ahead.tenancyRef}/end`, { endedOn: '2026-12-31' }));
    expect(await states(ahead)).toEqual(['MOVE_IN_PLANNED', 'LET']);
    await must(strike('social_caseworker', `tenancies/${ahead.tenancyRef}`, 'end'));
    expect(await states(ahead)).toEqual(['MOVE_IN_PLANNED', 'LET']);
  });

  test.each([
    'referred again',
    'erased',
  ])('a lease in error of who is %s since opens nothing of the old referral', async (since) => {
    referrals.travel('2026-03-30');
    const one = await leased({ startsOn: '2026-03-30' });
    const { citizenRef } = await get('social_caseworker', `referrals/${one.id}`);
    await must(referrals.post('social_caseworker', `tenancies/${one.tenancyRef}/end`, { endedOn: '2026-03-30' }));
    referrals.travel('2026-04-02');
    if (since === 'erased') await must(referrals.post('social_caseworker', `citizens/${citizenRef}/erase`));
    else await must(refer(one.agreementRef, { citizen: undefined, citizenRef }));
    await must(strike('landlord_admin', `tenancies/${one.tenancyRef}`, 'start'));
    expect(await states(one)).toEqual(['WITHDRAWN', 'LAPSED']);
    // The dwelling is vacant again, and another citizen can have it.
    await must(match(await ready(one.agreementRef), one.vacancyRef));
    referrals.travel('2026-03-30');
  });

  test('a landlord who registers a tenant of the own ends the vacancy, and what was proposed lapses; struck, it is vacant', async () => {
    referrals.travel('2026-03-30');
    const one = await leasePending();
    const { agreementRef, dwellingRefs } = one;
    const own = { agreementRef, dwellingRef: dwellingRefs[0], startedOn: '2026-04-16' };
    const { id } = await must(referrals.post('landlord_admin', 'tenancies/register', own));
    expect(await states(one)).toEqual(['READY_TO_MATCH', 'LAPSED']);
    // Rent from 1 to 15 April, and not one day more.
    expect(await get('social_caseworker', `vacancies/${one.vacancyRef}`)).toMatchObject({
      ...{ state: 'LET', letOn: '2026-04-16', rentThrough: '2026-04-15', rent: { rentOere: 225_000 } },
    });
    await must(strike('landlord_admin', `tenancies/${id}`, 'start'));
    expect(await get('social_caseworker', `vacancies/${one.vacancyRef}`)).toMatchObject({
      ...{ state: 'RESERVED', letOn: null },
    });
  });

  test('a reservation is not struck while the landlord is asked', async () => {
    referrals.travel('2026-03-30');
    const { id, vacancyRef } = await proposed();
    expect((await strike('social_caseworker', `vacancies/${vacancyRef}`, 'reservation')).body.code).toBe(
      'dwelling-is-proposed-to-a-citizen',
    );
    await must(act('social_caseworker', id, 'citizen-declines', { reason: 'other' }));
    expect(await must(strike('social_caseworker', `vacancies/${vacancyRef}`, 'reservation'))).toMatchObject({
      state: 'REPORTED',
    });
  });

  test('a landlord registers a tenancy that nobody referred; of another landlord’s agreement none', async () => {
    const { agreementRef, dwellingRefs } = await agreement();
    const body = { agreementRef, dwellingRef: dwellingRefs[0], startedOn: '2026-04-01', depositOere: 1_350_001 };
    expect((await referrals.post('landlord_admin', 'tenancies/register', body)).body.code).toBe(
      'deposit-is-more-than-three-months',
    );
    const own = { ...body, depositOere: 1_350_000 };
    expect((await referrals.post('landlord2_admin', 'tenancies/register', own)).body.code).toBe(
      'agreement-not-known-yet',
    );
    const { id } = await must(referrals.post('landlord_admin', 'tenancies/register', own));
    expect(await get('social_caseworker', `tenancies/${id}`)).toMatchObject({
      ...{ origin: 'landlord', hasSupportWorker: false, owner: null },
    });
  });
});

test('of who is erased the referral tells that there was one, and nothing of why; the log neither', async () => {
  const { agreementRef } = await agreement();
  const { id, citizenRef } = await must(
    refer(agreementRef, { documents: [{ kind: 'income', documentRef: randomUUID() }] }),
  );
  expect(await referrals.post('social_caseworker', `citizens/${citizenRef}/erase`)).toMatchObject({
    status: 409,
    body: { code: 'citizen-has-open-cases' },
  });
  await must(act('social_caseworker', id, 'withdraw', { reason: 'citizens_wish' }));
  await must(referrals.post('social_caseworker', `citizens/${citizenRef}/erase`));
  expect(await get('social_caseworker', `referrals/${id}`)).toMatchObject({
    ...{ state: 'WITHDRAWN', characteristics: null, supportNeed: null, paymentCapacityOere: null, documents: [] },
  });
  const log = await referrals.database.query('select changes from audit_log where case_id = $1', [id]);
  expect(JSON.stringify(log)).not.toMatch(/without_a_home|470000/);
});

describe('who sees what', () => {
  test('the single entry sees how far it is, the benefits office what the outlook takes, neither why', async () => {
    const { agreementRef } = await agreement();
    const { id } = await must(refer(agreementRef));
    expect((await referrals.get('benefits_caseworker', `referrals/${id}`)).status).toBe(404);
    const { citizenRef } = await get('social_caseworker', `referrals/${id}`);
    const person = async (user: User) =>
      (await referrals.get(user, `citizens/${citizenRef}/person?purpose=benefits`)).status;
    expect(await person('benefits_caseworker')).toBe(404);
    await must(act('social_caseworker', id, 'check-financing'));
    // Who is to say how often somebody was evicted must know who it is.
    expect([await person('benefits_caseworker'), await person('support_worker')]).toEqual([200, 404]);
    const hidden = ['characteristics', 'supportNeed', 'supportWorker', 'declines', 'documents', 'stages'];
    const benefits = await get('benefits_caseworker', `referrals/${id}`);
    expect(benefits).toMatchObject({ paymentCapacityOere: 470_000, householdSize: 1 });
    const header = await get('single_entry', `referrals/${id}`);
    for (const name of hidden) expect([name in benefits, name in header]).toEqual([false, false]);
    for (const name of ['citizenRef', 'paymentCapacityOere', 'householdSize']) expect(header).not.toHaveProperty(name);
  });

  test('the board shows what is late first, in the scope of who asks; statistics hide fewer than five', async () => {
    const { agreementRef } = await agreement();
    const { id } = await must(refer(agreementRef, { assessment: undefined }));
    const ids = async (user: User) =>
      (await get(user, 'fast-track?limit=100')).items.map((one: { id: string }) => one.id) as string[];
    expect(await ids('social_caseworker')).toContain(id);
    expect(await ids('social_caseworker2')).not.toContain(id);
    expect(await ids('benefits_caseworker')).not.toContain(id);
    const { items } = await get('single_entry', 'fast-track?limit=100');
    const due = items.map((one: { nextStep: { dueOn: string | null } }) => one.nextStep.dueOn ?? '9999');
    expect(due).toEqual(due.toSorted());
    expect(items.every(({ state }: { state: string }) => !['SETTLED', 'WITHDRAWN', 'REJECTED'].includes(state))).toBe(
      true,
    );
    expect(await get('team_leader', 'fast-track/statistics?from=2026-01-01&to=2026-04-30')).toMatchObject({
      targetDays: 21,
      movedIn: null,
    });
    expect((await referrals.get('landlord_admin', 'fast-track')).status).toBe(403);
  });

  test('what is told holds nothing of the citizen but the reference', async () => {
    const { id, proposalRef } = await proposed();
    const told = [
      ...(await referrals.told('indgang.referrals.referral', id)),
      ...(await referrals.told('indgang.referrals.proposal.internal', proposalRef)),
    ];
    expect(told.map(({ type }) => type.split('.').at(-2))).toEqual(
      expect.arrayContaining(['registered', 'proposed', 'made']),
    );
    expect(JSON.stringify(told)).not.toMatch(/Åse|without_a_home|470000|householdSize/);
    expect((await referrals.told('indgang.referrals.referral', id)).map(({ version }) => version)).toEqual([
      ...[1, 2, 3, 4],
    ]);
  });
});
