// SPDX-License-Identifier: MPL-2.0
// Midlertidig huslejehjælp: temporary help with missing rent, from the application until it is paid and paid back.
import type { FINANCING_KINDS, FinancingState } from '#contracts/referrals/financing';
import { type ActingRole, LANDLORD_ROLES } from '#contracts/roles';
import {
  type AgreedSlas,
  addWorkingDays,
  comingYear,
  dueOn,
  type Guard,
  type Instalment,
  isOutside,
  type LocalDate,
  type Oere,
  type OwnedColumns,
  type OwnerFacts,
  ownedRules,
  pausing,
  rules,
  unowned,
  type WithDeadlineCourse,
} from '#domain';
import { beginsInTheComingYear } from '../administration-agreement/administration-agreement.js';
import { type Application, isLateWhereItTellsWhy, type LateReason, type News, tellsWhyLate } from './application.js';
import { type Grounds, type HelpBasis, type HelpCondition, LEGAL_CONDITIONS, mayBeConditioned } from './legal-basis.js';
import {
  isRepayable,
  planIsWhole,
  planOf,
  type RepaymentTerms,
  repaymentFollowsPayment,
  repaysNoMoreThanOwed,
} from './repayment.js';

/** Why an application is refused by a caseworker. */
export const REFUSAL_REASONS = [
  'not_threatened_by_eviction',
  'citizen_can_pay',
  'need_is_not_temporary',
  'cheaper_home_can_be_offered',
  'other_conditions_of_law_not_met',
] as const;
export type RefusalReason = (typeof REFUSAL_REASONS)[number] | 'condition_not_accepted';

/** Whose a decision is to make. The role as a whole has it until somebody takes it. */
export const financingOwner = { role: 'assignedRole', by: ['benefits_caseworker'] } as const;

/** A case of help is one row; everything of the decision is null until there is one. */
export interface Financing extends Application, OwnedColumns, WithDeadlineCourse {
  assignedRole: 'benefits_caseworker';
  state: FinancingState['state'];
  kind: (typeof FINANCING_KINDS)[number];
  decidedOn: LocalDate | null;
  /** The day the grant took effect: at once, or when the citizen accepted the condition. */
  effectiveOn: LocalDate | null;
  basis: HelpBasis | null;
  conditions: HelpCondition[] | null;
  monthlyAmountOere: Oere | null;
  months: number | null;
  /** All months together. */
  amountOere: Oere | null;
  payOn: LocalDate | null;
  /** Is it to be paid back? Part of the decision, never added later (domain.md 4.4). */
  repayable: boolean;
  repaymentPlan: Instalment[] | null;
  refusalReason: RefusalReason | null;
  lateReason: LateReason | null;
  disbursementDueOn: LocalDate | null;
  paidOere: Oere;
  paidOn: LocalDate | null;
  repaidOere: Oere;
}

export interface FinancingFacts extends OwnerFacts {
  /** Is the tenancy one of ours, and does it run? */
  tenancyKnown: boolean;
  /** What the landlord still misses, as heard last. */
  owedOere: Oere | null;
  /** Working days that the agreement sets for this tenancy; null: none known. */
  slas: AgreedSlas | null;
}

export interface Grant extends Grounds {
  monthlyAmountOere: Oere;
  payOn: LocalDate;
  repayment: RepaymentTerms;
  administrationAgreement?: { monthlyAmountOere: Oere; firstPaymentOn: LocalDate };
  lateReason?: LateReason;
}

export interface Refuse {
  reason: (typeof REFUSAL_REASONS)[number];
  lateReason?: LateReason;
}

export interface Payment {
  paidOn: LocalDate;
  amountOere: Oere;
}

/** What is granted and not paid to the landlord yet. */
export const unpaidOere = ({ amountOere, paidOere }: Pick<Financing, 'amountOere' | 'paidOere'>): Oere =>
  (amountOere ?? 0) - paidOere;

type GrantCheck = Guard<Financing, FinancingFacts, Grant>;
type PaymentCheck = Guard<Financing, FinancingFacts, Payment>;

const payDayIsAhead: GrantCheck = {
  code: 'pay-day-is-not-in-the-coming-year',
  da: 'Hjælpen kan udbetales fra {earliest} til {latest}.',
  en: 'The help can be paid from {earliest} to {latest}.',
  field: 'payOn',
  source: 'domain.md 13.4: every date has a window',
  refuses: (_, { today }, { payOn }) => isOutside(comingYear(today), payOn),
};

const conditionHasATenancy: GrantCheck = {
  code: 'tenancy-is-not-known',
  da: 'Lejemålet kendes ikke endnu, eller det er afsluttet.',
  en: 'The tenancy is not known yet, or it has ended.',
  field: 'administrationAgreement',
  source: 'domain.md 4.5',
  refuses: (_, { tenancyKnown }, { administrationAgreement }) => !!administrationAgreement && !tenancyKnown,
};

