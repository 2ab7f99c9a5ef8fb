// SPDX-License-Identifier: MPL-2.0
// What the two parties agree on (domain.md 3.2, 3.3): the text of one version of an agreement.
import { OmitType, PartialType } from '@nestjs/swagger';
import { ArrayMinSize, IsIn, IsNumber, IsOptional, IsUUID, Length, Max, Min, ValidateIf } from 'class-validator';
import {
  CLAIM_KINDS,
  COMMITMENTS,
  COVERAGES,
  InstalmentPolicy,
  QUOTA_KINDS,
  RECOURSES,
  SECURITIES_ORDERS,
} from '#contracts/agreements/agreement';
import { LandlordContact, SingleEntryPoint } from '#contracts/agreements/contacts';
import { DECLINE_REASONS, type DeclineReason } from '#contracts/decline-reasons';
import {
  Amount,
  DateOnly,
  EachOnce,
  Form,
  OrNull,
  Part,
  Parts,
  References,
  SomeOf,
  Whole,
  WholeByCode,
  YesNo,
} from '#contracts/fields';
import { DEADLINES, type DeadlineCode, type LocalDate, type Oere } from '#domain';
import { FreeText } from '#service';

/** Whom the dwellings are meant for; a group, no diagnosis and no person. */
export class TargetGroup {
  /** @example "Unge uden bolig" */
  @FreeText(1000)
  description: string;

  @IsOptional()
  @Whole(0, 120)
  ageMin?: number;

  @IsOptional()
  @Whole(0, 120)
  ageMax?: number;

  /** Whom the agreement is not for. */
  @IsOptional()
  @FreeText(1000)
  exclusions?: string;

  /** The rent without utilities that the group can carry, øre per month. */
  @Amount()
  paymentCapacityMinOere: Oere;

  /** Øre per month. */
  @Amount()
  paymentCapacityMaxOere: Oere;
}

/** Dwellings of the register that a party wants under the agreement. */
export class ChosenProperty {
  /** Of the register, `/v1/properties`. */
  @IsUUID()
  propertyRef: string;

  /** Of the register, `/v1/dwellings`. */
  @References(5_000)
  @ArrayMinSize(1)
  dwellingRefs: string[];
}

/** A dwelling as it was in the register when it was chosen: what the parties sign. */
export class AgreedDwelling {
  @IsUUID()
  dwellingRef: string;

  @FreeText(100)
  unit: string;

  @FreeText(100)
  type: string;

  /** Square metres. */
  @IsNumber({ maxDecimalPlaces: 2 })
  @Min(1)
  @Max(1000)
  areaM2: number;

  @Whole(1, 50)
  rooms: number;

  /** Øre per month, without utilities. */
  @Amount()
  rentOere: Oere;

  /** Øre per month on account. */
  @Amount()
  utilitiesOere: Oere;

  /** When such a dwelling usually comes free. */
  @IsOptional()
  @FreeText(200)
  availablePattern?: string;
}

export class AgreedProperty {
  @IsUUID()
  propertyRef: string;

  @FreeText(200)
  address: string;

  /** Number of the property in BFE, the register of real property. */
  @IsOptional()
  @Form(/^[0-9]{1,10}$/)
  bfeNumber?: string;

  /** Id in BBR, the register of buildings and dwellings. */
  @IsOptional()
  @IsUUID()
  bbrId?: string;

  /** All dwellings of the property, under the agreement or not. */
  @Whole(1, 10_000)
  dwellingCount: number;

  @Parts(() => AgreedDwelling, 1000)
  dwellings: AgreedDwelling[];
}

/** How many of the vacant dwellings the municipality may fill. */
export class Quota {
  @IsIn(QUOTA_KINDS)
  kind: (typeof QUOTA_KINDS)[number];

  /** For `every_nth`: every n-th vacant dwelling. */
  @ValidateIf(({ kind, n }: Quota) => kind === 'every_nth' || n !== undefined)
  @Whole(1, 1000)
  n?: number;

  @IsOptional()
  @Whole(1, 10_000)
  maxPerYear?: number;
}

/** Who does what, and who answers for it in law and in money. */
export class Responsibility {
  @FreeText(200)
  topic: string;

  @FreeText(200)
  responsible: string;

  @IsOptional()
  @FreeText(1000)
  legal?: string;

  @IsOptional()
  @FreeText(1000)
  economic?: string;
}

/** What the municipality undertakes (domain.md 3.3); without a cap it is unlimited. */
export class Commitment {
  @IsIn(COMMITMENTS)
  kind: (typeof COMMITMENTS)[number];

  /** Months of the dwelling's rent, per vacancy; for the vacancy rents. */
  @IsOptional()
  @Whole(1, 120)
  capMonths?: number;

  /** Øre per tenancy. */
  @IsOptional()
  @Amount()
  capOere?: Oere;
}

/** Is a kind of claim at move-out covered? */
export class Coverage {
  @IsIn(CLAIM_KINDS)
  kind: (typeof CLAIM_KINDS)[number];

  @IsIn(COVERAGES)
  rule: (typeof COVERAGES)[number];

