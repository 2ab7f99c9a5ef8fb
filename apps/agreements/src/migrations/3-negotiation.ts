// SPDX-License-Identifier: MPL-2.0
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Agreements with versions and revisions, and what is known of tenancies. `terms` and `signatures` are read no more. */
export class Negotiation1764000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
alter table agreement
  alter column landlord_cvr drop not null,
  alter column terms drop not null,
  alter column signatures drop not null,
  add column versions jsonb not null default '[]',
  add column entry_point jsonb,
  add column landlord_contacts jsonb not null default '[]',
  add column property_refs uuid[] not null default '{}',
  add column dwellings int not null default 0,
  add column shown_to uuid,
  add column review_on date,
  add column notice jsonb,
  add column cap_alerts jsonb not null default '[]';
create index agreement_by_legal_basis on agreement (legal_basis, landlord_ref);
create index agreement_due on agreement (next_due_on, id) where next_due_on is not null;

create table agreement_text (
  agreement_ref uuid not null references agreement (id),
  version_no int not null,
  revision int not null,
  hash text not null,
  terms jsonb not null,
  proposed_by text not null check (proposed_by in ('municipality', 'landlord')),
  note text,
  at timestamptz not null,
  primary key (agreement_ref, version_no, revision)
);

-- What was proposed, approved or signed stays as it was, whoever asks.
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'a text of an agreement is never changed' using errcode = 'restrict_violation';
end $$;
create trigger agreement_text_stays before update or delete on agreement_text
  for each row execute function refuse_change();

create table known_tenancies (
  id uuid primary key,
  version int not null,
  agreement_ref uuid not null,
  agreement_version_at_start int not null,
  dwelling_ref uuid not null,
  landlord_ref uuid not null,
  started_on date not null,
  ended_on date
);
create index known_tenancies_by_agreement on known_tenancies (agreement_ref, id);
`);
  }

  async down(): Promise<void> {
    throw new Error('a schema only goes forward: restore a backup instead');
  }
}
