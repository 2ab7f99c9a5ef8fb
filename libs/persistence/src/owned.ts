// SPDX-License-Identifier: MPL-2.0
// Whose a case is, in the database: what is known of the staff, who sees what, and what has nobody (domain.md 2.2). A kind gets
// all of it by `owned`, beside the columns and the rules of libs/domain.
import type { Role } from '#contracts/roles';
import type { LocalDate, NamedStaff, To } from '#domain';
import { type CaseRow, type Owned, type Scope, SqlScope } from './case-kind.js';
import type { Actor } from './command.js';
import { type Sql, snakeCase } from './database.js';

/** Run by a migration of each service whose cases are somebody's. */
export const knownStaff1 = `
alter table audit_log add column in_stead_of text;
create table known_staff (
  staff_id text primary key,
  staff_ref uuid not null,
  version int not null,
  roles text[] not null,
  teams text[] not null,
  active boolean not null,
  absences jsonb not null
);
create index known_staff_by_ref on known_staff (staff_ref);
create index known_staff_by_stand_in on known_staff using gin (absences jsonb_path_ops);

-- Who acts for somebody who is away on a day. No row: is there; null: nobody is named.
create function stand_in_of(person text, day date) returns setof text language sql stable parallel safe as $$
  select a ->> 'standIn' from known_staff s, jsonb_array_elements(s.absences) a
   where s.staff_id = person and day between (a ->> 'from')::date and (a ->> 'to')::date
   order by a ->> 'from' limit 1
$$;
-- Whose cases somebody sees as the own ones: oneself's, and those of whom one stands in for that day. One step, no chain: who
-- stands in and is away too is nobody at work, and the team leader hears of it.
create function persons_seen_by(self text, day date) returns text[] language sql stable parallel safe as $$
  select array_agg(who) from (
    select self as who union select s.staff_id from known_staff s
     where s.absences @> jsonb_build_array(jsonb_build_object('standIn', self)) and self in (select stand_in_of(s.staff_id, day))
  ) seen
$$;
create function teams_of(self text) returns text[] language sql stable parallel safe as $$
  select coalesce((select teams from known_staff where staff_id = self and active), '{}')
$$;
-- In which roles somebody is there, or a stand-in with that role is.
create function staff_at_work(day date) returns table (person text, role text) language sql stable parallel safe as $$
  select s.staff_id, r from known_staff s, unnest(s.roles) r
   where s.active and (not exists (select stand_in_of(s.staff_id, day))
      or exists (select from known_staff i where i.staff_id in (select stand_in_of(s.staff_id, day))
        and i.active and r = any (i.roles) and not exists (select stand_in_of(i.staff_id, day))))
$$;
create function team_roles() returns table (team text, role text) language sql stable parallel safe as $$
  select distinct t, r from known_staff s, unnest(s.teams) t, unnest(s.roles) r where s.active
$$;
`;

/** The table of hand-overs, for a migration. */
export const handOverTable1 = `
create table hand_over (
  id uuid primary key,
  version int not null,
  state text not null check (state in ('PLANNED', 'RUNNING', 'DONE', 'CANCELLED')),
  opened_at timestamptz not null,
  closed_at timestamptz,
  next_due_on date,
  from_person text not null,
  to_person text,
  to_team text,
  reason text not null,
  planned_by text not null,
  planned_as jsonb not null,
  started_on date,
  handed_over int not null,
  stayed jsonb not null,
  check (to_person is not null or to_team is not null)
);
create index hand_over_due on hand_over (next_due_on) where next_due_on is not null;
`;

/**
 * Columns of a table whose cases are somebody's, for a migration.
 * @param isCounted has it `shown_version` already?
 */
export const ownedColumns1 = (table: string, isCounted = false): string => `
alter table ${table}
  add column assigned_team text,
  add column assigned_person text,
  add column hand_over_reason text,
  add column owner_missing_since date,
  add column owner_found_on date${isCounted ? '' : ',\n  add column shown_version int not null default 1'};
${isCounted ? '' : `update ${table} set shown_version = version;\n`}create index ${table}_by_person on ${table} (assigned_person, id) where assigned_person is not null;
create index ${table}_by_team on ${table} (assigned_team, id) where assigned_team is not null;
`;

type Bind = (value: unknown) => string;

/** Roles whose holders see what a colleague of the team has: absence is normal, and every read is in the audit log. */
export const SEES_COLLEAGUES: readonly Role[] = ['social_caseworker', 'benefits_caseworker'];
/** Its members have citizens of their own: there is no pile of the whole role to take from. */
const HAS_OWN_CITIZENS: Role = 'support_worker';

const rolesOf = ({ by }: Owned, { roles }: Actor) => by.filter((role) => roles.includes(role));
const column = ({ role }: Owned) => `c.${snakeCase(role)}`;
// Scalar sub-selects: worked out once a statement, not once a row.
const personsSeen = (actor: Actor, today: LocalDate, bind: Bind) =>
  `((select persons_seen_by(${bind(actor.id)}, ${bind(today)}::date))::text[])`;
const ownTeams = (actor: Actor, bind: Bind) => `((select teams_of(${bind(actor.id)}))::text[])`;

const dayOf = (today: LocalDate, bind: Bind) => `${bind(today)}::date`;

/**
 * Is it still somebody's? An open case is, and one that was closed ahead through its last day.
 * @param today SQL of the day
 */
