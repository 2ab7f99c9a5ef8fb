// SPDX-License-Identifier: MPL-2.0
// Prepares a PostgreSQL and a Kafka for Indgang: `node tools/provision/main.ts`. Idempotent; run before each release.
import { readFileSync } from 'node:fs';
import { allTopics, SERVICES } from '#contracts/topics';
import { kafkaFromEnvironment, provisionTopics } from './kafka.ts';
import { provisionDatabase } from './postgres.ts';

const usage = `Settings (each secret may be given as NAME_FILE instead):
  DATABASE_URL               role that may create roles and owns the database; unset: PostgreSQL is left alone
  <SERVICE>_OWNER_PASSWORD   password of the role <service>_owner, for ${SERVICES.join(', ')}
  <SERVICE>_APP_PASSWORD     password of the role <service>_app
  KAFKA_BROKERS              host:port,…; unset: Kafka is left alone
  KAFKA_TLS, KAFKA_CA_FILE, KAFKA_SASL_MECHANISM, KAFKA_USERNAME, KAFKA_PASSWORD
  TOPIC_PREFIX               put before each topic's name`;

const env = process.env;

function setting(name: string): string | undefined {
  const file = env[`${name}_FILE`];
  return file ? readFileSync(file, 'utf8').trim() : env[name];
}

function required(name: string): string {
  const value = setting(name);
  if (!value) throw new Error(`${name} is missing.\n\n${usage}`);
  return value;
}

async function main(): Promise<void> {
  const adminUrl = setting('DATABASE_URL');
  if (!adminUrl && !env.KAFKA_BROKERS) throw new Error(`Neither DATABASE_URL nor KAFKA_BROKERS is set.\n\n${usage}`);
  if (adminUrl) {
    const passwords = SERVICES.map((service) => {
      const name = service.toUpperCase();
      return [service, { owner: required(`${name}_OWNER_PASSWORD`), app: required(`${name}_APP_PASSWORD`) }];
    });
    await provisionDatabase(adminUrl, SERVICES, Object.fromEntries(passwords));
    console.log(`PostgreSQL: schema and two roles for each of ${SERVICES.join(', ')}.`);
  }
  if (env.KAFKA_BROKERS) {
    const { created, mended, differences } = await provisionTopics(kafkaFromEnvironment(env), allTopics, {
      prefix: env.TOPIC_PREFIX,
    });
    console.log(`Kafka: ${created.length} topics created, ${allTopics.length - created.length} were there.`);
    for (const line of [...mended, ...differences]) console.log(`Kafka: ${line}`);
  }
}

main().catch((error: Error) => {
  console.error(`Provisioning failed: ${error.message}`);
  process.exitCode = 1;
});
