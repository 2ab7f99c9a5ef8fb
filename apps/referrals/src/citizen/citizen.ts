// SPDX-License-Identifier: MPL-2.0
// Borger: a person whom the municipality helps to a home, from the day the vault knows who it is until it is forgotten.
import type { ActingRole } from '#contracts/roles';
import { addMonths, type Guard, isOutside, type LocalDate, rules, type Text } from '#domain';
import type { IndexEntry, SealedPerson, WrappedKey } from './vault/vault.js';

export const CITIZEN_STATES = ['KNOWN', 'ERASED'] as const;

/** What a citizen may consent to (domain.md 9). */
export const CONSENT_SCOPES = [
  'housing_referral',
  'show_name_to_landlord',
  'contact_landlord',
  'tell_court',
  'share_support_worker_name',
] as const;
export type ConsentScope = (typeof CONSENT_SCOPES)[number];

export const CONSENT_MEDIA = ['paper', 'digital_post', 'in_person', 'telephone'] as const;
export type ConsentMedium = (typeof CONSENT_MEDIA)[number];

/** Why a consent no longer counts. */
export const CONSENT_ENDINGS = ['revoked_by_citizen', 'recorded_in_error'] as const;
export type ConsentEnding = (typeof CONSENT_ENDINGS)[number];

/** What was consented to, by which text; it stays in the list when it has ended. */
export interface Consent {
  scope: ConsentScope;
  textVersion: string;
  givenOn: LocalDate;
  medium: ConsentMedium;
  endedOn: LocalDate | null;
  ending: ConsentEnding | null;
}

/** The columns of the person's parts are locked (vault/vault.ts): no rule reads them. */
export interface Citizen extends SealedPerson, WrappedKey {
  state: (typeof CITIZEN_STATES)[number];
  hasProtectedAddress: boolean;
  /** In the order in which they were recorded. */
  consents: readonly Consent[];
  erasedOn: LocalDate | null;
}

/** It is known here without its number. */
export const A_CASE_OF_INCIDENTS: Text = {
  da: 'en restancesag, naboklage, udsættelsessag eller fraflytning',
  en: 'a case of missing rent, of complaints, of an eviction or of moving out',
};

export interface CitizenFacts {
  today: LocalDate;
  /** The cases for which the municipality still has to know who it is, by number, or in words. */
  openCases: readonly (string | Text)[];
}

/** What is said of a person: locked already, with what rules and index need to know of it. */
export interface SaidOfCitizen {
  sealed: Partial<SealedPerson>;
  index: readonly IndexEntry[];
  hasProtectedAddress?: boolean;
  /** As the civil registration number has it. */
  bornOn?: LocalDate;
}

export interface Register extends SaidOfCitizen {
  sealed: SealedPerson;
  key: WrappedKey;
  hasProtectedAddress: boolean;
}

export type RecordConsent = Pick<Consent, 'scope' | 'textVersion' | 'givenOn' | 'medium'>;
export interface EndConsent {
  scope: ConsentScope;
  endedOn: LocalDate;
  ending: ConsentEnding;
}

/** The consent that counts now; one at a time for each scope. */
export const runningConsent = ({ consents }: Pick<Citizen, 'consents'>, scope: ConsentScope): Consent | undefined =>
  consents.find((consent) => consent.scope === scope && consent.endedOn === null);

/** How late a consent may be recorded. */
const MONTHS_BACK = 12;

const isBorn: Guard<Citizen | null, CitizenFacts, SaidOfCitizen> = {
  code: 'citizen-is-not-born-yet',
  field: 'cpr',
  da: 'Ifølge CPR-nummeret er borgeren ikke født endnu.',
  en: 'By the civil registration number the citizen is not born yet.',
  source: 'domain.md 13.4: every date has a window',
  refuses: (_, { today }, { bornOn }) => bornOn !== undefined && bornOn > today,
};

const consentIsNew: Guard<Citizen, CitizenFacts, RecordConsent> = {
  code: 'consent-runs-already',
  field: 'scope',
  da: 'Der er et samtykke til det allerede, fra {givenOn}. Tilbagekald det først.',
  en: 'There is a consent to that already, of {givenOn}. End it first.',
  source: 'domain.md 9',
  refuses(citizen, _, { scope }) {
    const running = runningConsent(citizen, scope);
    return running !== undefined && { givenOn: running.givenOn };
  },
};

const consentWasGivenLately: Guard<Citizen, CitizenFacts, RecordConsent> = {
  code: 'consent-is-outside-its-window',
  field: 'givenOn',
  da: 'Et samtykke kan være givet fra {earliest} til {latest}.',
  en: 'A consent can have been given from {earliest} to {latest}.',
  source: 'domain.md 13.4: every date has a window',
  refuses({ consents }, { today }, { scope, givenOn }) {
    // What the citizen has taken back is not given again before that.
    const takenBack = consents
      .filter((one) => one.scope === scope && one.ending === 'revoked_by_citizen')
      .map(({ endedOn }) => endedOn!);
    const [earliest] = [addMonths(today, -MONTHS_BACK), ...takenBack].toSorted().toReversed();
    return isOutside({ earliest: earliest!, latest: today }, givenOn);
  },
};

