// SPDX-License-Identifier: MPL-2.0
// Administrationsaftale: the municipality pays the citizen's rent to the landlord, from the offer until it ends.
import type { FinancingState } from '#contracts/referrals/financing';
import type { ActingRole } from '#contracts/roles';
import { addDays, type Guard, type LocalDate, type Oere, rules } from '#domain';

export const ADMINISTRATION_AGREEMENT_STATES = ['OFFERED', 'ACTIVE', 'DECLINED', 'REVOKED', 'ENDED'] as const;

/** On what a caseworker may offer one; as a condition of help it is offered by the decision on the help. */
export const OFFER_BASES = ['required', 'voluntary'] as const;
export type AdministrationBasis = (typeof OFFER_BASES)[number] | 'condition_of_help';

// --- Facts ---

export interface AdministrationAgreement {
  state: (typeof ADMINISTRATION_AGREEMENT_STATES)[number];
  tenancyRef: string;
  agreementRef: string;
  landlordRef: string;
  basis: AdministrationBasis;
  /** The help that it is a condition of. */
  financingRef: string | null;
  monthlyAmountOere: Oere;
  payee: 'landlord';
  offeredOn: LocalDate;
  /** The first day for which the municipality pays. */
  firstPaymentOn: LocalDate;
  acceptedOn: LocalDate | null;
  /** The day the citizen took it back. */
  revokedOn: LocalDate | null;
  /** The last day for which the municipality pays. */
  lastPaidThrough: LocalDate | null;
}

export interface AdministrationFacts {
  today: LocalDate;
  /** Null: no such tenancy, or it has ended. */
  tenancy: { agreementRef: string; landlordRef: string } | null;
  /** Has another one been offered or made on the tenancy? */
  taken: boolean;
  /** Of the help that it is a condition of; null: of none. */
  helpState: FinancingState['state'] | null;
}

export interface Offer {
  basis: (typeof OFFER_BASES)[number];
  monthlyAmountOere: Oere;
  firstPaymentOn: LocalDate;
  paymentTrouble?: boolean;
  evictionsDueToArrears?: number;
}

export interface Condition {
  financingRef: string;
  tenancyRef: string;
  monthlyAmountOere: Oere;
  firstPaymentOn: LocalDate;
}

// --- Table ---

const tenancyIsKnown: Guard<null, AdministrationFacts> = {
  code: 'tenancy-is-not-known',
  da: 'Lejemålet kendes ikke eller er afsluttet.',
  en: 'The tenancy is not known or has ended.',
  refuses: (_, { tenancy }) => tenancy === null,
};

export const hasNoOther: Guard<null, AdministrationFacts> = {
  code: 'administration-agreement-exists-already',
  da: 'Der er allerede tilbudt eller indgået en administrationsaftale om lejemålet.',
  en: 'An administration agreement on the tenancy has been offered or made already.',
  refuses: (_, { taken }) => taken,
};

const FEWEST_EVICTIONS = 2;

const citizenWasEvictedSeveralTimes: Guard<null, AdministrationFacts, Offer> = {
  code: 'citizen-has-not-had-several-evictions',
  da: 'En påkrævet administrationsaftale kræver tidligere problemer med at betale husleje og mindst {fewest} udsættelser på grund af dem.',
  en: 'A required administration agreement takes earlier trouble paying rent and at least {fewest} evictions because of it.',
  field: 'evictionsDueToArrears',
  source: 'I3; domain.md 4.5: "several" is read as two or more',
  refuses: (_, __, { basis, paymentTrouble, evictionsDueToArrears = 0 }) =>
    basis === 'required' &&
    !(paymentTrouble && evictionsDueToArrears >= FEWEST_EVICTIONS) && { fewest: FEWEST_EVICTIONS },
};

const beginsTodayOrLater: Guard<null, AdministrationFacts, { firstPaymentOn: LocalDate }> = {
  code: 'first-payment-has-passed',
  da: 'Kommunen kan tidligst betale husleje fra {earliest}.',
  en: 'The municipality can pay the rent from {earliest} at the earliest.',
  field: 'firstPaymentOn',
  refuses: (_, { today }, { firstPaymentOn }) => firstPaymentOn < today && { earliest: today },
};

const acceptedAfterOffer: Guard<AdministrationAgreement, AdministrationFacts, { acceptedOn: LocalDate }> = {
  code: 'acceptance-is-not-between-offer-and-today',
  da: 'Aftalen kan være accepteret fra {earliest} til {latest}.',
  en: 'The agreement can have been accepted from {earliest} to {latest}.',
  field: 'acceptedOn',
  refuses: ({ offeredOn }, { today }, { acceptedOn }) =>
    (acceptedOn < offeredOn || acceptedOn > today) && { earliest: offeredOn, latest: today },
};

const isNotRequired: Guard<AdministrationAgreement, AdministrationFacts> = {
  code: 'required-agreement-cannot-be-revoked',
  da: 'En påkrævet administrationsaftale kan ikke tilbagekaldes af borgeren; kommunen kan afslutte den.',
  en: 'A required administration agreement cannot be revoked by the citizen; the municipality can end it.',
  source: 'domain.md 4.5',
  refuses: ({ basis }) => basis === 'required',
};

