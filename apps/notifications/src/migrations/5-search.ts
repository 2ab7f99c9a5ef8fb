// SPDX-License-Identifier: MPL-2.0
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { searchedByNumber1, searchFunctions1 } from '#persistence';

/** Deadlines and notifications found by their number, and deadlines sorted by day. By their case they have an index. */
export class Search1805000000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(searchFunctions1 + searchedByNumber1('deadline', 'notification'));
    await runner.query('create index deadline_by_day on deadline (due_on, id)');
  }

  async down(): Promise<void> {
    throw new Error('a schema only goes forward: restore a backup instead');
  }
}
