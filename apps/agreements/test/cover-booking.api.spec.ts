// SPDX-License-Identifier: MPL-2.0
// The cover ledger over HTTP: caps, confirming, releasing, expiry, warnings, export, and races on the last of a cap.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { assertPublished, eventually, landlords, type Reply, type User } from '#testing';
import { Agreements, MUNICIPALITY, must } from './service.js';

let agreements: Agreements;
beforeAll(async () => {
  agreements = await Agreements.start('2027-05-18');
}, 60_000);
afterAll(async () => agreements?.stop());

const FINANCE = 'finance';

/** A tenancy that is known here, begun under version 1. */
async function tenancy(agreementRef: string): Promise<string> {
  const id = randomUUID();
  await agreements.database.query(
    `insert into known_tenancies (id, version, agreement_ref, agreement_version_at_start, dwelling_ref, landlord_ref, started_on)
     values ($1, 1, $2, 1, $1, $3, '2026-04-23')`,
    [id, agreementRef, landlords.boOgBy.id],
  );
  return id;
}
const shortfall = (agreementRef: string, tenancyRef: string, amountOere: number) => ({
  ...{ agreementRef, tenancyRef, amountOere, commitment: 'move_out_shortfall', cause: 'Opgørelse' },
});
const reserve = (body: object, headers?: Record<string, string>): Promise<Reply> =>
  agreements.post(FINANCE, 'cover-bookings', body, headers);
const act = (id: string, action: string, body?: object) =>
  agreements.act(FINANCE, `cover-bookings/${id}`, action, body);
const summary = async (agreementRef: string) =>
  (await agreements.get(FINANCE, `cover-bookings/summary?agreementRef=${agreementRef}`)).body;
/** Who did it, in the history of the agreement and in what the other services hear. */
const doneBy = async (agreementRef: string, action: string) => {
  const { items } = (await agreements.get(MUNICIPALITY, `agreements/${agreementRef}/history`)).body;
  const done = items.filter((one: { action: string }) => one.action === `agreement.${action}`);
  const told = await agreements.database.query<{ authid: string }>(
    `select headers->>'authid' as authid from outbox where topic = 'indgang.agreements.agreement.internal'
      and key = $1 and (headers->>'caseversion')::int = any($2) order by position`,
    [agreementRef, done.map(({ version }: { version: number }) => version)],
  );
  return [...done.map(({ by }: { by: string }) => by), ...told.map(({ authid }) => authid)];
};
const alerts = async (agreementRef: string) =>
  (await agreements.get(MUNICIPALITY, `agreements/${agreementRef}`)).body.capAlerts;

test('what is covered for a tenancy, kind by kind, and what the caps leave', async () => {
  const coverage = [
    { kind: 'restoration', rule: 'covered' },
    { kind: 'rent', rule: 'covered_first_n_months', months: 12 },
    { kind: 'utilities_advance', rule: 'covered_first_n_months', months: 24 },
  ];
  const agreementRef = await agreements.signed({ coverage });
  const tenancyRef = await tenancy(agreementRef);
  await must(reserve(shortfall(agreementRef, tenancyRef, 1_000_000)));
  const ask = (user: User) => agreements.get(user, `cover-bookings/coverage?tenancyRef=${tenancyRef}`);
  const { body } = await ask('landlord_admin');
  expect(body).toMatchObject({
    ...{ agreementRef, agreementVersion: 1, startedOn: '2026-04-23', shortfallLeftOere: 2_000_000 },
    ...{ securitiesOrder: 'default', vacancyIncludesUtilities: false, recourseAgainstTenant: 'undecided' },
  });
  const byKind = Object.fromEntries(body.coverage.map((one: { kind: string }) => [one.kind, one]));
  expect(byKind).toMatchObject({
    restoration: { coveredBefore: null, isCovered: true },
    rent: { coveredBefore: '2027-04-23', isCovered: false },
    utilities_advance: { coveredBefore: '2028-04-23', isCovered: true },
    cleaning: { coveredBefore: '2026-04-23', isCovered: false },
  });
  expect((await ask('landlord2_admin')).status).toBe(404);
});

