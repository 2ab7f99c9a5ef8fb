// SPDX-License-Identifier: MPL-2.0
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { v4 as uuidv4 } from 'uuid';
import { type Answer, Cases, type Command } from '#persistence';
import { Allow, Answers, AnswersHistory, AnswersPage, Cmd, Does } from '#service';
import { ChangeContacts, ChangeLandlord, LandlordView, ListLandlords, RegisterLandlord } from './landlord.dto.js';
import { landlord } from './landlord.kind.js';

const READERS = ['single_entry', 'landlord_admin'] as const;

/** Udlejer: the register of private landlords. */
@ApiTags('landlords')
@Controller('v1/landlords')
export class LandlordController {
  constructor(private readonly cases: Cases) {}

  /** Register a landlord, a company by its CVR number or a person. */
  @Post()
  @Does(landlord, 'register', LandlordView)
  register(@Body() { ref, cvr = null!, ...input }: RegisterLandlord, @Cmd() command: Command): Promise<Answer> {
    const id = ref ?? uuidv4();
    return this.cases.open(landlord, 'register', command, { ...input, cvr }, { id });
  }

  /** Landlords the caller may see. */
  @Get()
  @Allow(...READERS)
  @AnswersPage(LandlordView)
  list(@Query() query: ListLandlords, @Cmd() command: Command): Promise<object> {
    return this.cases.list(landlord, query, command);
  }

  /** One landlord. */
  @Get(':id')
  @Allow(...READERS)
  @Answers(200, LandlordView)
  get(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.get(landlord, id, command);
  }

  /** Who changed what and when. */
  @Get(':id/history')
  @Allow(...READERS)
  @AnswersHistory()
  history(@Param('id') id: string, @Cmd() command: Command): Promise<object> {
    return this.cases.history(landlord, id, command);
  }

  /** Change name, contacts, or whether more than one dwelling is let. */
  @Post(':id/change')
  @Does(landlord, 'change', LandlordView)
  change(@Param('id') id: string, @Body() input: ChangeLandlord, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(landlord, 'change', id, command, input);
  }

  /** Change how the landlord is reached. */
  @Post(':id/change-contacts')
  @Does(landlord, 'changeContacts', LandlordView)
  changeContacts(@Param('id') id: string, @Body() input: ChangeContacts, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(landlord, 'changeContacts', id, command, input);
  }

  /** Close the landlord: no new property can be registered. */
  @Post(':id/close')
  @Does(landlord, 'close', LandlordView)
  close(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(landlord, 'close', id, command);
  }

  /** Open a closed landlord again. */
  @Post(':id/reopen')
  @Does(landlord, 'reopen', LandlordView)
  reopen(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(landlord, 'reopen', id, command);
  }
}
