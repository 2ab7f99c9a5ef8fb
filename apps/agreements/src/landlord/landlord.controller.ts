// SPDX-License-Identifier: MPL-2.0
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Answer, Command } from '#persistence';
import { Allow, Answers, AnswersHistory, AnswersPage, Cmd } from '#service';
import { ChangeContacts, ChangeLandlord, LandlordView, ListLandlords, RegisterLandlord } from './landlord.dto.js';
import { LandlordQueries } from './landlord.queries.js';
import { LandlordUseCases } from './landlord.use-cases.js';

const READERS = ['single_entry', 'landlord_admin'] as const;

/** Udlejer: the register of private landlords. */
@ApiTags('landlords')
@Controller('v1/landlords')
export class LandlordController {
  constructor(
    private readonly useCases: LandlordUseCases,
    private readonly queries: LandlordQueries,
  ) {}

  /** Register a landlord, a company by its CVR number or a person. */
  @Post()
  @Allow('single_entry')
  @Answers(201, LandlordView)
  register(@Body() input: RegisterLandlord, @Cmd() command: Command): Promise<Answer> {
    return this.useCases.register(input, command);
  }

  /** Landlords the caller may see. */
  @Get()
  @Allow(...READERS)
  @AnswersPage(LandlordView)
  list(@Query() page: ListLandlords, @Cmd() command: Command): Promise<object> {
    return this.queries.list(page, command);
  }

  /** One landlord. */
  @Get(':id')
  @Allow(...READERS)
  @Answers(200, LandlordView)
  get(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.queries.get(id, command);
  }

  /** Who changed what and when. */
  @Get(':id/history')
  @Allow(...READERS)
  @AnswersHistory()
  history(@Param('id') id: string, @Cmd() command: Command): Promise<object> {
    return this.queries.history(id, command);
  }

  /** Change name, contacts, or whether more than one dwelling is let. */
  @Post(':id/change')
  @HttpCode(200)
  @Allow('single_entry')
  @Answers(200, LandlordView)
  change(@Param('id') id: string, @Body() input: ChangeLandlord, @Cmd() command: Command): Promise<Answer> {
    return this.useCases.change(id, input, command);
  }

  /** Change how the landlord is reached. */
  @Post(':id/change-contacts')
  @HttpCode(200)
  @Allow(...READERS)
  @Answers(200, LandlordView)
  changeContacts(@Param('id') id: string, @Body() input: ChangeContacts, @Cmd() command: Command): Promise<Answer> {
    return this.useCases.changeContacts(id, input, command);
  }

  /** Close the landlord: no new property can be registered. */
  @Post(':id/close')
  @HttpCode(200)
  @Allow('single_entry')
  @Answers(200, LandlordView)
  close(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.useCases.close(id, command);
  }

  /** Open a closed landlord again. */
  @Post(':id/reopen')
  @HttpCode(200)
  @Allow('single_entry')
  @Answers(200, LandlordView)
  reopen(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.useCases.reopen(id, command);
  }
}
