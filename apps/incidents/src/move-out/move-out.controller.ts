// SPDX-License-Identifier: MPL-2.0
import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { v7 as uuidv7 } from 'uuid';
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
  HandOverCase,
} from '#service';
import { CalculationView, LandlordCalculationView } from './calculation/calculation.dto.js';
import {
  CalculationQuery,
  ChangeMoveOutDate,
  DeliverMoveOutReport,
  DisputeSettlement,
  EndDispute,
  HoldMoveOutInspection,
  ListMoveOuts,
  MoveOutCaretakerView,
  MoveOutFinanceView,
  MoveOutHeaderView,
  MoveOutLandlordView,
  MoveOutMunicipalView,
  RegisterSharePayment,
  ReportMoveOut,
  ReportRelet,
  ReviewLines,
  StrikeAssessment,
  StrikeInMoveOut,
  SubmitSettlementStatement,
  SummonToInspection,
} from './move-out.dto.js';
import { MoveOutFlows } from './move-out.flows.js';
import { moveOut } from './move-out.kind.js';

const VIEWS = [MoveOutMunicipalView, MoveOutFinanceView, MoveOutHeaderView, MoveOutLandlordView, MoveOutCaretakerView];
const OF_MONEY = [MoveOutMunicipalView, MoveOutFinanceView];
const OF_PARTIES = [MoveOutMunicipalView, MoveOutLandlordView];
const READERS = [
  ...(['single_entry', 'finance', 'support_worker', 'outreach_team', 'team_leader'] as const),
  ...(['landlord_admin', 'landlord_caretaker'] as const),
] as const;

/** Fraflytning: a tenant moves out, the dwelling is inspected, the landlord's statement is settled. */
@ApiTags('move-outs')
@Controller('v1/move-outs')
export class MoveOutController {
  constructor(
    private readonly cases: Cases,
    private readonly flows: MoveOutFlows,
  ) {}

  /** Report that a tenant moves out or has moved out. It goes to the tenant's support worker, else to the outreach team. */
  @Post()
  @Does(moveOut, 'report', MoveOutLandlordView)
  report(@Body() input: ReportMoveOut, @Cmd() command: Command): Promise<Answer> {
    return this.cases.open(moveOut, 'report', command, input);
  }

  /** Move-outs the caller may see, newest first. */
  @Get()
  @Allow(...READERS)
  @AnswersPage(...VIEWS)
  list(@Query() query: ListMoveOuts, @Cmd() command: Command): Promise<object> {
    return this.cases.list(moveOut, query, command);
  }

  /** One move-out. */
  @Get(':id')
  @Allow(...READERS)
  @Answers(200, ...VIEWS)
  get(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.get(moveOut, id, command);
  }

  /** Who did what and when. */
  @Get(':id/history')
  @Allow(...READERS)
  @AnswersHistory()
  history(@Param('id') id: string, @Cmd() command: Command): Promise<object> {
    return this.cases.history(moveOut, id, command);
  }

  /** What the statement comes to, step by step with the rule of each; for the landlord once it is decided. */
  @Get(':id/calculation')
  @Allow('single_entry', 'finance', 'landlord_admin')
  @Answers(200, CalculationView, LandlordCalculationView)
  calculation(@Param('id') id: string, @Cmd() command: Command): Promise<object> {
    return this.flows.calculation(id, command);
  }

  /** The calculation as a document. */
  @Get(':id/calculation/document')
  @Allow('single_entry', 'finance', 'landlord_admin')
  @AnswersDocument('The calculation.')
  async calculationDocument(
    @Param('id') id: string,
    @Query() query: CalculationQuery,
    @Cmd() command: Command,
    @ClientGone() signal: AbortSignal,
    @Res({ passthrough: true }) reply: DocumentReply,
  ): Promise<Buffer> {
    return documentAnswer(reply, query, await this.flows.calculationDocument(id, query, command, signal));
  }

  /** The tenant moves out on another day; while no statement rests on it. */
  @Post(':id/change-move-out-date')
  @Does(moveOut, 'changeMoveOutDate', ...OF_PARTIES)
  changeMoveOutDate(
    @Param('id') id: string,
    @Body() input: ChangeMoveOutDate,
    @Cmd() command: Command,
  ): Promise<Answer> {
    return this.cases.act(moveOut, 'changeMoveOutDate', id, command, input);
  }

