// SPDX-License-Identifier: MPL-2.0
import { ArrayMinSize, IsBoolean, IsIn, IsInt, IsOptional, IsUUID, Max, Min, ValidateIf } from 'class-validator';
import { CLAIM_KINDS } from '#contracts/claim-kinds';
import { DateOnly, EachOnce, Parts, References } from '#contracts/fields';
import { MOST_COVER_OERE, MOVE_OUT_STATES } from '#contracts/incidents/move-out';
import { claimLatestOn, dueOn, inspectLatestOn, type LocalDate, type Oere, statementDueOn } from '#domain';
import { type Command, type Stored, versionFor } from '#persistence';
import { FreeText, OwnedQuery, OwnerView, ownerView, RefusedActionView, Sortable, StrikeFact } from '#service';
import {
  ABSENCE_REASONS,
  DISPUTE_REASONS,
  MOVE_OUT_KINDS,
  type MoveOut,
  type MoveOutFacts,
  moveOutOwner,
  type Paid,
  REPORT_DELIVERIES,
  type StatementLine,
  VACANCY_OUTCOMES,
} from './case.js';
import { countingRequest } from './cover.js';
import type { Decided, RaiseDispute } from './dispute.js';
import {
  type DeliverReport,
  type Hold,
  MOVE_OUT_WARNINGS,
  type ReportedMoveOut,
  type Summons,
  warningsOf,
} from './inspection.js';
import { isLapsing } from './line-review.js';
import { moveOutRules } from './move-out.js';
import { MOVE_OUT_RECORDS } from './registered-in-error.js';
import { type ClaimKind, REJECT_CODES, type RejectCode } from './settlement.js';
import { paymentDueOn, settlementNow } from './share.js';
import { type ClaimedLine, type DecidedLine, type DecidedLines, reletFrom, type SubmitStatement } from './statement.js';
import { type Relet, vacancyRentOf } from './vacancy-rent.js';

// --- Commands ---

export class ReportMoveOut implements ReportedMoveOut {
  @IsUUID()
  tenancyRef: string;

  /**
   * How the tenant leaves. An eviction case opens its move-out by itself.
   * @example "voluntary"
   */
  @IsIn(['voluntary', 'abandoned'])
  kind: ReportedMoveOut['kind'];

  /**
   * The day on which the tenant gave notice; left out where there was none.
   * @example "2027-01-12"
   */
  @IsOptional()
  @DateOnly()
  noticeOn?: LocalDate;

  /**
   * The last day, which may lie ahead.
   * @example "2027-04-14"
   */
  @DateOnly()
  movedOutOn: LocalDate;

  /** The day on which the landlord learned of it; default: today. The inspection counts from the later of the two. */
  @IsOptional()
  @DateOnly()
  learnedOn?: LocalDate;
}

export class ChangeMoveOutDate {
  /**
   * The last day.
   * @example "2027-04-15"
   */
  @DateOnly()
  movedOutOn: LocalDate;
}

export class SummonToInspection implements Summons {
  /**
   * The day of the inspection.
   * @example "2027-04-23"
   */
  @DateOnly()
  inspectionOn: LocalDate;

  /**
   * The day on which the tenant was summoned, at least seven days before; later is recorded with a warning.
   * @example "2027-04-15"
   */
  @DateOnly()
  summonedOn: LocalDate;

  /** Landlord and tenant have agreed on less than seven days; only where notice was given or the lease was terminated. */
  @IsOptional()
  @IsBoolean()
  shorterSummonsAgreed?: boolean;
}

export class HoldMoveOutInspection implements Hold {
  /** @example "2027-04-23" */
  @DateOnly()
  heldOn: LocalDate;

  @IsBoolean()
  municipalityTookPart: boolean;

  /**
   * Why the municipality did not; then it is asked for.
   * @example "nobody_available"
   */
  @IsOptional()
  @IsIn(ABSENCE_REASONS)
  absenceReason?: NonNullable<Hold['absenceReason']>;

  @IsBoolean()
  tenantTookPart: boolean;
}

