// SPDX-License-Identifier: MPL-2.0
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { foldedFunction1 } from '#persistence';

/** A lease number is the same in any spelling. */
export class OneSpelling1790000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(foldedFunction1);
    await runner.query(
      'create index known_tenancies_by_lease_number on known_tenancies (landlord_ref, folded(landlord_reference))',
    );
  }

  async down(): Promise<void> {
    throw new Error('a schema only goes forward: restore a backup instead');
  }
}
