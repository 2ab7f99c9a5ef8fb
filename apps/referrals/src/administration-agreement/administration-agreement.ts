// SPDX-License-Identifier: MPL-2.0
// Administrationsaftale: the municipality pays the citizen's rent to the landlord, from the offer until it ends.
import type { FinancingState } from '#contracts/referrals/financing';
import { type ActingRole, LANDLORD_ROLES } from '#contracts/roles';
import {
  addDays,
  comingYear,
  type Guard,
  isOutside,
  type LocalDate,
  type Oere,
  type OwnedColumns,
  type OwnerFacts,
  ownedRules,
  rules,
  unowned,
} from '#domain';

export const ADMINISTRATION_AGREEMENT_STATES = ['OFFERED', 'ACTIVE', 'DECLINED', 'REVOKED', 'ENDED'] as const;

/** On what a caseworker may offer one; as a condition of help it is offered by the decision on the help. */
export const OFFER_BASES = ['required', 'voluntary'] as const;
export type AdministrationBasis = (typeof OFFER_BASES)[number] | 'condition_of_help';

/** Whose it is: the office that offered it, until somebody takes it. */
export const administrationAgreementOwner = {
  role: 'assignedRole',
  by: ['social_caseworker', 'benefits_caseworker'],
} as const;

export interface AdministrationAgreement extends OwnedColumns {
  assignedRole: (typeof administrationAgreementOwner)['by'][number];
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
  /** Did it end because the tenancy did? Should that have been an error, it runs on. */
  endedWithTenancy: boolean;
}

export interface AdministrationAgreementFacts extends OwnerFacts {
  /** Of who asks. */
  roles: readonly ActingRole[];
  /** So many evictions are several. */
  fewestEvictions: number;
  /** Null: no such tenancy, or it has ended. */
  tenancy: { agreementRef: string; landlordRef: string } | null;
  /** Has another one been offered or made on the tenancy? */
  taken: boolean;
  /** Of the help that it is a condition of; null: of none. */
  helpState: FinancingState['state'] | null;
}

type Terms = Pick<AdministrationAgreement, 'tenancyRef' | 'monthlyAmountOere' | 'firstPaymentOn'>;

export interface Offer extends Terms {
  basis: (typeof OFFER_BASES)[number];
  paymentTrouble?: boolean;
  evictionsDueToArrears?: number;
}

interface LastDay {
  /** The last day for which the municipality pays. */
  lastPaidThrough: LocalDate;
}

export interface Revocation extends LastDay {
  /** Default: today. */
  revokedOn?: LocalDate;
}

/** What a decision on help offers as its condition. */
export type Condition = { financingRef: string } & Terms;

const tenancyIsKnown: Guard<null, AdministrationAgreementFacts> = {
  code: 'tenancy-is-not-known',
  da: 'Lejemålet kendes ikke endnu, eller det er afsluttet.',
  en: 'The tenancy is not known yet, or it has ended.',
  source: 'domain.md 4.5',
  refuses: (_, { tenancy }) => tenancy === null,
};

export const hasNoOther: Guard<null, AdministrationAgreementFacts> = {
  code: 'administration-agreement-exists-already',
  da: 'Der er allerede tilbudt eller indgået en administrationsaftale om lejemålet.',
  en: 'An administration agreement on the tenancy has been offered or made already.',
  source: 'domain.md 4.5',
  refuses: (_, { taken }) => taken,
};

/** What the decision on a required agreement rests on; looked at and not kept (domain.md 9.1). */
interface EvictionHistory {
  basis: string;
  paymentTrouble?: boolean;
  evictionsDueToArrears?: number;
}

export const citizenWasEvictedSeveralTimes: Guard<unknown, { fewestEvictions: number }, EvictionHistory> = {
  code: 'citizen-has-not-had-several-evictions',
  da: 'En påkrævet administrationsaftale kræver tidligere problemer med at betale husleje og mindst {fewest} udsættelser på grund af dem.',
  en: 'A required administration agreement takes earlier trouble paying rent and at least {fewest} evictions because of it.',
  field: 'evictionsDueToArrears',
  source: 'B3; domain.md 4.5: "several" is read as two or more, unless the municipality sets another number',
  refuses: (_, { fewestEvictions: fewest }, { basis, paymentTrouble, evictionsDueToArrears = 0 }) =>
    basis === 'required' && !(paymentTrouble && evictionsDueToArrears >= fewest) && { fewest },
};

