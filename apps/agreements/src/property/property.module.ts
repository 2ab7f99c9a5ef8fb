// SPDX-License-Identifier: MPL-2.0
import { Module } from '@nestjs/common';
import { PropertyController } from './property.controller.js';
import { PropertyQueries } from './property.queries.js';
import { PropertyUseCases } from './property.use-cases.js';

@Module({ controllers: [PropertyController], providers: [PropertyUseCases, PropertyQueries] })
export class PropertyModule {}
