// SPDX-License-Identifier: MPL-2.0
import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import type { LocalDate } from '#domain';
import { type Answer, Cases, type Command, type CommandInTransaction, Database, type Sql } from '#persistence';
import { openItems } from '../action-item/action-item.lookup.js';
import { asSystem } from '../agreement/agreement.flows.js';
import { agreement } from '../agreement/agreement.kind.js';
import { agreementOf, versionGoverning } from '../agreement/agreement.lookup.js';
import { shownExpectations } from '../expectation-check/expectation-check.lookup.js';
import { Figures } from '../figures/figures.lookup.js';
import { runningMeasures } from '../preventive-measure/preventive-measure.lookup.js';
import { type Agenda, type Meeting, meetingDates } from './meeting.js';
import { meeting } from './meeting.kind.js';

/** Meetings follow the version in force; their agenda is made from all of the follow-up. */
@Injectable()
export class MeetingFlows {
  constructor(
    private readonly cases: Cases,
    private readonly database: Database,
    private readonly figures: Figures,
  ) {
    cases.follow(agreement, ['sign', 'reachTermStart', 'activateVersion'], async ({ row, fact, command }) => {
      if (fact === 'versionActivated') await this.plan(row.id, asSystem(command));
    });
    cases.onDue(meeting, 'prepareAgenda', (id, command) => this.prepareAgenda(id, command));
  }

  /**
   * The meetings of a version that comes into force, counted from the agreement's first day. What an earlier version
   * planned for later gives way where its day or its standing items are others; a meeting whose agenda is ready stays, and
   * so does the gap of one that somebody cancelled. The same plan again changes nothing.
   */
  private async plan(agreementRef: string, command: CommandInTransaction): Promise<void> {
    const version = await versionGoverning(command.tx, agreementRef);
    if (!version) throw new Error('a version without its text came into force');
    const { dialogue, term } = version.terms;
    const about = { agreementRef, landlordRef: version.landlordRef, standing: dialogue.agendaTemplate ?? [] };
    const dates = meetingDates(term.from, dialogue.meetingIntervalMonths, version.lastDay).filter(
      (date) => date >= command.today,
    );
    const known = await command.tx.query<{ id: string; state: string; planned_on: LocalDate; standing: string[] }>(
      `select id, state, planned_on, standing from meeting
        where agreement_ref = $1 and planned_on >= $2 and (state <> 'CANCELLED' or exists (select from audit_log l
          where l.case_id = meeting.id and l.action = 'meeting.cancel' and l.actor_kind <> 'system')) order by planned_on`,
      [agreementRef, command.today],
    );
    const [stays, goes] = [new Set<LocalDate>(), new Set<string>()];
    for (const { id, state, planned_on, standing } of known)
      if (state === 'PLANNED' && !(dates.includes(planned_on) && isDeepStrictEqual(standing, about.standing)))
        goes.add(id);
      else stays.add(planned_on);
    for (const id of goes) await this.cases.act(meeting, 'cancel', id, command);
    for (const date of dates)
      if (!stays.has(date))
        await this.cases.open(meeting, 'call', command, { ...about, plannedOn: date, meetsOn: date });
  }

  prepareAgenda(id: string, command: Command): Promise<Answer> {
    const run = async (tx: Sql): Promise<Answer> => {
      const inside = { ...command, tx };
      const [planned] = await tx.query<Pick<Meeting, 'agreementRef' | 'standing'>>(
        `select agreement_ref as "agreementRef", standing from meeting where id = $1 and state = 'PLANNED' for update`,
        [id],
      );
      // Figures are published by being looked at: not for a meeting that refuses it.
      const agenda = planned ? await this.agendaOf(id, planned, inside) : null;
      return await this.cases.act(meeting, 'prepareAgenda', id, inside, { agenda });
    };
    return command.tx ? run(command.tx) : this.database.transaction(run);
  }

  private async agendaOf(
    meetingRef: string,
    { agreementRef, standing }: Pick<Meeting, 'agreementRef' | 'standing'>,
    command: CommandInTransaction,
  ): Promise<Agenda> {
    const { tx, today } = command;
    const { since } = await agreementOf(tx, agreementRef, command);
    return {
      preparedOn: today,
      standing,
      figures: await this.figures.publish(tx, { agreementRef, meetingRef, since }, today),
      actionItems: await openItems(tx, agreementRef, today),
      expectations: await shownExpectations(tx, agreementRef, today),
      measures: await runningMeasures(tx, agreementRef),
    };
  }
}
