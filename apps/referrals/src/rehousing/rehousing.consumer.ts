// SPDX-License-Identifier: MPL-2.0
import { Controller } from '@nestjs/common';
import { IsString } from 'class-validator';
import { DateOnly, Optional, OrNull, Reference } from '#contracts/fields';
import { topics } from '#contracts/topics';
import type { LocalDate } from '#domain';
import { type IncomingMessage, messageCommand, OnMessage } from '#messaging';
import { Clock, forget, keepNewest, type Sql } from '#persistence';
import { RehousingFlows } from './rehousing.flows.js';

/** It comes to nothing, or was registered in error. */
const CALLED_OFF = ['WITHDRAWN', 'STRUCK'];

/** It has ended; a state that is not known here is taken for open. */
const ENDED: readonly string[] = [...CALLED_OFF, 'VACATED', 'ENDED'];

/** A day that was set and is not told any more, in these states, was set in error. */
const BEFORE_A_DAY_IS_SET = ['OPENED', 'SERVED', 'BAILIFF_REQUESTED', 'MUNICIPAL_DUTY', 'HEARING_HELD'];

/** What referrals reads of an eviction. A state that it does not know calls nothing off. */
class HeardEviction {
  @OrNull() @Reference() agreementRef: string | null;
  @Optional() @Reference() tenancyRef?: string;
  @Optional() @Reference() citizenRef?: string;
  @Optional() @IsString() state?: string;
  @Optional() @DateOnly() evictionOn?: LocalDate;
  /** What the municipality owes outlives the case. */
  @Optional() @DateOnly() dutyDueOn?: LocalDate;
}

/**
 * A day that is set for an eviction opens a rehousing, another day moves it, and it is cancelled where the eviction is called
 * off or has no day after all. Who moves out before the day needs a roof all the same, and so does who is evicted without
 * help being granted: what is not needed, social services say.
 */
@Controller()
export class RehousingConsumer {
  constructor(
    private readonly flows: RehousingFlows,
    private readonly clock: Clock,
  ) {}

  @OnMessage(topics.evictionInternal.name, { types: 'all', body: HeardEviction, erased: 'erased' })
  async heard(message: IncomingMessage<HeardEviction>, tx: Sql): Promise<void> {
    const { key, caseVersion, data } = message;
    const [known] = await tx.query<{ version: string }>('select version from known_evictions where id = $1', [key]);
    if (known && Number(known.version) >= caseVersion) return;
    const { agreementRef, tenancyRef = null, citizenRef = null, evictionOn = null, state = '', dutyDueOn } = data;
    const isOpen = !ENDED.includes(state) || (state === 'ENDED' && dutyDueOn !== undefined);
    await keepNewest(tx, 'known_evictions', { id: key, version: caseVersion, tenancyRef, isOpen });
    const isOff = CALLED_OFF.includes(state) || (evictionOn === null && BEFORE_A_DAY_IS_SET.includes(state));
    const eviction = { agreementRef, tenancyRef, citizenRef, evictionOn, isOff };
    await this.flows.hear(key, eviction, messageCommand('referrals', message, this.clock, tx));
  }

  async erased({ key }: IncomingMessage<null>, tx: Sql): Promise<void> {
    await forget(tx, 'known_evictions', key);
  }
}
