// SPDX-License-Identifier: MPL-2.0
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Landlords, properties, dwellings, and imports of the last two. */
export class Register1764000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
create table landlord (
  id uuid primary key,
  version int not null,
  state text not null check (state in ('ACTIVE', 'CLOSED')),
  opened_at timestamptz not null,
  closed_at timestamptz,
  next_due_on date,
  kind text not null check (kind in ('company', 'person')),
  cvr text constraint landlord_cvr_registered unique check (cvr ~ '^[0-9]{8}$'),
  name text not null,
  contacts jsonb not null,
  lets_more_than_one boolean not null,
  check ((kind = 'company') = (cvr is not null))
);

create table property (
  id uuid primary key,
  version int not null,
  state text not null check (state in ('ACTIVE', 'REMOVED')),
  opened_at timestamptz not null,
  closed_at timestamptz,
  next_due_on date,
  landlord_ref uuid not null references landlord (id),
  address text not null,
  bfe_number text,
  bbr_id uuid,
  dwelling_count int not null check (dwelling_count >= 1)
);
create index property_by_landlord on property (landlord_ref, id);
create unique index property_address_registered on property (landlord_ref, address) where state = 'ACTIVE';
create unique index property_bfe_registered on property (landlord_ref, bfe_number) where state = 'ACTIVE';

create table dwelling (
  id uuid primary key,
  version int not null,
  state text not null check (state in ('ACTIVE', 'REMOVED')),
  opened_at timestamptz not null,
  closed_at timestamptz,
  next_due_on date,
  property_ref uuid not null references property (id),
  landlord_ref uuid not null,
  unit text not null,
  type text not null,
  area_m2 double precision not null,
  rooms int not null,
  rent_oere int not null check (rent_oere >= 0),
  utilities_oere int not null check (utilities_oere >= 0),
  available_pattern text
);
create index dwelling_by_landlord on dwelling (landlord_ref, id);
create index dwelling_by_property on dwelling (property_ref, id);
create unique index dwelling_unit_registered on dwelling (property_ref, unit) where state = 'ACTIVE';

create table property_import (
  id uuid primary key,
  version int not null,
  state text not null check (state in ('RECEIVED', 'CHECKED', 'REJECTED', 'IMPORTED')),
  opened_at timestamptz not null,
  closed_at timestamptz,
  next_due_on date,
  landlord_ref uuid not null references landlord (id),
  dry_run boolean not null,
  rows_total int not null,
  rows_checked int not null,
  error_count int not null,
  counts jsonb
);
create index property_import_by_landlord on property_import (landlord_ref, id);
create index property_import_due on property_import (next_due_on, id) where next_due_on is not null;

-- The file until the import has ended, and what was found wrong with it.
create table property_import_file (
  import_ref uuid primary key references property_import (id),
  content text not null
);
create table property_import_error (
  import_ref uuid not null references property_import (id),
  row int not null,
  column_name text not null,
  code text not null,
  primary key (import_ref, row, column_name, code)
);
`);
  }

  async down(): Promise<void> {
    throw new Error('a schema only goes forward: restore a backup instead');
  }
}
