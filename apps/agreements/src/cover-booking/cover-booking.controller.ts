// SPDX-License-Identifier: MPL-2.0
import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Answer, Command } from '#persistence';
import { Allow, Answers, AnswersHistory, AnswersPage, Cmd } from '#service';
import {
  ConfirmCover,
  CoverBookingLandlordView,
  CoverBookingMunicipalView,
  CoverOfTenancyView,
  CoverSummaryView,
  ListCoverBookings,
  OfAgreement,
  OfTenancy,
  ReserveCover,
} from './cover-booking.dto.js';
import { CoverBookingQueries } from './cover-booking.queries.js';
import { CoverBookingUseCases } from './cover-booking.use-cases.js';

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
    private readonly useCases: CoverBookingUseCases,
    private readonly queries: CoverBookingQueries,
  ) {}

  /**
   * Reserve cover by hand: as much as the caps leave, which may be less than is asked for, or nothing (REFUSED). Cases of
   * the other services ask by event.
   */
  @Post()
  @Allow('finance')
  @Answers(201, CoverBookingMunicipalView)
  reserve(@Body() input: ReserveCover, @Cmd() command: Command): Promise<Answer> {
    return this.useCases.reserve(input, command);
  }

  /** Bookings the caller may see, newest first. */
  @Get()
  @Allow(...READERS)
  @AnswersPage(...VIEWS)
  list(@Query() page: ListCoverBookings, @Cmd() command: Command): Promise<object> {
    return this.queries.list(page, command);
  }

  /** What is promised by an agreement, and what of it is reserved, paid and left. */
  @Get('summary')
  @Allow(...READERS)
  @Answers(200, CoverSummaryView)
  summary(@Query() { agreementRef }: OfAgreement, @Cmd() command: Command): Promise<CoverSummaryView> {
    return this.queries.summary(agreementRef, command);
  }

  /** What is covered for one tenancy, kind by kind, by the version that governs it, and what the caps leave. */
  @Get('coverage')
  @Allow(...READERS)
  @Answers(200, CoverOfTenancyView)
  coverage(@Query() { tenancyRef }: OfTenancy, @Cmd() command: Command): Promise<CoverOfTenancyView> {
    return this.queries.ofTenancy(tenancyRef, command);
  }

  /** The whole ledger of an agreement for a spreadsheet: UTF-8, semicolons, kroner with a decimal comma. */
  @Get('export')
  @Allow(...READERS)
  @ApiResponse({ status: 200, content: { 'text/csv': { schema: { type: 'string' } } } })
  async export(
    @Query() { agreementRef }: OfAgreement,
    @Cmd() command: Command,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<string> {
    const rows = await this.queries.export(agreementRef, command);
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
    return this.queries.get(id, command);
  }

  /** Who did what and when. */
  @Get(':id/history')
  @Allow(...READERS)
  @AnswersHistory()
  history(@Param('id') id: string, @Cmd() command: Command): Promise<object> {
    return this.queries.history(id, command);
  }

  /** It was paid: what was reserved and not needed goes back. Also after the reservation has expired. */
  @Post(':id/confirm')
  @HttpCode(200)
  @Allow('finance')
  @Answers(200, CoverBookingMunicipalView)
  confirm(@Param('id') id: string, @Body() input: ConfirmCover, @Cmd() command: Command): Promise<Answer> {
    return this.useCases.confirm(id, input, command);
  }

  /** It is not needed: the reservation goes back. */
  @Post(':id/release')
  @HttpCode(200)
  @Allow('finance')
  @Answers(200, CoverBookingMunicipalView)
  release(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.useCases.release(id, command);
  }
}
