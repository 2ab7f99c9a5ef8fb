// SPDX-License-Identifier: MPL-2.0
import { Controller } from '@nestjs/common';
import { DateOnly, Form, OneOf, Optional, OrNull, Part, Reference, Whole } from '#contracts/fields';
import { ROLES, type Role } from '#contracts/roles';
import { topics } from '#contracts/topics';
import { types } from '#contracts/types';
import type { LocalDate } from '#domain';
import { type IncomingMessage, messageCommand, OnMessage } from '#messaging';
import { Clock, type Sql } from '#persistence';
import { HeardOwner } from '../notification/heard-owner.dto.js';
import { DeadlineFlows } from './deadline.flows.js';

class DeadlineMessage {
  /** Any code: an owner may set deadlines that this release has no text for. */
  @Form(/^[A-Z][A-Z_]{0,39}$/)
  code: string;

  @OneOf(['set', 'met', 'cancelled'])
  status: 'set' | 'met' | 'cancelled';

  @Form(/^[a-z][a-z-]{0,39}$/)
  caseKind: string;

  @Reference()
  caseRef: string;

  @OrNull()
  @Reference()
  agreementRef: string | null;

  @OrNull()
  @Reference()
  landlordRef: string | null;

  @DateOnly()
  dueOn: LocalDate;

  @OrNull()
  @DateOnly()
  dueSoonOn: LocalDate | null;

  @Optional()
  @DateOnly()
  secondWarningOn?: LocalDate;

  @DateOnly()
  setOn: LocalDate;

  @OrNull()
  @DateOnly()
  metOn: LocalDate | null;

  @OneOf(ROLES)
  responsible: Role;

  @Optional()
  @DateOnly()
  pausedOn?: LocalDate;

  @Optional()
  @Whole(1, 10_000)
  pausedDays?: number;

  /** Whose the case is. */
  @Optional()
  @Part(() => HeardOwner)
  owner?: HeardOwner;
}

@Controller()
export class DeadlineConsumer {
  constructor(
    private readonly flows: DeadlineFlows,
    private readonly clock: Clock,
  ) {}

  @OnMessage(topics.incidentsDeadlines.name, { types: Object.values(types.incidentsDeadlines), body: DeadlineMessage })
  ofIncidents(message: IncomingMessage<DeadlineMessage>, tx: Sql): Promise<void> {
    return this.heard(message, tx);
  }

  @OnMessage(topics.referralsDeadlines.name, { types: Object.values(types.referralsDeadlines), body: DeadlineMessage })
  ofReferrals(message: IncomingMessage<DeadlineMessage>, tx: Sql): Promise<void> {
    return this.heard(message, tx);
  }

  @OnMessage(topics.agreementsDeadlines.name, {
    types: Object.values(types.agreementsDeadlines),
    body: DeadlineMessage,
  })
  ofAgreements(message: IncomingMessage<DeadlineMessage>, tx: Sql): Promise<void> {
    return this.heard(message, tx);
  }

  private async heard(message: IncomingMessage<DeadlineMessage>, tx: Sql): Promise<void> {
    const { status, secondWarningOn = null, pausedOn = null, pausedDays = 0, owner, ...told } = message.data;
    // A case has deadlines that its owner must meet, and others, such as to acknowledge it.
    const own = owner?.role === told.responsible ? owner : undefined;
    const heard = {
      ...{ ...told, ref: message.key, secondWarningOn, pausedOn, pausedDays, sourceVersion: message.caseVersion },
      ...{ responsibleTeam: own?.team ?? null, responsiblePerson: own?.person ?? null },
    };
    await this.flows.hear(status, heard, messageCommand('notifications', message, this.clock, tx));
  }
}
