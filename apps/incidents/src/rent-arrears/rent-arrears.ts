// SPDX-License-Identifier: MPL-2.0
// Huslejerestance: rent that did not come, from the landlord's report to the one entry to one of its four endings: the
// tenant pays, a plan, temporary help, an eviction case (roadmap H1–H6; domain.md 5.3 and 13). Start reading here.
// Beside it: case.ts (the case), account.ts (what is paid and what is owed), demand-notice.ts (påkrav), instalment-plan.ts (afdragsordning), payment.ts,
// temporary-help.ts, and decisions.ts (what each action changes).
import { OPEN_RENT_ARREARS_STATES, OUTREACH_ROLES } from '#contracts/incidents/rent-arrears';
import { type ActingRole, LANDLORD_ROLES } from '#contracts/roles';
import {
  addDays,
  addMonths,
  dueOn,
  type Guard,
  isOutside,
  type LocalDate,
  type Oere,
  ownedRules,
  ownerChecks,
  pausing,
  rules,
  strikeChecks,
  type To,
} from '#domain';
import { answerLater, answerRunsTo, standInIsCalledOn, twoWorkingDaysHavePassed } from '../answer/answer.js';
import { assignee, isMatched, isUnmatched, supportIsThere, tenancyIsKnown } from '../known-tenancies/known-tenancy.js';
import { CLOSED, type OtherCase, type RentArrears, type RentArrearsFacts } from './case.js';
import * as decide from './decisions.js';
import * as demand from './demand-notice.js';
import * as plan from './instalment-plan.js';
import * as pay from './payment.js';
import { arrearsStrikeChecks, rentArrearsStrikes } from './registered-in-error.js';
import * as help from './temporary-help.js';
import { terminationGuards } from './termination.js';

// --- States by what they are ---

const OPEN = OPEN_RENT_ARREARS_STATES;
const OUTREACH = ['OUTREACH', 'OUTREACH_FAILED'] as const;
/** Until help is granted. That it is asked for makes no difference to the landlord, who must not learn it. */
const BEFORE_HELP = [...OUTREACH, 'HELP_PENDING'] as const;
/** Further rent of the tenancy goes here, and not to a new case (domain.md 13.4). */
const TAKES_FURTHER_RENT: readonly RentArrears['state'][] = ['REPORTED', 'OUTREACH_PENDING', ...BEFORE_HELP];
/** In which a fact may still be struck. */
const STRIKEABLE = [...OPEN, ...CLOSED.filter((state) => state !== 'STRUCK')] as const;

/** Whose it is, once outreach has begun. */
export const rentArrearsOwner = { role: 'assignedTo', by: OUTREACH_ROLES } as const;

// --- Guards of the case itself ---

interface MissingRent {
  rentDueOn: LocalDate;
}

const isOverdue: Guard<unknown, RentArrearsFacts, MissingRent> = {
  code: 'rent-is-not-overdue-yet',
  field: 'rentDueOn',
  da: 'Huslejen kan tidligst meldes manglende {earliest}, dagen efter sidste rettidige betalingsdag.',
  en: 'Missing rent can be reported from {earliest}, the day after the last timely pay day.',
  source: 'lejeloven § 58, stk. 4',
  refuses: (_, { today }, { rentDueOn }) => {
    const payDay = dueOn('RENT_DUE', rentDueOn);
    return today <= payDay && { earliest: addDays(payDay, 1) };
  },
};

/** Older rent is a matter for the courts, or a slip of the keyboard. */
const MONTHS_BACK = 24;

const isNotTooOld: Guard<unknown, RentArrearsFacts, MissingRent> = {
  code: 'rent-fell-due-too-long-ago',
  field: 'rentDueOn',
  da: 'Der kan meldes husleje, som er forfaldet fra {earliest}: højst {months} måneder tilbage og ikke før lejemålets start.',
  en: 'Rent that fell due from {earliest} can be reported: {months} months back at most and not before the tenancy began.',
  source: 'domain.md 13.4',
  refuses: (_, { today, tenancy }, { rentDueOn }) => {
    const back = addMonths(today, -MONTHS_BACK);
    const earliest = tenancy && tenancy.startedOn > back ? tenancy.startedOn : back;
    return rentDueOn < earliest && { earliest, months: MONTHS_BACK };
  },
};

