// SPDX-License-Identifier: MPL-2.0
// Boligindstilling: what a referral is and what its rules read. The rules are in referral.ts.
import type { DeclineReason } from '#contracts/decline-reasons';
import type { REFERRAL_STATES } from '#contracts/referrals/referral';
import type { AgreedSlas, LocalDate, Oere, OwnedColumns, OwnerFacts, WithDeadlineCourse } from '#domain';
import type { MoveKind } from '../financing/move.js';

/** A state that a referral is or was in. */
export interface ReferralStage {
  state: (typeof REFERRAL_STATES)[number];
  since: LocalDate;
  /** The last day of what it asks for; null: it asks for nothing that has a day. */
  dueOn: LocalDate | null;
  /** Null: it is in it. */
  leftOn: LocalDate | null;
}

/** The vacancy that is named, and what the agreement says of its dwelling. */
export interface MatchedVacancy {
  state: string;
  agreementRef: string;
  dwellingRef: string;
  landlordRef: string;
  /** Øre per month. */
  rentOere: Oere;
  /** Null: not told. */
  rooms: number | null;
  /** Another referral has it. */
  isTaken: boolean;
}

export interface AgreedQuota {
  /** `every_nth`, `fixed_list` or `case_by_case`. */
  kind: string;
  n?: number;
  maxPerYear?: number;
}

/** What the municipality has had of the agreement's vacancies. */
export interface QuotaUse {
  /** Vacancies that were reported under the agreement. */
  vacancies: number;
  /** Those that citizens were proposed for or moved into, this one not counted. */
  used: number;
  usedThisYear: number;
}

export interface MatchFacts {
  today: LocalDate;
  /** Persons for each room, at most. */
  personsPerRoom: number;
  /** Null: the agreement is not known here. */
  terms: { state: string; landlordRef: string; quota: AgreedQuota | null } | null;
  /** Of a match: null where there is no such vacancy, or none that the actor may see. */
  vacancy?: MatchedVacancy | null;
  quotaUse?: QuotaUse;
}

export interface Matched {
  vacancyRef: string;
  /** Of the proposal that is made of it. */
  proposalRef: string;
}

/** Why the citizen was assessed as one whom the agreements are for; codes, since a free text could tell a diagnosis. */
export const CHARACTERISTICS = [
  'without_a_home',
  'leaves_a_shelter',
  'leaves_an_institution',
  'leaves_prison',
  'young_without_network',
  'family_with_children',
  'reduced_functional_capacity',
  'vulnerable_mental_health',
  'substance_use',
  'debt',
] as const;
export type Characteristic = (typeof CHARACTERISTICS)[number];

export const SUPPORT_NEEDS = ['none', 'light', 'extensive'] as const;

/** By what the municipality may process the referral (domain.md 9). */
export const REFERRAL_GROUNDS = ['law', 'consent'] as const;

export const REJECTION_REASONS = [
  'capacity_is_below_the_rents',
  'outside_the_age',
  'other_help_fits_better',
  'needs_more_support_than_a_home_of_ones_own_gives',
  'not_in_target_group',
] as const;

export const CITIZEN_DECLINE_REASONS = ['location', 'size', 'rent', 'condition', 'no_answer', 'other'] as const;

export const WITHDRAWAL_REASONS = [
  'citizens_wish',
  'found_another_home',
  'circumstances_changed',
  'citizen_cannot_be_reached',
  'registered_in_error',
] as const;

/** What came with the referral; the documents themselves lie where the municipality keeps its documents. */
export const DOCUMENT_KINDS = ['consent', 'assessment', 'income', 'application', 'other'] as const;
export interface ReferralDocument {
  kind: (typeof DOCUMENT_KINDS)[number];
  /** Of the document in the municipality's own archive (uuid): no file name, which could tell a name. */
  documentRef: string;
}

/** How the citizen was told of the right to complain. */
export const GUIDANCE = ['in_writing', 'orally'] as const;

export const ADMINISTRATION_OUTLOOKS = ['none', 'voluntary', 'required'] as const;

/** What was applied for with the referral; opened as applications once a landlord has accepted. */
export interface AppliedFor {
  kind: MoveKind;
  appliedOn: LocalDate;
}

/** Whose it is: the social caseworker's who referred, and the team's. */
export const referralOwner = { role: 'assignedRole', by: ['social_caseworker'] } as const;

