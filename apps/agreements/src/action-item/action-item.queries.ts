// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import { type Actor, type Answer, CaseReader, type Command, type Scope } from '#persistence';
import { type ListActionItems, viewFor } from './action-item.dto.js';
import type { ActionItemRow } from './action-item.entity.js';
import { actionItemKind } from './action-item.events.js';
import { OWNERS } from './action-item.js';

/** Single entry and steering group: every item. Landlord: those of the own agreements. Others: those they own. */
export function scopeOf({ roles, landlordRef }: Actor): Scope<ActionItemRow> {
  if (landlordRef) return { landlordRef };
  if ((['single_entry', 'steering_member', 'system'] as const).some((role) => roles.includes(role))) return {};
  const owner = OWNERS.filter((role) => roles.includes(role));
  return owner.length ? { owner } : 'nothing';
}

@Injectable()
export class ActionItemQueries {
  constructor(private readonly cases: CaseReader) {}

  get(id: string, command: Command): Promise<Answer> {
    return this.cases.get(actionItemKind, id, command, scopeOf(command.actor), viewFor(command));
  }

  list({ after, limit, count, ...filter }: ListActionItems, command: Command): Promise<object> {
    const page = { after, limit, count };
    return this.cases.list(actionItemKind, command, scopeOf(command.actor), filter, page, viewFor(command));
  }

  history(id: string, command: Command): Promise<object> {
    return this.cases.history(actionItemKind, id, command, scopeOf(command.actor));
  }
}
