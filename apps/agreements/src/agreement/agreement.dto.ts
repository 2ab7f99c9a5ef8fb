// SPDX-License-Identifier: MPL-2.0
import { OmitType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMinSize,
  IsIn,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  Max,
  Min,
  ValidateBy,
} from 'class-validator';
import { AGREEMENT_STATES, type AgreementState, InstalmentPolicy, LEGAL_BASES } from '#contracts/agreements/agreement';
import { LandlordContact, SingleEntryPoint } from '#contracts/agreements/contacts';
import { Amount, DateOnly, OrNull, Part, Parts, Whole, WholeByCode } from '#contracts/fields';
import { type DeadlineCode, deadlineRules, type LocalDate, type Oere } from '#domain';

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

  @IsOptional()
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

  /** What the parties promise one another, in their words. */
  @IsString({ each: true })
  @Length(1, 1000, { each: true })
  commitments: string[];

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

export class ListAgreements {
  /** Id of the last agreement of the page before. */
  @IsOptional()
  @IsUUID()
  after?: string;

  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100)
  limit: number = 20;

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

export class AgreementView extends OmitType(CreateAgreement, ['properties', 'targetGroup']) {
  id: string;
  version: number;
  state: AgreementState['state'];
  openedAt: Date;
  closedAt: Date | null;
  /** Number of the signed text, from 1. */
  agreementVersion: number;
  properties: Property[];
  /** Only for the municipality. */
  targetGroup?: TargetGroup;
  signatures: Signature[];
  /** What the caller may try now. */
  allowedActions: string[];
}

export class AgreementPage {
  items: AgreementView[];
  /** `after` of the next page. */
  next: string | null;
}
