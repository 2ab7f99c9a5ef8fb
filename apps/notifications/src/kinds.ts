// SPDX-License-Identifier: MPL-2.0
import type { KindOfService } from '#service';
import { DeadlineConsumer } from './deadline/deadline.consumer.js';
import { DeadlineController } from './deadline/deadline.controller.js';
import { DeadlineFlows } from './deadline/deadline.flows.js';
import { deadline } from './deadline/deadline.kind.js';
import { NotificationController } from './notification/notification.controller.js';
import { notification } from './notification/notification.kind.js';

export const kinds: readonly KindOfService[] = [
  { kind: notification, controllers: [NotificationController] },
  { kind: deadline, controllers: [DeadlineController, DeadlineConsumer], providers: [DeadlineFlows] },
];
