// SPDX-License-Identifier: MPL-2.0
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Role } from '#contracts/roles';
import type { LocalDate } from '#domain';
import type { Actor, CaseRow, Filter, Kind } from '#persistence';
import { MunicipalNotificationView, NotificationView } from './notification.dto.js';
import {
  type Addressed,
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
  @Column('text') recipientTeam: string | null;
  @Column('text') recipientPerson: string | null;
  @Column('text') causedBy: string | null;
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
  /**
   * The municipality's staff see what is for them and for those for whom they stand in today, for their teams, and for
   * their roles; a landlord's administrator what is for that landlord. Nobody is told of what he has done himself.
   */
  scope({ id, roles, landlordRef, teams = [], standsInFor = [] }) {
    const causedBy = { not: id };
    if (roles.includes('system')) return {};
    const recipientRole = MUNICIPAL_INBOXES.filter((role) => roles.includes(role));
    if (recipientRole.length)
      return [
        { recipientPerson: [id, ...standsInFor], causedBy },
        { recipientPerson: null, recipientTeam: teams, recipientRole, causedBy },
        { recipientPerson: null, recipientTeam: null, recipientRole, causedBy },
      ];
    return roles.includes('landlord_admin') && landlordRef
      ? { recipientRole: 'landlord_admin', recipientPerson: null, landlordRef, causedBy }
      : 'nothing';
  },
  factsOf: ({ actor, now }) => ({ actorId: actor.id, now }),
  view: (row, facts, command) =>
    (command.actor.landlordRef ? NotificationView : MunicipalNotificationView).of(row, facts, command),
  searched: () => ({ words: [], references: ['caseRef'] }),
};

/** Of what an actor sees, the part that is for a person, a team, or a role as a whole. */
export function addressedBy(
  by: Addressed,
  { id, teams = [], standsInFor = [] }: Actor,
): Pick<Filter<NotificationRow>, 'recipientPerson' | 'recipientTeam'> {
  if (by === 'mine') return { recipientPerson: [id, ...standsInFor] };
  return { recipientPerson: null, recipientTeam: by === 'team' ? teams : null };
}
