// SPDX-License-Identifier: MPL-2.0
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A vacancy rent says which days it is for. Of those booked before, and by the release before, the days are not known: they
 * stand in the way of no other, and count against the caps as they did.
 */
export class DaysCoveredOnce1815000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
alter table cover_booking
  add column covers_from date,
  add column covers_through date,
  add column covered_days jsonb,
  add constraint cover_booking_days_in_order
    check (covers_through >= covers_from and (covers_from is null) = (covers_through is null));
-- Registered in error: no claim is open by it.
alter table known_move_outs add column is_struck boolean not null default false;`);
  }

  async down(): Promise<void> {
    throw new Error('a schema only goes forward: restore a backup instead');
  }
}
