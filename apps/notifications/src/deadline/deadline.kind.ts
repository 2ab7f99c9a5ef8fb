// SPDX-License-Identifier: MPL-2.0
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Role } from '#contracts/roles';
import type { LocalDate } from '#domain';
import { anyOf, type CaseRow, type Kind, SEES_COLLEAGUES, SqlScope } from '#persistence';
import { DeadlineView } from './deadline.dto.js';
import { DEADLINE_STATES, type Deadline, deadlineRules } from './deadline.js';

export const DEADLINE_READERS = [
  'single_entry',
  'team_leader',
  'support_worker',
  'outreach_team',
  'benefits_caseworker',
  'social_caseworker',
  'finance',
] as const;

/** A deadline that another service computed; `id` is our own, since subscribers see it. */
@Entity('deadline')
export class DeadlineRow implements Deadline, CaseRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') ref: string | null;
  @Column('int') version: number;
  @Column('int') shownVersion: number;
  @Column('text') state: Deadline['state'];
  @Column('timestamptz') openedAt: Date;
  @Column('timestamptz') closedAt: Date | null;
  @Column('date') nextDueOn: LocalDate | null;
  @Column('text') code: string;
  @Column('text') caseKind: string;
  @Column('uuid') caseRef: string;
  @Column('uuid') agreementRef: string | null;
  @Column('uuid') landlordRef: string | null;
  @Column('date') dueOn: LocalDate;
  @Column('date') dueSoonOn: LocalDate | null;
  @Column('date') secondWarningOn: LocalDate | null;
  @Column('date') setOn: LocalDate;
  @Column('date') metOn: LocalDate | null;
  @Column('text') responsible: Role;
  @Column('date') pausedOn: LocalDate | null;
  @Column('int') pausedDays: number;
  @Column('text') responsibleTeam: string | null;
  @Column('text') responsiblePerson: string | null;
  @Column('int') sourceVersion: number;
  @Column('date') toldOn: LocalDate | null;
}

/** What is the teams' or their people's, what is a role's as a whole, and all of a case with nobody at work. */
const ledBy = (teams: readonly string[]) =>
  new SqlScope((bind) => {
    const own = `${bind(teams)}::text[]`;
    return `c.responsible_team = any (${own}) or (c.responsible_team is null and c.responsible_person is null)
      or c.responsible_person in (select s.staff_id from staff s where s.teams ?| ${own})
      or exists (select from deadline o where o.case_ref = c.case_ref and o.code = 'CASE_WITHOUT_OWNER' and o.closed_at is null)`;
  });

export const deadline: Kind<DeadlineRow, typeof deadlineRules> = {
  name: 'deadline',
  da: 'Frist',
  en: 'deadline',
  entity: DeadlineRow,
  rules: deadlineRules,
  states: DEADLINE_STATES,
  closed: ['MET', 'CANCELLED'],
  auditReads: true,
  /**
   * As whoever may see the case (domain.md 2.2): the single entry point follows every deadline, a team leader the teams'; the
   * others those that they, or those for whom they stand in today, or their teams or roles must meet.
   */
  scope({ id, roles, teams = [], standsInFor = [] }) {
    if ((['single_entry', 'system'] as const).some((role) => roles.includes(role))) return {};
    const responsible = DEADLINE_READERS.filter((role) => roles.includes(role));
    const ofColleagues = SEES_COLLEAGUES.filter((role) => roles.includes(role));
    return anyOf<DeadlineRow>(
      [
        { responsiblePerson: [id, ...standsInFor] },
        { responsible, responsiblePerson: null, responsibleTeam: teams },
        { responsible, responsiblePerson: null, responsibleTeam: null },
        { responsible: ofColleagues, responsibleTeam: teams },
        { responsible: ofColleagues, responsibleTeam: null },
      ],
      roles.includes('team_leader') ? ledBy(teams) : 'nothing',
    );
  },
  factsOf: ({ today }) => ({ today }),
  /** What runs, by the day by which to act; then what has ended. */
  listedBy: ['c.closed_at is not null', 'c.due_on'],
  view: DeadlineView.of,
  sortedBy: { day: ['c.due_on'] },
  searched: () => ({ words: [], references: ['caseRef'] }),
  public: ['set', 'dueSoon', 'due', 'overdue', 'paused', 'met', 'cancelled'],
};
