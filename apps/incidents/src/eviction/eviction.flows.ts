// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import { v4 as uuidv4 } from 'uuid';
import { byTheRules, Cases, type CommandInTransaction } from '#persistence';
import { IncidentsConfig } from '../incidents.config.js';
import type { Forgotten } from '../known-tenancies/known-tenancy.js';
import { neighbourComplaint } from '../neighbour-complaint/neighbour-complaint.kind.js';
import { rentArrears } from '../rent-arrears/rent-arrears.kind.js';
import { groundOf } from '../rent-arrears/termination.js';
import type { Basis } from './case.js';
import type { NewEviction } from './eviction.js';
import { anotherOpenOf, evictedTenancy, eviction } from './eviction.kind.js';
import { owedInEviction } from './termination.js';

/** A ground as the case that it comes from tells it, and whose the tenancy is. */
export type Ground = Pick<Basis, 'kind' | 'caseKind' | 'caseRef' | 'caseNumber' | 'since' | 'earliestOn'> &
  Partial<Pick<Basis, 'owedOere' | 'insisted' | 'categories'>> &
  Omit<NewEviction, 'basis'>;

/** An eviction and what crosses it: the cases that it comes from, the tenancy that it ends. */
@Injectable()
export class EvictionFlows {
  constructor(
    private readonly cases: Cases,
    settings: IncidentsConfig,
  ) {
    cases.follow(rentArrears, ['terminate', 'reportOtherProblems'], async ({ row, before, command }) => {
      const { id: caseRef, number: caseNumber, assignedTo, assignedTeam, assignedPerson, rentDueOn: since } = row;
      const { landlordRef, landlordReference, tenancyRef, agreementRef } = row;
      const of = {
        ...{ caseKind: 'rent-arrears', caseRef, caseNumber, since },
        ...{ landlordRef, landlordReference, tenancyRef, agreementRef },
        ...{ assignedRole: assignedTo, assignedTeam, assignedPerson },
      };
      const { TRIVIAL_BREACH_BELOW_OERE: trivialBelowOere } = settings;
      const arrears = groundOf(before!, { today: command.today, trivialBelowOere });
      if (arrears) await this.openFor({ kind: 'arrears', ...arrears, ...of }, command);
      if (row.otherProblems.length) await this.openFor({ kind: 'other_problems', earliestOn: null, ...of }, command);
    });
    cases.follow(neighbourComplaint, ['terminate', 'reportSeriousConduct'], async ({ row, command }) => {
      const { id: caseRef, number: caseNumber, assignedTo, assignedTeam, assignedPerson } = row;
      const { landlordRef, landlordReference, tenancyRef, agreementRef } = row;
      const isSerious = row.endedBy === 'serious_conduct';
      const { happenedOn: since, categories } = (isSerious ? row.seriousConduct : row.conditionBreach)!;
      await this.openFor(
        {
          ...{
            kind: isSerious ? 'conduct' : 'conditional_breach',
            caseKind: 'neighbour-complaint',
            caseRef,
            caseNumber,
          },
          ...{ since, earliestOn: since, categories, landlordRef, landlordReference, tenancyRef, agreementRef },
          ...{ assignedRole: assignedTo, assignedTeam, assignedPerson },
        },
        command,
      );
    });
    cases.follow(neighbourComplaint, ['strike'], async ({ row, before, command }) => {
      const hasEnded = (complaint: typeof row) => complaint.state === 'ESCALATED_TO_EVICTION';
      if (hasEnded(before!) && !hasEnded(row)) await this.dropGround(row.id, command);
    });
    cases.follow(rentArrears, ['strike'], async ({ row, input, command }) => {
      if (input.what === 'escalation') await this.dropGround(row.id, command);
    });
    // Help that was on its way when the lease was terminated: the landlord has been paid, by whomever.
    cases.follow(rentArrears, ['recordHelpPaidTwice'], async ({ row, before, input, command }) => {
      const paidOere = row.help!.paidOere - before!.help!.paidOere;
      if (row.state === 'ESCALATED_TO_EVICTION' && input.paidOn)
        await this.paidByTheMunicipality(row.id, { paidOn: input.paidOn, amountOere: paidOere }, command);
    });
  }

