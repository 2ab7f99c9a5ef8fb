// SPDX-License-Identifier: MPL-2.0
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { LocalDate } from '#domain';
import type { CaseRow } from '#persistence';
import type { Meeting } from './meeting.js';

@Entity('meeting')
export class MeetingRow implements Meeting, CaseRow {
  @PrimaryColumn('uuid') id: string;
  @Column('int') version: number;
  @Column('text') state: Meeting['state'];
  @Column('timestamptz') openedAt: Date;
  @Column('timestamptz') closedAt: Date | null;
  @Column('date') nextDueOn: LocalDate | null;
  @Column('uuid') agreementRef: string;
  @Column('uuid') landlordRef: string;
  @Column('date') plannedOn: LocalDate | null;
  @Column('date') meetsOn: LocalDate;
  @Column('text') movedBecause: string | null;
  @Column('jsonb') standing: Meeting['standing'];
  @Column('jsonb') items: Meeting['items'];
  @Column('jsonb') agenda: Meeting['agenda'];
  @Column('date') heldOn: LocalDate | null;
  @Column('jsonb') attendees: Meeting['attendees'];
  @Column('text') minutes: string | null;
  @Column('jsonb') approvals: Meeting['approvals'];
}
