// SPDX-License-Identifier: MPL-2.0
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { numbered1, ownedColumns1, searchedByNumber1 } from '#persistence';

/** Tenants move out, and what that costs is settled. */
export class MoveOut1816000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
-- Null: heard before it was kept, or not told.
alter table known_tenancies
  add column dwelling_ref uuid,
  add column rent_oere int,
  add column utilities_oere int,
  add column deposit_oere int,
  add column prepaid_rent_oere int;
create index known_tenancies_by_dwelling on known_tenancies (dwelling_ref, started_on) where dwelling_ref is not null;
create table known_landlords (
  id uuid primary key,
  version int not null,
  lets_more_than_one boolean not null
);
create table known_vacancies (
  id uuid primary key,
  version int not null,
  dwelling_ref uuid not null,
  available_from date not null,
  ended_on date,
  -- Does the municipality pay its rent, or may it come to?
  pays boolean not null
);
create index known_vacancies_by_dwelling on known_vacancies (dwelling_ref, available_from);

create table move_out (
  id uuid primary key,
  version int not null,
  state text not null check (state in ('MOVE_OUT_KNOWN', 'SUMMONED', 'INSPECTED', 'REPORTED', 'STATEMENT_RECEIVED', 'REVIEWED',
    'AWAITING_COVER', 'COVER_ANSWERED', 'DISPUTED', 'APPROVED', 'PAID', 'SETTLED', 'STRUCK')),
  opened_at timestamptz not null,
  closed_at timestamptz,
  next_due_on date,
  tenancy_ref uuid not null,
  agreement_ref uuid not null,
  landlord_ref uuid not null,
  dwelling_ref uuid,
  started_on date not null,
  kind text not null check (kind in ('voluntary', 'abandoned', 'evicted')),
  was_terminated boolean not null,
  eviction_ref uuid,
  eviction_number text,
  notice_on date,
  moved_out_on date not null check (moved_out_on >= started_on),
  learned_on date not null,
  known_on date not null,
  lets_more_than_one boolean not null,
  planned_on date,
  summoned_on date check (summoned_on <= planned_on),
  shorter_summons_agreed boolean not null,
  held_on date,
  municipality_took_part boolean,
  absence_reason text,
  tenant_took_part boolean,
  report_delivered_on date check (report_delivered_on >= held_on),
  report_delivery text,
  statement_on date,
  lines jsonb not null,
  deposit_oere int not null check (deposit_oere >= 0),
  prepaid_oere int not null check (prepaid_oere >= 0),
  credit_oere int not null check (credit_oere >= 0),
  rent_charged_through date,
  terms jsonb,
  reviewed_by jsonb not null,
  decision_due_on date,
  dispute jsonb,
  share_proposed_by text,
  share_proposed_on date,
  share_approved_by text,
  share_approved_on date,
  share_oere int check (share_oere >= 0),
  second_person_needed boolean not null,
  share_paid_on date,
  vacancy_outcome text not null check (vacancy_outcome in ('open', 'paid', 'nothing_owed', 'not_promised', 'refused')),
  relet_on date check (relet_on > moved_out_on),
  vacancy_proposed_by text,
  vacancy_proposed_on date,
  vacancy_approved_by text check (vacancy_approved_by <> vacancy_proposed_by),
  vacancy_approved_on date,
  vacancy_paid_on date,
  vacancy_paid_oere int check (vacancy_paid_oere > 0),
  cover_requests jsonb not null,
  settled_on date,
  next_tenancy_from date,
  paid_elsewhere_from date,
  vacancy_payment_due_on date,
  assigned_role text not null,
  check ((held_on is null) = (municipality_took_part is null)),
  check (municipality_took_part is not false or absence_reason is not null),
  check (vacancy_outcome <> 'paid' or (vacancy_approved_by is not null and vacancy_paid_oere is not null)),
  check (share_paid_on is null or (share_approved_by is not null and share_oere > 0)),
  -- A large share is approved by another person than who proposed it or assessed a line.
  check (not second_person_needed or share_approved_by is null
    or (share_approved_by <> share_proposed_by and not reviewed_by ? share_approved_by))
);
create unique index one_move_out_per_tenancy on move_out (tenancy_ref) where state <> 'STRUCK';
create index move_out_by_tenancy on move_out (tenancy_ref, id);
create index move_out_by_landlord on move_out (landlord_ref, id);
create index move_out_by_agreement on move_out (agreement_ref, id);
create index move_out_by_dwelling on move_out (dwelling_ref) where closed_at is null;
create index move_out_by_eviction on move_out (eviction_ref) where eviction_ref is not null;
create index move_out_by_state on move_out (state, id);
create index move_out_by_day on move_out (moved_out_on, id);
create index move_out_unanswered on move_out (id)
  where cover_requests @? '$[*] ? (@.status == "requested" && @.answer == null)';
create index move_out_due on move_out (next_due_on) where next_due_on is not null;
${ownedColumns1('move_out')}

create function forgotten_lines(lines jsonb) returns jsonb language sql immutable parallel safe as $$
  select coalesce(jsonb_agg(line || '{"text": "…", "documentationRef": null}'), '[]') from jsonb_array_elements(lines) line
$$;
-- What a landlord wrote in the lines, once the case has forgotten it; see forget_lease_numbers.
create function forget_lines(of_cases uuid[]) returns void language sql security definer set search_path from current as $$
  update case_step set
      input = case when input ? 'lines' and action = 'submitStatement' then jsonb_set(input, '{lines}', '[]') else input end,
      was = case when was ? 'lines' then jsonb_set(was, '{lines}', forgotten_lines(was -> 'lines')) else was end,
      became = case when became ? 'lines' then jsonb_set(became, '{lines}', forgotten_lines(became -> 'lines')) else became end
   where case_id = any (of_cases) and case_id in (select id from move_out)
$$;`);
    await runner.query(numbered1('move_out', 'W') + searchedByNumber1('move_out'));
  }

  async down(): Promise<void> {
    throw new Error('a schema only goes forward: restore a backup instead');
  }
}
