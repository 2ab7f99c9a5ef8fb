// SPDX-License-Identifier: MPL-2.0
import { ArrayMinSize, IsArray, IsBoolean, IsIn, IsInt, IsOptional, IsUUID, Max, Min } from 'class-validator';
import { DateOnly, EachOnce } from '#contracts/fields';
import { EVICTION_STATES } from '#contracts/incidents/eviction';
import type { LocalDate } from '#domain';
import type { Command, Stored } from '#persistence';
import { OwnedQuery, OwnerView, ownerView, RefusedActionView, ShownText, Sortable, StrikeFact } from '#service';
import { TERMINATION_KINDS } from '../neighbour-complaint/case.js';
import { type Conduct, SERIOUS_CONDUCT } from '../neighbour-complaint/conduct.js';
import {
  type Basis,
  type BasisKind,
  type Eviction,
  type EvictionFacts,
  evictionShownAs,
  HELP_OUTCOMES,
  type HelpDecision,
  MINORS,
  REFUSAL_REASONS,
  type Termination,
  WITHDRAW_REASONS,
} from './case.js';
import { EVICTION_WARNINGS, evictionWarningsOf } from './court.js';
import { DUTY_WARNINGS, decisionDueOn, dutyWarningsOf, handlingDueOn } from './duty.js';
import { evictionOwner, evictionRules } from './eviction.js';
import { evictionStep, evictionStepForLandlord } from './next-step.js';
import { EVICTION_STRUCK_ALOUD, EVICTION_STRUCK_QUIETLY } from './registered-in-error.js';
import { endsALease, owedInEviction } from './termination.js';

/** Øre, at most a million kroner: more is a slip of the keyboard. */
const MOST_OERE = 100_000_000;

// --- Commands ---

export class StateConduct {
  /**
   * The day on which it happened, YYYY-MM-DD: within the last twelve months.
   * @example "2027-02-26"
   */
  @DateOnly()
  happenedOn: LocalDate;

  /**
   * Lejeloven § 153, stk. 1, nos 1–8 and 11: what ends a lease at once.
   * @example ["unacceptable_noise"]
   */
  @IsArray()
  @ArrayMinSize(1)
  @EachOnce()
  @IsIn(SERIOUS_CONDUCT, { each: true })
  categories: Conduct[];

  /**
   * Does it require the tenant to move? Otherwise it ends no lease.
   * @example true
   */
  @IsBoolean()
  movingRequired: boolean;
}

export class ServeTermination {
  /**
   * `basisRef` of the ground by which the lease ends.
   * @example "6f9d2f1c-7a5e-4a55-9a53-0a7a2f6d1b10"
   */
  @IsUUID()
  basisRef: string;

  /**
   * `notice`: with the notice of the lease. `breach`: at once, the only way for arrears.
   * @example "breach"
   */
  @IsIn(TERMINATION_KINDS)
  kind: Termination['kind'];

  /**
   * The day on which it was served, YYYY-MM-DD: from the ground's `earliestOn` to today.
   * @example "2027-03-08"
   */
  @DateOnly()
  servedOn: LocalDate;

  /**
   * The last day on which the tenant may still be there, YYYY-MM-DD.
   * @example "2027-03-15"
   */
  @DateOnly()
  vacateBy: LocalDate;
}

export class RegisterEvictionPayment {
  /**
   * The day of the payment, YYYY-MM-DD.
   * @example "2027-03-10"
   */
  @DateOnly()
  paidOn: LocalDate;

  /**
   * What was paid, in øre: at most what is still owed.
   * @example 542900
   */
  @IsInt()
  @Min(1)
  @Max(MOST_OERE)
  amountOere: number;
}

export class WithdrawEviction {
  /**
   * Why the tenant stays.
   * @example "arrears_accepted"
   */
  @IsIn(WITHDRAW_REASONS)
  reason: (typeof WITHDRAW_REASONS)[number];
}

export class VacateEviction {
  /**
   * The day on which the tenant moved out, YYYY-MM-DD.
   * @example "2027-03-14"
   */
  @DateOnly()
  vacatedOn: LocalDate;
}

