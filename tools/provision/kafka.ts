// SPDX-License-Identifier: MPL-2.0
import { readFileSync } from 'node:fs';
import kafkajs, { Kafka, type KafkaConfig, logLevel, type SASLOptions } from 'kafkajs';
import { RETENTION_DAYS, type Topic } from '#contracts/topics';

/** The environment variables that reach a Kafka; the same for provisioning and for each service. */
export const KAFKA_SETTINGS = [
  'KAFKA_BROKERS',
  'KAFKA_TLS',
  'KAFKA_CA_FILE',
  'KAFKA_SASL_MECHANISM',
  'KAFKA_USERNAME',
  'KAFKA_PASSWORD',
  'KAFKA_PASSWORD_FILE',
] as const;

/**
 * @throws Error naming the setting that is missing
 */
export function kafkaFromEnvironment(env: NodeJS.ProcessEnv): Kafka {
  if (!env.KAFKA_BROKERS) throw new Error('KAFKA_BROKERS is missing: host:port, several separated by commas.');
  const config: KafkaConfig = {
    clientId: 'provision',
    brokers: env.KAFKA_BROKERS.split(','),
    logLevel: logLevel.NOTHING,
    connectionTimeout: 3000,
    requestTimeout: 10_000,
    retry: { retries: 5, initialRetryTime: 200 },
  };
  if (env.KAFKA_CA_FILE) config.ssl = { ca: [readFileSync(env.KAFKA_CA_FILE, 'utf8')] };
  else if (env.KAFKA_TLS === 'true') config.ssl = true;
  if (env.KAFKA_SASL_MECHANISM) {
    const password = env.KAFKA_PASSWORD_FILE
      ? readFileSync(env.KAFKA_PASSWORD_FILE, 'utf8').trim()
      : env.KAFKA_PASSWORD;
    if (!env.KAFKA_USERNAME || !password)
      throw new Error('KAFKA_SASL_MECHANISM needs KAFKA_USERNAME and KAFKA_PASSWORD (or KAFKA_PASSWORD_FILE).');
    config.sasl = { mechanism: env.KAFKA_SASL_MECHANISM, username: env.KAFKA_USERNAME, password } as SASLOptions;
  }
  return new Kafka(config);
}

const RETENTION_MS = RETENTION_DAYS * 24 * 60 * 60 * 1000;

const wantedConfig = ({ policy }: Topic): Record<string, string> =>
  policy === 'compact'
    ? { 'cleanup.policy': 'compact' }
    : { 'cleanup.policy': 'delete', 'retention.ms': String(RETENTION_MS) };

/**
 * Creates the topics that are missing. An existing topic is never changed: more partitions would move keys and break
 * their order, another policy could delete messages. What differs is returned as sentences for a person to decide.
 * @param replication copies of each partition; default: the broker's own default
 */
export async function provisionTopics(
  kafka: Kafka,
  topics: readonly Topic[],
  { prefix = '', replication = -1 }: { prefix?: string; replication?: number } = {},
): Promise<{ created: string[]; differences: string[] }> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const existing = new Set(await admin.listTopics());
    const missing = topics.filter(({ name }) => !existing.has(prefix + name));
    if (missing.length > 0)
      await admin.createTopics({
        waitForLeaders: true,
        topics: missing.map((topic) => ({
          topic: prefix + topic.name,
          numPartitions: topic.partitions,
          replicationFactor: replication,
          configEntries: Object.entries(wantedConfig(topic)).map(([name, value]) => ({ name, value })),
        })),
      });
    const kept = topics.filter(({ name }) => existing.has(prefix + name));
    return { created: missing.map(({ name }) => prefix + name), differences: await compare(admin, kept, prefix) };
  } finally {
    await admin.disconnect();
  }
}

async function compare(admin: ReturnType<Kafka['admin']>, topics: readonly Topic[], prefix: string): Promise<string[]> {
  if (topics.length === 0) return [];
  const names = topics.map(({ name }) => prefix + name);
  const { topics: found } = await admin.fetchTopicMetadata({ topics: names });
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: names.map((name) => ({ type: kafkajs.ConfigResourceTypes.TOPIC, name })),
  });
  return topics.flatMap((topic) => {
    const name = prefix + topic.name;
    const partitions = found.find((each) => each.name === name)?.partitions.length;
    const config = resources.find((each) => each.resourceName === name)?.configEntries ?? [];
    const value = (key: string) => config.find(({ configName }) => configName === key)?.configValue;
    return [
      ...(partitions === topic.partitions
        ? []
        : [`${name} has ${partitions} partitions, planned are ${topic.partitions}.`]),
      ...Object.entries(wantedConfig(topic))
        .filter(([key, wanted]) => value(key) !== wanted)
        .map(([key, wanted]) => `${name} has ${key}=${value(key)}, planned is ${wanted}.`),
    ];
  });
}
