// SPDX-License-Identifier: MPL-2.0
import { type ServerResponse, STATUS_CODES as STATUS_CODES_OF_HTTP } from 'node:http';
import type { Duplex } from 'node:stream';
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { ConnectionError, FastifyReply, FastifyRequest } from 'fastify';
import type { Counter } from 'prom-client';
import { v7 as uuidv7 } from 'uuid';
import { type Language, Refusal } from '#domain';
import { type FieldError, isUnavailable, Problem } from '#persistence';
import { API_VERSION } from './api-version.js';
import type { RateLimit } from './auth.js';
import type { ServiceLogger } from './logging.js';
import { FIELD_FALLBACK, FIELD_TEXTS, fill, PROBLEM_TEXTS, STATUS_CODES, TITLES } from './problem-texts.js';
import { actionOf, languageOf, traceIdOf } from './request.js';

/** RFC 9457, as answered. */
export interface ProblemDetails {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  /** The first 50. */
  errors?: FieldError[];
  /** How many there are beside those listed. */
  moreErrors?: number;
  /** What a refusal was decided on, and what would make the action lawful, such as the earliest lawful date. */
  facts?: Readonly<Record<string, unknown>>;
  traceId: string;
}

interface Described {
  status: number;
  code: string;
  detail: string;
  facts?: Readonly<Record<string, unknown>>;
  errors?: readonly FieldError[];
}

const PROBLEM_JSON = 'application/problem+json; charset=utf-8';
const UNAVAILABLE_RETRY_SECONDS = 2;
/** Nobody mends more at once, and a small request must not make a huge answer. */
const LISTED_ERRORS = 50;

/** The one place where an error becomes an answer. Only what is no refusal, no problem and no outage is logged as an error. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly publicUrl: () => string,
    private readonly logger: ServiceLogger,
    private readonly refusals: Counter<'code'>,
    private readonly limit: RateLimit,
    private readonly methodsOf: (path: string) => string[],
  ) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    this.answer(
      thrown,
      host.switchToHttp().getRequest<FastifyRequest>(),
      host.switchToHttp().getResponse<FastifyReply>(),
    );
  }

  answer(thrown: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const language = languageOf(request.headers['accept-language']);
    let error = thrown;
    const status = statusOf(error);
    if (status === 404 && !(error instanceof Problem)) {
      const allowed = this.methodsOf(request.url.split('?')[0] ?? '');
      if (allowed.length) {
        reply.header('Allow', [...allowed, 'OPTIONS'].join(', '));
        error = new Problem(405, 'method-not-allowed');
      }
    }
    if (!request.context.actor) error = this.counted(request) ?? error;
    if (request.method === 'OPTIONS' && error instanceof Problem && error.status === 405)
      return void reply.status(204).send();
    const described = describe(error, status, language);
    if (described.status === 500) {
      this.logger.error(
        {
          err: error,
          correlation: request.context.correlationId,
          actor: request.context.actor?.id,
          action: actionOf(request.method, request.routeOptions?.url ?? ''),
        },
        'unexpected error',
      );
    } else if (error instanceof Refusal) this.refusals.inc({ code: described.code });
    request.context.problem = described.code;

    if (described.status === 401) {
      const wrong = described.code === 'token-missing' ? '' : ', error="invalid_token"';
      reply.header('WWW-Authenticate', `Bearer realm="indgang"${wrong}`);
    }
    if (described.status === 503) reply.header('Retry-After', UNAVAILABLE_RETRY_SECONDS);
    if (described.status === 429) reply.header('Retry-After', Number(described.facts?.retryAfterSeconds ?? 1));
    reply
      .status(described.status)
      .header('Content-Type', PROBLEM_JSON)
      .header('Content-Language', language)
      .send(JSON.stringify(this.detailsOf(described, language, traceIdOf(request.context))));
  }

  /** What Node could not read as a request: there are no headers, so the answer is in Danish. */
  answerUnread(error: Unread, socket: Duplex): void {
    if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy();
    // Of a request that came whole the answer is still under way: what is said now would be taken for it.
    const { _httpMessage: before } = socket as { _httpMessage?: ServerResponse | null };
    if (before?.req.complete) return void before.once('finish', () => socket.end());
    const described = generic(unreadStatus(error), 'da');
    const body = JSON.stringify(this.detailsOf(described, 'da', uuidv7()));
    socket.end(
      [
        `HTTP/1.1 ${described.status} ${STATUS_CODES_OF_HTTP[described.status]}`,
        `Content-Type: ${PROBLEM_JSON}`,
        `Content-Length: ${Buffer.byteLength(body)}`,
        'Content-Language: da',
        'Cache-Control: no-store',
        'X-Content-Type-Options: nosniff',
        `API-Version: ${API_VERSION}`,
        'Connection: close',
        '',
        body,
      ].join('\r\n'),
    );
  }

  /** 429 where a stranger has asked too often. */
  private counted(request: FastifyRequest): unknown {
    try {
      this.limit.countStranger(request);
      return undefined;
    } catch (tooMany) {
      return tooMany;
    }
  }

  private detailsOf(described: Described, language: Language, traceId: string): ProblemDetails {
    const { errors, facts } = described;
    return {
      type: `${this.publicUrl()}/problems/${described.code}`,
      title: TITLES[described.status]?.[language] ?? described.code,
      status: described.status,
      detail: described.detail,
      code: described.code,
      ...(errors?.length && { errors: errors.slice(0, LISTED_ERRORS).map((fault) => inWords(fault, language)) }),
      ...(errors && errors.length > LISTED_ERRORS && { moreErrors: errors.length - LISTED_ERRORS }),
      ...(facts && Object.keys(facts).length && { facts }),
      traceId,
    };
  }
}

