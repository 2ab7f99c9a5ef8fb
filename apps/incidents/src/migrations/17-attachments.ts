// SPDX-License-Identifier: MPL-2.0
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is attached to cases. The content lies in the store, under a key that only this table knows. */
export class Attachments1817000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
create table attachment (
  id uuid primary key,
  case_kind text not null,
  case_ref uuid not null,
  -- Whose staff attached it; null: the municipality's.
  landlord_ref uuid,
  attached_by text not null,
  attached_as text not null,
  attached_at timestamptz not null,
  shared_with_landlord boolean not null,
  -- Gone once it is withdrawn or erased: it may be somebody's.
  name text,
  type text not null,
  size_bytes int not null check (size_bytes > 0),
  sha256 text,
  state text not null check (state in ('PENDING', 'AVAILABLE', 'INFECTED', 'WITHDRAWN', 'ERASED')),
  ended_at timestamptz,
  scanned_at timestamptz,
  scan_after timestamptz not null default clock_timestamp(),
  content_key text,
  -- No row without content, no content behind a row that shows none.
  check ((state in ('PENDING', 'AVAILABLE')) = (content_key is not null)),
  check ((state in ('PENDING', 'AVAILABLE', 'INFECTED')) = (name is not null))
);
-- The same content is the same attachment; of each party for itself, or one would learn what the other has.
create unique index attachment_once
  on attachment (case_ref, (coalesce(landlord_ref::text, 'municipality')), shared_with_landlord, sha256) where content_key is not null;
create index attachment_by_case on attachment (case_ref, id);
create index attachment_pending on attachment (id) where state = 'PENDING';
create index attachment_to_scan on attachment (scan_after) where scanned_at is null and content_key is not null;

-- What lies in the store, from before it is put there until it is surely gone.
create table attachment_content (
  key text primary key,
  case_ref uuid not null,
  -- From when on it is nobody's and goes; null: it is an attachment's.
  remove_after timestamptz,
  is_being_removed boolean not null default false,
  -- The erased citizen whose erasure is not told as done before it is gone.
  erased_with uuid
);
create index attachment_content_to_remove on attachment_content (remove_after) where remove_after is not null;
create index attachment_content_by_case on attachment_content (case_ref);
create index attachment_content_erased on attachment_content (erased_with) where erased_with is not null;

-- Cases of erased citizens: nothing more is attached to them.
create table attachment_closed_case (case_ref uuid primary key);

-- Erasures of which contents were left: the receipt is told once they are gone.
create table attachment_erasure (
  citizen_ref uuid primary key,
  case_version int not null,
  scrubbed int not null,
  correlation_id text not null,
  causation_id text
);`);
  }

  async down(): Promise<void> {
    throw new Error('a schema only goes forward: restore a backup instead');
  }
}
