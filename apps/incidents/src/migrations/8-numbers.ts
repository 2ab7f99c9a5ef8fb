// SPDX-License-Identifier: MPL-2.0
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { caseNumbers1, numbered1 } from '#persistence';

/** What people call a case by. The letters stand in case-kinds.ts too: here they stay as they were given. */
export class CaseNumbers1807000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(caseNumbers1);
    await runner.query(numbered1('rent_arrears', 'R'));
  }

  async down(): Promise<void> {
    throw new Error('a schema only goes forward: restore a backup instead');
  }
}
