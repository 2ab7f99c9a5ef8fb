// SPDX-License-Identifier: MPL-2.0
import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiResponse } from '@nestjs/swagger';
import type { Text } from '#domain';
import type { Sql } from '#persistence';
import { RowErrorView } from './row-errors.dto.js';

/** What is wrong with one cell of a file that is imported; its content is not repeated. */
export interface RowFault {
  /** As in the file: the header is row 1. */
  row: number;
  /** Empty: the whole row. */
  column: string;
  code: string;
  /** The earlier row that it contradicts. */
  otherRow?: number;
}

/** Documents a page of errors. */
export const AnswersRowErrors = () =>
  applyDecorators(
    ApiExtraModels(RowErrorView),
    ApiResponse({
      status: 200,
      schema: {
        type: 'object',
        required: ['items', 'nextRow'],
        properties: {
          items: { type: 'array', items: { $ref: '#/components/schemas/RowErrorView' } },
          nextRow: { type: ['integer', 'null'] as never, description: '`afterRow` of the next page.' },
        },
      },
    }),
  );

/** Errors that are kept; the others are counted. */
const MOST_ERRORS = 1000;
const PAGE = 100;
const COLUMNS = `row, column_name as "column", other_row as "otherRow", code`;

/** The errors of an import, in a table of its own: `import_ref, row, column_name, other_row, code`. */
export class RowErrors {
  /** SQL: the first of a case, alias `c`, for `Kind.facts`. */
  readonly first: string;

  constructor(
    private readonly table: string,
    private readonly texts: Readonly<Record<string, Text>>,
  ) {
    this.first = `jsonb_build_object('errors', (select coalesce(jsonb_agg(e), '[]') from (
      select ${COLUMNS} from ${table} where import_ref = c.id order by row, column_name, code limit ${PAGE}) e))`;
  }

  readonly view = ({ row, column, otherRow = null!, code }: RowFault): RowErrorView => ({
    ...{ row, column, otherRow, code, text: this.texts[code]! },
  });

  async keep(tx: Sql, importRef: string, errors: readonly RowFault[]): Promise<void> {
    if (!errors.length) return;
    await tx.query(
      `insert into ${this.table} (import_ref, row, column_name, other_row, code)
       select $1, e.row, e."column", e."otherRow", e.code
         from jsonb_to_recordset($2::jsonb) as e(row int, "column" text, "otherRow" int, code text)
       on conflict do nothing`,
      [importRef, JSON.stringify(errors.slice(0, MOST_ERRORS))],
    );
  }

  /** In the order of the file; all errors of a row are on one page. */
  async page(
    sql: Sql,
    importRef: string,
    afterRow: number,
  ): Promise<{ items: RowErrorView[]; nextRow: number | null }> {
    const found = await sql.query<RowFault>(
      `select ${COLUMNS} from ${this.table}
        where import_ref = $1 and row > $2 and row <= coalesce((select row from ${this.table}
          where import_ref = $1 and row > $2 order by row offset $3 limit 1), 2147483647)
        order by row, column_name, code`,
      [importRef, afterRow, PAGE - 1],
    );
    const last = found.at(-1)?.row ?? 0;
    const [more] = await sql.query(`select 1 from ${this.table} where import_ref = $1 and row > $2 limit 1`, [importRef, last]); // biome-ignore format: one line
    return { items: found.map(this.view), nextRow: found.length && more ? last : null };
  }
}
