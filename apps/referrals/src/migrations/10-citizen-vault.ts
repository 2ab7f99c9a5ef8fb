// SPDX-License-Identifier: MPL-2.0
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who the citizens are, locked by keys that are not in the database. */
export class CitizenVault1810000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
create table citizen (
  id uuid primary key,
  version int not null,
  state text not null check (state in ('KNOWN', 'ERASED')),
  opened_at timestamptz not null,
  closed_at timestamptz,
  next_due_on date,
  data_key bytea,
  data_key_id uuid,
  wrapped_by text,
  cpr bytea,
  name bytea,
  address bytea,
  contact bytea,
  household bytea,
  has_protected_address boolean not null,
  consents jsonb not null,
  erased_on date,
  check (case state
    when 'KNOWN' then data_key is not null and data_key_id is not null and wrapped_by is not null
      and cpr is not null and name is not null and erased_on is null
    else coalesce(data_key, cpr, name, address, contact, household) is null and data_key_id is null and wrapped_by is null
      and not has_protected_address and erased_on is not null end)
);

-- By what a citizen is found: keyed values of the civil registration number and of the words of the name, under each index key.
create table citizen_index (
  citizen_id uuid not null references citizen,
  kind text not null check (kind in ('cpr', 'name')),
  key_id text not null,
  value bytea not null,
  primary key (citizen_id, value)
);
-- Whoever registers writes a value under every key there is, so that it meets those of before a change of keys.
create unique index one_citizen_a_cpr on citizen_index (value) where kind = 'cpr';
create index citizen_index_by_value on citizen_index (value, citizen_id) where kind = 'name';
create index citizen_index_by_key on citizen_index (key_id);

-- Who has told when that nothing of an erased citizen is left there.
create table erasure_receipt (
  citizen_id uuid not null references citizen,
  service text not null,
  done_at timestamptz not null,
  scrubbed int not null,
  primary key (citizen_id, service)
);

-- Cases of missing rent of a tenancy: who may visit its tenant, and for whom it must be known who that is.
create table known_arrears (
  id uuid primary key,
  version int not null,
  tenancy_ref uuid not null,
  assigned_role text,
  assigned_team text,
  assigned_person text,
  closed_at timestamptz
);
create index known_arrears_by_tenancy on known_arrears (tenancy_ref);

-- Steps only grow for the service. The lease number in those of a tenancy, of which a landlord may have made the tenant's name,
-- goes with the citizen, and in no other way.
create function forget_lease_number(of_tenancy uuid) returns void language sql security definer set search_path from current as $$
  update case_step set input = input - 'landlordReference', was = was - 'landlordReference', became = became - 'landlordReference'
   where case_id = of_tenancy and exists (
     select from tenancy t join citizen c on c.id = t.citizen_ref where t.id = of_tenancy and c.state = 'ERASED')
$$;
`);
  }

  async down(): Promise<void> {
    throw new Error('a schema only goes forward: restore a backup instead');
  }
}
