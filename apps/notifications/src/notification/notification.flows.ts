// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import { Cases, type CommandInTransaction } from '#persistence';
import { type Addressee, keyOf } from '../staff/addressee.js';
import { livingOnes } from '../staff/staff.lookup.js';
import type { NewItem, Subject } from './notification.js';
import { notification } from './notification.kind.js';

/** Something that an addressee is to hear. */
export interface News {
  to: Addressee;
  subject: Subject;
  dueOn?: NewItem['dueOn'];
  standIn?: boolean;
}

/** The case that news are about. */
export type About = Pick<NewItem, 'caseKind' | 'caseRef' | 'landlordRef' | 'agreementRef'>;

/** What tells of the passing itself is for whom it was sent to. */
const OF_THE_PASSING: readonly Subject[] = [
  ...(['case-given', 'case-handed-on', 'deadline-given', 'deadline-given-near', 'deadline-given-due'] as const),
  ...(['deadline-given-overdue', 'deadline-handed-on'] as const),
];

@Injectable()
export class NotificationFlows {
  constructor(private readonly cases: Cases) {}

  /**
   * Each inbox once, of two items for it the first; a landlord's only where the landlord is known; nobody alone is told of
   * what he has done himself.
   */
  async send(news: readonly News[], about: About, cause: string, command: CommandInTransaction): Promise<void> {
    const told = new Set<string>();
    for (const { to: meant, ...item } of news)
      for (const to of await livingOnes(command.tx, meant)) {
        const { causedBy = null } = command;
        if (told.has(keyOf(to)) || (to.role === 'landlord_admin' && !about.landlordRef)) continue;
        told.add(keyOf(to));
        if (to.person && to.person === causedBy) continue;
        await this.cases.open(notification, 'send', command, { dueOn: null, ...item, ...about, to, cause, causedBy });
      }
  }

  /** A case has passed from one to another: both hear at once, and what the one has not read of it is the other's to read. */
  async passOn(
    from: Addressee,
    to: Addressee,
    about: About,
    cause: string,
    command: CommandInTransaction,
  ): Promise<void> {
    await this.follow(from, to, about, command);
    await this.send([{ to: from, subject: 'case-handed-on' }], about, `${cause} from`, command);
    await this.send([{ to, subject: 'case-given' }], about, cause, command);
  }

  private async follow(from: Addressee, to: Addressee, { caseRef }: About, command: CommandInTransaction) {
    const { role, team = null, person = null } = from;
    const unread = await command.tx.query<{ id: string }>(
      `select id from notification
        where case_ref = $1 and state = 'UNREAD' and recipient_role = $2 and recipient_person is not distinct from $3
          and ($3::text is not null or recipient_team is not distinct from $4) and subject <> all($5) order by id`,
      [caseRef, role, person, team, OF_THE_PASSING],
    );
    // Where whoever got it has left, it is their leaders', as what is sent anew.
    const [living] = await livingOnes(command.tx, to);
    if (living) for (const { id } of unread) await this.cases.act(notification, 'follow', id, command, { to: living });
  }
}
