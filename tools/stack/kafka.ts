// SPDX-License-Identifier: MPL-2.0
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Kafka, logLevel } from 'kafkajs';
import { type Child, freePorts, LOCKED, requireFreePort, StackError, startChild, stopLeftover, tail } from './child.ts';

export interface KafkaBroker {
  /** `127.0.0.1:<port>` */
  readonly brokers: string;
  readonly port: number;
  /** SIGTERM: the broker writes its state down first; stop clients before. */
  stop(): Promise<void>;
  /** SIGKILL, for fault tests; the broker is started again at once on the same folder and ports. */
  kill9(): void;
}

export interface KafkaOptions {
  /** Folder of everything that belongs to this broker; made when missing, kept between starts. */
  dataDir: string;
  /** Clients connect here; the controller listens on the next port. Default: any two free ports. */
  port?: number;
  /** Clients must log in by SCRAM-SHA-256 as this user, made when the folder is made. Without TLS: for tests only. */
  sasl?: { username: string; password: string };
  /** Told when the broker died by itself and is started again. */
  say?: (line: string) => void;
}

const cache = fileURLToPath(new URL('../../.indgang/', import.meta.url));
const lib = join(cache, 'kafka-lib');

/**
 * Starts one Apache Kafka broker (KRaft, one JVM, 127.0.0.1) and waits until it answers. It lives no longer than this
 * process; what an earlier start left running on the folder is stopped first.
 * @throws StackError when Java or the jars are missing, a port is taken or the broker does not come up.
 */
export async function startKafka(options: KafkaOptions): Promise<KafkaBroker> {
  const folder = resolve(options.dataDir);
  const log = join(folder, 'kafka.log');
  const properties = join(folder, 'server.properties');
  const pidFile = join(folder, 'kafka.pid');
  if (!existsSync(join(lib, 'pom.sha256')))
    throw new StackError('The broker is not fetched yet: run `npm run prestart`.');
  mkdirSync(folder, { recursive: true });
  await stopLeftover(pidFile);

  const [port, controllerPort] = options.port
    ? [options.port, options.port + 1]
    : ((await freePorts(2)) as [number, number]);
  await requireFreePort(port, 'KAFKA_PORT', 'Kafka');
  await requireFreePort(controllerPort, 'KAFKA_PORT', 'Kafka controller, KAFKA_PORT + 1');
  writeFileSync(properties, settings(folder, port, controllerPort, options.sasl).join('\n'));
  const clusterId = rememberedClusterId(folder);
  const fresh = !existsSync(join(folder, 'data', 'meta.properties'));
  if (fresh) format(clusterId, properties, folder, options.sasl);

  const brokers = `127.0.0.1:${port}`;
  const client = new Kafka({
    clientId: 'stack',
    brokers: [brokers],
    logLevel: logLevel.NOTHING,
    connectionTimeout: 1000,
    requestTimeout: 2000,
    retry: { retries: 0 },
    ...(options.sasl ? { sasl: { mechanism: 'scram-sha-256' as const, ...options.sasl } } : {}),
  });
  let stopping = false;
  let child: Child;
  const up = async () => {
    const archive = classArchive();
    let ready = false;
    child = startChild({
      command: 'java',
      args: [...jvm, ...archive.args, '-cp', classPath(), 'kafka.Kafka', properties],
      log,
      pidFile,
      mark: properties,
      deathSignal: 'TERM',
      lock: join(folder, 'lock'),
    });
    void child.exited.then(async ({ code }) => {
      archive.keep();
      if (stopping || !ready || code === 127) return;
      options.say?.('Kafka stopped by itself; it starts again');
      while (!stopping)
        try {
          return await up();
        } catch (error) {
          options.say?.((error as Error).message);
          await sleep(1000);
        }
    });
    await Promise.race([
      answers(client, clusterId, () => stopping),
      child.exited.then(({ code }) => {
        if (stopping) return;
        if (code === 127)
          throw new StackError('`java` cannot be started: install Java 17 or newer, or set KAFKA_BROKERS.');
        if (code === LOCKED) throw new StackError(`Another Kafka broker works on ${folder}: stop it.`);
        throw new StackError(`Kafka ended with code ${code} while starting; end of ${log}:\n${tail(log)}`);
      }),
    ]);
    ready = true;
  };
  const stop = async () => {
    stopping = true;
    await child.stop('SIGTERM', 10_000);
  };
  try {
    await up();
    if (fresh) await makeGroupsUsable(client);
  } catch (error) {
    await stop();
    throw error;
  }
  return { brokers, port, stop, kill9: () => void process.kill(child.pid, 'SIGKILL') };
}

const jvm = [
  ...['-Xms64m', '-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-XX:-UsePerfData'],
  ...['-Djava.awt.headless=true', '-Djava.net.preferIPv4Stack=true', '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn'],
  '-Dlog4j2.loggerContextFactory=org.apache.logging.log4j.simple.SimpleLoggerContextFactory',
];

/** Explicit and sorted: the class archive is only valid for the very same class path. */
const classPath = () =>
  readdirSync(lib)
    .filter((name) => name.endsWith('.jar'))
    .sort()
    .map((name) => join(lib, name))
    .join(':');

