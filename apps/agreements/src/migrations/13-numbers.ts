// SPDX-License-Identifier: MPL-2.0
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { caseNumbers1, numbered1 } from '#persistence';

/** What people call a case by. The letters stand in case-kinds.ts too: here they stay as they were given. */
export class CaseNumbers1812000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(caseNumbers1);
    await runner.query(numbered1('landlord', 'L'));
    await runner.query(numbered1('property', 'E'));
    await runner.query(numbered1('dwelling', 'B'));
    await runner.query(numbered1('property_import', 'P'));
    await runner.query(numbered1('agreement', 'A'));
    await runner.query(numbered1('cover_booking', 'D'));
    await runner.query(numbered1('meeting', 'M'));
    await runner.query(numbered1('action_item', 'G'));
    await runner.query(numbered1('expectation_check', 'F'));
    await runner.query(numbered1('preventive_measure', 'T'));
  }

  async down(): Promise<void> {
    throw new Error('a schema only goes forward: restore a backup instead');
  }
}
