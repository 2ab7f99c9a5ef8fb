// SPDX-License-Identifier: MPL-2.0
// `npm run faults`: every fault against a whole system under load; exit code 1 when anything was lost or invented.
import { parseArgs } from 'node:util';
import { play, rows } from './rows.ts';

const usage = `npm run faults [-- options]

  --row N         only this row, for example 2 or "cover kill"; may be repeated
  --commands N    acknowledged commands per row; 10000
  --seconds N     how long what is taken away stays away; 10
  --list          the rows
  --help          this text

Each row starts a system of its own on free ports, needs a build, and prints what it found.`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      row: { type: 'string', multiple: true },
      commands: { type: 'string', default: '10000' },
      seconds: { type: 'string', default: '10' },
      list: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return console.log(usage);
  if (values.list) return console.log(rows.map(({ number, what }) => `${number.padEnd(20)} ${what}`).join('\n'));
  const [commands, away] = [wholeNumber('commands', values.commands), wholeNumber('seconds', values.seconds)];
  const chosen = rows.filter(({ number }) => !values.row || values.row.includes(number));
  if (chosen.length === 0) throw new Error(`no row ${values.row}; npm run faults -- --list shows them`);
  for (const row of chosen) {
    const {
      seconds,
      silenceSeconds,
      settledSeconds,
      restarts,
      violations,
      commands: done,
    } = await play(row, commands, away);
    console.log(
      [
        `row ${row.number}: ${row.what}`,
        `  ${done} commands in ${seconds.toFixed(1)} s, ${restarts} restarts, longest silence ${silenceSeconds.toFixed(1)} s, settled ${settledSeconds.toFixed(1)} s after`,
        `  ${violations.length} violations`,
      ].join('\n'),
    );
    for (const violation of violations) console.log(`    ${JSON.stringify(violation)}`);
    if (violations.length) process.exitCode = 1;
  }
}

function wholeNumber(option: string, text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new Error(`--${option} ${text} is not a whole number above 0`);
  return number;
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
