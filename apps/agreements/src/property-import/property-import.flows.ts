// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import { type Answer, Cases, type Command, type CommandInTransaction, Database } from '#persistence';
import type { CsvBody } from '#service';
import { mustBeLandlord } from '../landlord/landlord.lookup.js';
import { ownerOf } from '../property/property.lookup.js';
import { checkRows, parseFile } from './file/csv.js';
import { planOf, writePlan } from './file/plan.js';
import type { RowError } from './file/rows.js';
import { type ErrorsQuery, type ImportQuery, RowErrorView } from './property-import.dto.js';
import { type PropertyImport, ROWS_A_TURN } from './property-import.js';
import { propertyImport } from './property-import.kind.js';

/** Errors that are kept; the others are counted. */
const MOST_ERRORS = 1000;
const PAGE = 100;

/** A file is received, and worked through in turns in the background; after the last one all of it is written, or nothing. */
@Injectable()
export class PropertyImportFlows {
  constructor(
    private readonly cases: Cases,
    private readonly database: Database,
  ) {
    cases.follow(propertyImport, ['receive'], ({ row, input, command }) =>
      command.tx.query('insert into property_import_file (import_ref, content) values ($1, $2)', [
        row.id,
        input.content,
      ]),
    );
    cases.follow(propertyImport, ['finish'], ({ row, command }) =>
      command.tx.query('delete from property_import_file where import_ref = $1', [row.id]),
    );
    cases.onDue(propertyImport, 'checkRows', (id, command) => this.checkRows(id, command));
    cases.onDue(propertyImport, 'finish', (id, command) => this.finish(id, command));
  }

  /** @throws Problem 400 for a file that is none; 404 for a landlord that is not in the register */
  async receive({ landlordRef, dryRun }: ImportQuery, { text }: CsvBody, command: Command): Promise<Answer> {
    const owner = ownerOf(landlordRef, command);
    const { records } = parseFile(text);
    await mustBeLandlord(this.database, owner);
    return await this.cases.open(propertyImport, 'receive', command, {
      landlordRef: owner,
      dryRun: dryRun === 'true',
      rowsTotal: records.length,
      content: text,
    });
  }

  /** In the order of the file; all errors of a row are on one page. */
  async errors(id: string, { afterRow }: ErrorsQuery, command: Command): Promise<object> {
    await this.cases.get(propertyImport, id, command);
    const found = await this.database.query<RowError>(
      `select row, column_name as "column", code from property_import_error
        where import_ref = $1 and row > $2 and row <= coalesce((select row from property_import_error
          where import_ref = $1 and row > $2 order by row offset $3 limit 1), 2147483647)
        order by row, column_name, code`,
      [id, Number(afterRow), PAGE - 1],
    );
    const last = found.at(-1)?.row ?? 0;
    const [more] = await this.database.query(
      'select 1 from property_import_error where import_ref = $1 and row > $2 limit 1',
      [id, last],
    );
    return { items: found.map(RowErrorView.of), nextRow: found.length && more ? last : null };
  }

  private async checkRows(id: string, command: CommandInTransaction): Promise<void> {
    const { rowsChecked, errorCount } = await this.nextTurn(id, command);
    await this.cases.act(propertyImport, 'checkRows', id, command, { rowsChecked, errorCount });
  }

  private async finish(id: string, command: CommandInTransaction): Promise<void> {
    const { landlordRef, dryRun, rows, rowsChecked, errorCount } = await this.nextTurn(id, command);
    const plan = errorCount === 0 ? await planOf(command.tx, landlordRef, rows) : null;
    const errors = plan?.errors ?? [];
    await this.keepErrors(id, errorCount, errors, command);
    const accepted = errors.length === 0 ? plan : null;
    if (accepted && !dryRun) await writePlan(command.tx, accepted, landlordRef, command.now);
    await this.cases.act(propertyImport, 'finish', id, command, {
      rowsChecked,
      errorCount: errorCount + errors.length,
      counts: accepted?.counts ?? null,
    });
  }

  /** Checks the next rows and keeps what is wrong with them. @returns all rows so far that can be read */
  private async nextTurn(id: string, command: CommandInTransaction) {
    const [found] = await command.tx.query<
      Pick<PropertyImport, 'landlordRef' | 'dryRun' | 'rowsChecked' | 'errorCount'> & { content: string }
    >(
      `select i.landlord_ref as "landlordRef", i.dry_run as "dryRun", i.rows_checked as "rowsChecked",
              i.error_count as "errorCount", f.content
         from property_import i join property_import_file f on f.import_ref = i.id where i.id = $1`,
      [id],
    );
    if (!found) throw new Error('an import without its file');
    const { content, rowsChecked: from, errorCount, ...about } = found;
    const file = parseFile(content);
    const to = Math.min(from + ROWS_A_TURN, file.records.length);
    const { rows, errors } = checkRows(file, from, to);
    await this.keepErrors(id, errorCount, errors, command);
    return { ...about, rows, rowsChecked: to, errorCount: errorCount + errors.length };
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
}
