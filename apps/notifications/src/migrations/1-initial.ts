// SPDX-License-Identifier: MPL-2.0
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { plumbingTables1 } from '#persistence';

export class Initial1764000000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(plumbingTables1);
    await runner.query(`
      create table notification (
        id uuid primary key,
        version int not null,
        state text not null check (state in ('UNREAD', 'ACKNOWLEDGED')),
        opened_at timestamptz not null,
        closed_at timestamptz,
        next_due_on date,
        recipient_role text not null,
        landlord_ref uuid,
        agreement_ref uuid,
        case_kind text not null,
        case_ref uuid not null,
        subject text not null,
        due_on date,
        source_id text not null constraint notification_source unique,
        acknowledged_by text,
        acknowledged_at timestamptz,
        check (recipient_role not like 'landlord%' or landlord_ref is not null)
      );
      create index notification_by_recipient on notification (recipient_role, id desc);
      create index notification_by_landlord on notification (landlord_ref, id desc) where recipient_role = 'landlord_admin';

      create table deadline (
        id uuid primary key,
        version int not null,
        state text not null
          check (state in ('SET', 'DUE_SOON', 'DUE', 'OVERDUE_1', 'OVERDUE_2', 'OVERDUE_3', 'MET', 'CANCELLED')),
        opened_at timestamptz not null,
        closed_at timestamptz,
        next_due_on date,
        code text not null,
        case_kind text not null,
        case_ref uuid not null,
        agreement_ref uuid,
        landlord_ref uuid,
        due_on date not null,
        due_soon_on date,
        set_on date not null,
        met_on date,
        responsible text not null,
        source_version int not null
      );
      create index deadline_next_due on deadline (next_due_on, id) where next_due_on is not null;
      create index deadline_by_responsible on deadline (responsible, id desc);

      create table contact_routes (
        -- the agreement's id
        id uuid primary key,
        version int not null,
        landlord_ref uuid not null,
        single_entry_point jsonb not null,
        landlord_contacts jsonb not null
      );
    `);
  }

  async down(): Promise<void> {
    throw new Error('the first migration is not undone: drop the schema instead');
  }
}
