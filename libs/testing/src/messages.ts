// SPDX-License-Identifier: MPL-2.0
import { randomUUID } from 'node:crypto';
import { Kafka, type KafkaMessage, logLevel } from 'kafkajs';
import { v7 as uuidv7 } from 'uuid';
import { allTopics, type Topic } from '#contracts/topics';
import { schemaFile } from '#contracts/types';
import { encodeKafka } from '#messaging';
import type { EventAttributes } from '#persistence';
import { makeTopics } from '../../../tools/provision/kafka.ts';
import { eventually } from './eventually.js';
import { askStack } from './stack.js';

/** `127.0.0.1:<port>` of the run's broker. */
export async function kafkaBrokers(): Promise<string> {
  return (await askStack<{ brokers: string }>('kafka')).brokers;
}

export async function kafkaClient(): Promise<Kafka> {
  return new Kafka({ clientId: 'test', brokers: [await kafkaBrokers()], logLevel: logLevel.NOTHING });
}

/** Unique, so that test files share the broker without meeting. */
export const topicPrefix = (): string => `t${randomUUID().slice(0, 8)}.`;

/** A broker that keeps the planned six of each, for every test file, is busy with that; two are enough to be several. */
const testTopics = allTopics.map((topic) => ({ ...topic, partitions: 2 }));

/**
 * Creates topics as provisioning does, under a prefix of one's own.
 * @param config in place of what is planned
 */
export async function createTopics(
  prefix: string,
  topics: readonly Topic[] = testTopics,
  config: Readonly<Record<string, string>> = {},
): Promise<void> {
  const admin = (await kafkaClient()).admin();
  await admin.connect();
  try {
    await makeTopics(admin, topics, { prefix, config });
  } finally {
    await admin.disconnect();
  }
}

/** A message as it lies in the log. */
export type LoggedMessage = KafkaMessage & { partition: number };

/** Every message that is in the topic now, each partition in its order. */
export async function readTopic(topic: string): Promise<LoggedMessage[]> {
  const kafka = await kafkaClient();
  const admin = kafka.admin();
  await admin.connect();
  // A topic that was made a moment ago is not known to every thread of the broker yet.
  const offsets = await eventually(() => admin.fetchTopicOffsets(topic));
  await admin.disconnect();
  const missing = new Map(
    offsets.filter(({ low, high }) => low !== high).map(({ partition, high }) => [partition, BigInt(high)]),
  );
  const messages: LoggedMessage[] = [];
  if (missing.size === 0) return messages;
  const consumer = kafka.consumer({ groupId: `reader-${randomUUID()}`, maxWaitTimeInMs: 50 });
  await consumer.connect();
  try {
    await consumer.subscribe({ topic, fromBeginning: true });
    await new Promise<void>((resolve, reject) => {
      consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
      // Compaction and transaction markers leave gaps: the position after the fetched batch tells the end.
      void consumer.run({
        autoCommit: false,
        eachBatch: async ({ batch }) => {
          const end = missing.get(batch.partition);
          if (end === undefined) return;
          for (const message of batch.messages)
            if (BigInt(message.offset) < end) messages.push({ ...message, partition: batch.partition });
          if (BigInt(batch.lastOffset()) + 1n >= end) missing.delete(batch.partition);
          if (missing.size === 0) resolve();
        },
      });
    });
  } finally {
    await consumer.disconnect();
  }
  return messages.sort((a, b) => a.partition - b.partition || Number(BigInt(a.offset) - BigInt(b.offset)));
}

/** One fact on a topic, as its owner would tell it. */
export interface ToldFact {
  topic: Topic;
  type: string;
  key: string;
  /** Version of the case after the fact. */
  version: number;
  body: object | null;
  /** Default: a new one. The same id twice is a redelivery. */
  id?: string;
  /** The person whose act it was, by the id of the sign-in. */
  by?: string;
}

/** Tells facts in another service's place: what a consumer hears without its owner running. */
export async function tellFacts(prefix: string, facts: readonly ToldFact[]): Promise<void> {
  const producer = (await kafkaClient()).producer();
  await producer.connect();
  try {
    for (const { topic, type, key, version, body, id = uuidv7(), by = 'somebody' } of facts) {
      const attributes: EventAttributes = {
        specversion: '1.0',
        id,
        source: `/indgang/0461/${topic.owner}`,
        type,
        subject: key,
        partitionkey: key,
        time: new Date().toISOString(),
        datacontenttype: 'application/json',
        dataschema: `http://localhost/schemas/${schemaFile(type, topic.classification)}`,
        caseversion: String(version),
        dataclassification: topic.classification,
        authtype: 'person',
        ...(topic.classification === 'internal' && { correlationid: uuidv7(), authid: by }),
      };
      await producer.send({ topic: prefix + topic.name, messages: [{ key, ...encodeKafka(attributes, body) }] });
    }
  } finally {
    await producer.disconnect();
  }
}