  /**
   * A ground for an eviction: it opens a case, or is added to the open one of the same tenancy. Of a tenancy that nobody knows, to
   * that of the same lease number.
   */
  async openFor(ground: Ground, cause: CommandInTransaction): Promise<void> {
    const command = byTheRules(cause);
    const { kind, caseKind, caseRef, caseNumber, since, earliestOn, ...more } = ground;
    const { owedOere: owed = null, insisted = false, categories = [], ...of } = more;
    const basis: Basis = {
      ...{ basisRef: uuidv4(), kind, caseKind, caseRef, caseNumber, since, earliestOn },
      ...{ owedOere: owed, insisted, categories },
    };
    const { landlordRef, tenancyRef, landlordReference } = of;
    // One after the other of a landlord: two grounds at once are of one case.
    await command.tx.query(`select pg_advisory_xact_lock(hashtextextended('eviction ' || $1::text, 0))`, [landlordRef]);
    const [open] = await command.tx.query<{ id: string; isKnown: boolean }>(
      `select c.id, exists (select from jsonb_array_elements(c.bases) b where b ->> 'caseRef' = $4 and b ->> 'kind' = $5) as "isKnown"
         from eviction c
        where c.landlord_ref = $1 and c.closed_at is null
          and (c.tenancy_ref = $2 or ((c.tenancy_ref is null or $2::uuid is null) and folded(c.landlord_reference) =
            folded(coalesce($3, (select t.landlord_reference from known_tenancies t where t.id = $2 and t.landlord_ref = $1)))
            -- The lease number may be that of the home: the tenant before had it too.
            and not exists (select from known_tenancies t where t.id = c.tenancy_ref and t.ended_on < $6::date)
            and not exists (select from known_tenancies t where t.id = $2 and t.started_on > c.opened_on)))
        order by c.id limit 1 for update of c`,
      [landlordRef, tenancyRef, landlordReference, caseRef, kind, since],
    );
    if (open?.isKnown) return;
    if (open) await this.cases.act(eviction, 'addBasis', open.id, command, { basis });
    else await this.cases.open(eviction, 'open', command, { ...of, basis }, { about: { openedOn: command.today } });
  }

  /** A tenancy has become known: open cases of its landlord that waited for it are matched. */
  async tenancyKnown(landlordRef: string, command: CommandInTransaction): Promise<void> {
    const waiting = await command.tx.query<{ id: string }>(
      `select c.id from eviction c where c.landlord_ref = $1 and c.agreement_ref is null and c.closed_at is null
          and exists (select from (${evictedTenancy}) t where not ${anotherOpenOf('t.id')})
        order by c.id for update of c`,
      [landlordRef],
    );
    for (const { id } of waiting) await this.cases.act(eviction, 'matchTenancy', id, byTheRules(command));
  }

  /** A tenancy was registered in error: its open case looks for its own again. */
  async tenancyStruck(tenancyRef: string, command: CommandInTransaction): Promise<void> {
    const matched = await command.tx.query<{ id: string }>(
      `select id from eviction where tenancy_ref = $1 and agreement_ref is not null and closed_at is null order by id for update`,
      [tenancyRef],
    );
    for (const { id } of matched) await this.cases.act(eviction, 'loseTenancy', id, byTheRules(command));
  }

  /** The tenant of these is erased. */
  async forgetTenants(tenancyRefs: readonly string[], command: CommandInTransaction): Promise<Forgotten> {
    const found = await command.tx.query<{ id: string; isKnown: boolean }>(
      `select id, landlord_reference is not null or jsonb_path_exists(court_notifications, '$[*] ? (@.minorsInHousehold != null)')
                as "isKnown" from eviction where tenancy_ref = any ($1) order by id`,
      [tenancyRefs],
    );
    const known = found.filter(({ isKnown }) => isKnown);
    for (const { id } of known) await this.cases.act(eviction, 'forgetTenant', id, byTheRules(command));
    await command.tx.query('select forget_evictions($1)', [found.map(({ id }) => id)]);
    return { cases: found.map(({ id }) => id), scrubbed: known.map(({ id }) => id) };
  }

  /** What led here was registered in error. @throws Refusal: the case has been acted on by it */
  private async dropGround(caseRef: string, command: CommandInTransaction): Promise<void> {
    const found = await command.tx.query<{ id: string }>(
      `select id from eviction where state <> 'STRUCK' and bases @> jsonb_build_array(jsonb_build_object('caseRef', $1::text)) for update`,
      [caseRef],
    );
    for (const { id } of found) await this.cases.act(eviction, 'dropBasis', id, byTheRules(command), { caseRef });
  }

  /** What exceeds what is owed is for coming rent. */
  private async paidByTheMunicipality(
    caseRef: string,
    payment: { paidOn: string; amountOere: number },
    cause: CommandInTransaction,
  ): Promise<void> {
    const [found] = await cause.tx.query<Parameters<typeof owedInEviction>[0] & { id: string }>(
      `select id, bases, payments from eviction
        where bases @> jsonb_build_array(jsonb_build_object('caseRef', $1::text, 'kind', 'arrears'))
          and (closed_at is null or state in ('VACATED', 'ENDED')) order by id desc limit 1 for update`,
      [caseRef],
    );
    const amountOere = found ? Math.min(payment.amountOere, owedInEviction(found)) : 0;
    if (found && amountOere > 0)
      await this.cases.act(eviction, 'registerPayment', found.id, byTheRules(cause), { ...payment, amountOere });
  }
}