export class FileBailiffRequest {
  /**
   * The day on which the bailiff court was asked, YYYY-MM-DD: after the tenant was to have moved out.
   * @example "2027-03-19"
   */
  @DateOnly()
  filedOn: LocalDate;
}

export class RecordCourtNotification {
  /**
   * The day on which the court's notification came, YYYY-MM-DD.
   * @example "2027-03-23"
   */
  @DateOnly()
  receivedOn: LocalDate;

  /**
   * Are there children under 18 in the household?
   * @example "unknown"
   */
  @IsIn(MINORS)
  minorsInHousehold: (typeof MINORS)[number];

  /**
   * Does the municipality know something that makes a need for help likely?
   * @example false
   */
  @IsBoolean()
  needIsLikely: boolean;
}

export class TakeUpHelp {
  /**
   * The day on which the question of help was taken up, YYYY-MM-DD.
   * @example "2027-03-24"
   */
  @DateOnly()
  handledOn: LocalDate;
}

export class RecordHearing {
  /**
   * The day of the hearing, YYYY-MM-DD.
   * @example "2027-04-07"
   */
  @DateOnly()
  heldOn: LocalDate;
}

export class RecordRefusal {
  /**
   * The day on which the court refused the eviction, YYYY-MM-DD.
   * @example "2027-04-07"
   */
  @DateOnly()
  refusedOn: LocalDate;

  /**
   * Why it did.
   * @example "formal_error"
   */
  @IsIn(REFUSAL_REASONS)
  reason: (typeof REFUSAL_REASONS)[number];
}

export class SetEvictionDate {
  /**
   * The day that the court has set, YYYY-MM-DD.
   * @example "2027-04-14"
   */
  @DateOnly()
  evictionOn: LocalDate;
}

export class ExecuteEviction {
  /**
   * The day on which it was carried out, YYYY-MM-DD; also another than was set.
   * @example "2027-04-14"
   */
  @DateOnly()
  executedOn: LocalDate;
}

export class RecordCourtNotice {
  /**
   * The day of the court's notice that the eviction was carried out, YYYY-MM-DD: the fourteen days count from it.
   * @example "2027-04-14"
   */
  @DateOnly()
  noticeOn: LocalDate;
}

export class DecideHelp {
  /**
   * The day of the decision, YYYY-MM-DD.
   * @example "2027-04-20"
   */
  @DateOnly()
  decidedOn: LocalDate;

  /**
   * Whether there is ground for help.
   * @example "help"
   */
  @IsIn(HELP_OUTCOMES)
  outcome: HelpDecision['outcome'];
}

export class StrikeInEviction extends StrikeFact {
  /**
   * What was recorded.
   * @example "payment"
   */
  @IsIn(EVICTION_STRUCK_ALOUD)
  what: (typeof EVICTION_STRUCK_ALOUD)[number];
}

export class StrikeDuty extends StrikeFact {
  /**
   * What was recorded of the municipality's duty.
   * @example "courtNotification"
   */
  @IsIn(EVICTION_STRUCK_QUIETLY)
  what: (typeof EVICTION_STRUCK_QUIETLY)[number];
}

/** What a landlord may know of a case's state. */
export const EVICTION_SHOWN_STATES = EVICTION_STATES.filter((state) => state !== 'MUNICIPAL_DUTY');

/** Filters are combined; each is optional. A landlord filters by `status`, not by what only the municipality sees. */
export class ListEvictions extends OwnedQuery {
  @Sortable('number', 'day')
  sort?: string;

  /** As a landlord sees it: the court's notification makes no difference. */
  @IsOptional()
  @IsIn(EVICTION_SHOWN_STATES)
  status?: (typeof EVICTION_SHOWN_STATES)[number];

  @IsOptional()
  @IsIn(EVICTION_STATES)
  state?: Eviction['state'];

  @IsOptional()
  @IsUUID()
  tenancyRef?: string;
}

// --- Views: allow-lists, one per audience ---

type Row = Stored<Eviction> & { shownVersion: number };

