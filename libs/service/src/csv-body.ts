// SPDX-License-Identifier: MPL-2.0
import { hash } from 'node:crypto';
import { applyDecorators } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBody, ApiConsumes, ApiExtension } from '@nestjs/swagger';

/** 8 MiB: some 50 000 rows. */
export const MAX_CSV_BYTES = 8 * 1024 * 1024;

/** What browsers, spreadsheets and other systems call such a file; what it is, its content says. */
export const CSV_TYPES = [
  'text/csv',
  'application/csv',
  'application/vnd.ms-excel',
  'text/plain',
  'text/tab-separated-values',
  'application/octet-stream',
] as const;

/** The file of a route that takes rows, as it was sent: `@Body() file: CsvBody` beside `@TakesCsv()`. */
export class CsvBody {
  constructor(readonly bytes: Buffer) {}

  /** What tells one request from another: not megabytes of numbers. */
  toJSON(): string {
    return hash('sha256', this.bytes);
  }
}

/** A route that takes a file of rows instead of JSON, up to 8 MiB; everywhere else it is answered with 415. */
export const TakesCsv = () =>
  applyDecorators(
    RouteConfig({ takesCsv: true }),
    ApiConsumes(...CSV_TYPES),
    ApiBody({ schema: { type: 'string' }, description: 'Rows with a header, separated by ; , or tabs.' }),
    ApiExtension('x-takes-csv', true),
  );
