// SPDX-License-Identifier: MPL-2.0
import type { Clock, CommandInTransaction, Sql } from '#persistence';
import type { IncomingMessage } from './on-message.js';

/**
 * A consumer's command: the service itself acts, because of the message and in the message's transaction. What it does
 * has the name of the rule that it asks.
 */
export const messageCommand = (
  service: string,
  message: IncomingMessage<unknown>,
  clock: Clock,
  tx: Sql,
): CommandInTransaction => ({
  actor: { id: service, kind: 'system', roles: ['system'] },
  action: message.type,
  correlationId: message.correlationId,
  causationId: message.id,
  ...(message.actorId && { causedBy: message.actorId }),
  ...(message.traceparent && { traceparent: message.traceparent }),
  now: clock.now(),
  today: clock.today(),
  tx,
});
