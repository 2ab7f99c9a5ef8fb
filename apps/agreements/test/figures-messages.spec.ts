// SPDX-License-Identifier: MPL-2.0
// What agreements hears of the other services' cases, and what of it a meeting's agenda publishes (domain.md 2, 3.5).
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { type Topic, topics } from '#contracts/topics';
import { types } from '#contracts/types';
import { createTopics, eventually, landlords, type ToldFact, tellFacts, topicPrefix } from '#testing';
import type { Figure } from '../src/figures/figures.js';
import { Agreements, LANDLORD, MUNICIPALITY, must } from './service.js';

const prefix = topicPrefix();
let agreements: Agreements;
beforeAll(async () => {
  await createTopics(prefix);
  agreements = await Agreements.start('2026-01-15', { topicPrefix: prefix });
}, 60_000);
afterAll(async () => agreements?.stop());

/** An agreement from 1 February 2026, without a meeting of its own whose agenda would be made as time passes. */
async function anAgreement(): Promise<string> {
  agreements.on('2026-01-15');
  const id = await agreements.signed({ dialogue: { meetingIntervalMonths: 24, steeringGroup: ['områdechef'] } });
  agreements.on('2026-02-01');
  await eventually(async () =>
    expect((await agreements.get(MUNICIPALITY, `agreements/${id}`)).body.state).toBe('ACTIVE'),
  );
  return id;
}

/** A meeting whose agenda is made on the day. */
async function agendaOn(agreementRef: string, today: string) {
  agreements.on(today);
  const { id } = await must(agreements.post(MUNICIPALITY, 'meetings', { agreementRef, meetsOn: '2027-06-01' }));
  await must(agreements.act(MUNICIPALITY, `meetings/${id}`, 'prepare-agenda'));
  return { id, figures: await figuresOf(id) };
}
async function figuresOf(meeting: string): Promise<Partial<Record<string, Figure>>> {
  const { figures } = (await agreements.get(LANDLORD, `meetings/${meeting}`)).body.agenda as { figures: Figure[] };
  return Object.fromEntries(
    figures.map(({ series, from, to, value, total }) => [series, { series, from, to, value, total }]),
  );
}

const fact = (topic: Topic, type: string, body: object | null, more: Partial<ToldFact> = {}): ToldFact => ({
  ...{ topic, type, key: randomUUID(), version: 1, id: uuidv7(), body },
  ...more,
});
/** Each of a home of its own. */
const ofHome = (agreementRef: string | null, day: object) => ({ agreementRef, tenancyRef: randomUUID(), ...day });
const complaint = (agreementRef: string | null, reportedOn: string, more?: Partial<ToldFact>) =>
  fact(topics.neighbourComplaintInternal, types.neighbourComplaint.changed, ofHome(agreementRef, { reportedOn }), more);
const arrears = (agreementRef: string | null, reportedOn: string, more?: Partial<ToldFact>, about: object = {}) =>
  fact(topics.rentArrearsInternal, types.rentArrears.changed, ofHome(agreementRef, { reportedOn, ...about }), more);
/** Declined without a reason that the agreement knows, the landlord's `nth`. */
const proposal = (agreementRef: string, nth: number) =>
  fact(topics.proposalInternal, types.proposal.declined, {
    ...{ proposalRef: randomUUID(), referralRef: randomUUID(), agreementRef, landlordRef: landlords.boOgBy.id },
    ...{ state: 'DECLINED', answerDueOn: '2026-03-04', answeredOn: '2026-03-04', unagreedDeclines: nth },
  });
const eviction = (agreementRef: string, openedOn: string, about: object = {}) =>
  fact(topics.evictionInternal, types.eviction.changed, ofHome(agreementRef, { openedOn, ...about }));

