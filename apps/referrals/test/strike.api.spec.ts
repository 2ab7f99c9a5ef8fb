// SPDX-License-Identifier: MPL-2.0
// A tenancy, or its end, that was registered in error.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { topics } from '#contracts/topics';
import { types } from '#contracts/types';
import { migrate } from '#persistence';
import { freshDatabase, type Reply, type User } from '#testing';
import { migrations } from '../src/migrations/index.js';
import { Referrals } from './service.js';

let referrals: Referrals;
beforeAll(async () => {
  referrals = await Referrals.start('2026-12-17');
}, 60_000);
afterAll(() => referrals?.stop());
beforeEach(() => referrals.travel('2026-12-17'));

const SOCIAL = 'social_caseworker';
const seen = async (id: string, user: User = SOCIAL) => (await referrals.get(user, `tenancies/${id}`)).body;
const end = (id: string, endedOn: string) => referrals.post(SOCIAL, `tenancies/${id}/end`, { endedOn });
interface Told {
  text: { en: string };
  fact?: { what: string; ref: string; struck?: { reason: string; by: string } };
}
const history = async (id: string, user: User = SOCIAL): Promise<Told[]> =>
  (await referrals.get(user, `tenancies/${id}/history`)).body.items;
async function strike(id: string, what: 'start' | 'end', user: User = SOCIAL, more: object = {}): Promise<Reply> {
  const ref = (await history(id)).findLast(({ fact }) => fact?.what === what)?.fact?.ref ?? randomUUID();
  return await referrals.post(user, `tenancies/${id}/strike`, { what, ref, reason: 'wrong_date', ...more });
}
const refused = (code: string) => ({ status: 409, body: { code } });
/** Another one in the same dwelling. */
const next = (startedOn: string, { agreementRef, dwellingRef }: Reply['body']) =>
  referrals.post(SOCIAL, 'tenancies', { agreementRef, dwellingRef, startedOn, citizenRef: randomUUID(), hasSupportWorker: false }); // biome-ignore format: one line
const accepted = async (tenancyRef: string): Promise<string> => {
  const terms = { tenancyRef, basis: 'voluntary', monthlyAmountOere: 510_000, firstPaymentOn: '2027-01-01' };
  const { id } = (await referrals.post(SOCIAL, 'administration-agreements', terms)).body;
  await referrals.post(SOCIAL, `administration-agreements/${id}/accept`, { acceptedOn: '2026-12-17' });
  return id;
};
const stateOf = async (id: string) => (await referrals.get(SOCIAL, `administration-agreements/${id}`)).body.state;

