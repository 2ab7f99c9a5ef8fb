// SPDX-License-Identifier: MPL-2.0
import { IsInt, Max, Min } from 'class-validator';
import { ServiceConfig, WholeNumber } from '#service';

/** Settings of referrals: those of every service, and the municipality's own choices. */
export class ReferralsConfig extends ServiceConfig {
  /** Days after which a landlord is asked whether a dwelling that is kept for the municipality still stands empty. */
  @WholeNumber()
  @IsInt()
  @Min(1)
  @Max(366)
  VACANCY_CONFIRM_DAYS: number = 30;

  /** Persons for each room of a dwelling that is proposed, at most. */
  @WholeNumber()
  @IsInt()
  @Min(1)
  @Max(20)
  PERSONS_PER_ROOM: number = 2;

  /** So many evictions because of arrears are the "several" that a required administration agreement takes (domain.md 4.5). */
  @WholeNumber()
  @IsInt()
  @Min(1)
  @Max(20)
  EVICTIONS_FOR_REQUIRED_ADMINISTRATION: number = 2;
}
