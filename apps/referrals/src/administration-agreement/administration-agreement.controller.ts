// SPDX-License-Identifier: MPL-2.0
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Answer, Cases, type Command } from '#persistence';
import { Allow, Answers, AnswersHistory, AnswersPage, Cmd, Does, HandOverCase } from '#service';
import {
  AcceptAdministrationAgreement,
  AdministrationAgreementPaymentView,
  AdministrationAgreementView,
  EndAdministrationAgreement,
  ListAdministrationAgreements,
  OfferAdministrationAgreement,
  RevokeAdministrationAgreement,
} from './administration-agreement.dto.js';
import { AdministrationAgreementFlows } from './administration-agreement.flows.js';
import { administrationAgreement } from './administration-agreement.kind.js';

const VIEWS = [AdministrationAgreementView, AdministrationAgreementPaymentView];
const READERS = ['social_caseworker', 'benefits_caseworker', 'finance', 'team_leader'] as const;

/** Administrationsaftale: the municipality pays a citizen's rent to the landlord. */
@ApiTags('administration-agreements')
@Controller('v1/administration-agreements')
export class AdministrationAgreementController {
  constructor(
    private readonly cases: Cases,
    private readonly flows: AdministrationAgreementFlows,
  ) {}

  /** Offer one to the citizen; at most one at a time per tenancy. */
  @Post()
  @Does(administrationAgreement, 'offer', AdministrationAgreementView)
  offer(@Body() input: OfferAdministrationAgreement, @Cmd() command: Command): Promise<Answer> {
    return this.cases.open(administrationAgreement, 'offer', command, input);
  }

  /** Agreements the caller may see, newest first. */
  @Get()
  @Allow(...READERS)
  @AnswersPage(...VIEWS)
  list(@Query() query: ListAdministrationAgreements, @Cmd() command: Command): Promise<object> {
    return this.cases.list(administrationAgreement, query, command);
  }

  /** One agreement. */
  @Get(':id')
  @Allow(...READERS)
  @Answers(200, ...VIEWS)
  get(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.get(administrationAgreement, id, command);
  }

  /** Who did what and when. */
  @Get(':id/history')
  @Allow(...READERS)
  @AnswersHistory()
  history(@Param('id') id: string, @Cmd() command: Command): Promise<object> {
    return this.cases.history(administrationAgreement, id, command);
  }

  /** The citizen accepted; help that it is a condition of takes effect with it. */
  @Post(':id/accept')
  @Does(administrationAgreement, 'accept', AdministrationAgreementView)
  accept(
    @Param('id') id: string,
    @Body() input: AcceptAdministrationAgreement,
    @Cmd() command: Command,
  ): Promise<Answer> {
    return this.flows.accept(id, input, command);
  }

  /** The citizen declined; help that it is a condition of is refused with it. */
  @Post(':id/decline')
  @Does(administrationAgreement, 'decline', AdministrationAgreementView)
  decline(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.flows.decline(id, command);
  }

  /** The citizen took it back, for payments not yet executed. */
  @Post(':id/revoke')
  @Does(administrationAgreement, 'revoke', AdministrationAgreementView)
  revoke(
    @Param('id') id: string,
    @Body() input: RevokeAdministrationAgreement,
    @Cmd() command: Command,
  ): Promise<Answer> {
    return this.cases.act(administrationAgreement, 'revoke', id, command, input);
  }

  /** The municipality ends it. */
  @Post(':id/end')
  @Does(administrationAgreement, 'end', AdministrationAgreementView)
  end(@Param('id') id: string, @Body() input: EndAdministrationAgreement, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(administrationAgreement, 'end', id, command, input);
  }

  /** Take a case that was given to the own team or role. */
  @Post(':id/take')
  @Does(administrationAgreement, 'take', AdministrationAgreementView)
  take(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(administrationAgreement, 'take', id, command, { person: command.actor.id });
  }

  /** Another person, team or role has it from now on, and hears so at once. */
  @Post(':id/hand-over')
  @Does(administrationAgreement, 'handOver', ...VIEWS)
  handOver(@Param('id') id: string, @Body() input: HandOverCase, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(administrationAgreement, 'handOver', id, command, input);
  }
}
