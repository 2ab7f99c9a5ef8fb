// SPDX-License-Identifier: MPL-2.0
// Registreret ved en fejl: what can be struck in a case of missing rent, and until when (domain.md 13.4). What striking is:
// libs/domain/src/strike.ts.
import { dueOn, type Guard, type LocalDate, type Step, type Strike, type Strikes, stepOf } from '#domain';
import { claimsNamedBy, feeIsOwed } from './account.js';
import { CLOSED, type DemandNotice, type Help, type RentArrears, type RentArrearsFacts } from './case.js';
import type { DemandAsIssued } from './demand-notice.js';
import type { TenantPayment } from './payment.js';

/** What landlords are told of, and so hear when it is struck. */
export const STRUCK_ALOUD = ['payment', 'delivery', 'demand', 'report', 'escalation'] as const;
export type What = (typeof STRUCK_ALOUD)[number] | 'contact';

type Missing = Pick<RentArrears, 'amountOere' | 'rentDueOn'>;
type OfDemand = { demandRef: string };
const said = <Input>({ input }: Step) => input as Input;
const isOfDemand = (struck: Step, { input }: Step) =>
  (input as OfDemand | null)?.demandRef === said<OfDemand>(struck).demandRef;

/**
 * Where money is given or has left, or somebody has bound himself by it. All of it landlords are told of: from what may be
 * struck nobody learns that something hidden happened. Who reached the tenant nobody binds himself by.
 */
const BINDING = [
  'agreeInstalmentPlan',
  'grantHelp',
  'recordHelpPaid',
  'recordHelpPaidTwice',
  'terminate',
  'reportOtherProblems',
];

export const rentArrearsStrikes: Strikes<RentArrears, RentArrearsFacts, What> = {
  what: {
    payment: ['confirmTenantPaid'],
    contact: ['recordContactMade', 'recordContactFailed'],
    delivery: ['registerDemandDelivery'],
    demand: ['issueDemand'],
    report: ['report', 'reportFurtherRent'],
    // Not once the eviction case has been acted on: it says so itself, since it drops the ground.
    escalation: ['terminate', 'reportOtherProblems'],
  },
  binds({ action }, later) {
    if (rentArrearsStrikes.what.contact.includes(action)) return false;
    // The other case has taken over what this one had, or this one what the other had: there is no taking it apart again.
    if (later.became.state === 'DUPLICATE') return true;
    if (later.action === 'recordDuplicate') return rentArrearsStrikes.what.report.includes(action);
    return BINDING.includes(later.action);
  },
  keeps: ({ today, tenancy, slas, otherCases, failedContactsAllowed }) => ({
    ...{ today, tenancy, slas, otherCases, failedContactsAllowed },
  }),
  anew: {
    recordContactMade: 'always',
    recordContactFailed: 'always',
    reportFurtherRent: 'always',
    issueDemand: 'always',
    registerDemandDelivery: 'always',
    withdrawDemand: 'always',
    confirmTenantPaid: 'always',
    requestHelp: 'always',
    recordDuplicate: 'always',
    waiveLatePayment: 'ifAllowed',
    insistOnTermination: 'ifAllowed',
    expireDemand: 'ifAllowed',
    breakPlan: 'ifAllowed',
  },
  closed: CLOSED,
  falls: (struck, later) =>
    struck.action === 'issueDemand' &&
    ['registerDemandDelivery', 'withdrawDemand'].includes(later.action) &&
    isOfDemand(struck, later),
  // Its lines name their claims as they were read.
  saidIn: (step) =>
    step.action === 'issueDemand'
      ? { ...said<DemandAsIssued>(step), lines: (step.became.demands as DemandNotice[]).at(-1)!.lines }
      : step.input,
  /** The municipality was called when it was called; what is left is the rent that was reported next. */
  openedBy(opened, later) {
    const by = later.find(({ action }) => action === 'reportFurtherRent');
    if (!by) return null;
    const { amountOere, rentDueOn } = said<Missing>(by);
    const reportedOn = (by.facts as RentArrearsFacts).today;
    const claims = [{ dueOn: rentDueOn, amountOere, reportedOn }];
    return { subject: { ...opened, claims, amountOere, rentDueOn, payDay: dueOn('RENT_DUE', rentDueOn) }, by };
  },
};

// --- Guards beside those of every kind ---

type Check = Guard<RentArrears, RentArrearsFacts, Strike>;
const SOURCE = 'domain.md 13.4';

