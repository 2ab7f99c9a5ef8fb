// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import { v4 as uuidv4 } from 'uuid';
import { addDays } from '#domain';
import {
  type Answer,
  byTheRules,
  Cases,
  type Command,
  type CommandInTransaction,
  Database,
  onAnotherCase,
  rememberedNow,
} from '#persistence';
import { IncidentsConfig } from '../incidents.config.js';
import { TenancyFlows } from '../known-tenancies/tenancies.flows.js';
import type { ComplaintReport } from './case.js';
import type { DuplicateComplaint } from './decisions.js';
import type { ReportGraveConduct, ReportNeighbourComplaint } from './neighbour-complaint.dto.js';
import { CONDUCT_DAY, type NeighbourComplaintRow, neighbourComplaint } from './neighbour-complaint.kind.js';

type Told = ReportGraveConduct & { breachRef: string };
/** What is taken over of a case. */
type TakenOver = Omit<DuplicateComplaint, 'duplicateRef'> & { id: string };
const TAKEN_OVER = `o.id, o.is_landlords as "isLandlords", o.state, o.reports, o.reminders, o.breaches, o.warnings, o.tribunals, o.conditions`;

/** One open case of a tenancy, and what becomes of the others. */
@Injectable()
export class NeighbourComplaintFlows {
  constructor(
    private readonly cases: Cases,
    private readonly database: Database,
    private readonly config: IncidentsConfig,
    tenancies: TenancyFlows,
  ) {
    tenancies.awaits({
      kind: neighbourComplaint,
      day: CONDUCT_DAY,
      pointsAtTenant: `c.landlord_reference is not null or c.conditions is not null or c.breaches @? '$[*] ? (@.documentationRef != null)'`,
    });
    cases.follow(
      neighbourComplaint,
      ['report', 'carryOn', 'matchTenancy', 'unmatchTenancy', 'reportConditionBreach', 'strike', 'strikeDialogue'],
      ({ row, before, command }) => this.keepOne(row, before, byTheRules(command)),
    );
    cases.follow(neighbourComplaint, ['strike', 'resolve', 'endConditionalYear'], ({ row, before, command }) =>
      this.carryOn(row, before, byTheRules(command)),
    );
  }

  /** Whose tenancy it is the single entry point need not know where the tenancy is known. */
  async report(input: ReportNeighbourComplaint, command: Command): Promise<Answer> {
    const { tenancyRef = null, landlordReference = null, categories = [], ...said } = input;
    const { landlordRef: own } = command.actor;
    const landlordOfTenancy = own === undefined && tenancyRef ? await this.landlordOf(tenancyRef) : null;
    const report = {
      ...{ ...said, tenancyRef, landlordReference, categories, reportRef: uuidv4(), isLandlords: own !== undefined },
      landlordRef: own ?? said.landlordRef ?? landlordOfTenancy,
      namesLandlord: said.landlordRef !== undefined,
    };
    return await this.cases.open(neighbourComplaint, 'report', { ...command, known: { landlordOfTenancy } }, report, {
      about: { happenedOn: said.happenedOn ?? command.today },
    });
  }

  private async landlordOf(tenancyRef: string): Promise<string | null> {
    const [known] = await this.database.query<{ landlordRef: string }>(
      'select landlord_ref as "landlordRef" from known_tenancies where id = $1 and not struck',
      [tenancyRef],
    );
    return known?.landlordRef ?? null;
  }

  /** Of a case that time had closed: one that has been opened since gives way to it, and nothing of it is lost. */
  async reportConditionBreach(id: string, input: Told, command: Command): Promise<Answer> {
    return await this.database.transaction(async (tx) => {
      const inside = { ...command, tx };
      await tx.query(
        `select pg_advisory_xact_lock(hashtextextended('${neighbourComplaint.name} ' || home, 0)) from neighbour_complaint where id = $1`,
        [id],
      );
      const known = await rememberedNow(inside, tx);
      if (known) return known;
      const [newer] = await tx.query<TakenOver>(
        `select ${TAKEN_OVER} from neighbour_complaint o join neighbour_complaint c on c.home = o.home and o.is_landlords = c.is_landlords
          where c.id = $1 and c.state = 'RESOLVED' and o.closed_at is null for update of o`,
        [id],
      );
      const byRule = byTheRules(onAnotherCase(inside));
      // Should the breach be refused, nothing of it has happened.
      if (newer) await this.cases.act(neighbourComplaint, 'giveWay', newer.id, byRule, { duplicateOf: id });
      const answer = await this.cases.act(neighbourComplaint, 'reportConditionBreach', id, inside, input);
      if (newer) await this.takeOver(id, newer, byRule);
      return answer;
    });
  }

  /**
   * A case that the landlord does not know of ends in the one that he knows, never the other way round: by its number and its
   * reference, which tell when it was opened, he would learn that it had been there.
   */
  private async keepOne(
    row: NeighbourComplaintRow,
    before: NeighbourComplaintRow | null,
    command: CommandInTransaction,
  ): Promise<void> {
    if (row.duplicateOf)
      return await this.takeOver(row.duplicateOf, { ...row, state: before?.state ?? row.state }, command);
    if (row.closedAt) return;
    const [found] = await command.tx.query<TakenOver>(
      `select ${TAKEN_OVER} from neighbour_complaint o join neighbour_complaint c on c.home = o.home
        where c.id = $1 and o.closed_at is null and o.is_landlords <> c.is_landlords for update of o`,
      [row.id],
    );
    if (!found) return;
    const [known, unknown] = row.isLandlords ? [row.id, found] : [found.id, row];
    await this.cases.act(neighbourComplaint, 'giveWay', unknown.id, command, { duplicateOf: known });
    await this.takeOver(known, unknown, command);
  }

  private async takeOver(
    into: string,
    { id: duplicateRef, ...of }: TakenOver,
    command: CommandInTransaction,
  ): Promise<void> {
    const { isLandlords, state, reports, reminders, breaches, warnings, tribunals, conditions } = of;
    const its = { isLandlords, state, reports, reminders, breaches, warnings, tribunals, conditions };
    await this.cases.act(neighbourComplaint, 'recordDuplicate', into, command, { duplicateRef, ...its });
  }

  /** The landlord's own report was an error, or his case has stayed quiet: what a tenant has reported is not over by that. */
  private async carryOn(
    row: NeighbourComplaintRow,
    before: NeighbourComplaintRow | null,
    command: CommandInTransaction,
  ): Promise<void> {
    const hasEnded = row.closedAt !== null && before?.closedAt === null;
    if (!hasEnded || !row.isLandlords) return;
    const { landlordRef, landlordReference, tenancyRef, agreementRef } = row;
    const isOver = ({ reportedOn }: ComplaintReport) =>
      row.state !== 'STRUCK' && addDays(reportedOn, this.config.QUIET_DAYS) < command.today;
    const reports = row.reports.filter((report) => !report.isLandlords && !isOver(report));
    if (reports.length === 0) return;
    const goesOn = { landlordRef, landlordReference, tenancyRef, agreementRef, reports };
    await this.cases.open(neighbourComplaint, 'carryOn', command, goesOn, {
      about: { happenedOn: reports[0]?.happenedOn ?? command.today },
    });
  }
}