/** What a refusal says of another case: what people call it by, and the reference. */
const named = ({ caseRef, number }: OtherCase) => ({ caseRef, number });

const isInNoOtherCase: Guard<unknown, RentArrearsFacts, MissingRent> = {
  code: 'rent-is-in-another-case',
  field: 'rentDueOn',
  da: 'Husleje med den forfaldsdag er allerede meldt i lejemålets sag {number}.',
  en: 'Rent due on that day is reported already, in the case {number} of the tenancy.',
  source: 'domain.md 13.4',
  refuses: (_, { otherCases, escalatedCases = [] }, { rentDueOn }) =>
    [...otherCases, ...escalatedCases]
      .filter(({ dueOn: days }) => days.includes(rentDueOn))
      .map(named)
      .slice(0, 1),
};

const noCaseTakesIt: Guard<unknown, RentArrearsFacts, MissingRent> = {
  code: 'further-rent-goes-to-the-open-case',
  field: 'rentDueOn',
  da: 'Lejemålet har en åben sag, {number}: meld huslejen som yderligere husleje dér.',
  en: 'The tenancy has an open case, {number}: report the rent as further rent there.',
  source: 'domain.md 13.4',
  refuses: (_, { otherCases }, { rentDueOn }) => {
    if (otherCases.some(({ dueOn: days }) => days.includes(rentDueOn))) return false;
    const open = otherCases.find(({ state }) => TAKES_FURTHER_RENT.includes(state));
    return open !== undefined && named(open);
  },
};

const rentIsInOneCase: Guard<RentArrears, RentArrearsFacts> = {
  code: 'rent-is-in-two-cases',
  da: 'Samme husleje er også i sagen {number}; der kan kun søges hjælp til den ét sted.',
  en: 'The same rent is in the case {number} too; help for it can be asked for in one place only.',
  source: 'domain.md 13.4',
  refuses: ({ claims }, { otherCases, helpedCases }) => {
    const helped = otherCases.filter(({ state }) => state === 'HELP_PENDING' || state === 'HELP_GRANTED');
    const other = [...helped, ...helpedCases].find(({ dueOn: days }) =>
      claims.some((claim) => days.includes(claim.dueOn)),
    );
    return other !== undefined && named(other);
  },
};

const isNotReported: Guard<RentArrears, RentArrearsFacts, MissingRent> = {
  code: 'rent-of-that-day-is-reported-already',
  field: 'rentDueOn',
  da: 'Husleje med den forfaldsdag er allerede meldt i sagen.',
  en: 'Rent due on that day is reported in this case already.',
  source: 'H1',
  refuses: ({ claims }, _, { rentDueOn }) => claims.some((claim) => claim.dueOn === rentDueOn),
};

/** Ten million kroner: more is a slip of the keyboard. */
const MOST_OERE = 1_000_000_000;

const isWithinReason: Guard<RentArrears, RentArrearsFacts, { amountOere: Oere }> = {
  code: 'arrears-are-too-large',
  field: 'amountOere',
  da: 'En sag kan højst omfatte {mostOere}.',
  en: 'A case can be about {mostOere} at most.',
  source: 'a limit of the system',
  refuses: ({ amountOere }, _, more) => amountOere + more.amountOere > MOST_OERE && { mostOere: MOST_OERE },
};

const rentIsOfTheTenancy: Guard<RentArrears, RentArrearsFacts> = {
  code: 'rent-is-older-than-the-tenancy',
  da: 'Lejemålet begyndte først {earliest}.',
  en: 'The tenancy began on {earliest} only.',
  source: 'domain.md 13.4',
  refuses: ({ claims }, { tenancy }) =>
    tenancy !== null && claims.some((claim) => claim.dueOn < tenancy.startedOn) && { earliest: tenancy.startedOn },
};

