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
} from '#service';
import {
  FinancingBenefitsView,
  FinancingFinanceView,
  FinancingHeaderView,
  GrantFinancing,
  ListFinancings,
  RefuseFinancing,
  RegisterPayment,
} from './financing.dto.js';
import { financing } from './financing.kind.js';

const VIEWS = [FinancingBenefitsView, FinancingFinanceView, FinancingHeaderView];
const READERS = ['benefits_caseworker', 'finance', 'single_entry', 'team_leader'] as const;

/** Midlertidig huslejehjælp: help with missing rent, from the application until it is paid and paid back. */
@ApiTags('financings')
@Controller('v1/financings')
export class FinancingController {
  constructor(private readonly cases: Cases) {}

  /** Cases the caller may see, newest first. */
  @Get()
  @Allow(...READERS)
  @AnswersPage(...VIEWS)
  list(@Query() query: ListFinancings, @Cmd() command: Command): Promise<object> {
    return this.cases.list(financing, query, command);
  }

  /** One case. */
  @Get(':id')
  @Allow(...READERS)
  @Answers(200, ...VIEWS)
  get(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.get(financing, id, command);
  }

  /** Who did what and when. */
  @Get(':id/history')
  @Allow(...READERS)
  @AnswersHistory()
  history(@Param('id') id: string, @Cmd() command: Command): Promise<object> {
    return this.cases.history(financing, id, command);
  }

  /** Grant help; with a condition it takes effect when the citizen accepts it. */
  @Post(':id/grant')
  @Does(financing, 'grant', FinancingBenefitsView)
  grant(@Param('id') id: string, @Body() input: GrantFinancing, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(financing, 'grant', id, command, input);
  }

  /** Refuse help; a later application is a case of its own. */
  @Post(':id/refuse')
  @Does(financing, 'refuse', FinancingBenefitsView)
  refuse(@Param('id') id: string, @Body() input: RefuseFinancing, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(financing, 'refuse', id, command, input);
  }

  /** Money went to the landlord, all or part of what is granted. */
  @Post(':id/register-payment')
  @Does(financing, 'registerPayment', FinancingFinanceView)
  registerPayment(@Param('id') id: string, @Body() payment: RegisterPayment, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(financing, 'registerPayment', id, command, payment);
  }

  /** The citizen paid some of it back. */
  @Post(':id/register-repayment')
  @Does(financing, 'registerRepayment', FinancingFinanceView)
  registerRepayment(
    @Param('id') id: string,
    @Body() payment: RegisterPayment,
    @Cmd() command: Command,
  ): Promise<Answer> {
    return this.cases.act(financing, 'registerRepayment', id, command, payment);
  }

  /** Take a case that was given to the own team or role. */
  @Post(':id/take')
  @Does(financing, 'take', FinancingBenefitsView)
  take(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(financing, 'take', id, command, { person: command.actor.id });
  }

  /** Another person, team or role has it from now on, and hears so at once. */
  @Post(':id/hand-over')
  @Does(financing, 'handOver', ...VIEWS)
  handOver(@Param('id') id: string, @Body() input: HandOverCase, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(financing, 'handOver', id, command, input);
  }

  /** A deadline of the case waits. */
  @Post(':id/pause-deadline')
  @Does(financing, 'pauseDeadline', ...VIEWS)
  pauseDeadline(@Param('id') id: string, @Body() input: PauseDeadline, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(financing, 'pauseDeadline', id, command, input);
  }

  /** A deadline that waited runs again; its last day comes later by the working days that it waited. */
  @Post(':id/resume-deadline')
  @Does(financing, 'resumeDeadline', ...VIEWS)
  resumeDeadline(@Param('id') id: string, @Body() input: ResumeDeadline, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(financing, 'resumeDeadline', id, command, input);
  }

  /** The last day of a deadline comes later. */
  @Post(':id/extend-deadline')
  @Does(financing, 'extendDeadline', ...VIEWS)
  extendDeadline(@Param('id') id: string, @Body() input: ExtendDeadline, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(financing, 'extendDeadline', id, command, input);
  }
}
