// SPDX-License-Identifier: MPL-2.0
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Role } from '#contracts/roles';
import type { LocalDate } from '#domain';
import type { CaseRow } from '#persistence';
import type { NotificationState, Subject } from './notification.js';

/** One item in one role's inbox. */
@Entity('notification')
export class Notification implements CaseRow {
  @PrimaryColumn('uuid') id: string;
  @Column('int') version: number;
  @Column('text') state: NotificationState;
  @Column('timestamptz') openedAt: Date;
  @Column('timestamptz', { nullable: true }) closedAt: Date | null;
  @Column('date', { nullable: true }) nextDueOn: LocalDate | null;
  @Column('text') recipientRole: Role;
  @Column('uuid', { nullable: true }) landlordRef: string | null;
  @Column('uuid', { nullable: true }) agreementRef: string | null;
  /** The case that the item is about. */
  @Column('text') caseKind: string;
  @Column('uuid') caseRef: string;
  @Column('text') subject: Subject;
  @Column('date', { nullable: true }) dueOn: LocalDate | null;
  /** For the owner and for who stands in. */
  @Column('boolean') standIn: boolean;
  /** What caused the item and for whom: the same cause never gives a second item. */
  @Column('text') sourceId: string;
  @Column('text', { nullable: true }) acknowledgedBy: string | null;
  @Column('timestamptz', { nullable: true }) acknowledgedAt: Date | null;
}
