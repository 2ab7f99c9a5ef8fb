// SPDX-License-Identifier: MPL-2.0
// Reads a file, in a thread: all that can be known of it without the register.
import { FileFault, readTable } from '#csv';
import type { Text } from '#domain';
import { type ReadStaff, readStaff, STAFF_FORM, type StaffRowError } from './rows.js';

/** Errors that are kept; the others are counted. */
const MOST_ERRORS = 1000;

export interface ReadRows {
  rowsTotal: number;
  errorCount: number;
  errors: StaffRowError[];
  /** Where there are no errors: the rows as a JSON list of `{row, read}`. */
  rows: string;
}

export function readFile(bytes: Uint8Array): { fault: { code: string; texts: Text } } | ReadRows {
  try {
    return read(bytes);
  } catch (error) {
    if (error instanceof FileFault) return { fault: { code: error.code, texts: error.texts } };
    throw error;
  }
}

function read(bytes: Uint8Array): ReadRows {
  const table = readTable(bytes, STAFF_FORM);
  const first = new Map<string, number>();
  const errors: StaffRowError[] = [];
  const rows: { row: number; read: ReadStaff }[] = [];
  for (const { row, cells } of table) {
    const outcome = cells ? readStaff(cells) : { errors: [{ column: '', code: 'row-has-other-columns' } as const] };
    if ('errors' in outcome) {
      errors.push(...outcome.errors.map((one) => ({ row, ...one })));
      continue;
    }
    const { staffId } = outcome.read;
    const otherRow = first.get(staffId);
    if (otherRow !== undefined) errors.push({ row, column: 'staff_id', code: 'staff-is-repeated', otherRow });
    else first.set(staffId, row);
    rows.push({ row, read: outcome.read });
  }
  return {
    rowsTotal: table.length,
    errorCount: errors.length,
    errors: errors.slice(0, MOST_ERRORS),
    rows: JSON.stringify(errors.length ? [] : rows),
  };
}
