// SPDX-License-Identifier: MPL-2.0
import { isDeepStrictEqual } from 'node:util';
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
import { HIDDEN_DAYS } from '../expectation-check/expectation-check.js';
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
import { AGENDA_DAYS, type Agenda, type Meeting, type MeetingFacts, meetingDates, meetingRules } from './meeting.js';

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
   * The meetings of a version that comes into force. What an earlier version planned for later gives way where its day or
   * its standing items are others; a meeting whose agenda is ready stays. The same plan again changes nothing.
   */
  async plan(
    { effectiveFrom, intervalMonths, to, ...about }: MeetingPlan,
    command: CommandInTransaction,
  ): Promise<void> {
    const dates = meetingDates(effectiveFrom, intervalMonths, to).filter((date) => date >= command.today);
    const known = await command.tx.query<{ id: string; state: string; planned_on: LocalDate; standing: string[] }>(
      `select id, state, planned_on, standing from meeting
        where agreement_ref = $1 and planned_on >= $2 and state <> 'CANCELLED' order by planned_on`,
      [about.agreementRef, command.today],
    );
    const [stays, goes] = [new Set<LocalDate>(), new Set<string>()];
    for (const { id, state, planned_on, standing } of known)
      if (state === 'PLANNED' && !(dates.includes(planned_on) && isDeepStrictEqual(standing, about.standing)))
        goes.add(id);
      else stays.add(planned_on);
    for (const id of goes) await this.cancel(id, { ...command, action: 'meeting.cancel' });
    for (const date of dates)
      if (!stays.has(date)) await this.open({ ...about, plannedOn: date, meetsOn: date }, command);
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

  move(id: string, { meetsOn, reason }: MoveMeeting, command: Command): Promise<Answer> {
    return this.change(id, command, (meeting, roles) => ({
      state: meetingRules.next('move', meeting, roles, factsOf(command), { meetsOn }),
      meetsOn,
      movedBecause: reason,
      nextDueOn: meeting.agenda ? null : agendaDay(meetsOn, command.today),
    }));
  }

  addAgendaItem(id: string, { text }: AddAgendaItem, command: Command): Promise<Answer> {
    return this.change(id, command, (meeting, roles) => ({
      state: meetingRules.next('addAgendaItem', meeting, roles, factsOf(command)),
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
        state: meetingRules.next('prepareAgenda', row, roles, factsOf(command)),
        agenda,
        nextDueOn: null,
      }));
    };
    return command.tx ? run(command.tx) : this.database.transaction(run);
  }

  hold(id: string, { heldOn, attendees, minutes }: HoldMeeting, command: Command): Promise<Answer> {
    return this.change(id, command, (meeting, roles) => ({
      state: meetingRules.next('hold', meeting, roles, factsOf(command), { heldOn }),
      ...{ heldOn, attendees, minutes },
      nextDueOn: null,
    }));
  }

  /** What was approved is void: the text is another one. */
  correctMinutes(id: string, { minutes }: CorrectMinutes, command: Command): Promise<Answer> {
    return this.change(id, command, (meeting, roles) => ({
      state: meetingRules.next('correctMinutes', meeting, roles, factsOf(command)),
      minutes,
      approvals: [],
    }));
  }

  approveMinutes(id: string, command: Command): Promise<Answer> {
    return this.change(id, command, (meeting, roles) => {
      const next = meetingRules.next('approveMinutes', meeting, roles, factsOf(command));
      const approvals = [...meeting.approvals, partyOf(roles)];
      return {
        state: next(approvals.length === 2 ? 'MINUTES_APPROVED' : 'same'),
        approvals,
        ...(approvals.length === 2 && { closedAt: command.now }),
      };
    });
  }

  cancel(id: string, command: Command): Promise<Answer> {
    return this.change(id, command, (meeting, roles) => ({
      state: meetingRules.next('cancel', meeting, roles, factsOf(command)),
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
          state: meetingRules.next('call', null, command.actor.roles, factsOf(command), about),
          closedAt: null,
          nextDueOn: agendaDay(about.meetsOn, command.today),
          movedBecause: null,
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
    // As views show them: the newest of each party that the other may see.
    const expectations = await tx.query<Agenda['expectations'][number]>(
      `select distinct on (party) party, given_on as "givenOn", comment,
              (select round(avg(r.value::int), 1)::float8 from jsonb_each_text(ratings) r) as average
         from expectation_check e
        where agreement_ref = $1 and (given_on < $2 or exists (select from expectation_check o
          where o.agreement_ref = e.agreement_ref and o.meeting_ref is not distinct from e.meeting_ref
            and o.quarter_from is not distinct from e.quarter_from and o.party <> e.party))
        order by party, id desc`,
      [agreementRef, addDays(today, -HIDDEN_DAYS)],
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

const factsOf = ({ actor, today }: Command): MeetingFacts => ({ today, by: partyOf(actor.roles) });

const agendaDay = (meetsOn: LocalDate, today: LocalDate): LocalDate => {
  const day = addDays(meetsOn, -AGENDA_DAYS);
  return day < today ? today : day;
};
