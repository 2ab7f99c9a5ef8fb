// SPDX-License-Identifier: MPL-2.0
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { handOverTable1, knownStaff1, ownedColumns1 } from '#persistence';

/** Whose a case is: all of an office have what it had, until somebody takes it; the tenants’ support workers are to be named. */
export class Assignment1808000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${knownStaff1}
      ${handOverTable1}
      -- The release before writes rows without it.
      alter table financing add column assigned_role text not null default 'benefits_caseworker';
      ${ownedColumns1('financing')}
      alter table administration_agreement add column assigned_role text not null default 'benefits_caseworker';
      -- Who offered it is in the audit log alone; a condition of help is the benefits office's.
      update administration_agreement set assigned_role = 'social_caseworker' where basis <> 'condition_of_help';
      ${ownedColumns1('administration_agreement')}
      alter table tenancy add column assigned_role text, add column support_workers jsonb not null default '[]';
      ${ownedColumns1('tenancy')}`);
  }

  async down(): Promise<void> {
    throw new Error('a schema only goes forward: restore a backup instead');
  }
}
