// SPDX-License-Identifier: MPL-2.0
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a landlord calls the documentation of a breach may be made of a name, as a lease number may: it goes with the citizen. */
export class ForgottenDocumentation1818000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
create function forgotten_breaches(breaches jsonb) returns jsonb language sql immutable parallel safe as $$
  select coalesce(jsonb_agg(breach || '{"documentationRef": null}' order by no), '[]')
    from jsonb_array_elements(breaches) with ordinality as of (breach, no)
$$;
create function forgotten_words(of_step jsonb) returns jsonb language sql immutable parallel safe as $$
  select jsonb_set(jsonb_set(jsonb_set(case when jsonb_typeof(of_step -> 'breaches') = 'array'
      then jsonb_set(of_step, '{breaches}', forgotten_breaches(of_step -> 'breaches')) else of_step end,
    '{landlordReference}', 'null', false), '{conditions}', 'null', false), '{documentationRef}', 'null', false)
$$;
create or replace function forget_lease_numbers(of_cases uuid[]) returns void language sql security definer set search_path from current as $$
  update case_step set input = forgotten_words(input), was = forgotten_words(was), became = forgotten_words(became)
   where case_id in (select id from rent_arrears where id = any (of_cases) and landlord_reference is null
     union all select id from neighbour_complaint where id = any (of_cases) and landlord_reference is null and conditions is null
       and not breaches @? '$[*] ? (@.documentationRef != null)')
$$;`);
  }

  async down(): Promise<void> {
    throw new Error('a schema only goes forward: restore a backup instead');
  }
}
