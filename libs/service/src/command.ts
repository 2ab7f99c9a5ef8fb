// SPDX-License-Identifier: MPL-2.0
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Validated } from '#contracts/constraint-schemas';
import { withoutNulls } from '#contracts/fields';
import { textFault } from '#domain';
import { type Command, Problem } from '#persistence';
import { ruleOfRoute } from './kinds.js';
import { validatedOf } from './openapi-models.js';
import { actionOf, entityTagsOf, isBesideCase, isRead, single } from './request.js';

/**
 * Who asks for what, from the request: `@Cmd() command: Command`. On POST the idempotency key is required, and on POST to
 * a path with an id the version that the caller has seen, but for what lies beside a case (`isBesideCase`); a POST that only reads
 * (`isRead`) takes neither.
 * @throws Problem 400 idempotency-key-required, 400 idempotency-key-not-opaque, 428 if-match-required, 400 if-match-malformed
 */
export const Cmd = createParamDecorator((_: unknown, context: ExecutionContext): Command => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  const rule = ruleOfRoute(context.getHandler());
  return {
    ...commandOf(request, bodyOf(context)),
    ...(rule && { rule: `${rule.kind.name} ${rule.action}` }),
  };
});

/** Aborted when nobody waits for the answer any more: `@ClientGone() signal: AbortSignal`. */
export const ClientGone = createParamDecorator((_: unknown, context: ExecutionContext): AbortSignal => {
  const gone = new AbortController();
  context
    .switchToHttp()
    .getResponse<FastifyReply>()
    .raw.once('close', () => gone.abort());
  return gone.signal;
});

/** The class of a route's body, if it has one. */
const bodyOf = (context: ExecutionContext): Validated | undefined =>
  validatedOf(context.getClass(), context.getHandler().name).body;

function commandOf(request: FastifyRequest, bodyClass: Validated | undefined): Command {
  const { actor, clock, correlationId, traceparent, fingerprint } = request.context;
  if (!actor) throw new Error('@Cmd on a public route: there is no actor');
  const route = request.routeOptions.url ?? '';
  const command: Command = {
    actor,
    action: actionOf(request.method, route),
    correlationId,
    ...(traceparent && { traceparent }),
    now: clock.now(),
    today: clock.today(),
  };
  if (isRead(request.method, route)) return command;
  const key = single(request.headers['idempotency-key']);
  if (!key || !/^[\x21-\x7e]{1,255}$/.test(key)) throw new Problem(400, 'idempotency-key-required');
  if (textFault(key) === 'civil-registration-number') throw new Problem(400, 'idempotency-key-not-opaque');
  const body = bodyClass ? withoutNulls(bodyClass, request.body ?? {}) : (request.body ?? {});
  command.idempotency = {
    key,
    route: `POST ${route}`,
    // The same in another spelling, in another order, or with null where a field may be left out, is the same request.
    requestHash: fingerprint(inOneOrder([route, request.params, request.query, body])),
  };
  if (route.includes('/:id') && !isBesideCase(route)) command.ifMatch = versionsOf(request.headers['if-match']);
  return command;
}

/** JSON with the members of every object by their names. */
const inOneOrder = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  );

/** The versions that an `If-Match` allows (RFC 9110, 13.1.1). */
function versionsOf(header: string | undefined): readonly number[] | 'any' {
  if (header === undefined) throw new Problem(428, 'if-match-required');
  const tags = entityTagsOf(single(header) ?? '');
  if (!tags) throw new Problem(400, 'if-match-malformed');
  return tags === '*' ? 'any' : tags.filter((tag) => /^[1-9]\d{0,9}$/.test(tag)).map(Number);
}
