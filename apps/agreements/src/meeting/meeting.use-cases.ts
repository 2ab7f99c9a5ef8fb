// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import { addDays, type LocalDate } from '#domain';
import {
  type Answer,
  CaseStore,
  type Command,
  type CommandInTransaction,
  Database,
  type Sql,
  Sweeper,
} from '#persistence';
import { partyOf } from '../agreement/agreement.js';
import { agreementOf, followUpScope } from '../agreement/agreement.lookup.js';
import { Figures } from '../figures/figures.lookup.js';
import {
  type AddAgendaItem,
  type CallMeeting,
  type CorrectMinutes,
  type HoldMeeting,
  type MoveMeeting,
  viewFor,
} from './meeting.dto.js';
import type { MeetingRow } from './meeting.entity.js';
import { meetingKind } from './meeting.events.js';
import { AGENDA_DAYS, type Agenda, type Meeting, meetingDates, meetingRules } from './meeting.js';

/** What a version of an agreement says of its meetings. */
export interface MeetingPlan {
  agreementRef: string;
  landlordRef: string;
  effectiveFrom: LocalDate;
  intervalMonths: number;
  /** Last day of the term. */
  to: LocalDate;
  standing: readonly string[];
}

type Roles = Command['actor']['roles'];

@Injectable()
export class MeetingUseCases {
  constructor(
    private readonly cases: CaseStore,
    private readonly database: Database,
    private readonly figures: Figures,
    sweeper: Sweeper,
  ) {
    sweeper.add({ kind: meetingKind, runDue: (id, command) => this.prepareDue(id, command) });
  }

  /**
   * The meetings of a version that comes into force: those of an earlier version that are still planned and no longer meet
   * the plan are cancelled. The same plan again changes nothing.
   */
  async plan(
    { effectiveFrom, intervalMonths, to, ...about }: MeetingPlan,
    command: CommandInTransaction,
  ): Promise<void> {
    const dates = meetingDates(effectiveFrom, intervalMonths, to).filter((date) => date >= command.today);
    const planned = await command.tx.query<{ id: string; planned_on: LocalDate }>(
      `select id, planned_on from meeting
        where agreement_ref = $1 and state = 'PLANNED' and planned_on is not null order by planned_on`,
      [about.agreementRef],
    );
    for (const { id, planned_on } of planned)
      if (!dates.includes(planned_on)) await this.cancel(id, { ...command, action: 'meeting.cancel' });
    const known = new Set(planned.map(({ planned_on }) => planned_on));
    for (const date of dates)
      if (!known.has(date)) await this.open({ ...about, plannedOn: date, meetsOn: date }, command);
  }

  /** No more meetings after an agreement's end. */
  async cancelAfter(agreementRef: string, day: LocalDate, command: CommandInTransaction): Promise<void> {
    const planned = await command.tx.query<{ id: string }>(
      `select id from meeting where agreement_ref = $1 and state in ('PLANNED', 'AGENDA_READY') and meets_on > $2`,
      [agreementRef, day],
    );
    for (const { id } of planned) await this.cancel(id, { ...command, action: 'meeting.cancel' });
  }

  call({ agreementRef, meetsOn }: CallMeeting, command: Command): Promise<Answer> {
    return this.database.transaction(async (tx) => {
      const { landlordRef } = await agreementOf(tx, agreementRef, command);
      return await this.open({ agreementRef, landlordRef, meetsOn, plannedOn: null, standing: [] }, { ...command, tx });
    });
  }

  move(id: string, { meetsOn }: MoveMeeting, command: Command): Promise<Answer> {
    return this.change(id, command, (meeting, roles) => ({
      state: meetingRules.next('move', meeting, roles, command, { meetsOn }),
      meetsOn,
      nextDueOn: meeting.agenda ? null : agendaDay(meetsOn, command.today),
    }));
  }

  addAgendaItem(id: string, { text }: AddAgendaItem, command: Command): Promise<Answer> {
    return this.change(id, command, (meeting, roles) => ({
      state: meetingRules.next('addAgendaItem', meeting, roles, command),
      items: [...meeting.items, { by: partyOf(roles), text }],
    }));
  }

  prepareAgenda(id: string, command: Command): Promise<Answer> {
    const run = async (tx: Sql): Promise<Answer> => {
      const inside = { ...command, tx };
      const [meeting] = await tx.query<{
        agreement_ref: string;
        landlord_ref: string;
        standing: string[];
        state: string;
      }>('select agreement_ref, landlord_ref, standing, state from meeting where id = $1 for update', [id]);
      // Figures are published by being looked at: not for a meeting that refuses it.
      const agenda =
        meeting?.state === 'PLANNED' ? await this.agendaOf(id, meeting.agreement_ref, meeting.standing, inside) : null;
      return await this.change(id, inside, (row, roles) => ({
        state: meetingRules.next('prepareAgenda', row, roles, command),
        agenda,
        nextDueOn: null,
      }));
    };
    return command.tx ? run(command.tx) : this.database.transaction(run);
  }

