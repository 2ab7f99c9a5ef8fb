// SPDX-License-Identifier: MPL-2.0

import type { FastifyRequest } from 'fastify';
import { validate as isUuid, v7 as uuidv7 } from 'uuid';
import type { Language } from '#domain';
import type { Actor, Clock } from '#persistence';

/** What is known of one request from its first byte on; the log line, problems and commands read it. */
export interface RequestContext {
  startedAt: number;
  clock: Clock;
  correlationId: string;
  /** W3C trace context as received. */
  traceparent?: string;
  /** Set by the guard; absent on public routes. */
  actor?: Actor;
  /** Code of the problem that was answered, if one was. */
  problem?: string;
}

declare module 'fastify' {
  interface FastifyRequest {
    context: RequestContext;
  }
}

const TRACEPARENT = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/** The caller's correlation id where it is a uuid, else the trace id where that happens to be one, else a new uuid v7. */
export function newContext(request: FastifyRequest, clock: Clock): RequestContext {
  const traceparent = single(request.headers.traceparent);
  const trace = traceparent && TRACEPARENT.exec(traceparent)?.[1];
  const given = single(request.headers['x-correlation-id']);
  const asUuid = trace?.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  const correlationId = [given, asUuid].find((candidate) => candidate && isUuid(candidate))?.toLowerCase() ?? uuidv7();
  return { startedAt: performance.now(), clock, correlationId, ...(trace && { traceparent }) };
}

/** The W3C trace id where the caller sent one, else the correlation id: what a person quotes when asking for help. */
export const traceIdOf = ({ traceparent, correlationId }: RequestContext) => traceparent?.slice(3, 35) ?? correlationId;

/** A header's only value; a header sent twice is none. */
export const single = (value: string | string[] | undefined) => (typeof value === 'string' ? value : undefined);

/** Danish unless English is asked for with a higher weight (RFC 9110, 12.5.4). */
export function languageOf(header: string | string[] | undefined): Language {
  const weight = (language: Language) =>
    Math.max(
      0,
      ...(single(header) ?? '').split(',').map((part) => {
        const [, range, q] = /^\s*([a-z*]+)(?:-[a-z0-9-]*)?\s*(?:;\s*q=([\d.]+))?\s*$/i.exec(part) ?? [];
        return range?.toLowerCase() === language ? Number(q ?? 1) : 0;
      }),
    );
  return weight('en') > weight('da') ? 'en' : 'da';
}

/** Plural nouns of paths that do not lose their s. */
const PLURAL_ONLY = /arrears$/;

/**
 * `<case-kind>.<action>` of a route: `POST /v1/rent-arrears/:id/agree-instalment-plan` → `rent-arrears.agree-instalment-plan`,
 * `POST /v1/agreements` → `agreement.open`, `GET /v1/tenancies/:id` → `tenancy.get`.
 */
export function actionOf(method: string, route: string): string {
  const name = `${method} ${route}`;
  const action = actions.get(name) ?? deriveAction(method, route);
  actions.set(name, action);
  return action;
}

/** One entry per route of the application. */
const actions = new Map<string, string>();

function deriveAction(method: string, route: string): string {
  const [collection = '', ...rest] = route.replace(/^\/(v\d+\/)?/, '').split('/');
  const kind = PLURAL_ONLY.test(collection) ? collection : collection.replace(/ies$/, 'y').replace(/s$/, '');
  const words = rest.filter((part) => part && !part.startsWith(':'));
  if (words.length) return `${kind}.${words.join('-')}`;
  if (method === 'POST') return `${kind}.open`;
  return `${kind}.${rest.some((part) => part.startsWith(':')) ? 'get' : 'list'}`;
}
