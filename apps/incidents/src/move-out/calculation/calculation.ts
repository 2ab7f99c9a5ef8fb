// SPDX-License-Identifier: MPL-2.0
// What each audience is shown of a settlement: the arithmetic with the rule of every amount. Pure.
import { claimLatestOn, dueOn, fillText, inspectLatestOn, type LocalDate, type Oere, sum } from '#domain';
import type { InspectionFacts } from '../line-review.js';
import { type ClaimLine, type SettlementInput, settle } from '../settlement.js';
import type { VacancyOut } from '../vacancy-out.js';
import type {
  CalculatedCoverView,
  CalculatedInspectionView,
  CalculatedLineView,
  CalculatedVacancyView,
  CalculationResultView,
  CalculationRuleView,
  CalculationView,
  FigureView,
  LandlordCalculationView,
  MissingView,
} from './calculation.dto.js';
import { reasonOf } from './reason.js';
import { CALCULATION_RULES, type CalculationRuleCode, MISSING, type MissingCode } from './words.js';

/** All that a calculation is made of. */
export interface CalculatedCase {
  /** What people call the case by. */
  number: string;
  /** What people call the agreement by; null where it is not known. */
  agreementNumber: string | null;
  municipality: string;
  /** The day the statement was received. */
  receivedOn: LocalDate;
  /** The last day for the decision: when the landlord hears next; null: none is set, as in a dispute. */
  decisionDueOn: LocalDate | null;
  settlement: SettlementInput;
  inspection: InspectionFacts;
  /** Null: not asked for. */
  cover: CalculatedCover | null;
  /** The day the share was approved. Null: nothing of the review is shown to the landlord. */
  decidedOn: LocalDate | null;
  paymentDueOn: LocalDate | null;
  paidOn: LocalDate | null;
  /** Null: none is owed, or none was promised. */
  vacancy: CalculatedVacancy | null;
}

/** What was asked of the agreement; the answer's amount is `coverOere` of the settlement. */
export type CalculatedCover = Omit<CalculatedCoverView, 'coverOere'>;

export interface CalculatedVacancy {
  rent: VacancyOut;
  /** Null: not approved; the landlord is not shown it. */
  approvedOn: LocalDate | null;
  /** What is paid of it; less than the rent where the agreement has room for less. */
  approvedOere: Oere | null;
  paidOn: LocalDate | null;
}

/** For the landlord: what the agreement's parties may both know, and nothing of the review before it is approved. */
export function landlordCalculation(calculated: CalculatedCase): LandlordCalculationView {
  const { decidedOn, decisionDueOn, paymentDueOn, paidOn, vacancy } = calculated;
  const isDecided = decidedOn !== null;
  return {
    ...head(calculated),
    stage: isDecided ? 'decided' : 'being_assessed',
    ...{ decidedOn, paymentDueOn: isDecided ? paymentDueOn : null, paidOn: isDecided ? paidOn : null },
    lines: isDecided ? decidedLines(calculated) : calculated.settlement.lines.map(undecided),
    result: isDecided ? resultOf(calculated) : null,
    vacancyRent: vacancy?.approvedOn ? vacancyOf(vacancy) : null,
    missing: [
      ...missingIf(!isDecided && decisionDueOn !== null, 'settlement-is-decided-by-a-day', { decisionDueOn }),
      ...missingIf(!isDecided && decisionDueOn === null, 'settlement-is-being-assessed'),
      ...missingIf(vacancy !== null && !vacancy.approvedOn, 'vacancy-rent-is-being-assessed'),
    ],
  };
}

export function municipalCalculation(calculated: CalculatedCase): CalculationView {
  const { decidedOn, paymentDueOn, paidOn, vacancy, cover, settlement } = calculated;
  const result = resultOf(calculated);
  const count = settlement.lines.filter(({ review }) => !review).length;
  const isAsked = cover !== null || result.shortfall.amountOere === 0;
  return {
    ...head(calculated),
    stage: decidedOn ? 'decided' : 'being_assessed',
    ...{ decidedOn, paymentDueOn, paidOn },
    lines: decidedLines(calculated).map((line, at) => {
      const { review, inReport } = settlement.lines[at]!;
      return { ...line, reviewedBy: review?.by ?? null, inReport };
    }),
    result,
    vacancyRent: vacancy && vacancyOf(vacancy),
    inspection: inspectionOf(calculated.inspection),
    cover: cover && coverOf(cover, settlement),
    missing: [
      ...missingIf(count > 0, 'lines-are-not-all-reviewed', { count }),
      ...missingIf(!isAsked, 'cover-is-not-asked-for'),
      ...missingIf(cover !== null && settlement.coverOere === null, 'cover-is-not-answered'),
      ...missingIf(!decidedOn, 'share-is-not-approved'),
      ...missingIf(vacancy?.rent.through === null, 'vacancy-has-no-end'),
      ...missingIf(vacancy !== null && !vacancy.approvedOn, 'vacancy-rent-is-not-approved'),
    ],
  };
}

