// SPDX-License-Identifier: MPL-2.0
// Whom the parties call (roadmap F5; domain.md 3.2): beside the text, once. The first text names them until it is signed;
// from then on they are changed by themselves, and a next text names them only where they become others with it.
import type { AgreementTerms, NamedEntryPoint, WholeTerms } from './agreement-terms.dto.js';

/** As they are today. */
export interface Contacts {
  /** Whom the landlord calls; null: not agreed yet. */
  entryPoint: NamedEntryPoint | null;
  landlordContacts: WholeTerms['landlordContacts'];
}

type Named = Pick<AgreementTerms, 'singleEntryPoint' | 'landlordContacts'>;

/** Under the names that a text has for them. */
export const contactsOf = ({ entryPoint, landlordContacts }: Contacts): Named => ({
  ...(entryPoint && { singleEntryPoint: entryPoint }),
  landlordContacts,
});

/** As the first text names them. */
export const firstContacts = ({ singleEntryPoint, landlordContacts }: Named): Contacts => ({
  entryPoint: singleEntryPoint ?? null,
  landlordContacts: landlordContacts ?? [],
});

/** A text for a next version: what is not named anew stays as it is on the day. */
export const withoutContacts = ({ singleEntryPoint: _, landlordContacts: __, ...terms }: AgreementTerms) => terms;

/**
 * When a next text comes into force: what it names anew takes the place of what is there.
 * @param before what is no news where it is repeated: of a text that an earlier release began, the text that was in force
 */
export function contactsAnew(terms: Named, before: Named): Partial<Contacts> {
  const { singleEntryPoint, landlordContacts } = terms;
  const isAnew = (name: keyof Named) => JSON.stringify(terms[name]) !== JSON.stringify(before[name]);
  return {
    ...(singleEntryPoint && isAnew('singleEntryPoint') && { entryPoint: singleEntryPoint }),
    ...(landlordContacts && isAnew('landlordContacts') && { landlordContacts }),
  };
}
