// SPDX-License-Identifier: MPL-2.0
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { plumbingTables1 } from '#persistence';

export class Initial1764000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(plumbingTables1);
    await runner.query(`
create table agreement (
  id uuid primary key,
  version int not null,
  state text not null check (state in ('DRAFT', 'NEGOTIATING', 'NEGOTIATED', 'SIGNED', 'ACTIVE', 'NOTICE_GIVEN',
    'RUN_OFF', 'EXPIRED', 'TERMINATED', 'ABANDONED')),
  opened_at timestamptz not null,
  closed_at timestamptz,
  next_due_on date,
  agreement_no text not null constraint agreement_no_taken unique,
  landlord_ref uuid not null,
  landlord_cvr text not null check (landlord_cvr ~ '^[0-9]{8}$'),
  landlord_name text not null,
  legal_basis text not null check (legal_basis in ('lbf_ch7_allocation', 'lbf_57a_transitional', 'free_cooperation')),
  agreement_version int not null check (agreement_version >= 1),
  term_from date not null,
  term_to date not null,
  terms jsonb not null,
  signatures jsonb not null,
  check (term_to >= term_from)
);
create index agreement_by_landlord on agreement (landlord_ref, id);
create index agreement_by_state on agreement (state, id);
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table agreement, audit_log, outbox, inbox, idempotency');
  }
}
