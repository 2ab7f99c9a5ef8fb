// SPDX-License-Identifier: MPL-2.0
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsUUID,
  Max,
  Min,
} from 'class-validator';
import { DateOnly, EachOnce, Part, Parts } from '#contracts/fields';
import { FINANCING_KINDS, FINANCING_STATES, type FinancingState } from '#contracts/referrals/financing';
import { isPaused, type LocalDate, type Oere } from '#domain';
import type { Command, Stored } from '#persistence';
import { DeadlineStepView, OwnedQuery, OwnerView, ownerView, RefusedActionView, Sortable, StrikeFact } from '#service';
import { MOST_MONTHS } from '../tenancy/lease.js';
import { LATE_REASONS, type LateReason } from './application.js';
import {
  FINANCING_RECORDS,
  type Financing,
  type FinancingFacts,
  financingOwner,
  financingRules,
  type Grant,
  type GrantMove,
  type Payment,
  REFUSAL_REASONS,
  type RefusalReason,
  type Refuse,
  unpaidOere,
} from './financing.js';
import {
  HELP_BASES,
  HELP_CONDITIONS,
  type HelpBasis,
  type HelpCondition,
  MOVE_BASES,
  MOVE_CONDITIONS,
  type MoveBasis,
  type MoveCondition,
} from './legal-basis.js';
import {
  type ApplyForMove,
  ITEM_CODES,
  type Item,
  type ItemCode,
  isLateApplication,
  LATE_APPLICATION_REASONS,
  type LateApplicationReason,
  MOVE_KINDS,
  type MoveKind,
  NEED_REASONS,
  PAYEES,
  type Payee,
  PRICE_REASONS,
} from './move.js';
import { moveInTotals } from './move-in-totals.js';
import { bookedPlan, type RepaymentTerms, receivableOere } from './repayment.js';

/** The most a single amount may be: a million kroner. */
const MOST_OERE = 100_000_000;

/** Is the help to be paid back, and how? A plan has a first due day and either a size or a number of instalments. */
export class Repayment implements RepaymentTerms {
  /** Part of the decision, never added later. @example true */
  @IsBoolean()
  required: boolean;

  /**
   * Øre per instalment; the last is what is left.
   * @example 50000
   */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MOST_OERE)
  instalmentOere?: Oere;

  /** Number of monthly instalments, instead of their size. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(600)
  instalments?: number;

  /**
   * Due day of the first, YYYY-MM-DD; a day that is not an ordinary weekday moves to the next.
   * @example "2027-02-01"
   */
  @IsOptional()
  @DateOnly()
  firstDueOn?: LocalDate;
}

/** An administration agreement as a condition of the help: the municipality pays the rent from then on. */
export class ConditionOfHelp {
  /**
   * Øre per month, paid to the landlord.
   * @example 510000
   */
  @IsInt()
  @Min(1)
  @Max(MOST_OERE)
  monthlyAmountOere: Oere;

  /**
   * The first day for which the municipality pays, YYYY-MM-DD.
   * @example "2027-01-01"
   */
  @DateOnly()
  firstPaymentOn: LocalDate;
}

export class GrantFinancing implements Grant {
  /**
   * Section of aktivloven.
   * @example "81a"
   */
  @IsIn(HELP_BASES)
  basis: HelpBasis;

  /**
   * Øre per month.
   * @example 542900
   */
  @IsInt()
  @Min(1)
  @Max(MOST_OERE)
  monthlyAmountOere: Oere;

  /**
   * Months; § 81 b allows 6 at most.
   * @example 1
   */
  @IsInt()
  @Min(1)
  @Max(12)
  months: number;

  /**
   * The day on which the landlord is to be paid, YYYY-MM-DD, today or later.
   * @example "2026-12-21"
   */
  @DateOnly()
  payOn: LocalDate;

  /**
   * What the law asks for and was found to hold.
   * @example ["threatened_by_eviction_for_arrears", "cannot_pay"]
   */
  @IsArray()
  @ArrayMaxSize(HELP_CONDITIONS.length)
  @IsIn(HELP_CONDITIONS, { each: true })
  @EachOnce()
  conditions: HelpCondition[];

