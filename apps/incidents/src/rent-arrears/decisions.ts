// SPDX-License-Identifier: MPL-2.0
// Huslejerestance: what each action of rent-arrears.ts changes, and where its table leaves a choice, the state and the fact
// that is told. Pure: a case, facts and input in.
import type { types } from '#contracts/types';
import {
  differingColumns,
  dueOn,
  type LocalDate,
  type Oere,
  ownedBy,
  type Strike,
  sum,
  type To,
  unowned,
} from '#domain';
import { answeredAnew, answeredBy, unanswered } from '../answer/answer.js';
import { assignee } from '../known-tenancies/known-tenancy.js';
import { claimsNamedBy, lastPaidOn, owedOere } from './account.js';
import type { Claim, Payment, RentArrears, RentArrearsFacts } from './case.js';
import * as demand from './demand-notice.js';
import * as plan from './instalment-plan.js';
import * as pay from './payment.js';
import { helpAfter, type What } from './registered-in-error.js';
import * as help from './temporary-help.js';

type Changes = Partial<Omit<RentArrears, 'state'>>;
interface Choice {
  state?: RentArrears['state'] | 'same';
  tells?: keyof typeof types.rentArrears;
}
type Decide = (arrears: RentArrears, facts: RentArrearsFacts) => Changes & Choice;
type DecideOn<Input> = (arrears: RentArrears, facts: RentArrearsFacts, input: Input) => Changes & Choice;

export interface Report {
  landlordRef: string;
  landlordReference: string | null;
  tenancyRef: string | null;
  amountOere: Oere;
  rentDueOn: LocalDate;
}

/** A report on an unknown tenancy is accepted and matched later: the municipality acts for every tenant. */
export function report(facts: RentArrearsFacts, input: Report): Omit<RentArrears, 'state'> {
  const { amountOere, rentDueOn } = input;
  const { today, tenancy } = facts;
  return {
    ...input,
    tenancyRef: tenancy?.tenancyRef ?? input.tenancyRef,
    agreementRef: tenancy?.agreementRef ?? null,
    claims: [{ dueOn: rentDueOn, amountOere, reportedOn: today }],
    payDay: dueOn('RENT_DUE', rentDueOn),
    reportedOn: today,
    ...answeredBy({ reportedOn: today, deadlineCourse: [] }, facts),
    ...unanswered,
    ...unowned,
    lastContactOn: null,
    failedContacts: 0,
    demands: [],
    plans: [],
    planConsentOn: null,
    payments: [],
    help: null,
    latePayment: null,
    otherProblems: [],
    paidOn: null,
    duplicateOf: null,
    duplicates: [],
  };
}

export const acknowledge: Decide = (_, { today }) => ({ acknowledgedOn: today });

export const callStandIn: Decide = (_, { today }) => ({ standInSince: today });

export const assign: DecideOn<{ to?: To }> = (_, facts, { to }) => {
  const owner = assignee(facts, to);
  return {
    assignedTo: owner.role === 'support_worker' ? 'support_worker' : 'outreach_team',
    ...ownedBy(owner, facts),
  };
};

interface Contact {
  contactedOn: LocalDate;
}
const attempt = ({ firstContactOn, lastContactOn }: RentArrears, { contactedOn }: Contact) => ({
  firstContactOn: firstContactOn && firstContactOn < contactedOn ? firstContactOn : contactedOn,
  lastContactOn: lastContactOn && lastContactOn > contactedOn ? lastContactOn : contactedOn,
});

export const recordContactMade: DecideOn<Contact> = (arrears, _, contact) => ({
  ...attempt(arrears, contact),
  failedContacts: 0,
});

export const recordContactFailed: DecideOn<Contact> = (arrears, { failedContactsAllowed }, contact) => {
  const failedContacts = arrears.failedContacts + 1;
  const hasFailed = arrears.state === 'OUTREACH_FAILED' || failedContacts >= failedContactsAllowed;
  return { ...attempt(arrears, contact), failedContacts, state: hasFailed ? 'OUTREACH_FAILED' : 'OUTREACH' };
};

export const reportFurtherRent: DecideOn<{ amountOere: Oere; rentDueOn: LocalDate }> = (
  arrears,
  { today },
  { amountOere, rentDueOn },
) => ({
  claims: [...arrears.claims, { dueOn: rentDueOn, amountOere, reportedOn: today }],
  amountOere: arrears.amountOere + amountOere,
});

