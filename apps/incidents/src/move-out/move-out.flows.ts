// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import { Registry } from 'prom-client';
import { v7 as uuidv7 } from 'uuid';
import { byTheRules, Cases, type Command, type CommandInTransaction, Database, Problem, refusalOf } from '#persistence';
import { Threads, threadFile } from '#service';
import { eviction } from '../eviction/eviction.kind.js';
import { IncidentsConfig } from '../incidents.config.js';
import type { Forgotten } from '../known-tenancies/known-tenancy.js';
import { calculatedOf } from './calculated.js';
import type { CalculationView, LandlordCalculationView } from './calculation/calculation.dto.js';
import { landlordCalculation, municipalCalculation } from './calculation/calculation.js';
import type { CoverAnswer } from './case.js';
import { type OfEviction, tenancyToLeaveIsKnown } from './inspection.js';
import type { CalculationQuery } from './move-out.dto.js';
import { knownOfDwelling, type MoveOutRow, moveOut } from './move-out.kind.js';
import { observeUnanswered } from './unanswered-cover.lookup.js';

const DRAWING = threadFile<typeof import('./calculation/draw.thread.js')>('./calculation/draw.thread', import.meta.url);

/** What the ledger says of a request, or that it keeps nothing for it any more. */
export type LedgerSays = Omit<CoverAnswer, 'state'> & { state: CoverAnswer['state'] | 'EXPIRED' | 'RELEASED' };

/** A move-out and what crosses it: the ledger, the dwelling's next tenancy, the eviction that led to it. */
@Injectable()
export class MoveOutFlows {
  constructor(
    private readonly cases: Cases,
    private readonly threads: Threads,
    private readonly settings: IncidentsConfig,
    registry: Registry,
    database: Database,
  ) {
    observeUnanswered(registry, database);
    cases.follow(eviction, ['execute', 'vacate', 'matchTenancy'], async ({ row, command }) => {
      const { id: evictionRef, number: evictionNumber, tenancyRef, agreementRef, executedOn, vacatedOn } = row;
      const movedOutOn = executedOn ?? vacatedOn;
      if (!tenancyRef || !agreementRef || !movedOutOn) return;
      const { assignedRole, assignedTeam, assignedPerson } = row;
      const termination = row.terminations.at(-1);
      const of = {
        ...{ tenancyRef, movedOutOn, evictionRef, evictionNumber },
        kind: executedOn ? ('evicted' as const) : ('voluntary' as const),
        ...(termination && { terminatedOn: termination.servedOn }),
        owner: { assignedRole, assignedTeam, assignedPerson },
      };
      await this.openForEviction(of, command);
    });
    // Of the day of an eviction that was an error nobody moves out.
    cases.follow(eviction, ['strike'], async ({ row, before, command }) => {
      const hadMovedOut = before!.executedOn ?? before!.vacatedOn;
      if (hadMovedOut && !row.executedOn && !row.vacatedOn) await this.causeStruck(row.id, command);
    });
    // Whoever strikes the tenancy at that moment sees the move-out, or is seen.
    cases.follow(moveOut, ['report', 'openForEviction'], async ({ row: { tenancyRef }, command }) => {
      const [known] = await command.tx.query<{ struck: boolean }>(
        'select struck from known_tenancies where id = $1 for share',
        [tenancyRef],
      );
      if (known?.struck) throw refusalOf(tenancyToLeaveIsKnown);
    });
  }

  /** What the settlement comes to, as far as the caller may see it. @throws Problem 404 also while there is no statement */
  async calculation(id: string, command: Command): Promise<CalculationView | LandlordCalculationView> {
    const row = await this.cases.row(moveOut, id, command);
    const calculated = calculatedOf(row, this.settings.MUNICIPALITY_NAME);
    if (!calculated) throw new Problem(404, 'not-found');
    return command.actor.landlordRef ? landlordCalculation(calculated) : municipalCalculation(calculated);
  }

  /** The same as a document. @throws Problem 404 also while there is no statement, 429 where too much is drawn already */
  async calculationDocument(
    id: string,
    { format, language }: CalculationQuery,
    command: Command,
    signal: AbortSignal,
  ): Promise<{ content: Buffer; name: string }> {
    const view = await this.calculation(id, command);
    const toDraw = async () => ({ view, format, language });
    const drawn = await this.threads.run(DRAWING, 'drawCalculation', toDraw, { caller: command.actor.id, signal });
    const content = Buffer.from(drawn.buffer, drawn.byteOffset, drawn.byteLength);
    return { content, name: `${view.number}.${format}` };
  }

