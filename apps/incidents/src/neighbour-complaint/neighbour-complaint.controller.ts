// SPDX-License-Identifier: MPL-2.0
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { v4 as uuidv4 } from 'uuid';
import { OUTREACH_ROLES } from '#contracts/incidents/rent-arrears';
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
  StrikeFact,
} from '#service';
import {
  AssignNeighbourComplaint,
  FileTribunalCase,
  ListNeighbourComplaints,
  RecordBreach,
  RecordDialogue,
  RecordTribunalDecision,
  RecordTribunalNotification,
  RecordTribunalReply,
  RecordTribunalService,
  RemindTenant,
  ReportFurtherConduct,
  ReportGraveConduct,
  ReportNeighbourComplaint,
  StrikeInNeighbourComplaint,
  TerminateAfterBreach,
  WarnTenant,
} from './neighbour-complaint.dto.js';
import { NeighbourComplaintFlows } from './neighbour-complaint.flows.js';
import { neighbourComplaint } from './neighbour-complaint.kind.js';
import {
  complaintsShownAs,
  NeighbourComplaintHeaderView,
  NeighbourComplaintLandlordView,
  NeighbourComplaintMunicipalView,
} from './views.dto.js';

const MUNICIPAL_VIEWS = [NeighbourComplaintMunicipalView, NeighbourComplaintHeaderView];
const VIEWS = [...MUNICIPAL_VIEWS, NeighbourComplaintLandlordView];
const READERS = ['single_entry', 'landlord_admin', 'landlord_caretaker', ...OUTREACH_ROLES, 'team_leader'] as const;

/** Naboklage: a concern or a complaint about a tenant's conduct, for all tenants. */
@ApiTags('neighbour-complaints')
@Controller('v1/neighbour-complaints')
export class NeighbourComplaintController {
  constructor(
    private readonly cases: Cases,
    private readonly flows: NeighbourComplaintFlows,
  ) {}

  /** Report a concern or a complaint; accepted also for a tenancy that is not known yet. */
  @Post()
  @Does(neighbourComplaint, 'report', NeighbourComplaintMunicipalView, NeighbourComplaintLandlordView)
  report(@Body() input: ReportNeighbourComplaint, @Cmd() command: Command): Promise<Answer> {
    return this.flows.report(input, command);
  }

  /** Cases the caller may see, newest first. */
  @Get()
  @Allow(...READERS)
  @AnswersPage(...VIEWS)
  list(@Query() query: ListNeighbourComplaints, @Cmd() command: Command): Promise<object> {
    const { dueBefore, status, landlordReference, ...columns } = query;
    const filter = {
      ...columns,
      ...(dueBefore && { nextBy: { before: dueBefore } }),
      ...(landlordReference && { landlordReference: { folded: landlordReference } }),
    };
    return this.cases.list(neighbourComplaint, filter, command, status && complaintsShownAs(status));
  }

  /** One case the caller may see. */
  @Get(':id')
  @Allow(...READERS)
  @Answers(200, ...VIEWS)
  get(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.get(neighbourComplaint, id, command);
  }

  /** Who did what and when. */
  @Get(':id/history')
  @Allow(...READERS)
  @AnswersHistory()
  history(@Param('id') id: string, @Cmd() command: Command): Promise<object> {
    return this.cases.history(neighbourComplaint, id, command);
  }

  /** The single entry point has received the report. */
  @Post(':id/acknowledge')
  @Does(neighbourComplaint, 'acknowledge', NeighbourComplaintMunicipalView)
  acknowledge(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(neighbourComplaint, 'acknowledge', id, command);
  }

  /** To a person or a team; default: the tenant's support worker, or the outreach team when there is none. */
  @Post(':id/assign')
  @Does(neighbourComplaint, 'assign', NeighbourComplaintMunicipalView)
  assign(@Param('id') id: string, @Body() input: AssignNeighbourComplaint, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(neighbourComplaint, 'assign', id, command, input);
  }

  /** Take a case that was given to the own team or role. */
  @Post(':id/take')
  @Does(neighbourComplaint, 'take', NeighbourComplaintHeaderView)
  take(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(neighbourComplaint, 'take', id, command, { person: command.actor.id });
  }

