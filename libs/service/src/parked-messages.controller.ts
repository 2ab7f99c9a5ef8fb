// SPDX-License-Identifier: MPL-2.0
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ParkedMessages } from '#messaging';
import type { Command } from '#persistence';
import { Answers, AnswersPage } from './answers.js';
import { Allow } from './auth.js';
import { Cmd } from './command.js';
import { MessagePage, ParkedMessageView, SkipMessage, UnsentMessageView } from './parked-messages.dto.js';

/** Tag of what every service has beside its kinds of case. */
export const PLUMBING = 'messages';

/** Messages that wait for a person of municipal IT: received ones that could not be handled, own ones that Kafka rejects. */
@ApiTags(PLUMBING)
@Allow('operator')
@Controller('v1')
export class ParkedMessagesController {
  constructor(private readonly parked: ParkedMessages) {}

  @ApiOperation({ summary: 'Received messages that could not be handled, and those that wait behind them' })
  @Get('parked-messages')
  @AnswersPage(ParkedMessageView)
  async list(@Query() page: MessagePage): Promise<object> {
    return await this.parked.list(page);
  }

  @ApiOperation({ summary: 'Handle a message again now' })
  @HttpCode(200)
  @Post('parked-messages/:messageId/retry')
  @Answers(200, ParkedMessageView)
  async retry(@Param('messageId') id: string, @Cmd() command: Command): Promise<object> {
    return await this.parked.retry(id, command);
  }

  @ApiOperation({ summary: 'Leave a message out for good; the next of its case is handled' })
  @HttpCode(200)
  @Post('parked-messages/:messageId/skip')
  @Answers(200, ParkedMessageView)
  async skip(
    @Param('messageId') id: string,
    @Body() { reason }: SkipMessage,
    @Cmd() command: Command,
  ): Promise<object> {
    return await this.parked.skip(id, reason, command);
  }

  @ApiOperation({ summary: 'Own messages that Kafka rejected' })
  @Get('unsent-messages')
  @AnswersPage(UnsentMessageView)
  async listUnsent(@Query() page: MessagePage): Promise<object> {
    return await this.parked.listUnsent(page);
  }

  @ApiOperation({ summary: 'Send a rejected message again' })
  @HttpCode(200)
  @Post('unsent-messages/:messageId/retry')
  @Answers(200, UnsentMessageView)
  async retryUnsent(@Param('messageId') id: string, @Cmd() command: Command): Promise<object> {
    return await this.parked.retryUnsent(id, command);
  }
}
