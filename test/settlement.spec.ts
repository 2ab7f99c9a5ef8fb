// SPDX-License-Identifier: MPL-2.0
// The settlement over the three services that it takes: agreements promises and covers, referrals knows the lease and who lives
// there next, incidents computes and pays (domain.md 11 and 13.2; architecture.md 8).
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { ServiceName } from '#contracts/topics';
import { startService } from '#service';
import {
  createTopics,
  eventually,
  freshDatabase,
  knowStaff,
  type Reply,
  request,
  type TestEnvironment,
  testEnv,
  topicPrefix,
  travel,
  type User,
} from '#testing';
import { Agreements, LANDLORD, MUNICIPALITY, must } from '../apps/agreements/test/service.js';
import { EXAMPLE } from '../apps/incidents/src/move-out/worked-example.js';
import { type Running, services } from './services.ts';

const prefix = topicPrefix();
let agreements: Agreements;
const others: Partial<Record<ServiceName, Running & { env: TestEnvironment }>> = {};

const on = (day: string) => {
  agreements.on(day);
  for (const { env } of Object.values(others)) travel(env, day);
};
const url = (service: 'referrals' | 'incidents', path: string) => `${others[service]!.service.url}/v1/${path}`;

async function startBeside(name: 'referrals' | 'incidents'): Promise<void> {
  const database = await freshDatabase(name, services[name].migrations);
  await knowStaff(database);
  const env = await testEnv(name, { database, topicPrefix: prefix });
  travel(env, '2026-01-15');
  const service = await startService(services[name], env);
  const stop = async () => {
    await service.close();
    await database.drop();
  };
  others[name] = { env, service, database, stop };
}

const COMMITMENTS = [
  { kind: 'vacancy_rent_out', capMonths: 3 },
  { kind: 'move_out_shortfall', capOere: 3_000_000 },
];
const BUDGET_OERE = 7_000_000;
/** Each with what differs from A1, and how many of its dwellings are let. */
const AGREEMENTS = {
  A1: [2, {}],
  coveredFirst: [1, { securitiesOrder: 'covered_first' }],
  withoutCap: [2, { commitments: [{ kind: 'move_out_shortfall' }] }],
  budget: [7, { annualBudgetCapOere: BUDGET_OERE, commitments: COMMITMENTS.slice(1) }],
} as const;
type Agreement = keyof typeof AGREEMENTS;

interface Home {
  agreementRef: string;
  dwellingRef: string;
  tenancyRef: string;
}
const homes = {} as Record<Agreement, Home[]>;

beforeAll(async () => {
  await createTopics(prefix);
  agreements = await Agreements.start('2026-01-15', { topicPrefix: prefix });
  await Promise.all([startBeside('referrals'), startBeside('incidents')]);
  const signed: [Agreement, string, string[]][] = [];
  for (const [name, [count, more]] of Object.entries(AGREEMENTS)) {
    const property = await agreements.registerDwellings(count, 4 * count);
    // A meeting of its own would publish figures as time passes.
    const dialogue = { meetingIntervalMonths: 24, steeringGroup: ['områdechef'] };
    const terms = { properties: [property], commitments: COMMITMENTS, dialogue, ...more };
    signed.push([name as Agreement, await agreements.signed(terms), property.dwellingRefs]);
  }
  on('2026-04-23');
  for (const [name, agreementRef, dwellingRefs] of signed)
    homes[name] = await Promise.all(
      dwellingRefs.map(async (dwellingRef) => {
        const lease = { startedOn: '2026-04-23', depositOere: 1_350_000, prepaidRentOere: 1_350_000 };
        const tenant = { citizenRef: randomUUID(), hasSupportWorker: false };
        const input = { agreementRef, dwellingRef, ...lease, ...tenant };
        const path = url('referrals', 'tenancies');
        const { id } = await eventually(() => must(request(path, 'social_caseworker', 'POST', input)));
        return { agreementRef, dwellingRef, tenancyRef: id };
      }),
    );
  const all = Object.values(homes)
    .flat()
    .map(({ tenancyRef }) => tenancyRef);
  await eventually(async () => {
    for (const { database } of [agreements, others.incidents!])
      expect(await database.query('select 1 from known_tenancies where id = any ($1)', [all])).toHaveLength(all.length);
  });
}, 90_000);
afterAll(async () => {
  for (const { stop } of Object.values(others)) await stop();
  await agreements?.stop();
});

