// SPDX-License-Identifier: MPL-2.0
// Who a citizen is: what of a person the vault keeps, locked, and by what a person is found.

export interface Address {
  /** Absent: the person has none, or nobody knows it. */
  text?: string;
  /** Adressebeskyttelse: shown in a step of its own, never outside the municipality (domain.md 9). */
  protected: boolean;
}

export interface Contact {
  phone?: string;
  mailbox?: string;
}

export interface Household {
  adults: number;
  children: number;
}

/** Each part is locked by itself, so that who may see one need not open the others. */
export interface Person {
  /** Ten digits. */
  cpr: string;
  name: string;
  address: Address | null;
  contact: Contact | null;
  household: Household | null;
}

export const PARTS = ['cpr', 'name', 'address', 'contact', 'household'] as const satisfies (keyof Person)[];
export type PartOfPerson = (typeof PARTS)[number];

/** Why somebody looks a citizen up. */
export const PURPOSES = ['housing', 'benefits', 'support', 'identity_check', 'access_request', 'correction'] as const;
export type Purpose = (typeof PURPOSES)[number];

/** Why an address that is protected is shown. */
export const ADDRESS_REASONS = ['visit', 'letter', 'authority', 'safety', 'access_request'] as const;
export type AddressReason = (typeof ADDRESS_REASONS)[number];

/**
 * The words of a name as they are looked for: small letters, marks gone, æ ø å as ae oe aa, whatever stands between words.
 * Whole words alone are found: the beginnings of words, each under its own value, would tell too much of the name.
 */
export const nameWords = (name: string): string[] => [
  ...new Set(
    name
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[åæøöäßđłþð]/g, (letter) => LETTERS[letter]!)
      .normalize('NFD')
      .replace(/\p{M}+/gu, '')
      .split(/[^\p{L}\p{N}]+/u)
      .filter(Boolean),
  ),
];

const LETTERS: Readonly<Record<string, string>> = {
  ...{ å: 'aa', æ: 'ae', ø: 'oe', ö: 'oe', ä: 'ae' },
  ...{ ß: 'ss', đ: 'd', ł: 'l', þ: 'th', ð: 'd' },
};
