// SPDX-License-Identifier: MPL-2.0
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { v4 as uuidv4 } from 'uuid';
import { OUTREACH_ROLES } from '#contracts/incidents/rent-arrears';
import { type Answer, Cases, type Command } from '#persistence';
import { Allow, Answers, AnswersHistory, AnswersPage, Cmd, Does, HandOverCase } from '#service';
import {
  DecideHelp,
  EvictionDutyView,
  EvictionHeaderView,
  EvictionLandlordView,
  EvictionMunicipalView,
  ExecuteEviction,
  FileBailiffRequest,
  ListEvictions,
  RecordCourtNotice,
  RecordCourtNotification,
  RecordHearing,
  RecordRefusal,
  RegisterEvictionPayment,
  ServeTermination,
  SetEvictionDate,
  StateConduct,
  StrikeDuty,
  StrikeInEviction,
  TakeUpHelp,
  VacateEviction,
  WithdrawEviction,
} from './eviction.dto.js';
import { eviction } from './eviction.kind.js';

const MUNICIPAL_VIEWS = [EvictionMunicipalView, EvictionDutyView, EvictionHeaderView];
const VIEWS = [...MUNICIPAL_VIEWS, EvictionLandlordView];
const RECORDED = [EvictionMunicipalView, EvictionLandlordView];
const READERS = [
  'single_entry',
  'landlord_admin',
  ...OUTREACH_ROLES,
  'social_caseworker',
  'finance',
  'team_leader',
] as const;

/** Udsættelsessag: a lease that ends against the tenant's will. A case of missing rent or of conduct opens it. */
@ApiTags('evictions')
@Controller('v1/evictions')
export class EvictionController {
  constructor(private readonly cases: Cases) {}

  /** Cases the caller may see, newest first. */
  @Get()
  @Allow(...READERS)
  @AnswersPage(...VIEWS)
  list(@Query() { status, ...query }: ListEvictions, @Cmd() command: Command): Promise<object> {
    return this.cases.list(eviction, { ...query, ...(status && { shownState: status }) }, command);
  }

  /** One case the caller may see. */
  @Get(':id')
  @Allow(...READERS)
  @Answers(200, ...VIEWS)
  get(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.get(eviction, id, command);
  }

  /** Who did what and when. */
  @Get(':id/history')
  @Allow(...READERS)
  @AnswersHistory()
  history(@Param('id') id: string, @Cmd() command: Command): Promise<object> {
    return this.cases.history(eviction, id, command);
  }

  /** Take a case that was given to the own team or role. */
  @Post(':id/take')
  @Does(eviction, 'take', EvictionHeaderView)
  take(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(eviction, 'take', id, command, { person: command.actor.id });
  }

  /** Another person, team or role has it from now on, and hears so at once. */
  @Post(':id/hand-over')
  @Does(eviction, 'handOver', ...MUNICIPAL_VIEWS)
  handOver(@Param('id') id: string, @Body() input: HandOverCase, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(eviction, 'handOver', id, command, input);
  }

  /** Conduct that requires the tenant to move, as a ground for ending the lease. */
  @Post(':id/state-conduct')
  @Does(eviction, 'stateConduct', EvictionLandlordView)
  stateConduct(@Param('id') id: string, @Body() input: StateConduct, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(eviction, 'stateConduct', id, command, { ...input, basisRef: uuidv4() });
  }

  /** The lease was terminated by one of the case's grounds; another time too, and then the newest counts. */
  @Post(':id/serve-termination')
  @Does(eviction, 'serveTermination', EvictionLandlordView)
  serveTermination(@Param('id') id: string, @Body() input: ServeTermination, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(eviction, 'serveTermination', id, command, { ...input, terminationRef: uuidv4() });
  }

  /** Something of what was owed is paid, by whomever; once it is all, the landlord is asked whether that ends the matter. */
  @Post(':id/register-payment')
  @Does(eviction, 'registerPayment', EvictionLandlordView)
  registerPayment(
    @Param('id') id: string,
    @Body() input: RegisterEvictionPayment,
    @Cmd() command: Command,
  ): Promise<Answer> {
    return this.cases.act(eviction, 'registerPayment', id, command, input);
  }

  /** All that was owed is paid: the landlord goes on all the same. */
  @Post(':id/insist-on-termination')
  @Does(eviction, 'insistOnTermination', EvictionLandlordView)
  insistOnTermination(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(eviction, 'insistOnTermination', id, command);
  }

