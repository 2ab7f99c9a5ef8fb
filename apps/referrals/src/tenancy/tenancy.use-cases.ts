// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import type { Role } from '#contracts/roles';
import { type Actor, type Answer, CaseReader, CaseStore, type Command, type Scope } from '#persistence';
import type { EndTenancy, LandlordTenancyView, ListTenancies, StartTenancy, TenancyView } from './tenancy.dto.js';
import type { TenancyRow } from './tenancy.entity.js';
import { tenancyKind } from './tenancy.events.js';
import { type KnownTerms, tenancyRules } from './tenancy.js';

@Injectable()
export class TenancyUseCases {
  constructor(
    private readonly store: CaseStore,
    private readonly reader: CaseReader,
  ) {}

  start(input: StartTenancy, command: Command): Promise<Answer> {
    const { agreementRef, dwellingRef, citizenRef, hasSupportWorker, startedOn, landlordReference = null } = input;
    return this.store.open(
      tenancyKind,
      command,
      { agreementRef, dwellingRef },
      (terms: KnownTerms | null) => {
        const state = tenancyRules.next('start', null, command.actor.roles, { terms, startedOn });
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
      viewFor(command),
    );
  }

  end(id: string, { endedOn }: EndTenancy, command: Command): Promise<Answer> {
    return this.store.change(
      tenancyKind,
      id,
      command,
      scopeOf(command.actor),
      (tenancy, terms: KnownTerms | null) => ({
        changes: {
          state: tenancyRules.next('end', tenancy, command.actor.roles, { terms, endedOn }),
          endedOn,
          closedAt: command.now,
        },
        fact: 'ended',
      }),
      viewFor(command),
    );
  }

  list({ after, limit, state }: ListTenancies, command: Command): Promise<object> {
    const scope = scopeOf(command.actor);
    return this.reader.list(tenancyKind, command, scope, { state }, { after, limit }, viewFor(command));
  }

  get(id: string, command: Command): Promise<Answer> {
    return this.reader.get(tenancyKind, id, command, scopeOf(command.actor), viewFor(command));
  }

  history(id: string, command: Command): Promise<object> {
    return this.reader.history(tenancyKind, id, command, scopeOf(command.actor));
  }
}

const MUNICIPALITY: readonly Role[] = ['social_caseworker', 'single_entry'];
const isMunicipality = ({ roles }: Actor) => MUNICIPALITY.some((role) => roles.includes(role));

function scopeOf(actor: Actor): Scope<TenancyRow> {
  if (isMunicipality(actor)) return {};
  return actor.landlordRef ? { landlordRef: actor.landlordRef } : 'nothing';
}

function viewFor({ actor }: Command) {
  return (row: TenancyRow, terms: KnownTerms | null): LandlordTenancyView | TenancyView => {
    const { citizenRef, hasSupportWorker, nextDueOn: _, ...shared } = row;
    return {
      ...shared,
      ...(isMunicipality(actor) && { citizenRef, hasSupportWorker }),
      allowedActions: tenancyRules.allowed(row, actor.roles, { terms }),
    };
  };
}
