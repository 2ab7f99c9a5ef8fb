// SPDX-License-Identifier: MPL-2.0
import { Module } from '@nestjs/common';
import { contentsOf, type ServiceDefinition } from '#service';
import { AgreementsConfig } from './agreements.config.js';
import { EntryPointController } from './entry-point/entry-point.controller.js';
import { EntryPoint } from './entry-point/entry-point.lookup.js';
import { Figures } from './figures/figures.lookup.js';
import { kinds } from './kinds.js';
import { KnownCasesConsumer } from './known-cases/known-cases.consumer.js';
import { KnownErasuresConsumer } from './known-erasures/known-erasures.consumer.js';
import { KnownStaffConsumer } from './known-staff/known-staff.consumer.js';
import { migrations } from './migrations/index.js';

@Module(
  contentsOf(kinds, {
    controllers: [EntryPointController, KnownCasesConsumer, KnownErasuresConsumer, KnownStaffConsumer],
    providers: [EntryPoint, Figures],
  }),
)
class AgreementsModule {}

export const agreements: ServiceDefinition<AgreementsConfig> = {
  name: 'agreements',
  module: AgreementsModule,
  config: AgreementsConfig,
  migrations,
  kinds,
};
