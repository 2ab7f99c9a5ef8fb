// SPDX-License-Identifier: MPL-2.0
import { type CustomTransportStrategy, type MessageHandler as NestHandler, Server } from '@nestjs/microservices';
import type { Consumer, EachBatchPayload, Kafka, KafkaMessage } from 'kafkajs';
import { isObservable, lastValueFrom } from 'rxjs';
import { faultPoint } from '#persistence';
import type { Inbox, MessageHandler } from './inbox.js';
import { type Logger, within } from './kafka.js';
import { erasedPattern, type HandlerExtras, type IncomingMessage } from './on-message.js';
import type { FetchedMessage, UnreadableBatch } from './record-set.js';
import { beStaticMember } from './static-member.js';

export interface KafkaStrategyOptions {
  /** Consumer group: prefix and name of the service. */
  groupId: string;
  /** The name under which this process comes back into its group; none: it comes back as a stranger. */
  instanceId?: string | undefined;
  /** A client that waits: a call that gives up would crash the consumer. */
  kafka: Kafka;
  /** A client that gives up, to find out whether Kafka is there before the patient one is used. */
  probe: Kafka;
  topicPrefix: string;
  logger: Logger;
  exit: (code: number) => void;
  /** Partitions handled side by side, each in its order: a slow key holds up its own partition only. */
  concurrency: number;
  sessionTimeoutMs: number;
  /** So often a partition that a batch has stopped is looked at again: may it go on? */
  lookAgainMs: number;
}

const CRASH_WINDOW_MS = 600_000;
const MAX_CRASHES = 5;
const RECONNECT_MS = 1000;
/** So often a message may break its own database connection before it is parked unseen. */
const MAX_LOST_CONNECTIONS = 5;

/**
 * Nest's event handlers on Kafka: each message is given to the inbox, in order per partition, and its offset is resolved
 * afterwards. Nothing is thrown to kafkajs, whose consumer a TypeError would stop for good. Nest's own Kafka server is
 * not used: one throwing handler stops every topic of its consumer.
 */
export class KafkaStrategy extends Server implements CustomTransportStrategy {
  /** Set by `createMessaging`: the inbox asks back for handlers. */
  inbox: Inbox;
  private consumer?: Consumer;
  private connecting?: Promise<void>;
  private state: 'none' | 'starting' | 'running' | 'crashed' = 'none';
  private closing = false;
  private assignment: Record<string, number[]> = {};
  private crashes: number[] = [];
  /** Partitions that wait for the database. */
  private readonly waiting = new Set<string>();
  /** Partitions that a batch has stopped which we cannot read. */
  private readonly stopped = new Set<string>();
  /** Partitions of which a message was read since they were assigned. */
  private readonly reading = new Set<string>();
  /** When a partition was given the message that is at hand there. */
  private readonly atHand = new Map<string, number>();
  private moved = performance.now();

  constructor(private readonly options: KafkaStrategyOptions) {
    super();
  }

  get consumers(): 'none' | 'starting' | 'running' | 'crashed' {
    return this.state;
  }

  /** Partitions of this process by topic, prefixed. */
  get assigned(): Readonly<Record<string, readonly number[]>> {
    return this.state === 'running' ? this.assignment : {};
  }

  /** Partitions that stand still before a batch that we cannot read, `<topic>/<partition>` with the prefix. */
  get stoppedPartitions(): readonly string[] {
    return [...this.stopped];
  }

  /**
   * Since when (`performance.now()`) a partition with messages left has had a reason to move: since its message at hand
   * was taken, or since the consumer dealt with any message, behind which this partition may have waited. Undefined: it
   * waits for the database or for a person.
   */
  shouldMoveSince(topic: string, partition: number): number | undefined {
    const id = `${topic}/${partition}`;
    if (this.waiting.has(id) || this.stopped.has(id)) return undefined;
    return this.atHand.get(id) ?? this.moved;
  }

  /** @throws Error at boot when two methods handle the same topic: which of them would decide about an error? */
  override addHandler(pattern: string, callback: NestHandler, isEvent = false, extras: HandlerExtras = {}): void {
    if (this.messageHandlers.has(pattern))
      throw new Error(`two @OnMessage for ${pattern}: a service has one per topic`);
    super.addHandler(pattern, callback, isEvent, extras as Record<string, unknown>);
  }

