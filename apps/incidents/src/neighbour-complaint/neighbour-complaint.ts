// SPDX-License-Identifier: MPL-2.0
// Naboklage: a concern or a complaint about a tenant's conduct, referred by the municipality or not, from the first report to
// quiet, a decision of the rent tribunal or an eviction case (roadmap N1–N3; domain.md 6, 13.1, 13.3). Start reading here.
// Beside it: case.ts (the case), conduct.ts (§ 153), guards.ts, tribunal-case.ts, decisions.ts (what each action changes).
import { OPEN_NEIGHBOUR_COMPLAINT_STATES } from '#contracts/incidents/neighbour-complaint';
import { OUTREACH_ROLES } from '#contracts/incidents/rent-arrears';
import { type ActingRole, LANDLORD_ROLES } from '#contracts/roles';
import { addDays, ownedRules, ownerChecks, pausing, rules, strikeChecks, type To } from '#domain';
import { answerLater, answerRunsTo, standInIsCalledOn, twoWorkingDaysHavePassed } from '../answer/answer.js';
import { assignee, isMatched, isUnmatched, supportIsThere, tenancyIsKnown } from '../known-tenancies/known-tenancy.js';
import { CLOSED_COMPLAINT, type NeighbourComplaint, type NeighbourComplaintFacts } from './case.js';
import { conductIsSerious, movingIsRequired } from './conduct.js';
import { bringsLandlordsReport, complaintDecisions as decide, strikeConcernsLandlord } from './decisions.js';
import * as is from './guards.js';
import { complaintStrikeChecks, neighbourComplaintStrikes } from './registered-in-error.js';
import * as tribunal from './tribunal-case.js';

const OPEN = OPEN_NEIGHBOUR_COMPLAINT_STATES;
/** In which nobody may have it yet. */
const REPORTED = ['CONCERN', 'COMPLAINT'] as const;
const IN_HAND = OPEN.filter((state): state is Exclude<typeof state, (typeof REPORTED)[number]> => !REPORTED.includes(state as never)); // biome-ignore format: one line
const MAY_FILE = OPEN.filter((state) => !['TRIBUNAL_PENDING', 'CONDITIONAL', 'BREACHED'].includes(state));
/** In which quiet days count. */
const QUIET = ['MONITORING', 'REMINDED', 'WARNED', 'TRIBUNAL_WARNED'] as const;
/** In which what the tribunal decided may still become known. */
const DECIDED = [...OPEN, 'RESOLVED', 'ESCALATED_TO_EVICTION'] as const;
const STRIKEABLE = [...OPEN, 'RESOLVED', 'ESCALATED_TO_EVICTION'] as const;

const landlord = ['landlord_admin'] as const;
const REPORTERS = ['landlord_admin', 'landlord_caretaker', 'single_entry'] as const;
const untold = { toldNotTo: LANDLORD_ROLES } as const;
/** The landlord is told of what his own side has reported. */
const toldOfOwnReports = { ...untold, toldIf: bringsLandlordsReport };

/** Whose it is, once outreach has begun. */
export const neighbourComplaintOwner = { role: 'assignedTo', by: OUTREACH_ROLES } as const;

const owned = ownedRules({
  ...neighbourComplaintOwner,
  also: ['single_entry'],
  from: IN_HAND,
  untold: LANDLORD_ROLES,
});

const reportChecks = [
  is.complaintHasACategory,
  is.complaintHasADay,
  is.conductIsRecent,
  is.tenantReportsHimself,
] as const;

