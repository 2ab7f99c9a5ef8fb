// SPDX-License-Identifier: MPL-2.0
import { Module } from '@nestjs/common';
import { AgreementModule } from '../agreement/agreement.module.js';
import { CoverBookingModule } from '../cover-booking/cover-booking.module.js';
import { FiguresModule } from '../figures/figures.module.js';
import { KnownCasesConsumer } from './known-cases.consumer.js';

@Module({ imports: [AgreementModule, CoverBookingModule, FiguresModule], controllers: [KnownCasesConsumer] })
export class KnownCasesModule {}
