// SPDX-License-Identifier: MPL-2.0
import { Controller } from '@nestjs/common';
import { Amount, DateOnly, Form, OneOf, Optional, OrNull, Parts, Reference } from '#contracts/fields';
import { topics } from '#contracts/topics';
import { types } from '#contracts/types';
import type { LocalDate, Oere } from '#domain';
import { type IncomingMessage, messageCommand, OnMessage } from '#messaging';
import { Clock, type Sql } from '#persistence';
import { VacancyFlows } from './vacancy.flows.js';

class HeardDays {
  @DateOnly() from: LocalDate;
  @DateOnly() through: LocalDate;
}

/** What referrals reads of the ledger's answer. */
class HeardCoverBooking {
  @Reference() caseRef: string;
  @OneOf(['RESERVED', 'REFUSED', 'EXPIRED', 'RELEASED']) state: 'RESERVED' | 'REFUSED' | 'EXPIRED' | 'RELEASED';
  @Amount() amountOere: Oere;
  @Optional() @Form(/^[a-z]+(?:-[a-z]+){0,12}$/) refusal?: string;
  @Optional() @Parts(() => HeardDays, 100) coveredDays?: HeardDays[];
  @OrNull() @DateOnly() expiresOn: LocalDate | null;
}

const { reserved, refused, expired, released } = types.coverBooking;

/** Hears what agreements covers of the rent of a vacancy. Of a paid one there is nothing to hear: it was paid here. */
@Controller()
export class VacancyConsumer {
  constructor(
    private readonly flows: VacancyFlows,
    private readonly clock: Clock,
  ) {}

  @OnMessage(topics.coverBookingInternal.name, {
    types: [reserved, refused, expired, released],
    body: HeardCoverBooking,
  })
  async heard(message: IncomingMessage<HeardCoverBooking>, tx: Sql): Promise<void> {
    const { key: requestRef, caseVersion: version, data } = message;
    const { caseRef, state, amountOere, refusal = null, coveredDays, expiresOn } = data;
    const command = messageCommand('referrals', message, this.clock, tx);
    const said = { version, state, amountOere, refusal, ...(coveredDays && { coveredDays }), expiresOn };
    await this.flows.hearCover(caseRef, requestRef, said, command);
  }
}
