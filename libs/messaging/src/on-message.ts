// SPDX-License-Identifier: MPL-2.0
import { type ArgumentsHost, applyDecorators, Catch, type RpcExceptionFilter, UseFilters } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import type { Observable } from 'rxjs';
import type { Sql } from '#persistence';

/** A message as a handler gets it. */
export interface IncomingMessage<T> {
  /** Id of the event, the same on every redelivery; the causation id of what the handler causes. */
  id: string;
  /** CloudEvents type, `dk.indgang.<service>.<case-kind>.<fact>.v1` */
  type: string;
  /** Without the installation's prefix. */
  topic: string;
  /** Case id, or deadline id on a deadlines topic. */
  key: string;
  /** When the fact happened. */
  time: Date;
  /** Version of the case after the fact: ignore what is not newer than what is known. */
  caseVersion: number;
  correlationId: string;
  /** The person whose act it was, by the id of the sign-in. */
  actorId?: string;
  traceparent?: string;
  data: T;
}

type Handler<T> = (message: IncomingMessage<T>, tx: Sql) => Promise<unknown>;

export interface OnMessageOptions<T extends object> {
  /** Types to handle; others on the topic are counted and skipped, so a producer may add types. */
  types: readonly string[] | 'all';
  /** The fields that are read, with class-validator decorators; unknown ones are ignored. */
  body: new () => T;
  /** Name of the class's method for a tombstone, `(message: IncomingMessage<null>, tx) => Promise<void>`. */
  erased?: string;
}

/** What the strategy reads of a handler. */
export interface HandlerExtras {
  types?: readonly string[] | 'all';
  body?: new () => object;
}

export const erasedPattern = (topic: string) => `${topic} erased`;

/** Nest would answer an unknown error with "Internal server error"; the reason must reach the parked message. */
@Catch()
class KeepReason implements RpcExceptionFilter {
  catch(error: unknown, _host: ArgumentsHost): Observable<never> {
    throw error;
  }
}

/**
 * Handles messages of a topic in a controller: `method(message: IncomingMessage<Body>, tx: Sql)`. Everything the method
 * writes goes through `tx`, which also holds the note that the message was handled: both are kept or neither is. It must
 * not call the outside world. An error parks the messages of that key, never the partition. One handler per topic.
 */
export function OnMessage<T extends object>(topic: string, { types, body, erased }: OnMessageOptions<T>) {
  return <Method extends Handler<T>>(
    target: object,
    name: string | symbol,
    descriptor: TypedPropertyDescriptor<Method>,
  ): void => {
    handles(topic, { types, body }, target, name, descriptor);
    if (!erased) return;
    const method = Object.getOwnPropertyDescriptor(target, erased);
    if (typeof method?.value !== 'function') throw new Error(`${target.constructor.name} has no method ${erased}`);
    handles(erasedPattern(topic), {}, target, erased, method);
  };
}

function handles(
  pattern: string,
  extras: HandlerExtras,
  target: object,
  name: string | symbol,
  descriptor: PropertyDescriptor,
) {
  // Nest keeps one pattern of a method: a second one would take the place of the first without a word.
  if (Reflect.hasMetadata('microservices:pattern', descriptor.value as object))
    throw new Error(`${target.constructor.name}.${String(name)} handles a topic already: write a method for each`);
  Payload()(target, name, 0);
  Ctx()(target, name, 1);
  applyDecorators(EventPattern<string>(pattern, extras as Record<string, unknown>), UseFilters(KeepReason))(
    target,
    name,
    descriptor,
  );
}
