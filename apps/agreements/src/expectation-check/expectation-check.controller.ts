// SPDX-License-Identifier: MPL-2.0
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Answer, Command } from '#persistence';
import { Allow, Answers, AnswersHistory, AnswersPage, Cmd } from '#service';
import {
  AnswerExpectations,
  CorrectExpectations,
  ExpectationCheckView,
  ListExpectationChecks,
} from './expectation-check.dto.js';
import { ExpectationCheckQueries } from './expectation-check.queries.js';
import { ExpectationCheckUseCases } from './expectation-check.use-cases.js';

/** Forventningsafstemning: how each party finds the cooperation. */
@ApiTags('expectation-checks')
@Controller('v1/expectation-checks')
@Allow('single_entry', 'landlord_admin', 'steering_member')
export class ExpectationCheckController {
  constructor(
    private readonly useCases: ExpectationCheckUseCases,
    private readonly queries: ExpectationCheckQueries,
  ) {}

  /** Answer for one's party. The other party reads it once both have answered, or after 14 days. */
  @Post()
  @Answers(201, ExpectationCheckView)
  answer(@Body() input: AnswerExpectations, @Cmd() command: Command): Promise<Answer> {
    return this.useCases.answer(input, command);
  }

  /** Answers of both parties, newest first; what may not be read yet is empty. */
  @Get()
  @AnswersPage(ExpectationCheckView)
  list(@Query() page: ListExpectationChecks, @Cmd() command: Command): Promise<object> {
    return this.queries.list(page, command);
  }

  /** One answer. */
  @Get(':id')
  @Answers(200, ExpectationCheckView)
  get(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.queries.get(id, command);
  }

  /** Who did what and when; not what was answered. */
  @Get(':id/history')
  @AnswersHistory()
  history(@Param('id') id: string, @Cmd() command: Command): Promise<object> {
    return this.queries.history(id, command);
  }

  /** Correct one's answer before the other party has given theirs. */
  @Post(':id/correct')
  @HttpCode(200)
  @Answers(200, ExpectationCheckView)
  correct(@Param('id') id: string, @Body() input: CorrectExpectations, @Cmd() command: Command): Promise<Answer> {
    return this.useCases.correct(id, input, command);
  }
}
