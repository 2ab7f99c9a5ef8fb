// SPDX-License-Identifier: MPL-2.0
import { Controller } from '@nestjs/common';
import { IsString } from 'class-validator';
import { Amount, DateOnly, OneOf, OrNull, Reference } from '#contracts/fields';
import { topics } from '#contracts/topics';
import { types } from '#contracts/types';
import type { LocalDate, Oere } from '#domain';
import { type IncomingMessage, messageCommand, OnMessage } from '#messaging';
import { Clock, type Sql } from '#persistence';
import { RentArrearsFlows } from './rent-arrears.flows.js';

class HeardFinancing {
  /** Of other kinds nothing is read here. */
  @IsString()
  kind: string;

  @Reference()
  caseRef: string;

  @OneOf(['APPLIED', 'AWAITING_CONDITION', 'GRANTED', 'PAID', 'REFUSED', 'WITHDRAWN'])
  state: 'APPLIED' | 'AWAITING_CONDITION' | 'GRANTED' | 'PAID' | 'REFUSED' | 'WITHDRAWN';

  @OrNull()
  @DateOnly()
  payOn: LocalDate | null;

  @Amount()
  paidOere: Oere;

  @OrNull()
  @DateOnly()
  paidOn: LocalDate | null;
}

/** What the benefits office answers to an application for temporary help. */
@Controller()
export class RentArrearsConsumer {
  constructor(
    private readonly flows: RentArrearsFlows,
    private readonly clock: Clock,
  ) {}

  @OnMessage(topics.financingInternal.name, { types: Object.values(types.financing), body: HeardFinancing })
  async heard(message: IncomingMessage<HeardFinancing>, tx: Sql): Promise<void> {
    const { key, data } = message;
    const { kind, caseRef, state, ...rest } = data;
    if (kind !== 'temporary_rent_help') return;
    const command = messageCommand('incidents', message, this.clock, tx);
    await this.flows.hearOfHelp(caseRef, { helpRef: key, ...rest, isComplete: state === 'PAID' }, state, command);
  }
}
