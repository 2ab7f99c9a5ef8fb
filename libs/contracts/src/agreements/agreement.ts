// SPDX-License-Identifier: MPL-2.0
import { DEADLINES, type DeadlineCode, type LocalDate, type Oere } from '#domain';
import { CLAIM_KINDS } from '../claim-kinds.js';
import { DECLINE_REASONS, type DeclineReason } from '../decline-reasons.js';
import {
  Amount,
  DateOnly,
  OneOf,
  Optional,
  OrNull,
  Part,
  Parts,
  Reference,
  SomeOf,
  Whole,
  WholeByCode,
  YesNo,
} from '../fields.js';

export { CLAIM_KINDS };

/** domain.md 3.4 */
export const AGREEMENT_STATES = [
  'DRAFT',
  'NEGOTIATING',
  'NEGOTIATED',
  'SIGNED',
  'ACTIVE',
  'NOTICE_GIVEN',
  'RUN_OFF',
  'EXPIRED',
  'TERMINATED',
  'ABANDONED',
] as const;

/** domain.md 3.1 */
export const LEGAL_BASES = ['lbf_ch7_allocation', 'lbf_57a_transitional', 'free_cooperation'] as const;

export const QUOTA_KINDS = ['every_nth', 'fixed_list', 'case_by_case'] as const;

/** What the municipality may undertake (domain.md 3.3). */
export const COMMITMENTS = [
  'vacancy_rent_in',
  'vacancy_rent_out',
  'move_out_shortfall',
  'rent_difference',
  'compensation',
  'support',
  'rehousing',
] as const;

export const COVERAGES = ['covered', 'not_covered', 'covered_first_n_months'] as const;
export const SECURITIES_ORDERS = ['default', 'covered_first'] as const;
export const RECOURSES = ['undecided', 'yes', 'no'] as const;

/** A dwelling under the agreement, by reference: its address stays with agreements. Amounts are per month. */
export class DwellingTerms {
  @Reference()
  dwellingRef: string;

  @Amount()
  rentOere: Oere;

  @Amount()
  utilitiesOere: Oere;

  /** How many rooms it has; absent in older messages. */
  @Optional()
  @Whole(1, 50)
  rooms?: number;
}

/** What the landlord may offer a tenant in arrears (domain.md 3.2). */
export class InstalmentPolicy {
  @YesNo()
  allowed: boolean;

  @Whole(1, 120)
  maxMonths: number;

  @Amount()
  minInstalmentOere: Oere;

  @Whole(0, 100)
  maxOpenPlans: number;

  @YesNo()
  needsMunicipalConsent: boolean;
}

/** An undertaking of the municipality; without a cap it is unlimited. */
export class CommitmentTerms {
  @OneOf(COMMITMENTS)
  kind: (typeof COMMITMENTS)[number];

  /** Months of rent per vacancy. */
  @Optional()
  @Whole(1, 120)
  capMonths?: number;

  /** Øre per tenancy. */
  @Optional()
  @Amount()
  capOere?: Oere;
}

/** Whether a kind of claim is covered; a kind that is not named is not. */
export class CoverageTerms {
  @OneOf(CLAIM_KINDS)
  kind: (typeof CLAIM_KINDS)[number];

  @OneOf(COVERAGES)
  rule: (typeof COVERAGES)[number];

  @Optional()
  @Whole(1, 120)
  months?: number;
}

export class QuotaTerms {
  @OneOf(QUOTA_KINDS)
  kind: (typeof QUOTA_KINDS)[number];

  @Optional()
  @Whole(1, 1000)
  n?: number;

  @Optional()
  @Whole(1, 10_000)
  maxPerYear?: number;
}

/**
 * One version that is or was in force. A tenancy is settled by the version it began under, unless a later one
 * `appliesToExisting` (domain.md 3.4).
 */
export class VersionTerms {
  @Whole(1, 10_000)
  agreementVersion: number;

  @DateOnly()
  effectiveFrom: LocalDate;

  /** The last day; null: still in force. */
  @OrNull()
  @DateOnly()
  effectiveTo: LocalDate | null;

  @YesNo()
  appliesToExisting: boolean;

  @Part(() => QuotaTerms)
  quota: QuotaTerms;

  /** Reasons for which the landlord may decline a household; absent: the agreement does not say. */
  @Optional()
  @SomeOf(DECLINE_REASONS)
  declineReasons?: DeclineReason[];

  @Parts(() => CommitmentTerms, COMMITMENTS.length)
  commitments: CommitmentTerms[];

  @Parts(() => CoverageTerms, CLAIM_KINDS.length)
  coverage: CoverageTerms[];

  @OneOf(SECURITIES_ORDERS)
  securitiesOrder: (typeof SECURITIES_ORDERS)[number];

  @YesNo()
  vacancyIncludesUtilities: boolean;

  /** Øre per calendar year for move-out shortfalls; `null`: no cap. */
  @OrNull()
  @Amount()
  annualBudgetCapOere: Oere | null;

  @OneOf(RECOURSES)
  recourseAgainstTenant: (typeof RECOURSES)[number];

  @Whole(0, 3)
  depositMonths: number;

  @Whole(0, 3)
  prepaidRentMonths: number;

  @OrNull()
  @Part(() => InstalmentPolicy)
  instalmentPolicy: InstalmentPolicy | null;

  @YesNo()
  notifyOnBailiffRequest: boolean;

  /** Øre per month, without utilities: the most that the target group can carry. */
  @Amount()
  paymentCapacityMaxOere: Oere;

  /** Working days that replace those of the deadline rules, by deadline code. */
  @WholeByCode(Object.keys(DEADLINES), 0, 366)
  slas: Partial<Record<DeadlineCode, number>>;
}

/** The terms other services act by. No party's name, CVR number or address. */
export class AgreementState {
  @Reference()
  agreementRef: string;

  @Reference()
  landlordRef: string;

  /** Number of the signed text, from 1; not the version of the case. */
  @Whole(1, 10_000)
  agreementVersion: number;

  @OneOf(AGREEMENT_STATES)
  state: (typeof AGREEMENT_STATES)[number];

  @OneOf(LEGAL_BASES)
  legalBasis: (typeof LEGAL_BASES)[number];

  @DateOnly()
  termFrom: LocalDate;

  /** The last day of the term. */
  @DateOnly()
  termTo: LocalDate;

  @Parts(() => DwellingTerms, 10_000)
  dwellings: DwellingTerms[];

  /** `null`: no instalment plan may be offered at all. */
  @OrNull()
  @Part(() => InstalmentPolicy)
  instalmentPolicy: InstalmentPolicy | null;

  /** Working days that replace those of the deadline rules, by deadline code. */
  @Optional()
  @WholeByCode(Object.keys(DEADLINES), 0, 366)
  slas?: Partial<Record<DeadlineCode, number>>;

  /** Every version that came into force, the oldest first. */
  @Optional()
  @Parts(() => VersionTerms, 200)
  versions?: VersionTerms[];

  /** Whose approval, signature or answer is missing. */
  @Optional()
  @YesNo()
  awaitsMunicipality?: boolean;

  @Optional()
  @YesNo()
  awaitsLandlord?: boolean;

  /** The last day after notice was given. */
  @Optional()
  @DateOnly()
  endsOn?: LocalDate;
}
