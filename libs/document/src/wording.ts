// SPDX-License-Identifier: MPL-2.0
// How a document says things in either language.
import { type Language, type LocalDate, type Oere, showDate, showOere, type Text } from '#domain';

/** One and many, in either language. */
export interface Unit {
  da: [string, string];
  en: [string, string];
}

export const MONTH: Unit = { da: ['måned', 'måneder'], en: ['month', 'months'] };

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
  months = (count: number): string => this.count(count, MONTH);
  /** `3 måneders` rent or notice */
  monthsOf = (count: number): string =>
    count === 1 ? this.say('1 måneds', "1 month's") : this.say(`${count} måneders`, `${count} months'`);
  count = (count: number, unit: Unit): string => `${count} ${unit[this.language][count === 1 ? 0 : 1]}`;
  number = (value: number): string => this.numbers.format(value);
  /** `a, b og c` */
  list = (items: readonly string[]): string =>
    new Intl.ListFormat(this.say('da-DK', 'en-GB'), { type: 'conjunction' }).format(items);

  /** Tells a term, or that it is open. @param what is open, in few words */
  agreed = <T>(term: T | undefined, what: Text, tell: (term: T) => string[]): string[] =>
    term === undefined ? [this.say(`Ikke aftalt endnu: ${what.da}.`, `Not agreed yet: ${what.en}.`)] : tell(term);
}
