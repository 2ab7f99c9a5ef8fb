// SPDX-License-Identifier: MPL-2.0
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsUUID, Max, Min } from 'class-validator';
import { NOTIFICATION_STATES, type NotificationState } from './notification.js';

export class ListInbox {
  @IsOptional()
  @IsIn(NOTIFICATION_STATES)
  state?: NotificationState;

  /** Items older than this id. */
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
