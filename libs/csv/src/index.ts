// SPDX-License-Identifier: MPL-2.0
// A file of rows as spreadsheets and other systems write it, as cells by column. Pure: no database, no register. Small, since
// it is loaded in threads.
import { type CsvError, parse } from 'csv-parse/sync';
import { spelled, type Text, textFault } from '#domain';

/** What a file must be like. */
export interface TableForm<Column extends string> {
  /** Column → the names it may have in the header, without regard to case, and with a space or a hyphen for `_`. */
  columns: Readonly<Record<Column, readonly string[]>>;
  /** May be missing, or empty in a row. */
  optional: readonly Column[];
  mostRows: number;
}

/** A row by column, each cell tidy; null: the row has something beside the columns. */
export interface TableRow<Column extends string> {
  /** As in the file: the header is row 1. */
  row: number;
  cells: Readonly<Record<Column, string>> | null;
}

const MOST_COLUMNS = 100;
/** Characters of a row: many times what its cells may hold. */
const LONGEST_ROW = 20_000;

/** What can be wrong with a cell of any file. The content is never repeated: it may hold anything. */
export const CELL_ERRORS = {
  'cell-is-empty': { da: 'Feltet skal udfyldes.', en: 'The cell must be filled in.' },
  'cell-is-too-long': { da: 'Teksten er for lang.', en: 'The text is too long.' },
  'cell-is-not-text': {
    da: 'Teksten må ikke indeholde kontroltegn eller et CPR-nummer.',
    en: 'The text must not hold control characters or a civil registration number.',
  },
  'row-has-other-columns': {
    da: 'Rækken har noget i et felt uden overskrift.',
    en: 'The row has something in a cell without a heading.',
  },
} as const satisfies Record<string, Text>;

/** What is wrong with the file as a whole. */
export class FileFault extends Error {
  constructor(
    readonly code: string,
    readonly texts: Text,
  ) {
    super(code);
  }
}

const wrong = (code: string, da: string, en: string): FileFault => new FileFault(code, { da, en });

/**
 * The rows of a file, without its header and its empty rows.
 * @throws FileFault
 */
export function readTable<Column extends string>(bytes: Uint8Array, form: TableForm<Column>): TableRow<Column>[] {
  const { columns, records } = parseFile(decode(bytes), form);
  const places = new Set(Object.values<number>(columns));
  return records.map(({ row, cells }) => {
    // Cells that a row lacks at its end are empty, and so must be those beside the columns.
    if (cells.some((cell, place) => !places.has(place) && tidy(cell) !== '')) return { row, cells: null };
    const byColumn = Object.entries<number>(columns).map(([column, at]) => [column, tidy(cells[at] ?? '')]);
    return { row, cells: Object.fromEntries(byColumn) as Record<Column, string> };
  });
}

/** A cell in its one spelling, on one line. */
export const tidy = (cell: string): string => spelled(cell).replace(/\n+/g, ' ');

/** May others read it: no control characters, no civil registration number? */
export const isReadable = (text: string): boolean => !/\p{Surrogate}/u.test(text) && !textFault(text);

const WORKBOOKS: readonly number[][] = [
  [0x50, 0x4b, 0x03, 0x04], // zip: .xlsx, .ods
  [0xd0, 0xcf, 0x11, 0xe0], // .xls
];
const startsWith = (bytes: Uint8Array, begin: readonly number[]) => begin.every((byte, at) => bytes[at] === byte);

/**
 * The text of a file, told by its content: UTF-8 and UTF-16 with or without a byte order mark; else Windows-1252,
 * Macintosh or MS-DOS, whichever gives more of the letters that people write.
 * @throws FileFault for what is no text
 */
function decode(bytes: Uint8Array): string {
  if (WORKBOOKS.some((begin) => startsWith(bytes, begin)))
    throw wrong(
      'file-is-a-workbook',
      'Filen er et regneark. Gem den som CSV, og send den igen.',
      'The file is a workbook. Save it as CSV and send it again.',
    );
  // At its end some systems write what MS-DOS ended a file with.
  const all = textOf(bytes);
  const text = all.endsWith('\u001a') ? all.slice(0, -1) : all;
  if (text.includes('\0'))
    throw wrong('file-is-no-text', 'Filen er ikke tekst. Gem den som CSV.', 'The file is not text. Save it as CSV.');
  return text;
}

function textOf(bytes: Uint8Array): string {
  const as = (encoding: string, fatal = false) => new TextDecoder(encoding, { fatal }).decode(bytes);
  if (startsWith(bytes, [0xff, 0xfe])) return as('utf-16le');
  if (startsWith(bytes, [0xfe, 0xff])) return as('utf-16be');
  if (bytes[0] !== 0 && bytes[1] === 0) return as('utf-16le');
  if (bytes[0] === 0 && bytes[1] !== 0) return as('utf-16be');
  try {
    return as('utf-8', true);
  } catch {
    const latin = Buffer.from(bytes).toString('latin1');
    // In UTF-8 an æ is two bytes that nobody writes beside one another in any other way.
    if (/\u00c3[\u0080-\u00bf]/.test(latin))
      throw wrong(
        'file-mixes-encodings',
        'Filen er dels UTF-8 og dels et andet tegnsæt, eller den er skåret over. Gem den som CSV UTF-8.',
        'The file is partly UTF-8 and partly another encoding, or it is cut off. Save it as CSV UTF-8.',
      );
    const dos = latin.replace(/[\u0080-\u00ff]/g, (byte) => CODE_PAGE_850[byte.charCodeAt(0) - 0x80]!);
    return [as('windows-1252'), as('macintosh'), dos].reduce((best, one) => (likely(one) > likely(best) ? one : best));
  }
}

