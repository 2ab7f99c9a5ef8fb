// SPDX-License-Identifier: MPL-2.0
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Role } from '#contracts/roles';
import type { LocalDate } from '#domain';
import { CaseStore, type Command, type CommandInTransaction, Sweeper } from '#persistence';
import type { Subject } from '../inbox/notification.js';
import { Inbox } from '../inbox/notification.use-cases.js';
import type { Deadline } from './deadline.entity.js';
import { type DeadlineFact, deadlineKind } from './deadline.events.js';
import { type DeadlineCaseState, deadlineCourse, dueStep, nextStepOn, type TimeStep } from './deadline.js';

/** A deadline as its owner tells it. */
export interface ToldDeadline {
  code: string;
  status: 'set' | 'met' | 'cancelled';
  caseKind: string;
  caseRef: string;
  agreementRef: string | null;
  landlordRef: string | null;
  dueOn: LocalDate;
  dueSoonOn: LocalDate | null;
  setOn: LocalDate;
  metOn: LocalDate | null;
  responsible: Role;
}

const facts: Record<TimeStep, { fact: DeadlineFact; subject: Subject }> = {
  warn: { fact: 'dueSoon', subject: 'deadline-due-soon' },
  fallDue: { fact: 'due', subject: 'deadline-due' },
  escalate1: { fact: 'overdue', subject: 'deadline-overdue' },
  escalate2: { fact: 'overdue', subject: 'deadline-overdue' },
  escalate3: { fact: 'overdue', subject: 'deadline-overdue' },
};

@Injectable()
export class Deadlines implements OnModuleInit {
  constructor(
    private readonly cases: CaseStore,
    private readonly inbox: Inbox,
    private readonly sweeper: Sweeper,
  ) {}

  onModuleInit(): void {
    this.sweeper.add({ kind: deadlineKind, runDue: (id, command) => this.passTime(id, command) });
  }

  /** Takes over what the owner tells; what is known already or is older changes nothing. */
  async hear(id: string, sourceVersion: number, told: ToldDeadline, command: CommandInTransaction): Promise<void> {
    const [known] = await command.tx.query<{ source_version: number; closed: boolean }>(
      'select source_version, closed_at is not null as closed from deadline where id = $1 for update',
      [id],
    );
    if (!known) await this.open(id, sourceVersion, told, command);
    else if (told.status !== 'set' && !known.closed && sourceVersion > known.source_version)
      await this.end(id, sourceVersion, told.status, told.metOn, command);
  }

  /** A topic that keeps only the newest state may tell the end first: the deadline then opens as ended. */
  private async open(id: string, sourceVersion: number, told: ToldDeadline, command: Command): Promise<void> {
    const { status, ...columns } = told;
    const set = deadlineCourse.next('set', null, command.actor.roles, command);
    const state: DeadlineCaseState =
      status === 'set'
        ? set
        : deadlineCourse.next(endings[status], { ...columns, state: set }, command.actor.roles, command);
    const row = {
      ...columns,
      state,
      sourceVersion,
      closedAt: status === 'set' ? null : command.now,
      nextDueOn: nextStepOn({ ...columns, state }),
    };
    await this.cases.open(
      deadlineKind,
      command,
      {},
      () => ({ row, fact: status }),
      () => null,
      id,
    );
  }

  private async end(
    id: string,
    sourceVersion: number,
    status: 'met' | 'cancelled',
    metOn: LocalDate | null,
    command: Command,
  ): Promise<void> {
    await this.cases.change(
      deadlineKind,
      id,
      command,
      {},
      (row) => {
        const state = deadlineCourse.next(endings[status], row, command.actor.roles, command);
        return { changes: { state, sourceVersion, metOn, closedAt: command.now, nextDueOn: null }, fact: status };
      },
      () => null,
    );
  }

  /** Performs the one step whose day has come and tells whoever must act, in the sweeper's transaction. */
  private async passTime(id: string, command: Command): Promise<'done'> {
    let subject: Subject | undefined;
    const { body } = await this.cases.change(
      deadlineKind,
      id,
      command,
      {},
      (row) => {
        const step = dueStep(row, command.today);
        if (!step) throw new Error(`no step of deadline ${id} is due on ${command.today}`);
        const state = deadlineCourse.next(step, row, command.actor.roles, command);
        // Who was given the task today knows of it: a warning on the same day would say it twice.
        if (step !== 'warn' || row.dueSoonOn !== row.setOn) subject = facts[step].subject;
        return { changes: { state, nextDueOn: nextStepOn({ ...row, state }) }, fact: facts[step].fact };
      },
      (row) => row,
    );
    if (!subject) return 'done';
    const { caseKind, caseRef, landlordRef, agreementRef, dueOn, responsible, state } = body as Deadline;
    const about = { caseKind, caseRef, landlordRef, agreementRef, dueOn };
    await this.inbox.send(command, { cause: `${id} ${state}`, recipientRole: responsible, subject, ...about });
    return 'done';
  }
}

const endings = { met: 'meet', cancelled: 'cancel' } as const;