export const beginsInTheComingYear: Guard<null, { today: LocalDate }, { firstPaymentOn: LocalDate }> = {
  code: 'first-payment-is-not-in-the-coming-year',
  da: 'Kommunen kan begynde at betale husleje fra {earliest} til {latest}.',
  en: 'The municipality can begin to pay the rent from {earliest} to {latest}.',
  field: 'firstPaymentOn',
  source: 'domain.md 4.5, 13.4: for payments not yet executed',
  refuses: (_, { today }, { firstPaymentOn }) => isOutside(comingYear(today), firstPaymentOn),
};

const acceptedAfterOffer: Guard<AdministrationAgreement, AdministrationAgreementFacts, { acceptedOn: LocalDate }> = {
  code: 'acceptance-is-not-between-offer-and-today',
  da: 'Aftalen kan være accepteret fra {earliest} til {latest}.',
  en: 'The agreement can have been accepted from {earliest} to {latest}.',
  field: 'acceptedOn',
  source: 'domain.md 13.4: every date has a window',
  refuses: ({ offeredOn }, { today }, { acceptedOn }) => isOutside({ earliest: offeredOn, latest: today }, acceptedOn),
};

const isNotRequired: Guard<AdministrationAgreement, AdministrationAgreementFacts> = {
  code: 'required-agreement-cannot-be-revoked',
  da: 'En påkrævet administrationsaftale kan ikke tilbagekaldes af borgeren; kommunen kan afslutte den.',
  en: 'A required administration agreement cannot be revoked by the citizen; the municipality can end it.',
  source: 'domain.md 4.5',
  refuses: ({ basis }) => basis === 'required',
};

/** Help that was withdrawn has no condition any more; else nobody could ever revoke it. */
const helpIsPaid: Guard<AdministrationAgreement, AdministrationAgreementFacts> = {
  code: 'help-is-not-paid-yet',
  da: 'Aftalen er en betingelse for hjælp, der ikke er udbetalt endnu.',
  en: 'The agreement is a condition of help that is not paid yet.',
  source: 'domain.md 13.2: as a voluntary one once the help is paid',
  refuses: ({ basis }, { helpState }) => basis === 'condition_of_help' && helpState === 'GRANTED',
};

const endedWithTheTenancy: Guard<AdministrationAgreement, AdministrationAgreementFacts> = {
  code: 'agreement-did-not-end-with-the-tenancy',
  da: 'Aftalen ophørte ikke på grund af lejemålet.',
  en: 'The agreement did not end because of the tenancy.',
  source: 'domain.md 13.4',
  refuses: ({ endedWithTenancy }) => !endedWithTenancy,
};

const paymentsAreNotExecuted: Guard<AdministrationAgreement, AdministrationAgreementFacts, LastDay> = {
  code: 'last-day-is-not-in-the-coming-year',
  da: 'Aftalen kan kun ophøre for betalinger, der ikke er gennemført: med en sidste dag fra {earliest} til {latest}.',
  en: 'The agreement can only end for payments not yet executed: with a last day from {earliest} to {latest}.',
  field: 'lastPaidThrough',
  source: 'domain.md 4.5',
  refuses: (_, { today }, { lastPaidThrough }) => isOutside(comingYear(today), lastPaidThrough),
};

const revokedAlready: Guard<AdministrationAgreement, AdministrationAgreementFacts, Revocation> = {
  code: 'revocation-is-not-between-acceptance-and-today',
  da: 'Aftalen kan være tilbagekaldt fra {earliest} til {latest}.',
  en: 'The agreement can have been revoked from {earliest} to {latest}.',
  field: 'revokedOn',
  source: 'domain.md 13.4: every date has a window',
  refuses: ({ acceptedOn }, { today }, { revokedOn }) =>
    revokedOn != null && isOutside({ earliest: acceptedOn!, latest: today }, revokedOn),
};

