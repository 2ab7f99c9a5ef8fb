// SPDX-License-Identifier: MPL-2.0
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { OUTREACH_ROLES } from '#contracts/incidents/rent-arrears';
import type { Answer, Command } from '#persistence';
import { Allow, Answers, AnswersHistory, AnswersPage, Cmd } from '#service';
import {
  AgreeInstalmentPlan,
  ConfirmTenantPaid,
  IssueDemand,
  ListRentArrears,
  RecordContact,
  RegisterDemandDelivery,
  RentArrearsBenefitsView,
  RentArrearsHeaderView,
  RentArrearsLandlordView,
  RentArrearsMunicipalView,
  ReportFurtherRent,
  ReportOtherProblems,
  ReportRentArrears,
  WithdrawDemand,
} from './rent-arrears.dto.js';
import { RentArrearsQueries } from './rent-arrears.queries.js';
import { RentArrearsUseCases } from './rent-arrears.use-cases.js';

const MUNICIPAL_VIEWS = [RentArrearsMunicipalView, RentArrearsHeaderView, RentArrearsBenefitsView];
const VIEWS = [...MUNICIPAL_VIEWS, RentArrearsLandlordView];
const READERS = ['single_entry', 'landlord_admin', ...OUTREACH_ROLES, 'benefits_caseworker'] as const;

/** Huslejerestance: missing rent, from the landlord's report to one of its four endings. */
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

  /** The tenant was reached. */
  @Post(':id/record-contact-made')
  @HttpCode(200)
  @Allow(...OUTREACH_ROLES)
  @Answers(200, RentArrearsHeaderView)
  recordContactMade(@Param('id') id: string, @Body() input: RecordContact, @Cmd() command: Command): Promise<Answer> {
    return this.useCases.recordContactMade(id, input, command);
  }

  /** The tenant could not be reached; after some attempts in a row outreach has failed. */
  @Post(':id/record-contact-failed')
  @HttpCode(200)
  @Allow(...OUTREACH_ROLES)
  @Answers(200, RentArrearsHeaderView)
  recordContactFailed(@Param('id') id: string, @Body() input: RecordContact, @Cmd() command: Command): Promise<Answer> {
    return this.useCases.recordContactFailed(id, input, command);
  }

  /** Another month is missing too. */
  @Post(':id/report-further-rent')
  @HttpCode(200)
  @Allow('landlord_admin')
  @Answers(200, RentArrearsLandlordView)
  reportFurtherRent(
    @Param('id') id: string,
    @Body() input: ReportFurtherRent,
    @Cmd() command: Command,
  ): Promise<Answer> {
    return this.useCases.reportFurtherRent(id, input, command);
  }

  /** A formal demand (påkrav) is sent. All its faults are named at once. */
  @Post(':id/issue-demand')
  @HttpCode(200)
  @Allow('landlord_admin')
  @Answers(200, RentArrearsLandlordView)
  issueDemand(@Param('id') id: string, @Body() input: IssueDemand, @Cmd() command: Command): Promise<Answer> {
    return this.useCases.issueDemand(id, input, command);
  }

  /** The demand has reached the tenant: its 14 days run. */
  @Post(':id/register-demand-delivery')
  @HttpCode(200)
  @Allow('landlord_admin')
  @Answers(200, RentArrearsLandlordView)
  registerDemandDelivery(
    @Param('id') id: string,
    @Body() input: RegisterDemandDelivery,
    @Cmd() command: Command,
  ): Promise<Answer> {
    return this.useCases.registerDemandDelivery(id, input, command);
  }

  /** The landlord takes a demand back. */
  @Post(':id/withdraw-demand')
  @HttpCode(200)
  @Allow('landlord_admin')
  @Answers(200, RentArrearsLandlordView)
  withdrawDemand(@Param('id') id: string, @Body() input: WithdrawDemand, @Cmd() command: Command): Promise<Answer> {
    return this.useCases.withdrawDemand(id, input, command);
  }

  /** The tenant has paid, all or a part; what is paid in full closes the case. */
  @Post(':id/confirm-tenant-paid')
  @HttpCode(200)
  @Allow('landlord_admin')
  @Answers(200, RentArrearsLandlordView)
  confirmTenantPaid(
    @Param('id') id: string,
    @Body() input: ConfirmTenantPaid,
    @Cmd() command: Command,
  ): Promise<Answer> {
    return this.useCases.confirmTenantPaid(id, input, command);
  }

  /** All was paid after the demand had expired: the landlord lets it rest, and the case closes. */
  @Post(':id/waive-late-payment')
  @HttpCode(200)
  @Allow('landlord_admin')
  @Answers(200, RentArrearsLandlordView)
  waiveLatePayment(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.useCases.waiveLatePayment(id, command);
  }

  /** All was paid after the demand had expired: the landlord keeps the right to terminate. */
  @Post(':id/insist-on-termination')
  @HttpCode(200)
  @Allow('landlord_admin')
  @Answers(200, RentArrearsLandlordView)
  insistOnTermination(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.useCases.insistOnTermination(id, command);
  }

  /** The municipality consents to a plan, where the agreement asks for it. */
  @Post(':id/consent-to-instalment-plan')
  @HttpCode(200)
  @Allow('single_entry')
  @Answers(200, RentArrearsMunicipalView)
  consentToInstalmentPlan(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.useCases.consentToInstalmentPlan(id, command);
  }

  /** Landlord and tenant agree to pay by instalments. */
  @Post(':id/agree-instalment-plan')
  @HttpCode(200)
  @Allow('landlord_admin')
  @Answers(200, RentArrearsLandlordView)
  agreeInstalmentPlan(
    @Param('id') id: string,
    @Body() input: AgreeInstalmentPlan,
    @Cmd() command: Command,
  ): Promise<Answer> {
    return this.useCases.agreeInstalmentPlan(id, input, command);
  }

  /** Ask the benefits office for temporary help. */
  @Post(':id/request-help')
  @HttpCode(200)
  @Allow(...OUTREACH_ROLES, 'single_entry', 'benefits_caseworker')
  @Answers(200, ...MUNICIPAL_VIEWS)
  requestHelp(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.useCases.requestHelp(id, command);
  }

  /** Terminate the lease after a demand has expired unpaid; the case becomes an eviction case. */
  @Post(':id/terminate')
  @HttpCode(200)
  @Allow('landlord_admin')
  @Answers(200, RentArrearsLandlordView)
  terminate(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.useCases.terminate(id, command);
  }

  /** Other problems with the tenant lead to an eviction case. */
  @Post(':id/report-other-problems')
  @HttpCode(200)
  @Allow('landlord_admin')
  @Answers(200, RentArrearsLandlordView)
  reportOtherProblems(
    @Param('id') id: string,
    @Body() input: ReportOtherProblems,
    @Cmd() command: Command,
  ): Promise<Answer> {
    return this.useCases.reportOtherProblems(id, input, command);
  }
}
