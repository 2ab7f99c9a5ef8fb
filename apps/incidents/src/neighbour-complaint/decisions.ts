// SPDX-License-Identifier: MPL-2.0
// Naboklage: what each action of neighbour-complaint.ts changes, and where its table leaves a choice, the state. Pure: a case,
// facts and input in.
import { addDays, differingColumns, type LocalDate, ownedBy, type To, unowned } from '#domain';
import { answeredAnew, answeredBy, unanswered } from '../answer/answer.js';
import { assignee } from '../known-tenancies/known-tenancy.js';
import {
  type Breach,
  type ComplaintReport,
  type Dialogue,
  type GraveBreach,
  landlordsReports,
  type NeighbourComplaint,
  type NeighbourComplaintFacts,
  type Reminder,
  type SentWarning,
  type TribunalCase,
  type TribunalDecision,
} from './case.js';
import { isReminded, newestOf } from './tribunal-case.js';

type State = NeighbourComplaint['state'];
type Facts = NeighbourComplaintFacts;
type Changes = Partial<Omit<NeighbourComplaint, 'state'>> & { state?: State | 'same'; tells?: string };
type Decide = (complaint: NeighbourComplaint, facts: Facts) => Changes;
type DecideOn<Input> = (complaint: NeighbourComplaint, facts: Facts, input: Input) => Changes;

export interface ReportOfConduct {
  reportRef: string;
  kind: ComplaintReport['kind'];
  from: ComplaintReport['from'];
  categories: ComplaintReport['categories'];
  happenedOn?: LocalDate | undefined;
  isLandlords: boolean;
}
/** The report that opens a case, and the tenancy that it is about. */
export interface FirstReport extends ReportOfConduct {
  landlordRef: string | null;
  landlordReference: string | null;
  tenancyRef: string | null;
  /** Did who reports name the landlord? */
  namesLandlord: boolean;
}

const asReport = (
  { reportRef, kind, from, categories, happenedOn = null as never, isLandlords }: ReportOfConduct,
  { today }: Facts,
): ComplaintReport => ({ reportRef, kind, from, categories, happenedOn, reportedOn: today, isLandlords });

/** Nothing has followed from what was reported. */
const BLANK = {
  ...{ dialogues: [], quietUntil: null, reminders: [], breaches: [], warnings: [], tribunals: [] },
  ...{
    conditions: null,
    conditionBreach: null,
    seriousConduct: null,
    endedBy: null,
    duplicateOf: null,
    duplicates: [],
  },
} as const;

/** The state in which reports leave a case that nobody has acted on. */
export const stateOfReports = (reports: readonly ComplaintReport[]): 'CONCERN' | 'COMPLAINT' =>
  reports.some(({ kind }) => kind === 'complaint') ? 'COMPLAINT' : 'CONCERN';

/** In which it has to stay quiet (domain.md 13.3). */
const QUIET: readonly State[] = ['MONITORING', 'REMINDED', 'WARNED', 'TRIBUNAL_WARNED'];

/** Something has happened on the day: quiet days count from it, where they count. */
const from = (state: State, { today, quietDays }: Facts) => ({
  state,
  quietUntil: QUIET.includes(state) ? addDays(today, quietDays) : null,
});

/**
 * The same, brought by one side. What the landlord does not know of moves no day of his case, or its end would tell him of it:
 * what is left of it then goes on in a case of its own.
 */
const broughtBy = (isLandlords: boolean, complaint: NeighbourComplaint, state: State, facts: Facts) =>
  complaint.isLandlords && !isLandlords ? { state } : from(state, facts);

const withNewest = ({ tribunals }: NeighbourComplaint, changes: Partial<TribunalCase>) => ({
  tribunals: tribunals.map((one, no) => (no === tribunals.length - 1 ? { ...one, ...changes } : one)),
});
/** Nothing where there is no decision: as it would be without a filing that is to be struck. */
const withDecision = (complaint: NeighbourComplaint, changes: Partial<TribunalDecision>) => {
  const decision = newestOf(complaint)?.decision;
  return decision ? withNewest(complaint, { decision: { ...decision, ...changes } }) : {};
};

const TRIBUNAL_LEADS_TO = { dismissed: 'MONITORING', warning: 'TRIBUNAL_WARNED', conditional: 'CONDITIONAL' } as const;
type Told<Of, Left extends keyof Of> = Omit<Of, Left>;

