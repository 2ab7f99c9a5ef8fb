// SPDX-License-Identifier: MPL-2.0
import { Controller } from '@nestjs/common';
import { DateOnly, OneOf, OrNull, Reference } from '#contracts/fields';
import type { Role } from '#contracts/roles';
import { topics } from '#contracts/topics';
import { types } from '#contracts/types';
import type { LocalDate } from '#domain';
import { type IncomingMessage, messageCommand, OnMessage } from '#messaging';
import { Clock, type Sql } from '#persistence';
import type { Subject } from '../inbox/notification.js';
import { Inbox } from '../inbox/notification.use-cases.js';

class HeardRentArrears {
  @OrNull()
  @Reference()
  agreementRef: string | null;

  @Reference()
  landlordRef: string;

  @DateOnly()
  acknowledgeDueOn: LocalDate;

  @DateOnly()
  outreachDueOn: LocalDate;

  @OrNull()
  @OneOf(['support_worker', 'outreach_team'])
  assignedTo: 'support_worker' | 'outreach_team' | null;
}

type Told = [recipientRole: Role | null, subject: Subject, dueOn: LocalDate | null];

/** Who is told what of a fact; nobody where the case is not assigned. */
const told: Record<string, (about: HeardRentArrears) => Told[]> = {
  [types.rentArrears.opened]: ({ acknowledgeDueOn }) => [['single_entry', 'rent-arrears-reported', acknowledgeDueOn]],
  [types.rentArrears.acknowledged]: () => [['landlord_admin', 'rent-arrears-received', null]],
  [types.rentArrears.assigned]: ({ assignedTo, outreachDueOn }) => [
    [assignedTo, 'rent-arrears-assigned', outreachDueOn],
    ['landlord_admin', 'rent-arrears-acting', null],
  ],
  [types.rentArrears.closed]: ({ assignedTo }) => [
    ['single_entry', 'rent-arrears-closed', null],
    [assignedTo, 'rent-arrears-closed', null],
  ],
};

@Controller()
export class RentArrearsConsumer {
  constructor(
    private readonly inbox: Inbox,
    private readonly clock: Clock,
  ) {}

  @OnMessage(topics.rentArrearsInternal.name, { types: Object.keys(told), body: HeardRentArrears })
  async heard(message: IncomingMessage<HeardRentArrears>, tx: Sql): Promise<void> {
    const { id, key, type, data } = message;
    const command = messageCommand('notifications', 'notification.send', message, this.clock, tx);
    for (const [recipientRole, subject, dueOn] of told[type]?.(data) ?? []) {
      if (!recipientRole) continue;
      const { landlordRef, agreementRef } = data;
      const about = { caseKind: 'rent-arrears', caseRef: key, landlordRef, agreementRef };
      await this.inbox.send(command, { cause: id, recipientRole, subject, dueOn, ...about });
    }
  }
}
