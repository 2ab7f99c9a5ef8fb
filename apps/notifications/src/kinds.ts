// SPDX-License-Identifier: MPL-2.0
import type { KindOfService } from '#service';
import { DeadlineConsumer } from './deadline/deadline.consumer.js';
import { DeadlineController } from './deadline/deadline.controller.js';
import { DeadlineFlows } from './deadline/deadline.flows.js';
import { deadline } from './deadline/deadline.kind.js';
import { NotificationController } from './notification/notification.controller.js';
import { NotificationFlows } from './notification/notification.flows.js';
import { notification } from './notification/notification.kind.js';
import { StaffController } from './staff/staff.controller.js';
import { StaffFlows } from './staff/staff.flows.js';
import { staff } from './staff/staff.kind.js';
import { StaffImportController } from './staff-import/staff-import.controller.js';
import { StaffImportFlows } from './staff-import/staff-import.flows.js';
import { staffImport } from './staff-import/staff-import.kind.js';

export const kinds: readonly KindOfService[] = [
  { kind: notification, controllers: [NotificationController], providers: [NotificationFlows] },
  { kind: deadline, controllers: [DeadlineController, DeadlineConsumer], providers: [DeadlineFlows] },
  { kind: staff, controllers: [StaffController], providers: [StaffFlows] },
  { kind: staffImport, controllers: [StaffImportController], providers: [StaffImportFlows] },
];
