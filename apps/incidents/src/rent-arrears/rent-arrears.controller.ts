// SPDX-License-Identifier: MPL-2.0
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { v4 as uuidv4, v7 as uuidv7 } from 'uuid';
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
  AgreeInstalmentPlan,
  AssignRentArrears,
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
  StrikeInRentArrears,
  statesShownAs,
  WithdrawDemand,
} from './rent-arrears.dto.js';
import { rentArrears } from './rent-arrears.kind.js';

const MUNICIPAL_VIEWS = [RentArrearsMunicipalView, RentArrearsHeaderView, RentArrearsBenefitsView];
const VIEWS = [...MUNICIPAL_VIEWS, RentArrearsLandlordView];
const READERS = ['single_entry', 'landlord_admin', ...OUTREACH_ROLES, 'benefits_caseworker', 'team_leader'] as const;

/** Huslejerestance: missing rent, from the landlord's report to one of its four endings. */
@ApiTags('rent-arrears')
@Controller('v1/rent-arrears')
export class RentArrearsController {
  constructor(private readonly cases: Cases) {}

  /** Report missing rent; accepted also for a tenancy that is not known yet. */
  @Post()
  @Does(rentArrears, 'report', RentArrearsLandlordView)
  report(@Body() input: ReportRentArrears, @Cmd() command: Command): Promise<Answer> {
    const { tenancyRef = null, landlordReference = null } = input;
    const report = { ...input, tenancyRef, landlordReference, landlordRef: command.actor.landlordRef! };
    return this.cases.open(rentArrears, 'report', command, report, { row: { acknowledgeDeadlineRef: uuidv7() } });
  }

  /** Cases the caller may see, newest first. */
  @Get()
  @Allow(...READERS)
  @AnswersPage(...VIEWS)
  list(@Query() query: ListRentArrears, @Cmd() command: Command): Promise<object> {
    const { dueBefore, status, landlordReference, ...columns } = query;
    const filter = {
      ...columns,
      ...(dueBefore && { nextBy: { before: dueBefore } }),
      ...(landlordReference && { landlordReference: { folded: landlordReference } }),
    };
    return this.cases.list(rentArrears, filter, command, status && { state: statesShownAs(status) });
  }

  /** One case the caller may see. */
  @Get(':id')
  @Allow(...READERS)
  @Answers(200, ...VIEWS)
  get(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.get(rentArrears, id, command);
  }

  /** Who did what and when. */
  @Get(':id/history')
  @Allow(...READERS)
  @AnswersHistory()
  history(@Param('id') id: string, @Cmd() command: Command): Promise<object> {
    return this.cases.history(rentArrears, id, command);
  }

  /** The single entry point has received the report. */
  @Post(':id/acknowledge')
  @Does(rentArrears, 'acknowledge', RentArrearsMunicipalView)
  acknowledge(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(rentArrears, 'acknowledge', id, command);
  }

  /** To a person or a team; default: the tenant's support worker, or the outreach team when there is none. */
  @Post(':id/assign')
  @Does(rentArrears, 'assign', RentArrearsMunicipalView)
  assign(@Param('id') id: string, @Body() input: AssignRentArrears, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(rentArrears, 'assign', id, command, input);
  }

  /** Take a case that was given to the own team or role. */
  @Post(':id/take')
  @Does(rentArrears, 'take', RentArrearsHeaderView)
  take(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(rentArrears, 'take', id, command, { person: command.actor.id });
  }

  /** Another person, team or role has it from now on, and hears so at once. */
  @Post(':id/hand-over')
  @Does(rentArrears, 'handOver', ...MUNICIPAL_VIEWS)
  handOver(@Param('id') id: string, @Body() input: HandOverCase, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(rentArrears, 'handOver', id, command, input);
  }

  /** The tenant was reached. */
  @Post(':id/record-contact-made')
  @Does(rentArrears, 'recordContactMade', RentArrearsHeaderView)
  recordContactMade(@Param('id') id: string, @Body() input: RecordContact, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(rentArrears, 'recordContactMade', id, command, input);
  }

  /** The tenant could not be reached; after some attempts in a row outreach has failed. */
  @Post(':id/record-contact-failed')
  @Does(rentArrears, 'recordContactFailed', RentArrearsHeaderView)
  recordContactFailed(@Param('id') id: string, @Body() input: RecordContact, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(rentArrears, 'recordContactFailed', id, command, input);
  }

  /** Another month is missing too. */
  @Post(':id/report-further-rent')
  @Does(rentArrears, 'reportFurtherRent', RentArrearsLandlordView)
  reportFurtherRent(
    @Param('id') id: string,
    @Body() input: ReportFurtherRent,
    @Cmd() command: Command,
  ): Promise<Answer> {
    return this.cases.act(rentArrears, 'reportFurtherRent', id, command, input);
  }

  /** A formal demand (påkrav) is sent. All its faults are named at once. */
  @Post(':id/issue-demand')
  @Does(rentArrears, 'issueDemand', RentArrearsLandlordView)
  issueDemand(@Param('id') id: string, @Body() input: IssueDemand, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(rentArrears, 'issueDemand', id, command, { ...input, demandRef: uuidv4() });
  }

  /** The demand has reached the tenant: its 14 days run. */
  @Post(':id/register-demand-delivery')
  @Does(rentArrears, 'registerDemandDelivery', RentArrearsLandlordView)
  registerDemandDelivery(
    @Param('id') id: string,
    @Body() input: RegisterDemandDelivery,
    @Cmd() command: Command,
  ): Promise<Answer> {
    return this.cases.act(rentArrears, 'registerDemandDelivery', id, command, input);
  }

