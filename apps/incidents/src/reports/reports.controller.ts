// SPDX-License-Identifier: MPL-2.0
import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Answer, Command } from '#persistence';
import { Allow, Answers, Cmd } from '#service';
import { LandlordReport, ReportAnswer } from './report.dto.js';
import { ReportsFlows } from './reports.flows.js';

/** Meldinger: one place for all that a landlord has to tell of a tenancy. */
@ApiTags('reports')
@Controller('v1/reports')
export class ReportsController {
  constructor(private readonly flows: ReportsFlows) {}

  /** Report missing rent, a concern, a complaint or that a tenant leaves: a case is opened, or the open one gets it too. */
  @Post()
  @Allow('landlord_admin', 'landlord_caretaker')
  @Answers(201, ReportAnswer)
  report(@Body() input: LandlordReport, @Cmd() command: Command): Promise<Answer> {
    return this.flows.report(input, command);
  }
}
