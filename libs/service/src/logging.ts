// SPDX-License-Identifier: MPL-2.0
import { isNativeError } from 'node:util/types';
import type { LoggerService } from '@nestjs/common';
import { type DestinationStream, type Logger, pino, destination as standardOutput } from 'pino';

/** The only fields a log line can have: a name, amount or free text cannot get in by a new call. */
const FIELDS = [
  'correlation',
  'causation',
  'actor',
  'caseId',
  'action',
  'outcome',
  'ms',
  'kind',
  'topic',
  'type',
  'partition',
  'messageId',
  'position',
  'attempts',
  'count',
  'reason',
  'port',
] as const;

export type LogFields = { [field in (typeof FIELDS)[number]]?: string | number | null } & { err?: unknown };

/** JSON lines on standard output: time, level, service, msg and the allow-listed fields. */
export class ServiceLogger implements LoggerService {
  private readonly pino: Logger;

  constructor(service: string, level = 'info', destination?: DestinationStream) {
    const options = {
      level,
      base: { service },
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label: string) => ({ level: label }) },
    };
    // Written by and by, so that no request waits for whoever reads the log; flushed when the process ends, but for kill -9.
    this.pino = pino(options, destination ?? standardOutput({ sync: false, minLength: 4096, periodicFlush: 100 }));
  }

  info = (fields: object, message: string): void => this.write('info', fields, message);
  debug = (fields: object | string, message = ''): void => this.write('debug', fields, message);
  warn = (fields: object | string, message = ''): void => this.write('warn', fields, message);
  error = (fields: object | string, message = ''): void => this.write('error', fields, message);
  fatal = (fields: object | string, message = ''): void => this.write('fatal', fields, message);

  // Nest's own lines (`log('Mapped …', 'RouterExplorer')`) are of interest to developers only.
  log = (message: unknown): void => this.write('debug', {}, String(message));
  verbose = (message: unknown): void => this.write('debug', {}, String(message));

  private write(level: 'debug' | 'info' | 'warn' | 'error' | 'fatal', fields: object | string, message: string): void {
    if (typeof fields === 'string') {
      this.pino[level](masked(fields));
      return;
    }
    const allowed: Record<string, unknown> = {};
    for (const field of FIELDS) {
      const value = (fields as LogFields)[field];
      if (typeof value === 'string' || typeof value === 'number') {
        allowed[field] = typeof value === 'string' && field === 'reason' ? masked(value) : value;
      }
    }
    const { err } = fields as LogFields;
    if (err !== undefined) allowed.err = describeError(err);
    this.pino[level](allowed, message || (isNativeError(fields) ? masked(fields.message) : ''));
  }
}

/**
 * An error without what was sent to us: PostgreSQL and JSON.parse quote the offending value in their messages, and a
 * value may be a civil registration number.
 */
function describeError(error: unknown): Record<string, unknown> {
  if (!isNativeError(error)) return { type: typeof error };
  const { code, constraint, table } = error as { code?: unknown; constraint?: unknown; table?: unknown };
  const stack = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '));
  return {
    type: error.constructor.name,
    message: masked(error.message),
    ...(typeof code === 'string' && { code }),
    ...(typeof constraint === 'string' && { constraint }),
    ...(typeof table === 'string' && { table }),
    stack: stack.join('\n'),
  };
}

const masked = (text: string) =>
  text
    .slice(0, 2000)
    .replace(/"[^"]*"|'[^']*'/g, '"…"')
    .replace(/\d{6}-?\d{4}/g, '…');