  /** The landlord takes a demand back. */
  @Post(':id/withdraw-demand')
  @Does(rentArrears, 'withdrawDemand', RentArrearsLandlordView)
  withdrawDemand(@Param('id') id: string, @Body() input: WithdrawDemand, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(rentArrears, 'withdrawDemand', id, command, input);
  }

  /** The tenant has paid, all or a part; what is paid in full closes the case. */
  @Post(':id/confirm-tenant-paid')
  @Does(rentArrears, 'confirmTenantPaid', RentArrearsLandlordView)
  confirmTenantPaid(
    @Param('id') id: string,
    @Body() input: ConfirmTenantPaid,
    @Cmd() command: Command,
  ): Promise<Answer> {
    return this.cases.act(rentArrears, 'confirmTenantPaid', id, command, input);
  }

  /** All was paid after the demand had expired: the landlord lets it rest, and the case closes. */
  @Post(':id/waive-late-payment')
  @Does(rentArrears, 'waiveLatePayment', RentArrearsLandlordView)
  waiveLatePayment(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(rentArrears, 'waiveLatePayment', id, command);
  }

  /** All was paid after the demand had expired: the landlord keeps the right to terminate. */
  @Post(':id/insist-on-termination')
  @Does(rentArrears, 'insistOnTermination', RentArrearsLandlordView)
  insistOnTermination(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(rentArrears, 'insistOnTermination', id, command);
  }

  /** The municipality consents to a plan, where the agreement asks for it. */
  @Post(':id/consent-to-instalment-plan')
  @Does(rentArrears, 'consentToInstalmentPlan', RentArrearsMunicipalView)
  consentToInstalmentPlan(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(rentArrears, 'consentToInstalmentPlan', id, command);
  }

  /** Landlord and tenant agree to pay by instalments. */
  @Post(':id/agree-instalment-plan')
  @Does(rentArrears, 'agreeInstalmentPlan', RentArrearsLandlordView)
  agreeInstalmentPlan(
    @Param('id') id: string,
    @Body() input: AgreeInstalmentPlan,
    @Cmd() command: Command,
  ): Promise<Answer> {
    return this.cases.act(rentArrears, 'agreeInstalmentPlan', id, command, { ...input, planRef: uuidv4() });
  }

  /** Ask the benefits office for temporary help. */
  @Post(':id/request-help')
  @Does(rentArrears, 'requestHelp', ...MUNICIPAL_VIEWS)
  requestHelp(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(rentArrears, 'requestHelp', id, command, { helpRef: uuidv7() });
  }

  /** Terminate the lease after a demand has expired unpaid; the case becomes an eviction case. */
  @Post(':id/terminate')
  @Does(rentArrears, 'terminate', RentArrearsLandlordView)
  terminate(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(rentArrears, 'terminate', id, command);
  }

  /** Other problems with the tenant lead to an eviction case. */
  @Post(':id/report-other-problems')
  @Does(rentArrears, 'reportOtherProblems', RentArrearsLandlordView)
  reportOtherProblems(
    @Param('id') id: string,
    @Body() input: ReportOtherProblems,
    @Cmd() command: Command,
  ): Promise<Answer> {
    return this.cases.act(rentArrears, 'reportOtherProblems', id, command, input);
  }

  /** A payment, delivery, demand, report or termination was registered in error: it is struck, and what followed from it is made anew. */
  @Post(':id/strike')
  @Does(rentArrears, 'strike', RentArrearsMunicipalView, RentArrearsLandlordView)
  strike(@Param('id') id: string, @Body() input: StrikeInRentArrears, @Cmd() command: Command): Promise<Answer> {
    return this.cases.strike(rentArrears, 'strike', id, command, { ...input, helpRef: uuidv7() });
  }

  /** A contact with the tenant was registered in error: it is struck, and counts no more. */
  @Post(':id/strike-contact')
  @Does(rentArrears, 'strikeContact', RentArrearsMunicipalView, RentArrearsHeaderView)
  strikeContact(@Param('id') id: string, @Body() input: StrikeFact, @Cmd() command: Command): Promise<Answer> {
    const contact = { ...input, what: 'contact' as const, helpRef: uuidv7() };
    return this.cases.strike(rentArrears, 'strikeContact', id, command, contact);
  }

  /** A deadline of the case waits. */
  @Post(':id/pause-deadline')
  @Does(rentArrears, 'pauseDeadline', ...MUNICIPAL_VIEWS)
  pauseDeadline(@Param('id') id: string, @Body() input: PauseDeadline, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(rentArrears, 'pauseDeadline', id, command, input);
  }

  /** A deadline that waited runs again; its last day comes later by the working days that it waited. */
  @Post(':id/resume-deadline')
  @Does(rentArrears, 'resumeDeadline', ...MUNICIPAL_VIEWS)
  resumeDeadline(@Param('id') id: string, @Body() input: ResumeDeadline, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(rentArrears, 'resumeDeadline', id, command, input);
  }

  /** The last day of a deadline comes later. */
  @Post(':id/extend-deadline')
  @Does(rentArrears, 'extendDeadline', ...MUNICIPAL_VIEWS)
  extendDeadline(@Param('id') id: string, @Body() input: ExtendDeadline, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(rentArrears, 'extendDeadline', id, command, input);
  }
}
