// SPDX-License-Identifier: MPL-2.0
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Role } from '#contracts/roles';
import type { LocalDate } from '#domain';
import type { CaseRow, Kind } from '#persistence';
import { NotificationView } from './notification.dto.js';
import {
  MUNICIPAL_INBOXES,
  NOTIFICATION_STATES,
  type Notification,
  notificationRules,
  type Subject,
} from './notification.js';

@Entity('notification')
export class NotificationRow implements Notification, CaseRow {
  @PrimaryColumn('uuid') id: string;
  @Column('int') version: number;
  @Column('text') state: Notification['state'];
  @Column('timestamptz') openedAt: Date;
  @Column('timestamptz') closedAt: Date | null;
  @Column('date') nextDueOn: LocalDate | null;
  @Column('text') recipientRole: Role;
  @Column('uuid') landlordRef: string | null;
  @Column('uuid') agreementRef: string | null;
  @Column('text') caseKind: string;
  @Column('uuid') caseRef: string;
  @Column('text') subject: Subject;
  @Column('date') dueOn: LocalDate | null;
  @Column('boolean') standIn: boolean;
  @Column('text') sourceId: string;
  @Column('text') acknowledgedBy: string | null;
  @Column('timestamptz') acknowledgedAt: Date | null;
}

/** No public case: that somebody was told is nobody else's business. */
export const notification: Kind<NotificationRow, typeof notificationRules> = {
  name: 'notification',
  da: 'Besked',
  en: 'notification',
  entity: NotificationRow,
  rules: notificationRules,
  states: NOTIFICATION_STATES,
  closed: ['ACKNOWLEDGED'],
  auditReads: true,
  /** The municipality's staff see their own roles' items, a landlord's administrator that landlord's. */
  scope({ roles, landlordRef }) {
    const recipientRole = MUNICIPAL_INBOXES.filter((role) => roles.includes(role));
    if (recipientRole.length) return { recipientRole };
    return roles.includes('landlord_admin') && landlordRef
      ? { recipientRole: 'landlord_admin', landlordRef }
      : 'nothing';
  },
  factsOf: ({ actor, now }) => ({ actorId: actor.id, now }),
  view: NotificationView.of,
  searched: () => ({ words: [], references: ['caseRef'] }),
};
