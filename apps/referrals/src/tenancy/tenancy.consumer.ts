// SPDX-License-Identifier: MPL-2.0
import { Controller } from '@nestjs/common';
import { IsString } from 'class-validator';
import { DateOnly, Optional, Reference } from '#contracts/fields';
import { topics } from '#contracts/topics';
import type { LocalDate } from '#domain';
import { type IncomingMessage, messageCommand, OnMessage } from '#messaging';
import { Clock, forget, keepNewest, type Sql } from '#persistence';
import { TenancyFlows } from './tenancy.flows.js';

/** A state that is not known here is taken for open. */
const ENDED: readonly string[] = ['SETTLED', 'STRUCK'];

/** What referrals reads of a move-out. */
class HeardMoveOut {
  @Optional() @IsString() state?: string;
  @Reference() tenancyRef: string;
  @DateOnly() movedOutOn: LocalDate;
}

/** Who moves out ends the tenancy; another day moves its end, and a move-out that was registered in error takes it back. */
@Controller()
export class TenancyConsumer {
  constructor(
    private readonly flows: TenancyFlows,
    private readonly clock: Clock,
  ) {}

  @OnMessage(topics.moveOutInternal.name, { types: 'all', body: HeardMoveOut, erased: 'erased' })
  async heard(message: IncomingMessage<HeardMoveOut>, tx: Sql): Promise<void> {
    const { key, caseVersion: version, data } = message;
    const { tenancyRef, movedOutOn, state } = data;
    const isStruck = state === 'STRUCK';
    const isOpen = state !== undefined && !ENDED.includes(state);
    await keepNewest(tx, 'known_move_outs', { id: key, version, tenancyRef, movedOutOn, isStruck, isOpen });
    await this.flows.followMoveOut(tenancyRef, messageCommand('referrals', message, this.clock, tx));
  }

  /** What it has ended stays so. */
  async erased({ key }: IncomingMessage<null>, tx: Sql): Promise<void> {
    await forget(tx, 'known_move_outs', key);
  }
}
