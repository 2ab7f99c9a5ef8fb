// SPDX-License-Identifier: MPL-2.0
// Import of properties and dwellings from a file of rows: received, checked row by row, then all of it or nothing.
import type { ActingRole } from '#contracts/roles';
import { type LocalDate, rules } from '#domain';
import { REGISTRARS } from '../property/property.js';
import type { RowError } from './file/rows.js';

export const PROPERTY_IMPORT_STATES = ['RECEIVED', 'CHECKED', 'REJECTED', 'IMPORTED'] as const;

/** What was or would be written. */
export interface Counts {
  properties: { created: number; changed: number; unchanged: number };
  dwellings: { created: number; changed: number; unchanged: number };
}

export interface PropertyImport {
  state: (typeof PROPERTY_IMPORT_STATES)[number];
  landlordRef: string;
  /** Only check: nothing is written. */
  dryRun: boolean;
  rowsTotal: number;
  rowsChecked: number;
  errorCount: number;
  /** Null until it has ended without errors. */
  counts: Counts | null;
}

export interface PropertyImportFacts {
  /** The first of what is wrong; none where imports are listed. */
  errors: readonly RowError[];
}

type Received = Pick<PropertyImport, 'landlordRef' | 'dryRun' | 'rowsTotal'> & {
  /** The file's text, kept beside the case until it has ended. */
  content: string;
};

/** Rows of one turn: its progress shows, and a process that dies loses no more than this. */
export const ROWS_A_TURN = 2000;

/** The work waits for no day: the next round takes it. */
const AT_ONCE: LocalDate = '1970-01-01';
const isLastTurn = ({ rowsTotal, rowsChecked }: PropertyImport) => rowsTotal - rowsChecked <= ROWS_A_TURN;

export const propertyImportRules = rules<PropertyImport, PropertyImportFacts, ActingRole>()({
  receive: {
    from: 'none',
    to: 'RECEIVED',
    by: REGISTRARS,
    da: 'Indlæs ejendomme og boliger',
    en: 'Import properties and dwellings',
    told: { da: 'Filen blev modtaget.', en: 'The file was received.' },
    source: 'F3',
    opens: (_, { landlordRef, dryRun, rowsTotal }: Received) => ({
      ...{ landlordRef, dryRun, rowsTotal },
      ...{ rowsChecked: 0, errorCount: 0, counts: null },
    }),
  },
  checkRows: {
    from: ['RECEIVED'],
    to: 'same',
    by: ['system'],
    da: 'Kontrollér rækker',
    en: 'Check rows',
    told: { da: 'Der er kontrolleret {rowsChecked} rækker.', en: '{rowsChecked} rows are checked.' },
    source: 'F3',
    due: (received) => (isLastTurn(received) ? null : AT_ONCE),
    changes: (_, __, checked: Pick<PropertyImport, 'rowsChecked' | 'errorCount'>) => checked,
  },
  finish: {
    from: ['RECEIVED'],
    to: ['CHECKED', 'REJECTED', 'IMPORTED'],
    by: ['system'],
    da: 'Afslut indlæsningen',
    en: 'Finish the import',
    told: { da: 'Indlæsningen er afsluttet.', en: 'The import has ended.' },
    source: 'F3',
    due: (received) => (isLastTurn(received) ? AT_ONCE : null),
    changes: ({ dryRun }, _, ended: Pick<PropertyImport, 'rowsChecked' | 'errorCount' | 'counts'>) => ({
      ...ended,
      state: ended.counts === null ? 'REJECTED' : dryRun ? 'CHECKED' : 'IMPORTED',
    }),
  },
});
