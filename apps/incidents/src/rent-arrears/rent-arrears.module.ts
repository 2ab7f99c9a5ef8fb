// SPDX-License-Identifier: MPL-2.0
import { Module } from '@nestjs/common';
import { RentArrearsConsumer } from './rent-arrears.consumer.js';
import { RentArrearsController } from './rent-arrears.controller.js';
import { RentArrearsQueries } from './rent-arrears.queries.js';
import { RentArrearsUseCases } from './rent-arrears.use-cases.js';

@Module({
  controllers: [RentArrearsController, RentArrearsConsumer],
  providers: [RentArrearsUseCases, RentArrearsQueries],
  exports: [RentArrearsUseCases],
})
export class RentArrearsModule {}
