// SPDX-License-Identifier: MPL-2.0
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { caseSteps1 } from '#persistence';

/**
 * What was registered in error is struck (domain.md 13.4). What was recorded before this has no step and cannot be struck: it
 * is corrected by a new fact, as until now; what is recorded in such a case from now on can.
 */
export class Strike1808000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(caseSteps1);
    await runner.query(`
      -- Kept, so that an older message does not bring it back.
      alter table known_tenancies add column struck boolean not null default false;
      alter table rent_arrears
        drop constraint rent_arrears_state_check,
        add constraint rent_arrears_state_check check (state in ('REPORTED', 'OUTREACH_PENDING', 'OUTREACH',
          'OUTREACH_FAILED', 'INSTALMENT_PLAN', 'HELP_PENDING', 'HELP_GRANTED', 'SELF_CURED', 'CURED_BY_PLAN',
          'CURED_BY_HELP', 'ESCALATED_TO_EVICTION', 'DUPLICATE', 'STRUCK')),
        -- Nothing is owed where the only report was an error.
        drop constraint rent_arrears_amount_oere_check,
        add constraint rent_arrears_amount_oere_check check (amount_oere > 0 or state = 'STRUCK');`);
  }

  async down(): Promise<void> {
    throw new Error('a schema only goes forward: restore a backup instead');
  }
}
