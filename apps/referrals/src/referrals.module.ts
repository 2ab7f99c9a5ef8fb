// SPDX-License-Identifier: MPL-2.0
import { Module } from '@nestjs/common';
import { contentsOf, type ServiceDefinition } from '#service';
import { KeyRing, KeysFromFile } from './citizen/vault/key-ring.js';
import { kinds } from './kinds.js';
import { KnownAgreementsConsumer } from './known-agreements/known-agreements.consumer.js';
import { KnownComplaintsConsumer } from './known-complaints/known-complaints.consumer.js';
import { KnownStaffConsumer } from './known-staff/known-staff.consumer.js';
import { migrations } from './migrations/index.js';
import { ReferralsConfig } from './referrals.config.js';

/** Who holds the vault's keys; another one stands in this place (docs/how-to/keep-the-vaults-keys.md). */
const keyRing = {
  provide: KeyRing,
  inject: [ReferralsConfig],
  useFactory: (config: ReferralsConfig) => new KeysFromFile(() => config.vaultKeys()),
};

@Module(
  contentsOf(kinds, {
    controllers: [KnownAgreementsConsumer, KnownComplaintsConsumer, KnownStaffConsumer],
    providers: [keyRing],
  }),
)
class ReferralsModule {}

export const referrals: ServiceDefinition<ReferralsConfig> = {
  name: 'referrals',
  module: ReferralsModule,
  config: ReferralsConfig,
  migrations,
  kinds,
};