export class DeliverMoveOutReport implements DeliverReport {
  /** At the inspection or at most fourteen days after it; later is recorded with a warning. */
  @DateOnly()
  deliveredOn: LocalDate;

  /** @example "at_inspection" */
  @IsIn(REPORT_DELIVERIES)
  how: DeliverReport['how'];
}

/** One claim. A credit to the tenant is no line. */
export class ClaimLineInput implements ClaimedLine {
  /** @example "restoration" */
  @IsIn(CLAIM_KINDS)
  kind: ClaimKind;

  /**
   * What it is for, in the landlord's words; never who lived there.
   * @example "Maling af stue og gang"
   */
  @FreeText(200)
  text: string;

  /**
   * Øre.
   * @example 1425000
   */
  @IsInt()
  @Min(1)
  @Max(MOST_COVER_OERE)
  amountOere: Oere;

  /**
   * Of rent and utilities: the due day by contract. One line a month.
   * @example "2027-04-01"
   */
  @IsOptional()
  @DateOnly()
  dueOn?: LocalDate;

  /**
   * The day on which the claim was raised with the tenant; default: the day the report was delivered.
   * @example "2027-04-23"
   */
  @IsOptional()
  @DateOnly()
  raisedOn?: LocalDate;

  /** Does it stand in the move-out report? Of restoration and damage always told: what does not stand there is not the tenant's to pay. */
  @ValidateIf(({ kind }: ClaimLineInput, told: unknown) => isLapsing(kind) || told != null)
  @IsBoolean()
  inReport?: boolean;

  /** Of its documentation, as the landlord keeps it; no file name, which could name somebody. */
  @IsOptional()
  @IsUUID()
  documentationRef?: string;
}

/** More lines than any settlement has. */
const MOST_LINES = 200;

export class SubmitSettlementStatement implements SubmitStatement {
  /** None: the tenant gets the securities back. */
  @Parts(() => ClaimLineInput, MOST_LINES)
  lines: ClaimLineInput[];

  /** Øre; default: as the lease has it. Where the lease is known, it must be the same. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MOST_COVER_OERE)
  depositOere?: Oere;

  /** Øre; default: as the lease has it. Where the lease is known, it must be the same. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MOST_COVER_OERE)
  prepaidOere?: Oere;

  /** Øre that the tenant has to his credit besides, such as utilities paid on account. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MOST_COVER_OERE)
  creditOere?: Oere;

  /**
   * The last day for which rent is charged. Vacancy rent runs from the day after.
   * @example "2027-04-30"
   */
  @IsOptional()
  @DateOnly()
  rentChargedThrough?: LocalDate;
}

/** A decision on one line: all of it or nothing. */
export class DecidedLineInput implements DecidedLine {
  @IsUUID()
  lineRef: string;

  @IsBoolean()
  accepted: boolean;

  /**
   * Why it is rejected.
   * @example "fair_wear_and_tear"
   */
  @IsOptional()
  @IsIn(REJECT_CODES)
  code?: RejectCode;
}

const refOf = ({ lineRef }: DecidedLineInput) => lineRef;

export class ReviewLines implements DecidedLines {
  /** Each line once. What the law has taken is not assessed. */
  @Parts(() => DecidedLineInput, MOST_LINES)
  @ArrayMinSize(1)
  @EachOnce(refOf)
  lines: DecidedLineInput[];
}

export class EndDispute implements Decided {
  /**
   * The day of the agreement, or of the decision.
   * @example "2027-06-15"
   */
  @DateOnly()
  decidedOn: LocalDate;

  /** What was decided, each line once; the others stay as they were. */
  @Parts(() => DecidedLineInput, MOST_LINES)
  @ArrayMinSize(1)
  @EachOnce(refOf)
  lines: DecidedLineInput[];
}

export class DisputeSettlement implements RaiseDispute {
  /** Who disputes; the tenant's is recorded by the single entry point. */
  @IsIn(['landlord', 'tenant'])
  by: 'landlord' | 'tenant';

  /** The lines that are disputed. */
  @References(MOST_LINES)
  @ArrayMinSize(1)
  lineRefs: string[];

  /** @example "rejected_wrongly" */
  @IsIn(DISPUTE_REASONS)
  reason: RaiseDispute['reason'];
}

