// SPDX-License-Identifier: MPL-2.0
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { caseNumbers1, numbered1 } from '#persistence';

/** What people call a case by. The letters stand in case-kinds.ts too: here they stay as they were given. */
export class CaseNumbers1805000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(caseNumbers1);
    await runner.query(numbered1('tenancy', 'K'));
    await runner.query(numbered1('financing', 'H'));
    await runner.query(numbered1('administration_agreement', 'Y'));
  }

  async down(): Promise<void> {
    throw new Error('a schema only goes forward: restore a backup instead');
  }
}
