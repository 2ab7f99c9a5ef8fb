// SPDX-License-Identifier: MPL-2.0
import { Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Answer, Cases, type Command } from '#persistence';
import { Allow, Answers, AnswersPage, Cmd, Does } from '#service';
import { ListInbox, MunicipalNotificationView, NotificationView } from './notification.dto.js';
import { INBOX_ROLES } from './notification.js';
import { addressedBy, notification } from './notification.kind.js';

/** Advis: what a role must hear. */
@ApiTags('inbox')
@Controller('v1/inbox')
export class NotificationController {
  constructor(private readonly cases: Cases) {}

  /** Items for the caller, for whom the caller stands in today, for the caller's teams and roles, newest first. */
  @Get()
  @Allow(...INBOX_ROLES)
  @AnswersPage(MunicipalNotificationView, NotificationView)
  list(@Query() { for: by, ...query }: ListInbox, @Cmd() command: Command): Promise<object> {
    return this.cases.list(notification, { ...query, ...(by && addressedBy(by, command.actor)) }, command);
  }

  /** One item. */
  @Get(':id')
  @Allow(...INBOX_ROLES)
  @Answers(200, MunicipalNotificationView, NotificationView)
  get(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.get(notification, id, command);
  }

  /** The reader has taken note of the item. */
  @Post(':id/acknowledge')
  @Does(notification, 'acknowledge', MunicipalNotificationView, NotificationView)
  acknowledge(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(notification, 'acknowledge', id, command);
  }
}
