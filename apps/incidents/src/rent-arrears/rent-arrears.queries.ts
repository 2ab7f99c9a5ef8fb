// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import { type Actor, type Answer, CaseReader, type Command, type Scope } from '#persistence';
import type { ListRentArrears } from './rent-arrears.dto.js';
import { viewFor } from './rent-arrears.dto.js';
import type { RentArrearsRow } from './rent-arrears.entity.js';
import { rentArrearsCase } from './rent-arrears.events.js';
import type { Facts } from './rent-arrears.js';

/** Single entry: every case. Landlord: the own ones. Support worker and outreach team: those given to them. */
export function scopeOf({ roles, landlordRef }: Actor): Scope<RentArrearsRow> {
  if (roles.includes('single_entry') || roles.includes('system')) return {};
  if (roles.includes('landlord_admin') && landlordRef) return { landlordRef };
  const assignedTo = (['support_worker', 'outreach_team'] as const).filter((role) => roles.includes(role));
  return assignedTo.length ? { assignedTo } : 'nothing';
}

@Injectable()
export class RentArrearsQueries {
  constructor(private readonly cases: CaseReader) {}

  get(id: string, command: Command): Promise<Answer> {
    return this.cases.get(rentArrearsCase, id, command, scopeOf(command.actor), this.view(command));
  }

  list({ state, after, limit }: ListRentArrears, command: Command): Promise<object> {
    const filter: Scope<RentArrearsRow> = { state };
    return this.cases.list(
      rentArrearsCase,
      command,
      scopeOf(command.actor),
      filter,
      { after, limit },
      this.view(command),
    );
  }

  history(id: string, command: Command): Promise<object> {
    return this.cases.history(rentArrearsCase, id, command, scopeOf(command.actor));
  }

  private view = (command: Command) => (row: RentArrearsRow, known: Omit<Facts, 'today'>) =>
    viewFor(command.actor, row, { ...known, today: command.today });
}
