// SPDX-License-Identifier: MPL-2.0
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { DateOnly } from '#contracts/fields';
import { ROLES, type Role } from '#contracts/roles';
import { DEADLINES, type LocalDate } from '#domain';
import type { StoredUnnumbered } from '#persistence';
import { PageQuery, ShownText, Sortable } from '#service';
import { hrefOf } from '../notification/notification.js';
import { DEADLINE_STATES, type Deadline } from './deadline.js';

export class ListDeadlines extends PageQuery {
  @Sortable('day')
  sort?: string;

  @IsOptional()
  @IsIn(DEADLINE_STATES)
  state?: Deadline['state'];

  @IsOptional()
  @IsIn(Object.keys(DEADLINES))
  code?: string;

  @IsOptional()
  @IsIn(ROLES)
  responsible?: Role;

  /** The case whose deadline it is. */
  @IsOptional()
  @IsUUID()
  caseRef?: string;

  /** The last day lies before this day, YYYY-MM-DD. */
  @IsOptional()
  @DateOnly()
  dueBefore?: LocalDate;
}

export class DeadlineView {
  id: string;
  /** For `If-Match`. */
  version: number;
  state: Deadline['state'];
  code: string;
  text: ShownText;
  /** The law or agreement behind the day. */
  source: string | null;
  /** Why it can be neither paused nor extended; null: its length is the municipality's to decide. */
  fixed: ShownText | null;
  caseKind: string;
  caseRef: string;
  /** Path below the address of the service that owns the case. */
  href: string;
  setOn: LocalDate;
  dueSoonOn: LocalDate | null;
  secondWarningOn: LocalDate | null;
  /** The last day in time. */
  dueOn: LocalDate;
  metOn: LocalDate | null;
  responsible: Role;
  /** It waits since this day; `dueOn` comes later by the working days that it waits. */
  pausedOn: LocalDate | null;
  /** Working days on which it has waited. */
  pausedDays: number;
  responsibleTeam: string | null;
  /** `staffId`. */
  responsiblePerson: string | null;
  /** Empty: only time and the owner of the case act on a deadline. */
  allowedActions: string[];

  static of(this: void, row: StoredUnnumbered<Deadline>): DeadlineView {
    const rule = Object.entries(DEADLINES).find(([code]) => code === row.code)?.[1];
    return {
      id: row.id,
      version: row.version,
      state: row.state,
      code: row.code,
      text: { da: rule?.da ?? row.code, en: rule?.en ?? row.code },
      source: rule?.source ?? null,
      fixed: rule?.fixed ?? null,
      caseKind: row.caseKind,
      caseRef: row.caseRef,
      href: hrefOf(row.caseKind, row.caseRef),
      setOn: row.setOn,
      dueSoonOn: row.dueSoonOn,
      secondWarningOn: row.secondWarningOn,
      dueOn: row.dueOn,
      metOn: row.metOn,
      responsible: row.responsible,
      pausedOn: row.pausedOn,
      pausedDays: row.pausedDays,
      responsibleTeam: row.responsibleTeam,
      responsiblePerson: row.responsiblePerson,
      allowedActions: [],
    };
  }
}
