// SPDX-License-Identifier: MPL-2.0
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Meetings, what is agreed at them, and what is counted for them. */
export class FollowUp1764000000005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
create table meeting (
  id uuid primary key,
  version int not null,
  state text not null check (state in ('PLANNED', 'AGENDA_READY', 'HELD', 'MINUTES_APPROVED', 'CANCELLED')),
  opened_at timestamptz not null,
  closed_at timestamptz,
  next_due_on date,
  agreement_ref uuid not null references agreement (id),
  landlord_ref uuid not null,
  planned_on date,
  meets_on date not null,
  moved_because text,
  standing jsonb not null,
  items jsonb not null,
  agenda jsonb,
  held_on date,
  attendees jsonb not null,
  minutes text,
  approvals jsonb not null
);
create index meeting_by_agreement on meeting (agreement_ref, id);
create index meeting_by_landlord on meeting (landlord_ref, id);
create index meeting_due on meeting (next_due_on, id) where next_due_on is not null;

create table action_item (
  id uuid primary key,
  version int not null,
  state text not null check (state in ('OPEN', 'DONE', 'CANCELLED')),
  opened_at timestamptz not null,
  closed_at timestamptz,
  next_due_on date,
  agreement_ref uuid not null references agreement (id),
  landlord_ref uuid not null,
  meeting_ref uuid references meeting (id),
  what text not null,
  owner text not null,
  due_on date not null,
  done_on date
);
create index action_item_by_agreement on action_item (agreement_ref, id);
create index action_item_by_landlord on action_item (landlord_ref, id);
create index action_item_by_owner on action_item (owner, id);

create table expectation_check (
  id uuid primary key,
  version int not null,
  state text not null check (state in ('GIVEN')),
  opened_at timestamptz not null,
  closed_at timestamptz,
  next_due_on date,
  agreement_ref uuid not null references agreement (id),
  landlord_ref uuid not null,
  meeting_ref uuid references meeting (id),
  quarter_from date,
  party text not null check (party in ('municipality', 'landlord')),
  ratings jsonb not null,
  comment text,
  given_on date not null,
  constraint expectation_check_once unique nulls not distinct
    (agreement_ref, meeting_ref, quarter_from, party)
);
create index expectation_check_by_landlord on expectation_check (landlord_ref, id);

create table preventive_measure (
  id uuid primary key,
  version int not null,
  state text not null check (state in ('PLANNED', 'RUNNING', 'ENDED')),
  opened_at timestamptz not null,
  closed_at timestamptz,
  next_due_on date,
  agreement_ref uuid not null references agreement (id),
  landlord_ref uuid not null,
  what text not null,
  reason text not null,
  party text not null check (party in ('municipality', 'landlord')),
  starts_on date not null,
  ends_on date,
  effect text
);
create index preventive_measure_by_agreement on preventive_measure (agreement_ref, id);
create index preventive_measure_by_landlord on preventive_measure (landlord_ref, id);

-- What is counted: each thing that happened once, until a meeting has published it.
create table known_figure (
  series text not null,
  id uuid not null,
  version int not null,
  agreement_ref uuid,
  subject_ref uuid not null,
  happened_on date not null,
  measure int,
  published_in uuid,
  primary key (series, id)
);
create index known_figure_waiting on known_figure (agreement_ref, series) where published_in is null;
create index known_figure_by_case on known_figure (id);
create table published_span (
  agreement_ref uuid not null,
  series text not null,
  next_from date not null,
  total bigint,
  primary key (agreement_ref, series)
);
`);
  }

  async down(): Promise<void> {
    throw new Error('a schema only goes forward: restore a backup instead');
  }
}
