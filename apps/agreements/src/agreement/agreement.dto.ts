// SPDX-License-Identifier: MPL-2.0
import { ApiPropertyOptional, OmitType } from '@nestjs/swagger';
import {
  ArrayMinSize,
  IsIn,
  IsNumber,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  Max,
  Min,
  ValidateBy,
  ValidateIf,
} from 'class-validator';
import { AGREEMENT_STATES, type AgreementState, InstalmentPolicy, LEGAL_BASES } from '#contracts/agreements/agreement';
import { LandlordContact, SingleEntryPoint } from '#contracts/agreements/contacts';
import { Amount, DateOnly, OrNull, Part, Parts, Whole, WholeByCode, YesNo } from '#contracts/fields';
import { type DeadlineCode, deadlineRules, type LocalDate, type Oere } from '#domain';
import type { Command } from '#persistence';
import { type Offers, PageQuery, RefusedActionView } from '#service';
import type { AgreementRow } from './agreement.entity.js';
import { agreementRules } from './agreement.js';

const CVR_WEIGHTS = [2, 7, 6, 5, 4, 3, 2, 1];

/** Eight digits with the modulus 11 check of the CVR register. */
export const isCvr = (text: unknown): boolean =>
  typeof text === 'string' &&
  /^[1-9]\d{7}$/.test(text) &&
  CVR_WEIGHTS.reduce((sum, weight, index) => sum + weight * Number(text[index]), 0) % 11 === 0;

export class Landlord {
  @IsUUID()
  ref: string;

  @ValidateBy({
    name: 'isCvr',
    validator: {
      validate: isCvr,
      defaultMessage: () => '$property must be a CVR number: 8 digits that pass modulus 11',
    },
  })
  cvr: string;

  @IsString()
  @Length(1, 200)
  name: string;
}

/** Whom the dwellings are meant for; no diagnosis text. */
export class TargetGroup {
  @IsString()
  @Length(1, 1000)
  description: string;

  @IsOptional()
  @Whole(0, 120)
  ageMin?: number;

  @IsOptional()
  @Whole(0, 120)
  ageMax?: number;

  /** Øre per month. */
  @Amount()
  paymentCapacityMinOere: Oere;

  /** Øre per month. */
  @Amount()
  paymentCapacityMaxOere: Oere;
}

export class NewDwelling {
  @IsString()
  @Length(1, 100)
  unit: string;

  @IsString()
  @Length(1, 100)
  type: string;

  /** Square metres. */
  @IsNumber({ maxDecimalPlaces: 2 })
  @Min(1)
  @Max(1000)
  areaM2: number;

  @Whole(1, 50)
  rooms: number;

  /** Øre per month. */
  @Amount()
  rentOere: Oere;

  /** Øre per month on account. */
  @Amount()
  utilitiesOere: Oere;
}

export class Dwelling extends NewDwelling {
  @IsUUID()
  dwellingRef: string;
}

export class NewProperty {
  @IsString()
  @Length(1, 200)
  address: string;

  /** All dwellings of the property, under the agreement or not. */
  @Whole(1, 10_000)
  dwellingCount: number;

  @Parts(() => NewDwelling, 1000)
  @ArrayMinSize(1)
  dwellings: NewDwelling[];
}

export class Property extends OmitType(NewProperty, ['dwellings']) {
  @Parts(() => Dwelling, 1000)
  dwellings: Dwelling[];
}

export class Quota {
  @IsIn(['every_nth', 'fixed_list', 'case_by_case'])
  kind: 'every_nth' | 'fixed_list' | 'case_by_case';

  /** For `every_nth`: every n-th vacant dwelling. */
  @ValidateIf(({ kind }: Quota) => kind === 'every_nth')
  @Whole(1, 1000)
  n?: number;

  @IsOptional()
  @Whole(1, 10_000)
  maxPerYear?: number;
}

export class Responsibility {
  @IsString()
  @Length(1, 200)
  topic: string;

  @IsString()
  @Length(1, 200)
  responsible: string;

  @IsOptional()
  @IsString()
  @Length(1, 1000)
  legal?: string;

  @IsOptional()
  @IsString()
  @Length(1, 1000)
  economic?: string;
}

const COMMITMENTS = [
  'vacancy_rent_in',
  'vacancy_rent_out',
  'move_out_shortfall',
  'rent_difference',
  'compensation',
  'support',
  'rehousing',
] as const;
const CLAIM_KINDS = [
  'rent',
  'utilities_advance',
  'consumption',
  'restoration',
  'tenant_damage',
  'cleaning',
  'eviction_costs',
  'legal_costs',
  'other',
] as const;
const COVERAGES = ['covered', 'not_covered', 'covered_first_n_months'] as const;
const SECURITIES_ORDERS = ['default', 'covered_first'] as const;

/** What the municipality undertakes (domain.md 3.3); without a cap it is unlimited. */
export class Commitment {
  @IsIn(COMMITMENTS)
  kind: (typeof COMMITMENTS)[number];

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
  @ValidateIf(({ rule }: Coverage) => rule === 'covered_first_n_months')
  @Whole(1, 120)
  months?: number;
}

/** The municipality's one contact (den ene indgang); the name stays here, the rest is told to notifications. */
export class NamedEntryPoint extends SingleEntryPoint {
  @IsOptional()
  @IsString()
  @Length(1, 200)
  name?: string;
}

export class Dialogue {
  @Whole(1, 24)
  meetingIntervalMonths: number;

  @IsString({ each: true })
  @Length(1, 200, { each: true })
  @ArrayMinSize(1)
  steeringGroup: string[];
}

export class Revision {
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

  @Whole(0, 60)
  noticeMonths: number;
}

export class Signature {
  @IsIn(['municipality', 'landlord'])
  party: 'municipality' | 'landlord';

