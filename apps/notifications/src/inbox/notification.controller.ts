// SPDX-License-Identifier: MPL-2.0
import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Answer, Command } from '#persistence';
import { Allow, Answers, AnswersPage, Cmd } from '#service';
import { ListInbox, NotificationView } from './notification.dto.js';
import { INBOX_ROLES } from './notification.js';
import { NotificationQueries } from './notification.queries.js';
import { Inbox } from './notification.use-cases.js';

/** Advis: what a role must hear. */
@ApiTags('inbox')
@Allow(...INBOX_ROLES)
@Controller('v1/inbox')
export class NotificationController {
  constructor(
    private readonly inbox: Inbox,
    private readonly queries: NotificationQueries,
  ) {}

  /** Items of the caller's roles, newest first. */
  @Get()
  @AnswersPage(NotificationView)
  list(@Query() page: ListInbox, @Cmd() command: Command): Promise<object> {
    return this.queries.list(page, command);
  }

  /** One item. */
  @Get(':id')
  @Answers(200, NotificationView)
  get(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.queries.get(id, command);
  }

  /** The reader has taken note of the item. */
  @Post(':id/acknowledge')
  @HttpCode(200)
  @Answers(200, NotificationView)
  acknowledge(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.inbox.acknowledge(id, command);
  }
}