  handlerOf(topic: string, type: string, isTombstone: boolean): MessageHandler | undefined {
    const handler = this.messageHandlers.get(isTombstone ? erasedPattern(topic) : topic);
    if (!handler) return undefined;
    const { types, body } = (handler.extras ?? {}) as HandlerExtras;
    if (!isTombstone && types !== 'all' && !types?.includes(type)) return undefined;
    return {
      ...(body && { body }),
      run: async (message: IncomingMessage<unknown>, tx) => {
        const result = await handler(message, tx);
        if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
      },
    };
  }

  /** Comes back at once: Kafka need not be reachable. */
  listen(callback: (error?: unknown) => void): void {
    const topics = [...this.messageHandlers.keys()].filter((pattern) => !pattern.endsWith(erasedPattern('')));
    if (topics.length > 0) {
      this.state = 'starting';
      this.connecting = this.connect(topics.map((topic) => this.options.topicPrefix + topic));
    }
    callback();
  }

  /** Waits for the messages at hand, for at most 5 s: what is not committed comes again, to whoever is next. */
  async close(): Promise<void> {
    this.closing = true;
    const end = async () => {
      // kafkajs cannot stop a consumer that is joining its group: it would run on.
      await within(3000, 'joining', this.connecting ?? Promise.resolve()).catch(() => undefined);
      await this.consumer?.disconnect();
    };
    await within(5000, 'the last message', end()).catch(() => undefined);
    await this.inbox.close();
  }

  on(): never {
    throw new Error('KafkaStrategy has no events of its own');
  }

  unwrap<T>(): T {
    return this.consumer as T;
  }

  private async connect(topics: string[]): Promise<void> {
    for (let told = false; !this.closing; ) {
      try {
        await this.probe();
        const consumer = this.consumer ?? this.create(topics);
        if (this.closing) return;
        await consumer.connect();
        await consumer.subscribe({ topics, fromBeginning: true });
        if (this.closing) return;
        await consumer.run({
          eachBatchAutoResolve: false,
          autoCommitInterval: 1000,
          autoCommitThreshold: 500,
          partitionsConsumedConcurrently: this.options.concurrency,
          eachBatch: (payload) => this.consume(payload),
        });
        return;
      } catch (error) {
        if (this.closing) return;
        if (!told) this.options.logger.warn({ action: 'consume', err: error }, 'the consumer waits for Kafka');
        told = true;
        await pause(RECONNECT_MS);
      }
    }
  }

  private async probe(): Promise<void> {
    const admin = this.options.probe.admin();
    try {
      await within(10_000, 'connecting', admin.connect());
    } finally {
      await admin.disconnect().catch(() => undefined);
    }
  }

