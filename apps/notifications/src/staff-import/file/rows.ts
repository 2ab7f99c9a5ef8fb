// SPDX-License-Identifier: MPL-2.0
// The columns of a file of staff, and how each cell is read. Pure: no file, no database.
import { MAILBOX, PHONE } from '#contracts/fields';
import { MUNICIPAL_ROLES, STAFF_ID, TEAM_CODE } from '#contracts/notifications/staff';
import type { Role } from '#contracts/roles';
import { CELL_ERRORS, isReadable, type TableForm } from '#csv';
import type { Text } from '#domain';

const COLUMNS = {
  staff_id: ['staff_id', 'medarbejder_id'],
  name: ['name', 'navn'],
  roles: ['roles', 'roller'],
  teams: ['teams', 'team'],
  mailbox: ['mailbox', 'email', 'e_mail'],
  phone: ['phone', 'telefon'],
} as const;
type Column = keyof typeof COLUMNS;

/** Written one by one, in some seconds. */
export const STAFF_FORM: TableForm<Column> = {
  columns: COLUMNS,
  optional: ['teams', 'mailbox', 'phone'],
  mostRows: 5000,
};

export const STAFF_ROW_ERRORS = {
  ...CELL_ERRORS,
  'not-a-staff-id': {
    da: 'Skal være id’et i personens login: højst 255 tegn uden mellemrum, æ, ø og å.',
    en: 'Must be the id of the person’s sign-in: at most 255 characters of ASCII without blanks.',
  },
  'not-a-role': {
    da: 'Skal være en eller flere af kommunens roller, adskilt af komma eller mellemrum, såsom support_worker.',
    en: 'Must be one or more of the municipality’s roles, separated by commas or blanks, such as support_worker.',
  },
  'not-a-team': {
    da: 'Skal være højst 20 koder for team, adskilt af komma eller mellemrum, såsom bostoette-nord.',
    en: 'Must be at most 20 codes of teams, separated by commas or blanks, such as bostoette-nord.',
  },
  'not-a-mailbox': { da: 'Skal være en e-mailadresse.', en: 'Must be an e-mail address.' },
  'not-a-phone-number': {
    da: 'Skal være et telefonnummer: 8 cifre, eller + og landekode.',
    en: 'Must be a telephone number: 8 digits, or + and the code of the country.',
  },
  'staff-is-repeated': {
    da: 'Personen står allerede i en tidligere række, `otherRow`.',
    en: 'The person is in an earlier row already, `otherRow`.',
  },
  'person-has-left': {
    da: 'Personen er meldt fratrådt. Meld personen tilbage i registret først, eller tag rækken ud.',
    en: 'The person is reported to have left. Report in the register that the person is back, or take the row out.',
  },
  'register-refuses': {
    da: 'Registret kan ikke modtage rækken: personen er kommet i registret imens. Send filen igen.',
    en: 'The register cannot take the row: the person came into the register meanwhile. Send the file again.',
  },
} as const satisfies Record<string, Text>;
export type StaffRowErrorCode = keyof typeof STAFF_ROW_ERRORS;

export interface StaffRowError {
  row: number;
  column: Column | '';
  code: StaffRowErrorCode;
  otherRow?: number;
}

/** One person. Null: the file does not say, what the register has stays. */
export interface ReadStaff {
  staffId: string;
  name: string;
  roles: Role[];
  teams: string[] | null;
  mailbox: string | null;
  phone: string | null;
}

const words = (cell: string) => [...new Set(cell.split(/[ ,;|]/).filter(Boolean))];

/** @param cells tidy */
export function readStaff(
  cells: Readonly<Record<Column, string>>,
): { read: ReadStaff } | { errors: Omit<StaffRowError, 'row'>[] } {
  const errors: Omit<StaffRowError, 'row'>[] = [];
  const must = (column: Column, code: StaffRowErrorCode, isRight: boolean) => {
    if (!isRight) errors.push({ column, code: cells[column] === '' ? 'cell-is-empty' : code });
  };
  const may = (column: Column, code: StaffRowErrorCode, isRight: boolean) => {
    if (cells[column] !== '') must(column, code, isRight);
  };
  const [roles, teams] = [words(cells.roles), words(cells.teams)];
  must('staff_id', 'not-a-staff-id', STAFF_ID.test(cells.staff_id));
  must('name', 'cell-is-not-text', cells.name !== '' && isReadable(cells.name));
  may('name', 'cell-is-too-long', cells.name.length <= 200);
  must('roles', 'not-a-role', roles.length > 0 && roles.every((role) => MUNICIPAL_ROLES.includes(role as Role)));
  may('teams', 'not-a-team', teams.length <= 20 && teams.every((team) => team.length <= 60 && TEAM_CODE.test(team)));
  may('mailbox', 'not-a-mailbox', cells.mailbox.length <= 254 && MAILBOX.test(cells.mailbox));
  may('phone', 'not-a-phone-number', cells.phone.length <= 40 && PHONE.test(cells.phone));
  if (errors.length) return { errors };
  return {
    read: {
      ...{ staffId: cells.staff_id, name: cells.name, roles: roles as Role[] },
      teams: teams.length ? teams : null,
      mailbox: cells.mailbox || null,
      phone: cells.phone || null,
    },
  };
}
