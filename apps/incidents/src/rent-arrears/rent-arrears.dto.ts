// SPDX-License-Identifier: MPL-2.0
import { ApiProperty } from '@nestjs/swagger';
import {
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsUUID,
  Max,
  Min,
  ValidateIf,
} from 'class-validator';
import { DateOnly, EachOnce, LeaseNumber, Part, Parts, Whole } from '#contracts/fields';
import { OUTREACH_ROLES, RENT_ARREARS_STATES } from '#contracts/incidents/rent-arrears';
import type { Command, Stored } from '#persistence';
import {
  DeadlineStepView,
  NewOwner,
  OwnedQuery,
  OwnerView,
  ownerView,
  RefusedActionView,
  Sortable,
  StrikeFact,
} from '#service';
import { LandlordNextView, NextStepView } from '../answer/next-step.dto.js';
import { accountOf, claimOf, leftOf, overpaidOere, owedIn } from './account.js';
import { DEMAND_CHANNELS, DEMAND_LINE_KINDS, type RentArrears, type RentArrearsFacts } from './case.js';
import { earliestDemandOn, runningUntil } from './demand-notice.js';
import { bookInstalments } from './instalment-plan.js';
import { nextForLandlord, nextStep, terminationEarliestOn } from './next-step.js';
import { STRUCK_ALOUD } from './registered-in-error.js';
import { rentArrearsOwner, rentArrearsRules } from './rent-arrears.js';

/** Øre, at most a million kroner: more is a slip of the keyboard. */
const MOST_OERE = 100_000_000;

// --- Commands ---

export class ReportRentArrears {
  /**
   * The tenancy, when the landlord knows its reference.
   * @example "0192f7a0-0000-7000-8000-0000000000e1"
   */
  @IsOptional()
  @IsUUID()
  tenancyRef?: string;

  /**
   * The landlord's own lease number; required when the tenancy's reference is not given. Letters, digits and . _ / -
   * @example "L-17"
   */
  @ValidateIf((report: ReportRentArrears) => report.tenancyRef == null || report.landlordReference != null)
  @LeaseNumber()
  landlordReference?: string;

  /**
   * What is missing of rent and utilities, in øre.
   * @example 510000
   */
  @IsInt()
  @Min(1)
  @Max(MOST_OERE)
  amountOere: number;

  /**
   * The due day by contract, YYYY-MM-DD.
   * @example "2026-08-01"
   */
  @DateOnly()
  rentDueOn: string;
}

export class ReportFurtherRent {
  /**
   * What is missing of rent and utilities of that day, in øre.
   * @example 510000
   */
  @IsInt()
  @Min(1)
  @Max(MOST_OERE)
  amountOere: number;

  /**
   * The due day by contract, YYYY-MM-DD: one that is not reported in this case yet.
   * @example "2026-09-01"
   */
  @DateOnly()
  rentDueOn: string;
}

export class RecordContact {
  /**
   * The day of the contact or of the attempt, YYYY-MM-DD.
   * @example "2026-08-06"
   */
  @DateOnly()
  contactedOn: string;
}

export class DemandLineInput {
  /**
   * What it is for. Only rent, utilities_advance, deposit, prepaid_rent and demand_fee (an earlier demand's) can be
   * demanded; the others are refused by name.
   * @example "rent"
   */
  @IsIn(DEMAND_LINE_KINDS)
  kind: (typeof DEMAND_LINE_KINDS)[number];

  /**
   * Due day by contract of the claim that it is for; it may be left out where the case has one claim.
   * @example "2026-08-01"
   */
  @IsOptional()
  @DateOnly()
  dueOn?: string;

  /**
   * Øre.
   * @example 450000
   */
  @IsInt()
  @Min(1)
  @Max(MOST_OERE)
  amountOere: number;

  /**
   * The tenant disputes it: then it cannot be demanded.
   * @example false
   */
  @IsOptional()
  @IsBoolean()
  disputed?: boolean;
}

/** Påkrav, lejeloven § 182. Every fault is named at once; a date at fault with the earliest lawful one. */
export class IssueDemand {
  /**
   * The date of the letter, YYYY-MM-DD: from the 4th hverdag after the last timely pay day.
   * @example "2026-08-07"
   */
  @DateOnly()
  issuedOn: string;

