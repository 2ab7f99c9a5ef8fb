// SPDX-License-Identifier: MPL-2.0
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Answer, Cases, type Command } from '#persistence';
import {
  Allow,
  Answers,
  AnswersHistory,
  AnswersPage,
  AnswersRowErrors,
  ClientGone,
  Cmd,
  CsvBody,
  Does,
  RowErrorsQuery,
  TakesCsv,
} from '#service';
import { REGISTRARS } from '../property/property.js';
import { ImportQuery, ListImports, PropertyImportView } from './property-import.dto.js';
import { PropertyImportFlows } from './property-import.flows.js';
import { propertyImport, propertyImportWithErrors } from './property-import.kind.js';

/** Import of properties and dwellings from a file of rows. */
@ApiTags('property-imports')
@Controller('v1/property-imports')
@Allow(...REGISTRARS)
export class PropertyImportController {
  constructor(
    private readonly cases: Cases,
    private readonly flows: PropertyImportFlows,
  ) {}

  /**
   * Import properties and dwellings, one dwelling a row: address, bfe_number, bbr_id, dwelling_count, unit, type, area_m2,
   * rooms, rent, utilities_advance, available_pattern, or their Danish names; amounts in kroner. The file is as
   * spreadsheets and other systems write it: UTF-8, UTF-16, Windows-1252, Macintosh or MS-DOS; semicolons, commas or tabs. It is
   * checked against the register and written in the background, all or nothing; look at the import for what became of it.
   */
  @Post()
  @TakesCsv()
  @Does(propertyImport, 'receive', PropertyImportView)
  receive(
    @Query() query: ImportQuery,
    @Body() file: CsvBody,
    @Cmd() command: Command,
    @ClientGone() signal: AbortSignal,
  ): Promise<Answer> {
    return this.flows.receive(query, file, command, signal);
  }

  /** Imports the caller may see, newest first, without their errors. */
  @Get()
  @AnswersPage(PropertyImportView)
  list(@Query() query: ListImports, @Cmd() command: Command): Promise<object> {
    return this.cases.list(propertyImport, query, command);
  }

  /** One import: how far it is, and the first 100 errors. */
  @Get(':id')
  @Answers(200, PropertyImportView)
  get(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.get(propertyImportWithErrors, id, command);
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
    return this.cases.history(propertyImport, id, command);
  }
}
