// SPDX-License-Identifier: MPL-2.0
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Answer, Cases, type Command } from '#persistence';
import {
  Allow,
  Answers,
  AnswersHistory,
  AnswersPage,
  Cmd,
  Does,
  ExtendDeadline,
  HandOverCase,
  PauseDeadline,
  ResumeDeadline,
  TakesCpr,
} from '#service';
import {
  AssessCitizen,
  CitizenDeclines,
  DecideOutsideTargetGroup,
  GiveFinancingOutlook,
  ListReferrals,
  OrderSupport,
  ProposeDwelling,
  ReferCitizen,
  ReferralBenefitsView,
  ReferralHeaderView,
  ReferralView,
  WithdrawReferral,
} from './referral.dto.js';
import { ReferralFlows } from './referral.flows.js';
import { referral } from './referral.kind.js';

const VIEWS = [ReferralView, ReferralBenefitsView, ReferralHeaderView];
const READERS = ['social_caseworker', 'benefits_caseworker', 'single_entry', 'team_leader'] as const;

/** Boligindstilling: one citizen referred to a dwelling, from the referral until the keys. */
@ApiTags('referrals')
@Controller('v1/referrals')
export class ReferralController {
  constructor(
    private readonly cases: Cases,
    private readonly flows: ReferralFlows,
  ) {}

  /** Refer a citizen, new or registered, with consents and assessment: all of it or nothing. It becomes the caller's. */
  @Post()
  @TakesCpr('citizen/cpr')
  @Does(referral, 'refer', ReferralView)
  refer(@Body() input: ReferCitizen, @Cmd() command: Command): Promise<Answer> {
    return this.flows.refer(input, command);
  }

  /** Referrals the caller may see, newest first. */
  @Get()
  @Allow(...READERS)
  @AnswersPage(...VIEWS)
  list(@Query() query: ListReferrals, @Cmd() command: Command): Promise<object> {
    return this.cases.list(referral, query, command);
  }

  /** One referral. */
  @Get(':id')
  @Allow(...READERS)
  @Answers(200, ...VIEWS)
  get(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.get(referral, id, command);
  }

  /** Who did what and when. */
  @Get(':id/history')
  @Allow(...READERS)
  @AnswersHistory()
  history(@Param('id') id: string, @Cmd() command: Command): Promise<object> {
    return this.cases.history(referral, id, command);
  }

  /** Characteristics, support need and payment capacity; again until a dwelling is proposed. */
  @Post(':id/assess')
  @Does(referral, 'assess', ReferralView)
  assess(@Param('id') id: string, @Body() input: AssessCitizen, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(referral, 'assess', id, command, input);
  }

  /** Who supports the citizen from the first day. */
  @Post(':id/order-support')
  @Does(referral, 'orderSupport', ReferralView)
  orderSupport(@Param('id') id: string, @Body() { to }: OrderSupport, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(referral, 'orderSupport', id, command, { to: { ...to, role: 'support_worker' } });
  }

  /** The citizen is outside the target group; the referral ends. */
  @Post(':id/decide-outside-target-group')
  @Does(referral, 'decideOutsideTargetGroup', ReferralView)
  decideOutsideTargetGroup(
    @Param('id') id: string,
    @Body() input: DecideOutsideTargetGroup,
    @Cmd() command: Command,
  ): Promise<Answer> {
    return this.cases.act(referral, 'decideOutsideTargetGroup', id, command, input);
  }

  /** Ask the benefits office how the move can be financed. */
  @Post(':id/check-financing')
  @Does(referral, 'checkFinancing', ReferralView)
  checkFinancing(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(referral, 'checkFinancing', id, command);
  }

  /** How the move can be financed; again until a dwelling is proposed. */
  @Post(':id/give-financing-outlook')
  @Does(referral, 'giveFinancingOutlook', ReferralBenefitsView)
  giveFinancingOutlook(
    @Param('id') id: string,
    @Body() input: GiveFinancingOutlook,
    @Cmd() command: Command,
  ): Promise<Answer> {
    return this.cases.act(referral, 'giveFinancingOutlook', id, command, input);
  }

  /** Propose a vacant dwelling: it is reserved, and the landlord is asked. */
  @Post(':id/match')
  @Does(referral, 'match', ReferralView)
  match(@Param('id') id: string, @Body() input: ProposeDwelling, @Cmd() command: Command): Promise<Answer> {
    return this.flows.match(id, input, command);
  }

  /** The citizen does not want the dwelling; another one is looked for. */
  @Post(':id/citizen-declines')
  @Does(referral, 'citizenDeclines', ReferralView)
  citizenDeclines(@Param('id') id: string, @Body() input: CitizenDeclines, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(referral, 'citizenDeclines', id, command, input);
  }

  /** The citizen pays for the move: the landlord is asked for the lease. */
  @Post(':id/go-without-financing')
  @Does(referral, 'goWithoutFinancing', ReferralView)
  goWithoutFinancing(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(referral, 'goWithoutFinancing', id, command);
  }

  /** The referral ends without a dwelling. */
  @Post(':id/withdraw')
  @Does(referral, 'withdraw', ReferralView)
  withdraw(@Param('id') id: string, @Body() input: WithdrawReferral, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(referral, 'withdraw', id, command, input);
  }

  /** Take a case that was given to the own team or role. */
  @Post(':id/take')
  @Does(referral, 'take', ReferralView)
  take(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(referral, 'take', id, command, { person: command.actor.id });
  }

  /** Another person or team has it from now on, and hears so at once. */
  @Post(':id/hand-over')
  @Does(referral, 'handOver', ...VIEWS)
  handOver(@Param('id') id: string, @Body() input: HandOverCase, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(referral, 'handOver', id, command, input);
  }

  /** A deadline of the case waits. */
  @Post(':id/pause-deadline')
  @Does(referral, 'pauseDeadline', ...VIEWS)
  pauseDeadline(@Param('id') id: string, @Body() input: PauseDeadline, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(referral, 'pauseDeadline', id, command, input);
  }

  /** A deadline that waited runs again; its last day comes later by the working days that it waited. */
  @Post(':id/resume-deadline')
  @Does(referral, 'resumeDeadline', ...VIEWS)
  resumeDeadline(@Param('id') id: string, @Body() input: ResumeDeadline, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(referral, 'resumeDeadline', id, command, input);
  }

  /** The last day of a deadline comes later. */
  @Post(':id/extend-deadline')
  @Does(referral, 'extendDeadline', ...VIEWS)
  extendDeadline(@Param('id') id: string, @Body() input: ExtendDeadline, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(referral, 'extendDeadline', id, command, input);
  }
}
