// SPDX-License-Identifier: MPL-2.0
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Answer, Cases, type Command } from '#persistence';
import { Allow, Answers, AnswersHistory, AnswersPage, AnswersRowErrors, ClientGone, Cmd, CsvBody, Does, RowErrorsQuery, TakesCsv } from '#service'; // biome-ignore format: one line
import { ListStaffImports, StaffImportQuery, StaffImportView } from './staff-import.dto.js';
import { StaffImportFlows } from './staff-import.flows.js';
import { staffImport, staffImportWithErrors } from './staff-import.kind.js';

/** Import of the municipality's people from a file of rows. */
@ApiTags('staff-imports')
@Controller('v1/staff-imports')
@Allow('operator')
export class StaffImportController {
  constructor(
    private readonly cases: Cases,
    private readonly flows: StaffImportFlows,
  ) {}

  /**
   * Import people, one a row: staff_id, name, roles, teams, mailbox, phone, or their Danish names. The file is as
   * spreadsheets and other systems write it. It is compared with the register and written in the background, all or nothing:
   * who is new is announced, who is there is changed, who is not named stays as he is. Name and roles of somebody who has
   * signed in are the sign-in's.
   */
  @Post()
  @TakesCsv()
  @Does(staffImport, 'receive', StaffImportView)
  receive(
    @Query() query: StaffImportQuery,
    @Body() file: CsvBody,
    @Cmd() command: Command,
    @ClientGone() signal: AbortSignal,
  ): Promise<Answer> {
    return this.flows.receive(query, file, command, signal);
  }

  /** Imports, newest first, without their errors. */
  @Get()
  @AnswersPage(StaffImportView)
  list(@Query() query: ListStaffImports, @Cmd() command: Command): Promise<object> {
    return this.cases.list(staffImport, query, command);
  }

  /** One import: how far it is, and the first 100 errors. */
  @Get(':id')
  @Answers(200, StaffImportView)
  get(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.get(staffImportWithErrors, id, command);
  }

  /** Errors by row and column, in the order of the file. */
  @Get(':id/errors')
  @AnswersRowErrors()
  errors(@Param('id') id: string, @Query() query: RowErrorsQuery, @Cmd() command: Command): Promise<object> {
    return this.flows.errors(id, query, command);
  }

  /** What happened to it and when. */
  @Get(':id/history')
  @AnswersHistory()
  history(@Param('id') id: string, @Cmd() command: Command): Promise<object> {
    return this.cases.history(staffImport, id, command);
  }
}
