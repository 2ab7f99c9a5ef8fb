// SPDX-License-Identifier: MPL-2.0
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Answer, Command } from '#persistence';
import { Allow, Answers, AnswersHistory, AnswersPage, Cmd } from '#service';
import { CorrectDemandFee, DemandFeeView, ListDemandFees, SetDemandFee } from './demand-fee.dto.js';
import { DemandFeeQueries } from './demand-fee.queries.js';
import { DemandFeeUseCases } from './demand-fee.use-cases.js';

const EDITORS = ['single_entry', 'finance'] as const;
const READERS = [...EDITORS, 'landlord_admin'] as const;

/** Påkravsgebyr: the fee of a formal demand, by year. */
@ApiTags('demand-fees')
@Controller('v1/demand-fees')
export class DemandFeeController {
  constructor(
    private readonly useCases: DemandFeeUseCases,
    private readonly queries: DemandFeeQueries,
  ) {}

  /** Set the fee of a year, or of the rest of one. */
  @Post()
  @Allow(...EDITORS)
  @Answers(201, DemandFeeView)
  set(@Body() input: SetDemandFee, @Cmd() command: Command): Promise<Answer> {
    return this.useCases.set(input, command);
  }

  /** Fees, the one set last first. */
  @Get()
  @Allow(...READERS)
  @AnswersPage(DemandFeeView)
  list(@Query() page: ListDemandFees, @Cmd() command: Command): Promise<object> {
    return this.queries.list(page, command);
  }

  /** One fee. */
  @Get(':id')
  @Allow(...READERS)
  @Answers(200, DemandFeeView)
  get(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.queries.get(id, command);
  }

  /** Who set it to what and when. */
  @Get(':id/history')
  @Allow(...READERS)
  @AnswersHistory()
  history(@Param('id') id: string, @Cmd() command: Command): Promise<object> {
    return this.queries.history(id, command);
  }

  /** Correct an amount. */
  @Post(':id/correct')
  @HttpCode(200)
  @Allow(...EDITORS)
  @Answers(200, DemandFeeView)
  correct(@Param('id') id: string, @Body() input: CorrectDemandFee, @Cmd() command: Command): Promise<Answer> {
    return this.useCases.correct(id, input, command);
  }
}
