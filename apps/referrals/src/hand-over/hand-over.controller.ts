// SPDX-License-Identifier: MPL-2.0
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Answer, Cases, type Command, Database, Sweeper } from '#persistence';
import {
  Allow,
  Answers,
  AnswersHistory,
  AnswersPage,
  Cmd,
  Does,
  HandOverView,
  ListHandOvers,
  PlanCaseHandOver,
  planHandOver,
} from '#service';
import { referralsHandOver as handOver } from './hand-over.kind.js';

/** Overdragelse: all open cases of a person go to another person or team. */
@ApiTags('referrals-hand-overs')
@Controller('v1/referrals-hand-overs')
export class HandOverController {
  constructor(
    private readonly cases: Cases,
    private readonly database: Database,
    private readonly sweeper: Sweeper,
  ) {}

  /** Plan it: the answer says which cases it is about, and nothing happens yet. */
  @Post()
  @Does(handOver, 'plan', HandOverView)
  plan(@Body() input: PlanCaseHandOver, @Cmd() command: Command): Promise<Answer> {
    return planHandOver({ cases: this.cases, database: this.database, handOver }, input, command);
  }

  /** Hand-overs the caller may see, newest first. */
  @Get()
  @Allow('team_leader')
  @AnswersPage(HandOverView)
  list(@Query() query: ListHandOvers, @Cmd() command: Command): Promise<object> {
    return this.cases.list(handOver, query, command);
  }

  /** One hand-over: how far it is, and what is left. */
  @Get(':id')
  @Allow('team_leader')
  @Answers(200, HandOverView)
  get(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.get(handOver, id, command);
  }

  /** Who did what and when. */
  @Get(':id/history')
  @Allow('team_leader')
  @AnswersHistory()
  history(@Param('id') id: string, @Cmd() command: Command): Promise<object> {
    return this.cases.history(handOver, id, command);
  }

  /** Hand the cases over, from now on and one after the other. */
  @Post(':id/start')
  @Does(handOver, 'start', HandOverView)
  async start(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    const answer = await this.cases.act(handOver, 'start', id, command);
    this.sweeper.wake(handOver.name);
    return answer;
  }

  /** Give the plan up. */
  @Post(':id/cancel')
  @Does(handOver, 'cancel', HandOverView)
  cancel(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(handOver, 'cancel', id, command);
  }
}