  /**
   * How it is sent. E-mail and SMS are taken with a warning, oral is refused.
   * @example "letter"
   */
  @IsIn(DEMAND_CHANNELS)
  channel: (typeof DEMAND_CHANNELS)[number];

  /**
   * Does it say in so many words that the lease can be terminated?
   * @example true
   */
  @IsBoolean()
  statesTerminationRisk: boolean;

  /** What is demanded, without the fee of this demand. */
  @Parts(() => DemandLineInput, 50)
  @ArrayMinSize(1)
  lines: DemandLineInput[];

  /**
   * Demand fee in øre: the rate of the year of issue, or 0 for none.
   * @example 32900
   */
  @Whole(0, MOST_OERE)
  feeOere: number;

  /**
   * Lines and fee, in øre.
   * @example 542900
   */
  @Whole(1, 2 * MOST_OERE)
  totalOere: number;

  /**
   * The last day that the letter names, if it names one; checked when the delivery is registered.
   * @example "2026-08-24"
   */
  @IsOptional()
  @DateOnly()
  printedDeadline?: string;
}

export class RegisterDemandDelivery {
  /**
   * `demandRef` of the case's demand.
   * @example "6f9d2f1c-7a5e-4a55-9a53-0a7a2f6d1b10"
   */
  @IsUUID()
  demandRef: string;

  /**
   * The day it reached the tenant, in the letter box or in person; not the day it was sent.
   * @example "2026-08-10"
   */
  @DateOnly()
  deliveredOn: string;

  /**
   * The landlord's reference of the receipt. Without one the demand counts, with a warning.
   * @example "KV-2026-118"
   */
  @IsOptional()
  @LeaseNumber()
  proofRef?: string;
}

export class WithdrawDemand {
  /**
   * `demandRef` of the case's demand.
   * @example "6f9d2f1c-7a5e-4a55-9a53-0a7a2f6d1b10"
   */
  @IsUUID()
  demandRef: string;
}

export class ConfirmTenantPaid {
  /**
   * The day of the payment, YYYY-MM-DD.
   * @example "2026-09-01"
   */
  @DateOnly()
  paidOn: string;

  /**
   * What was paid, in øre: all or a part. With a plan it is booked on the instalments in their order.
   * @example 180967
   */
  @IsInt()
  @Min(1)
  @Max(MOST_OERE)
  amountOere: number;

  /**
   * What the tenant said it is for: the rent of this due day. Without a word it goes to the oldest rent first.
   * @example "2026-09-01"
   */
  @IsOptional()
  @DateOnly()
  forRentDueOn?: string;

  /**
   * What the tenant said it is for: all that this demand asks, with its fee.
   * @example "6f9d2f1c-7a5e-4a55-9a53-0a7a2f6d1b10"
   */
  @IsOptional()
  @IsUUID()
  forDemandRef?: string;
}

/** Afdragsordning over all that is owed, fees included. */
export class AgreeInstalmentPlan {
  /**
   * Number of monthly instalments.
   * @example 3
   */
  @Whole(1, 120)
  instalments: number;

  /**
   * Day of the first, YYYY-MM-DD; the others follow by month, and each moves to an ordinary weekday.
   * @example "2026-09-01"
   */
  @DateOnly()
  firstDueOn: string;

  /**
   * The tenant has said yes.
   * @example true
   */
  @IsBoolean()
  tenantAccepts: boolean;

  /**
   * What the parties agreed on in all, in øre, to be checked against what is owed.
   * @example 542900
   */
  @IsOptional()
  @Whole(1, 2 * MOST_OERE)
  totalOere?: number;
}

const OTHER_PROBLEMS = [
  'neighbour_complaints',
  'house_rules',
  'damage',
  'threats_or_violence',
  'unlawful_use',
  'other',
] as const;

export class ReportOtherProblems {
  /**
   * What beside the arrears leads to an eviction case.
   * @example ["neighbour_complaints"]
   */
  @IsArray()
  @ArrayMinSize(1)
  @EachOnce()
  @IsIn(OTHER_PROBLEMS, { each: true })
  problems: (typeof OTHER_PROBLEMS)[number][];
}

export class StrikeInRentArrears extends StrikeFact {
  /**
   * What was recorded. With a demand its delivery is struck too. `escalation`: that the case became an eviction.
   * @example "payment"
   */
  @IsIn(STRUCK_ALOUD)
  what: (typeof STRUCK_ALOUD)[number];
}

