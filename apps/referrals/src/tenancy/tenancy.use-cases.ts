// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import { type Answer, CaseStore, type Command, Database } from '#persistence';
import { endAgreementsOf } from '../administration-agreement/administration-agreement.along.js';
import { type EndTenancy, type StartTenancy, viewFor } from './tenancy.dto.js';
import { tenancyKind } from './tenancy.events.js';
import { type KnownOfTenancy, tenancyRules, versionOn } from './tenancy.js';
import { scopeOf } from './tenancy.queries.js';

@Injectable()
export class TenancyUseCases {
  constructor(
    private readonly cases: CaseStore,
    private readonly database: Database,
  ) {}

  start(input: StartTenancy, command: Command): Promise<Answer> {
    const { agreementRef, dwellingRef, citizenRef, hasSupportWorker, startedOn, landlordReference = null } = input;
    return this.cases.open(
      tenancyKind,
      command,
      { agreementRef, dwellingRef },
      ({ terms }: KnownOfTenancy) => {
        const state = tenancyRules.next('start', null, command.actor.roles, { terms }, { startedOn });
        if (!terms?.dwelling) throw new Error('a tenancy was let through without known terms');
        const { landlordRef, dwelling } = terms;
        return {
          row: {
            state,
            closedAt: null,
            nextDueOn: null,
            agreementRef,
            agreementVersionAtStart: versionOn(terms, startedOn),
            dwellingRef,
            landlordRef,
            citizenRef,
            landlordReference,
            hasSupportWorker,
            startedOn,
            endedOn: null,
            rentOere: dwelling.rentOere,
            utilitiesOere: dwelling.utilitiesOere,
          },
          fact: 'started',
        };
      },
      viewFor(command.actor),
    );
  }

  /** An administration agreement ends with the tenancy, in the same transaction. */
  end(id: string, { endedOn }: EndTenancy, command: Command): Promise<Answer> {
    const view = viewFor(command.actor);
    return this.database.transaction(async (tx) => {
      let ends = false;
      const answer = await this.cases.change(
        tenancyKind,
        id,
        { ...command, tx },
        scopeOf(command.actor),
        (tenancy, { terms }: KnownOfTenancy) => {
          const state = tenancyRules.next('end', tenancy, command.actor.roles, { terms }, { endedOn });
          ends = true; // Not for a remembered answer, which has done it before.
          return { changes: { state, endedOn, closedAt: command.now }, fact: 'ended' };
        },
        (row, { terms, payer }) =>
          view(row, { terms, payer: payer && { ...payer, lastPaidThrough: payer.lastPaidThrough ?? endedOn } }),
      );
      if (ends) await endAgreementsOf(this.cases, id, endedOn, { ...command, tx });
      return answer;
    });
  }
}
