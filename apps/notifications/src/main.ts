// SPDX-License-Identifier: MPL-2.0
import { runService } from '#service';
import { entities } from './entities.js';
import { migrations } from './migrations/index.js';
import { NotificationsConfig } from './notifications.config.js';
import { NotificationsModule } from './notifications.module.js';
import { refusals } from './rule-books.js';

await runService('notifications', NotificationsModule, NotificationsConfig, { migrations, entities, refusals });