export const issueDemand: DecideOn<demand.DemandAsIssued & { demandRef: string }> = (arrears, _, input) => ({
  demands: [...arrears.demands, demand.newDemand(input.demandRef, arrears, input)],
});

export const registerDemandDelivery: DecideOn<demand.RegisterDelivery> = (arrears, facts, input) => {
  const { today } = facts;
  const delivered = arrears.demands.map((one) =>
    one.demandRef === input.demandRef ? demand.deliverDemand(one, input, today) : one,
  );
  const demands = demand.settleDemands({ ...arrears, demands: delivered });
  const runs = demands.some(({ demandRef, state }) => demandRef === input.demandRef && state === 'RUNNING');
  return {
    help: help.shortenHelpDecision(arrears.help, demand.runningUntil({ demands })),
    ...withDemands(arrears, demands, facts, runs ? 'demandRunning' : 'demandEnded'),
  };
};

export const withdrawDemand: DecideOn<{ demandRef: string }> = (arrears, facts, { demandRef }) =>
  withDemands(arrears, demand.withdrawDemands(arrears.demands, demandRef), facts, 'demandEnded');

/** With the demand its fee may lapse: what was paid may then be all. */
function withDemands(
  arrears: RentArrears,
  demands: RentArrears['demands'],
  facts: RentArrearsFacts,
  tells: Choice['tells'] & string,
): Changes & Choice {
  const after = { ...arrears, demands };
  if (facts.goesOn || owedOere(arrears) === 0 || owedOere(after) > 0) return { demands, tells };
  return afterwards(after, pay.bookPayments(after, [], facts.today), 'tenant');
}

export const expireDemand: Decide = ({ demands }, { today }) => ({ demands: demand.expireDemands(demands, today) });

type Ending = Pick<RentArrears, 'demands' | 'help'>;

/** The end of a case: nothing of it runs on. */
const closing = (arrears: Ending) => ({ help: help.withdrawHelp(arrears.help), latePayment: null });

/** The lease goes on: no demand does. */
const curing = (arrears: Ending) => ({ ...closing(arrears), demands: demand.withdrawDemands(arrears.demands) });

export const confirmTenantPaid: DecideOn<pay.TenantPayment> = (arrears, { today, goesOn }, payment) => {
  const { paidOn, amountOere, forRentDueOn, forDemandRef } = payment;
  const named = { ...(forRentDueOn && { forRentDueOn }), ...(forDemandRef && { forDemandRef }) };
  return afterwards(
    arrears,
    pay.bookPayments(arrears, [{ paidOn, amountOere, by: 'tenant', ...named }], today),
    'tenant',
    goesOn,
  );
};

/**
 * What follows from payments, whoever made them.
 * @param by who made the last of them
 * @param goesOn it is known that the case did not end with them
 */
function afterwards(
  arrears: RentArrears,
  { changes, outcome }: pay.Booked,
  by: Payment['by'],
  goesOn = false,
): Changes & Choice {
  const paidOn = lastPaidOn(changes)!;
  const ends = outcome === 'paid' || outcome === 'planPaid';
  switch (goesOn && ends ? 'part' : outcome) {
    case 'paid':
    case 'planPaid': {
      const state = outcome === 'planPaid' ? 'CURED_BY_PLAN' : 'SELF_CURED';
      const cured = { ...changes, ...curing({ ...arrears, ...changes }), paidOn };
      return { ...cured, state: by === 'municipality' ? 'CURED_BY_HELP' : state, tells: 'closed' };
    }
    case 'late':
      return { ...changes, paidOn, latePayment: { paidOn, by, answer: 'asked' }, tells: 'paidLate' };
    case 'planBroken':
      return { ...changes, state: 'OUTREACH', tells: 'planBroken' };
    case 'planRestored':
      return { ...changes, help: help.withdrawHelp(arrears.help), state: 'INSTALMENT_PLAN', tells: 'planAgreed' };
    default: {
      // Rent that was reported after the plan is still owed when the plan is paid.
      const isPlanPaid = arrears.state === 'INSTALMENT_PLAN' && changes.plans.at(-1)?.standing === 'PAID';
      return { ...changes, state: isPlanPaid ? 'OUTREACH' : 'same', tells: 'paymentBooked' };
    }
  }
}

