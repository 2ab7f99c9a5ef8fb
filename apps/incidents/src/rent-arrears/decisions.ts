// SPDX-License-Identifier: MPL-2.0
// Huslejerestance: what each action of rent-arrears.ts changes, and the fact that is told. Pure: a case, facts and input in.
import type { ActingRole } from '#contracts/roles';
import { dueOn, type LocalDate, type Oere } from '#domain';
import { type Facts, owedOere, type RentArrears, type RentArrearsState } from './case.js';
import * as demand from './demand-notice.js';
import * as plan from './instalment-plan.js';
import * as pay from './payment.js';
import { rentArrears } from './rent-arrears.js';
import * as help from './temporary-help.js';

export type RentArrearsFact =
  | 'opened'
  | 'acknowledged'
  | 'assigned'
  | 'tenancyMatched'
  | 'standInCalled'
  | 'outreachTried'
  | 'demandIssued'
  | 'demandRunning'
  | 'demandEnded'
  | 'paymentBooked'
  | 'paidLate'
  | 'paidTwice'
  | 'planAgreed'
  | 'planBroken'
  | 'helpRequested'
  | 'helpGranted'
  | 'helpRefused'
  | 'changed'
  | 'closed';

type Roles = readonly ActingRole[];
export interface Decided {
  changes: Partial<RentArrears>;
  fact: RentArrearsFact;
}
type Decide<Input = void> = (arrears: RentArrears, roles: Roles, facts: Facts, input: Input) => Decided;

export interface Report {
  landlordRef: string;
  landlordReference: string | null;
  tenancyRef: string | null;
  amountOere: Oere;
  rentDueOn: LocalDate;
}

