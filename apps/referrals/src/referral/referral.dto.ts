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
  Matches,
  Max,
  Min,
} from 'class-validator';
import { Amount, DateOnly, EachOnce, Part, Parts, STAFF_ID, TEAM_CODE, Whole } from '#contracts/fields';
import { REFERRAL_STATES } from '#contracts/referrals/referral';
import { DEADLINES, type DeadlineCode, daysBetween, dueOn, type LocalDate, type Oere } from '#domain';
import type { Command, Stored } from '#persistence';
import { DeadlineStepView, OwnedQuery, OwnerView, ownerView, RefusedActionView, ShownText, Sortable } from '#service';
import { RecordConsentOfCitizen, RegisterCitizen } from '../citizen/citizen.dto.js';
import { CONSENT_SCOPES } from '../citizen/citizen.js';
import { MOVE_KINDS, type MoveKind } from '../financing/move.js';
import {
  ADMINISTRATION_OUTLOOKS,
  type Assess,
  CHARACTERISTICS,
  type Characteristic,
  CITIZEN_DECLINE_REASONS,
  DOCUMENT_KINDS,
  GUIDANCE,
  type Outlook,
  REFERRAL_GROUNDS,
  REJECTION_REASONS,
  type Refer,
  type Referral,
  type ReferralDocument,
  type ReferralFacts,
  type Rejection,
  referralOwner,
  SUPPORT_NEEDS,
  WITHDRAWAL_REASONS,
} from './case.js';
import { referralRules } from './referral.js';
import { STEPS } from './stages.js';

export class AssessCitizen implements Assess {
  /**
   * Why the citizen is in the target group; codes, no free text.
   * @example ["without_a_home", "young_without_network"]
   */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(CHARACTERISTICS.length)
  @IsIn(CHARACTERISTICS, { each: true })
  @EachOnce()
  characteristics: Characteristic[];

  /** @example "light" */
  @IsIn(SUPPORT_NEEDS)
  supportNeed: Assess['supportNeed'];

  /**
   * The rent without utilities that the citizen can carry, øre per month.
   * @example 470000
   */
  @Amount()
  paymentCapacityOere: Oere;
}

/** A document that came with the referral. */
export class DocumentOfReferral implements ReferralDocument {
  /** @example "consent" */
  @IsIn(DOCUMENT_KINDS)
  kind: ReferralDocument['kind'];

  /** Of the document in the municipality's own archive. */
  @IsUUID()
  documentRef: string;
}

/** An application that came with the referral. */
export class ApplicationWithReferral {
  /** @example "deposit_loan" */
  @IsIn(MOVE_KINDS)
  kind: MoveKind;

  /** The day it was received; today where none is named. */
  @IsOptional()
  @DateOnly()
  appliedOn?: LocalDate;
}

/** Everything at once, or nothing of it: the citizen, the consents, the assessment and the documents' references. */
export class ReferCitizen implements Omit<Refer, 'person' | 'named' | 'citizenRef'> {
  /** The agreement under which a dwelling is to be found. */
  @IsUUID()
  agreementRef: string;

  /** A citizen of the vault; else `citizen`. */
  @IsOptional()
  @IsUUID()
  citizenRef?: string;

  /** A citizen who is not in the vault yet; else `citizenRef`. */
  @IsOptional()
  @Part(() => RegisterCitizen)
  citizen?: RegisterCitizen;

  /** What the citizen consents to with the referral. */
  @IsOptional()
  @Parts(() => RecordConsentOfCitizen, CONSENT_SCOPES.length)
  @EachOnce(({ scope }: RecordConsentOfCitizen) => scope)
  consents?: RecordConsentOfCitizen[];

  /** Where it was made already; else it is due within three working days. */
  @IsOptional()
  @Part(() => AssessCitizen)
  assessment?: AssessCitizen;

  /** What is applied for with it: applications of this day once a landlord has accepted, so that none comes after the lease. */
  @IsOptional()
  @Parts(() => ApplicationWithReferral, MOVE_KINDS.length)
  @EachOnce(({ kind }: ApplicationWithReferral) => kind)
  applications?: ApplicationWithReferral[];

  @IsOptional()
  @Parts(() => DocumentOfReferral, 20)
  @EachOnce(({ documentRef }: DocumentOfReferral) => documentRef)
  documents?: DocumentOfReferral[];

  /**
   * By what the municipality may process the referral; `consent` takes a running consent to `housing_referral`.
   * @example "law"
   */
  @IsIn(REFERRAL_GROUNDS)
  grounds: Refer['grounds'];

  /**
   * Persons who are to live in the dwelling.
   * @example 1
   */
  @Whole(1, 20)
  householdSize: number;

  /** The day the household wants to move in; as soon as can be where none is named. */
  @IsOptional()
  @DateOnly()
  wantedMoveInOn?: LocalDate;
}

