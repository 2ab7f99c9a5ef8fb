// SPDX-License-Identifier: MPL-2.0
import type { Admin, Kafka } from 'kafkajs';
import { type Logger, within } from './kafka.js';
import type { MessagingMetrics } from './metrics.js';
import { Repeated } from './retrier.js';
import type { KafkaStrategy } from './strategy.js';

export interface WatchdogOptions {
  strategy: Pick<KafkaStrategy, 'assigned' | 'consumers' | 'shouldMoveSince'>;
  groupId: string;
  topicPrefix: string;
  /** A client that gives up within seconds. */
  kafka: Kafka;
  metrics: MessagingMetrics;
  logger: Logger;
  exit: (code: number) => void;
  everyMs: number;
  /** A partition with messages left that does not move for so long is stuck, milliseconds. */
  stuckMs: number;
}

/**
 * Measures the lag of this process's partitions and ends the process (code 1, its supervisor starts it again) when one
 * of them does not move, or the consumer stays crashed. A partition moves with each message that is dealt with; one that
 * has none at hand may wait behind the others of its fetch, as long as those move. Waiting for the database, the broker or
 * a person is no reason: starting again would not bring them.
 */
export class Watchdog {
  kafka: 'reachable' | 'unreachable' = 'unreachable';
  private admin?: Admin;
  private readonly seen = new Map<string, { offset: string; since: number }>();
  private crashedSince?: number;
  private readonly job: Repeated;

  constructor(private readonly options: WatchdogOptions) {
    this.job = new Repeated('watch-consumer', options.everyMs, () => this.check(), options.logger);
  }

  start(): void {
    this.job.start(0);
  }

  async stop(): Promise<void> {
    await within(2000, 'the last look', this.job.stop()).catch(() => undefined);
    await this.admin?.disconnect().catch(() => undefined);
  }

  /** One look. Never throws for an unreachable Kafka. */
  async check(): Promise<void> {
    const { stuckMs, strategy } = this.options;
    const now = performance.now();
    this.crashedSince = strategy.consumers === 'crashed' ? (this.crashedSince ?? now) : undefined;
    if (this.crashedSince !== undefined && now - this.crashedSince > stuckMs && this.kafka === 'reachable') {
      this.end({ reason: 'the consumer crashed and did not come back' });
    }
    try {
      const lags = await within(15_000, 'asking Kafka', this.lags());
      this.kafka = 'reachable';
      this.judge(lags, now);
    } catch {
      this.kafka = 'unreachable';
      this.seen.clear();
      const { admin } = this;
      this.admin = undefined;
      await admin?.disconnect().catch(() => undefined);
    }
  }

  private judge(lags: readonly Lag[], now: number): void {
    const { metrics, stuckMs, strategy, topicPrefix } = this.options;
    const sums = new Map<string, number>();
    const present = new Set<string>();
    for (const { topic, partition, offset, lag } of lags) {
      const name = topic.slice(topicPrefix.length);
      sums.set(name, (sums.get(name) ?? 0) + lag);
      const id = `${topic}/${partition}`;
      present.add(id);
      const before = this.seen.get(id);
      const shouldMoveSince = strategy.shouldMoveSince(topic, partition);
      if (lag === 0 || before?.offset !== offset || shouldMoveSince === undefined) {
        this.seen.set(id, { offset, since: now });
      } else if (now - Math.max(before.since, shouldMoveSince) > stuckMs)
        this.end({ topic: name, partition, count: lag });
    }
    for (const id of this.seen.keys()) if (!present.has(id)) this.seen.delete(id);
    for (const [topic, lag] of sums) metrics.setLag(topic, lag);
  }

  private async lags(): Promise<Lag[]> {
    const { kafka, groupId, strategy } = this.options;
    if (!this.admin) {
      this.admin = kafka.admin();
      await this.admin.connect();
    }
    const { admin } = this;
    const assigned = strategy.assigned;
    const topics = Object.keys(assigned);
    if (topics.length === 0) {
      await admin.describeCluster();
      return [];
    }
    const committed = await admin.fetchOffsets({ groupId, topics });
    const lags = await Promise.all(
      committed.map(async ({ topic, partitions }) => {
        const ends = await admin.fetchTopicOffsets(topic);
        return partitions
          .filter(({ partition }) => assigned[topic]?.includes(partition))
          .map(({ partition, offset }) => {
            const end = ends.find((each) => each.partition === partition);
            const [low, high] = [Number(end?.low ?? 0), Number(end?.high ?? 0)];
            return { topic, partition, offset, lag: Math.max(0, high - Math.max(Number(offset), low)) };
          });
      }),
    );
    return lags.flat();
  }

  private end(fields: object): void {
    this.options.logger.error({ action: 'watchdog', ...fields }, 'the consumer does not move: the process ends');
    this.options.exit(1);
  }
}

interface Lag {
  topic: string;
  partition: number;
  /** Committed; -1: nothing yet. */
  offset: string;
  lag: number;
}
