// SPDX-License-Identifier: MPL-2.0
// Midlertidig huslejehjælp: temporary help with missing rent, from the application until it is paid and paid back.
import type { FINANCING_KINDS, FinancingState } from '#contracts/referrals/financing';
import type { ActingRole } from '#contracts/roles';
import {
  dueOn,
  type Guard,
  helpDecisionDueOn,
  type Instalment,
  type LocalDate,
  monthlyPlan,
  type Oere,
  rules,
  splitByAmount,
  splitIntoInstalments,
} from '#domain';

/** Sections of aktivloven that temporary help may rest on. */
export const HELP_BASES = ['81a', '81b', '81'] as const;
export type HelpBasis = (typeof HELP_BASES)[number];

/** What the law asks for, as the caseworker found it; no health or family data, and no free text. */
export const HELP_CONDITIONS = [
  'threatened_by_eviction_for_arrears',
  'cannot_pay',
  'under_30',
  'on_kontanthjaelp',
  'on_uddannelseshjaelp',
  'on_revalidering',
  'exposed_housing_situation',
  'no_cheaper_home',
  'changed_circumstances',
  'unforeseen_reasonable_expense',
] as const;
export type HelpCondition = (typeof HELP_CONDITIONS)[number];

/** Why an application is refused by a caseworker. */
export const REFUSAL_REASONS = [
  'not_threatened_by_eviction',
  'citizen_can_pay',
  'need_is_not_temporary',
  'cheaper_home_can_be_offered',
  'other_conditions_of_law_not_met',
] as const;
export type RefusalReason = (typeof REFUSAL_REASONS)[number] | 'condition_not_accepted';

/** Why a decision comes after its last day. */
export const LATE_REASONS = [
  'information_was_missing',
  'citizen_could_not_be_reached',
  'application_came_late',
  'workload',
] as const;
export type LateReason = (typeof LATE_REASONS)[number];

// --- Facts ---

