// SPDX-License-Identifier: MPL-2.0
import { Module } from '@nestjs/common';
import { AdministrationAgreementModule } from './administration-agreement/administration-agreement.module.js';
import { FinancingModule } from './financing/financing.module.js';
import { KnownAgreementsConsumer } from './known-agreements/known-agreements.consumer.js';
import { TenancyModule } from './tenancy/tenancy.module.js';

@Module({
  imports: [TenancyModule, FinancingModule, AdministrationAgreementModule],
  controllers: [KnownAgreementsConsumer],
})
export class ReferralsModule {}
