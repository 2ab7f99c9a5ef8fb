// SPDX-License-Identifier: MPL-2.0
import type { Registry } from 'prom-client';
import { Database } from '#persistence';
import { createCleaner } from './cleaner.js';
import { Inbox } from './inbox.js';
import { createKafka, type KafkaSettings, type Logger } from './kafka.js';
import { MessagingMetrics } from './metrics.js';
import { ParkedMessages } from './parked-messages.js';
import { Relay } from './relay.js';
import { createRetrier } from './retrier.js';
import { KafkaStrategy } from './strategy.js';
import { Watchdog } from './watchdog.js';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** Times and sizes that a test shortens; all are real time, never the clock that travels. */
const DEFAULTS = {
  pollMs: 200,
  quickRetriesMs: [50, 200] as readonly number[],
  retryLadderSeconds: [MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 12 * HOUR, 24 * HOUR] as readonly number[],
  retryEveryMs: 1000,
  stuckMs: 120_000,
  watchEveryMs: 5000,
  sessionTimeoutMs: 10_000,
  lookAgainMs: 5000,
  /** Partitions handled side by side = connections of the inbox. */
  concurrency: 4,
  cleanEveryMs: 600_000,
  /** Topics keep messages 30 days. */
  keepInboxDays: 37,
};

export interface MessagingOptions {
  /** Name of the service: consumer group and client id. */
  service: string;
  database: Database;
  config: KafkaSettings & { TOPIC_PREFIX: string; KAFKA_INSTANCE_ID?: string };
  logger: Logger;
  registry: Registry;
  exit?: (code: number) => void;
  tuning?: Partial<typeof DEFAULTS>;
}

/**
 * Everything a service needs to send and receive. Hand `strategy` to Nest's `connectMicroservice` and start it before
 * `start()`; call `stop()` before Nest's `close()`, which ends the strategy, and close the database last.
 */
export function createMessaging({ service, database, config, logger, registry, ...others }: MessagingOptions) {
  const tuning = { ...DEFAULTS, ...others.tuning };
  const exit = others.exit ?? ((code: number) => process.exit(code));
  const topicPrefix = config.TOPIC_PREFIX;
  const groupId = topicPrefix + service;
  const kafka = createKafka(service, config, 'gives-up', logger);
  const metrics = new MessagingMetrics(registry, database);

  const relay = new Relay({ service, database, kafka, topicPrefix, logger, pollMs: tuning.pollMs });
  const strategy = new KafkaStrategy({
    groupId,
    instanceId: config.KAFKA_INSTANCE_ID,
    kafka: createKafka(service, config, 'waits', logger),
    probe: kafka,
    topicPrefix,
    logger,
    exit,
    concurrency: tuning.concurrency,
    sessionTimeoutMs: tuning.sessionTimeoutMs,
    lookAgainMs: tuning.lookAgainMs,
  });
  const inbox = new Inbox({
    open: async () => {
      const own = await Database.open({
        url: database.url,
        applicationName: `${service} inbox`,
        entities: [],
        poolSize: tuning.concurrency + 1,
      });
      own.onOutbox(() => relay.nudge());
      return own;
    },
    handlerOf: (topic, type, isTombstone) => strategy.handlerOf(topic, type, isTombstone),
    logger,
    metrics,
    quickRetriesMs: tuning.quickRetriesMs,
    ladderSeconds: tuning.retryLadderSeconds,
  });
  strategy.inbox = inbox;
  const retrier = createRetrier(inbox, tuning.retryEveryMs, logger);
  const watchdog = new Watchdog({
    strategy,
    groupId,
    topicPrefix,
    kafka,
    metrics,
    logger,
    exit,
    everyMs: tuning.watchEveryMs,
    stuckMs: tuning.stuckMs,
  });
  const cleaner = createCleaner(database, tuning.cleanEveryMs, tuning.keepInboxDays, logger);
  const parked = new ParkedMessages(database);

  return {
    relay,
    strategy,
    retrier,
    watchdog,
    cleaner,
    parked,
    /** For readiness. */
    status: () => ({
      consumers: strategy.consumers,
      kafka: watchdog.kafka,
      stoppedPartitions: strategy.stoppedPartitions,
    }),
    async start(): Promise<void> {
      await relay.start();
      for (const part of [retrier, watchdog, cleaner]) part.start();
    },
    async stop(): Promise<void> {
      await Promise.all([relay, retrier, watchdog, cleaner].map((part) => part.stop()));
    },
  };
}
