// SPDX-License-Identifier: MPL-2.0
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsInt, IsOptional, IsUUID, Length, Max, Min } from 'class-validator';
import { LONGEST_CASE_NUMBER } from '#domain';
import { WholeNumber } from './whole-number.js';

/** The query of a list; a kind adds its filters. */
export class PageQuery {
  /** `next` of the page before: what is older than it. */
  @IsOptional()
  @IsUUID()
  after?: string;

  /** 1–100 */
  @ApiPropertyOptional({ type: 'integer' })
  @IsOptional()
  @WholeNumber()
  @IsInt()
  @Min(1)
  @Max(100)
  limit: number = 20;

  /** `capped`: count what the filters find, up to 1000. */
  @IsOptional()
  @IsIn(['capped'])
  count?: 'capped';
}

/** The query of a list of cases that have numbers. */
export class NumberedQuery extends PageQuery {
  /**
   * The case of this number, as it is said or typed: `r 26 417 3` is `R-26-00417-3`. One that is mistyped, or of another
   * kind of case, is refused by name.
   * @example "R-26-00417-3"
   */
  @IsOptional()
  @Length(1, LONGEST_CASE_NUMBER)
  number?: string;
}
