// SPDX-License-Identifier: MPL-2.0
import { Module } from '@nestjs/common';
import { EntryPointController } from './entry-point.controller.js';
import { EntryPointQueries } from './entry-point.queries.js';

@Module({ controllers: [EntryPointController], providers: [EntryPointQueries] })
export class EntryPointModule {}
