// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { type Answer, CaseStore, type Command, type Decision } from '#persistence';
import type { ConfirmTenantPaid, ReportRentArrears } from './rent-arrears.dto.js';
import { viewFor } from './rent-arrears.dto.js';
import type { RentArrearsRow } from './rent-arrears.entity.js';
import { rentArrearsCase } from './rent-arrears.events.js';
import * as decide from './rent-arrears.js';
import { scopeOf } from './rent-arrears.queries.js';

type Known = Omit<decide.Facts, 'today'>;
type Decided = { changes: Partial<decide.RentArrears>; fact: decide.RentArrearsFact };

@Injectable()
export class RentArrearsUseCases {
  constructor(private readonly cases: CaseStore) {}

  async report(input: ReportRentArrears, command: Command): Promise<Answer> {
    const reported = {
      landlordRef: command.actor.landlordRef!,
      landlordReference: input.landlordReference ?? null,
      tenancyRef: input.tenancyRef ?? null,
      amountOere: input.amountOere,
      rentDueOn: input.rentDueOn,
    };
    return await this.cases.open<RentArrearsRow, decide.RentArrearsFact, Known>(
      rentArrearsCase,
      command,
      reported,
      (known) => ({
        row: {
          ...decide.report(reported, command.actor.roles, { ...known, today: command.today }),
          closedAt: null,
          nextDueOn: null,
          acknowledgeDeadlineRef: uuidv7(),
        },
        fact: 'opened',
      }),
      (row, known) => viewFor(command.actor, row, { ...known, today: command.today }),
    );
  }

  acknowledge(id: string, command: Command): Promise<Answer> {
    return this.change(id, command, (row, facts) => decide.acknowledge(row, command.actor.roles, facts));
  }

  assign(id: string, command: Command): Promise<Answer> {
    return this.change(id, command, (row, facts) => decide.assign(row, command.actor.roles, facts));
  }

  confirmTenantPaid(id: string, payment: ConfirmTenantPaid, command: Command): Promise<Answer> {
    return this.change(id, command, (row, facts) => decide.confirmTenantPaid(row, payment, command.actor.roles, facts));
  }

  matchTenancy(id: string, command: Command): Promise<Answer> {
    return this.change(id, command, (row, facts) => decide.matchTenancy(row, command.actor.roles, facts));
  }

  private async change(
    id: string,
    command: Command,
    decision: (row: RentArrearsRow, facts: decide.Facts) => Decided,
  ): Promise<Answer> {
    return await this.cases.change<RentArrearsRow, decide.RentArrearsFact, Known>(
      rentArrearsCase,
      id,
      command,
      scopeOf(command.actor),
      (row, known): Decision<RentArrearsRow, decide.RentArrearsFact> => {
        const { changes, fact } = decision(row, { ...known, today: command.today });
        return { changes: { ...changes, ...(fact === 'closed' && { closedAt: command.now }) }, fact };
      },
      (row, known) => viewFor(command.actor, row, { ...known, today: command.today }),
    );
  }
}
