// SPDX-License-Identifier: MPL-2.0
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Answer, Command } from '#persistence';
import { Allow, Answers, AnswersHistory, AnswersPage, Cmd } from '#service';
import {
  AcceptAdministrationAgreement,
  AdministrationAgreementPaymentView,
  AdministrationAgreementView,
  EndAdministrationAgreement,
  ListAdministrationAgreements,
  OfferAdministrationAgreement,
  RevokeAdministrationAgreement,
} from './administration-agreement.dto.js';
import { AdministrationAgreementQueries } from './administration-agreement.queries.js';
import { AdministrationAgreementUseCases } from './administration-agreement.use-cases.js';

const VIEWS = [AdministrationAgreementView, AdministrationAgreementPaymentView];
const READERS = ['social_caseworker', 'benefits_caseworker', 'finance'] as const;

/** Administrationsaftale: the municipality pays a citizen's rent to the landlord. */
@ApiTags('administration-agreements')
@Controller('v1/administration-agreements')
export class AdministrationAgreementController {
  constructor(
    private readonly useCases: AdministrationAgreementUseCases,
    private readonly queries: AdministrationAgreementQueries,
  ) {}

  /** Offer one to the citizen; at most one at a time per tenancy. */
  @Post()
  @Allow('social_caseworker', 'benefits_caseworker')
  @Answers(201, AdministrationAgreementView)
  offer(@Body() input: OfferAdministrationAgreement, @Cmd() command: Command): Promise<Answer> {
    return this.useCases.offer(input, command);
  }

  /** Agreements the caller may see, newest first. */
  @Get()
  @Allow(...READERS)
  @AnswersPage(...VIEWS)
  list(@Query() page: ListAdministrationAgreements, @Cmd() command: Command): Promise<object> {
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

  /** The citizen accepted; help that it is a condition of takes effect with it. */
  @Post(':id/accept')
  @HttpCode(200)
  @Allow('social_caseworker', 'benefits_caseworker')
  @Answers(200, AdministrationAgreementView)
  accept(
    @Param('id') id: string,
    @Body() input: AcceptAdministrationAgreement,
    @Cmd() command: Command,
  ): Promise<Answer> {
    return this.useCases.accept(id, input, command);
  }

  /** The citizen declined; help that it is a condition of is refused with it. */
  @Post(':id/decline')
  @HttpCode(200)
  @Allow('social_caseworker', 'benefits_caseworker')
  @Answers(200, AdministrationAgreementView)
  decline(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.useCases.decline(id, command);
  }

  /** The citizen took it back, for payments not yet executed. */
  @Post(':id/revoke')
  @HttpCode(200)
  @Allow('social_caseworker', 'benefits_caseworker')
  @Answers(200, AdministrationAgreementView)
  revoke(
    @Param('id') id: string,
    @Body() input: RevokeAdministrationAgreement,
    @Cmd() command: Command,
  ): Promise<Answer> {
    return this.useCases.revoke(id, input, command);
  }

  /** The municipality ends it. */
  @Post(':id/end')
  @HttpCode(200)
  @Allow('benefits_caseworker')
  @Answers(200, AdministrationAgreementView)
  end(@Param('id') id: string, @Body() input: EndAdministrationAgreement, @Cmd() command: Command): Promise<Answer> {
    return this.useCases.end(id, input, command);
  }
}
