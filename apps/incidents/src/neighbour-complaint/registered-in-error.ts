// SPDX-License-Identifier: MPL-2.0
// Registreret ved en fejl: what can be struck in a case of complaints, and until when (domain.md 13.4). What striking is:
// libs/domain/src/strike.ts.
import { type Guard, type Step, type Strike, type Strikes, stepOf, type Text } from '#domain';
import {
  CLOSED_COMPLAINT,
  type ComplaintReport,
  type NeighbourComplaint,
  type NeighbourComplaintFacts,
  type OtherComplaint,
} from './case.js';
import { stateOfReports } from './decisions.js';
import { TENANCY_HAS_AN_OPEN_CASE } from './guards.js';
import { newestOf, unfoundedOf } from './tribunal-case.js';

/** What the landlord has recorded, or is told of, and so hears when it is struck. */
export const COMPLAINT_STRUCK_ALOUD = [
  'report',
  'reminder',
  'breach',
  'warning',
  'tribunal_filing',
  'tribunal_service',
  'tribunal_reply',
  'tribunal_decision',
  'tribunal_notification',
  'condition_breach',
  'escalation',
] as const;
export type StruckInComplaint = (typeof COMPLAINT_STRUCK_ALOUD)[number] | 'dialogue';

/** What a step has brought of reports. */
function broughtBy({ was, became }: Step): ComplaintReport[] {
  const before = (was.reports ?? []) as ComplaintReport[];
  return ((became.reports ?? []) as ComplaintReport[]).filter(
    ({ reportRef }) => !before.some((one) => one.reportRef === reportRef),
  );
}

export const neighbourComplaintStrikes: Strikes<NeighbourComplaint, NeighbourComplaintFacts, StruckInComplaint> = {
  what: {
    report: ['report', 'reportFurther'],
    dialogue: ['recordDialogue'],
    reminder: ['remindTenant'],
    breach: ['recordBreach'],
    warning: ['warnTenant'],
    tribunal_filing: ['fileTribunalCase'],
    tribunal_service: ['recordTribunalService'],
    tribunal_reply: ['recordTribunalReply'],
    tribunal_decision: ['recordTribunalDecision'],
    tribunal_notification: ['recordTribunalNotification'],
    condition_breach: ['reportConditionBreach'],
    // Not once the eviction case has been acted on: it says so itself, since it drops the ground.
    escalation: ['terminate', 'reportSeriousConduct'],
  },
  /** The lease is ended, and an eviction case goes on from there. Who reached the tenant nobody binds himself by. */
  binds: ({ action }, later) =>
    action !== 'recordDialogue' && (later.action === 'terminate' || later.action === 'reportSeriousConduct'),
  keeps: ({ today, tenancy, slas, quietDays, otherCases }) => ({ today, tenancy, slas, quietDays, otherCases }),
  anew: {
    assign: 'state',
    reportFurther: 'always',
    recordDuplicate: 'always',
    recordDialogue: 'always',
    remindTenant: 'always',
    recordBreach: 'always',
    warnTenant: 'always',
    fileTribunalCase: 'always',
    recordTribunalService: 'always',
    recordTribunalReply: 'always',
    recordTribunalDecision: 'always',
    recordTribunalNotification: 'always',
    verifyTribunalDecision: 'always',
    reportConditionBreach: 'always',
    resolve: 'ifAllowed',
    endConditionalYear: 'ifAllowed',
    endWithTenancy: 'ifAllowed',
  },
  closed: CLOSED_COMPLAINT,
  falls: (struck, later) =>
    struck.action === 'recordTribunalDecision' &&
    ['verifyTribunalDecision', 'recordTribunalNotification'].includes(later.action),
  /** The municipality was called when it was called; what is left is what was reported next by the same side. */
  openedBy(opened, later) {
    const ofTheSameSide = (step: Step) => broughtBy(step).some(({ isLandlords }) => isLandlords === opened.isLandlords);
    const by = later.find(ofTheSameSide);
    if (!by) return null;
    const reports = broughtBy(by);
    const happenedOn = reports[0]!.happenedOn ?? reports[0]!.reportedOn;
    return { subject: { ...opened, reports, happenedOn, state: stateOfReports(reports) }, by };
  },
};

// --- Guards beside those of every kind ---

type Check = Guard<NeighbourComplaint, NeighbourComplaintFacts, Strike>;
const SOURCE = 'domain.md 13.4';