/** The due day of the rent whose report is struck. */
const rentOf = (facts: RentArrearsFacts, { what, ref }: Strike): LocalDate | undefined => {
  const step = what === 'report' ? stepOf(facts, { ref }) : undefined;
  return step && said<Missing>(step).rentDueOn;
};
const demandOf = (facts: RentArrearsFacts, { what, ref }: Strike): string | undefined => {
  const step = what === 'demand' ? stepOf(facts, { ref }) : undefined;
  return step && said<OfDemand>(step).demandRef;
};

const COUNTS: readonly DemandNotice['state'][] = ['ISSUED', 'RUNNING', 'PAID_IN_TIME', 'EXPIRED_UNPAID'];

const noDemandRestsOnIt: Check = {
  code: 'demand-rests-on-what-is-struck',
  field: 'ref',
  da: 'Et påkrav af {issuedOn} omfatter det. Annullér først påkravet, hvis også det er en fejl.',
  en: 'A demand of {issuedOn} asks for it. Strike the demand first, if that is an error too.',
  source: SOURCE,
  refuses({ claims, demands }, facts, strike) {
    const day = rentOf(facts, strike);
    const demandRef = demandOf(facts, strike);
    const no = demands.findIndex((one) => one.demandRef === demandRef);
    const days = no < 0 ? [] : claimsNamedBy({ claims }, demands[no]!);
    const asks = (demand: DemandNotice, at: number) => {
      if (!COUNTS.includes(demand.state) && !feeIsOwed(demand)) return false;
      if (day) return claimsNamedBy({ claims }, demand).includes(day);
      const fees = demand.lines.filter(({ kind }) => kind === 'demand_fee');
      return no >= 0 && at > no && claimsNamedBy({ claims }, { lines: fees }).some((one) => days.includes(one));
    };
    const found = demands.find(asks);
    return found !== undefined && { issuedOn: found.issuedOn };
  },
};

const noPaymentNamesIt: Check = {
  code: 'payment-rests-on-what-is-struck',
  field: 'ref',
  da: 'En betaling af {paidOn} er bogført på det. Annullér først betalingen, hvis også den er en fejl.',
  en: 'A payment of {paidOn} is booked on it. Strike the payment first, if that is an error too.',
  source: SOURCE,
  refuses({ claims, payments }, facts, strike) {
    const day = rentOf(facts, strike);
    const demandRef = demandOf(facts, strike);
    const isLast = day !== undefined && claims.every((claim) => claim.dueOn === day);
    const found = payments.find(
      ({ forRentDueOn, forDemandRef }: Partial<TenantPayment>) =>
        isLast || (day && forRentDueOn === day) || (demandRef && forDemandRef === demandRef),
    );
    return found !== undefined && { paidOn: found.paidOn };
  },
};

/** Else the rent would be owed twice; of an eviction too. */
export const RENT_IS_IN_AN_OPEN_CASE = {
  code: 'rent-is-in-an-open-case',
  field: 'ref',
  da: 'Sagen ville blive genåbnet, men samme husleje er nu i sagen {number}. Annullér meldingen dér, eller ret betalingen dér.',
  en: 'The case would be open again, but the same rent is now in the case {number}. Strike the report there, or correct it there.',
  source: SOURCE,
} as const;
const rentIsInNoOpenCase: Check = {
  ...RENT_IS_IN_AN_OPEN_CASE,
  refuses({ state }, { otherCases, striking }) {
    const after = striking?.without?.subject;
    if (!after || !CLOSED.includes(state as never) || CLOSED.includes(after.state as never)) return false;
    const other = otherCases.find(({ dueOn: days }) => after.claims.some((claim) => days.includes(claim.dueOn)));
    return other !== undefined && { caseRef: other.caseRef, number: other.number };
  },
};

export const arrearsStrikeChecks = [noDemandRestsOnIt, noPaymentNamesIt, rentIsInNoOpenCase] as const;

/**
 * The application as it stands after a strike. One that was taken back because the case had ended was taken back at the
 * benefits office too: it is asked for again, under a reference of its own.
 * @param now as it is at the benefits office
 * @param anew as it would be
 */
export function helpAfter(now: Help | null, anew: Help | null, helpRef: string): Help | null {
  const isOpen = (help: Help | null) => help?.status === 'asked' || help?.status === 'granted';
  if (!now || !anew) return now && isOpen(now) ? { ...now, status: 'withdrawn' } : now;
  if (!isOpen(anew)) return { ...anew, helpRef: now.helpRef };
  if (isOpen(now)) return { ...now, decisionDueOn: anew.decisionDueOn };
  return { ...anew, helpRef, status: 'asked', payOn: null };
}
