// SPDX-License-Identifier: MPL-2.0
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { handOverTable1, knownStaff1, ownedColumns1 } from '#persistence';

/** Whose an action item is: all of a role have what the role had, until somebody takes it. */
export class Assignment1814000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${knownStaff1}
      ${handOverTable1}
      ${ownedColumns1('action_item')}`);
  }

  async down(): Promise<void> {
    throw new Error('a schema only goes forward: restore a backup instead');
  }
}
