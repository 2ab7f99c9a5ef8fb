// SPDX-License-Identifier: MPL-2.0
// Udlejer: a private landlord in the register, a company or a person (domain.md 3.2).
import type { LandlordContact } from '#contracts/agreements/contacts';
import type { ActingRole } from '#contracts/roles';
import { type LocalDate, rules } from '#domain';

export const LANDLORD_STATES = ['ACTIVE', 'CLOSED'] as const;
export const LANDLORD_KINDS = ['company', 'person'] as const;

export interface Landlord {
  state: (typeof LANDLORD_STATES)[number];
  kind: (typeof LANDLORD_KINDS)[number];
  /** Of a company; a person has none, and a civil registration number is never kept. */
  cvr: string | null;
  name: string;
  contacts: readonly LandlordContact[];
  /** Whoever lets more than one dwelling must inspect at move-in and move-out (domain.md 12.18, 13.1). */
  letsMoreThanOne: boolean;
  /** Do the other services know of it? */
  isTold: boolean;
}

type Known = Pick<Landlord, 'name' | 'contacts' | 'letsMoreThanOne'>;

/** Long before any landlord was registered: at once. */
const AT_ONCE: LocalDate = '2000-01-01';

/** Why nothing is opened for somebody else. */
export const landlordIsNotRegistered = {
  code: 'landlord-is-not-registered',
  da: 'Udlejeren er ikke i registret, eller den er lukket. Registrér udlejeren først.',
  en: 'The landlord is not in the register, or is closed. Register the landlord first.',
  source: 'domain.md 3.2',
};

export const landlordRules = rules<Landlord, null, ActingRole>()({
  register: {
    from: 'none',
    to: 'ACTIVE',
    tells: 'changed',
    by: ['single_entry'],
    da: 'Registrér en udlejer',
    en: 'Register a landlord',
    told: { da: 'Udlejeren blev registreret.', en: 'The landlord was registered.' },
    source: 'domain.md 3.2',
    opens: (_, registered: Omit<Landlord, 'state' | 'isTold'>) => ({ ...registered, isTold: true }),
  },
  tell: {
    from: ['ACTIVE', 'CLOSED'],
    to: 'same',
    tells: 'changed',
    by: ['system'],
    da: 'Fortæl de andre dele af Indgang om udlejeren',
    en: 'Tell the other services of the landlord',
    told: {
      da: 'Udlejerens pligter blev kendt i de andre dele af Indgang.',
      en: 'The other services got to know the duties of the landlord.',
    },
    source: 'domain.md 13.1',
    // Of those that were registered before others needed to know.
    due: ({ isTold }) => (isTold ? null : AT_ONCE),
    changes: () => ({ isTold: true }),
  },
  change: {
    from: ['ACTIVE'],
    to: 'same',
    tells: 'changed',
    by: ['single_entry'],
    da: 'Ret oplysninger om udlejeren',
    en: 'Change what is known of the landlord',
    told: { da: 'Oplysningerne om udlejeren blev rettet.', en: 'What is known of the landlord was changed.' },
    source: 'domain.md 3.2',
    changes: (_, __, known: Partial<Known>) => ({ ...known, isTold: true }),
  },
  changeContacts: {
    from: ['ACTIVE'],
    to: 'same',
    tells: 'changed',
    by: ['landlord_admin', 'single_entry'],
    da: 'Ret kontakter',
    en: 'Change contacts',
    told: { da: 'Udlejerens kontakter blev rettet.', en: "The landlord's contacts were changed." },
    source: 'domain.md 3.2',
    changes: (_, __, { contacts }: Pick<Known, 'contacts'>) => ({ contacts, isTold: true }),
  },
  close: {
    from: ['ACTIVE'],
    to: 'CLOSED',
    tells: 'changed',
    by: ['single_entry'],
    da: 'Luk udlejeren i registret',
    en: 'Close the landlord in the register',
    told: { da: 'Udlejeren blev lukket i registret.', en: 'The landlord was closed in the register.' },
    source: 'domain.md 3.2',
  },
  reopen: {
    from: ['CLOSED'],
    to: 'ACTIVE',
    tells: 'changed',
    by: ['single_entry'],
    da: 'Åbn udlejeren igen',
    en: 'Reopen the landlord',
    told: { da: 'Udlejeren blev åbnet igen.', en: 'The landlord was reopened.' },
    source: 'domain.md 3.2',
  },
});
