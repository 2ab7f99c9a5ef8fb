// SPDX-License-Identifier: MPL-2.0
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { DateOnly } from '#contracts/fields';
import { ROLES, type Role } from '#contracts/roles';
import { DEADLINES, type LocalDate } from '#domain';
import type { Stored } from '#persistence';
import { PageQuery, ShownText } from '#service';
import { hrefOf } from '../notification/notification.js';
import { DEADLINE_STATES, type Deadline } from './deadline.js';

export class ListDeadlines extends PageQuery {
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
  responsibleTeam: string | null;
  /** `staffId`. */
  responsiblePerson: string | null;
  /** Empty: only time and the owner of the case act on a deadline. */
  allowedActions: string[];

  static of(this: void, row: Stored<Deadline>): DeadlineView {
    const rule = Object.entries(DEADLINES).find(([code]) => code === row.code)?.[1];
    return {
      id: row.id,
      version: row.version,
      state: row.state,
      code: row.code,
      text: { da: rule?.da ?? row.code, en: rule?.en ?? row.code },
      source: rule?.source ?? null,
      caseKind: row.caseKind,
      caseRef: row.caseRef,
      href: hrefOf(row.caseKind, row.caseRef),
      setOn: row.setOn,
      dueSoonOn: row.dueSoonOn,
      secondWarningOn: row.secondWarningOn,
      dueOn: row.dueOn,
      metOn: row.metOn,
      responsible: row.responsible,
      responsibleTeam: row.responsibleTeam,
      responsiblePerson: row.responsiblePerson,
      allowedActions: [],
    };
  }
}
