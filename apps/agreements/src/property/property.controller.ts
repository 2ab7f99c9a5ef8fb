// SPDX-License-Identifier: MPL-2.0
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Answer, Cases, type Command } from '#persistence';
import { Allow, Answers, AnswersHistory, AnswersPage, Cmd, Does } from '#service';
import { ChangeProperty, ListProperties, PropertyView, RegisterProperty } from './property.dto.js';
import { PropertyFlows } from './property.flows.js';
import { REGISTRARS } from './property.js';
import { property } from './property.kind.js';
import { ownerOf } from './property.lookup.js';

/** Ejendom: the register of the landlords' properties. */
@ApiTags('properties')
@Controller('v1/properties')
@Allow(...REGISTRARS)
export class PropertyController {
  constructor(
    private readonly cases: Cases,
    private readonly flows: PropertyFlows,
  ) {}

  /** Register a property. */
  @Post()
  @Does(property, 'register', PropertyView)
  register(
    @Body() { bfeNumber = null!, bbrId = null!, ...input }: RegisterProperty,
    @Cmd() command: Command,
  ): Promise<Answer> {
    const landlordRef = ownerOf(input.landlordRef, command);
    return this.cases.open(property, 'register', command, { ...input, bfeNumber, bbrId, landlordRef });
  }

  /** Properties the caller may see, newest first. */
  @Get()
  @AnswersPage(PropertyView)
  list(@Query() query: ListProperties, @Cmd() command: Command): Promise<object> {
    return this.cases.list(property, query, command);
  }

  /** One property. */
  @Get(':id')
  @Answers(200, PropertyView)
  get(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.get(property, id, command);
  }

  /** Who changed what and when. */
  @Get(':id/history')
  @AnswersHistory()
  history(@Param('id') id: string, @Cmd() command: Command): Promise<object> {
    return this.cases.history(property, id, command);
  }

  /** Change what is known of the property. A signed agreement keeps what it was signed with. */
  @Post(':id/change')
  @Does(property, 'change', PropertyView)
  change(@Param('id') id: string, @Body() input: ChangeProperty, @Cmd() command: Command): Promise<Answer> {
    return this.flows.change(id, input, command);
  }

  /** Remove an empty property from the register. */
  @Post(':id/remove')
  @Does(property, 'remove', PropertyView)
  remove(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.flows.remove(id, command);
  }
}
