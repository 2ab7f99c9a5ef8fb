// SPDX-License-Identifier: MPL-2.0
// Naboklage as each audience sees it: allow-lists, a class for each.
import { ApiProperty } from '@nestjs/swagger';
import { OPEN_NEIGHBOUR_COMPLAINT_STATES } from '#contracts/incidents/neighbour-complaint';
import type { Command, Scope, Stored } from '#persistence';
import { DeadlineStepView, OwnerView, ownerView, RefusedActionView } from '#service';
import { LandlordNextView, NextStepView } from '../answer/next-step.dto.js';
import {
  CLOSED_COMPLAINT,
  type ComplaintReport,
  landlordsReports,
  type NeighbourComplaint,
  type NeighbourComplaintFacts,
} from './case.js';
import { complaintIsClosed, nextInComplaint, nextInComplaintForLandlord } from './complaint-next-step.js';
import { numberOf } from './conduct.js';
import type { COMPLAINT_STATUS } from './neighbour-complaint.dto.js';
import { neighbourComplaintOwner, neighbourComplaintRules } from './neighbour-complaint.js';
import { appealUntilOf, conditionalUntilOf, decisionExpectedOnOf, isReminded, replyDueOnOf } from './tribunal-case.js';

type Row = Stored<NeighbourComplaint> & { shownVersion: number };

/** Kind of conduct of lejeloven § 153(1). */
export class ConductView {
  /** 1 to 11. */
  no: number;
  code: string;
}
const conductOf = (categories: ComplaintReport['categories']): ConductView[] =>
  categories.map((code) => ({ no: numberOf(code), code }));

export class ComplaintReportView {
  reportRef: string;
  /** concern or complaint */
  kind: string;
  /** landlord, caretaker, neighbour or tenant */
  from: string;
  conduct: ConductView[];
  happenedOn: string | null;
  reportedOn: string;
}
const reportView = ({ reportRef, kind, from, categories, happenedOn, reportedOn }: ComplaintReport) => ({
  ...{ reportRef, kind, from, conduct: conductOf(categories), happenedOn, reportedOn },
});

/** A report as the municipality sees it. */
export class WholeReportView extends ComplaintReportView {
  /** Does the landlord know of it? Not of what came through the single entry point. */
  isLandlords: boolean;
}

export class DialogueView {
  heldOn: string;
  /** contacted, not_reached or measures_agreed */
  outcome: string;
  measures: string[];
}

export class ReminderView {
  reminderRef: string;
  sentOn: string;
  conduct: ConductView[];
}

export class BreachView {
  breachRef: string;
  happenedOn: string;
  conduct: ConductView[];
  evidence: string[];
  /** The landlord's own; no uuid. */
  @ApiProperty({ nullable: true, maxLength: 40 })
  documentationRef: string | null;
  /** no-reminder-precedes-it: it bears no case at the tribunal. */
  warnings: string[];
}

export class SentWarningView {
  warningRef: string;
  sentOn: string;
}

/** A case at the rent tribunal; a complaint may have several, one after the other. */
export class TribunalCaseView {
  tribunalRef: string;
  filedOn: string;
  servedOn: string | null;
  /** By when the tenant replies; a reminder, nothing is refused by it. */
  replyDueOn: string | null;
  repliedOn: string | null;
  decisionExpectedOn: string | null;
  decidedOn: string | null;
  /** dismissed, warning or conditional; null: it is pending. */
  outcome: string | null;
  notifiedOn: string | null;
  /** The last day on which the decision can be brought before the housing court. */
  appealUntil: string | null;
  /** The last day on which the tenancy is conditional. */
  conditionalUntil: string | null;
  /** Since then the single entry point has seen the decision on the document. */
  verifiedOn: string | null;
}

export class GraveBreachView {
  breachRef: string;
  happenedOn: string;
  conduct: ConductView[];
  toldOn: string;
}

