// SPDX-License-Identifier: MPL-2.0
// `npm run -s token -- <user>`: prints an access token for a demo user, and nothing else.
import { demoUsers } from './demo-users.ts';
import { requestToken } from './issuer.ts';
import { addressesFile, readJson } from './state.ts';

const user = process.argv[2];
try {
  if (!user) throw new Error(`Usage: npm run -s token -- <user>\nUsers: ${Object.keys(demoUsers).join(', ')}`);
  const issuer = readJson<{ issuer: string }>(addressesFile)?.issuer;
  if (!issuer) throw new Error('Indgang is not running: `npm start` first.');
  console.log(await requestToken(issuer, user));
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
