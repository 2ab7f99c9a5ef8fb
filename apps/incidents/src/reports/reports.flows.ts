// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import { v4 as uuidv4, v7 as uuidv7 } from 'uuid';
import { type LocalDate, Refusal, type Text } from '#domain';
import {
  type ActionOf,
  type Answer,
  type AnyKind,
  Cases,
  type Command,
  Database,
  Problem,
  pathOf,
  peopleOf,
} from '#persistence';
import { moveOut } from '../move-out/move-out.kind.js';
import { NeighbourComplaintFlows } from '../neighbour-complaint/neighbour-complaint.flows.js';
import { neighbourComplaint } from '../neighbour-complaint/neighbour-complaint.kind.js';
import { rentArrears } from '../rent-arrears/rent-arrears.kind.js';
import type { LandlordReport, ReportAnswer, ReportKind } from './report.dto.js';

// Which case each kind of report opens, and what adds it to the open one: a landlord need not know how the municipality sorts its
// cases (roadmap H1, N1, N3, U1).
interface Opens<K extends AnyKind = AnyKind> {
  kind: K;
  /** Opens a case. */
  action: ActionOf<K>;
  /** Adds to the open case that the refusal with this code names. */
  further?: { action: ActionOf<K>; where: string };
  /** Fields of the report that it reads beside the tenancy's. */
  reads: readonly string[];
}
const opens = <K extends AnyKind>(of: Opens<K>): Opens => of as unknown as Opens;

const ofConduct = opens({
  kind: neighbourComplaint,
  action: 'report',
  further: { action: 'reportFurther', where: 'further-report-goes-to-the-open-case' },
  reads: ['from', 'categories', 'happenedOn'],
});
const ofLeaving = { kind: moveOut, action: 'report' } as const;

const OPENS: Readonly<Record<ReportKind, Opens>> = {
  missing_rent: opens({
    kind: rentArrears,
    action: 'report',
    further: { action: 'reportFurtherRent', where: 'further-rent-goes-to-the-open-case' },
    reads: ['amountOere', 'rentDueOn'],
  }),
  concern: ofConduct,
  complaint: ofConduct,
  moving_out: opens({ ...ofLeaving, reads: ['noticeOn', 'movedOutOn'] }),
  abandoned: opens({ ...ofLeaving, reads: ['movedOutOn'] }),
};

/** The field that every report has. */
const OF_EVERY_KIND = ['kind', 'tenancyRef', 'landlordReference'];

const THE_ONE_ENTRY: Text = { da: 'Den ene indgang', en: 'The single entry point' };
const WHO_WORKS_ON_IT: Text = { da: 'De, der arbejder med sagen', en: 'Those who work on the case' };

/** What the views of a landlord have in common. */
interface SeenByLandlord {
  id: string;
  number: string;
  version: number;
  status?: string;
  next?: { by: LocalDate | null; text: Text } | null;
}

/** One report: the case that it opens, or the open one that gets it. */
@Injectable()
export class ReportsFlows {
  constructor(
    private readonly cases: Cases,
    private readonly database: Database,
    private readonly complaints: NeighbourComplaintFlows,
  ) {}

  async report(report: LandlordReport, command: Command): Promise<Answer> {
    const { kind, action, further, reads } = OPENS[report.kind];
    if (!peopleOf(kind, action).some((role) => command.actor.roles.includes(role)))
      throw new Problem(403, 'role-not-allowed');
    const unread = Object.keys(report).filter((field) => ![...OF_EVERY_KIND, ...reads].includes(field));
    if (unread.length)
      throw new Problem(
        400,
        'invalid-request',
        {},
        unread.map((field) => ({ pointer: `/${field}`, code: 'unknown-field', message: '' })),
      );
    try {
      return answerOf(kind, await this.open(report, command));
    } catch (error) {
      // What is wrong with it is wrong in the open case too.
      const wrong = error instanceof Refusal && further ? error.except(further.where) : error;
      if (wrong) throw wrong;
      return answerOf(kind, await this.add(report, String((error as Refusal).facts.caseRef), command));
    }
  }