/** Help that was withdrawn has no condition any more; else nobody could ever revoke it. */
const helpIsPaid: Guard<AdministrationAgreement, AdministrationFacts> = {
  code: 'help-is-not-paid-yet',
  da: 'Aftalen er en betingelse for hjælp, der ikke er udbetalt endnu.',
  en: 'The agreement is a condition of help that is not paid yet.',
  source: 'domain.md 13.2: as a voluntary one once the help is paid',
  refuses: ({ basis }, { helpState }) => basis === 'condition_of_help' && helpState === 'GRANTED',
};

const paymentsAreNotExecuted: Guard<AdministrationAgreement, AdministrationFacts, { lastPaidThrough: LocalDate }> = {
  code: 'last-day-lies-before-today',
  da: 'Aftalen kan kun ophøre for betalinger, der ikke er gennemført: tidligst med {earliest} som sidste dag.',
  en: 'The agreement can only end for payments not yet executed: {earliest} is the earliest last day.',
  field: 'lastPaidThrough',
  source: 'domain.md 4.5',
  refuses: (_, { today }, { lastPaidThrough }) => lastPaidThrough < today && { earliest: today },
};

const revokedAlready: Guard<AdministrationAgreement, AdministrationFacts, { revokedOn?: LocalDate }> = {
  code: 'revocation-is-not-between-acceptance-and-today',
  da: 'Aftalen kan være tilbagekaldt fra {earliest} til {latest}.',
  en: 'The agreement can have been revoked from {earliest} to {latest}.',
  field: 'revokedOn',
  refuses: ({ acceptedOn }, { today }, { revokedOn }) =>
    revokedOn != null &&
    (revokedOn > today || (acceptedOn !== null && revokedOn < acceptedOn)) && { earliest: acceptedOn, latest: today },
};

export const administrationAgreementRules = rules<AdministrationAgreement, AdministrationFacts, ActingRole>()({
  offer: {
    from: 'none',
    to: 'OFFERED',
    by: ['social_caseworker', 'benefits_caseworker'],
    requires: [tenancyIsKnown, hasNoOther],
    checks: [citizenWasEvictedSeveralTimes, beginsTodayOrLater],
    da: 'Tilbyd administrationsaftale',
    en: 'Offer an administration agreement',
    told: { da: 'Aftalen blev tilbudt borgeren.', en: 'The agreement was offered to the citizen.' },
    source: 'I3; domain.md 4.5',
  },
  offerAsCondition: {
    from: 'none',
    to: 'OFFERED',
    by: ['system'],
    requires: [tenancyIsKnown, hasNoOther],
    da: 'Tilbyd administrationsaftale som betingelse for hjælp',
    en: 'Offer an administration agreement as a condition of help',
    told: {
      da: 'Aftalen blev tilbudt borgeren som betingelse for hjælp.',
      en: 'The agreement was offered to the citizen as a condition of help.',
    },
    source: 'aktivloven §§ 81 a, 81 b; domain.md 4.5',
  },
  accept: {
    from: ['OFFERED'],
    to: 'ACTIVE',
    by: ['social_caseworker', 'benefits_caseworker'],
    checks: [acceptedAfterOffer],
    da: 'Registrér at borgeren har accepteret',
    en: 'Register that the citizen accepted',
    told: { da: 'Borgeren accepterede {acceptedOn}.', en: 'The citizen accepted {acceptedOn}.' },
    source: 'domain.md 4.5',
  },
  decline: {
    from: ['OFFERED'],
    to: 'DECLINED',
    by: ['social_caseworker', 'benefits_caseworker'],
    da: 'Registrér at borgeren har sagt nej',
    en: 'Register that the citizen declined',
    told: { da: 'Borgeren sagde nej.', en: 'The citizen declined.' },
    source: 'domain.md 4.5',
  },
  revoke: {
    from: ['ACTIVE'],
    to: 'REVOKED',
    by: ['social_caseworker', 'benefits_caseworker'],
    requires: [isNotRequired, helpIsPaid],
    checks: [paymentsAreNotExecuted, revokedAlready],
    da: 'Registrér at borgeren har tilbagekaldt aftalen',
    en: 'Register that the citizen revoked the agreement',
    told: {
      da: 'Borgeren tilbagekaldte aftalen {revokedOn}; kommunen betaler til og med {lastPaidThrough}.',
      en: 'The citizen revoked the agreement {revokedOn}; the municipality pays until {lastPaidThrough}.',
    },
    source: 'domain.md 4.5, 13.2',
  },
  end: {
    from: ['ACTIVE'],
    to: 'ENDED',
    by: ['benefits_caseworker'],
    checks: [paymentsAreNotExecuted],
    da: 'Afslut aftalen',
    en: 'End the agreement',
    told: {
      da: 'Kommunen afsluttede aftalen; den betaler til og med {lastPaidThrough}.',
      en: 'The municipality ended the agreement; it pays until {lastPaidThrough}.',
    },
    source: 'domain.md 4.5',
  },
  lapse: {
    from: ['OFFERED'],
    to: 'ENDED',
    by: ['system'],
    da: 'Tilbuddet bortfalder',
    en: 'The offer lapses',
    told: { da: 'Tilbuddet bortfaldt.', en: 'The offer lapsed.' },
    source: 'domain.md 4.5, 13.3',
  },
  endWithTenancy: {
    from: ['ACTIVE'],
    to: 'ENDED',
    by: ['system'],
    da: 'Aftalen ophører med lejemålet',
    en: 'The agreement ends with the tenancy',
    told: {
      da: 'Lejemålet slutter {lastPaidThrough}, og aftalen med det.',
      en: 'The tenancy ends {lastPaidThrough}, and the agreement with it.',
    },
    source: 'domain.md 4.5',
  },
});

