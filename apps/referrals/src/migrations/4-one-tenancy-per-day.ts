// SPDX-License-Identifier: MPL-2.0
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** One tenancy of a dwelling a day (domain.md 13.4), and the working days that an agreement sets. */
export class OneTenancyPerDay1785000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
-- A range type makes an exclusion constraint over a uuid possible without the extension btree_gist, which an
-- installation may not have.
create type uuidrange as range (subtype = uuid);
-- Of tenancies that overlapped before this was looked at, the later ones are exempt from the constraint, not from the
-- rule: a new tenancy beside them is refused, and people end the wrong one.
alter table tenancy add column overlap_is_older boolean not null default false;
update tenancy t set overlap_is_older = true from tenancy o
 where o.dwelling_ref = t.dwelling_ref and o.id < t.id
   and daterange(o.started_on, o.ended_on, '[]') && daterange(t.started_on, t.ended_on, '[]');
alter table tenancy add constraint tenancies_of_a_dwelling_do_not_overlap
  exclude using gist (uuidrange(dwelling_ref, dwelling_ref, '[]') with &&, daterange(started_on, ended_on, '[]') with &&)
  where (not overlap_is_older);
create index tenancy_by_dwelling on tenancy (dwelling_ref);
create index tenancy_by_citizen on tenancy (citizen_ref);

alter table known_agreements add column slas jsonb;
-- The terms of the version that governs a tenancy: the one it began under, or the newest later one that applies to
-- existing tenancies. Null: none is known, and the newest terms of the agreement hold.
create function governing_version(versions jsonb, at_start int) returns jsonb language sql immutable parallel safe as $$
  select version from jsonb_array_elements(versions) version
   where (version ->> 'no')::int = at_start
      or ((version ->> 'no')::int > at_start and (version ->> 'appliesToExisting')::boolean)
   order by (version ->> 'no')::int desc limit 1
$$;
`);
  }

  async down(): Promise<void> {
    throw new Error('a schema only goes forward: restore a backup instead');
  }
}
