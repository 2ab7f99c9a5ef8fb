// SPDX-License-Identifier: MPL-2.0
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Answer, Cases, type Command } from '#persistence';
import { Allow, Answers, AnswersHistory, AnswersPage, Cmd, Does, HandOverCase } from '#service';
import {
  CancelInspection,
  DeliverInspectionReport,
  HoldInspection,
  ListMoveInInspections,
  MoveInInspectionLandlordView,
  MoveInInspectionView,
  MoveInspection,
  PlanInspection,
  RecordDefectList,
  StrikeInInspection,
  SummonTenant,
} from './move-in-inspection.dto.js';
import { moveInInspection } from './move-in-inspection.kind.js';

const VIEWS = [MoveInInspectionView, MoveInInspectionLandlordView];
const READERS = [
  ...(['single_entry', 'social_caseworker', 'support_worker', 'outreach_team', 'team_leader'] as const),
  ...(['landlord_admin', 'landlord_caretaker'] as const),
] as const;

/** Indflytningssyn: the dwelling is looked at when the tenant moves in, with the report and the tenant's defect list. */
@ApiTags('move-in-inspections')
@Controller('v1/move-in-inspections')
export class MoveInInspectionController {
  constructor(private readonly cases: Cases) {}

  /** Plan the inspection of a tenancy. It goes to the tenant's support worker, else to the outreach team. */
  @Post()
  @Does(moveInInspection, 'plan', ...VIEWS)
  plan(@Body() input: PlanInspection, @Cmd() command: Command): Promise<Answer> {
    return this.cases.open(moveInInspection, 'plan', command, input);
  }

  /** Move-in inspections the caller may see, newest first. */
  @Get()
  @Allow(...READERS)
  @AnswersPage(...VIEWS)
  list(@Query() query: ListMoveInInspections, @Cmd() command: Command): Promise<object> {
    return this.cases.list(moveInInspection, query, command);
  }

  /** One move-in inspection. */
  @Get(':id')
  @Allow(...READERS)
  @Answers(200, ...VIEWS)
  get(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.get(moveInInspection, id, command);
  }

  /** Who did what and when. */
  @Get(':id/history')
  @Allow(...READERS)
  @AnswersHistory()
  history(@Param('id') id: string, @Cmd() command: Command): Promise<object> {
    return this.cases.history(moveInInspection, id, command);
  }

  /** The tenant is summoned to the day that is planned. */
  @Post(':id/summon')
  @Does(moveInInspection, 'summon', ...VIEWS)
  summon(@Param('id') id: string, @Body() input: SummonTenant, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(moveInInspection, 'summon', id, command, input);
  }

  /** The inspection is on another day, to which the tenant is summoned anew. */
  @Post(':id/move')
  @Does(moveInInspection, 'move', ...VIEWS)
  move(@Param('id') id: string, @Body() input: MoveInspection, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(moveInInspection, 'move', id, command, input);
  }

  /** The inspection was held, and the municipality took part or says why not. */
  @Post(':id/hold')
  @Does(moveInInspection, 'hold', ...VIEWS)
  hold(@Param('id') id: string, @Body() input: HoldInspection, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(moveInInspection, 'hold', id, command, input);
  }

  /** The tenant has the report. */
  @Post(':id/deliver-report')
  @Does(moveInInspection, 'deliverReport', ...VIEWS)
  deliverReport(
    @Param('id') id: string,
    @Body() input: DeliverInspectionReport,
    @Cmd() command: Command,
  ): Promise<Answer> {
    return this.cases.act(moveInInspection, 'deliverReport', id, command, input);
  }

  /** The tenant has sent a list of defects; it is never too late for that. */
  @Post(':id/record-defect-list')
  @Does(moveInInspection, 'recordDefectList', ...VIEWS)
  recordDefectList(@Param('id') id: string, @Body() input: RecordDefectList, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(moveInInspection, 'recordDefectList', id, command, input);
  }

  /** There is no inspection. */
  @Post(':id/cancel')
  @Does(moveInInspection, 'cancel', ...VIEWS)
  cancel(@Param('id') id: string, @Body() input: CancelInspection, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(moveInInspection, 'cancel', id, command, input);
  }

  /** Something was registered in error: it is struck. */
  @Post(':id/strike')
  @Does(moveInInspection, 'strike', ...VIEWS)
  strike(@Param('id') id: string, @Body() input: StrikeInInspection, @Cmd() command: Command): Promise<Answer> {
    return this.cases.strike(moveInInspection, 'strike', id, command, input);
  }

  /** Take an inspection that was given to the own team or role. */
  @Post(':id/take')
  @Does(moveInInspection, 'take', MoveInInspectionView)
  take(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(moveInInspection, 'take', id, command, { person: command.actor.id });
  }

  /** Another person or team takes part from now on, and hears so at once. */
  @Post(':id/hand-over')
  @Does(moveInInspection, 'handOver', MoveInInspectionView)
  handOver(@Param('id') id: string, @Body() input: HandOverCase, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(moveInInspection, 'handOver', id, command, input);
  }
}
