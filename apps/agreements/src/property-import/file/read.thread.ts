// SPDX-License-Identifier: MPL-2.0
// Reads a file, in a thread: once, and all that can be known of it without the register. What was read leaves as JSON, as the
// database takes it.
import { v7 as uuidv7 } from 'uuid';
import { type Text, textFault } from '#domain';
import { decode, FileFault, parseFile } from './csv.js';
import { type Column, type RowError, RowsSoFar, readRow, tidy } from './rows.js';

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

const isText = (text: string) => !/\p{Surrogate}/u.test(text) && !textFault(text);

function read(bytes: Uint8Array): ReadRows {
  const { columns, records } = parseFile(decode(bytes));
  const places = new Set(Object.values(columns));
  const soFar = new RowsSoFar();
  const errors: RowError[] = [];
  const properties: object[] = [];
  const dwellings: object[] = [];
  for (const { row, cells } of records) {
    const fault = (found: readonly Omit<RowError, 'row'>[]) => errors.push(...found.map((one) => ({ row, ...one })));
    // Cells that a row lacks at its end are empty, and so must be those beside the columns.
    if (cells.some((cell, place) => !places.has(place) && tidy(cell) !== '')) {
      fault([{ column: '', code: 'row-has-other-columns' }]);
      continue;
    }
    const byColumn = Object.fromEntries(
      Object.entries(columns).map(([column, at]) => [column, tidy(cells[at] ?? '')]),
    ) as Record<Column, string>;
    const outcome = readRow(byColumn, isText);
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
    rowsTotal: records.length,
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
