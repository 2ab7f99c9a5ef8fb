// SPDX-License-Identifier: MPL-2.0
// `npm run clock -- <date|+Nd|now>`: moves the time that the running services' cases live by.
import { moveClock } from './clock.ts';
import { clockFile } from './state.ts';

try {
  if (!process.argv[2]) throw new Error('Usage: npm run clock -- <2027-03-01|+14d|now>');
  console.log(`The services' date is now ${moveClock(clockFile, process.argv[2])}.`);
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
