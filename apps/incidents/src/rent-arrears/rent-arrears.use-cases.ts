// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { addDays, Refusal } from '#domain';
import { type Answer, CaseStore, type Command, type CommandInTransaction, type Decision, Sweeper } from '#persistence';
import type { ConfirmTenantPaid, ReportRentArrears } from './rent-arrears.dto.js';
import { viewFor } from './rent-arrears.dto.js';
import type { RentArrearsRow } from './rent-arrears.entity.js';
import { rentArrearsCase } from './rent-arrears.events.js';
import * as decide from './rent-arrears.js';
import { scopeOf } from './rent-arrears.queries.js';

type Known = Omit<decide.Facts, 'today'>;
type Decided = { changes: Partial<decide.RentArrears>; fact: decide.RentArrearsFact };

/** One at a time per landlord: the arrival of a tenancy, and the search for the tenancy of a report. */
const matchingLock = (landlordRef: string) => `hashtextextended('match ' || ${landlordRef}::text, 0)`;

@Injectable()
export class RentArrearsUseCases {
  constructor(
    private readonly cases: CaseStore,
    sweeper: Sweeper,
  ) {
    sweeper.add({ kind: rentArrearsCase, runDue: (id, command) => this.lookForTenancy(id, command) });
  }

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
          nextDueOn: known.tenancy ? null : command.today,
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

  /** A tenancy has become known: reports of its landlord that waited for it are matched. */
  async matchReports(
    landlordRef: string,
    command: CommandInTransaction,
    keepTenancy: () => Promise<void>,
  ): Promise<void> {
    await command.tx.query(`select pg_advisory_xact_lock(${matchingLock('$1')})`, [landlordRef]);
    await keepTenancy();
    const waiting = await command.tx.query<{ id: string }>(
      'select id from rent_arrears where landlord_ref = $1 and agreement_ref is null and closed_at is null order by id',
      [landlordRef],
    );
    for (const { id } of waiting) await this.matchIfKnown(id, command);
  }

  /**
   * A report and its tenancy that arrive in the same moment do not see one another, so each unmatched case is looked at
   * once more by the sweeper, and again every day, while no tenancy of its landlord is arriving.
   */
  private async lookForTenancy(id: string, command: CommandInTransaction): Promise<'done' | 'later'> {
    const [free] = await command.tx.query<{ ours: boolean }>(
      `select pg_try_advisory_xact_lock(${matchingLock('landlord_ref')}) as ours from rent_arrears where id = $1`,
      [id],
    );
    if (!free?.ours) return 'later';
    const known = await this.matchIfKnown(id, { ...command, action: 'rent-arrears.match-tenancy' });
    if (!known)
      await command.tx.query('update rent_arrears set next_due_on = $2 where id = $1', [id, addDays(command.today, 1)]);
    return 'done';
  }

  private async matchIfKnown(id: string, command: CommandInTransaction): Promise<boolean> {
    try {
      await this.change(id, command, (row, facts) => decide.matchTenancy(row, command.actor.roles, facts));
      return true;
    } catch (error) {
      // Still unknown, or closed meanwhile.
      if (error instanceof Refusal) return false;
      throw error;
    }
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
        return {
          changes: {
            ...changes,
            ...(fact === 'tenancyMatched' && { nextDueOn: null }),
            ...(fact === 'closed' && { closedAt: command.now, nextDueOn: null }),
          },
          fact,
        };
      },
      (row, known) => viewFor(command.actor, row, { ...known, today: command.today }),
    );
  }
}