export const SHOWN_STATUS = ['sent', 'received', 'acting', 'done'] as const;

/** Filters are combined; each is optional. A landlord filters by `status`, not by what only the municipality sees. */
export class AssignRentArrears {
  /** Default: the tenant's support worker, or the outreach team when nobody is named. */
  @IsOptional()
  @Part(() => NewOwner)
  to?: NewOwner;
}

export class ListRentArrears extends OwnedQuery {
  @Sortable('number', 'day')
  sort?: string;

  /** sent: not answered yet. received, acting: the municipality has it. done: the case is closed. */
  @IsOptional()
  @IsIn(SHOWN_STATUS)
  status?: (typeof SHOWN_STATUS)[number];

  @IsOptional()
  @IsIn(RENT_ARREARS_STATES)
  state?: (typeof RENT_ARREARS_STATES)[number];

  @IsOptional()
  @IsUUID()
  agreementRef?: string;

  @IsOptional()
  @IsUUID()
  landlordRef?: string;

  @IsOptional()
  @IsUUID()
  tenancyRef?: string;

  /** The landlord's own lease number. */
  @IsOptional()
  @LeaseNumber()
  landlordReference?: string;

  @IsOptional()
  @IsIn(OUTREACH_ROLES)
  assignedTo?: (typeof OUTREACH_ROLES)[number];

  /** Somebody must act before this day, YYYY-MM-DD. */
  @IsOptional()
  @DateOnly()
  dueBefore?: string;
}

// --- Views: allow-lists, one per audience ---

type Row = Stored<RentArrears> & { shownVersion: number };

export class DemandLineView {
  kind: string;
  dueOn: string;
  /** Øre. */
  amountOere: number;
}

/** The missing rent of one due day. */
export class ClaimView {
  dueOn: string;
  /** Øre, as reported. */
  amountOere: number;
  /** Øre, not paid yet. */
  owedOere: number;
}

/** A demand of its own; a case may have several. */
export class DemandView {
  demandRef: string;
  /** ISSUED, RUNNING, PAID_IN_TIME, EXPIRED_UNPAID, INVALID or WITHDRAWN */
  state: string;
  issuedOn: string;
  channel: string;
  lines: DemandLineView[];
  /** Øre. */
  feeOere: number;
  /** Øre. */
  totalOere: number;
  printedDeadline: string | null;
  deliveredOn: string | null;
  /** The landlord's own; no uuid. */
  @ApiProperty({ nullable: true, maxLength: 40 })
  proofRef: string | null;
  /** The last day on which payment is in time. */
  expiresOn: string | null;
  /** The first day on which the lease may be terminated by it. */
  terminationEarliestOn: string | null;
  /** channel-may-not-count, delivery-is-not-proved */
  warnings: string[];
}

export class InstalmentView {
  /** From 1. */
  no: number;
  dueOn: string;
  /** Øre. */
  amountOere: number;
  /** Øre. */
  paidOere: number;
  /** The day on which the last of it was paid. */
  paidOn: string | null;
}

export class PlanView {
  planRef: string;
  agreedOn: string;
  /** Øre: rent, utilities and fees. */
  totalOere: number;
  /** GOOD, BROKEN or PAID */
  standing: string;
  /** Due day of the instalment that broke it. */
  missedOn: string | null;
  instalments: InstalmentView[];
}

export class LatePaymentView {
  paidOn: string;
  /** asked or insists */
  answer: string;
}

export class HelpView {
  /** The case in referrals, `/v1/financings/{helpRef}`. */
  helpRef: string;
  /** asked, granted, refused, withdrawn or paid */
  status: string;
  appliedOn: string;
  decisionDueOn: string;
  payOn: string | null;
  /** Øre, to the landlord so far. */
  paidOere: number;
}

/** For support worker and outreach team: the incident's header, no amount (domain.md 2). */
export class RentArrearsHeaderView {
  id: string;
  /** What people call the case by. */
  number: string;
  /** For `If-Match`. */
  version: number;
  state: string;
  tenancyRef: string | null;
  rentDueOn: string;
  reportedOn: string;
  outreachDueOn: string;
  assignedTo: string | null;
  /** Null until it is assigned. */
  owner: OwnerView | null;
  firstContactOn: string | null;
  lastContactOn: string | null;
  /** Since the tenant was last reached. */
  failedContacts: number;
  /** The last day of the demand that runs. */
  demandExpiresOn: string | null;
  /** Deadlines that were paused or extended, oldest first. */
  deadlineCourse: DeadlineStepView[];
  next: NextStepView | null;
  /** What the caller may try now. */
  allowedActions: string[];
  /** What else the caller's role could do, and why not now; not in lists. */
  refusedActions?: RefusedActionView[];