export const isSomebodys = ({ closedAhead }: Owned, today: string, alias = 'c'): string =>
  closedAhead
    ? `(${alias}.closed_at is null or ${alias}.state = '${closedAhead.state}' and ${alias}.${snakeCase(closedAhead.through)} >= ${today})`
    : `${alias}.closed_at is null`;

/**
 * A case that is somebody's, with nobody who is at work: the person, or all of the team, are gone or away.
 * @param today SQL of the day
 */
const hasNobody = (
  owned: Owned,
  today: string,
  bind: Bind,
) => `(${isSomebodys(owned, today)} and ${column(owned)} = any (${bind(owned.by)})
    and case when c.assigned_person is not null
        then (c.assigned_person, ${column(owned)}) not in (select person, role from staff_at_work(${today}))
      when c.assigned_team is not null then (c.assigned_team, ${column(owned)}) not in (select team, role from team_roles())
      else ${column(owned)} = '${HAS_OWN_CITIZENS}' end)`;

/**
 * What somebody sees because it is theirs: given to oneself, to whom one stands in for, to the own team or role and taken by
 * nobody; as team leader the teams' cases, and what has nobody at work. Others' sight is the kind's own.
 */
export function seenAsOwner<Row extends CaseRow>(owned: Owned, actor: Actor, today: LocalDate): Scope<Row> {
  const roles = rolesOf(owned, actor);
  const isLeader = actor.roles.includes('team_leader');
  if (!roles.length && !isLeader) return 'nothing';
  return new SqlScope((bind) => {
    const teams = ownTeams(actor, bind);
    const sees =
      () => `${column(owned)} = any (${bind(roles)}) and (c.assigned_person = any ${personsSeen(actor, today, bind)}
      or ((c.assigned_person is null or ${column(owned)} = any (${bind(SEES_COLLEAGUES)}))
        and (c.assigned_team is null or c.assigned_team = any ${teams})))`;
    const leads = () => `c.assigned_team = any ${teams} or ${hasNobody(owned, dayOf(today, bind), bind)}
      or c.assigned_person = any (array(select s.staff_id from known_staff s where s.teams && ${teams}))`;
    return [...(roles.length ? [sees()] : []), ...(isLeader ? [leads()] : [])].join(' or ');
  });
}

/** Of what may be taken also what a colleague was faster to take: who comes second hears that, and not that there is no such case. */
export function takeableBy<Row extends CaseRow>(owned: Owned, actor: Actor, today: LocalDate): Scope<Row> {
  const roles = rolesOf(owned, actor);
  if (!roles.length) return 'nothing';
  return anyOf(
    seenAsOwner<Row>(owned, actor, today),
    new SqlScope(
      (bind) => `${column(owned)} = any (${bind(roles)}) and (c.assigned_team = any ${ownTeams(actor, bind)}
        or (c.assigned_team is null and ${column(owned)} <> '${HAS_OWN_CITIZENS}'))`,
    ),
  );
}

/** Cases with nobody at work. */
export const withoutOwner = <Row extends CaseRow>(owned: Owned, today: LocalDate): Scope<Row> =>
  new SqlScope((bind) => hasNobody(owned, dayOf(today, bind), bind));

/** What every one of these shows. */
export const anyOf = <Row extends CaseRow>(...scopes: readonly Scope<Row>[]): Scope<Row> => {
  const shown = scopes.filter((scope) => scope !== 'nothing');
  if (shown.length < 2) return shown[0] ?? 'nothing';
  return new SqlScope((_, of) => shown.map((scope) => `(${of(scope as Scope<CaseRow>)})`).join(' or '));
};

/** What both show. */
export const allOf = <Row extends CaseRow>(one: Scope<Row>, other: Scope<Row>): Scope<Row> =>
  new SqlScope((_, of) => `${of(one as Scope<CaseRow>)} and ${of(other as Scope<CaseRow>)}`);

/** In whose stead an actor sees or acts on a case; null: in the own name alone. */
export const inSteadOf = (actor: Actor, today: LocalDate, bind: Bind): string =>
  // Landlords, services and time stand in for nobody: nothing is looked up.
  actor.kind !== 'person' || actor.landlordRef !== undefined
    ? 'null::text'
    : `case when c.assigned_person <> ${bind(actor.id)} and c.assigned_person = any ${personsSeen(actor, today, bind)} then c.assigned_person end`;

/** Cases of which it is not written yet that they have nobody at work, or still written: what time has to look at. */
export function sightHasChanged(owned: Owned, today: LocalDate, bind: Bind): string {
  const day = dayOf(today, bind);
  const written = '(c.owner_missing_since is not null and c.owner_found_on is null)';
  const differs = `${isSomebodys(owned, day)} and ${written} <> ${hasNobody(owned, day, bind)}`;
  if (!owned.closedAhead) return differs;
  const isOver = `c.state = '${owned.closedAhead.state}' and not ${isSomebodys(owned, day)}`;
  return `(${differs} or ${written} and ${isOver})`;
}

/** What the register says of a person and a team that a command names. */
export async function namedStaff(sql: Sql, { person, team }: To, today: LocalDate): Promise<NamedStaff> {
  const [found] = await sql.query<{ named: NamedStaff }>(
    `select jsonb_build_object(
       'person', (select jsonb_build_object('staffId', s.staff_id, 'roles', s.roles, 'teams', s.teams, 'active', s.active,
           'atWorkAs', array(select w.role from staff_at_work($3::date) w where w.person = s.staff_id))
         from known_staff s where s.staff_id = $1),
       'teamRoles', array(select r.role from team_roles() r where r.team = $2)) as named`,
    [person ?? null, team ?? null, today],
  );
  return found!.named;
}