export class ReportRelet implements Relet {
  /**
   * First day of the next tenant, under an agreement or not.
   * @example "2027-06-01"
   */
  @DateOnly()
  reletOn: LocalDate;
}

export class RegisterSharePayment implements Paid {
  /**
   * The day of the payment, since it was approved, today or earlier.
   * @example "2027-06-30"
   */
  @DateOnly()
  paidOn: LocalDate;

  /**
   * Øre: what was approved.
   * @example 3000000
   */
  @IsInt()
  @Min(1)
  @Max(MOST_COVER_OERE)
  amountOere: Oere;
}

export class StrikeInMoveOut extends StrikeFact {
  /**
   * What was recorded. Without its report there is no move-out.
   * @example "summons"
   */
  @IsIn(MOVE_OUT_RECORDS)
  what: (typeof MOVE_OUT_RECORDS)[number];
}

export class StrikeAssessment extends StrikeFact {}

export class ListMoveOuts extends OwnedQuery {
  @Sortable('number', 'day')
  sort?: string;

  @IsOptional()
  @IsIn(MOVE_OUT_STATES)
  state?: MoveOut['state'];

  @IsOptional()
  @IsUUID()
  tenancyRef?: string;

  @IsOptional()
  @IsUUID()
  agreementRef?: string;

  @IsOptional()
  @IsUUID()
  landlordRef?: string;
}

export class CalculationQuery {
  /** Default: html. */
  @IsOptional()
  @IsIn(['html', 'pdf'])
  format: 'html' | 'pdf' = 'html';

  /** Default: Danish. */
  @IsOptional()
  @IsIn(['da', 'en'])
  language: 'da' | 'en' = 'da';
}

// --- Views ---

/** How far the assessment has come is the municipality's: until the decision a landlord is told that the statement is received. */
const TOLD_AS_RECEIVED: readonly MoveOut['state'][] = ['REVIEWED', 'AWAITING_COVER', 'COVER_ANSWERED'];
const isLandlords = ({ actor }: Command) => actor.landlordRef !== undefined;

/** Days and inspection, without money: for the caretaker. */
export class MoveOutCaretakerView {
  id: string;
  /** What people call the case by. */
  number: string;
  /** For `If-Match`. */
  version: number;
  /** Landlords are told `STATEMENT_RECEIVED` until the decision is made. */
  state: MoveOut['state'];
  tenancyRef: string;
  agreementRef: string;
  landlordRef: string;
  /** The last day; may lie ahead. */
  movedOutOn: LocalDate;
  learnedOn: LocalDate;
  /** As the register has it: who lets a single dwelling need not inspect. */
  letsMoreThanOne: boolean;
  /** The last day for the inspection; null: there need not be one. */
  inspectDueOn: LocalDate | null;
  /** The day of the inspection, once the tenant is summoned to it. */
  plannedOn: LocalDate | null;
  /** The last day for the summons; null: there need not be one. */
  summonsDueOn: LocalDate | null;
  summonedOn: LocalDate | null;
  shorterSummonsAgreed: boolean;
  heldOn: LocalDate | null;
  /** Null: it is not held yet. */
  municipalityTookPart: boolean | null;
  absenceReason: MoveOut['absenceReason'];
  tenantTookPart: boolean | null;
  /** The last day for the report; null: the inspection is not held yet, or there need not be one. */
  reportDueOn: LocalDate | null;
  reportDeliveredOn: LocalDate | null;
  reportDelivery: MoveOut['reportDelivery'];
  /** The last day for claims for restoration; null: it counts from the inspection, which is not held yet. */
  claimDueOn: LocalDate | null;
  /** What was recorded although it is late or missing: claims for restoration may be lost by it. */
  warnings: (typeof MOVE_OUT_WARNINGS)[number][];
  /** What the caller may try now. */
  allowedActions: string[];
  /** What else the caller's role could do, and why not now; not in lists. */
  refusedActions?: RefusedActionView[];

