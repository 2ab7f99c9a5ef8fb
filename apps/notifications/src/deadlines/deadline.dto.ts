// SPDX-License-Identifier: MPL-2.0
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsUUID, Max, Min } from 'class-validator';
import { DEADLINE_STATES, type DeadlineCaseState } from './deadline.js';

export class ListDeadlines {
  @IsOptional()
  @IsIn(DEADLINE_STATES)
  state?: DeadlineCaseState;

  /** Deadlines older than this id. */
  @IsOptional()
  @IsUUID()
  after?: string;

  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100)
  limit: number = 20;
}
