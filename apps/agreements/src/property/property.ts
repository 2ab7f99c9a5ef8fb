// SPDX-License-Identifier: MPL-2.0
// Ejendom: a landlord's property in the register (domain.md 3.2).
import type { ActingRole } from '#contracts/roles';
import { type Guard, rules } from '#domain';
import { landlordIsNotRegistered } from '../landlord/landlord.js';

export const PROPERTY_STATES = ['ACTIVE', 'REMOVED'] as const;

/** Who keeps the register of properties and dwellings. */
export const REGISTRARS = ['single_entry', 'landlord_admin'] as const;

export interface Property {
  state: (typeof PROPERTY_STATES)[number];
  landlordRef: string;
  address: string;
  /** Number in BFE, the register of real property. */
  bfeNumber: string | null;
  /** Id in BBR, the register of buildings and dwellings. */
  bbrId: string | null;
  /** All dwellings of the property, registered or not. */
  dwellingCount: number;
}

export interface PropertyFacts {
  /** Is the landlord in the register, and open? */
  landlordIsActive: boolean;
  /** Dwellings of the property that are registered. */
  registered: number;
}

const landlordIsRegistered: Guard<null, PropertyFacts> = {
  ...landlordIsNotRegistered,
  refuses: (_, { landlordIsActive }) => !landlordIsActive,
};

const holdsItsDwellings: Guard<Property, PropertyFacts, { dwellingCount?: number | undefined }> = {
  code: 'property-has-more-dwellings-registered',
  da: 'Der er registreret {atLeast} boliger i ejendommen; den kan ikke have færre.',
  en: '{atLeast} dwellings of the property are registered; it cannot have fewer.',
  field: 'dwellingCount',
  source: 'domain.md 3.2',
  refuses: (_, { registered }, { dwellingCount }) =>
    dwellingCount !== undefined && dwellingCount < registered && { atLeast: registered },
};

const isEmpty: Guard<Property, PropertyFacts> = {
  code: 'property-has-dwellings',
  da: 'Der er {registered} boliger i ejendommen. Fjern dem først.',
  en: 'The property has {registered} dwellings. Remove them first.',
  source: 'domain.md 3.2',
  refuses: (_, { registered }) => registered > 0 && { registered },
};

type Known = Omit<Property, 'state' | 'landlordRef'>;

export const propertyRules = rules<Property, PropertyFacts, ActingRole>()({
  register: {
    from: 'none',
    to: 'ACTIVE',
    by: REGISTRARS,
    requires: [landlordIsRegistered],
    da: 'Registrér en ejendom',
    en: 'Register a property',
    told: { da: 'Ejendommen blev registreret.', en: 'The property was registered.' },
    source: 'F3',
    opens: (_, registered: Omit<Property, 'state'>) => registered,
  },
  change: {
    from: ['ACTIVE'],
    to: 'same',
    by: REGISTRARS,
    checks: [holdsItsDwellings],
    da: 'Ret ejendommen',
    en: 'Change the property',
    told: { da: 'Ejendommen blev rettet.', en: 'The property was changed.' },
    source: 'F3',
    changes: (_, __, known: Partial<Known>) => known,
  },
  remove: {
    from: ['ACTIVE'],
    to: 'REMOVED',
    by: REGISTRARS,
    requires: [isEmpty],
    da: 'Fjern ejendommen fra registret',
    en: 'Remove the property from the register',
    told: { da: 'Ejendommen blev fjernet fra registret.', en: 'The property was removed from the register.' },
    source: 'F3',
  },
});
