// SPDX-License-Identifier: MPL-2.0
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Of evictions and move-outs it is known whether they are open: for them too it must be known who the tenant is. */
export class OpenIncidents1818000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table known_evictions add column tenancy_ref uuid, add column is_open boolean not null default false;
      create index known_evictions_by_tenancy on known_evictions (tenancy_ref);
      alter table known_move_outs add column is_open boolean not null default false;`);
  }

  async down(): Promise<void> {
    throw new Error('a schema only goes forward: restore a backup instead');
  }
}
