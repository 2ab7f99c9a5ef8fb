// SPDX-License-Identifier: MPL-2.0
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Answer, Cases, type Command } from '#persistence';
import { Allow, Answers, AnswersHistory, AnswersPage, Cmd, Does } from '#service';
import { REGISTRARS } from '../property/property.js';
import { ChangeDwelling, ListDwellings, RegisterDwelling, RegisteredDwellingView } from './dwelling.dto.js';
import { DwellingFlows } from './dwelling.flows.js';
import { dwelling } from './dwelling.kind.js';

/** Bolig: the register of dwellings, from which agreements choose. */
@ApiTags('dwellings')
@Controller('v1/dwellings')
@Allow(...REGISTRARS)
export class DwellingController {
  constructor(
    private readonly cases: Cases,
    private readonly flows: DwellingFlows,
  ) {}

  /** Register a dwelling of a property. */
  @Post()
  @Does(dwelling, 'register', RegisteredDwellingView)
  register(@Body() input: RegisterDwelling, @Cmd() command: Command): Promise<Answer> {
    return this.flows.register(input, command);
  }

  /** Dwellings the caller may see, newest first. */
  @Get()
  @AnswersPage(RegisteredDwellingView)
  list(@Query() query: ListDwellings, @Cmd() command: Command): Promise<object> {
    return this.cases.list(dwelling, query, command);
  }

  /** One dwelling. */
  @Get(':id')
  @Answers(200, RegisteredDwellingView)
  get(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.get(dwelling, id, command);
  }

  /** Who changed what and when. */
  @Get(':id/history')
  @AnswersHistory()
  history(@Param('id') id: string, @Cmd() command: Command): Promise<object> {
    return this.cases.history(dwelling, id, command);
  }

  /** Change what is known of the dwelling. A signed agreement keeps what it was signed with. */
  @Post(':id/change')
  @Does(dwelling, 'change', RegisteredDwellingView)
  change(@Param('id') id: string, @Body() input: ChangeDwelling, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(dwelling, 'change', id, command, input);
  }

  /** Remove the dwelling from the register; not while a signed agreement covers it. */
  @Post(':id/remove')
  @Does(dwelling, 'remove', RegisteredDwellingView)
  remove(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.flows.remove(id, command);
  }
}
