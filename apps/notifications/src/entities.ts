// SPDX-License-Identifier: MPL-2.0
import { Deadline } from './deadlines/deadline.entity.js';
import { Notification } from './inbox/notification.entity.js';

/** Tables of this service that hold cases. */
export const entities = [Notification, Deadline];
