// SPDX-License-Identifier: MPL-2.0
// Import of properties and dwellings from a file of rows: received, checked row by row, then all of it or nothing.
import type { ActingRole } from '#contracts/roles';
import { rules } from '#domain';

export const IMPORT_STATES = ['RECEIVED', 'CHECKED', 'REJECTED', 'IMPORTED'] as const;

/** What was or would be written. */
export interface Counts {
  properties: { created: number; changed: number; unchanged: number };
  dwellings: { created: number; changed: number; unchanged: number };
}

export interface PropertyImport {
  state: (typeof IMPORT_STATES)[number];
  landlordRef: string;
  /** Only check: nothing is written. */
  dryRun: boolean;
  rowsTotal: number;
  rowsChecked: number;
  errorCount: number;
  /** Null until it has ended without errors. */
  counts: Counts | null;
}

export const propertyImportRules = rules<PropertyImport, null, ActingRole>()({
  receive: {
    from: 'none',
    to: 'RECEIVED',
    by: ['single_entry', 'landlord_admin'],
    da: 'Indlæs ejendomme og boliger',
    en: 'Import properties and dwellings',
    told: { da: 'Filen blev modtaget.', en: 'The file was received.' },
    source: 'F3',
  },
  checkRows: {
    from: ['RECEIVED'],
    to: 'same',
    by: ['system'],
    da: 'Kontrollér rækker',
    en: 'Check rows',
    told: { da: 'Der er kontrolleret {rowsChecked} rækker.', en: '{rowsChecked} rows are checked.' },
    source: 'F3',
  },
  finish: {
    from: ['RECEIVED'],
    to: ['CHECKED', 'REJECTED', 'IMPORTED'],
    by: ['system'],
    da: 'Afslut indlæsningen',
    en: 'Finish the import',
    told: { da: 'Indlæsningen er afsluttet.', en: 'The import has ended.' },
    source: 'F3',
  },
});
