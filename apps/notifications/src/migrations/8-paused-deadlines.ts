// SPDX-License-Identifier: MPL-2.0
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Deadlines that wait, and for how many working days they have waited. */
export class PausedDeadlines1808000000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table deadline add paused_on date, add paused_days int not null default 0,
        drop constraint deadline_state_check,
        add constraint deadline_state_check check (state in ('SET', 'DUE_SOON', 'DUE_SOON_2', 'DUE', 'OVERDUE_1',
          'OVERDUE_2', 'OVERDUE_3', 'PAUSED', 'MET', 'CANCELLED'));`);
  }

  async down(): Promise<void> {
    throw new Error('a schema only goes forward: restore a backup instead');
  }
}
