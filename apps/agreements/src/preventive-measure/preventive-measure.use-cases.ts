// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import { type Answer, CaseStore, type Command, Database } from '#persistence';
import { agreementOf } from '../agreement/agreement.lookup.js';
import { type EndMeasure, type PlanMeasure, viewFor } from './preventive-measure.dto.js';
import type { PreventiveMeasureRow } from './preventive-measure.entity.js';
import { preventiveMeasureKind } from './preventive-measure.events.js';
import { preventiveMeasureRules } from './preventive-measure.js';
import { scopeOf } from './preventive-measure.queries.js';

type Roles = Command['actor']['roles'];

@Injectable()
export class PreventiveMeasureUseCases {
  constructor(
    private readonly cases: CaseStore,
    private readonly database: Database,
  ) {}

  /** @throws Problem 404 for an agreement that the caller does not see */
  async plan({ endsOn = undefined, ...input }: PlanMeasure, command: Command): Promise<Answer> {
    const { landlordRef } = await agreementOf(this.database, input.agreementRef, command);
    return await this.cases.open(
      preventiveMeasureKind,
      command,
      {},
      () => ({
        row: {
          ...input,
          endsOn: endsOn ?? null,
          landlordRef,
          state: preventiveMeasureRules.next('plan', null, command.actor.roles, command, { ...input, endsOn }),
          effect: null,
          closedAt: null,
          nextDueOn: null,
        },
        fact: 'changed',
      }),
      viewFor(command),
    );
  }

  begin(id: string, command: Command): Promise<Answer> {
    return this.change(id, command, (measure, roles) => ({
      state: preventiveMeasureRules.next('begin', measure, roles, command),
      startsOn: command.today,
    }));
  }

  end(id: string, { effect }: EndMeasure, command: Command): Promise<Answer> {
    return this.change(id, command, (measure, roles) => ({
      state: preventiveMeasureRules.next('end', measure, roles, command),
      effect,
      ...(measure.state === 'RUNNING' && { endsOn: command.today }),
      closedAt: command.now,
    }));
  }

  private change(
    id: string,
    command: Command,
    decide: (measure: PreventiveMeasureRow, roles: Roles) => Partial<PreventiveMeasureRow>,
  ): Promise<Answer> {
    return this.cases.change(
      preventiveMeasureKind,
      id,
      command,
      scopeOf(command.actor),
      (measure) => ({ changes: decide(measure, command.actor.roles), fact: 'changed' }),
      viewFor(command),
    );
  }
}
