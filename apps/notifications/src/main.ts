// SPDX-License-Identifier: MPL-2.0
import { runService } from '#service';
import { Deadline } from './deadlines/deadline.entity.js';
import { Notification } from './inbox/notification.entity.js';
import { migrations } from './migrations/index.js';
import { NotificationsConfig } from './notifications.config.js';
import { NotificationsModule } from './notifications.module.js';

await runService('notifications', NotificationsModule, NotificationsConfig, {
  migrations,
  entities: [Notification, Deadline],
});