describe('an end', () => {
  test('that is struck leaves all as if it had never been recorded; it is in the history, and told', async () => {
    const id = await referrals.aTenancy();
    const bare = async () => ({ ...(await seen(id)), version: 0 });
    const before = await bare();
    await end(id, '2027-01-31');
    expect((await strike(id, 'end')).body).toMatchObject({ state: 'STARTED', endedOn: null, version: 3 });
    expect(await bare()).toEqual(before);
    expect((await history(id, 'landlord_admin')).map(({ text, fact }) => [text.en, fact?.what, fact?.struck])).toEqual([
      ['The tenancy started 23 April 2026.', 'start', undefined],
      [
        'The tenancy ends 31 January 2027.',
        'end',
        expect.objectContaining({ reason: 'wrong_date', by: 'municipality' }),
      ],
      ['A record was made in error and was struck.', undefined, undefined],
    ]);
    expect(await strike(id, 'end')).toMatchObject(refused('fact-is-struck-already'));
    await end(id, '2027-02-28');
    expect((await strike(id, 'end', 'single_entry')).body.state).toBe('STARTED');
    const told = await referrals.told(topics.tenancy.name, id);
    expect(told.map(({ type, version, body }) => [type, version, body.stage])).toEqual([
      [types.tenancy.started, 1, 'opened'],
      [types.tenancy.ended, 2, 'closed'],
      [types.tenancy.endCorrected, 3, 'changed'],
      [types.tenancy.ended, 4, 'closed'],
      [types.tenancy.endCorrected, 5, 'changed'],
    ]);
  });

  test('stays where somebody has moved in since, also in the same moment', async () => {
    const id = await referrals.aTenancy();
    const about = await seen(id);
    await end(id, '2026-12-31');
    expect((await next('2027-02-01', about)).status).toBe(201);
    expect(await strike(id, 'end')).toMatchObject(refused('dwelling-is-let-already'));

    for (let round = 0; round < 5; round++) {
      const one = await referrals.aTenancy();
      const of = await seen(one);
      await end(one, '2026-12-31');
      const [struck, moved] = await Promise.all([strike(one, 'end'), next('2027-01-01', of)]);
      expect([struck.status === 200, moved.status === 201].filter(Boolean)).toHaveLength(1);
      expect((struck.status === 200 ? moved : struck).body.code).toBe('dwelling-is-let-already');
    }
  });

  test('of which the administration agreement was a part: it runs on, unless another was offered since', async () => {
    const id = await referrals.aTenancy();
    const agreement = await accepted(id);
    await end(id, '2027-01-31');
    expect(await stateOf(agreement)).toBe('ENDED');
    await strike(id, 'end');
    expect(await stateOf(agreement)).toBe('ACTIVE');
    expect(await seen(id)).toMatchObject({ rentPaidBy: { by: 'municipality', from: '2027-01-01' } });
    const told = await referrals.told(topics.administrationAgreementInternal.name, agreement);
    expect(told.map(({ type, body }) => [type, body.rentPaidBy])).toEqual([
      [types.administrationAgreement.started, 'municipality'],
      [types.administrationAgreement.ended, 'tenant'],
      [types.administrationAgreement.started, 'municipality'],
    ]);
    // One that somebody ended had not ended with the tenancy.
    const last = { lastPaidThrough: '2027-01-31' };
    await referrals.post('benefits_caseworker', `administration-agreements/${agreement}/end`, last);
    await end(id, '2027-01-31');
    await strike(id, 'end');
    expect(await stateOf(agreement)).toBe('ENDED');
  });
});

describe('a start', () => {
  test('that is struck is no tenancy: the dwelling is free, an open offer lapses, and it is told', async () => {
    const id = await referrals.aTenancy();
    const about = await seen(id);
    const offer = { tenancyRef: id, basis: 'voluntary', monthlyAmountOere: 1, firstPaymentOn: '2027-01-01' };
    const { id: offered } = (await referrals.post(SOCIAL, 'administration-agreements', offer)).body;
    await end(id, '2027-01-31');
    expect((await strike(id, 'start', SOCIAL, { reason: 'wrong_person' })).body).toMatchObject({
      state: 'STRUCK',
      allowedActions: [],
    });
    expect(await stateOf(offered)).toBe('ENDED');
    expect(await strike(id, 'end')).toMatchObject(refused('wrong-state'));
    const again = await next('2026-04-23', about);
    expect(again).toMatchObject({ status: 201, body: { warnings: [] } });
    expect((await referrals.told(topics.tenancyInternal.name, id)).at(-1)).toMatchObject({
      type: types.tenancy.startCorrected,
      body: { state: 'STRUCK' },
    });
    expect((await referrals.told(topics.tenancy.name, id)).at(-1)?.body.stage).toBe('closed');
  });

  test('stays where help was asked for in it, or the citizen has answered', async () => {
    const [helped, answered] = [await referrals.aTenancy(), await referrals.aTenancy()];
    await referrals.anApplication({ tenancyRef: helped });
    await accepted(answered);
    for (const id of [helped, answered])
      expect(await strike(id, 'start')).toMatchObject(refused('tenancy-has-been-acted-on'));
  });
});

