// SPDX-License-Identifier: MPL-2.0
import { Module } from '@nestjs/common';
import { NotificationModule } from '../inbox/notification.module.js';
import { RentArrearsConsumer } from './rent-arrears.consumer.js';

@Module({ imports: [NotificationModule], controllers: [RentArrearsConsumer] })
export class RentArrearsModule {}