  private create(topics: string[]): Consumer {
    const { kafka, groupId, instanceId, sessionTimeoutMs, logger } = this.options;
    if (instanceId) beStaticMember(groupId, instanceId, topics);
    const consumer = kafka.consumer({
      groupId,
      sessionTimeout: sessionTimeoutMs,
      heartbeatInterval: sessionTimeoutMs / 5,
      rebalanceTimeout: sessionTimeoutMs * 1.5,
      maxWaitTimeInMs: 100,
      minBytes: 1,
      allowAutoTopicCreation: false,
      retry: { initialRetryTime: 100, maxRetryTime: 1000, retries: 1e9, restartOnFailure: async () => !this.closing },
    });
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
      this.assignment = payload.memberAssignment;
      this.state = 'running';
      this.moved = performance.now();
      // Whether a batch stops them is seen when it is fetched again.
      this.stopped.clear();
      this.reading.clear();
    });
    consumer.on(consumer.events.CRASH, ({ payload: { error, restart } }) => {
      if (this.closing) return;
      this.state = 'crashed';
      logger.error(
        { action: 'consume', outcome: restart ? 'restarts' : 'starts again', err: error },
        'the consumer crashed',
      );
      const now = performance.now();
      this.crashes = [...this.crashes.filter((at) => at > now - CRASH_WINDOW_MS), now];
      if (this.crashes.length > MAX_CRASHES) {
        logger.error({ action: 'consume', count: this.crashes.length }, 'too many crashes: the process ends');
        this.options.exit(1);
      } else if (!restart) {
        // Not at once: what passes by itself would use up the crashes in a moment.
        this.connecting = pause(RECONNECT_MS).then(() => this.connect(topics));
      }
    });
    this.consumer = consumer;
    return consumer;
  }

  private async consume(payload: EachBatchPayload): Promise<void> {
    const { batch, resolveOffset, heartbeat, commitOffsetsIfNecessary, isRunning, isStale } = payload;
    let lost = false;
    const isMine = () => !lost && !this.closing && isRunning() && !isStale();
    // A rebalance is told by a failing heartbeat; kafkajs sees it itself once the batch is left.
    const quietly = async (call: () => Promise<void>) => {
      await call().catch(() => {
        lost = true;
      });
    };
    // kafkajs has no background heartbeat, and a handler may take longer than the session timeout.
    const timer = setInterval(() => void quietly(heartbeat), this.options.sessionTimeoutMs / 5);
    try {
      for (const message of batch.messages as FetchedMessage[]) {
        const { unreadable } = message;
        if (!isMine()) return;
        const isDone = unreadable
          ? await this.passesBy(batch.topic, batch.partition, unreadable)
          : await this.receive(batch.topic, batch.partition, message, isMine);
        if (!isDone) return;
        this.moved = performance.now();
        await faultPoint('before_offset');
        resolveOffset(message.offset);
        await quietly(heartbeat);
        if (!lost) await quietly(commitOffsetsIfNecessary);
      }
    } catch (error) {
      this.options.logger.error({ action: 'consume', topic: batch.topic, err: error }, 'a batch was left');
    } finally {
      clearInterval(timer);
    }
  }

  /** @returns whether the message is dealt with; false when it must be given again to whoever has the partition. */
  private async receive(
    topic: string,
    partition: number,
    message: KafkaMessage,
    isMine: () => boolean,
  ): Promise<boolean> {
    const name = topic.slice(this.options.topicPrefix.length);
    const id = `${topic}/${partition}`;
    let failures = 0;
    this.atHand.set(id, performance.now());
    try {
      while (isMine()) {
        try {
          if (!this.reading.has(id)) await this.inbox.goesOn(name, partition, Number(message.offset));
          this.reading.add(id);
          this.stopped.delete(id);
          await this.inbox.receive(name, partition, message);
          return true;
        } catch (error) {
          const lost = error as Error;
          // With the database back, what still fails is the message. Parking it fails while the database is away.
          const parked =
            ++failures >= MAX_LOST_CONNECTIONS &&
            (await this.inbox.receive(name, partition, message, lost).then(
              () => true,
              () => false,
            ));
          if (parked) return true;
          if (failures === 1) {
            this.options.logger.warn(
              { action: 'consume', topic: name, partition, err: lost },
              'the consumer waits for the database',
            );
            this.waiting.add(id);
          }
          await pause(Math.min(100 * 2 ** failures, 2000));
        }
      }
      return false;
    } finally {
      this.waiting.delete(id);
      this.atHand.delete(id);
    }
  }

  /**
   * A batch that we cannot read stops its partition: what it says is unknown, so nothing behind it may overtake it. Others
   * go on. It is fetched again every while, and passed by once a person has decided so, or a release can read it.
   */
  private async passesBy(topic: string, partition: number, batch: UnreadableBatch): Promise<boolean> {
    const name = topic.slice(this.options.topicPrefix.length);
    const id = `${topic}/${partition}`;
    const fields = { action: 'stop-partition', topic: name, partition, reason: batch.reason };
    // With the database away it stays stopped; the note is written at a later look.
    const state = await this.inbox.stopsAt(name, partition, batch).catch(() => 'failed' as const);
    if (state === 'skipped') {
      this.stopped.delete(id);
      this.options.logger.warn({ ...fields, outcome: 'skipped' }, 'a batch that cannot be read was left out');
      return true;
    }
    if (!this.stopped.has(id))
      this.options.logger.error({ ...fields, outcome: 'stopped' }, 'a batch cannot be read: its partition waits');
    this.stopped.add(id);
    this.reading.delete(id);
    const which = [{ topic, partitions: [partition] }];
    this.consumer?.pause(which);
    setTimeout(() => {
      try {
        if (!this.closing) this.consumer?.resume(which);
      } catch {
        // It is joining its group anew, and then fetches everything it is given.
      }
    }, this.options.lookAgainMs).unref();
    return false;
  }
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
