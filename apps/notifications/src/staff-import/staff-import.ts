// SPDX-License-Identifier: MPL-2.0
// Import of the municipality's people from a file of rows: received and read, then all of it or nothing.
import type { ActingRole } from '#contracts/roles';
import { type LocalDate, rules } from '#domain';
import type { ReadRows } from './file/read.thread.js';
import type { StaffRowError } from './file/rows.js';

export const STAFF_IMPORT_STATES = ['RECEIVED', 'CHECKED', 'REJECTED', 'IMPORTED'] as const;

/** What was or would be written. */
export interface StaffCounts {
  announced: number;
  changed: number;
  unchanged: number;
}

export interface StaffImport {
  state: (typeof STAFF_IMPORT_STATES)[number];
  /** Only check: nothing is written. */
  dryRun: boolean;
  rowsTotal: number;
  errorCount: number;
  /** Null until it has ended without errors. */
  counts: StaffCounts | null;
}

export interface StaffImportFacts {
  /** The first of what is wrong; none where imports are listed. */
  errors: readonly StaffRowError[];
}

type Received = Pick<StaffImport, 'dryRun' | 'rowsTotal' | 'errorCount'> & {
  /** What was read of the file, kept beside the case until it has ended. */
  read: ReadRows;
};

/** The work waits for no day. */
const AT_ONCE: LocalDate = '1970-01-01';

export const staffImportRules = rules<StaffImport, StaffImportFacts, ActingRole>()({
  receive: {
    from: 'none',
    to: 'RECEIVED',
    by: ['operator'],
    da: 'Indlæs medarbejdere',
    en: 'Import staff',
    told: { da: 'Filen blev modtaget.', en: 'The file was received.' },
    source: 'domain.md 2.2',
    opens: (_, { dryRun, rowsTotal, errorCount }: Received) => ({ dryRun, rowsTotal, errorCount, counts: null }),
  },
  finish: {
    from: ['RECEIVED'],
    to: ['CHECKED', 'REJECTED', 'IMPORTED'],
    by: ['system'],
    da: 'Afslut indlæsningen',
    en: 'Finish the import',
    told: { da: 'Indlæsningen er afsluttet.', en: 'The import has ended.' },
    source: 'domain.md 2.2',
    due: () => AT_ONCE,
    changes: ({ dryRun }, _, ended: Pick<StaffImport, 'errorCount' | 'counts'>) => ({
      ...ended,
      state: ended.counts === null ? 'REJECTED' : dryRun ? 'CHECKED' : 'IMPORTED',
    }),
  },
});
