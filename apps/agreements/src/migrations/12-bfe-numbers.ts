// SPDX-License-Identifier: MPL-2.0
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Properties of several landlords are one by their number in BFE, however many zeros stand before it. */
export class BfeNumbers1790000000006 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create index property_by_bfe_number on property ((nullif(ltrim(bfe_number, '0'), '')))`);
  }

  async down(): Promise<void> {
    throw new Error('a schema only goes forward: restore a backup instead');
  }
}
