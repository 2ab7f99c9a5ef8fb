// SPDX-License-Identifier: MPL-2.0
import { isUtf8 } from 'node:buffer';
import { applyDecorators } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBody, ApiConsumes, ApiExtension } from '@nestjs/swagger';
import { Problem } from '#persistence';

/** 8 MiB: some 50 000 rows. */
export const MAX_CSV_BYTES = 8 * 1024 * 1024;
export const CSV = 'text/csv';

/** The text of a route that takes a file of rows: `@Body() file: CsvBody` beside `@TakesCsv()`. */
export class CsvBody {
  constructor(readonly text: string) {}
}

/** A route that takes `text/csv` in UTF-8 instead of JSON, up to 8 MiB; everywhere else it is answered with 415. */
export const TakesCsv = () =>
  applyDecorators(
    RouteConfig({ takesCsv: true }),
    ApiConsumes(CSV),
    ApiBody({ schema: { type: 'string' }, description: 'Rows with a header, separated by ; or , in UTF-8.' }),
    ApiExtension('x-takes-csv', true),
  );

/** @throws Problem 400 when it is not UTF-8 or holds what cannot be stored */
export function parseCsvBody(bytes: Buffer): CsvBody {
  if (!isUtf8(bytes)) throw new Problem(400, 'csv-not-utf-8');
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '');
  if (text.includes('\0')) throw new Problem(400, 'csv-not-utf-8');
  return new CsvBody(text);
}
