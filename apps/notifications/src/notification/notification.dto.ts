// SPDX-License-Identifier: MPL-2.0
import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import type { Role } from '#contracts/roles';
import type { LocalDate } from '#domain';
import type { Command, StoredUnnumbered } from '#persistence';
import { PageQuery, RefusedActionView, ShownText } from '#service';
import {
  ADDRESSED,
  type Addressed,
  hrefOf,
  NOTIFICATION_STATES,
  type Notification,
  type NotificationFacts,
  notificationRules,
  type Subject,
  subjects,
} from './notification.js';

export class ListInbox extends PageQuery {
  /** `mine`: for the caller, or for somebody for whom the caller stands in today; `team`: for the caller's teams; `role`: for the roles. */
  @IsOptional()
  @IsIn(ADDRESSED)
  for?: Addressed;

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
  /** For who stands in: the owner is away today, or has not acted in time. */
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

/** What the municipality's people see besides. */
export class MunicipalNotificationView extends NotificationView {
  /** By what the caller sees it. */
  @ApiProperty({ enum: ADDRESSED })
  for: Addressed;
  /** The role that acts. */
  recipientRole: Role;
  recipientTeam: string | null;
  /** `staffId` of whose item it is; whoever stands in sees it too. */
  recipientPerson: string | null;
  /** `staffId` of who has taken note of it. */
  acknowledgedBy: string | null;

  static override of(
    this: void,
    row: StoredUnnumbered<Notification>,
    facts: NotificationFacts,
    command: Command,
  ): MunicipalNotificationView {
    const { recipientRole, recipientTeam, recipientPerson, acknowledgedBy } = row;
    return {
      ...NotificationView.of(row, facts, command),
      for: recipientPerson ? 'mine' : recipientTeam ? 'team' : 'role',
      ...{ recipientRole, recipientTeam, recipientPerson, acknowledgedBy },
      standIn: row.standIn || (recipientPerson !== null && recipientPerson !== command.actor.id),
    };
  }
}
