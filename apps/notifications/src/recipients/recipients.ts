// SPDX-License-Identifier: MPL-2.0
// Who hears what (domain.md 8.1): one table per topic, a line for every fact, null where nobody hears. A landlord hears that
// something happens and when he hears next, never that help was asked for (2, rule 4; 9.3).
import type { Role } from '#contracts/roles';
import { type Types, types } from '#contracts/types';
import type { LocalDate } from '#domain';
import type { Subject } from '../notification/notification.js';

/** One item. Null: nobody has that part in the case. */
export type Recipient = [recipientRole: Role | null, subject: Subject, dueOn?: LocalDate | null, standIn?: 'stand-in'];

/** Complete: a fact that is published and has no line here does not compile. */
type RecipientsOf<Kind extends keyof Types, About> = Readonly<
  Record<Types[Kind][keyof Types[Kind]] & string, ((about: About) => Recipient[]) | null>
>;

export interface AboutArrears {
  state: string;
  acknowledgeDueOn: LocalDate;
  outreachDueOn: LocalDate;
  assignedTo: Role | null;
  demandExpiresOn?: LocalDate;
  paymentExpectedOn?: LocalDate;
}

const { agreement, rentArrears, financing, administrationAgreement, referral, proposal, vacancy } = types;
const { moveInInspection, moveOut, rehousing, neighbourComplaint, eviction } = types;

/** What was said was wrong: all who heard it hear that, and the landlord whose case it is. */
const allWhoHeard =
  (subject: Subject) =>
  ({ assignedTo, state }: AboutArrears): Recipient[] => [
    ['single_entry', subject],
    [assignedTo, subject],
    [state === 'HELP_PENDING' ? 'benefits_caseworker' : null, subject],
    ['landlord_admin', subject],
  ];

export const recipientsOfArrears: RecipientsOf<'rentArrears', AboutArrears> = {
  [rentArrears.opened]: ({ acknowledgeDueOn }) => [['single_entry', 'rent-arrears-reported', acknowledgeDueOn]],
  [rentArrears.acknowledged]: () => [['landlord_admin', 'rent-arrears-received']],
  [rentArrears.standInCalled]: ({ acknowledgeDueOn }) => [
    ['single_entry', 'rent-arrears-stand-in', acknowledgeDueOn, 'stand-in'],
  ],
  [rentArrears.assigned]: ({ assignedTo, outreachDueOn }) => [
    [assignedTo, 'rent-arrears-assigned', outreachDueOn],
    ['landlord_admin', 'rent-arrears-acting'],
  ],
  [rentArrears.demandIssued]: () => [['single_entry', 'rent-arrears-demand-issued']],
  [rentArrears.demandRunning]: ({ assignedTo, demandExpiresOn, state }) => [
    ['single_entry', 'rent-arrears-demand-running', demandExpiresOn],
    [assignedTo, 'rent-arrears-demand-running', demandExpiresOn],
    [state === 'HELP_PENDING' ? 'benefits_caseworker' : null, 'rent-arrears-demand-running', demandExpiresOn],
  ],
  [rentArrears.demandEnded]: ({ assignedTo }) => [
    ['single_entry', 'rent-arrears-demand-ended'],
    [assignedTo, 'rent-arrears-demand-ended'],
  ],
  [rentArrears.paymentBooked]: ({ assignedTo }) => [[assignedTo, 'rent-arrears-part-paid']],
  [rentArrears.paidLate]: () => [
    ['landlord_admin', 'rent-arrears-paid-late'],
    ['single_entry', 'rent-arrears-waits-for-landlord'],
  ],
  [rentArrears.paidTwice]({ state }) {
    const subject =
      state === 'ESCALATED_TO_EVICTION' ? 'rent-arrears-paid-after-termination' : 'rent-arrears-paid-twice';
    return [
      ['finance', subject],
      ['single_entry', subject],
    ];
  },
  [rentArrears.planAgreed]: ({ assignedTo }) => [
    ['single_entry', 'rent-arrears-plan-agreed'],
    [assignedTo, 'rent-arrears-plan-agreed'],
  ],
  [rentArrears.planBroken]: ({ assignedTo }) => [
    ['landlord_admin', 'rent-arrears-plan-broken'],
    ['single_entry', 'rent-arrears-plan-broken'],
    [assignedTo, 'rent-arrears-plan-broken'],
  ],
  [rentArrears.helpRequested]: () => [['single_entry', 'rent-arrears-help-requested']],
  [rentArrears.helpGranted]: ({ assignedTo, paymentExpectedOn }) => [
    ['landlord_admin', 'rent-arrears-payment-expected', paymentExpectedOn],
    ['single_entry', 'rent-arrears-payment-expected', paymentExpectedOn],
    [assignedTo, 'rent-arrears-payment-expected', paymentExpectedOn],
  ],
  [rentArrears.helpRefused]: ({ assignedTo }) => [
    ['single_entry', 'rent-arrears-help-refused'],
    [assignedTo, 'rent-arrears-help-refused'],
  ],
  [rentArrears.paymentCorrected]: allWhoHeard('rent-arrears-payment-struck'),
  [rentArrears.deliveryCorrected]: allWhoHeard('rent-arrears-delivery-struck'),
  [rentArrears.demandCorrected]: allWhoHeard('rent-arrears-demand-struck'),
  [rentArrears.reportCorrected]: allWhoHeard('rent-arrears-report-struck'),
  [rentArrears.escalationCorrected]: allWhoHeard('rent-arrears-escalation-struck'),
  [rentArrears.tenancyCorrected]: ({ assignedTo }) => [
    ['single_entry', 'rent-arrears-tenancy-struck'],
    [assignedTo, 'rent-arrears-tenancy-struck'],
  ],
  // The worker's own steps, and the register's.
  [rentArrears.outreachTried]: null,
  [rentArrears.contactCorrected]: null,
  [rentArrears.tenancyMatched]: null,
  [rentArrears.changed]: null,
  [rentArrears.closed]: ({ assignedTo, state }) =>
    state === 'ESCALATED_TO_EVICTION'
      ? [
          ['single_entry', 'rent-arrears-terminated'],
          [assignedTo, 'rent-arrears-terminated'],
        ]
      : [
          ['single_entry', 'rent-arrears-closed'],
          [assignedTo, 'rent-arrears-closed'],
          ['landlord_admin', 'rent-arrears-closed'],
        ],
};