export class EvictionStepView {
  /** Who acts next; `tenant`, `court`: their step is awaited. */
  role: string;
  /** The last day in time; null where no day is set. */
  by: string | null;
  text: ShownText;
}

export class BasisView {
  basisRef: string;
  kind: BasisKind;
  /** Kind, reference and number of the case that it comes from; null: it was stated here. */
  caseKind: string | null;
  caseRef: string | null;
  caseNumber: string | null;
  since: string;
  /** The first day on which the lease may be terminated by it; null: by it alone it never may. */
  earliestOn: string | null;
  /** Øre, of arrears: what was owed when they came here. */
  owedOere: number | null;
  /** Of conduct that was stated here. */
  categories: string[];
}

export class TerminationView {
  terminationRef: string;
  basisRef: string;
  kind: string;
  servedOn: string;
  vacateBy: string;
}

export class EvictionPaymentView {
  paidOn: string;
  /** Øre. */
  amountOere: number;
}

export class EvictionLatePaymentView {
  paidOn: string;
  /** asked or insists */
  answer: string;
}

export class BailiffRequestView {
  filedOn: string;
  /** The day on which the municipality was told. */
  registeredOn: string;
  /** The last day to tell it; null: the agreement does not ask for it. */
  noticeDueOn: string | null;
}

export class WithdrawalView {
  on: string;
  /** landlord or court */
  by: string;
  reason: string;
}

export class CourtNotificationView {
  notificationRef: string;
  receivedOn: string;
  /** yes, no or unknown; null: forgotten with the citizen. */
  minorsInHousehold: string | null;
  needIsLikely: boolean | null;
  /** The last day to take up the question of help. */
  dueOn: string;
  handledOn: string | null;
}

export class HelpDecisionView {
  decidedOn: string;
  /** help or no_help */
  outcome: string;
}

/** For support worker, outreach team and finance: where it stands, and its days. No ground, no amount, nothing of the household. */
export class EvictionHeaderView {
  id: string;
  /** What people call the case by. */
  number: string;
  /** For `If-Match`. */
  version: number;
  state: Eviction['state'];
  tenancyRef: string | null;
  openedOn: string;
  /** By then the tenant is to have moved out; null: no termination is served. */
  vacateBy: string | null;
  /** The day that the court has set. */
  evictionOn: string | null;
  executedOn: string | null;
  vacatedOn: string | null;
  owner: OwnerView | null;
  next: EvictionStepView | null;
  /** What the caller may try now. */
  allowedActions: string[];
  /** What else the caller's role could do, and why not now; not in lists. */
  refusedActions?: RefusedActionView[];

  static of(this: void, row: Row, facts: EvictionFacts, { actor }: Command): EvictionHeaderView {
    const { id, number, version, state, tenancyRef, openedOn, evictionOn, executedOn, vacatedOn } = row;
    return {
      ...{ id, number, version, state, tenancyRef, openedOn },
      vacateBy: row.terminations.at(-1)?.vacateBy ?? null,
      ...{ evictionOn, executedOn, vacatedOn },
      owner: ownerView(evictionOwner, row),
      next: evictionStepForLandlord(row),
      ...evictionRules.offers(row, actor.roles, facts),
    };
  }
}

/** For social services: besides, what the court has told and what the municipality owes the citizen. */
export class EvictionDutyView extends EvictionHeaderView {
  courtNotifications: CourtNotificationView[];
  courtNoticeOn: string | null;
  /** The last day to decide that there is no ground for help; null: the court has not told that it was carried out. */
  helpDecisionDueOn: string | null;
  helpDecision: HelpDecisionView | null;
  /** What the municipality did too late. */
  dutyWarnings: (typeof DUTY_WARNINGS)[number][];

  static override of(this: void, row: Row, facts: EvictionFacts, command: Command): EvictionDutyView {
    const { courtNotifications, courtNoticeOn, helpDecision } = row;
    return {
      ...EvictionHeaderView.of(row, facts, command),
      next: evictionStep(row),
      courtNotifications: courtNotifications.map((one) => ({ ...one, dueOn: handlingDueOn(one) })),
      ...{ courtNoticeOn, helpDecisionDueOn: decisionDueOn(row), helpDecision },
      dutyWarnings: dutyWarningsOf(row),
    };
  }
}

