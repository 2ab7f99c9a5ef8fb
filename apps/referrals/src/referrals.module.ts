// SPDX-License-Identifier: MPL-2.0
import { Module } from '@nestjs/common';
import { KnownAgreementsConsumer } from './known-agreements/known-agreements.consumer.js';
import { TenancyModule } from './tenancy/tenancy.module.js';

@Module({ imports: [TenancyModule], controllers: [KnownAgreementsConsumer] })
export class ReferralsModule {}
