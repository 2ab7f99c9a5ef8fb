// SPDX-License-Identifier: MPL-2.0
import { hash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { applyDecorators } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBody, ApiConsumes, ApiExtension } from '@nestjs/swagger';
import { Problem } from '#persistence';

/** 8 MiB: some 50 000 rows. */
const MAX_CSV_BYTES = 8 * 1024 * 1024;

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

/** @throws Problem 413 */
export async function receiveCsv(sent: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  // A request whose stream is destroyed cannot be answered any more.
  for await (const chunk of sent.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_CSV_BYTES) throw new Problem(413, 'body-too-large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** A route that takes a file of rows instead of JSON, up to 8 MiB; everywhere else it is answered with 415. */
export const TakesCsv = () =>
  applyDecorators(
    RouteConfig({ takesCsv: true }),
    ApiConsumes(...CSV_TYPES),
    ApiBody({ schema: { type: 'string' }, description: 'Rows with a header, separated by ; , or tabs.' }),
    ApiExtension('x-takes-csv', true),
  );
