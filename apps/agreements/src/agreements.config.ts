// SPDX-License-Identifier: MPL-2.0
import { IsInt, IsString, Length, Max, Min } from 'class-validator';
import { ServiceConfig, WholeNumber } from '#service';

export class AgreementsConfig extends ServiceConfig {
  /** The municipality as it stands in agreements, a party of each. */
  @IsString()
  @Length(1, 100)
  MUNICIPALITY_NAME: string = 'Eksempel Kommune';

  /** Days that reserved cover waits for being confirmed or released. */
  @WholeNumber()
  @IsInt()
  @Min(1)
  @Max(366)
  COVER_RESERVATION_DAYS: number = 30;
}
