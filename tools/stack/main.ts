// SPDX-License-Identifier: MPL-2.0
// `npm start`: PostgreSQL, Kafka, issuer and the four services on this machine, until Ctrl-C.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { SERVICES, type ServiceName } from '#contracts/topics';
import { commandLine, StackError, stopLeftover } from './child.ts';
import { moveClock } from './clock.ts';
import { demoUsers } from './demo-users.ts';
import { requestToken } from './issuer.ts';
import { findAddresses, type Parts, startParts } from './parts.ts';
import { readPorts, requireAllFree } from './ports.ts';
import { startServices } from './services.ts';
import { addressesFile, clockFile, launcherPidFile, state, writeJson } from './state.ts';
import { playStory } from './story.ts';
import type { StoryContext } from './story-context.ts';

const usage = `npm start [-- options]

  --no-story   do not play the first story into an empty system
  --exit       stop everything and leave after the story
  --help       this text

Settings (environment variables):
  AGREEMENTS_PORT 4101, REFERRALS_PORT 4102, INCIDENTS_PORT 4103, NOTIFICATIONS_PORT 4104
  <SERVICE>_MANAGEMENT_PORT   health and metrics; the service's port + 100
  POSTGRES_PORT 4432, KAFKA_PORT 4492 (and the next one), OIDC_PORT 4100
  INDGANG_STATE               folder of everything that is kept; .indgang
  DATABASE_URL                a PostgreSQL >= 15 instead of the embedded one: a role that may create roles and
                              owns the database
  KAFKA_BROKERS               a Kafka instead of the embedded one; with KAFKA_TLS, KAFKA_CA_FILE,
                              KAFKA_SASL_MECHANISM, KAFKA_USERNAME, KAFKA_PASSWORD
  OIDC_ISSUER                 an OpenID Connect issuer instead of the demo's`;

/** What runs, in the order it was started; stopped in the reverse order. */
const running: { name: string; stop(): Promise<void> }[] = [];
let stopping: Promise<void> | undefined;

const say = (line: string) => {
  if (!stopping) console.log(line);
};

function stopAll(): Promise<void> {
  stopping ??= (async () => {
    // A part that is still starting ends with this process (child.ts).
    for (let part = running.pop(); part; part = running.pop()) {
      await part.stop().catch((error) => console.error(`${part?.name}: ${error.message}`));
    }
    for (const file of [addressesFile, launcherPidFile]) rmSync(file, { force: true });
  })();
  return stopping;
}

let firstSignal = 0;

function onSignal(): void {
  // One Ctrl-C comes twice: from the terminal, and passed on by npm.
  if (Date.now() - firstSignal < 500) return;
  firstSignal = Date.now();
  if (stopping) {
    console.log('\nLeft at once.');
    // The kernel ends the children with their parent (child.ts); elsewhere the next start does.
    process.exit(130);
  }
  console.log('\nStopping services, issuer, Kafka, PostgreSQL … (Ctrl-C again: at once)');
  void stopAll().then(() => {
    console.log('Stopped.');
    process.exit(0);
  });
}

async function main(): Promise<void> {
  const options = readOptions();
  if (options.help) return console.log(usage);
  // Everybody gets a token here and may move the clock.
  if (process.env.NODE_ENV === 'production')
    throw new StackError(
      '`npm start` is a demo and does not run with NODE_ENV=production: deploy the services by themselves.',
    );
  const began = performance.now();
  mkdirSync(state, { recursive: true });
  takeState();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);

  const ports = readPorts();
  await stopEarlier();
  await requireAllFree(ports);
  const parts = await startParts(ports, running, say);
  const urls = findAddresses(ports);
  await startServices(ports, parts, running, say);
  writeJson(addressesFile, { issuer: parts.issuer, urls });
  say(`ready after ${((performance.now() - began) / 1000).toFixed(1)} s`);

  if (!options['no-story']) await playFirstStory(urls, parts);
  if (options.exit) {
    await stopAll();
    process.exit(0);
  }
  say(closing(urls, parts));
}

function readOptions() {
  try {
    return parseArgs({
      options: { 'no-story': { type: 'boolean' }, exit: { type: 'boolean' }, help: { type: 'boolean' } },
    }).values;
  } catch (error) {
    throw new StackError(`${(error as Error).message}\n\n${usage}`);
  }
}

/** One launcher per state folder. A pid file whose process is gone, or is something else by now, counts for nothing. */
function takeState(): void {
  const holder = existsSync(launcherPidFile) ? Number(readFileSync(launcherPidFile, 'utf8')) : 0;
  if (holder && commandLine(holder)?.includes('tools/stack/main.ts'))
    throw new StackError(
      `Indgang runs already on ${state} (process ${holder}): stop it, or set INDGANG_STATE and other ports.`,
    );
  writeFileSync(launcherPidFile, String(process.pid));
}

/** Of a killed launcher: its services would hold their ports. Kafka and PostgreSQL look after theirs. */
async function stopEarlier(): Promise<void> {
  const files = SERVICES.map((service) => join(state, 'run', `${service}.pid`));
  await Promise.all(files.map((file) => stopLeftover(file, 'SIGKILL')));
  await stopLeftover(join(state, 'kafka', 'kafka.pid'));
  await stopLeftover(join(state, 'postgres', 'postgres.pid'), 'SIGINT');
}

/** Into an empty system only: once per state folder, and never beside agreements that are there. */
async function playFirstStory(urls: Record<ServiceName, string>, { issuer }: Parts): Promise<void> {
  const marker = join(state, 'story-played');
  if (existsSync(marker)) return say('the story was played before; what it left is still here');
  const context: StoryContext = {
    urls,
    token: (user) => requestToken(issuer, user),
    travel: (to) => void moveClock(clockFile, to),
    say,
  };
  let token: string;
  try {
    token = await context.token('single_entry');
  } catch {
    return say('No story: it is played by the demo users, and OIDC_ISSUER does not know them.');
  }
  const answer = await fetch(`${urls.agreements}/v1/agreements?limit=1`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const { items } = (await answer.json()) as { items?: unknown[] };
  if (!items) throw new StackError(`agreements cannot tell whether it is empty: it answered ${answer.status}.`);
  if (items.length === 0) await playStory(context);
  writeFileSync(marker, new Date().toISOString());
}

function closing(urls: Record<ServiceName, string>, { issuer, isDemoIssuer }: Parts): string {
  const users = Object.entries(demoUsers).map(
    ([login, { name, about }]) => `  ${login.padEnd(21)} ${name.padEnd(15)} ${about}`,
  );
  return [
    '',
    ...SERVICES.map((service) => `${service.padEnd(14)} ${urls[service]}`),
    `${'issuer'.padEnd(14)} ${issuer}`,
    `${'logs'.padEnd(14)} ${join(state, 'logs')}`,
    '',
    'Each service has its API page at /docs; "Authorize" signs in there.',
    '',
    ...(isDemoIssuer ? ['Demo users:', ...users, '', 'A token:           npm run -s token -- single_entry'] : []),
    'Move the clock:    npm run clock -- +14d',
    'Stop:              Ctrl-C',
  ].join('\n');
}

main().catch(async (error: Error) => {
  // Ctrl-C during the start makes the rest of it fail: that is no news.
  while (stopping) await sleep(1000);
  if (error instanceof StackError) console.error(`\n${error.message}`);
  else console.error(error);
  if (existsSync(launcherPidFile) && readFileSync(launcherPidFile, 'utf8') === String(process.pid)) await stopAll();
  process.exit(1);
});
