// SPDX-License-Identifier: MPL-2.0
import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Answer, Cases, type Command } from '#persistence';
import {
  Allow,
  Answers,
  AnswersDocument,
  AnswersHistory,
  AnswersPage,
  ClientGone,
  Cmd,
  type DocumentReply,
  Does,
  documentAnswer,
  ExtendDeadline,
  HandOverCase,
  PauseDeadline,
  ResumeDeadline,
} from '#service';
import {
  ApplyForFinancing,
  CompleteApplication,
  DecisionQuery,
  FinancingBenefitsView,
  FinancingFinanceView,
  FinancingHeaderView,
  GrantFinancing,
  GrantFinancingOfMove,
  ListFinancings,
  ProposeDisbursement,
  Receivables,
  RefuseFinancing,
  RegisterPayment,
  StrikeInFinancing,
} from './financing.dto.js';
import { FinancingFlows } from './financing.flows.js';
import { financing } from './financing.kind.js';

const VIEWS = [FinancingBenefitsView, FinancingFinanceView, FinancingHeaderView];
const READERS = ['benefits_caseworker', 'finance', 'single_entry', 'team_leader'] as const;

/** Lån og hjælp: with missing rent and with moving in, from the application until it is paid and paid back. */
@ApiTags('financings')
@Controller('v1/financings')
export class FinancingController {
  constructor(
    private readonly cases: Cases,
    private readonly flows: FinancingFlows,
  ) {}

  /** Apply for a loan or help with moving in, for a citizen whom a landlord has accepted. */
  @Post()
  @Does(financing, 'applyForMove', FinancingBenefitsView, FinancingHeaderView)
  applyForMove(@Body() input: ApplyForFinancing, @Cmd() command: Command): Promise<Answer> {
    return this.flows.applyForMove(input, command);
  }

  /** Cases the caller may see, newest first. */
  @Get()
  @Allow(...READERS)
  @AnswersPage(...VIEWS)
  list(@Query() query: ListFinancings, @Cmd() command: Command): Promise<object> {
    return this.cases.list(financing, query, command);
  }

  /** What citizens owe the municipality, by kind of help. */
  @Get('receivables')
  @Allow('finance')
  @Answers(200, Receivables)
  receivables(): Promise<Receivables> {
    return this.flows.receivables();
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

  /** The decision as the citizen reads it, in Danish or English, as a page or as a PDF. */
  @Get(':id/decision')
  @Allow('benefits_caseworker')
  @AnswersDocument('The decision.')
  async decision(
    @Param('id') id: string,
    @Query() query: DecisionQuery,
    @Cmd() command: Command,
    @ClientGone() signal: AbortSignal,
    @Res({ passthrough: true }) reply: DocumentReply,
  ): Promise<Buffer> {
    return documentAnswer(reply, query, await this.flows.decision(id, query, command, signal));
  }

  /** Grant help; with a condition it takes effect when the citizen accepts it. */
  @Post(':id/grant')
  @Does(financing, 'grant', FinancingBenefitsView)
  grant(@Param('id') id: string, @Body() input: GrantFinancing, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(financing, 'grant', id, command, input);
  }

  /** The office has all that it needs to decide: its days count from then. */
  @Post(':id/complete-application')
  @Does(financing, 'completeApplication', FinancingBenefitsView)
  completeApplication(
    @Param('id') id: string,
    @Body() input: CompleteApplication,
    @Cmd() command: Command,
  ): Promise<Answer> {
    return this.cases.act(financing, 'completeApplication', id, command, input);
  }

  /** Grant a loan or help with moving in. */
  @Post(':id/grant-move')
  @Does(financing, 'grantMove', FinancingBenefitsView)
  grantMove(@Param('id') id: string, @Body() input: GrantFinancingOfMove, @Cmd() command: Command): Promise<Answer> {
    return this.flows.holdingReferral(id, command, (inside) =>
      this.cases.act(financing, 'grantMove', id, inside, input),
    );
  }

  /** The citizen no longer asks for help with moving in, or it was registered in error. */
  @Post(':id/withdraw-move')
  @Does(financing, 'withdrawMove', FinancingBenefitsView)
  withdrawMove(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.flows.holdingReferral(id, command, (inside) => this.cases.act(financing, 'withdrawMove', id, inside));
  }

  /** Refuse help; a later application is a case of its own. */
  @Post(':id/refuse')
  @Does(financing, 'refuse', FinancingBenefitsView)
  refuse(@Param('id') id: string, @Body() input: RefuseFinancing, @Cmd() command: Command): Promise<Answer> {
    return this.flows.holdingReferral(id, command, (inside) => this.cases.act(financing, 'refuse', id, inside, input));
  }

  /** Propose to pay all or part of what is granted for moving in; another person approves it. */
  @Post(':id/propose-disbursement')
  @Does(financing, 'proposeDisbursement', FinancingFinanceView)
  proposeDisbursement(
    @Param('id') id: string,
    @Body() input: ProposeDisbursement,
    @Cmd() command: Command,
  ): Promise<Answer> {
    return this.cases.act(financing, 'proposeDisbursement', id, command, input);
  }

  /** Approve what another person has proposed to pay. */
  @Post(':id/approve-disbursement')
  @Does(financing, 'approveDisbursement', FinancingFinanceView)
  approveDisbursement(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(financing, 'approveDisbursement', id, command);
  }

  /** What was proposed is not to be paid as it stands. */
  @Post(':id/take-back-disbursement')
  @Does(financing, 'takeBackDisbursement', FinancingFinanceView)
  takeBackDisbursement(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(financing, 'takeBackDisbursement', id, command);
  }

  /** Money was paid, all or part of what is granted; for moving in at most what is approved. */
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

  /** A repayment was registered in error: it is struck. */
  @Post(':id/strike')
  @Does(financing, 'strike', FinancingFinanceView)
  strike(@Param('id') id: string, @Body() input: StrikeInFinancing, @Cmd() command: Command): Promise<Answer> {
    return this.cases.strike(financing, 'strike', id, command, input);
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