test('to a landlord it is the same whether help was asked for and an agreement declined, or not', async () => {
  const worlds = await Promise.all(
    [false, true].map(async (isHelped) => {
      const body = { ...(await referrals.aDwelling()), startedOn: '2026-12-17' };
      const { id } = (await referrals.post('landlord_admin', 'tenancies/register', body)).body;
      if (isHelped) {
        const terms = { tenancyRef: id, basis: 'voluntary', monthlyAmountOere: 510_000, firstPaymentOn: '2027-01-01' };
        const offered = (await referrals.post(SOCIAL, 'administration-agreements', terms)).body.id;
        await referrals.post(SOCIAL, `administration-agreements/${offered}/decline`);
        await referrals.anApplication({ tenancyRef: id });
      }
      return id as string;
    }),
  );
  const answers = () =>
    Promise.all(
      worlds.map(async (id) => {
        const { status, body } = await strike(id, 'start', 'landlord_admin', { ref: randomUUID() });
        return [status, body.code, body.errors];
      }),
    );
  const [without, withHelp] = await answers();
  expect(withHelp).toEqual(without);
  // The landlord's own report of missing rent is what keeps the tenancy, in both.
  for (const id of worlds)
    await referrals.database.query('insert into known_arrears (id, version, tenancy_ref) values ($1, 1, $2)', [
      ...[randomUUID(), id],
    ]);
  const kept = await answers();
  expect(kept[1]).toEqual(kept[0]);
  expect(await strike(worlds[0]!, 'start', 'landlord_admin')).toMatchObject(refused('tenancy-has-been-acted-on'));
});

test('what a landlord has registered in error it strikes, and sees no more than before', async () => {
  const body = { ...(await referrals.aDwelling()), startedOn: '2026-12-17' };
  const { id } = (await referrals.post('landlord_admin', 'tenancies/register', body)).body;
  const struck = await strike(id, 'start', 'landlord_admin');
  expect(struck).toMatchObject({ status: 200, body: { state: 'STRUCK' } });
  expect(Object.keys(struck.body)).not.toContain('citizenRef');
});

test('only who recorded it and the single entry point may; a landlord sees it and may not', async () => {
  const id = await referrals.aTenancy();
  await referrals.database.query(`update case_step set actor_id = 'somebody else' where case_id = $1`, [id]);
  expect(await strike(id, 'start')).toMatchObject(refused('fact-was-recorded-by-another'));
  expect(await strike(id, 'start', 'landlord_admin')).toMatchObject(refused('fact-was-recorded-by-another'));
  expect(await strike(id, 'start', 'single_entry', { ref: randomUUID() })).toMatchObject(
    refused('fact-is-not-in-the-case'),
  );
  expect((await strike(id, 'start', 'single_entry')).status).toBe(200);
});

test('tenancies and agreements of the release before are kept, and keep others out', async () => {
  const before = await freshDatabase('referrals', migrations.slice(0, 4));
  const [first, dwelling] = [randomUUID(), randomUUID()];
  const insert = (id: string, startedOn: string, endedOn: string | null) =>
    before.query(
      `insert into tenancy (id, version, state, opened_at, agreement_ref, agreement_version_at_start, dwelling_ref,
         landlord_ref, citizen_ref, has_support_worker, started_on, ended_on, rent_oere, utilities_oere)
       values ($1, 2, $2, now(), $1, 1, $3, $1, $1, true, $4, $5, 1, 1)`,
      [id, endedOn ? 'ENDED' : 'STARTED', dwelling, startedOn, endedOn],
    );
  await insert(first, '2026-01-01', '2026-02-28');
  await before.query(
    `insert into administration_agreement (id, version, state, opened_at, tenancy_ref, agreement_ref, landlord_ref, basis,
       monthly_amount_oere, payee, offered_on, first_payment_on, last_paid_through)
     values ($1, 1, 'ENDED', now(), $1, $1, $1, 'voluntary', 1, 'landlord', '2026-01-01', '2026-02-01', '2026-02-28')`,
    [first],
  );
  await migrate('referrals', before.ownerUrl, migrations);
  expect(await before.query('select state, ended_on as "endedOn" from tenancy')).toMatchObject([{ state: 'ENDED' }]);
  expect(await before.query('select ended_with_tenancy as ended from administration_agreement')).toEqual([
    { ended: false },
  ]);
  const [made] = await before.query<{ def: string }>(
    `select pg_get_constraintdef(oid) as def from pg_constraint where conname = 'tenancies_of_a_dwelling_do_not_overlap'`,
  );
  expect(made?.def).toMatch(/overlap_is_older.*STRUCK/);
  await before.drop();
});

test('two strikes at once: one strikes', async () => {
  const id = await referrals.aTenancy();
  await end(id, '2027-01-31');
  const answers = await Promise.all([strike(id, 'end'), strike(id, 'end', 'single_entry'), strike(id, 'end')]);
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(await seen(id)).toMatchObject({ state: 'STARTED', version: 3 });
});
