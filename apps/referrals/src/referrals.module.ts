// SPDX-License-Identifier: MPL-2.0
import { Module } from '@nestjs/common';
import { contentsOf, type ServiceDefinition } from '#service';
import { kinds } from './kinds.js';
import { KnownAgreementsConsumer } from './known-agreements/known-agreements.consumer.js';
import { KnownStaffConsumer } from './known-staff/known-staff.consumer.js';
import { migrations } from './migrations/index.js';
import { ReferralsConfig } from './referrals.config.js';

@Module(contentsOf(kinds, { controllers: [KnownAgreementsConsumer, KnownStaffConsumer] }))
class ReferralsModule {}

export const referrals: ServiceDefinition<ReferralsConfig> = {
  name: 'referrals',
  module: ReferralsModule,
  config: ReferralsConfig,
  migrations,
  kinds,
};
