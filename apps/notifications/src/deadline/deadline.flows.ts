// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { LANDLORD_ROLES } from '#contracts/roles';
import type { LocalDate } from '#domain';
import { Cases, type CommandInTransaction, snakeCase } from '#persistence';
import { type News, NotificationFlows } from '../notification/notification.flows.js';
import type { Subject } from '../notification/notification.js';
import { type Addressee, keyOf } from '../staff/addressee.js';
import { leadersOf } from '../staff/staff.lookup.js';
import { hearersOf } from './audience.js';
import { type HeardDeadline, isHandedOver, isPassedOn, responsibleOf, STANDS_AS } from './deadline.js';
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

/** What the new one hears: where the deadline stands. */
function givenAs({ dueOn, dueSoonOn, state }: DeadlineRow, today: LocalDate): Subject {
  // Its day comes later by as long as it waits.
  if (state === 'PAUSED') return 'deadline-given';
  if (today > dueOn) return 'deadline-given-overdue';
  if (today === dueOn) return 'deadline-given-due';
  return state !== 'SET' || (dueSoonOn && dueSoonOn <= today) ? 'deadline-given-near' : 'deadline-given';
}

/** Of a landlord's staff one role has an inbox. */
const inboxOf = ({ role, ...to }: Addressee): Addressee => ({
  ...to,
  role: LANDLORD_ROLES.includes(role) ? 'landlord_admin' : role,
});

@Injectable()
export class DeadlineFlows {
  constructor(
    private readonly cases: Cases,
    private readonly notifications: NotificationFlows,
  ) {
    for (const step of TIME_STEPS)
      cases.follow(deadline, [step], async ({ row, command }) => await this.tellStep(row, step, command));
    cases.follow(deadline, ['move', 'passOn'], async ({ row, before, command }) => {
      if (!before || !isHandedOver(before, row)) return;
      const cause = `${row.id} ${row.version}`;
      const [from, to] = [responsibleOf(before), responsibleOf(row)];
      await this.tell(before, `${cause} from`, [{ to: from, subject: 'deadline-handed-on' }], command);
      await this.tell(row, cause, [{ to, subject: givenAs(row, command.today) }], command);
    });
    cases.follow(deadline, ['reopen'], async ({ row, command }) => {
      if (row.state === 'PAUSED') return;
      const news: News[] = [{ to: responsibleOf(row), subject: 'deadline-runs-again' }];
      await this.tell(row, `${row.id} ${row.version}`, news, command);
    });
  }

  /** Takes over what the owner tells; what is known already or is older changes nothing. */
  async hear(status: 'set' | 'met' | 'cancelled', heard: HeardDeadline, command: CommandInTransaction): Promise<void> {
    const [known] = await command.tx.query<Omit<HeardDeadline, 'ref'> & Pick<DeadlineRow, 'id' | 'state'>>(
      `select id, state, source_version as "sourceVersion", ${STANDS_AS.map((name) => `${snakeCase(name)} as "${name}"`)}
         from deadline where coalesce(ref, id) = $1 for update`,
      [heard.ref],
    );
    if (known && heard.sourceVersion <= known.sourceVersion) return;
    const isClosed = known !== undefined && deadline.closed.includes(known.state);
    // What has ended stays so, unless its owner takes back what ended it.
    if (isClosed && !(status === 'set' || (status === 'cancelled' && known.state === 'MET'))) return;
    const id = known?.id ?? uuidv7();
    // A topic that keeps only the newest state may tell the end first: the deadline is then set and ended at once.
    if (!known) await this.cases.open(deadline, 'set', command, { ...heard, metOn: null, pausedOn: null }, { id });
    const { ref: _, metOn, ...moved } = heard;
    const { sourceVersion, pausedDays, responsible, responsibleTeam, responsiblePerson } = heard;
    if (status === 'met') await this.cases.act(deadline, 'meet', id, command, { sourceVersion, metOn, pausedDays });
    else if (status === 'cancelled') await this.cases.act(deadline, 'cancel', id, command, { sourceVersion });
    else if (known && !isClosed && isPassedOn(known, heard))
      await this.cases.act(deadline, 'passOn', id, command, {
        ...{ sourceVersion, responsible, responsibleTeam, responsiblePerson },
      });
    else if (known || heard.pausedOn) await this.cases.act(deadline, isClosed ? 'reopen' : 'move', id, command, moved);
  }

  /** Whoever must hear of the step, in its transaction. */
  private async tellStep(row: DeadlineRow, step: TimeStep, command: CommandInTransaction): Promise<void> {
    // What time comes to only afterwards, such as a delivery that was registered late, is not due today.
    const isPast = step === 'fallDue' && command.today > row.dueOn;
    const subject = isPast ? 'deadline-overdue' : SUBJECTS[step];
    const responsible = responsibleOf(row);
    const news: News[] = [];
    for (const hearer of hearersOf(row.code, step)) {
      if (hearer === 'steering') await this.tellSteering(row, command);
      else if (hearer === 'stand-in') news.push({ to: responsible, subject, standIn: true });
      else if (hearer === 'responsible') news.push({ to: responsible, subject });
      else if (hearer === 'team_leader' && (responsible.team || responsible.person))
        news.push(...(await leadersOf(command.tx, responsible)).map((to) => ({ to, subject })));
      else news.push({ to: { role: hearer }, subject });
    }
    // Who heard of it today knows: a warning on the same day would say it twice.
    const knows = subject === 'deadline-due-soon' && row.toldOn === command.today ? keyOf(responsible) : undefined;
    await this.tell(
      row,
      `${row.id} ${row.version}`,
      news.filter(({ to }) => keyOf(to) !== knows),
      command,
    );
  }

  private async tell(
    { caseKind, caseRef, landlordRef, agreementRef, dueOn }: DeadlineRow,
    cause: string,
    news: readonly News[],
    command: CommandInTransaction,
  ): Promise<void> {
    const all = news.map((one) => ({ ...one, to: inboxOf(one.to), dueOn }));
    await this.notifications.send(all, { caseKind, caseRef, landlordRef, agreementRef }, cause, command);
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
    const about = { caseKind: 'agreement', caseRef: agreementRef, landlordRef: null, agreementRef };
    const news = { to: { role: 'steering_member' }, subject: 'deadlines-overdue-steering', dueOn } as const;
    await this.notifications.send([news], about, cause, command);
  }
}
