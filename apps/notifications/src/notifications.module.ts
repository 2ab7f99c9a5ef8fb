// SPDX-License-Identifier: MPL-2.0
import { Module } from '@nestjs/common';
import { ContactRoutesModule } from './contact-routes/contact-routes.module.js';
import { DeadlinesModule } from './deadlines/deadline.module.js';
import { NotificationModule } from './inbox/notification.module.js';
import { RentArrearsModule } from './rent-arrears/rent-arrears.module.js';

@Module({ imports: [NotificationModule, DeadlinesModule, RentArrearsModule, ContactRoutesModule] })
export class NotificationsModule {}
