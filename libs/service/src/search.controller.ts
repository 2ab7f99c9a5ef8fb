// SPDX-License-Identifier: MPL-2.0
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ROLES, type Role } from '#contracts/roles';
import { type Command, Search } from '#persistence';
import { AnswersPage } from './answers.js';
import { Allow } from './auth.js';
import { Cmd } from './command.js';
import { SearchFor, SearchHit } from './search.dto.js';

/** Tag of the search that every service has over its kinds of case. */
export const SEARCH = 'search';

/** Roles that see no case find none. */
const FINDERS = ROLES.filter((role) => role !== 'auditor' && role !== 'operator') as [Role, ...Role[]];

/** By POST, since what people look for must not stand in addresses and their logs. It reads: no Idempotency-Key, no ETag. */
@ApiTags(SEARCH)
@Allow(...FINDERS)
@Controller('v1/search')
export class SearchController {
  constructor(private readonly search: Search) {}

  @ApiOperation({ summary: 'Cases of every kind that the caller may see, the best first' })
  @HttpCode(200)
  @Post()
  @AnswersPage(SearchHit)
  async find(@Body() wanted: SearchFor, @Cmd() command: Command): Promise<object> {
    return await this.search.find(wanted, command);
  }
}