export interface AboutComplaint {
  state?: string;
  acknowledgeDueOn?: LocalDate;
  outreachDueOn?: LocalDate;
  assignedTo?: Role | null;
  replyDueOn?: LocalDate;
  conditionalUntil?: LocalDate;
}

/** Whoever answers for the municipality, and whoever works on the case. */
const entryAndWorker =
  (subject: Subject, dueOn?: keyof Pick<AboutComplaint, 'replyDueOn' | 'conditionalUntil'>) =>
  (about: AboutComplaint): Recipient[] => [
    ['single_entry', subject, dueOn && about[dueOn]],
    [about.assignedTo ?? null, subject, dueOn && about[dueOn]],
  ];

/** A landlord hears nothing of a case that he does not know of: the message does not name him. */
export const recipientsOfComplaints: RecipientsOf<'neighbourComplaint', AboutComplaint> = {
  [neighbourComplaint.opened]: ({ acknowledgeDueOn }) => [['single_entry', 'complaint-reported', acknowledgeDueOn]],
  [neighbourComplaint.acknowledged]: () => [['landlord_admin', 'complaint-received']],
  [neighbourComplaint.standInCalled]: ({ acknowledgeDueOn }) => [
    ['single_entry', 'complaint-stand-in', acknowledgeDueOn, 'stand-in'],
  ],
  [neighbourComplaint.assigned]: ({ assignedTo, outreachDueOn }) => [
    [assignedTo ?? null, 'complaint-assigned', outreachDueOn],
    ['landlord_admin', 'complaint-acting'],
  ],
  [neighbourComplaint.furtherReported]: ({ assignedTo }) => [
    [assignedTo ?? 'single_entry', 'complaint-further-report'],
  ],
  [neighbourComplaint.reminderSent]: entryAndWorker('complaint-reminder-sent'),
  [neighbourComplaint.breachRecorded]: entryAndWorker('complaint-breach-recorded'),
  [neighbourComplaint.warningSent]: entryAndWorker('complaint-warning-sent'),
  [neighbourComplaint.tribunalFiled]: entryAndWorker('complaint-tribunal-filed', 'replyDueOn'),
  [neighbourComplaint.tribunalDecided]: entryAndWorker('complaint-tribunal-decided', 'conditionalUntil'),
  [neighbourComplaint.conditionBreached]: entryAndWorker('complaint-condition-breached'),
  [neighbourComplaint.escalated]: ({ assignedTo }) => [
    ['single_entry', 'complaint-escalated'],
    [assignedTo ?? null, 'complaint-escalated'],
  ],
  [neighbourComplaint.tenancyCorrected]: entryAndWorker('complaint-tenancy-struck'),
  // What was said was wrong: all who heard it hear that.
  [neighbourComplaint.corrected]: (about) => [
    ...entryAndWorker('complaint-corrected')(about),
    ['landlord_admin', 'complaint-corrected'],
  ],
  [neighbourComplaint.closed]: (about) => [
    ...entryAndWorker('complaint-closed')(about),
    ['landlord_admin', 'complaint-closed'],
  ],
  // The worker's own steps, and the register's.
  [neighbourComplaint.dialogueRecorded]: null,
  [neighbourComplaint.dialogueCorrected]: null,
  [neighbourComplaint.tenancyMatched]: null,
  [neighbourComplaint.changed]: null,
};

