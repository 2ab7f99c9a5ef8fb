// SPDX-License-Identifier: MPL-2.0
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));

/** Everything `npm start` keeps between runs. */
export const state = resolve(process.env.INDGANG_STATE || join(root, '.indgang'));
/** Holds the launcher's pid while it runs. */
export const launcherPidFile = join(state, 'launcher.pid');
/** What a running launcher tells `npm run token`: `{issuer, urls}`. */
export const addressesFile = join(state, 'addresses.json');
export const clockFile = join(state, 'clock.json');
/** Without it nobody can read who the citizens are: it goes and stays with the database. */
export const vaultKeysFile = join(state, 'vault-keys.json');
/** Of the incidents service: what is attached to cases. */
export const attachmentsFolder = join(state, 'attachments');
/** Fault tests only: where a service comes to grief that is started from now on (`FAULT_AT`, fault-point.ts). */
export const faultFile = (service: string, of = state): string => join(of, `fault-at-${service}`);

/** A JSON file of the state folder; `undefined` when there is none. */
export function readJson<T>(file: string): T | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T;
  } catch {
    return undefined;
  }
}

/** Readable by the owner only: most of these hold secrets. */
export function writeJson(file: string, value: unknown): void {
  writeFileSync(file, JSON.stringify(value, null, 2), { mode: 0o600 });
}
