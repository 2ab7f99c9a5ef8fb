// SPDX-License-Identifier: MPL-2.0
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Ids of deadlines that nobody outside can compute, the day on which the responsible heard, and lists by the last day. A
 * deadline that was told already keeps its id. The release before finds a deadline by `id` alone: for one that a newer process has
 * opened, the index refuses its second row, and the message waits parked for a newer process.
 */
export class DeadlinesOfOurOwn1795000000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table deadline add ref uuid, add told_on date;
      update deadline set ref = id, told_on = set_on;
      create unique index deadline_ref on deadline (coalesce(ref, id));
      create index deadline_by_last_day on deadline ((closed_at is not null), due_on, id);`);
  }

  async down(): Promise<void> {
    throw new Error('a schema only goes forward: restore a backup instead');
  }
}