/** A dwelling that was proposed and is not any more. */
export interface Decline {
  proposalRef: string;
  by: 'landlord' | 'citizen' | 'municipality';
  on: LocalDate;
  reason: DeclineReason | (typeof CITIZEN_DECLINE_REASONS)[number] | 'financing_refused';
}

export interface Referral extends OwnedColumns, WithDeadlineCourse {
  assignedRole: 'social_caseworker';
  state: (typeof REFERRAL_STATES)[number];
  agreementRef: string;
  /** Opaque: who it is, only the citizen vault knows. */
  citizenRef: string;
  grounds: (typeof REFERRAL_GROUNDS)[number];
  referredOn: LocalDate;
  householdSize: number;
  /** The day the household wants to move in; null: as soon as can be. */
  wantedMoveInOn: LocalDate | null;
  /** Every state that it has been in, the newest last. */
  stages: readonly ReferralStage[];
  documents: readonly ReferralDocument[];
  appliedFor: readonly AppliedFor[];
  characteristics: readonly Characteristic[] | null;
  supportNeed: (typeof SUPPORT_NEEDS)[number] | null;
  /** The rent without utilities that the citizen can carry, øre per month. */
  paymentCapacityOere: Oere | null;
  assessedOn: LocalDate | null;
  /** `staffId` of who is to support the citizen from the first day; null: the outreach team, or a team's choice. */
  supportWorker: string | null;
  supportTeam: string | null;
  rejectedBecause: (typeof REJECTION_REASONS)[number] | null;
  complaintGuidance: (typeof GUIDANCE)[number] | null;
  outlookOn: LocalDate | null;
  /** Does the benefits office expect to finance deposit and prepaid rent? */
  financingExpected: boolean | null;
  administrationOutlook: (typeof ADMINISTRATION_OUTLOOKS)[number] | null;
  /** The proposal that stands. */
  proposalRef: string | null;
  vacancyRef: string | null;
  dwellingRef: string | null;
  /** Of the dwelling that is proposed: øre per month, without utilities. */
  rentOere: Oere | null;
  /** The day the standing proposal was made; its year is that of the quota. */
  proposedOn: LocalDate | null;
  declines: readonly Decline[];
  acceptedOn: LocalDate | null;
  /** The day on which the financing was in place. */
  financedOn: LocalDate | null;
  tenancyRef: string | null;
  /** First day of the tenancy. */
  startsOn: LocalDate | null;
  movedInOn: LocalDate | null;
  withdrawnBecause: (typeof WITHDRAWAL_REASONS)[number] | null;
}

export interface ReferralFacts extends OwnerFacts, MatchFacts {
  /** Is the citizen in the vault? */
  citizenIsKnown: boolean;
  /** Has the citizen consented to being referred? */
  hasConsent: boolean;
  /** The citizen's other referral that has not ended. */
  otherReferral: string | null;
  /** Working days that the agreement sets; null: none known. */
  slas: AgreedSlas | null;
  /** So many evictions are several. */
  fewestEvictions: number;
  /** The first day by which help with the move is to be decided; null: none is complete, or each waits. */
  decisionDueOn: LocalDate | null;
}

export interface Refer
  extends Pick<Referral, 'agreementRef' | 'citizenRef' | 'grounds' | 'householdSize'>,
    Partial<Pick<Referral, 'wantedMoveInOn' | 'documents'>> {
  /** `staffId` of who refers: it becomes theirs. */
  person: string;
  /** By which of the two the citizen is named; one of them is to be. */
  named: readonly ('citizenRef' | 'citizen')[];
  /** Where it was made already. */
  assessment?: Assess;
  /** Of kinds, each once; default of the day: today. */
  applications?: readonly { kind: MoveKind; appliedOn?: LocalDate }[];
}

export interface Assess {
  characteristics: readonly Characteristic[];
  supportNeed: (typeof SUPPORT_NEEDS)[number];
  paymentCapacityOere: Oere;
}

export interface Rejection {
  reason: (typeof REJECTION_REASONS)[number];
  complaintGuidance: (typeof GUIDANCE)[number];
}

export interface Outlook {
  financingExpected: boolean;
  administrationAgreement: (typeof ADMINISTRATION_OUTLOOKS)[number];
  /** What a required agreement takes; looked at and not kept (domain.md 9.1). */
  paymentTrouble?: boolean;
  evictionsDueToArrears?: number;
}
