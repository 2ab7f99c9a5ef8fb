// SPDX-License-Identifier: MPL-2.0
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Answer, Cases, type Command, Database } from '#persistence';
import { Allow, Answers, AnswersHistory, AnswersPage, Cmd, Does } from '#service';
import { PARTICIPANTS } from '../follow-up/follow-up.js';
import { landlordOf } from '../follow-up/follow-up.lookup.js';
import { EndMeasure, ListPreventiveMeasures, PlanMeasure, PreventiveMeasureView } from './preventive-measure.dto.js';
import { preventiveMeasure } from './preventive-measure.kind.js';

/** Forebyggende tiltag: what the parties do before anything goes wrong. */
@ApiTags('preventive-measures')
@Controller('v1/preventive-measures')
@Allow(...PARTICIPANTS)
export class PreventiveMeasureController {
  constructor(
    private readonly cases: Cases,
    private readonly database: Database,
  ) {}

  /** Agree a preventive measure. */
  @Post()
  @Does(preventiveMeasure, 'plan', PreventiveMeasureView)
  async plan(@Body() { endsOn = null!, ...input }: PlanMeasure, @Cmd() command: Command): Promise<Answer> {
    const landlordRef = await landlordOf(this.database, input, command);
    return await this.cases.open(preventiveMeasure, 'plan', command, { ...input, endsOn, landlordRef });
  }

  /** Measures the caller may see, newest first. */
  @Get()
  @AnswersPage(PreventiveMeasureView)
  list(@Query() query: ListPreventiveMeasures, @Cmd() command: Command): Promise<object> {
    return this.cases.list(preventiveMeasure, query, command);
  }

  /** One measure. */
  @Get(':id')
  @Answers(200, PreventiveMeasureView)
  get(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.get(preventiveMeasure, id, command);
  }

  /** Who did what and when. */
  @Get(':id/history')
  @AnswersHistory()
  history(@Param('id') id: string, @Cmd() command: Command): Promise<object> {
    return this.cases.history(preventiveMeasure, id, command);
  }

  /** It is begun. */
  @Post(':id/begin')
  @Does(preventiveMeasure, 'begin', PreventiveMeasureView)
  begin(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(preventiveMeasure, 'begin', id, command);
  }

  /** It has ended; what came of it. */
  @Post(':id/end')
  @Does(preventiveMeasure, 'end', PreventiveMeasureView)
  end(@Param('id') id: string, @Body() input: EndMeasure, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(preventiveMeasure, 'end', id, command, input);
  }
}
