// SPDX-License-Identifier: MPL-2.0
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A move-out ends the tenancy. Ends that are registered already are those of people. The other services hear of deposit and
 * prepaid rent, of the tenancies of before too: each that has them is due to be told.
 */
export class MovingOut1816000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
create table known_move_outs (
  id uuid primary key,
  version bigint not null,
  tenancy_ref uuid not null,
  moved_out_on date not null,
  is_struck boolean not null
);
create index known_move_outs_by_tenancy on known_move_outs (tenancy_ref);
alter table tenancy add column move_out_ref uuid, add column lease_is_told boolean not null default false;
create index tenancy_due on tenancy (next_due_on, id) where next_due_on is not null;
update tenancy set next_due_on = '2000-01-01'
 where state <> 'STRUCK' and (deposit_oere is not null or prepaid_rent_oere is not null);`);
  }

  async down(): Promise<void> {
    throw new Error('a schema only goes forward: restore a backup instead');
  }
}
