// SPDX-License-Identifier: MPL-2.0
import { Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { contentsOf, type ServiceDefinition } from '#service';
import { ContactRoutesConsumer } from './contact-routes/contact-routes.consumer.js';
import { kinds } from './kinds.js';
import { KnownErasuresConsumer } from './known-erasures/known-erasures.consumer.js';
import { migrations } from './migrations/index.js';
import { NotificationsConfig } from './notifications.config.js';
import { RecipientsConsumer } from './recipients/recipients.consumer.js';
import { SignInInterceptor } from './staff/sign-in.interceptor.js';

@Module(
  contentsOf(kinds, {
    controllers: [RecipientsConsumer, KnownErasuresConsumer, ContactRoutesConsumer],
    providers: [{ provide: APP_INTERCEPTOR, useClass: SignInInterceptor }],
  }),
)
class NotificationsModule {}

export const notifications: ServiceDefinition<NotificationsConfig> = {
  name: 'notifications',
  module: NotificationsModule,
  config: NotificationsConfig,
  migrations,
  kinds,
};
