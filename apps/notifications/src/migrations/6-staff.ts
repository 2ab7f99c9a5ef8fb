// SPDX-License-Identifier: MPL-2.0
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who works in the municipality, and the import of them from a file of rows. */
export class Staff1806000000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- The one place where a name stands: no event, audit entry or other table repeats it, so that it can be erased here.
      create table staff (
        id uuid primary key,
        version int not null,
        state text not null check (state in ('ANNOUNCED', 'ACTIVE', 'LEFT')),
        opened_at timestamptz not null,
        closed_at timestamptz,
        next_due_on date,
        -- One person, one entry: whoever signs in, announces and imports at the same time.
        staff_id text not null constraint staff_id_once unique,
        name text,
        roles jsonb not null,
        teams jsonb not null,
        mailbox text,
        phone text,
        absences jsonb not null,
        said_mailbox text,
        signed_in_at timestamptz
      );
      create index staff_by_name on staff ((coalesce(name, '') collate "da-x-icu"), id);
      create index staff_next_due on staff (next_due_on, id) where next_due_on is not null;
      -- At every sign-in it is asked who is away: few are.
      create index staff_away on staff (staff_id) where absences <> '[]';

      create table staff_import (
        id uuid primary key,
        version int not null,
        state text not null check (state in ('RECEIVED', 'CHECKED', 'REJECTED', 'IMPORTED')),
        opened_at timestamptz not null,
        closed_at timestamptz,
        next_due_on date,
        dry_run boolean not null,
        rows_total int not null,
        error_count int not null,
        counts jsonb
      );
      create index staff_import_due on staff_import (next_due_on, id) where next_due_on is not null;
      -- What was read of the file, until the import has ended: it holds names.
      create table staff_import_row (
        import_ref uuid not null references staff_import (id),
        row int not null,
        read jsonb not null,
        primary key (import_ref, row)
      );
      create table staff_import_error (
        import_ref uuid not null references staff_import (id),
        row int not null,
        column_name text not null,
        other_row int,
        code text not null,
        primary key (import_ref, row, column_name, code)
      );`);
  }

  async down(): Promise<void> {
    throw new Error('a schema only goes forward: restore a backup instead');
  }
}
