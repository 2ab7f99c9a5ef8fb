// SPDX-License-Identifier: MPL-2.0
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Answer, Cases, type Command, Database } from '#persistence';
import { Allow, Answers, AnswersHistory, AnswersPage, Cmd, Does } from '#service';
import { PARTICIPANTS } from '../follow-up/follow-up.js';
import { landlordOf } from '../follow-up/follow-up.lookup.js';
import {
  AddAgendaItem,
  CallMeeting,
  CorrectMinutes,
  HoldMeeting,
  ListMeetings,
  MeetingView,
  MoveMeeting,
} from './meeting.dto.js';
import { MeetingFlows } from './meeting.flows.js';
import { meeting } from './meeting.kind.js';

/** Opfølgningsmøde: the standing dialogue of an agreement. */
@ApiTags('meetings')
@Controller('v1/meetings')
@Allow(...PARTICIPANTS)
export class MeetingController {
  constructor(
    private readonly cases: Cases,
    private readonly database: Database,
    private readonly flows: MeetingFlows,
  ) {}

  /** Call a meeting besides those that the agreement plans. */
  @Post()
  @Does(meeting, 'call', MeetingView)
  async call(@Body() input: CallMeeting, @Cmd() command: Command): Promise<Answer> {
    const landlordRef = await landlordOf(this.database, input, command);
    return await this.cases.open(meeting, 'call', command, { ...input, landlordRef, plannedOn: null, standing: [] });
  }

  /** Meetings the caller may see. */
  @Get()
  @AnswersPage(MeetingView)
  list(@Query() query: ListMeetings, @Cmd() command: Command): Promise<object> {
    return this.cases.list(meeting, query, command);
  }

  /** One meeting, with its agenda and minutes. */
  @Get(':id')
  @Answers(200, MeetingView)
  get(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.get(meeting, id, command);
  }

  /** Who did what and when. */
  @Get(':id/history')
  @AnswersHistory()
  history(@Param('id') id: string, @Cmd() command: Command): Promise<object> {
    return this.cases.history(meeting, id, command);
  }

  /** Move the meeting to another day. */
  @Post(':id/move')
  @Does(meeting, 'move', MeetingView)
  move(@Param('id') id: string, @Body() input: MoveMeeting, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(meeting, 'move', id, command, input);
  }

  /** Put something on the agenda. */
  @Post(':id/add-agenda-item')
  @Does(meeting, 'addAgendaItem', MeetingView)
  addAgendaItem(@Param('id') id: string, @Body() input: AddAgendaItem, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(meeting, 'addAgendaItem', id, command, input);
  }

  /** Make the agenda now, instead of 14 days before the meeting: its figures are published and stay as they are. */
  @Post(':id/prepare-agenda')
  @Does(meeting, 'prepareAgenda', MeetingView)
  prepareAgenda(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.flows.prepareAgenda(id, command);
  }

  /** Record that it was held, by whom, and its minutes. */
  @Post(':id/hold')
  @Does(meeting, 'hold', MeetingView)
  hold(@Param('id') id: string, @Body() input: HoldMeeting, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(meeting, 'hold', id, command, input);
  }

  /** Correct the minutes, and on which day and by whom it was held; approvals so far are void. */
  @Post(':id/correct-minutes')
  @Does(meeting, 'correctMinutes', MeetingView)
  correctMinutes(@Param('id') id: string, @Body() input: CorrectMinutes, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(meeting, 'correctMinutes', id, command, input);
  }

  /** Approve the minutes for one's party. */
  @Post(':id/approve-minutes')
  @Does(meeting, 'approveMinutes', MeetingView)
  approveMinutes(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(meeting, 'approveMinutes', id, command);
  }

  /** Cancel the meeting. */
  @Post(':id/cancel')
  @Does(meeting, 'cancel', MeetingView)
  cancel(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(meeting, 'cancel', id, command);
  }
}
