// SPDX-License-Identifier: MPL-2.0
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The closed cases of a tenancy in which help was paid: for the same rent it is not asked for again. */
export class HelpedOnce1800000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index rent_arrears_helped on rent_arrears (tenancy_ref)
        where agreement_ref is not null and closed_at is not null and help is not null;`);
  }

  async down(): Promise<void> {
    throw new Error('a schema only goes forward: restore a backup instead');
  }
}
