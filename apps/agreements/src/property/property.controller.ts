// SPDX-License-Identifier: MPL-2.0
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Answer, Command } from '#persistence';
import { Allow, Answers, AnswersHistory, AnswersPage, Cmd } from '#service';
import { ChangeProperty, ListProperties, PropertyView, RegisterProperty } from './property.dto.js';
import { PropertyQueries } from './property.queries.js';
import { PropertyUseCases } from './property.use-cases.js';

/** Ejendom: the register of the landlords' properties. */
@ApiTags('properties')
@Controller('v1/properties')
@Allow('single_entry', 'landlord_admin')
export class PropertyController {
  constructor(
    private readonly useCases: PropertyUseCases,
    private readonly queries: PropertyQueries,
  ) {}

  /** Register a property. */
  @Post()
  @Answers(201, PropertyView)
  register(@Body() input: RegisterProperty, @Cmd() command: Command): Promise<Answer> {
    return this.useCases.register(input, command);
  }

  /** Properties the caller may see, newest first. */
  @Get()
  @AnswersPage(PropertyView)
  list(@Query() page: ListProperties, @Cmd() command: Command): Promise<object> {
    return this.queries.list(page, command);
  }

  /** One property. */
  @Get(':id')
  @Answers(200, PropertyView)
  get(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.queries.get(id, command);
  }

  /** Who changed what and when. */
  @Get(':id/history')
  @AnswersHistory()
  history(@Param('id') id: string, @Cmd() command: Command): Promise<object> {
    return this.queries.history(id, command);
  }

  /** Change what is known of the property. A signed agreement keeps what it was signed with. */
  @Post(':id/change')
  @HttpCode(200)
  @Answers(200, PropertyView)
  change(@Param('id') id: string, @Body() input: ChangeProperty, @Cmd() command: Command): Promise<Answer> {
    return this.useCases.change(id, input, command);
  }

  /** Remove an empty property from the register. */
  @Post(':id/remove')
  @HttpCode(200)
  @Answers(200, PropertyView)
  remove(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.useCases.remove(id, command);
  }
}
