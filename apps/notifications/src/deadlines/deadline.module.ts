// SPDX-License-Identifier: MPL-2.0
import { Module } from '@nestjs/common';
import { NotificationModule } from '../inbox/notification.module.js';
import { DeadlineConsumer } from './deadline.consumer.js';
import { DeadlineController } from './deadline.controller.js';
import { DeadlineQueries } from './deadline.queries.js';
import { Deadlines } from './deadline.use-cases.js';

@Module({
  imports: [NotificationModule],
  controllers: [DeadlineController, DeadlineConsumer],
  providers: [DeadlineQueries, Deadlines],
})
export class DeadlinesModule {}
