// SPDX-License-Identifier: MPL-2.0
import { IsInt, Max, Min } from 'class-validator';
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

  /** Weeks from an eviction to the end of its case: longer than the municipality has for its decision on help (domain.md 6.3). */
  @WholeNumber()
  @IsInt()
  @Min(4)
  @Max(52)
  EVICTION_ENDS_AFTER_WEEKS: number = 8;
}
