// SPDX-License-Identifier: MPL-2.0
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import type { LocalDate } from '#domain';
import type { Actor } from '#persistence';
import { PageQuery, RefusedActionView, ShownText } from '#service';
import type { Notification } from './notification.entity.js';
import {
  hrefOf,
  NOTIFICATION_STATES,
  type NotificationState,
  notificationRules,
  type Subject,
  subjects,
} from './notification.js';

export class ListInbox extends PageQuery {
  @IsOptional()
  @IsIn(NOTIFICATION_STATES)
  state?: NotificationState;

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
  state: NotificationState;
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
}

export const viewFor =
  ({ roles }: Actor) =>
  (row: Notification): NotificationView => ({
    id: row.id,
    version: row.version,
    state: row.state,
    subject: row.subject,
    text: subjects[row.subject],
    caseKind: row.caseKind,
    caseRef: row.caseRef,
    href: hrefOf(row.caseKind, row.caseRef),
    dueOn: row.dueOn,
    standIn: row.standIn,
    receivedAt: row.openedAt,
    acknowledgedAt: row.acknowledgedAt,
    ...notificationRules.offers(row, roles, null),
  });
