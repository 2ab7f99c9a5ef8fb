// SPDX-License-Identifier: MPL-2.0
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { numbered1, searchedByNumber1 } from '#persistence';

/** Dwellings that stand empty for the municipality, and their rent. */
export class Vacancies1811000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
create table vacancy (
  id uuid primary key,
  version int not null,
  state text not null check (state in
    ('REPORTED', 'RESERVED', 'RELEASED', 'WITHDRAWN', 'LET', 'NOTICE_ENDED', 'SETTLED', 'STRUCK')),
  opened_at timestamptz not null,
  closed_at timestamptz,
  next_due_on date,
  agreement_ref uuid not null,
  agreement_version int not null,
  dwelling_ref uuid not null,
  landlord_ref uuid not null,
  available_from date not null,
  notice_received_on date not null,
  rent_oere int not null check (rent_oere >= 0),
  utilities_oere int not null check (utilities_oere >= 0),
  is_covered boolean not null,
  includes_utilities boolean not null,
  cap_months int check (cap_months > 0),
  cap_oere int check (cap_oere >= 0),
  answer_due_on date not null,
  answered_on date,
  reserved_because text check (reserved_because in ('wanted', 'silence')),
  released_on date,
  let_on date,
  tenancy_ref uuid references tenancy check (tenancy_ref is null or let_on is not null),
  last_day date,
  ask_again_on date not null,
  confirmations jsonb not null,
  payment_due_on date,
  proposed_by text,
  proposed_on date,
  approved_by text check (approved_by is null or approved_by <> proposed_by),
  approved_on date,
  cover_requests jsonb not null,
  paid_on date,
  paid_oere int check (paid_oere > 0),
  constraint vacancies_of_a_dwelling_do_not_overlap
    exclude using gist (uuidrange(dwelling_ref, dwelling_ref, '[]') with &&, daterange(available_from, last_day, '[]') with &&)
    where (state not in ('RELEASED', 'STRUCK') and (last_day is null or last_day >= available_from))
);
create unique index one_open_vacancy_of_a_dwelling on vacancy (dwelling_ref)
  where state in ('REPORTED', 'RESERVED', 'WITHDRAWN');
create index vacancy_due on vacancy (next_due_on, id) where next_due_on is not null;
create index vacancy_by_dwelling on vacancy (dwelling_ref);
create index vacancy_by_landlord on vacancy (landlord_ref, id);
create index vacancy_by_state on vacancy (state, id);
create index vacancy_by_agreement on vacancy (agreement_ref);
create index vacancy_by_tenancy on vacancy (tenancy_ref) where tenancy_ref is not null;
create index vacancy_by_day on vacancy (available_from, id);`);
    await runner.query(numbered1('vacancy', 'V') + searchedByNumber1('vacancy'));
  }

  async down(): Promise<void> {
    throw new Error('a schema only goes forward: restore a backup instead');
  }
}
