// SPDX-License-Identifier: MPL-2.0
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What landlords may count of a case; a case that is the duplicate of another; the open cases of a tenancy.
 *
 * What is there already stays: cases of one tenancy that share a rent are left open, no further one is added, and help is
 * asked for in one of them only. Lines of a demand that name no due day are read as for the claim due last, and the lease
 * is not terminated by a demand whose date or amount that claim does not bear.
 */
export class OneKroneOnce1795000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table rent_arrears
        add shown_version int not null default 1,
        add duplicate_of uuid,
        add duplicates jsonb not null default '[]';
      update rent_arrears set shown_version = version;
      alter table rent_arrears
        drop constraint rent_arrears_state_check,
        add constraint rent_arrears_state_check check (state in ('REPORTED', 'OUTREACH_PENDING', 'OUTREACH',
          'OUTREACH_FAILED', 'INSTALMENT_PLAN', 'HELP_PENDING', 'HELP_GRANTED', 'SELF_CURED', 'CURED_BY_PLAN',
          'CURED_BY_HELP', 'ESCALATED_TO_EVICTION', 'DUPLICATE'));
      create index rent_arrears_open_of_tenancy on rent_arrears (tenancy_ref)
        where agreement_ref is not null and closed_at is null;`);
  }

  async down(): Promise<void> {
    throw new Error('a schema only goes forward: restore a backup instead');
  }
}
