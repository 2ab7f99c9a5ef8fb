// SPDX-License-Identifier: MPL-2.0
// The columns of an import and how each cell is read. Pure: no file, no database.
import { CELL_ERRORS, isReadable, type TableForm } from '#csv';
import { folded, type Text } from '#domain';

/** Column → the names it may have in the header. */
const COLUMNS = {
  address: ['address', 'adresse'],
  bfe_number: ['bfe_number', 'bfe_nummer'],
  bbr_id: ['bbr_id'],
  dwelling_count: ['dwelling_count', 'antal_boliger'],
  unit: ['unit', 'bolig'],
  type: ['type'],
  area_m2: ['area_m2', 'areal_m2'],
  rooms: ['rooms', 'vaerelser', 'værelser'],
  rent: ['rent', 'husleje'],
  utilities_advance: ['utilities_advance', 'aconto'],
  available_pattern: ['available_pattern', 'ledighed'],
} as const;
export type Column = keyof typeof COLUMNS;

const OPTIONAL: readonly Column[] = ['bfe_number', 'bbr_id', 'available_pattern'];

export const PROPERTY_FORM: TableForm<Column> = { columns: COLUMNS, optional: OPTIONAL, mostRows: 50_000 };

/** What can be wrong with a cell or a row. The content is never repeated: it may hold anything. */
export const ROW_ERRORS = {
  ...CELL_ERRORS,
  'not-a-whole-number': {
    da: 'Skal være et helt tal inden for grænserne.',
    en: 'Must be a whole number within the limits.',
  },
  'not-a-number': { da: 'Skal være et tal med højst to decimaler.', en: 'Must be a number with two decimals at most.' },
  'not-an-amount': {
    da: 'Skal være et beløb i kroner med højst to decimaler, såsom 4500,00.',
    en: 'Must be an amount in kroner with two decimals at most, such as 4500.00.',
  },
  'not-a-bfe-number': { da: 'Skal være 1-10 cifre.', en: 'Must be 1-10 digits.' },
  'not-a-bbr-id': { da: 'Skal være en uuid.', en: 'Must be a uuid.' },
  'property-differs': {
    da: 'Ejendommen står anderledes i en tidligere række, `otherRow`.',
    en: 'The property reads otherwise in an earlier row, `otherRow`.',
  },
  'property-is-there-twice': {
    da: 'Rækken og en tidligere række, `otherRow`, er samme ejendom i registret, men to i filen. Skriv adresse og BFE-nummer ens i begge.',
    en: 'This row and an earlier one, `otherRow`, are one property in the register, but two in the file. Give both the same address and BFE number.',
  },
  'unit-is-repeated': {
    da: 'Boligen står allerede i en tidligere række, `otherRow`.',
    en: 'The dwelling is in an earlier row already, `otherRow`.',
  },
  'property-has-no-more-dwellings': {
    da: 'Ejendommen får flere boliger i registret, end den har.',
    en: 'The property would have more dwellings in the register than it has.',
  },
  'address-belongs-to-another': {
    da: 'Adressen er registreret med et andet BFE-nummer.',
    en: 'The address is registered with another BFE number.',
  },
  'bfe-number-belongs-to-another': {
    da: 'BFE-nummeret er registreret med en anden adresse. Ret adressen på ejendommen i registret, hvis den er ny.',
    en: 'The BFE number is registered with another address. Change the address of the property in the register if it is new.',
  },
  'landlord-is-not-registered': {
    da: 'Udlejeren er ikke længere i registret.',
    en: 'The landlord is not in the register any more.',
  },
  'register-refuses': {
    da: 'Registret kan ikke modtage rækken: den strider mod noget, der er registreret imens. Send filen igen.',
    en: 'The register cannot take the row: it contradicts something registered meanwhile. Send the file again.',
  },
  'file-must-be-sent-again': {
    da: 'Systemet blev opdateret, mens filen blev indlæst. Send den igen.',
    en: 'The system was updated while the file was imported. Send it again.',
  },
} as const satisfies Record<string, Text>;
export type RowErrorCode = keyof typeof ROW_ERRORS;

export interface RowError {
  /** As in the file: the header is row 1. */
  row: number;
  column: Column | '';
  code: RowErrorCode;
  /** The earlier row that it contradicts. */
  otherRow?: number;
}

/** One dwelling with its property. */
export interface ImportRow {
  address: string;
  bfeNumber: string | null;
  bbrId: string | null;
  dwellingCount: number;
  unit: string;
  type: string;
  areaM2: number;
  rooms: number;
  rentOere: number;
  utilitiesOere: number;
  availablePattern: string | null;
}

const MOST_OERE = 2_147_483_647;
const LONGEST_NUMBER = 40;

/**
 * Kroner as people and their systems write them, in øre, exactly: `4500`, `4500,00`, `4500.5`, `4.500,00`, `4 500,00`,
 * `4.500,-`, `kr. 4500`, `4500 DKK`.
 * @returns null: not an amount. A dot before exactly three digits is a thousands separator, unless it is the last of all.
 */
