// SPDX-License-Identifier: MPL-2.0
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { CaseRow } from '#persistence';
import type { Dwelling } from './dwelling.js';

@Entity('dwelling')
export class DwellingRow implements Dwelling, CaseRow {
  @PrimaryColumn('uuid') id: string;
  @Column('int') version: number;
  @Column('text') state: Dwelling['state'];
  @Column('timestamptz') openedAt: Date;
  @Column('timestamptz') closedAt: Date | null;
  @Column('date') nextDueOn: string | null;
  @Column('uuid') propertyRef: string;
  @Column('uuid') landlordRef: string;
  @Column('text') unit: string;
  @Column('text') type: string;
  @Column('double precision', { name: 'area_m2' }) areaM2: number;
  @Column('int') rooms: number;
  @Column('int') rentOere: number;
  @Column('int') utilitiesOere: number;
  @Column('text') availablePattern: string | null;
}
