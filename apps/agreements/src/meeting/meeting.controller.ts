// SPDX-License-Identifier: MPL-2.0
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Answer, Command } from '#persistence';
import { Allow, Answers, AnswersHistory, AnswersPage, Cmd } from '#service';
import {
  AddAgendaItem,
  CallMeeting,
  CorrectMinutes,
  HoldMeeting,
  ListMeetings,
  MeetingView,
  MoveMeeting,
} from './meeting.dto.js';
import { MeetingQueries } from './meeting.queries.js';
import { MeetingUseCases } from './meeting.use-cases.js';

const EVERYBODY = ['single_entry', 'landlord_admin', 'steering_member'] as const;

/** Opfølgningsmøde: the standing dialogue of an agreement. */
@ApiTags('meetings')
@Controller('v1/meetings')
export class MeetingController {
  constructor(
    private readonly useCases: MeetingUseCases,
    private readonly queries: MeetingQueries,
  ) {}

  /** Call a meeting besides those that the agreement plans. */
  @Post()
  @Allow(...EVERYBODY)
  @Answers(201, MeetingView)
  call(@Body() input: CallMeeting, @Cmd() command: Command): Promise<Answer> {
    return this.useCases.call(input, command);
  }

  /** Meetings the caller may see. */
  @Get()
  @Allow(...EVERYBODY)
  @AnswersPage(MeetingView)
  list(@Query() page: ListMeetings, @Cmd() command: Command): Promise<object> {
    return this.queries.list(page, command);
  }

  /** One meeting, with its agenda and minutes. */
  @Get(':id')
  @Allow(...EVERYBODY)
  @Answers(200, MeetingView)
  get(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.queries.get(id, command);
  }

  /** Who did what and when. */
  @Get(':id/history')
  @Allow(...EVERYBODY)
  @AnswersHistory()
  history(@Param('id') id: string, @Cmd() command: Command): Promise<object> {
    return this.queries.history(id, command);
  }

  /** Move the meeting to another day. */
  @Post(':id/move')
  @HttpCode(200)
  @Allow(...EVERYBODY)
  @Answers(200, MeetingView)
  move(@Param('id') id: string, @Body() input: MoveMeeting, @Cmd() command: Command): Promise<Answer> {
    return this.useCases.move(id, input, command);
  }

  /** Put something on the agenda. */
  @Post(':id/add-agenda-item')
  @HttpCode(200)
  @Allow(...EVERYBODY)
  @Answers(200, MeetingView)
  addAgendaItem(@Param('id') id: string, @Body() input: AddAgendaItem, @Cmd() command: Command): Promise<Answer> {
    return this.useCases.addAgendaItem(id, input, command);
  }

  /** Make the agenda now, instead of 14 days before the meeting: its figures are published and stay as they are. */
  @Post(':id/prepare-agenda')
  @HttpCode(200)
  @Allow('single_entry')
  @Answers(200, MeetingView)
  prepareAgenda(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.useCases.prepareAgenda(id, command);
  }

  /** Record that it was held, by whom, and its minutes. */
  @Post(':id/hold')
  @HttpCode(200)
  @Allow('single_entry', 'steering_member')
  @Answers(200, MeetingView)
  hold(@Param('id') id: string, @Body() input: HoldMeeting, @Cmd() command: Command): Promise<Answer> {
    return this.useCases.hold(id, input, command);
  }

  /** Correct the minutes; approvals so far are void. */
  @Post(':id/correct-minutes')
  @HttpCode(200)
  @Allow(...EVERYBODY)
  @Answers(200, MeetingView)
  correctMinutes(@Param('id') id: string, @Body() input: CorrectMinutes, @Cmd() command: Command): Promise<Answer> {
    return this.useCases.correctMinutes(id, input, command);
  }

  /** Approve the minutes for one's party. */
  @Post(':id/approve-minutes')
  @HttpCode(200)
  @Allow(...EVERYBODY)
  @Answers(200, MeetingView)
  approveMinutes(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.useCases.approveMinutes(id, command);
  }

  /** Cancel the meeting. */
  @Post(':id/cancel')
  @HttpCode(200)
  @Allow('single_entry', 'steering_member')
  @Answers(200, MeetingView)
  cancel(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.useCases.cancel(id, command);
  }
}
