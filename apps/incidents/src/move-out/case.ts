// SPDX-License-Identifier: MPL-2.0
// Fraflytning: what a move-out is and what its rules read. The rules are in move-out.ts.
import type { CoverRequest, MOVE_OUT_STATES } from '#contracts/incidents/move-out';
import type { AgreedSlas, LocalDate, Oere, OwnedColumns, OwnerFacts, StrikeFacts } from '#domain';
import type { InspectionFacts } from './line-review.js';
import { type ClaimLine, type Settlement, type SettlementInput, type SettlementTerms, settle } from './settlement.js';

/** How the tenant left. */
export const MOVE_OUT_KINDS = ['voluntary', 'abandoned', 'evicted'] as const;
/** Why nobody of the municipality was at the inspection. */
export const ABSENCE_REASONS = ['not_invited', 'invited_too_late', 'nobody_available', 'did_not_come'] as const;
/** How the tenant got the report. */
export const REPORT_DELIVERIES = ['at_inspection', 'sent'] as const;
export const DISPUTE_REASONS = [
  ...(['amount_is_wrong', 'was_there_before', 'fair_wear_and_tear', 'was_not_done'] as const),
  ...(['is_paid_already', 'rejected_wrongly', 'other'] as const),
] as const;
/** What became of the vacancy rent afterwards; `open`: nothing yet. */
export const VACANCY_OUTCOMES = ['open', 'paid', 'nothing_owed', 'not_promised', 'refused'] as const;

/** Who takes part in the inspection for the municipality: the tenant's support worker, else the outreach team. */
export const moveOutOwner = { role: 'assignedRole', by: ['support_worker', 'outreach_team'] } as const;

/** One claim of the statement, and who of the world outside has decided on it; null: nobody, the municipality assesses it. */
export interface StatementLine extends ClaimLine {
  decidedBy: 'agreement' | 'tribunal' | null;
}

/** What the agreement says of the settlement, by the version that governs the tenancy, and the rent of the last lease. */
export interface MoveOutTerms extends SettlementTerms {
  vacancyIsCovered: boolean;
  vacancyIncludesUtilities: boolean;
  /** Null: no cap. */
  vacancyCapMonths: number | null;
  /** Øre per month; null: not known here. */
  rentOere: Oere | null;
  utilitiesOere: Oere | null;
}

/** What the ledger of agreements says to a request. */
export interface CoverAnswer {
  /** Of the ledger's entry: what is older says nothing. */
  version: number;
  state: 'RESERVED' | 'REFUSED';
  /** With utilities; may be less than was asked for. */
  amountOere: Oere;
  /** Why nothing is reserved, in the ledger's word. */
  refusal: string | null;
  /** Last day of the reservation. */
  expiresOn: LocalDate | null;
}

export type Commitment = 'move_out_shortfall' | 'vacancy_rent_out';

/** Cover that was asked for. */
export interface AskedCover extends Pick<CoverRequest, 'requestRef' | 'amountOere' | 'status'> {
  commitment: Commitment;
  utilitiesOere: Oere;
  /** The days of a vacancy rent. */
  from: LocalDate | null;
  through: LocalDate | null;
  paidOere: Oere | null;
  /** Null: not answered yet. */
  answer: CoverAnswer | null;
}

export interface Dispute {
  by: 'landlord' | 'tenant';
  since: LocalDate;
  lineRefs: readonly string[];
  reason: (typeof DISPUTE_REASONS)[number];
  /** Had the landlord been told of the decision? Else nothing of it may be seen in the dispute. */
  afterDecision: boolean;
}

/** The landlord's statement and how it is assessed. */
export interface Statement {
  /** Null: none yet. */
  statementOn: LocalDate | null;
  lines: readonly StatementLine[];
  depositOere: Oere;
  prepaidOere: Oere;
  /** What the tenant has to his credit besides. */
  creditOere: Oere;
  /** The last day for which rent is charged; null: the landlord did not say. */
  rentChargedThrough: LocalDate | null;
  /** Null until there is a statement. */
  terms: MoveOutTerms | null;
  /** Ids of the sign-in of those who have decided on a line. */
  reviewedBy: readonly string[];
  /** The last day for the decision. */
  decisionDueOn: LocalDate | null;
  dispute: Dispute | null;
}

/** How far the municipality's share has come: proposed, covered, approved, paid (domain.md 9, 8). */
export interface Share {
  /** Id of the sign-in; null: nothing is proposed. */
  shareProposedBy: string | null;
  shareProposedOn: LocalDate | null;
  shareApprovedBy: string | null;
  shareApprovedOn: LocalDate | null;
  /** As approved. */
  shareOere: Oere | null;
  /** Was it so much that two persons had to look at it? */
  secondPersonNeeded: boolean;
  sharePaidOn: LocalDate | null;
}

/** The rent from the move-out until somebody else moves in: a track of its own. */
export interface VacancyTrack {
  vacancyOutcome: (typeof VACANCY_OUTCOMES)[number];
  /** First day of the next tenant, as the landlord reports it; one under an agreement is known without that. */
  reletOn: LocalDate | null;
  vacancyProposedBy: string | null;
  vacancyProposedOn: LocalDate | null;
  vacancyApprovedBy: string | null;
  vacancyApprovedOn: LocalDate | null;
  vacancyPaidOn: LocalDate | null;
  vacancyPaidOere: Oere | null;
}

