// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import { type Actor, type Answer, CaseReader, type Command, type Scope } from '#persistence';
import { isMunicipality, type ListTenancies, viewFor } from './tenancy.dto.js';
import type { TenancyRow } from './tenancy.entity.js';
import { tenancyKind } from './tenancy.events.js';

/** Social services and the single entry: every tenancy. Landlord: the own ones. */
export function scopeOf(actor: Actor): Scope<TenancyRow> {
  if (isMunicipality(actor)) return {};
  return actor.landlordRef ? { landlordRef: actor.landlordRef } : 'nothing';
}

@Injectable()
export class TenancyQueries {
  constructor(private readonly cases: CaseReader) {}

  get(id: string, command: Command): Promise<Answer> {
    return this.cases.get(tenancyKind, id, command, scopeOf(command.actor), viewFor(command.actor));
  }

  list({ state, after, limit }: ListTenancies, command: Command): Promise<object> {
    const { actor } = command;
    return this.cases.list(tenancyKind, command, scopeOf(actor), { state }, { after, limit }, viewFor(actor));
  }

  history(id: string, command: Command): Promise<object> {
    return this.cases.history(tenancyKind, id, command, scopeOf(command.actor));
  }
}