  static of(this: void, row: Row, facts: RentArrearsFacts, command: Command): RentArrearsHeaderView {
    const { id, number, version, state, tenancyRef, rentDueOn, reportedOn, outreachDueOn, assignedTo } = row;
    const { firstContactOn, lastContactOn, failedContacts } = row;
    return {
      id,
      number,
      version,
      state,
      tenancyRef,
      rentDueOn,
      reportedOn,
      outreachDueOn,
      assignedTo,
      owner: ownerView(rentArrearsOwner, row),
      firstContactOn,
      lastContactOn,
      failedContacts,
      demandExpiresOn: runningUntil(row),
      deadlineCourse: [...row.deadlineCourse],
      next: nextStep(row),
      ...rentArrearsRules.offers(row, command.actor.roles, facts),
    };
  }
}

/** What is owed, demanded and agreed: the landlord's own claim, which the municipality's money roles see too. */
class Claims {
  landlordReference: string | null;
  matched: boolean;
  /** Rent and utilities reported in all, øre. */
  amountOere: number;
  /** Rent and fees not paid yet, øre; the fee of a demand is owed from the day of the letter. */
  owedOere: number;
  /** Oldest first. */
  claims: ClaimView[];
  /** Paid beyond all that is owed, øre, such as a fee that lapsed after it was paid. */
  overpaidOere: number;
  payDay: string;
  /** The earliest lawful date of a demand for the rent reported first, or after a broken plan. */
  demandEarliestOn: string;
  demands: DemandView[];
  plans: PlanView[];
  latePayment: LatePaymentView | null;
  paidOn: string | null;
  /** The case in which the same rent was reported before; this one is closed. */
  duplicateOf: string | null;
  /** Cases that were closed as duplicates of this one. */
  duplicates: string[];
}

function claimsOf(row: Row): Claims {
  const { landlordReference, agreementRef, amountOere, payDay, demands, plans, latePayment, paidOn } = row;
  return {
    landlordReference,
    matched: agreementRef !== null,
    amountOere,
    owedOere: owedIn(row),
    claims: accountOf(row).flatMap((debt) =>
      debt.claimDueOn
        ? [{ dueOn: debt.claimDueOn, amountOere: debt.amountOere, owedOere: row.duplicateOf ? 0 : leftOf(debt) }]
        : [],
    ),
    overpaidOere: overpaidOere(row),
    payDay,
    demandEarliestOn: earliestDemandOn(row, []),
    demands: demands.map(({ registeredOn: _, paymentsBefore: __, lines, warnings, ...demand }) => ({
      ...demand,
      lines: lines.map((line) => ({ kind: line.kind, dueOn: claimOf(row, line), amountOere: line.amountOere })),
      terminationEarliestOn: demand.expiresOn && terminationEarliestOn(demand.expiresOn),
      warnings: [...warnings],
    })),
    plans: plans.map(({ paymentsBefore: _, ...plan }, index) => ({
      ...plan,
      instalments: bookInstalments(row.plans[index]!, row),
    })),
    latePayment: latePayment && { paidOn: latePayment.paidOn, answer: latePayment.answer },
    paidOn,
    duplicateOf: row.duplicateOf,
    duplicates: [...row.duplicates],
  };
}

/** For the benefits office: the arrears and the demands, nothing of how outreach went. */
export class RentArrearsBenefitsView extends Claims {
  id: string;
  /** What people call the case by. */
  number: string;
  /** For `If-Match`. */
  version: number;
  state: string;
  agreementRef: string | null;
  tenancyRef: string | null;
  rentDueOn: string;
  reportedOn: string;
  demandExpiresOn: string | null;
  help: HelpView | null;
  next: NextStepView | null;
  /** What the caller may try now. */
  allowedActions: string[];
  /** What else the caller's role could do, and why not now; not in lists. */
  refusedActions?: RefusedActionView[];