/** What the landlord has recorded, and what came of it: his own knowledge, which the municipality sees too. */
class ComplaintCourse {
  id: string;
  /** What people call the case by. */
  number: string;
  /** For `If-Match`. To a landlord it counts what he is told of. */
  version: number;
  tenancyRef: string | null;
  reportedOn: string;
  /** Oldest first, as the following are. */
  reminders: ReminderView[];
  breaches: BreachView[];
  warnings: SentWarningView[];
  tribunals: TribunalCaseView[];
  /** Of the conditional tenancy, in the tribunal's words. */
  @ApiProperty({ nullable: true, maxLength: 2000 })
  conditions: string | null;
  /** A breach of the conditions. */
  conditionBreach: GraveBreachView | null;
  /** Conduct that led to an eviction case directly. */
  seriousConduct: GraveBreachView | null;
  /** quiet, year, tenancy, notice, breach or serious_conduct */
  endedBy: string | null;
  /** What the caller may try now. */
  allowedActions: string[];
  /** What else the caller's role could do, and why not now; not in lists. */
  refusedActions?: RefusedActionView[];
}

const graveView = (grave: NeighbourComplaint['conditionBreach']): GraveBreachView | null =>
  grave && {
    breachRef: grave.breachRef,
    happenedOn: grave.happenedOn,
    conduct: conductOf(grave.categories),
    toldOn: grave.toldOn,
  };

function courseOfComplaint(row: Row, facts: NeighbourComplaintFacts, { actor }: Command): ComplaintCourse {
  const { id, number, version, tenancyRef, reportedOn, conditions, endedBy } = row;
  return {
    ...{ id, number, version, tenancyRef, reportedOn, conditions, endedBy },
    reminders: row.reminders.map(({ reminderRef, sentOn, categories }) => ({
      ...{ reminderRef, sentOn, conduct: conductOf(categories) },
    })),
    breaches: row.breaches.map((breach) => ({
      ...{ breachRef: breach.breachRef, happenedOn: breach.happenedOn, conduct: conductOf(breach.categories) },
      ...{ evidence: [...breach.evidence], documentationRef: breach.documentationRef },
      warnings: isReminded(row, breach) ? [] : ['no-reminder-precedes-it'],
    })),
    warnings: row.warnings.map(({ warningRef, sentOn }) => ({ warningRef, sentOn })),
    tribunals: row.tribunals.map((tribunal) => ({
      ...{ tribunalRef: tribunal.tribunalRef, filedOn: tribunal.filedOn, servedOn: tribunal.servedOn },
      ...{ replyDueOn: replyDueOnOf(tribunal), repliedOn: tribunal.repliedOn },
      decisionExpectedOn: decisionExpectedOnOf(tribunal),
      decidedOn: tribunal.decision?.decidedOn ?? null,
      outcome: tribunal.decision?.outcome ?? null,
      notifiedOn: tribunal.decision?.notifiedOn ?? null,
      appealUntil: appealUntilOf(tribunal),
      conditionalUntil: conditionalUntilOf(tribunal),
      verifiedOn: tribunal.decision?.verifiedOn ?? null,
    })),
    conditionBreach: graveView(row.conditionBreach),
    seriousConduct: graveView(row.seriousConduct),
    ...neighbourComplaintRules.offers(row, actor.roles, facts),
  };
}

/** For support worker and outreach team: the case that is theirs (domain.md 2). */
export class NeighbourComplaintHeaderView extends ComplaintCourse {
  state: string;
  outreachDueOn: string;
  assignedTo: string | null;
  /** Null until it is assigned. */
  owner: OwnerView | null;
  firstContactOn: string | null;
  /** Oldest first. */
  reports: WholeReportView[];
  dialogues: DialogueView[];
  /** The last day of the quiet period, while one runs. */
  quietUntil: string | null;
  /** Deadlines that were paused or extended, oldest first. */
  deadlineCourse: DeadlineStepView[];
  next: NextStepView | null;