/**
 * JVM options for the archive of loaded classes (AppCDS), which halves the start. The first broker writes it when it
 * ends; it lies beside the jars because it is only valid for them.
 */
function classArchive(): { args: string[]; keep(): void } {
  const file = join(lib, 'classes.jsa');
  if (existsSync(file)) {
    // Of launchers that were killed before they could keep theirs; 46 MB each.
    for (const name of readdirSync(lib)) if (name.startsWith('classes.jsa.')) rmSync(join(lib, name), { force: true });
    return { args: [`-XX:SharedArchiveFile=${file}`, '-Xshare:auto'], keep() {} };
  }
  const mine = `${file}.${process.pid}.${randomUUID()}`;
  return {
    args: [`-XX:ArchiveClassesAtExit=${mine}`, '-Xlog:disable'],
    keep() {
      if (existsSync(mine)) renameSync(mine, file);
    },
  };
}

function settings(folder: string, port: number, controllerPort: number, sasl: KafkaOptions['sasl']): string[] {
  return [
    'process.roles=broker,controller',
    'node.id=1',
    `controller.quorum.voters=1@127.0.0.1:${controllerPort}`,
    'controller.listener.names=CONTROLLER',
    `listeners=CLIENT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    `advertised.listeners=CLIENT://127.0.0.1:${port}`,
    `listener.security.protocol.map=CLIENT:${sasl ? 'SASL_PLAINTEXT' : 'PLAINTEXT'},CONTROLLER:PLAINTEXT`,
    'inter.broker.listener.name=CLIENT',
    `log.dirs=${join(folder, 'data')}`,
    'num.partitions=1',
    'default.replication.factor=1',
    'min.insync.replicas=1',
    'offsets.topic.replication.factor=1',
    'offsets.topic.num.partitions=4',
    'transaction.state.log.replication.factor=1',
    'transaction.state.log.min.isr=1',
    'transaction.state.log.num.partitions=4',
    'group.initial.rebalance.delay.ms=0',
    'auto.create.topics.enable=false',
    'num.network.threads=2',
    'num.io.threads=4',
    'background.threads=2',
    'log.cleaner.dedupe.buffer.size=8388608',
    'log.index.size.max.bytes=1048576',
    // With the default of 9 s a killed broker is let in again after 11 s; with this after about 3 s.
    'broker.session.timeout.ms=1500',
    'broker.heartbeat.interval.ms=300',
    ...(sasl
      ? [
          'sasl.enabled.mechanisms=SCRAM-SHA-256',
          'sasl.mechanism.inter.broker.protocol=SCRAM-SHA-256',
          'listener.name.client.scram-sha-256.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule ' +
            `required username="${sasl.username}" password="${sasl.password}";`,
        ]
      : []),
    '',
  ];
}

/** Kafka's form of a uuid: 22 characters of base64url. */
function rememberedClusterId(folder: string): string {
  const file = join(folder, 'cluster-id');
  if (!existsSync(file))
    writeFileSync(file, Buffer.from(randomUUID().replaceAll('-', ''), 'hex').toString('base64url'));
  return readFileSync(file, 'utf8');
}

function format(clusterId: string, properties: string, folder: string, sasl: KafkaOptions['sasl']): void {
  // A format that was killed half-way would be refused as "already formatted".
  rmSync(join(folder, 'data'), { recursive: true, force: true });
  const args = ['-Xmx128m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-cp', classPath()];
  args.push('kafka.tools.StorageTool', 'format', `--cluster-id=${clusterId}`, '-c', properties);
  if (sasl) args.push('--add-scram', `SCRAM-SHA-256=[name=${sasl.username},password=${sasl.password}]`);
  const done = spawnSync('java', args, { encoding: 'utf8' });
  if (done.status !== 0)
    throw new StackError(`Kafka's data folder cannot be made:\n${done.error?.message ?? done.stderr + done.stdout}`);
}

/** One broker and the expected cluster: another Kafka on the port is not ours. */
async function answers(client: Kafka, clusterId: string, stopping: () => boolean): Promise<void> {
  for (const end = Date.now() + 60_000; !stopping(); ) {
    const admin = client.admin();
    try {
      await admin.connect();
      const cluster = await admin.describeCluster();
      if (cluster.brokers.length === 1 && cluster.clusterId === clusterId) return;
    } catch (error) {
      if (Date.now() > end) throw new StackError(`Kafka does not answer after 60 s: ${(error as Error).message}`);
    } finally {
      await admin.disconnect().catch(() => {});
    }
    await sleep(50);
  }
}

/** The first group of a fresh broker waits for the topic of offsets to be made: have that behind us. */
async function makeGroupsUsable(client: Kafka): Promise<void> {
  const admin = client.admin();
  await admin.connect();
  try {
    for (const end = Date.now() + 10_000; Date.now() < end; await sleep(50)) {
      const answer = await admin.describeGroups(['first-group']).catch(() => undefined);
      // kafkajs answers with the error code of each group, which its types leave out.
      if ((answer?.groups[0] as { errorCode?: number } | undefined)?.errorCode === 0) return;
    }
  } finally {
    await admin.disconnect();
  }
}