  /** The tenant stays: the landlord lets the case fall. */
  @Post(':id/withdraw')
  @Does(eviction, 'withdraw', EvictionLandlordView)
  withdraw(@Param('id') id: string, @Body() input: WithdrawEviction, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(eviction, 'withdraw', id, command, input);
  }

  /** The tenant has moved out before the eviction was carried out. */
  @Post(':id/vacate')
  @Does(eviction, 'vacate', ...RECORDED)
  vacate(@Param('id') id: string, @Body() input: VacateEviction, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(eviction, 'vacate', id, command, input);
  }

  /** The bailiff court was asked; registering it tells the municipality, by the agreement on the same day. */
  @Post(':id/file-bailiff-request')
  @Does(eviction, 'fileBailiffRequest', EvictionLandlordView)
  fileBailiffRequest(
    @Param('id') id: string,
    @Body() input: FileBailiffRequest,
    @Cmd() command: Command,
  ): Promise<Answer> {
    return this.cases.act(eviction, 'fileBailiffRequest', id, command, input);
  }

  /** The court has notified the municipality: the question of help is to be taken up by the next working day. */
  @Post(':id/record-court-notification')
  @Does(eviction, 'recordCourtNotification', EvictionMunicipalView)
  recordCourtNotification(
    @Param('id') id: string,
    @Body() input: RecordCourtNotification,
    @Cmd() command: Command,
  ): Promise<Answer> {
    return this.cases.act(eviction, 'recordCourtNotification', id, command, { ...input, notificationRef: uuidv4() });
  }

  /** The question of help was taken up, for every notification up to that day. */
  @Post(':id/take-up-help')
  @Does(eviction, 'takeUpHelp', EvictionDutyView, EvictionMunicipalView)
  takeUpHelp(@Param('id') id: string, @Body() input: TakeUpHelp, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(eviction, 'takeUpHelp', id, command, input);
  }

  /** The hearing at the bailiff court was held. */
  @Post(':id/record-hearing')
  @Does(eviction, 'recordHearing', ...RECORDED)
  recordHearing(@Param('id') id: string, @Body() input: RecordHearing, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(eviction, 'recordHearing', id, command, input);
  }

  /** The bailiff court refused the eviction. */
  @Post(':id/record-refusal')
  @Does(eviction, 'recordRefusal', ...RECORDED)
  recordRefusal(@Param('id') id: string, @Body() input: RecordRefusal, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(eviction, 'recordRefusal', id, command, input);
  }

  /** The court has set a day for the eviction, or another one; shelter and a new home are to be found. */
  @Post(':id/set-eviction-date')
  @Does(eviction, 'setEvictionDate', ...RECORDED)
  setEvictionDate(@Param('id') id: string, @Body() input: SetEvictionDate, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(eviction, 'setEvictionDate', id, command, input);
  }

  /** The eviction was carried out. */
  @Post(':id/execute')
  @Does(eviction, 'execute', ...RECORDED)
  execute(@Param('id') id: string, @Body() input: ExecuteEviction, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(eviction, 'execute', id, command, input);
  }

  /** The court has told that it was carried out: from that day there are fourteen to decide on help. */
  @Post(':id/record-court-notice')
  @Does(eviction, 'recordCourtNotice', EvictionMunicipalView)
  recordCourtNotice(
    @Param('id') id: string,
    @Body() input: RecordCourtNotice,
    @Cmd() command: Command,
  ): Promise<Answer> {
    return this.cases.act(eviction, 'recordCourtNotice', id, command, input);
  }

  /** Whether there is ground for help; a late decision is recorded, with a warning. */
  @Post(':id/decide-help')
  @Does(eviction, 'decideHelp', EvictionDutyView, EvictionMunicipalView)
  decideHelp(@Param('id') id: string, @Body() input: DecideHelp, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(eviction, 'decideHelp', id, command, input);
  }

  /** Something was registered in error: it is struck, and what followed from it is made anew. */
  @Post(':id/strike')
  @Does(eviction, 'strike', ...RECORDED)
  strike(@Param('id') id: string, @Body() input: StrikeInEviction, @Cmd() command: Command): Promise<Answer> {
    return this.cases.strike(eviction, 'strike', id, command, input);
  }

  /** Something of the municipality's own duty was registered in error: it is struck. */
  @Post(':id/strike-duty')
  @Does(eviction, 'strikeDuty', EvictionDutyView, EvictionMunicipalView)
  strikeDuty(@Param('id') id: string, @Body() input: StrikeDuty, @Cmd() command: Command): Promise<Answer> {
    return this.cases.strike(eviction, 'strikeDuty', id, command, input);
  }
}