/** A case of incidents or referrals, over HTTP. */
class Case {
  readonly path: string;
  constructor(path: string) {
    this.path = path;
  }
  async get(user: User = 'single_entry'): Promise<Reply['body']> {
    return (await request(this.path, user, 'GET')).body;
  }
  async try(user: User, action: string, body: object = {}): Promise<Reply> {
    // A message may come between the look and the act: a careful client looks again.
    for (let attempt = 1; ; attempt++) {
      const { etag } = await request(this.path, user, 'GET');
      const reply = await request(`${this.path}/${action}`, user, 'POST', body, { 'if-match': etag ?? '"1"' });
      if (reply.status !== 412 || attempt === 5) return reply;
    }
  }
  async must(user: User, action: string, body?: object): Promise<Reply['body']> {
    const { status, body: answer } = await this.try(user, action, body);
    expect([action, status, answer]).toEqual([action, 200, expect.anything()]);
    return answer;
  }
  becomes(expected: object): Promise<void> {
    return eventually(async () => expect(await this.get()).toMatchObject(expected));
  }
  /** Of what was recorded last of this kind. */
  async tryToStrike(user: User, what: string): Promise<Reply> {
    return await this.try(user, 'strike', { what, ref: await this.factOf(user, what), reason: 'wrong_case' });
  }
  async factOf(user: User, what: string): Promise<string> {
    const { items } = (await request(`${this.path}/history`, user, 'GET')).body;
    return items.findLast(({ fact }: { fact?: { what: string } }) => fact?.what === what).fact.ref;
  }
}

const moveOutOf = async ({ tenancyRef }: Home): Promise<Case> => {
  const path = url('incidents', 'move-outs');
  const { items } = await must(request(`${path}?tenancyRef=${tenancyRef}`, 'single_entry', 'GET'));
  return new Case(`${path}/${items[0].id}`);
};
async function reported({ tenancyRef }: Home): Promise<Case> {
  on('2027-04-14');
  const said = { tenancyRef, kind: 'voluntary', movedOutOn: '2027-04-14' };
  const { id } = await must(request(url('incidents', 'move-outs'), LANDLORD, 'POST', said));
  return new Case(url('incidents', `move-outs/${id}`));
}

const LINES = EXAMPLE.lines.map(({ kind, text, amountOere, inReport, dueOn }) => ({
  ...{ kind, text, amountOere, inReport },
  ...(dueOn && { dueOn }),
}));
/** Rows 26 and 27: inspected, stated and assessed. */
async function assessed(moveOut: Case, heldOn = '2027-04-23', lines: object[] = LINES): Promise<void> {
  on('2027-04-15');
  await moveOut.must(LANDLORD, 'summon', { inspectionOn: '2027-04-23', summonedOn: '2027-04-15' });
  on(heldOn);
  const present = { municipalityTookPart: true, tenantTookPart: true };
  await moveOut.must('landlord_caretaker', 'hold-inspection', { heldOn, ...present });
  await moveOut.must('landlord_caretaker', 'deliver-report', { deliveredOn: heldOn, how: 'at_inspection' });
  await stated(moveOut, lines);
}
async function stated(moveOut: Case, lines: object[]): Promise<void> {
  on('2027-05-18');
  await moveOut.must(LANDLORD, 'submit-statement', { lines, rentChargedThrough: '2027-04-30' });
  await accepted(moveOut);
}
async function accepted(moveOut: Case): Promise<void> {
  const { lines } = await moveOut.get('finance');
  const open = lines.filter(({ accepted: isAccepted }: { accepted: boolean | null }) => isAccepted === null);
  const decisions = open.map(({ lineRef }: { lineRef: string }) => ({ lineRef, accepted: true }));
  await moveOut.must('finance', 'review-lines', { lines: decisions });
}
/** Proposed, and answered by the ledger. */
async function covered(moveOut: Case): Promise<void> {
  on('2027-06-01');
  await moveOut.must('finance', 'propose-share');
  await moveOut.becomes({ state: 'COVER_ANSWERED' });
}
async function paid(moveOut: Case, amountOere: number): Promise<void> {
  await moveOut.must('finance2', 'approve-share');
  await moveOut.must('finance', 'register-payment', { paidOn: '2027-06-01', amountOere });
}

