// SPDX-License-Identifier: MPL-2.0
import { Module } from '@nestjs/common';
import type { ServiceDefinition } from '#service';
import { AdministrationAgreementModule } from './administration-agreement/administration-agreement.module.js';
import { entities } from './entities.js';
import { FinancingModule } from './financing/financing.module.js';
import { kinds } from './kinds.js';
import { KnownAgreementsConsumer } from './known-agreements/known-agreements.consumer.js';
import { migrations } from './migrations/index.js';
import { ReferralsConfig } from './referrals.config.js';
import { refusals } from './rule-books.js';
import { TenancyModule } from './tenancy/tenancy.module.js';

@Module({
  imports: [TenancyModule, FinancingModule, AdministrationAgreementModule],
  controllers: [KnownAgreementsConsumer],
})
class ReferralsModule {}

export const referrals: ServiceDefinition<ReferralsConfig> = {
  name: 'referrals',
  module: ReferralsModule,
  config: ReferralsConfig,
  migrations,
  kinds,
  entities,
  refusals,
};