const isContactedInTheWindow: Guard<RentArrears, RentArrearsFacts, { contactedOn: LocalDate }> = {
  code: 'contact-is-outside-the-window',
  field: 'contactedOn',
  da: 'En kontakt i sagen er dateret fra {earliest}, da den blev meldt, til {latest}.',
  en: 'A contact in this case is dated from {earliest}, when it was reported, to {latest}.',
  source: 'H1, H2; domain.md 13.4',
  refuses: ({ reportedOn }, { today }, { contactedOn }) =>
    isOutside({ earliest: reportedOn, latest: today }, contactedOn),
};

// --- Table: who may do what when, and what it does ---

const landlord = ['landlord_admin'] as const;
/** What a payment may lead to, by the state that it finds. */
const PAYMENT_TO = {
  REPORTED: ['same', 'SELF_CURED'],
  OUTREACH_PENDING: ['same', 'SELF_CURED'],
  INSTALMENT_PLAN: ['same', 'CURED_BY_PLAN', 'SELF_CURED', 'OUTREACH'],
  // A payment that was made in time restores a broken plan.
  OUTREACH: ['same', 'SELF_CURED', 'INSTALMENT_PLAN', 'CURED_BY_PLAN'],
  OUTREACH_FAILED: ['same', 'SELF_CURED', 'INSTALMENT_PLAN', 'CURED_BY_PLAN'],
  HELP_PENDING: ['same', 'SELF_CURED', 'INSTALMENT_PLAN', 'CURED_BY_PLAN'],
  HELP_GRANTED: ['same', 'SELF_CURED'],
} as const;
const PAYMENT_TELLS = ['paymentBooked', 'planBroken', 'planAgreed', 'paidLate', 'closed'] as const;
const untold = { toldNotTo: LANDLORD_ROLES } as const;

