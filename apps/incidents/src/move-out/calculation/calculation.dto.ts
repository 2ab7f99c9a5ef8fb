// SPDX-License-Identifier: MPL-2.0
// The calculation of a settlement, a class for each audience: the documents are written from these views alone.
import type { LocalDate, Oere } from '#domain';
import { ShownText } from '#service';
import type { Bucket, ClaimKind, RejectCode } from '../settlement.js';

/** The rule by which an amount was found. */
export class CalculationRuleView {
  /** @example "default-order-uncovered-rent-first" */
  code: string;
  text: ShownText;
  /** § of law or section of the domain reference. */
  source: string;
}

/** An amount, and why it is that much. */
export class FigureView {
  /** Øre. @example 3000000 */
  amountOere: Oere;
  rule: CalculationRuleView;
}

/** Why a line is not accepted. */
export class RejectionView {
  /** @example "not_in_report" */
  code: RejectCode;
  /** With the days that it was decided on. */
  text: ShownText;
}

/** A line of the statement, as far as it is decided. */
export class CalculatedLineView {
  lineRef: string;
  kind: ClaimKind;
  /** The landlord's own words. @example "Maling af stue" */
  text: string;
  /** Of rent and utilities: the contractual due day. */
  dueOn: LocalDate | null;
  raisedOn: LocalDate;
  documentationRef: string | null;
  /** Øre that are claimed. @example 1425000 */
  amountOere: Oere;
  /** Øre: all of it or 0; null: not decided. */
  acceptedOere: Oere | null;
  /** Null: accepted, or not decided. */
  rejection: RejectionView | null;
  /** Whether the agreement covers such a claim; null: not decided. */
  covered: boolean | null;
}

/** For the municipality: also who decided on it. */
export class ReviewedLineView extends CalculatedLineView {
  /** `system`: the law takes it; null: nobody yet. */
  reviewedBy: 'system' | 'municipality' | null;
  inReport: boolean;
}

/** What there is to pay with. */
export class SecuritiesView {
  /** Øre. @example 1350000 */
  depositOere: Oere;
  /** Øre. @example 1350000 */
  prepaidOere: Oere;
  /** Øre that the landlord owes the tenant. @example 0 */
  creditOere: Oere;
  total: FigureView;
}

/** One step of the securities. */
export class CalculationStepView {
  /** `Rn`, `Rc`: rent and utilities that are not covered, and that are; `U`, `C`: other claims likewise. */
  bucket: Bucket;
  /** Øre of accepted claims. */
  dueOere: Oere;
  /** Øre of them that the securities pay. */
  paidOere: Oere;
  /** Øre of the securities that are left after it. */
  leftOere: Oere;
  /** Øre of the claims that are left. */
  unpaidOere: Oere;
  rule: CalculationRuleView;
}

/** Who bears what: `accepted` is `securitiesUsedOere`, `municipalShare` and `tenantResidual` together. */
export class CalculationResultView {
  accepted: FigureView;
  /** In the order in which the securities are used. */
  steps: CalculationStepView[];
  /** Øre. @example 2700000 */
  securitiesUsedOere: Oere;
  shortfall: FigureView;
  municipalShare: FigureView;
  tenantResidual: FigureView;
  refund: FigureView;
}

/** One calendar month of vacancy rent. */
export class CalculatedMonthView {
  from: LocalDate;
  /** Last day. */
  to: LocalDate;
  days: number;
  /** Øre, as far as the cap leaves it. @example 450000 */
  rentOere: Oere;
  /** Øre on account, where the agreement covers them. @example 0 */
  utilitiesOere: Oere;
}

/** Vacancy rent after the move-out. */
export class CalculatedVacancyView {
  from: LocalDate;
  /** Last day; null: it has no end yet. */
  through: LocalDate | null;
  months: CalculatedMonthView[];
  /** Øre, rent and utilities. @example 450000 */
  total: FigureView;
  /** The cap of the agreement has taken something off. */
  capped: boolean;
  approvedOn: LocalDate | null;
  /** Øre that are paid of it; null: not approved. */
  approvedOere: Oere | null;
  paidOn: LocalDate | null;
}

/** What is still to come before all is decided. */
export class MissingView {
  /** @example "cover-is-not-answered" */
  code: string;
  text: ShownText;
}

/** Days of the inspection, and the last days in time. */
export class CalculatedInspectionView {
  /** A landlord with a single dwelling has no duty to inspect: the last days but that of the claims are null. */
  letsMoreThanOne: boolean;
  learnedOn: LocalDate;
  /** The day the summons was sent. */
  summonedOn: LocalDate | null;
  summonsLatestOn: LocalDate | null;
  /** A shorter summons was agreed, as it may be after a termination. */
  shorterSummonsAgreed: boolean;
  /** The day that the tenant was summoned to. */
  plannedOn: LocalDate | null;
  heldOn: LocalDate | null;
  inspectLatestOn: LocalDate | null;
  reportDeliveredOn: LocalDate | null;
  reportLatestOn: LocalDate | null;
  /** Null: no inspection was held to count from. */
  claimLatestOn: LocalDate | null;
}

/** What the agreement was asked for, and its answer. */
export class CalculatedCoverView {
  /** Øre. @example 3237000 */
  askedOere: Oere;
  status: 'requested' | 'reserved' | 'refused' | 'paid';
  /** Øre; null: not answered yet. @example 3000000 */
  coverOere: Oere | null;
  /** In the ledger's word. @example "cap-is-used-up" */
  refusal: string | null;
  /** Last day of the reservation. */
  reservedUntil: LocalDate | null;
}

/** What both audiences are told at every stage. */
export class CalculationHeadView {
  /** What people call the case by. @example "W-27-00012-4" */
  number: string;
  /** What people call the agreement by; null where it is not known. */
  agreementNumber: string | null;
  municipality: string;
  /** `being_assessed`: the share is not approved. */
  stage: 'being_assessed' | 'decided';
  movedOutOn: LocalDate;
  /** The day the statement was received. */
  receivedOn: LocalDate;
  /** The last day for the decision: when the landlord hears next; null: none is set, as in a dispute. */
  decisionDueOn: LocalDate | null;
  decidedOn: LocalDate | null;
  /** The last day for paying the share. */
  paymentDueOn: LocalDate | null;
  paidOn: LocalDate | null;
  /** Øre, all lines together. @example 6127000 */
  submittedOere: Oere;
  securities: SecuritiesView;
  /** For the landlord null until it is approved, as it is where none is owed. */
  vacancyRent: CalculatedVacancyView | null;
  missing: MissingView[];
}

/** For the landlord: his own lines; what was decided on them once it is approved, and nothing of it before. */
export class LandlordCalculationView extends CalculationHeadView {
  lines: CalculatedLineView[];
  /** Null: not decided. */
  result: CalculationResultView | null;
}

/** For the municipality: every step as it stands, approved or not, and what it was decided on. */
export class CalculationView extends CalculationHeadView {
  lines: ReviewedLineView[];
  result: CalculationResultView;
  inspection: CalculatedInspectionView;
  /** Null: not asked for. */
  cover: CalculatedCoverView | null;
}
