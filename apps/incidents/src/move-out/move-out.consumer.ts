// SPDX-License-Identifier: MPL-2.0
import { Controller } from '@nestjs/common';
import { Amount, DateOnly, Form, OneOf, Optional, OrNull, Reference } from '#contracts/fields';
import { topics } from '#contracts/topics';
import { types } from '#contracts/types';
import type { LocalDate, Oere } from '#domain';
import { type IncomingMessage, messageCommand, OnMessage } from '#messaging';
import { Clock, type Sql } from '#persistence';
import { MoveOutFlows } from './move-out.flows.js';

/** What incidents reads of the ledger's answer. */
class HeardCoverBooking {
  @Reference() caseRef: string;
  @OneOf(['RESERVED', 'REFUSED', 'EXPIRED', 'RELEASED']) state: 'RESERVED' | 'REFUSED' | 'EXPIRED' | 'RELEASED';
  @Amount() amountOere: Oere;
  @Optional() @Form(/^[a-z]+(?:-[a-z]+){0,12}$/) refusal?: string;
  @OrNull() @DateOnly() expiresOn: LocalDate | null;
}

const { reserved, refused, expired, released } = types.coverBooking;

/** Hears what agreements covers of a share or of the vacancy rent afterwards. Of a paid one there is nothing to hear: it was paid here. */
@Controller()
export class MoveOutConsumer {
  constructor(
    private readonly flows: MoveOutFlows,
    private readonly clock: Clock,
  ) {}

  @OnMessage(topics.coverBookingInternal.name, {
    types: [reserved, refused, expired, released],
    body: HeardCoverBooking,
  })
  async heard(message: IncomingMessage<HeardCoverBooking>, tx: Sql): Promise<void> {
    const { key: requestRef, caseVersion: version, data } = message;
    const { caseRef, state, amountOere, refusal = null, expiresOn } = data;
    const command = messageCommand('incidents', message, this.clock, tx);
    await this.flows.hearCover(caseRef, requestRef, { version, state, amountOere, refusal, expiresOn }, command);
  }
}
