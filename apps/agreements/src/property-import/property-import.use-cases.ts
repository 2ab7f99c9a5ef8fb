// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import {
  type Answer,
  CaseStore,
  type Command,
  type CommandInTransaction,
  Database,
  Problem,
  Sweeper,
} from '#persistence';
import type { CsvBody } from '#service';
import { ownerOf } from '../property/property.use-cases.js';
import { type ImportQuery, viewOf } from './property-import.dto.js';
import type { PropertyImportRow } from './property-import.entity.js';
import { propertyImportKind } from './property-import.events.js';
import { checkRows, parseFile } from './property-import.file.js';
import { propertyImportRules } from './property-import.js';
import { planOf, writePlan } from './property-import.plan.js';
import type { RowError } from './rows.js';

/** Rows of one turn: its progress shows, and a process that dies loses no more than this. */
const CHUNK = 2000;
/** Errors that are kept; the others are counted. */
const MOST_ERRORS = 1000;

@Injectable()
export class PropertyImportUseCases {
  constructor(
    private readonly cases: CaseStore,
    private readonly database: Database,
    sweeper: Sweeper,
  ) {
    sweeper.add({ kind: propertyImportKind, runDue: (id, command) => this.workOn(id, command) });
  }

  /** @throws Problem 400 for a file that is none; 404 for a landlord that is not in the register */
  receive({ landlordRef, dryRun }: ImportQuery, { text }: CsvBody, command: Command): Promise<Answer> {
    const owner = ownerOf(landlordRef, command);
    const { records } = parseFile(text);
    return this.database.transaction(async (tx) => {
      const [landlord] = await tx.query(`select 1 from landlord where id = $1 and state = 'ACTIVE'`, [owner]);
      if (!landlord) throw new Problem(404, 'not-found');
      const id = uuidv7();
      const answer = await this.cases.open(
        propertyImportKind,
        { ...command, tx },
        {},
        () => ({
          row: {
            state: propertyImportRules.next('receive', null, command.actor.roles, null),
            closedAt: null,
            nextDueOn: command.today,
            landlordRef: owner,
            dryRun: dryRun === 'true',
            rowsTotal: records.length,
            rowsChecked: 0,
            errorCount: 0,
            counts: null,
          },
          fact: 'changed',
        }),
        (row) => viewOf(row, null),
        id,
      );
      // Another request with the same key may have been faster: its file is kept already.
      if (answer.location?.endsWith(id))
        await tx.query('insert into property_import_file (import_ref, content) values ($1, $2)', [id, text]);
      return answer;
    });
  }

  /** The next rows of a file; after the last ones, all of it is written, or nothing. */
  private async workOn(id: string, command: CommandInTransaction): Promise<'done'> {
    const { tx } = command;
    const [found] = await tx.query<{ content: string; rows_checked: number; error_count: number }>(
      `select f.content, i.rows_checked, i.error_count from property_import i
         join property_import_file f on f.import_ref = i.id where i.id = $1`,
      [id],
    );
    if (!found) throw new Error('an import without its file');
    const file = parseFile(found.content);
    const from = found.rows_checked;
    const to = Math.min(from + CHUNK, file.records.length);
    const { rows, errors } = checkRows(file, from, to);
    await this.keepErrors(id, found.error_count, errors, command);
    const errorCount = found.error_count + errors.length;
    const roles = command.actor.roles;
    if (to < file.records.length) {
      await this.change(id, { ...command, action: 'property-import.check-rows' }, (row) => ({
        state: propertyImportRules.next('checkRows', row, roles, null),
        rowsChecked: to,
        errorCount,
      }));
      return 'done';
    }
    const [own] = await tx.query<{ landlord_ref: string; dry_run: boolean }>(
      'select landlord_ref, dry_run from property_import where id = $1',
      [id],
    );
    const plan = errorCount === 0 ? await planOf(tx, own!.landlord_ref, rows) : { errors: [] };
    await this.keepErrors(id, errorCount, plan.errors, command);
    const isFaulty = errorCount + plan.errors.length > 0;
    if (!isFaulty && 'counts' in plan && !own!.dry_run) await writePlan(tx, plan, own!.landlord_ref, command.now);
    const outcome = isFaulty ? 'REJECTED' : own!.dry_run ? 'CHECKED' : 'IMPORTED';
    await this.change(id, { ...command, action: 'property-import.finish' }, (row) => ({
      state: propertyImportRules.next('finish', row, roles, null)(outcome),
      rowsChecked: to,
      errorCount: errorCount + plan.errors.length,
      counts: !isFaulty && 'counts' in plan ? plan.counts : null,
      closedAt: command.now,
      nextDueOn: null,
    }));
    await tx.query('delete from property_import_file where import_ref = $1', [id]);
    return 'done';
  }

  private async keepErrors(
    id: string,
    kept: number,
    errors: readonly RowError[],
    { tx }: CommandInTransaction,
  ): Promise<void> {
    const some = errors.slice(0, Math.max(0, MOST_ERRORS - kept));
    if (!some.length) return;
    await tx.query(
      `insert into property_import_error (import_ref, row, column_name, code)
       select $1, e.row, e."column", e.code from jsonb_to_recordset($2::jsonb) as e(row int, "column" text, code text)
       on conflict do nothing`,
      [id, JSON.stringify(some)],
    );
  }

  private change(
    id: string,
    command: CommandInTransaction,
    decide: (row: PropertyImportRow) => Partial<PropertyImportRow>,
  ): Promise<Answer> {
    return this.cases.change(
      propertyImportKind,
      id,
      command,
      {},
      (row) => ({ changes: decide(row), fact: 'changed' }),
      () => null,
    );
  }
}
