// SPDX-License-Identifier: MPL-2.0
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { LocalDate } from '#domain';
import type { CaseRow } from '#persistence';
import type { ActionItem } from './action-item.js';

@Entity('action_item')
export class ActionItemRow implements ActionItem, CaseRow {
  @PrimaryColumn('uuid') id: string;
  @Column('int') version: number;
  @Column('text') state: ActionItem['state'];
  @Column('timestamptz') openedAt: Date;
  @Column('timestamptz') closedAt: Date | null;
  @Column('date') nextDueOn: LocalDate | null;
  @Column('uuid') agreementRef: string;
  @Column('uuid') landlordRef: string;
  @Column('uuid') meetingRef: string | null;
  @Column('text') what: string;
  @Column('text') owner: ActionItem['owner'];
  @Column('date') dueOn: LocalDate;
  @Column('date') doneOn: LocalDate | null;
}