// From a refusal the landlord must not learn how far the municipality has come (domain.md 9.3).
export const neighbourComplaintRules = rules<NeighbourComplaint, NeighbourComplaintFacts, ActingRole>({
  untoldTo: LANDLORD_ROLES,
})({
  report: {
    from: 'none',
    to: REPORTED,
    by: REPORTERS,
    checks: [...reportChecks, is.landlordIsHimself, is.landlordIsKnown, is.tenancyIsOfTheLandlord, is.noCaseIsOpen],
    da: 'Meld en bekymring eller en klage over en lejer',
    en: 'Report a concern or a complaint about a tenant',
    told: { da: 'En bekymring eller klage blev meldt.', en: 'A concern or a complaint was reported.' },
    tells: 'opened',
    source: 'N1, N3; domain.md 6',
    opens: decide.report,
  },
  carryOn: {
    from: 'none',
    to: REPORTED,
    by: ['system'],
    da: 'Det, som udlejer ikke kender, får en sag for sig',
    en: 'What the landlord does not know of gets a case of its own',
    told: {
      da: 'Udlejers melding var en fejl; det, der i øvrigt var meldt, fik denne sag.',
      en: 'The landlord’s report was an error; what else had been reported got this case.',
    },
    tells: 'opened',
    source: 'domain.md 9.3, 13.4',
    opens: decide.carryOn,
  },
  acknowledge: {
    from: OPEN,
    to: 'same',
    by: ['single_entry'],
    requires: [is.isNotAcknowledged],
    da: 'Kvittér for meldingen',
    en: 'Acknowledge the report',
    told: { da: 'Kommunen kvitterede for meldingen.', en: 'The municipality acknowledged the report.' },
    tells: 'acknowledged',
    source: 'N1; domain.md 8.1',
    changes: decide.acknowledge,
  },
  callStandIn: {
    from: OPEN,
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
    from: OPEN,
    to: ['OUTREACH', 'same'],
    by: ['single_entry'],
    requires: [is.isNotAssigned],
    checks: [
      supportIsThere,
      ...ownerChecks<NeighbourComplaint, NeighbourComplaintFacts, { to?: To }>(
        (_, facts, { to }) => to && assignee(facts, to),
        'to/',
        OUTREACH_ROLES,
      ),
    ],
    da: 'Giv sagen til bostøtte eller udsatte-team',
    en: 'Give the case to support worker or outreach team',
    told: { da: 'Kommunen gik i gang med sagen.', en: 'The municipality began to act.' },
    tells: 'assigned',
    source: 'N2',
    changes: decide.assign,
  },
  ...owned,
  handOver: { ...owned.handOver, requires: [is.isAssigned] },
  reportFurther: {
    from: OPEN,
    to: OPEN,
    by: REPORTERS,
    checks: reportChecks,
    da: 'Meld yderligere i sagen',
    en: 'Report something more in the case',
    told: { da: 'Der blev meldt yderligere.', en: 'Something more was reported.' },
    ...toldOfOwnReports,
    tells: 'furtherReported',
    source: 'N3; domain.md 13.3',
    changes: decide.reportFurther,
  },
  recordDialogue: {
    from: IN_HAND,
    to: IN_HAND,
    by: OUTREACH_ROLES,
    checks: [is.dialogueIsInTheCase],
    da: 'Registrér en dialog med lejer, eller et forsøg på den',
    en: 'Record a dialogue with the tenant, or an attempt at it',
    told: { da: 'Kommunen talte eller søgte at tale med lejer.', en: 'The tenant was talked with, or it was tried.' },
    ...untold,
    tells: 'dialogueRecorded',
    source: 'N2; domain.md 6',
    changes: decide.recordDialogue,
  },
  remindTenant: {
    from: OPEN,
    to: OPEN,
    by: landlord,
    checks: [is.letterIsRecent],
    da: 'Registrér en skriftlig påmindelse til lejer',
    en: 'Record a written reminder to the tenant',
    told: { da: 'Udlejer gav lejer en påmindelse.', en: 'The landlord reminded the tenant.' },
    tells: 'reminderSent',
    source: 'lejeloven § 154, stk. 2',
    changes: decide.remindTenant,
  },
  recordBreach: {
    from: OPEN,
    to: OPEN,
    by: landlord,
    checks: [is.conductIsRecent],
    da: 'Registrér et nyt brud på god skik og orden',
    en: 'Record a new breach of good order',
    told: { da: 'Udlejer registrerede et nyt brud.', en: 'The landlord recorded a new breach.' },
    tells: 'breachRecorded',
    source: 'lejeloven § 153; domain.md 6, 13.3',
    changes: decide.recordBreach,
  },
  warnTenant: {
    from: OPEN,
    to: OPEN,
    by: landlord,
    checks: [is.letterIsRecent],
    da: 'Registrér en advarsel til lejer',
    en: 'Record a warning to the tenant',
    told: { da: 'Udlejer advarede lejer.', en: 'The landlord warned the tenant.' },
    tells: 'warningSent',
    source: 'domain.md 6',
    changes: decide.warnTenant,
  },
  fileTribunalCase: {
    from: MAY_FILE,
    to: 'TRIBUNAL_PENDING',
    by: landlord,
    requires: [tribunal.reminderPrecedesABreach],
    checks: [is.filingIsRecent, is.isServedAfterFiling, tribunal.reminderPrecedesTheFiling],
    da: 'Indbring sagen for Huslejenævnet',
    en: 'Bring the case before the rent tribunal',
    told: { da: 'Udlejer indbragte sagen for Huslejenævnet.', en: 'The landlord went to the rent tribunal.' },
    tells: 'tribunalFiled',
    source: 'lejeloven § 154',
    changes: decide.fileTribunalCase,
  },
  recordTribunalService: {
    from: ['TRIBUNAL_PENDING'],
    to: 'same',
    by: landlord,
    requires: [tribunal.serviceIsNotKnown],
    checks: [is.serviceFollowsFiling],
    da: 'Registrér, hvornår lejer fik sagen fra nævnet',
    en: 'Record when the tenant got the tribunal’s case',
    told: {
      da: 'Det blev registreret, hvornår lejer fik sagen fra nævnet.',
      en: 'It was recorded when the tenant got the tribunal’s case.',
    },
    tells: 'changed',
    source: 'domain.md 8.2',
    changes: decide.recordTribunalService,
  },
  recordTribunalReply: {
    from: ['TRIBUNAL_PENDING'],
    to: 'same',
    by: landlord,
    requires: [tribunal.replyIsNotKnown],
    checks: [is.replyFollowsService],
    da: 'Registrér lejers svar til nævnet',
    en: 'Record the tenant’s reply to the tribunal',
    told: { da: 'Lejers svar til nævnet blev registreret.', en: 'The tenant’s reply to the tribunal was recorded.' },
    tells: 'changed',
    source: 'domain.md 8.2',
    changes: decide.recordTribunalReply,
  },
  recordTribunalDecision: {
    from: ['TRIBUNAL_PENDING'],
    to: ['MONITORING', 'TRIBUNAL_WARNED', 'CONDITIONAL'],
    by: ['landlord_admin', 'single_entry'],
    checks: [is.decisionFollowsFiling, is.isNotifiedAfterDecision, tribunal.conditionsAreTold],
    da: 'Registrér Huslejenævnets afgørelse',
    en: 'Record the rent tribunal’s decision',
    told: { da: 'Huslejenævnets afgørelse blev registreret.', en: 'The rent tribunal’s decision was recorded.' },
    tells: 'tribunalDecided',
    source: 'lejeloven § 154, stk. 1',
    changes: decide.recordTribunalDecision,
  },
  recordTribunalNotification: {
    from: DECIDED,
    to: 'same',
    by: ['landlord_admin', 'single_entry'],
    requires: [tribunal.isDecided, tribunal.notificationIsNotKnown],
    checks: [is.notificationFollowsDecision],
    da: 'Registrér, hvornår lejer fik nævnets afgørelse',
    en: 'Record when the tenant had the tribunal’s decision',
    told: {
      da: 'Det blev registreret, hvornår lejer fik afgørelsen.',
      en: 'It was recorded when the tenant had the decision.',
    },
    tells: 'changed',
    source: 'domain.md 8.2',
    changes: decide.recordTribunalNotification,
  },
  verifyTribunalDecision: {
    from: DECIDED,
    to: 'same',
    by: ['single_entry'],
    requires: [tribunal.isDecided, tribunal.isNotVerified],
    da: 'Bekræft, at nævnets afgørelse er set på dokumentet',
    en: 'Confirm that the tribunal’s decision was seen on the document',
    told: { da: 'Kommunen så afgørelsen på dokumentet.', en: 'The municipality saw the decision on the document.' },
    tells: 'changed',
    source: 'domain.md 2',
    changes: decide.verifyTribunalDecision,
  },
  // Also after time has closed the case: a breach on one of the last days is told later.
  reportConditionBreach: {
    from: ['CONDITIONAL', 'RESOLVED'],
    to: 'BREACHED',
    by: landlord,
    requires: [tribunal.conditionalYearIsNotLongOver, is.noNewerCaseIsAtTheTribunal],
    checks: [is.conductIsRecent, tribunal.breachIsInTheYear, movingIsRequired],
    da: 'Meld et brud på vilkårene for det betingede lejemål',
    en: 'Report a breach of the conditional tenancy’s conditions',
    told: { da: 'Udlejer meldte et brud på vilkårene.', en: 'The landlord reported a breach of the conditions.' },
    tells: 'conditionBreached',
    source: 'lejeloven § 154, stk. 1, nr. 1',
    changes: decide.reportConditionBreach,
  },
  terminate: {
    from: ['BREACHED'],
    to: 'ESCALATED_TO_EVICTION',
    by: landlord,
    da: 'Opsig eller ophæv lejemålet',
    en: 'End the lease, by notice or for breach',
    told: { da: 'Udlejer bragte lejemålet til ophør.', en: 'The landlord ended the lease.' },
    tells: 'escalated',
    source: 'lejeloven § 182, stk. 1, nr. 8',
    changes: decide.terminate,
  },
  reportSeriousConduct: {
    from: OPEN,
    to: 'ESCALATED_TO_EVICTION',
    by: landlord,
    checks: [is.conductIsRecent, conductIsSerious, movingIsRequired],
    da: 'Indled udsættelsessag på grund af alvorlig adfærd',
    en: 'Open an eviction case because of serious conduct',
    told: {
      da: 'Udlejer indledte en udsættelsessag på grund af alvorlig adfærd.',
      en: 'The landlord opened an eviction case because of serious conduct.',
    },
    tells: 'escalated',
    source: 'lejeloven § 182, stk. 1, nr. 7',
    changes: decide.reportSeriousConduct,
  },
  resolve: {
    // Quiet days that ran before something was reported that the landlord does not know of run on.
    from: [...QUIET, 'OUTREACH'],
    to: 'RESOLVED',
    by: ['system'],
    requires: [is.quietPeriodHasPassed],
    da: 'Der har været ro; sagen lukkes',
    en: 'It has stayed quiet; the case is closed',
    told: { da: 'Der har været ro; sagen er lukket.', en: 'It has stayed quiet; the case is closed.' },
    tells: 'closed',
    source: 'domain.md 6, 13.3',
    due: is.resolvesOn,
    changes: decide.resolve,
  },
  endConditionalYear: {
    from: ['CONDITIONAL'],
    to: 'RESOLVED',
    by: ['system'],
    requires: [tribunal.yearHasElapsed],
    da: 'Det betingede lejemåls år er gået uden brud',
    en: 'The conditional year has passed without a breach',
    told: { da: 'Lejemålet er ikke længere betinget.', en: 'The tenancy is not conditional any more.' },
    tells: 'closed',
    source: 'domain.md 6, 13.1',
    due(complaint) {
      const last = tribunal.conditionalUntilOf(tribunal.newestOf(complaint));
      return last && addDays(last, 1);
    },
    changes: decide.endConditionalYear,
  },
  // Whatever state it is in, or nothing would end it, and nobody could erase the citizen.
  endWithTenancy: {
    from: OPEN,
    to: 'RESOLVED',
    by: ['system'],
    requires: [is.tenantHasLeft],
    da: 'Lejeren er fraflyttet; sagen lukkes',
    en: 'The tenant has left; the case is closed',
    told: { da: 'Lejemålet er ophørt; sagen er lukket.', en: 'The tenancy has ended; the case is closed.' },
    tells: 'closed',
    source: 'domain.md 6; ADR 33',
    // Looked for every day.
    due: ({ agreementRef, reportedOn }) => (agreementRef === null ? null : reportedOn),
    changes: decide.endWithTenancy,
  },
  ...pausing<NeighbourComplaint, NeighbourComplaintFacts, ActingRole>({
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
    requires: [isUnmatched, tenancyIsKnown],
    da: 'Sagen kobles til lejemålet',
    en: 'The case is matched to the tenancy',
    told: { da: 'Sagen blev koblet til lejemålet.', en: 'The case was matched to its tenancy.' },
    tells: ['tenancyMatched', 'closed'],
    source: 'H1; domain.md 13.4',
    due: ({ agreementRef, reportedOn }) => (agreementRef === null ? reportedOn : null),
    changes: decide.matchTenancy,
  },
  unmatchTenancy: {
    from: OPEN,
    to: ['same', 'DUPLICATE'],
    by: ['system'],
    requires: [isMatched],
    da: 'Sagens lejemål var registreret ved en fejl',
    en: 'The tenancy of the case was registered in error',
    told: {
      da: 'Lejemålet, som sagen var koblet til, var registreret ved en fejl.',
      en: 'The tenancy to which the case was matched had been registered in error.',
    },
    tells: ['tenancyCorrected', 'closed'],
    source: 'domain.md 13.4',
    changes: decide.unmatchTenancy,
  },
  giveWay: {
    from: OPEN,
    to: 'DUPLICATE',
    by: ['system'],
    da: 'Lejemålet har en anden åben sag',
    en: 'The tenancy has another open case',
    told: {
      da: 'Lejemålet fik en sag, som udlejer kender; meldingerne er taget med dér.',
      en: 'The tenancy got a case that its landlord knows; the reports are taken over there.',
    },
    tells: 'closed',
    source: 'domain.md 9.3, 13.4',
    changes: decide.giveWay,
  },
  recordDuplicate: {
    from: OPEN,
    to: OPEN,
    by: ['system'],
    da: 'Lejemålet havde to åbne sager',
    en: 'The tenancy had two open cases',
    told: {
      da: 'Lejemålet havde to åbne sager. Den anden er lukket, og dens meldinger er taget med her.',
      en: 'The tenancy had two open cases. The other is closed, and its reports are taken over here.',
    },
    ...toldOfOwnReports,
    tells: 'changed',
    source: 'domain.md 13.4',
    changes: decide.recordDuplicate,
  },
  forgetTenant: {
    from: [...OPEN, ...CLOSED_COMPLAINT],
    to: 'same',
    by: ['system'],
    da: 'Glem, hvad der kan pege på en slettet borger',
    en: 'Forget what could point at an erased citizen',
    told: { da: 'Borgeren blev slettet.', en: 'The citizen was erased.' },
    ...untold,
    tells: 'changed',
    source: 'domain.md 9',
    changes: decide.forgetTenant,
  },
  strike: {
    from: STRIKEABLE,
    to: [...OPEN, ...CLOSED_COMPLAINT],
    by: REPORTERS,
    checks: [...strikeChecks<NeighbourComplaint>(neighbourComplaintStrikes), ...complaintStrikeChecks],
    da: 'Annullér en fejlregistreret melding, påmindelse, advarsel, afgørelse eller et brud',
    en: 'Strike a report, reminder, breach, warning or decision registered in error',
    told: { da: 'En registrering var en fejl og blev annulleret.', en: 'A record was made in error and was struck.' },
    ...untold,
    toldIf: strikeConcernsLandlord,
    tells: ['corrected', 'changed'],
    source: 'domain.md 13.4',
    changes: decide.strike,
  },
  strikeDialogue: {
    from: STRIKEABLE,
    to: [...OPEN, ...CLOSED_COMPLAINT],
    by: [...OUTREACH_ROLES, 'single_entry'],
    checks: strikeChecks<NeighbourComplaint>(neighbourComplaintStrikes),
    da: 'Annullér en fejlregistreret dialog med lejer',
    en: 'Strike a dialogue with the tenant registered in error',
    told: {
      da: 'En registreret dialog med lejer var en fejl og blev annulleret.',
      en: 'A dialogue with the tenant was recorded in error and was struck.',
    },
    ...untold,
    tells: 'dialogueCorrected',
    source: 'domain.md 13.4',
    changes: decide.strikeDialogue,
  },
});
