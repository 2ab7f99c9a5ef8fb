// SPDX-License-Identifier: MPL-2.0

import type { FastifyRequest } from 'fastify';
import { validate as isUuid, v7 as uuidv7 } from 'uuid';
import type { Language } from '#domain';
import type { Actor, Clock } from '#persistence';

/** What a token says of the person beside id and roles: personal, for the register of staff alone. */
export interface SaidOfPerson {
  /** Absent: it does not say. */
  name?: string;
  mailbox?: string;
  /** Of two tokens that differ the younger is right. */
  issuedAt: Date;
}

/** What is known of one request from its first byte on; the log line, problems and commands read it. */
export interface RequestContext {
  startedAt: number;
  clock: Clock;
  /** What tells one request from another in the memory of answers, as the service's settings have it. */
  fingerprint(text: string): string;
  correlationId: string;
  /** W3C trace context as received. */
  traceparent?: string;
  /** Set by the guard; absent on public routes. */
  actor?: Actor;
  /** Set by the guard with it. */
  said?: SaidOfPerson;
  /** Counted by the address it came from. */
  isCounted?: true;
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
export function newContext(
  request: FastifyRequest,
  { clock, fingerprint }: Pick<RequestContext, 'clock' | 'fingerprint'>,
): RequestContext {
  const traceparent = single(request.headers.traceparent);
  const trace = traceparent && TRACEPARENT.exec(traceparent)?.[1];
  const given = single(request.headers['x-correlation-id']);
  const asUuid = trace?.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  const correlationId = [given, asUuid].find((candidate) => candidate && isUuid(candidate))?.toLowerCase() ?? uuidv7();
  return { startedAt: performance.now(), clock, fingerprint, correlationId, ...(trace && { traceparent }) };
}

/** The W3C trace id where the caller sent one, else the correlation id: what a person quotes when asking for help. */
export const traceIdOf = ({ traceparent, correlationId }: RequestContext) => traceparent?.slice(3, 35) ?? correlationId;

/** Characters of the longest header that is read; nothing honest comes near it. */
const LONGEST_HEADER = 1000;

/**
 * A header's only value, and the one way by which headers are read: one sent twice is none, and neither is one longer than
 * `most` characters, so that whatever reads the value on reads something short.
 */
export const single = (value: string | string[] | undefined, most = LONGEST_HEADER) =>
  typeof value === 'string' && value.length <= most ? value : undefined;

/** How often a header was sent: Node keeps the first of two, where a proxy in front of us may read the second. */
export const timesSent = ({ raw: { rawHeaders } }: FastifyRequest, header: string): number =>
  rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === header).length;

/** Danish unless English is asked for with a higher weight (RFC 9110, 12.5.4). */
export function languageOf(header: string | string[] | undefined): Language {
  const asked = (single(header) ?? '').split(',').map((part) => {
    const [range = '', weight = 'q=1'] = part.split(';').map((piece) => piece.trim().toLowerCase());
    return { language: range.split('-')[0], weight: weight.startsWith('q=') ? Number(weight.slice(2)) || 0 : 0 };
  });
  const weight = (wanted: Language) =>
    Math.max(0, ...asked.filter(({ language }) => language === wanted).map((one) => one.weight));
  return weight('en') > weight('da') ? 'en' : 'da';
}

/** An entity tag (RFC 9110, 8.8.3), without what a proxy that compresses adds: `W/"7"`, `"7-gzip"`, `"7;gzip"`, `"7--gzip"`. */
const ENTITY_TAG = /^(?:W\/)?"([\x21\x23-\x7e\x80-\xff]*?)(?:(?:;|--?)(?:gzip|br|deflate|zstd))?"$/;

/** The opaque parts of a list of entity tags (`If-Match`, `If-None-Match`), `'*'`, or nothing when it is not one. */
export function entityTagsOf(header: string): readonly string[] | '*' | undefined {
  if (header.trim() === '*') return '*';
  // A comma may stand in a tag; ours has none, so one that is cut by it is only not ours.
  const tags = header
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean)
    .map((one) => ENTITY_TAG.exec(one)?.[1]);
  return tags.length && tags.every((tag) => tag !== undefined) ? tags : undefined;
}

/**
 * Does the route only read? Then it takes no Idempotency-Key and no If-Match, whatever its method, and answers the same question
 * anew each time. What people search for is asked by POST, because it must not stand in an address.
 */
export const isRead = (method: string, route: string): boolean => method !== 'POST' || route.endsWith('/search');

/**
 * Is the route about a thing beside a case, such as what is attached to it? That has no version of its own and leaves the case's
 * as it is: it takes no If-Match, so two people may add something at once and nobody sends ten megabytes again because of a note.
 */
export const isBesideCase = (route: string): boolean => /\/attachments(\/|$)/.test(route);

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
  if (!isRead(method, route)) return `${kind}.open`;
  return `${kind}.${rest.some((part) => part.startsWith(':')) ? 'get' : 'list'}`;
}
