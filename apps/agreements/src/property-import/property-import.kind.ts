// SPDX-License-Identifier: MPL-2.0
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { CaseRow, Kind } from '#persistence';
import { RowErrors } from '#service';
import { registerScope } from '../property/property.kind.js';
import { ROW_ERRORS } from './file/rows.js';
import { PropertyImportView } from './property-import.dto.js';
import {
  PROPERTY_IMPORT_STATES,
  type PropertyImport,
  type PropertyImportFacts,
  propertyImportRules,
} from './property-import.js';

@Entity('property_import')
export class PropertyImportRow implements PropertyImport, CaseRow {
  @PrimaryColumn('uuid') id: string;
  @Column('text') number: string;
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

export const propertyRowErrors = new RowErrors('property_import_error', ROW_ERRORS);

/** An errand of this service's own: nobody else is told. */
export const propertyImport: Kind<PropertyImportRow, typeof propertyImportRules, PropertyImportFacts | null> = {
  name: 'property-import',
  da: 'Indlæsning af ejendomme',
  en: 'property import',
  entity: PropertyImportRow,
  rules: propertyImportRules,
  states: PROPERTY_IMPORT_STATES,
  closed: ['CHECKED', 'REJECTED', 'IMPORTED'],
  auditReads: false,
  scope: registerScope,
  factsOf: (_, known) => known ?? { errors: [] },
  view: (row, facts) => PropertyImportView.of(row, facts, propertyRowErrors),
  searched: 'not',
};

/** As one looks at a single one: with the first of what is wrong, in the same moment as its state. */
export const propertyImportWithErrors: typeof propertyImport = { ...propertyImport, facts: propertyRowErrors.first };
