// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import { type Actor, type Answer, CaseReader, type Command, type Scope } from '#persistence';
import { DeadlineView, type ListDeadlines } from './deadline.dto.js';
import type { Deadline } from './deadline.entity.js';
import { deadlineKind } from './deadline.events.js';

/** The single entry point follows every deadline, the others those that they must meet. */
function scopeOf({ roles }: Actor): Scope<Deadline> {
  if (roles.includes('single_entry')) return {};
  return { responsible: (['support_worker', 'outreach_team'] as const).filter((role) => roles.includes(role)) };
}

@Injectable()
export class DeadlineQueries {
  constructor(private readonly cases: CaseReader) {}

  get(id: string, command: Command): Promise<Answer> {
    return this.cases.get(deadlineKind, id, command, scopeOf(command.actor), DeadlineView.of);
  }

  list({ state, after, limit }: ListDeadlines, command: Command): Promise<object> {
    const scope = scopeOf(command.actor);
    return this.cases.list(deadlineKind, command, scope, { state }, { after, limit }, DeadlineView.of);
  }
}