export interface AboutAgreement {
  /** Whose answer is missing. */
  awaitsMunicipality?: boolean;
  awaitsLandlord?: boolean;
  /** The last day after notice. */
  endsOn?: LocalDate;
}

/** The party or parties whose answer is missing. */
const whoeverIsAwaited =
  (subject: Subject) =>
  ({ awaitsMunicipality, awaitsLandlord }: AboutAgreement): Recipient[] => [
    [awaitsMunicipality ? 'single_entry' : null, subject],
    [awaitsLandlord ? 'landlord_admin' : null, subject],
  ];

const bothParties =
  (subject: Subject) =>
  ({ endsOn }: AboutAgreement): Recipient[] => [
    ['single_entry', subject, endsOn],
    ['landlord_admin', subject, endsOn],
  ];

/** Caps are the municipality's concern alone. */
const municipality = (subject: Subject) => (): Recipient[] => [
  ['single_entry', subject],
  ['finance', subject],
];

export const recipientsOfAgreements: RecipientsOf<'agreement', AboutAgreement> = {
  // Of a draft the other party hears when it is shared.
  [agreement.created]: null,
  [agreement.changed]: null,
  [agreement.shared]: () => [['landlord_admin', 'agreement-shared']],
  [agreement.changeProposed]: whoeverIsAwaited('agreement-change-proposed'),
  [agreement.approved]: whoeverIsAwaited('agreement-approved-by-other'),
  [agreement.negotiated]: whoeverIsAwaited('agreement-to-sign'),
  [agreement.signed]: whoeverIsAwaited('agreement-to-sign'),
  [agreement.revisionStarted]: bothParties('agreement-revision-started'),
  [agreement.revisionAbandoned]: bothParties('agreement-revision-abandoned'),
  [agreement.versionActivated]: (about) => [
    ...bothParties('agreement-in-force')(about),
    ['steering_member', 'agreement-in-force'],
  ],
  [agreement.noticeGiven]: bothParties('agreement-notice-given'),
  [agreement.runOff]: bothParties('agreement-runs-off'),
  [agreement.expired]: bothParties('agreement-ended'),
  [agreement.terminated]: bothParties('agreement-ended'),
  // A draft may never have been shared: whether it was, the message does not tell.
  [agreement.abandoned]: () => [['single_entry', 'agreement-abandoned']],
  [agreement.capWarning]: municipality('agreement-cap-warning'),
  [agreement.capReached]: municipality('agreement-cap-reached'),
  [agreement.entryPointChanged]: bothParties('agreement-entry-point-changed'),
};

