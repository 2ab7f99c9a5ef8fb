// SPDX-License-Identifier: MPL-2.0
// Ejendom: a landlord's property in the register (domain.md 3.2).
import type { ActingRole } from '#contracts/roles';
import { type Guard, rules } from '#domain';

export const REGISTER_STATES = ['ACTIVE', 'REMOVED'] as const;
export type RegisterState = (typeof REGISTER_STATES)[number];

export interface Property {
  state: RegisterState;
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
  code: 'landlord-is-not-registered',
  da: 'Udlejeren er ikke i registret, eller den er lukket. Registrér udlejeren først.',
  en: 'The landlord is not in the register, or is closed. Register the landlord first.',
  source: 'domain.md 3.2',
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

/** Refused by unique constraints, not by guards: two may be written at once. */
export const propertyIsRegistered = {
  code: 'property-is-registered-already',
  da: 'Ejendommen er allerede i udlejerens register, med samme adresse eller BFE-nummer.',
  en: "The property is in the landlord's register already, by the same address or BFE number.",
};

const EDITORS = ['single_entry', 'landlord_admin'] as const;

export const propertyRules = rules<Property, PropertyFacts, ActingRole>()({
  register: {
    from: 'none',
    to: 'ACTIVE',
    by: EDITORS,
    requires: [landlordIsRegistered],
    da: 'Registrér en ejendom',
    en: 'Register a property',
    told: { da: 'Ejendommen blev registreret.', en: 'The property was registered.' },
    source: 'F3',
  },
  change: {
    from: ['ACTIVE'],
    to: 'same',
    by: EDITORS,
    checks: [holdsItsDwellings],
    da: 'Ret ejendommen',
    en: 'Change the property',
    told: { da: 'Ejendommen blev rettet.', en: 'The property was changed.' },
    source: 'F3',
  },
  remove: {
    from: ['ACTIVE'],
    to: 'REMOVED',
    by: EDITORS,
    requires: [isEmpty],
    da: 'Fjern ejendommen fra registret',
    en: 'Remove the property from the register',
    told: { da: 'Ejendommen blev fjernet fra registret.', en: 'The property was removed from the register.' },
    source: 'F3',
  },
});
