// SPDX-License-Identifier: MPL-2.0
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsInt, IsOptional, IsString, Length, Matches, Max, Min } from 'class-validator';
import { ParkedMessages } from '#messaging';
import type { Command } from '#persistence';
import { Allow } from './auth.js';
import { Cmd } from './command.js';
import { WholeNumber } from './whole-number.js';

/** Tag of what every service has beside its kinds of case. */
export const PLUMBING = 'messages';

export class MessagePage {
  @ApiPropertyOptional({ pattern: '^[0-9]{1,15}$', description: '`next` of the page before.' })
  @IsOptional()
  @Matches(/^\d{1,15}$/)
  after?: string;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 100, default: 50 })
  @IsOptional()
  @WholeNumber()
  @IsInt()
  @Min(1)
  @Max(100)
  limit?: number;
}

export class SkipMessage {
  @ApiProperty({ minLength: 3, maxLength: 500, description: 'Why the message may be left out; kept in the audit log.' })
  @IsString()
  @Length(3, 500)
  reason: string;
}

/** Messages that wait for a person of municipal IT: received ones that could not be handled, own ones that Kafka rejects. */
@ApiTags(PLUMBING)
@Allow('operator')
@Controller('v1')
export class ParkedMessagesController {
  constructor(private readonly parked: ParkedMessages) {}

  @ApiOperation({ summary: 'Received messages that could not be handled, and those that wait behind them' })
  @Get('parked-messages')
  async list(@Query() page: MessagePage): Promise<object> {
    return await this.parked.list(page);
  }

  @ApiOperation({ summary: 'Handle a message again now' })
  @HttpCode(200)
  @Post('parked-messages/:messageId/retry')
  async retry(@Param('messageId') id: string, @Cmd() command: Command): Promise<object> {
    return await this.parked.retry(id, command);
  }

  @ApiOperation({ summary: 'Leave a message out for good; the next of its case is handled' })
  @HttpCode(200)
  @Post('parked-messages/:messageId/skip')
  async skip(
    @Param('messageId') id: string,
    @Body() { reason }: SkipMessage,
    @Cmd() command: Command,
  ): Promise<object> {
    return await this.parked.skip(id, reason, command);
  }

  @ApiOperation({ summary: 'Own messages that Kafka rejected' })
  @Get('unsent-messages')
  async listUnsent(@Query() page: MessagePage): Promise<object> {
    return await this.parked.listUnsent(page);
  }

  @ApiOperation({ summary: 'Send a rejected message again' })
  @HttpCode(200)
  @Post('unsent-messages/:messageId/retry')
  async retryUnsent(@Param('messageId') id: string, @Cmd() command: Command): Promise<object> {
    return await this.parked.retryUnsent(id, command);
  }
}
