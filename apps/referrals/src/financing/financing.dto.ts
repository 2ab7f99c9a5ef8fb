// SPDX-License-Identifier: MPL-2.0
import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsInt, IsOptional, IsUUID, Max, Min } from 'class-validator';
import { DateOnly, EachOnce, Part } from '#contracts/fields';
import { FINANCING_STATES, type FinancingState } from '#contracts/referrals/financing';
import { isPaused, type LocalDate, type Oere } from '#domain';
import type { Command, Stored } from '#persistence';
import { DeadlineStepView, OwnedQuery, OwnerView, ownerView, RefusedActionView, Sortable } from '#service';
import { LATE_REASONS, type LateReason } from './application.js';
import {
  type Financing,
  type FinancingFacts,
  financingOwner,
  financingRules,
  type Grant,
  type Payment,
  REFUSAL_REASONS,
  type RefusalReason,
  type Refuse,
  unpaidOere,
} from './financing.js';
import { HELP_BASES, HELP_CONDITIONS, type HelpBasis, type HelpCondition } from './legal-basis.js';
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
  kind: 'temporary_rent_help';
  state: FinancingState['state'];
  /** The case of missing rent. */
  caseRef: string;
  appliedOn: LocalDate;
  /** The last day for the decision. */
  decisionDueOn: LocalDate;
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
    const { id, number, version, kind, state, caseRef, appliedOn, decisionDueOn, decidedOn, lateReason } = row;
    return {
      ...{ id, number, version, kind, state, caseRef, appliedOn, decisionDueOn, decidedOn, lateReason },
      nextStep: nextStepOf(row),
      owner: ownerView(financingOwner, row),
      deadlineCourse: [...row.deadlineCourse],
      ...financingRules.offers(row, actor.roles, facts),
    };
  }
}

function nextStepOf({ state, decisionDueOn, disbursementDueOn, ...help }: Stored<Financing>): FinancingStep | null {
  if (state === 'APPLIED') return { role: 'benefits_caseworker', dueOn: decisionDueOn };
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

/** For finance: whom to pay what and when, and what comes back. Nothing of why. */
export class FinancingFinanceView extends FinancingHeaderView {
  payee: 'landlord';
  landlordRef: string;
  tenancyRef: string | null;
  /** Øre in all; null until the decision has taken effect. */
  amountOere: Oere | null;
  /** The day on which the landlord is to be paid; null until the decision has taken effect. */
  payOn: LocalDate | null;
  /** The last day for paying in time. */
  disbursementDueOn: LocalDate | null;
  /** Øre paid to the landlord. */
  paidOere: Oere;
  /** Øre granted and not paid yet. */
  unpaidOere: Oere;
  /** The day of the newest payment. */
  paidOn: LocalDate | null;
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
      payee: 'landlord',
      landlordRef,
      tenancyRef,
      amountOere: effective ? row.amountOere : null,
      payOn: effective ? row.payOn : null,
      disbursementDueOn,
      paidOere,
      unpaidOere: row.state === 'GRANTED' ? unpaidOere(row) : 0,
      paidOn,
      repayable,
      repaymentPlan: row.repaymentPlan && bookedPlan(row.repaymentPlan, repaidOere),
      repaidOere,
      receivableOere: receivableOere(row),
    };
  }
}

/** For the benefits office: everything. */
export class FinancingBenefitsView extends FinancingFinanceView {
  agreementRef: string | null;
  /** Øre that the landlord still misses, as heard last. */
  owedOere: Oere | null;
  /** Section of aktivloven. */
  basis: HelpBasis | null;
  /** What the law asks for and was found to hold. */
  conditions: HelpCondition[] | null;
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
    const { effectiveOn, refusalReason } = row;
    return {
      ...FinancingFinanceView.of(row, facts, command),
      agreementRef,
      owedOere: facts.owedOere,
      basis,
      conditions,
      monthlyAmountOere,
      months,
      amountOere,
      payOn,
      effectiveOn,
      refusalReason,
    };
  }
}
