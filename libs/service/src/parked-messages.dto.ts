// SPDX-License-Identifier: MPL-2.0
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsOptional, IsString, Length, Matches, Max, Min } from 'class-validator';
import type { ParkedMessage, UnsentMessage } from '#messaging';
import { WholeNumber } from './whole-number.js';

export class MessagePage {
  /** `next` of the page before. */
  @IsOptional()
  @Matches(/^\d{1,15}$/)
  after?: string;

  /** 1–100; default: 50. */
  @ApiPropertyOptional({ default: 50 })
  @IsOptional()
  @WholeNumber()
  @IsInt()
  @Min(1)
  @Max(100)
  limit?: number;
}

export class SkipMessage {
  /** Why the message may be left out; kept in the audit log. */
  @IsString()
  @Length(3, 500)
  reason: string;
}

/** A received message that could not be handled (`failed`), or waits behind one (`waiting`). Never its body. */
export class ParkedMessageView implements ParkedMessage {
  /** As its sender chose it: a uuid where that is a service of Indgang. */
  @ApiProperty({ maxLength: 300 })
  id: string;
  topic: string;
  key: string;
  type: string;
  @ApiProperty({ enum: ['failed', 'waiting', 'skipped'] })
  state: 'failed' | 'waiting' | 'skipped';
  reason: string | null;
  attempts: number;
  /** Null: it is not tried again by itself. */
  nextAttemptAt: Date | null;
  receivedAt: Date;
}

/** An own message that Kafka rejected; later ones of its key wait. Never its body. */
export class UnsentMessageView implements UnsentMessage {
  id: string;
  topic: string;
  key: string;
  type: string;
  reason: string | null;
  createdAt: Date;
}
