// SPDX-License-Identifier: MPL-2.0
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { searchedByNumber1, searchedByWords1, searchFunctions1 } from '#persistence';

/** Cases of missing rent found by lease number and tenancy, and lists sorted by day. */
export class Search1809000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(searchFunctions1);
    await runner.query(searchedByWords1('rent_arrears', 'landlord_reference') + searchedByNumber1('rent_arrears'));
    await runner.query(`
create index rent_arrears_by_tenancy on rent_arrears (tenancy_ref);
create index rent_arrears_by_day on rent_arrears (rent_due_on, id);
create index demand_fee_by_day on demand_fee (valid_from, id);`);
  }

  async down(): Promise<void> {
    throw new Error('a schema only goes forward: restore a backup instead');
  }
}
