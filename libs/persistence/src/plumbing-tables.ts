// SPDX-License-Identifier: MPL-2.0
/**
 * The tables every service has beside its cases. A service's first migration runs this text;
 * a later change is a new constant and a new migration, never an edit here.
 */
export const plumbingTables1 = `
create table audit_log (
  position bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  actor_id text not null,
  actor_kind text not null check (actor_kind in ('person', 'service', 'system')),
  role text not null,
  action text not null,
  case_id uuid,
  case_version int,
  purpose text not null,
  changes jsonb
);
create index audit_log_by_case on audit_log (case_id, position);

create table outbox (
  position bigint generated always as identity primary key,
  id uuid not null unique,
  topic text not null,
  key text not null,
  headers jsonb not null,
  body jsonb,
  created_at timestamptz not null default clock_timestamp(),
  failed_reason text
);
create index outbox_failed on outbox (topic, key) where failed_reason is not null;

create table inbox (
  message_id text primary key,
  position bigint generated always as identity,
  topic text not null,
  key text not null,
  type text not null,
  state text not null check (state in ('handled', 'waiting', 'failed', 'skipped')),
  envelope jsonb,
  reason text,
  attempts int not null default 0,
  next_attempt_at timestamptz,
  received_at timestamptz not null default clock_timestamp()
);
create index inbox_parked on inbox (topic, key, position) where state in ('waiting', 'failed');
create index inbox_retry on inbox (next_attempt_at) where state = 'failed';
create index inbox_handled on inbox (received_at) where state in ('handled', 'skipped');

create table idempotency (
  key text not null,
  actor text not null,
  route text not null,
  request_hash text not null,
  status int not null,
  response jsonb not null,
  at timestamptz not null default clock_timestamp(),
  primary key (actor, route, key)
);
create index idempotency_at on idempotency (at);
`;

/**
 * What was done to the cases of kinds of which a fact can be struck as registered in error, so that it can be undone and what
 * followed be done anew. The audit log is for people and has a time of its own; this is part of the case. A migration of the
 * service that has the first such kind runs this.
 */
export const caseSteps1 = `
create table case_step (
  case_id uuid not null,
  version int not null,
  ref uuid not null unique,
  at timestamptz not null,
  actor_id text not null,
  landlord_ref uuid,
  action text not null,
  input jsonb,
  facts jsonb not null,
  was jsonb not null,
  became jsonb not null,
  -- The step that this one struck: each once.
  strikes uuid unique,
  reason text,
  primary key (case_id, version),
  check ((strikes is null) = (reason is null))
);
`;

/**
 * Two texts are the same thing when this is equal: without regard to case, width and white space, as `folded` of libs/domain.
 * For what must be once, and for what is looked up by what somebody typed. A migration of the service that needs it runs this.
 */
export const foldedFunction1 = `
create function folded(written text) returns text language sql immutable strict parallel safe as $$
  select lower(btrim(regexp_replace(normalize(written, NFKC), '\\s+', ' ', 'g')) collate "und-x-icu")
$$;
`;