/** Tells, and waits until every one of them was handled; one that is told again is handled as such. */
async function tell(...facts: ToldFact[]): Promise<void> {
  await tellFacts(prefix, facts);
  const ids = [...new Set(facts.map(({ id }) => id))];
  await eventually(async () =>
    expect(
      await agreements.database.query(`select 1 from inbox where message_id = any($1) and state = 'handled'`, [ids]),
    ).toHaveLength(ids.length),
  );
}
const five = <T>(make: (index: number) => T): T[] => Array.from({ length: 5 }, (_, index) => make(index));

test('five of each are counted, with averages of days, and what the ledger has paid', async () => {
  const agreementRef = await anAgreement();
  const common = { agreementRef, landlordRef: landlords.boOgBy.id };
  const home = () => ({ ...common, dwellingRef: randomUUID() });
  await tell(
    ...five((index) =>
      fact(topics.referralInternal, types.referral.changed, {
        ...{ agreementRef, registeredOn: '2026-02-02' },
        ...{ financedOn: `2026-02-1${index}`, movedInOn: `2026-02-2${index}` },
      }),
    ),
    ...five(() => proposal(agreementRef, 3)),
    // Once or twice is no habit.
    proposal(agreementRef, 2),
    ...five(() => arrears(agreementRef, '2026-03-01', {}, { pausedDays: 3 })),
    ...five(() => complaint(agreementRef, '2026-03-02')),
    ...five(() => eviction(agreementRef, '2026-03-03')),
    // Registered in error.
    eviction(agreementRef, '2026-03-03', { state: 'STRUCK' }),
    ...five(() =>
      fact(topics.tenancyInternal, types.tenancy.started, {
        ...{ ...home(), agreementVersionAtStart: 1, startedOn: '2026-03-01', endedOn: null },
      }),
    ),
    ...five((index) =>
      fact(topics.vacancyInternal, types.vacancy.changed, {
        ...{ ...home(), availableFrom: '2026-02-01', endedOn: `2026-02-1${index}`, coverRequests: [] },
      }),
    ),
  );
  for (const state of ['CONFIRMED', 'CONFIRMED', 'CONFIRMED', 'CONFIRMED', 'CONFIRMED', 'RESERVED', 'RELEASED'])
    await agreements.database.query(
      `insert into cover_booking (id, version, state, opened_at, agreement_ref, landlord_ref, tenancy_ref, case_ref, case_kind,
         commitment, agreement_version, requested_oere, amount_oere, utilities_oere, booked_on, booked_year, over_cap_oere)
       values ($1, 1, $2, now(), $3, $4, $5, $6, 'move-out', 'move_out_shortfall', 1, 100000, 100000, 0, '2026-03-10', 2026, 0)`,
      [randomUUID(), state, agreementRef, landlords.boOgBy.id, randomUUID(), randomUUID()],
    );

  const { figures } = await agendaOn(agreementRef, '2026-05-01');
  const published = (value: number, total: number | null) => ({ from: '2026-02-01', to: '2026-04-30', value, total });
  expect(figures).toMatchObject({
    referrals: published(5, 5),
    // 8 to 12 days, and 18 to 22.
    days_to_loan: published(10, null),
    days_to_move_in: published(20, null),
    unagreed_declines: published(5, 5),
    tenancies: published(5, 5),
    arrears: published(5, 5),
    complaints: published(5, 5),
    evictions: published(5, 5),
    paused_days: published(15, 15),
    vacancy_days: published(11, null),
    money_paid_oere: published(500_000, 500_000),
  });
  // Counted once: the next span begins with nothing, whatever the ledger and the cases still say.
  const next = await agendaOn(agreementRef, '2026-08-03');
  for (const figure of Object.values(next.figures))
    expect(figure).toMatchObject({ from: '2026-05-01', to: '2026-08-02', value: null });
  expect(next.figures).toMatchObject({ arrears: { total: 5 }, money_paid_oere: { total: 500_000 } });
});

