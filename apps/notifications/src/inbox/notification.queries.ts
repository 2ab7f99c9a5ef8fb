// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import { type Actor, type Answer, CaseReader, type Command, type Scope } from '#persistence';
import { type ListInbox, viewFor } from './notification.dto.js';
import type { Notification } from './notification.entity.js';
import { notificationKind } from './notification.events.js';
import { MUNICIPAL_INBOXES } from './notification.js';

/** The municipality's staff see their own roles' items, a landlord's administrator that landlord's. */
export function scopeOf({ roles, landlordRef }: Actor): Scope<Notification> {
  const own = MUNICIPAL_INBOXES.filter((role) => roles.includes(role));
  if (own.length) return { recipientRole: own };
  return roles.includes('landlord_admin') && landlordRef ? { recipientRole: 'landlord_admin', landlordRef } : 'nothing';
}

@Injectable()
export class NotificationQueries {
  constructor(private readonly cases: CaseReader) {}

  get(id: string, command: Command): Promise<Answer> {
    return this.cases.get(notificationKind, id, command, scopeOf(command.actor), viewFor(command.actor));
  }

  list({ after, limit, count, ...filter }: ListInbox, command: Command): Promise<object> {
    const { actor } = command;
    return this.cases.list(notificationKind, command, scopeOf(actor), filter, { after, limit, count }, viewFor(actor));
  }
}