  @Part(() => Repayment)
  repayment: Repayment;

  /** Its presence makes it a condition: nothing is paid before the citizen has accepted it. */
  @IsOptional()
  @Part(() => ConditionOfHelp)
  administrationAgreement?: ConditionOfHelp;

  /** Required after the decision's last day, and only then. */
  @IsOptional()
  @IsIn(LATE_REASONS)
  lateReason?: LateReason;
}

export class ApplyForFinancing implements ApplyForMove {
  /** Of a citizen whom a landlord has accepted. */
  @IsUUID()
  referralRef: string;

  /** @example "deposit_loan" */
  @IsIn(MOVE_KINDS)
  kind: MoveKind;

  /**
   * The day the application was received, YYYY-MM-DD, today or earlier; default: today.
   * @example "2026-04-07"
   */
  @IsOptional()
  @DateOnly()
  appliedOn?: LocalDate;

  /** Has the office all that it needs to decide? Its days count from then. */
  @IsBoolean()
  isComplete: boolean;
}

export class CompleteApplication {
  /**
   * The day from which the office had all that it needs, YYYY-MM-DD; default: today.
   * @example "2026-04-07"
   */
  @IsOptional()
  @DateOnly()
  completeOn?: LocalDate;
}

/** What the loan is for; each at most what agreement and law allow, without utilities. */
export class DepositAndPrepaid {
  /** @example 1350000 */
  @IsInt()
  @Min(0)
  @Max(MOST_OERE)
  depositOere: Oere;

  /** @example 1350000 */
  @IsInt()
  @Min(0)
  @Max(MOST_OERE)
  prepaidOere: Oere;
}

/** A documented offer for the move. */
export class MovingOffer {
  /** @example 160000 */
  @IsInt()
  @Min(1)
  @Max(MOST_OERE)
  amountOere: Oere;

  /** Of the document in the municipality's own archive. */
  @IsUUID()
  documentRef: string;
}

/** One kind of thing that the home takes. */
export class FurnishingItem implements Item {
  /** @example "bed" */
  @IsIn(ITEM_CODES)
  item: ItemCode;

  @IsInt()
  @Min(1)
  @Max(50)
  pieces: number;

  /**
   * Øre for all pieces.
   * @example 80000
   */
  @IsInt()
  @Min(1)
  @Max(MOST_OERE)
  amountOere: Oere;

  /** Required for a coffee table and carpets. */
  @IsOptional()
  @IsIn(NEED_REASONS)
  neededBecause?: (typeof NEED_REASONS)[number];

  /** Required above the second-hand price. */
  @IsOptional()
  @IsIn(PRICE_REASONS)
  dearerBecause?: (typeof PRICE_REASONS)[number];
}

export class GrantFinancingOfMove implements GrantMove {
  /**
   * Section of aktivloven; of § 85 its first or second subsection.
   * @example "85_1"
   */
  @IsIn(MOVE_BASES)
  basis: MoveBasis;

  /**
   * What the law asks for and was found to hold.
   * @example ["without_a_home", "cannot_pay", "dwelling_is_suitable", "future_rent_is_affordable"]
   */
  @IsArray()
  @ArrayMaxSize(MOVE_CONDITIONS.length)
  @IsIn(MOVE_CONDITIONS, { each: true })
  @EachOnce()
  conditions: MoveCondition[];

  /** Of a deposit loan. */
  @IsOptional()
  @Part(() => DepositAndPrepaid)
  deposit?: DepositAndPrepaid;

  /** Of help with the move; the cheapest counts. */
  @IsOptional()
  @Parts(() => MovingOffer, 10)
  @ArrayMinSize(1)
  @EachOnce(({ documentRef }: MovingOffer) => documentRef)
  offers?: MovingOffer[];

  /** Of help with furnishing. */
  @IsOptional()
  @Parts(() => FurnishingItem, ITEM_CODES.length)
  @ArrayMinSize(1)
  @EachOnce(({ item }: FurnishingItem) => item)
  items?: FurnishingItem[];

