// SPDX-License-Identifier: MPL-2.0
import { Module } from '@nestjs/common';
import type { ServiceDefinition } from '#service';
import { DemandFeeModule } from './demand-fee/demand-fee.module.js';
import { entities } from './entities.js';
import { IncidentsConfig } from './incidents.config.js';
import { kinds } from './kinds.js';
import { KnownAgreementsConsumer } from './known-agreements/known-agreements.consumer.js';
import { KnownTenanciesConsumer } from './known-tenancies/known-tenancies.consumer.js';
import { migrations } from './migrations/index.js';
import { RentArrearsModule } from './rent-arrears/rent-arrears.module.js';
import { refusals } from './rule-books.js';

@Module({
  imports: [RentArrearsModule, DemandFeeModule],
  controllers: [KnownAgreementsConsumer, KnownTenanciesConsumer],
})
class IncidentsModule {}

export const incidents: ServiceDefinition<IncidentsConfig> = {
  name: 'incidents',
  module: IncidentsModule,
  config: IncidentsConfig,
  migrations,
  kinds,
  entities,
  refusals,
};