function offered(terms: Terms, { tenancy, today, roles }: AdministrationAgreementFacts) {
  const { agreementRef, landlordRef } = tenancy!;
  const untilAnswered = { acceptedOn: null, revokedOn: null, lastPaidThrough: null, endedWithTenancy: false };
  const assignedRole = administrationAgreementOwner.by.find((role) => roles.includes(role)) ?? 'benefits_caseworker';
  return {
    ...terms,
    ...untilAnswered,
    ...unowned,
    assignedRole,
    agreementRef,
    landlordRef,
    payee: 'landlord' as const,
    offeredOn: today,
  };
}

export const administrationAgreementRules = rules<AdministrationAgreement, AdministrationAgreementFacts, ActingRole>()({
  offer: {
    from: 'none',
    to: 'OFFERED',
    by: ['social_caseworker', 'benefits_caseworker'],
    requires: [tenancyIsKnown, hasNoOther],
    checks: [citizenWasEvictedSeveralTimes, beginsInTheComingYear],
    da: 'Tilbyd administrationsaftale',
    en: 'Offer an administration agreement',
    told: { da: 'Aftalen blev tilbudt borgeren.', en: 'The agreement was offered to the citizen.' },
    source: 'B3; domain.md 4.5',
    // How often the citizen was evicted is looked at and not kept (domain.md 9.1).
    opens: (facts, { basis, paymentTrouble: _, evictionsDueToArrears: __, ...terms }: Offer) => ({
      ...offered(terms, facts),
      basis,
      financingRef: null,
    }),
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
    opens: (facts, { financingRef, ...terms }: Condition) => ({
      ...offered(terms, facts),
      basis: 'condition_of_help',
      financingRef,
    }),
  },
  ...ownedRules({ ...administrationAgreementOwner, also: [], from: ['OFFERED', 'ACTIVE'], untold: LANDLORD_ROLES }),
  accept: {
    from: ['OFFERED'],
    to: 'ACTIVE',
    tells: 'started',
    by: ['social_caseworker', 'benefits_caseworker'],
    checks: [acceptedAfterOffer],
    da: 'Registrér at borgeren har accepteret',
    en: 'Register that the citizen accepted',
    told: { da: 'Borgeren accepterede {acceptedOn}.', en: 'The citizen accepted {acceptedOn}.' },
    source: 'domain.md 4.5',
    changes: (_, __, { acceptedOn }: { acceptedOn: LocalDate }) => ({ acceptedOn }),
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
    tells: 'ended',
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
    changes: (_, { today }, { lastPaidThrough, revokedOn = today }: Revocation) => ({ revokedOn, lastPaidThrough }),
  },
  end: {
    from: ['ACTIVE'],
    to: 'ENDED',
    tells: 'ended',
    by: ['benefits_caseworker'],
    checks: [paymentsAreNotExecuted],
    da: 'Afslut aftalen',
    en: 'End the agreement',
    told: {
      da: 'Kommunen afsluttede aftalen; den betaler til og med {lastPaidThrough}.',
      en: 'The municipality ended the agreement; it pays until {lastPaidThrough}.',
    },
    source: 'domain.md 4.5',
    changes: (_, __, { lastPaidThrough }: LastDay) => ({ lastPaidThrough }),
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
    tells: 'ended',
    by: ['system'],
    da: 'Aftalen ophører med lejemålet',
    en: 'The agreement ends with the tenancy',
    told: {
      da: 'Lejemålet slutter {lastPaidThrough}, og aftalen med det.',
      en: 'The tenancy ends {lastPaidThrough}, and the agreement with it.',
    },
    source: 'domain.md 4.5',
    changes: (_, __, { lastPaidThrough }: LastDay) => ({ lastPaidThrough, endedWithTenancy: true }),
  },
  reopenWithTenancy: {
    from: ['ENDED'],
    to: 'ACTIVE',
    tells: 'started',
    by: ['system'],
    requires: [endedWithTheTenancy],
    da: 'Aftalen løber videre med lejemålet, hvis slutning var en fejl',
    en: 'The agreement runs on with the tenancy, whose end was an error',
    told: {
      da: 'Lejemålets slutning var registreret ved en fejl; aftalen løber videre.',
      en: 'The end of the tenancy was registered in error; the agreement runs on.',
    },
    source: 'domain.md 13.4',
    changes: () => ({ lastPaidThrough: null, endedWithTenancy: false }),
  },
});

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
