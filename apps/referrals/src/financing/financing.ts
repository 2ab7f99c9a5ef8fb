// SPDX-License-Identifier: MPL-2.0
// Lån og hjælp: temporary help with missing rent, and what moving in takes, from the application until it is paid and paid
// back (domain.md 4.4). What is asked of help with moving in stands in move.ts, how it is paid in disbursement.ts.
import type { FINANCING_KINDS, FinancingState } from '#contracts/referrals/financing';
import { type ActingRole, LANDLORD_ROLES } from '#contracts/roles';
import {
  type AgreedSlas,
  addWorkingDays,
  comingYear,
  differingColumns,
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
  type Strike,
  type StrikeFacts,
  type Strikes,
  strikeChecks,
  unowned,
  type WithDeadlineCourse,
} from '#domain';
import { beginsInTheComingYear } from '../administration-agreement/administration-agreement.js';
import { type Application, isLateWhereItTellsWhy, type LateReason, type News, tellsWhyLate } from './application.js';
import {
  afterPayment,
  afterWithdrawal,
  approvingDisbursement,
  type Disbursement,
  isApproved,
  isPayableStill,
  NO_DISBURSEMENT,
  paysNoMoreThanApproved,
  proposesNoMoreThanRemains,
  proposingDisbursement,
  takingBackDisbursement,
} from './disbursement.js';
import {
  type Grounds,
  type HelpBasis,
  type HelpCondition,
  LEGAL_CONDITIONS,
  LEGAL_CONDITIONS_OF_MOVE,
  type MoveBasis,
  type MoveCondition,
  type MoveGrounds,
  mayBeConditioned,
} from './legal-basis.js';
import {
  AMOUNT_CHECKS,
  APPLY_CHECKS,
  type ApplyForMove,
  amountOf,
  applicationIsLateWhereItSaysSo,
  isMoveKind,
  type KnownReferral,
  type LateApplicationReason,
  lateApplicationIsAccepted,
  type MoveAmounts,
  type Payee,
} from './move.js';
import {
  isRepayable,
  planIsWhole,
  planOf,
  type RepaymentTerms,
  repaymentFollowsPayment,
  repaysNoMoreThanOwed,
} from './repayment.js';

/** Why an application is refused by a caseworker: those of help with missing rent, of help with moving in, and of both. */
const REFUSALS_OF_HELP = [
  'not_threatened_by_eviction',
  'need_is_not_temporary',
  'cheaper_home_can_be_offered',
] as const;
const REFUSALS_OF_MOVE = [
  'move_improves_nothing',
  'circumstances_have_not_changed',
  'expense_is_not_necessary',
  'dwelling_is_not_suitable',
  'future_rent_is_not_affordable',
  'expense_came_before_the_application',
  'information_is_missing',
] as const;
export const REFUSAL_REASONS = [
  ...REFUSALS_OF_HELP,
  ...REFUSALS_OF_MOVE,
  'citizen_can_pay',
  'other_conditions_of_law_not_met',
] as const;
export type RefusalReason = (typeof REFUSAL_REASONS)[number] | 'condition_not_accepted';

/** Whose a decision is to make. The role as a whole has it until somebody takes it. */
export const financingOwner = { role: 'assignedRole', by: ['benefits_caseworker'] } as const;

