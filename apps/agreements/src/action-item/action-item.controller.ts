// SPDX-License-Identifier: MPL-2.0
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Answer, Cases, type Command, Database } from '#persistence';
import { Allow, Answers, AnswersHistory, AnswersPage, Cmd, Does, HandOverCase } from '#service';
import { landlordOf } from '../follow-up/follow-up.lookup.js';
import { ActionItemView, AgreeActionItem, ChangeDueDate, ListActionItems } from './action-item.dto.js';
import { OWNERS } from './action-item.js';
import { actionItem } from './action-item.kind.js';

const READERS = [...OWNERS, 'team_leader'] as const;

/** Aftalt opgave: what somebody undertook at a follow-up, with a day. */
@ApiTags('action-items')
@Controller('v1/action-items')
export class ActionItemController {
  constructor(
    private readonly cases: Cases,
    private readonly database: Database,
  ) {}

  /** Agree an action item with its owner and the day it is due. */
  @Post()
  @Does(actionItem, 'agree', ActionItemView)
  async agree(@Body() { meetingRef = null!, ...input }: AgreeActionItem, @Cmd() command: Command): Promise<Answer> {
    const landlordRef = await landlordOf(this.database, { ...input, meetingRef }, command);
    return await this.cases.open(actionItem, 'agree', command, { ...input, meetingRef, landlordRef });
  }

  /** Items the caller may see, newest first. */
  @Get()
  @Allow(...READERS)
  @AnswersPage(ActionItemView)
  list(@Query() query: ListActionItems, @Cmd() command: Command): Promise<object> {
    return this.cases.list(actionItem, query, command);
  }

  /** One item. */
  @Get(':id')
  @Allow(...READERS)
  @Answers(200, ActionItemView)
  get(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.get(actionItem, id, command);
  }

  /** Who did what and when. */
  @Get(':id/history')
  @Allow(...READERS)
  @AnswersHistory()
  history(@Param('id') id: string, @Cmd() command: Command): Promise<object> {
    return this.cases.history(actionItem, id, command);
  }

  /** It is done. */
  @Post(':id/complete')
  @Does(actionItem, 'complete', ActionItemView)
  complete(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(actionItem, 'complete', id, command);
  }

  /** Agree another day. */
  @Post(':id/change-due-date')
  @Does(actionItem, 'changeDueDate', ActionItemView)
  changeDueDate(@Param('id') id: string, @Body() input: ChangeDueDate, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(actionItem, 'changeDueDate', id, command, input);
  }

  /** It is not needed any more. */
  @Post(':id/cancel')
  @Does(actionItem, 'cancel', ActionItemView)
  cancel(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(actionItem, 'cancel', id, command);
  }

  /** Take a case that was given to the own team or role. */
  @Post(':id/take')
  @Does(actionItem, 'take', ActionItemView)
  take(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(actionItem, 'take', id, command, { person: command.actor.id });
  }

  /** Another person, team or role has it from now on, and hears so at once. */
  @Post(':id/hand-over')
  @Does(actionItem, 'handOver', ActionItemView)
  handOver(@Param('id') id: string, @Body() input: HandOverCase, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(actionItem, 'handOver', id, command, input);
  }
}
