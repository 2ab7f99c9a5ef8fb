// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import { Cases, type CommandInTransaction } from '#persistence';
import { TenancyFlows } from '../known-tenancies/tenancies.flows.js';
import { type RentArrearsRow, rentArrears } from './rent-arrears.kind.js';
import { type HelpAnswer, heardOfHelp } from './temporary-help.js';

/** Rent that fell due before the tenancy began is not its rent. */
const RENT_IS_OF_THE_TENANCY = `not exists
  (select from jsonb_array_elements(c.claims) claim where (claim ->> 'dueOn')::date < t.started_on)`;

@Injectable()
export class RentArrearsFlows {
  constructor(
    private readonly cases: Cases,
    tenancies: TenancyFlows,
  ) {
    tenancies.awaits({ kind: rentArrears, day: 'c.rent_due_on', fits: RENT_IS_OF_THE_TENANCY });
    cases.follow(rentArrears, ['matchTenancy'], async ({ row, command }) => {
      const { id: duplicateRef, duplicateOf, claims, demands, payments } = row;
      const duplicate = { duplicateRef, claims, demands, payments };
      if (duplicateOf) await cases.act(rentArrears, 'recordDuplicate', duplicateOf, command, duplicate);
    });
  }

  /** What referrals tells of an application for help. @param stateThere the application's state there */
  async hearOfHelp(id: string, answer: HelpAnswer, stateThere: string, command: CommandInTransaction): Promise<void> {
    const [known] = await command.tx.query<Pick<RentArrearsRow, 'state' | 'help' | 'closedAt'>>(
      'select state, help, closed_at as "closedAt" from rent_arrears where id = $1 for update',
      [id],
    );
    const action = known && heardOfHelp(known, answer, stateThere);
    if (action) await this.cases.act(rentArrears, action, id, command, answer);
  }
}