// --- Decisions: what changes, what is said ---

/** Only that the municipality pays, and that it does so no more, concerns anybody else. */
export type AdministrationFact = 'offered' | 'started' | 'declined' | 'ended' | 'lapsed';
type Roles = readonly ActingRole[];
interface Decided {
  changes: Partial<AdministrationAgreement>;
  fact: AdministrationFact;
}
const SYSTEM: Roles = ['system'];
const { next } = administrationAgreementRules;

function offered(
  state: AdministrationAgreement['state'],
  terms: Pick<
    AdministrationAgreement,
    'tenancyRef' | 'basis' | 'financingRef' | 'monthlyAmountOere' | 'firstPaymentOn'
  >,
  { tenancy, today }: AdministrationFacts,
): AdministrationAgreement {
  if (!tenancy) throw new Error('an administration agreement was let through without a tenancy');
  const { agreementRef, landlordRef } = tenancy;
  return {
    ...terms,
    state,
    agreementRef,
    landlordRef,
    payee: 'landlord',
    offeredOn: today,
    acceptedOn: null,
    revokedOn: null,
    lastPaidThrough: null,
  };
}

/** How often the citizen was evicted is looked at and not kept (domain.md 9.1). */
export function offer(input: Offer & { tenancyRef: string }, roles: Roles, facts: AdministrationFacts) {
  const { tenancyRef, basis, monthlyAmountOere, firstPaymentOn } = input;
  const state = next('offer', null, roles, facts, input);
  return offered(state, { tenancyRef, basis, monthlyAmountOere, firstPaymentOn, financingRef: null }, facts);
}

export function offerAsCondition(condition: Condition, facts: AdministrationFacts): AdministrationAgreement {
  const state = next('offerAsCondition', null, SYSTEM, facts);
  return offered(state, { ...condition, basis: 'condition_of_help' }, facts);
}

export function accept(
  agreement: AdministrationAgreement,
  acceptedOn: LocalDate,
  roles: Roles,
  facts: AdministrationFacts,
): Decided {
  return {
    changes: { state: next('accept', agreement, roles, facts, { acceptedOn }), acceptedOn },
    fact: 'started',
  };
}

export function decline(agreement: AdministrationAgreement, roles: Roles, facts: AdministrationFacts): Decided {
  return { changes: { state: next('decline', agreement, roles, facts) }, fact: 'declined' };
}

export function revoke(
  agreement: AdministrationAgreement,
  input: { lastPaidThrough: LocalDate; revokedOn?: LocalDate },
  roles: Roles,
  facts: AdministrationFacts,
): Decided {
  const state = next('revoke', agreement, roles, facts, input);
  const { lastPaidThrough, revokedOn = facts.today } = input;
  return { changes: { state, revokedOn, lastPaidThrough }, fact: 'ended' };
}

export function end(
  agreement: AdministrationAgreement,
  lastPaidThrough: LocalDate,
  roles: Roles,
  facts: AdministrationFacts,
): Decided {
  const state = next('end', agreement, roles, facts, { lastPaidThrough });
  return { changes: { state, lastPaidThrough }, fact: 'ended' };
}

export function lapse(agreement: AdministrationAgreement, facts: AdministrationFacts): Decided {
  return { changes: { state: next('lapse', agreement, SYSTEM, facts) }, fact: 'lapsed' };
}

export function endWithTenancy(
  agreement: AdministrationAgreement,
  lastPaidThrough: LocalDate,
  facts: AdministrationFacts,
): Decided {
  return {
    changes: { state: next('endWithTenancy', agreement, SYSTEM, facts), lastPaidThrough },
    fact: 'ended',
  };
}

/** Who pays the rent, and the first day for which it is so: all that a landlord ever learns. */
export function rentPayer(agreement: Pick<AdministrationAgreement, 'firstPaymentOn' | 'lastPaidThrough'>): {
  rentPaidBy: 'municipality' | 'tenant';
  from: LocalDate;
} {
  const { firstPaymentOn, lastPaidThrough } = agreement;
  return lastPaidThrough
    ? { rentPaidBy: 'tenant', from: addDays(lastPaidThrough, 1) }
    : { rentPaidBy: 'municipality', from: firstPaymentOn };
}