test('what was registered in error is not counted', async () => {
  const agreementRef = await anAgreement();
  const struck = { agreementRef, landlordRef: landlords.boOgBy.id, state: 'STRUCK' };
  const home = { dwellingRef: randomUUID(), agreementVersionAtStart: 1, startedOn: '2026-03-01', endedOn: null };
  await tell(
    ...five(() => fact(topics.tenancyInternal, types.tenancy.startCorrected, { ...struck, ...home })),
    ...five(() => fact(topics.rentArrearsInternal, types.rentArrears.reportCorrected, { ...struck, reportedOn: '2026-03-01' })), // biome-ignore format: one line
  );
  // Nor for how long a case had waited that is open again.
  const ended = five(() => arrears(agreementRef, '2026-03-01', {}, { pausedDays: 3 }));
  const reopened = ended.map(({ key, body }) => arrears(agreementRef, '2026-03-01', { key, version: 2 }, { ...body, pausedDays: undefined })); // biome-ignore format: one line
  await tell(...ended, ...reopened);
  const { figures } = await agendaOn(agreementRef, '2026-05-01');
  expect(figures).toMatchObject({ tenancies: { total: null }, paused_days: { total: null }, arrears: { total: 5 } });
});

test('too few wait for the next meeting, late ones with them; a published figure stays as it was', async () => {
  const agreementRef = await anAgreement();
  const four = [1, 2, 3, 4].map((day) => complaint(agreementRef, `2026-03-0${day}`));
  await tell(...four);
  const first = await agendaOn(agreementRef, '2026-05-01');
  expect(first.figures.complaints).toMatchObject({ value: null, total: null });

  // Dated in the span of the first meeting, heard of after it.
  await tell(complaint(agreementRef, '2026-04-01'), complaint(agreementRef, '2026-05-01'));
  const second = await agendaOn(agreementRef, '2026-08-03');
  const six = { series: 'complaints', from: '2026-02-01', to: '2026-08-02', value: 6, total: 6 };
  expect(second.figures.complaints).toEqual(six);

  // Late again, a change of a counted case, and one that is erased: none of it shows in what is published.
  await tell(
    ...five(() => complaint(agreementRef, '2026-04-02')),
    complaint(agreementRef, '2026-09-01', { key: four[0]!.key, version: 2 }),
    { ...four[1]!, id: uuidv7(), version: 2, body: null },
    // What was an error is none, and of two cases of one tenancy one is.
    ...['STRUCK', 'DUPLICATE'].map((state) =>
      fact(
        topics.neighbourComplaintInternal,
        types.neighbourComplaint.closed,
        ofHome(agreementRef, { reportedOn: '2026-09-01', state }),
      ),
    ),
  );
  const third = await agendaOn(agreementRef, '2026-11-02');
  expect(third.figures.complaints).toMatchObject({ from: '2026-08-03', to: '2026-11-01', value: 5, total: 11 });
  expect((await figuresOf(first.id)).complaints).toEqual(first.figures.complaints);
  expect((await figuresOf(second.id)).complaints).toEqual(six);
});

test('told twice, late or out of order, a case is counted once; one that is erased before is not', async () => {
  const agreementRef = await anAgreement();
  const [moved, twice, erased, unmatched, ...others] = five(() => arrears(agreementRef, '2026-03-01')) as [
    ...[ToldFact, ToldFact, ToldFact, ToldFact],
    ...ToldFact[],
  ];
  const future = { agreementRef, reportedOn: '2027-01-01' };
  await tell(
    // The newest first: what is older does not bring the old day back.
    { ...moved, version: 2, body: future },
    { ...moved, id: uuidv7() },
    twice,
    twice,
    { ...twice, id: uuidv7() },
    erased,
    { ...erased, id: uuidv7(), version: 2, body: null },
    { ...unmatched, body: { ...unmatched.body, agreementRef: null } },
    ...others,
    ...[1, 2].map(() => arrears(agreementRef, '2026-03-05')),
    arrears(randomUUID(), '2026-03-05'),
  );
  // twice, one of the five and two more: the one without an agreement is not counted, nor is the future one.
  expect((await agendaOn(agreementRef, '2026-05-01')).figures.arrears).toMatchObject({ value: null });
  await tell({ ...unmatched, id: uuidv7(), version: 2 });
  expect((await agendaOn(agreementRef, '2026-05-22')).figures.arrears).toMatchObject({ value: 5, total: 5 });
});

