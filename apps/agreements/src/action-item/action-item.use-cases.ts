// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import { type Answer, CaseStore, type Command, Database, Problem } from '#persistence';
import { agreementOf } from '../agreement/agreement.lookup.js';
import { type AgreeActionItem, type ChangeDueDate, viewFor } from './action-item.dto.js';
import type { ActionItemRow } from './action-item.entity.js';
import { actionItemKind } from './action-item.events.js';
import { type ActionItemFacts, actionItemRules } from './action-item.js';
import { scopeOf } from './action-item.queries.js';

type Roles = Command['actor']['roles'];

const factsOf = ({ actor, today }: Command): ActionItemFacts => ({ today, roles: actor.roles });

@Injectable()
export class ActionItemUseCases {
  constructor(
    private readonly cases: CaseStore,
    private readonly database: Database,
  ) {}

  /** @throws Problem 404 for an agreement, or a meeting of it, that the caller does not see */
  async agree({ meetingRef = undefined, ...input }: AgreeActionItem, command: Command): Promise<Answer> {
    const { landlordRef } = await agreementOf(this.database, input.agreementRef, command);
    if (meetingRef) {
      const [meeting] = await this.database.query('select 1 from meeting where id = $1 and agreement_ref = $2', [
        meetingRef,
        input.agreementRef,
      ]);
      if (!meeting) throw new Problem(404, 'not-found');
    }
    return await this.cases.open(
      actionItemKind,
      command,
      {},
      () => ({
        row: {
          ...input,
          meetingRef: meetingRef ?? null,
          landlordRef,
          state: actionItemRules.next('agree', null, command.actor.roles, factsOf(command), input),
          doneOn: null,
          closedAt: null,
          nextDueOn: null,
        },
        fact: 'changed',
      }),
      viewFor(command),
    );
  }

  complete(id: string, command: Command): Promise<Answer> {
    return this.change(id, command, (item, roles) => ({
      state: actionItemRules.next('complete', item, roles, factsOf(command)),
      doneOn: command.today,
      closedAt: command.now,
    }));
  }

  changeDueDate(id: string, { dueOn }: ChangeDueDate, command: Command): Promise<Answer> {
    return this.change(id, command, (item, roles) => ({
      state: actionItemRules.next('changeDueDate', item, roles, factsOf(command), { dueOn }),
      dueOn,
    }));
  }

  cancel(id: string, command: Command): Promise<Answer> {
    return this.change(id, command, (item, roles) => ({
      state: actionItemRules.next('cancel', item, roles, factsOf(command)),
      closedAt: command.now,
    }));
  }

  private change(
    id: string,
    command: Command,
    decide: (item: ActionItemRow, roles: Roles) => Partial<ActionItemRow>,
  ): Promise<Answer> {
    return this.cases.change(
      actionItemKind,
      id,
      command,
      scopeOf(command.actor),
      (item) => ({ changes: decide(item, command.actor.roles), fact: 'changed' }),
      viewFor(command),
    );
  }
}
