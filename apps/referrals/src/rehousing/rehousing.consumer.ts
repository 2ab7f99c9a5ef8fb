// SPDX-License-Identifier: MPL-2.0
import { Controller } from '@nestjs/common';
import { IsString } from 'class-validator';
import { DateOnly, Optional, OrNull, Reference } from '#contracts/fields';
import { topics } from '#contracts/topics';
import type { LocalDate } from '#domain';
import { type IncomingMessage, messageCommand, OnMessage } from '#messaging';
import { Clock, forget, keepNewest, type Sql } from '#persistence';
import { RehousingFlows } from './rehousing.flows.js';

/** What referrals reads of an eviction. A state that it does not know is not withdrawn. */
class HeardEviction {
  @OrNull() @Reference() agreementRef: string | null;
  @Optional() @Reference() tenancyRef?: string;
  @Optional() @Reference() citizenRef?: string;
  @Optional() @IsString() state?: string;
  @Optional() @DateOnly() evictionOn?: LocalDate;
}

/** There is nothing to find shelter from. */
const OVER: readonly string[] = ['WITHDRAWN', 'STRUCK'];
/** So far no day was set: one that was heard of before was an error. */
const WITHOUT_A_DAY: readonly string[] = ['OPENED', 'SERVED', 'BAILIFF_REQUESTED', 'MUNICIPAL_DUTY', 'HEARING_HELD'];

/** A day that is set for an eviction opens a rehousing, another day moves it, and what is withdrawn cancels it. */
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
    await keepNewest(tx, 'known_evictions', { id: key, version: caseVersion });
    const { agreementRef, tenancyRef = null, citizenRef = null, evictionOn = null, state = '' } = data;
    const isWithdrawn = OVER.includes(state) || (evictionOn === null && WITHOUT_A_DAY.includes(state));
    const eviction = { agreementRef, tenancyRef, citizenRef, evictionOn, isWithdrawn };
    await this.flows.hear(key, eviction, messageCommand('referrals', message, this.clock, tx));
  }

  async erased({ key }: IncomingMessage<null>, tx: Sql): Promise<void> {
    await forget(tx, 'known_evictions', key);
  }
}
