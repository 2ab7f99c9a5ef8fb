// SPDX-License-Identifier: MPL-2.0
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { allTopics, SERVICES, type ServiceName } from '#contracts/topics';
import { KAFKA_SETTINGS, kafkaFromEnvironment, provisionTopics } from '../provision/kafka.ts';
import { provisionDatabase, type RolePasswords, type ServiceDatabase } from '../provision/postgres.ts';
import { StackError } from './child.ts';
import { startIssuer } from './issuer.ts';
import { startKafka } from './kafka.ts';
import type { Ports } from './ports.ts';
import { startPostgres } from './postgres.ts';
import { readJson, state, writeJson } from './state.ts';

/** What the services run against. */
export interface Parts {
  databases: Record<ServiceName, ServiceDatabase>;
  /** The KAFKA_… environment variables of a service. */
  kafka: Record<string, string>;
  issuer: string;
  isDemoIssuer: boolean;
}

type Running = { name: string; stop(): Promise<void> }[];

export const findAddresses = (ports: Ports): Record<ServiceName, string> =>
  Object.fromEntries(SERVICES.map((service) => [service, `http://127.0.0.1:${ports.services[service].api}`])) as Record<
    ServiceName,
    string
  >;

/**
 * Starts PostgreSQL, Kafka and issuer, or takes those that the environment names, and provisions them.
 * @param running gets each part that was started here
 */
export async function startParts(ports: Ports, running: Running, say: (line: string) => void): Promise<Parts> {
  const env = process.env;
  const timed = async <T>(what: string, work: Promise<T>): Promise<T> => {
    const began = performance.now();
    const result = await work;
    say(`${what}: ${((performance.now() - began) / 1000).toFixed(1)} s`);
    return result;
  };
  const started = async <T extends { stop(): Promise<void> }>(name: string, work: Promise<T>): Promise<T> => {
    const part = await timed(name, work);
    running.push({ name, stop: () => part.stop() });
    return part;
  };
  // Side by side; when one fails the other is waited for, so that it can be stopped.
  const [postgres, kafka, issuer] = await Promise.allSettled([
    env.DATABASE_URL ||
      started('PostgreSQL', startPostgres({ dataDir: join(state, 'postgres'), port: ports.postgres, say })).then(
        ({ url }) => url,
      ),
    env.KAFKA_BROKERS ||
      started('Kafka', startKafka({ dataDir: join(state, 'kafka'), port: ports.kafka, say })).then(
        ({ brokers }) => brokers,
      ),
    env.OIDC_ISSUER ||
      started('issuer', startIssuer({ dataDir: join(state, 'issuer'), port: ports.issuer })).then(
        ({ issuer }) => issuer,
      ),
  ]);
  const kafkaSettings = (brokers: string) => {
    const own = KAFKA_SETTINGS.flatMap((name) => (env[name] ? [[name, env[name]]] : []));
    return env.KAFKA_BROKERS ? Object.fromEntries(own) : { KAFKA_BROKERS: brokers };
  };
  const parts = {
    kafka: kafkaSettings(value(kafka)),
    issuer: value(issuer),
    isDemoIssuer: !env.OIDC_ISSUER,
  };
  const [databases] = await timed(
    'schemas, roles and topics',
    Promise.all([
      provisionDatabase(value(postgres), SERVICES, passwords()).catch((error) => fail('PostgreSQL', error)),
      topics(parts.kafka, say).catch((error) => fail('Kafka', error)),
    ]),
  );
  return { ...parts, databases };
}

function value<T>(outcome: PromiseSettledResult<T>): T {
  if (outcome.status === 'rejected') throw outcome.reason;
  return outcome.value;
}

function fail(what: string, error: Error): never {
  throw new StackError(`${what} cannot be prepared: ${error.message || error}`, { cause: error });
}

async function topics(settings: Record<string, string>, say: (line: string) => void): Promise<void> {
  const { mended, differences } = await provisionTopics(kafkaFromEnvironment(settings), allTopics, {
    prefix: process.env.TOPIC_PREFIX,
  });
  for (const line of [...mended, ...differences]) say(`Kafka: ${line}`);
}

/** Made once per state folder; provisioning sets them on the roles at every start. */
function passwords(): Record<ServiceName, RolePasswords> {
  const file = join(state, 'role-passwords.json');
  const known = readJson<Record<ServiceName, RolePasswords>>(file);
  if (known) return known;
  const secret = () => randomBytes(18).toString('base64url');
  const made = Object.fromEntries(SERVICES.map((service) => [service, { owner: secret(), app: secret() }]));
  writeJson(file, made);
  return made as Record<ServiceName, RolePasswords>;
}
