// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import { OUTREACH_ROLES } from '#contracts/incidents/rent-arrears';
import { type Actor, type Answer, CaseReader, type Command, type Scope } from '#persistence';
import { IncidentsConfig } from '../incidents.config.js';
import { type ListRentArrears, viewFor } from './rent-arrears.dto.js';
import type { RentArrearsRow } from './rent-arrears.entity.js';
import { rentArrearsCase } from './rent-arrears.events.js';

/** States in which help may be asked for, is asked for or has helped: what the benefits office needs to see. */
const BENEFITS_STATES = ['OUTREACH', 'OUTREACH_FAILED', 'HELP_PENDING', 'HELP_GRANTED', 'CURED_BY_HELP'] as const;

/**
 * Single entry: every case. Landlord: the own ones. Support worker and outreach team: those given to them. Benefits office:
 * those in which help is a question.
 */
export function scopeOf({ roles, landlordRef }: Actor): Scope<RentArrearsRow> {
  if (roles.includes('single_entry') || roles.includes('system')) return {};
  if (roles.includes('landlord_admin') && landlordRef) return { landlordRef };
  const assignedTo = OUTREACH_ROLES.filter((role) => roles.includes(role));
  if (assignedTo.length) return { assignedTo };
  return roles.includes('benefits_caseworker') ? { state: BENEFITS_STATES } : 'nothing';
}

@Injectable()
export class RentArrearsQueries {
  constructor(
    private readonly cases: CaseReader,
    private readonly settings: IncidentsConfig,
  ) {}

  get(id: string, command: Command): Promise<Answer> {
    return this.cases.get(rentArrearsCase, id, command, scopeOf(command.actor), viewFor(command, this.settings));
  }

  list({ after, limit, count, dueBefore, ...filter }: ListRentArrears, command: Command): Promise<object> {
    return this.cases.list(
      rentArrearsCase,
      command,
      scopeOf(command.actor),
      { ...filter, ...(dueBefore && { nextBy: { before: dueBefore } }) },
      { after, limit, count },
      viewFor(command, this.settings),
    );
  }

  history(id: string, command: Command): Promise<object> {
    return this.cases.history(rentArrearsCase, id, command, scopeOf(command.actor));
  }
}
