// SPDX-License-Identifier: MPL-2.0
import { Controller } from '@nestjs/common';
import { Reference, References } from '#contracts/fields';
import { topics } from '#contracts/topics';
import { types } from '#contracts/types';
import { type IncomingMessage, messageCommand, OnMessage } from '#messaging';
import { byTheRules, CaseStore, Cases, Clock, type Sql } from '#persistence';
import { erasureReceipt } from '../attachments/attachment-care.flows.js';
import { AttachmentsFlows } from '../attachments/attachments.flows.js';
import { rentArrears } from '../rent-arrears/rent-arrears.kind.js';

class HeardErasure {
  @Reference() citizenRef: string;
  @References(1000) tenancyRefs: string[];
}

/** A citizen is erased: the cases stay, without the lease number that a landlord may have made of a name and without what is attached. */
@Controller()
export class KnownErasuresConsumer {
  constructor(
    private readonly store: CaseStore,
    private readonly cases: Cases,
    private readonly clock: Clock,
    private readonly attachments: AttachmentsFlows,
  ) {}

  @OnMessage(topics.citizenInternal.name, { types: [types.citizen.erased], body: HeardErasure })
  async heard(message: IncomingMessage<HeardErasure>, tx: Sql): Promise<void> {
    const command = messageCommand('incidents', message, this.clock, tx);
    const { citizenRef, tenancyRefs } = message.data;
    await tx.query('update known_tenancies set landlord_reference = null where id = any ($1)', [tenancyRefs]);
    const found = await tx.query<{ id: string; isNamed: boolean }>(
      `select id, landlord_reference is not null as "isNamed" from rent_arrears where tenancy_ref = any ($1) order by id`,
      [tenancyRefs],
    );
    const named = found.filter(({ isNamed }) => isNamed);
    for (const { id } of named) await this.cases.act(rentArrears, 'forgetTenant', id, byTheRules(command));
    const caseRefs = found.map(({ id }) => id);
    await tx.query('select forget_lease_numbers($1)', [caseRefs]);
    const { cases, isLeft } = await this.attachments.erase(caseRefs, citizenRef, command);
    const scrubbed = new Set([...named.map(({ id }) => id), ...cases]).size;
    if (isLeft) await this.attachments.tellErasedLater(citizenRef, scrubbed, message.caseVersion, command);
    else await this.store.tell(erasureReceipt(citizenRef, scrubbed), message.caseVersion, command);
  }
}
