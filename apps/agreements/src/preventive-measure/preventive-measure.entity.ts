// SPDX-License-Identifier: MPL-2.0
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { LocalDate } from '#domain';
import type { CaseRow } from '#persistence';
import type { PreventiveMeasure } from './preventive-measure.js';

@Entity('preventive_measure')
export class PreventiveMeasureRow implements PreventiveMeasure, CaseRow {
  @PrimaryColumn('uuid') id: string;
  @Column('int') version: number;
  @Column('text') state: PreventiveMeasure['state'];
  @Column('timestamptz') openedAt: Date;
  @Column('timestamptz') closedAt: Date | null;
  @Column('date') nextDueOn: LocalDate | null;
  @Column('uuid') agreementRef: string;
  @Column('uuid') landlordRef: string;
  @Column('text') what: string;
  @Column('text') reason: PreventiveMeasure['reason'];
  @Column('text') party: PreventiveMeasure['party'];
  @Column('date') startsOn: LocalDate;
  @Column('date') endsOn: LocalDate | null;
  @Column('text') effect: PreventiveMeasure['effect'];
}
