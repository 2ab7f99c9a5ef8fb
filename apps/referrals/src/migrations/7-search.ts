// SPDX-License-Identifier: MPL-2.0
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { searchedByNumber1, searchedByWords1, searchFunctions1 } from '#persistence';

/** Tenancies found by their lease number, every kind by what it belongs to, and lists sorted by day. */
export class Search1807000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(searchFunctions1);
    await runner.query(
      searchedByWords1('tenancy', 'landlord_reference') +
        searchedByNumber1('tenancy', 'financing', 'administration_agreement'),
    );
    await runner.query(`
create index tenancy_by_agreement on tenancy (agreement_ref);
create index tenancy_by_day on tenancy (started_on, id);
create index financing_by_agreement on financing (agreement_ref);
create index financing_by_landlord on financing (landlord_ref);
create index financing_by_day on financing (applied_on, id);
create index administration_agreement_by_agreement on administration_agreement (agreement_ref);
create index administration_agreement_by_landlord on administration_agreement (landlord_ref);
create index administration_agreement_by_day on administration_agreement (first_payment_on, id);`);
  }

  async down(): Promise<void> {
    throw new Error('a schema only goes forward: restore a backup instead');
  }
}
