// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import { Cases, type CommandInTransaction } from '#persistence';
import { knownTenancy, type RentArrearsRow, rentArrears } from './rent-arrears.kind.js';
import { type HelpAnswer, heardOfHelp } from './temporary-help.js';

/** One at a time per landlord: the arrival of a tenancy, and the search for the tenancy of a report. */
const matchingLock = (landlordRef: string) => `hashtextextended('match ' || ${landlordRef}::text, 0)`;

@Injectable()
export class RentArrearsFlows {
  constructor(private readonly cases: Cases) {
    cases.lockBeforeDue(rentArrears, async (id, { tx }) => {
      const [due] = await tx.query<{ ours: boolean }>(
        `select case when agreement_ref is null then pg_try_advisory_xact_lock(${matchingLock('landlord_ref')}) else true end as ours
           from rent_arrears where id = $1`,
        [id],
      );
      return due?.ours === true;
    });
    cases.onDue(rentArrears, 'matchTenancy', (id, command) => this.matchOldestFirst(id, command));
    cases.follow(rentArrears, ['matchTenancy'], async ({ row, command }) => {
      const { id: duplicateRef, duplicateOf, claims, demands, payments } = row;
      const duplicate = { duplicateRef, claims, demands, payments };
      if (duplicateOf) await cases.act(rentArrears, 'recordDuplicate', duplicateOf, command, duplicate);
    });
  }

  /** Of reports of one tenancy the later is the duplicate (domain.md 13.4), whichever of them time came to first. */
  private async matchOldestFirst(id: string, command: CommandInTransaction): Promise<void> {
    const [due] = await command.tx.query<{ landlordRef: string; tenancyRef: string }>(
      `select c.landlord_ref as "landlordRef", t.id as "tenancyRef" from rent_arrears c, lateral (${knownTenancy}) t where c.id = $1`,
      [id],
    );
    const older = due ? (await this.waiting(due, command)).filter((one) => one < id) : [];
    for (const one of [...older, id]) await this.cases.act(rentArrears, 'matchTenancy', one, command);
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

  /** A tenancy has become known: reports of its landlord that waited for it are matched, but not of older rent. */
  async matchReports(
    landlordRef: string,
    command: CommandInTransaction,
    keepTenancy: () => Promise<void>,
  ): Promise<void> {
    await command.tx.query(`select pg_advisory_xact_lock(${matchingLock('$1')})`, [landlordRef]);
    await keepTenancy();
    for (const id of await this.waiting({ landlordRef, tenancyRef: null }, command))
      await this.cases.act(rentArrears, 'matchTenancy', id, command);
  }

  /** A tenancy was registered in error: the open cases that were matched to it look for theirs again. */
  async tenancyStruck(tenancyRef: string, command: CommandInTransaction): Promise<void> {
    const matched = await command.tx.query<{ id: string }>(
      `select id from rent_arrears where tenancy_ref = $1 and agreement_ref is not null and closed_at is null
        order by id for update`,
      [tenancyRef],
    );
    for (const { id } of matched) await this.cases.act(rentArrears, 'unmatchTenancy', id, command);
  }

  /** The reports, locked, that can be matched, the oldest first. @param about tenancyRef null: to any of the landlord's */
  private async waiting(
    { landlordRef, tenancyRef }: { landlordRef: string; tenancyRef: string | null },
    { tx }: CommandInTransaction,
  ): Promise<string[]> {
    const found = await tx.query<{ id: string }>(
      `select c.id from rent_arrears c
        where c.landlord_ref = $1 and c.agreement_ref is null and c.closed_at is null
          and exists (select from (${knownTenancy}) t where ($2::uuid is null or t.id = $2)
            and not exists (select from jsonb_array_elements(c.claims) claim where (claim ->> 'dueOn')::date < t.started_on))
        order by c.id for update of c`,
      [landlordRef, tenancyRef],
    );
    return found.map(({ id }) => id);
  }
}
