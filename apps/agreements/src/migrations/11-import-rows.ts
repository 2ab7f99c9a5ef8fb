// SPDX-License-Identifier: MPL-2.0
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * An import's file as rows, read once, until the import has ended. `property_import_file` is written no more: an import that
 * the release before received ends with the request to send its file again.
 */
export class ImportRows1790000000005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
create table property_import_property (
  import_ref uuid not null references property_import (id),
  -- The first of the file that names it.
  row int not null,
  -- Of the property: its own where the register has it, else the one it gets.
  id uuid not null,
  is_registered boolean not null default false,
  address text not null,
  bfe_number text,
  bbr_id uuid,
  dwelling_count int not null,
  primary key (import_ref, row)
);
create table property_import_dwelling (
  import_ref uuid not null references property_import (id),
  row int not null,
  property_row int not null,
  -- Of the dwelling: its own where the register has it, else the one it gets.
  id uuid not null,
  is_registered boolean not null default false,
  unit text not null,
  type text not null,
  area_m2 double precision not null,
  rooms int not null,
  rent_oere int not null,
  utilities_oere int not null,
  available_pattern text,
  primary key (import_ref, row)
);
alter table property_import_error add column other_row int;
`);
  }

  async down(): Promise<void> {
    throw new Error('a schema only goes forward: restore a backup instead');
  }
}