  /** Another person, team or role has it from now on, and hears so at once. */
  @Post(':id/hand-over')
  @Does(neighbourComplaint, 'handOver', ...MUNICIPAL_VIEWS)
  handOver(@Param('id') id: string, @Body() input: HandOverCase, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(neighbourComplaint, 'handOver', id, command, input);
  }

  /** Something more is reported in the open case. */
  @Post(':id/report-further')
  @Does(neighbourComplaint, 'reportFurther', NeighbourComplaintMunicipalView, NeighbourComplaintLandlordView)
  reportFurther(
    @Param('id') id: string,
    @Body() input: ReportFurtherConduct,
    @Cmd() command: Command,
  ): Promise<Answer> {
    return this.cases.act(neighbourComplaint, 'reportFurther', id, command, {
      ...input,
      categories: input.categories ?? [],
      reportRef: uuidv4(),
      isLandlords: command.actor.landlordRef !== undefined,
    });
  }

  /** The tenant was talked with, or it was tried. */
  @Post(':id/record-dialogue')
  @Does(neighbourComplaint, 'recordDialogue', NeighbourComplaintHeaderView)
  recordDialogue(@Param('id') id: string, @Body() input: RecordDialogue, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(neighbourComplaint, 'recordDialogue', id, command, input);
  }

  /** The landlord has reminded the tenant in writing (påmindelse). */
  @Post(':id/remind-tenant')
  @Does(neighbourComplaint, 'remindTenant', NeighbourComplaintLandlordView)
  remindTenant(@Param('id') id: string, @Body() input: RemindTenant, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(neighbourComplaint, 'remindTenant', id, command, { ...input, reminderRef: uuidv4() });
  }

  /** A new breach of good order, with what documents it; without a reminder before it, with a warning. */
  @Post(':id/record-breach')
  @Does(neighbourComplaint, 'recordBreach', NeighbourComplaintLandlordView)
  recordBreach(@Param('id') id: string, @Body() input: RecordBreach, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(neighbourComplaint, 'recordBreach', id, command, { ...input, breachRef: uuidv4() });
  }

  /** The landlord has warned the tenant. */
  @Post(':id/warn-tenant')
  @Does(neighbourComplaint, 'warnTenant', NeighbourComplaintLandlordView)
  warnTenant(@Param('id') id: string, @Body() input: WarnTenant, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(neighbourComplaint, 'warnTenant', id, command, { ...input, warningRef: uuidv4() });
  }

  /** The case is brought before the rent tribunal: a breach in spite of a reminder. */
  @Post(':id/file-tribunal-case')
  @Does(neighbourComplaint, 'fileTribunalCase', NeighbourComplaintLandlordView)
  fileTribunalCase(@Param('id') id: string, @Body() input: FileTribunalCase, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(neighbourComplaint, 'fileTribunalCase', id, command, { ...input, tribunalRef: uuidv4() });
  }

  /** The tribunal has served the case on the tenant: the time for the reply runs. */
  @Post(':id/record-tribunal-service')
  @Does(neighbourComplaint, 'recordTribunalService', NeighbourComplaintLandlordView)
  recordTribunalService(
    @Param('id') id: string,
    @Body() input: RecordTribunalService,
    @Cmd() command: Command,
  ): Promise<Answer> {
    return this.cases.act(neighbourComplaint, 'recordTribunalService', id, command, input);
  }

  /** The tenant has replied to the tribunal. */
  @Post(':id/record-tribunal-reply')
  @Does(neighbourComplaint, 'recordTribunalReply', NeighbourComplaintLandlordView)
  recordTribunalReply(
    @Param('id') id: string,
    @Body() input: RecordTribunalReply,
    @Cmd() command: Command,
  ): Promise<Answer> {
    return this.cases.act(neighbourComplaint, 'recordTribunalReply', id, command, input);
  }

  /** The tribunal has dismissed the case, warned the tenant, or made the tenancy conditional. */
  @Post(':id/record-tribunal-decision')
  @Does(neighbourComplaint, 'recordTribunalDecision', NeighbourComplaintMunicipalView, NeighbourComplaintLandlordView)
  recordTribunalDecision(
    @Param('id') id: string,
    @Body() input: RecordTribunalDecision,
    @Cmd() command: Command,
  ): Promise<Answer> {
    return this.cases.act(neighbourComplaint, 'recordTribunalDecision', id, command, input);
  }