  /** The tenant is summoned to the inspection; again: to another day. */
  @Post(':id/summon')
  @Does(moveOut, 'summon', ...OF_PARTIES)
  summon(@Param('id') id: string, @Body() input: SummonToInspection, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(moveOut, 'summon', id, command, input);
  }

  /** The inspection was held, and the municipality took part or says why not. */
  @Post(':id/hold-inspection')
  @Does(moveOut, 'holdInspection', ...VIEWS)
  holdInspection(
    @Param('id') id: string,
    @Body() input: HoldMoveOutInspection,
    @Cmd() command: Command,
  ): Promise<Answer> {
    return this.cases.act(moveOut, 'holdInspection', id, command, input);
  }

  /** The tenant has the report. */
  @Post(':id/deliver-report')
  @Does(moveOut, 'deliverReport', MoveOutMunicipalView, MoveOutLandlordView, MoveOutCaretakerView)
  deliverReport(
    @Param('id') id: string,
    @Body() input: DeliverMoveOutReport,
    @Cmd() command: Command,
  ): Promise<Answer> {
    return this.cases.act(moveOut, 'deliverReport', id, command, input);
  }

  /** Submit the settlement statement; again, before it is assessed: in place of the one before. */
  @Post(':id/submit-statement')
  @Does(moveOut, 'submitStatement', MoveOutLandlordView)
  submitStatement(
    @Param('id') id: string,
    @Body() input: SubmitSettlementStatement,
    @Cmd() command: Command,
  ): Promise<Answer> {
    return this.cases.act(moveOut, 'submitStatement', id, command, {
      ...input,
      lineRefs: input.lines.map(() => uuidv7()),
    });
  }

  /** Accept or reject lines of the statement. */
  @Post(':id/review-lines')
  @Does(moveOut, 'reviewLines', ...OF_MONEY)
  reviewLines(@Param('id') id: string, @Body() input: ReviewLines, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(moveOut, 'reviewLines', id, command, input);
  }

  /** Propose the municipality's share; the agreement is asked for cover where the securities are not enough. */
  @Post(':id/propose-share')
  @Does(moveOut, 'proposeShare', MoveOutFinanceView)
  proposeShare(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(moveOut, 'proposeShare', id, command, { requestRef: uuidv7() });
  }

  /** Approve the share that is covered; a large one by another person than who assessed the lines or proposed it. */
  @Post(':id/approve-share')
  @Does(moveOut, 'approveShare', MoveOutFinanceView)
  approveShare(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(moveOut, 'approveShare', id, command);
  }

  /** Withdraw the proposal, approved or not, before it is paid; what was reserved for it is given back. */
  @Post(':id/withdraw-proposal')
  @Does(moveOut, 'withdrawProposal', MoveOutFinanceView)
  withdrawProposal(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(moveOut, 'withdrawProposal', id, command);
  }

  /** The approved share went to the landlord. */
  @Post(':id/register-payment')
  @Does(moveOut, 'registerPayment', MoveOutFinanceView)
  registerPayment(
    @Param('id') id: string,
    @Body() payment: RegisterSharePayment,
    @Cmd() command: Command,
  ): Promise<Answer> {
    return this.cases.act(moveOut, 'registerPayment', id, command, payment);
  }

  /** Landlord or tenant disputes lines; what was proposed falls. */
  @Post(':id/dispute')
  @Does(moveOut, 'dispute', ...OF_PARTIES)
  dispute(@Param('id') id: string, @Body() input: DisputeSettlement, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(moveOut, 'dispute', id, command, input);
  }

  /** Landlord or tenant disputes lines of a settlement that was closed without a share, within a year: it is open again. */
  @Post(':id/reopen')
  @Does(moveOut, 'reopen', ...OF_PARTIES)
  reopen(@Param('id') id: string, @Body() input: DisputeSettlement, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(moveOut, 'reopen', id, command, input);
  }

  /** The parties have agreed on the disputed lines. */
  @Post(':id/record-agreement')
  @Does(moveOut, 'recordAgreement', ...OF_MONEY)
  recordAgreement(@Param('id') id: string, @Body() input: EndDispute, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(moveOut, 'recordAgreement', id, command, input);
  }

