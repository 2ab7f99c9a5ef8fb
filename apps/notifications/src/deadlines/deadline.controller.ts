// SPDX-License-Identifier: MPL-2.0
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Answer, Command } from '#persistence';
import { Allow, Answers, AnswersPage, Cmd } from '#service';
import { DeadlineView, ListDeadlines } from './deadline.dto.js';
import { DEADLINE_READERS, DeadlineQueries } from './deadline.queries.js';

/** Frist: a day by which a role must act, as computed by the service that owns the case. */
@ApiTags('deadlines')
@Allow(...DEADLINE_READERS)
@Controller('v1/deadlines')
export class DeadlineController {
  constructor(private readonly queries: DeadlineQueries) {}

  /** Deadlines the caller may see, newest first. */
  @Get()
  @AnswersPage(DeadlineView)
  list(@Query() page: ListDeadlines, @Cmd() command: Command): Promise<object> {
    return this.queries.list(page, command);
  }

  /** One deadline. */
  @Get(':id')
  @Answers(200, DeadlineView)
  get(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.queries.get(id, command);
  }
}
