// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import { type Answer, CaseReader, type Command } from '#persistence';
import { scopeOf } from '../property/property.queries.js';
import { type ListDwellings, viewFor } from './dwelling.dto.js';
import { dwellingKind } from './dwelling.events.js';

@Injectable()
export class DwellingQueries {
  constructor(private readonly cases: CaseReader) {}

  get(id: string, command: Command): Promise<Answer> {
    return this.cases.get(dwellingKind, id, command, scopeOf(command.actor), viewFor(command));
  }

  list({ after, limit, count, ...filter }: ListDwellings, command: Command): Promise<object> {
    const page = { after, limit, count };
    return this.cases.list(dwellingKind, command, scopeOf(command.actor), filter, page, viewFor(command));
  }

  history(id: string, command: Command): Promise<object> {
    return this.cases.history(dwellingKind, id, command, scopeOf(command.actor));
  }
}
