// SPDX-License-Identifier: MPL-2.0
// Whom the parties call (roadmap F5; domain.md 3.2): beside the text, once. The first text names them until it is signed;
// from then on they are changed by themselves, and a next text names them only where they become others with it.
import type { AgreementTerms, NamedEntryPoint, WholeTerms } from './agreement-terms.dto.js';
import { compareTerms } from './compare.js';

/** As they are today. */
export interface Contacts {
  /** Whom the landlord calls; null: not agreed yet. */
  entryPoint: NamedEntryPoint | null;
  landlordContacts: WholeTerms['landlordContacts'];
}

export type Named = Pick<AgreementTerms, 'singleEntryPoint' | 'landlordContacts'>;

/** Under the names that a text has for them. */
export const contactsOf = ({ entryPoint, landlordContacts }: Contacts): Named => ({
  ...(entryPoint && { singleEntryPoint: entryPoint }),
  landlordContacts,
});

const isSame = (name: keyof Named, one: Named, other: Named): boolean =>
  compareTerms({ [name]: one[name] }, { [name]: other[name] }).length === 0;

/** As the first text names them. */
export const firstContacts = ({ singleEntryPoint, landlordContacts }: Named): Contacts => ({
  entryPoint: singleEntryPoint ?? null,
  landlordContacts: landlordContacts ?? [],
});

/** A text for a next version: what is not named anew stays as it is on the day. */
export const withoutContacts = ({ singleEntryPoint: _, landlordContacts: __, ...terms }: AgreementTerms) => terms;

/**
 * What a proposed text names otherwise than the one before, as it was on the day: what is changed since is newer than the text.
 * @param known of the text before
 */
export function replacedBy(terms: Named, before: Named, known: Named, today: Contacts): Named {
  const now = contactsOf(today);
  const replaced = (['singleEntryPoint', 'landlordContacts'] as const)
    .filter((name) => terms[name] !== undefined)
    .map((name) => [name, isSame(name, terms, before) ? known[name] : now[name]]);
  return Object.fromEntries(replaced);
}

/**
 * When a next text comes into force: what it names anew takes the place of what is there, unless that was changed after it
 * was proposed.
 * @param before what is no news where it is repeated: of a text that an earlier release began, the text that was in force
 * @param replaces what was there when it was proposed
 */
export function contactsAnew(terms: Named, before: Named, today: Contacts, replaces: Named = {}): Partial<Contacts> {
  const { singleEntryPoint, landlordContacts } = terms;
  const now = contactsOf(today);
  const isAnew = (name: keyof Named) =>
    !isSame(name, terms, before) && (replaces[name] === undefined || isSame(name, replaces, now));
  return {
    ...(singleEntryPoint && isAnew('singleEntryPoint') && { entryPoint: singleEntryPoint }),
    ...(landlordContacts && isAnew('landlordContacts') && { landlordContacts }),
  };
}