export const waiveLatePayment: Decide = (arrears) => ({
  ...curing(arrears),
  state: arrears.latePayment?.by === 'municipality' ? 'CURED_BY_HELP' : 'SELF_CURED',
});

export const insistOnTermination: Decide = ({ latePayment }) => ({
  latePayment: { ...latePayment!, answer: 'insists' },
});

export const consentToInstalmentPlan: Decide = (_, { today }) => ({ planConsentOn: today });

/**
 * A plan replaces the demands: should it break, a new one is needed before the lease can be terminated (domain.md 5.3). It
 * replaces an application for help too, as long as that is not granted (domain.md 13.4).
 */
export const agreeInstalmentPlan: DecideOn<plan.AgreePlan & { planRef: string }> = (arrears, { today }, input) => ({
  plans: [...arrears.plans, plan.newPlan(input.planRef, arrears, input, today)],
  demands: demand.withdrawDemands(arrears.demands),
  help: help.withdrawHelp(arrears.help),
});

export const breakPlan: Decide = (arrears, { today }) => ({
  plans: [...arrears.plans.slice(0, -1), plan.standingOf(arrears.plans.at(-1)!, arrears, today)],
  planConsentOn: null,
});

export const requestHelp: DecideOn<{ helpRef: string }> = (arrears, facts, { helpRef }) => ({
  help: help.applyForHelp(helpRef, arrears, facts),
});

export const grantHelp: DecideOn<help.HelpAnswer> = (arrears, _, { payOn }) => ({
  help: { ...arrears.help!, status: 'granted', payOn },
});

export const refuseHelp: DecideOn<help.HelpAnswer> = (arrears) => ({ help: { ...arrears.help!, status: 'refused' } });

/**
 * The municipality has paid the landlord, whatever has become of the application meanwhile. What exceeds what is owed is
 * for coming rent. Paid after a demand expired it is a late payment like any other (domain.md 13.3).
 */
export const recordHelpPaid: DecideOn<help.HelpAnswer> = (arrears, { today }, answer) => {
  const { payOn, paidOere, isComplete } = answer;
  const known = arrears.help!;
  const amountOere = Math.min(paidOere - known.paidOere, owedOere(arrears));
  const payment = { paidOn: answer.paidOn!, amountOere, by: 'municipality' as const };
  const booked = pay.bookPayments(arrears, amountOere > 0 ? [payment] : [], today);
  const isAwaited = arrears.state === 'HELP_PENDING' || arrears.state === 'HELP_GRANTED';
  const told = { ...known, payOn, paidOere };
  const status = isComplete ? 'paid' : isAwaited ? 'granted' : known.status;
  const after = afterwards(arrears, booked, 'municipality');
  if (after.tells === 'closed') return { ...after, help: { ...told, status: 'paid' } };
  const state = after.state === 'same' && isAwaited ? (isComplete ? 'OUTREACH' : 'HELP_GRANTED') : after.state;
  return { ...after, help: { ...told, status }, ...(state && { state }) };
};

/** Too late to be taken back: recorded, and told to those who can get it back. */
export const recordHelpPaidTwice: DecideOn<help.HelpAnswer> = (arrears, _, { payOn, paidOere }) => ({
  help: { ...arrears.help!, payOn, paidOere },
});

export const terminate: Decide = (arrears, { today }) => ({
  ...closing(arrears),
  demands: demand.expireDemands(arrears.demands, today),
});

export const reportOtherProblems: DecideOn<{ problems: readonly string[] }> = (arrears, _, { problems }) => ({
  ...closing(arrears),
  otherProblems: problems,
});

/**
 * The agreement's working days count from now on. Rent that another open case of the tenancy has already makes this one its
 * duplicate (domain.md 13.4).
 */
export const matchTenancy: Decide = (arrears, facts) => {
  const { tenancyRef, agreementRef } = facts.tenancy!;
  const matched = { tenancyRef, agreementRef, ...answeredAnew(arrears, facts) };
  const other = facts.otherCases.find(({ dueOn: days }) => arrears.claims.some((claim) => days.includes(claim.dueOn)));
  if (!other) return { ...matched, state: 'same', tells: 'tenancyMatched' };
  return { ...matched, ...curing(arrears), duplicateOf: other.caseRef, state: 'DUPLICATE', tells: 'closed' };
};

