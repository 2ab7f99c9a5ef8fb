// SPDX-License-Identifier: MPL-2.0
import { Module } from '@nestjs/common';
import { NotificationModule } from '../inbox/notification.module.js';
import { ToldConsumer } from './told.consumer.js';

@Module({ imports: [NotificationModule], controllers: [ToldConsumer] })
export class ToldModule {}