function head({ settlement, number, agreementNumber, municipality, receivedOn, decisionDueOn }: CalculatedCase) {
  const { movedOutOn, depositOere, prepaidOere, creditOere, lines } = settlement;
  const securitiesOere = sum([depositOere, prepaidOere, creditOere]);
  return {
    ...{ number, agreementNumber, municipality, movedOutOn, receivedOn, decisionDueOn },
    submittedOere: sum(lines.map(({ amountOere }) => amountOere)),
    securities: { depositOere, prepaidOere, creditOere, total: figure(securitiesOere, 'securities-are-one-pool') },
  };
}

const undecided = ({
  lineRef,
  kind,
  text,
  dueOn,
  raisedOn,
  documentationRef,
  amountOere,
}: ClaimLine): CalculatedLineView => ({
  ...{ lineRef, kind, text, dueOn, raisedOn, documentationRef, amountOere },
  ...{ acceptedOere: null, rejection: null, covered: null },
});

function decidedLines({ settlement, inspection }: CalculatedCase): CalculatedLineView[] {
  const settled = settle(settlement).lines;
  return settlement.lines.map((line, at) => {
    const { acceptedOere, covered } = settled[at]!;
    const [code, text] = [line.review?.code, reasonOf(line, inspection)];
    return {
      ...undecided(line),
      ...{ acceptedOere: line.review ? acceptedOere : null, covered },
      rejection: code && text ? { code, text } : null,
    };
  });
}

function resultOf({ settlement }: CalculatedCase): CalculationResultView {
  const settled = settle(settlement);
  const isAnswered = settlement.coverOere !== null || settled.shortfallOere === 0;
  const share = isAnswered ? 'share-is-the-shortfall-as-far-as-promised' : 'share-awaits-the-cover';
  return {
    accepted: figure(settled.acceptedOere, 'accepted-is-the-sum-of-accepted-lines'),
    steps: settled.steps.map(({ rule, ...step }) => ({ ...step, rule: ruleView(rule as CalculationRuleCode) })),
    securitiesUsedOere: settled.securitiesUsedOere,
    shortfall: figure(settled.shortfallOere, 'shortfall-is-what-is-covered-and-unpaid'),
    municipalShare: figure(settled.municipalShareOere, share),
    tenantResidual: figure(settled.tenantResidualOere, 'residual-is-what-nobody-else-bears'),
    refund: figure(settled.refundOere, 'refund-is-what-the-securities-leave'),
  };
}

function vacancyOf({ rent, approvedOn, approvedOere, paidOn }: CalculatedVacancy): CalculatedVacancyView {
  const { from, through, months, totalOere, capped } = rent;
  return {
    ...{ from, through, months: [...months], capped, approvedOn, approvedOere, paidOn },
    total: figure(totalOere, 'vacancy-rent-runs-from-the-rent-to-the-next-tenancy'),
  };
}

function inspectionOf(facts: InspectionFacts): CalculatedInspectionView {
  const { letsMoreThanOne, movedOutOn, learnedOn, plannedOn, summonedOn, shorterSummonsAgreed } = facts;
  const { heldOn, reportDeliveredOn } = facts;
  const [inspection] = [plannedOn, heldOn].filter((on) => on !== null).toSorted();
  const ifHeld = (latest: (on: LocalDate) => LocalDate) => (letsMoreThanOne && heldOn ? latest(heldOn) : null);
  return {
    ...{ letsMoreThanOne, learnedOn, summonedOn, shorterSummonsAgreed, plannedOn, heldOn, reportDeliveredOn },
    summonsLatestOn: letsMoreThanOne && inspection ? dueOn('SUMMONS_LATEST', inspection) : null,
    inspectLatestOn: letsMoreThanOne ? inspectLatestOn(movedOutOn, learnedOn) : null,
    reportLatestOn: ifHeld((on) => dueOn('REPORT_LATEST', on)),
    claimLatestOn: letsMoreThanOne
      ? ifHeld((on) => claimLatestOn(true, movedOutOn, on))
      : claimLatestOn(false, movedOutOn, movedOutOn),
  };
}

const coverOf = (
  { askedOere, status, refusal, reservedUntil }: CalculatedCover,
  { coverOere }: SettlementInput,
): CalculatedCoverView => ({ askedOere, status, coverOere, refusal, reservedUntil });

const ruleView = (code: CalculationRuleCode): CalculationRuleView => ({ code, ...CALCULATION_RULES[code] });

const figure = (amountOere: Oere, code: CalculationRuleCode): FigureView => ({ amountOere, rule: ruleView(code) });

function missingIf(isMissing: boolean, code: MissingCode, facts: Record<string, unknown> = {}): MissingView[] {
  const { da, en } = MISSING[code];
  return isMissing ? [{ code, text: { da: fillText(da, facts, 'da'), en: fillText(en, facts, 'en') } }] : [];
}
