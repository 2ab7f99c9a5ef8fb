// SPDX-License-Identifier: MPL-2.0
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Answer, Command } from '#persistence';
import { Allow, Answers, AnswersHistory, AnswersPage, Cmd } from '#service';
import { EndTenancy, ListTenancies, StartTenancy, TenancyLandlordView, TenancyMunicipalView } from './tenancy.dto.js';
import { TenancyQueries } from './tenancy.queries.js';
import { TenancyUseCases } from './tenancy.use-cases.js';

const VIEWS = [TenancyMunicipalView, TenancyLandlordView];
const READERS = ['social_caseworker', 'single_entry', 'landlord_admin'] as const;

/** Lejemål: a tenancy under an agreement, from its first day to its last. */
@ApiTags('tenancies')
@Controller('v1/tenancies')
export class TenancyController {
  constructor(
    private readonly useCases: TenancyUseCases,
    private readonly queries: TenancyQueries,
  ) {}

  /** Start a tenancy under an agreement in force. */
  @Post()
  @Allow('social_caseworker')
  @Answers(201, TenancyMunicipalView)
  start(@Body() input: StartTenancy, @Cmd() command: Command): Promise<Answer> {
    return this.useCases.start(input, command);
  }

  /** Tenancies the caller may see, newest first. */
  @Get()
  @Allow(...READERS)
  @AnswersPage(...VIEWS)
  list(@Query() page: ListTenancies, @Cmd() command: Command): Promise<object> {
    return this.queries.list(page, command);
  }

  /** One tenancy. */
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

  /** The tenancy ends on its last day. */
  @Post(':id/end')
  @HttpCode(200)
  @Allow('social_caseworker')
  @Answers(200, TenancyMunicipalView)
  end(@Param('id') id: string, @Body() input: EndTenancy, @Cmd() command: Command): Promise<Answer> {
    return this.useCases.end(id, input, command);
  }
}