  static of(this: void, row: Stored<MoveOut>, facts: MoveOutFacts, command: Command): MoveOutCaretakerView {
    const { id, number, state, tenancyRef, agreementRef, landlordRef, movedOutOn, learnedOn } = row;
    const { letsMoreThanOne, plannedOn, summonedOn, shorterSummonsAgreed, heldOn, municipalityTookPart } = row;
    const { absenceReason, tenantTookPart, reportDeliveredOn, reportDelivery } = row;
    const inspectBy = inspectLatestOn(movedOutOn, learnedOn);
    const claimFrom = letsMoreThanOne ? heldOn : movedOutOn;
    return {
      ...{ id, number, version: versionFor(row, command.actor), tenancyRef, agreementRef, landlordRef },
      state: isLandlords(command) && TOLD_AS_RECEIVED.includes(state) ? 'STATEMENT_RECEIVED' : state,
      ...{ movedOutOn, learnedOn, letsMoreThanOne, plannedOn, summonedOn, shorterSummonsAgreed },
      inspectDueOn: letsMoreThanOne ? inspectBy : null,
      summonsDueOn: letsMoreThanOne ? dueOn('SUMMONS_LATEST', heldOn ?? plannedOn ?? inspectBy) : null,
      ...{ heldOn, municipalityTookPart, absenceReason, tenantTookPart },
      reportDueOn: letsMoreThanOne && heldOn ? dueOn('REPORT_LATEST', heldOn) : null,
      ...{ reportDeliveredOn, reportDelivery },
      claimDueOn: claimFrom && claimLatestOn(letsMoreThanOne, movedOutOn, claimFrom),
      warnings: warningsOf(row),
      ...moveOutRules.offers(row, command.actor.roles, facts),
    };
  }
}

/** For who takes part for the municipality: whose it is, and no money. */
export class MoveOutHeaderView extends MoveOutCaretakerView {
  kind: (typeof MOVE_OUT_KINDS)[number];
  owner: OwnerView | null;

  static override of(this: void, row: Stored<MoveOut>, facts: MoveOutFacts, command: Command): MoveOutHeaderView {
    return { ...MoveOutCaretakerView.of(row, facts, command), kind: row.kind, owner: ownerView(moveOutOwner, row) };
  }
}

/** One claim of the statement. */
export class StatementLineView {
  lineRef: string;
  kind: ClaimKind;
  text: string;
  /** Øre. */
  amountOere: Oere;
  /** Of rent and utilities: the due day by contract. */
  dueOn: LocalDate | null;
  raisedOn: LocalDate;
  inReport: boolean;
  documentationRef: string | null;
  /** Null: not decided, or not told yet. */
  accepted: boolean | null;
  /** Why it is rejected. */
  code: RejectCode | null;

  static of(this: void, line: StatementLine, isTold: boolean): StatementLineView {
    const { review, decidedBy: _, ...claim } = line;
    return {
      ...claim,
      accepted: isTold ? (review?.accepted ?? null) : null,
      code: isTold ? (review?.code ?? null) : null,
    };
  }
}

/** A dispute as both parties are told of it. */
export class DisputeView {
  by: 'landlord' | 'tenant';
  since: LocalDate;
}

/** What the landlord sees: the own claims; what is accepted and paid once it is decided. */
export class MoveOutLandlordView extends MoveOutCaretakerView {
  kind: (typeof MOVE_OUT_KINDS)[number];
  /** The day of the tenant's notice, or on which the lease was terminated. */
  noticeOn: LocalDate | null;
  /** The last day for the statement. */
  statementDueOn: LocalDate;
  statementOn: LocalDate | null;
  lines: StatementLineView[];
  /** Øre. */
  depositOere: Oere;
  prepaidOere: Oere;
  creditOere: Oere;
  rentChargedThrough: LocalDate | null;
  /** The last day for the municipality's decision; null: there is no statement. */
  decisionDueOn: LocalDate | null;
  /** Null: not decided yet. */
  decidedOn: LocalDate | null;
  /** Øre that are accepted in all, once it is decided. */
  acceptedOere: Oere | null;
  /** Øre of the securities that go to the accepted claims, once it is decided. */
  securitiesUsedOere: Oere | null;
  /** Øre: the municipality's share, once it is decided. */
  shareOere: Oere | null;
  /** The last day for paying the share. */
  paymentDueOn: LocalDate | null;
  paidOn: LocalDate | null;
  dispute: DisputeView | null;
  /** First day of the next tenant. */
  reletOn: LocalDate | null;
  /** What became of the rent until then: `open`, paid, or nothing is paid. */
  vacancyOutcome: (typeof VACANCY_OUTCOMES)[number];
  vacancyPaidOn: LocalDate | null;
  vacancyPaidOere: Oere | null;

