// SPDX-License-Identifier: MPL-2.0
import { isLocalDate, showDate } from './danish-calendar.js';

export type Language = 'da' | 'en';
export type Text = Readonly<Record<Language, string>>;
export type RefusalFacts = Readonly<Record<string, unknown>>;

/** Fills `{name}` from the facts: a date in words, a list with commas. A name without a fact stays as it is. */
export function fillText(template: string, facts: RefusalFacts, language: Language): string {
  const show = (value: unknown): string => {
    if (Array.isArray(value)) return value.map(show).join(', ');
    return typeof value === 'string' && isLocalDate(value) ? showDate(value, language) : String(value);
  };
  return template.replace(/\{(\w+)\}/g, (whole, name: string) =>
    facts[name] === undefined || facts[name] === null ? whole : show(facts[name]),
  );
}

/** A rule says no. HTTP answers 409, and 403 for `wrong-role`. */
export class Refusal extends Error {
  /** The sentence for people, filled from the facts. */
  readonly text: Text;

  /**
   * @param code stable, kebab-case, documented in the rule book
   * @param facts what it was decided on and what would make the action lawful, such as the earliest lawful date
   * @param text sentences with `{name}` for facts
   */
  constructor(
    readonly code: string,
    readonly facts: RefusalFacts,
    text: Text,
  ) {
    super(code);
    this.name = 'Refusal';
    this.text = { da: fillText(text.da, facts, 'da'), en: fillText(text.en, facts, 'en') };
  }
}
