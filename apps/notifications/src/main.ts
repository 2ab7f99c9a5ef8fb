// SPDX-License-Identifier: MPL-2.0
import { runService } from '#service';
import { notifications } from './notifications.module.js';

await runService(notifications);