// The landlord must not learn from a refusal that help was asked for (domain.md 9.3).
export const rentArrearsRules = rules<RentArrears, RentArrearsFacts, ActingRole>({ untoldTo: LANDLORD_ROLES })({
  report: {
    from: 'none',
    to: 'REPORTED',
    by: landlord,
    checks: [isOverdue, isNotTooOld, isInNoOtherCase, noCaseTakesIt],
    da: 'Meld manglende husleje',
    en: 'Report missing rent',
    told: { da: 'Udlejer meldte manglende husleje.', en: 'The landlord reported missing rent.' },
    tells: 'opened',
    source: 'H1',
    opens: decide.report,
  },
  acknowledge: {
    from: ['REPORTED'],
    to: 'OUTREACH_PENDING',
    by: ['single_entry'],
    da: 'Kvittér for meldingen',
    en: 'Acknowledge the report',
    told: { da: 'Kommunen kvitterede for meldingen.', en: 'The municipality acknowledged the report.' },
    tells: 'acknowledged',
    source: 'H1',
    changes: decide.acknowledge,
  },
  callStandIn: {
    from: ['REPORTED'],
    to: 'same',
    by: ['system'],
    requires: [twoWorkingDaysHavePassed],
    da: 'Stedfortræderen overtager',
    en: 'The stand-in takes over',
    told: {
      da: 'Meldingen var ubesvaret i to arbejdsdage; stedfortræderen overtog.',
      en: 'The report was unanswered for two working days; the stand-in took over.',
    },
    tells: 'standInCalled',
    source: 'domain.md 8.3',
    due: standInIsCalledOn,
    changes: decide.callStandIn,
  },
  assign: {
    from: ['OUTREACH_PENDING'],
    to: 'OUTREACH',
    by: ['single_entry'],
    checks: [
      supportIsThere,
      ...ownerChecks<RentArrears, RentArrearsFacts, { to?: To }>(
        (_, facts, { to }) => to && assignee(facts, to),
        'to/',
        OUTREACH_ROLES,
      ),
    ],
    da: 'Giv sagen til bostøtte eller udsatte-team',
    en: 'Give the case to support worker or outreach team',
    told: { da: 'Kommunen gik i gang med sagen.', en: 'The municipality began to act.' },
    tells: 'assigned',
    source: 'H2',
    changes: decide.assign,
  },
  ...ownedRules({
    ...rentArrearsOwner,
    also: ['single_entry'],
    from: [...BEFORE_HELP, 'INSTALMENT_PLAN', 'HELP_GRANTED'],
    untold: LANDLORD_ROLES,
  }),
  recordContactMade: {
    from: OUTREACH,
    to: 'OUTREACH',
    by: OUTREACH_ROLES,
    checks: [isContactedInTheWindow],
    da: 'Registrér kontakt med lejer',
    en: 'Record contact with the tenant',
    told: { da: 'Der var kontakt med lejer {lastContactOn}.', en: 'The tenant was reached on {lastContactOn}.' },
    ...untold,
    tells: 'outreachTried',
    source: 'H2',
    changes: decide.recordContactMade,
  },
  recordContactFailed: {
    from: OUTREACH,
    to: ['OUTREACH', 'OUTREACH_FAILED'],
    by: OUTREACH_ROLES,
    checks: [isContactedInTheWindow],
    da: 'Registrér forgæves forsøg på kontakt',
    en: 'Record a failed attempt to reach the tenant',
    told: {
      da: 'Lejer kunne ikke nås {lastContactOn}; forgæves forsøg i træk: {failedContacts}.',
      en: 'The tenant could not be reached on {lastContactOn}; failed attempts in a row: {failedContacts}.',
    },
    ...untold,
    tells: 'outreachTried',
    source: 'H2; domain.md 13.3',
    changes: decide.recordContactFailed,
  },
  reportFurtherRent: {
    from: TAKES_FURTHER_RENT,
    to: 'same',
    by: landlord,
    checks: [isOverdue, isNotTooOld, isNotReported, isInNoOtherCase, isWithinReason],
    da: 'Meld yderligere manglende husleje',
    en: 'Report further missing rent',
    told: {
      da: 'Udlejer meldte yderligere manglende husleje; i alt {amountOere} uden gebyrer.',
      en: 'The landlord reported further missing rent; {amountOere} in all without fees.',
    },
    tells: 'changed',
    source: 'H1',
    changes: decide.reportFurtherRent,
  },
  issueDemand: {
    from: OPEN,
    to: 'same',
    by: landlord,
    requires: [plan.planIsNotInGoodStanding, plan.somethingIsOwed],
    checks: demand.demandChecks,
    da: 'Afgiv påkrav',
    en: 'Issue a formal demand',
    told: { da: 'Udlejer afgav påkrav.', en: 'The landlord issued a formal demand.' },
    tells: 'demandIssued',
    source: 'lejeloven § 182',
    changes: decide.issueDemand,
  },
  registerDemandDelivery: {
    from: OPEN,
    to: ['same', 'SELF_CURED'],
    by: landlord,
    requires: [demand.aDemandIs('ISSUED')],
    checks: demand.deliveryChecks,
    da: 'Registrér at påkravet er nået frem',
    en: 'Register that the demand reached the tenant',
    told: {
      da: 'Udlejer registrerede, at påkravet nåede lejer.',
      en: 'The landlord registered the demand’s delivery.',
    },
    tells: ['demandRunning', 'demandEnded', 'paidLate', 'closed'],
    source: 'lejeloven § 182',
    changes: decide.registerDemandDelivery,
  },
  withdrawDemand: {
    from: OPEN,
    to: ['same', 'SELF_CURED'],
    by: landlord,
    requires: [demand.aDemandIs('ISSUED', 'RUNNING', 'EXPIRED_UNPAID')],
    checks: [demand.isWithdrawable],
    da: 'Træk påkrav tilbage',
    en: 'Withdraw a demand',
    told: { da: 'Udlejer trak et påkrav tilbage.', en: 'The landlord withdrew a demand.' },
    tells: ['demandEnded', 'paidLate', 'closed'],
    source: 'domain.md 5.3',
    changes: decide.withdrawDemand,
  },
  expireDemand: {
    from: OPEN,
    to: 'same',
    by: ['system'],
    requires: [demand.demandHasRunOut],
    da: 'Påkravets frist udløber',
    en: 'A demand expires',
    told: { da: 'Påkravets frist udløb uden fuld betaling.', en: 'The demand expired without full payment.' },
    tells: 'demandEnded',
    source: 'lejeloven § 182',
    due: demand.runsOutOn,
    changes: decide.expireDemand,
  },
  confirmTenantPaid: {
    from: OPEN,
    to: PAYMENT_TO,
    by: landlord,
    requires: [plan.somethingIsOwed],
    checks: pay.paymentChecks,
    da: 'Bekræft en betaling fra lejer, hel eller delvis',
    en: 'Confirm a payment by the tenant, full or partial',
    told: { da: 'Udlejer bekræftede en betaling fra lejer.', en: 'The landlord confirmed a payment by the tenant.' },
    tells: PAYMENT_TELLS,
    source: 'H3',
    changes: decide.confirmTenantPaid,
  },
  waiveLatePayment: {
    from: OPEN.filter((state) => state !== 'INSTALMENT_PLAN'),
    to: {
      REPORTED: 'SELF_CURED',
      OUTREACH_PENDING: 'SELF_CURED',
      OUTREACH: 'SELF_CURED',
      OUTREACH_FAILED: 'SELF_CURED',
      HELP_PENDING: ['SELF_CURED', 'CURED_BY_HELP'],
      HELP_GRANTED: ['SELF_CURED', 'CURED_BY_HELP'],
    },
    by: landlord,
    requires: [pay.latePaymentWaits],
    da: 'Lad sagen falde efter for sen betaling',
    en: 'Waive the termination after late payment',
    told: { da: 'Udlejer lod sagen falde efter for sen betaling.', en: 'The landlord waived the termination.' },
    tells: 'closed',
    source: 'domain.md 5.3',
    changes: decide.waiveLatePayment,
  },
  insistOnTermination: {
    from: OPEN,
    to: 'same',
    by: landlord,
    requires: [pay.latePaymentWaits],
    da: 'Fasthold retten til at ophæve trods for sen betaling',
    en: 'Insist on the right to terminate in spite of late payment',
    told: { da: 'Udlejer fastholdt retten til at ophæve.', en: 'The landlord insisted on the right to terminate.' },
    tells: 'changed',
    source: 'domain.md 5.3',
    changes: decide.insistOnTermination,
  },
  consentToInstalmentPlan: {
    from: BEFORE_HELP,
    to: 'same',
    by: ['single_entry'],
    requires: [plan.agreementIsKnown, plan.consentIsNeeded],
    da: 'Giv samtykke til en afdragsordning',
    en: 'Consent to an instalment plan',
    told: {
      da: 'Kommunen gav samtykke til en afdragsordning.',
      en: 'The municipality consented to an instalment plan.',
    },
    tells: 'changed',
    source: 'H4; domain.md 3.2',
    changes: decide.consentToInstalmentPlan,
  },
  agreeInstalmentPlan: {
    from: BEFORE_HELP,
    to: 'INSTALMENT_PLAN',
    by: landlord,
    requires: [
      plan.agreementIsKnown,
      plan.agreementHasInstalmentPolicy,
      plan.municipalityConsentsWhereNeeded,
      plan.openPlansAreBelowTheLimit,
      plan.somethingIsOwed,
    ],
    checks: plan.planChecks,
    da: 'Aftal en afdragsordning med lejer',
    en: 'Agree an instalment plan with the tenant',
    told: { da: 'Udlejer og lejer aftalte en afdragsordning.', en: 'Landlord and tenant agreed an instalment plan.' },
    tells: 'planAgreed',
    source: 'H4',
    changes: decide.agreeInstalmentPlan,
  },
  breakPlan: {
    from: ['INSTALMENT_PLAN'],
    to: 'OUTREACH',
    by: ['system'],
    requires: [plan.instalmentIsMissed],
    da: 'En rate er overskredet; hele restgælden forfalder',
    en: 'An instalment is missed; the whole remainder falls due',
    told: {
      da: 'En rate blev ikke betalt i tide; ordningen er brudt.',
      en: 'An instalment was missed; the plan is broken.',
    },
    tells: 'planBroken',
    source: 'domain.md 13.2',
    due: plan.breaksOn,
    changes: decide.breakPlan,
  },
  requestHelp: {
    from: OUTREACH,
    to: 'HELP_PENDING',
    by: ['support_worker', 'outreach_team', 'single_entry', 'benefits_caseworker'],
    requires: [help.tenancyIsMatched, plan.somethingIsOwed, rentIsInOneCase],
    da: 'Søg midlertidig huslejehjælp for lejer',
    en: 'Apply for temporary rent help for the tenant',
    told: { da: 'Der blev søgt midlertidig huslejehjælp.', en: 'Temporary rent help was applied for.' },
    ...untold,
    tells: 'helpRequested',
    source: 'H5',
    changes: decide.requestHelp,
  },
  grantHelp: {
    from: ['HELP_PENDING'],
    to: 'HELP_GRANTED',
    by: ['system'],
    checks: [help.answersTheNewestApplication],
    da: 'Hjælpen er bevilget',
    en: 'Help is granted',
    told: { da: 'En betaling er på vej.', en: 'A payment is on its way.' },
    tells: 'helpGranted',
    source: 'H5',
    changes: decide.grantHelp,
  },
  refuseHelp: {
    from: ['HELP_PENDING'],
    to: 'OUTREACH',
    by: ['system'],
    checks: [help.answersTheNewestApplication],
    da: 'Hjælpen er afslået',
    en: 'Help is refused',
    told: { da: 'Hjælpen blev ikke til noget.', en: 'Nothing came of the help.' },
    ...untold,
    tells: 'helpRefused',
    source: 'H5',
    changes: decide.refuseHelp,
  },
  // The landlord has been told of a payment.
  giveUpHelp: {
    from: ['HELP_GRANTED'],
    to: 'OUTREACH',
    by: ['system'],
    checks: [help.answersTheNewestApplication],
    da: 'Bevilget hjælp bliver ikke udbetalt',
    en: 'Help that was granted will not be paid',
    told: { da: 'Den ventede betaling kommer ikke.', en: 'The payment that was expected does not come.' },
    tells: 'helpRefused',
    source: 'H5',
    changes: decide.refuseHelp,
  },
  recordHelpPaid: {
    from: OPEN,
    to: ['CURED_BY_HELP', 'HELP_GRANTED', 'INSTALMENT_PLAN', 'OUTREACH', 'same'],
    by: ['system'],
    checks: [help.answersTheNewestApplication, pay.isPaidInTheWindow],
    da: 'Hjælpen er betalt til udlejer',
    en: 'Help is paid to the landlord',
    told: { da: 'Kommunen betalte udlejer.', en: 'The municipality paid the landlord.' },
    tells: PAYMENT_TELLS,
    source: 'H5',
    changes: decide.recordHelpPaid,
  },
  recordHelpPaidTwice: {
    from: CLOSED,
    to: 'same',
    by: ['system'],
    checks: [help.answersTheNewestApplication],
    da: 'Hjælpen er betalt, efter at sagen blev lukket',
    en: 'Help is paid after the case was closed',
    told: {
      da: 'Kommunen betalte, efter at sagen var lukket.',
      en: 'The municipality paid after the case was closed.',
    },
    tells: 'paidTwice',
    source: 'domain.md 13.3',
    changes: decide.recordHelpPaidTwice,
  },
  terminate: {
    from: OPEN,
    to: 'ESCALATED_TO_EVICTION',
    by: landlord,
    requires: terminationGuards,
    da: 'Ophæv lejemålet',
    en: 'Terminate the lease',
    told: { da: 'Udlejer ophævede lejemålet.', en: 'The landlord terminated the lease.' },
    tells: 'closed',
    source: 'lejeloven § 182',
    changes: decide.terminate,
  },
  reportOtherProblems: {
    from: OPEN,
    to: 'ESCALATED_TO_EVICTION',
    by: landlord,
    da: 'Indled udsættelsessag på grund af andre problemer',
    en: 'Open an eviction case because of other problems',
    told: {
      da: 'Udlejer indledte en udsættelsessag på grund af andre problemer.',
      en: 'The landlord opened an eviction case because of other problems.',
    },
    tells: 'closed',
    source: 'H6',
    changes: decide.reportOtherProblems,
  },
  ...pausing<RentArrears, RentArrearsFacts, ActingRole>({
    from: OPEN,
    by: ['single_entry', ...OUTREACH_ROLES],
    runsTo: answerRunsTo,
    later: answerLater,
    // Once the tenant is reached it cannot be paused any more (domain.md 9.3).
    untold: { codes: ['FIRST_OUTREACH'], to: LANDLORD_ROLES },
  }),
  // A report and its tenancy that arrive in the same moment do not see one another: looked for at once, then daily.
  matchTenancy: {
    from: OPEN,
    to: ['same', 'DUPLICATE'],
    by: ['system'],
    requires: [isUnmatched, tenancyIsKnown, rentIsOfTheTenancy],
    da: 'Sagen kobles til lejemålet',
    en: 'The case is matched to the tenancy',
    told: { da: 'Sagen blev koblet til lejemålet.', en: 'The case was matched to its tenancy.' },
    tells: ['tenancyMatched', 'closed'],
    source: 'H1; domain.md 13.4',
    due: ({ agreementRef, reportedOn }) => (agreementRef === null ? reportedOn : null),
    changes: decide.matchTenancy,
  },
  // A plan and a payment on its way are between parties who know one another: they stay, and people are told.
  unmatchTenancy: {
    from: OPEN,
    to: {
      REPORTED: 'same',
      OUTREACH_PENDING: 'same',
      OUTREACH: 'same',
      OUTREACH_FAILED: 'same',
      HELP_PENDING: 'OUTREACH',
      INSTALMENT_PLAN: 'same',
      HELP_GRANTED: 'same',
    },
    by: ['system'],
    requires: [isMatched],
    da: 'Sagens lejemål var registreret ved en fejl',
    en: 'The tenancy of the case was registered in error',
    told: {
      da: 'Lejemålet, som sagen var koblet til, var registreret ved en fejl.',
      en: 'The tenancy to which the case was matched had been registered in error.',
    },
    tells: 'tenancyCorrected',
    source: 'domain.md 13.4',
    changes: decide.unmatchTenancy,
  },
  recordDuplicate: {
    from: OPEN,
    to: PAYMENT_TO,
    by: ['system'],
    da: 'Samme husleje var meldt to gange',
    en: 'The same rent was reported twice',
    told: {
      da: 'Samme husleje var meldt i to sager. Den anden er lukket, og det, den havde derudover, er taget med her.',
      en: 'The same rent was reported in two cases. The other is closed, and what it had beyond this one is taken over.',
    },
    tells: ['changed', ...PAYMENT_TELLS],
    source: 'domain.md 13.4',
    changes: decide.recordDuplicate,
  },
  forgetTenant: {
    from: [...OPEN, ...CLOSED],
    to: 'same',
    by: ['system'],
    da: 'Glem, hvad der kan pege på en slettet borger',
    en: 'Forget what could point at an erased citizen',
    told: { da: 'Borgeren blev slettet.', en: 'The citizen was erased.' },
    ...untold,
    tells: 'changed',
    source: 'domain.md 9',
    changes: () => ({ landlordReference: null }),
  },
  strike: {
    from: STRIKEABLE,
    to: [...OPEN, ...CLOSED],
    by: ['landlord_admin', 'single_entry'],
    checks: [...strikeChecks<RentArrears>(rentArrearsStrikes), ...arrearsStrikeChecks],
    da: 'Annullér en betaling, aflevering, påkrav, melding eller ophævelse, der er registreret ved en fejl',
    en: 'Strike a payment, delivery, demand, report or termination registered in error',
    told: {
      da: 'En registrering var en fejl og blev annulleret.',
      en: 'A record was made in error and was struck.',
    },
    tells: ['paymentCorrected', 'deliveryCorrected', 'demandCorrected', 'reportCorrected', 'escalationCorrected'],
    source: 'domain.md 13.4',
    changes: decide.strike,
  },
  strikeContact: {
    from: STRIKEABLE,
    to: [...OPEN, ...CLOSED],
    by: [...OUTREACH_ROLES, 'single_entry'],
    checks: strikeChecks<RentArrears>(rentArrearsStrikes),
    da: 'Annullér en fejlregistreret kontakt med lejer',
    en: 'Strike a contact with the tenant registered in error',
    told: {
      da: 'En registreret kontakt med lejer var en fejl og blev annulleret.',
      en: 'A contact with the tenant was recorded in error and was struck.',
    },
    ...untold,
    tells: 'contactCorrected',
    source: 'domain.md 13.4',
    changes: decide.strike,
  },
});
