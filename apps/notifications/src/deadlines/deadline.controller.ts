// SPDX-License-Identifier: MPL-2.0
import { Controller, Get, Param, Query } from '@nestjs/common';
import type { Answer, Command } from '#persistence';
import { Allow, Cmd } from '#service';
import { ListDeadlines } from './deadline.dto.js';
import { Deadlines } from './deadline.use-cases.js';

@Allow('single_entry', 'support_worker', 'outreach_team')
@Controller('v1/deadlines')
export class DeadlineController {
  constructor(private readonly deadlines: Deadlines) {}

  /** What the caller may see, newest first. */
  @Get()
  async list(@Query() { state, ...page }: ListDeadlines, @Cmd() command: Command): Promise<object> {
    return await this.deadlines.list(command, state, page);
  }

  /** One case the caller may see. */
  @Get(':id')
  async get(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return await this.deadlines.get(id, command);
  }
}
