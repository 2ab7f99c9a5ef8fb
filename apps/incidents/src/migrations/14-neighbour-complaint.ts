// SPDX-License-Identifier: MPL-2.0
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { numbered1, ownedColumns1, searchedByNumber1, searchedByWords1 } from '#persistence';

/** Concerns and complaints about a tenant's conduct. */
export class NeighbourComplaint1814000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
create function home_of(agreement_ref uuid, tenancy_ref uuid, landlord_ref uuid, landlord_reference text)
  returns text language sql immutable parallel safe as $$
  select case when agreement_ref is not null then tenancy_ref::text
    else landlord_ref::text || ' ' || coalesce(tenancy_ref::text, folded(landlord_reference)) end
$$;
create table neighbour_complaint (
  id uuid primary key,
  version int not null,
  state text not null check (state in ('CONCERN', 'COMPLAINT', 'OUTREACH', 'MONITORING', 'REMINDED', 'REPEATED', 'WARNED',
    'TRIBUNAL_PENDING', 'TRIBUNAL_WARNED', 'CONDITIONAL', 'BREACHED', 'RESOLVED', 'ESCALATED_TO_EVICTION', 'DUPLICATE', 'STRUCK')),
  opened_at timestamptz not null,
  closed_at timestamptz,
  next_due_on date,
  landlord_ref uuid not null,
  is_landlords boolean not null,
  landlord_reference text,
  tenancy_ref uuid,
  agreement_ref uuid,
  -- Whose home it is about: the tenancy's, or while that is not known what the landlord calls it.
  home text generated always as (home_of(agreement_ref, tenancy_ref, landlord_ref, landlord_reference)) stored,
  happened_on date not null,
  reports jsonb not null,
  reported_on date not null,
  acknowledge_due_on date not null,
  acknowledged_on date,
  stand_in_due_on date not null,
  stand_in_since date,
  outreach_due_on date not null,
  assigned_to text check (assigned_to in ('support_worker', 'outreach_team')),
  first_contact_on date,
  dialogues jsonb not null,
  quiet_until date,
  reminders jsonb not null,
  breaches jsonb not null,
  warnings jsonb not null,
  tribunals jsonb not null,
  conditions text,
  condition_breach jsonb,
  serious_conduct jsonb,
  ended_by text check (ended_by in ('quiet', 'year', 'notice', 'breach', 'serious_conduct')),
  duplicate_of uuid,
  duplicates jsonb not null,
  deadline_course jsonb not null,
  next_role text,
  next_by date,
  check ((state = 'DUPLICATE') = (duplicate_of is not null))
);
-- Of one that the landlord does not know of there may be one beside his own within a transaction: then it gives way.
create unique index neighbour_complaint_one_open_of_a_home on neighbour_complaint (home, is_landlords) where closed_at is null;
create index neighbour_complaint_by_landlord on neighbour_complaint (landlord_ref, id);
create index neighbour_complaint_by_assignee on neighbour_complaint (assigned_to, id);
create index neighbour_complaint_by_state on neighbour_complaint (state, id);
create index neighbour_complaint_by_agreement on neighbour_complaint (agreement_ref, id);
create index neighbour_complaint_by_tenancy on neighbour_complaint (tenancy_ref);
create index neighbour_complaint_by_day on neighbour_complaint (reported_on, id);
create index neighbour_complaint_by_next_day on neighbour_complaint (next_by, id) where next_by is not null;
create index neighbour_complaint_unmatched on neighbour_complaint (landlord_ref) where agreement_ref is null and closed_at is null;
create index neighbour_complaint_due on neighbour_complaint (next_due_on) where next_due_on is not null;
${ownedColumns1('neighbour_complaint')}
${numbered1('neighbour_complaint', 'N')}
${searchedByWords1('neighbour_complaint', 'landlord_reference')}
${searchedByNumber1('neighbour_complaint')}
-- What a citizen who is erased is forgotten of, in the steps of any kind of case that waits for a tenancy.
create or replace function forget_lease_numbers(of_cases uuid[]) returns void language sql security definer set search_path from current as $$
  update case_step set
      input = jsonb_set(jsonb_set(input, '{landlordReference}', 'null', false), '{conditions}', 'null', false),
      was = jsonb_set(jsonb_set(was, '{landlordReference}', 'null', false), '{conditions}', 'null', false),
      became = jsonb_set(jsonb_set(became, '{landlordReference}', 'null', false), '{conditions}', 'null', false)
   where case_id in (select id from rent_arrears where id = any (of_cases) and landlord_reference is null
     union all select id from neighbour_complaint where id = any (of_cases) and landlord_reference is null and conditions is null)
$$;`);
  }

  async down(): Promise<void> {
    throw new Error('a schema only goes forward: restore a backup instead');
  }
}