describe('a cap per tenancy', () => {
  test('the worked example: 32,370.00 asked, 30,000.00 reserved and paid; nothing is left; both parties’ views', async () => {
    const agreementRef = await agreements.signed();
    const tenancyRef = await tenancy(agreementRef);
    const { body, status } = await reserve(shortfall(agreementRef, tenancyRef, 3_237_000));
    expect(status).toBe(201);
    expect(body).toMatchObject({
      ...{ state: 'RESERVED', requestedOere: 3_237_000, amountOere: 3_000_000, agreementVersion: 1 },
      ...{ bookedOn: '2027-05-18', expiresOn: '2027-06-17', cause: 'Opgørelse' },
    });
    expect((await reserve(shortfall(agreementRef, tenancyRef, 100))).body).toMatchObject({
      ...{ state: 'REFUSED', amountOere: 0, refusal: 'cap-is-used-up', allowedActions: [] },
    });
    expect((await act(body.id, 'confirm', { amountOere: 3_000_001 })).body).toMatchObject({
      ...{ code: 'more-than-is-reserved', facts: { mostOere: 3_000_000 } },
    });
    expect(await must(act(body.id, 'confirm', { amountOere: 2_900_000 }))).toMatchObject({
      ...{ state: 'CONFIRMED', amountOere: 2_900_000, overCapOere: 0 },
    });
    expect((await reserve(shortfall(agreementRef, tenancyRef, 500_000))).body).toMatchObject({ amountOere: 100_000 });
    expect(await summary(agreementRef)).toMatchObject({
      commitments: [{ commitment: 'move_out_shortfall', bookings: 2, reservedOere: 100_000, paidOere: 2_900_000 }],
      caps: [{ scope: 'tenancy', scopeRef: tenancyRef, capOere: 3_000_000, leftOere: 0, percent: 100 }],
    });
    // Told once, at the higher of two thresholds that were reached at once.
    expect(await alerts(agreementRef)).toMatchObject([{ scope: 'tenancy', percent: 100, usedOere: 3_000_000 }]);
    const said = await agreements.database.query<never>(
      `select topic, key, body, headers->>'type' as type, headers->>'dataclassification' as classification
         from outbox where topic = 'indgang.agreements.cover-booking.internal' and body->>'agreementRef' = $1`,
      [agreementRef],
    );
    expect(said).toHaveLength(4);
    for (const message of said) assertPublished(message);
    expect((await agreements.get('landlord_admin', `cover-bookings/${body.id}`)).body).not.toHaveProperty('cause');
    expect((await agreements.get('landlord2_admin', `cover-bookings/${body.id}`)).status).toBe(404);
    expect(
      (await agreements.get('landlord2_admin', `cover-bookings/summary?agreementRef=${agreementRef}`)).status,
    ).toBe(404);
  });

  test('the variant that uses securities for covered claims first fits: 26,150.00; 80 % is told, then 100 %', async () => {
    const agreementRef = await agreements.signed();
    const tenancyRef = await tenancy(agreementRef);
    const { body } = await reserve(shortfall(agreementRef, tenancyRef, 2_615_000));
    expect(body).toMatchObject({ state: 'RESERVED', amountOere: 2_615_000 });
    await must(reserve(shortfall(agreementRef, tenancyRef, 1)));
    expect(await alerts(agreementRef)).toMatchObject([{ percent: 80 }]);
    await must(reserve(shortfall(agreementRef, tenancyRef, 384_999)));
    expect(await alerts(agreementRef)).toMatchObject([{ percent: 80 }, { percent: 100 }]);
    const types = await agreements.database.query<{ type: string }>(
      `select headers->>'type' as type from outbox where key = $1 and topic = 'indgang.agreements.agreement'
        order by position desc limit 2`,
      [agreementRef],
    );
    expect(types.map(({ type }) => type.split('.').at(-2))).toEqual(['cap-reached', 'cap-warning']);
    // Whoever booked, it is the ledger that tells.
    expect(await doneBy(agreementRef, 'alert-of-cap')).toEqual(['system', 'system', 'agreements', 'agreements']);
  });

  test('what is given back or has expired can be reserved again; a late payment is recorded with what it exceeds', async () => {
    const agreementRef = await agreements.signed();
    const tenancyRef = await tenancy(agreementRef);
    const ask = async () => (await must(reserve(shortfall(agreementRef, tenancyRef, 3_000_000)))).id as string;
    const first = await ask();
    expect(await must(act(first, 'release'))).toMatchObject({ state: 'RELEASED' });
    const second = await ask();
    agreements.on('2027-06-17');
    await agreements.restart();
    expect((await agreements.get(FINANCE, `cover-bookings/${second}`)).body.state).toBe('RESERVED');
    agreements.on('2028-01-03');
    await eventually(async () =>
      expect((await agreements.get(FINANCE, `cover-bookings/${second}`)).body.state).toBe('EXPIRED'),
    );
    await must(reserve(shortfall(agreementRef, tenancyRef, 1_000_000)));
    expect(await must(act(second, 'confirm', { amountOere: 2_500_000 }))).toMatchObject({
      ...{ state: 'CONFIRMED', bookedYear: 2028, overCapOere: 500_000 },
    });
    expect((await act(second, 'release')).status).toBe(409);
    agreements.on('2027-05-18');
  });

  test('no cap is no limit; what was never promised is refused, and so is what is not known', async () => {
    const commitments = [{ kind: 'move_out_shortfall' }];
    const agreementRef = await agreements.signed({ commitments });
    const tenancyRef = await tenancy(agreementRef);
    expect((await reserve(shortfall(agreementRef, tenancyRef, 3_237_000))).body.amountOere).toBe(3_237_000);
    expect(
      (await reserve({ ...shortfall(agreementRef, tenancyRef, 1), commitment: 'compensation' })).body,
    ).toMatchObject({
      ...{ state: 'REFUSED', refusal: 'commitment-is-not-made' },
    });
    expect((await reserve(shortfall(agreementRef, randomUUID(), 1))).body.code).toBe('tenancy-not-known-yet');
    expect((await reserve(shortfall(randomUUID(), tenancyRef, 1))).body.code).toBe('agreement-has-not-been-in-force');
    const other = await agreements.signed();
    expect((await reserve(shortfall(other, tenancyRef, 1))).body.code).toBe('tenancy-is-under-another-agreement');
    const { tenancyRef: _, ...without } = shortfall(agreementRef, tenancyRef, 1);
    expect(await reserve(without)).toMatchObject({ status: 400, body: { errors: [{ pointer: '/tenancyRef' }] } });
  });

  test('the version that the tenancy began under counts, unless a later one applies to it', async () => {
    const agreementRef = await agreements.signed();
    const tenancyRef = await tenancy(agreementRef);
    const revise = async (capOere: number, appliesToExisting: boolean) => {
      await must(agreements.act(MUNICIPALITY, `agreements/${agreementRef}`, 'start-revision'));
      const change = { commitments: [{ kind: 'move_out_shortfall', capOere }], effectiveFrom: '2027-05-18' };
      await must(
        agreements.act(MUNICIPALITY, `agreements/${agreementRef}`, 'propose-change', { ...change, appliesToExisting }),
      );
      await agreements.approveBoth(agreementRef);
      await agreements.signBoth(agreementRef);
    };
    await revise(100_000, false);
    expect((await reserve(shortfall(agreementRef, tenancyRef, 200_000))).body).toMatchObject({
      ...{ amountOere: 200_000, agreementVersion: 1 },
    });
    agreements.on('2027-05-19');
    await must(agreements.act(MUNICIPALITY, `agreements/${agreementRef}`, 'start-revision'));
    await must(
      agreements.act(MUNICIPALITY, `agreements/${agreementRef}`, 'propose-change', {
        ...{ commitments: [{ kind: 'move_out_shortfall', capOere: 250_000 }], effectiveFrom: '2027-05-19' },
        appliesToExisting: true,
      }),
    );
    await agreements.approveBoth(agreementRef);
    await agreements.signBoth(agreementRef);
    expect((await reserve(shortfall(agreementRef, tenancyRef, 200_000))).body).toMatchObject({
      ...{ amountOere: 50_000, agreementVersion: 3 },
    });
    agreements.on('2027-05-18');
  });
});

