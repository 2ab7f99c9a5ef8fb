// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import { Cases, type CommandInTransaction } from '#persistence';
import type { Subject } from '../notification/notification.js';
import { notification } from '../notification/notification.kind.js';
import { hearersOf } from './audience.js';
import type { HeardDeadline } from './deadline.js';
import { type DeadlineRow, deadline } from './deadline.kind.js';
import { TIME_STEPS, type TimeStep } from './time-steps.js';

const SUBJECTS: Record<TimeStep, Subject> = {
  warn: 'deadline-due-soon',
  warnAgain: 'deadline-due-soon',
  fallDue: 'deadline-due',
  escalate1: 'deadline-overdue',
  escalate2: 'deadline-overdue',
  escalate3: 'deadline-overdue',
};

@Injectable()
export class DeadlineFlows {
  constructor(private readonly cases: Cases) {
    for (const step of TIME_STEPS)
      cases.follow(deadline, [step], async ({ row, command }) => {
        // Who was given the task today knows of it: a warning on the same day would say it twice.
        if (step !== 'warn' || row.dueSoonOn !== row.setOn) await this.tell(row, step, command);
      });
  }

  /** Takes over what the owner tells; what is known already or is older changes nothing. */
  async hear(
    id: string,
    status: 'set' | 'met' | 'cancelled',
    heard: HeardDeadline,
    command: CommandInTransaction,
  ): Promise<void> {
    const [known] = await command.tx.query<{ source_version: number; closed: boolean }>(
      'select source_version, closed_at is not null as closed from deadline where id = $1 for update',
      [id],
    );
    if (known && (known.closed || heard.sourceVersion <= known.source_version)) return;
    // A topic that keeps only the newest state may tell the end first: the deadline is then set and ended at once.
    if (!known) await this.cases.open(deadline, 'set', command, { ...heard, metOn: null }, { id });
    const { dueOn, dueSoonOn, secondWarningOn, responsible, sourceVersion, metOn } = heard;
    if (status === 'met') await this.cases.act(deadline, 'meet', id, command, { sourceVersion, metOn });
    else if (status === 'cancelled') await this.cases.act(deadline, 'cancel', id, command, { sourceVersion });
    else if (known) {
      const moved = { dueOn, dueSoonOn, secondWarningOn, responsible, sourceVersion };
      await this.cases.act(deadline, 'move', id, command, moved);
    }
  }

  /** Whoever must hear of the step, in its transaction. */
  private async tell(row: DeadlineRow, step: TimeStep, command: CommandInTransaction): Promise<void> {
    const { id, code, caseKind, caseRef, landlordRef, agreementRef, dueOn, responsible, state } = row;
    for (const hearer of hearersOf(code, step)) {
      if (hearer === 'steering') {
        await this.tellSteering(row, command);
        continue;
      }
      const recipientRole = hearer === 'responsible' || hearer === 'stand-in' ? responsible : hearer;
      await this.cases.open(notification, 'send', command, {
        ...{ cause: `${id} ${state} ${dueOn}`, recipientRole, standIn: hearer === 'stand-in', subject: SUBJECTS[step] },
        ...{ caseKind, caseRef, landlordRef, agreementRef, dueOn },
      });
    }
  }

  /** One item a day for an agreement and a kind of deadline, however many there are: it leads to no case. */
  private async tellSteering({ agreementRef, code, dueOn }: DeadlineRow, command: CommandInTransaction): Promise<void> {
    if (!agreementRef) return;
    const cause = `${agreementRef} ${code} ${command.today}`;
    await command.tx.query(`select pg_advisory_xact_lock(hashtextextended('steering ' || $1, 0))`, [cause]);
    const sent = await command.tx.query('select 1 from notification where source_id = $1', [
      `${cause} steering_member`,
    ]);
    if (sent.length) return;
    await this.cases.open(notification, 'send', command, {
      ...{ cause, recipientRole: 'steering_member', subject: 'deadlines-overdue-steering' },
      ...{ caseKind: 'agreement', caseRef: agreementRef, landlordRef: null, agreementRef, dueOn },
    });
  }
}