  static of(this: void, row: Row, facts: NeighbourComplaintFacts, command: Command): NeighbourComplaintHeaderView {
    const { state, outreachDueOn, assignedTo, firstContactOn, quietUntil } = row;
    return {
      ...courseOfComplaint(row, facts, command),
      ...{ state, outreachDueOn, assignedTo, firstContactOn, quietUntil },
      owner: ownerView(neighbourComplaintOwner, row),
      reports: row.reports.map((report) => ({ ...reportView(report), isLandlords: report.isLandlords })),
      dialogues: row.dialogues.map(({ heldOn, outcome, measures }) => ({ heldOn, outcome, measures: [...measures] })),
      deadlineCourse: [...row.deadlineCourse],
      next: nextInComplaint(row),
    };
  }
}

/** For the single entry point: every case, who acts next and by when. */
export class NeighbourComplaintMunicipalView extends NeighbourComplaintHeaderView {
  landlordRef: string;
  /** Does the landlord know of the case? Not of one that came through the single entry point. */
  isLandlords: boolean;
  landlordReference: string | null;
  agreementRef: string | null;
  matched: boolean;
  acknowledgeDueOn: string;
  acknowledgedOn: string | null;
  /** Since then the stand-in answers for the single entry point. */
  standInSince: string | null;
  /** The case that has what was reported here; this one is closed. */
  duplicateOf: string | null;
  /** Cases that were closed as duplicates of this one. */
  duplicates: string[];

  static override of(
    this: void,
    row: Row,
    facts: NeighbourComplaintFacts,
    command: Command,
  ): NeighbourComplaintMunicipalView {
    const { landlordRef, isLandlords, landlordReference, agreementRef, duplicateOf } = row;
    const { acknowledgeDueOn, acknowledgedOn, standInSince } = row;
    return {
      ...NeighbourComplaintHeaderView.of(row, facts, command),
      ...{ landlordRef, isLandlords, landlordReference, agreementRef, matched: agreementRef !== null, duplicateOf },
      ...{ acknowledgeDueOn, acknowledgedOn, standInSince },
      duplicates: row.duplicates.map(({ caseRef }) => caseRef),
    };
  }
}

const statusOf = (row: NeighbourComplaint): (typeof COMPLAINT_STATUS)[number] =>
  complaintIsClosed(row) ? 'done' : row.assignedTo ? 'acting' : row.acknowledgedOn ? 'received' : 'sent';

/** The same, asked of the database. */
export function complaintsShownAs(status: (typeof COMPLAINT_STATUS)[number]): Scope<Stored<NeighbourComplaint>> {
  if (status === 'done') return { state: CLOSED_COMPLAINT };
  const state = OPEN_NEIGHBOUR_COMPLAINT_STATES;
  if (status === 'acting') return { state, assignedTo: { not: null } };
  return { state, assignedTo: null, acknowledgedOn: status === 'received' ? { not: null } : null };
}

/**
 * For the landlord: what he has reported and recorded himself, that something happens, and by when the next news comes (domain.md
 * 9.3). Neither the case's state, nor what came through the single entry point, nor when or by whom the tenant was talked with.
 */
export class NeighbourComplaintLandlordView extends ComplaintCourse {
  landlordReference: string | null;
  matched: boolean;
  /** sent, received, acting or done */
  status: string;
  /** Own reports, oldest first. */
  reports: ComplaintReportView[];
  /** Of the municipality's last step: contacted, not_reached or measures_agreed; null: none yet. */
  outcome: string | null;
  duplicateOf: string | null;
  /** Own cases that were closed as duplicates of this one. */
  duplicates: string[];
  next: LandlordNextView | null;

  static of(this: void, row: Row, facts: NeighbourComplaintFacts, command: Command): NeighbourComplaintLandlordView {
    const { landlordReference, agreementRef, duplicateOf } = row;
    return {
      ...courseOfComplaint(row, facts, command),
      version: row.shownVersion,
      ...{ landlordReference, matched: agreementRef !== null, duplicateOf },
      status: statusOf(row),
      reports: landlordsReports(row).map(reportView),
      outcome: row.dialogues.at(-1)?.outcome ?? null,
      duplicates: row.duplicates.filter(({ isLandlords }) => isLandlords).map(({ caseRef }) => caseRef),
      next: nextInComplaintForLandlord(row, facts.today),
    };
  }
}
