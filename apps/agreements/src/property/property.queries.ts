// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import { type Actor, type Answer, CaseReader, type Command } from '#persistence';
import { type ListProperties, viewFor } from './property.dto.js';
import { propertyKind } from './property.events.js';

/** Single entry: everything in the register. Landlord: what is the own. */
export function scopeOf({ roles, landlordRef }: Actor): { landlordRef?: string } | 'nothing' {
  if (landlordRef) return { landlordRef };
  return roles.includes('single_entry') || roles.includes('system') ? {} : 'nothing';
}

@Injectable()
export class PropertyQueries {
  constructor(private readonly cases: CaseReader) {}

  get(id: string, command: Command): Promise<Answer> {
    return this.cases.get(propertyKind, id, command, scopeOf(command.actor), viewFor(command));
  }

  list({ after, limit, count, ...filter }: ListProperties, command: Command): Promise<object> {
    const page = { after, limit, count };
    return this.cases.list(propertyKind, command, scopeOf(command.actor), filter, page, viewFor(command));
  }

  history(id: string, command: Command): Promise<object> {
    return this.cases.history(propertyKind, id, command, scopeOf(command.actor));
  }
}
