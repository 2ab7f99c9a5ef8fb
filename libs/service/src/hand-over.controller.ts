// SPDX-License-Identifier: MPL-2.0
import { Body, Controller, Get, Injectable, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { CaseKindName } from '#contracts/case-kinds';
import { type Answer, Cases, type Command, Database, Sweeper } from '#persistence';
import { Answers, AnswersHistory, AnswersPage } from './answers.js';
import { Allow } from './auth.js';
import { Cmd } from './command.js';
import { HandOverView, ListHandOvers, PlanCaseHandOver } from './hand-over.dto.js';
import { carriesOut, handOverOf, planHandOver } from './hand-over.js';
import { Does, type KindOfService } from './kinds.js';

/**
 * The entry of a service's `kinds.ts` by which all open cases of a person go to another person or team: the same in every
 * service, over those of its kinds that are somebody's, in the list's order.
 */
export function handOvers(name: CaseKindName, all: readonly KindOfService[]): KindOfService {
  const kinds = all.flatMap(({ kind }) => (kind.owned ? [kind] : []));
  const handOver = handOverOf(name, kinds);

  @ApiTags(`${name}s`)
  @Controller(`v1/${name}s`)
  class HandOverController {
    constructor(
      private readonly cases: Cases,
      private readonly database: Database,
      private readonly sweeper: Sweeper,
    ) {}

    @ApiOperation({ summary: 'Plan it: the answer says which cases it is about, and nothing happens yet.' })
    @Post()
    @Does(handOver, 'plan', HandOverView)
    plan(@Body() input: PlanCaseHandOver, @Cmd() command: Command): Promise<Answer> {
      return planHandOver({ cases: this.cases, database: this.database, handOver }, input, command);
    }

    @ApiOperation({ summary: 'Hand-overs the caller may see, newest first.' })
    @Get()
    @Allow('team_leader')
    @AnswersPage(HandOverView)
    list(@Query() query: ListHandOvers, @Cmd() command: Command): Promise<object> {
      return this.cases.list(handOver, query, command);
    }

    @ApiOperation({ summary: 'One hand-over: how far it is, and what is left.' })
    @Get(':id')
    @Allow('team_leader')
    @Answers(200, HandOverView)
    get(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
      return this.cases.get(handOver, id, command);
    }

    @ApiOperation({ summary: 'Who did what and when.' })
    @Get(':id/history')
    @Allow('team_leader')
    @AnswersHistory()
    history(@Param('id') id: string, @Cmd() command: Command): Promise<object> {
      return this.cases.history(handOver, id, command);
    }

    @ApiOperation({ summary: 'Hand the cases over, from now on and one after the other.' })
    @Post(':id/start')
    @Does(handOver, 'start', HandOverView)
    async start(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
      const answer = await this.cases.act(handOver, 'start', id, command);
      this.sweeper.wake(handOver.name);
      return answer;
    }

    @ApiOperation({ summary: 'Give the plan up.' })
    @Post(':id/cancel')
    @Does(handOver, 'cancel', HandOverView)
    cancel(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
      return this.cases.act(handOver, 'cancel', id, command);
    }
  }

  @Injectable()
  class HandOverFlows {
    constructor(cases: Cases) {
      carriesOut(cases, handOver, kinds);
    }
  }

  return { kind: handOver, controllers: [HandOverController], providers: [HandOverFlows] };
}
