// SPDX-License-Identifier: MPL-2.0
import { IsInt, IsString, Length, Max, Min } from 'class-validator';
import { ServiceConfig, WholeNumber } from '#service';

/** Settings of incidents: those of every service, and the municipality's own choices. */
export class IncidentsConfig extends ServiceConfig {
  /** After so many failed contacts in a row, outreach to a tenant has failed (domain.md 13.3). */
  @WholeNumber()
  @IsInt()
  @Min(1)
  @Max(20)
  FAILED_CONTACTS_ALLOWED: number = 3;

  /** A demand of less than this, without fees, is too little to terminate a lease; øre (domain.md 13.3). */
  @WholeNumber()
  @IsInt()
  @Min(0)
  @Max(10_000_000)
  TRIVIAL_BREACH_BELOW_OERE: number = 50_000;

  /** Days without news after which a complaint is resolved (domain.md 6). */
  @WholeNumber()
  @IsInt()
  @Min(1)
  @Max(366)
  QUIET_DAYS: number = 60;

  /** Days after a conditional year on which a breach that happened in it can still be told (domain.md 13.3: what is late is recorded). */
  @WholeNumber()
  @IsInt()
  @Min(0)
  @Max(366)
  CONDITION_BREACH_TOLD_WITHIN_DAYS: number = 28;
  /** A larger share of a settlement is approved by another person than who assessed or proposed it; øre (domain.md 7.2). */
  @WholeNumber()
  @IsInt()
  @Min(0)
  @Max(1_000_000_000)
  FOUR_EYES_ABOVE_OERE: number = 2_500_000;

  /** The municipality as it stands in calculations. */
  @IsString()
  @Length(1, 100)
  MUNICIPALITY_NAME: string = 'Eksempel Kommune';
  /** Weeks from an eviction to the end of its case: longer than the municipality has for its decision on help (domain.md 6.3). */
  @WholeNumber()
  @IsInt()
  @Min(4)
  @Max(52)
  EVICTION_ENDS_AFTER_WEEKS: number = 8;
}
