// SPDX-License-Identifier: MPL-2.0
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { plumbingTables1 } from '#persistence';

export class Initial1764000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(plumbingTables1);
    await runner.query(`
create table known_agreements (
  id uuid primary key,
  version int not null,
  landlord_ref uuid not null,
  state text not null,
  agreement_version int not null,
  term_from date not null,
  term_to date not null,
  dwellings jsonb not null
);

create table tenancy (
  id uuid primary key,
  version int not null,
  state text not null check (state in ('STARTED', 'ENDED')),
  opened_at timestamptz not null,
  closed_at timestamptz,
  next_due_on date,
  agreement_ref uuid not null,
  agreement_version_at_start int not null,
  dwelling_ref uuid not null,
  landlord_ref uuid not null,
  citizen_ref uuid not null,
  landlord_reference text,
  has_support_worker boolean not null,
  started_on date not null,
  ended_on date check (ended_on >= started_on),
  rent_oere int not null check (rent_oere >= 0),
  utilities_oere int not null check (utilities_oere >= 0)
);
create index tenancy_by_landlord on tenancy (landlord_ref, id);
create index tenancy_by_state on tenancy (state, id);
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table tenancy, known_agreements, audit_log, outbox, inbox, idempotency');
  }
}