test('vacancy rent: three months of each component per vacancy, utilities only where agreed', async () => {
  const chosen = await agreements.registerDwellings(2, 8);
  const vacancy = (agreementRef: string, more: object) => ({
    ...{ agreementRef, commitment: 'vacancy_rent_in', dwellingRef: chosen.dwellingRefs[0], cause: 'Tomgang' },
    ...more,
  });
  const plain = await agreements.signed({ properties: [chosen] });
  const caseRef = randomUUID();
  // Row 9 of the worked example: 22 of 30 days.
  const first = await reserve(vacancy(plain, { amountOere: 330_000, utilitiesOere: 44_000, caseRef }));
  expect(first.body).toMatchObject({ amountOere: 330_000, utilitiesOere: 0, requestedOere: 374_000 });
  const rest = await reserve(vacancy(plain, { amountOere: 1_350_000, caseRef }));
  expect(rest.body).toMatchObject({ amountOere: 1_350_000 - 330_000 });
  expect((await reserve(vacancy(plain, { amountOere: 1, caseRef }))).body.refusal).toBe('cap-is-used-up');
  expect((await reserve(vacancy(plain, { amountOere: 1_350_001 }))).body.amountOere).toBe(1_350_000);
  const others = await agreements.registerDwellings(2, 8);
  const including = await agreements.signed({ properties: [others], vacancyIncludesUtilities: true });
  const [dwellingRef] = others.dwellingRefs;
  const withUtilities = vacancy(including, { dwellingRef, amountOere: 100, utilitiesOere: 180_001 });
  expect((await reserve(withUtilities)).body).toMatchObject({
    ...{ amountOere: 180_100, utilitiesOere: 180_000 },
  });
  const unknown = vacancy(including, { amountOere: 100, dwellingRef: randomUUID() });
  expect((await reserve(unknown)).body.refusal).toBe('commitment-is-not-made');
});

