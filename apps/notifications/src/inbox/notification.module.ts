// SPDX-License-Identifier: MPL-2.0
import { Module } from '@nestjs/common';
import { NotificationController } from './notification.controller.js';
import { NotificationQueries } from './notification.queries.js';
import { Inbox } from './notification.use-cases.js';

@Module({ controllers: [NotificationController], providers: [NotificationQueries, Inbox], exports: [Inbox] })
export class NotificationModule {}
