// SPDX-License-Identifier: MPL-2.0
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Answer, Command } from '#persistence';
import { Allow, Answers, AnswersHistory, AnswersPage, Cmd } from '#service';
import {
  FinancingBenefitsView,
  FinancingFinanceView,
  FinancingHeaderView,
  GrantFinancing,
  ListFinancings,
  RefuseFinancing,
  RegisterPayment,
} from './financing.dto.js';
import { FinancingQueries } from './financing.queries.js';
import { FinancingUseCases } from './financing.use-cases.js';

const VIEWS = [FinancingBenefitsView, FinancingFinanceView, FinancingHeaderView];
const READERS = ['benefits_caseworker', 'finance', 'single_entry'] as const;

/** Midlertidig huslejehjælp: help with missing rent, from the application until it is paid and paid back. */
@ApiTags('financings')
@Controller('v1/financings')
export class FinancingController {
  constructor(
    private readonly useCases: FinancingUseCases,
    private readonly queries: FinancingQueries,
  ) {}

  /** Cases the caller may see, newest first. */
  @Get()
  @Allow(...READERS)
  @AnswersPage(...VIEWS)
  list(@Query() page: ListFinancings, @Cmd() command: Command): Promise<object> {
    return this.queries.list(page, command);
  }

  /** One case. */
  @Get(':id')
  @Allow(...READERS)
  @Answers(200, ...VIEWS)
  get(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.queries.get(id, command);
  }

  /** Who did what and when. */
  @Get(':id/history')
  @Allow(...READERS)
  @AnswersHistory()
  history(@Param('id') id: string, @Cmd() command: Command): Promise<object> {
    return this.queries.history(id, command);
  }

  /** Grant help; with a condition it takes effect when the citizen accepts it. */
  @Post(':id/grant')
  @HttpCode(200)
  @Allow('benefits_caseworker')
  @Answers(200, FinancingBenefitsView)
  grant(@Param('id') id: string, @Body() input: GrantFinancing, @Cmd() command: Command): Promise<Answer> {
    return this.useCases.grant(id, input, command);
  }

  /** Refuse help; a later application is a case of its own. */
  @Post(':id/refuse')
  @HttpCode(200)
  @Allow('benefits_caseworker')
  @Answers(200, FinancingBenefitsView)
  refuse(@Param('id') id: string, @Body() input: RefuseFinancing, @Cmd() command: Command): Promise<Answer> {
    return this.useCases.refuse(id, input, command);
  }

  /** Money went to the landlord, all or part of what is granted. */
  @Post(':id/register-payment')
  @HttpCode(200)
  @Allow('finance')
  @Answers(200, FinancingFinanceView)
  registerPayment(@Param('id') id: string, @Body() payment: RegisterPayment, @Cmd() command: Command): Promise<Answer> {
    return this.useCases.registerPayment(id, payment, command);
  }

  /** The citizen paid some of it back. */
  @Post(':id/register-repayment')
  @HttpCode(200)
  @Allow('finance')
  @Answers(200, FinancingFinanceView)
  registerRepayment(
    @Param('id') id: string,
    @Body() payment: RegisterPayment,
    @Cmd() command: Command,
  ): Promise<Answer> {
    return this.useCases.registerRepayment(id, payment, command);
  }
}