const consentRuns: Guard<Citizen, CitizenFacts, EndConsent> = {
  code: 'no-such-consent',
  field: 'scope',
  da: 'Borgeren har ikke noget samtykke til det.',
  en: 'The citizen has no consent to that.',
  source: 'domain.md 9',
  refuses: (citizen, _, { scope }) => !runningConsent(citizen, scope),
};

const consentEndsInTime: Guard<Citizen, CitizenFacts, EndConsent> = {
  code: 'consent-ends-outside-its-window',
  field: 'endedOn',
  da: 'Samtykket kan slutte fra {earliest} til {latest}.',
  en: 'The consent can end from {earliest} to {latest}.',
  source: 'domain.md 13.4: every date has a window',
  refuses(citizen, { today: latest }, { scope, endedOn }) {
    const running = runningConsent(citizen, scope);
    return running !== undefined && isOutside({ earliest: running.givenOn, latest }, endedOn);
  },
};

const nothingIsOpen: Guard<Citizen, CitizenFacts> = {
  code: 'citizen-has-open-cases',
  da: 'Borgeren har sager, der ikke er afsluttet: {cases}.',
  en: 'The citizen has cases that are not closed: {cases}.',
  source: 'domain.md 9',
  refuses: (_, { openCases: cases }) => cases.length > 0 && { cases },
};

/** Nothing of a person is left. */
const FORGOTTEN = {
  ...{ dataKey: null, dataKeyId: null, wrappedBy: null },
  ...{ cpr: null, name: null, address: null, contact: null, household: null },
  ...{ hasProtectedAddress: false, consents: [] },
} as const satisfies Partial<Citizen>;

export const citizenRules = rules<Citizen, CitizenFacts, ActingRole>()({
  register: {
    from: 'none',
    to: 'KNOWN',
    by: ['social_caseworker'],
    checks: [isBorn],
    da: 'Registrér en borger',
    en: 'Register a citizen',
    told: { da: 'Borgeren blev registreret.', en: 'The citizen was registered.' },
    source: 'domain.md 9',
    opens: (_, { sealed, key, hasProtectedAddress }: Register) => ({
      ...sealed,
      ...key,
      hasProtectedAddress,
      consents: [],
      erasedOn: null,
    }),
  },
  change: {
    from: ['KNOWN'],
    to: 'same',
    by: ['social_caseworker'],
    checks: [isBorn],
    da: 'Ret borgerens oplysninger',
    en: 'Change what is known of a citizen',
    told: { da: 'Borgerens oplysninger blev rettet.', en: 'What is known of the citizen was changed.' },
    source: 'domain.md 9',
    changes: ({ hasProtectedAddress: before }, _, { sealed, hasProtectedAddress = before }: SaidOfCitizen) => ({
      ...sealed,
      hasProtectedAddress,
    }),
  },
  recordConsent: {
    from: ['KNOWN'],
    to: 'same',
    by: ['social_caseworker', 'support_worker'],
    checks: [consentIsNew, consentWasGivenLately],
    da: 'Registrér et samtykke',
    en: 'Record a consent',
    told: { da: 'Borgeren gav et samtykke.', en: 'The citizen gave a consent.' },
    source: 'forvaltningsloven § 28; retssikkerhedsloven § 5 a; domain.md 9',
    changes: ({ consents }, _, { scope, textVersion, givenOn, medium }: RecordConsent) => ({
      consents: [...consents, { scope, textVersion, givenOn, medium, endedOn: null, ending: null }],
    }),
  },
  endConsent: {
    from: ['KNOWN'],
    to: 'same',
    by: ['social_caseworker', 'support_worker'],
    checks: [consentRuns, consentEndsInTime],
    da: 'Afslut et samtykke, som borgeren tilbagekalder, eller som var en fejl',
    en: 'End a consent that the citizen revokes, or that was an error',
    told: { da: 'Et samtykke blev afsluttet.', en: 'A consent was ended.' },
    source: 'forvaltningsloven § 28; domain.md 9, 13.4',
    changes: (citizen, _, { scope, endedOn, ending }: EndConsent) => {
      const running = runningConsent(citizen, scope);
      return {
        consents: citizen.consents.map((consent) => (consent === running ? { ...consent, endedOn, ending } : consent)),
      };
    },
  },
  erase: {
    from: ['KNOWN'],
    to: 'ERASED',
    by: ['social_caseworker'],
    tells: 'erased',
    requires: [nothingIsOpen],
    da: 'Slet borgeren',
    en: 'Erase the citizen',
    told: { da: 'Borgeren blev slettet {erasedOn}.', en: 'The citizen was erased on {erasedOn}.' },
    source: 'databeskyttelsesforordningen art. 17; domain.md 9',
    changes: (_, { today: erasedOn }) => ({ ...FORGOTTEN, erasedOn }),
  },
});
