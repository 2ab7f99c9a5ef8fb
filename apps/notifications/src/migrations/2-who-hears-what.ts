// SPDX-License-Identifier: MPL-2.0
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A second warning of demands, and items for who stands in. */
export class WhoHearsWhat1780000000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table notification add stand_in boolean not null default false;
      create index notification_by_case on notification (case_ref, id desc);
      alter table deadline add second_warning_on date,
        drop constraint deadline_state_check,
        add constraint deadline_state_check check (state in
          ('SET', 'DUE_SOON', 'DUE_SOON_2', 'DUE', 'OVERDUE_1', 'OVERDUE_2', 'OVERDUE_3', 'MET', 'CANCELLED'));
      create index deadline_by_case on deadline (case_ref, id desc);`);
  }

  async down(): Promise<void> {
    throw new Error('a schema only goes forward: restore a backup instead');
  }
}
