// SPDX-License-Identifier: MPL-2.0
// Huslejerestance: what each action of rent-arrears.ts changes, and where its table leaves a choice, the state and the fact
// that is told. Pure: a case, facts and input in.
import type { types } from '#contracts/types';
import { dueOn, type LocalDate, type Oere } from '#domain';
import { owedOere, type RentArrears, type RentArrearsFacts } from './case.js';
import * as demand from './demand-notice.js';
import * as plan from './instalment-plan.js';
import * as pay from './payment.js';
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
  const slas = facts.slas ?? undefined;
  return {
    ...input,
    tenancyRef: tenancy?.tenancyRef ?? input.tenancyRef,
    agreementRef: tenancy?.agreementRef ?? null,
    claims: [{ dueOn: rentDueOn, amountOere, reportedOn: today }],
    payDay: dueOn('RENT_DUE', rentDueOn),
    reportedOn: today,
    acknowledgeDueOn: dueOn('ACKNOWLEDGE', today, slas),
    acknowledgedOn: null,
    standInDueOn: dueOn('CONTACT_ANSWER', today, slas),
    standInSince: null,
    outreachDueOn: dueOn('FIRST_OUTREACH', today, slas),
    assignedTo: null,
    firstContactOn: null,
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
  };
}

export const acknowledge: Decide = (_, { today }) => ({ acknowledgedOn: today });

export const callStandIn: Decide = (_, { today }) => ({ standInSince: today });

/** The tenant's own support worker, or the outreach team, which serves every tenant without one (roadmap H2, N2). */
export const assign: Decide = (_, { tenancy }) => ({
  assignedTo: tenancy?.hasSupportWorker ? 'support_worker' : 'outreach_team',
});

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

export const issueDemand: DecideOn<demand.DemandAsIssued & { demandRef: string }> = ({ demands }, _, input) => ({
  demands: [...demands, demand.newDemand(input.demandRef, input)],
});

export const registerDemandDelivery: DecideOn<demand.RegisterDelivery> = (arrears, { today }, input) => {
  const delivered = arrears.demands.map((one) =>
    one.demandRef === input.demandRef ? demand.deliverDemand(one, input, today) : one,
  );
  const demands = demand.settleDemands({ ...arrears, demands: delivered });
  const runs = demands.some(({ demandRef, state }) => demandRef === input.demandRef && state === 'RUNNING');
  return {
    demands,
    help: help.shortenHelpDecision(arrears.help, demand.runningUntil({ demands })),
    tells: runs ? 'demandRunning' : 'demandEnded',
  };
};

export const withdrawDemand: DecideOn<{ demandRef: string }> = ({ demands }, _, { demandRef }) => ({
  demands: demand.withdrawDemands(demands, demandRef),
});

export const expireDemand: Decide = ({ demands }, { today }) => ({ demands: demand.expireDemands(demands, today) });

type Ending = Pick<RentArrears, 'demands' | 'help'>;

/** The end of a case: nothing of it runs on. */
const closing = (arrears: Ending) => ({ help: help.withdrawHelp(arrears.help), latePayment: null });

/** The lease goes on: no demand does. */
const curing = (arrears: Ending) => ({ ...closing(arrears), demands: demand.withdrawDemands(arrears.demands) });

export const confirmTenantPaid: DecideOn<pay.TenantPayment> = (arrears, { today }, { paidOn, amountOere }) => {
  const { changes, outcome } = pay.bookPayment(arrears, { paidOn, amountOere, by: 'tenant' }, today);
  const paid = () => ({ ...changes, ...curing({ ...arrears, ...changes }), paidOn });
  switch (outcome) {
    case 'paid':
      return { ...paid(), state: 'SELF_CURED', tells: 'closed' };
    case 'planPaid':
      return { ...paid(), state: 'CURED_BY_PLAN', tells: 'closed' };
    case 'late':
      return { ...changes, paidOn, latePayment: { paidOn, by: 'tenant', answer: 'asked' }, tells: 'paidLate' };
    case 'planBroken':
      return { ...changes, state: 'OUTREACH', tells: 'planBroken' };
    case 'planRestored':
      return { ...changes, state: 'INSTALMENT_PLAN', tells: 'planAgreed' };
    default: {
      // Rent that was reported after the plan is still owed when the plan is paid.
      const isPlanPaid = arrears.state === 'INSTALMENT_PLAN' && changes.plans.at(-1)?.standing === 'PAID';
      return { ...changes, state: isPlanPaid ? 'OUTREACH' : 'same', tells: 'paymentBooked' };
    }
  }
};

export const waiveLatePayment: Decide = (arrears) => ({
  ...curing(arrears),
  state: arrears.latePayment?.by === 'municipality' ? 'CURED_BY_HELP' : 'SELF_CURED',
});

export const insistOnTermination: Decide = ({ latePayment }) => ({
  latePayment: { ...latePayment!, answer: 'insists' },
});

export const consentToInstalmentPlan: Decide = (_, { today }) => ({ planConsentOn: today });

/** A plan replaces the demands: should it break, a new one is needed before the lease can be terminated (domain.md 5.3). */
export const agreeInstalmentPlan: DecideOn<plan.AgreePlan & { planRef: string }> = (arrears, { today }, input) => ({
  plans: [...arrears.plans, plan.newPlan(input.planRef, arrears, input, today)],
  demands: demand.withdrawDemands(arrears.demands),
});

export const breakPlan: Decide = ({ plans, payments }, { today }) => ({
  plans: plans.map((one, index) => (index === plans.length - 1 ? plan.standingOf(one, payments, today) : one)),
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
 * The municipality has paid the landlord. What exceeds what is owed is for coming rent. Paid after a demand expired it is
 * a late payment like any other (domain.md 13.3).
 */
export const recordHelpPaid: DecideOn<help.HelpAnswer> = (arrears, { today }, answer) => {
  const { payOn, paidOere, isComplete } = answer;
  const paidOn = answer.paidOn!;
  const known = arrears.help!;
  const amountOere = Math.min(paidOere - known.paidOere, owedOere(arrears));
  const { changes: booked, outcome } = pay.bookPayment(arrears, { paidOn, amountOere, by: 'municipality' }, today);
  const told = { ...known, status: isComplete ? ('paid' as const) : ('granted' as const), payOn, paidOere };
  const changes = { ...booked, help: told };
  switch (outcome) {
    case 'paid':
    case 'planPaid': {
      const ended = curing({ ...booked, help: { ...told, status: 'paid' } });
      return { ...changes, ...ended, paidOn, state: 'CURED_BY_HELP', tells: 'closed' };
    }
    case 'late':
      return { ...changes, paidOn, latePayment: { paidOn, by: 'municipality', answer: 'asked' }, tells: 'paidLate' };
    default:
      return { ...changes, state: isComplete ? 'OUTREACH' : 'HELP_GRANTED', tells: 'paymentBooked' };
  }
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

export const matchTenancy: Decide = (_, { tenancy }) => {
  const { tenancyRef, agreementRef } = tenancy!;
  return { tenancyRef, agreementRef };
};
