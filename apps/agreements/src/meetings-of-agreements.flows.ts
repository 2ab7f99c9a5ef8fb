// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import { Cases, type CommandInTransaction } from '#persistence';
import { agreement } from './agreement/agreement.kind.js';
import { versionGoverning } from './agreement/agreement.lookup.js';
import { MeetingUseCases } from './meeting/meeting.use-cases.js';

/** Meetings follow the version in force, and end with the agreement. */
@Injectable()
export class MeetingsOfAgreements {
  constructor(
    cases: Cases,
    private readonly meetings: MeetingUseCases,
  ) {
    cases.follow(agreement, ['sign', 'reachTermStart', 'activateVersion'], async ({ row, fact, command }) => {
      if (fact === 'versionActivated') await this.plan(row.id, asSystem(command));
    });
    cases.follow(agreement, ['expireNotice', 'endTerm', 'settleLastTenancy'], async ({ row, command }) =>
      this.meetings.cancelAfter(row.id, command.today, asSystem(command)),
    );
  }

  private async plan(id: string, command: CommandInTransaction): Promise<void> {
    const version = await versionGoverning(command.tx, id);
    if (!version) throw new Error('a version without its text came into force');
    const { dialogue, term, effectiveFrom } = version.terms;
    await this.meetings.plan(
      {
        agreementRef: id,
        landlordRef: version.landlordRef,
        effectiveFrom,
        intervalMonths: dialogue.meetingIntervalMonths,
        to: term.to,
        standing: dialogue.agendaTemplate ?? [],
      },
      command,
    );
  }
}

const asSystem = (command: CommandInTransaction): CommandInTransaction => ({
  ...command,
  actor: { id: 'agreements', kind: 'system', roles: ['system'] },
});
