// SPDX-License-Identifier: MPL-2.0
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Cases of complaints of a tenancy: who may visit its tenant, and for whom it must be known who that is. Apart from those of missing
 * rent, of which every landlord knows: what a landlord may not do with a tenancy must not tell him that somebody has complained.
 */
export class KnownComplaints1817000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table known_complaints (
        id uuid primary key,
        version int not null,
        tenancy_ref uuid not null,
        assigned_role text,
        assigned_team text,
        assigned_person text,
        closed_at timestamptz
      );
      create index known_complaints_by_tenancy on known_complaints (tenancy_ref);`);
  }

  async down(): Promise<void> {
    throw new Error('a schema only goes forward: restore a backup instead');
  }
}
