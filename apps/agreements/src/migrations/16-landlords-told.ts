// SPDX-License-Identifier: MPL-2.0
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The other services hear which duties a landlord has, of those that are registered already too: each is due to be told. */
export class LandlordsTold1815000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
alter table landlord add column is_told boolean not null default false;
update landlord set next_due_on = '2000-01-01';
create index landlord_due on landlord (next_due_on, id) where next_due_on is not null;`);
  }

  async down(): Promise<void> {
    throw new Error('a schema only goes forward: restore a backup instead');
  }
}
