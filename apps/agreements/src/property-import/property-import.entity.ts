// SPDX-License-Identifier: MPL-2.0
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { CaseRow } from '#persistence';
import type { PropertyImport } from './property-import.js';

@Entity('property_import')
export class PropertyImportRow implements PropertyImport, CaseRow {
  @PrimaryColumn('uuid') id: string;
  @Column('int') version: number;
  @Column('text') state: PropertyImport['state'];
  @Column('timestamptz') openedAt: Date;
  @Column('timestamptz') closedAt: Date | null;
  @Column('date') nextDueOn: string | null;
  @Column('uuid') landlordRef: string;
  @Column('boolean') dryRun: boolean;
  @Column('int') rowsTotal: number;
  @Column('int') rowsChecked: number;
  @Column('int') errorCount: number;
  @Column('jsonb') counts: PropertyImport['counts'];
}
