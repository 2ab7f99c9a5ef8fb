// SPDX-License-Identifier: MPL-2.0
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse } from '@nestjs/swagger';
import type { Answer, Command } from '#persistence';
import { Allow, Cmd } from '#service';
import { EndTenancy, ListTenancies, StartTenancy, TenancyPage, TenancyView } from './tenancy.dto.js';
import { TenancyUseCases } from './tenancy.use-cases.js';

@Controller('v1/tenancies')
export class TenancyController {
  constructor(private readonly useCases: TenancyUseCases) {}

  /** Start a tenancy under an agreement in force. */
  @Post()
  @Allow('social_caseworker')
  @ApiCreatedResponse({ type: TenancyView })
  async start(@Body() input: StartTenancy, @Cmd() command: Command): Promise<Answer> {
    return await this.useCases.start(input, command);
  }

  /** End a tenancy on its last day. */
  @Post(':id/end')
  @HttpCode(200)
  @Allow('social_caseworker')
  @ApiOkResponse({ type: TenancyView })
  async end(@Param('id') id: string, @Body() input: EndTenancy, @Cmd() command: Command): Promise<Answer> {
    return await this.useCases.end(id, input, command);
  }

  /** What the caller may see, newest first. */
  @Get()
  @Allow('social_caseworker', 'single_entry', 'landlord_admin')
  @ApiOkResponse({ type: TenancyPage })
  async list(@Query() query: ListTenancies, @Cmd() command: Command): Promise<object> {
    return await this.useCases.list(query, command);
  }

  /** One case the caller may see. */
  @Get(':id')
  @Allow('social_caseworker', 'single_entry', 'landlord_admin')
  @ApiOkResponse({ type: TenancyView })
  async get(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return await this.useCases.get(id, command);
  }

  /** Who did what and when, oldest first. */
  @Get(':id/history')
  @Allow('social_caseworker', 'single_entry', 'landlord_admin')
  async history(@Param('id') id: string, @Cmd() command: Command): Promise<object> {
    return await this.useCases.history(id, command);
  }
}
