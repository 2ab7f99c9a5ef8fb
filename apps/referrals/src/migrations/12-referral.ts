// SPDX-License-Identifier: MPL-2.0
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { numbered1, ownedColumns1, searchedByNumber1 } from '#persistence';

/** A citizen is referred to a dwelling, and proposed to its landlord. */
export class Referral1812000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
create table referral (
  id uuid primary key,
  version int not null,
  state text not null check (state in ('REGISTERED', 'ASSESSED', 'FINANCING_CHECK', 'READY_TO_MATCH', 'PROPOSED', 'ACCEPTED',
    'FINANCING_PENDING', 'LEASE_PENDING', 'MOVE_IN_PLANNED', 'MOVED_IN', 'SETTLED', 'REJECTED', 'WITHDRAWN')),
  opened_at timestamptz not null,
  closed_at timestamptz,
  next_due_on date,
  agreement_ref uuid not null,
  citizen_ref uuid not null,
  grounds text not null check (grounds in ('law', 'consent')),
  referred_on date not null,
  household_size int not null check (household_size > 0),
  wanted_move_in_on date,
  stages jsonb not null,
  stage_since date not null,
  stage_due_on date,
  documents jsonb not null,
  applied_for jsonb not null,
  characteristics jsonb,
  support_need text,
  payment_capacity_oere int check (payment_capacity_oere >= 0),
  assessed_on date,
  support_worker text,
  support_team text,
  rejected_because text,
  complaint_guidance text,
  outlook_on date,
  financing_expected boolean,
  administration_outlook text,
  proposal_ref uuid,
  vacancy_ref uuid references vacancy,
  dwelling_ref uuid,
  rent_oere int,
  proposed_on date,
  declines jsonb not null,
  accepted_on date,
  financed_on date,
  tenancy_ref uuid references tenancy,
  starts_on date,
  moved_in_on date,
  withdrawn_because text,
  assigned_role text not null,
  deadline_course jsonb not null,
  check ((state in ('PROPOSED', 'ACCEPTED', 'FINANCING_PENDING', 'LEASE_PENDING', 'MOVE_IN_PLANNED', 'MOVED_IN', 'SETTLED')) = (vacancy_ref is not null and proposal_ref is not null))
);
create unique index one_referral_per_citizen on referral (citizen_ref) where closed_at is null;
create unique index one_referral_per_vacancy on referral (vacancy_ref);
create index referral_by_agreement on referral (agreement_ref, id);
create index referral_by_state on referral (state, id);
create index referral_by_day on referral (referred_on, id);
create index referral_by_due on referral (coalesce(stage_due_on, 'infinity'), id) where closed_at is null;
create index referral_by_dwelling on referral (dwelling_ref) where dwelling_ref is not null;
create index referral_by_proposal on referral (proposal_ref) where proposal_ref is not null;
create index referral_by_tenancy on referral (tenancy_ref) where tenancy_ref is not null;
create index referral_by_move_in on referral (moved_in_on) where moved_in_on is not null;
create index referral_due on referral (next_due_on) where next_due_on is not null;
${ownedColumns1('referral')}

create table proposal (
  id uuid primary key,
  version int not null,
  state text not null check (state in ('PROPOSED', 'ACCEPTED', 'LEASE_PENDING', 'DECLINED', 'LAPSED', 'LET')),
  opened_at timestamptz not null,
  closed_at timestamptz,
  next_due_on date,
  referral_ref uuid not null references referral,
  agreement_ref uuid not null,
  landlord_ref uuid not null,
  vacancy_ref uuid not null references vacancy,
  dwelling_ref uuid not null,
  household_size int not null,
  wanted_move_in_on date,
  financing_expected boolean not null,
  proposed_on date not null,
  answer_due_on date not null,
  answered_on date,
  declined_because text,
  reason_is_agreed boolean,
  lease_due_on date,
  rent_oere int not null,
  lease_signed_on date,
  tenancy_ref uuid references tenancy,
  check ((state = 'DECLINED') = (declined_because is not null and reason_is_agreed is not null))
);

alter table tenancy
  add column lease_signed_on date,
  add column deposit_oere int check (deposit_oere >= 0),
  add column prepaid_rent_oere int check (prepaid_rent_oere >= 0),
  add column referral_ref uuid references referral,
  -- Those of before were all registered by the municipality.
  add column origin text not null default 'municipality' check (origin in ('referral', 'municipality', 'landlord'));
create index tenancy_by_referral on tenancy (referral_ref) where referral_ref is not null;
create unique index one_open_proposal_per_vacancy on proposal (vacancy_ref) where closed_at is null;
create index proposal_by_landlord on proposal (landlord_ref, id);
create index proposal_by_referral on proposal (referral_ref, id);
create index proposal_by_dwelling on proposal (dwelling_ref, id);
create index proposal_by_agreement on proposal (agreement_ref, id);
create index proposal_by_state on proposal (state, id);
create index proposal_by_day on proposal (proposed_on, id);
`);
    await runner.query(
      numbered1('referral', 'J') + numbered1('proposal', 'Q') + searchedByNumber1('referral', 'proposal'),
    );
  }

  async down(): Promise<void> {
    throw new Error('a schema only goes forward: restore a backup instead');
  }
}
