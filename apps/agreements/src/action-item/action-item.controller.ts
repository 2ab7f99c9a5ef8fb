// SPDX-License-Identifier: MPL-2.0
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Answer, Command } from '#persistence';
import { Allow, Answers, AnswersHistory, AnswersPage, Cmd } from '#service';
import { ActionItemView, AgreeActionItem, ChangeDueDate, ListActionItems } from './action-item.dto.js';
import { ActionItemQueries } from './action-item.queries.js';
import { ActionItemUseCases } from './action-item.use-cases.js';

const PARTIES = ['single_entry', 'landlord_admin', 'steering_member'] as const;
const OWNERS = [
  ...PARTIES,
  'social_caseworker',
  'benefits_caseworker',
  'support_worker',
  'outreach_team',
  'finance',
] as const;

/** Aftalt opgave: what somebody undertook at a follow-up, with a day. */
@ApiTags('action-items')
@Controller('v1/action-items')
export class ActionItemController {
  constructor(
    private readonly useCases: ActionItemUseCases,
    private readonly queries: ActionItemQueries,
  ) {}

  /** Agree an action item with its owner and the day it is due. */
  @Post()
  @Allow(...PARTIES)
  @Answers(201, ActionItemView)
  agree(@Body() input: AgreeActionItem, @Cmd() command: Command): Promise<Answer> {
    return this.useCases.agree(input, command);
  }

  /** Items the caller may see, newest first. */
  @Get()
  @Allow(...OWNERS)
  @AnswersPage(ActionItemView)
  list(@Query() page: ListActionItems, @Cmd() command: Command): Promise<object> {
    return this.queries.list(page, command);
  }

  /** One item. */
  @Get(':id')
  @Allow(...OWNERS)
  @Answers(200, ActionItemView)
  get(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.queries.get(id, command);
  }

  /** Who did what and when. */
  @Get(':id/history')
  @Allow(...OWNERS)
  @AnswersHistory()
  history(@Param('id') id: string, @Cmd() command: Command): Promise<object> {
    return this.queries.history(id, command);
  }

  /** It is done. */
  @Post(':id/complete')
  @HttpCode(200)
  @Allow(...OWNERS)
  @Answers(200, ActionItemView)
  complete(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.useCases.complete(id, command);
  }

  /** Agree another day. */
  @Post(':id/change-due-date')
  @HttpCode(200)
  @Allow(...PARTIES)
  @Answers(200, ActionItemView)
  changeDueDate(@Param('id') id: string, @Body() input: ChangeDueDate, @Cmd() command: Command): Promise<Answer> {
    return this.useCases.changeDueDate(id, input, command);
  }

  /** It is not needed any more. */
  @Post(':id/cancel')
  @HttpCode(200)
  @Allow(...PARTIES)
  @Answers(200, ActionItemView)
  cancel(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.useCases.cancel(id, command);
  }
}
