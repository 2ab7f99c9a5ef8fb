// SPDX-License-Identifier: MPL-2.0
import { Module } from '@nestjs/common';
import { LandlordController } from './landlord.controller.js';
import { LandlordQueries } from './landlord.queries.js';
import { LandlordUseCases } from './landlord.use-cases.js';

@Module({ controllers: [LandlordController], providers: [LandlordUseCases, LandlordQueries] })
export class LandlordModule {}
