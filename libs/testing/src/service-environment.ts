// SPDX-License-Identifier: MPL-2.0
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServiceName } from '#contracts/topics';
import { moveClock } from '../../../tools/stack/clock.js';
import type { DemoUserName } from '../../../tools/stack/demo-users.js';
import { newVaultKeys } from '../../../tools/stack/vault-keys.js';
import type { TestDatabase } from './database.js';
import { kafkaBrokers } from './messages.js';
import { askStack } from './stack.js';

/** Environment variables of one service under test. */
export type TestEnvironment = Record<string, string> & { CLOCK_FILE: string };

/**
 * The environment `startService` takes: free ports, the run's issuer, a clock of its own that `travel` moves.
 * @param options.topicPrefix the service sends and hears real messages under this prefix (see `createTopics`). Without
 *   it the broker's address leads nowhere: commands work, and outbox rows stay to be looked at.
 */
export async function testEnv(
  service: ServiceName,
  options: { database: TestDatabase; topicPrefix?: string; overrides?: Record<string, string> },
): Promise<TestEnvironment> {
  const { issuer } = await askStack<{ issuer: string }>('issuer');
  return {
    NODE_ENV: 'test',
    LOG_LEVEL: 'silent',
    HOST: '127.0.0.1',
    DRAIN_SECONDS: '0',
    PORT: '0',
    MANAGEMENT_PORT: '0',
    DATABASE_URL: options.database.appUrl,
    KAFKA_BROKERS: options.topicPrefix === undefined ? '127.0.0.1:1' : await kafkaBrokers(),
    TOPIC_PREFIX: options.topicPrefix ?? '',
    OIDC_ISSUER: issuer,
    OIDC_AUDIENCE: 'indgang',
    TIME_TRAVEL: 'true',
    CLOCK_FILE: join(process.env.INDGANG_TEST_FOLDER ?? tmpdir(), `clock-${service}-${randomUUID()}.json`),
    SWEEP_EVERY_MS: '100',
    ...(service === 'incidents' && {
      ATTACHMENTS_FOLDER: join(process.env.INDGANG_TEST_FOLDER ?? tmpdir(), `attachments-${randomUUID()}`),
    }),
    ...(service === 'referrals' && { VAULT_KEYS: JSON.stringify(newVaultKeys()) }),
    ...options.overrides,
  };
}

/**
 * Moves the clock of the services with this environment.
 * @param to `YYYY-MM-DD`, `+Nd` or `now`
 * @returns their new Copenhagen date
 */
export const travel = (env: { CLOCK_FILE: string }, to: string): string => moveClock(env.CLOCK_FILE, to);

/**
 * An access token for a demo user, from the run's issuer.
 * @param options.lifetime seconds; default 8 hours
 * @param options.foreign signed by another issuer, which no service trusts
 */
export async function tokenFor(
  user: DemoUserName,
  options: { lifetime?: number; foreign?: boolean } = {},
): Promise<string> {
  const query: Record<string, string> = { user };
  if (options.lifetime) query.lifetime = String(options.lifetime);
  if (options.foreign) query.foreign = 'yes';
  return (await askStack<{ token: string }>('token', query)).token;
}
