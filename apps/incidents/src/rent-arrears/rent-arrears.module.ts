// SPDX-License-Identifier: MPL-2.0
import { Module } from '@nestjs/common';
import { RentArrearsController } from './rent-arrears.controller.js';
import { RentArrearsQueries } from './rent-arrears.queries.js';
import { RentArrearsUseCases } from './rent-arrears.use-cases.js';

@Module({
  controllers: [RentArrearsController],
  providers: [RentArrearsUseCases, RentArrearsQueries],
  exports: [RentArrearsUseCases],
})
export class RentArrearsModule {}
