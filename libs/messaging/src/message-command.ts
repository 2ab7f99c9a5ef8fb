// SPDX-License-Identifier: MPL-2.0
import type { Clock, CommandInTransaction, Sql } from '#persistence';
import type { IncomingMessage } from './on-message.js';

/**
 * What a consumer tells a use case: the service itself acts, because of the message and in the message's transaction.
 * @param action `<case-kind>.<action>`
 */
export const messageCommand = (
  service: string,
  action: string,
  message: IncomingMessage<unknown>,
  clock: Clock,
  tx: Sql,
): CommandInTransaction => ({
  actor: { id: service, kind: 'system', roles: ['system'] },
  action,
  correlationId: message.correlationId,
  causationId: message.id,
  ...(message.traceparent && { traceparent: message.traceparent }),
  now: clock.now(),
  today: clock.today(),
  tx,
});
