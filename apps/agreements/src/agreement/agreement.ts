// SPDX-License-Identifier: MPL-2.0
import type { AgreementState } from '#contracts/agreements/agreement';
import type { ActingRole } from '#contracts/roles';
import { addDays, addMonths, type Guard, type LocalDate, rules } from '#domain';
import type { AgreementTerms, Signature } from './agreement.dto.js';

/** What the rules read of an agreement. */
export interface Agreement {
  state: AgreementState['state'];
  legalBasis: AgreementState['legalBasis'];
  termFrom: LocalDate;
  termTo: LocalDate;
  terms: Pick<AgreementTerms, 'properties'>;
}

export interface AgreementFacts {
  today: LocalDate;
}

const CHAPTER_7 = 'lov om boligforhold (lov 342/2022) kap. 7';
const TERM_MONTHS = 72;
const LEAST_DWELLINGS = 2;
const LEAST_IN_PROPERTY = 8;
const EVERY = 4;

const termRunsForward: Guard<null, AgreementFacts, { term: { from: LocalDate; to: LocalDate } }> = {
  code: 'term-ends-before-it-starts',
  da: 'Aftalens sidste dag skal være {earliest} eller senere.',
  en: 'The last day of the term must be {earliest} or later.',
  field: 'term/to',
  refuses: (_, __, { term }) => term.to < term.from && { earliest: term.from },
};

const bothHaveSigned: Guard<Agreement, AgreementFacts, { signatures: readonly Pick<Signature, 'party'>[] }> = {
  code: 'signature-is-missing',
  da: 'Begge parter skal have underskrevet; der mangler: {missing}.',
  en: 'Both parties must have signed; missing: {missing}.',
  field: 'signatures',
  refuses: (_, __, { signatures }) => {
    const missing = ['municipality', 'landlord'].filter((side) => !signatures.some(({ party }) => party === side));
    return missing.length > 0 && { missing };
  },
};

const termHasStarted: Guard<Agreement, AgreementFacts> = {
  code: 'term-has-not-started',
  da: 'Aftalen kan først træde i kraft {earliest}.',
  en: 'The agreement cannot take effect before {earliest}.',
  refuses: ({ termFrom }, { today }) => today < termFrom && { earliest: termFrom },
};

/** A condition of allocation agreements only. */
const chapter7 = (guard: Guard<Agreement, AgreementFacts>): Guard<Agreement, AgreementFacts> => ({
  ...guard,
  source: CHAPTER_7,
  refuses: (agreement, facts, none) =>
    agreement.legalBasis === 'lbf_ch7_allocation' && guard.refuses(agreement, facts, none),
});

const enoughDwellings = chapter7({
  code: 'agreement-has-too-few-dwellings',
  da: 'En anvisningsaftale skal omfatte mindst {atLeast} boliger.',
  en: 'An allocation agreement must cover at least {atLeast} dwellings.',
  refuses: ({ terms }) =>
    terms.properties.flatMap(({ dwellings }) => dwellings).length < LEAST_DWELLINGS && { atLeast: LEAST_DWELLINGS },
});

const propertyIsLargeEnough = chapter7({
  code: 'property-is-too-small',
  da: 'Ejendommen {address} har {dwellingCount} boliger; den skal have mindst {atLeast}.',
  en: 'The property {address} has {dwellingCount} dwellings; it must have at least {atLeast}.',
  refuses: ({ terms }) => {
    const small = terms.properties.find(({ dwellingCount }) => dwellingCount < LEAST_IN_PROPERTY);
    return small ? { address: small.address, dwellingCount: small.dwellingCount, atLeast: LEAST_IN_PROPERTY } : false;
  },
});

const atMostEveryFourth = chapter7({
  code: 'more-than-every-fourth-dwelling',
  da: 'I ejendommen {address} må aftalen højst omfatte {atMost} boliger (hver fjerde).',
  en: 'In the property {address} the agreement may cover at most {atMost} dwellings (every fourth).',
  refuses: ({ terms }) => {
    const atMost = (dwellingCount: number) => Math.floor(dwellingCount / EVERY);
    const over = terms.properties.find(({ dwellings, dwellingCount }) => dwellings.length > atMost(dwellingCount));
    return over ? { address: over.address, atMost: atMost(over.dwellingCount) } : false;
  },
});

const atMostSixYears = chapter7({
  code: 'term-is-longer-than-six-years',
  da: 'En anvisningsaftale kan højst løbe i seks år, her til og med {latest}.',
  en: 'An allocation agreement may run for six years at most, here until {latest}.',
  refuses: ({ termFrom, termTo }) => {
    const latest = addDays(addMonths(termFrom, TERM_MONTHS), -1);
    return termTo > latest && { latest };
  },
});

/** Refused by the unique constraint on the number, not by a guard: two may be written at once. */
export const numberIsTaken = {
  code: 'agreement-no-is-taken',
  da: 'Der findes allerede en aftale med det nummer.',
  en: 'There is an agreement with that number already.',
};

/** The part of domain.md 3.4 that is built: an agreement is written down and takes effect. */
export const agreementRules = rules<Agreement, AgreementFacts, ActingRole>()({
  create: {
    from: 'none',
    to: 'DRAFT',
    by: ['single_entry'],
    checks: [termRunsForward],
    da: 'Opret samarbejdsaftale',
    en: 'Create an agreement',
    told: { da: 'Aftalen blev oprettet.', en: 'The agreement was drafted.' },
    source: 'domain.md 3.2',
  },
  activate: {
    from: ['DRAFT'],
    to: 'ACTIVE',
    by: ['single_entry'],
    requires: [termHasStarted, enoughDwellings, propertyIsLargeEnough, atMostEveryFourth, atMostSixYears],
    checks: [bothHaveSigned],
    da: 'Sæt aftalen i kraft',
    en: 'Put the agreement into effect',
    told: { da: 'Aftalen trådte i kraft.', en: 'The agreement took effect.' },
    source: 'domain.md 3.1, 3.4',
  },
});
