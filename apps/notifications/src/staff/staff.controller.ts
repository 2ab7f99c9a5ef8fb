// SPDX-License-Identifier: MPL-2.0
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { v7 as uuidv7 } from 'uuid';
import { MUNICIPAL_ROLES } from '#contracts/notifications/staff';
import type { Role } from '#contracts/roles';
import { type Answer, Cases, type Command } from '#persistence';
import { Allow, Answers, AnswersHistory, AnswersPage, Cmd, Does } from '#service';
import {
  AnnounceStaff,
  ChangeAbsence,
  ChangeStaff,
  ColleagueView,
  EndAbsence,
  ListStaff,
  PlanAbsence,
  StaffView,
} from './staff.dto.js';
import { StaffFlows } from './staff.flows.js';
import { staff } from './staff.kind.js';

/** Medarbejdere: who works in the municipality, in which team, and who stands in for whom. */
@ApiTags('staff')
@Controller('v1/staff')
@Allow(...(MUNICIPAL_ROLES as [Role, ...Role[]]))
export class StaffController {
  constructor(
    private readonly cases: Cases,
    private readonly flows: StaffFlows,
  ) {}

  /** Announce somebody who has not signed in yet. */
  @Post()
  @Does(staff, 'announce', StaffView)
  announce(
    @Body() { mailbox = null!, phone = null!, ...input }: AnnounceStaff,
    @Cmd() command: Command,
  ): Promise<Answer> {
    return this.cases.open(staff, 'announce', command, { ...input, mailbox, phone });
  }

  /** The municipality's people, by name. */
  @Get()
  @AnswersPage(StaffView, ColleagueView)
  list(@Query() query: ListStaff, @Cmd() command: Command): Promise<object> {
    return this.flows.list(query, command);
  }

  /** The caller's own entry. */
  @Get('me')
  @Answers(200, StaffView)
  me(@Cmd() command: Command): Promise<Answer> {
    return this.flows.me(command);
  }

  /** One of them. */
  @Get(':id')
  @Answers(200, StaffView, ColleagueView)
  get(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.get(staff, id, command);
  }

  /** Who did what and when. */
  @Get(':id/history')
  @AnswersHistory()
  history(@Param('id') id: string, @Cmd() command: Command): Promise<object> {
    return this.cases.history(staff, id, command);
  }

  /** Change teams and contact data. */
  @Post(':id/change')
  @Does(staff, 'change', StaffView)
  change(@Param('id') id: string, @Body() input: ChangeStaff, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(staff, 'change', id, command, input);
  }

  /** The person has left: nothing new is given to somebody who is not there. */
  @Post(':id/deactivate')
  @Does(staff, 'deactivate', StaffView)
  deactivate(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.flows.deactivate(id, command);
  }

  /** The person is back. */
  @Post(':id/reactivate')
  @Does(staff, 'reactivate', StaffView)
  reactivate(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(staff, 'reactivate', id, command);
  }

  /** Erase name and contact data of somebody who has left. */
  @Post(':id/erase')
  @Does(staff, 'erase', StaffView)
  erase(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(staff, 'erase', id, command);
  }

  /** Enter an absence and who stands in. */
  @Post(':id/plan-absence')
  @Does(staff, 'planAbsence', StaffView)
  planAbsence(@Param('id') id: string, @Body() input: PlanAbsence, @Cmd() command: Command): Promise<Answer> {
    const absence = { ...input, absenceRef: uuidv7() };
    return this.flows.knowing(id, absence, command, (inside) =>
      this.cases.act(staff, 'planAbsence', id, inside, absence),
    );
  }

  /** Change the days of an absence, or who stands in. */
  @Post(':id/change-absence')
  @Does(staff, 'changeAbsence', StaffView)
  changeAbsence(@Param('id') id: string, @Body() input: ChangeAbsence, @Cmd() command: Command): Promise<Answer> {
    return this.flows.knowing(id, input, command, (inside) =>
      this.cases.act(staff, 'changeAbsence', id, inside, input),
    );
  }

  /** The person is back, or the absence does not happen. */
  @Post(':id/end-absence')
  @Does(staff, 'endAbsence', StaffView)
  endAbsence(@Param('id') id: string, @Body() input: EndAbsence, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(staff, 'endAbsence', id, command, input);
  }
}
