// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import { addDays, type LocalDate } from '#domain';
import { Cases, type CommandInTransaction } from '#persistence';
import { actionItem } from '../action-item/action-item.kind.js';
import { asSystem } from '../agreement/agreement.flows.js';
import { agreement } from '../agreement/agreement.kind.js';
import { lastDayOf } from '../agreement/case.js';
import { meeting } from '../meeting/meeting.kind.js';
import { preventiveMeasure } from '../preventive-measure/preventive-measure.kind.js';

/** What is planned under an agreement ends with it, and its deadlines too. */
@Injectable()
export class EndOfAgreementFlows {
  constructor(private readonly cases: Cases) {
    cases.follow(agreement, ['giveNotice'], ({ row, command }) =>
      this.endMeetings(row.id, lastDayOf(row), asSystem(command)),
    );
    // A version may end the agreement earlier.
    cases.follow(agreement, ['sign', 'reachTermStart', 'activateVersion'], async ({ row, fact, command }) => {
      if (fact === 'versionActivated') await this.endMeetings(row.id, lastDayOf(row), asSystem(command));
    });
    cases.follow(agreement, ['expireNotice', 'endTerm'], ({ row, command }) =>
      this.endAll(row.id, lastDayOf(row), asSystem(command)),
    );
    cases.follow(agreement, ['abandon'], ({ row, command }) =>
      this.endAll(row.id, addDays(command.today, -1), asSystem(command)),
    );
  }

  private async endAll(agreementRef: string, lastDay: LocalDate, command: CommandInTransaction): Promise<void> {
    await this.endMeetings(agreementRef, lastDay, command);
    const open = (table: string, states: string) =>
      command.tx.query<{ id: string }>(
        `select id from ${table} where agreement_ref = $1 and state in (${states}) order by id`,
        [agreementRef],
      );
    for (const { id } of await open('action_item', `'OPEN'`)) await this.cases.act(actionItem, 'lapse', id, command);
    for (const { id } of await open('preventive_measure', `'PLANNED', 'RUNNING'`))
      await this.cases.act(preventiveMeasure, 'lapse', id, command);
  }

  /** One that was to be held before stays: it is recorded, or cancelled, by whoever knows. */
  private async endMeetings(agreementRef: string, lastDay: LocalDate, command: CommandInTransaction): Promise<void> {
    const planned = await command.tx.query<{ id: string }>(
      `select id from meeting where agreement_ref = $1 and state in ('PLANNED', 'AGENDA_READY') and meets_on > $2 order by id`,
      [agreementRef, lastDay],
    );
    for (const { id } of planned) await this.cases.act(meeting, 'lapse', id, command);
  }
}
