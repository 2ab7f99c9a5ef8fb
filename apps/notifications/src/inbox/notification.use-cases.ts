// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import type { Role } from '#contracts/roles';
import type { LocalDate } from '#domain';
import { type Actor, type Answer, CaseReader, CaseStore, type Command, type Page, type Scope } from '#persistence';
import type { Notification } from './notification.entity.js';
import { notificationKind } from './notification.events.js';
import {
  MUNICIPAL_INBOXES,
  type NotificationState,
  notificationRules,
  type Subject,
  subjects,
} from './notification.js';

/** An item to send; `cause` is the message or step behind it. */
export interface NewItem {
  cause: string;
  recipientRole: Role;
  subject: Subject;
  caseKind: string;
  caseRef: string;
  landlordRef: string | null;
  agreementRef: string | null;
  dueOn: LocalDate | null;
}

@Injectable()
export class Inbox {
  constructor(
    private readonly store: CaseStore,
    private readonly reader: CaseReader,
  ) {}

  /** Puts an item into a role's inbox, in the transaction of what caused it. */
  async send(command: Command, { cause, ...item }: NewItem): Promise<void> {
    const state = notificationRules.next('send', null, command.actor.roles, null);
    const row = {
      ...item,
      state,
      sourceId: `${cause} ${item.recipientRole}`,
      closedAt: null,
      nextDueOn: null,
      acknowledgedBy: null,
      acknowledgedAt: null,
    };
    await this.store.open(
      notificationKind,
      { ...command, action: 'notification.send' },
      {},
      () => ({ row, fact: 'sent' }),
      () => null,
    );
  }

  async list(command: Command, state: NotificationState | undefined, page: Page): Promise<object> {
    return await this.reader.list(
      notificationKind,
      command,
      inboxOf(command.actor),
      { state },
      page,
      (row: Notification) => view(row, command.actor),
    );
  }

  async get(id: string, command: Command): Promise<Answer> {
    return await this.reader.get(notificationKind, id, command, inboxOf(command.actor), (row: Notification) =>
      view(row, command.actor),
    );
  }

  async acknowledge(id: string, command: Command): Promise<Answer> {
    const { actor, now } = command;
    return await this.store.change(
      notificationKind,
      id,
      command,
      inboxOf(actor),
      (row) => {
        const state = notificationRules.next('acknowledge', row, actor.roles, null);
        return {
          changes: { state, acknowledgedBy: actor.id, acknowledgedAt: now, closedAt: now },
          fact: 'acknowledged',
        };
      },
      (row) => view(row, actor),
    );
  }
}

/** The municipality's staff see their own roles' items, a landlord's administrator that landlord's. */
function inboxOf({ roles, landlordRef }: Actor): Scope<Notification> {
  const own = MUNICIPAL_INBOXES.filter((role) => roles.includes(role));
  if (own.length) return { recipientRole: own };
  return roles.includes('landlord_admin') && landlordRef ? { recipientRole: 'landlord_admin', landlordRef } : 'nothing';
}

const view = (row: Notification, { roles }: Actor) => ({
  id: row.id,
  version: row.version,
  state: row.state,
  subject: row.subject,
  text: subjects[row.subject],
  caseKind: row.caseKind,
  caseRef: row.caseRef,
  /** Path below the address of the service that owns the case. */
  href: `/v1/${row.caseKind}/${row.caseRef}`,
  dueOn: row.dueOn,
  receivedAt: row.openedAt,
  acknowledgedAt: row.acknowledgedAt,
  allowedActions: notificationRules.allowed(row, roles, null),
});
