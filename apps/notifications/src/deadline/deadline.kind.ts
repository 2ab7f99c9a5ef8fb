// SPDX-License-Identifier: MPL-2.0
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Role } from '#contracts/roles';
import type { LocalDate } from '#domain';
import type { CaseRow, Kind } from '#persistence';
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
   * The single entry point and the team leader follow every deadline, the others those that they, or those for whom they
   * stand in today, or their teams or roles must meet.
   */
  scope({ id, roles, teams = [], standsInFor = [] }) {
    if ((['single_entry', 'team_leader', 'system'] as const).some((role) => roles.includes(role))) return {};
    const responsible = DEADLINE_READERS.filter((role) => roles.includes(role));
    return [
      { responsiblePerson: [id, ...standsInFor] },
      { responsible, responsiblePerson: null, responsibleTeam: teams },
      { responsible, responsiblePerson: null, responsibleTeam: null },
    ];
  },
  factsOf: ({ today }) => ({ today }),
  /** What runs, by the day by which to act; then what has ended. */
  listedBy: ['c.closed_at is not null', 'c.due_on'],
  view: DeadlineView.of,
  sortedBy: { day: ['c.due_on'] },
  searched: () => ({ words: [], references: ['caseRef'] }),
  public: ['set', 'dueSoon', 'due', 'overdue', 'paused', 'met', 'cancelled'],
};
