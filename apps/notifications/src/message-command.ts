// SPDX-License-Identifier: MPL-2.0
import type { IncomingMessage } from '#messaging';
import type { Clock, Command, Sql } from '#persistence';

/** What a consumer's use case is told: this service acts, because of the message and in its transaction. */
export const messageCommand = (
  message: IncomingMessage<unknown>,
  action: string,
  clock: Clock,
  tx: Sql,
): Command & { tx: Sql } => ({
  actor: { id: 'notifications', kind: 'system', roles: ['system'] },
  action,
  correlationId: message.correlationId,
  causationId: message.id,
  ...(message.traceparent && { traceparent: message.traceparent }),
  now: clock.now(),
  today: clock.today(),
  tx,
});
