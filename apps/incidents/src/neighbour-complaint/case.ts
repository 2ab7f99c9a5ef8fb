// SPDX-License-Identifier: MPL-2.0
// Naboklage: what a case is, and what the rules read of the world around it. The rules themselves: neighbour-complaint.ts.
import type { NeighbourComplaintState } from '#contracts/incidents/neighbour-complaint';
import type { AgreedSlas, LocalDate, OwnedColumns, OwnerFacts, StrikeFacts } from '#domain';
import type { AnsweredReport } from '../answer/answer.js';
import type { KnownTenancy } from '../known-tenancies/known-tenancy.js';
import type { Conduct } from './conduct.js';

export const REPORT_KINDS = ['concern', 'complaint'] as const;
/** Who has seen or heard it. */
export const OBSERVERS = ['landlord', 'caretaker', 'neighbour', 'tenant'] as const;
export const DIALOGUE_OUTCOMES = ['contacted', 'not_reached', 'measures_agreed'] as const;
export const MEASURES = [
  'talked_with_neighbours',
  'house_rules_explained',
  'mediation',
  'support_offered',
  'practical_help',
  'follow_up_visit',
  'other',
] as const;
export const EVIDENCE = [
  'log',
  'witness_statement',
  'photo',
  'recording',
  'police_report',
  'report_of_caretaker',
] as const;
export const TRIBUNAL_OUTCOMES = ['dismissed', 'warning', 'conditional'] as const;
export const TERMINATION_KINDS = ['notice', 'breach'] as const;

export interface ComplaintReport {
  reportRef: string;
  kind: (typeof REPORT_KINDS)[number];
  from: (typeof OBSERVERS)[number];
  categories: readonly Conduct[];
  /** Null: of a concern that is a mere feeling. */
  happenedOn: LocalDate | null;
  reportedOn: LocalDate;
  /** Reported by the landlord's staff. What came through the single entry point the landlord does not learn of. */
  isLandlords: boolean;
}

/** An attempt to talk with the tenant: the municipality's own knowledge, but for its outcome. */
export interface Dialogue {
  heldOn: LocalDate;
  outcome: (typeof DIALOGUE_OUTCOMES)[number];
  measures: readonly (typeof MEASURES)[number][];
}

/** Påmindelse: the landlord's written reminder, without which no tribunal hears the case (lejeloven § 154, stk. 2). */
export interface Reminder {
  reminderRef: string;
  sentOn: LocalDate;
  categories: readonly Conduct[];
}

export interface Breach {
  breachRef: string;
  happenedOn: LocalDate;
  categories: readonly Conduct[];
  evidence: readonly (typeof EVIDENCE)[number][];
  /** The landlord's own reference of what documents it. */
  documentationRef: string | null;
}

export interface SentWarning {
  warningRef: string;
  sentOn: LocalDate;
}

/** A decision of the rent tribunal, as the landlord or the single entry point has told it: the tribunal has no login. */
export interface TribunalDecision {
  decidedOn: LocalDate;
  outcome: (typeof TRIBUNAL_OUTCOMES)[number];
  /** The day on which the tenant had it; null: not known. */
  notifiedOn: LocalDate | null;
  /** Since then the single entry point has seen it on the document. */
  verifiedOn: LocalDate | null;
}

/** A case at the rent tribunal: an object of its own, several one after the other. */
export interface TribunalCase {
  tribunalRef: string;
  filedOn: LocalDate;
  /** The day on which the tenant got it; null: not known. */
  servedOn: LocalDate | null;
  /** The day on which that was told. */
  serviceToldOn: LocalDate | null;
  repliedOn: LocalDate | null;
  /** Null: it is pending. */
  decision: TribunalDecision | null;
}

/** A breach for which the tenant has to move. */
export interface GraveBreach {
  breachRef: string;
  happenedOn: LocalDate;
  categories: readonly Conduct[];
  toldOn: LocalDate;
}

export interface NeighbourComplaint extends OwnedColumns, AnsweredReport {
  state: NonNullable<NeighbourComplaintState['state']>;
  landlordRef: string;
  /** Does the landlord know of the case? Not of one that was reported through the single entry point. */
  isLandlords: boolean;
  /** The landlord's own lease number, by which the report can be matched later. */
  landlordReference: string | null;
  /** As reported; trusted only once `agreementRef` is set. */
  tenancyRef: string | null;
  /** Set when the tenancy is known: the report is matched. */
  agreementRef: string | null;
  /** The day of what was reported first, else that of the report: by it a lease number finds its tenancy. */
  happenedOn: LocalDate;
  reports: readonly ComplaintReport[];
  dialogues: readonly Dialogue[];
  /** The last day of the quiet period, while one runs. */
  quietUntil: LocalDate | null;
  reminders: readonly Reminder[];
  breaches: readonly Breach[];
  warnings: readonly SentWarning[];
  /** The newest last. */
  tribunals: readonly TribunalCase[];
  /** Of the conditional tenancy, as the tribunal worded them. */
  conditions: string | null;
  conditionBreach: GraveBreach | null;
  /** What led to an eviction case directly. */
  seriousConduct: GraveBreach | null;
  /** How it ended, where it was neither a duplicate nor struck. */
  endedBy: 'quiet' | 'year' | 'tenancy' | 'serious_conduct' | (typeof TERMINATION_KINDS)[number] | null;
  /** The case that has what this one had: this one is closed as its duplicate. */
  duplicateOf: string | null;
  /** Cases that were closed as duplicates of this one. */
  duplicates: readonly { caseRef: string; isLandlords: boolean }[];
}

/** Another open case of the same tenancy, or of the same landlord's lease number while that is not known. */
export interface OtherComplaint {
  caseRef: string;
  /** What people call it by. */
  number: string;
  isLandlords: boolean;
  /** Has it been brought before the rent tribunal? */
  isAtTribunal: boolean;
}

export interface NeighbourComplaintFacts extends OwnerFacts, StrikeFacts<NeighbourComplaint> {
  tenancy: KnownTenancy | null;
  /** Working days the agreement has instead of the usual ones. */
  slas: AgreedSlas | null;
  otherCases: readonly OtherComplaint[];
  /** Those that wait by the same lease number of the landlord's, while this one has its tenancy. */
  waitingCases: readonly OtherComplaint[];
  /** Is it the landlord's staff who asks? */
  isLandlord: boolean;
  /** Whose the tenancy is that the single entry point names; absent: not looked up. */
  landlordOfTenancy?: string | null;
  /** So many days without news and it is resolved. */
  quietDays: number;
  /** So many days after a conditional year a breach in it can be told. */
  breachToldWithinDays: number;
}

/** States that end a case. */
export const CLOSED_COMPLAINT = ['RESOLVED', 'ESCALATED_TO_EVICTION', 'DUPLICATE', 'STRUCK'] as const;

/** Of the reports those that the landlord knows. */
export const landlordsReports = ({ reports }: Pick<NeighbourComplaint, 'reports'>): ComplaintReport[] =>
  reports.filter(({ isLandlords }) => isLandlords);
