// SPDX-License-Identifier: MPL-2.0
import { Module } from '@nestjs/common';
import { DemandFeeController } from './demand-fee.controller.js';
import { DemandFeeQueries } from './demand-fee.queries.js';
import { DemandFeeUseCases } from './demand-fee.use-cases.js';

@Module({ controllers: [DemandFeeController], providers: [DemandFeeUseCases, DemandFeeQueries] })
export class DemandFeeModule {}
