// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import { type Answer, CaseStore, type Command } from '#persistence';
import { type CorrectDemandFee, type SetDemandFee, viewFor } from './demand-fee.dto.js';
import { demandFeeKind } from './demand-fee.events.js';
import { demandFeeRules } from './demand-fee.js';

@Injectable()
export class DemandFeeUseCases {
  constructor(private readonly cases: CaseStore) {}

  set({ validFrom, feeOere }: SetDemandFee, command: Command): Promise<Answer> {
    return this.cases.open(
      demandFeeKind,
      command,
      {},
      () => ({
        row: {
          state: demandFeeRules.next('set', null, command.actor.roles, null),
          closedAt: null,
          nextDueOn: null,
          validFrom,
          feeOere,
        },
        fact: 'set',
      }),
      viewFor(command),
    );
  }

  correct(id: string, { feeOere }: CorrectDemandFee, command: Command): Promise<Answer> {
    return this.cases.change(
      demandFeeKind,
      id,
      command,
      {},
      (fee) => ({
        changes: { state: demandFeeRules.next('correct', fee, command.actor.roles, null), feeOere },
        fact: 'corrected',
      }),
      viewFor(command),
    );
  }
}
