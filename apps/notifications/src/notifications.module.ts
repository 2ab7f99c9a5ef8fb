// SPDX-License-Identifier: MPL-2.0
import { Module } from '@nestjs/common';
import type { ServiceDefinition } from '#service';
import { ContactRoutesModule } from './contact-routes/contact-routes.module.js';
import { DeadlinesModule } from './deadlines/deadline.module.js';
import { entities } from './entities.js';
import { NotificationModule } from './inbox/notification.module.js';
import { kinds } from './kinds.js';
import { migrations } from './migrations/index.js';
import { NotificationsConfig } from './notifications.config.js';
import { refusals } from './rule-books.js';
import { ToldModule } from './told/told.module.js';

@Module({ imports: [NotificationModule, DeadlinesModule, ToldModule, ContactRoutesModule] })
class NotificationsModule {}

export const notifications: ServiceDefinition<NotificationsConfig> = {
  name: 'notifications',
  module: NotificationsModule,
  config: NotificationsConfig,
  migrations,
  kinds,
  entities,
  refusals,
};