export interface MoveOut extends OwnedColumns, Statement, Share, VacancyTrack {
  assignedRole: 'support_worker' | 'outreach_team';
  state: (typeof MOVE_OUT_STATES)[number];
  tenancyRef: string;
  agreementRef: string;
  landlordRef: string;
  /** Null: not told here. */
  dwellingRef: string | null;
  /** First day of the tenancy. */
  startedOn: LocalDate;
  kind: (typeof MOVE_OUT_KINDS)[number];
  /** Was the lease terminated for breach? */
  wasTerminated: boolean;
  /** The eviction that opened it. */
  evictionRef: string | null;
  evictionNumber: string | null;
  /** The day of the tenant's notice, or on which the lease was terminated. */
  noticeOn: LocalDate | null;
  /** The last day; may lie ahead where notice was given. */
  movedOutOn: LocalDate;
  /** The day the landlord learned of it. */
  learnedOn: LocalDate;
  /** The day it was reported here. */
  knownOn: LocalDate;
  /** As the register had it: who lets a single dwelling need not inspect. */
  letsMoreThanOne: boolean;
  plannedOn: LocalDate | null;
  summonedOn: LocalDate | null;
  shorterSummonsAgreed: boolean;
  heldOn: LocalDate | null;
  municipalityTookPart: boolean | null;
  absenceReason: (typeof ABSENCE_REASONS)[number] | null;
  tenantTookPart: boolean | null;
  reportDeliveredOn: LocalDate | null;
  reportDelivery: (typeof REPORT_DELIVERIES)[number] | null;
  /** The newest last; of each commitment at most one waits. */
  coverRequests: readonly AskedCover[];
  settledOn: LocalDate | null;
}

/** What is known here of the tenancy. */
export interface TenancyLeft extends Pick<MoveOut, 'agreementRef' | 'landlordRef' | 'dwellingRef' | 'startedOn'> {
  supportWorker: string | null;
  supportTeam: string | null;
  depositOere: Oere | null;
  prepaidOere: Oere | null;
}

export interface MoveOutFacts extends OwnerFacts, StrikeFacts<MoveOut> {
  today: LocalDate;
  /** Null: there is none, or it is another landlord's. */
  tenancy: TenancyLeft | null;
  /** Was it an eviction that opened the case? */
  isOpenedByEviction: boolean;
  /** Of the tenancy, and not struck. */
  otherMoveOut: { caseRef: string; number: string } | null;
  /** Null: the agreement is not known here yet. */
  terms: MoveOutTerms | null;
  slas: AgreedSlas | null;
  letsMoreThanOne: boolean;
  /** First day of the next tenancy of the dwelling under an agreement. */
  nextTenancyFrom: LocalDate | null;
  /** From that day on a vacancy case pays the rent. */
  paidElsewhereFrom: LocalDate | null;
  /** Who asks. */
  actorId: string;
  isLandlord: boolean;
  /** A larger share is approved by another person than who assessed and proposed it. */
  fourEyesAboveOere: Oere;
}

/** Money that went to the landlord. */
export interface Paid {
  paidOn: LocalDate;
  amountOere: Oere;
}

export const laterDay = (a: LocalDate, b: LocalDate): LocalDate => (a > b ? a : b);
export const earlierDay = (a: LocalDate, b: LocalDate): LocalDate => (a < b ? a : b);

/** What the law asks of the inspection, as it stands in the case. */
export const inspectionOf = (moveOut: MoveOut): InspectionFacts => ({
  ...{ letsMoreThanOne: moveOut.letsMoreThanOne, movedOutOn: moveOut.movedOutOn, learnedOn: moveOut.learnedOn },
  ...{ plannedOn: moveOut.plannedOn, summonedOn: moveOut.summonedOn },
  ...{ shorterSummonsAgreed: moveOut.shorterSummonsAgreed, wasTerminated: isTerminated(moveOut) },
  ...{ heldOn: moveOut.heldOn, reportDeliveredOn: moveOut.reportDeliveredOn },
});

/** By breach, or by the tenant's own notice. */
export const isTerminated = ({ wasTerminated, noticeOn }: MoveOut): boolean => wasTerminated || noticeOn !== null;

/** What the arithmetic of the statement is made of; null: there is none. @param coverOere what the ledger covers; null: not answered yet */
export function settlementInputOf(moveOut: MoveOut, coverOere: Oere | null): SettlementInput | null {
  const { lines, depositOere, prepaidOere, creditOere, terms, movedOutOn, startedOn: tenancyStartedOn } = moveOut;
  return terms && { lines, depositOere, prepaidOere, creditOere, terms, tenancyStartedOn, movedOutOn, coverOere };
}

export function settlementOf(moveOut: MoveOut, coverOere: Oere | null): Settlement | null {
  const input = settlementInputOf(moveOut, coverOere);
  return input && settle(input);
}
