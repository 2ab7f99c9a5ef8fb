// SPDX-License-Identifier: MPL-2.0
import { Type } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsOptional, IsUUID, Matches, Max, Min } from 'class-validator';
import { DateOnly } from '#contracts/fields';
import { LANDLORD_REFERENCE, TENANCY_STATES, type TenancyState } from '#contracts/referrals/tenancy';
import type { LocalDate, Oere } from '#domain';

export class StartTenancy {
  @IsUUID()
  agreementRef: string;

  @IsUUID()
  dwellingRef: string;

  /** Opaque: who it is, only the citizen vault knows. */
  @IsUUID()
  citizenRef: string;

  /** Decides who reaches out when something goes wrong. */
  @IsBoolean()
  hasSupportWorker: boolean;

  @DateOnly()
  startedOn: LocalDate;

  /** The landlord's own lease number. */
  @IsOptional()
  @Matches(LANDLORD_REFERENCE)
  landlordReference?: string;
}

export class EndTenancy {
  /** The last day. */
  @DateOnly()
  endedOn: LocalDate;
}

export class ListTenancies {
  /** Id of the last tenancy of the page before. */
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
  @IsIn(TENANCY_STATES)
  state?: TenancyState['state'];
}

/** What the landlord sees: the lease, and nothing of why the citizen has it. */
export class LandlordTenancyView {
  id: string;
  version: number;
  state: TenancyState['state'];
  openedAt: Date;
  closedAt: Date | null;
  agreementRef: string;
  agreementVersionAtStart: number;
  dwellingRef: string;
  landlordRef: string;
  landlordReference: string | null;
  startedOn: LocalDate;
  endedOn: LocalDate | null;
  /** Øre per month. */
  rentOere: Oere;
  /** Øre per month on account. */
  utilitiesOere: Oere;
  /** What the caller may try now. */
  allowedActions: string[];
}

export class TenancyView extends LandlordTenancyView {
  citizenRef: string;
  hasSupportWorker: boolean;
}

export class TenancyPage {
  items: TenancyView[];
  /** `after` of the next page. */
  next: string | null;
}
