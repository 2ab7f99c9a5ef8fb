// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import { type Actor, type Answer, CaseReader, type Command, type Scope } from '#persistence';
import { DeadlineView, type ListDeadlines } from './deadline.dto.js';
import type { Deadline } from './deadline.entity.js';
import { deadlineKind } from './deadline.events.js';

/** The single entry point and the team leader follow every deadline, the others those that they must meet. */
export function scopeOf({ roles }: Actor): Scope<Deadline> {
  if (roles.includes('single_entry') || roles.includes('team_leader')) return {};
  return { responsible: DEADLINE_READERS.filter((role) => roles.includes(role)) };
}

export const DEADLINE_READERS = [
  'single_entry',
  'team_leader',
  'support_worker',
  'outreach_team',
  'benefits_caseworker',
  'social_caseworker',
  'finance',
] as const;

@Injectable()
export class DeadlineQueries {
  constructor(private readonly cases: CaseReader) {}

  get(id: string, command: Command): Promise<Answer> {
    return this.cases.get(deadlineKind, id, command, scopeOf(command.actor), DeadlineView.of);
  }

  list({ after, limit, count, dueBefore, ...equal }: ListDeadlines, command: Command): Promise<object> {
    const filter = { ...equal, ...(dueBefore && { dueOn: { before: dueBefore } }) };
    const page = { after, limit, count };
    return this.cases.list(deadlineKind, command, scopeOf(command.actor), filter, page, DeadlineView.of);
  }
}
