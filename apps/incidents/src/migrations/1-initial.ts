// SPDX-License-Identifier: MPL-2.0
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { plumbingTables1 } from '#persistence';

export class Initial1764000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(plumbingTables1);
    await runner.query(`
      create table known_agreements (
        id uuid primary key,
        version int not null,
        landlord_ref uuid not null,
        state text not null,
        slas jsonb
      );
      create table known_tenancies (
        id uuid primary key,
        version int not null,
        agreement_ref uuid not null,
        landlord_ref uuid not null,
        landlord_reference text,
        has_support_worker boolean not null,
        started_on date not null,
        ended_on date
      );
      create index known_tenancies_by_reference on known_tenancies (landlord_ref, landlord_reference);
      create table rent_arrears (
        id uuid primary key,
        version int not null,
        state text not null check (state in ('REPORTED', 'OUTREACH_PENDING', 'OUTREACH', 'SELF_CURED')),
        opened_at timestamptz not null,
        closed_at timestamptz,
        next_due_on date,
        landlord_ref uuid not null,
        landlord_reference text,
        tenancy_ref uuid,
        agreement_ref uuid,
        amount_oere int not null check (amount_oere > 0),
        rent_due_on date not null,
        pay_day date not null,
        reported_on date not null,
        acknowledge_deadline_ref uuid not null,
        acknowledge_due_on date not null,
        acknowledged_on date,
        outreach_due_on date not null,
        assigned_to text check (assigned_to in ('support_worker', 'outreach_team')),
        paid_on date
      );
      create index rent_arrears_by_landlord on rent_arrears (landlord_ref, id);
      create index rent_arrears_by_assignee on rent_arrears (assigned_to, id);
      create index rent_arrears_by_state on rent_arrears (state, id);
      create index rent_arrears_unmatched on rent_arrears (landlord_ref) where agreement_ref is null;
      create index rent_arrears_due on rent_arrears (next_due_on) where next_due_on is not null;`);
  }

  async down(): Promise<void> {
    throw new Error('a schema only goes forward: restore a backup instead');
  }
}