  private async open(report: LandlordReport, command: Command): Promise<Answer> {
    const { tenancyRef, landlordReference } = report;
    const of = { ...(tenancyRef && { tenancyRef }), ...(landlordReference && { landlordReference }) };
    switch (report.kind) {
      case 'missing_rent': {
        const { amountOere, rentDueOn } = report;
        const missing = { amountOere: amountOere!, rentDueOn: rentDueOn!, landlordRef: command.actor.landlordRef! };
        const about = { tenancyRef: tenancyRef ?? null, landlordReference: landlordReference ?? null };
        const row = { acknowledgeDeadlineRef: uuidv7() };
        return await this.cases.open(rentArrears, 'report', command, { ...missing, ...about }, { row });
      }
      case 'concern':
      case 'complaint':
        return await this.complaints.report({ ...of, ...conductOf(report, command) }, command);
      default: {
        const { kind, noticeOn, movedOutOn } = report;
        const leaves = { kind: kind === 'abandoned' ? ('abandoned' as const) : ('voluntary' as const) };
        const known = tenancyRef ?? (await this.tenancyOf(landlordReference!, movedOutOn!, command));
        const told = { ...leaves, ...(noticeOn && { noticeOn }), movedOutOn: movedOutOn!, tenancyRef: known };
        return await this.cases.open(moveOut, 'report', command, told);
      }
    }
  }

  /** To the open case of the tenancy. It is theirs to see: the refusal has named it. */
  private add(report: LandlordReport, caseRef: string, command: Command): Promise<Answer> {
    if (report.kind !== 'missing_rent') {
      const conduct = { ...conductOf(report, command), reportRef: uuidv4(), isLandlords: true };
      return this.cases.act(neighbourComplaint, 'reportFurther', caseRef, command, conduct);
    }
    const { amountOere, rentDueOn } = report;
    const rent = { amountOere: amountOere!, rentDueOn: rentDueOn! };
    return this.cases.act(rentArrears, 'reportFurtherRent', caseRef, command, rent);
  }

  /** By the landlord's own lease number on the day; an unknown one is refused as an unknown tenancy is. */
  private async tenancyOf(landlordReference: string, day: LocalDate, { actor }: Command): Promise<string> {
    const [found] = await this.database.query<{ id: string }>(
      `select id from known_tenancies where landlord_ref = $1 and folded(landlord_reference) = folded($2) and not struck
        and started_on <= $3::date order by (ended_on is null or ended_on >= $3::date) desc, started_on desc limit 1`,
      [actor.landlordRef, landlordReference, day],
    );
    return found?.id ?? uuidv4();
  }
}

const conductOf = (report: LandlordReport, { actor }: Command) => {
  const { kind, categories = [], happenedOn } = report;
  const isAdmin = actor.roles.includes('landlord_admin');
  const from = report.from ?? (isAdmin ? ('landlord' as const) : ('caretaker' as const));
  return { kind: kind as 'concern' | 'complaint', from, categories, ...(happenedOn && { happenedOn }) };
};

/** Also of an answer that is remembered: whether the case was opened by it its status tells. */
function answerOf(kind: AnyKind, { status, body }: Answer): Answer {
  const { id, number, version, status: shown, next = null } = body as SeenByLandlord;
  const href = `${pathOf(kind)}/${id}`;
  const isOpened = status === 201;
  const answer: ReportAnswer = {
    ...{ caseKind: kind.name, caseRef: id, number, version, href },
    outcome: isOpened ? 'opened' : 'added',
    receivedBy: shown === 'acting' ? WHO_WORKS_ON_IT : THE_ONE_ENTRY,
    ...{ hearsBy: next?.by ?? null, next: next?.text ?? null },
  };
  return { status: 201, body: answer, version, location: href };
}
