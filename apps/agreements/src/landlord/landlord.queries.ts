// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import { type Actor, type Answer, CaseReader, type Command, type Scope } from '#persistence';
import { type ListLandlords, viewFor } from './landlord.dto.js';
import type { LandlordRow } from './landlord.entity.js';
import { landlordKind } from './landlord.events.js';

/** Single entry: every landlord. A landlord: itself. */
export function scopeOf({ roles, landlordRef }: Actor): Scope<LandlordRow> {
  if (landlordRef) return { id: landlordRef };
  return roles.includes('single_entry') ? {} : 'nothing';
}

@Injectable()
export class LandlordQueries {
  constructor(private readonly cases: CaseReader) {}

  get(id: string, command: Command): Promise<Answer> {
    return this.cases.get(landlordKind, id, command, scopeOf(command.actor), viewFor(command));
  }

  list({ state, ...page }: ListLandlords, command: Command): Promise<object> {
    return this.cases.list(landlordKind, command, scopeOf(command.actor), { state }, page, viewFor(command));
  }

  history(id: string, command: Command): Promise<object> {
    return this.cases.history(landlordKind, id, command, scopeOf(command.actor));
  }
}