/** A report on an unknown tenancy is accepted and matched later: the municipality acts for every tenant. */
export function report(input: Report, roles: Roles, facts: Facts): RentArrears {
  const { amountOere, rentDueOn } = input;
  const { today, tenancy } = facts;
  const slas = facts.slas ?? undefined;
  return {
    ...input,
    state: rentArrears.next('report', null, roles, facts, input),
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

export const acknowledge: Decide = (arrears, roles, facts) => ({
  changes: { state: rentArrears.next('acknowledge', arrears, roles, facts), acknowledgedOn: facts.today },
  fact: 'acknowledged',
});

export const callStandIn: Decide = (arrears, roles, facts) => ({
  changes: { state: rentArrears.next('callStandIn', arrears, roles, facts), standInSince: facts.today },
  fact: 'standInCalled',
});

/** The tenant's own support worker, or the outreach team, which serves every tenant without one (roadmap H2, N2). */
export const assign: Decide = (arrears, roles, facts) => ({
  changes: {
    state: rentArrears.next('assign', arrears, roles, facts),
    assignedTo: facts.tenancy?.hasSupportWorker ? 'support_worker' : 'outreach_team',
  },
  fact: 'assigned',
});

interface Contact {
  contactedOn: LocalDate;
}
const attempt = ({ firstContactOn, lastContactOn }: RentArrears, { contactedOn }: Contact) => ({
  firstContactOn: firstContactOn && firstContactOn < contactedOn ? firstContactOn : contactedOn,
  lastContactOn: lastContactOn && lastContactOn > contactedOn ? lastContactOn : contactedOn,
});

export const recordContactMade: Decide<Contact> = (arrears, roles, facts, contact) => ({
  changes: {
    state: rentArrears.next('recordContactMade', arrears, roles, facts, contact),
    ...attempt(arrears, contact),
    failedContacts: 0,
  },
  fact: 'outreachTried',
});

export const recordContactFailed: Decide<Contact> = (arrears, roles, facts, contact) => {
  const go = rentArrears.next('recordContactFailed', arrears, roles, facts, contact);
  const failedContacts = arrears.failedContacts + 1;
  const hasFailed = arrears.state === 'OUTREACH_FAILED' || failedContacts >= facts.failedContactsAllowed;
  return {
    changes: { state: go(hasFailed ? 'OUTREACH_FAILED' : 'OUTREACH'), ...attempt(arrears, contact), failedContacts },
    fact: 'outreachTried',
  };
};

export const reportFurtherRent: Decide<{ amountOere: Oere; rentDueOn: LocalDate }> = (
  arrears,
  roles,
  facts,
  input,
) => ({
  changes: {
    state: rentArrears.next('reportFurtherRent', arrears, roles, facts, input),
    claims: [...arrears.claims, { dueOn: input.rentDueOn, amountOere: input.amountOere, reportedOn: facts.today }],
    amountOere: arrears.amountOere + input.amountOere,
  },
  fact: 'changed',
});

export const issueDemand: Decide<demand.IssueDemand & { demandRef: string }> = (arrears, roles, facts, input) => {
  const state = rentArrears.next('issueDemand', arrears, roles, facts, input);
  const demands = [...arrears.demands, demand.issueDemand(input.demandRef, input)];
  return { changes: { state, demands }, fact: 'demandIssued' };
};

export const registerDemandDelivery: Decide<demand.RegisterDelivery> = (arrears, roles, facts, input) => {
  const state = rentArrears.next('registerDemandDelivery', arrears, roles, facts, input);
  const delivered = arrears.demands.map((one) =>
    one.demandRef === input.demandRef ? demand.deliverDemand(one, input, facts.today) : one,
  );
  const demands = demand.settleDemands({ ...arrears, demands: delivered });
  return {
    changes: { state, demands, help: help.shortenHelpDecision(arrears.help, demand.runningUntil({ demands })) },
    fact: demands.some(({ demandRef, state: is }) => demandRef === input.demandRef && is === 'RUNNING')
      ? 'demandRunning'
      : 'demandEnded',
  };
};

export const withdrawDemand: Decide<{ demandRef: string }> = (arrears, roles, facts, input) => ({
  changes: {
    state: rentArrears.next('withdrawDemand', arrears, roles, facts, input),
    demands: demand.withdrawDemand(arrears.demands, input.demandRef),
  },
  fact: 'demandEnded',
});

export const expireDemand: Decide = (arrears, roles, facts) => ({
  changes: {
    state: rentArrears.next('expireDemand', arrears, roles, facts),
    demands: demand.expireDemands(arrears.demands, facts.today),
  },
  fact: 'demandEnded',
});

/** The end of a case: nothing of it runs on. */
const closing = (
  { demands, help: asked }: Pick<RentArrears, 'demands' | 'help'>,
  state: RentArrearsState,
): Partial<RentArrears> => ({
  state,
  demands: state === 'ESCALATED_TO_EVICTION' ? demands : demand.withdrawDemand(demands),
  help: help.withdrawHelp(asked),
  latePayment: null,
});

export const confirmTenantPaid: Decide<pay.TenantPayment> = (arrears, roles, facts, input) => {
  const go = rentArrears.next('confirmTenantPaid', arrears, roles, facts, input);
  const { changes, outcome } = pay.bookPayment(arrears, { ...input, by: 'tenant' }, facts.today);
  const { paidOn } = input;
  switch (outcome) {
    case 'paid':
      return {
        changes: { ...changes, ...closing({ ...arrears, ...changes }, go('SELF_CURED')), paidOn },
        fact: 'closed',
      };
    case 'planPaid':
      return {
        changes: { ...changes, ...closing({ ...arrears, ...changes }, go('CURED_BY_PLAN')), paidOn },
        fact: 'closed',
      };
    case 'late':
      return {
        changes: { ...changes, state: go('same'), paidOn, latePayment: { paidOn, by: 'tenant', answer: 'asked' } },
        fact: 'paidLate',
      };
    case 'planBroken':
      return { changes: { ...changes, state: go('OUTREACH') }, fact: 'planBroken' };
    case 'planRestored':
      return { changes: { ...changes, state: go('INSTALMENT_PLAN') }, fact: 'planAgreed' };
    default: {
      // Rent that was reported after the plan is still owed when the plan is paid.
      const isPlanPaid = arrears.state === 'INSTALMENT_PLAN' && changes.plans.at(-1)?.standing === 'PAID';
      return { changes: { ...changes, state: go(isPlanPaid ? 'OUTREACH' : 'same') }, fact: 'paymentBooked' };
    }
  }
};

export const waiveLatePayment: Decide = (arrears, roles, facts) => {
  const go = rentArrears.next('waiveLatePayment', arrears, roles, facts);
  const cured = arrears.latePayment?.by === 'municipality' ? 'CURED_BY_HELP' : 'SELF_CURED';
  return { changes: closing(arrears, go(cured)), fact: 'closed' };
};

export const insistOnTermination: Decide = (arrears, roles, facts) => ({
  changes: {
    state: rentArrears.next('insistOnTermination', arrears, roles, facts),
    latePayment: { ...arrears.latePayment!, answer: 'insists' },
  },
  fact: 'changed',
});

export const consentToInstalmentPlan: Decide = (arrears, roles, facts) => ({
  changes: { state: rentArrears.next('consentToInstalmentPlan', arrears, roles, facts), planConsentOn: facts.today },
  fact: 'changed',
});

/** A plan replaces the demands: should it break, a new one is needed before the lease can be terminated (domain.md 5.3). */
export const agreeInstalmentPlan: Decide<plan.AgreePlan & { planRef: string }> = (arrears, roles, facts, input) => ({
  changes: {
    state: rentArrears.next('agreeInstalmentPlan', arrears, roles, facts, input),
    plans: [...arrears.plans, plan.newPlan(input.planRef, arrears, input, facts.today)],
    demands: demand.withdrawDemand(arrears.demands),
  },
  fact: 'planAgreed',
});

export const breakPlan: Decide = (arrears, roles, facts) => ({
  changes: {
    state: rentArrears.next('breakPlan', arrears, roles, facts),
    plans: arrears.plans.map((one, index) =>
      index === arrears.plans.length - 1 ? plan.standingOf(one, arrears.payments, facts.today) : one,
    ),
    planConsentOn: null,
  },
  fact: 'planBroken',
});

export const requestHelp: Decide<{ helpRef: string }> = (arrears, roles, facts, { helpRef }) => ({
  changes: {
    state: rentArrears.next('requestHelp', arrears, roles, facts),
    help: help.applyForHelp(helpRef, arrears, facts),
  },
  fact: 'helpRequested',
});

export const grantHelp: Decide<help.HelpAnswer> = (arrears, roles, facts, answer) => ({
  changes: {
    state: rentArrears.next('grantHelp', arrears, roles, facts, answer),
    help: { ...arrears.help!, status: 'granted', payOn: answer.payOn },
  },
  fact: 'helpGranted',
});

export const refuseHelp: Decide<help.HelpAnswer> = (arrears, roles, facts, answer) => ({
  changes: {
    state: rentArrears.next('refuseHelp', arrears, roles, facts, answer),
    help: { ...arrears.help!, status: 'refused' },
  },
  fact: 'helpRefused',
});

/**
 * The municipality has paid the landlord. What exceeds what is owed is for coming rent. Paid after a demand expired it is
 * a late payment like any other (domain.md 13.3).
 */
export const recordHelpPaid: Decide<help.HelpAnswer> = (arrears, roles, facts, answer) => {
  const go = rentArrears.next('recordHelpPaid', arrears, roles, facts, answer);
  const paidOn = answer.paidOn!;
  const known = arrears.help!;
  const amountOere = Math.min(answer.paidOere - known.paidOere, owedOere(arrears));
  const { changes: booked, outcome } = pay.bookPayment(
    arrears,
    { paidOn, amountOere, by: 'municipality' },
    facts.today,
  );
  const told = {
    ...known,
    status: answer.isComplete ? ('paid' as const) : ('granted' as const),
    payOn: answer.payOn,
    paidOere: answer.paidOere,
  };
  const changes = { ...booked, help: told };
  switch (outcome) {
    case 'paid':
    case 'planPaid':
      return {
        changes: {
          ...changes,
          ...closing({ ...arrears, ...booked, help: { ...told, status: 'paid' } }, go('CURED_BY_HELP')),
          paidOn,
        },
        fact: 'closed',
      };
    case 'late':
      return {
        changes: {
          ...changes,
          state: go('same'),
          paidOn,
          latePayment: { paidOn, by: 'municipality', answer: 'asked' },
        },
        fact: 'paidLate',
      };
    default:
      return {
        changes: { ...changes, state: go(answer.isComplete ? 'OUTREACH' : 'HELP_GRANTED') },
        fact: 'paymentBooked',
      };
  }
};

/** Too late to be taken back: recorded, and told to those who can get it back. */
export const recordHelpPaidTwice: Decide<help.HelpAnswer> = (arrears, roles, facts, answer) => ({
  changes: {
    state: rentArrears.next('recordHelpPaidTwice', arrears, roles, facts, answer),
    help: { ...arrears.help!, payOn: answer.payOn, paidOere: answer.paidOere },
  },
  fact: 'paidTwice',
});

export const terminate: Decide = (arrears, roles, facts) => ({
  changes: closing(
    { ...arrears, demands: demand.expireDemands(arrears.demands, facts.today) },
    rentArrears.next('terminate', arrears, roles, facts),
  ),
  fact: 'closed',
});

export const reportOtherProblems: Decide<{ problems: readonly string[] }> = (arrears, roles, facts, { problems }) => ({
  changes: {
    ...closing(arrears, rentArrears.next('reportOtherProblems', arrears, roles, facts)),
    otherProblems: problems,
  },
  fact: 'closed',
});

export const matchTenancy: Decide = (arrears, roles, facts) => {
  const state = rentArrears.next('matchTenancy', arrears, roles, facts);
  const { tenancyRef, agreementRef } = facts.tenancy!;
  return { changes: { state, tenancyRef, agreementRef }, fact: 'tenancyMatched' };
};