/** It waits for its tenancy again, found by the landlord's lease number where there is one. */
export const unmatchTenancy: Decide = ({ state, help: asked, landlordReference, tenancyRef }) =>
  state === 'INSTALMENT_PLAN' || state === 'HELP_GRANTED'
    ? {}
    : { agreementRef: null, tenancyRef: landlordReference ? null : tenancyRef, help: help.withdrawHelp(asked) };

export interface Duplicate {
  duplicateRef: string;
  claims: readonly Claim[];
  demands: RentArrears['demands'];
  payments: readonly Payment[];
}

/** What the duplicate has beyond this case is taken over; a payment that was told in both was made once. */
export const recordDuplicate: DecideOn<Duplicate> = (arrears, facts, { duplicateRef, ...its }) => {
  const { today, otherCases, goesOn } = facts;
  const known = [...arrears.claims.map((claim) => claim.dueOn), ...otherCases.flatMap(({ dueOn: days }) => days)];
  const claims = [...arrears.claims, ...its.claims.filter((claim) => !known.includes(claim.dueOn))];
  const whole = {
    ...arrears,
    claims,
    amountOere: sum(claims.map(({ amountOere }) => amountOere)),
    duplicates: [...arrears.duplicates, duplicateRef],
  };
  const { amountOere, duplicates } = whole;
  let owed = owedOere(whole);
  const payments = beyond(its.payments, arrears.payments)
    .map((payment) => {
      const { paidOn, amountOere: paid, by } = payment;
      const taken = { paidOn, amountOere: Math.min(paid, owed), by, ...rentMeant(its, payment, claims) };
      owed -= taken.amountOere;
      return taken;
    })
    .filter((payment) => payment.amountOere > 0);
  const taken = { claims, amountOere, duplicates };
  if (payments.length === 0) return { ...taken, state: 'same', tells: 'changed' };
  return { ...afterwards(whole, pay.bookPayments(whole, payments, today), 'tenant', goesOn), ...taken };
};

const isSamePayment = (one: Payment, other: Payment) =>
  one.paidOn === other.paidOn && one.amountOere === other.amountOere && one.by === other.by;

/** Those that the others do not have: of two alike one of the others is one of them. */
function beyond(payments: readonly Payment[], others: readonly Payment[]): Payment[] {
  const left = [...others];
  return payments.filter((one) => {
    const same = left.findIndex((other) => isSamePayment(one, other));
    if (same >= 0) left.splice(same, 1);
    return same < 0;
  });
}

/** The rent that a payment was said to be for: also by a letter, which ends with its case, where it names but one. */
function rentMeant(its: Omit<Duplicate, 'duplicateRef'>, payment: Payment, claims: readonly Claim[]) {
  const letter = its.demands.find(({ demandRef }) => demandRef === payment.forDemandRef);
  const [byLetter, ...others] = letter ? claimsNamedBy(its, letter) : [];
  const forRentDueOn = payment.forRentDueOn ?? (others.length ? undefined : byLetter);
  return claims.some(({ dueOn: day }) => day === forRentDueOn) && { forRentDueOn: forRentDueOn! };
}
/** What was registered in error is struck: the case is what it would be without it (domain.md 13.4). */
export const strike: DecideOn<Strike<What> & { helpRef: string }> = (
  arrears,
  { today, striking },
  { what, helpRef },
) => {
  const tells = `${what}Corrected` as const;
  const { subject, isHeldOpen } = striking!.without!;
  if (!subject) return { ...curing(arrears), claims: [], amountOere: 0, state: 'STRUCK', tells };
  // With a debt gone, what was paid may be all that a demand asks.
  const demands = demand.settleDemands(subject);
  const anew = { ...subject, demands, help: helpAfter(arrears.help, subject.help, helpRef) };
  // A grant that was taken back must be decided again.
  const isAskedAgain = anew.help?.status === 'asked' && subject.state === 'HELP_GRANTED';
  const after: RentArrears = isAskedAgain ? { ...anew, state: 'HELP_PENDING' } : anew;
  const ends =
    isHeldOpen && owedOere(after) === 0 ? afterwards(after, pay.bookPayments(after, [], today), 'tenant') : {};
  const { tells: _, ...ended } = ends;
  const state = !ended.state || ended.state === 'same' ? after.state : ended.state;
  const { state: __, ...changes } = differingColumns(arrears, { ...after, ...ended, state });
  return { ...changes, state, tells };
};
