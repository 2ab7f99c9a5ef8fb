// SPDX-License-Identifier: MPL-2.0
import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Command } from '#persistence';
import { Allow, Answers, Cmd } from '#service';
import { EntryPointQuery, EntryPointView } from './entry-point.dto.js';
import { EntryPoint } from './entry-point.lookup.js';

/** Den ene indgang: whom does a landlord call? One answer to one request. */
@ApiTags('entry-point')
@Controller('v1/entry-point')
export class EntryPointController {
  constructor(private readonly entryPoint: EntryPoint) {}

  /** Whom to call now: the municipality's contact, or the stand-in while that one is away. */
  @Get()
  @Allow('landlord_admin', 'landlord_caretaker', 'single_entry')
  @Answers(200, EntryPointView)
  now(@Query() query: EntryPointQuery, @Cmd() command: Command): Promise<EntryPointView> {
    return this.entryPoint.now(query, command);
  }
}
