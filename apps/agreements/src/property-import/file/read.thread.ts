// SPDX-License-Identifier: MPL-2.0
// Reads a file, in a thread: once, and all that can be known of it without the register. What was read leaves as JSON, as the
// database takes it.
import { v7 as uuidv7 } from 'uuid';
import { FileFault, readTable } from '#csv';
import type { Text } from '#domain';
import { PROPERTY_FORM, type RowError, RowsSoFar, readRow } from './rows.js';

/** Errors that are kept; the others are counted. */
const MOST_ERRORS = 1000;
/** Rows of one statement. */
const ROWS_AT_ONCE = 2000;

export type FileRead = { fault: { code: string; texts: Text } } | ReadRows;

export interface ReadRows {
  rowsTotal: number;
  errorCount: number;
  errors: RowError[];
  /** Where there are no errors: JSON lists of what becomes properties and dwellings, in the order of the file. */
  properties: string[];
  dwellings: string[];
}

export function readFile(bytes: Uint8Array): FileRead {
  try {
    return read(bytes);
  } catch (error) {
    if (error instanceof FileFault) return { fault: { code: error.code, texts: error.texts } };
    throw error;
  }
}

function read(bytes: Uint8Array): ReadRows {
  const table = readTable(bytes, PROPERTY_FORM);
  const soFar = new RowsSoFar();
  const errors: RowError[] = [];
  const properties: object[] = [];
  const dwellings: object[] = [];
  for (const { row, cells } of table) {
    const fault = (found: readonly Omit<RowError, 'row'>[]) => errors.push(...found.map((one) => ({ row, ...one })));
    if (!cells) {
      fault([{ column: '', code: 'row-has-other-columns' }]);
      continue;
    }
    const outcome = readRow(cells);
    if ('errors' in outcome) {
      fault(outcome.errors);
      continue;
    }
    const { address, bfeNumber, bbrId, dwellingCount, ...dwelling } = outcome.read;
    const { propertyRow, errors: found } = soFar.add(row, outcome.read);
    fault(found);
    if (propertyRow === row) properties.push({ row, id: uuidv7(), address, bfeNumber, bbrId, dwellingCount });
    dwellings.push({ row, id: uuidv7(), propertyRow, ...dwelling });
  }
  const isRight = errors.length === 0;
  return {
    rowsTotal: table.length,
    errorCount: errors.length,
    errors: errors.slice(0, MOST_ERRORS),
    properties: isRight ? inParts(properties) : [],
    dwellings: isRight ? inParts(dwellings) : [],
  };
}

const inParts = (all: readonly object[]): string[] =>
  Array.from({ length: Math.ceil(all.length / ROWS_AT_ONCE) }, (_, part) =>
    JSON.stringify(all.slice(part * ROWS_AT_ONCE, (part + 1) * ROWS_AT_ONCE)),
  );
