// SPDX-License-Identifier: MPL-2.0
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A case of complaints ends with its tenancy. Those that are open are looked at once, then daily. */
export class EndedWithTenancy1819000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
alter table neighbour_complaint drop constraint neighbour_complaint_ended_by_check;
alter table neighbour_complaint add constraint neighbour_complaint_ended_by_check
  check (ended_by in ('quiet', 'year', 'tenancy', 'notice', 'breach', 'serious_conduct'));
update neighbour_complaint set next_due_on = reported_on where closed_at is null;`);
  }

  async down(): Promise<void> {
    throw new Error('a schema only goes forward: restore a backup instead');
  }
}
