// SPDX-License-Identifier: MPL-2.0
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Answer, Command } from '#persistence';
import { Allow, Answers, AnswersHistory, AnswersPage, Cmd } from '#service';
import {
  ConfirmTenantPaid,
  ListRentArrears,
  RentArrearsHeaderView,
  RentArrearsLandlordView,
  RentArrearsMunicipalView,
  ReportRentArrears,
} from './rent-arrears.dto.js';
import { RentArrearsQueries } from './rent-arrears.queries.js';
import { RentArrearsUseCases } from './rent-arrears.use-cases.js';

const VIEWS = [RentArrearsMunicipalView, RentArrearsHeaderView, RentArrearsLandlordView];
const READERS = ['single_entry', 'landlord_admin', 'support_worker', 'outreach_team'] as const;

/** Huslejerestance: missing rent, from the landlord's report until it is paid. */
@ApiTags('rent-arrears')
@Controller('v1/rent-arrears')
export class RentArrearsController {
  constructor(
    private readonly useCases: RentArrearsUseCases,
    private readonly queries: RentArrearsQueries,
  ) {}

  /** Report missing rent; accepted also for a tenancy that is not known yet. */
  @Post()
  @Allow('landlord_admin')
  @Answers(201, RentArrearsLandlordView)
  report(@Body() report: ReportRentArrears, @Cmd() command: Command): Promise<Answer> {
    return this.useCases.report(report, command);
  }

  /** Cases the caller may see, newest first. */
  @Get()
  @Allow(...READERS)
  @AnswersPage(...VIEWS)
  list(@Query() page: ListRentArrears, @Cmd() command: Command): Promise<object> {
    return this.queries.list(page, command);
  }

  /** One case the caller may see. */
  @Get(':id')
  @Allow(...READERS)
  @Answers(200, ...VIEWS)
  get(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.queries.get(id, command);
  }

  /** Who did what and when. */
  @Get(':id/history')
  @Allow(...READERS)
  @AnswersHistory()
  history(@Param('id') id: string, @Cmd() command: Command): Promise<object> {
    return this.queries.history(id, command);
  }

  /** The single entry point has received the report. */
  @Post(':id/acknowledge')
  @HttpCode(200)
  @Allow('single_entry')
  @Answers(200, RentArrearsMunicipalView)
  acknowledge(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.useCases.acknowledge(id, command);
  }

  /** To the tenant's support worker, or to the outreach team when there is none. */
  @Post(':id/assign')
  @HttpCode(200)
  @Allow('single_entry')
  @Answers(200, RentArrearsMunicipalView)
  assign(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.useCases.assign(id, command);
  }

  /** The tenant has paid everything; the case closes. */
  @Post(':id/confirm-tenant-paid')
  @HttpCode(200)
  @Allow('landlord_admin')
  @Answers(200, RentArrearsLandlordView)
  confirmTenantPaid(
    @Param('id') id: string,
    @Body() payment: ConfirmTenantPaid,
    @Cmd() command: Command,
  ): Promise<Answer> {
    return this.useCases.confirmTenantPaid(id, payment, command);
  }
}