/** A case of help is one row; everything of the decision is null until there is one. */
export interface Financing
  extends Omit<Application, 'caseRef' | 'decisionDueOn'>,
    Disbursement,
    OwnedColumns,
    WithDeadlineCourse {
  assignedRole: 'benefits_caseworker';
  state: FinancingState['state'];
  kind: (typeof FINANCING_KINDS)[number];
  /** Of help with missing rent: its case. */
  caseRef: string | null;
  /** Of help with moving in: the referral, and the proposal and vacancy that the citizen was accepted for. */
  referralRef: string | null;
  proposalRef: string | null;
  vacancyRef: string | null;
  /** Of help with moving in: the day from which the office had all that it needs; null: it has not yet. */
  completeOn: LocalDate | null;
  /** Null: the application is not complete. */
  decisionDueOn: LocalDate | null;
  decidedOn: LocalDate | null;
  /** The day the grant took effect: at once, or when the citizen accepted the condition. */
  effectiveOn: LocalDate | null;
  basis: HelpBasis | MoveBasis | null;
  conditions: (HelpCondition | MoveCondition)[] | null;
  /** Of help with moving in: what the amount is made of. */
  amounts: MoveAmounts | null;
  payee: Payee;
  /** Why it is given although the lease was signed before it was applied for. */
  lateApplicationAcceptedBecause: LateApplicationReason | null;
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

export interface FinancingFacts extends OwnerFacts, StrikeFacts<Financing> {
  /** Is the tenancy one of ours, and does it run? */
  tenancyKnown: boolean;
  /** What the landlord still misses, as heard last. */
  owedOere: Oere | null;
  /** Working days that the agreement sets for this tenancy; null: none known. */
  slas: AgreedSlas | null;
  /** Of help with moving in: what its referral knows; null: there is none. */
  move: KnownReferral | null;
  hasAnother: boolean;
  /** Who asks. */
  actorId: string | null;
}

/**
 * What may have been registered in error. Money that was paid out has left: what is too much is owed and paid back, what is
 * too little is paid on.
 */
export const FINANCING_RECORDS = ['repayment'] as const;
type What = (typeof FINANCING_RECORDS)[number];

export const financingStrikes: Strikes<Financing, FinancingFacts, What> = {
  what: { repayment: ['registerRepayment'] },
  binds: () => false,
  keeps: ({ today }) => ({ today }),
  anew: { registerRepayment: 'always' },
  closed: ['REFUSED'],
};

export interface GrantMove extends MoveGrounds, MoveAmounts {
  payee: Payee;
  payOn: LocalDate;
  repayment: RepaymentTerms;
  lateApplicationAcceptedBecause?: LateApplicationReason;
  lateReason?: LateReason;
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

type Asks = Guard<Financing, FinancingFacts>;
type GrantCheck = Guard<Financing, FinancingFacts, Grant>;
type PaymentCheck = Guard<Financing, FinancingFacts, Payment>;

const isHelpWithRent: Asks = {
  code: 'help-is-with-moving-in',
  da: 'Der er søgt om hjælp til en indflytning; den bevilges som sådan.',
  en: 'Help with moving in was applied for; it is granted as such.',
  source: 'domain.md 4.4',
  refuses: ({ kind }) => isMoveKind(kind),
};

const isHelpWithMove: Asks = {
  code: 'help-is-with-missing-rent',
  da: 'Der er søgt om midlertidig huslejehjælp; det følger restancesagen.',
  en: 'Temporary rent help was applied for; it follows the case of missing rent.',
  source: 'domain.md 4.4',
  refuses: ({ kind }) => !isMoveKind(kind),
};

const isComplete: Asks = {
  code: 'application-is-not-complete',
  da: 'Ansøgningen er ikke oplyst. Registrér, at den er, eller hvad der er at afgøre den på.',
  en: 'The application is not complete. Register that it is, or that it is decided on what there is.',
  source: 'domain.md 4.6',
  refuses: ({ decisionDueOn }) => decisionDueOn === null,
};

const isNotComplete: Asks = {
  code: 'application-is-complete-already',
  da: 'Ansøgningen er oplyst siden {completeOn}.',
  en: 'The application is complete since {completeOn}.',
  source: 'domain.md 4.6',
  refuses: ({ completeOn }) => completeOn !== null && { completeOn },
};

const becameCompleteSince: Guard<Financing, FinancingFacts, { completeOn?: LocalDate }> = {
  code: 'application-became-complete-on-another-day',
  da: 'Ansøgningen blev oplyst en dag fra {earliest} til {latest}.',
  en: 'The application became complete on a day from {earliest} to {latest}.',
  field: 'completeOn',
  source: 'domain.md 13.4: every date has a window',
  refuses: ({ appliedOn }, { today }, { completeOn = today }) =>
    isOutside({ earliest: appliedOn, latest: today }, completeOn),
};

const nothingIsPaid: Asks = {
  code: 'help-is-paid-in-part',
  da: 'Der er allerede udbetalt {paidOere}.',
  en: '{paidOere} is paid already.',
  source: 'domain.md 13.4: not once money has left',
  refuses: ({ paidOere }) => paidOere > 0 && { paidOere },
};

const loanIsRepaid: Guard<Financing, FinancingFacts, GrantMove> = {
  code: 'loan-is-to-be-repaid',
  da: 'Et lån skal betales tilbage.',
  en: 'A loan is to be paid back.',
  field: 'repayment',
  source: 'aktivloven §§ 85, 93; domain.md 4.4',
  refuses: ({ kind }, _, { repayment }) => kind === 'deposit_loan' && !repayment.required,
};

const loanGoesToTheLandlord: Guard<Financing, FinancingFacts, GrantMove> = {
  code: 'payee-does-not-fit-the-help',
  da: 'Et lån til depositum udbetales til udlejer; anden hjælp til indflytning til borgeren eller en leverandør.',
  en: 'A deposit loan is paid to the landlord; other help with moving in to the citizen or a supplier.',
  field: 'payee',
  source: 'domain.md 4.4, 8.1',
  refuses: ({ kind }, _, { payee }) => (kind === 'deposit_loan') !== (payee === 'landlord'),
};

const reasonFitsTheKind: Guard<Financing, FinancingFacts, Refuse> = {
  code: 'reason-does-not-fit-the-help',
  da: 'Grunden hører til en anden slags hjælp.',
  en: 'The reason belongs to another kind of help.',
  field: 'reason',
  source: 'domain.md 4.4',
  refuses: ({ kind }, _, { reason }) =>
    ((isMoveKind(kind) ? REFUSALS_OF_HELP : REFUSALS_OF_MOVE) as readonly string[]).includes(reason),
};

const payDayIsAhead: Guard<Financing, FinancingFacts, { payOn: LocalDate }> = {
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

const paymentFollowsApproval: PaymentCheck = {
  code: 'payment-came-before-its-approval',
  da: 'Betalingen er sket, efter at den blev godkendt: fra {earliest} til {latest}.',
  en: 'The payment has happened since it was approved: from {earliest} to {latest}.',
  field: 'paidOn',
  source: 'domain.md 9: four eyes on money; 13.4',
  refuses: ({ approvedOn }, { today }, { paidOn }) =>
    approvedOn !== null && paidOn < approvedOn && { earliest: approvedOn, latest: today },
};

const paysNoMoreThanGranted: PaymentCheck = {
  code: 'payment-is-more-than-remains',
  da: 'Der mangler at blive udbetalt {remainsOere}.',
  en: 'What remains to be paid is {remainsOere}.',
  field: 'amountOere',
  source: 'domain.md 4.4, 5.3',
  refuses: (help, _, { amountOere }) => amountOere > unpaidOere(help) && { remainsOere: unpaidOere(help) },
};

/** A loan is granted before there is a lease; this may then ask for less. */
const paysNoMoreThanTheLeaseAsks: Guard<Financing, FinancingFacts, { amountOere: Oere }> = {
  code: 'disbursement-is-more-than-the-lease-asks',
  da: 'Depositum og forudbetalt leje er {leaseOere} i lejekontrakten, og {paidOere} er udbetalt.',
  en: 'Deposit and prepaid rent are {leaseOere} in the lease, and {paidOere} is paid.',
  field: 'amountOere',
  source: 'domain.md 4.4: up to deposit and prepaid rent of the lease',
  refuses({ kind, paidOere }, { move }, { amountOere }) {
    const leaseOere = kind === 'deposit_loan' ? (move?.leaseOere ?? null) : null;
    return leaseOere !== null && amountOere > leaseOere - paidOere && { leaseOere, paidOere };
  },
};

const UNDECIDED = {
  assignedRole: 'benefits_caseworker',
  ...unowned,
  ...{ decidedOn: null, effectiveOn: null, basis: null, conditions: null, monthlyAmountOere: null, months: null },
  ...{ amountOere: null, payOn: null, repayable: false, repaymentPlan: null, refusalReason: null, lateReason: null },
  ...{ disbursementDueOn: null, paidOere: 0, paidOn: null, repaidOere: 0, deadlineCourse: [] },
  payee: 'landlord',
  ...{ amounts: null, lateApplicationAcceptedBecause: null },
  ...NO_DISBURSEMENT,
} as const;

const NO_MOVE = {
  kind: 'temporary_rent_help',
  ...{ referralRef: null, proposalRef: null, vacancyRef: null, completeOn: null },
} as const;

/** The office decides within so many days of having what it needs. */
const complete = (on: LocalDate, { slas }: FinancingFacts) => ({
  completeOn: on,
  decisionDueOn: dueOn('BENEFIT_DECISION', on, slas ?? undefined),
});

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
    opens: (_, heard: Application) => ({ ...heard, ...UNDECIDED, ...NO_MOVE }),
  },
  // One that is not complete is news to nobody yet.
  applyForMove: {
    from: 'none',
    to: 'APPLIED',
    tells: ['applied', 'changed'],
    by: ['social_caseworker', 'benefits_caseworker', 'system'],
    checks: APPLY_CHECKS,
    da: 'Søg om lån eller hjælp til indflytning',
    en: 'Apply for a loan or help with moving in',
    told: { da: 'Der blev søgt om hjælp {appliedOn}.', en: 'Help was applied for {appliedOn}.' },
    source: 'B3; aktivloven §§ 81, 85; domain.md 4.1, 4.4',
    opens(facts, { referralRef, kind, appliedOn = facts.today, isComplete: hasAll }: ApplyForMove) {
      const { agreementRef, landlordRef, proposalRef, vacancyRef } = facts.move!;
      return {
        ...UNDECIDED,
        ...{ kind, referralRef, proposalRef, vacancyRef, agreementRef, landlordRef: landlordRef!, appliedOn },
        ...{ caseRef: null, tenancyRef: null, completeOn: null, decisionDueOn: null, tells: 'changed' },
        ...(hasAll && { ...complete(appliedOn, facts), tells: 'applied' }),
      };
    },
  },
  completeApplication: {
    from: ['APPLIED'],
    to: 'same',
    tells: 'applied',
    by: ['benefits_caseworker'],
    requires: [isHelpWithMove, isNotComplete],
    checks: [becameCompleteSince],
    da: 'Registrér at ansøgningen er oplyst',
    en: 'Register that the application is complete',
    told: { da: 'Ansøgningen var oplyst {completeOn}.', en: 'The application was complete on {completeOn}.' },
    source: 'domain.md 4.6, 11 row 5',
    changes: (_, facts, { completeOn = facts.today }: { completeOn?: LocalDate }) => complete(completeOn, facts),
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
    requires: [isHelpWithRent],
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
  grantMove: {
    from: ['APPLIED'],
    to: 'GRANTED',
    tells: 'decided',
    by: ['benefits_caseworker'],
    requires: [isHelpWithMove, isComplete],
    checks: [
      ...LEGAL_CONDITIONS_OF_MOVE,
      lateApplicationIsAccepted,
      applicationIsLateWhereItSaysSo,
      ...AMOUNT_CHECKS,
      payDayIsAhead,
      loanIsRepaid,
      loanGoesToTheLandlord,
      planIsWhole,
      repaymentFollowsPayment,
      tellsWhyLate,
      isLateWhereItTellsWhy,
    ],
    da: 'Bevilg lån eller hjælp til indflytning',
    en: 'Grant a loan or help with moving in',
    told: { da: 'Hjælpen blev bevilget.', en: 'The help was granted.' },
    source: 'B3; aktivloven §§ 81, 85, 88, 93; domain.md 4.4',
    changes(_, facts, { basis, conditions, payee, payOn, repayment, ...grant }: GrantMove) {
      const { deposit, offers, items } = grant;
      const amounts = { ...(deposit && { deposit }), ...(offers && { offers }), ...(items && { items }) };
      const amountOere = amountOf(amounts);
      return {
        ...takesEffect(facts.today, facts),
        ...{ decidedOn: facts.today, basis, amounts, amountOere, payee, payOn },
        conditions: [...new Set(conditions)],
        repayable: repayment.required,
        repaymentPlan: planOf(amountOere, repayment),
        lateApplicationAcceptedBecause: grant.lateApplicationAcceptedBecause ?? null,
        lateReason: grant.lateReason ?? null,
      };
    },
  },
  refuse: {
    from: ['APPLIED'],
    to: 'REFUSED',
    tells: 'decided',
    by: ['benefits_caseworker'],
    requires: [isComplete],
    checks: [reasonFitsTheKind, tellsWhyLate, isLateWhereItTellsWhy],
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
  proposeDisbursement: {
    from: ['GRANTED'],
    to: 'same',
    tells: 'disbursementProposed',
    by: ['finance'],
    requires: proposingDisbursement,
    checks: [proposesNoMoreThanRemains, paysNoMoreThanTheLeaseAsks],
    da: 'Indstil en udbetaling',
    en: 'Propose a disbursement',
    told: { da: 'En udbetaling blev indstillet.', en: 'A disbursement was proposed.' },
    source: 'domain.md 9: four eyes on money',
    changes: (_, { today, actorId }, { amountOere }: { amountOere: Oere }) => ({
      ...{ disbursementOere: amountOere, proposedBy: actorId, proposedOn: today },
    }),
  },
  approveDisbursement: {
    from: ['GRANTED'],
    to: 'same',
    tells: 'disbursementApproved',
    by: ['finance'],
    requires: approvingDisbursement,
    da: 'Godkend udbetalingen',
    en: 'Approve the disbursement',
    told: { da: 'Udbetalingen blev godkendt.', en: 'The disbursement was approved.' },
    source: 'domain.md 9: four eyes on money',
    changes: (_, { today, actorId }) => ({ approvedBy: actorId, approvedOn: today }),
  },
  takeBackDisbursement: {
    from: ['GRANTED', 'WITHDRAWN'],
    to: 'same',
    tells: 'changed',
    by: ['finance'],
    requires: takingBackDisbursement,
    da: 'Tag indstillingen til udbetaling tilbage',
    en: 'Take the proposed disbursement back',
    told: { da: 'Indstillingen til udbetaling blev taget tilbage.', en: 'The proposed disbursement was taken back.' },
    source: 'domain.md 9, 13.4',
    changes: () => ({ ...NO_DISBURSEMENT }),
  },
  registerPayment: {
    // Also what had been paid when the help was no longer needed: it is owed.
    from: ['GRANTED', 'WITHDRAWN'],
    to: { GRANTED: ['GRANTED', 'PAID'], WITHDRAWN: 'same' },
    tells: 'paid',
    by: ['finance'],
    requires: [isApproved, isPayableStill],
    checks: [paymentHasHappened, paymentFollowsApproval, paysNoMoreThanApproved, paysNoMoreThanGranted],
    da: 'Registrér udbetaling',
    en: 'Register a payment',
    told: { da: 'Der blev udbetalt {paidOn}.', en: 'Money was paid {paidOn}.' },
    source: 'domain.md 4.4, 5.3',
    changes({ amountOere, ...help }, _, payment: Payment) {
      const paidOere = help.paidOere + payment.amountOere;
      const paidOn = help.paidOn ? later(help.paidOn, payment.paidOn) : payment.paidOn;
      const ofGranted = paidOere === amountOere ? ('PAID' as const) : ('GRANTED' as const);
      return {
        ...(help.state === 'GRANTED' && { state: ofGranted }),
        paidOere,
        paidOn,
        ...afterPayment(help, payment.amountOere),
      };
    },
  },
  registerRepayment: {
    from: ['GRANTED', 'PAID', 'WITHDRAWN'],
    to: 'same',
    tells: 'changed',
    by: ['finance'],
    // Amounts are the office's and finance's.
    toldNotTo: ['single_entry'],
    requires: [isRepayable],
    checks: [paymentHasHappened, repaysNoMoreThanOwed],
    da: 'Registrér tilbagebetaling fra borgeren',
    en: "Register the citizen's repayment",
    told: { da: 'Borgeren har nu betalt {repaidOere} tilbage.', en: 'The citizen has now paid back {repaidOere}.' },
    source: 'aktivloven §§ 93-94; domain.md 4.4',
    changes: ({ repaidOere }, _, { amountOere }: Payment) => ({ repaidOere: repaidOere + amountOere }),
  },
  strike: {
    from: ['GRANTED', 'PAID', 'WITHDRAWN'],
    to: 'same',
    tells: 'changed',
    by: ['finance'],
    toldNotTo: ['single_entry'],
    checks: [...strikeChecks<Financing>(financingStrikes)],
    da: 'Annullér en tilbagebetaling, der er registreret ved en fejl',
    en: 'Strike a repayment that was registered in error',
    told: {
      da: 'En tilbagebetaling var registreret ved en fejl og blev annulleret; borgeren har betalt {repaidOere} tilbage.',
      en: 'A repayment was registered in error and was struck; the citizen has paid back {repaidOere}.',
    },
    source: 'domain.md 13.4',
    changes: (before, { striking }, _: Strike<What>) => differingColumns(before, striking!.without!.subject!),
  },
  ...pausing<Financing, FinancingFacts, ActingRole>({
    from: ['APPLIED', 'GRANTED'],
    by: ['benefits_caseworker', 'finance', 'single_entry'],
    runsTo({ state, kind, decisionDueOn, disbursementDueOn }, code) {
      if (code === 'BENEFIT_DECISION') return state === 'APPLIED' && isMoveKind(kind) ? decisionDueOn : null;
      return code === 'DISBURSEMENT' && state === 'GRANTED' ? disbursementDueOn : null;
    },
    later: ({ decisionDueOn, disbursementDueOn }, code, workingDays) =>
      code === 'BENEFIT_DECISION'
        ? { decisionDueOn: decisionDueOn && addWorkingDays(decisionDueOn, workingDays) }
        : { disbursementDueOn: addWorkingDays(disbursementDueOn!, workingDays) },
  }),
  withdrawMove: {
    from: ['APPLIED', 'GRANTED'],
    to: 'WITHDRAWN',
    tells: 'withdrawn',
    by: ['benefits_caseworker'],
    requires: [isHelpWithMove, nothingIsPaid],
    da: 'Registrér at ansøgningen er trukket tilbage',
    en: 'Register that the application is withdrawn',
    told: { da: 'Ansøgningen blev trukket tilbage.', en: 'The application was withdrawn.' },
    source: 'domain.md 4.4, 13.4',
    changes: afterWithdrawal,
  },
  withdraw: {
    from: ['APPLIED', 'AWAITING_CONDITION', 'GRANTED'],
    to: 'WITHDRAWN',
    tells: 'withdrawn',
    by: ['system'],
    da: 'Ansøgningen bortfalder',
    en: 'The application is withdrawn',
    told: { da: 'Hjælpen er ikke længere nødvendig.', en: 'The help is no longer needed.' },
    source: 'domain.md 13.3 (5.3)',
    changes: afterWithdrawal,
  },
});