  hold(id: string, { heldOn, attendees, minutes }: HoldMeeting, command: Command): Promise<Answer> {
    return this.change(id, command, (meeting, roles) => ({
      state: meetingRules.next('hold', meeting, roles, command, { heldOn }),
      ...{ heldOn, attendees, minutes },
      nextDueOn: null,
    }));
  }

  /** What was approved is void: the text is another one. */
  correctMinutes(id: string, { minutes }: CorrectMinutes, command: Command): Promise<Answer> {
    return this.change(id, command, (meeting, roles) => ({
      state: meetingRules.next('correctMinutes', meeting, roles, command),
      minutes,
      approvals: [],
    }));
  }

  approveMinutes(id: string, command: Command): Promise<Answer> {
    return this.change(id, command, (meeting, roles) => {
      const by = partyOf(roles);
      const next = meetingRules.next('approveMinutes', meeting, roles, command, { by });
      const approvals = [...meeting.approvals, by];
      return {
        state: next(approvals.length === 2 ? 'MINUTES_APPROVED' : 'same'),
        approvals,
        ...(approvals.length === 2 && { closedAt: command.now }),
      };
    });
  }

  cancel(id: string, command: Command): Promise<Answer> {
    return this.change(id, command, (meeting, roles) => ({
      state: meetingRules.next('cancel', meeting, roles, command),
      closedAt: command.now,
      nextDueOn: null,
    }));
  }

  private async prepareDue(id: string, command: CommandInTransaction): Promise<'done'> {
    await this.prepareAgenda(id, { ...command, action: 'meeting.prepare-agenda' });
    return 'done';
  }

  private open(
    about: Pick<Meeting, 'agreementRef' | 'landlordRef' | 'meetsOn' | 'plannedOn' | 'standing'>,
    command: Command,
  ): Promise<Answer> {
    return this.cases.open(
      meetingKind,
      about.plannedOn ? { ...command, action: 'meeting.open' } : command,
      {},
      () => ({
        row: {
          ...about,
          state: meetingRules.next('call', null, command.actor.roles, command, about),
          closedAt: null,
          nextDueOn: agendaDay(about.meetsOn, command.today),
          items: [],
          agenda: null,
          heldOn: null,
          attendees: [],
          minutes: null,
          approvals: [],
        },
        fact: 'changed',
      }),
      viewFor(command),
    );
  }

  private change(
    id: string,
    command: Command,
    decide: (meeting: MeetingRow, roles: Roles) => Partial<MeetingRow>,
  ): Promise<Answer> {
    return this.cases.change(
      meetingKind,
      id,
      command,
      followUpScope(command),
      (meeting) => ({ changes: decide(meeting, command.actor.roles), fact: 'changed' }),
      viewFor(command),
    );
  }

  private async agendaOf(
    meetingRef: string,
    agreementRef: string,
    standing: readonly string[],
    command: CommandInTransaction,
  ): Promise<Agenda> {
    const { tx, today } = command;
    const [agreement] = await tx.query<{ term_from: LocalDate }>('select term_from from agreement where id = $1', [
      agreementRef,
    ]);
    const figures = await this.figures.publish(
      tx,
      { agreementRef, meetingRef, since: agreement?.term_from ?? today },
      today,
    );
    const [actionItems] = await tx.query<{ open: number; overdue: number }>(
      `select count(*) as open, count(*) filter (where due_on < $2) as overdue
         from action_item where agreement_ref = $1 and state = 'OPEN'`,
      [agreementRef, today],
    );
    // As views show them: not before both have answered.
    const expectations = await tx.query<Agenda['expectations'][number]>(
      `select distinct on (party) party, (select round(avg(r.value::int), 1)::float8 from jsonb_each_text(ratings) r) as average, comment
         from expectation_check e
        where agreement_ref = $1 and (select count(distinct o.party) from expectation_check o
          where o.agreement_ref = $1 and o.meeting_ref is not distinct from e.meeting_ref) = 2
        order by party, id desc`,
      [agreementRef],
    );
    const measures = await tx.query<{ what: string }>(
      `select what from preventive_measure where agreement_ref = $1 and state = 'RUNNING' order by id`,
      [agreementRef],
    );
    return {
      preparedOn: today,
      standing,
      figures,
      actionItems: actionItems ?? { open: 0, overdue: 0 },
      expectations,
      measures: measures.map(({ what }) => what),
    };
  }
}

const agendaDay = (meetsOn: LocalDate, today: LocalDate): LocalDate => {
  const day = addDays(meetsOn, -AGENDA_DAYS);
  return day < today ? today : day;
};