  @IsString()
  @Length(1, 200)
  name: string;

  @IsString()
  @Length(1, 200)
  role: string;

  @DateOnly()
  signedOn: LocalDate;

  @IsString()
  @Length(1, 100)
  method: string;
}

/** domain.md 3.2 */
export class CreateAgreement {
  @Matches(/^[A-Za-z0-9._/-]{1,40}$/)
  agreementNo: string;

  @Part(() => Landlord)
  landlord: Landlord;

  @IsIn(LEGAL_BASES)
  legalBasis: AgreementState['legalBasis'];

  @Part(() => TargetGroup)
  targetGroup: TargetGroup;

  @Parts(() => NewProperty, 200)
  @ArrayMinSize(1)
  properties: NewProperty[];

  @Part(() => Quota)
  quota: Quota;

  @Parts(() => Responsibility, 100)
  rolesAndResponsibilities: Responsibility[];

  @Parts(() => Commitment, 20)
  commitments: Commitment[];

  /** What the municipality covers at move-out; a kind that is not named is not covered. */
  @Parts(() => Coverage, 20)
  coverage: Coverage[];

  /** `covered_first`: securities pay covered claims first; it must be agreed expressly (domain.md 7.3). */
  @ApiPropertyOptional()
  @IsOptional()
  @IsIn(SECURITIES_ORDERS)
  securitiesOrder: (typeof SECURITIES_ORDERS)[number] = 'default';

  @ApiPropertyOptional()
  @IsOptional()
  @YesNo()
  vacancyIncludesUtilities: boolean = false;

  /** Øre per calendar year for move-out shortfalls; `null`: no cap. */
  @ApiPropertyOptional({ type: 'integer', nullable: true })
  @IsOptional()
  @Amount()
  annualBudgetCapOere: Oere | null = null;

  /** `null`: no instalment plan may be offered. */
  @OrNull()
  @Part(() => InstalmentPolicy)
  instalmentPolicy: InstalmentPolicy | null;

  @Part(() => NamedEntryPoint)
  singleEntryPoint: NamedEntryPoint;

  @Parts(() => LandlordContact, 50)
  @ArrayMinSize(1)
  landlordContacts: LandlordContact[];

  /** Working days that replace those of the deadline rules, by deadline code. */
  @IsOptional()
  @WholeByCode(Object.keys(deadlineRules), 0, 366)
  slas?: Partial<Record<DeadlineCode, number>>;

  @Part(() => Dialogue)
  dialogue: Dialogue;

  @Part(() => Revision)
  revision: Revision;

  @Part(() => Term)
  term: Term;

  /** Reference of the document. */
  @IsString()
  @Length(1, 200)
  dataSharingAnnex: string;
}

export class ActivateAgreement {
  @Parts(() => Signature, 10)
  signatures: Signature[];
}

export class ListAgreements extends PageQuery {
  @IsOptional()
  @IsIn(AGREEMENT_STATES)
  state?: AgreementState['state'];
}

/** What the parties agreed on, as kept: everything that no rule or scope asks for by column. */
export interface AgreementTerms
  extends Omit<CreateAgreement, 'agreementNo' | 'landlord' | 'legalBasis' | 'properties' | 'term'> {
  noticeMonths: number;
  properties: Property[];
}

/** What the landlord sees of the own agreement: all but whom the dwellings are meant for (domain.md 9.3). */
export class AgreementLandlordView extends OmitType(CreateAgreement, ['properties', 'targetGroup']) {
  id: string;
  /** For `If-Match`. */
  version: number;
  state: AgreementState['state'];
  /** Number of the signed text, from 1. */
  agreementVersion: number;
  properties: Property[];
  signatures: Signature[];
  /** What the caller may try now. */
  allowedActions: string[];
  /** What else the caller's role could do, and why not now; not in lists. */
  refusedActions?: RefusedActionView[];

  static of({ terms, ...row }: AgreementRow, offers: Offers): AgreementLandlordView {
    return {
      id: row.id,
      version: row.version,
      agreementNo: row.agreementNo,
      state: row.state,
      agreementVersion: row.agreementVersion,
      landlord: { ref: row.landlordRef, cvr: row.landlordCvr, name: row.landlordName },
      legalBasis: row.legalBasis,
      properties: terms.properties,
      quota: terms.quota,
      rolesAndResponsibilities: terms.rolesAndResponsibilities,
      commitments: terms.commitments,
      coverage: terms.coverage,
      securitiesOrder: terms.securitiesOrder,
      vacancyIncludesUtilities: terms.vacancyIncludesUtilities,
      annualBudgetCapOere: terms.annualBudgetCapOere,
      instalmentPolicy: terms.instalmentPolicy,
      singleEntryPoint: terms.singleEntryPoint,
      landlordContacts: terms.landlordContacts,
      slas: terms.slas,
      dialogue: terms.dialogue,
      revision: terms.revision,
      term: { from: row.termFrom, to: row.termTo, noticeMonths: terms.noticeMonths },
      dataSharingAnnex: terms.dataSharingAnnex,
      signatures: row.signatures,
      ...offers,
    };
  }
}

/** For the municipality. */
export class AgreementMunicipalView extends AgreementLandlordView {
  targetGroup: TargetGroup;

  static override of(row: AgreementRow, offers: Offers): AgreementMunicipalView {
    return { ...AgreementLandlordView.of(row, offers), targetGroup: row.terms.targetGroup };
  }
}

/** The view for an actor's role. */
export const viewFor =
  ({ actor, today }: Command) =>
  (row: AgreementRow) => {
    const view = actor.roles.includes('single_entry') ? AgreementMunicipalView : AgreementLandlordView;
    return view.of(row, agreementRules.offers(row, actor.roles, { today }));
  };