const conditionBeginsLater: GrantCheck = {
  ...beginsInTheComingYear,
  field: 'administrationAgreement',
  refuses: (_, { today }, { administrationAgreement }) =>
    !!administrationAgreement && isOutside(comingYear(today), administrationAgreement.firstPaymentOn),
};

const paymentHasHappened: PaymentCheck = {
  code: 'payment-is-not-between-decision-and-today',
  da: 'En betaling er sket, efter at afgørelsen fik virkning: fra {earliest} til {latest}.',
  en: 'A payment has happened since the decision took effect: from {earliest} to {latest}.',
  field: 'paidOn',
  source: 'domain.md 13.4: every date has a window',
  // A conditioned grant takes effect on the day of the acceptance, which may lie before the day it was registered.
  refuses: ({ effectiveOn, appliedOn }, { today }, { paidOn }) =>
    isOutside({ earliest: effectiveOn ?? appliedOn, latest: today }, paidOn),
};

const paysNoMoreThanGranted: PaymentCheck = {
  code: 'payment-is-more-than-remains',
  da: 'Der mangler at blive udbetalt {remainsOere}.',
  en: 'What remains to be paid is {remainsOere}.',
  field: 'amountOere',
  source: 'domain.md 4.4, 5.3',
  refuses: (help, _, { amountOere }) => amountOere > unpaidOere(help) && { remainsOere: unpaidOere(help) },
};

const UNDECIDED = {
  kind: 'temporary_rent_help',
  assignedRole: 'benefits_caseworker',
  ...unowned,
  ...{ decidedOn: null, effectiveOn: null, basis: null, conditions: null, monthlyAmountOere: null, months: null },
  ...{ amountOere: null, payOn: null, repayable: false, repaymentPlan: null, refusalReason: null, lateReason: null },
  ...{ disbursementDueOn: null, paidOere: 0, paidOn: null, repaidOere: 0, deadlineCourse: [] },
} as const;

const later = (a: LocalDate, b: LocalDate) => (a > b ? a : b);

/** The money is due to the landlord from the day on which the decision takes effect. */
const takesEffect = (on: LocalDate, { slas }: FinancingFacts) => ({
  effectiveOn: on,
  disbursementDueOn: dueOn('DISBURSEMENT', on, slas ?? undefined),
});

function decided({ basis, conditions, monthlyAmountOere, months, payOn, repayment, ...grant }: Grant, on: LocalDate) {
  const amountOere = monthlyAmountOere * months;
  return {
    ...{ decidedOn: on, basis, monthlyAmountOere, months, amountOere, payOn },
    conditions: [...new Set(conditions)],
    repayable: repayment.required,
    repaymentPlan: planOf(amountOere, repayment),
    lateReason: grant.lateReason ?? null,
  };
}

/** Roles that must not learn of a condition. */
const UNTOLD = ['single_entry', 'finance'] as const;

