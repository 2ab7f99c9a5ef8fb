// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import {
  type Actor,
  type Answer,
  Cases,
  type Command,
  type CommandInTransaction,
  Database,
  Problem,
  type Sql,
  Sweeper,
} from '#persistence';
import { type CsvBody, type RowErrorsQuery, type TextedFieldError, Threads, threadFile } from '#service';
import { mustBeLandlord } from '../landlord/landlord.lookup.js';
import { ownerOf } from '../property/property.lookup.js';
import type { ReadRows } from './file/read.thread.js';
import { findInRegister, forgetRows, keepRows, RegisterWriter } from './file/register.js';
import type { RowError } from './file/rows.js';
import type { ImportQuery } from './property-import.dto.js';
import type { Counts, PropertyImport } from './property-import.js';
import { propertyImport, propertyRowErrors } from './property-import.kind.js';

const READING = threadFile<typeof import('./file/read.thread.js')>('./file/read.thread', import.meta.url);

/** A file is read once, when it is received; in the background it is then compared with the register and written, or nothing. */
@Injectable()
export class PropertyImportFlows {
  constructor(
    private readonly cases: Cases,
    private readonly database: Database,
    private readonly threads: Threads,
    private readonly sweeper: Sweeper,
  ) {
    cases.follow(propertyImport, ['receive'], async ({ row, input: { read }, command: { tx } }) => {
      await keepRows(tx, row.id, read);
      await propertyRowErrors.keep(tx, row.id, read.errors);
    });
    cases.follow(propertyImport, ['finish'], ({ row, command: { tx } }) => forgetRows(tx, row.id));
    cases.onDue(propertyImport, 'finish', (id, command) => this.finish(id, command));
  }

  /** @throws Problem 400 for a file that is none; 404 for a landlord that is not in the register; 429 */
  async receive(
    { landlordRef, dryRun }: ImportQuery,
    { bytes }: CsvBody,
    command: Command,
    signal: AbortSignal,
  ): Promise<Answer> {
    const owner = ownerOf(landlordRef, command);
    await mustBeLandlord(this.database, owner);
    const read = await this.read(bytes, command, signal);
    const { rowsTotal, errorCount } = read;
    const answer = await this.cases.open(propertyImport, 'receive', command, {
      ...{ landlordRef: owner, dryRun: dryRun === 'true', rowsTotal, errorCount, read },
    });
    this.sweeper.wake(propertyImport.name);
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
    await this.cases.get(propertyImport, id, command);
    return await propertyRowErrors.page(this.database, id, Number(afterRow));
  }

  private async finish(id: string, command: CommandInTransaction): Promise<void> {
    const { tx } = command;
    const [found] = await tx.query<Pick<PropertyImport, 'errorCount'>>(
      'select error_count as "errorCount" from property_import where id = $1',
      [id],
    );
    if (found!.errorCount > 0) {
      await this.cases.act(propertyImport, 'finish', id, command, { errorCount: found!.errorCount, counts: null });
      return;
    }
    const { errors, counts } = await this.written(id, command);
    await propertyRowErrors.keep(tx, id, errors);
    await this.cases.act(propertyImport, 'finish', id, command, { errorCount: errors.length, counts });
  }

  /** Writes the file, and takes it back where it was only tried or something is wrong. */
  private async written(
    id: string,
    command: CommandInTransaction,
  ): Promise<{ errors: RowError[]; counts: Counts | null }> {
    const { tx } = command;
    const [about] = await tx.query<Pick<PropertyImport, 'landlordRef' | 'dryRun'> & { lastRow: number | null }>(
      `select landlord_ref as "landlordRef", dry_run as "dryRun",
              (select max(row) from property_import_dwelling where import_ref = i.id) as "lastRow"
         from property_import i where id = $1`,
      [id],
    );
    const { landlordRef, dryRun, lastRow } = about!;
    if (lastRow === null) return { errors: [{ row: 1, column: '', code: 'file-must-be-sent-again' }], counts: null };
    const found = await findInRegister(tx, id, landlordRef);
    if (found.length) return { errors: found, counts: null };
    const sender = { ...command, actor: await senderOf(tx, id) };
    const writer = new RegisterWriter(this.cases, sender, { id, landlordRef, lastRow });
    await tx.query('savepoint written');
    const errors = await writer.write();
    if (errors.length || dryRun) await tx.query('rollback to savepoint written');
    return { errors, counts: errors.length ? null : writer.counts };
  }
}

/** Who sent the file: what it changes, that person has changed. */
async function senderOf(tx: Sql, id: string): Promise<Actor> {
  const [actor] = await tx.query<Pick<Actor, 'id' | 'kind'> & { role: string }>(
    `select actor_id as id, actor_kind as kind, role from audit_log
      where case_id = $1 and action = 'property-import.open' order by position limit 1`,
    [id],
  );
  const { role, ...who } = actor!;
  return { ...who, roles: role.split(',') as Actor['roles'] };
}