  static override of(this: void, row: Stored<MoveOut>, facts: MoveOutFacts, command: Command): MoveOutLandlordView {
    const { depositOere, prepaidOere, creditOere, rentChargedThrough, statementOn, decisionDueOn, shareOere } = row;
    const {
      shareApprovedOn: decidedOn,
      sharePaidOn: paidOn,
      dispute,
      vacancyOutcome,
      vacancyPaidOn,
      vacancyPaidOere,
    } = row;
    const isTold = !isLandlords(command) || decidedOn !== null;
    const settlement = decidedOn === null ? null : settlementNow(row);
    return {
      ...MoveOutCaretakerView.of(row, facts, command),
      ...{ kind: row.kind, noticeOn: row.noticeOn },
      ...{ statementDueOn: statementDueOn(row.movedOutOn, row.learnedOn), statementOn },
      lines: row.lines.map((line) => StatementLineView.of(line, isTold)),
      ...{ depositOere, prepaidOere, creditOere, rentChargedThrough, decisionDueOn, decidedOn },
      acceptedOere: settlement?.acceptedOere ?? null,
      securitiesUsedOere: settlement?.securitiesUsedOere ?? null,
      ...{ shareOere, paymentDueOn: paymentDueOn(row), paidOn },
      dispute: dispute && { by: dispute.by, since: dispute.since },
      reletOn: reletFrom(row, facts),
      ...{ vacancyOutcome, vacancyPaidOn, vacancyPaidOere },
    };
  }
}

/** How the money stands: proposed, covered, approved. */
export class ProposedMoneyView {
  /** Id of the sign-in. */
  proposedBy: string | null;
  proposedOn: LocalDate | null;
  approvedBy: string | null;
  approvedOn: LocalDate | null;
  /** What agreements says: `requested` until it has answered; null: nothing is asked for. */
  cover: 'requested' | 'reserved' | 'refused' | 'paid' | null;
  /** Øre that were asked for, utilities counted. */
  askedOere: Oere | null;
  /** Øre that are reserved. */
  reservedOere: Oere | null;
  /** Last day of the reservation; one that has ended is asked for again. */
  reservedUntil: LocalDate | null;
  /**
   * Why nothing is reserved, in the ledger's word.
   * @example "cap-is-used-up"
   */
  refusal: string | null;
}

/** One calendar month of the vacancy rent. */
export class VacancyMonthView {
  from: LocalDate;
  /** Last day. */
  to: LocalDate;
  days: number;
  rentOere: Oere;
  utilitiesOere: Oere;
}

/** The rent from the move-out until somebody else moves in. */
export class VacancyOutView {
  from: LocalDate;
  /** Last day; null: it runs. */
  through: LocalDate | null;
  months: VacancyMonthView[];
  rentOere: Oere;
  utilitiesOere: Oere;
  totalOere: Oere;
  /** Has the cap taken something off? */
  capped: boolean;
}

/** What the statement comes to as it is assessed so far. */
export class SettlementTotalsView {
  acceptedOere: Oere;
  securitiesOere: Oere;
  securitiesUsedOere: Oere;
  /** Øre that cover is asked for. */
  shortfallOere: Oere;
  municipalShareOere: Oere;
  tenantResidualOere: Oere;
  refundOere: Oere;
}

