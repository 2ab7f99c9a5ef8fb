// SPDX-License-Identifier: MPL-2.0
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsInt, IsOptional, IsUUID, Max, Min } from 'class-validator';
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