  /**
   * To whom it is paid; a deposit loan to the landlord.
   * @example "landlord"
   */
  @IsIn(PAYEES)
  payee: Payee;

  /**
   * The day on which it is to be paid, YYYY-MM-DD, today or later.
   * @example "2026-12-21"
   */
  @DateOnly()
  payOn: LocalDate;

  @Part(() => Repayment)
  repayment: Repayment;

  /** Required where the lease was signed before the help was applied for (§ 88), and only then. */
  @IsOptional()
  @IsIn(LATE_APPLICATION_REASONS)
  lateApplicationAcceptedBecause?: LateApplicationReason;

  /** Required after the decision's last day, and only then. */
  @IsOptional()
  @IsIn(LATE_REASONS)
  lateReason?: LateReason;
}

export class ProposeDisbursement {
  /**
   * Øre, at most what is granted and not paid.
   * @example 2700000
   */
  @IsInt()
  @Min(1)
  @Max(2_147_483_647)
  amountOere: Oere;
}

export class RefuseFinancing implements Refuse {
  /**
   * Which condition of the law does not hold.
   * @example "citizen_can_pay"
   */
  @IsIn(REFUSAL_REASONS)
  reason: (typeof REFUSAL_REASONS)[number];

  /** Required after the decision's last day, and only then. */
  @IsOptional()
  @IsIn(LATE_REASONS)
  lateReason?: LateReason;
}

export class RegisterPayment implements Payment {
  /**
   * The day of the payment, YYYY-MM-DD, today or earlier.
   * @example "2026-12-21"
   */
  @DateOnly()
  paidOn: LocalDate;

  /**
   * Øre, at most what remains.
   * @example 542900
   */
  @IsInt()
  @Min(1)
  @Max(2_147_483_647)
  amountOere: Oere;
}

export class StrikeInFinancing extends StrikeFact {
  /**
   * What was recorded.
   * @example "repayment"
   */
  @IsIn(FINANCING_RECORDS)
  what: (typeof FINANCING_RECORDS)[number];
}

export class ListFinancings extends OwnedQuery {
  @Sortable('number', 'day')
  sort?: string;

  @IsOptional()
  @IsIn(FINANCING_STATES)
  state?: FinancingState['state'];

  /** The case of missing rent that the help is for. */
  @IsOptional()
  @IsUUID()
  caseRef?: string;

  /** The referral that the help is for. */
  @IsOptional()
  @IsUUID()
  referralRef?: string;

  @IsOptional()
  @IsIn(FINANCING_KINDS)
  kind?: FinancingState['kind'];
}

export class DecisionQuery {
  /** Default: html. */
  @IsOptional()
  @IsIn(['html', 'pdf'])
  format: 'html' | 'pdf' = 'html';

  /** Default: Danish. */
  @IsOptional()
  @IsIn(['da', 'en'])
  language: 'da' | 'en' = 'da';
}

/** What is owed to the municipality for one kind of help. */
export class Receivable {
  kind: FinancingState['kind'];
  /** Cases in which something is owed. */
  cases: number;
  /** Øre that were paid out and not paid back. */
  receivableOere: Oere;
}

export class Receivables {
  items: Receivable[];
  totalOere: Oere;
}

/** Who must act next. */
export class FinancingStep {
  role: 'benefits_caseworker' | 'finance';
  /** The last day in time; null: it depends on the citizen. */
  dueOn: LocalDate | null;
}

/** For the single entry point: how far it has come. No grounds, no amount. */
export class FinancingHeaderView {
  id: string;
  /** What people call the case by. */
  number: string;
  /** For `If-Match`. */
  version: number;
  kind: FinancingState['kind'];
  state: FinancingState['state'];
  /** Of help with missing rent: its case. */
  caseRef: string | null;
  /** Of help with moving in: the referral. */
  referralRef: string | null;
  appliedOn: LocalDate;
  /** Of help with moving in: the day from which the office had all that it needs; null: it has not yet. */
  completeOn: LocalDate | null;
  /** The last day for the decision; null: the application is not complete. */
  decisionDueOn: LocalDate | null;
  decidedOn: LocalDate | null;
  /** Why the decision came late, where it did. */
  lateReason: LateReason | null;
  nextStep: FinancingStep | null;
  /** Who decides. */
  owner: OwnerView | null;
  /** Deadlines that were paused or extended, oldest first. */
  deadlineCourse: DeadlineStepView[];
  /** What the caller may try now. */
  allowedActions: string[];
  /** What else the caller's role could do, and why not now; not in lists. */
  refusedActions?: RefusedActionView[];