export interface AboutFinancing {
  /** Absent in older messages, which are all of help with missing rent. */
  kind?: string;
  state: string;
  decisionDueOn: LocalDate;
  /** Null until a grant has taken effect. */
  payOn: LocalDate | null;
}

const isOfMove = ({ kind = 'temporary_rent_help' }: AboutFinancing) => kind !== 'temporary_rent_help';

export const recipientsOfFinancing: RecipientsOf<'financing', AboutFinancing> = {
  [financing.applied]: (about) => [
    ['benefits_caseworker', isOfMove(about) ? 'financing-applied' : 'help-applied', about.decisionDueOn],
  ],
  [financing.decided](about) {
    const { state, payOn } = about;
    const pays = state === 'GRANTED' ? 'finance' : null;
    if (!isOfMove(about)) return [[pays, 'help-to-pay', payOn]];
    return [
      [pays, 'financing-to-pay', payOn],
      ['single_entry', state === 'GRANTED' ? 'financing-granted' : 'financing-refused', payOn],
    ];
  },
  [financing.disbursementProposed]: () => [['finance', 'disbursement-to-approve']],
  [financing.disbursementApproved]: ({ payOn }) => [['finance', 'disbursement-to-pay', payOn]],
  // The case of missing rent tells of the money.
  [financing.paid]: null,
  [financing.changed]: null,
  [financing.withdrawn]: ({ payOn }) => [
    ['benefits_caseworker', 'help-withdrawn'],
    [payOn ? 'finance' : null, 'help-withdrawn'],
  ],
};

/** What a landlord hears who is to be paid for somebody who moves in, as news of the proposal: that it comes, and when. */
export const recipientsOfMoney: RecipientsOf<'financing', AboutFinancing> = {
  [financing.decided]: ({ payOn }) => [['landlord_admin', 'financing-in-place', payOn]],
  [financing.withdrawn]: () => [['landlord_admin', 'financing-fell-through']],
  [financing.applied]: null,
  [financing.changed]: null,
  [financing.paid]: null,
  [financing.disbursementProposed]: null,
  [financing.disbursementApproved]: null,
};

/** All that a landlord ever learns of it (domain.md 4.5). */
export const recipientsOfAdministration: RecipientsOf<'administrationAgreement', { from: LocalDate }> = {
  [administrationAgreement.started]: ({ from }) => [['landlord_admin', 'rent-paid-by-municipality', from]],
  [administrationAgreement.ended]: ({ from }) => [['landlord_admin', 'rent-paid-by-tenant', from]],
};

export interface AboutReferral {
  /** The last day for what is asked of somebody now. */
  dueOn?: LocalDate;
}

/** Of the landlord's answer the proposal tells. */
export const recipientsOfReferrals: RecipientsOf<'referral', AboutReferral> = {
  [referral.outlookAsked]: ({ dueOn }) => [['benefits_caseworker', 'financing-outlook-asked', dueOn]],
  [referral.outlookGiven]: ({ dueOn }) => [['social_caseworker', 'financing-outlook-given', dueOn]],
  // Its owner's own steps.
  [referral.registered]: null,
  [referral.proposed]: null,
  [referral.accepted]: null,
  [referral.declined]: null,
  [referral.financingApplied]: null,
  [referral.leaseReady]: () => [['single_entry', 'lease-awaited']],
  [referral.leased]: () => [['social_caseworker', 'lease-signed']],
  [referral.movedIn]: null,
  [referral.changed]: null,
  [referral.closed]: null,
};

export interface AboutProposal {
  answerDueOn: LocalDate;
  leaseDueOn?: LocalDate;
}

/** What a landlord hears of a proposal. */
export const recipientsOfProposals: RecipientsOf<'proposal', AboutProposal> = {
  [proposal.made]: ({ answerDueOn }) => [['landlord_admin', 'proposal-made', answerDueOn]],
  [proposal.lapsed]: () => [['landlord_admin', 'proposal-lapsed']],
  [proposal.leaseAsked]: ({ leaseDueOn }) => [['landlord_admin', 'proposal-lease-asked', leaseDueOn]],
  [proposal.leased]: null,
  [proposal.accepted]: null,
  [proposal.declined]: null,
  [proposal.changed]: null,
};

