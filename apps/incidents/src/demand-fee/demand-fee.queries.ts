// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import { type Answer, CaseReader, type Command } from '#persistence';
import { type ListDemandFees, viewFor } from './demand-fee.dto.js';
import { demandFeeKind } from './demand-fee.events.js';

/** The same for everybody who may ask. */
@Injectable()
export class DemandFeeQueries {
  constructor(private readonly cases: CaseReader) {}

  get(id: string, command: Command): Promise<Answer> {
    return this.cases.get(demandFeeKind, id, command, {}, viewFor(command));
  }

  list(page: ListDemandFees, command: Command): Promise<object> {
    return this.cases.list(demandFeeKind, command, {}, {}, page, viewFor(command));
  }

  history(id: string, command: Command): Promise<object> {
    return this.cases.history(demandFeeKind, id, command, {});
  }
}
