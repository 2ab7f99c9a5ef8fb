// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import { type Actor, type Answer, CaseReader, type Command, type Scope } from '#persistence';
import { type ListFinancings, viewFor } from './financing.dto.js';
import type { FinancingRow } from './financing.entity.js';
import { financingKind } from './financing.events.js';

/** Benefits office and single entry: every case. Finance: those with money in them. Landlords and all others: none. */
export function scopeOf({ roles }: Actor): Scope<FinancingRow> {
  if (roles.some((role) => role === 'benefits_caseworker' || role === 'single_entry' || role === 'system')) return {};
  return roles.includes('finance') ? { state: ['GRANTED', 'PAID', 'WITHDRAWN'] } : 'nothing';
}

@Injectable()
export class FinancingQueries {
  constructor(private readonly cases: CaseReader) {}

  get(id: string, command: Command): Promise<Answer> {
    return this.cases.get(financingKind, id, command, scopeOf(command.actor), viewFor(command));
  }

  list({ state, caseRef, after, limit, count }: ListFinancings, command: Command): Promise<object> {
    const page = { after, limit, count };
    return this.cases.list(financingKind, command, scopeOf(command.actor), { state, caseRef }, page, viewFor(command));
  }

  history(id: string, command: Command): Promise<object> {
    return this.cases.history(financingKind, id, command, scopeOf(command.actor));
  }
}
