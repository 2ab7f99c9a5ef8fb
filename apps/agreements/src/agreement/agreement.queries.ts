// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import { type Actor, type Answer, CaseReader, type Command, type Scope } from '#persistence';
import { type ListAgreements, viewFor } from './agreement.dto.js';
import type { AgreementRow } from './agreement.entity.js';
import { agreementKind } from './agreement.events.js';

/** Single entry: every agreement. Landlord: the own ones. */
export function scopeOf({ roles, landlordRef }: Actor): Scope<AgreementRow> {
  if (roles.includes('single_entry')) return {};
  return landlordRef ? { landlordRef } : 'nothing';
}

@Injectable()
export class AgreementQueries {
  constructor(private readonly cases: CaseReader) {}

  get(id: string, command: Command): Promise<Answer> {
    return this.cases.get(agreementKind, id, command, scopeOf(command.actor), viewFor(command));
  }

  list({ state, after, limit }: ListAgreements, command: Command): Promise<object> {
    const scope = scopeOf(command.actor);
    return this.cases.list(agreementKind, command, scope, { state }, { after, limit }, viewFor(command));
  }

  history(id: string, command: Command): Promise<object> {
    return this.cases.history(agreementKind, id, command, scopeOf(command.actor));
  }
}