  /** What the ledger says of an open request of a move-out; of any other request, or again, it changes nothing. */
  async hearCover(id: string, requestRef: string, said: LedgerSays, command: CommandInTransaction): Promise<void> {
    const [known] = await command.tx.query<Pick<MoveOutRow, 'coverRequests'>>(
      'select cover_requests as "coverRequests" from move_out where id = $1 for update',
      [id],
    );
    const request = known?.coverRequests.find((one) => one.requestRef === requestRef && one.status === 'requested');
    if (!request || (request.answer && request.answer.version >= said.version)) return;
    const isShare = request.commitment === 'move_out_shortfall';
    const { state, ...rest } = said;
    if (state === 'RESERVED' || state === 'REFUSED') {
      const answer = { ...rest, state };
      await this.cases.act(moveOut, isShare ? 'hearCover' : 'hearVacancyCover', id, command, { answer });
    } else if (state === 'EXPIRED') {
      const again = { requestRef: uuidv7() };
      await this.cases.act(moveOut, isShare ? 'askForCoverAgain' : 'askForVacancyCoverAgain', id, command, again);
    } else await this.cases.act(moveOut, isShare ? 'withdrawProposal' : 'takeBackVacancyRent', id, command);
  }

  /** A tenancy or a vacancy of a dwelling has become known, or is others: the move-outs from there look again where it matters. */
  async dwellingHeard(dwellingRef: string | null, command: CommandInTransaction): Promise<void> {
    if (dwellingRef === null) return;
    const differing = await command.tx.query<{ id: string }>(
      `select c.id from move_out c, lateral (select ${knownOfDwelling('c.dwelling_ref', 'c.tenancy_ref', 'c.started_on', 'c.moved_out_on')}) d
        where c.dwelling_ref = $1 and c.closed_at is null
          and ((c.next_tenancy_from, c.paid_elsewhere_from) is distinct from (d.next_tenancy_from, d.paid_elsewhere_from)
            or (c.terms -> 'rentOere' = 'null' and exists (select from known_tenancies t where t.id = c.tenancy_ref
              and t.rent_oere is not null and not t.struck)))
        order by c.id for update of c`,
      [dwellingRef],
    );
    for (const { id } of differing) await this.cases.act(moveOut, 'lookAgain', id, byTheRules(command));
  }

  /** A tenancy was registered in error: nobody moves out of it. What is paid stays, and is put right by people. */
  async tenancyStruck(tenancyRef: string, command: CommandInTransaction): Promise<void> {
    const open = await command.tx.query<{ id: string }>(
      `select id from move_out where tenancy_ref = $1 and closed_at is null and share_paid_on is null
          and vacancy_paid_on is null for update`,
      [tenancyRef],
    );
    for (const { id } of open) await this.cases.act(moveOut, 'loseCause', id, byTheRules(command));
  }

  /** The tenant of these is erased: what stands in the lines may point at the person. */
  async forgetTenants(tenancyRefs: readonly string[], command: CommandInTransaction): Promise<Forgotten> {
    const found = await command.tx.query<{ id: string }>(
      'select id from move_out where tenancy_ref = any ($1) order by id',
      [tenancyRefs],
    );
    for (const { id } of found) await this.cases.act(moveOut, 'forgetTenant', id, byTheRules(command));
    const cases = found.map(({ id }) => id);
    await command.tx.query('select forget_lines($1)', [cases]);
    return { cases, scrubbed: cases };
  }

  /**
   * An eviction has led to a move-out: it is opened, or linked where the landlord has reported it already. Of a tenancy that is
   * not known under an agreement there is none.
   */
  async openForEviction(of: OfEviction, command: CommandInTransaction): Promise<void> {
    const { tx } = command;
    const [known] = await tx.query('select 1 from known_tenancies where id = $1 and not struck', [of.tenancyRef]);
    if (!known) return;
    const [reported] = await tx.query<Pick<MoveOutRow, 'id' | 'closedAt' | 'evictionRef'>>(
      `select id, closed_at as "closedAt", eviction_ref as "evictionRef" from move_out
        where tenancy_ref = $1 and state <> 'STRUCK' for update`,
      [of.tenancyRef],
    );
    if (!reported) {
      await this.cases.open(moveOut, 'openForEviction', byTheRules(command), of);
    } else if (reported.closedAt === null && reported.evictionRef === null) {
      const { evictionRef, evictionNumber } = of;
      await this.cases.act(moveOut, 'linkEviction', reported.id, byTheRules(command), { evictionRef, evictionNumber });
    }
  }

  /**
   * What led to the move-out is struck in the eviction case: what it opened goes where nothing rests on it, what the landlord had
   * reported himself stays.
   * @throws Refusal `move-out-rests-on-the-eviction`: the summons, the inspection or the statement are struck first
   */
  async causeStruck(evictionRef: string, command: CommandInTransaction): Promise<void> {
    const [of] = await command.tx.query<{ id: string; opened: boolean }>(
      `select id, exists (select from case_step s where s.case_id = c.id and s.action = 'openForEviction') as opened
         from move_out c where eviction_ref = $1 and state <> 'STRUCK' for update`,
      [evictionRef],
    );
    if (of) await this.cases.act(moveOut, of.opened ? 'loseEviction' : 'unlinkEviction', of.id, byTheRules(command));
  }
}
