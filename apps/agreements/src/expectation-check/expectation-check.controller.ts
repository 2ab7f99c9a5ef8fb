// SPDX-License-Identifier: MPL-2.0
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Answer, Cases, type Command, Database } from '#persistence';
import { Allow, Answers, AnswersHistory, AnswersPage, Cmd, Does } from '#service';
import { partyOf } from '../agreement/case.js';
import { PARTICIPANTS } from '../follow-up/follow-up.js';
import { landlordOf } from '../follow-up/follow-up.lookup.js';
import {
  AnswerExpectations,
  CorrectExpectations,
  ExpectationCheckView,
  ListExpectationChecks,
} from './expectation-check.dto.js';
import { quarterOf } from './expectation-check.js';
import { expectationCheck } from './expectation-check.kind.js';

/** Forventningsafstemning: how each party finds the cooperation. */
@ApiTags('expectation-checks')
@Controller('v1/expectation-checks')
@Allow(...PARTICIPANTS)
export class ExpectationCheckController {
  constructor(
    private readonly cases: Cases,
    private readonly database: Database,
  ) {}

  /** Answer for one's party. The other party reads it once both have answered, or after 14 days. */
  @Post()
  @Does(expectationCheck, 'answer', ExpectationCheckView)
  async answer(
    @Body() { meetingRef = null!, comment = null!, ...input }: AnswerExpectations,
    @Cmd() command: Command,
  ): Promise<Answer> {
    const landlordRef = await landlordOf(this.database, { ...input, meetingRef }, command);
    const quarterFrom = meetingRef ? null : quarterOf(command.today);
    const party = partyOf(command.actor.roles);
    const given = { ...input, meetingRef, comment, landlordRef, quarterFrom, party };
    return await this.cases.open(expectationCheck, 'answer', command, given);
  }

  /** Answers of both parties, newest first; what may not be read yet is empty. */
  @Get()
  @AnswersPage(ExpectationCheckView)
  list(@Query() query: ListExpectationChecks, @Cmd() command: Command): Promise<object> {
    return this.cases.list(expectationCheck, query, command);
  }

  /** One answer. */
  @Get(':id')
  @Answers(200, ExpectationCheckView)
  get(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.get(expectationCheck, id, command);
  }

  /** Who did what and when; not what was answered. */
  @Get(':id/history')
  @AnswersHistory()
  history(@Param('id') id: string, @Cmd() command: Command): Promise<object> {
    return this.cases.history(expectationCheck, id, command);
  }

  /** Correct one's answer before the other party has given theirs. */
  @Post(':id/correct')
  @Does(expectationCheck, 'correct', ExpectationCheckView)
  correct(
    @Param('id') id: string,
    @Body() { comment = null!, ...input }: CorrectExpectations,
    @Cmd() command: Command,
  ): Promise<Answer> {
    return this.cases.act(expectationCheck, 'correct', id, command, { ...input, comment });
  }
}
