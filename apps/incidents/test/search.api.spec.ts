// SPDX-License-Identifier: MPL-2.0
// Cases of missing rent found by the landlord's lease number and by their tenancy, each by whom it concerns.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startService } from '#service';
import { freshDatabase, landlords, request, testEnv, travel, type User } from '#testing';
import { incidents } from '../src/incidents.module.js';
import { migrations } from '../src/migrations/index.js';

let service: Awaited<ReturnType<typeof startService>>;
let database: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  database = await freshDatabase('incidents', migrations);
  const env = await testEnv('incidents', { database });
  travel(env, '2026-08-04');
  service = await startService(incidents, env);
});
afterAll(async () => {
  await service?.close();
  await database?.drop();
});

const report = async (user: User, landlordReference: string): Promise<string> => {
  const body = { landlordReference, amountOere: 510_000, rentDueOn: '2026-08-01' };
  return (await request(`${service.url}/v1/rent-arrears`, user, 'POST', body)).body.id;
};
const found = async (user: User, wanted: object): Promise<string[]> => {
  const { body } = await request(`${service.url}/v1/search`, user, 'POST', wanted);
  return body.items.map(({ id }: { id: string }) => id);
};

test('a landlord finds the own case by the own lease number, however it is typed, and no other landlord’s', async () => {
  const own = await report('landlord_admin', 'L-17/2');
  const foreign = await report('landlord2_admin', 'L-17/2');
  for (const words of ['L-17/2', 'l 17 2', 'L172', 'l-17']) {
    expect([words, await found('landlord_admin', { words })]).toEqual([words, [own]]);
    expect([words, await found('landlord2_admin', { words })]).toEqual([words, [foreign]]);
    expect([words, await found('single_entry', { words })]).toEqual([words, [foreign, own]]);
  }
  const { body } = await request(`${service.url}/v1/search`, 'landlord_admin', 'POST', { words: 'L-17/2' });
  // Neither the case's state nor what else is hidden from a landlord: the word that a landlord's view has for it.
  const number = expect.stringMatching(/^R-26-/);
  expect(body.items).toEqual([
    {
      ...{ kind: 'rent-arrears', id: own, number, href: `/v1/rent-arrears/${own}` },
      title: 'L-17/2',
      state: 'sent',
      score: 4,
    },
  ]);
  expect(await found('landlord_admin', { reference: landlords.havnensBoliger.id })).toEqual([]);
  expect(await found('single_entry', { reference: landlords.havnensBoliger.id })).toEqual([foreign]);
});

test('a mistyped case number among the words is told, to whoever finds nothing by it; a lease number of that form is found', async () => {
  const id = await report('landlord_admin', 'M-26');
  const ask = async (user: User, words: string) => {
    const { status, body } = await request(`${service.url}/v1/search`, user, 'POST', { words });
    return status === 200
      ? body.items.map((hit: { id: string }) => hit.id)
      : [status, body.code, body.errors[0].pointer];
  };
  const { body } = await request(`${service.url}/v1/rent-arrears/${id}`, 'landlord_admin', 'GET');
  const mistyped = body.number.replace(/.$/, (check: string) => String((Number(check) + 1) % 10));
  expect(await ask('landlord_admin', body.number)).toEqual([id]);
  for (const words of [mistyped, `M-26 ${mistyped}`, mistyped.replaceAll('-', ' ').toLowerCase()])
    expect(await ask('landlord_admin', words)).toEqual([400, 'case-number-is-mistyped', '/words']);
  const lease = await report('landlord_admin', mistyped);
  expect(await ask('landlord_admin', mistyped)).toEqual([lease]);
  expect(await ask('landlord2_admin', mistyped)).toEqual([400, 'case-number-is-mistyped', '/words']);
});

test('who visits the tenant finds the case by its tenancy, not by what their view does not tell', async () => {
  const id = await report('landlord_admin', 'Z-99');
  const [tenancyRef, agreementRef] = [randomUUID(), randomUUID()];
  await database.query(
    `update rent_arrears set state = 'OUTREACH', assigned_to = 'outreach_team', tenancy_ref = $2, agreement_ref = $3 where id = $1`,
    [id, tenancyRef, agreementRef],
  );
  expect(await found('outreach_team', { reference: tenancyRef })).toEqual([id]);
  expect(await found('outreach_team', { words: 'Z-99' })).toEqual([]);
  expect(await found('outreach_team', { reference: agreementRef })).toEqual([]);
  expect(await found('outreach_team', { reference: landlords.boOgBy.id })).toEqual([]);
  expect(await found('support_worker', { reference: tenancyRef })).toEqual([]);
  expect(await found('benefits_caseworker', { words: 'z99' })).toEqual([id]);
});