test('figures are published once in three weeks: on which day the fifth case came, nobody sees', async () => {
  const agreementRef = await anAgreement();
  await tell(...[1, 2, 3, 4].map(() => complaint(agreementRef, '2026-03-01')));
  expect((await agendaOn(agreementRef, '2026-05-01')).figures.complaints).toMatchObject({ value: null });
  await tell(complaint(agreementRef, '2026-05-01'));
  expect((await agendaOn(agreementRef, '2026-05-02')).figures).toEqual({});
  expect((await agendaOn(agreementRef, '2026-05-21')).figures).toEqual({});
  expect((await agendaOn(agreementRef, '2026-05-22')).figures.complaints).toMatchObject({ value: 5 });
});

test('while the agenda is made, cases go on being heard of: none is lost and none is counted twice', async () => {
  const agreementRef = await anAgreement();
  agreements.on('2026-05-01');
  const all = Array.from({ length: 60 }, () => complaint(agreementRef, '2026-03-01'));
  const telling = tell(...all);
  const seen: (Figure | undefined)[] = [];
  for (const day of ['2026-05-01', '2026-05-22', '2026-06-12', '2026-07-03', '2026-07-24'])
    seen.push((await agendaOn(agreementRef, day)).figures.complaints);
  await telling;
  await tell(...five(() => complaint(agreementRef, '2026-05-05')));
  seen.push((await agendaOn(agreementRef, '2026-08-14')).figures.complaints);
  expect(seen.at(-1)?.total).toBe(65);
  expect(seen.reduce((sum, figure) => sum + (figure?.value ?? 0), 0)).toBe(65);
});

test('homes are counted: a dwelling and its tenancy are one, and so are five cases of one tenant', async () => {
  const agreementRef = await anAgreement();
  const homes = five(() => ({ dwellingRef: randomUUID(), tenancyRef: randomUUID() }));
  const told = (tenancyRef: string | undefined, type: 'complaint' | 'arrears') =>
    fact(
      type === 'arrears' ? topics.rentArrearsInternal : topics.neighbourComplaintInternal,
      type === 'arrears' ? types.rentArrears.changed : types.neighbourComplaint.changed,
      { agreementRef, reportedOn: '2026-03-01', ...(tenancyRef && { tenancyRef }) },
    );
  const tenancy = ({ dwellingRef, tenancyRef }: (typeof homes)[number], more: object = {}) =>
    fact(
      topics.tenancyInternal,
      types.tenancy.started,
      {
        ...{ agreementRef, landlordRef: landlords.boOgBy.id, agreementVersionAtStart: 1, dwellingRef },
        ...{ startedOn: '2026-02-02', endedOn: null, ...more },
      },
      { key: tenancyRef },
    );
  const [first, , , , fifth] = homes;
  const another = { ...first!, tenancyRef: randomUUID() };
  await tell(
    // Six cases of one tenant, of whom nothing else is known yet; and others without any tenancy.
    ...five(() => told(first!.tenancyRef, 'complaint')),
    told(first!.tenancyRef, 'complaint'),
    ...five(() => told(undefined, 'arrears')),
    ...homes.slice(1, 4).map(({ tenancyRef }) => told(tenancyRef, 'arrears')),
    told(first!.tenancyRef, 'arrears'),
  );
  // The next tenant of the same dwelling, heard of after the case.
  await tell(told(another.tenancyRef, 'complaint'), tenancy(first!), tenancy(another, { startedOn: '2026-03-01' }));
  await tell(...homes.slice(1, 4).map(({ tenancyRef }) => told(tenancyRef, 'complaint')));
  // Of money, some is booked on dwellings and some on their tenancies.
  const pay = ({ dwellingRef, tenancyRef }: { dwellingRef?: string; tenancyRef?: string }) =>
    agreements.database.query(
      `insert into cover_booking (id, version, state, opened_at, agreement_ref, landlord_ref, tenancy_ref, dwelling_ref, case_ref,
         case_kind, commitment, agreement_version, requested_oere, amount_oere, utilities_oere, booked_on, booked_year, over_cap_oere)
       values ($1, 1, 'CONFIRMED', now(), $2, $3, $4, $5, $1, 'by-hand', 'support', 1, 1000, 1000, 0, '2026-03-10', 2026, 0)`,
      [randomUUID(), agreementRef, landlords.boOgBy.id, tenancyRef ?? null, dwellingRef ?? null],
    );
  for (const home of homes.slice(1, 4)) await pay({ dwellingRef: home.dwellingRef });
  await pay({ dwellingRef: first!.dwellingRef });
  await pay({ tenancyRef: first!.tenancyRef });
  await pay({ tenancyRef: another.tenancyRef });
  const before = await agendaOn(agreementRef, '2026-05-01');
  expect(before.figures).toMatchObject({
    // Four homes, whatever number of cases: of arrears a fifth that may be one of them all.
    ...{ complaints: { value: null }, money_paid_oere: { value: null } },
    ...{ arrears: { value: 9 } },
  });
  // One home is told of by payments that name no home, as often as there are such.
  await pay({});
  await pay({});
  await tell(told(fifth!.tenancyRef, 'complaint'));
  expect((await agendaOn(agreementRef, '2026-05-22')).figures).toMatchObject({
    ...{ complaints: { value: 11, total: 11 }, money_paid_oere: { value: 8000 } },
  });
});

