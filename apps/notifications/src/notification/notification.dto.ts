// SPDX-License-Identifier: MPL-2.0
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import type { LocalDate } from '#domain';
import type { Command, StoredUnnumbered } from '#persistence';
import { PageQuery, RefusedActionView, ShownText } from '#service';
import {
  hrefOf,
  NOTIFICATION_STATES,
  type Notification,
  type NotificationFacts,
  notificationRules,
  type Subject,
  subjects,
} from './notification.js';

export class ListInbox extends PageQuery {
  @IsOptional()
  @IsIn(NOTIFICATION_STATES)
  state?: Notification['state'];

  @IsOptional()
  @IsIn(Object.keys(subjects))
  subject?: Subject;

  /** The case that the item is about. */
  @IsOptional()
  @IsUUID()
  caseRef?: string;
}

/** An item as its reader sees it: what happened, where to look, by when to act; neither a person nor an amount. */
export class NotificationView {
  id: string;
  /** For `If-Match`. */
  version: number;
  state: Notification['state'];
  subject: Subject;
  text: ShownText;
  caseKind: string;
  caseRef: string;
  /** Path below the address of the service that owns the case. */
  href: string;
  dueOn: LocalDate | null;
  /** For the owner and for who stands in. */
  standIn: boolean;
  receivedAt: Date;
  acknowledgedAt: Date | null;
  /** What the caller may try now. */
  allowedActions: string[];
  /** What else the caller's role could do, and why not now; not in lists. */
  refusedActions?: RefusedActionView[];

  static of(
    this: void,
    row: StoredUnnumbered<Notification>,
    facts: NotificationFacts,
    { actor }: Command,
  ): NotificationView {
    const { id, version, state, subject, caseKind, caseRef, dueOn, standIn, openedAt, acknowledgedAt } = row;
    return {
      ...{ id, version, state, subject, caseKind, caseRef, dueOn, standIn, acknowledgedAt },
      text: subjects[subject],
      href: hrefOf(caseKind, caseRef),
      receivedAt: openedAt,
      ...notificationRules.offers(row, actor.roles, facts),
    };
  }
}
