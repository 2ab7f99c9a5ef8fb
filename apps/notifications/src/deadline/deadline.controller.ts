// SPDX-License-Identifier: MPL-2.0
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Answer, Cases, type Command } from '#persistence';
import { Allow, Answers, AnswersPage, Cmd } from '#service';
import { DeadlineView, ListDeadlines } from './deadline.dto.js';
import { DEADLINE_READERS, deadline } from './deadline.kind.js';

/** Frist: a day by which a role must act, as computed by the service that owns the case. */
@ApiTags('deadlines')
@Controller('v1/deadlines')
export class DeadlineController {
  constructor(private readonly cases: Cases) {}

  /** Deadlines the caller may see: those that run first, by their last day. */
  @Get()
  @Allow(...DEADLINE_READERS)
  @AnswersPage(DeadlineView)
  list(@Query() { dueBefore, ...query }: ListDeadlines, @Cmd() command: Command): Promise<object> {
    return this.cases.list(deadline, { ...query, ...(dueBefore && { dueOn: { before: dueBefore } }) }, command);
  }

  /** One deadline. */
  @Get(':id')
  @Allow(...DEADLINE_READERS)
  @Answers(200, DeadlineView)
  get(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.get(deadline, id, command);
  }
}