type Unread = Pick<ConnectionError, 'code'> & Partial<Pick<ConnectionError, 'rawPacket'>>;

/** Node's reasons for not reading a request; 400 for all others. */
const UNREAD: Readonly<Record<string, number>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  HPE_HEADER_OVERFLOW: 431,
  HPE_INVALID_METHOD: 501,
  HPE_INVALID_VERSION: 505,
};
/** Characters that RFC 9110, 4.1 wants every server to take in an address. */
const LONG_ADDRESS = 8000;

function unreadStatus({ code, rawPacket }: Unread): number {
  const status = UNREAD[code] ?? 400;
  // Such as TLS spoken to a port without it.
  if (status === 501 && rawPacket && !/^[A-Za-z-]{1,30} /.test(String(rawPacket))) return 400;
  if (status !== 431 || !rawPacket) return status;
  const [line = ''] = String(rawPacket).split('\n', 1);
  return line.length > LONG_ADDRESS ? 414 : status;
}

/** Status of an error of Nest or Fastify (body too large, unknown media type, unknown route); 500 for any other. */
function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  const { statusCode, code } = (error ?? {}) as { statusCode?: unknown; code?: unknown };
  return typeof statusCode === 'number' && typeof code === 'string' && code.startsWith('FST_') ? statusCode : 500;
}

function describe(error: unknown, httpStatus: number, language: Language): Described {
  if (error instanceof Refusal) {
    const { code, facts, text, faults } = error;
    const errors = faults.map((fault) => ({
      pointer: fault.field ? `/${fault.field}` : '',
      code: fault.code,
      ...(fault.source && { source: fault.source }),
      message: '',
      texts: fault.text,
    }));
    return { status: code === 'wrong-role' ? 403 : 409, code, facts, errors, detail: text[language] };
  }
  if (error instanceof Problem) {
    const { status, code, facts, errors } = error;
    return { status, code, facts, errors, detail: sentence(code, status, language, facts) };
  }
  if (isUnavailable(error)) return generic(503, language);
  return generic(STATUS_CODES[httpStatus] ? httpStatus : httpStatus < 500 ? 400 : 500, language);
}

function generic(status: number, language: Language): Described {
  const code = STATUS_CODES[status] ?? 'internal-error';
  return { status, code, detail: sentence(code, status, language, {}) };
}

function sentence(code: string, status: number, language: Language, facts: Readonly<Record<string, unknown>>): string {
  const text = PROBLEM_TEXTS[code] ?? PROBLEM_TEXTS[STATUS_CODES[status] ?? ''] ?? TITLES[status];
  return fill(text?.[language] ?? code, facts);
}

/** A field error with texts of its own: class-validator's `context: {code, da, en}` on a decorator. */
export interface TextedFieldError extends FieldError {
  texts?: Readonly<Record<Language, string>>;
}

function inWords({ pointer, code, message, source, texts }: TextedFieldError, language: Language): FieldError {
  if (texts) return { pointer, code, message: texts[language], ...(source && { source }) };
  const known = FIELD_TEXTS[code];
  if (known) return { pointer, code, message: fill(known[language], { limit: message || '…' }) };
  return { pointer, code, message: message || FIELD_FALLBACK[language] };
}