  /** The rent tribunal has decided on the disputed lines. */
  @Post(':id/record-tribunal-decision')
  @Does(moveOut, 'recordTribunalDecision', ...OF_MONEY)
  recordTribunalDecision(@Param('id') id: string, @Body() input: EndDispute, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(moveOut, 'recordTribunalDecision', id, command, input);
  }

  /** The dispute is withdrawn. */
  @Post(':id/withdraw-dispute')
  @Does(moveOut, 'withdrawDispute', ...OF_PARTIES)
  withdrawDispute(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(moveOut, 'withdrawDispute', id, command);
  }

  /** The dwelling is let again, under an agreement or not; vacancy rent runs to the day before. */
  @Post(':id/report-relet')
  @Does(moveOut, 'reportRelet', ...OF_PARTIES)
  reportRelet(@Param('id') id: string, @Body() input: ReportRelet, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(moveOut, 'reportRelet', id, command, input);
  }

  /** Propose the vacancy rent afterwards for payment; the agreement is asked for cover. */
  @Post(':id/propose-vacancy-rent')
  @Does(moveOut, 'proposeVacancyRent', MoveOutFinanceView)
  proposeVacancyRent(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(moveOut, 'proposeVacancyRent', id, command, { requestRef: uuidv7() });
  }

  /** Approve the vacancy rent that is reserved: another person than who proposed it. */
  @Post(':id/approve-vacancy-rent')
  @Does(moveOut, 'approveVacancyRent', MoveOutFinanceView)
  approveVacancyRent(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(moveOut, 'approveVacancyRent', id, command);
  }

  /** Take the proposal of the vacancy rent back, approved or not; what was reserved for it is given back. */
  @Post(':id/take-back-vacancy-rent')
  @Does(moveOut, 'takeBackVacancyRent', MoveOutFinanceView)
  takeBackVacancyRent(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(moveOut, 'takeBackVacancyRent', id, command);
  }

  /** The approved vacancy rent went to the landlord. */
  @Post(':id/register-vacancy-payment')
  @Does(moveOut, 'registerVacancyPayment', MoveOutFinanceView)
  registerVacancyPayment(
    @Param('id') id: string,
    @Body() payment: RegisterSharePayment,
    @Cmd() command: Command,
  ): Promise<Answer> {
    return this.cases.act(moveOut, 'registerVacancyPayment', id, command, payment);
  }

  /** No vacancy rent is paid: nothing is owed, or the agreement does not cover it. */
  @Post(':id/close-vacancy-rent')
  @Does(moveOut, 'closeVacancyRent', MoveOutFinanceView)
  closeVacancyRent(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(moveOut, 'closeVacancyRent', id, command);
  }

  /** The vacancy rent was closed without a payment, and that was wrong: it is settled again. */
  @Post(':id/reopen-vacancy-rent')
  @Does(moveOut, 'reopenVacancyRent', MoveOutFinanceView)
  reopenVacancyRent(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(moveOut, 'reopenVacancyRent', id, command);
  }

  /** Something was registered in error: it is struck. What rests on it is struck first. */
  @Post(':id/strike')
  @Does(moveOut, 'strike', ...VIEWS)
  strike(@Param('id') id: string, @Body() input: StrikeInMoveOut, @Cmd() command: Command): Promise<Answer> {
    return this.cases.strike(moveOut, 'strike', id, command, input);
  }

  /** An assessment of lines was registered in error: it is struck. */
  @Post(':id/strike-assessment')
  @Does(moveOut, 'strikeAssessment', ...OF_MONEY)
  strikeAssessment(@Param('id') id: string, @Body() input: StrikeAssessment, @Cmd() command: Command): Promise<Answer> {
    return this.cases.strike(moveOut, 'strikeAssessment', id, command, { ...input, what: 'assessment' });
  }

  /** Take a move-out that was given to the own team or role. */
  @Post(':id/take')
  @Does(moveOut, 'take', MoveOutHeaderView)
  take(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(moveOut, 'take', id, command, { person: command.actor.id });
  }

  /** Another person or team takes part from now on, and hears so at once. */
  @Post(':id/hand-over')
  @Does(moveOut, 'handOver', MoveOutMunicipalView, MoveOutHeaderView)
  handOver(@Param('id') id: string, @Body() input: HandOverCase, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(moveOut, 'handOver', id, command, input);
  }
}