/** What the municipality hears of the answer, as news of the referral. */
export const recipientsOfAnswers: RecipientsOf<'proposal', object> = {
  [proposal.accepted]: () => [['social_caseworker', 'proposal-accepted']],
  [proposal.declined]: () => [['social_caseworker', 'proposal-declined']],
  [proposal.made]: null,
  [proposal.lapsed]: null,
  [proposal.leaseAsked]: null,
  [proposal.leased]: null,
  [proposal.changed]: null,
};

/** From this decline on, of one landlord and without a reason that the agreement knows, the steering group is to talk about it. */
const DECLINES_FOR_THE_STEERING_GROUP = 3;

/** As news of the agreement: it names no case. */
export const recipientsOfDeclines = (unagreedDeclines = 0): Recipient[] =>
  unagreedDeclines < DECLINES_FOR_THE_STEERING_GROUP
    ? []
    : [
        ['steering_member', 'proposals-declined-without-reason'],
        ['single_entry', 'proposals-declined-without-reason'],
      ];

export interface AboutVacancy {
  state?: string;
  answerDueOn?: LocalDate;
  reservedBecause?: string;
  letBy?: string;
  confirmDueOn?: LocalDate;
  /** While the rent is owed. */
  paymentDueOn?: LocalDate;
}

/** Finance has something to do where something is owed. */
const toPay = ({ paymentDueOn }: AboutVacancy): Recipient => [
  paymentDueOn ? 'finance' : null,
  'vacancy-rent-to-pay',
  paymentDueOn,
];
const finance =
  (subject: Subject) =>
  ({ paymentDueOn }: AboutVacancy): Recipient[] => [['finance', subject, paymentDueOn]];

/** The landlord, whose dwelling it is, and who answers for the municipality. */
const bothSides = (subject: Subject) => (): Recipient[] => [
  ['landlord_admin', subject],
  ['single_entry', subject],
  ['social_caseworker', subject],
];

export const recipientsOfVacancies: RecipientsOf<'vacancy', AboutVacancy> = {
  [vacancy.reported]: ({ answerDueOn }) => [['single_entry', 'vacancy-reported', answerDueOn]],
  [vacancy.reserved]: ({ reservedBecause }) => [
    ['landlord_admin', 'vacancy-reserved'],
    [reservedBecause === 'silence' ? 'single_entry' : null, 'vacancy-reserved-by-silence'],
    [reservedBecause === 'silence' ? 'social_caseworker' : null, 'vacancy-reserved-by-silence'],
  ],
  [vacancy.released]: ({ state }) => [
    ['landlord_admin', state === 'WITHDRAWN' ? 'vacancy-withdrawn' : 'vacancy-released'],
  ],
  [vacancy.let]: (about) => [
    [about.letBy === 'landlord' ? null : 'landlord_admin', 'vacancy-let'],
    ['single_entry', about.letBy === 'landlord' ? 'vacancy-let-elsewhere' : 'vacancy-let'],
    [about.letBy === 'landlord' ? 'social_caseworker' : null, 'vacancy-let-elsewhere'],
    toPay(about),
  ],
  [vacancy.noticeEnded]: (about) => [...bothSides('vacancy-notice-ended')(), toPay(about)],
  [vacancy.confirmationAsked]: ({ confirmDueOn }) => [['landlord_admin', 'vacancy-to-confirm', confirmDueOn]],
  // Until the ledger has answered there is nothing to do.
  [vacancy.paymentProposed]: null,
  [vacancy.coverReserved]: finance('vacancy-payment-to-approve'),
  [vacancy.coverRefused]: finance('vacancy-cover-refused'),
  [vacancy.paymentApproved]: finance('vacancy-payment-approved'),
  [vacancy.paid]: () => [['landlord_admin', 'vacancy-rent-paid']],
  [vacancy.reopened]: bothSides('vacancy-open-again'),
  [vacancy.corrected]: bothSides('vacancy-corrected'),
  [vacancy.changed]: null,
};

export interface AboutInspection {
  plannedOn: LocalDate;
  owner?: { role: Role };
}

