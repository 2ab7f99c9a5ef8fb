// SPDX-License-Identifier: MPL-2.0
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { v7 as uuidv7 } from 'uuid';
import { type Answer, Cases, type Command } from '#persistence';
import { Allow, Answers, AnswersHistory, AnswersPage, Cmd, Does } from '#service';
import {
  ChangeSupportWorker,
  CheckSettlingInItem,
  EndSupport,
  EndTenancy,
  ListTenancies,
  RegisterTenancy,
  StartTenancy,
  StrikeInTenancy,
  TenancyLandlordView,
  TenancyMunicipalView,
} from './tenancy.dto.js';
import { tenancy } from './tenancy.kind.js';

const VIEWS = [TenancyMunicipalView, TenancyLandlordView];
const READERS = ['social_caseworker', 'single_entry', 'support_worker', 'team_leader', 'landlord_admin'] as const;

/** Lejemål: a tenancy under an agreement, from its first day to its last. */
@ApiTags('tenancies')
@Controller('v1/tenancies')
export class TenancyController {
  constructor(private readonly cases: Cases) {}

  /** Start a tenancy under an agreement in force. */
  @Post()
  @Does(tenancy, 'start', TenancyMunicipalView)
  start(@Body() input: StartTenancy, @Cmd() command: Command): Promise<Answer> {
    return this.cases.open(tenancy, 'start', command, input);
  }

  /** A tenancy that the municipality did not refer anybody to; its tenant is helped and heard as all are. */
  @Post('register')
  @Does(tenancy, 'register', TenancyLandlordView)
  register(@Body() input: RegisterTenancy, @Cmd() command: Command): Promise<Answer> {
    // Who it is, nobody here knows: the reference is of this tenancy alone.
    return this.cases.open(tenancy, 'register', command, { ...input, citizenRef: uuidv7() });
  }

  /** Tenancies the caller may see, newest first. */
  @Get()
  @Allow(...READERS)
  @AnswersPage(...VIEWS)
  list(@Query() query: ListTenancies, @Cmd() command: Command): Promise<object> {
    return this.cases.list(tenancy, query, command);
  }

  /** One tenancy. */
  @Get(':id')
  @Allow(...READERS)
  @Answers(200, ...VIEWS)
  get(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.get(tenancy, id, command);
  }

  /** Who did what and when. */
  @Get(':id/history')
  @Allow(...READERS)
  @AnswersHistory()
  history(@Param('id') id: string, @Cmd() command: Command): Promise<object> {
    return this.cases.history(tenancy, id, command);
  }

  /** Take a tenant that was given to the own team. */
  @Post(':id/take')
  @Does(tenancy, 'take', TenancyMunicipalView)
  take(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(tenancy, 'take', id, command, { person: command.actor.id });
  }

  /** The tenant has another support worker from today, or a first one. Both hear so at once. */
  @Post(':id/change-support-worker')
  @Does(tenancy, 'changeSupportWorker', TenancyMunicipalView)
  changeSupportWorker(
    @Param('id') id: string,
    @Body() { to, reason }: ChangeSupportWorker,
    @Cmd() command: Command,
  ): Promise<Answer> {
    const input = { to: { ...to, role: 'support_worker' }, reason };
    return this.cases.act(tenancy, 'changeSupportWorker', id, command, input);
  }

  /** The support has ended: when something goes wrong, the outreach team reaches out. */
  @Post(':id/end-support')
  @Does(tenancy, 'endSupport', TenancyMunicipalView)
  endSupport(@Param('id') id: string, @Body() input: EndSupport, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(tenancy, 'endSupport', id, command, input);
  }

  /** Note on an item of the settling-in checklist that it is done, or not needed. */
  @Post(':id/check-settling-in')
  @Does(tenancy, 'checkSettlingIn', TenancyMunicipalView)
  checkSettlingIn(
    @Param('id') id: string,
    @Body() input: CheckSettlingInItem,
    @Cmd() command: Command,
  ): Promise<Answer> {
    return this.cases.act(tenancy, 'checkSettlingIn', id, command, input);
  }

  /** The tenant has settled in: help with furniture was offered, and the defect list is sent or its time has passed. */
  @Post(':id/finish-settling-in')
  @Does(tenancy, 'finishSettlingIn', TenancyMunicipalView)
  finishSettlingIn(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(tenancy, 'finishSettlingIn', id, command);
  }

  /** The tenancy ends on its last day. */
  @Post(':id/end')
  @Does(tenancy, 'end', TenancyMunicipalView)
  end(@Param('id') id: string, @Body() input: EndTenancy, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(tenancy, 'end', id, command, input);
  }

  /** The start or the end was registered in error: it is struck, and what followed from it is made anew. */
  @Post(':id/strike')
  @Does(tenancy, 'strike', ...VIEWS)
  strike(@Param('id') id: string, @Body() input: StrikeInTenancy, @Cmd() command: Command): Promise<Answer> {
    return this.cases.strike(tenancy, 'strike', id, command, input);
  }
}