  /** Months from the tenancy's start, for `covered_first_n_months`. */
  @ValidateIf(({ rule, months }: Coverage) => rule === 'covered_first_n_months' || months !== undefined)
  @Whole(1, 120)
  months?: number;
}

/** The municipality's one contact (den ene indgang). Names stay here, the rest is told to notifications. */
export class NamedEntryPoint extends SingleEntryPoint {
  /** Who answers. */
  @IsOptional()
  @FreeText(200)
  name?: string;

  /** Who answers when the first does not. */
  @IsOptional()
  @FreeText(200)
  standInName?: string;
}

export class Dialogue {
  /** Months between two follow-up meetings. */
  @Whole(1, 24)
  meetingIntervalMonths: number;

  /** Who meets, by function. */
  @FreeText(200, { each: true })
  @ArrayMinSize(1)
  steeringGroup: string[];

  /** Standing items of the agenda. */
  @IsOptional()
  @FreeText(200, { each: true })
  agendaTemplate?: string[];
}

export class Revision {
  /** The day by which the parties look at the agreement again. */
  @DateOnly()
  reviewDate: LocalDate;

  @Whole(0, 60)
  noticeForChangeMonths: number;
}

export class Term {
  @DateOnly()
  from: LocalDate;

  /** The last day. */
  @DateOnly()
  to: LocalDate;

  /** Months of notice that either party gives. */
  @Whole(0, 60)
  noticeMonths: number;
}

/** Everything that must be agreed before both can approve. */
export class WholeTerms {
  @Part(() => TargetGroup)
  targetGroup: TargetGroup;

  @Parts(() => AgreedProperty, 200)
  @ArrayMinSize(1)
  properties: AgreedProperty[];

  @Part(() => Quota)
  quota: Quota;

  /** Reasons for which the landlord may decline a household that is proposed; none named: any but `other`. */
  @IsOptional()
  @SomeOf(DECLINE_REASONS)
  declineReasons?: DeclineReason[];

  @Parts(() => Responsibility, 100)
  @ArrayMinSize(1)
  rolesAndResponsibilities: Responsibility[];

  @Parts(() => Commitment, COMMITMENTS.length)
  @EachOnce(({ kind }: Commitment) => kind)
  commitments: Commitment[];

  /** What the municipality covers at move-out; a kind that is not named is not covered. */
  @Parts(() => Coverage, CLAIM_KINDS.length)
  @EachOnce(({ kind }: Coverage) => kind)
  coverage: Coverage[];

  /** `covered_first`: securities pay covered claims first; it must be agreed expressly (domain.md 7.3). */
  @IsIn(SECURITIES_ORDERS)
  securitiesOrder: (typeof SECURITIES_ORDERS)[number];

  /** Does vacancy rent include the utilities on account? */
  @YesNo()
  vacancyIncludesUtilities: boolean;

  /** Øre per calendar year for move-out shortfalls; `null`: no cap. */
  @OrNull()
  @Amount()
  annualBudgetCapOere: Oere | null;

  /** May the municipality claim from the tenant what it paid? */
  @IsIn(RECOURSES)
  recourseAgainstTenant: (typeof RECOURSES)[number];

  /** Months of rent taken as deposit, at most 3 (lejeloven § 59). */
  @Whole(0, 3)
  depositMonths: number;

  /** Months of rent paid in advance, at most 3 (lejeloven § 59). */
  @Whole(0, 3)
  prepaidRentMonths: number;

  /** `null`: no instalment plan may be offered. */
  @OrNull()
  @Part(() => InstalmentPolicy)
  instalmentPolicy: InstalmentPolicy | null;

  /** The landlord tells the municipality on the day the bailiff court is asked (domain.md 6.2). */
  @YesNo()
  notifyOnBailiffRequest: boolean;

  @Part(() => NamedEntryPoint)
  singleEntryPoint: NamedEntryPoint;

  @Parts(() => LandlordContact, 50)
  @ArrayMinSize(1)
  landlordContacts: LandlordContact[];

  /** Working days that replace those of the deadline rules, by deadline code. */
  @WholeByCode(Object.keys(DEADLINES), 0, 366)
  slas: Partial<Record<DeadlineCode, number>>;

  @Part(() => Dialogue)
  dialogue: Dialogue;

  @Part(() => Revision)
  revision: Revision;

  @Part(() => Term)
  term: Term;

  /** Reference of the document. */
  @Length(1, 200)
  dataSharingAnnex: string;

  /** First day of this version: the term's first day for version 1, for a later one a day after both have signed. */
  @DateOnly()
  effectiveFrom: LocalDate;

  /** A later version only: does it hold for tenancies that began under an earlier one? */
  @YesNo()
  appliesToExisting: boolean;
}

/** The text as kept: a draft may lack what is not agreed yet. */
export type AgreementTerms = Partial<WholeTerms>;

/** What one party proposes: the fields named replace those of the text as they are, whole; the others stay. */
export class ProposedTerms extends PartialType(OmitType(WholeTerms, ['properties'])) {
  /** Instead of the agreed properties: dwellings of the register, taken over as they are there today. */
  @IsOptional()
  @Parts(() => ChosenProperty, 200)
  @EachOnce(({ propertyRef }: ChosenProperty) => propertyRef)
  properties?: ChosenProperty[];
}
