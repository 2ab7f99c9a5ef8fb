// SPDX-License-Identifier: MPL-2.0
import type { CaseKind } from '#persistence';
import { Notification } from './notification.entity.js';
import { notificationRules } from './notification.js';

export type NotificationFact = 'sent' | 'acknowledged';

export const notificationKind: CaseKind<Notification, NotificationFact> = {
  name: 'notification',
  path: '/v1/inbox',
  entity: Notification,
  auditReads: true,
  told: notificationRules.told,
  // An inbox item is no case that others could follow.
  messages: () => [],
};