/** The landlord and who takes part for the municipality; the citizen has no inbox here. */
const whoInspect =
  (subject: Subject, isDated = false) =>
  ({ plannedOn, owner }: AboutInspection): Recipient[] => [
    ['landlord_admin', subject, isDated ? plannedOn : null],
    [owner?.role ?? null, subject, isDated ? plannedOn : null],
  ];

export const recipientsOfInspections: RecipientsOf<'moveInInspection', AboutInspection> = {
  [moveInInspection.scheduled]: whoInspect('inspection-planned', true),
  [moveInInspection.moved]: whoInspect('inspection-moved', true),
  [moveInInspection.cancelled]: whoInspect('inspection-cancelled'),
  [moveInInspection.defectsListed]: whoInspect('defect-list-received'),
  [moveInInspection.corrected]: whoInspect('inspection-corrected'),
  // The tenant's time for a defect list runs: whoever helps the tenant is reminded by its deadline.
  [moveInInspection.held]: null,
  [moveInInspection.reported]: null,
  [moveInInspection.changed]: null,
};

export interface AboutRehousing {
  state: string;
  evictionOn: LocalDate;
}

const socialServices =
  (subject: Subject) =>
  ({ evictionOn }: AboutRehousing): Recipient[] => [['social_caseworker', subject, evictionOn]];

/** Of the eviction itself its own case tells. */
export const recipientsOfRehousings: RecipientsOf<'rehousing', AboutRehousing> = {
  [rehousing.opened]: socialServices('rehousing-opened'),
  [rehousing.dateChanged]: socialServices('rehousing-date-changed'),
  [rehousing.homeLost]: socialServices('rehousing-home-lost'),
  [rehousing.reopened]: socialServices('rehousing-reopened'),
  [rehousing.closed]: ({ state }) =>
    state === 'CANCELLED'
      ? [
          ['social_caseworker', 'rehousing-cancelled'],
          ['single_entry', 'rehousing-cancelled'],
        ]
      : [
          ['social_caseworker', 'rehousing-closed'],
          ['single_entry', 'rehousing-closed'],
        ],
  [rehousing.changed]: null,
};

export interface AboutMoveOut {
  owner?: { role: Role };
  plannedOn?: LocalDate;
  decisionDueOn?: LocalDate;
  paymentDueOn?: LocalDate;
  reletAsked?: boolean;
}

const settles =
  (subject: Subject) =>
  ({ decisionDueOn }: AboutMoveOut): Recipient[] => [['finance', subject, decisionDueOn]];

/** What a landlord hears of it, he hears when it is decided. */
export const recipientsOfMoveOuts: RecipientsOf<'moveOut', AboutMoveOut> = {
  [moveOut.opened]: ({ owner }) => [
    ['single_entry', 'move-out-known'],
    [owner?.role ?? null, 'move-out-known'],
  ],
  [moveOut.inspectionScheduled]: ({ owner, plannedOn }) => [
    [owner?.role ?? null, 'move-out-inspection-planned', plannedOn],
  ],
  [moveOut.inspectionHeld]: null,
  [moveOut.settlementReceived]: (about) => [
    ...settles('statement-received')(about),
    [about.reletAsked ? 'landlord_admin' : null, 'relet-asked'],
  ],
  // Until the ledger has answered there is nothing to do.
  [moveOut.coverRequested]: null,
  [moveOut.coverReserved]: settles('settlement-cover-reserved'),
  [moveOut.coverRefused]: settles('settlement-cover-refused'),
  [moveOut.settlementApproved]: ({ paymentDueOn }) => [
    ['landlord_admin', 'settlement-decided', paymentDueOn],
    [paymentDueOn ? 'finance' : null, 'settlement-to-pay', paymentDueOn],
  ],
  [moveOut.approvalFell]: (about) => [
    ...settles('settlement-approval-fell')(about),
    ['landlord_admin', 'settlement-decision-fell'],
  ],
  [moveOut.settlementPaid]: () => [['landlord_admin', 'settlement-paid']],
  [moveOut.disputed]: () => [
    ['landlord_admin', 'settlement-disputed'],
    ['single_entry', 'settlement-disputed'],
    ['finance', 'settlement-disputed'],
  ],
  [moveOut.disputeEnded]: (about) => [
    ...settles('settlement-dispute-ended')(about),
    ['landlord_admin', 'settlement-dispute-over'],
  ],
  [moveOut.vacancyRentApproved]: () => [['finance', 'vacancy-rent-afterwards-to-pay']],
  [moveOut.vacancyRentPaid]: () => [['landlord_admin', 'vacancy-rent-paid']],
  [moveOut.corrected]: ({ owner }) => [
    ['landlord_admin', 'move-out-corrected'],
    ['single_entry', 'move-out-corrected'],
    ['finance', 'move-out-corrected'],
    [owner?.role ?? null, 'move-out-corrected'],
  ],
  [moveOut.changed]: null,
  [moveOut.closed]: () => [
    ['landlord_admin', 'move-out-settled'],
    ['single_entry', 'move-out-settled'],
  ],
};

