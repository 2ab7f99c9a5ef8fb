// SPDX-License-Identifier: MPL-2.0
import { Module } from '@nestjs/common';
import { PreventiveMeasureController } from './preventive-measure.controller.js';
import { PreventiveMeasureQueries } from './preventive-measure.queries.js';
import { PreventiveMeasureUseCases } from './preventive-measure.use-cases.js';

@Module({
  controllers: [PreventiveMeasureController],
  providers: [PreventiveMeasureUseCases, PreventiveMeasureQueries],
})
export class PreventiveMeasureModule {}