interface Booking {
  id: string;
  caseRef: string;
  state: string;
  commitment: string;
  amountOere: number;
  refusal: string | null;
}
const bookings = async ({ agreementRef }: Home): Promise<Booking[]> =>
  (await must(agreements.get('finance', `cover-bookings?agreementRef=${agreementRef}&limit=100`))).items;
const bookingsOf = async (home: Home, moveOut: Case) =>
  (await bookings(home)).filter(({ caseRef }) => moveOut.path.endsWith(caseRef));
/** As the ledger says them, oldest first. */
const isBooked = (home: Home, moveOut: Case, expected: object[]) =>
  eventually(async () => expect((await bookingsOf(home, moveOut)).toReversed()).toMatchObject(expected));

/** A lease that is ended for conduct, up to the eviction. */
async function evicted(home: Home): Promise<Case> {
  const eviction = await endedForConduct(home);
  const steps: [string, string, object][] = [
    ['2027-03-19', 'file-bailiff-request', { filedOn: '2027-03-19' }],
    ['2027-04-07', 'record-hearing', { heldOn: '2027-04-07' }],
    ['2027-04-07', 'set-eviction-date', { evictionOn: '2027-04-14' }],
    ['2027-04-14', 'execute', { executedOn: '2027-04-14' }],
  ];
  const [{ basisRef }] = (await eviction.get(LANDLORD)).bases;
  on('2027-03-08');
  const termination = { basisRef, kind: 'breach', servedOn: '2027-03-08', vacateBy: '2027-03-15' };
  await eviction.must(LANDLORD, 'serve-termination', termination);
  for (const [day, action, body] of steps) {
    on(day);
    await eviction.must(LANDLORD, action, body);
  }
  return eviction;
}
/** A complaint so serious that it opens an eviction case. */
async function endedForConduct(home: Home): Promise<Case> {
  on('2027-03-01');
  const complaint = await complainedOf(home);
  const conduct = { happenedOn: '2027-02-26', categories: ['violence_or_threat'], movingRequired: true };
  await complaint.must(LANDLORD, 'report-serious-conduct', conduct);
  const path = url('incidents', 'evictions');
  const { items } = await must(request(`${path}?tenancyRef=${home.tenancyRef}`, 'single_entry', 'GET'));
  return new Case(`${path}/${items[0].id}`);
}
async function complainedOf({ tenancyRef }: Home): Promise<Case> {
  const heard = { happenedOn: '2027-02-26', categories: ['unacceptable_noise'] };
  const complaint = { tenancyRef, kind: 'complaint', from: 'neighbour', ...heard };
  const path = url('incidents', 'neighbour-complaints');
  return new Case(`${path}/${(await must(request(path, LANDLORD, 'POST', complaint))).id}`);
}