export interface AboutEviction {
  state?: string;
  servedOn?: LocalDate;
  vacateBy?: LocalDate;
  evictionOn?: LocalDate;
  dutyDueOn?: LocalDate;
  owner?: { role: Role };
}

const ENDED_AS: Readonly<Record<string, Subject>> = { VACATED: 'eviction-vacated', WITHDRAWN: 'eviction-withdrawn' };

/** Who has heard of it so far, in the municipality. */
const whoHeard = ({ evictionOn, owner }: AboutEviction, subject: Subject): Recipient[] => [
  ['single_entry', subject],
  [owner?.role ?? null, subject],
  ['social_caseworker', subject],
  [evictionOn ? 'finance' : null, subject],
];

/**
 * The case that it comes from tells that it has become an eviction, to those who see that one: neither to social services nor,
 * where nobody had it, to whoever has this one. A landlord never hears of what the court told the municipality.
 */
export const recipientsOfEvictions: RecipientsOf<'eviction', AboutEviction> = {
  [eviction.opened]: ({ owner }) => [
    ['social_caseworker', 'eviction-opened'],
    [owner?.role ?? null, 'eviction-opened'],
  ],
  [eviction.terminationServed]: ({ vacateBy, owner }) => [
    ['single_entry', 'eviction-terminated', vacateBy],
    ['social_caseworker', 'eviction-terminated', vacateBy],
    [owner?.role ?? null, 'eviction-terminated', vacateBy],
  ],
  [eviction.bailiffRequested]: () => [
    ['single_entry', 'eviction-bailiff-requested'],
    ['social_caseworker', 'eviction-bailiff-requested'],
  ],
  [eviction.courtNotified]: ({ dutyDueOn }) => [['social_caseworker', 'eviction-court-notified', dutyDueOn]],
  [eviction.dateSet]: ({ evictionOn, owner }) => [
    ['social_caseworker', 'eviction-date-set', evictionOn],
    [owner?.role ?? null, 'eviction-date-set', evictionOn],
    ['finance', 'eviction-date-set', evictionOn],
    ['single_entry', 'eviction-date-set', evictionOn],
    ['landlord_admin', 'eviction-date-set', evictionOn],
  ],
  [eviction.executed]: (about) => whoHeard(about, 'eviction-executed'),
  [eviction.courtNoticed]: ({ dutyDueOn }) => [
    [dutyDueOn ? 'social_caseworker' : null, 'eviction-decide-help', dutyDueOn],
  ],
  [eviction.paidLate]: () => [
    ['landlord_admin', 'eviction-paid-late'],
    ['single_entry', 'eviction-waits-for-landlord'],
  ],
  [eviction.closed]: (about) => {
    const subject = ENDED_AS[about.state ?? ''] ?? (about.state === 'STRUCK' ? 'eviction-corrected' : 'eviction-ended');
    return [...whoHeard(about, subject), ['landlord_admin', subject]];
  },
  [eviction.corrected]: (about) => [...whoHeard(about, 'eviction-corrected'), ['landlord_admin', 'eviction-corrected']],
  // Social services' own steps; who else must act is reminded by the deadline.
  [eviction.dutyChanged]: null,
  [eviction.changed]: null,
};
