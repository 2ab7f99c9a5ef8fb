// SPDX-License-Identifier: MPL-2.0
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A vacancy rent says of which vacancy it is. For those booked before, and by the release before, the day of the booking
 * stands for the first day of the vacancy: nothing is changed in them.
 */
export class Vacancies1790000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
alter table cover_booking add column vacant_from date;
create index cover_booking_by_dwelling on cover_booking (dwelling_ref, commitment) where dwelling_ref is not null;
create index known_tenancies_by_dwelling on known_tenancies (dwelling_ref, started_on);
`);
  }

  async down(): Promise<void> {
    throw new Error('a schema only goes forward: restore a backup instead');
  }
}