  static of(this: void, row: Row, facts: RentArrearsFacts, command: Command): RentArrearsBenefitsView {
    const { id, number, version, state, agreementRef, tenancyRef, rentDueOn, reportedOn, help } = row;
    return {
      id,
      number,
      version,
      state,
      agreementRef,
      tenancyRef,
      rentDueOn,
      reportedOn,
      demandExpiresOn: runningUntil(row),
      ...claimsOf(row),
      help,
      next: nextStep(row),
      ...rentArrearsRules.offers(row, command.actor.roles, facts),
    };
  }
}

/** For the single entry point: every case, who acts next and by when. */
export class RentArrearsMunicipalView extends RentArrearsBenefitsView {
  landlordRef: string;
  acknowledgeDueOn: string;
  acknowledgedOn: string | null;
  /** Since then the stand-in answers for the single entry point. */
  standInSince: string | null;
  outreachDueOn: string;
  assignedTo: string | null;
  /** Null until it is assigned. */
  owner: OwnerView | null;
  firstContactOn: string | null;
  lastContactOn: string | null;
  failedContacts: number;
  otherProblems: string[];
  /** Deadlines that were paused or extended, oldest first. */
  deadlineCourse: DeadlineStepView[];

  static override of(this: void, row: Row, facts: RentArrearsFacts, command: Command): RentArrearsMunicipalView {
    const { landlordRef, acknowledgeDueOn, acknowledgedOn, standInSince, outreachDueOn, assignedTo } = row;
    const { firstContactOn, lastContactOn, failedContacts, otherProblems } = row;
    return {
      ...RentArrearsBenefitsView.of(row, facts, command),
      landlordRef,
      acknowledgeDueOn,
      acknowledgedOn,
      standInSince,
      outreachDueOn,
      assignedTo,
      owner: ownerView(rentArrearsOwner, row),
      firstContactOn,
      lastContactOn,
      failedContacts,
      otherProblems: [...otherProblems],
      deadlineCourse: [...row.deadlineCourse],
    };
  }
}

/** What a landlord may know of a case's state. */
const STATUS: Readonly<Record<RentArrears['state'], (typeof SHOWN_STATUS)[number]>> = {
  REPORTED: 'sent',
  OUTREACH_PENDING: 'received',
  OUTREACH: 'acting',
  OUTREACH_FAILED: 'acting',
  INSTALMENT_PLAN: 'acting',
  HELP_PENDING: 'acting',
  HELP_GRANTED: 'acting',
  SELF_CURED: 'done',
  CURED_BY_PLAN: 'done',
  CURED_BY_HELP: 'done',
  ESCALATED_TO_EVICTION: 'done',
  DUPLICATE: 'done',
  STRUCK: 'done',
};

export const statesShownAs = (status: (typeof SHOWN_STATUS)[number]): RentArrears['state'][] =>
  RENT_ARREARS_STATES.filter((state) => STATUS[state] === status);

/**
 * For the landlord: the own claim, the own demands and plan, that something happens, and by when the next news comes
 * (domain.md 9.3). Neither the case's state nor that help was asked for.
 */
export class RentArrearsLandlordView extends Claims {
  id: string;
  /** What people call the case by. */
  number: string;
  /** For `If-Match`. It counts what the landlord is told of. */
  version: number;
  tenancyRef: string | null;
  rentDueOn: string;
  reportedOn: string;
  /** sent, received, acting or done */
  status: string;
  /** A payment comes on this day. */
  paymentExpectedOn: string | null;
  next: LandlordNextView | null;
  /** What the caller may try now. */
  allowedActions: string[];
  /** What else the caller's role could do, and why not now; not in lists. */
  refusedActions?: RefusedActionView[];

  static of(this: void, row: Row, facts: RentArrearsFacts, command: Command): RentArrearsLandlordView {
    const { id, number, tenancyRef, rentDueOn, reportedOn, help, state } = row;
    return {
      id,
      number,
      version: row.shownVersion,
      tenancyRef,
      rentDueOn,
      reportedOn,
      ...claimsOf(row),
      status: STATUS[row.state],
      paymentExpectedOn: state === 'HELP_GRANTED' ? (help?.payOn ?? null) : null,
      next: nextForLandlord(row, facts.today),
      ...rentArrearsRules.offers(row, command.actor.roles, facts),
    };
  }
}
