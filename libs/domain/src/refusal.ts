// SPDX-License-Identifier: MPL-2.0
import { isLocalDate, showDate } from './danish-calendar.js';
import { ROLE_NAMES } from './role-names.js';
import type { Language, Text } from './text.js';

export type RefusalFacts = Readonly<Record<string, unknown>>;

/** Øre as people read them: `5.429,00 kr`, `DKK 5,429.00`. */
export const showOere = (oere: number, language: Language): string =>
  language === 'da' ? `${KRONER.da.format(oere / 100)} kr` : `DKK ${KRONER.en.format(oere / 100)}`;

const KRONER = {
  da: new Intl.NumberFormat('da-DK', { minimumFractionDigits: 2 }),
  en: new Intl.NumberFormat('en-GB', { minimumFractionDigits: 2 }),
};

/**
 * Fills `{name}` from the facts: a date in words, a name that ends in `Oere` as kroner, a role by its name, a text in the
 * language, a list with commas. A name without a fact stays as it is; under test it is an Error, so that no such sentence is released.
 */
export function fillText(template: string, facts: RefusalFacts, language: Language): string {
  const show = (name: string, value: unknown): string => {
    if (Array.isArray(value)) return value.map((one) => show(name, one)).join(', ');
    if (typeof value === 'number' && name.endsWith('Oere')) return showOere(value, language);
    if (isText(value)) return value[language];
    if (typeof value !== 'string') return String(value);
    return isLocalDate(value) ? showDate(value, language) : (ROLE_NAMES[value]?.[language] ?? value);
  };
  if (!template.includes('{')) return template;
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = facts[name];
    if (value !== undefined && value !== null) return show(name, value);
    if (process.env.NODE_ENV === 'test') throw new Error(`${whole} of “${template}” has no fact`);
    return whole;
  });
}

const isText = (value: unknown): value is Text =>
  typeof value === 'object' && value !== null && 'da' in value && 'en' in value;

/** One of the faults of a command's content. */
export interface Fault {
  code: string;
  /** Of the command; absent where no single field is at fault. */
  field?: string;
  /** Law or roadmap id of the rule that says so. */
  source?: string;
  text: Text;
}

/** A rule says no. HTTP answers 409, and 403 for `wrong-role`. */
export class Refusal extends Error {
  /** The sentence for people, filled from the facts. */
  readonly text: Text;
  /** Where the command's content was at fault: all its faults, of which this is the first. */
  readonly faults: readonly Fault[] = [];
  private readonly field?: string;
  private readonly source?: string;

  /**
   * @param code stable, kebab-case, documented in the rule book
   * @param facts what it was decided on and what would make the action lawful, such as the earliest lawful date
   * @param text sentences with `{name}` for facts
   */
  constructor(
    readonly code: string,
    readonly facts: RefusalFacts,
    text: Text & { field?: string; source?: string },
  ) {
    // Where it was made is never of interest, and costs most of it.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super(code);
    Error.stackTraceLimit = stackTraceLimit;
    this.name = 'Refusal';
    this.text = { da: fillText(text.da, facts, 'da'), en: fillText(text.en, facts, 'en') };
    this.field = text.field;
    this.source = text.source;
  }

  /** This refusal, telling what else is wrong; the facts of all of them. */
  among(all: readonly Refusal[]): Refusal {
    const facts = Object.assign({}, ...all.map((one) => one.facts).toReversed());
    const faults = all.map(({ code, field, source, text }) => ({
      code,
      ...(field && { field }),
      ...(source && { source }),
      text,
    }));
    return Object.assign(new Refusal(this.code, facts, this.text), { faults });
  }
  /** What else is wrong; undefined: nothing. */
  except(code: string): Refusal | undefined {
    const faults = this.faults.filter((fault) => fault.code !== code);
    const [first] = faults;
    if (!first) return this.code === code ? undefined : this;
    const { text, field, source } = first;
    const said = { ...text, ...(field && { field }), ...(source && { source }) };
    return Object.assign(new Refusal(first.code, this.facts, said), { faults });
  }
}