  static of(this: void, row: Stored<Financing>, facts: FinancingFacts, { actor }: Command): FinancingHeaderView {
    const { id, number, version, kind, state, caseRef, referralRef, appliedOn, completeOn, ...rest } = row;
    const { decisionDueOn, decidedOn, lateReason } = rest;
    return {
      ...{ id, number, version, kind, state, caseRef, referralRef, appliedOn, completeOn },
      ...{ decisionDueOn, decidedOn, lateReason },
      nextStep: nextStepOf(row),
      owner: ownerView(financingOwner, row),
      deadlineCourse: [...row.deadlineCourse],
      ...financingRules.offers(row, actor.roles, facts),
    };
  }
}

function nextStepOf({ state, decisionDueOn, disbursementDueOn, ...help }: Stored<Financing>): FinancingStep | null {
  if (state === 'APPLIED')
    return { role: 'benefits_caseworker', dueOn: isPaused(help, 'BENEFIT_DECISION') ? null : decisionDueOn };
  if (state === 'AWAITING_CONDITION') return { role: 'benefits_caseworker', dueOn: null };
  return state === 'GRANTED'
    ? { role: 'finance', dueOn: isPaused(help, 'DISBURSEMENT') ? null : disbursementDueOn }
    : null;
}

export class RepaymentInstalment {
  /** From 1. */
  no: number;
  dueOn: LocalDate;
  /** Øre. */
  amountOere: Oere;
  /** Øre paid of it; repayments fill the oldest first. */
  paidOere: Oere;
}

/** What is proposed for payment. Who proposed and who approved it, the audit log tells. */
export class DisbursementView {
  /** Øre that are not paid yet. */
  amountOere: Oere;
  proposedOn: LocalDate;
  /** Null: another person has to approve it. */
  approvedOn: LocalDate | null;
}

/** For finance: whom to pay what and when, and what comes back. Nothing of why. */
export class FinancingFinanceView extends FinancingHeaderView {
  payee: Payee;
  landlordRef: string;
  tenancyRef: string | null;
  /** Øre in all; null until the decision has taken effect. */
  amountOere: Oere | null;
  /** The day on which it is to be paid; null until the decision has taken effect. */
  payOn: LocalDate | null;
  /** The last day for paying in time. */
  disbursementDueOn: LocalDate | null;
  /** Øre paid. */
  paidOere: Oere;
  /** Øre granted and not paid yet. */
  unpaidOere: Oere;
  /** The day of the newest payment. */
  paidOn: LocalDate | null;
  /** What is proposed for payment and not paid yet; help with missing rent is paid without. */
  disbursement: DisbursementView | null;
  /** Is it to be paid back by the citizen? */
  repayable: boolean;
  repaymentPlan: RepaymentInstalment[] | null;
  /** Øre paid back by the citizen. */
  repaidOere: Oere;
  /** Øre that the citizen owes the municipality: paid out and not paid back. */
  receivableOere: Oere;

  static override of(
    this: void,
    row: Stored<Financing>,
    facts: FinancingFacts,
    command: Command,
  ): FinancingFinanceView {
    const { landlordRef, tenancyRef, disbursementDueOn, paidOere, paidOn, repayable, repaidOere } = row;
    const effective = row.effectiveOn !== null;
    return {
      ...FinancingHeaderView.of(row, facts, command),
      payee: row.payee,
      landlordRef,
      tenancyRef,
      amountOere: effective ? row.amountOere : null,
      payOn: effective ? row.payOn : null,
      disbursementDueOn,
      paidOere,
      unpaidOere: row.state === 'GRANTED' ? unpaidOere(row) : 0,
      paidOn,
      disbursement: row.disbursementOere === null ? null : disbursementOf(row),
      repayable,
      repaymentPlan: row.repaymentPlan && bookedPlan(row.repaymentPlan, repaidOere),
      repaidOere,
      receivableOere: receivableOere(row),
    };
  }
}

