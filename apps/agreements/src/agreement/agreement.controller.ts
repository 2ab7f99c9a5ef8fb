// SPDX-License-Identifier: MPL-2.0
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Answer, Command } from '#persistence';
import { Allow, Answers, AnswersHistory, AnswersPage, Cmd } from '#service';
import {
  ActivateAgreement,
  AgreementLandlordView,
  AgreementMunicipalView,
  CreateAgreement,
  ListAgreements,
} from './agreement.dto.js';
import { AgreementQueries } from './agreement.queries.js';
import { AgreementUseCases } from './agreement.use-cases.js';

const VIEWS = [AgreementMunicipalView, AgreementLandlordView];
const READERS = ['single_entry', 'landlord_admin'] as const;

/** Samarbejdsaftale: what the municipality and a landlord have agreed. */
@ApiTags('agreements')
@Controller('v1/agreements')
export class AgreementController {
  constructor(
    private readonly useCases: AgreementUseCases,
    private readonly queries: AgreementQueries,
  ) {}

  /** Draft an agreement. */
  @Post()
  @Allow('single_entry')
  @Answers(201, AgreementMunicipalView)
  create(@Body() input: CreateAgreement, @Cmd() command: Command): Promise<Answer> {
    return this.useCases.create(input, command);
  }

  /** Agreements the caller may see, newest first. */
  @Get()
  @Allow(...READERS)
  @AnswersPage(...VIEWS)
  list(@Query() page: ListAgreements, @Cmd() command: Command): Promise<object> {
    return this.queries.list(page, command);
  }

  /** One agreement. */
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

  /** Both parties have signed: the agreement comes into force. */
  @Post(':id/activate')
  @HttpCode(200)
  @Allow('single_entry')
  @Answers(200, AgreementMunicipalView)
  activate(@Param('id') id: string, @Body() input: ActivateAgreement, @Cmd() command: Command): Promise<Answer> {
    return this.useCases.activate(id, input, command);
  }
}
