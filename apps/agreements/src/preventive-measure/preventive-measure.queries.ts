// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import { type Actor, type Answer, CaseReader, type Command } from '#persistence';
import { followUpScope } from '../agreement/agreement.lookup.js';
import { type ListPreventiveMeasures, viewFor } from './preventive-measure.dto.js';
import { preventiveMeasureKind } from './preventive-measure.events.js';

/** As all of the follow-up. */
export const scopeOf = (actor: Actor) => followUpScope({ actor });

@Injectable()
export class PreventiveMeasureQueries {
  constructor(private readonly cases: CaseReader) {}

  get(id: string, command: Command): Promise<Answer> {
    return this.cases.get(preventiveMeasureKind, id, command, scopeOf(command.actor), viewFor(command));
  }

  list({ after, limit, count, ...filter }: ListPreventiveMeasures, command: Command): Promise<object> {
    const page = { after, limit, count };
    return this.cases.list(preventiveMeasureKind, command, scopeOf(command.actor), filter, page, viewFor(command));
  }

  history(id: string, command: Command): Promise<object> {
    return this.cases.history(preventiveMeasureKind, id, command, scopeOf(command.actor));
  }
}
