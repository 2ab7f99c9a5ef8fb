// SPDX-License-Identifier: MPL-2.0
import { v7 as uuidv7 } from 'uuid';
import type { LocalDate } from '#domain';
import type { CaseRow, StoredKind } from './case-kind.js';
import type { Clock } from './clock.js';
import type { CommandInTransaction } from './command.js';
import { type Database, isUnavailable } from './database.js';

/** A kind of case on which time acts. */
export interface SweepJob {
  kind: StoredKind<CaseRow, never>;
  /** Which cases are due, as SQL over the case's columns, alias `c`; default: those whose `next_due_on` has come. */
  due?(today: LocalDate, bind: (value: unknown) => string): string;
  /**
   * Performs the due system action of one case inside `command.tx`. The case's row is locked already: whoever needs
   * another lock that is taken must not wait for it, but answer `later` and is asked again in the next round.
   */
  runDue(id: string, command: CommandInTransaction): Promise<'done' | 'later'>;
}

export interface SweeperLogger {
  error(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

/**
 * Runs system actions whose day has come (`next_due_on` ≤ today), one case per transaction. `SKIP LOCKED` lets several
 * processes of a service sweep side by side. A use case must move `next_due_on` on, or the case is due again at once.
 */
export class Sweeper {
  private readonly jobs: SweepJob[] = [];
  private timer?: NodeJS.Timeout;
  private running?: Promise<void>;
  private woken: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly everyMs: number,
    private readonly logger: SweeperLogger,
  ) {}

  add(job: SweepJob): void {
    this.jobs.push(job);
  }

  start(): void {
    const round = async () => {
      this.running = this.sweep();
      await this.running;
      if (!this.stopped) this.timer = setTimeout(round, this.everyMs);
    };
    this.timer = setTimeout(round, 0);
  }

  /** Lets the case at hand finish. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await Promise.all([this.running, this.woken]);
  }

  /** What has just become due of a kind is done now, not in the next round. */
  wake(kindName: string): void {
    const jobs = this.jobs.filter(({ kind }) => kind.name === kindName);
    this.woken = this.woken.then(() => this.run(jobs));
  }

  /** One round over all kinds: every case that is due is taken once. Never throws. */
  sweep(): Promise<void> {
    return this.run(this.jobs);
  }

  private async run(jobs: readonly SweepJob[]): Promise<void> {
    for (const job of jobs) {
      const left: string[] = [];
      try {
        while (!this.stopped && (await this.runOne(job, left)));
      } catch (error) {
        if (isUnavailable(error)) this.logger.warn({ kind: job.kind.name }, 'sweeper waits for the database');
        else this.logger.error({ kind: job.kind.name, err: error }, 'sweeper failed');
      }
    }
  }

  /** Takes one due case; false when none is there. A case that fails is logged and left for the next round. */
  private async runOne(job: SweepJob, left: string[]): Promise<boolean> {
    const { tableName } = this.database.dataSource.getMetadata(job.kind.entity);
    const now = this.clock.now();
    const today = this.clock.today();
    const values: unknown[] = [left];
    const bind = (value: unknown) => {
      values.push(value);
      return `$${values.length}`;
    };
    const isDue = job.due?.(today, bind) ?? `next_due_on <= ${bind(today)}`;
    let id: string | undefined;
    try {
      return await this.database.transaction(async (tx) => {
        const [due] = await tx.query<{ id: string }>(
          `select id from ${tableName} c where ${isDue} and id <> all($1::uuid[])
            order by next_due_on, id limit 1 for update skip locked`,
          values,
        );
        if (!due) return false;
        id = due.id;
        const outcome = await job.runDue(id, {
          actor: { id: 'sweeper', kind: 'system', roles: ['system'] },
          action: `${job.kind.name}.time-passed`,
          correlationId: uuidv7(),
          now,
          today,
          tx,
        });
        if (outcome === 'later') left.push(id);
        return true;
      });
    } catch (error) {
      if (!id || isUnavailable(error)) throw error;
      left.push(id);
      this.logger.error({ kind: job.kind.name, caseId: id, err: error }, 'due action failed');
      return true;
    }
  }
}