/** Who supports the citizen from the first day: a person, a team of which somebody takes it, or a person of a team. */
export class FirstSupport {
  /**
   * Code of a team in which somebody is a support worker.
   * @example "bostoette-nord"
   */
  @IsOptional()
  @Matches(TEAM_CODE)
  team?: string;

  /** `staffId` of a support worker. */
  @IsOptional()
  @Matches(STAFF_ID)
  person?: string;
}

export class OrderSupport {
  @Part(() => FirstSupport)
  to: FirstSupport;
}

export class DecideOutsideTargetGroup implements Rejection {
  /** @example "capacity_is_below_the_rents" */
  @IsIn(REJECTION_REASONS)
  reason: Rejection['reason'];

  /**
   * How the citizen was told of the right to complain.
   * @example "in_writing"
   */
  @IsIn(GUIDANCE)
  complaintGuidance: Rejection['complaintGuidance'];
}

export class GiveFinancingOutlook implements Outlook {
  /** Are deposit and prepaid rent expected to be financed? */
  @IsBoolean()
  financingExpected: boolean;

  /**
   * Is the rent to be paid by the municipality? `required` takes earlier trouble paying and several evictions because of it.
   * @example "voluntary"
   */
  @IsIn(ADMINISTRATION_OUTLOOKS)
  administrationAgreement: Outlook['administrationAgreement'];

  /** Has the citizen had trouble paying rent? Looked at for `required`, and not kept. */
  @IsOptional()
  @IsBoolean()
  paymentTrouble?: boolean;

  /** How often the citizen was evicted because of it. Looked at for `required`, and not kept. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(100)
  evictionsDueToArrears?: number;
}

export class ProposeDwelling {
  /** A vacancy of the agreement that is reported or reserved. */
  @IsUUID()
  vacancyRef: string;
}

export class CitizenDeclines {
  /** @example "location" */
  @IsIn(CITIZEN_DECLINE_REASONS)
  reason: (typeof CITIZEN_DECLINE_REASONS)[number];
}

export class WithdrawReferral {
  /** @example "found_another_home" */
  @IsIn(WITHDRAWAL_REASONS)
  reason: (typeof WITHDRAWAL_REASONS)[number];
}

export class ListReferrals extends OwnedQuery {
  @Sortable('number', 'day', 'due')
  sort?: string;

  @IsOptional()
  @IsIn(REFERRAL_STATES)
  state?: Referral['state'];

  @IsOptional()
  @IsUUID()
  agreementRef?: string;
}

/** Who must act next. */
export class ReferralStep {
  role: string;
  /** The last day in time; null: none is set, or it waits. */
  dueOn: LocalDate | null;
}

/** What is late: the last day of what was asked for has passed. */
export class LateStep {
  code: DeadlineCode;
  /** What is waited for. */
  what: ShownText;
  dueOn: LocalDate;
  /** Calendar days since. */
  days: number;
}

/** For the single entry point: how far it has come. Nothing of the citizen. */
export class ReferralHeaderView {
  id: string;
  /** What people call the case by. */
  number: string;
  /** For `If-Match`. */
  version: number;
  state: Referral['state'];
  agreementRef: string;
  referredOn: LocalDate;
  /** Since when it is in its state. */
  stageSince: LocalDate;
  /** Calendar days in its state; of one that has ended: null. */
  daysInStage: number | null;
  /** Who must act now, and until when. */
  nextStep: ReferralStep | null;
  /** Null: nothing is. */
  late: LateStep | null;
  /** The day on which the keys are to be handed over at the latest. */
  keysDueOn: LocalDate;
  /** The proposal that stands. */
  proposalRef: string | null;
  dwellingRef: string | null;
  owner: OwnerView | null;
  /** Deadlines that were paused or extended, oldest first. */
  deadlineCourse: DeadlineStepView[];
  /** What the caller may try now. */
  allowedActions: string[];
  /** What else the caller's role could do, and why not now; not in lists. */
  refusedActions?: RefusedActionView[];

  static of(this: void, row: Stored<Referral>, facts: ReferralFacts, { actor }: Command): ReferralHeaderView {
    const { id, number, version, state, agreementRef, referredOn, proposalRef, dwellingRef } = row;
    return {
      ...{ id, number, version, state, agreementRef, referredOn },
      ...{ stageSince: row.stages.at(-1)!.since, nextStep: nextStepOf(row, facts), proposalRef, dwellingRef },
      daysInStage: row.closedAt ? null : daysBetween(row.stages.at(-1)!.since, facts.today),
      late: lateStepOf(row, facts),
      keysDueOn: dueOn('KEYS_HANDED_OVER', referredOn),
      owner: ownerView(referralOwner, row),
      deadlineCourse: [...row.deadlineCourse],
      ...referralRules.offers(row, actor.roles, facts),
    };
  }
}

