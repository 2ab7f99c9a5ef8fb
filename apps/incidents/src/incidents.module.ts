// SPDX-License-Identifier: MPL-2.0
import { Module } from '@nestjs/common';
import { DemandFeeModule } from './demand-fee/demand-fee.module.js';
import { KnownAgreementsConsumer } from './known-agreements/known-agreements.consumer.js';
import { KnownTenanciesConsumer } from './known-tenancies/known-tenancies.consumer.js';
import { RentArrearsModule } from './rent-arrears/rent-arrears.module.js';

@Module({
  imports: [RentArrearsModule, DemandFeeModule],
  controllers: [KnownAgreementsConsumer, KnownTenanciesConsumer],
})
export class IncidentsModule {}
