// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import { type Answer, CaseStore, type Command } from '#persistence';
import { type EndTenancy, type StartTenancy, viewFor } from './tenancy.dto.js';
import { tenancyKind } from './tenancy.events.js';
import { type KnownTerms, tenancyRules } from './tenancy.js';
import { scopeOf } from './tenancy.queries.js';

@Injectable()
export class TenancyUseCases {
  constructor(private readonly cases: CaseStore) {}

  start(input: StartTenancy, command: Command): Promise<Answer> {
    const { agreementRef, dwellingRef, citizenRef, hasSupportWorker, startedOn, landlordReference = null } = input;
    return this.cases.open(
      tenancyKind,
      command,
      { agreementRef, dwellingRef },
      (terms: KnownTerms | null) => {
        const state = tenancyRules.next('start', null, command.actor.roles, { terms }, { startedOn });
        if (!terms?.dwelling) throw new Error('a tenancy was let through without known terms');
        const { landlordRef, agreementVersion, dwelling } = terms;
        return {
          row: {
            state,
            closedAt: null,
            nextDueOn: null,
            agreementRef,
            agreementVersionAtStart: agreementVersion,
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

  end(id: string, { endedOn }: EndTenancy, command: Command): Promise<Answer> {
    return this.cases.change(
      tenancyKind,
      id,
      command,
      scopeOf(command.actor),
      (tenancy, terms: KnownTerms | null) => ({
        changes: {
          state: tenancyRules.next('end', tenancy, command.actor.roles, { terms }, { endedOn }),
          endedOn,
          closedAt: command.now,
        },
        fact: 'ended',
      }),
      viewFor(command.actor),
    );
  }
}