export const financingRules = rules<Financing, FinancingFacts, ActingRole>()({
  apply: {
    from: 'none',
    to: 'APPLIED',
    tells: 'applied',
    by: ['system'],
    da: 'Søg om midlertidig hjælp til husleje',
    en: 'Apply for temporary help with the rent',
    told: { da: 'Der blev søgt om hjælp {appliedOn}.', en: 'Help was applied for {appliedOn}.' },
    source: 'aktivloven § 81 a; domain.md 5.5',
    opens: (_, heard: Application) => ({ ...heard, ...UNDECIDED }),
  },
  followArrears: {
    from: ['APPLIED'],
    to: 'same',
    tells: 'changed',
    by: ['system'],
    da: 'Følg restancesagen',
    en: 'Follow the case of missing rent',
    told: { da: 'Restancesagen ændrede sig.', en: 'The case of missing rent changed.' },
    source: 'domain.md 13.1: a later demand may only shorten the time for the decision',
    changes: (_, __, news: News) => news,
  },
  ...ownedRules({
    ...financingOwner,
    also: [],
    from: ['APPLIED', 'AWAITING_CONDITION', 'GRANTED'],
    untold: LANDLORD_ROLES,
  }),
  grant: {
    from: ['APPLIED'],
    to: ['GRANTED', 'AWAITING_CONDITION'],
    tells: ['decided', 'changed'],
    by: ['benefits_caseworker'],
    checks: [
      ...LEGAL_CONDITIONS,
      payDayIsAhead,
      planIsWhole,
      repaymentFollowsPayment,
      mayBeConditioned,
      conditionHasATenancy,
      conditionBeginsLater,
      tellsWhyLate,
      isLateWhereItTellsWhy,
    ],
    da: 'Bevilg hjælp',
    en: 'Grant help',
    told: { da: 'Hjælpen blev bevilget.', en: 'The help was granted.' },
    source: 'aktivloven §§ 81, 81 a, 81 b; domain.md 4.4, 5.5',
    changes: (_, facts, grant: Grant) => ({
      ...decided(grant, facts.today),
      ...(grant.administrationAgreement
        ? { state: 'AWAITING_CONDITION', tells: 'changed' }
        : { ...takesEffect(facts.today, facts), state: 'GRANTED', tells: 'decided' }),
    }),
  },
  refuse: {
    from: ['APPLIED'],
    to: 'REFUSED',
    tells: 'decided',
    by: ['benefits_caseworker'],
    checks: [tellsWhyLate, isLateWhereItTellsWhy],
    da: 'Giv afslag',
    en: 'Refuse help',
    told: { da: 'Der blev givet afslag på hjælp.', en: 'The help was refused.' },
    source: 'domain.md 5.3',
    changes: (_, { today }, { reason, lateReason }: Refuse) => ({
      decidedOn: today,
      refusalReason: reason,
      lateReason: lateReason ?? null,
    }),
  },
  conditionMet: {
    from: ['AWAITING_CONDITION'],
    to: 'GRANTED',
    tells: 'decided',
    by: ['system'],
    da: 'Borgeren har accepteret betingelsen',
    en: 'The citizen has accepted the condition',
    toldNotTo: UNTOLD,
    source: 'domain.md 5.3',
    // The grant takes effect that day. A day of payment that has passed meanwhile becomes today.
    changes: ({ payOn }, facts, { acceptedOn }: { acceptedOn: LocalDate }) => ({
      ...takesEffect(acceptedOn, facts),
      payOn: payOn && later(payOn, facts.today),
    }),
  },
  conditionDeclined: {
    from: ['AWAITING_CONDITION'],
    to: 'REFUSED',
    tells: 'decided',
    by: ['system'],
    da: 'Borgeren har ikke accepteret betingelsen',
    en: 'The citizen has not accepted the condition',
    toldNotTo: UNTOLD,
    source: 'domain.md 5.3',
    changes: () => ({ refusalReason: 'condition_not_accepted' }),
  },
  registerPayment: {
    from: ['GRANTED'],
    to: ['GRANTED', 'PAID'],
    tells: 'paid',
    by: ['finance'],
    checks: [paymentHasHappened, paysNoMoreThanGranted],
    da: 'Registrér udbetaling til udlejer',
    en: 'Register a payment to the landlord',
    told: { da: 'Udlejer fik en betaling {paidOn}.', en: 'The landlord was paid {paidOn}.' },
    source: 'domain.md 5.3',
    changes({ amountOere, ...help }, _, payment: Payment) {
      const paidOere = help.paidOere + payment.amountOere;
      const paidOn = help.paidOn ? later(help.paidOn, payment.paidOn) : payment.paidOn;
      return { state: paidOere === amountOere ? 'PAID' : 'GRANTED', paidOere, paidOn };
    },
  },
  registerRepayment: {
    from: ['GRANTED', 'PAID', 'WITHDRAWN'],
    to: 'same',
    tells: 'changed',
    by: ['finance'],
    requires: [isRepayable],
    checks: [paymentHasHappened, repaysNoMoreThanOwed],
    da: 'Registrér tilbagebetaling fra borgeren',
    en: "Register the citizen's repayment",
    told: { da: 'Borgeren har nu betalt {repaidOere} tilbage.', en: 'The citizen has now paid back {repaidOere}.' },
    source: 'aktivloven §§ 93-94; domain.md 4.4',
    changes: ({ repaidOere }, _, { amountOere }: Payment) => ({ repaidOere: repaidOere + amountOere }),
  },
  ...pausing<Financing, FinancingFacts, ActingRole>({
    from: ['GRANTED'],
    by: ['benefits_caseworker', 'finance', 'single_entry'],
    runsTo: ({ state, disbursementDueOn }, code) =>
      code === 'DISBURSEMENT' && state === 'GRANTED' ? disbursementDueOn : null,
    later: ({ disbursementDueOn }, _, workingDays) => ({
      disbursementDueOn: addWorkingDays(disbursementDueOn!, workingDays),
    }),
  }),
  withdraw: {
    from: ['APPLIED', 'AWAITING_CONDITION', 'GRANTED'],
    to: 'WITHDRAWN',
    tells: 'withdrawn',
    by: ['system'],
    da: 'Ansøgningen bortfalder',
    en: 'The application is withdrawn',
    told: { da: 'Hjælpen er ikke længere nødvendig.', en: 'The help is no longer needed.' },
    source: 'domain.md 13.3 (5.3)',
  },
});
