// SPDX-License-Identifier: MPL-2.0
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse } from '@nestjs/swagger';
import type { Answer, Command } from '#persistence';
import { Allow, Cmd } from '#service';
import { ActivateAgreement, AgreementPage, AgreementView, CreateAgreement, ListAgreements } from './agreement.dto.js';
import { AgreementUseCases } from './agreement.use-cases.js';

@Controller('v1/agreements')
export class AgreementController {
  constructor(private readonly useCases: AgreementUseCases) {}

  /** Draft an agreement. */
  @Post()
  @Allow('single_entry')
  @ApiCreatedResponse({ type: AgreementView })
  async create(@Body() input: CreateAgreement, @Cmd() command: Command): Promise<Answer> {
    return await this.useCases.create(input, command);
  }

  /** Both parties have signed: the agreement comes into force. */
  @Post(':id/activate')
  @HttpCode(200)
  @Allow('single_entry')
  @ApiOkResponse({ type: AgreementView })
  async activate(@Param('id') id: string, @Body() input: ActivateAgreement, @Cmd() command: Command): Promise<Answer> {
    return await this.useCases.activate(id, input, command);
  }

  /** What the caller may see, newest first. */
  @Get()
  @Allow('single_entry', 'landlord_admin')
  @ApiOkResponse({ type: AgreementPage })
  async list(@Query() query: ListAgreements, @Cmd() command: Command): Promise<object> {
    return await this.useCases.list(query, command);
  }

  /** One case the caller may see. */
  @Get(':id')
  @Allow('single_entry', 'landlord_admin')
  @ApiOkResponse({ type: AgreementView })
  async get(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return await this.useCases.get(id, command);
  }

  /** Who did what and when, oldest first. */
  @Get(':id/history')
  @Allow('single_entry', 'landlord_admin')
  async history(@Param('id') id: string, @Cmd() command: Command): Promise<object> {
    return await this.useCases.history(id, command);
  }
}