const disbursementOf = ({ disbursementOere, proposedOn, approvedOn }: Stored<Financing>): DisbursementView => ({
  ...{ amountOere: disbursementOere!, proposedOn: proposedOn!, approvedOn },
});

/** What moving in costs, and who pays what of it. */
export class MoveInView {
  /** The first day of the tenancy, as far as it is known. */
  startsOn: LocalDate;
  /** Øre, without utilities: as many months as agreement and law allow. */
  depositOere: Oere;
  prepaidOere: Oere;
  /** From the first day to the end of its month. */
  firstRentOere: Oere;
  firstUtilitiesOere: Oere;
  totalOere: Oere;
  /** What is granted as a loan for deposit and prepaid rent. */
  loanOere: Oere;
  /** What is left for the citizen. */
  citizenOere: Oere;
}

function moveInOf(row: Stored<Financing>, { move }: FinancingFacts): MoveInView | null {
  if (!move || move.startsOn === null || move.rentOere === null || move.utilitiesOere === null) return null;
  const { startsOn, rentOere, utilitiesOere } = move;
  const isLent = row.kind === 'deposit_loan' && (row.state === 'GRANTED' || row.state === 'PAID');
  const loanOere = move.loanOere + (isLent ? row.amountOere! : 0);
  const [depositMonths, prepaidMonths] = [move.depositMonths ?? MOST_MONTHS, move.prepaidMonths ?? MOST_MONTHS];
  const totals = moveInTotals({ startsOn, rentOere, utilitiesOere, depositMonths, prepaidMonths });
  return { startsOn, ...totals, loanOere, citizenOere: Math.max(0, totals.totalOere - loanOere) };
}

/** For the benefits office: everything. */
export class FinancingBenefitsView extends FinancingFinanceView {
  agreementRef: string | null;
  /** Øre that the landlord still misses, as heard last. */
  owedOere: Oere | null;
  /** Section of aktivloven. */
  basis: HelpBasis | MoveBasis | null;
  /** What the law asks for and was found to hold. */
  conditions: (HelpCondition | MoveCondition)[] | null;
  /** Of a deposit loan: what it is for. */
  deposit: DepositAndPrepaid | null;
  /** Of help with the move: the offers, of which the cheapest counts. */
  offers: MovingOffer[] | null;
  /** Of help with furnishing. */
  items: FurnishingItem[] | null;
  /** Of help with moving in: what the move costs; null: no dwelling is accepted. */
  moveIn: MoveInView | null;
  /** Was the lease signed before the help was applied for (§ 88)? Then it takes a decision of its own. */
  lateApplication: boolean;
  lateApplicationAcceptedBecause: LateApplicationReason | null;
  /** Øre per month. */
  monthlyAmountOere: Oere | null;
  months: number | null;
  /** The day the grant took effect: at once, or when the citizen accepted its condition. */
  effectiveOn: LocalDate | null;
  refusalReason: RefusalReason | null;

  static override of(
    this: void,
    row: Stored<Financing>,
    facts: FinancingFacts,
    command: Command,
  ): FinancingBenefitsView {
    const { agreementRef, basis, conditions, monthlyAmountOere, months, amountOere, payOn } = row;
    const { effectiveOn, refusalReason, appliedOn, lateApplicationAcceptedBecause } = row;
    const { deposit = null, offers = null, items = null } = row.amounts ?? {};
    return {
      ...FinancingFinanceView.of(row, facts, command),
      agreementRef,
      owedOere: facts.owedOere,
      basis,
      conditions,
      ...{ deposit, offers: offers && [...offers], items: items && [...items] },
      moveIn: moveInOf(row, facts),
      lateApplication: isLateApplication(appliedOn, facts.move?.leaseSignedOn),
      lateApplicationAcceptedBecause,
      monthlyAmountOere,
      months,
      amountOere,
      payOn,
      effectiveOn,
      refusalReason,
    };
  }
}
