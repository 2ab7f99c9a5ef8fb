// SPDX-License-Identifier: MPL-2.0
// `npm run reset`: empties the state folder; the next `npm start` begins with an empty system.
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { commandLine, stopLeftover } from './child.ts';
import { launcherPidFile, state } from './state.ts';

/** Not state: the fetched broker, what was compiled before, a preparation or a test run under way. */
const kept = /^((kafka|s3)-lib|jest$|types\.tsbuildinfo|prepare\.pid|test-)/;

const holder = existsSync(launcherPidFile) ? Number(readFileSync(launcherPidFile, 'utf8')) : 0;
if (holder && commandLine(holder)?.includes('tools/stack/main.ts')) {
  console.error(`Indgang is running on ${state} (process ${holder}): stop it first with Ctrl-C.`);
  process.exit(1);
}
// Of a launcher that was killed, where the kernel does not end children with their parent.
await stopLeftover(join(state, 'kafka', 'kafka.pid'));
await stopLeftover(join(state, 'postgres', 'postgres.pid'), 'SIGINT');
for (const name of existsSync(state) ? readdirSync(state) : [])
  if (!kept.test(name)) rmSync(join(state, name), { recursive: true, force: true });
console.log(`${state} is empty.`);
if (process.env.DATABASE_URL) console.log('The database of DATABASE_URL is left as it is.');
