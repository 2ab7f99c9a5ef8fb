// SPDX-License-Identifier: MPL-2.0
import { Module } from '@nestjs/common';
import { AgreementModule } from '../agreement/agreement.module.js';
import { CoverBookingController } from './cover-booking.controller.js';
import { CoverBookingQueries } from './cover-booking.queries.js';
import { CoverBookingUseCases } from './cover-booking.use-cases.js';

@Module({
  imports: [AgreementModule],
  controllers: [CoverBookingController],
  providers: [CoverBookingUseCases, CoverBookingQueries],
  exports: [CoverBookingUseCases],
})
export class CoverBookingModule {}
