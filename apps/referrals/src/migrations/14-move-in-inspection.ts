// SPDX-License-Identifier: MPL-2.0
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { numbered1, ownedColumns1, searchedByNumber1 } from '#persistence';

/** The dwelling is inspected when a tenant moves in, and the tenant is helped to settle in. */
export class MoveInInspection1814000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
create table move_in_inspection (
  id uuid primary key,
  version int not null,
  state text not null check (state in ('PLANNED', 'HELD', 'REPORTED', 'COMPLETED', 'CANCELLED', 'STRUCK')),
  opened_at timestamptz not null,
  closed_at timestamptz,
  next_due_on date,
  tenancy_ref uuid not null references tenancy,
  agreement_ref uuid not null,
  landlord_ref uuid not null,
  dwelling_ref uuid not null,
  started_on date not null,
  planned_on date not null,
  planned_since date not null,
  summoned_on date check (summoned_on <= planned_on),
  cancelled_because text,
  held_on date,
  municipality_took_part boolean,
  absence_reason text,
  report_delivered_on date check (report_delivered_on >= held_on),
  report_delivery text,
  defect_lists jsonb not null,
  assigned_role text not null,
  check ((held_on is null) = (municipality_took_part is null)),
  check (municipality_took_part is not false or absence_reason is not null)
);
create unique index one_inspection_per_tenancy on move_in_inspection (tenancy_ref) where state not in ('CANCELLED', 'STRUCK');
create index move_in_inspection_by_tenancy on move_in_inspection (tenancy_ref, id);
create index move_in_inspection_by_landlord on move_in_inspection (landlord_ref, id);
create index move_in_inspection_by_agreement on move_in_inspection (agreement_ref, id);
create index move_in_inspection_by_dwelling on move_in_inspection (dwelling_ref, id);
create index move_in_inspection_by_state on move_in_inspection (state, id);
create index move_in_inspection_by_day on move_in_inspection (planned_on, id);
create index move_in_inspection_due on move_in_inspection (next_due_on) where next_due_on is not null;
${ownedColumns1('move_in_inspection')}

-- What was looked after, item by item; what is not in it is still to be done.
alter table tenancy add column settling_in jsonb not null default '[]', add column settled_on date;
`);
    await runner.query(numbered1('move_in_inspection', 'S') + searchedByNumber1('move_in_inspection'));
  }

  async down(): Promise<void> {
    throw new Error('a schema only goes forward: restore a backup instead');
  }
}
