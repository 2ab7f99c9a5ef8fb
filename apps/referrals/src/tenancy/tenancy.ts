// SPDX-License-Identifier: MPL-2.0
import type { TenancyState } from '#contracts/referrals/tenancy';
import type { ActingRole } from '#contracts/roles';
import { type Guard, type LocalDate, type Oere, rules } from '#domain';

/** What the rules read of a tenancy. */
export interface Tenancy {
  state: TenancyState['state'];
  startedOn: LocalDate;
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
}

/** The administration agreement that says who pays the rent: the newest that the citizen accepted. */
export interface KnownPayer {
  firstPaymentOn: LocalDate;
  lastPaidThrough: LocalDate | null;
}

/** What is known of a tenancy from other tables. */
export interface KnownOfTenancy extends TenancyFacts {
  payer: KnownPayer | null;
}

/** The version in force on the tenancy's first day: the one it is settled by (domain.md 3.4). */
export const versionOn = ({ versions, agreementVersion }: KnownTerms, day: LocalDate): number =>
  versions.findLast(({ from, to }) => from <= day && (to === null || day <= to))?.no ?? agreementVersion;

const agreementIsKnown: Guard<null, TenancyFacts> = {
  code: 'agreement-not-known-yet',
  da: 'Aftalen er ikke kendt her endnu. Prøv igen om lidt.',
  en: 'The agreement is not known here yet. Try again in a moment.',
  refuses: (_, { terms }) => terms === null,
};

const agreementIsActive: Guard<null, TenancyFacts> = {
  code: 'agreement-is-not-active',
  da: 'Aftalen er ikke i kraft; den har tilstanden {state}.',
  en: 'The agreement is not in effect; its state is {state}.',
  refuses: (_, { terms }) => terms?.state !== 'ACTIVE' && { state: terms?.state },
};

const startsWithinTerm: Guard<null, TenancyFacts, { startedOn: LocalDate }> = {
  code: 'tenancy-is-outside-the-agreement-term',
  da: 'Lejemålet skal begynde i aftalens løbetid, fra {from} til {to}.',
  en: 'The tenancy must start within the term of the agreement, from {from} to {to}.',
  field: 'startedOn',
  refuses: (_, { terms }, { startedOn }) =>
    terms !== null &&
    (startedOn < terms.termFrom || startedOn > terms.termTo) && { from: terms.termFrom, to: terms.termTo },
};

const dwellingIsCovered: Guard<null, TenancyFacts> = {
  code: 'dwelling-is-not-in-the-agreement',
  da: 'Boligen er ikke omfattet af aftalen.',
  en: 'The agreement does not cover the dwelling.',
  refuses: (_, { terms }) => !terms?.dwelling,
};

const endsAfterStart: Guard<Tenancy, TenancyFacts, { endedOn: LocalDate }> = {
  code: 'tenancy-ends-before-it-starts',
  da: 'Lejemålets sidste dag skal være {earliest} eller senere.',
  en: 'The last day of the tenancy must be {earliest} or later.',
  field: 'endedOn',
  refuses: ({ startedOn }, _, { endedOn }) => endedOn < startedOn && { earliest: startedOn },
};

export const tenancyRules = rules<Tenancy, TenancyFacts, ActingRole>()({
  start: {
    from: 'none',
    to: 'STARTED',
    by: ['social_caseworker'],
    requires: [agreementIsKnown, agreementIsActive, dwellingIsCovered],
    checks: [startsWithinTerm],
    da: 'Registrér lejemål',
    en: 'Start a tenancy',
    told: { da: 'Lejemålet begyndte {startedOn}.', en: 'The tenancy started {startedOn}.' },
    source: 'domain.md 3.4',
  },
  end: {
    from: ['STARTED'],
    to: 'ENDED',
    by: ['social_caseworker'],
    checks: [endsAfterStart],
    da: 'Afslut lejemål',
    en: 'End a tenancy',
    told: { da: 'Lejemålet slutter {endedOn}.', en: 'The tenancy ends {endedOn}.' },
  },
});
