// SPDX-License-Identifier: MPL-2.0
// How the document says things, and the shape of what it says.
import type { LEGAL_BASES } from '#contracts/agreements/agreement';
import { type Language, type LocalDate, type Oere, showDate, showOere, type Text } from '#domain';
import type { AgreementTerms } from '../agreement-terms.dto.js';
import type { Signature } from '../versions.js';
import { type StateText, UNIT } from './words.js';

/** What is known of a text besides its terms. */
export interface DocumentHead {
  /** What people call the case by. */
  number: string;
  agreementNo: string;
  municipality: string;
  landlord: { name: string; cvr: string | null };
  legalBasis: (typeof LEGAL_BASES)[number];
  versionNo: number;
  /** Number of the text within its version. */
  revision: number;
  /** SHA-256 of the text, hex. */
  hash: string;
  stateText: StateText;
  /** Of an agreement that was given notice or has ended: its last day. */
  lastDay: LocalDate | null;
  signatures: Pick<Signature, 'party' | 'name' | 'role' | 'signedOn' | 'method'>[];
}

export interface DocumentTable {
  columns: string[];
  /** An empty cell is there to be filled in by hand. */
  rows: string[][];
  /** Columns of numbers, from 0: set to the right. */
  numbers?: number[];
}

export interface DocumentSection {
  heading: string;
  /** A line break inside a paragraph is kept. */
  paragraphs: string[];
  /** After the paragraphs. */
  table?: DocumentTable;
}

export interface AgreementDocument {
  language: Language;
  title: string;
  subtitle: string;
  /** Version, number of the text and where it stands. */
  status: string;
  author: string;
  sections: DocumentSection[];
  /** For the foot of every page. */
  footer: string;
}

export type Section = (head: DocumentHead, terms: AgreementTerms, tell: Wording) => DocumentSection;

/** What stands in a cell where there is nothing to tell. */
export const NOTHING = '–';

/** How one language says numbers, days and lists. */
export class Wording {
  /** Made once: making it takes longer than using it. */
  private readonly numbers: Intl.NumberFormat;

  constructor(readonly language: Language) {
    this.numbers = new Intl.NumberFormat(this.say('da-DK', 'en-GB'), { maximumFractionDigits: 2 });
  }

  say = (da: string, en: string): string => (this.language === 'da' ? da : en);
  of = (text: Text): string => text[this.language];
  /** Amount and currency stay on one line. */
  money = (oere: Oere): string => showOere(oere, this.language).replace(' ', '\u00a0');
  day = (date: LocalDate): string => showDate(date, this.language);
  months = (count: number): string => this.count(count, UNIT.month);
  /** `3 måneders` rent or notice */
  monthsOf = (count: number): string =>
    count === 1 ? this.say('1 måneds', "1 month's") : this.say(`${count} måneders`, `${count} months'`);
  count = (count: number, unit: { da: [string, string]; en: [string, string] }): string =>
    `${count} ${unit[this.language][count === 1 ? 0 : 1]}`;
  number = (value: number): string => this.numbers.format(value);
  /** `a, b og c` */
  list = (items: readonly string[]): string =>
    new Intl.ListFormat(this.say('da-DK', 'en-GB'), { type: 'conjunction' }).format(items);

  /** Tells a term, or that it is open. @param what is open, in few words */
  agreed = <T>(term: T | undefined, what: Text, tell: (term: T) => string[]): string[] =>
    term === undefined ? [this.say(`Ikke aftalt endnu: ${what.da}.`, `Not agreed yet: ${what.en}.`)] : tell(term);
}