test('dates of others that cannot be spoil no figure: they are kept with the reason, and the rest is counted', async () => {
  const agreementRef = await anAgreement();
  const vacancy = (availableFrom: string, endedOn: string | null, more: Partial<ToldFact> = {}) =>
    fact(
      topics.vacancyInternal,
      types.vacancy.changed,
      {
        ...{ agreementRef, landlordRef: landlords.boOgBy.id, dwellingRef: randomUUID() },
        ...{ availableFrom, endedOn, coverRequests: [] },
      },
      more,
    );
  const backwards = vacancy('2026-03-01', '2026-02-20');
  const [reopened, mended] = [vacancy('2026-02-01', '2026-02-11'), vacancy('2026-02-11', '2026-02-01')];
  await tell(
    ...five(() => vacancy('2026-02-01', '2026-02-11')),
    ...[backwards, vacancy('1900-01-01', '2026-02-20'), reopened, mended],
    { ...reopened, id: uuidv7(), version: 2, body: { ...reopened.body, endedOn: null } },
    { ...mended, id: uuidv7(), version: 2, body: { ...mended.body, availableFrom: '2026-01-20' } },
    ...five((index) =>
      fact(topics.referralInternal, types.referral.changed, {
        ...{ agreementRef, registeredOn: '2026-02-10', financedOn: `2026-02-0${index + 1}`, movedInOn: null },
      }),
    ),
    ...five(() => arrears(agreementRef, '2026-02-10')),
  );
  // What an earlier release has kept, which knew no reasons.
  await agreements.database.query(`update known_figure set ignored = null, measure = -9 where id = $1`, [
    backwards.key,
  ]);
  const { figures } = await agendaOn(agreementRef, '2026-05-01');
  expect(figures).toMatchObject({
    // Five of 10 days and one of 12.
    ...{ vacancy_days: { value: 10 }, arrears: { value: 5 }, days_to_loan: { value: null }, referrals: { value: 5 } },
  });
  expect(
    await agreements.database.query(
      'select ignored, count(*)::int as n from known_figure where agreement_ref = $1 and ignored is not null group by 1 order by 1',
      [agreementRef],
    ),
  ).toEqual([
    // The five loans; the vacancy is as an earlier release kept it.
    { ignored: 'ends-before-it-starts', n: 5 },
    { ignored: 'lasts-longer-than-ten-years', n: 1 },
  ]);
});
