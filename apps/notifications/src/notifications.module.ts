// SPDX-License-Identifier: MPL-2.0
import { Module } from '@nestjs/common';
import { ContactRoutesModule } from './contact-routes/contact-routes.module.js';
import { DeadlinesModule } from './deadlines/deadline.module.js';
import { NotificationModule } from './inbox/notification.module.js';
import { ToldModule } from './told/told.module.js';

@Module({ imports: [NotificationModule, DeadlinesModule, ToldModule, ContactRoutesModule] })
export class NotificationsModule {}
