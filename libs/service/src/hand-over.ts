// SPDX-License-Identifier: MPL-2.0
// Overdragelse: the kind of case by which all that a person has in a service changes hands; one of each service, over its kinds.
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { CaseKindName } from '#contracts/case-kinds';
import {
  HAND_OVER_STATES,
  type HandOver,
  type HandOverFacts,
  handOverRules,
  type LocalDate,
  Refusal,
  type StayedCase,
  type To,
} from '#domain';
import {
  type Answer,
  type AnyKind,
  type CaseRow,
  type Cases,
  type Command,
  type CommandInTransaction,
  isSomebodys,
  type Kind,
  namedStaff,
  type Sql,
  SqlScope,
} from '#persistence';
import { HandOverView, type PlanCaseHandOver } from './hand-over.dto.js';

@Entity('hand_over')
export class HandOverRow implements HandOver, CaseRow {
  @PrimaryColumn('uuid') id: string;
  @Column('int') version: number;
  @Column('text') state: HandOver['state'];
  @Column('timestamptz') openedAt: Date;
  @Column('timestamptz') closedAt: Date | null;
  @Column('date') nextDueOn: LocalDate | null;
  @Column('text') fromPerson: string;
  @Column('text') toPerson: string | null;
  @Column('text') toTeam: string | null;
  @Column('text') reason: HandOver['reason'];
  @Column('text') plannedBy: string;
  @Column('jsonb') plannedAs: readonly string[];
  @Column('date') startedOn: LocalDate | null;
  @Column('int') handedOver: number;
  @Column('jsonb') stayed: readonly StayedCase[];
}

/** Cases of one transaction: more would keep those who work on them waiting, fewer would cost a commit each. */
const BATCH = 50;

/** Somebody, alias `s`, who works here and whom no team's leader leads: any team leader may. */
const IS_OF_NO_TEAM = `(s.active and s.teams = '{}')`;

const tableOf = ({ name }: AnyKind) => name.replaceAll('-', '_');
/** What a person has, over all kinds: `"caseKind"`, `"caseRef"`. */
const casesOf = (kinds: readonly AnyKind[], person: string, today: string) =>
  kinds
    .map(
      (kind) => `select '${kind.name}' as "caseKind", o.id as "caseRef" from ${tableOf(kind)} o
        where o.assigned_person = ${person} and ${isSomebodys(kind.owned!, today, 'o')}`,
    )
    .join(' union all ');

export type HandOverKind = Kind<HandOverRow, typeof handOverRules, Omit<HandOverFacts, 'today' | 'self' | 'roles'>>;

/** @param kinds those of the service that are somebody's */
export const handOverOf = (name: CaseKindName, kinds: readonly AnyKind[]): HandOverKind => ({
  name,
  da: 'Overdragelse af en persons sager',
  en: 'hand-over of a person’s cases',
  entity: HandOverRow,
  rules: handOverRules,
  states: HAND_OVER_STATES,
  closed: ['DONE', 'CANCELLED'],
  auditReads: true,
  searched: 'not',
  /** Team leader: what concerns the own teams or a person of no team, and what is the own work. */
  scope({ id, roles }) {
    if (roles.includes('system')) return {};
    if (!roles.includes('team_leader')) return 'nothing';
    return new SqlScope(
      (bind) => `c.planned_by = ${bind(id)} or c.from_person = any (array(
        select s.staff_id from known_staff s where s.teams && ((select teams_of(${bind(id)}))::text[]) or ${IS_OF_NO_TEAM}))`,
    );
  },
  facts: (today) => `jsonb_build_object(
      'isOfAnotherTeam', exists (select from known_staff s where s.staff_id = c.from_person and s.active
        and not s.teams && teams_of(c.planned_by) and not ${IS_OF_NO_TEAM}),
      'open', (select count(*) from (${casesOf(kinds, 'c.from_person', today)}) o),
      'cases', (select coalesce(jsonb_agg(to_jsonb(o)), '[]') from (${casesOf(kinds, 'c.from_person', today)} limit 100) o))`,
  factsOf: ({ actor, today }, known) => ({ ...known, today, self: actor.id, roles: actor.roles }),
  view: HandOverView.of,
});

/** A plan, once the register has been asked for who is named. */
export async function planHandOver(
  { cases, database, handOver }: { cases: Cases; database: Sql; handOver: HandOverKind },
  input: PlanCaseHandOver,
  command: Command,
): Promise<Answer> {
  const staff = await namedStaff(database, input, command.today);
  const about = { plannedBy: command.actor.id };
  return await cases.open(handOver, 'plan', { ...command, known: { staff } }, input, { about });
}

/** Does what is due of a hand-over: a batch of its cases, each by the action by which one is handed over. */
export function carriesOut(cases: Cases, handOver: HandOverKind, kinds: readonly AnyKind[]): void {
  const handCaseOver = cases.act.bind(cases) as unknown as (
    ...given: [AnyKind, string, string, CommandInTransaction, { to: To; reason: HandOver['reason'] }]
  ) => Promise<Answer>;
  cases.onDue(handOver, 'proceed', async (id, command) => {
    const { tx, today } = command;
    const [row] = await tx.query<Omit<HandOver, 'state' | 'startedOn' | 'handedOver'>>(
      `select from_person as "fromPerson", to_person as "toPerson", to_team as "toTeam", reason, planned_by as "plannedBy",
              planned_as as "plannedAs", stayed from hand_over where id = $1`,
      [id],
    );
    const { fromPerson, toPerson, toTeam, reason, plannedBy, plannedAs, stayed: before } = row!;
    const to: To = { ...(toPerson && { person: toPerson }), ...(toTeam && { team: toTeam }) };
    const inTheNameOf: CommandInTransaction = {
      ...command,
      actor: { id: plannedBy, kind: 'person', roles: plannedAs as Command['actor']['roles'] },
      as: ['system'],
      known: { staff: await namedStaff(tx, to, today) },
    };
    const stayed: StayedCase[] = [];
    let done = 0;
    for (const kind of kinds) {
      const action = kind.owned?.handOver ?? 'handOver';
      const due = await tx.query<{ id: string }>(
        `select c.id from ${tableOf(kind)} c, (select $4::date as today) day where c.assigned_person = $1
          and ${isSomebodys(kind.owned!, 'day.today')} and c.id <> all ($2::uuid[]) order by c.id limit $3 for update of c`,
        [fromPerson, before.map(({ caseRef }) => caseRef), BATCH - done, today],
      );
      for (const one of due)
        try {
          await handCaseOver(kind, action, one.id, inTheNameOf, { to, reason });
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
          stayed.push({ caseKind: kind.name, caseRef: one.id, code: error.code });
        }
      done += due.length;
    }
    const batch = { handedOver: done - stayed.length, stayed, isDone: done < BATCH };
    await cases.act(handOver, 'proceed', id, { ...command, as: ['system'] }, batch);
  });
}
