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

  /** A case has passed from one to another: both hear at once. */
  async passOn(
    from: Addressee,
    to: Addressee,
    about: About,
    cause: string,
    command: CommandInTransaction,
  ): Promise<void> {
    await this.send([{ to: from, subject: 'case-handed-on' }], about, `${cause} from`, command);
    await this.send([{ to, subject: 'case-given' }], about, cause, command);
  }
}