/** The landlord's own claim and steps, which the single entry point sees too. */
class Claim {
  landlordReference: string | null;
  matched: boolean;
  bases: BasisView[];
  /** Is one of them lawful? Else one has to be stated before the lease can be terminated. */
  hasLawfulBasis: boolean;
  /** The newest last; that one counts. */
  terminations: TerminationView[];
  payments: EvictionPaymentView[];
  /** Øre, of all arrears that came here. */
  owedOere: number;
  latePayment: EvictionLatePaymentView | null;
  bailiffRequest: BailiffRequestView | null;
  /** The day of the hearing. */
  heldOn: string | null;
  withdrawal: WithdrawalView | null;
  /** What is late, missing or otherwise than was set; recorded all the same. */
  warnings: (typeof EVICTION_WARNINGS)[number][];
}

const basisView = ({ insisted: _, ...basis }: Basis): BasisView => ({ ...basis, categories: [...basis.categories] });

function claimOf(row: Row): Claim {
  const { landlordReference, agreementRef, bases, terminations, payments, latePayment, bailiffRequest, heldOn } = row;
  return {
    ...{ landlordReference, matched: agreementRef !== null },
    bases: bases.map(basisView),
    hasLawfulBasis: bases.some(endsALease),
    ...{ terminations: [...terminations], payments: [...payments], owedOere: owedInEviction(row) },
    ...{ latePayment, bailiffRequest, heldOn, withdrawal: row.withdrawal },
    warnings: evictionWarningsOf(row),
  };
}

/** For the single entry point: everything. */
export class EvictionMunicipalView extends EvictionDutyView implements Claim {
  landlordRef: string;
  agreementRef: string | null;
  landlordReference: string | null;
  matched: boolean;
  bases: BasisView[];
  hasLawfulBasis: boolean;
  /** The newest last; that one counts. */
  terminations: TerminationView[];
  payments: EvictionPaymentView[];
  /** Øre, of all arrears that came here. */
  owedOere: number;
  latePayment: EvictionLatePaymentView | null;
  bailiffRequest: BailiffRequestView | null;
  /** The day of the hearing. */
  heldOn: string | null;
  withdrawal: WithdrawalView | null;
  warnings: (typeof EVICTION_WARNINGS)[number][];

  static override of(this: void, row: Row, facts: EvictionFacts, command: Command): EvictionMunicipalView {
    const { landlordRef, agreementRef } = row;
    return { ...EvictionDutyView.of(row, facts, command), ...claimOf(row), landlordRef, agreementRef };
  }
}

/** For the landlord: the own claim and steps, the days of the court, that something happens. Nothing of what the court told. */
export class EvictionLandlordView extends Claim {
  id: string;
  /** What people call the case by. */
  number: string;
  /** For `If-Match`. It counts what the landlord is told of. */
  version: number;
  /** Where it stands, as a landlord may know it. */
  status: (typeof EVICTION_SHOWN_STATES)[number];
  tenancyRef: string | null;
  openedOn: string;
  /** The day that the court has set. */
  evictionOn: string | null;
  executedOn: string | null;
  vacatedOn: string | null;
  next: EvictionStepView | null;
  /** What the caller may try now. */
  allowedActions: string[];
  /** What else the caller's role could do, and why not now; not in lists. */
  refusedActions?: RefusedActionView[];

  static of(this: void, row: Row, facts: EvictionFacts, { actor }: Command): EvictionLandlordView {
    const { id, number, shownVersion, tenancyRef, openedOn, evictionOn, executedOn, vacatedOn } = row;
    return {
      ...{ id, number, version: shownVersion, status: evictionShownAs(row), tenancyRef, openedOn },
      ...{ evictionOn, executedOn, vacatedOn },
      ...claimOf(row),
      next: evictionStepForLandlord(row),
      ...evictionRules.offers(row, actor.roles, facts),
    };
  }
}
