// SPDX-License-Identifier: MPL-2.0
import { Module } from '@nestjs/common';
import { PropertyImportController } from './property-import.controller.js';
import { PropertyImportQueries } from './property-import.queries.js';
import { PropertyImportUseCases } from './property-import.use-cases.js';

@Module({ controllers: [PropertyImportController], providers: [PropertyImportUseCases, PropertyImportQueries] })
export class PropertyImportModule {}
