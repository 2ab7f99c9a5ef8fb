// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import type { Role } from '#contracts/roles';
import type { LocalDate } from '#domain';
import { type Answer, CaseStore, type Command } from '#persistence';
import { viewFor } from './notification.dto.js';
import { notificationKind } from './notification.events.js';
import { notificationRules, type Subject } from './notification.js';
import { scopeOf } from './notification.queries.js';

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
  /** For the owner and for who stands in. */
  standIn?: boolean;
}

@Injectable()
export class Inbox {
  constructor(private readonly cases: CaseStore) {}

  /** Puts an item into a role's inbox, in the transaction of what caused it. */
  async send(command: Command, { cause, ...item }: NewItem): Promise<void> {
    const state = notificationRules.next('send', null, command.actor.roles, null);
    const row = {
      standIn: false,
      ...item,
      state,
      sourceId: `${cause} ${item.recipientRole}`,
      closedAt: null,
      nextDueOn: null,
      acknowledgedBy: null,
      acknowledgedAt: null,
    };
    await this.cases.open(
      notificationKind,
      { ...command, action: 'notification.send' },
      {},
      () => ({ row, fact: 'sent' }),
      () => null,
    );
  }

  async acknowledge(id: string, command: Command): Promise<Answer> {
    const { actor, now } = command;
    return await this.cases.change(
      notificationKind,
      id,
      command,
      scopeOf(actor),
      (row) => {
        const state = notificationRules.next('acknowledge', row, actor.roles, null);
        return {
          changes: { state, acknowledgedBy: actor.id, acknowledgedAt: now, closedAt: now },
          fact: 'acknowledged',
        };
      },
      viewFor(actor),
    );
  }
}
