// SPDX-License-Identifier: MPL-2.0
import { Controller } from '@nestjs/common';
import { Reference, References } from '#contracts/fields';
import { topics } from '#contracts/topics';
import { types } from '#contracts/types';
import { type IncomingMessage, messageCommand, OnMessage } from '#messaging';
import { CaseStore, Clock, type Sql } from '#persistence';
import { EvictionFlows } from '../eviction/eviction.flows.js';
import { TenancyFlows } from '../known-tenancies/tenancies.flows.js';
import { MoveOutFlows } from '../move-out/move-out.flows.js';

class HeardErasure {
  @Reference() citizenRef: string;
  @References(1000) tenancyRefs: string[];
}

/**
 * A citizen is erased: the cases stay, without the lease number that a landlord may have made of a name, without what stands in
 * the lines of a statement, and without what the court told of the household.
 */
@Controller()
export class KnownErasuresConsumer {
  constructor(
    private readonly store: CaseStore,
    private readonly tenancies: TenancyFlows,
    private readonly evictions: EvictionFlows,
    private readonly moveOuts: MoveOutFlows,
    private readonly clock: Clock,
  ) {}

  @OnMessage(topics.citizenInternal.name, { types: [types.citizen.erased], body: HeardErasure })
  async heard(message: IncomingMessage<HeardErasure>, tx: Sql): Promise<void> {
    const command = messageCommand('incidents', message, this.clock, tx);
    const { citizenRef, tenancyRefs } = message.data;
    const scrubbed =
      (await this.tenancies.forgetTenants(tenancyRefs, command)) +
      (await this.evictions.forgetTenants(tenancyRefs, command)) +
      (await this.moveOuts.forgetTenants(tenancyRefs, command));
    await this.store.tell(
      {
        topic: topics.incidentsErasures.name,
        key: citizenRef,
        type: types.incidentsErasures.done,
        classification: 'internal',
        body: { citizenRef, scrubbed },
      },
      message.caseVersion,
      command,
    );
  }
}
