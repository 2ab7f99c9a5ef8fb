// SPDX-License-Identifier: MPL-2.0
import { Module } from '@nestjs/common';
import { DwellingController } from './dwelling.controller.js';
import { DwellingQueries } from './dwelling.queries.js';
import { DwellingUseCases } from './dwelling.use-cases.js';

@Module({ controllers: [DwellingController], providers: [DwellingUseCases, DwellingQueries] })
export class DwellingModule {}
