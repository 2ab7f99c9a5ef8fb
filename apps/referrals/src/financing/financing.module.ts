// SPDX-License-Identifier: MPL-2.0
import { Module } from '@nestjs/common';
import { FinancingConsumer } from './financing.consumer.js';
import { FinancingController } from './financing.controller.js';
import { FinancingQueries } from './financing.queries.js';
import { FinancingUseCases } from './financing.use-cases.js';

@Module({
  controllers: [FinancingController, FinancingConsumer],
  providers: [FinancingUseCases, FinancingQueries],
  exports: [FinancingUseCases],
})
export class FinancingModule {}
