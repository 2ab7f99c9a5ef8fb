// SPDX-License-Identifier: MPL-2.0
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { handOverTable1, knownStaff1, ownedColumns1 } from '#persistence';

/** Whose a case is. Cases that were a role's stay the role's until somebody takes them or hands them over. */
export class Assignment1810000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${knownStaff1}
      ${handOverTable1}
      ${ownedColumns1('rent_arrears', true)}
      alter table known_tenancies add column support_worker text, add column support_team text;`);
  }

  async down(): Promise<void> {
    throw new Error('a schema only goes forward: restore a backup instead');
  }
}
