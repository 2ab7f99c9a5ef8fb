// SPDX-License-Identifier: MPL-2.0
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SERVICES, type ServiceName } from '#contracts/topics';
import { StackError, tail } from './child.ts';
import type { Parts } from './parts.ts';
import type { Ports } from './ports.ts';
import { attachmentsFolder, clockFile, faultFile, root, state, vaultKeysFile, writeJson } from './state.ts';
import { supervise } from './supervisor.ts';
import { newVaultKeys } from './vault-keys.ts';

const READY_WITHIN_MS = 120_000;

const compiled = (service: ServiceName, file: string) => join(root, 'dist', 'apps', service, 'src', file);
/** What V8 made of the sources at an earlier start. */
const compileCache = join(root, '.indgang', 'compiled');
const logOf = (service: ServiceName) => join(state, 'logs', `${service}.log`);

/** Migrates each service's schema, then runs the four as processes under a supervisor and waits until they are ready. */
export async function startServices(
  ports: Ports,
  parts: Parts,
  running: { name: string; stop(): Promise<void> }[],
  say: (line: string) => void,
): Promise<void> {
  const began = performance.now();
  const answers = await Promise.all(SERVICES.map((service) => migrate(service, parts.databases[service].ownerUrl)));
  for (const answer of answers) if (answer) say(`  ${answer}`);
  for (const service of SERVICES) {
    const main = compiled(service, 'main.js');
    const child = {
      command: process.execPath,
      // kafkajs 2.2.4 asks for negative timeouts, which Node 24 warns about once; harmless.
      args: ['--enable-source-maps', '--disable-warning=TimeoutNegativeWarning', main],
      env: () => environment(service, ports, parts),
      log: logOf(service),
      pidFile: join(state, 'run', `${service}.pid`),
      mark: main,
      deathSignal: 'KILL' as const,
    };
    running.push(await supervise(service, child, say));
  }
  await Promise.all(SERVICES.map((service) => ready(service, ports.services[service].management)));
  say(`${SERVICES.join(', ')}: ${((performance.now() - began) / 1000).toFixed(1)} s`);
}

function environment(service: ServiceName, ports: Ports, parts: Parts): NodeJS.ProcessEnv {
  const { api, management } = ports.services[service];
  return {
    ...process.env,
    NODE_COMPILE_CACHE: compileCache,
    HOST: '127.0.0.1',
    ...parts.kafka,
    // One process of each: what the supervisor starts again takes its former place at once.
    KAFKA_INSTANCE_ID: 'launcher',
    DATABASE_URL: parts.databases[service].appUrl,
    DATABASE_URL_FILE: undefined,
    OIDC_ISSUER: parts.issuer,
    PORT: String(api),
    MANAGEMENT_PORT: String(management),
    PUBLIC_URL: `http://127.0.0.1:${api}`,
    TIME_TRAVEL: 'true',
    SWEEP_EVERY_MS: '500',
    DRAIN_SECONDS: '0',
    CLOCK_FILE: clockFile,
    ...(service === 'referrals' && !process.env.VAULT_KEYS && { VAULT_KEYS_FILE: vaultKeys() }),
    ...(service === 'incidents' && !process.env.ATTACHMENTS_FOLDER && { ATTACHMENTS_FOLDER: attachmentsFolder }),
    ...(existsSync(faultFile(service)) && { FAULT_AT: readFileSync(faultFile(service), 'utf8') }),
  };
}

/** The administrator's, or one of the demo's own, made at the first start. */
function vaultKeys(): string {
  if (process.env.VAULT_KEYS_FILE) return process.env.VAULT_KEYS_FILE;
  if (!existsSync(vaultKeysFile)) writeJson(vaultKeysFile, newVaultKeys());
  return vaultKeysFile;
}

/** @returns what the step said */
async function migrate(service: ServiceName, ownerUrl: string): Promise<string> {
  const file = compiled(service, 'migrate.js');
  if (!existsSync(file)) throw new StackError(`${file} is missing: run \`npm run prestart\`.`);
  const child = spawn(process.execPath, [file], {
    env: { ...process.env, NODE_COMPILE_CACHE: compileCache, DATABASE_URL: ownerUrl },
    stdio: 'pipe',
  });
  const output: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => output.push(data));
  const code = await new Promise((resolve) => child.once('close', resolve));
  const text = Buffer.concat(output).toString().trim();
  if (code !== 0) throw new StackError(`The schema of ${service} cannot be migrated:\n${text}`);
  return text;
}

async function ready(service: ServiceName, managementPort: number): Promise<void> {
  let last = 'no answer';
  for (const end = Date.now() + READY_WITHIN_MS; Date.now() < end; await sleep(100)) {
    try {
      const answer = await fetch(`http://127.0.0.1:${managementPort}/health/ready`, {
        signal: AbortSignal.timeout(2000),
      });
      if (answer.ok) return;
      last = await answer.text();
    } catch {
      // Not listening yet.
    }
  }
  const log = logOf(service);
  throw new StackError(
    `${service} is not ready after ${READY_WITHIN_MS / 1000} s (${last}); end of ${log}:\n${tail(log)}`,
  );
}
