// SPDX-License-Identifier: MPL-2.0
// Bolig: a dwelling of a registered property (domain.md 3.2).
import type { ActingRole } from '#contracts/roles';
import { type Guard, type LocalDate, type Oere, rules } from '#domain';
import { REGISTRARS } from '../property/property.js';

export const DWELLING_STATES = ['ACTIVE', 'REMOVED'] as const;

export interface Dwelling {
  state: (typeof DWELLING_STATES)[number];
  propertyRef: string;
  /** That of the property. */
  landlordRef: string;
  unit: string;
  type: string;
  /** Square metres. */
  areaM2: number;
  rooms: number;
  /** Øre per month, without utilities. */
  rentOere: Oere;
  /** Øre per month on account. */
  utilitiesOere: Oere;
  /** When such a dwelling usually comes free. */
  availablePattern: string | null;
}

export interface DwellingFacts {
  today: LocalDate;
  /** Signed agreements that it is or will be under, with their last day of it. */
  under: readonly { agreementNo: string; to: LocalDate }[];
  /** Of a new dwelling; null: the landlord has no such property. */
  property: { landlordRef: string; dwellingCount: number; registered: number } | null;
}

const propertyIsThere: Guard<null, DwellingFacts> = {
  code: 'property-is-not-registered',
  da: 'Ejendommen er ikke i udlejerens register.',
  en: "The property is not in the landlord's register.",
  source: 'F3',
  refuses: (_, { property }) => property === null,
};

const propertyHasRoom: Guard<null, DwellingFacts> = {
  code: 'property-has-no-more-dwellings',
  da: 'Ejendommen har {dwellingCount} boliger, og de er alle registreret.',
  en: 'The property has {dwellingCount} dwellings, and all are registered.',
  source: 'domain.md 3.2',
  refuses: (_, { property }) =>
    property !== null && property.registered >= property.dwellingCount && { dwellingCount: property.dwellingCount },
};

/** Else it could be registered anew and be agreed on twice. */
const isFree: Guard<Dwelling, DwellingFacts> = {
  code: 'dwelling-is-under-an-agreement',
  da: 'Boligen er omfattet af aftalen {agreementNo} til {to}. Den kan først fjernes derefter.',
  en: 'The dwelling is under the agreement {agreementNo} until {to}. It can be removed after that day.',
  source: 'domain.md 13.4',
  refuses: (_, { under, today }) => under.find(({ to }) => to >= today) ?? false,
};

type Known = Omit<Dwelling, 'state' | 'propertyRef' | 'landlordRef'>;

export const dwellingRules = rules<Dwelling, DwellingFacts, ActingRole>()({
  register: {
    from: 'none',
    to: 'ACTIVE',
    by: REGISTRARS,
    requires: [propertyIsThere, propertyHasRoom],
    da: 'Registrér en bolig',
    en: 'Register a dwelling',
    told: { da: 'Boligen blev registreret.', en: 'The dwelling was registered.' },
    source: 'F3',
    opens: ({ property }, registered: Omit<Dwelling, 'state' | 'landlordRef'>) => ({
      ...registered,
      landlordRef: property!.landlordRef,
    }),
  },
  change: {
    from: ['ACTIVE'],
    to: 'same',
    by: REGISTRARS,
    da: 'Ret boligen',
    en: 'Change the dwelling',
    told: { da: 'Boligen blev rettet.', en: 'The dwelling was changed.' },
    source: 'F3',
    changes: (_, __, known: Partial<Known>) => known,
  },
  remove: {
    from: ['ACTIVE'],
    to: 'REMOVED',
    by: REGISTRARS,
    requires: [isFree],
    da: 'Fjern boligen fra registret',
    en: 'Remove the dwelling from the register',
    told: { da: 'Boligen blev fjernet fra registret.', en: 'The dwelling was removed from the register.' },
    source: 'F3',
  },
});
