// SPDX-License-Identifier: MPL-2.0
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { caseSteps1 } from '#persistence';

/**
 * A tenancy, or its end, that was registered in error is struck (domain.md 13.4). What was recorded before this has no step
 * and cannot be struck: it is corrected by a new fact, as until now.
 */
export class Strike1806000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(caseSteps1);
    await runner.query(`
alter table tenancy
  drop constraint tenancy_state_check,
  add constraint tenancy_state_check check (state in ('STARTED', 'ENDED', 'STRUCK')),
  -- There is no such tenancy: it keeps nobody out.
  drop constraint tenancies_of_a_dwelling_do_not_overlap,
  add constraint tenancies_of_a_dwelling_do_not_overlap
    exclude using gist (uuidrange(dwelling_ref, dwelling_ref, '[]') with &&, daterange(started_on, ended_on, '[]') with &&)
    where (not overlap_is_older and state <> 'STRUCK');
-- Of those that have ended nobody knows any more why: they stay ended.
alter table administration_agreement add column ended_with_tenancy boolean not null default false;
create index financing_by_tenancy on financing (tenancy_ref) where tenancy_ref is not null;
`);
  }

  async down(): Promise<void> {
    throw new Error('a schema only goes forward: restore a backup instead');
  }
}
