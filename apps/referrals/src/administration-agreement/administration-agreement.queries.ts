// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import { type Actor, type Answer, CaseReader, type Command, type Scope } from '#persistence';
import { type ListAdministrationAgreements, viewFor } from './administration-agreement.dto.js';
import type { AdministrationAgreementRow } from './administration-agreement.entity.js';
import { administrationAgreementKind } from './administration-agreement.events.js';

/** Social services and benefits office: every one. Finance: those that are or were paid by. Landlords and others: none. */
export function scopeOf({ roles }: Actor): Scope<AdministrationAgreementRow> {
  if (roles.includes('social_caseworker') || roles.includes('benefits_caseworker')) return {};
  return roles.includes('finance') ? { state: ['ACTIVE', 'REVOKED', 'ENDED'] } : 'nothing';
}

@Injectable()
export class AdministrationAgreementQueries {
  constructor(private readonly cases: CaseReader) {}

  get(id: string, command: Command): Promise<Answer> {
    return this.cases.get(administrationAgreementKind, id, command, scopeOf(command.actor), viewFor(command));
  }

  list({ state, tenancyRef, after, limit, count }: ListAdministrationAgreements, command: Command): Promise<object> {
    const filter = { state, tenancyRef };
    const page = { after, limit, count };
    return this.cases.list(
      administrationAgreementKind,
      command,
      scopeOf(command.actor),
      filter,
      page,
      viewFor(command),
    );
  }

  history(id: string, command: Command): Promise<object> {
    return this.cases.history(administrationAgreementKind, id, command, scopeOf(command.actor));
  }
}