/** A caretaker sees the landlord's cases, but is not who writes to tenant and tribunal. */
const caretakerStrikesOwnReports: Check = {
  code: 'caretaker-strikes-own-reports-only',
  field: 'ref',
  da: 'Driften kan annullere de meldinger, som medarbejderen selv har lavet.',
  en: 'A caretaker strikes the reports that he has made himself.',
  source: SOURCE,
  refuses(_, facts, { what, ref }) {
    const { id, roles } = facts.striking?.striker ?? { id: '', roles: [] };
    const isCaretaker = !roles.includes('landlord_admin') && !roles.includes('single_entry');
    return isCaretaker && (what !== 'report' || stepOf(facts, { ref })?.by !== id);
  },
};

const seenDecisionIsTheSingleEntrys: Check = {
  code: 'decision-was-seen-on-the-document',
  field: 'ref',
  da: 'Kommunen har set afgørelsen på dokumentet. Kun den ene indgang kan annullere den.',
  en: 'The municipality has seen the decision on the document. Only the single entry point can strike it.',
  source: SOURCE,
  refuses: (complaint, { striking }, { what }) =>
    what === 'tribunal_decision' &&
    !striking?.striker.roles.includes('single_entry') &&
    !!newestOf(complaint)?.decision?.verifiedOn,
};

const OF_THE_TENANT: Text = {
  da: 'påmindelser, brud, advarsler eller nævnssager',
  en: 'reminders, breaches, warnings or tribunal cases',
};
const FILING: Text = { da: 'en sag ved nævnet', en: 'a case at the tribunal' };
const DECISION: Text = { da: 'nævnets afgørelse', en: 'the tribunal’s decision' };
const CONDITION_BREACH: Text = { da: 'et brud på vilkårene', en: 'a breach of the conditions' };

/** What would be left without ground; all of it the landlord knows. */
function leftWithoutGround(
  complaint: NeighbourComplaint,
  { striking }: NeighbourComplaintFacts,
  { what, ref }: Strike,
): Text | undefined {
  const { without, steps = [] } = striking ?? {};
  if (!without) return undefined;
  const { reminders, breaches, warnings, tribunals, conditionBreach } = complaint;
  if (!without.subject)
    return reminders.length + breaches.length + warnings.length + tribunals.length ? OF_THE_TENANT : undefined;
  const { tribunalRef } = (steps.find((step) => step.ref === ref)?.input ?? {}) as { tribunalRef?: string };
  if (what === 'tribunal_filing') {
    const no = tribunals.findIndex((one) => one.tribunalRef === tribunalRef);
    return tribunals[no]?.decision ? DECISION : tribunals.length > no + 1 ? FILING : undefined;
  }
  if (what === 'tribunal_decision') {
    if (conditionBreach) return CONDITION_BREACH;
    const decided = steps.filter(({ action, strikes }) => action === 'recordTribunalDecision' && strikes === null);
    const isNewest = decided.findLast((step) => !steps.some(({ strikes }) => strikes === step.ref))?.ref === ref;
    return isNewest && newestOf(complaint)?.decision ? undefined : FILING;
  }
  return unfoundedOf(without.subject) ? FILING : undefined;
}

const nothingIsLeftWithoutGround: Check = {
  code: 'something-rests-on-what-is-struck',
  field: 'ref',
  da: 'Noget hviler på registreringen: {what}. Annullér først det, hvis også det er en fejl.',
  en: 'Something rests on the record: {what}. Strike that first, if it is an error too.',
  source: SOURCE,
  refuses(complaint, facts, strike) {
    const what = leftWithoutGround(complaint, facts, strike);
    return what !== undefined && { what };
  },
};

/** Of cases that the landlord does not know of he is not told: such a one gives way to his. */
const noOtherCaseIsOpen: Check = {
  ...TENANCY_HAS_AN_OPEN_CASE,
  field: 'ref',
  refuses({ state, isLandlords }, { otherCases, striking }) {
    const isClosed = (one: string | undefined) => CLOSED_COMPLAINT.some((closed) => closed === one);
    if (!isClosed(state) || isClosed(striking?.without?.subject?.state ?? 'STRUCK')) return false;
    const other: OtherComplaint | undefined = otherCases.find((one) => one.isLandlords === isLandlords);
    return other !== undefined && { caseRef: other.caseRef, number: other.number };
  },
};

export const complaintStrikeChecks = [
  caretakerStrikesOwnReports,
  seenDecisionIsTheSingleEntrys,
  nothingIsLeftWithoutGround,
  noOtherCaseIsOpen,
] as const;
