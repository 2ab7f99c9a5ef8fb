// SPDX-License-Identifier: MPL-2.0
import { Module } from '@nestjs/common';
import { contentsOf, type ServiceDefinition } from '#service';
import { ContactRoutesConsumer } from './contact-routes/contact-routes.consumer.js';
import { kinds } from './kinds.js';
import { migrations } from './migrations/index.js';
import { NotificationsConfig } from './notifications.config.js';
import { RecipientsConsumer } from './recipients/recipients.consumer.js';

@Module(contentsOf(kinds, { controllers: [RecipientsConsumer, ContactRoutesConsumer] }))
class NotificationsModule {}

export const notifications: ServiceDefinition<NotificationsConfig> = {
  name: 'notifications',
  module: NotificationsModule,
  config: NotificationsConfig,
  migrations,
  kinds,
};