/** A case of help is one row; everything of the decision is null until there is one. */
export interface Financing {
  state: FinancingState['state'];
  kind: (typeof FINANCING_KINDS)[number];
  /** The case of missing rent. */
  caseRef: string;
  agreementRef: string | null;
  landlordRef: string;
  tenancyRef: string | null;
  appliedOn: LocalDate;
  decisionDueOn: LocalDate;
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

export interface FinancingFacts {
  today: LocalDate;
  /** Is the tenancy one of ours, and does it run? */
  tenancyKnown: boolean;
  /** What the landlord still misses, as heard last. */
  owedOere: Oere | null;
}

export interface Grant {
  basis: HelpBasis;
  monthlyAmountOere: Oere;
  months: number;
  payOn: LocalDate;
  conditions: HelpCondition[];
  repayment: { required: boolean; instalmentOere?: Oere; instalments?: number; firstDueOn?: LocalDate };
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

/** What the citizen owes the municipality: what was paid out and not paid back. Before anything is paid it is nothing. */
export const receivableOere = ({
  repayable,
  paidOere,
  repaidOere,
}: Pick<Financing, 'repayable' | 'paidOere' | 'repaidOere'>): Oere => (repayable ? paidOere - repaidOere : 0);

/** The repayment plan with what is paid of each instalment, the oldest first. */
export function bookedPlan(plan: readonly Instalment[], repaidOere: Oere): (Instalment & { paidOere: Oere })[] {
  let left = repaidOere;
  return plan.map((instalment) => {
    const paidOere = Math.min(left, instalment.amountOere);
    left -= paidOere;
    return { ...instalment, paidOere };
  });
}

// --- Table ---

type GrantCheck = Guard<Financing, FinancingFacts, Grant>;
type DecisionCheck = Guard<Financing, FinancingFacts, { lateReason?: LateReason }>;
type PaymentCheck = Guard<Financing, FinancingFacts, Payment>;

const found = ({ conditions }: Grant, ...any: HelpCondition[]) =>
  any.some((condition) => conditions.includes(condition));

const tellsWhyLate: DecisionCheck = {
  code: 'decision-is-late-tell-why',
  da: 'Afgørelsen skulle være truffet senest {dueOn}. Angiv, hvorfor den er forsinket.',
  en: 'The decision was due {dueOn} at the latest. Tell why it is late.',
  field: 'lateReason',
  source: 'domain.md 5.6',
  refuses: ({ decisionDueOn }, { today }, { lateReason }) =>
    today > decisionDueOn && !lateReason && { dueOn: decisionDueOn },
};

const isLateWhereItTellsWhy: DecisionCheck = {
  code: 'decision-is-not-late',
  da: 'Afgørelsen er rettidig til og med {dueOn}; der skal ikke angives en grund til forsinkelse.',
  en: 'The decision is in time until {dueOn}; it takes no reason for being late.',
  field: 'lateReason',
  refuses: ({ decisionDueOn }, { today }, { lateReason }) =>
    today <= decisionDueOn && !!lateReason && { dueOn: decisionDueOn },
};

const evictionThreatens: GrantCheck = {
  code: 'eviction-does-not-threaten',
  da: 'Hjælp efter § 81 a kræver, at lejeren er truet af udsættelse på grund af restance.',
  en: 'Help under § 81 a takes a tenant who is threatened by eviction because of arrears.',
  field: 'conditions',
  source: 'aktivloven § 81 a',
  refuses: (_, __, grant) => grant.basis === '81a' && !found(grant, 'threatened_by_eviction_for_arrears'),
};

const citizenCannotPay: GrantCheck = {
  code: 'citizen-can-pay',
  da: 'Hjælp efter § 81 og § 81 a kræver, at borgeren ikke selv kan betale.',
  en: 'Help under § 81 and § 81 a takes a citizen who cannot pay.',
  field: 'conditions',
  source: 'aktivloven §§ 81, 81 a',
  refuses: (_, __, grant) => grant.basis !== '81b' && !found(grant, 'cannot_pay'),
};

const citizenIsUnder30: GrantCheck = {
  code: 'citizen-is-not-under-30',
  da: 'Hjælp efter § 81 b kræver, at borgeren er under 30 år.',
  en: 'Help under § 81 b takes a citizen under 30.',
  field: 'conditions',
  source: 'aktivloven § 81 b',
  refuses: (_, __, grant) => grant.basis === '81b' && !found(grant, 'under_30'),
};

const citizenHasBenefit: GrantCheck = {
  code: 'citizen-has-none-of-the-benefits',
  da: 'Hjælp efter § 81 b kræver, at borgeren får kontanthjælp, uddannelseshjælp eller revalideringsydelse.',
  en: 'Help under § 81 b takes a citizen on kontanthjælp, uddannelseshjælp or revalidering.',
  field: 'conditions',
  source: 'aktivloven § 81 b',
  refuses: (_, __, grant) =>
    grant.basis === '81b' && !found(grant, 'on_kontanthjaelp', 'on_uddannelseshjaelp', 'on_revalidering'),
};

const housingIsExposed: GrantCheck = {
  code: 'housing-situation-is-not-exposed',
  da: 'Hjælp efter § 81 b kræver en udsat boligsituation.',
  en: 'Help under § 81 b takes an exposed housing situation.',
  field: 'conditions',
  source: 'aktivloven § 81 b',
  refuses: (_, __, grant) => grant.basis === '81b' && !found(grant, 'exposed_housing_situation'),
};

const noCheaperHome: GrantCheck = {
  code: 'cheaper-home-can-be-offered',
  da: 'Hjælp efter § 81 b kræver, at kommunen ikke kan tilbyde en billigere bolig.',
  en: 'Help under § 81 b takes that the municipality cannot offer a cheaper home.',
  field: 'conditions',
  source: 'aktivloven § 81 b',
  refuses: (_, __, grant) => grant.basis === '81b' && !found(grant, 'no_cheaper_home'),
};

const circumstancesChanged: GrantCheck = {
  code: 'circumstances-have-not-changed',
  da: 'Hjælp efter § 81 kræver ændrede forhold.',
  en: 'Help under § 81 takes changed circumstances.',
  field: 'conditions',
  source: 'aktivloven § 81; domain.md 4.4',
  refuses: (_, __, grant) => grant.basis === '81' && !found(grant, 'changed_circumstances'),
};

const expenseIsReasonable: GrantCheck = {
  code: 'expense-is-not-unforeseen-and-reasonable',
  da: 'Hjælp efter § 81 kræver en uforudsigelig og rimeligt begrundet udgift.',
  en: 'Help under § 81 takes an expense that is unforeseen and reasonable.',
  field: 'conditions',
  source: 'aktivloven § 81; domain.md 4.4',
  refuses: (_, __, grant) => grant.basis === '81' && !found(grant, 'unforeseen_reasonable_expense'),
};

const MOST_MONTHS_81B = 6;

const lastsAtMostSixMonths: GrantCheck = {
  code: 'help-is-longer-than-six-months',
  da: 'Hjælp efter § 81 b kan gives i højst {most} måneder.',
  en: 'Help under § 81 b is given for {most} months at most.',
  field: 'months',
  source: 'aktivloven § 81 b',
  refuses: (_, __, { basis, months }) => basis === '81b' && months > MOST_MONTHS_81B && { most: MOST_MONTHS_81B },
};

const payDayIsNotPast: GrantCheck = {
  code: 'pay-day-has-passed',
  da: 'Hjælpen kan tidligst udbetales {earliest}.',
  en: 'The help can be paid {earliest} at the earliest.',
  field: 'payOn',
  refuses: (_, { today }, { payOn }) => payOn < today && { earliest: today },
};

const planIsWhole: GrantCheck = {
  code: 'repayment-plan-is-incomplete',
  da: 'En plan for tilbagebetaling har første betalingsdag og enten ratens størrelse eller antallet af rater. Uden pligt til tilbagebetaling er der ingen plan.',
  en: 'A repayment plan has a first due day and either the size of an instalment or their number. Help that need not be repaid has no plan.',
  field: 'repayment',
  source: 'aktivloven §§ 93-94; domain.md 4.4',
  refuses: (_, __, { repayment: { required, instalmentOere, instalments, firstDueOn } }) => {
    const given = [instalmentOere, instalments, firstDueOn].filter((part) => part != null).length;
    if (!required) return given > 0;
    return given > 0 && (given !== 2 || firstDueOn == null);
  },
};

const repaymentFollowsPayment: GrantCheck = {
  code: 'repayment-begins-before-the-help-is-paid',
  da: 'Tilbagebetalingen kan tidligst begynde {earliest}.',
  en: 'Repayment can begin {earliest} at the earliest.',
  field: 'repayment',
  refuses: (_, __, { payOn, repayment: { firstDueOn } }) =>
    firstDueOn != null && firstDueOn < payOn && { earliest: payOn },
};

const mayBeConditioned: GrantCheck = {
  code: 'basis-allows-no-condition',
  da: 'Kun hjælp efter § 81 a og § 81 b kan gives på betingelse af en administrationsaftale.',
  en: 'Only help under § 81 a and § 81 b may be conditioned on an administration agreement.',
  field: 'administrationAgreement',
  source: 'aktivloven §§ 81 a, 81 b; domain.md 4.5',
  refuses: (_, __, { basis, administrationAgreement }) => basis === '81' && !!administrationAgreement,
};

const conditionHasATenancy: GrantCheck = {
  code: 'tenancy-is-not-known',
  da: 'Lejemålet kendes ikke eller er afsluttet, så der kan ikke laves en administrationsaftale om det.',
  en: 'The tenancy is not known or has ended, so there can be no administration agreement about it.',
  field: 'administrationAgreement',
  refuses: (_, { tenancyKnown }, { administrationAgreement }) => !!administrationAgreement && !tenancyKnown,
};

const conditionBeginsLater: GrantCheck = {
  code: 'first-payment-has-passed',
  da: 'Kommunen kan tidligst betale husleje fra {earliest}.',
  en: 'The municipality can pay the rent from {earliest} at the earliest.',
  field: 'administrationAgreement',
  refuses: (_, { today }, { administrationAgreement }) =>
    !!administrationAgreement && administrationAgreement.firstPaymentOn < today && { earliest: today },
};

const paymentHasHappened: PaymentCheck = {
  code: 'payment-lies-in-the-future',
  da: 'En betaling kan registreres, når den er sket, dateret senest {latest}.',
  en: 'A payment is registered once it has happened, dated {latest} at the latest.',
  field: 'paidOn',
  refuses: (_, { today }, { paidOn }) => paidOn > today && { latest: today },
};

const paysNoMoreThanGranted: PaymentCheck = {
  code: 'payment-is-more-than-remains',
  da: 'Der mangler at blive udbetalt {remainsOere}.',
  en: 'What remains to be paid is {remainsOere}.',
  field: 'amountOere',
  refuses: (help, _, { amountOere }) => amountOere > unpaidOere(help) && { remainsOere: unpaidOere(help) },
};

const isRepayable: Guard<Financing, FinancingFacts> = {
  code: 'help-is-not-to-be-repaid',
  da: 'Afgørelsen pålægger ikke borgeren at betale hjælpen tilbage.',
  en: 'The decision does not oblige the citizen to pay the help back.',
  source: 'aktivloven §§ 93-94; domain.md 4.4',
  refuses: ({ repayable }) => !repayable,
};

const repaysNoMoreThanOwed: PaymentCheck = {
  code: 'repayment-is-more-than-remains',
  da: 'Der mangler at blive betalt {remainsOere} tilbage.',
  en: 'What remains to be paid back is {remainsOere}.',
  field: 'amountOere',
  refuses: (help, _, { amountOere }) => amountOere > receivableOere(help) && { remainsOere: receivableOere(help) },
};

/** Roles that must not learn of a condition. */
const UNTOLD = ['single_entry', 'finance'] as const;

export const financingRules = rules<Financing, FinancingFacts, ActingRole>()({
  apply: {
    from: 'none',
    to: 'APPLIED',
    by: ['system'],
    da: 'Søg om midlertidig hjælp til husleje',
    en: 'Apply for temporary help with the rent',
    told: { da: 'Der blev søgt om hjælp {appliedOn}.', en: 'Help was applied for {appliedOn}.' },
    source: 'aktivloven § 81 a; domain.md 5.5',
  },
  followArrears: {
    from: ['APPLIED'],
    to: 'same',
    by: ['system'],
    da: 'Følg restancesagen',
    en: 'Follow the case of missing rent',
    told: { da: 'Restancesagen ændrede sig.', en: 'The case of missing rent changed.' },
    source: 'domain.md 13.1: a later demand may only shorten the time for the decision',
  },
  grant: {
    from: ['APPLIED'],
    to: ['GRANTED', 'AWAITING_CONDITION'],
    by: ['benefits_caseworker'],
    checks: [
      evictionThreatens,
      citizenCannotPay,
      citizenIsUnder30,
      citizenHasBenefit,
      housingIsExposed,
      noCheaperHome,
      circumstancesChanged,
      expenseIsReasonable,
      lastsAtMostSixMonths,
      payDayIsNotPast,
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
  },
  refuse: {
    from: ['APPLIED'],
    to: 'REFUSED',
    by: ['benefits_caseworker'],
    checks: [tellsWhyLate, isLateWhereItTellsWhy],
    da: 'Giv afslag',
    en: 'Refuse help',
    told: { da: 'Der blev givet afslag på hjælp.', en: 'The help was refused.' },
    source: 'domain.md 5.3',
  },
  conditionMet: {
    from: ['AWAITING_CONDITION'],
    to: 'GRANTED',
    by: ['system'],
    da: 'Borgeren har accepteret betingelsen',
    en: 'The citizen has accepted the condition',
    toldNotTo: UNTOLD,
    source: 'domain.md 5.3',
  },
  conditionDeclined: {
    from: ['AWAITING_CONDITION'],
    to: 'REFUSED',
    by: ['system'],
    da: 'Borgeren har ikke accepteret betingelsen',
    en: 'The citizen has not accepted the condition',
    toldNotTo: UNTOLD,
    source: 'domain.md 5.3',
  },
  registerPayment: {
    from: ['GRANTED'],
    to: ['GRANTED', 'PAID'],
    by: ['finance'],
    checks: [paymentHasHappened, paysNoMoreThanGranted],
    da: 'Registrér udbetaling til udlejer',
    en: 'Register a payment to the landlord',
    told: { da: 'Udlejer fik en betaling {paidOn}.', en: 'The landlord was paid {paidOn}.' },
    source: 'domain.md 5.3',
  },
  registerRepayment: {
    from: ['GRANTED', 'PAID', 'WITHDRAWN'],
    to: 'same',
    by: ['finance'],
    requires: [isRepayable],
    checks: [paymentHasHappened, repaysNoMoreThanOwed],
    da: 'Registrér tilbagebetaling fra borgeren',
    en: "Register the citizen's repayment",
    told: { da: 'Borgeren har nu betalt {repaidOere} tilbage.', en: 'The citizen has now paid back {repaidOere}.' },
    source: 'aktivloven §§ 93-94; domain.md 4.4',
  },
  withdraw: {
    from: ['APPLIED', 'AWAITING_CONDITION', 'GRANTED'],
    to: 'WITHDRAWN',
    by: ['system'],
    da: 'Ansøgningen bortfalder',
    en: 'The application is withdrawn',
    told: { da: 'Hjælpen er ikke længere nødvendig.', en: 'The help is no longer needed.' },
    source: 'domain.md 13.3 (5.3)',
  },
});

// --- Decisions: what changes, what is said ---

export type FinancingFact = 'applied' | 'changed' | 'decided' | 'paid' | 'withdrawn';
type Roles = readonly ActingRole[];
interface Decided {
  changes: Partial<Financing>;
  fact: FinancingFact;
}
const SYSTEM: Roles = ['system'];
const later = (a: LocalDate, b: LocalDate) => (a > b ? a : b);

/** What is heard of a case of missing rent. */
export interface HeardArrears {
  caseRef: string;
  agreementRef: string | null;
  landlordRef: string;
  tenancyRef: string | null;
  appliedOn: LocalDate;
  demandExpiresOn: LocalDate | null;
}

export function apply(heard: HeardArrears, facts: FinancingFacts): Financing {
  const { caseRef, agreementRef, landlordRef, tenancyRef, appliedOn, demandExpiresOn } = heard;
  return {
    state: financingRules.next('apply', null, SYSTEM, facts),
    kind: 'temporary_rent_help',
    caseRef,
    agreementRef,
    landlordRef,
    tenancyRef,
    appliedOn,
    decisionDueOn: helpDecisionDueOn(appliedOn, demandExpiresOn),
    decidedOn: null,
    effectiveOn: null,
    basis: null,
    conditions: null,
    monthlyAmountOere: null,
    months: null,
    amountOere: null,
    payOn: null,
    repayable: false,
    repaymentPlan: null,
    refusalReason: null,
    lateReason: null,
    disbursementDueOn: null,
    paidOere: 0,
    paidOn: null,
    repaidOere: 0,
  };
}

/** What a case of missing rent may change in an application. */
export type Application = Pick<Financing, 'state' | 'appliedOn' | 'decisionDueOn' | 'agreementRef' | 'tenancyRef'>;

/** What the case of missing rent changes in an application; null: nothing. The day moves only for a demand that runs. */
export function newsOf(help: Application, heard: HeardArrears): Partial<Financing> | null {
  const { demandExpiresOn } = heard;
  const agreementRef = heard.agreementRef ?? help.agreementRef;
  const tenancyRef = heard.tenancyRef ?? help.tenancyRef;
  const decisionDueOn = demandExpiresOn
    ? helpDecisionDueOn(help.appliedOn, demandExpiresOn, help.decisionDueOn)
    : help.decisionDueOn;
  const news = Object.entries({ agreementRef, tenancyRef, decisionDueOn }).filter(
    ([column, value]) => help[column as keyof Application] !== value,
  );
  return news.length ? Object.fromEntries(news) : null;
}

export function followArrears(help: Financing, news: Partial<Financing>, facts: FinancingFacts): Decided {
  return { changes: { ...news, state: financingRules.next('followArrears', help, SYSTEM, facts) }, fact: 'changed' };
}

/** The money is due to the landlord from the day on which the decision takes effect. */
const takesEffect = (on: LocalDate) => ({ effectiveOn: on, disbursementDueOn: dueOn('DISBURSEMENT', on) });

export function grant(help: Financing, input: Grant, roles: Roles, facts: FinancingFacts): Decided {
  const to = financingRules.next('grant', help, roles, facts, input);
  const { basis, monthlyAmountOere, months, payOn, conditions, repayment, administrationAgreement, lateReason } = input;
  const amountOere = monthlyAmountOere * months;
  const decision: Partial<Financing> = {
    decidedOn: facts.today,
    basis,
    conditions: [...new Set(conditions)],
    monthlyAmountOere,
    months,
    amountOere,
    payOn,
    repayable: repayment.required,
    repaymentPlan: planOf(amountOere, repayment),
    lateReason: lateReason ?? null,
  };
  return administrationAgreement
    ? { changes: { ...decision, state: to('AWAITING_CONDITION') }, fact: 'changed' }
    : { changes: { ...decision, ...takesEffect(facts.today), state: to('GRANTED') }, fact: 'decided' };
}

function planOf(principal: Oere, { instalmentOere, instalments, firstDueOn }: Grant['repayment']): Instalment[] | null {
  if (firstDueOn == null) return null;
  const amounts =
    instalmentOere != null
      ? splitByAmount(principal, instalmentOere)
      : splitIntoInstalments(principal, instalments as number);
  return monthlyPlan(amounts, firstDueOn);
}

export function refuse(help: Financing, { reason, lateReason }: Refuse, roles: Roles, facts: FinancingFacts): Decided {
  const state = financingRules.next('refuse', help, roles, facts, { lateReason });
  const changes = { state, decidedOn: facts.today, refusalReason: reason, lateReason: lateReason ?? null };
  return { changes, fact: 'decided' };
}

/** The citizen accepted: the grant takes effect that day. A day of payment that has passed meanwhile becomes today. */
export function conditionMet(help: Financing, acceptedOn: LocalDate, facts: FinancingFacts): Decided {
  const state = financingRules.next('conditionMet', help, SYSTEM, facts);
  const payOn = help.payOn && later(help.payOn, facts.today);
  return { changes: { state, ...takesEffect(acceptedOn), payOn }, fact: 'decided' };
}

export function conditionDeclined(help: Financing, facts: FinancingFacts): Decided {
  const state = financingRules.next('conditionDeclined', help, SYSTEM, facts);
  return { changes: { state, refusalReason: 'condition_not_accepted' }, fact: 'decided' };
}

export function registerPayment(help: Financing, payment: Payment, roles: Roles, facts: FinancingFacts): Decided {
  const to = financingRules.next('registerPayment', help, roles, facts, payment);
  const paidOere = help.paidOere + payment.amountOere;
  const state = to(paidOere === help.amountOere ? 'PAID' : 'GRANTED');
  const paidOn = help.paidOn ? later(help.paidOn, payment.paidOn) : payment.paidOn;
  return { changes: { state, paidOere, paidOn }, fact: 'paid' };
}

export function registerRepayment(help: Financing, payment: Payment, roles: Roles, facts: FinancingFacts): Decided {
  const state = financingRules.next('registerRepayment', help, roles, facts, payment);
  return { changes: { state, repaidOere: help.repaidOere + payment.amountOere }, fact: 'changed' };
}

export function withdraw(help: Financing, facts: FinancingFacts): Decided {
  return { changes: { state: financingRules.next('withdraw', help, SYSTEM, facts) }, fact: 'withdrawn' };
}