export function readOere(text: string): number | null {
  if (text.length > LONGEST_NUMBER) return null;
  const plain = text.replace(/^(?:kr\.?|dkk) ?/i, '').replace(/(?:,-)?(?: ?(?:kr\.?|dkk))?$/i, '');
  const [, kroner, oere = ''] =
    /^(\d{1,3}(?:[. ]\d{3}){1,9}|\d{1,30})(?:,(\d{1,2}))?$/.exec(plain) ??
    /^(\d{1,30})(?:\.(\d{1,2}))?$/.exec(plain) ??
    [];
  if (kroner === undefined || kroner.length > 12) return null;
  const amount = Number(kroner.replace(/[. ]/g, '')) * 100 + Number(oere.padEnd(2, '0') || 0);
  return amount <= MOST_OERE ? amount : null;
}

const DASH = /^(?:kr\.? ?)?-(?: ?kr\.?)?$/i;

/** A number with at most two decimals, by comma or dot. */
export function readDecimal(text: string): number | null {
  return /^\d{1,6}([.,]\d{1,2})?$/.test(text) ? Number(text.replace(',', '.')) : null;
}

/** `24`, or `24,0` as a spreadsheet shows it. */
const readWhole = (text: string, least: number, most: number): number | null => {
  const number = /^\d{1,6}([.,]0{1,2})?$/.test(text) ? Number.parseInt(text, 10) : null;
  return number !== null && number >= least && number <= most ? number : null;
};

/** @param cells tidy */
export function readRow(
  cells: Readonly<Record<Column, string>>,
): { read: ImportRow } | { errors: Omit<RowError, 'row'>[] } {
  const errors: Omit<RowError, 'row'>[] = [];
  const fault = (column: Column, code: RowErrorCode) => errors.push({ column, code });
  const text = (column: Column, most: number): string => {
    const value = cells[column];
    if (value === '') {
      if (!OPTIONAL.includes(column)) fault(column, 'cell-is-empty');
    } else if (value.length > most) fault(column, 'cell-is-too-long');
    else if (!isReadable(value)) fault(column, 'cell-is-not-text');
    return value;
  };
  const read = <T>(column: Column, code: RowErrorCode, by: (value: string) => T | null): T => {
    const value = cells[column];
    const found = by(value);
    if (found === null) fault(column, value === '' ? 'cell-is-empty' : code);
    return found as T;
  };
  const optional = (column: Column, code: RowErrorCode, form: RegExp): string | null => {
    const value = cells[column];
    if (value !== '' && !form.test(value)) fault(column, code);
    return value === '' ? null : value.toLowerCase();
  };
  const area = (value: string) => {
    const number = readDecimal(value);
    return number !== null && number >= 1 && number <= 1000 ? number : null;
  };
  const row: ImportRow = {
    address: text('address', 200),
    // A number: zeros before it say nothing, and zeros alone are what systems write where they have none.
    bfeNumber: optional('bfe_number', 'not-a-bfe-number', /^[0-9]{1,10}$/)?.replace(/^0+/, '') || null,
    bbrId: optional('bbr_id', 'not-a-bbr-id', /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i),
    dwellingCount: read('dwelling_count', 'not-a-whole-number', (value) => readWhole(value, 1, 10_000)),
    unit: text('unit', 100),
    type: text('type', 100),
    areaM2: read('area_m2', 'not-a-number', area),
    rooms: read('rooms', 'not-a-whole-number', (value) => readWhole(value, 1, 50)),
    rentOere: read('rent', 'not-an-amount', readOere),
    // A sheet of accounts shows a zero as a dash.
    utilitiesOere: read('utilities_advance', 'not-an-amount', (value) => (DASH.test(value) ? 0 : readOere(value))),
    availablePattern: text('available_pattern', 200) || null,
  };
  return errors.length ? { errors } : { read: row };
}

const OF_PROPERTY = {
  address: 'address',
  bfeNumber: 'bfe_number',
  bbrId: 'bbr_id',
  dwellingCount: 'dwelling_count',
} as const satisfies Partial<Record<keyof ImportRow, Column>>;

/** What a row says against the rows before it. */
export class RowsSoFar {
  /** By address and by BFE number: one of both must not be two properties. */
  private readonly properties = new Map<string, { row: number; read: ImportRow }>();
  private readonly units = new Map<string, number>();

  /** @returns the first row of its property, and what is wrong */
  add(row: number, read: ImportRow): { propertyRow: number; errors: Omit<RowError, 'row'>[] } {
    const keys = [`address ${folded(read.address)}`, ...(read.bfeNumber ? [`bfe ${read.bfeNumber}`] : [])];
    const first = keys.map((key) => this.properties.get(key)).find((one) => one) ?? { row, read };
    for (const key of keys) if (!this.properties.has(key)) this.properties.set(key, first);
    const errors: Omit<RowError, 'row'>[] = [];
    for (const [field, column] of Object.entries(OF_PROPERTY) as [keyof typeof OF_PROPERTY, Column][]) {
      const [is, was] = [read[field], first.read[field]];
      if (typeof is === 'string' && typeof was === 'string' ? folded(is) !== folded(was) : is !== was)
        errors.push({ column, code: 'property-differs', otherRow: first.row });
    }
    const unit = `${first.row} ${folded(read.unit)}`;
    const earlier = this.units.get(unit);
    if (earlier === undefined) this.units.set(unit, row);
    else errors.push({ column: 'unit', code: 'unit-is-repeated', otherRow: earlier });
    return { propertyRow: first.row, errors };
  }
}
