// SPDX-License-Identifier: MPL-2.0
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Steps only grow for the service. The lease number in those of a case, of which a landlord may have made the tenant's name, goes
 * once the case has forgotten it, and in no other way.
 */
export class ForgottenLeaseNumbers1813000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
create function forget_lease_numbers(of_cases uuid[]) returns void language sql security definer set search_path from current as $$
  update case_step set input = jsonb_set(input, '{landlordReference}', 'null', false),
      was = jsonb_set(was, '{landlordReference}', 'null', false), became = jsonb_set(became, '{landlordReference}', 'null', false)
   where case_id in (select id from rent_arrears where id = any (of_cases) and landlord_reference is null)
$$;`);
  }

  async down(): Promise<void> {
    throw new Error('a schema only goes forward: restore a backup instead');
  }
}
