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

/**
 * What numbers the cases of a service: `readCaseNumber` of libs/domain says how a number is made. The service's migration of
 * the first numbered kinds runs this, and `numbered1` for each of them.
 */
export const caseNumbers1 = `
-- What the counter of a kind had drawn before the first case of a year: the running number begins anew.
create table case_number_year (
  letter text not null,
  year int not null,
  drawn_before bigint not null,
  primary key (letter, year)
);

-- A sequence, since two that open a case wait for one another by none: what is rolled back, refused or repeated leaves a gap.
-- Only who opens a case beside the very first of a kind and year waits until that one is committed or undone.
-- It finds its tables whoever calls it, such as a restored backup's or an administrator's insert by the default of a column.
create function next_case_number(letter text, opened_on date) returns text language plpgsql set search_path from current as $$
declare
  counter constant regclass := 'case_number_' || lower(letter);
  of_year constant int := extract(year from opened_on);
  -- The letter A is 0; the year follows it, then nine digits of the running number and the check digit.
  head bigint := 0;
  digits bigint;
  drawn bigint;
  before bigint;
begin
  loop
    drawn := nextval(counter);
    select y.drawn_before into before from case_number_year y where y.letter = $1 and y.year = of_year;
    if not found then
      insert into case_number_year values ($1, of_year, drawn - 1) on conflict do nothing;
      select y.drawn_before into strict before from case_number_year y where y.letter = $1 and y.year = of_year;
    end if;
    -- Drawn before the year's first, by somebody who was slower: it would be of the year before.
    exit when drawn > before;
  end loop;
  for place in 1 .. length(letter) loop
    head := head * 10 + ascii(substr(letter, place, 1)) - ascii('A');
  end loop;
  head := head * 100 + of_year % 100;
  digits := 29 * (drawn - before) + (29 - head * 10000000000 % 29) % 29;
  return format('%s-%s-%s-%s', letter, lpad((of_year % 100)::text, 2, '0'),
    lpad((digits / 10)::text, greatest(5, length((digits / 10)::text)), '0'), digits % 10);
end
$$;
`;

/**
 * Numbers a kind's cases: those that are there in the order they were opened in; the default is for processes of the release
 * before, which go on while this one comes.
 */
export const numbered1 = (table: string, letter: string): string => `
create sequence case_number_${letter.toLowerCase()};
alter table ${table} add number text;
update ${table} t set number = n.number
  from (select id, next_case_number('${letter}', (opened_at at time zone 'Europe/Copenhagen')::date) as number
          from (select id, opened_at from ${table} order by opened_at, id) opened) n
 where n.id = t.id;
alter table ${table} alter number set not null,
  alter number set default next_case_number('${letter}', (now() at time zone 'Europe/Copenhagen')::date),
  add constraint ${table}_number unique (number);
`;