const coverOf = (row: MoveOut, commitment: 'move_out_shortfall' | 'vacancy_rent_out') => {
  const request = countingRequest(row, commitment);
  const answer = request?.answer ?? null;
  const said =
    answer === null
      ? ('requested' as const)
      : answer.state === 'RESERVED'
        ? ('reserved' as const)
        : ('refused' as const);
  return {
    cover: request ? (request.status === 'paid' ? ('paid' as const) : said) : null,
    askedOere: request ? request.amountOere + request.utilitiesOere : null,
    reservedOere: answer?.state === 'RESERVED' ? answer.amountOere : null,
    reservedUntil: answer?.expiresOn ?? null,
    refusal: answer?.refusal ?? null,
  };
};

/** For finance: the assessment and the money; not whose the tenant is. */
export class MoveOutFinanceView extends MoveOutLandlordView {
  evictionRef: string | null;
  /** What people call the eviction case by. */
  evictionNumber: string | null;
  dwellingRef: string | null;
  /** Lines that the law has taken. */
  lapsedLineRefs: string[];
  /** Lines that the dispute is about. */
  disputedLineRefs: string[];
  disputeReason: (typeof DISPUTE_REASONS)[number] | null;
  /** Ids of those who have assessed a line. */
  reviewedBy: string[];
  totals: SettlementTotalsView | null;
  share: ProposedMoneyView;
  /** Has another person than who assessed and proposed it approved it, because it is large? */
  secondPersonNeeded: boolean;
  vacancyRent: VacancyOutView | null;
  vacancyPayment: ProposedMoneyView;
  /** The last day for paying the vacancy rent, once it has an end. */
  vacancyPaymentDueOn: LocalDate | null;
  settledOn: LocalDate | null;

  static override of(this: void, row: Stored<MoveOut>, facts: MoveOutFacts, command: Command): MoveOutFinanceView {
    const { evictionRef, evictionNumber, dwellingRef, lines, dispute, reviewedBy, secondPersonNeeded, settledOn } = row;
    const { shareProposedBy, shareProposedOn, shareApprovedBy, shareApprovedOn } = row;
    const { vacancyProposedBy, vacancyProposedOn, vacancyApprovedBy, vacancyApprovedOn } = row;
    const settlement = row.statementOn === null ? null : settlementNow(row);
    return {
      ...MoveOutLandlordView.of(row, facts, command),
      ...{ evictionRef, evictionNumber, dwellingRef },
      lapsedLineRefs: lines.flatMap(({ lineRef, review }) => (review?.by === 'system' ? [lineRef] : [])),
      disputedLineRefs: [...(dispute?.lineRefs ?? [])],
      disputeReason: dispute?.reason ?? null,
      reviewedBy: [...reviewedBy],
      totals: settlement && {
        ...{ acceptedOere: settlement.acceptedOere, securitiesOere: settlement.securitiesOere },
        ...{ securitiesUsedOere: settlement.securitiesUsedOere, shortfallOere: settlement.shortfallOere },
        ...{ municipalShareOere: settlement.municipalShareOere, tenantResidualOere: settlement.tenantResidualOere },
        refundOere: settlement.refundOere,
      },
      share: {
        ...{ proposedBy: shareProposedBy, proposedOn: shareProposedOn, approvedBy: shareApprovedBy },
        ...{ approvedOn: shareApprovedOn, ...coverOf(row, 'move_out_shortfall') },
      },
      secondPersonNeeded,
      vacancyRent: vacancyRentOf(row, facts),
      vacancyPayment: {
        ...{ proposedBy: vacancyProposedBy, proposedOn: vacancyProposedOn, approvedBy: vacancyApprovedBy },
        ...{ approvedOn: vacancyApprovedOn, ...coverOf(row, 'vacancy_rent_out') },
      },
      vacancyPaymentDueOn:
        (row as Stored<MoveOut> & { vacancyPaymentDueOn?: LocalDate | null }).vacancyPaymentDueOn ?? null,
      settledOn,
    };
  }
}

/** For the single entry point: all of it. */
export class MoveOutMunicipalView extends MoveOutFinanceView {
  owner: OwnerView | null;

  static override of(this: void, row: Stored<MoveOut>, facts: MoveOutFacts, command: Command): MoveOutMunicipalView {
    return { ...MoveOutFinanceView.of(row, facts, command), owner: ownerView(moveOutOwner, row) };
  }
}
