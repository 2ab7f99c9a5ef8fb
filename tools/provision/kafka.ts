// SPDX-License-Identifier: MPL-2.0
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
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

/**
 * `uncompressed`: the broker unpacks what a client sends compressed, whatever the codec, and refuses what is too large
 * then. So a consumer never meets a batch that it cannot read.
 */
export const topicConfig = ({ policy }: Topic): Record<string, string> => ({
  'cleanup.policy': policy,
  ...(policy === 'delete' && { 'retention.ms': String(RETENTION_MS) }),
  'compression.type': 'uncompressed',
});

/** Concerns new messages alone, so it is put right without asking. */
const MENDED = 'compression.type';

type Admin = ReturnType<Kafka['admin']>;

export interface Provisioned {
  created: string[];
  /** What was put right, as sentences. */
  mended: string[];
  /** What a person must decide, as sentences. */
  differences: string[];
}

/**
 * Creates the topics that are missing. Of an existing one only the compression is changed: more partitions would move keys
 * and break their order, another policy could delete messages.
 * @param replication copies of each partition; default: the broker's own default
 */
export async function provisionTopics(
  kafka: Kafka,
  topics: readonly Topic[],
  { prefix = '', replication = -1 }: { prefix?: string; replication?: number } = {},
): Promise<Provisioned> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const existing = new Set(await admin.listTopics());
    const missing = topics.filter(({ name }) => !existing.has(prefix + name));
    await makeTopics(admin, missing, { prefix, replication });
    const kept = topics.filter(({ name }) => existing.has(prefix + name));
    return { created: missing.map(({ name }) => prefix + name), ...(await compare(admin, kept, prefix)) };
  } finally {
    await admin.disconnect();
  }
}

/**
 * Creates topics and waits until each partition has a leader: before that nothing can be sent.
 * @param config in place of what is planned
 */
export async function makeTopics(
  admin: Admin,
  topics: readonly Topic[],
  { prefix = '', replication = -1, config = {} }: { prefix?: string; replication?: number; config?: object },
): Promise<void> {
  if (topics.length === 0) return;
  await admin.createTopics({
    // kafkajs waits for leaders, but takes a topic that is not known everywhere yet for one that is not there.
    waitForLeaders: false,
    topics: topics.map((topic) => ({
      topic: prefix + topic.name,
      numPartitions: topic.partitions,
      replicationFactor: replication,
      configEntries: Object.entries({ ...topicConfig(topic), ...config }).map(([name, value]) => ({ name, value })),
    })),
  });
  const names = topics.map(({ name }) => prefix + name);
  for (const end = Date.now() + 30_000; ; await sleep(50)) {
    const made = await admin.fetchTopicMetadata({ topics: names }).catch((error: Error) => error);
    const isLed = (partitions: readonly { leader: number }[]) =>
      partitions.length > 0 && partitions.every(({ leader }) => leader >= 0);
    if (!(made instanceof Error) && made.topics.every(({ partitions }) => isLed(partitions))) return;
    if (Date.now() > end)
      throw new Error(`New topics have no leader after 30 s: ${names.join(', ')}.`, { cause: made });
  }
}

async function compare(
  admin: Admin,
  topics: readonly Topic[],
  prefix: string,
): Promise<Pick<Provisioned, 'mended' | 'differences'>> {
  const mended: string[] = [];
  const differences: string[] = [];
  if (topics.length === 0) return { mended, differences };
  const names = topics.map(({ name }) => prefix + name);
  const { topics: found } = await admin.fetchTopicMetadata({ topics: names });
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: names.map((name) => ({ type: kafkajs.ConfigResourceTypes.TOPIC, name })),
  });
  for (const topic of topics) {
    const name = prefix + topic.name;
    const partitions = found.find((each) => each.name === name)?.partitions.length;
    if (partitions !== topic.partitions)
      differences.push(`${name} has ${partitions} partitions, planned are ${topic.partitions}.`);
    const config = resources.find(({ resourceName }) => resourceName === name)?.configEntries ?? [];
    for (const [key, wanted] of Object.entries(topicConfig(topic))) {
      const value = config.find(({ configName }) => configName === key)?.configValue;
      if (value === wanted) continue;
      if (key === MENDED) {
        // kafkajs replaces all settings of a topic: its own ones are sent along.
        const own = config.filter(({ configSource, configName }) => isOwn(configSource) && configName !== key);
        const configEntries = [
          ...own.map(({ configName, configValue }) => ({ name: configName, value: configValue })),
          { name: key, value: wanted },
        ];
        const resource = { type: kafkajs.ConfigResourceTypes.TOPIC, name, configEntries };
        await admin.alterConfigs({ validateOnly: false, resources: [resource] });
        mended.push(`${name} had ${key}=${value}, now it has ${wanted}.`);
      } else differences.push(`${name} has ${key}=${value}, planned is ${wanted}.`);
    }
  }
  return { mended, differences };
}

const isOwn = (source: number) => source === kafkajs.ConfigSource.TOPIC_CONFIG;
