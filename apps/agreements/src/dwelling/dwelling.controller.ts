// SPDX-License-Identifier: MPL-2.0
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Answer, Command } from '#persistence';
import { Allow, Answers, AnswersHistory, AnswersPage, Cmd } from '#service';
import { ChangeDwelling, ListDwellings, RegisterDwelling, RegisteredDwellingView } from './dwelling.dto.js';
import { DwellingQueries } from './dwelling.queries.js';
import { DwellingUseCases } from './dwelling.use-cases.js';

/** Bolig: the register of dwellings, from which agreements choose. */
@ApiTags('dwellings')
@Controller('v1/dwellings')
@Allow('single_entry', 'landlord_admin')
export class DwellingController {
  constructor(
    private readonly useCases: DwellingUseCases,
    private readonly queries: DwellingQueries,
  ) {}

  /** Register a dwelling of a property. */
  @Post()
  @Answers(201, RegisteredDwellingView)
  register(@Body() input: RegisterDwelling, @Cmd() command: Command): Promise<Answer> {
    return this.useCases.register(input, command);
  }

  /** Dwellings the caller may see, newest first. */
  @Get()
  @AnswersPage(RegisteredDwellingView)
  list(@Query() page: ListDwellings, @Cmd() command: Command): Promise<object> {
    return this.queries.list(page, command);
  }

  /** One dwelling. */
  @Get(':id')
  @Answers(200, RegisteredDwellingView)
  get(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.queries.get(id, command);
  }

  /** Who changed what and when. */
  @Get(':id/history')
  @AnswersHistory()
  history(@Param('id') id: string, @Cmd() command: Command): Promise<object> {
    return this.queries.history(id, command);
  }

  /** Change what is known of the dwelling. A signed agreement keeps what it was signed with. */
  @Post(':id/change')
  @HttpCode(200)
  @Answers(200, RegisteredDwellingView)
  change(@Param('id') id: string, @Body() input: ChangeDwelling, @Cmd() command: Command): Promise<Answer> {
    return this.useCases.change(id, input, command);
  }

  /** Remove the dwelling from the register. */
  @Post(':id/remove')
  @HttpCode(200)
  @Answers(200, RegisteredDwellingView)
  remove(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.useCases.remove(id, command);
  }
}