interface DecisionTold {
  decidedOn: LocalDate;
  notifiedOn?: LocalDate | undefined;
  outcome: TribunalDecision['outcome'];
  conditions?: string | undefined;
}
interface Filing {
  tribunalRef: string;
  filedOn: LocalDate;
  servedOn?: LocalDate | undefined;
}
type GraveBreachTold = Told<GraveBreach, 'toldOn'> & { movingRequired: boolean };

const asGrave = ({ breachRef, happenedOn, categories }: GraveBreachTold, { today }: Facts): GraveBreach => ({
  ...{ breachRef, happenedOn, categories, toldOn: today },
});

export const bringsLandlordsReport = (before: NeighbourComplaint, { reports = [] }: Partial<NeighbourComplaint>) =>
  landlordsReports({ reports }).length > landlordsReports(before).length;

/** What a report changes that came through the single entry point; the landlord sees none of it. */
const UNSEEN: readonly string[] = ['state', 'reports', 'quietUntil', 'happenedOn'];
/** Is something struck that the landlord knows? */
export const strikeConcernsLandlord = (before: NeighbourComplaint, changes: Partial<NeighbourComplaint>): boolean =>
  Object.keys(changes).some((column) => !UNSEEN.includes(column)) ||
  (changes.reports !== undefined &&
    landlordsReports(changes as NeighbourComplaint).length < landlordsReports(before).length);

/** What was registered in error is struck: the case is what it would be without it (domain.md 13.4). */
function withoutWhatIsStruck(complaint: NeighbourComplaint, { striking }: Facts) {
  const { subject } = striking!.without!;
  if (!subject) {
    // What the landlord does not know of goes on in a case of its own.
    const reports = complaint.isLandlords ? complaint.reports.filter(({ isLandlords }) => !isLandlords) : [];
    return { reports, quietUntil: null, state: 'STRUCK' as const };
  }
  const { state: _, ...changes } = differingColumns(complaint, subject);
  return { ...changes, state: subject.state };
}

/** What the case that gave way, or was the later one, had. */
export type DuplicateComplaint = { duplicateRef: string } & Pick<
  NeighbourComplaint,
  'isLandlords' | 'state' | 'reports' | 'reminders' | 'breaches' | 'warnings' | 'tribunals' | 'conditions'
>;
/** To which the tribunal has led. */
const BY_THE_TRIBUNAL: readonly State[] = ['TRIBUNAL_PENDING', 'TRIBUNAL_WARNED', 'CONDITIONAL'];

/** What goes on in a case of its own, where the landlord's ended as struck. */
export type WhatGoesOn = Pick<
  NeighbourComplaint,
  'landlordRef' | 'landlordReference' | 'tenancyRef' | 'agreementRef' | 'reports'
>;

