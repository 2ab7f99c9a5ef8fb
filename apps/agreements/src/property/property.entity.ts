// SPDX-License-Identifier: MPL-2.0
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { CaseRow } from '#persistence';
import type { Property } from './property.js';

@Entity('property')
export class PropertyRow implements Property, CaseRow {
  @PrimaryColumn('uuid') id: string;
  @Column('int') version: number;
  @Column('text') state: Property['state'];
  @Column('timestamptz') openedAt: Date;
  @Column('timestamptz') closedAt: Date | null;
  @Column('date') nextDueOn: string | null;
  @Column('uuid') landlordRef: string;
  @Column('text') address: string;
  @Column('text') bfeNumber: string | null;
  @Column('uuid') bbrId: string | null;
  @Column('int') dwellingCount: number;
}
