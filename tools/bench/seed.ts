// SPDX-License-Identifier: MPL-2.0
import { demoUsers, landlords } from '../stack/demo-users.ts';
import type { System } from './system.ts';

/** The demo's landlords, whose staff can log in: one with few cases, one with many. */
export const narrow = { landlord: landlords.boOgBy.id, user: 'landlord_admin', cases: 300 } as const;
export const wide = { landlord: landlords.havnensBoliger.id, user: 'landlord2_admin', cases: 20_000 } as const;

const LANDLORDS = 1000;

/** SQL of the same id for the same text, of a version (4) that the API takes for a uuid. */
const uuidOf = (text: string) => `overlay(overlay(md5(${text}) placing '4' from 13) placing 'a' from 17)::uuid`;

/**
 * Inserts cases of missing rent as they lie after the report, each with its known tenancy, over a thousand landlords with
 * one agreement each, or all of one landlord. Directly into the tables: a case is prepared, not what is measured.
 * @param states `reported`, `outreach` (a plan may be agreed), or `mixed`: over all three
 * @returns ids, oldest first
 */
export async function seedRentArrears(
  system: System,
  {
    count,
    landlord,
    states = 'reported',
  }: { count: number; landlord?: string; states?: 'reported' | 'outreach' | 'mixed' },
): Promise<string[]> {
  const owner = landlord ? `'${landlord}'::uuid` : uuidOf(`'landlord ' || (n % ${LANDLORDS})::text`);
  const acknowledged = states === 'outreach' ? 'true' : `n % 3 > 0 and ${states === 'mixed'}`;
  const assigned = states === 'outreach' ? 'true' : `n % 3 = 2 and ${states === 'mixed'}`;
  const rows = await system.sql<{ id: string }>(
    `with made as materialized (
       select n, uuidv7() as id, uuidv7() as tenancy, ${owner} as landlord, ${uuidOf(`'agreement ' || (${owner})::text`)} as agreement
         from generate_series(1, $1::int) n
     ), agreements as (
       insert into incidents.known_agreements (id, version, landlord_ref, state, instalment_policy)
       select distinct agreement, 1, landlord, 'ACTIVE', '{"allowed": true, "maxMonths": 6, "minInstalmentOere": 50000,
         "maxOpenPlans": 1, "needsMunicipalConsent": false}'::jsonb from made on conflict do nothing
     ), tenancies as (
       insert into incidents.known_tenancies (id, version, agreement_ref, landlord_ref, landlord_reference, has_support_worker, started_on)
       select tenancy, 1, agreement, landlord, 'L-' || n, n % 2 = 0, '2024-01-01' from made
     ), staff as (
       insert into incidents.known_staff (staff_id, staff_ref, version, roles, teams, active, absences)
       values ('${demoUsers.support_worker.sub}', gen_random_uuid(), 1, '{support_worker}', '{}', true, '[]') on conflict do nothing
     )
     insert into incidents.rent_arrears (id, version, state, opened_at, landlord_ref, landlord_reference, tenancy_ref,
       agreement_ref, claims, amount_oere, rent_due_on, pay_day, reported_on, acknowledge_deadline_ref, acknowledge_due_on,
       acknowledged_on, stand_in_due_on, outreach_due_on, assigned_to, assigned_person)
     select id, 1, case when ${assigned} then 'OUTREACH' when ${acknowledged} then 'OUTREACH_PENDING' else 'REPORTED' end,
       date_trunc('milliseconds', now()), landlord, 'L-' || n, tenancy, agreement,
       '[{"dueOn": "2026-08-01", "amountOere": 510000, "reportedOn": "2026-08-05"}]', 510000, date '2026-08-01', date '2026-08-03', date '2026-08-05',
       uuidv7(), date '2026-08-06', case when ${acknowledged} then date '2026-08-06' end,
       date '2026-08-07', date '2026-08-12',
       case when ${assigned} then case when n % 2 = 0 then 'support_worker' else 'outreach_team' end end,
       case when ${assigned} and n % 2 = 0 then '${demoUsers.support_worker.sub}' end
     from made order by n returning id`,
    [count],
  );
  return rows.map(({ id }) => id);
}

/**
 * Inserts tenancies of a landlord, under twenty agreements that allow instalment plans, where incidents remembers what it
 * heard of them. @returns ids
 */
export async function seedTenancies(system: System, landlord: string, count: number): Promise<string[]> {
  const rows = await system.sql<{ id: string }>(
    `with made as materialized (select n, gen_random_uuid() as id from generate_series(0, 19) n),
     agreements as (
       insert into incidents.known_agreements (id, version, landlord_ref, state, instalment_policy)
       select id, 1, $1, 'ACTIVE', '{"allowed": true, "maxMonths": 6, "minInstalmentOere": 50000, "maxOpenPlans": 1,
         "needsMunicipalConsent": false}'::jsonb from made
     )
     insert into incidents.known_tenancies (id, version, agreement_ref, landlord_ref, landlord_reference, has_support_worker, started_on)
     select uuidv7(), 1, made.id, $1, 'K-' || m, m % 2 = 0, '2020-01-01'
       from generate_series(1, $2::int) m join made on made.n = m % 20 returning id`,
    [landlord, count],
  );
  return rows.map(({ id }) => id);
}
