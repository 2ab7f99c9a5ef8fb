// SPDX-License-Identifier: MPL-2.0
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { CaseRow, Kind } from '#persistence';
import { RowErrors } from '#service';
import { STAFF_ROW_ERRORS } from './file/rows.js';
import { StaffImportView } from './staff-import.dto.js';
import { STAFF_IMPORT_STATES, type StaffImport, type StaffImportFacts, staffImportRules } from './staff-import.js';

@Entity('staff_import')
export class StaffImportRow implements StaffImport, CaseRow {
  @PrimaryColumn('uuid') id: string;
  @Column('int') version: number;
  @Column('text') state: StaffImport['state'];
  @Column('timestamptz') openedAt: Date;
  @Column('timestamptz') closedAt: Date | null;
  @Column('date') nextDueOn: string | null;
  @Column('boolean') dryRun: boolean;
  @Column('int') rowsTotal: number;
  @Column('int') errorCount: number;
  @Column('jsonb') counts: StaffImport['counts'];
}

export const staffRowErrors = new RowErrors('staff_import_error', STAFF_ROW_ERRORS);

/** An errand of this service's own: nobody else is told. */
export const staffImport: Kind<StaffImportRow, typeof staffImportRules, StaffImportFacts | null> = {
  name: 'staff-import',
  da: 'Indlæsning af medarbejdere',
  en: 'staff import',
  entity: StaffImportRow,
  rules: staffImportRules,
  states: STAFF_IMPORT_STATES,
  closed: ['CHECKED', 'REJECTED', 'IMPORTED'],
  auditReads: false,
  searched: 'not',
  scope: ({ roles }) => (roles.includes('operator') || roles.includes('system') ? {} : 'nothing'),
  factsOf: (_, known) => known ?? { errors: [] },
  /** Two files that name the same people in another order would wait for each other. */
  oneAtATime: { finish: `'all'` },
  view: (row, facts) => StaffImportView.of(row, facts, staffRowErrors),
};

/** As one looks at a single one: with the first of what is wrong, in the same moment as its state. */
export const staffImportWithErrors: typeof staffImport = { ...staffImport, facts: staffRowErrors.first };
