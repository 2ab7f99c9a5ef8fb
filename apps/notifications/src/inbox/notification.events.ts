// SPDX-License-Identifier: MPL-2.0
import { publicEvent } from '#contracts/public-event';
import { topics } from '#contracts/topics';
import { types } from '#contracts/types';
import type { CaseKind } from '#persistence';
import { Notification } from './notification.entity.js';
import { notificationRules } from './notification.js';

export type NotificationFact = keyof typeof types.notification;

const path = '/v1/inbox';

export const notificationKind: CaseKind<Notification, NotificationFact> = {
  name: 'notification',
  path,
  entity: Notification,
  auditReads: true,
  told: notificationRules.told,
  messages: (row, fact) => [
    {
      topic: topics.notification.name,
      key: row.id,
      type: types.notification[fact],
      classification: 'public',
      body: publicEvent('notification', path, row, fact === 'sent' ? 'opened' : 'closed'),
    },
  ],
};
