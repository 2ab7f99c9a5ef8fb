// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import { Refusal } from '#domain';
import { type Actor, type Answer, Cases, type Command, type CommandInTransaction, Database, Problem, type Sql, Sweeper } from '#persistence'; // biome-ignore format: one line
import { type CsvBody, type RowErrorsQuery, type TextedFieldError, Threads, threadFile } from '#service';
import type { Staff } from '../staff/staff.js';
import { staff } from '../staff/staff.kind.js';
import type { ReadRows } from './file/read.thread.js';
import type { ReadStaff, StaffRowError } from './file/rows.js';
import type { StaffImportQuery } from './staff-import.dto.js';
import type { StaffCounts, StaffImport } from './staff-import.js';
import { staffImport, staffRowErrors } from './staff-import.kind.js';

const READING = threadFile<typeof import('./file/read.thread.js')>('./file/read.thread', import.meta.url);

/** A row beside what the register has of the person. */
interface Compared {
  row: number;
  read: ReadStaff;
  known:
    | (Pick<Staff, 'state' | 'name' | 'roles' | 'teams' | 'mailbox' | 'phone'> & { id: string; signedIn: boolean })
    | null;
}

/** A file is read when it is received; in the background it is then compared with the register and written, or nothing. */
@Injectable()
export class StaffImportFlows {
  constructor(
    private readonly cases: Cases,
    private readonly database: Database,
    private readonly threads: Threads,
    private readonly sweeper: Sweeper,
  ) {
    cases.follow(staffImport, ['receive'], async ({ row, input: { read }, command: { tx } }) => {
      await tx.query(
        `insert into staff_import_row (import_ref, row, read)
         select $1, r.row, r.read from jsonb_to_recordset($2::jsonb) as r(row int, read jsonb)`,
        [row.id, read.rows],
      );
      await staffRowErrors.keep(tx, row.id, read.errors);
    });
    // The rows hold names.
    cases.follow(staffImport, ['finish'], ({ row, command: { tx } }) =>
      tx.query('delete from staff_import_row where import_ref = $1', [row.id]),
    );
    cases.onDue(staffImport, 'finish', (id, command) => this.finish(id, command));
  }

  /** @throws Problem 400 for a file that is none; 429 */
  async receive(
    { dryRun }: StaffImportQuery,
    { bytes }: CsvBody,
    command: Command,
    signal: AbortSignal,
  ): Promise<Answer> {
    const read = await this.read(bytes, command, signal);
    const { rowsTotal, errorCount } = read;
    const answer = await this.cases.open(staffImport, 'receive', command, {
      ...{ dryRun: dryRun === 'true', rowsTotal, errorCount, read },
    });
    this.sweeper.wake(staffImport.name);
    return answer;
  }

  private async read(bytes: Uint8Array, { actor }: Command, signal: AbortSignal): Promise<ReadRows> {
    const read = await this.threads.run(READING, 'readFile', async () => bytes, { caller: actor.id, signal });
    if (!('fault' in read)) return read;
    const { code, texts } = read.fault;
    const error: TextedFieldError = { pointer: '', code, message: '', texts };
    throw new Problem(400, 'invalid-request', {}, [error]);
  }

  async errors(id: string, { afterRow }: RowErrorsQuery, command: Command): Promise<object> {
    await this.cases.get(staffImport, id, command);
    return await staffRowErrors.page(this.database, id, Number(afterRow));
  }

  private async finish(id: string, command: CommandInTransaction): Promise<void> {
    const { tx } = command;
    const [about] = await tx.query<Pick<StaffImport, 'dryRun' | 'errorCount'>>(
      'select dry_run as "dryRun", error_count as "errorCount" from staff_import where id = $1',
      [id],
    );
    const { dryRun, errorCount } = about!;
    const end = (ended: Pick<StaffImport, 'errorCount' | 'counts'>) =>
      this.cases.act(staffImport, 'finish', id, command, ended);
    if (errorCount > 0) return void (await end({ errorCount, counts: null }));
    await tx.query('savepoint written');
    const { errors, counts } = await this.write(id, { ...command, actor: await senderOf(tx, id) });
    if (errors.length || dryRun) await tx.query('rollback to savepoint written');
    await staffRowErrors.keep(tx, id, errors);
    await end({ errorCount: errors.length, counts: errors.length ? null : counts });
  }

  /** As whoever sent the file would by hand. */
  private async write(
    id: string,
    command: CommandInTransaction,
  ): Promise<{ errors: StaffRowError[]; counts: StaffCounts }> {
    const rows = await command.tx.query<Compared>(
      `select r.row, r.read, case when s.id is not null then jsonb_build_object('id', s.id, 'state', s.state, 'name', s.name,
                'roles', s.roles, 'teams', s.teams, 'mailbox', s.mailbox, 'phone', s.phone,
                'signedIn', s.signed_in_at is not null) end as known
         from staff_import_row r left join staff s on s.staff_id = r.read->>'staffId'
        where r.import_ref = $1 order by r.row`,
      [id],
    );
    const counts: StaffCounts = { announced: 0, changed: 0, unchanged: 0 };
    const errors: StaffRowError[] = [];
    for (const { row, read, known } of rows) {
      if (known?.state === 'LEFT') {
        errors.push({ row, column: 'staff_id', code: 'person-has-left' });
        continue;
      }
      const news = known ? differing(read, known) : read;
      if (Object.keys(news).length === 0) counts.unchanged += 1;
      else if (await this.tried(command, known?.id, news, read)) counts[known ? 'changed' : 'announced'] += 1;
      else errors.push({ row, column: '', code: 'register-refuses' });
    }
    return { errors, counts };
  }

  /** False: somebody signed in or left at this very moment. */
  private async tried(
    command: CommandInTransaction,
    id: string | undefined,
    news: Partial<ReadStaff>,
    read: ReadStaff,
  ) {
    const { tx } = command;
    await tx.query('savepoint one_person');
    try {
      const { staffId: _, teams, ...changed } = news;
      if (!id) await this.cases.open(staff, 'announce', command, { ...read, teams: read.teams ?? [] });
      else await this.cases.act(staff, 'change', id, command, { ...changed, ...(teams && { teams }) });
      await tx.query('release savepoint one_person');
      return true;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      await tx.query('rollback to savepoint one_person');
      return false;
    }
  }
}

/** What the file says otherwise than the register; name and roles only of who has not signed in. */
function differing(read: ReadStaff, known: NonNullable<Compared['known']>): Partial<ReadStaff> {
  const { name, roles, teams, mailbox, phone } = read;
  const isOther = (is: unknown, was: unknown) => is !== null && sorted(is) !== sorted(was);
  return {
    ...(!known.signedIn && name !== known.name && { name }),
    ...(!known.signedIn && isOther(roles, known.roles) && { roles }),
    ...(isOther(teams, known.teams) && { teams }),
    ...(isOther(mailbox, known.mailbox) && { mailbox }),
    ...(isOther(phone, known.phone) && { phone }),
  };
}

const sorted = (value: unknown) => JSON.stringify(Array.isArray(value) ? value.toSorted() : value);

/** Who sent the file: what it changes, that person has changed. */
async function senderOf(tx: Sql, id: string): Promise<Actor> {
  const [actor] = await tx.query<Pick<Actor, 'id' | 'kind'> & { role: string }>(
    `select actor_id as id, actor_kind as kind, role from audit_log
      where case_id = $1 and action = 'staff-import.open' order by position limit 1`,
    [id],
  );
  const { role, ...who } = actor!;
  return { ...who, roles: role.split(',') as Actor['roles'] };
}