test('the settlement table: an eviction, 30 000.00 of 32 370.00, then vacancy rent of May until somebody else moves in', async () => {
  const home = homes.A1[0]!;
  await evicted(home);
  const moveOut = await moveOutOf(home);
  expect(await moveOut.get()).toMatchObject({ kind: 'evicted', movedOutOn: '2027-04-14', inspectDueOn: '2027-04-28' });
  await assessed(moveOut);
  await covered(moveOut);
  expect(await moveOut.get('finance')).toMatchObject({
    share: { cover: 'reserved', askedOere: 3_237_000, reservedOere: 3_000_000, reservedUntil: '2027-07-01' },
    totals: {
      ...{ acceptedOere: 5_937_000, securitiesOere: 2_700_000, securitiesUsedOere: 2_700_000 },
      ...{ shortfallOere: 3_237_000, municipalShareOere: 3_000_000, tenantResidualOere: 237_000, refundOere: 0 },
    },
  });
  expect(await moveOut.try('finance', 'approve-share')).toMatchObject({
    ...{ status: 409, body: { code: 'share-was-assessed-by-the-same-person' } },
  });
  await paid(moveOut, 3_000_000);
  const calculation = (await request(`${moveOut.path}/calculation`, LANDLORD, 'GET')).body;
  expect(calculation).toMatchObject({
    stage: 'decided',
    result: {
      ...{ accepted: { amountOere: 5_937_000 }, securitiesUsedOere: 2_700_000, refund: { amountOere: 0 } },
      ...{ municipalShare: { amountOere: 3_000_000 }, tenantResidual: { amountOere: 237_000 } },
    },
  });
  const share = { commitment: 'move_out_shortfall', state: 'CONFIRMED', amountOere: 3_000_000 };
  await isBooked(home, moveOut, [share]);

  const { agreementRef, dwellingRef } = home;
  const next = { agreementRef, dwellingRef, startedOn: '2027-06-01', landlordReference: 'L-18' };
  await must(request(url('referrals', 'tenancies/register'), LANDLORD, 'POST', next));
  await moveOut.becomes({
    ...{ state: 'PAID', reletOn: '2027-06-01' },
    vacancyRent: { from: '2027-05-01', through: '2027-05-31', totalOere: 450_000 },
  });
  await moveOut.must('finance', 'propose-vacancy-rent');
  await moveOut.becomes({ vacancyPayment: { cover: 'reserved', reservedOere: 450_000 } });
  await moveOut.must('finance2', 'approve-vacancy-rent');
  await moveOut.must('finance', 'register-vacancy-payment', { paidOn: '2027-06-01', amountOere: 450_000 });
  expect(await moveOut.get(LANDLORD)).toMatchObject({
    state: 'SETTLED',
    paidOn: '2027-06-01',
    vacancyPaidOere: 450_000,
  });
  const mayRent = { commitment: 'vacancy_rent_out', coversFrom: '2027-05-01', coversThrough: '2027-05-31' };
  await isBooked(home, moveOut, [share, { ...mayRent, state: 'CONFIRMED', amountOere: 450_000 }]);
});

test('covered first: 26 150.00; a line that changes after the approval takes a new request, and the old reservation goes back', async () => {
  const home = homes.coveredFirst[0]!;
  const moveOut = await reported(home);
  await assessed(moveOut);
  await covered(moveOut);
  const totals = { municipalShareOere: 2_615_000, tenantResidualOere: 622_000, refundOere: 0 };
  expect(await moveOut.get('finance')).toMatchObject({ totals });
  await moveOut.must('finance2', 'approve-share');
  const { lines } = await moveOut.get('finance');
  const cleaning = lines.find(({ kind }: { kind: string }) => kind === 'cleaning');
  const rejected = { lines: [{ lineRef: cleaning.lineRef, accepted: false, code: 'no_documentation' }] };
  const ref = await moveOut.factOf('finance', 'assessment');
  for (const [user, action, body] of [
    ['finance', 'review-lines', rejected],
    ['finance', 'strike-assessment', { ref, reason: 'wrong_amount' }],
    [LANDLORD, 'submit-statement', { lines: LINES, rentChargedThrough: '2027-04-30' }],
  ] as const)
    expect(await moveOut.try(user, action, body)).toMatchObject({ status: 409, body: { code: 'wrong-state' } });

  await moveOut.must('finance', 'withdraw-proposal');
  await isBooked(home, moveOut, [{ state: 'RELEASED' }]);
  await moveOut.must('finance', 'review-lines', rejected);
  await covered(moveOut);
  expect(await moveOut.get('finance')).toMatchObject({
    share: { approvedBy: null, reservedOere: 2_375_000 },
    totals: { ...totals, municipalShareOere: 2_375_000 },
  });
  await paid(moveOut, 2_375_000);
  await isBooked(home, moveOut, [{ state: 'RELEASED' }, { state: 'CONFIRMED', amountOere: 2_375_000 }]);
});

