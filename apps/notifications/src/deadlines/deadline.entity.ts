// SPDX-License-Identifier: MPL-2.0
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Role } from '#contracts/roles';
import type { LocalDate } from '#domain';
import type { CaseRow } from '#persistence';
import type { DeadlineCaseState } from './deadline.js';

/** A deadline that another service computed; `id` is the reference that service gave it. */
@Entity('deadline')
export class Deadline implements CaseRow {
  @PrimaryColumn('uuid') id: string;
  @Column('int') version: number;
  @Column('text') state: DeadlineCaseState;
  @Column('timestamptz') openedAt: Date;
  @Column('timestamptz', { nullable: true }) closedAt: Date | null;
  @Column('date', { nullable: true }) nextDueOn: LocalDate | null;
  @Column('text') code: string;
  @Column('text') caseKind: string;
  @Column('uuid') caseRef: string;
  @Column('uuid', { nullable: true }) agreementRef: string | null;
  @Column('uuid', { nullable: true }) landlordRef: string | null;
  /** The last day in time. */
  @Column('date') dueOn: LocalDate;
  @Column('date', { nullable: true }) dueSoonOn: LocalDate | null;
  @Column('date', { nullable: true }) secondWarningOn: LocalDate | null;
  @Column('date') setOn: LocalDate;
  @Column('date', { nullable: true }) metOn: LocalDate | null;
  @Column('text') responsible: Role;
  /** Version of the owner's case that was heard last. */
  @Column('int') sourceVersion: number;
}
