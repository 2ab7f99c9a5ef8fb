// SPDX-License-Identifier: MPL-2.0
import { Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { Answer, Command } from '#persistence';
import { Allow, Cmd } from '#service';
import { ListInbox } from './notification.dto.js';
import { Inbox } from './notification.use-cases.js';

@Allow('single_entry', 'support_worker', 'outreach_team', 'landlord_admin')
@Controller('v1/inbox')
export class NotificationController {
  constructor(private readonly inbox: Inbox) {}

  /** What the caller may see, newest first. */
  @Get()
  async list(@Query() { state, ...page }: ListInbox, @Cmd() command: Command): Promise<object> {
    return await this.inbox.list(command, state, page);
  }

  /** One case the caller may see. */
  @Get(':id')
  async get(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return await this.inbox.get(id, command);
  }

  /** The reader has taken note of the item. */
  @Post(':id/acknowledge')
  async acknowledge(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return await this.inbox.acknowledge(id, command);
  }
}
