// SPDX-License-Identifier: MPL-2.0
import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { type Answer, Cases, type Command } from '#persistence';
import { Allow, Answers, AnswersHistory, AnswersPage, Cmd, Does } from '#service';
import { CoverAccount } from './account.lookup.js';
import {
  ConfirmCover,
  CorrectCover,
  CoverBookingLandlordView,
  CoverBookingMunicipalView,
  CoverOfTenancyView,
  CoverSummaryView,
  ListCoverBookings,
  OfAgreement,
  OfTenancy,
  ReserveCover,
} from './cover-booking.dto.js';
import { CoverBookingFlows } from './cover-booking.flows.js';
import { coverBooking } from './cover-booking.kind.js';

const VIEWS = [CoverBookingMunicipalView, CoverBookingLandlordView];
const READERS = ['finance', 'single_entry', 'landlord_admin'] as const;

interface Reply {
  type(contentType: string): Reply;
  header(name: string, value: string): Reply;
}

/** Dækning: the ledger of what the municipality has promised, reserved and paid. */
@ApiTags('cover-bookings')
@Controller('v1/cover-bookings')
export class CoverBookingController {
  constructor(
    private readonly cases: Cases,
    private readonly flows: CoverBookingFlows,
    private readonly account: CoverAccount,
  ) {}

  /**
   * Reserve cover by hand: as much as the caps leave, which may be less than is asked for, or nothing (REFUSED). Cases of
   * the other services ask by event.
   */
  @Post()
  @Does(coverBooking, 'reserve', CoverBookingMunicipalView)
  reserve(@Body() input: ReserveCover, @Cmd() command: Command): Promise<Answer> {
    return this.flows.reserve(input, command);
  }

  /** Bookings the caller may see, newest first. */
  @Get()
  @Allow(...READERS)
  @AnswersPage(...VIEWS)
  list(@Query() { bookedYear, ...query }: ListCoverBookings, @Cmd() command: Command): Promise<object> {
    const year = bookedYear === undefined ? {} : { bookedYear: Number(bookedYear) };
    return this.cases.list(coverBooking, { ...query, ...year }, command);
  }

  /** What is promised by an agreement, and what of it is reserved, paid and left. */
  @Get('summary')
  @Allow(...READERS)
  @Answers(200, CoverSummaryView)
  summary(@Query() { agreementRef }: OfAgreement, @Cmd() command: Command): Promise<CoverSummaryView> {
    return this.account.summary(agreementRef, command);
  }

  /** What is covered for one tenancy, kind by kind, by the version that governs it, and what the caps leave. */
  @Get('coverage')
  @Allow(...READERS)
  @Answers(200, CoverOfTenancyView)
  coverage(@Query() { tenancyRef }: OfTenancy, @Cmd() command: Command): Promise<CoverOfTenancyView> {
    return this.account.ofTenancy(tenancyRef, command);
  }

  /** The whole ledger of an agreement for a spreadsheet: UTF-8, semicolons, kroner with a decimal comma. */
  @Get('export')
  @Allow(...READERS)
  @ApiResponse({
    status: 200,
    headers: { 'Content-Disposition': { required: true, schema: { type: 'string' } } },
    content: { 'text/csv': { schema: { type: 'string' } } },
  })
  async export(
    @Query() { agreementRef }: OfAgreement,
    @Cmd() command: Command,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<string> {
    const rows = await this.account.export(agreementRef, command);
    reply
      .type('text/csv; charset=utf-8')
      .header('Content-Disposition', `attachment; filename="daekning-${agreementRef}.csv"`);
    return rows;
  }

  /** One booking. */
  @Get(':id')
  @Allow(...READERS)
  @Answers(200, ...VIEWS)
  get(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.get(coverBooking, id, command);
  }

  /** Who did what and when. */
  @Get(':id/history')
  @Allow(...READERS)
  @AnswersHistory()
  history(@Param('id') id: string, @Cmd() command: Command): Promise<object> {
    return this.cases.history(coverBooking, id, command);
  }

  /**
   * It was paid: what was reserved and not needed goes back. After the reservation has expired as much as the caps leave
   * today, in the year of today.
   */
  @Post(':id/confirm')
  @Does(coverBooking, 'confirm', CoverBookingMunicipalView)
  confirm(@Param('id') id: string, @Body() input: ConfirmCover, @Cmd() command: Command): Promise<Answer> {
    return this.flows.confirm(id, input, command);
  }

  /** Another amount was paid than was confirmed. */
  @Post(':id/correct')
  @Does(coverBooking, 'correct', CoverBookingMunicipalView)
  correct(@Param('id') id: string, @Body() input: CorrectCover, @Cmd() command: Command): Promise<Answer> {
    return this.flows.correct(id, input, command);
  }

  /** It is not needed: the reservation goes back. */
  @Post(':id/release')
  @Does(coverBooking, 'release', CoverBookingMunicipalView)
  release(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(coverBooking, 'release', id, command);
  }
}
