// SPDX-License-Identifier: MPL-2.0
import { Controller } from '@nestjs/common';
import { Reference, References } from '#contracts/fields';
import { topics } from '#contracts/topics';
import { types } from '#contracts/types';
import { type IncomingMessage, messageCommand, OnMessage } from '#messaging';
import { byTheRules, CaseStore, Cases, Clock, type Sql } from '#persistence';
import { eviction } from '../eviction/eviction.kind.js';
import { rentArrears } from '../rent-arrears/rent-arrears.kind.js';

class HeardErasure {
  @Reference() citizenRef: string;
  @References(1000) tenancyRefs: string[];
}

/**
 * A citizen is erased: the cases stay, without the lease number that a landlord may have made of a name, and without what the
 * court told of the household.
 */
@Controller()
export class KnownErasuresConsumer {
  constructor(
    private readonly store: CaseStore,
    private readonly cases: Cases,
    private readonly clock: Clock,
  ) {}

  @OnMessage(topics.citizenInternal.name, { types: [types.citizen.erased], body: HeardErasure })
  async heard(message: IncomingMessage<HeardErasure>, tx: Sql): Promise<void> {
    const command = messageCommand('incidents', message, this.clock, tx);
    const { citizenRef, tenancyRefs } = message.data;
    await tx.query('update known_tenancies set landlord_reference = null where id = any ($1)', [tenancyRefs]);
    const found = await tx.query<{ id: string; isNamed: boolean }>(
      // Also what became an eviction before its tenancy was known: that of the eviction came to be known later.
      `select id, landlord_reference is not null as "isNamed" from rent_arrears
        where tenancy_ref = any ($1) or id in (select (b ->> 'caseRef')::uuid from eviction e, jsonb_array_elements(e.bases) b
          where e.tenancy_ref = any ($1) and b ->> 'caseKind' = 'rent-arrears') order by id`,
      [tenancyRefs],
    );
    const named = found.filter(({ isNamed }) => isNamed);
    for (const { id } of named) await this.cases.act(rentArrears, 'forgetTenant', id, byTheRules(command));
    await tx.query('select forget_lease_numbers($1)', [found.map(({ id }) => id)]);
    const evictions = await tx.query<{ id: string; isKnown: boolean }>(
      `select id, landlord_reference is not null or jsonb_path_exists(court_notifications, '$[*] ? (@.minorsInHousehold != null)')
                as "isKnown" from eviction where tenancy_ref = any ($1) order by id`,
      [tenancyRefs],
    );
    const known = evictions.filter(({ isKnown }) => isKnown);
    for (const { id } of known) await this.cases.act(eviction, 'forgetTenant', id, byTheRules(command));
    await tx.query('select forget_evictions($1)', [evictions.map(({ id }) => id)]);
    const scrubbed = named.length + known.length;
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
