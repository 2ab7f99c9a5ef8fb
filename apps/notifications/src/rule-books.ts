// SPDX-License-Identifier: MPL-2.0
import { refusalTexts, ruleBook } from '#domain';
import { DEADLINE_STATES, deadlineCourse } from './deadlines/deadline.js';
import { NOTIFICATION_STATES, notificationRules } from './inbox/notification.js';

/** Rule books of this service by case kind: `docs/rules/<kind>.md`. */
export const ruleBooks: Record<string, string> = {
  deadline: ruleBook('deadline', 'Frist / Deadline', deadlineCourse, DEADLINE_STATES),
  notification: ruleBook('notification', 'Besked / Notification', notificationRules, NOTIFICATION_STATES),
};

/** Sentences by code, for `/problems/<code>`. */
export const refusals = refusalTexts(deadlineCourse, notificationRules);
