// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import { type Actor, type Answer, CaseReader, type Command } from '#persistence';
import { followUpScope } from '../agreement/agreement.lookup.js';
import { type ListExpectationChecks, viewFor } from './expectation-check.dto.js';
import { expectationCheckKind } from './expectation-check.events.js';

/** As all of the follow-up: what a party may read of the other's answer, the view decides. */
export const scopeOf = (actor: Actor) => followUpScope({ actor });

@Injectable()
export class ExpectationCheckQueries {
  constructor(private readonly cases: CaseReader) {}

  get(id: string, command: Command): Promise<Answer> {
    return this.cases.get(expectationCheckKind, id, command, scopeOf(command.actor), viewFor(command));
  }

  list({ after, limit, count, ...filter }: ListExpectationChecks, command: Command): Promise<object> {
    const page = { after, limit, count };
    return this.cases.list(expectationCheckKind, command, scopeOf(command.actor), filter, page, viewFor(command));
  }

  history(id: string, command: Command): Promise<object> {
    return this.cases.history(expectationCheckKind, id, command, scopeOf(command.actor));
  }
}