/** The upper half of what MS-DOS wrote, and Excel calls `CSV (MS-DOS)`. */
const CODE_PAGE_850 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤' +
  'ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0';

/** How much a text looks like Danish: its own letters count most. */
const likely = (text: string): number =>
  3 * (text.match(/[æøå]/giu)?.length ?? 0) + (text.match(/[éèüöä]/giu)?.length ?? 0);

const DELIMITERS = [';', '\t', ','];

function parseFile<Column extends string>(text: string, form: TableForm<Column>) {
  // `sep=;` tells Excel what to expect; it is a row of the file.
  const [told = '', named] = /^"?sep=([;,\t|])"?(?:\r\n|\r|\n|$)/i.exec(text) ?? [];
  const rest = text.slice(told.length);
  const header = /[^\r\n]{0,10000}/.exec(rest.trimStart())![0];
  const count = (delimiter: string) => header.split(delimiter).length;
  const delimiter = named ?? DELIMITERS.reduce((best, one) => (count(one) > count(best) ? one : best));
  if (count(delimiter) > MOST_COLUMNS || /[;,\t|]{100}/.test(rest)) throw tooManyColumns(form);
  let records: string[][];
  try {
    records = parse(rest, {
      ...{ delimiter, record_delimiter: ['\r\n', '\n', '\r'], relax_column_count: true, trim: false },
      max_record_size: LONGEST_ROW,
    }) as string[][];
  } catch (error) {
    const { code, lines = 0 } = error as CsvError & { lines?: number };
    if (code === 'CSV_MAX_RECORD_SIZE') throw tooManyColumns(form);
    throw wrong(
      'csv-is-malformed',
      `Filen kan ikke læses som CSV omkring linje ${lines}: se efter anførselstegn.`,
      `The file cannot be read as CSV near line ${lines}: look at the quotes.`,
    );
  }
  const all = records
    .map((cells, index) => ({ row: index + (named ? 2 : 1), cells }))
    .filter(({ cells }) => cells.some((cell) => tidy(cell) !== ''));
  const [names = { cells: [] }, ...filled] = all;
  const columns = columnsOf(names.cells.map(nameOf), form);
  if (filled.length === 0) throw wrong('csv-has-no-rows', 'Filen har ingen rækker.', 'The file has no rows.');
  if (filled.length > form.mostRows)
    throw wrong(
      'csv-has-too-many-rows',
      `Filen har ${filled.length} rækker; den må højst have ${form.mostRows}. Del den.`,
      `The file has ${filled.length} rows; it may have ${form.mostRows} at most. Split it.`,
    );
  return { columns, records: filled };
}

const known = <Column extends string>({ columns }: TableForm<Column>) => Object.keys(columns).join(', ');

const tooManyColumns = (form: TableForm<string>) =>
  wrong(
    'csv-has-too-many-columns',
    `Filen har for mange kolonner; kendte: ${known(form)}.`,
    `The file has too many columns; known: ${known(form)}.`,
  );

/** `Antal boliger` is `antal_boliger`, `Areal m²` is `areal_m2`. */
const nameOf = (cell: string): string => tidy(cell).normalize('NFKC').toLowerCase().replace(/[ -]/g, '_');

function columnsOf<Column extends string>(names: readonly string[], form: TableForm<Column>): Record<Column, number> {
  const found = Object.entries<readonly string[]>(form.columns).map(([column, spellings]) => ({
    column: column as Column,
    places: names.flatMap((name, place) => (spellings.includes(name) ? [place] : [])),
  }));
  const placed = new Set(found.flatMap(({ places }) => places));
  const missing = found.filter(({ column, places }) => !places.length && !form.optional.includes(column));
  const repeated = found.filter(({ places }) => places.length > 1);
  // Without a name and with nothing in it: what a spreadsheet adds at the end.
  const unknown = names.flatMap((name, place) => (name === '' || placed.has(place) ? [] : [place + 1]));
  const list = (columns: typeof found) => columns.map(({ column }) => column).join(', ');
  if (missing.length)
    throw wrong('csv-column-is-missing', `Der mangler: ${list(missing)}.`, `Missing columns: ${list(missing)}.`);
  if (repeated.length)
    throw wrong('csv-column-is-repeated', `Står to gange: ${list(repeated)}.`, `Twice there: ${list(repeated)}.`);
  if (unknown.length)
    throw wrong(
      'csv-column-is-unknown',
      `Ukendte kolonner: nr. ${unknown.join(', ')}. Kendte: ${known(form)}.`,
      `Unknown columns: no. ${unknown.join(', ')}. Known: ${known(form)}.`,
    );
  return Object.fromEntries(found.map(({ column, places }) => [column, places[0] ?? -1])) as Record<Column, number>;
}