  /** The tenant has had the decision: the time for the appeal runs. */
  @Post(':id/record-tribunal-notification')
  @Does(
    neighbourComplaint,
    'recordTribunalNotification',
    NeighbourComplaintMunicipalView,
    NeighbourComplaintLandlordView,
  )
  recordTribunalNotification(
    @Param('id') id: string,
    @Body() input: RecordTribunalNotification,
    @Cmd() command: Command,
  ): Promise<Answer> {
    return this.cases.act(neighbourComplaint, 'recordTribunalNotification', id, command, input);
  }

  /** The single entry point has seen the decision on the document. */
  @Post(':id/verify-tribunal-decision')
  @Does(neighbourComplaint, 'verifyTribunalDecision', NeighbourComplaintMunicipalView)
  verifyTribunalDecision(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(neighbourComplaint, 'verifyTribunalDecision', id, command);
  }

  /** A breach of the conditions, within the conditional year; it may be told a while after. */
  @Post(':id/report-condition-breach')
  @Does(neighbourComplaint, 'reportConditionBreach', NeighbourComplaintLandlordView)
  reportConditionBreach(
    @Param('id') id: string,
    @Body() input: ReportGraveConduct,
    @Cmd() command: Command,
  ): Promise<Answer> {
    return this.flows.reportConditionBreach(id, { ...input, breachRef: uuidv4() }, command);
  }

  /** End the lease after a breach of the conditions; the case becomes an eviction case. */
  @Post(':id/terminate')
  @Does(neighbourComplaint, 'terminate', NeighbourComplaintLandlordView)
  terminate(@Param('id') id: string, @Body() input: TerminateAfterBreach, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(neighbourComplaint, 'terminate', id, command, input);
  }

  /** Conduct so serious that it leads to an eviction case directly. */
  @Post(':id/report-serious-conduct')
  @Does(neighbourComplaint, 'reportSeriousConduct', NeighbourComplaintLandlordView)
  reportSeriousConduct(
    @Param('id') id: string,
    @Body() input: ReportGraveConduct,
    @Cmd() command: Command,
  ): Promise<Answer> {
    return this.cases.act(neighbourComplaint, 'reportSeriousConduct', id, command, { ...input, breachRef: uuidv4() });
  }

  /** Something was registered in error: it is struck, and what followed from it is made anew. */
  @Post(':id/strike')
  @Does(neighbourComplaint, 'strike', NeighbourComplaintMunicipalView, NeighbourComplaintLandlordView)
  strike(@Param('id') id: string, @Body() input: StrikeInNeighbourComplaint, @Cmd() command: Command): Promise<Answer> {
    return this.cases.strike(neighbourComplaint, 'strike', id, command, input);
  }

  /** A dialogue with the tenant was registered in error: it is struck, and counts no more. */
  @Post(':id/strike-dialogue')
  @Does(neighbourComplaint, 'strikeDialogue', NeighbourComplaintMunicipalView, NeighbourComplaintHeaderView)
  strikeDialogue(@Param('id') id: string, @Body() input: StrikeFact, @Cmd() command: Command): Promise<Answer> {
    return this.cases.strike(neighbourComplaint, 'strikeDialogue', id, command, {
      ...input,
      what: 'dialogue' as const,
    });
  }

  /** A deadline of the case waits. */
  @Post(':id/pause-deadline')
  @Does(neighbourComplaint, 'pauseDeadline', ...MUNICIPAL_VIEWS)
  pauseDeadline(@Param('id') id: string, @Body() input: PauseDeadline, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(neighbourComplaint, 'pauseDeadline', id, command, input);
  }

  /** A deadline that waited runs again; its last day comes later by the working days that it waited. */
  @Post(':id/resume-deadline')
  @Does(neighbourComplaint, 'resumeDeadline', ...MUNICIPAL_VIEWS)
  resumeDeadline(@Param('id') id: string, @Body() input: ResumeDeadline, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(neighbourComplaint, 'resumeDeadline', id, command, input);
  }

  /** The last day of a deadline comes later. */
  @Post(':id/extend-deadline')
  @Does(neighbourComplaint, 'extendDeadline', ...MUNICIPAL_VIEWS)
  extendDeadline(@Param('id') id: string, @Body() input: ExtendDeadline, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(neighbourComplaint, 'extendDeadline', id, command, input);
  }
}
