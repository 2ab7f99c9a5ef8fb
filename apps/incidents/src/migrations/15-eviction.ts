// SPDX-License-Identifier: MPL-2.0
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { numbered1, ownedColumns1, searchedByNumber1, searchedByWords1 } from '#persistence';

/** Eviction cases (udsættelsessager); one open one of a tenancy, or of a lease number where no tenancy is known. */
export class Eviction1815000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
create table eviction (
  id uuid primary key,
  version int not null,
  state text not null check (state in ('OPENED', 'SERVED', 'BAILIFF_REQUESTED', 'MUNICIPAL_DUTY', 'HEARING_HELD', 'DATE_SET',
    'EVICTED', 'VACATED', 'WITHDRAWN', 'ENDED', 'STRUCK')),
  -- As a landlord sees it.
  shown_state text not null check (shown_state <> 'MUNICIPAL_DUTY'),
  opened_at timestamptz not null,
  closed_at timestamptz,
  next_due_on date,
  landlord_ref uuid not null,
  landlord_reference text,
  tenancy_ref uuid,
  agreement_ref uuid,
  assigned_role text not null check (assigned_role in ('support_worker', 'outreach_team')),
  opened_on date not null,
  bases jsonb not null,
  terminations jsonb not null,
  payments jsonb not null,
  late_payment jsonb,
  bailiff_request jsonb,
  held_on date,
  eviction_on date,
  executed_on date,
  vacated_on date,
  ends_on date,
  withdrawal jsonb,
  court_notifications jsonb not null,
  court_notice_on date,
  help_decision jsonb
);
create index eviction_by_landlord on eviction (landlord_ref, id);
create index eviction_by_tenancy on eviction (tenancy_ref);
create index eviction_by_day on eviction (opened_on, id);
create index eviction_due on eviction (next_due_on) where next_due_on is not null;
create index eviction_unmatched on eviction (landlord_ref) where agreement_ref is null and closed_at is null;
create unique index one_open_eviction_per_lease
  on eviction (landlord_ref, coalesce(tenancy_ref::text, folded(landlord_reference))) where closed_at is null;

-- Steps only grow for the service. Of an erased citizen's cases the lease number and what is known of the household go from them,
-- once the case has forgotten it, and in no other way.
create function forget_evictions(of_cases uuid[]) returns void language sql security definer set search_path from current as $$
  update case_step set
    input = case when jsonb_typeof(input) = 'object'
      then jsonb_set(input, '{landlordReference}', 'null', false) - 'minorsInHousehold' - 'needIsLikely' else input end,
    was = jsonb_set(was, '{landlordReference}', 'null', false) - 'courtNotifications',
    became = jsonb_set(became, '{landlordReference}', 'null', false) - 'courtNotifications'
   where case_id in (select id from eviction where id = any (of_cases) and landlord_reference is null)
$$;`);
    await runner.query(`${numbered1('eviction', 'U')} ${ownedColumns1('eviction')}`);
    await runner.query(searchedByWords1('eviction', 'landlord_reference') + searchedByNumber1('eviction'));
  }

  async down(): Promise<void> {
    throw new Error('a schema only goes forward: restore a backup instead');
  }
}