test('the ledger as rows: every booking with its cause, kroner with a comma, no formula', async () => {
  const agreementRef = await agreements.signed();
  const tenancyRef = await tenancy(agreementRef);
  await must(reserve({ ...shortfall(agreementRef, tenancyRef, 542_905), cause: '=HYPERLINK("x");\nto linjer' }));
  const { body } = await agreements.get(FINANCE, `cover-bookings/export?agreementRef=${agreementRef}`);
  const [header, line] = body.replace(/^\uFEFF/, '').split('\r\n');
  expect(header).toMatch(/^booking;bogført;år;tilstand;.*;årsag$/);
  expect(line).toContain(';5429,05;5429,05;0,00;0,00;0,00;2027-06-17;;"\'=HYPERLINK(""x"");\nto linjer"');
  const theirs = await agreements.get('landlord_admin', `cover-bookings/export?agreementRef=${agreementRef}`);
  expect(theirs.body).not.toContain('HYPERLINK');
  const foreign = await agreements.get('landlord2_admin', `cover-bookings/export?agreementRef=${agreementRef}`);
  expect(foreign.body.trim().split('\r\n')).toHaveLength(1);
});

describe('races', () => {
  test('50 settlements in parallel on one annual cap never exceed it, and each is answered as the ledger says', async () => {
    const agreementRef = await agreements.signed({
      commitments: [{ kind: 'move_out_shortfall' }],
      annualBudgetCapOere: 1_000_000,
    });
    const tenancies = await Promise.all(Array.from({ length: 50 }, () => tenancy(agreementRef)));
    const replies = await Promise.all(
      tenancies.map((tenancyRef) => reserve(shortfall(agreementRef, tenancyRef, 70_000))),
    );
    expect(replies.map(({ status }) => status)).toEqual(Array(50).fill(201));
    const amounts = replies.map(({ body }) => body.amountOere as number);
    expect(amounts.reduce((all, one) => all + one, 0)).toBe(1_000_000);
    expect(amounts.toSorted((a, b) => b - a).slice(0, 16)).toEqual([...Array(14).fill(70_000), 20_000, 0]);
    const [ledger] = await agreements.database.query(
      `select count(*)::int as all, sum(amount_oere)::int as booked from cover_booking where agreement_ref = $1`,
      [agreementRef],
    );
    expect(ledger).toEqual({ all: 50, booked: 1_000_000 });
    expect(await alerts(agreementRef)).toMatchObject([
      { scope: 'year', scopeRef: '2027', percent: 80 },
      { scope: 'year', percent: 100, usedOere: 1_000_000 },
    ]);
  });

  test('50 in parallel on one tenancy’s cap; the same key twice at once is one booking', async () => {
    const agreementRef = await agreements.signed();
    const tenancyRef = await tenancy(agreementRef);
    const replies = await Promise.all(
      Array.from({ length: 50 }, () => reserve(shortfall(agreementRef, tenancyRef, 900_000))),
    );
    const amounts = replies.map(({ body }) => body.amountOere).filter((amount) => amount > 0);
    expect(amounts.toSorted((a, b) => b - a)).toEqual([900_000, 900_000, 900_000, 300_000]);
    const key = { 'idempotency-key': randomUUID() };
    const other = shortfall(agreementRef, await tenancy(agreementRef), 100);
    const [one, two] = await Promise.all([reserve(other, key), reserve(other, key)]);
    expect(two.body).toEqual(one.body);
  });

  test('40 payments in the same moment are all booked', async () => {
    const agreementRef = await agreements.signed();
    const bookings: { id: string }[] = [];
    for (let no = 0; no < 40; no++)
      bookings.push(await must(reserve(shortfall(agreementRef, await tenancy(agreementRef), 100))));
    const replies = await Promise.all(
      bookings.map(({ id }) =>
        agreements.post(FINANCE, `cover-bookings/${id}/confirm`, { amountOere: 100 }, { 'if-match': '"1"' }),
      ),
    );
    expect(replies.map(({ status }) => status)).toEqual(Array(40).fill(200));
  });

  test('confirmed and released in the same moment: one of them', async () => {
    const agreementRef = await agreements.signed();
    const { id } = await must(reserve(shortfall(agreementRef, await tenancy(agreementRef), 100)));
    const at = { 'if-match': '"1"' };
    const replies = await Promise.all([
      agreements.post(FINANCE, `cover-bookings/${id}/confirm`, { amountOere: 100 }, at),
      agreements.post(FINANCE, `cover-bookings/${id}/release`, undefined, at),
    ]);
    expect(replies.map(({ status }) => status).toSorted()).toEqual([200, 412]);
    expect((await agreements.get(FINANCE, `cover-bookings/${id}`)).body.version).toBe(2);
  });
});

test('an agreement that runs off waits for reserved cover', async () => {
  const id = await agreements.signed({ term: { from: '2026-02-01', to: '2027-05-31', noticeMonths: 1 } });
  const { id: booking } = await must(reserve(shortfall(id, await tenancy(id), 100)));
  await agreements.database.query(`update known_tenancies set ended_on = '2027-05-20' where agreement_ref = $1`, [id]);
  agreements.on('2027-06-01');
  const state = async () => (await agreements.get(MUNICIPALITY, `agreements/${id}`)).body.state;
  await eventually(async () => expect(await state()).toBe('RUN_OFF'));
  await must(act(booking, 'confirm', { amountOere: 100 }));
  expect(await state()).toBe('TERMINATED');
  expect(await doneBy(id, 'settle-last-tenancy')).toEqual(['system', 'agreements']);
  agreements.on('2027-05-18');
});
