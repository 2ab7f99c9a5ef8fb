// SPDX-License-Identifier: MPL-2.0
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Answer, Cases, type Command } from '#persistence';
import { Allow, Answers, AnswersHistory, AnswersPage, Cmd, Does, HandOverCase } from '#service';
import {
  DeclareNotNeeded,
  FindShelter,
  ListRehousings,
  ReferToNewHome,
  RehousingHeaderView,
  RehousingView,
  ReopenTask,
} from './rehousing.dto.js';
import { RehousingFlows } from './rehousing.flows.js';
import { rehousing } from './rehousing.kind.js';

const VIEWS = [RehousingView, RehousingHeaderView];
const READERS = ['social_caseworker', 'single_entry', 'team_leader'] as const;

/** Genhusning: shelter by the day of the eviction, and a new home. */
@ApiTags('rehousings')
@Controller('v1/rehousings')
export class RehousingController {
  constructor(
    private readonly cases: Cases,
    private readonly flows: RehousingFlows,
  ) {}

  /** Rehousings the caller may see, newest first. */
  @Get()
  @Allow(...READERS)
  @AnswersPage(...VIEWS)
  list(@Query() query: ListRehousings, @Cmd() command: Command): Promise<object> {
    return this.cases.list(rehousing, query, command);
  }

  /** One rehousing. */
  @Get(':id')
  @Allow(...READERS)
  @Answers(200, ...VIEWS)
  get(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.get(rehousing, id, command);
  }

  /** Who did what and when. */
  @Get(':id/history')
  @Allow(...READERS)
  @AnswersHistory()
  history(@Param('id') id: string, @Cmd() command: Command): Promise<object> {
    return this.cases.history(rehousing, id, command);
  }

  /** Temporary shelter is found. */
  @Post(':id/find-shelter')
  @Does(rehousing, 'findShelter', RehousingView)
  findShelter(@Param('id') id: string, @Body() input: FindShelter, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(rehousing, 'findShelter', id, command, input);
  }

  /** The citizen is referred to a new home: the referral is linked, and tells when the home is found. */
  @Post(':id/refer')
  @Does(rehousing, 'refer', RehousingView)
  refer(@Param('id') id: string, @Body() input: ReferToNewHome, @Cmd() command: Command): Promise<Answer> {
    return this.flows.refer(id, input, command);
  }

  /** Shelter or a new home is not needed. */
  @Post(':id/declare-not-needed')
  @Does(rehousing, 'declareNotNeeded', RehousingView)
  declareNotNeeded(@Param('id') id: string, @Body() input: DeclareNotNeeded, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(rehousing, 'declareNotNeeded', id, command, input);
  }

  /** What was dealt with, or linked by mistake, is to be done again. */
  @Post(':id/reopen-task')
  @Does(rehousing, 'reopenTask', RehousingView)
  reopenTask(@Param('id') id: string, @Body() input: ReopenTask, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(rehousing, 'reopenTask', id, command, input);
  }

  /** Take a case that was given to the own team or role. */
  @Post(':id/take')
  @Does(rehousing, 'take', RehousingView)
  take(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(rehousing, 'take', id, command, { person: command.actor.id });
  }

  /** Another person or team has it from now on, and hears so at once. */
  @Post(':id/hand-over')
  @Does(rehousing, 'handOver', ...VIEWS)
  handOver(@Param('id') id: string, @Body() input: HandOverCase, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(rehousing, 'handOver', id, command, input);
  }
}
