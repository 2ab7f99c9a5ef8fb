// SPDX-License-Identifier: MPL-2.0
import { readFileSync } from 'node:fs';
import { Kafka, type KafkaConfig, logLevel, Partitioners, type Producer, type SASLOptions } from 'kafkajs';

/** How to reach Kafka; names are those of the environment variables. */
export interface KafkaSettings {
  KAFKA_BROKERS: string[];
  KAFKA_TLS?: boolean;
  /** PEM file */
  KAFKA_CA_FILE?: string;
  KAFKA_SASL_MECHANISM?: 'plain' | 'scram-sha-256' | 'scram-sha-512';
  KAFKA_USERNAME?: string;
  KAFKA_PASSWORD?: string;
}

export interface Logger {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  debug?(fields: object, message: string): void;
}

/**
 * @param patience `waits`: a call waits for the broker for ever (the consumer's, whose crash would cost a rebalance);
 *   `gives-up`: it fails within seconds, and the caller says so and tries again
 */
export function createKafka(
  clientId: string,
  settings: KafkaSettings,
  patience: 'waits' | 'gives-up',
  logger?: Logger,
): Kafka {
  silenceNegativeTimeouts();
  const config: KafkaConfig = {
    clientId,
    brokers: settings.KAFKA_BROKERS,
    connectionTimeout: 1000,
    authenticationTimeout: 5000,
    requestTimeout: 5000,
    enforceRequestTimeout: true,
    retry: { initialRetryTime: 100, maxRetryTime: 1000, retries: patience === 'waits' ? 1e9 : 3 },
    logLevel: logLevel.ERROR,
    // The client logs every attempt to reconnect; our own parts say once what waits for what.
    logCreator:
      () =>
      ({ log }) =>
        logger?.debug?.({ action: 'kafka', reason: String(log.error ?? log.message) }, 'kafka'),
  };
  if (settings.KAFKA_CA_FILE) config.ssl = { ca: [readFileSync(settings.KAFKA_CA_FILE, 'utf8')] };
  else if (settings.KAFKA_TLS) config.ssl = true;
  if (settings.KAFKA_SASL_MECHANISM) {
    const { KAFKA_SASL_MECHANISM: mechanism, KAFKA_USERNAME: username, KAFKA_PASSWORD: password } = settings;
    config.sasl = { mechanism, username, password } as SASLOptions;
  }
  return new Kafka(config);
}

/**
 * Idempotent, so a retried request leaves no second copy, in the order given. One send at a time: concurrent ones on one
 * idempotent producer fail with OUT_OF_ORDER_SEQUENCE_NUMBER. The partitioner is named because its default once changed.
 */
export function createProducer(kafka: Kafka): Producer {
  return kafka.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
    createPartitioner: Partitioners.DefaultPartitioner,
    retry: { initialRetryTime: 100, maxRetryTime: 1000, retries: 8 },
  });
}

let silenced = false;
/** kafkajs 2.2.4 sets one timer in the past per process; Node 24 warns of it. Other warnings stay. */
function silenceNegativeTimeouts(): void {
  if (silenced) return;
  silenced = true;
  const emitWarning = process.emitWarning;
  process.emitWarning = ((warning: string | Error, ...others: [never]) => {
    const [options] = others as unknown[];
    const type = typeof options === 'string' ? options : (options as { type?: string } | undefined)?.type;
    if (type !== 'TimeoutNegativeWarning') emitWarning.call(process, warning, ...others);
  }) as typeof process.emitWarning;
}

/** A protocol error's name such as `MESSAGE_TOO_LARGE`, wherever in the chain of causes kafkajs has put it. */
export function kafkaErrorType(error: unknown): string | undefined {
  for (let at = error as { type?: string; cause?: unknown } | undefined; at; at = at.cause as typeof at) {
    if (typeof at.type === 'string') return at.type;
    if (at.cause === at) return undefined;
  }
  return undefined;
}

/** Ends what hangs: the promise is refused after `ms`, whatever becomes of `work`. */
export async function within<T>(ms: number, what: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took longer than ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