export const complaintDecisions = {
  /** A report on an unknown tenancy is accepted and matched later: the municipality acts for every tenant. */
  report(facts: Facts, input: FirstReport): Omit<NeighbourComplaint, 'state'> & { state: State } {
    const { landlordRef, landlordReference, tenancyRef, isLandlords } = input;
    const { today, tenancy } = facts;
    const reports = [asReport(input, facts)];
    return {
      landlordRef: landlordRef!,
      ...{ landlordReference, isLandlords, reports, reportedOn: today },
      tenancyRef: tenancy?.tenancyRef ?? tenancyRef,
      agreementRef: tenancy?.agreementRef ?? null,
      happenedOn: input.happenedOn ?? today,
      ...answeredBy({ reportedOn: today, deadlineCourse: [] }, facts),
      ...{ ...unanswered, ...unowned, ...BLANK },
      state: stateOfReports(reports),
    };
  },

  /** Of what the landlord does not know, out of his case that is struck. */
  carryOn(facts: Facts, { reports, ...of }: WhatGoesOn): Omit<NeighbourComplaint, 'state'> & { state: State } {
    const { today } = facts;
    return {
      ...{ ...of, reports, isLandlords: false, reportedOn: today },
      happenedOn: reports[0]?.happenedOn ?? today,
      ...answeredBy({ reportedOn: today, deadlineCourse: [] }, facts),
      ...{ ...unanswered, ...unowned, ...BLANK },
      state: stateOfReports(reports),
    };
  },

  reportFurther: ((complaint, facts, input) => {
    const report = asReport(input, facts);
    const { state } = complaint;
    const after =
      state === 'MONITORING' ? 'OUTREACH' : state === 'CONCERN' && report.kind === 'complaint' ? 'COMPLAINT' : state;
    return { reports: [...complaint.reports, report], ...broughtBy(report.isLandlords, complaint, after, facts) };
  }) as DecideOn<ReportOfConduct>,

  acknowledge: ((_, { today }) => ({ acknowledgedOn: today })) as Decide,
  callStandIn: ((_, { today }) => ({ standInSince: today })) as Decide,

  assign: (({ state, acknowledgedOn }, facts, { to }) => {
    const owner = assignee(facts, to);
    return {
      assignedTo: owner.role === 'support_worker' ? 'support_worker' : 'outreach_team',
      ...ownedBy(owner, facts),
      acknowledgedOn: acknowledgedOn ?? facts.today,
      state: state === 'CONCERN' || state === 'COMPLAINT' ? 'OUTREACH' : 'same',
    };
  }) as DecideOn<{ to?: To }>,

  recordDialogue: ((complaint, facts, { heldOn, outcome, measures = [] }) => {
    const { state, dialogues, firstContactOn, quietUntil } = complaint;
    return {
      dialogues: [...dialogues, { heldOn, outcome, measures }],
      firstContactOn: firstContactOn && firstContactOn < heldOn ? firstContactOn : heldOn,
      ...(state === 'OUTREACH' && outcome !== 'not_reached'
        ? { ...from('MONITORING', facts), ...(quietUntil && { quietUntil }) }
        : { state: 'same' }),
    };
  }) as DecideOn<Pick<Dialogue, 'heldOn' | 'outcome'> & { measures?: Dialogue['measures'] | undefined }>,

  remindTenant: (({ state, reminders }, facts, { reminderRef, sentOn, categories }) => ({
    reminders: [...reminders, { reminderRef, sentOn, categories }],
    ...from(state === 'OUTREACH' || state === 'MONITORING' ? 'REMINDED' : state, facts),
  })) as DecideOn<Reminder>,

  /** Without a reminder before it it is recorded all the same, and shown with a warning: it bears no filing. */
  recordBreach: ((complaint, facts, { breachRef, happenedOn, categories, evidence, documentationRef = null }) => {
    const { state, breaches } = complaint;
    const repeats = (['OUTREACH', ...QUIET] as State[]).includes(state) && isReminded(complaint, { happenedOn });
    return {
      breaches: [...breaches, { breachRef, happenedOn, categories, evidence, documentationRef }],
      ...from(repeats ? 'REPEATED' : state, facts),
    };
  }) as DecideOn<Told<Breach, 'documentationRef'> & { documentationRef?: string | null | undefined }>,

  warnTenant: (({ state, warnings }, facts, { warningRef, sentOn }) => ({
    warnings: [...warnings, { warningRef, sentOn }],
    ...from(state === 'REPEATED' ? 'WARNED' : state, facts),
  })) as DecideOn<SentWarning>,

  fileTribunalCase: (({ tribunals }, facts, { tribunalRef, filedOn, servedOn = null as never }) => ({
    tribunals: [
      ...tribunals,
      { tribunalRef, filedOn, servedOn, serviceToldOn: servedOn && facts.today, repliedOn: null, decision: null },
    ],
    ...from('TRIBUNAL_PENDING', facts),
  })) as DecideOn<Filing>,

  recordTribunalService: ((complaint, { today }, { servedOn }) =>
    withNewest(complaint, { servedOn, serviceToldOn: today })) as DecideOn<{ servedOn: LocalDate }>,
  recordTribunalReply: ((complaint, _, { repliedOn }) => withNewest(complaint, { repliedOn })) as DecideOn<{
    repliedOn: LocalDate;
  }>,

  recordTribunalDecision: ((complaint, facts, { decidedOn, notifiedOn = null as never, outcome, conditions }) => ({
    ...withNewest(complaint, { decision: { decidedOn, outcome, notifiedOn, verifiedOn: null } }),
    conditions: conditions ?? null,
    ...from(TRIBUNAL_LEADS_TO[outcome], facts),
  })) as DecideOn<DecisionTold>,
  recordTribunalNotification: ((complaint, _, { notifiedOn }) => withDecision(complaint, { notifiedOn })) as DecideOn<{
    notifiedOn: LocalDate;
  }>,
  verifyTribunalDecision: ((complaint, { today }) => withDecision(complaint, { verifiedOn: today })) as Decide,

  reportConditionBreach: ((_, facts, input) => ({
    conditionBreach: asGrave(input, facts),
    endedBy: null,
  })) as DecideOn<GraveBreachTold>,
  terminate: ((_, __, { kind }) => ({ endedBy: kind })) as DecideOn<{ kind: 'notice' | 'breach' }>,
  reportSeriousConduct: ((_, facts, input) => ({
    ...{ seriousConduct: asGrave(input, facts), endedBy: 'serious_conduct', quietUntil: null },
  })) as DecideOn<GraveBreachTold>,

  resolve: (() => ({ endedBy: 'quiet', quietUntil: null })) as Decide,
  endConditionalYear: (() => ({ endedBy: 'year' })) as Decide,
  endWithTenancy: (() => ({ endedBy: 'tenancy', quietUntil: null })) as Decide,

  /** What the landlord does not know of gives way to what he knows; else the later to the earlier (domain.md 13.4). */
  matchTenancy: ((complaint, facts) => {
    const { tenancyRef, agreementRef } = facts.tenancy!;
    const matched = { tenancyRef, agreementRef, ...answeredAnew(complaint, facts) };
    const other = facts.otherCases.find(({ isLandlords }) => isLandlords || !complaint.isLandlords);
    if (!other) return { ...matched, state: 'same', tells: 'tenancyMatched' };
    return { ...matched, duplicateOf: other.caseRef, quietUntil: null, state: 'DUPLICATE', tells: 'closed' };
  }) as Decide,

  /** It waits for its tenancy again, found by the landlord's lease number where there is one; beside no other that waits by it. */
  unmatchTenancy: (({ landlordReference, tenancyRef, isLandlords }, { waitingCases }) => {
    const unmatched = { agreementRef: null, tenancyRef: landlordReference ? null : tenancyRef };
    const other = waitingCases.find((one) => one.isLandlords || !isLandlords);
    if (!other) return { ...unmatched, state: 'same', tells: 'tenancyCorrected' };
    return { ...unmatched, duplicateOf: other.caseRef, quietUntil: null, state: 'DUPLICATE', tells: 'closed' };
  }) as Decide,

  giveWay: ((_, __, { duplicateOf }) => ({ duplicateOf, quietUntil: null })) as DecideOn<{ duplicateOf: string }>,

  /** What it had counts here, the tribunal's decision too where it is the newest; who was talked with stays where it was. */
  recordDuplicate: ((complaint, facts, { duplicateRef, isLandlords, ...its }) => {
    const { state } = complaint;
    const reports = [...complaint.reports, ...its.reports];
    const tribunals = [...complaint.tribunals, ...its.tribunals].toSorted((a, b) => (a.filedOn < b.filedOn ? -1 : 1));
    const isFurther = BY_THE_TRIBUNAL.includes(its.state) && newestOf({ tribunals }) === newestOf(its);
    const after = state === 'MONITORING' ? 'OUTREACH' : state === 'CONCERN' ? stateOfReports(reports) : state;
    return {
      ...{ reports, tribunals },
      reminders: [...complaint.reminders, ...its.reminders],
      breaches: [...complaint.breaches, ...its.breaches],
      warnings: [...complaint.warnings, ...its.warnings],
      conditions: isFurther ? its.conditions : complaint.conditions,
      duplicates: [...complaint.duplicates, { caseRef: duplicateRef, isLandlords }],
      ...broughtBy(isLandlords, complaint, isFurther ? its.state : after, facts),
    };
  }) as DecideOn<DuplicateComplaint>,

  forgetTenant: (({ breaches }) => ({
    ...{ landlordReference: null, conditions: null },
    breaches: breaches.map((breach) => ({ ...breach, documentationRef: null })),
  })) as Decide,

  strike: ((complaint, facts) => {
    const changes = withoutWhatIsStruck(complaint, facts);
    return { ...changes, tells: strikeConcernsLandlord(complaint, changes) ? 'corrected' : 'changed' };
  }) as Decide,
  strikeDialogue: ((complaint, facts) => withoutWhatIsStruck(complaint, facts)) as Decide,
};