/** Who acts, and until when; a deadline that waits has no day. */
function nextStepOf(
  { state, stages, deadlineCourse }: Referral,
  { decisionDueOn }: ReferralFacts,
): ReferralStep | null {
  const step = STEPS[state];
  if (!step) return null;
  if (step.isElsewhere === 'own-day') return { role: step.role, dueOn: decisionDueOn };
  const waits = deadlineCourse.some(({ code, kind, endedOn }) => code === step.code && kind === 'pause' && !endedOn);
  return { role: step.role, dueOn: waits ? null : stages.at(-1)!.dueOn };
}

function lateStepOf(row: Referral, facts: ReferralFacts): LateStep | null {
  const { today } = facts;
  const due = nextStepOf(row, facts)?.dueOn ?? null;
  const code = STEPS[row.state]?.code;
  if (!code || due === null || due >= today) return null;
  const { da, en } = DEADLINES[code];
  return { code, what: { da, en }, dueOn: due, days: daysBetween(due, today) };
}

/** For the benefits office: what the outlook takes. Nothing of the support need or why the citizen was referred. */
export class ReferralBenefitsView extends ReferralHeaderView {
  citizenRef: string;
  householdSize: number;
  wantedMoveInOn: LocalDate | null;
  /** Øre per month, without utilities. */
  paymentCapacityOere: Oere | null;
  /** Of the dwelling that is proposed, øre per month, without utilities. */
  rentOere: Oere | null;
  outlookOn: LocalDate | null;
  financingExpected: boolean | null;
  administrationOutlook: Referral['administrationOutlook'];

  static override of(this: void, row: Stored<Referral>, facts: ReferralFacts, command: Command): ReferralBenefitsView {
    const { citizenRef, householdSize, wantedMoveInOn, paymentCapacityOere, rentOere } = row;
    const { outlookOn, financingExpected, administrationOutlook } = row;
    return {
      ...ReferralHeaderView.of(row, facts, command),
      ...{ citizenRef, householdSize, wantedMoveInOn, paymentCapacityOere, rentOere },
      ...{ outlookOn, financingExpected, administrationOutlook },
    };
  }
}

/** A state that the referral is or was in. */
export class StageView {
  state: Referral['state'];
  since: LocalDate;
  /** The last day of what it asked for; null: it asked for nothing that has a day. */
  dueOn: LocalDate | null;
  /** Null: it is in it. */
  leftOn: LocalDate | null;
}

/** A dwelling that was proposed and is not any more. */
export class DeclineView {
  proposalRef: string;
  by: 'landlord' | 'citizen' | 'municipality';
  on: LocalDate;
  reason: string;
}

/** What was applied for with the referral. */
export class AppliedForView {
  kind: MoveKind;
  appliedOn: LocalDate;
}

/** A document that came with the referral. */
export class DocumentView {
  kind: string;
  documentRef: string;
}

/** For social services: everything. */
export class ReferralView extends ReferralBenefitsView {
  grounds: Referral['grounds'];
  documents: DocumentView[];
  appliedFor: AppliedForView[];
  characteristics: Characteristic[] | null;
  supportNeed: Referral['supportNeed'];
  assessedOn: LocalDate | null;
  /** `staffId` of who is to support the citizen from the first day. */
  supportWorker: string | null;
  supportTeam: string | null;
  rejectedBecause: Referral['rejectedBecause'];
  complaintGuidance: Referral['complaintGuidance'];
  vacancyRef: string | null;
  proposedOn: LocalDate | null;
  acceptedOn: LocalDate | null;
  declines: DeclineView[];
  financedOn: LocalDate | null;
  tenancyRef: string | null;
  /** First day of the tenancy. */
  startsOn: LocalDate | null;
  movedInOn: LocalDate | null;
  withdrawnBecause: Referral['withdrawnBecause'];
  /** Every state that it has been in, the newest last. */
  stages: StageView[];

  static override of(this: void, row: Stored<Referral>, facts: ReferralFacts, command: Command): ReferralView {
    const { grounds, supportNeed, assessedOn, supportWorker, supportTeam, rejectedBecause, complaintGuidance } = row;
    const { vacancyRef, proposedOn, acceptedOn, financedOn, tenancyRef, startsOn, movedInOn, withdrawnBecause } = row;
    return {
      ...ReferralBenefitsView.of(row, facts, command),
      ...{ grounds, supportNeed, assessedOn, supportWorker, supportTeam, rejectedBecause, complaintGuidance },
      ...{ documents: [...row.documents], appliedFor: [...row.appliedFor] },
      characteristics: row.characteristics && [...row.characteristics],
      ...{ vacancyRef, proposedOn, acceptedOn, financedOn, declines: [...row.declines] },
      ...{ tenancyRef, startsOn, movedInOn, withdrawnBecause },
      stages: [...row.stages],
    };
  }
}
