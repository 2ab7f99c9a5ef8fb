// SPDX-License-Identifier: MPL-2.0
import { type CsvError, parse } from 'csv-parse/sync';
import { textFault } from '#domain';
import { Problem } from '#persistence';
import type { TextedFieldError } from '#service';
import { COLUMNS, type Column, type ImportRow, OPTIONAL, type RowError, RowsSoFar, readRow } from './rows.js';

export const MOST_ROWS = 50_000;

/** Rows of the file without the header, and where each column stands. */
export interface ImportFile {
  columns: Readonly<Record<Column, number>>;
  width: number;
  /** Each with its number in the file; empty ones are left out. */
  records: { row: number; cells: string[] }[];
}

const wrong = (code: string, da: string, en: string): Problem => {
  const error: TextedFieldError = { pointer: '', code, message: '', texts: { da, en } };
  return new Problem(400, 'invalid-request', {}, [error]);
};

/** @throws Problem 400 that says what is wrong with the file as a whole */
export function parseFile(text: string): ImportFile {
  const header = text.slice(0, /[\r\n]|$/.exec(text)!.index);
  const delimiter = header.includes(';') ? ';' : ',';
  let records: string[][];
  try {
    records = parse(text, { delimiter, relax_column_count: true, trim: false }) as string[][];
  } catch (error) {
    const line = (error as CsvError & { lines?: number }).lines ?? 0;
    throw wrong(
      'csv-is-malformed',
      `Filen kan ikke læses som CSV omkring linje ${line}: se efter anførselstegn.`,
      `The file cannot be read as CSV near line ${line}: look at the quotes.`,
    );
  }
  const [names = [], ...rows] = records;
  const columns = columnsOf(names.map((name) => name.trim().toLowerCase()));
  const filled = rows
    .map((cells, index) => ({ row: index + 2, cells }))
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  if (filled.length === 0) throw wrong('csv-has-no-rows', 'Filen har ingen rækker.', 'The file has no rows.');
  if (filled.length > MOST_ROWS)
    throw wrong(
      'csv-has-too-many-rows',
      `Filen har ${filled.length} rækker; den må højst have ${MOST_ROWS}. Del den.`,
      `The file has ${filled.length} rows; it may have ${MOST_ROWS} at most. Split it.`,
    );
  return { columns, width: names.length, records: filled };
}

function columnsOf(names: readonly string[]): Record<Column, number> {
  const found = Object.entries(COLUMNS).map(([column, spellings]) => ({
    column: column as Column,
    places: names.flatMap((name, place) => ((spellings as readonly string[]).includes(name) ? [place] : [])),
  }));
  const known = new Set(found.flatMap(({ places }) => places));
  const missing = found.filter(({ column, places }) => !places.length && !OPTIONAL.includes(column));
  const repeated = found.filter(({ places }) => places.length > 1);
  const unknown = names.flatMap((_, place) => (known.has(place) ? [] : [place + 1]));
  const list = (columns: typeof found) => columns.map(({ column }) => column).join(', ');
  if (missing.length)
    throw wrong('csv-column-is-missing', `Der mangler: ${list(missing)}.`, `Missing columns: ${list(missing)}.`);
  if (repeated.length)
    throw wrong('csv-column-is-repeated', `Står to gange: ${list(repeated)}.`, `Twice there: ${list(repeated)}.`);
  if (unknown.length)
    throw wrong(
      'csv-column-is-unknown',
      `Ukendte kolonner: nr. ${unknown.join(', ')}. Kendte: ${Object.keys(COLUMNS).join(', ')}.`,
      `Unknown columns: no. ${unknown.join(', ')}. Known: ${Object.keys(COLUMNS).join(', ')}.`,
    );
  return Object.fromEntries(found.map(({ column, places }) => [column, places[0] ?? -1])) as Record<Column, number>;
}

const isText = (text: string) => !/\p{Surrogate}/u.test(text) && !textFault(text);

/** Every row of the file that can be read, and the faults of rows `from` (inclusive) to `to` (exclusive), by place. */
export function checkRows(
  { columns, width, records }: ImportFile,
  from: number,
  to: number,
): { rows: (ImportRow & { row: number })[]; errors: RowError[] } {
  const soFar = new RowsSoFar();
  const rows: (ImportRow & { row: number })[] = [];
  const errors: RowError[] = [];
  for (const [place, { row, cells }] of records.slice(0, to).entries()) {
    const isAsked = place >= from;
    if (cells.length !== width) {
      if (isAsked) errors.push({ row, column: '', code: 'row-has-other-columns' });
      continue;
    }
    const byColumn = Object.fromEntries(
      Object.entries(columns).map(([column, at]) => [column, at < 0 ? '' : (cells[at] ?? '')]),
    ) as Record<Column, string>;
    const outcome = readRow(byColumn, isText);
    const found = 'errors' in outcome ? outcome.errors : soFar.add(outcome.read);
    if (isAsked) errors.push(...found.map((error) => ({ row, ...error })));
    if ('read' in outcome) rows.push({ ...outcome.read, row });
  }
  return { rows, errors };
}
