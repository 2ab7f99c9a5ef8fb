// SPDX-License-Identifier: MPL-2.0
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A tenancy is settled by the version of the agreement that it began under (domain.md 3.4). */
export class PinnedVersion1785000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
alter table known_agreements add column versions jsonb not null default '[]';
-- Null: heard before versions were kept; the newest terms hold.
alter table known_tenancies add column agreement_version_at_start int;

-- The terms of the version that governs a tenancy: the one it began under, or the newest later one that applies to
-- existing tenancies. Null: none is known, and the newest terms of the agreement hold.
create function governing_version(versions jsonb, at_start int) returns jsonb language sql immutable parallel safe as $$
  select version from jsonb_array_elements(versions) version
   where (version ->> 'agreementVersion')::int = at_start
      or ((version ->> 'agreementVersion')::int > at_start and (version ->> 'appliesToExisting')::boolean)
   order by (version ->> 'agreementVersion')::int desc limit 1
$$;
`);
  }

  async down(): Promise<void> {
    throw new Error('a schema only goes forward: restore a backup instead');
  }
}
