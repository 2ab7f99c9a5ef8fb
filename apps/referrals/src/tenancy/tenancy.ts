// SPDX-License-Identifier: MPL-2.0
// Lejemål: a tenancy under an agreement, from its first day to its last.
import type { TenancyState } from '#contracts/referrals/tenancy';
import type { ActingRole } from '#contracts/roles';
import { type Guard, type LocalDate, type Oere, rules } from '#domain';

export interface Tenancy {
  state: TenancyState['state'];
  agreementRef: string;
  /** The signed text that the tenancy is settled by. */
  agreementVersionAtStart: number;
  dwellingRef: string;
  landlordRef: string;
  /** Opaque: who it is, only the citizen vault knows. */
  citizenRef: string;
  /** The landlord's own lease number. */
  landlordReference: string | null;
  /** Decides who reaches out when something goes wrong. */
  hasSupportWorker: boolean;
  startedOn: LocalDate;
  /** The last day. */
  endedOn: LocalDate | null;
  /** Øre per month. */
  rentOere: Oere;
  /** Øre per month on account. */
  utilitiesOere: Oere;
}

export interface Start
  extends Pick<Tenancy, 'agreementRef' | 'dwellingRef' | 'citizenRef' | 'hasSupportWorker' | 'startedOn'> {
  landlordReference?: string;
}

/** The agreement's terms as heard last, with the tenancy's dwelling. */
export interface KnownTerms {
  state: string;
  landlordRef: string;
  agreementVersion: number;
  /** Those that came into force, with their first and last day; empty: not told. */
  versions: readonly { no: number; from: LocalDate; to: LocalDate | null }[];
  termFrom: LocalDate;
  termTo: LocalDate;
  /** Øre per month; null: the agreement has no such dwelling. */
  dwelling: { rentOere: Oere; utilitiesOere: Oere } | null;
}

export interface TenancyFacts {
  terms: KnownTerms | null;
  /** The administration agreement that says who pays the rent: the newest that the citizen accepted. */
  payer: { firstPaymentOn: LocalDate; lastPaidThrough: LocalDate | null } | null;
}

/** The version in force on the tenancy's first day: the one it is settled by (domain.md 3.4). */
export const versionOn = ({ versions, agreementVersion }: KnownTerms, day: LocalDate): number =>
  versions.findLast(({ from, to }) => from <= day && (to === null || day <= to))?.no ?? agreementVersion;

const agreementIsKnown: Guard<null, TenancyFacts> = {
  code: 'agreement-not-known-yet',
  da: 'Aftalen er ikke kendt her endnu. Prøv igen om lidt.',
  en: 'The agreement is not known here yet. Try again in a moment.',
  source: 'domain.md 4.2',
  refuses: (_, { terms }) => terms === null,
};

const agreementIsActive: Guard<null, TenancyFacts> = {
  code: 'agreement-is-not-active',
  da: 'Aftalen er ikke i kraft; den har tilstanden {state}.',
  en: 'The agreement is not in effect; its state is {state}.',
  source: 'domain.md 3.4, 4.2: no new tenancy in RUN_OFF',
  refuses: (_, { terms }) => terms?.state !== 'ACTIVE' && { state: terms?.state },
};

const startsWithinTerm: Guard<null, TenancyFacts, { startedOn: LocalDate }> = {
  code: 'tenancy-is-outside-the-agreement-term',
  da: 'Lejemålet skal begynde i aftalens løbetid, fra {from} til {to}.',
  en: 'The tenancy must start within the term of the agreement, from {from} to {to}.',
  field: 'startedOn',
  source: 'domain.md 3.4, 13.2: both days of the term are in it',
  refuses: (_, { terms }, { startedOn }) =>
    terms !== null &&
    (startedOn < terms.termFrom || startedOn > terms.termTo) && { from: terms.termFrom, to: terms.termTo },
};

const dwellingIsCovered: Guard<null, TenancyFacts> = {
  code: 'dwelling-is-not-in-the-agreement',
  da: 'Boligen er ikke omfattet af aftalen.',
  en: 'The agreement does not cover the dwelling.',
  source: 'domain.md 4.1',
  refuses: (_, { terms }) => !terms?.dwelling,
};

const endsAfterStart: Guard<Tenancy, TenancyFacts, { endedOn: LocalDate }> = {
  code: 'tenancy-ends-before-it-starts',
  da: 'Lejemålets sidste dag skal være {earliest} eller senere.',
  en: 'The last day of the tenancy must be {earliest} or later.',
  field: 'endedOn',
  source: 'domain.md 13.4',
  refuses: ({ startedOn }, _, { endedOn }) => endedOn < startedOn && { earliest: startedOn },
};

export const tenancyRules = rules<Tenancy, TenancyFacts, ActingRole>()({
  start: {
    from: 'none',
    to: 'STARTED',
    tells: 'started',
    by: ['social_caseworker'],
    requires: [agreementIsKnown, agreementIsActive, dwellingIsCovered],
    checks: [startsWithinTerm],
    da: 'Registrér lejemål',
    en: 'Start a tenancy',
    told: { da: 'Lejemålet begyndte {startedOn}.', en: 'The tenancy started {startedOn}.' },
    source: 'domain.md 3.4',
    opens({ terms }, { agreementRef, dwellingRef, citizenRef, hasSupportWorker, startedOn, ...input }: Start) {
      const { landlordRef, dwelling } = terms!;
      const { rentOere, utilitiesOere } = dwelling!;
      return {
        ...{ agreementRef, dwellingRef, citizenRef, hasSupportWorker, startedOn },
        landlordReference: input.landlordReference ?? null,
        agreementVersionAtStart: versionOn(terms!, startedOn),
        ...{ landlordRef, rentOere, utilitiesOere },
        endedOn: null,
      };
    },
  },
  end: {
    from: ['STARTED'],
    to: 'ENDED',
    tells: 'ended',
    by: ['social_caseworker'],
    checks: [endsAfterStart],
    da: 'Afslut lejemål',
    en: 'End a tenancy',
    told: { da: 'Lejemålet slutter {endedOn}.', en: 'The tenancy ends {endedOn}.' },
    source: 'domain.md 3.4, 7.1',
    changes: (_, __, { endedOn }: { endedOn: LocalDate }) => ({ endedOn }),
  },
});
