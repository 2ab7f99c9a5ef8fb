// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import { type Answer, CaseReader, type Command, Database } from '#persistence';
import { scopeOf } from '../property/property.queries.js';
import { type ErrorsQuery, type ListImports, RowErrorView, viewOf } from './property-import.dto.js';
import { propertyImportKind, propertyImportWithErrors } from './property-import.events.js';
import type { RowError } from './rows.js';

const PAGE = 100;

@Injectable()
export class PropertyImportQueries {
  constructor(
    private readonly cases: CaseReader,
    private readonly database: Database,
  ) {}

  get(id: string, command: Command): Promise<Answer> {
    return this.cases.get(propertyImportWithErrors, id, command, scopeOf(command.actor), viewOf);
  }

  /** Newest first; errors only in the single import. */
  list({ after, limit, count, ...filter }: ListImports, command: Command): Promise<object> {
    const page = { after, limit, count };
    return this.cases.list(propertyImportKind, command, scopeOf(command.actor), filter, page, viewOf);
  }

  history(id: string, command: Command): Promise<object> {
    return this.cases.history(propertyImportKind, id, command, scopeOf(command.actor));
  }

  /** In the order of the file; all errors of a row are on one page. */
  async errors(id: string, { afterRow }: ErrorsQuery, command: Command): Promise<object> {
    await this.get(id, command);
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
}
