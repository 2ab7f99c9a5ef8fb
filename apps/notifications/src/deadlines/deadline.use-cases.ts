// SPDX-License-Identifier: MPL-2.0
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Role } from '#contracts/roles';
import type { LocalDate } from '#domain';
import { CaseStore, type Command, type CommandInTransaction, Sweeper } from '#persistence';
import type { Subject } from '../inbox/notification.js';
import { Inbox } from '../inbox/notification.use-cases.js';
import { hearersOf } from './audience.js';
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
  secondWarningOn?: LocalDate;
  setOn: LocalDate;
  metOn: LocalDate | null;
  responsible: Role;
}

const facts: Record<TimeStep, { fact: DeadlineFact; subject: Subject }> = {
  warn: { fact: 'dueSoon', subject: 'deadline-due-soon' },
  warnAgain: { fact: 'dueSoon', subject: 'deadline-due-soon' },
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
    if (!known) return await this.open(id, sourceVersion, told, command);
    if (known.closed || sourceVersion <= known.source_version) return;
    if (told.status === 'set') await this.move(id, sourceVersion, told, { ...command, action: 'deadline.move' });
    else await this.end(id, sourceVersion, told.status, told.metOn, command);
  }

  /** To another day its course begins again; to another role it goes on. */
  private async move(id: string, sourceVersion: number, told: ToldDeadline, command: Command): Promise<void> {
    const { dueOn, dueSoonOn, secondWarningOn = null, responsible } = told;
    await this.cases.change(
      deadlineKind,
      id,
      command,
      {},
      (row) => {
        const hasMoved = dueOn !== row.dueOn;
        const state = deadlineCourse.next('move', row, command.actor.roles, command)(hasMoved ? 'SET' : 'same');
        const changes = { state, dueOn, dueSoonOn, secondWarningOn, responsible, sourceVersion };
        return { changes: { ...changes, nextDueOn: nextStepOn({ ...row, ...changes }) }, fact: 'set' };
      },
      () => null,
    );
  }

  /** A topic that keeps only the newest state may tell the end first: the deadline then opens as ended. */
  private async open(id: string, sourceVersion: number, told: ToldDeadline, command: Command): Promise<void> {
    const { status, secondWarningOn = null, ...rest } = told;
    const columns = { ...rest, secondWarningOn };
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
  private async passTime(id: string, command: CommandInTransaction): Promise<'done'> {
    let taken: TimeStep | undefined;
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
        if (step !== 'warn' || row.dueSoonOn !== row.setOn) taken = step;
        return { changes: { state, nextDueOn: nextStepOn({ ...row, state }) }, fact: facts[step].fact };
      },
      (row) => row,
    );
    if (taken) await this.tell(body as Deadline, taken, command);
    return 'done';
  }

  private async tell(deadline: Deadline, step: TimeStep, command: CommandInTransaction): Promise<void> {
    const { id, code, caseKind, caseRef, landlordRef, agreementRef, dueOn, responsible, state } = deadline;
    for (const hearer of hearersOf(code, step)) {
      if (hearer === 'steering') {
        await this.tellSteering(deadline, command);
        continue;
      }
      const standIn = hearer === 'stand-in';
      const recipientRole = hearer === 'responsible' || hearer === 'stand-in' ? responsible : hearer;
      const about = { caseKind, caseRef, landlordRef, agreementRef, dueOn };
      const item = { recipientRole, standIn, subject: facts[step].subject, ...about };
      await this.inbox.send(command, { cause: `${id} ${state} ${dueOn}`, ...item });
    }
  }

  /** One item a day for an agreement and a kind of deadline, however many there are: it leads to no case. */
  private async tellSteering({ agreementRef, code, dueOn }: Deadline, command: CommandInTransaction): Promise<void> {
    if (!agreementRef) return;
    const cause = `${agreementRef} ${code} ${command.today}`;
    await command.tx.query(`select pg_advisory_xact_lock(hashtextextended('steering ' || $1, 0))`, [cause]);
    const told = await command.tx.query('select 1 from notification where source_id = $1', [
      `${cause} steering_member`,
    ]);
    if (told.length) return;
    const about = { caseKind: 'agreement', caseRef: agreementRef, landlordRef: null, agreementRef, dueOn };
    const item = { recipientRole: 'steering_member', subject: 'deadlines-overdue-steering' } as const;
    await this.inbox.send(command, { cause, ...item, ...about });
  }
}

const endings = { met: 'meet', cancelled: 'cancel' } as const;
