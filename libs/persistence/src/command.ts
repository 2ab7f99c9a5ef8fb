// SPDX-License-Identifier: MPL-2.0

import type { Role } from '#contracts/roles';
import type { LocalDate } from '#domain';
import type { Sql } from './database.js';

/** Who acts. `id` is opaque (the token's `sub`, a service's or sweeper's name), never a person's name. */
export interface Actor {
  id: string;
  kind: 'person' | 'service' | 'system';
  roles: readonly (Role | 'system')[];
  /** Landlord reference (uuid) of a landlord's staff; such an actor sees that landlord's rows only. */
  landlordRef?: string;
  /** Codes of the teams that a municipal person is in, where the service keeps them. */
  teams?: readonly string[];
  /** Ids of those for whom a municipal person stands in today. */
  standsInFor?: readonly string[];
}

/** Everything about a request or message that a use case needs beside its input. */
export interface Command {
  actor: Actor;
  /** Of a read: `<case-kind>.<action>`, for the audit log and the logs. An action's name follows from its rule. */
  action: string;
  /** Of a read of a citizen: why, a word of a closed list, for the audit log; default: the action. */
  purpose?: string;
  /** HTTP only: `<case-kind> <action>`, the rule that the route names and that must be the one asked. */
  rule?: string;
  /** Roles by which the rule is asked, where another case's action causes this one; default: the actor's own. */
  as?: readonly (Role | 'system')[];
  /** What a flow has looked up in the transaction, beside what the kind's `facts` read. */
  known?: object;
  /** A refusal is told before that the version has moved: of what somebody else was faster to do. */
  refusesFirst?: true;
  correlationId: string;
  /** Id of the message that caused this, when a consumer acts. */
  causationId?: string;
  /** The person whose act the message tells of, by the id of the sign-in. */
  causedBy?: string;
  traceparent?: string;
  now: Date;
  /** The Copenhagen date of `now`. */
  today: LocalDate;
  /** HTTP only: remembered with the answer for 24 hours, in the command's own statement. */
  idempotency?: { key: string; route: string; requestHash: string };
  /** HTTP only: the versions of which the caller has seen one. */
  ifMatch?: readonly number[] | 'any';
  /** Consumers and sweepers only: the transaction to take part in; the row is locked before it is read. */
  tx?: Sql;
}

/** A consumer's or the sweeper's command. */
export type CommandInTransaction = Command & { tx: Sql };

/** What follows from a command: whoever causes it, it is the rules' own consequence. */
export const byTheRules = (command: CommandInTransaction): CommandInTransaction => ({ ...command, as: ['system'] });

/** What a use case answers; the HTTP layer turns it into status, body, ETag and Location. */
export interface Answer {
  status: 200 | 201;
  body: unknown;
  version: number;
  location?: string;
}
