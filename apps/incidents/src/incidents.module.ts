// SPDX-License-Identifier: MPL-2.0
import { Module } from '@nestjs/common';
import { KnownAgreementsConsumer } from './known-agreements/known-agreements.consumer.js';
import { KnownTenanciesConsumer } from './known-tenancies/known-tenancies.consumer.js';
import { RentArrearsModule } from './rent-arrears/rent-arrears.module.js';

@Module({ imports: [RentArrearsModule], controllers: [KnownAgreementsConsumer, KnownTenanciesConsumer] })
export class IncidentsModule {}
