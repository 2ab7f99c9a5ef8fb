// SPDX-License-Identifier: MPL-2.0
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Answer, Command } from '#persistence';
import { Allow, Answers, AnswersHistory, AnswersPage, Cmd } from '#service';
import { EndMeasure, ListPreventiveMeasures, PlanMeasure, PreventiveMeasureView } from './preventive-measure.dto.js';
import { PreventiveMeasureQueries } from './preventive-measure.queries.js';
import { PreventiveMeasureUseCases } from './preventive-measure.use-cases.js';

/** Forebyggende tiltag: what the parties do before anything goes wrong. */
@ApiTags('preventive-measures')
@Controller('v1/preventive-measures')
@Allow('single_entry', 'landlord_admin', 'steering_member')
export class PreventiveMeasureController {
  constructor(
    private readonly useCases: PreventiveMeasureUseCases,
    private readonly queries: PreventiveMeasureQueries,
  ) {}

  /** Agree a preventive measure. */
  @Post()
  @Answers(201, PreventiveMeasureView)
  plan(@Body() input: PlanMeasure, @Cmd() command: Command): Promise<Answer> {
    return this.useCases.plan(input, command);
  }

  /** Measures the caller may see, newest first. */
  @Get()
  @AnswersPage(PreventiveMeasureView)
  list(@Query() page: ListPreventiveMeasures, @Cmd() command: Command): Promise<object> {
    return this.queries.list(page, command);
  }

  /** One measure. */
  @Get(':id')
  @Answers(200, PreventiveMeasureView)
  get(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.queries.get(id, command);
  }

  /** Who did what and when. */
  @Get(':id/history')
  @AnswersHistory()
  history(@Param('id') id: string, @Cmd() command: Command): Promise<object> {
    return this.queries.history(id, command);
  }

  /** It is begun. */
  @Post(':id/begin')
  @HttpCode(200)
  @Answers(200, PreventiveMeasureView)
  begin(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.useCases.begin(id, command);
  }

  /** It has ended; what came of it. */
  @Post(':id/end')
  @HttpCode(200)
  @Answers(200, PreventiveMeasureView)
  end(@Param('id') id: string, @Body() input: EndMeasure, @Cmd() command: Command): Promise<Answer> {
    return this.useCases.end(id, input, command);
  }
}
