// SPDX-License-Identifier: MPL-2.0
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The ledger of cover, which alerts were told, and what is known of move-outs. */
export class CoverBooking1764000000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
create table cover_booking (
  id uuid primary key,
  version int not null,
  state text not null check (state in ('RESERVED', 'CONFIRMED', 'RELEASED', 'EXPIRED', 'REFUSED')),
  opened_at timestamptz not null,
  closed_at timestamptz,
  next_due_on date,
  agreement_ref uuid not null,
  landlord_ref uuid not null,
  tenancy_ref uuid,
  case_ref uuid not null,
  case_kind text not null,
  dwelling_ref uuid,
  commitment text not null,
  agreement_version int not null,
  requested_oere int not null check (requested_oere >= 0),
  amount_oere int not null check (amount_oere >= 0),
  utilities_oere int not null check (utilities_oere between 0 and amount_oere),
  refusal text,
  booked_on date not null,
  booked_year int not null,
  expires_on date,
  over_cap_oere int not null,
  cause text
);
create index cover_booking_by_year on cover_booking (agreement_ref, booked_year, commitment) include (amount_oere, state);
create index cover_booking_by_tenancy on cover_booking (tenancy_ref, commitment);
create index cover_booking_by_case on cover_booking (case_ref, commitment);
create index cover_booking_by_agreement on cover_booking (agreement_ref, id);
create index cover_booking_by_landlord on cover_booking (landlord_ref, id);
create index cover_booking_due on cover_booking (next_due_on, id) where next_due_on is not null;

create table cap_alert (
  agreement_ref uuid not null,
  scope text not null check (scope in ('tenancy', 'year')),
  scope_ref text not null,
  commitment text not null,
  percent int not null,
  at timestamptz not null,
  primary key (agreement_ref, scope, scope_ref, commitment, percent)
);

create table known_move_outs (
  id uuid primary key,
  version int not null,
  agreement_ref uuid not null,
  tenancy_ref uuid not null,
  settled_on date
);
create index known_move_outs_by_agreement on known_move_outs (agreement_ref) where settled_on is null;
`);
  }

  async down(): Promise<void> {
    throw new Error('a schema only goes forward: restore a backup instead');
  }
}
