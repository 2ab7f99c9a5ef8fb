// SPDX-License-Identifier: MPL-2.0
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Answer, Cases, type Command } from '#persistence';
import { Allow, Answers, AnswersHistory, AnswersPage, Cmd, Does, TakesCpr } from '#service';
import {
  AddressView,
  AuditorLookView,
  ChangeCitizen,
  CitizenView,
  EndConsentOfCitizen,
  ErasureView,
  FoundCitizenView,
  ListLooks,
  LookView,
  PersonView,
  RecordConsentOfCitizen,
  RegisterCitizen,
  SearchCitizens,
  TenantPersonView,
  WithAddressReason,
  WithPurpose,
} from './citizen.dto.js';
import { CitizenFlows } from './citizen.flows.js';
import { citizen } from './citizen.kind.js';

const READERS = ['social_caseworker', 'benefits_caseworker', 'support_worker', 'outreach_team'] as const;

/** Borgere: who the citizens are. What does not say who is asked for by reference; who it is, with a purpose that is logged. */
@ApiTags('citizens')
@Controller('v1/citizens')
export class CitizenController {
  constructor(
    private readonly cases: Cases,
    private readonly flows: CitizenFlows,
  ) {}

  /** Register a citizen; one person is registered once. */
  @Post()
  @TakesCpr('cpr')
  @Does(citizen, 'register', CitizenView)
  register(@Body() input: RegisterCitizen, @Cmd() command: Command): Promise<Answer> {
    return this.flows.register(input, command);
  }

  /** By POST, since numbers and names must not stand in addresses and their logs. It reads: no Idempotency-Key, no ETag. */
  @ApiOperation({ summary: 'Citizens that the caller may see, by number or name, newest first' })
  @HttpCode(200)
  @Post('search')
  @TakesCpr('cpr')
  @Allow('social_caseworker', 'benefits_caseworker')
  @AnswersPage(FoundCitizenView)
  search(@Body() wanted: SearchCitizens, @Cmd() command: Command): Promise<object> {
    return this.flows.search(wanted, command);
  }

  /** What is known of a citizen, without who it is. */
  @Get(':id')
  @Allow(...READERS)
  @Answers(200, CitizenView)
  get(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.get(citizen, id, command);
  }

  /** Who did what and when. */
  @Get(':id/history')
  @Allow('social_caseworker')
  @AnswersHistory()
  history(@Param('id') id: string, @Cmd() command: Command): Promise<object> {
    return this.cases.history(citizen, id, command);
  }

  /** Who it is: name, contact and address, and for who decides number and household. Not an address that is protected. */
  @Get(':id/person')
  @Allow(...READERS)
  @Answers(200, PersonView, TenantPersonView)
  person(@Param('id') id: string, @Query() why: WithPurpose, @Cmd() command: Command): Promise<object> {
    return this.flows.person(id, why, command);
  }

  /** The address, also where it is protected; a step of its own, with a reason. */
  @Get(':id/address')
  @Allow(...READERS)
  @Answers(200, AddressView)
  address(@Param('id') id: string, @Query() why: WithAddressReason, @Cmd() command: Command): Promise<object> {
    return this.flows.address(id, why, command);
  }

  /** Who has looked at the citizen or the citizen's cases here, or changed them, newest first: for the citizen's own request. */
  @Get(':id/looks')
  @Allow('social_caseworker', 'auditor')
  @AnswersPage(AuditorLookView, LookView)
  looks(@Param('id') id: string, @Query() page: ListLooks, @Cmd() command: Command): Promise<object> {
    return this.flows.looks(id, page, command);
  }

  /** How far the erasure of a citizen has come in all services, and until when backups may still hold who it was. */
  @Get(':id/erasure')
  @Allow('social_caseworker', 'auditor')
  @Answers(200, ErasureView)
  erasure(@Param('id') id: string, @Cmd() command: Command): Promise<object> {
    return this.flows.erasure(id, command);
  }

  /** Correct or add to what is known of a citizen. */
  @Post(':id/change')
  @TakesCpr('cpr')
  @Does(citizen, 'change', CitizenView)
  change(@Param('id') id: string, @Body() input: ChangeCitizen, @Cmd() command: Command): Promise<Answer> {
    return this.flows.change(id, input, command);
  }

  /** The citizen has said yes to something. */
  @Post(':id/record-consent')
  @Does(citizen, 'recordConsent', CitizenView)
  recordConsent(
    @Param('id') id: string,
    @Body() input: RecordConsentOfCitizen,
    @Cmd() command: Command,
  ): Promise<Answer> {
    return this.cases.act(citizen, 'recordConsent', id, command, input);
  }

  /** The citizen takes a consent back, or it was recorded in error; what was disclosed before stays in the log. */
  @Post(':id/end-consent')
  @Does(citizen, 'endConsent', CitizenView)
  endConsent(@Param('id') id: string, @Body() input: EndConsentOfCitizen, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(citizen, 'endConsent', id, command, input);
  }

  /** Forget who the citizen is. The cases stay, of nobody. */
  @Post(':id/erase')
  @Does(citizen, 'erase', CitizenView)
  erase(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.flows.erase(id, command);
  }
}
