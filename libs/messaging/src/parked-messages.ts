// SPDX-License-Identifier: MPL-2.0
import { type Command, type Database, Problem, remember, rememberedNow, type Sql } from '#persistence';
import { lockKey, promoteNext } from './inbox.js';

/** A received message that could not be handled (`failed`), or waits behind one (`waiting`). Never its body. */
export interface ParkedMessage {
  id: string;
  topic: string;
  key: string;
  type: string;
  state: 'failed' | 'waiting' | 'skipped';
  reason: string | null;
  attempts: number;
  /** Null: it is not tried again by itself. */
  nextAttemptAt: Date | null;
  receivedAt: Date;
}

/** An own message that Kafka rejected; later ones of its key wait. Never its body. */
export interface UnsentMessage {
  id: string;
  topic: string;
  key: string;
  type: string;
  reason: string | null;
  createdAt: Date;
}

export interface PageOf<Item> {
  items: Item[];
  /** Give it as `after` for the next page; null on the last one. */
  next: string | null;
}

/** `after`: `next` of the page before. `limit`: 1–100. */
export interface PageWanted {
  after?: string;
  limit?: number;
}

const PARKED = `message_id as id, topic, key, type, state, reason, attempts, next_attempt_at as "nextAttemptAt", received_at as "receivedAt"`;
const UNSENT = `id, topic, key, headers->>'type' as type, failed_reason as reason, created_at as "createdAt"`;

/** What an operator may do with messages that wait for a person. Each act is in the audit log. */
export class ParkedMessages {
  constructor(private readonly database: Database) {}

  /** Oldest first. */
  async list(page: PageWanted = {}): Promise<PageOf<ParkedMessage>> {
    const from = `from inbox where state in ('waiting', 'failed')`;
    return await this.page<ParkedMessage>(`select position, ${PARKED} ${from}`, page);
  }

  /** Oldest first; only the rejected ones, not those that wait behind them. */
  async listUnsent(page: PageWanted = {}): Promise<PageOf<UnsentMessage>> {
    return await this.page<UnsentMessage>(
      `select position, ${UNSENT} from outbox where failed_reason is not null`,
      page,
    );
  }

  /**
   * Has a failed message tried again now.
   * @throws Problem 404 for any but a failed message: one that waits is handled after the one before it
   */
  async retry(id: string, command: Command): Promise<ParkedMessage> {
    return await this.once(command, failed(id), async (tx) => {
      await audit(tx, command, 'parked-message.retry', 'retry', { messageId: id });
      return await update<ParkedMessage>(
        tx,
        `update inbox set next_attempt_at = clock_timestamp() where message_id = $1 returning ${PARKED}`,
        id,
      );
    });
  }

  /**
   * Leaves a failed message out for good; its envelope is kept and the next message of its key is handled.
   * @param reason for the audit log
   * @throws Problem 404 for any but a failed message
   */
  async skip(id: string, reason: string, command: Command): Promise<ParkedMessage> {
    return await this.once(command, failed(id), async (tx, { topic, key }) => {
      await lockKey(tx, topic, key);
      await promoteNext(tx, topic, key);
      await audit(tx, command, 'parked-message.skip', reason, { messageId: id });
      return await update<ParkedMessage>(
        tx,
        `update inbox set state = 'skipped', next_attempt_at = null where message_id = $1 returning ${PARKED}`,
        id,
      );
    });
  }

  /** @throws Problem 404 for any but a message that Kafka rejected */
  async retryUnsent(id: string, command: Command): Promise<UnsentMessage> {
    const rejected = [
      `select topic, key from outbox where id::text = $1 and failed_reason is not null for update`,
      id,
    ] as const;
    return await this.once(command, rejected, async (tx) => {
      await audit(tx, command, 'unsent-message.retry', 'retry', { messageId: id });
      this.database.wroteOutbox(tx);
      return await update<UnsentMessage>(
        tx,
        `update outbox set failed_reason = null where id = $1 returning ${UNSENT}`,
        id,
      );
    });
  }

  /** An act is done once for each idempotency key, on the message that is found and locked. @throws Problem 404, 422 */
  private async once<Item>(
    command: Command,
    [locking, id]: readonly [string, string],
    act: (tx: Sql, found: { topic: string; key: string }) => Promise<Item>,
  ): Promise<Item> {
    return await this.database.transaction(async (tx) => {
      const [found] = await tx.query<{ topic: string; key: string }>(locking, [id]);
      // Behind the lock: of two at the same moment the second finds what the first was answered.
      const known = await rememberedNow(command, tx);
      if (known) return known.body as Item;
      if (!found) throw new Problem(404, 'not-found');
      const item = await act(tx, found);
      await remember(command, { status: 200, body: item, version: 1 }, tx);
      return item;
    });
  }

  private async page<Item>(select: string, { after, limit = 50 }: PageWanted): Promise<PageOf<Item>> {
    if (after !== undefined && !/^\d{1,15}$/.test(after)) {
      throw new Problem(400, 'invalid-request', {}, [
        { pointer: '?after', code: 'malformed', message: 'not from a page' },
      ]);
    }
    const rows = await this.database.query<Item & { position: number }>(
      `${select} and position > $1 order by position limit $2`,
      [Number(after ?? 0), limit + 1],
    );
    const items = rows.slice(0, limit);
    const next = rows.length > limit ? String(items.at(-1)?.position) : null;
    return { items: items.map(({ position: _, ...item }) => item as Item), next };
  }
}

/** Locked in the same order as the retrier does: the row, then the key. */
const failed = (id: string) =>
  [`select topic, key from inbox where message_id = $1 and state = 'failed' for update`, id] as const;

async function update<Row>(tx: Sql, text: string, id: string): Promise<Row> {
  return (await tx.query<Row>(text, [id]))[0]!;
}

async function audit(tx: Sql, { actor }: Command, action: string, purpose: string, changes: object): Promise<void> {
  await tx.query(
    `insert into audit_log (actor_id, actor_kind, role, action, purpose, changes) values ($1, $2, $3, $4, $5, $6::jsonb)`,
    [actor.id, actor.kind, actor.roles.join(','), action, purpose, JSON.stringify(changes)],
  );
}