test('without a cap: 32 370.00; a tenancy whose move-out is being paid is not struck, and its reservation stays', async () => {
  const [home, built] = homes.withoutCap as [Home, Home];
  const [moveOut, onIt] = [await reported(home), await reported(built)];
  await assessed(moveOut);
  await stated(onIt, [{ kind: 'eviction_costs', text: 'Foged', amountOere: 5_000_000, inReport: false }]);
  for (const one of [moveOut, onIt]) await covered(one);
  expect(await moveOut.get('finance')).toMatchObject({
    totals: { municipalShareOere: 3_237_000, tenantResidualOere: 0 },
  });
  await paid(moveOut, 3_237_000);
  await isBooked(home, moveOut, [{ state: 'CONFIRMED', amountOere: 3_237_000 }]);
  await onIt.must('finance2', 'approve-share');
  const tenancy = new Case(url('referrals', `tenancies/${built.tenancyRef}`));
  expect(await tenancy.tryToStrike('social_caseworker', 'start')).toMatchObject({
    ...{ status: 409, body: { code: 'tenancy-has-been-acted-on' } },
  });
  await isBooked(built, onIt, [{ state: 'RESERVED', amountOere: 2_300_000 }]);
});

test('an inspection of 29 April is a day late: painting, floor and door are not the tenant’s to pay', async () => {
  const home = homes.A1[1]!;
  const moveOut = await reported(home);
  await assessed(moveOut, '2027-04-29');
  const { lines, totals } = await moveOut.get('finance');
  expect(lines.map(({ code }: { code: string | null }) => code)).toEqual([
    ...[null, null, null, 'late_inspection', 'late_inspection', 'late_inspection', null, 'not_in_report', null],
  ]);
  // 14 400.00 of covered claims are less than the 20 780.00 that are left of the securities.
  expect(totals).toMatchObject({ acceptedOere: 2_062_000, shortfallOere: 0, refundOere: 638_000 });
  expect(await moveOut.must('finance', 'propose-share')).toMatchObject({
    state: 'COVER_ANSWERED',
    share: { cover: null },
  });
  await moveOut.must('finance', 'approve-share');
  expect(await bookingsOf(home, moveOut)).toEqual([]);
});

test('settlements of one agreement at once on the last of its budget: what is reserved is the cap, one gets the rest', async () => {
  const all = homes.budget.slice(0, 6);
  const moveOuts = await Promise.all(all.map(reported));
  // 3 000.00 beyond each tenancy's cap of 30 000.00.
  const claim = [{ kind: 'eviction_costs', text: 'Foged', amountOere: 6_000_000, inReport: false }];
  await Promise.all(moveOuts.map((one) => stated(one, claim)));
  await Promise.all(moveOuts.map(covered));
  const shares = await Promise.all(moveOuts.map(async (one) => (await one.get('finance')).share));
  expect(shares.map(({ reservedOere }) => reservedOere ?? 0).toSorted((a, b) => b - a)).toEqual([
    ...[3_000_000, 3_000_000, 1_000_000, 0, 0, 0],
  ]);
  for (const { cover, refusal } of shares.filter(({ reservedOere }) => !reservedOere))
    expect({ cover, refusal }).toEqual({ cover: 'refused', refusal: 'cap-is-used-up' });
  const booked = await bookings(all[0]!);
  expect(booked).toHaveLength(6);
  expect(booked.reduce((sum, { amountOere }) => sum + amountOere, 0)).toBe(BUDGET_OERE);

  // One is paid, and one that is withdrawn makes room for one that was refused.
  const of = (reserved: number | null) =>
    moveOuts[shares.findIndex(({ reservedOere }) => (reservedOere ?? null) === reserved)]!;
  await paid(of(1_000_000), 1_000_000);
  await of(3_000_000).must('finance', 'withdraw-proposal');
  const late = of(null);
  await isBooked(all[0]!, of(3_000_000), [{ state: 'RELEASED' }]);
  await late.must('finance', 'withdraw-proposal');
  await covered(late);
  expect(await late.get('finance')).toMatchObject({ share: { reservedOere: 3_000_000 } });
});

