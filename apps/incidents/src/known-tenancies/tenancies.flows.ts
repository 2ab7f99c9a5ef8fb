// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import { type AnyKind, byTheRules, Cases, type CommandInTransaction } from '#persistence';
import { knownTenancy } from './known-tenancy.js';

/**
 * A kind of which a case may be reported before its tenancy is known. Its rules have `matchTenancy`, `unmatchTenancy` and
 * `forgetTenant`; its cases `landlordRef`, `landlordReference`, `tenancyRef` and `agreementRef`, which is set once it is matched.
 */
export interface AwaitsTenancy {
  kind: AnyKind;
  /** SQL of the day on which the tenant lived there, over the case's columns, alias `c`. */
  day: string;
  /** SQL of what else must hold between case `c` and tenancy `t`. */
  fits?: string;
  /** SQL of whether the case `c` holds what could point at the tenant. */
  pointsAtTenant?: string;
}

/** One at a time per landlord: the arrival of a tenancy, and the search for the tenancy of a report. */
const matchingLock = (landlordRef: string) => `hashtextextended('match ' || ${landlordRef}::text, 0)`;

const tableOf = ({ kind }: AwaitsTenancy) => kind.name.replaceAll('-', '_');

/** Cases that wait for their tenancy, whatever they are about: ADR 8. */
@Injectable()
export class TenancyFlows {
  private readonly waiting: AwaitsTenancy[] = [];

  constructor(private readonly cases: Cases) {}

  /** Said once of each such kind, by its flows. */
  awaits(of: AwaitsTenancy): void {
    const { kind } = of;
    this.waiting.push(of);
    this.cases.lockBeforeDue(kind, async (id, { tx }) => {
      const [due] = await tx.query<{ ours: boolean }>(
        `select case when agreement_ref is null then pg_try_advisory_xact_lock(${matchingLock('landlord_ref')}) else true end as ours
           from ${tableOf(of)} where id = $1`,
        [id],
      );
      return due?.ours === true;
    });
    this.cases.onDue<AnyKind>(kind, 'matchTenancy', (id, command) => this.matchOldestFirst(of, id, command));
  }

  /** A tenancy has become known: reports of its landlord that waited for it are matched. */
  async matchReports(
    landlordRef: string,
    command: CommandInTransaction,
    keepTenancy: () => Promise<void>,
  ): Promise<void> {
    await command.tx.query(`select pg_advisory_xact_lock(${matchingLock('$1')})`, [landlordRef]);
    await keepTenancy();
    for (const of of this.waiting)
      for (const id of await this.matchable(of, { landlordRef, tenancyRef: null }, command))
        await this.match(of, id, command);
  }

  /** A tenancy was registered in error: the open cases that were matched to it look for theirs again. */
  async tenancyStruck(tenancyRef: string, command: CommandInTransaction): Promise<void> {
    for (const of of this.waiting) {
      const matched = await command.tx.query<{ id: string }>(
        `select id from ${tableOf(of)} where tenancy_ref = $1 and agreement_ref is not null and closed_at is null
          order by id for update`,
        [tenancyRef],
      );
      for (const { id } of matched) await this.cases.act<AnyKind, string>(of.kind, 'unmatchTenancy', id, command);
    }
  }

  /** The tenant of these is erased. @returns how many cases held what could point at the person */
  async forgetTenants(tenancyRefs: readonly string[], command: CommandInTransaction): Promise<number> {
    await command.tx.query('update known_tenancies set landlord_reference = null where id = any ($1)', [tenancyRefs]);
    let forgotten = 0;
    for (const of of this.waiting) {
      const { kind, pointsAtTenant = 'c.landlord_reference is not null' } = of;
      const found = await command.tx.query<{ id: string; points: boolean }>(
        // Also what became an eviction before its tenancy was known: that of the eviction came to be known later.
        `select c.id, ${pointsAtTenant} as points from ${tableOf(of)} c
          where c.tenancy_ref = any ($1) or c.id in (select (b ->> 'caseRef')::uuid
            from eviction e, jsonb_array_elements(e.bases) b where e.tenancy_ref = any ($1)) order by c.id`,
        [tenancyRefs],
      );
      const pointing = found.filter(({ points }) => points);
      for (const { id } of pointing)
        await this.cases.act<AnyKind, string>(kind, 'forgetTenant', id, byTheRules(command));
      await command.tx.query('select forget_lease_numbers($1)', [found.map(({ id }) => id)]);
      forgotten += pointing.length;
    }
    return forgotten;
  }

  /** Of reports of one tenancy the later is the duplicate (domain.md 13.4), whichever of them time came to first. */
  private async matchOldestFirst(of: AwaitsTenancy, id: string, command: CommandInTransaction): Promise<void> {
    const [due] = await command.tx.query<{ landlordRef: string; tenancyRef: string }>(
      `select c.landlord_ref as "landlordRef", t.id as "tenancyRef"
         from ${tableOf(of)} c, lateral (${knownTenancy(of.day)}) t where c.id = $1`,
      [id],
    );
    const older = due ? (await this.matchable(of, due, command)).filter((one) => one < id) : [];
    for (const one of [...older, id]) await this.match(of, one, command);
  }

  /** Unless one that was matched before has ended it as its duplicate. */
  private async match(of: AwaitsTenancy, id: string, command: CommandInTransaction): Promise<void> {
    const [waits] = await command.tx.query(
      `select from ${tableOf(of)} where id = $1 and agreement_ref is null and closed_at is null`,
      [id],
    );
    if (waits) await this.cases.act<AnyKind, string>(of.kind, 'matchTenancy', id, command);
  }

  /** The reports, locked, that can be matched, the oldest first. @param about tenancyRef null: to any of the landlord's */
  private async matchable(
    of: AwaitsTenancy,
    { landlordRef, tenancyRef }: { landlordRef: string; tenancyRef: string | null },
    { tx }: CommandInTransaction,
  ): Promise<string[]> {
    const found = await tx.query<{ id: string }>(
      `select c.id from ${tableOf(of)} c
        where c.landlord_ref = $1 and c.agreement_ref is null and c.closed_at is null
          and exists (select from (${knownTenancy(of.day)}) t where ($2::uuid is null or t.id = $2) and ${of.fits ?? 'true'})
        order by c.id for update of c`,
      [landlordRef, tenancyRef],
    );
    return found.map(({ id }) => id);
  }
}
