// SPDX-License-Identifier: MPL-2.0
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Answer, Cases, type Command } from '#persistence';
import { Allow, Answers, AnswersHistory, AnswersPage, Cmd, Does } from '#service';
import { CorrectDemandFee, DemandFeeView, ListDemandFees, SetDemandFee } from './demand-fee.dto.js';
import { demandFee } from './demand-fee.kind.js';

const READERS = ['single_entry', 'finance', 'landlord_admin'] as const;

/** Påkravsgebyr: the fee of a formal demand, by year. */
@ApiTags('demand-fees')
@Controller('v1/demand-fees')
export class DemandFeeController {
  constructor(private readonly cases: Cases) {}

  /** Set the fee of a year, or of the rest of one. */
  @Post()
  @Does(demandFee, 'set', DemandFeeView)
  set(@Body() input: SetDemandFee, @Cmd() command: Command): Promise<Answer> {
    return this.cases.open(demandFee, 'set', command, input);
  }

  /** Fees, the one set last first. */
  @Get()
  @Allow(...READERS)
  @AnswersPage(DemandFeeView)
  list(@Query() page: ListDemandFees, @Cmd() command: Command): Promise<object> {
    return this.cases.list(demandFee, page, command);
  }

  /** One fee. */
  @Get(':id')
  @Allow(...READERS)
  @Answers(200, DemandFeeView)
  get(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.get(demandFee, id, command);
  }

  /** Who set it to what and when. */
  @Get(':id/history')
  @Allow(...READERS)
  @AnswersHistory()
  history(@Param('id') id: string, @Cmd() command: Command): Promise<object> {
    return this.cases.history(demandFee, id, command);
  }

  /** Correct an amount. */
  @Post(':id/correct')
  @Does(demandFee, 'correct', DemandFeeView)
  correct(@Param('id') id: string, @Body() input: CorrectDemandFee, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(demandFee, 'correct', id, command, input);
  }
}