test('after all of it the figures and the ledger of agreements are a recount of the cases', async () => {
  const [spare, ...ended] = homes.budget.toReversed() as [Home, ...Home[]];
  for (const home of ended) await endedForConduct(home);
  expect((await (await complainedOf(spare)).tryToStrike(LANDLORD, 'report')).status).toBe(200);
  expect((await (await reported(spare)).tryToStrike(LANDLORD, 'moveOut')).status).toBe(200);
  const list = async (kind: string, query = ''): Promise<Reply['body'][]> =>
    (await must(request(url('incidents', `${kind}?limit=100${query}`), 'single_entry', 'GET'))).items;

  for (const [{ agreementRef }] of Object.values(homes) as [Home][]) {
    const moveOuts = await list('move-outs', `&agreementRef=${agreementRef}`);
    const recounted = { move_out_shortfall: [0, 0], vacancy_rent_out: [0, 0] };
    for (const { state, share, shareOere, vacancyPayment, vacancyPaidOere } of moveOuts) {
      if (share.cover === 'paid') recounted.move_out_shortfall[1]! += shareOere;
      else if (state !== 'STRUCK') recounted.move_out_shortfall[0]! += share.reservedOere ?? 0;
      if (vacancyPayment.cover === 'paid') recounted.vacancy_rent_out[1]! += vacancyPaidOere;
    }
    await eventually(async () => {
      const { commitments } = await must(
        agreements.get('finance', `cover-bookings/summary?agreementRef=${agreementRef}`),
      );
      const told = { move_out_shortfall: [0, 0], vacancy_rent_out: [0, 0] };
      for (const { commitment, reservedOere, paidOere } of commitments)
        told[commitment as keyof typeof told] = [reservedOere, paidOere];
      expect(told).toEqual(recounted);
    });
  }

  const { agreementRef } = spare;
  const lived = new Set(homes.budget.map(({ tenancyRef }) => tenancyRef));
  const counted = (cases: Reply['body'][]) =>
    cases.filter(({ tenancyRef, state }) => lived.has(tenancyRef) && state !== 'STRUCK').length;
  const [complaints, evictions] = [await list('neighbour-complaints'), await list('evictions')];
  expect([counted(complaints), counted(evictions)]).toEqual([6, 6]);
  for (const cases of [complaints, await list('move-outs')])
    expect(cases.filter(({ state }) => state === 'STRUCK')).toMatchObject([{ tenancyRef: spare.tenancyRef }]);
  const heard = `select series, count(happened_on)::int as n from known_figure
    where agreement_ref = $1 and series in ('complaints', 'evictions') group by series order by series`;
  await eventually(async () =>
    expect(await agreements.database.query(heard, [agreementRef])).toEqual([
      { series: 'complaints', n: counted(complaints) },
      { series: 'evictions', n: counted(evictions) },
    ]),
  );
  const { id } = await must(agreements.post(MUNICIPALITY, 'meetings', { agreementRef, meetsOn: '2027-06-15' }));
  await must(agreements.act(MUNICIPALITY, `meetings/${id}`, 'prepare-agenda'));
  const { figures } = (await agreements.get(MUNICIPALITY, `meetings/${id}`)).body.agenda;
  expect(figures).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ series: 'complaints', value: counted(complaints) }),
      expect.objectContaining({ series: 'evictions', value: counted(evictions) }),
    ]),
  );
});
