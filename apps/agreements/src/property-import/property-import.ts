// SPDX-License-Identifier: MPL-2.0
// Import of properties and dwellings from a file of rows: received and read, then all of it or nothing.
import type { ActingRole } from '#contracts/roles';
import { type LocalDate, rules } from '#domain';
import { REGISTRARS } from '../property/property.js';
import type { ReadRows } from './file/read.thread.js';
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
  /** All of them from the start, since a file is read when it is received. */
  rowsChecked: number;
  errorCount: number;
  /** Null until it has ended without errors. */
  counts: Counts | null;
}

export interface PropertyImportFacts {
  /** The first of what is wrong; none where imports are listed. */
  errors: readonly RowError[];
}

type Received = Pick<PropertyImport, 'landlordRef' | 'dryRun' | 'rowsTotal' | 'errorCount'> & {
  /** What was read of the file, kept beside the case until it has ended. */
  read: ReadRows;
};

/** The work waits for no day. */
const AT_ONCE: LocalDate = '1970-01-01';

export const propertyImportRules = rules<PropertyImport, PropertyImportFacts, ActingRole>()({
  receive: {
    from: 'none',
    to: 'RECEIVED',
    by: REGISTRARS,
    da: 'Indlæs ejendomme og boliger',
    en: 'Import properties and dwellings',
    told: { da: 'Filen blev modtaget.', en: 'The file was received.' },
    source: 'F3',
    opens: (_, { landlordRef, dryRun, rowsTotal, errorCount }: Received) => ({
      ...{ landlordRef, dryRun, rowsTotal, errorCount },
      ...{ rowsChecked: rowsTotal, counts: null },
    }),
  },
  finish: {
    from: ['RECEIVED'],
    to: ['CHECKED', 'REJECTED', 'IMPORTED'],
    by: ['system'],
    da: 'Afslut indlæsningen',
    en: 'Finish the import',
    told: { da: 'Indlæsningen er afsluttet.', en: 'The import has ended.' },
    source: 'F3',
    due: () => AT_ONCE,
    changes: ({ dryRun }, _, ended: Pick<PropertyImport, 'errorCount' | 'counts'>) => ({
      ...ended,
      state: ended.counts === null ? 'REJECTED' : dryRun ? 'CHECKED' : 'IMPORTED',
    }),
  },
});
